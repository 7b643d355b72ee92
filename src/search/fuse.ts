// Several rankings of the same collection into one. Reciprocal rank fusion: only ranks count, since scores of different questions cannot be
// compared. Source: Cormack, Clarke and Büttcher, SIGIR 2009, whose k is 60.

import type { Hit } from './index.ts';
import type { Place, Segment } from './segment.ts';

const K = 60;

/** A ranking, best first, and what it counts beside the others. */
export interface Ranked {
  readonly hits: readonly Place[];
  readonly weight: number;
}

/** The best `limit` places of all rankings. Scores are those of `main`; a place that it does not have scores 0. Ties go by order of first mention. */
export function fuse(main: { readonly hits: readonly Hit[] }, others: readonly Ranked[], limit: number): Hit[] {
  const sums = new Map<Segment, Map<number, { hit: Hit; sum: number }>>();
  const add = (hit: Hit, gain: number) => {
    const ofSegment = sums.get(hit.segment) ?? new Map<number, { hit: Hit; sum: number }>();
    sums.set(hit.segment, ofSegment);
    const known = ofSegment.get(hit.passage);
    if (known) known.sum += gain;
    else ofSegment.set(hit.passage, { hit, sum: gain });
  };
  for (const [rank, hit] of main.hits.entries()) add(hit, 1 / (K + rank + 1));
  for (const { hits, weight } of others)
    for (const [rank, { segment, passage }] of hits.entries())
      add({ segment, passage, score: 0 }, weight / (K + rank + 1));
  return [...sums.values()]
    .flatMap((ofSegment) => [...ofSegment.values()])
    .sort((a, b) => b.sum - a.sum)
    .slice(0, limit)
    .map(({ hit }) => hit);
}
