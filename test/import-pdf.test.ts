// Court documents typeset here and read again: every word in order, every paragraph number and page.

import { describe, expect, it } from 'vitest';
import type { Reading } from '../src/knowledge/import/blocks.ts';
import { MARK } from '../src/knowledge/import/page.ts';
import { readPdf } from '../src/knowledge/import/pdf.ts';
import { compareWords } from './typeset/compare.ts';
import { CALIFORNIA, CAPTION, FEDERAL, OPINION } from './typeset/layouts.ts';
import { complaint, opinion, type Prose } from './typeset/prose.ts';
import { type Layout, type Typeset, typeset } from './typeset/typeset.ts';

const CASES: readonly [name: string, prose: Prose, layout: Layout][] = [
  ['a federal complaint, stamped', complaint(11, 30), FEDERAL],
  ['California pleading paper', complaint(23, 34), CALIFORNIA],
  ['an opinion set for two sides', opinion(37, 24), OPINION],
];

function wordsOf(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

async function read(prose: Prose, layout: Layout): Promise<{ set: Typeset; reading: Reading }> {
  const set = await typeset(prose, layout);
  const reading = await readPdf(set.bytes);
  if ('refused' in reading) throw new Error(reading.refused);
  return { set, reading };
}

it('the hard cases are really there', async () => {
  const sets = await Promise.all(CASES.map(([, prose, layout]) => typeset(prose, layout)));
  const starts = sets.flatMap((set) => set.starts);
  for (const hard of [/^28 U\.S\.C\./, /^20\d\d\b/, /^\$?\d+,\d{3}/, /^14 days/, /^\(b\)/])
    expect(
      starts.filter((start) => hard.test(start)),
      String(hard),
    ).not.toEqual([]);
  const overPages = (pages: Iterable<readonly [string, string]>) =>
    [...pages].filter(([first, last]) => first !== last).length;
  for (const { itemPages } of sets) expect(overPages(itemPages)).toBeGreaterThan(1);
  expect(overPages(sets[2]!.notePages.values())).toBeGreaterThan(0);
});

describe.each(CASES)('%s', (name, prose, layout) => {
  it('is read as it was set', async () => {
    const { set, reading } = await read(prose, layout);
    const front = [...(layout.caption ? CAPTION : []), ...(layout.front ?? []).flat()];
    const truth = [...front, ...prose.items.map(({ text }) => text), ...prose.notes.values()].join(' ');
    const expected = wordsOf(truth.replace(/\{\{\d+\}\}/g, ''));
    const got = wordsOf(
      [
        ...reading.blocks.map((block) => ('text' in block ? block.text.replace(MARK, '') : '')),
        ...reading.notes.map(({ text }) => text),
      ].join(' '),
    );
    const { share, differences } = compareWords(expected, got);
    console.info(
      `${name}: ${expected.length} words on ${set.pages} pages, ${(100 * share).toFixed(2)} % in order; ${differences.slice(0, 12).join(' ')}`,
    );
    expect(expected.length).toBeGreaterThan(1500);
    expect(share).toBeGreaterThanOrEqual(0.995);

    const numbered = reading.blocks.flatMap((block) =>
      'number' in block && block.number ? [[block.number, block.pages!] as const] : [],
    );
    const wanted = prose.items.flatMap((item, i) =>
      'number' in item ? [[String(item.number), set.itemPages[i]!] as const] : [],
    );
    expect(numbered).toEqual(wanted);
    const kinds = (type: string) => prose.items.flatMap((item) => (item.type === type ? [item.text] : []));
    const found = (type: string) =>
      reading.blocks.flatMap((block) => (block.type === type && 'text' in block ? [block.text] : []));
    expect(found('quote')).toEqual(kinds('quote'));
    expect(found('heading').filter((text) => !CAPTION.some((line) => text.includes(line)))).toEqual(kinds('heading'));
    expect(reading.notes.map(({ number, pages }) => [number, pages])).toEqual(
      [...set.notePages].map(([n, pages]) => [String(n), pages]),
    );
  });
});
