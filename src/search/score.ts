// First-stage ranking: BM25F, one concept at a time, the rarest first, with max-score pruning. Exact: what is pruned could not
// have come among the best.

import type { Segment } from './segment.ts';

/** BM25's term frequency saturation and length normalisation: the usual values. */
export const K1 = 1.2;
const B = 0.75;
/** How many occurrences in the text one in the title or in a heading above the passage is worth. */
const TITLE_WEIGHT = 1.2;
const HEADING_WEIGHT = 0.6;
/** Looking a passage up in a posting list costs about as much as walking over this many entries of it. */
const LOOKUP_COST = 12;

/** Looking for what can be dropped costs about as much as scoring this many postings for each passage touched so far. */
const LOOK_COST = 3;

/** A segment with what has happened since it was built, and room to score in. */
export interface Part {
  readonly segment: Segment;
  /** 1 where the document of that number is gone. */
  readonly gone: Uint8Array;
  /** Term number → passages of gone documents that hold it. */
  readonly lost: Map<number, number>;
  /** Per posting: its weighted, length-normalised, saturated frequency, below K1 + 1; 0 where the document is gone. */
  readonly impact: Float32Array;
  /** Per term: the highest impact among its postings. */
  readonly impactMax: Float32Array;
  /** Scratch, zero between searches. */
  readonly scores: Float64Array;
  readonly gains: Float64Array;
  readonly touched: Uint32Array;
  readonly holders: Uint32Array;
}

/** One concept's terms in one part. */
export interface PartTerm {
  readonly number: number;
  readonly weight: number;
}

/** A concept to score: its idf times its weight, and its terms in each part. */
export interface ScoredConcept {
  readonly idf: number;
  readonly terms: readonly (readonly PartTerm[])[];
}

export interface ScoredPassage {
  readonly segment: Segment;
  readonly passage: number;
  readonly score: number;
}

export function newPart(segment: Segment): Part {
  const passages = segment.passageDocument.length;
  return {
    segment,
    gone: new Uint8Array(segment.documents.length),
    lost: new Map(),
    impact: new Float32Array(segment.postingPassage.length),
    impactMax: new Float32Array(segment.dictionary.size),
    scores: new Float64Array(passages),
    gains: new Float64Array(passages),
    touched: new Uint32Array(passages),
    holders: new Uint32Array(passages),
  };
}

/** Works out the impacts anew, after the collection's average passage length or what is gone has changed. */
export function refreshImpacts({ segment, gone, impact, impactMax }: Part, averageLength: number): void {
  const { passageLength, passageDocument, postings, postingPassage, postingText, postingContext } = segment;
  const inverseNorms = new Float64Array(passageLength.length);
  for (let passage = 0; passage < inverseNorms.length; passage++) {
    const norm = 1 - B + (B * passageLength[passage]!) / averageLength;
    inverseNorms[passage] = gone[passageDocument[passage]!] ? 0 : 1 / norm;
  }
  for (let term = 0; term < impactMax.length; term++) {
    let highest = 0;
    for (let at = postings[term]!; at < postings[term + 1]!; at++) {
      const inverse = inverseNorms[postingPassage[at]!]!;
      const context = postingContext[at]!;
      const fields = (context & 15) * TITLE_WEIGHT + (context >>> 4) * HEADING_WEIGHT;
      impact[at] = inverse === 0 ? 0 : saturate(postingText[at]! * inverse + fields);
      if (impact[at]! > highest) highest = impact[at]!;
    }
    impactMax[term] = highest;
  }
}

/** The best `limit` passages of all parts. `before(a, b)` orders equal scores. */
export function bestPassages(
  parts: readonly Part[],
  concepts: readonly ScoredConcept[],
  limit: number,
  before: (a: ScoredPassage, b: ScoredPassage) => number,
): ScoredPassage[] {
  const order = [...concepts].sort((a, b) => b.idf - a.idf);
  const top: ScoredPassage[] = [];
  for (const [p, part] of parts.entries()) {
    const floor = top.length < limit ? 0 : top[limit - 1]!.score;
    const count = scorePart(part, p, order, limit, floor);
    const { touched, scores, segment } = part;
    const least = Math.max(floor, kthScore(part, count, limit));
    for (let i = 0; i < count; i++) {
      const passage = touched[i]!;
      const score = scores[passage]!;
      scores[passage] = 0;
      if (score >= least) insert(top, { segment, passage, score }, limit, before);
    }
  }
  return top;
}

/** Leaves the scores of the passages that can be among the best in `part.scores` and the passages in `part.touched`; returns how many. */
function scorePart(part: Part, p: number, order: readonly ScoredConcept[], limit: number, floor: number): number {
  const bounds = order.map(
    ({ idf, terms }) => idf * Math.max(0, ...terms[p]!.map(({ number, weight }) => weight * part.impactMax[number]!)),
  );
  let rest = bounds.reduce((sum, bound) => sum + bound, 0);
  const ahead = postingsAhead(part, p, order);
  let reached = 0; // no passage can have more so far
  let count = 0;
  let open = true;
  for (const [i, { idf, terms }] of order.entries()) {
    if (!open || (rest < Math.max(floor, reached) && ahead[i]! > LOOK_COST * count)) {
      const threshold = Math.max(floor, kthScore(part, count, limit));
      if (rest < threshold) open = false;
      if (!open) count = dropBelow(part, count, threshold - rest);
    }
    count = open ? addToAll(part, terms[p]!, idf, count) : addToTouched(part, terms[p]!, idf, count);
    reached += bounds[i]!;
    rest = i === order.length - 1 ? 0 : Math.max(0, rest - bounds[i]!);
  }
  return count;
}

