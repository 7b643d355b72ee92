// Which section of a summary a sentence belongs to, which sentences no summary needs, what a topic names: readings of words, as tables.

import { describe, expect, it } from 'vitest';
import { holdsContact, isAside, isWholeSentence, pointsElsewhere } from '../src/answer/asides.ts';
import { firstDate, isSameEvent, toldIn } from '../src/answer/events.ts';
import type { DocumentMeta, Kind, Voice } from '../src/answer/model.ts';
import { sectionOf, sectionOfAll } from '../src/answer/sections.ts';
import type { SectionCode } from '../src/answer/summary-model.ts';
import { asksForThread, documentNamed } from '../src/answer/topic.ts';
import { readTask } from '../src/chat/tasks.ts';

const digest = (kind: Kind | null, shown: string) => ({ shown, voice: 'digest' as Voice, kind });
const own = (kind: Kind | null, shown: string) => ({ shown, voice: 'source' as Voice, kind });

const SECTIONS: readonly (readonly [SectionCode, ReturnType<typeof digest>])[] = [
  // A source's own words, by its kind.
  ['alleged', own('filing', 'The keepers fear for their posts.')],
  ['alleged', own('statement', 'We are glad that the harbour is pushing back.')],
  ['law', own('opinion', 'Anonymity is a shield from the tyranny of the majority.')],
  ['law', own('statute', 'The Secretary may examine any record.')],
  ['happened', own('reporting', 'The harbour master fined a keeper on 3 May 1911.')],
  ['alleged', own('reporting', 'The keepers said in the lawsuit that the fine was revenge.')],
  ['alleged', own(null, '“No keeper may be named without proof.”')],
  ['happened', own(null, 'The storm broke the lamp.')],
  // Our words about a source: who says it, and in what tense.
  ['happened', digest('filing', 'Gull sued the harbour master on 6 April 2017 to stop a summons.')],
  ['alleged', digest('filing', "Gull's complaint argued that the master must show four things.")],
  ['alleged', digest('filing', 'According to paragraph 42 of the complaint, the master sent the summons by fax.')],
  ['alleged', digest('reporting', 'Gull argued that the power reaches only imports.')],
  ['alleged', digest('opinion', 'The dissent argued that anonymity eases wrongdoing.')],
  ['alleged', digest('statute', 'The Coast Department has argued that a broader clause supports such summonses.')],
  ['happened', digest('reporting', 'The Coast News reported that the master sent hundreds of letters.')],
  ['happened', digest('reporting', 'The master demanded records on a retiree, called Jon Doe, on 3 May 2025.')],
  ['happened', digest('statute', 'The master cited the statute to Gull in a summons of 2017.')],
  ['happened', digest('opinion', 'Margaret Tern handed out leaflets on 27 April 1988 in Westhaven.')],
  ['law', digest('opinion', 'The Supreme Court held that the ban violates the First Amendment.')],
  ['law', digest('opinion', 'The Supreme Court said that anonymity is no reason to exclude a work.')],
  ['law', digest('reporting', 'The Ninth Circuit held on 8 November 2017 that the subpoena stands.')],
  ['law', digest('statute', 'The statute lets officials summon records about imports.')],
  ['law', digest('statute', 'Federal crimes and property claims are outside the protection of section 230.')],
  ['law', digest('guide', 'A grand jury subpoena is harder to beat than a civil subpoena.')],
  ['law', digest('filing', 'Section 1509(a) of title 19 lists its purposes, with laws administered by the service.')],
  ['stands', digest('filing', 'Gull dismissed its own case on 7 April 2017, so no court ruled on the claims.')],
  ['stands', digest('opinion', 'Harbor v. Gull did not settle which standard of review applied.')],
  ['stands', digest('reporting', 'The summons was withdrawn after the keeper challenged it, reports say.')],
  ['stands', digest('reporting', 'The motions are still pending before the chief judge.')],
  ['happened', digest('statute', 'A magistrate judge barred the release in 2025 while the case was pending.')],
];

describe('the section of a sentence', () => {
  it.each(SECTIONS)('%s: %j', (code, sentence) => {
    expect(sectionOf(sentence)).toBe(code);
  });

  it('is that of an allegation among sentences shown together, and a source’s words count before their introduction', () => {
    const said = digest('statute', 'The Department has argued that a clause supports it.');
    const rule = digest('statute', 'The statute lets officials summon records.');
    expect(sectionOfAll([said, rule])).toBe('alleged');
    expect(
      sectionOfAll([digest('guide', "The complaint's words are:"), own('statute', 'may examine any record')]),
    ).toBe('law');
  });
});

