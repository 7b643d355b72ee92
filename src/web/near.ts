// Documents whose names are like some words: for searches that find nothing and addresses that lead nowhere.

import type { DocumentMeta } from '../answer/model.ts';

/** Less than this share of the words' letter triples says nothing. */
const LIKE_LEAST = 0.3;
/** From this share on the words are the document's name, or most of it. */
const NAMED_LEAST = 0.85;
const NEAR_MAX = 5;
const NAMED_MAX = 3;

/** Documents that go by that name. */
export function namedLike(words: string, documents: readonly DocumentMeta[]): DocumentMeta[] {
  return nearByName(words, documents, NAMED_LEAST).slice(0, NAMED_MAX);
}

/** The most alike first; ties by id. Empty where none is near. */
export function nearByName(words: string, documents: readonly DocumentMeta[], least = LIKE_LEAST): DocumentMeta[] {
  const wanted = triplesOf(words.slice(0, 200));
  if (wanted.size === 0) return [];
  return documents
    .map((meta) => ({ meta, like: Math.max(...triplesOfNames(meta).map((name) => shareOf(wanted, name))) }))
    .filter(({ like }) => like >= least)
    .sort((a, b) => b.like - a.like || (a.meta.id < b.meta.id ? -1 : 1))
    .slice(0, NEAR_MAX)
    .map(({ meta }) => meta);
}

/** Kept as long as the documents are. */
const known = new WeakMap<DocumentMeta, readonly ReadonlySet<string>[]>();

function triplesOfNames(meta: DocumentMeta): readonly ReadonlySet<string>[] {
  const triples = known.get(meta) ?? namesOf(meta).map(triplesOf);
  known.set(meta, triples);
  return triples;
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
