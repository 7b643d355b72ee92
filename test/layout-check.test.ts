// Checks as they are shown: a draft in, words out; and whatever the draft, both platforms take it, every quotation exact, nothing uncounted.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { CheckedQuotation } from '../src/answer/checked.ts';
import type { Content } from '../src/chat/content.ts';
import { quotationsInDiscord, renderDiscord } from '../src/chat/discord-render.ts';
import { quotesExactly } from '../src/chat/exact.ts';
import { layOutCheck, layOutCheckBriefly } from '../src/chat/layout-check.ts';
import { quotedIn } from '../src/chat/layout-content.ts';
import { PLAIN, renderParts } from '../src/chat/render-text.ts';
import { quotationsIn, renderContent } from '../src/chat/slack-render.ts';
import { openLibrary } from '../src/library.ts';
import { openSession, sourcesOf } from '../src/session.ts';
import { checkComponents } from './fakes/discord/component-rules.ts';
import { faultOfBlocks } from './fakes/slack/blocks.ts';

/** Sentences of which a message holds few; the last fills more than one. */
const LONG = [
  'The harbour board shall keep every lamp lit from dusk until the last boat is in, whoever owns the boat & whatever flag it flies.',
  `No keeper is bound to say who wrote the letter about the lamps, ${'nor to whom the letter about the oil was read aloud, '.repeat(9)}nor when.`,
  `A ledger <of lamps> & oil lists ${'the north pier, the south pier & the long mole, '.repeat(130)}and nothing else.`,
];
const FILES: Readonly<Record<string, string>> = {
  'gull.md': `---
id: gull
title: Harbor v. Gull
short: Harbor v. Gull
kind: opinion
court: N.D. Cal.
date: 2019-05-06
---

The keeper may not be made to name the critic of the lighthouse. The harbour board has shown no damage to its lamps.

Anonymity shelters the timid lighthouse critic from the anger of the board.
`,
  'digest.md': `---
id: lamps
title: Lamps compared
kind: guide
date: 2020-01-02
text: digest
---

Seven harbours pay their keepers by the barrel of lamp oil.

In Gull the court spoke of the sea:

> the sea belongs to those who read its lamps
> — Judge Tern, Harbor v. Gull, 12 (opinion)
`,
  'rules.md': `---\nid: rules\ntitle: Rules of the lamps\nkind: statute\n---\n\n${LONG.join('\n\n')}\n`,
};
const folder = mkdtempSync(join(tmpdir(), 'publius-check-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text);
const library = openLibrary(folder, { cacheFolder: null });
const session = openSession(library);
const sources = sourcesOf(library);

const shown = (draft: string) => renderParts(layOutCheck(session.check(draft), 'v1'), PLAIN);
const SCOPE = 'Compared with these sources alone, letter by letter: knowledge v1 · not legal advice';
const GULL = '  Held · Harbor v. Gull (N.D. Cal., 6 May 2019)';
const MAY_NOT = '  “The keeper may not be made to name the critic of the lighthouse.”';

const lines = (...texts: readonly string[]) => texts.join('\n');

describe('a quotation is shown with', () => {
  it.each([
    [
      'its verdict and where it stands',
      '“The keeper may not be made to name the critic”',
      lines('✓ Exact', '“The keeper may not be made to name the critic”', MAY_NOT, GULL),
    ],
    [
      'each difference by itself, above the source',
      '“The keeper may be made to tell the name of the lighthouse’s critic”',
      lines(
        '✗ Altered',
        '“The keeper may be made to tell the name of the lighthouse’s critic”',
        '  • “not” is left out after “The keeper may”.',
        '  • “tell the” is not in the source after “be made to”.',
        '  • “of” is not in the source after “name”.',
        '  • “lighthouse’s” is not in the source after “the”.',
        MAY_NOT,
        GULL,
      ),
    ],
    [
      'what comes of a fair ellipsis',
      '“The keeper may not … name the critic”',
      lines(
        '✓ Exact',
        '“The keeper may not … name the critic”',
        '  • The ellipsis leaves out “be made to”, and nothing that turns the rest round.',
        MAY_NOT,
        GULL,
      ),
    ],
    [
      'who says it, where it is not who the draft says',
      '“the sea belongs to those who read its lamps,” Mayor Heron said.',
      lines(
        '✗ Misattributed',
        '“the sea belongs to those who read its lamps,”',
        '  • The words are exact, but the source does not give them to “Mayor Heron”. They are:',
        '  “the sea belongs to those who read its lamps”',
        '  Held · Judge Tern, Harbor v. Gull, 12 · Lamps compared (2 Jan 2020)',
      ),
    ],
    [
      'no quotation marks where it is nobody’s',
      '“Seven harbours pay their keepers by the barrel of lamp oil”',
      lines(
        '✗ Nobody’s words',
        '“Seven harbours pay their keepers by the barrel of lamp oil”',
        "  • These are the words of Publius's own digest, not of a source: nobody can be quoted with them.",
        '  Seven harbours pay their keepers by the barrel of lamp oil.',
        '  Digest · Lamps compared (2 Jan 2020)',
      ),
    ],
    [
      'the sentences that it is put together from',
      '“The keeper may not be made to name the timid lighthouse critic from the anger of the board”',
      lines(
        '✗ Stitched',
        '“The keeper may not be made to name the timid lighthouse critic from the anger of the board”',
        '  • Its parts stand in 2 different places and are no one quotation:',
        MAY_NOT,
        GULL,
        '',
        '  “Anonymity shelters the timid lighthouse critic from the anger of the board.”',
        GULL,
      ),
    ],
    [
      'what comes nearest',
      '“The anger of the whales was never paid by a timid keeper of gulls”',
      lines(
        '? Not found',
        '“The anger of the whales was never paid by a timid keeper of gulls”',
        '  • No source here has it. Nearest, which may be about something else:',
        '  “Anonymity shelters the timid lighthouse critic from the anger of the board.”',
        GULL,
      ),
    ],
    [
      'that it says too little',
      '“the keeper”',
      lines(
        '– Too short to tell',
        '“the keeper”',
        '  • With fewer than three telling words nobody can say whose they are.',
      ),
    ],
  ])('%s', (_, draft, expected) => {
    const said = shown(draft);
    expect(said.slice(0, expected.length)).toBe(expected);
    expect(said.endsWith(`\n\n${SCOPE}`)).toBe(true);
  });

  it('a word of what to do where there is none', () => {
    expect(shown(' ')).toMatch(/^There is no quotation in that: put the words between quotation marks/);
  });
});

it('of many quotations what is wrong comes first, and what is right takes a line each', () => {
  const draft =
    '“The keeper may not be made to name the critic.” Then: “the keeper”. Then: “The harbour board has shown damage to its lamps.” Then: “Anonymity shelters the timid lighthouse critic.”';
  expect(shown(draft)).toBe(
    lines(
      '4 quotations: 1 altered, 1 too short to tell, 2 exact',
      '',
      '✗ Altered',
      '“The harbour board has shown damage to its lamps.”',
      '  • “no” is left out after “board has shown”.',
      '  “The harbour board has shown no damage to its lamps.”',
      GULL,
      '',
      '✓ Exact (2)',
      `  • “The keeper may not be made to name the critic.” · given to nobody · ${GULL.trim()}`,
      `  • “Anonymity shelters the timid lighthouse critic.” · given to nobody · ${GULL.trim()}`,
      '',
      '– Too short to tell',
      '  • “the keeper”',
      '',
      SCOPE,
    ),
  );
});

it('of forty wrong quotations each is shown, in full or in a line; of more the number of those that are not', () => {
  const wrong = '“The keeper may be made to name the critic of the lighthouse.” ';
  const forty = renderParts(layOutCheckBriefly(session.check(wrong.repeat(40)), 'v1'), PLAIN);
  expect(forty.match(/“not” is left out/g)?.length).toBe(40);
  expect(forty).not.toContain('publius check FILE');
  const many = renderParts(layOutCheckBriefly(session.check(wrong.repeat(400)), 'v1'), PLAIN);
  const shownOfThem = many.match(/“not” is left out/g)!.length;
  expect(many).toContain('400 quotations: 400 altered');
  expect(many).toContain(`${400 - shownOfThem} more quotations would not fit here. Save the draft as a file: publius`);
  expect(shown(wrong.repeat(400)).match(/“not” is left out/g)?.length).toBe(400);
});

/** Words of the sources and none, and signs that mean something to a platform. */
const WORDS = [...new Set(Object.values(FILES).join(' ').split(/\s+/).slice(0, 200))];
const SIGNS = [
  '<@U1>',
  '@everyone',
  '**',
  '&amp;',
  '> ',
  '](https://a.b)',
  '`',
  '\u202e',
  '…',
  '[it]',
  '\ud83d\ude00',
  '|',
];
const sentence = fc.constantFrom(
  'The keeper may not be made to name the critic of the lighthouse.',
  'Seven harbours pay their keepers by the barrel of lamp oil.',
  'the sea belongs to those who read its lamps',
  'Anonymity shelters the timid lighthouse critic from the anger of the board.',
  ...LONG,
);

/** A sentence with a part of it left out, put in, or changed. */
const quotation = fc
  .tuple(sentence, fc.nat(), fc.nat(12), fc.array(fc.constantFrom(...WORDS, ...SIGNS), { maxLength: 3 }))
  .map(([text, at, length, put]) => {
    const words = text.split(' ');
    words.splice(at % words.length, length, ...put);
    return `“${words.slice(0, 300).join(' ')}”`;
  });
const told = fc.constantFrom('', ', the court said', ', said Mayor Heron', ', Judge Tern wrote');
const draft = fc
  .array(fc.tuple(quotation, told), { minLength: 1, maxLength: 60, size: 'max' })
  .map((some) => some.map(([words, who]) => `${words}${who}.`).join('\n\n'));

/** How many quotations a check shows, in full or in a line, and says that it does not. */
function accountedFor(checked: readonly CheckedQuotation[]): number {
  const parts = layOutCheckBriefly(checked, 'v1');
  const items = parts.flatMap((part, n) => {
    if (part.part !== 'group') return [];
    if (part.lines[0]!.line === 'item') return part.lines.map(({ text }) => text);
    return parts[n - 1]!.part === 'heading' ? [part.lines[0]!.text] : [];
  });
  const more = parts.flatMap((part) => (part.part === 'lead' ? (/^([\d,]+) more/.exec(part.text)?.[1] ?? []) : []));
  return items.length + Number(more[0]?.replace(',', '') ?? 0);
}

it('whatever the draft, both platforms take it, quote exactly the same, and leave no quotation uncounted', () => {
  fc.assert(
    fc.property(draft, fc.constantFrom(null, 'https://read.example.org'), (text, reader) => {
      const checked = session.check(text);
      const content: Content = { content: 'check', checked, version: 'v1' };
      const parts = layOutCheckBriefly(checked, 'v1');
      const slack = renderContent(content, { share: null, page: () => [], reader });
      expect(slack.length).toBeLessThanOrEqual(5);
      for (const { blocks, text: plain } of slack) {
        expect(faultOfBlocks(blocks)).toBeNull();
        expect(plain.length).toBeLessThanOrEqual(4000);
      }
      const options = { id: 'a', share: null, next: false, page: () => [], reader };
      const discord = renderDiscord(content, options);
      for (const { components, plain } of discord) {
        checkComponents(components as never, true); // throws what Discord would refuse
        for (const one of plain) expect(one.length).toBeLessThanOrEqual(2000);
      }
      const reread = ({ document, start, end }: Parameters<Parameters<typeof quotesExactly>[2]>[0]) =>
        sources.slice(document, { start, end });
      expect(quotesExactly(parts, quotationsIn(slack), reread)).toBe(true);
      expect(quotesExactly(parts, quotationsInDiscord(discord), reread)).toBe(true);
      expect(quotedIn(parts).every(({ voice }) => voice === 'source')).toBe(true);
      expect(accountedFor(checked)).toBe(checked.length);
    }),
    { numRuns: 30, endOnFailure: true },
  );
});
