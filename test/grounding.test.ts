// The gate for a composer's own sentences, as a table: a source, what a composer makes of it, and what becomes of that.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isCopy } from '../src/answer/copies.ts';
import { ground } from '../src/answer/grounding.ts';
import { unheldClaims } from '../src/answer/grounding-facts.ts';
import type { DocumentMeta, Passage, Quote } from '../src/answer/model.ts';
import type { Sources } from '../src/answer/ports.ts';
import { rolesContradict } from '../src/answer/roles.ts';
import { verify } from '../src/answer/verify.ts';

const GUIDE: DocumentMeta = {
  id: 'harbour',
  title: 'Harbour papers',
  kind: 'guide',
  text: 'digest',
  format: 'plain',
};
const FILING: DocumentMeta = {
  ...GUIDE,
  id: 'gull-complaint',
  title: 'Complaint, Gull v. Harbour',
  short: 'Gull complaint',
  kind: 'filing',
  date: '2019-05-02',
};

/** Sentences of one document as checked quotations, each a passage of its own. */
function quoted(meta: DocumentMeta, voice: Passage['voice'], sentences: readonly string[]): Quote[] {
  const text = sentences.join('\n\n');
  const sources: Sources = {
    meta: () => meta,
    length: () => text.length,
    slice: (_, { start, end }) => text.slice(start, end),
  };
  return sentences.flatMap((sentence) => {
    const start = text.indexOf(sentence);
    const span = { start, end: start + sentence.length };
    const result = verify({ document: meta.id, span, passage: { span, voice } }, sources);
    return 'quotes' in result ? result.quotes : [];
  });
}

function outcome(
  sentences: string | readonly string[],
  prose: string,
  { meta = GUIDE, voice = 'digest' as Passage['voice'], question = 'What happened?' } = {},
): string {
  const quotes = quoted(meta, voice, [sentences].flat());
  const result = ground(prose, quotes, [{ document: meta, passage: { headings: [] } }], question);
  return 'code' in result ? result.code : result.text;
}

const FAXED =
  'The summons was faxed to Gull on 14 March 2017, Gull sued on 6 April 2017, and summons and lawsuit both ended on 7 April 2017.';
const VOTE =
  'The court held by seven votes to two that the harbour may not ask 12 keepers for their names within 30 days.';
const NAMES = 'Judge Tern wrote the opinion, and Judge Puffin of the Coast Court dissented.';
const DENIED = 'No court ruled on the claims, because Gull dismissed the suit.';
const MAY = 'The inspector wrote that the harbour may have exceeded its authority over the lamp oil.';

