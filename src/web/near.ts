// Documents whose names are like some words: for searches that find nothing and addresses that lead nowhere.

import type { DocumentMeta } from '../answer/model.ts';

/** Less than this share of the words' letter triples says nothing. */
const LIKE_LEAST = 0.3;
const NEAR_MAX = 5;

/** The most alike first; ties by id. Empty where none is near. */
export function nearByName(words: string, documents: readonly DocumentMeta[]): DocumentMeta[] {
  const wanted = triplesOf(words.slice(0, 200));
  if (wanted.size === 0) return [];
  return documents
    .map((meta) => ({ meta, like: Math.max(...namesOf(meta).map((name) => shareOf(wanted, triplesOf(name)))) }))
    .filter(({ like }) => like >= LIKE_LEAST)
    .sort((a, b) => b.like - a.like || (a.meta.id < b.meta.id ? -1 : 1))
    .slice(0, NEAR_MAX)
    .map(({ meta }) => meta);
}

function namesOf({ id, title, short, also = [] }: DocumentMeta): string[] {
  return [id, title, ...(short === undefined ? [] : [short]), ...also];
}

function triplesOf(text: string): Set<string> {
  const plain = ` ${text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `;
  return new Set(Array.from({ length: Math.max(0, plain.length - 2) }, (_, i) => plain.slice(i, i + 3)));
}

function shareOf(wanted: ReadonlySet<string>, has: ReadonlySet<string>): number {
  let shared = 0;
  for (const triple of wanted) if (has.has(triple)) shared++;
  return shared / wanted.size;
}
