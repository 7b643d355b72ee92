// The Retriever port over the embedded index: ranks, then hands over the passages with what the composer needs of them.

import { LRUCache } from 'lru-cache';
import type {
  Candidate,
  Document,
  DocumentMeta,
  Found,
  Neighbour,
  Passage,
  Question,
  Retrieval,
  Voice,
} from '../answer/model.ts';
import type { Place, PlaceFinder, Retriever, Shelf } from '../answer/ports.ts';
import { plainText } from '../text/markdown.ts';
import { termsOf } from '../text/terms.ts';
import { readConcepts } from './concepts.ts';
import { fuse } from './fuse.ts';
import { contextOf, documentOf, type Hit, type Index, type Ranking } from './index.ts';
import { type ConceptBits, contextMatches, matchesOf } from './matches.ts';
import type { Segment } from './segment.ts';

/** What another phrasing's ranking counts beside the asker's own. */
const PHRASING_WEIGHT = 0.5;

/** A retriever over the index that `current` returns at the time of each question, so that one answer is from one version. */
export function createRetriever(current: () => Index): Retriever {
  return {
    async retrieve(question: Question, limit: number): Promise<Retrieval> {
      const index = current();
      const ranking = index.rank(readConcepts(question), limit);
      const others = (question.phrasings ?? []).map((text) => ({
        hits: index.rank(readConcepts({ text, history: [] }), limit).hits,
        weight: PHRASING_WEIGHT,
      }));
      const hits = others.length === 0 ? ranking.hits : fuse(ranking, others, limit);
      const found = hits.map((hit, i) => materialise(hit, `p${i + 1}`, ranking));
      return { concepts: ranking.concepts, found, attainable: ranking.attainable };
    },
  };
}

/** Where a document stands in the index. */
export type Locate = (id: string) => { readonly segment: Segment; readonly document: number } | undefined;

/** Reads documents of the index that `current` returns at the time. */
export function createReader(current: () => Index, locate: Locate): Shelf['read'] {
  return (id, question, limit, prefix) => {
    const place = locate(id);
    if (!place) return { passages: [], of: 0 };
    const { segment, document } = place;
    const ranking = current().rank(readConcepts(question), 1);
    const first = segment.documentPassages[document]!;
    const of = segment.documentPassages[document + 1]! - first;
    const passages = spread(of, limit).map((n) =>
      materialise({ segment, passage: first + n, score: 0 }, `${prefix}${n + 1}`, ranking),
    );
    return { passages, of };
  };
}

/** Share of the passages read of a long document that stand at its beginning, and at its end. */
const FROM_START = 0.3;
const FROM_END = 0.2;

/** Numbers below `of`: all of them, or `limit` of them at the beginning, at the end and at even distances between. */
function spread(of: number, limit: number): number[] {
  if (of <= limit) return Array.from({ length: of }, (_, n) => n);
  const start = Math.floor(limit * FROM_START);
  const end = Math.floor(limit * FROM_END);
  const between = limit - start - end;
  return Array.from({ length: limit }, (_, n) => {
    if (n < start) return n;
    if (n >= limit - end) return of - limit + n;
    return start + Math.floor(((n - start) * (of - start - end)) / between);
  });
}

function materialise(hit: Hit, id: string, ranking: Ranking): Found {
  const { segment, passage } = hit;
  const bits = ranking.bits.get(segment)!;
  const sentences = candidatesOf(segment, passage, `${id}.s`, bits);
  const context = contextMatches(hit, bits);
  const matchedContext = context.title | context.headings;
  const [before, after] = neighbours(segment, passage);
  const found = keptOf(segment, passage).passage;
  const isQuote = found.voice === 'source';
  const leadsOn = !isQuote && sentences.at(-1)?.text.trimEnd().endsWith(':');
  return {
    id,
    document: documentOf(hit),
    passage: found,
    text: textOf(hit),
    score: hit.score,
    matched: sentences.reduce((mask, sentence) => mask | sentence.matched, matchedContext),
    matchedContext,
    matchedHeadings: context.headings,
    sentences,
    intro: isQuote && before !== null ? neighbour(segment, before, 'digest', `${id}.i`, bits) : null,
    quoted: leadsOn && after !== null ? neighbour(segment, after, 'source', `${id}.q`, bits) : null,
    list: once(() => listAround(segment, passage, `${id}.l`, bits)),
    first: passageNumber(hit) === 1,
  };
}

/** `make`, called at most once: few lists of those found are looked at. */
function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function candidatesOf(segment: Segment, passage: number, prefix: string, bits: ConceptBits): Candidate[] {
  const { sentences } = keptOf(segment, passage);
  return matchesOf(segment, passage, bits).map(({ matched, exact }, n) => {
    const { span, text, shown } = sentences[n]!;
    return { id: `${prefix}${n + 1}`, span, text, shown, matched, exact };
  });
}

/** What of a passage is the same for every question. */
interface Kept {
  readonly passage: Passage;
  readonly sentences: readonly Pick<Candidate, 'span' | 'text' | 'shown'>[];
}

/** Passages that are kept, in a segment: most questions find some of the same. */
const KEPT_MAX = 2000;
const kept = new WeakMap<Segment, LRUCache<number, Kept>>();

function keptOf(segment: Segment, passage: number): Kept {
  const cache = kept.get(segment) ?? new LRUCache<number, Kept>({ max: KEPT_MAX });
  kept.set(segment, cache);
  const known = cache.get(passage);
  if (known) return known;
  const read = readPassage(segment, passage);
  cache.set(passage, read);
  return read;
}

