// "Check a quotation": a slice of the scripted examination (npm run eval:check runs all of it), a table of cases by hand, and what may never happen,
// as properties: an altered quotation called exact, a place that reads otherwise, a fault.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CheckedQuotation, Verdict } from '../src/answer/checked.ts';
import { openLibrary } from '../src/library.ts';
import { openSession, type Session, sourcesOf } from '../src/session.ts';
import { writeKnowledge } from './evals/check/knowledge.ts';
import { readSources } from './evals/check/places.ts';
import { judgeCase } from './evals/check/score.ts';
import { makeCases } from './evals/check-cases.ts';
import { openSubject } from './evals/check-subject.ts';
import { naughtyStrings } from './fakes/hostile.ts';

const HARBOUR = `---
id: harbour-report
title: Report on the Harbour of Ebbing
kind: statement
speaker: Commissioner Ada Thorne
date: 2019-05-03
---

The commission found that the harbour master did not name the passengers of the ferry. It may, however, have shared the log with the county.

No officer has been charged. The **log** was kept for 1,250 days, and its "closed" entries were never read aloud.

## The second part

The commission recommends that a log be destroyed after ninety days; a court order may extend that time.
`;
const OTHER = `---
id: lantern-article
title: The Lantern on the ferry
kind: reporting
speaker: The Lantern
date: 2019-05-04
---

Judge Ortega said from the bench: "I saw nobody at all that night."

The ferryman told reporters that his boat had carried nobody of that description in the whole of the winter.
`;

/** One paragraph of some 12,000 characters. */
const LONG = Array.from(
  { length: 200 },
  (_, n) => `On day ${n + 1} the clerk wrote down entry ${n * 7 + 3} of the ferry log.`,
).join(' ');

let folder: string;
let session: Session;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'publius-check-'));
  writeFileSync(join(folder, 'harbour.md'), HARBOUR);
  writeFileSync(join(folder, 'lantern.md'), OTHER);
  writeFileSync(join(folder, 'log.md'), `# The ferry log\n\n${LONG}\n`);
  session = openSession(openLibrary(folder, { cacheFolder: null }));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const NOT_NAMED = 'the harbour master did not name the passengers of the ferry';
const CARRIED = 'his boat had carried nobody of that description in the whole of the winter';