describe('what a composer may say', () => {
  it.each([
    [FAXED, 'Gull received the fax of the summons on March 14, 2017.'],
    [FAXED, 'It was in April 2017 that the summons and the lawsuit ended.'],
    [VOTE, 'By 7–2, the court protected twelve keepers from giving their names.'],
    [NAMES, 'The opinion is by Judge Tern; Judge Puffin did not agree.'],
    [DENIED, 'Gull gave up the suit before any court could rule on the claims.'],
    [DENIED, 'Because the suit was dismissed, the claims were never ruled on.'],
    [MAY, "The harbour's authority over lamp oil may have been exceeded, in the inspector's view."],
    ['The harbour master must tell the keeper of the demand.', 'Notice to the keeper about the demand is required.'],
    ['The Department of Homeland Security withdrew its demand for the name.', 'DHS dropped the demand for the name.'],
    ['Courts in the United States use several tests for a name.', 'U.S. courts apply more than one test for a name.'],
    [
      'The order was issued under 19 U.S.C. 1509(d) in case 3:17-cv-01916.',
      'Case 3:17-cv-01916 has the order issued under 19 U.S.C. 1509(d).',
    ],
  ])('%s → %s', (source, prose) => {
    expect(outcome(source, prose)).toBe(prose);
  });

  it.each([
    ['number', VOTE, 'The court protected the names of 13 keepers, seven votes to two.'],
    ['number', VOTE, 'The harbour may not ask keepers within 12 days.'],
    ['number', 'Gull paid $1.2 million for the lamp.', 'For the lamp Gull paid $12 million.'],
    [
      'number',
      'The order was issued under 19 U.S.C. 1509(d).',
      'Section 1509(a) of 19 U.S.C. bears the order that was issued.',
    ],
    ['number', 'The case is 3:17-cv-01916.', 'It has the number 3:17-cv-01961 as a case.'],
    ['date', FAXED, 'Gull got the summons by fax on 15 March 2017.'],
    ['date', FAXED, 'Gull brought its suit, as a fax shows, in May 2017.'],
    ['date', FAXED, 'On 7 April 2017 Gull sued.'],
    ['name', NAMES, 'Judge Gannet is the author of the opinion.'],
    ['name', NAMES, 'The opinion of the Coast Court cites Smith v. Jones.'],
    ['name', NAMES, 'The opinion was posted on X by Judge Tern.'],
    ['name', NAMES, 'Gannet wrote the opinion.'],
    ['event', DENIED, 'The court reversed, and the suit came to nothing.'],
    ['event', 'The court upheld the rule on lamp oil.', 'The rule on lamp oil was struck down.'],
    [
      'event',
      'The court granted the motion of the keeper.',
      'The motion of the keeper met with refusal: the court denied it.',
    ],
    ['negation', DENIED, 'A court ruled on the claims in the suit that Gull brought.'],
    ['negation', 'The report says which keepers signed.', 'It is not said which keepers signed the report.'],
    ['roles', 'Gull sued Harbour Lights over the name.', 'Over the name, Harbour Lights sued Gull.'],
    ['roles', 'Gull was sued by Harbour Lights over the name.', 'Gull sued over the name of Harbour Lights.'],
    ['caution', MAY, 'The harbour exceeded the authority that it has over the lamp oil.'],
    ['caution', 'According to Gull, the harbour kept the letters.', 'The letters were kept by the harbour.'],
    ['overreach', 'A court asked for evidence of the harm.', 'Evidence of harm is asked for in every case.'],
    ['overreach', 'One court looked at the evidence.', 'Courts must look at the evidence.'],
    ['voice', 'A lawyer files the motion to quash.', 'You can have a lawyer file the motion to quash.'],
    ['voice', 'Keepers who went to court kept their names.', 'Keepers should go to court to keep their names.'],
    ['unsupported', 'The lighthouse was painted white.', 'The whales migrate southward through deep channels.'],
    ['link', 'Gull keeps a site.', 'More about the site that Gull keeps: https://evil.example/x'],
    ['link', 'Gull keeps a site.', 'Gull keeps a site at evil.com.'],
    ['link', 'Gull keeps a site.', '@everyone Gull keeps a <b>site</b>.'],
    ['too-long', 'Gull keeps a site.', `Gull keeps ${'a good '.repeat(70)}site.`],
    ['unsupported', 'Gull keeps a site.', '…'],
  ])('is stopped with "%s": %s → %s', (code, source, prose) => {
    expect(outcome(source, prose)).toBe(code);
  });

  it('finds a name or number of the question only in a denial', () => {
    const source = 'The court did not rule on the claims.';
    const question = 'Did Judge Gannet fine 40 keepers?';
    expect(outcome(source, 'Judge Gannet ruled on claims.', { question })).not.toMatch(/Gannet/);
    expect(outcome(source, 'There is no word that Judge Gannet ruled on the claims.', { question })).toMatch(/Gannet/);
  });

  it('takes a "Yes" or "No" away that the source does not say, and keeps a denial’s', () => {
    expect(outcome(NAMES, 'Yes: the opinion came from Judge Tern.')).toBe('The opinion came from Judge Tern.');
    expect(outcome(NAMES, 'No, the opinion came from Judge Tern.')).toBe('The opinion came from Judge Tern.');
    expect(outcome(DENIED, 'No: no court got to rule on the claims.')).toBe('No: no court got to rule on the claims.');
  });
});

