// The index: BM25F over one or more segments, kept exact under additions and removals of documents. Two stages, as measured:
// passages by BM25F, then the best of them again by how much of the question their best sentence holds.

import type { Concept, Document, DocumentMeta } from '../answer/model.ts';
import { termsOf } from '../text/terms.ts';
import { type ConceptQuery, isCaseName, PART_WEIGHT } from './concepts.ts';
import { type ConceptBits, conceptBits, matchesOf } from './matches.ts';
import { bestPassages, K1, newPart, type Part, refreshImpacts, type ScoredPassage } from './score.ts';
import { buildSegment, type Context, contextText, type Place, type Segment, titleText } from './segment.ts';
import { correctSpelling } from './spelling.ts';

/** Passages that are ranked again by their best sentence, and what that is worth beside BM25's share of the top score. */
const RERANK_POOL = 16;
const SENTENCE_WEIGHT = 0.5;
/** What a concept of the thread's earlier question is worth: what it named is what a follow-up is about, the rest was asked already. */
const HISTORY_WEIGHT = { name: 0.9, number: 0.3, word: 0.3 } as const;
/** A corrected spelling is a guess. */
const CORRECTED_WEIGHT = 0.7;
/** In a collection of so many passages a synonym that stands in more than this share of them tells nothing and costs much. */
const LARGE_COLLECTION = 20_000;
const SYNONYM_MAX_SHARE = 0.02;
/** Documents in small segments are merged into one when they hold more than this share of all passages. */
const MERGE_ABOVE_SHARE = 0.1;

/** One passage of a result, with its first-stage score. */
export type Hit = ScoredPassage;

export interface Ranking {
  readonly concepts: readonly Concept[];
  readonly hits: readonly Hit[];
  readonly attainable: number;
  /** Per segment of the result: term number → bits of the concepts it counts for. */
  readonly bits: ReadonlyMap<Segment, ConceptBits>;
}

interface Resolved {
  readonly concept: Concept;
  /** Per part: term numbers with their weights. */
  readonly terms: readonly { number: number; weight: number }[][];
}

/** The collection. Searching never changes what is found; `update` does. */
export class Index {
  private parts: Part[];
  private passageCount = 0;
  private lengthTotal = 0;

  /** `gone`: numbers of documents in that segment that have been removed since it was built. */
  constructor(segments: readonly { segment: Segment; gone: readonly number[] }[]) {
    this.parts = segments.map(({ segment }) => newPart(segment));
    for (const [p, { gone }] of segments.entries()) for (const document of gone) remove(this.parts[p]!, document);
    this.count();
  }

  static build(documents: Iterable<Document>): Index {
    return new Index([{ segment: buildSegment(documents), gone: [] }]);
  }

  /** Live passages. */
  get size(): number {
    return this.passageCount;
  }

  get segments(): readonly { segment: Segment; gone: Uint8Array }[] {
    return this.parts;
  }

  /** Whether so much has changed that the segments should be built into one again. */
  get fragmented(): boolean {
    const [first, ...rest] = this.parts;
    if (!first) return false;
    const small = rest.reduce((sum, part) => sum + part.segment.passageDocument.length, 0);
    const gone = first.gone.reduce((sum, flag) => sum + flag, 0);
    return rest.length > 8 || small > this.passageCount * MERGE_ABOVE_SHARE || gone > first.gone.length / 4;
  }

  /** Every live document's metadata with its hash. */
  *documents(): Generator<{ meta: DocumentMeta; hash: string; segment: Segment; document: number }> {
    for (const { segment, gone } of this.parts) {
      for (const [document, { meta, hash }] of segment.documents.entries()) {
        if (!gone[document]) yield { meta, hash, segment, document };
      }
    }
  }

  /** Takes the documents with the ids of `removed` out and adds `added` (sorted by id). Costs what changed, not what there is. */
  update(removed: ReadonlySet<string>, added: readonly Document[]): void {
    for (const part of this.parts) {
      for (const [document, { meta }] of part.segment.documents.entries()) {
        if (!part.gone[document] && removed.has(meta.id)) remove(part, document);
      }
    }
    if (added.length > 0) this.parts.push(newPart(buildSegment(added)));
    this.parts = this.parts.filter(({ gone }) => gone.includes(0));
    this.count();
  }