describe('a quotation', () => {
  it.each<[string, Verdict, Partial<CheckedQuotation>]>([
    [`“${NOT_NAMED}”`, 'exact', {}],
    [`"${NOT_NAMED}," Thorne said.`, 'exact', { attributedTo: 'Thorne', naming: 'same' }],
    [`The report said: "${NOT_NAMED}."`, 'exact', { naming: 'unclear' }],
    [`"${NOT_NAMED}," The Lantern reported.`, 'misattributed', { naming: 'other' }],
    [`As Magnus Pell put it, “${NOT_NAMED}”.`, 'misattributed', { attributedTo: 'Magnus Pell' }],
    ['“the harbour master did name the passengers of the ferry”', 'altered', { cause: null }],
    ['“the Harbour Master did not name the passengers of the ferry”', 'altered', { cause: 'case' }],
    ['“the harbour master did not name the passengers, of the ferry”', 'altered', { cause: 'punctuation' }],
    ['“the harbour rnaster did not narne the passengers of the ferry”', 'altered', { cause: 'scan' }],
    ['“the harbour mаster did not name the passengers of the ferry”', 'altered', { cause: 'look-alike' }],
    ['“the harbour mas\u200bter did not name the passengers of the ferry”', 'altered', { cause: 'look-alike' }],
    ['“The log was kept for 1,250 days”', 'exact', {}],
    ['“The log was kept for 1,260 days”', 'altered', {}],
    ['“The log was kept for 1,250 days, and its ‘closed’ entries were never read aloud”', 'exact', {}],
    ['“[T]he harbour master did not name the passengers … It may, however, have shared the log”', 'exact', {}],
    ['“the [harbourmaster] master did not name the passengers of the ferry”', 'exact', {}],
    ['“the harbour master did [indeed] name the passengers of the ferry”', 'altered', {}],
    ['“the harbour master … name the passengers of the ferry”', 'altered', {}],
    ['“the harbour master did not … name the passengers of the ferry”', 'altered', {}],
    ['“No officer has been charged”', 'exact', { cut: null }],
    ['“name the passengers of the ferry”', 'exact', { cut: { before: 'the harbour master did not', after: null } }],
    ['“officer has been charged”', 'exact', { cut: { before: 'No', after: null } }],
    ['“the harbour master did not [not] the passengers of the ferry”', 'altered', {}],
    ['“**the harbour master** did [not](https://a.example) name the passengers[^1] of the ferry”', 'exact', {}],
    ['"the harbour master did not name the passengers of the “ferry” at all," Thorne said.', 'altered', {}],
    [`"${NOT_NAMED}," Thorne said. Sen. Ron Pell, D-Ore., was glad.`, 'exact', { attributedTo: 'Thorne' }],
    [`"${NOT_NAMED}," Thorne's critics said.`, 'exact', { naming: 'unclear' }],
    [`"${NOT_NAMED}," said Magnus Pell of the harbour commission.`, 'misattributed', {}],
    ['"I saw nobody at all that night," Judge Ortega said.', 'exact', { naming: 'same' }],
    ['"I saw nobody at all that night," Sheriff Holt said.', 'misattributed', { naming: 'other' }],
    ['“No officer has been charged?”', 'altered', {}],
    [`“${NOT_NAMED} ${CARRIED}”`, 'stitched', {}],
    [
      '“a court order may extend that time; the commission recommends that a log be destroyed after ninety days”',
      'stitched',
      {},
    ],
    ['“Nine lamps were lit that evening for the bishop of Tollhaven”', 'not-found', {}],
    ['“the ferry”', 'too-short', {}],
    ['“of the that it”', 'too-short', {}],
    ['“It may, however, have shared the log with the county.\n\n“No officer has been charged.”', 'exact', {}],
    ['> No officer has been charged.\n> — Commissioner Thorne', 'exact', { naming: 'same' }],
    ['> No officer has been charged.\n> — The Lantern', 'misattributed', {}],
  ])('%s: %s', (draft, verdict, also) => {
    const [checked, ...more] = session.check(draft);
    expect(more).toEqual([]);
    expect({ verdict: checked!.verdict, ...pick(checked!, also) }).toEqual({ verdict, ...also });
  });

  it('says where it stands, to the character', () => {
    const [{ places }] = session.check('“The log was kept for 1,250 days”') as [CheckedQuotation];
    expect(places[0]!.exact).toBe('The **log** was kept for 1,250 days');
    const text = HARBOUR.slice(places[0]!.span.start, places[0]!.span.end);
    expect(text).toBe(places[0]!.exact);
    expect(places[0]!.quotes[0]!.shown).toMatch(/^The log was kept for 1,250 days, and its "closed"/);
  });

  it('says word by word what differs, as both are written', () => {
    const [{ diff }] = session.check('“the harbour master did not name any of the passengers of a ferry”') as [
      CheckedQuotation,
    ];
    expect(diff.filter(({ op }) => op !== 'same')).toEqual([
      { op: 'draft', text: 'any of' },
      { op: 'draft', text: 'a' },
      { op: 'source', text: 'the' },
    ]);
  });

  it('is not charged with the comma of an interruption', () => {
    const [{ diff }] = session.check(
      '"The harbour master," Thorne said, "did not name the passengers of the boat."',
    ) as [CheckedQuotation];
    expect(diff.filter(({ op }) => op !== 'same').map(({ text }) => text)).toEqual(['The', 'the', 'boat.', 'ferry.']);
  });

  it('goes with the speaker of the one before it', () => {
    const [first, second] = session.check(`"No officer has been charged," Thorne said. "${NOT_NAMED}."`);
    expect([first!.attributedTo, second!.attributedTo]).toEqual(['Thorne', 'Thorne']);
  });

  it('is compared to its last word, however long', () => {
    expect(session.check(`“${LONG}”`).map(({ verdict }) => verdict)).toEqual(['exact']);
    const altered = LONG.replace('entry 1396 of', 'entry 1395 of');
    expect(altered).not.toBe(LONG);
    for (const { verdict } of session.check(`“${altered}”`)) expect(['altered', 'stitched']).toContain(verdict); // all of its parts stand in one paragraph
  });

  it('is not looked for in an article that has none', () => {
    expect(session.check('Nobody was quoted here, at all.', false)).toEqual([]);
    expect(session.check('')).toEqual([]);
  });
});