describe('quotation marks in a composer’s sentence', () => {
  const OWN = 'The harbour master may not ask for a name without a showing of harm.';
  it.each([
    ['source', 'It speaks of “a showing of harm” first.', true],
    ['source', 'It speaks of ‘a showing of harm’ first.', true],
    ['source', 'It speaks of “a clear showing of harm” first.', false],
    ['source', "It speaks of 'the showing of harm' first.", false],
    ['source', 'It speaks of «ask for a name» as lawful.', false], // what is left out turns it round
    ['source', 'It speaks of “a showing of harm first.', false],
    ['source', 'It speaks of ″a proof of harm″ first.', false],
    ['digest', 'It speaks of “a showing of harm” first.', false], // a digest's words are ours
  ] as const)('%s: %s', (voice, prose, holds) => {
    const shown = outcome([OWN, 'It speaks of a showing of harm first.'], prose, { voice });
    if (holds) expect(shown).not.toBe('quotation-marks');
    else expect(shown).toBe('quotation-marks');
  });
});

describe('a filing', () => {
  const WORDS = 'The harbour has dismissed every keeper who signed a letter.';
  it('has its allegation said to be one', () => {
    const prose = 'Keepers who put their names to letters were dismissed by the harbour.';
    expect(outcome(WORDS, prose, { meta: FILING, voice: 'source' })).toBe(`Alleged in Gull complaint: ${prose}`);
    const attributed = 'Gull alleges that keepers who signed letters were dismissed by the harbour.';
    expect(outcome(WORDS, attributed, { meta: FILING, voice: 'source' })).toBe(attributed);
  });
});

describe('near-copies', () => {
  it.each([
    ['a name exchanged', 'Judge Puffin wrote the opinion, and Judge Tern of the Coast Court dissented.', NAMES, true],
    ['a caution lost', 'The harbour exceeded its authority over the lamp oil.', MAY, true],
    ['the same in other words', 'Tern is the author, while Puffin was of another mind.', NAMES, false],
    ['nothing to compare', 'It is.', NAMES, false],
  ])('%s', (_, prose, source, copy) => {
    expect(isCopy(prose, [source])).toBe(copy);
  });

  it('a sentence is always a copy of itself, and of any sentences that it joins', () => {
    fc.assert(
      fc.property(fc.constantFrom(FAXED, VOTE, NAMES, DENIED, MAY), fc.constantFrom(FAXED, VOTE, NAMES), (a, b) => {
        expect(isCopy(a, [a])).toBe(true);
        expect(isCopy(`${a.replace(/\.$/, '')}, and ${b}`, [b, a])).toBe(true);
      }),
    );
  });
});

describe('who did it', () => {
  it.each([
    ['Tern praised Gull.', 'Gull praised Tern.', false], // no act that is looked at
    ['Judge Tern ruled for Gull.', 'A judge ruled for Gull.', false], // nobody named
    ['Reuters, citing Gull, reported it.', 'Gull reported it.', false], // both stand before it
    ['The letter was signed by Tern.', 'Puffin signed the letter.', true],
    ['Tern signed; Puffin refused.', 'Tern refused to sign.', true],
  ])('%s → %s: %s', (source, prose, contradicted) => {
    expect(rolesContradict(prose, [source])).toBe(contradicted);
  });
});

describe('claims that a text does not have', () => {
  it.each([
    ['Who signed the summons in Gull v. Harbour?', 'What of Gull v. Harbour? Who signed it?', []],
    ['Did Tern rule on 3 May 2019?', 'Did he rule on 3 May?', ['Tern', '3 May 2019']],
    ['Were 40 keepers named?', 'How many keepers were named?', ['40']],
  ])('%s of %s', (text, source, missing) => {
    expect(unheldClaims(text, source)).toEqual(missing);
  });

  it('never throws on any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.string({ maxLength: 200 }), (prose, question) => {
        expect(typeof outcome([FAXED, NAMES], prose, { question })).toBe('string');
      }),
    );
  });
});
