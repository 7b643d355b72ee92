// Summaries and timelines as a whole, on a small folder of documents and on the shipped one: what is shown where, what is refused, and that all
// of it stands in the files.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import type { Summary, SummaryRequest } from '../src/answer/summary-model.ts';
import { SECTIONS } from '../src/answer/summary-model.ts';
import { quotesExactly } from '../src/chat/exact.ts';
import { layOutSummary, shownOf } from '../src/chat/layout-summary.ts';
import { PLAIN, renderParts } from '../src/chat/render-text.ts';
import { pack, quotationsIn } from '../src/chat/slack-render.ts';
import { openLibrary } from '../src/library.ts';
import { openSession, type Session, sourcesOf } from '../src/session.ts';
import { naughtyStrings } from './fakes/hostile.ts';

const FILES: Record<string, string> = {
  'harbor-v-gull.md': `---
id: harbor-v-gull
title: "Harbor v. Gull (2019): the anonymous lighthouse critic"
short: Harbor v. Gull
also: [lamp oil case, same name]
kind: opinion
date: 2019-05-02
docket: 19-7
status: "Affirmed; binding on the coast"
text: digest
---

# Harbor v. Gull

In Harbor v. Gull the court affirmed the order that kept the lighthouse critic's name secret.[^a]

## The critic

The lighthouse critic printed a letter about lamp oil on 3 March 2018.[^a] Gulls like the lighthouse. It was painted white.[^a]

## The factors

- First, under Harbor v. Gull the harbour master must tell the critic of the demand.[^a]
- Second, under Harbor v. Gull the harbour master must have evidence of a wrong.[^a]

## What is open

Harbor v. Gull did not settle whether a fine is allowed.[^a] For this digest the opinion was read in a copy.[^a]

## Who to call

- Lamp Law Clinic, 800-336-4243, advises on Harbor v. Gull.[^a]

## What these sources do not show

- Whether the harbour master was fined over Harbor v. Gull is not verified.[^a]

[^a]: Court of the Coast, opinion of 2 May 2019. <https://example.org/harbor>
`,
  'gull-complaint.md': `---
id: gull-complaint
title: Complaint, Harbor v. Gull
short: Gull's complaint
also: [same name]
kind: filing
date: 2018-11-30
docket: 19-7
status: Withdrawn by Gull
text: digest
---

# Gull's complaint

The harbour master filed suit over Harbor v. Gull on 30 November 2018.[^c]

Gull's complaint says why keepers stay nameless:

> Keepers who speak about the lamp oil do so under borrowed names, because the harbour master has dismissed every keeper who signed a letter.
> — Complaint, ¶ 7[^c]

[^c]: Gull's complaint. <https://example.org/complaint>
`,
  'coast-news.md': `---
id: coast-news
title: "Coast News: keepers speak about lamp oil"
short: Coast News
kind: reporting
date: 2018-12-01
text: digest
---

# Coast News on keepers and lamp oil

Coast News reported that the harbour master dismissed a keeper over Harbor v. Gull on 9 May 2019.[^n]

The harbour master sued in Harbor v. Gull on 30 November 2018.[^n] The storm bell of Westhaven rang for lamp oil on 4 July 1911.[^n]

[^n]: Coast News, 1 December 2018. <https://example.org/news>
`,
  'gazette.md': `---
id: gazette
title: "Gazette: the storm bell"
short: Gazette
kind: reporting
date: 2018-12-05
text: digest
---

# Gazette on the storm bell

The storm bell of Westhaven rang for lamp oil on 5 July 1911.[^g]

[^g]: Gazette. <https://example.org/gazette>
`,
};