  private count(): void {
    this.passageCount = 0;
    this.lengthTotal = 0;
    for (const { segment, gone } of this.parts) {
      for (let passage = 0; passage < segment.passageDocument.length; passage++) {
        if (gone[segment.passageDocument[passage]!]) continue;
        this.passageCount++;
        this.lengthTotal += segment.passageLength[passage]!;
      }
    }
    const average = Math.max(1, this.lengthTotal / Math.max(1, this.passageCount));
    for (const part of this.parts) refreshImpacts(part, average);
  }

  private idf(frequency: number): number {
    return Math.log(1 + (this.passageCount - frequency + 0.5) / (frequency + 0.5));
  }

  /** The best `limit` passages. Ties go by document id, then by place. */
  rank(queries: readonly ConceptQuery[], limit: number): Ranking {
    const resolved = queries.flatMap((query) => this.resolve(query)).slice(0, 31);
    const pool = this.firstStage(resolved, Math.max(limit, RERANK_POOL));
    const bits = new Map(this.parts.map((part, p) => [part.segment, conceptBits(resolved, p)] as const));
    const concepts = resolved.map(({ concept }) => concept);
    const hits = this.secondStage(pool, concepts, bits).slice(0, limit);
    const attainable = resolved.reduce((sum, { concept }) => sum + concept.weight * concept.idf * (K1 + 1), 0);
    return { concepts, hits, attainable, bits };
  }

  /** The best `limit` passages for index terms, of which the rarest `count` are looked for. Ties as in `rank`. */
  rankByTerms(terms: Iterable<string>, count: number, limit: number): Hit[] {
    const found = [...new Set(terms)]
      .map((term) => this.lookUp(term))
      .filter(({ frequency }) => frequency > 0)
      .sort((a, b) => a.frequency - b.frequency)
      .slice(0, count);
    const concepts = found.map(({ numbers, frequency }) => ({
      idf: this.idf(frequency),
      terms: numbers.map((number) => (number < 0 ? [] : [{ number, weight: 1 }])),
    }));
    return bestPassages(this.parts, concepts, limit, compareHits);
  }

  /** Inverse document frequency of an index term; one that nothing holds has the highest. */
  idfOf(term: string): number {
    return this.idf(this.lookUp(term).frequency);
  }

  /** Where a term stands in each part (-1: nowhere), and how many live passages hold it. */
  private lookUp(term: string): { numbers: number[]; frequency: number } {
    const numbers = this.parts.map(({ segment }) => segment.dictionary.find(term));
    const frequency = numbers.reduce(
      (sum, number, p) => (number < 0 ? sum : sum + liveCount(this.parts[p]!, number)),
      0,
    );
    return { numbers, frequency };
  }

  private resolve(query: ConceptQuery): Resolved[] {
    const { surface, type, fromHistory } = query;
    let found = query.alternatives.map(({ term, weight }) => ({ weight, ...this.lookUp(term) }));
    const asAsked = Math.max(0, ...found.filter(({ weight }) => weight === 1).map(({ frequency }) => frequency));
    if (asAsked === 0 && isCaseName(query)) return []; // its parties are concepts too
    if (asAsked === 0 && query.parts.length > 0) {
      return query.parts.flatMap((term) =>
        this.resolve({ surface: term, type, alternatives: [{ term, weight: 1 }], parts: [], fromHistory }),
      );
    }
    const tooCommon =
      this.passageCount < LARGE_COLLECTION ? Number.POSITIVE_INFINITY : this.passageCount * SYNONYM_MAX_SHARE;
    found = found.filter(({ frequency, weight }) => frequency > 0 && (weight >= PART_WEIGHT || frequency <= tooCommon));
    const near = asAsked === 0 && type !== 'number' ? this.correct(query.alternatives[0]!.term) : [];
    found = [...near.map((term) => ({ weight: CORRECTED_WEIGHT, ...this.lookUp(term) })), ...found];
    const known = asAsked > 0 || near.length > 0;
    const frequency = asAsked > 0 ? asAsked : Math.max(0, ...found.map((alternative) => alternative.frequency));
    const concept: Concept = {
      surface,
      type,
      ...(fromHistory ? { fromHistory } : {}),
      known,
      weight: fromHistory ? HISTORY_WEIGHT[type] : 1,
      idf: this.idf(known ? frequency : 0),
      ...(near[0] === undefined ? {} : { corrected: near[0] }),
    };
    const terms = this.parts.map((_, p) =>
      found.map(({ numbers, weight }) => ({ number: numbers[p]!, weight })).filter(({ number }) => number >= 0),
    );
    return [{ concept, terms }];
  }

