// Where in a text the words of a quotation most nearly stand, and what differs there word by word. Words are compared as they are; what a
// difference comes from (a capital, a scanner's misreading, a letter that only looks the same) is told apart, and never excused.

import { diffArrays } from 'diff';
import { foldForSearch } from '../text/fold.ts';
import type { Span } from '../text/span.ts';
import type { Cause, DiffPart } from './checked.ts';
import { type Comparable, shownAt } from './place-text.ts';

/** A word of a comparable text. */
export interface Token extends Span {
  readonly text: string;
  /** Without the marks round it, lower case, look-alikes and scanners' usual misreadings as one letter: what words are told to be the same by. */
  readonly key: string;
}

/** Words of `text`; ellipses are none. */
export function tokensOf(text: string): Token[] {
  return [...text.matchAll(/\S+/g)]
    .filter(([word]) => !/^[[('.…\])]*$/.test(word))
    .map(({ index, 0: word }) => ({ text: word, start: index, end: index + word.length, key: keyOf(word) }));
}

const keys = new Map<string, string>();
const KEYS_MAX = 200_000; // distinct words; then it starts anew

function keyOf(word: string): string {
  const known = keys.get(word);
  if (known !== undefined) return known;
  if (keys.size >= KEYS_MAX) keys.clear();
  const bare = /^[a-z]+$/.test(word) ? word : asLookedAt(foldForSearch(word).replace(/[^\p{L}\p{N}]+/gu, ''));
  const key = asScanned(bare) || word;
  keys.set(word, key);
  return key;
}

/** Cyrillic and Greek small letters that look like Latin ones (Unicode's confusables, the ones of running text). */
const LOOK_ALIKES: Readonly<Record<string, string>> = Object.fromEntries(
  'аa еe оo рp сc хx уy іi јj ѕs һh ԁd αa οo ρp νv ιi κk τt υu'.split(' ').map(([seen, meant]) => [seen!, meant!]),
);

/** Without what cannot be seen, letters that only look Latin as Latin. */
function asLookedAt(word: string): string {
  return word.replace(/\p{Cf}/gu, '').replace(/[Ͱ-ӿԀ-ԯ]/gu, (char) => LOOK_ALIKES[char] ?? char);
}

/** What scanners read for one another, as one of the two. */
function asScanned(word: string): string {
  if (!/[1i|!05]|rn|vv|cl/.test(word)) return word;
  return word
    .replace(/rn/g, 'm')
    .replace(/[1i|!]/g, 'l')
    .replace(/0/g, 'o')
    .replace(/5/g, 's')
    .replace(/vv/g, 'w')
    .replace(/cl/g, 'd');
}

export interface Alignment {
  /** Range of the source's words, first to last, in its comparable text. */
  readonly span: Span;
  /** Share of the quotation's words, by weight, that stand there in order. */
  readonly similarity: number;
  /** Longest run of words that are the same, in words. */
  readonly run: number;
  /** Words with a weight of more than 1 that stand there. */
  readonly telling: number;
}

/** Costs of the alignment, beside 1 for a word that is the same: a word changed, one added by the draft, one left out. */
const CHANGED = -0.4;
const ADDED = -0.5;
const LEFT_OUT = -0.2;

/**
 * The stretch of `source` that `words` align with best: all of `words`, any part of the source (semi-global alignment). `weights` are the words'.
 * Null where they share none.
 */
export function align(words: readonly Token[], weights: readonly number[], source: readonly Token[]): Alignment | null {
  const [rows, columns] = [words.length + 1, source.length + 1];
  const score = new Float64Array(rows * columns);
  const from = new Uint8Array(rows * columns); // 1 both, 2 the draft's word alone, 3 the source's alone
  for (let i = 1; i < rows; i++) {
    const weight = weights[i - 1]!;
    const word = words[i - 1]!.key;
    score[i * columns] = score[(i - 1) * columns]! + ADDED * weight;
    from[i * columns] = 2;
    for (let j = 1; j < columns; j++) {
      const at = i * columns + j;
      const both = score[at - columns - 1]! + weight * (word === source[j - 1]!.key ? 1 : CHANGED);
      const added = score[at - columns]! + ADDED * weight;
      const left = score[at - 1]! + LEFT_OUT;
      score[at] = Math.max(both, added, left);
      from[at] = score[at] === both ? 1 : score[at] === added ? 2 : 3;
    }
  }
  let end = 0;
  for (let j = 1; j < columns; j++) if (score[(rows - 1) * columns + j]! > score[(rows - 1) * columns + end]!) end = j;
  return traceBack(words, weights, source, from, end);
}

function traceBack(
  words: readonly Token[],
  weights: readonly number[],
  source: readonly Token[],
  from: Uint8Array,
  end: number,
): Alignment | null {
  const columns = source.length + 1;
  const same: number[] = [];
  let matched = 0;
  let telling = 0;
  let [run, longest] = [0, 0];
  let first = end;
  let last = -1;
  for (let i = words.length, j = end; i > 0; ) {
    const step = j === 0 ? 2 : from[i * columns + j]!;
    const equal = step === 1 && words[i - 1]!.key === source[j - 1]!.key;
    run = equal ? run + 1 : 0;
    longest = Math.max(longest, run);
    if (equal) {
      matched += weights[i - 1]!;
      if (weights[i - 1]! > 1) telling++;
      same.push(j - 1);
    }
    if (step === 1) {
      first = j - 1;
      if (last < 0) last = j - 1;
    }
    if (step !== 3) i--;
    if (step !== 2) j--;
  }
  if (same.length === 0) return null;
  const total = weights.reduce((sum, weight) => sum + weight, 0) || 1;
  return {
    span: { start: source[first]!.start, end: source[Math.max(last, same[0]!)]!.end },
    similarity: matched / total,
    run: longest,
    telling,
  };
}

/** Word by word, what the quotation has and what the source has instead, as both are written. */
export function diffWords(
  draft: Comparable,
  words: readonly Token[],
  source: Comparable,
  sourceWords: readonly Token[],
): DiffPart[] {
  const changes = diffArrays(words.map(bareAtEnds), sourceWords.map(bareAtEnds));
  const parts: DiffPart[] = [];
  let [d, s] = [0, 0];
  for (const { added, removed, value } of changes) {
    const run = added ? sourceWords.slice(s, s + value.length) : words.slice(d, d + value.length);
    const span = { start: run[0]!.start, end: run.at(-1)!.end };
    parts.push({ op: added ? 'source' : removed ? 'draft' : 'same', text: shownAt(added ? source : draft, span) });
    if (!added) d += value.length;
    if (!removed) s += value.length;
  }
  return parts;
}

/** The word without quotation marks round it; the last one without the comma or full stop that a quotation may end with by convention. */
function bareAtEnds({ text }: Token, n: number, all: readonly Token[]): string {
  const bare = text.replace(/^'+|'+$/g, '') || text;
  return n === all.length - 1 ? bare.replace(/[.,;:]+$/, '') || bare : bare;
}

/** What the differences come from, if all of them come from the same. */
export function causeOf(parts: readonly DiffPart[]): Cause | null {
  const causes = new Set<Cause | null>();
  for (const [n, part] of parts.entries()) {
    if (part.op === 'same' || (n > 0 && parts[n - 1]!.op !== 'same')) continue;
    const other = parts[n + 1];
    causes.add(other && other.op !== 'same' ? causeOfPair(part.text, other.text) : null);
  }
  const [only] = causes;
  return causes.size === 1 ? only! : null;
}

function causeOfPair(a: string, b: string): Cause | null {
  const bare = (text: string) => text.replace(/[^\p{L}\p{N}\s]+/gu, '');
  const joined = (text: string) => text.replace(/[^\p{L}\p{N}]+/gu, '');
  if (a.toLowerCase() === b.toLowerCase()) return 'case';
  const [seenA, seenB] = [asLookedAt(a.toLowerCase()), asLookedAt(b.toLowerCase())];
  if (seenA === seenB) return 'look-alike';
  if (bare(a) === bare(b)) return 'punctuation';
  return asScanned(joined(a.toLowerCase())) === asScanned(joined(b.toLowerCase())) ? 'scan' : null;
}