/** Where the list of naughty strings is not at hand. */
const HOSTILE = [
  '\u0000',
  '\ud800',
  '<@U1> <!channel>',
  '‮abc',
  '%s%n',
  '1;DROP TABLE',
  '\u200b'.repeat(500),
  '('.repeat(1500),
];

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function openFolder(files: Record<string, string>): Session {
  const folder = mkdtempSync(join(tmpdir(), 'publius-summary-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return openSession(openLibrary(folder, { cacheFolder: null }));
}

const coast = openFolder(FILES);
const shipped = openSession(
  openLibrary(fileURLToPath(new URL('../knowledge', import.meta.url)), { cacheFolder: null }),
);

const of = (topic: string | null, more: Partial<SummaryRequest> = {}, session = coast) =>
  session.summarize({ topic, history: [], ...more });
const bySection = ({ sections }: Summary) =>
  Object.fromEntries(
    sections.map(({ code, statements }) => [
      code,
      statements.map(({ quotes }) => quotes.map((q) => q.shown).join(' ')),
    ]),
  );
const shownIn = (summary: Summary) =>
  shownOf(summary).statements.flatMap(({ quotes }) => quotes.map((quote) => quote.shown));
const told = (summary: Summary) => renderParts(layOutSummary(summary, 'VERSION'), PLAIN);

describe('a source’s summary', () => {
  it('has each sentence in its section, the matter first, with what other sources of the matter say', async () => {
    const sections = bySection(await of('Harbor v. Gull'));
    expect(sections.law?.[0]).toContain('affirmed the order');
    expect(sections.happened?.join()).toContain('printed a letter about lamp oil on 3 March 2018');
    expect(sections.alleged?.join()).toContain('do so under borrowed names');
    expect(sections.stands?.join()).toContain('did not settle whether a fine is allowed');
  });

  it('shows a list that counts itself whole', async () => {
    const law = bySection(await of('Harbor v. Gull')).law?.find((text) => text.includes('First, under'));
    expect(law).toContain('Second, under');
  });

  it('leaves out contacts, gaps, what a digest says of itself, and pronouns without their noun', async () => {
    const all = shownIn(await of('harbor-v-gull')).join('\n');
    for (const left of ['800-336', 'not verified', 'For this digest']) expect(all).not.toContain(left);
    expect(all.includes('It was painted')).toBe(all.includes('Gulls like the lighthouse'));
  });

  it('says which source was meant, and its status under the last heading', async () => {
    const text = told(await of('lamp oil case'));
    expect(text).toContain('Read as the source "Harbor v. Gull (2019): the anonymous lighthouse critic"');
    expect(text).toMatch(/Where it stands[\s\S]*Status of Harbor v\. Gull: Affirmed; binding on the coast/);
    expect(text).toMatch(/\d+ passages checked against knowledge VERSION · not legal advice$/);
  });

  it('is not chosen where the name is two sources’', async () => {
    expect((await of('same name')).document).toBeNull();
  });
});

describe('timelines', () => {
  it('have each event once, in order, and leave out what has no date', async () => {
    const { timeline } = await of('Harbor v. Gull', { timeline: true });
    expect(timeline.map(({ date }) => date)).toEqual(['2018-03-03', '2018-11-30', '2019-05-09']);
    expect((await of('Harbor v. Gull')).timeline).toEqual([]);
  });

  it('show both dates where sources differ, each with who says it', async () => {
    const summary = await of('storm bell of Westhaven', { timeline: true });
    expect(summary.timeline.map(({ date, differs, quote }) => [date, differs, quote.document])).toEqual([
      ['1911-07-04', ['1911-07-05'], 'coast-news'],
      ['1911-07-05', ['1911-07-04'], 'gazette'],
    ]);
    expect(told(summary)).toContain('4 July 1911 (elsewhere given as 5 July 1911)');
  });

  it('have at most twenty entries', async () => {
    const events = Array.from(
      { length: 40 },
      (_, n) => `The keeper Number${n} lit lamp ${n} at cliff ${n} on 1 May ${1900 + n}.`,
    );
    const session = openFolder({ 'log.txt': `The log\n\n${events.join('\n\n')}\n` });
    const { timeline } = await of('log', { timeline: true }, session);
    expect(timeline).toHaveLength(20);
    expect(timeline.map(({ date }) => date)).toEqual(timeline.map(({ date }) => date).toSorted());
  });
});

describe('what is not summarised', () => {
  it.each([
    ['', 'empty-question'],
    ['…!?', 'empty-question'],
    ['x'.repeat(2001), 'question-too-long'],
    ['penguins of Antarctica', 'off-topic'],
    ['who really runs the lighthouse account', 'identify-person'],
    ['will I be sued over my letter', 'legal-advice'],
    ['how can I hide my account untraceable', 'evade'],
  ])('%.40s', async (topic, reason) => {
    const summary = await of(topic);
    expect([summary.status, summary.reason, summary.sections]).toEqual(['not-found', reason, []]);
    expect(told(summary).length).toBeGreaterThan(20);
  });

  it('gets what comes nearest, and what the sources cover', async () => {
    const summary = await of('anonymous juries in Norway', {}, shipped);
    expect(summary.reason).toBe('not-in-sources');
    expect(summary.nearest.length).toBeGreaterThan(0);
    expect(told(summary)).toMatch(/The sources don't deal with that\.[\s\S]*Closest:[\s\S]*They do cover: /);
  });
});

describe('a thread', () => {
  const history = [
    'hello',
    'What did the court affirm in Harbor v. Gull?',
    'Who really runs the lighthouse account?',
    'Best pizza in town?',
  ];

  it('is summarised from those of its questions that the sources deal with, and says so', async () => {
    const summary = await of(null, { history });
    expect(summary.topic).toBe('What did the court affirm in Harbor v. Gull?');
    expect(shownIn(summary).join()).toContain('affirmed the order');
    expect(told(summary)).toContain(
      'Made from 1 question of this thread that was addressed to Publius; it reads nothing else here.',
    );
    expect((await of('summarise this thread', { history })).topic).toBe(summary.topic);
  });

  it('about one matter is that matter’s', async () => {
    const history = ['What happened in Watchtower v. Stratton?', 'and what did the dissent say?'];
    const summary = await of(null, { history }, shipped);
    expect(summary.status).toBe('summarised');
    expect(summary.document).toMatch(/watchtower/);
    expect(summary.notices).toContainEqual({ code: 'thread', questions: expect.any(Number) });
  });

  it.each([[[]], [['hello', 'summarise this thread', 'Who really runs it?']]])(
    'without a question of its own gets told so: %j',
    async (earlier) => {
      const summary = await of(null, { history: earlier });
      expect([summary.status, summary.reason]).toEqual(['not-found', 'no-thread']);
      expect(told(summary)).toContain('nothing in this thread to summarise yet');
    },
  );
});

describe('imported texts', () => {
  it('of any length are summarised, and it is said how much was looked at', async () => {
    const page = (n: number) =>
      `Keeper ${n} of the harbour told the court about lamp ${n % 97} and rope ${n % 89} in room ${n}. Nobody answered keeper ${n}.`;
    const text = `The record\n\nThe harbour master sued keepers on 3 March 1911.\n\n${Array.from({ length: 1200 }, (_, n) => page(n)).join('\n\n')}\n\nOn 9 May 1912 the master dismissed the case, and no court ruled on it.\n`;
    const summary = await of('record', { timeline: true }, openFolder({ 'record.txt': text }));
    expect(told(summary)).toContain('is long: 300 of its 1,203 passages were looked at.');
    expect(summary.timeline.map(({ date }) => date)).toEqual(['1911-03-03', '1912-05-09']);
    expect(shownIn(summary)).not.toContain('The record');
  });

  it('without a whole sentence are shown as they are', async () => {
    const summary = await of('list', {}, openFolder({ 'list.txt': 'lamp oil\n\nropes of the harbour\n\nbells\n' }));
    expect(shownIn(summary).length).toBeGreaterThan(0);
  });
});

describe('on the shipped knowledge', () => {
  const topics = [
    'Twitter v. DHS',
    'gag orders',
    'customs summonses',
    'whistleblowers',
    'Dendrite',
    'afp-2017-04-06',
    'grand jury',
  ];

  it.each(topics)(
    '%s: at most eight statements, no section twice, all exact, the same twice, whole in Slack',
    async (topic) => {
      const summary = await of(topic, { timeline: true }, shipped);
      expect(summary.status).toBe('summarised');
      const codes = summary.sections.map(({ code }) => code);
      expect(codes).toEqual(SECTIONS.filter((code) => codes.includes(code)));
      expect(summary.sections.flatMap(({ statements }) => statements).length).toBeLessThanOrEqual(8);
      const sources = sourcesOf(shipped.library);
      for (const { document, start, end, exact } of shownOf(summary).statements.flatMap(({ quotes }) => quotes))
        expect(sources.slice(document, { start, end })).toBe(exact);
      expect(await of(topic, { timeline: true }, shipped)).toEqual(summary);
      const parts = layOutSummary(summary, 'V');
      expect(
        quotesExactly(parts, quotationsIn(pack(parts)), ({ document, start, end }) =>
          sources.slice(document, { start, end }),
        ),
      ).toBe(true);
    },
  );

  it('no topic is a fault, however hostile', async () => {
    for (const topic of (naughtyStrings ?? HOSTILE).slice(0, 120)) {
      const summary = await of(topic, { timeline: true, history: [topic] }, shipped);
      expect(['summarised', 'not-found']).toContain(summary.status);
      renderParts(layOutSummary(summary, 'V'), PLAIN);
    }
  });

  it('an aborted summary rejects or ends', async () => {
    const aborted = AbortSignal.abort(new Error('stopped'));
    const outcome = await shipped
      .summarize({ topic: 'gag orders', history: [] }, aborted)
      .catch((error: Error) => error.message);
    expect(typeof outcome === 'string' ? outcome : outcome.status).toMatch(/stopped|summarised/);
  });
});