describe('sentences that no summary needs', () => {
  it.each([
    'For this digest the report was seen in a copy.',
    'One headline said that Twitter crushes DHS.',
    'By our own arithmetic, that is 29 October 2025.',
    'Comments are closed.',
    'No part may be reproduced without the written permission.',
    'DHS does not comment on pending litigation.',
  ])('%s', (shown) => expect(isAside(shown)).toBe(true));

  it.each(['Twitter sued on 6 April 2017.', 'No court ruled on the claims.'])('but not: %s', (shown) =>
    expect([isAside(shown), holdsContact(shown), pointsElsewhere(shown)]).toEqual([false, false, false]),
  );

  it.each(['Call 800-336-4243.', 'Its page is www.eff.org.', 'Write to help@example.org.'])('contacts: %s', (shown) =>
    expect(holdsContact(shown)).toBe(true),
  );

  it.each(['The inquiry began after that tweet.', 'A judge made such an order.', 'The court quotes this sentence.'])(
    'pointers: %s',
    (shown) => expect(pointsElsewhere(shown)).toBe(true),
  );

  it('a pointer to a word of the same sentence points nowhere else', () => {
    expect(pointsElsewhere('A report was printed, and that report was seen.')).toBe(false);
  });

  it.each([
    ['The lamp broke.', true],
    ['The lamp', false],
    ['is not a sufficient reason.', false],
    ['We will go to court."', false],
    ['Meta · citing 19 U.S.C. 1509 · withdrawn.', false],
  ])('whole sentences: %s', (shown, whole) => expect(isWholeSentence(shown)).toBe(whole));
});

describe('events', () => {
  it.each([
    ['The master sued on 6 April 2017.', '2017-04-06'],
    ['In late January 2017 the account was created.', '2017-01'],
    ['In 2015 a judge granted it.', '2015'],
    ['The 2012 test is stricter.', null],
    ['Spencer (Canada, 2014) is about police searches.', null],
    ['Nothing happened.', null],
  ])('%s', (shown, date) => expect(firstDate(shown)).toBe(date));

  it('told in other words are the same, others on one day are not', () => {
    const [sued, filed, wrote] = [
      'Twitter sued Homeland Security over the customs summons on 6 April 2017.',
      'On 6 April 2017 Twitter filed a lawsuit against Homeland Security over a customs summons.',
      'On 6 April 2017 Senator Tern wrote to the commissioner about import duties.',
    ].map(toldIn);
    expect([isSameEvent(sued!, filed!), isSameEvent(sued!, wrote!)]).toEqual([true, false]);
  });
});

const META: readonly DocumentMeta[] = [
  {
    id: 'harbor-v-gull',
    title: 'Harbor v. Gull (2019)',
    short: 'Harbor v. Gull',
    also: ['lamp oil case', 'Gull'],
    text: 'digest',
    format: 'markdown',
  },
  { id: 'gull', title: 'On gulls', text: 'verbatim', format: 'plain' },
  { id: 'notes-a', title: 'Notes', text: 'verbatim', format: 'plain' },
  { id: 'notes-b', title: 'Notes', text: 'verbatim', format: 'plain' },
];

describe('the source that a topic names', () => {
  it.each([
    ['harbor-v-gull', 'harbor-v-gull'],
    ['Harbor v. Gull', 'harbor-v-gull'],
    ['harbor vs gull', 'harbor-v-gull'],
    ['HARBOR  v  GULL', 'harbor-v-gull'],
    ['the Lamp-Oil case', 'harbor-v-gull'],
    ['gull', 'gull'], // an id, though another document goes by that name
    ['Gull', 'harbor-v-gull'],
    ['Notes', null],
    ['notes', null],
    ['lamp oil', null],
    ['', null],
    ['…', null],
  ])('%s', (topic, id) => expect(documentNamed(topic, META)?.id ?? null).toBe(id));
});

describe('a thread', () => {
  it.each([
    'summarise this thread',
    'Summarize the conversation so far, please',
    'Can you give me a short summary of this discussion?',
    'tl;dr of this channel',
    'summary of our chat',
    'timeline of this thread',
  ])('is asked for: %s', (text) => expect(asksForThread(text)).toBe(true));
  it.each([
    'summarise Twitter v. DHS',
    'What happened in this thread of cases?',
    'summary',
    `${'summary '.repeat(9999)}thread`,
  ])('is not: %.40s', (text) => expect(asksForThread(text)).toBe(false));
});

describe('a line of the chat', () => {
  it.each([
    ['summary gag orders', 'summary', 'gag orders'],
    ['Summary of the complaint', 'summary', 'complaint'],
    ['summary: the Dendrite test', 'summary', 'Dendrite test'],
    ['timeline Twitter v. DHS', 'timeline', 'Twitter v. DHS'],
    ['summary', 'summary', ''],
    ['Summarise Twitter v. DHS', 'summary', 'Twitter v. DHS'],
    ['please sum up the Dendrite test', 'summary', 'Dendrite test'],
    ['Can you summarise Twitter v. DHS?', 'ask', 'Can you summarise Twitter v. DHS?'],
    ['summarise this thread', 'summary', null],
    ['timeline of this thread', 'timeline', null],
    ['check “they may not”', 'check', '“they may not”'],
    ['check: they may not', 'check', 'they may not'],
    ['check whether they may', 'ask', 'check whether they may'],
    ['summary judgment in Doe v. Cahill', 'ask', 'summary judgment in Doe v. Cahill'],
    ['summary of what a court decided?', 'ask', 'summary of what a court decided?'],
    ['give me a timeline of Twitter v. DHS', 'ask', 'give me a timeline of Twitter v. DHS'],
    ['What happened?', 'ask', 'What happened?'],
  ])('%s', (line, task, text) => expect(readTask(line)).toEqual({ task, text }));
});