function pick(checked: CheckedQuotation, keys: object): object {
  return Object.fromEntries(Object.keys(keys).map((key) => [key, checked[key as keyof CheckedQuotation]]));
}

describe('the examination', () => {
  it('gets a slice of its cases right, and calls nothing exact that is not', async () => {
    const temporary = mkdtempSync(join(tmpdir(), 'publius-exam-'));
    try {
      const written = await writeKnowledge(temporary);
      const library = openLibrary(written.folder, { cacheFolder: null });
      const { cases } = makeCases({ sources: readSources(library), ...written }, 400, 7);
      const subject = openSubject(library);
      const slice = (id: string, start: number, end: number) => library.document(id)?.text.slice(start, end) ?? null;
      const outcomes = [];
      for (const one of cases) outcomes.push(judgeCase(one, await subject(one.draft), slice));
      expect(outcomes.length).toBeGreaterThan(300);
      expect(
        outcomes.filter(({ dangerous, wrongPlace }) => dangerous || wrongPlace).map(({ checkCase }) => checkCase),
      ).toEqual([]);
      expect(outcomes.filter(({ right }) => right).length / outcomes.length).toBeGreaterThanOrEqual(0.98);
    } finally {
      rmSync(temporary, { recursive: true, force: true });
    }
  }, 60_000);
});

/** Where the list of naughty strings is not at hand. */
const HOSTILE = ['', '\0', '“\ud800”', '“<@U1> *a* _b_ c”', '«\u202eabc def ghi»', '“a\u0301\u0301 b c d”'];

describe('whatever is checked', () => {
  const shipped = openSession(
    openLibrary(fileURLToPath(new URL('../knowledge', import.meta.url)), { cacheFolder: null }),
  );
  const sources = sourcesOf(shipped.library);
  const sentences = shipped.library
    .documents()
    .flatMap(({ id }) =>
      shipped.library
        .document(id)!
        .passages.filter(({ voice }) => voice === 'source')
        .map(({ sentences }) => sources.slice(id, sentences[0]!)),
    )
    .filter((text) => /^[\w ,.’'-]{40,400}$/.test(text));

  it('one word put in, left out or changed is never exact', () => {
    expect(sentences.length).toBeGreaterThan(10);
    const word = fc.constantFrom('not', 'never', 'may', 'all', 'unlawful', '2017', 'the', 'Zuckerberg', 'hereby');
    fc.assert(
      fc.property(
        fc.constantFrom(...sentences),
        fc.nat(),
        word,
        fc.constantFrom(0, 1),
        (sentence, at, put, removed) => {
          const words = sentence.trim().split(/\s+/);
          const n = at % words.length;
          const altered = [...words.slice(0, n), put, ...words.slice(n + removed)].join(' ');
          if (bare(sentence).includes(bare(altered))) return;
          for (const { verdict } of shipped.check(`“${altered}”`)) expect(verdict).not.toBe('exact');
        },
      ),
      { numRuns: 300 },
    );
  });

  it('no text is a fault, every quotation shown is the slice of its source', () => {
    for (const text of [
      ...(naughtyStrings ?? HOSTILE).slice(0, 150),
      '“'.repeat(5000),
      `“${'a '.repeat(50_000)}”`,
      `> ${'\u202e'.repeat(99)}x y z w`,
    ]) {
      for (const { places, nearest } of shipped.check(text)) {
        for (const quote of [...places.flatMap(({ quotes }) => quotes), ...nearest])
          expect(sources.slice(quote.document, quote)).toBe(quote.exact);
        for (const { document, span, exact } of places) expect(sources.slice(document, span)).toBe(exact);
      }
    }
  });
});

function bare(text: string): string {
  return ` ${text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ')} `.replace(/ +/g, ' ');
}
