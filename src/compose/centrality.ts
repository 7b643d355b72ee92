// How central each sentence of a set is to it: sentences as idf-weighted term vectors, ranked by a walk from each to those like it
// (LexRank, Erkan and Radev 2004, started from what was asked for: Otterbacher et al. 2005). Pure; knows no sections and no sources.

import { termsOf } from '../text/terms.ts';

/** A sentence's terms with their weights, of length 1. */
export type Vector = ReadonlyMap<string, number>;

/** Sentences less alike than this say nothing about each other's weight. */
const ALIKE_FROM = 0.08;
/** Share of the walk that goes on to a sentence like this one; the rest begins anew at what was asked for. */
const WALK_ON = 0.75;
/** The walk settles well before. */
const ROUNDS = 30;

/** One vector a text; idf is that of the set. */
export function vectorsOf(texts: readonly string[]): Vector[] {
  const counted = texts.map((text) => countTerms(text));
  const holders = new Map<string, number>();
  for (const counts of counted) for (const term of counts.keys()) holders.set(term, (holders.get(term) ?? 0) + 1);
  return counted.map((counts) => {
    const weights = [...counts].map(
      ([term, count]) => [term, count * Math.log(1 + texts.length / holders.get(term)!)] as const,
    );
    const length = Math.hypot(...weights.map(([, weight]) => weight)) || 1;
    return new Map(weights.map(([term, weight]) => [term, weight / length]));
  });
}

function countTerms(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const term of termsOf(text)) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
}

/** Cosine of two vectors, 0 to 1. */
export function likeness(a: Vector, b: Vector): number {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  let sum = 0;
  for (const [term, weight] of small) sum += weight * (large.get(term) ?? 0);
  return sum;
}

/** How central each vector is, the most central 1. `bias`: where the walk begins, any scale; work grows with the square of their number. */
export function centralities(vectors: readonly Vector[], bias: readonly number[]): number[] {
  const total = bias.reduce((sum, one) => sum + one, 0);
  const start = bias.map((one) => (total > 0 ? one / total : 1 / bias.length));
  const ties = vectors.map(() => new Float64Array(vectors.length));
  for (const [i, vector] of vectors.entries())
    for (let j = 0; j < i; j++) {
      const alike = likeness(vector, vectors[j]!);
      if (alike >= ALIKE_FROM) ties[i]![j] = ties[j]![i] = alike;
    }
  const out = ties.map((row) => row.reduce((sum, alike) => sum + alike, 0));
  let weights = start;
  for (let round = 0; round < ROUNDS; round++) {
    const next = start.map((one) => one * (1 - WALK_ON));
    for (const [i, row] of ties.entries()) {
      if (out[i] === 0) next[i]! += WALK_ON * weights[i]!;
      else for (const [j, alike] of row.entries()) if (alike > 0) next[j]! += (WALK_ON * weights[i]! * alike) / out[i]!;
    }
    weights = next;
  }
  const most = Math.max(...weights, Number.MIN_VALUE);
  return weights.map((weight) => weight / most);
}

/** The vector that stands for all of them: their sum, of length 1. */
export function centreOf(vectors: readonly Vector[]): Vector {
  const sums = new Map<string, number>();
  for (const vector of vectors) for (const [term, weight] of vector) sums.set(term, (sums.get(term) ?? 0) + weight);
  const length = Math.hypot(...sums.values()) || 1;
  return new Map([...sums].map(([term, weight]) => [term, weight / length]));
}
