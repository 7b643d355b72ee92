// Names and numbers in each other's places: whether one stands in a sentence among the words that the sources put round another. Reads
// which words stand how near on which side, nothing else.

import { readNames, readNumbers } from '../text/claims.ts';
import { SYNONYM_STEMS } from '../text/synonyms.ts';
import { scanUnits, type Unit } from '../text/terms.ts';
import { ORDINARY } from './wording.ts';

/** Words on each side that are looked at; the nearer, the more they count. */
const REACH = 4;
/** How much better another's surroundings must fit than its own, in words right beside it: */
const AHEAD = 0.5;
/** where the sentences have the name or number too, and where only their headings do. */
const AHEAD_ABSENT = 1.25;

/** A name or number with the stems round it: side and stem → 1 over its distance. */
interface Anchor {
  readonly keys: ReadonlySet<string>;
  readonly around: ReadonlyMap<string, number>;
}

/** Whether a name or number of `text` stands where the sentences have another one, which does not stand in its own place either. */
export function isMisplaced(text: string, sentences: readonly string[]): boolean {
  const [ours, theirs] = [anchorsOf(text), sentences.flatMap(anchorsOf)];
  return ours.some((anchor) => {
    const own = theirs.filter((other) => shares(anchor, other));
    const least = likeness(anchor, own) + (own.length > 0 ? AHEAD : AHEAD_ABSENT);
    return theirs.some((other) => {
      if (shares(anchor, other) || overlap(anchor, other) < least) return false;
      const displaced = ours.filter((one) => shares(one, other));
      return displaced.every(
        (one) =>
          likeness(
            one,
            theirs.filter((place) => shares(one, place)),
          ) <= likeness(one, own),
      );
    });
  });
}

function likeness(anchor: Anchor, places: readonly Anchor[]): number {
  return Math.max(0, ...places.map((place) => overlap(anchor, place)));
}

function anchorsOf(sentence: string): Anchor[] {
  const units = scanUnits(sentence);
  const at = (start: number) => units.findIndex((unit) => unit.start === start);
  const names = readNames(sentence).flatMap(({ units: all, opens }) => {
    const run = opens && isOrdinary(all[0]!) ? all.slice(1) : all;
    return run.length === 0 ? [] : [{ run, first: at(run[0]!.start), last: at(run.at(-1)!.start) }];
  });
  const numbers = readNumbers(sentence).flatMap(({ start, token }) => {
    if (token) return [];
    const first = units.findIndex((unit) => unit.start <= start && start < unit.end);
    return first < 0 ? [] : [{ run: [units[first]!], first, last: first }];
  });
  return [...names, ...numbers].map(({ run, first, last }) => ({
    keys: new Set(run.flatMap(({ stems, compounds }) => [...stems, ...compounds])),
    around: new Map([
      ...sideOf(units.slice(Math.max(0, first - 3 * REACH), first).reverse(), 'before'),
      ...sideOf(units.slice(last + 1, last + 1 + 3 * REACH), 'after'),
    ]),
  }));
}

/** A word that has its capital from opening the sentence. */
function isOrdinary({ stems, compounds }: Unit): boolean {
  return compounds.length === 0 && stems.every((one) => ORDINARY.has(one));
}

function sideOf(units: readonly Unit[], side: string): [string, number][] {
  const stems = units.flatMap(({ stems: [one] }) => one ?? []).slice(0, REACH);
  return stems.map((one, n): [string, number] => [`${side} ${one}`, 1 / (n + 1)]).reverse();
}

function shares({ keys }: Anchor, other: Anchor): boolean {
  return [...keys].some((key) => other.keys.has(key));
}

/** How alike the surroundings are: the words that both have on the same side, each as near as in the farther of the two. */
function overlap(a: Anchor, b: Anchor): number {
  let sum = 0;
  for (const [key, near] of a.around) {
    const [side, stem] = key.split(' ') as [string, string];
    const found = [stem, ...(SYNONYM_STEMS.get(stem) ?? [])].map((one) => b.around.get(`${side} ${one}`) ?? 0);
    sum += Math.min(near, Math.max(...found));
  }
  return sum;
}
