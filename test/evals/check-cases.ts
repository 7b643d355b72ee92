// The examination of "check a quotation": cases drawn from the sources and altered by script, each with the verdicts that can be
// defended. Same seed, same cases. Knows nothing of how quotations are checked.

import { createRandom, pick, type Random } from '../bench/random.ts';
import {
  addWords,
  changeCase,
  changeDigit,
  changePunctuation,
  disguise,
  dropWords,
  misread,
  replaceWord,
  swapWords,
  turnRound,
  writeOut,
} from './check/alter.ts';
import * as altered from './check/make-altered.ts';
import * as fair from './check/make-fair.ts';
import * as foreign from './check/make-foreign.ts';
import type { CheckCase, Made, Maker, Material } from './check/tools.ts';

const { altering } = altered;

/** Every kind of case with its weight; the parts of "untouched" count half, since there are many. */
const KINDS: readonly (readonly [kind: string, weight: number, maker: Maker])[] = [
  ['untouched', 1, fair.untouched],
  ['typography', 0.7, fair.retypesetOnly],
  ['single marks', 0.5, fair.singleMarks],
  ['nested', 0.5, fair.nested],
  ['block quote', 0.5, fair.blockQuote],
  ['two paragraphs', 0.5, fair.overParagraphs],
  ['interrupted', 1, fair.interrupted],
  ['fair ellipsis', 1, fair.fairEllipsis],
  ['fair bracket', 1, fair.fairBracket],
  ['right speaker', 1, fair.rightSpeaker],
  ['case', 1, altering('one letter or word in the other case', changeCase)],
  ['word', 1, altering('one word for another', replaceWord)],
  ['digit', 1, altering('one digit for another', changeDigit)],
  ['negation', 1, altering('a negation left out or put in', turnRound, true)],
  ['words swapped', 0.7, altering('two neighbouring words swapped', swapWords)],
  ['clauses swapped', 0.7, altered.clausesSwapped],
  ['words added', 1, altering('words put in', addWords)],
  ['words dropped', 1, altering('words left out without an ellipsis', dropWords, true)],
  ['punctuation', 0.7, altering('punctuation inside', changePunctuation)],
  ['scanner', 1, altering('what a scanner makes of print', misread)],
  ['disguised', 1, altering('a letter that looks alike or a character that is not seen', disguise)],
  ['number', 0.7, altering('a number written out, or in digits', writeOut)],
  ['ellipsis hides', 1, altered.unfairEllipsis('decisive', 'the ellipsis hides a negation or condition')],
  ['ellipsis of nothing', 0.7, altered.unfairEllipsis('nothing', 'the ellipsis omits nothing')],
  ['ellipsis across', 0.5, altered.ellipsisAcross],
  ['unfair bracket', 1, altered.unfairBracket],
  ['stitched inside', 1, altered.stitchedInside],
  ['stitched across', 1, altered.stitchedAcross],
  ['out of order', 0.5, altered.outOfOrder],
  ['wrong speaker', 1, foreign.wrongSpeaker],
  ['wrong document', 0.5, foreign.wrongDocument],
  ['digest, nobody', 0.5, foreign.digestOfNobody],
  ['digest, somebody', 0.5, foreign.digestOfSomebody],
  ['invented', 1, foreign.invented],
  ['left out', 1, foreign.leftOut],
  ['too short', 0.7, foreign.tooShort],
];
/** A maker's draws for one case before the sources count as not having any. */
const TRIES = 5000;
/** Share of the drafts that another one is written under. */
const DOUBLED_SHARE = 0.25;

/**
 * About `count` cases, in turns of kinds. Kinds of which the sources have no material are left out; the result lists them in
 * `missing`.
 */
export function makeCases(material: Material, count: number, seed: number): { cases: CheckCase[]; missing: string[] } {
  if (material.sources.verbatim.length === 0)
    throw new RangeError('expected at least one verbatim document to quote from');
  const weights = KINDS.reduce((sum, [, weight]) => sum + weight, 0);
  const cases: (CheckCase & { alone: boolean })[] = [];
  const missing: string[] = [];
  for (const [n, [kind, weight, maker]] of KINDS.entries()) {
    const wanted = Math.max(1, Math.round((count * weight) / weights));
    const made = drawCases(createRandom(seed * KINDS.length + n), material, maker, wanted);
    if (made.length === 0) missing.push(kind);
    cases.push(...made.map((one, i) => ({ id: `${kind} ${i + 1}`, kind, ...one })));
  }
  return { cases: doubleUp(createRandom(seed), cases), missing };
}

/** `wanted` cases whose drafts are all different. */
function drawCases(random: Random, material: Material, maker: Maker, wanted: number): Made[] {
  const made: Made[] = [];
  const seen = new Set<string>();
  for (let tries = 0; made.length < wanted && tries < TRIES * wanted; tries++) {
    if (made.length === 0 && tries > TRIES) break;
    const drawn = [maker(random, material) ?? []].flat();
    if (drawn.some(({ draft }) => seen.has(draft))) continue;
    for (const one of drawn) seen.add(one.draft);
    made.push(...drawn);
  }
  return made.slice(0, wanted);
}

/** Writes another case's draft under some of the drafts, so that they have several quotations. */
function doubleUp(random: Random, cases: readonly (CheckCase & { alone: boolean })[]): CheckCase[] {
  const followers = cases.filter(({ alone, quotation }) => alone && !quotation.includes('\n'));
  return cases.map(({ alone: _, ...one }) => {
    const follower = random() < DOUBLED_SHARE && followers.length > 0 ? pick(random, followers) : null;
    if (!follower || follower.quotation === one.quotation) return one;
    return { ...one, draft: `${one.draft}\n\n${follower.draft}` };
  });
}
