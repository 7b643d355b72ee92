// Typing mistakes: the terms of the collection nearest to one it does not know. Only unknown terms come here, which measured
// best: correcting them costs nothing on clean questions.

import { distance } from 'fastest-levenshtein';
import type { Dictionary } from './dictionary.ts';

/** Shorter terms have too many neighbours that mean something else. */
const LENGTH_MIN = 5;
/** From this length on two edits are allowed. */
const LENGTH_FOR_TWO = 9;
const CORRECTIONS_MAX = 3;

/** At most three known terms nearest to `term`, the most frequent first; empty when none is near. Deterministic. */
export function correctSpelling(
  term: string,
  dictionaries: readonly Dictionary[],
  frequency: (term: string) => number,
): string[] {
  if (term.length < LENGTH_MIN || !/^\p{L}+$/u.test(term)) return [];
  const most = term.length >= LENGTH_FOR_TWO ? 2 : 1;
  const near = new Map<string, number>();
  for (const dictionary of dictionaries) {
    for (const number of dictionary.near(term, most)) {
      const candidate = dictionary.term(number);
      const edits = isSwap(term, candidate) ? 1 : distance(term, candidate);
      if (edits <= most && candidate.length >= LENGTH_MIN - 1 && /^\p{L}+$/u.test(candidate))
        near.set(candidate, edits);
    }
  }
  const known = [...near]
    .map(([candidate, edits]) => ({ candidate, edits, count: frequency(candidate) }))
    .filter(({ count }) => count > 0);
  const least = Math.min(...known.map(({ edits }) => edits));
  const sameStart = (candidate: string) => (candidate[0] === term[0] ? 1 : 0);
  return known
    .filter(({ edits }) => edits === least)
    .sort(
      (a, b) =>
        sameStart(b.candidate) - sameStart(a.candidate) || b.count - a.count || (a.candidate < b.candidate ? -1 : 1),
    )
    .slice(0, CORRECTIONS_MAX)
    .map(({ candidate }) => candidate);
}

/** Whether two neighbouring letters were swapped, the commonest slip that counts as two edits. */
function isSwap(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  return a[i] === b[i + 1] && a[i + 1] === b[i] && a.slice(i + 2) === b.slice(i + 2);
}