  private correct(term: string): string[] {
    const dictionaries = this.parts.map(({ segment }) => segment.dictionary);
    return correctSpelling(term, dictionaries, (candidate) => this.lookUp(candidate).frequency);
  }

  /** BM25F over all parts. */
  private firstStage(resolved: readonly Resolved[], limit: number): Hit[] {
    const concepts = resolved.map(({ concept, terms }) => ({ idf: concept.weight * concept.idf, terms }));
    return bestPassages(this.parts, concepts, limit, compareHits);
  }

  /** The pool again, by BM25's share of the top score and the best sentence's share of the question. */
  private secondStage(pool: Hit[], concepts: readonly Concept[], bits: Ranking['bits']): Hit[] {
    const top = pool[0]?.score ?? 1;
    const total = weightOf(~0, concepts) || 1;
    const ranked = pool.map((hit) => {
      const matches = matchesOf(hit.segment, hit.passage, bits.get(hit.segment)!);
      const best = Math.max(0, ...matches.map(({ matched }) => weightOf(matched, concepts)));
      return { hit, score: hit.score / top + (SENTENCE_WEIGHT * best) / total };
    });
    ranked.sort((a, b) => b.score - a.score || b.hit.score - a.hit.score || compareHits(a.hit, b.hit));
    return ranked.map(({ hit }) => hit);
  }
}

/** Sum of the weighted idf of the concepts in `mask`. */
function weightOf(mask: number, concepts: readonly Concept[]): number {
  let sum = 0;
  for (let i = 0; i < concepts.length; i++) if (mask & (1 << i)) sum += concepts[i]!.weight * concepts[i]!.idf;
  return sum;
}

function compareHits(a: Place, b: Place): number {
  const [idA, idB] = [documentOf(a).id, documentOf(b).id];
  if (idA !== idB) return idA < idB ? -1 : 1;
  return a.segment.passageStart[a.passage]! - b.segment.passageStart[b.passage]!;
}

export function documentOf({ segment, passage }: Place): DocumentMeta {
  return segment.documents[segment.passageDocument[passage]!]!.meta;
}

export function contextOf({ segment, passage }: Place): Context {
  return segment.contexts[segment.passageContext[passage]!]!;
}

function liveCount({ segment, lost }: Part, term: number): number {
  return segment.postings[term + 1]! - segment.postings[term]! - (lost.get(term) ?? 0);
}

/** Marks a document as gone and takes its passages out of the document frequencies of the terms they hold. */
function remove(part: Part, document: number): void {
  const { segment, gone, lost } = part;
  gone[document] = 1;
  for (
    let passage = segment.documentPassages[document]!;
    passage < segment.documentPassages[document + 1]!;
    passage++
  ) {
    for (const term of termsOfPassage(segment, passage)) lost.set(term, (lost.get(term) ?? 0) + 1);
  }
}

/** Numbers of the terms that have the passage in their posting lists. */
function termsOfPassage(segment: Segment, passage: number): Set<number> {
  const [first, last] = [segment.passageSentences[passage]!, segment.passageSentences[passage + 1]!];
  const from = first === 0 ? 0 : segment.sentenceTerms[first - 1]!;
  const terms = new Set(last === first ? [] : segment.terms.subarray(from, segment.sentenceTerms[last - 1]!));
  const fields = [titleText(documentOf({ segment, passage })), contextText(contextOf({ segment, passage }))];
  for (const term of fields.flatMap(termsOf)) terms.add(segment.dictionary.find(term));
  return terms;
}