/** Per concept: how many postings it and the ones after it have. */
function postingsAhead({ segment }: Part, p: number, order: readonly ScoredConcept[]): number[] {
  const ahead = order.map(({ terms }) =>
    terms[p]!.reduce((sum, { number }) => sum + segment.postings[number + 1]! - segment.postings[number]!, 0),
  );
  for (let i = ahead.length - 2; i >= 0; i--) ahead[i]! += ahead[i + 1]!;
  return ahead;
}

/** BM25's saturation: from 0 to below K1 + 1. */
function saturate(frequency: number): number {
  return (frequency * (K1 + 1)) / (frequency + K1);
}

/** Adds a concept's score to every passage that holds it. Of its terms the best one counts, as for spellings of one word. */
function addToAll(
  { segment, impact, scores, gains, touched, holders }: Part,
  terms: readonly PartTerm[],
  idf: number,
  from: number,
): number {
  const { postings, postingPassage } = segment;
  let count = from;
  if (terms.length === 1) {
    const { number, weight } = terms[0]!;
    const factor = idf * weight;
    for (let at = postings[number]!, end = postings[number + 1]!; at < end; at++) {
      const gain = factor * impact[at]!;
      if (gain === 0) continue;
      const passage = postingPassage[at]!;
      const score = scores[passage]!;
      if (score === 0) touched[count++] = passage;
      scores[passage] = score + gain;
    }
    return count;
  }
  let held = 0;
  for (const { number, weight } of terms) {
    const factor = idf * weight;
    for (let at = postings[number]!, end = postings[number + 1]!; at < end; at++) {
      const gain = factor * impact[at]!;
      const passage = postingPassage[at]!;
      if (gain <= gains[passage]!) continue;
      if (gains[passage] === 0) holders[held++] = passage;
      gains[passage] = gain;
    }
  }
  for (let i = 0; i < held; i++) {
    const passage = holders[i]!;
    if (scores[passage] === 0) touched[count++] = passage;
    scores[passage]! += gains[passage]!;
    gains[passage] = 0;
  }
  return count;
}

/** The same for the passages already touched only: looked up one by one, or by walking the list where that is shorter. */
function addToTouched(part: Part, terms: readonly PartTerm[], idf: number, count: number): number {
  const { segment, impact, scores, gains, touched } = part;
  const { postings, postingPassage } = segment;
  for (const { number, weight } of terms) {
    const factor = idf * weight;
    const start = postings[number]!;
    const end = postings[number + 1]!;
    if (end - start < count * LOOKUP_COST) {
      for (let at = start; at < end; at++) {
        const passage = postingPassage[at]!;
        if (scores[passage] !== 0) gains[passage] = Math.max(gains[passage]!, factor * impact[at]!);
      }
    } else {
      for (let i = 0; i < count; i++) {
        const passage = touched[i]!;
        const at = findPosting(segment, number, passage);
        if (at >= 0) gains[passage] = Math.max(gains[passage]!, factor * impact[at]!);
      }
    }
  }
  for (let i = 0; i < count; i++) {
    const passage = touched[i]!;
    scores[passage]! += gains[passage]!;
    gains[passage] = 0;
  }
  return count;
}

/** Forgets touched passages that score below `least`, by a hair's breadth of rounding at least. */
function dropBelow({ scores, touched }: Part, count: number, least: number): number {
  let kept = 0;
  for (let i = 0; i < count; i++) {
    const passage = touched[i]!;
    if (scores[passage]! < least - 1e-9) scores[passage] = 0;
    else touched[kept++] = passage;
  }
  return kept;
}

/** The `k`-th highest score so far, 0 when there are fewer: a heap of k numbers, the lowest on top. */
function kthScore({ scores, touched }: Part, count: number, k: number): number {
  if (count < k) return 0;
  const heap = new Float64Array(k);
  for (let i = 0; i < count; i++) {
    const score = scores[touched[i]!]!;
    if (score <= heap[0]!) continue;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= k) break;
      if (child + 1 < k && heap[child + 1]! < heap[child]!) child++;
      if (heap[child]! >= score) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = score;
  }
  return heap[0]!;
}

function insert(
  top: ScoredPassage[],
  scored: ScoredPassage,
  limit: number,
  before: (a: ScoredPassage, b: ScoredPassage) => number,
): void {
  let at = top.length;
  while (
    at > 0 &&
    (top[at - 1]!.score < scored.score || (top[at - 1]!.score === scored.score && before(scored, top[at - 1]!) < 0))
  )
    at--;
  if (at >= limit) return;
  top.splice(at, 0, scored);
  if (top.length > limit) top.pop();
}

/** Where `passage` stands in the posting list of `term`, or -1. */
export function findPosting({ postings, postingPassage }: Segment, term: number, passage: number): number {
  let low = postings[term]!;
  let high = postings[term + 1]! - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = postingPassage[middle]!;
    if (found === passage) return middle;
    if (found < passage) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