function readPassage(segment: Segment, number: number): Kept {
  const passage = passageOf(segment, number);
  const { format } = documentOf({ segment, passage: number });
  const sentences = passage.sentences.map((span) => {
    const text = segment.text.slice(segment.passageDocument[number]!, span.start, span.end);
    return { span, text, shown: plainText(text, format) };
  });
  return { passage, sentences };
}

/** The PlaceFinder port over the index that `current` returns at the time. */
export function createPlaceFinder(current: () => Index): PlaceFinder {
  return {
    find: (text, limit) => current().rankByTerms(termsOf(text), RARE_TERMS, limit).map(placeOf),
    weigh: (words) => {
      const index = current();
      return words.map((word) => Math.max(0, ...termsOf(word).map((term) => index.idfOf(term))));
    },
  };
}

/** Terms that passages are found by: the rarest of a quotation tell its place, the others cost time. */
const RARE_TERMS = 10;

function placeOf({ segment, passage }: Pick<Hit, 'segment' | 'passage'>): Place {
  return {
    document: documentOf({ segment, passage }),
    ...keptOf(segment, passage),
    neighbour: (by) => {
      const other = neighbours(segment, passage)[by === -1 ? 0 : 1];
      return other === null ? null : placeOf({ segment, passage: other });
    },
  };
}

/** The passages before and after in the same document. */
function neighbours(segment: Segment, passage: number): [number | null, number | null] {
  const same = (other: number) => segment.passageDocument[other] === segment.passageDocument[passage];
  return [passage > 0 && same(passage - 1) ? passage - 1 : null, same(passage + 1) ? passage + 1 : null];
}

/** The passage as a neighbour, if it speaks with that voice (and, as an introduction, ends in a colon). */
function neighbour(
  segment: Segment,
  passage: number,
  voice: Voice,
  prefix: string,
  bits: ConceptBits,
): Neighbour | null {
  const found = keptOf(segment, passage).passage;
  if (found.voice !== voice) return null;
  const sentences = candidatesOf(segment, passage, prefix, bits);
  if (voice === 'source') return { passage: found, sentences };
  const last = sentences.at(-1);
  return last?.text.trimEnd().endsWith(':') ? { passage: found, sentences: [last] } : null;
}

/** A list longer than this is shown item by item, as any other text. */
const LIST_MAX = 12;

/** The list that the passage is in or leads to: the last sentence of the paragraph before it, then its items. */
function listAround(segment: Segment, passage: number, prefix: string, bits: ConceptBits): Neighbour[] | null {
  const underSameHeading = (other: number | undefined) =>
    other !== undefined &&
    contextOf({ segment, passage: other }).headings.join('\n') === contextOf({ segment, passage }).headings.join('\n');
  const isItem = (other: number | undefined) =>
    other !== undefined && underSameHeading(other) && isListItem(segment, other);
  const step = (from: number, by: -1 | 1) => neighbours(segment, from)[by === -1 ? 0 : 1] ?? undefined;
  let first = isItem(passage) ? passage : step(passage, 1);
  if (first === undefined || !isItem(first)) return null;
  let steps = 0;
  for (let before = step(first, -1); isItem(before); before = step(first, -1)) {
    if (++steps > LIST_MAX) return null;
    first = before!;
  }
  const items: number[] = [];
  for (let at: number | undefined = first; isItem(at) && items.length <= LIST_MAX; at = step(at!, 1)) items.push(at!);
  if (items.length < 2 || items.length > LIST_MAX) return null;
  const before = step(first, -1);
  const intro = underSameHeading(before) ? before : undefined;
  const shown = [...(intro === undefined ? [] : [intro]), ...items];
  return shown.map((at, n) => {
    const sentences = candidatesOf(segment, at, `${prefix}${n}.`, bits);
    return { passage: keptOf(segment, at).passage, sentences: at === intro ? sentences.slice(-1) : sentences };
  });
}

/** Whether a list marker stands before the passage on its line. */
function isListItem(segment: Segment, passage: number): boolean {
  const number = segment.passageDocument[passage]!;
  const start = segment.passageStart[passage]!;
  const before = segment.text.slice(number, start - 12, start);
  return (
    documentOf({ segment, passage }).format === 'markdown' &&
    /(?:^|\n)[ \t]*(?:[-*+]|\d{1,4}[.)])[ \t]+[*_`]*$/.test(before)
  );
}

/** A passage's exact text. */
export function textOf({ segment, passage }: Pick<Hit, 'segment' | 'passage'>): string {
  return segment.text.slice(
    segment.passageDocument[passage]!,
    segment.passageStart[passage]!,
    segment.passageEnd[passage]!,
  );
}

/** Number of a passage inside its document, from 1. */
export function passageNumber({ segment, passage }: Pick<Hit, 'segment' | 'passage'>): number {
  return passage - segment.documentPassages[segment.passageDocument[passage]!]! + 1;
}

function passageOf(segment: Segment, passage: number): Passage {
  const sentences = [];
  for (let at = segment.passageSentences[passage]!; at < segment.passageSentences[passage + 1]!; at++) {
    sentences.push({ start: segment.sentenceStart[at]!, end: segment.sentenceEnd[at]! });
  }
  const span = { start: segment.passageStart[passage]!, end: segment.passageEnd[passage]! };
  return { ...contextOf({ segment, passage }), span, sentences };
}

/** A document's whole text and passages, from the index; `content` is the text itself. */
export function documentIn(
  segment: Segment,
  number: number,
): Pick<Document, 'text' | 'passages'> & { meta: DocumentMeta } {
  const passages = [];
  for (let p = segment.documentPassages[number]!; p < segment.documentPassages[number + 1]!; p++)
    passages.push(passageOf(segment, p));
  return {
    meta: segment.documents[number]!.meta,
    text: segment.text.slice(number, 0, segment.text.length(number)),
    passages,
  };
}
