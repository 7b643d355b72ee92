// Grounding of what a sentence makes of its evidence: who speaks, what was decided, what is denied, how sure it is, how general, and
// whether it is about the same thing at all. Word lists are in `wording.ts`.

import { isNegative, readNames, readPolarity } from '../text/claims.ts';
import { scanUnits, stem, termsOf, type Unit } from '../text/terms.ts';
import { type Evidence, isDenial, type Prose, plainWord, withSynonyms } from './grounding-evidence.ts';
import type { Quote } from './model.ts';
import { ACTS, CAUTION, CAUTIOUS, CONSTRAINT, EVERY, GENERIC, OPPOSITES, PARAPHRASES, POWER } from './wording.ts';

const PERSONAL = /^(?:i|we|me|us|my|our|you|your|yours|ours|mine)$/;
/** What an adviser says, and what in a cited sentence may bear it. */
const ADVICE: readonly (readonly [said: RegExp, basis: RegExp])[] = [
  [/\bshould\b/i, /\b(?:should|need\w*|must|check|requir\w*|advis\w+)\b/i],
  [
    /\b(?:ought to|had better|best to|safest|advisable|advis\w+|recommend\w*|wise|prudent|(?:be|make) (?:ready|careful|sure))\b/i,
    /\b(?:ought|better|best|safe\w*|advis\w+|recommend\w*|wise|careful)\b/i,
  ],
  [/\bneed not\b/i, /\bneed not\b|\bnot (?:need|require|have to)/i],
];

/** "I", "you", "should": a composer speaks for itself or to the reader, unless the source does. */
export function speaksForItself({ text, words }: Prose, { sentences, words: theirs }: Evidence): boolean {
  const personal = ({ word, surface }: Unit) => surface !== 'US' && PERSONAL.test(word) && !theirs.has(word);
  const cited = sentences.join('\n');
  return words.some(personal) || ADVICE.some(([said, basis]) => said.test(text) && !basis.test(cited));
}

/** What was decided or done, and what is the opposite of what the evidence has, must be said there. */
export function eventsMissing({ text, words, stems }: Prose, { near, terms, quotes }: Evidence): boolean {
  const ruled = quotes.some(({ kind }) => kind === 'opinion');
  const { denied } = readPolarity(text);
  const missing = words.some(({ stems: [one] }) => {
    if (one === undefined || near.has(one) || denied.has(one)) return false;
    const act = ACTS.get(one);
    if (act === undefined) return false;
    if (act === 'decision' && ruled) return false;
    return ![...ACTS].some(([other, kind]) => kind === act && terms.has(other));
  });
  return missing || OPPOSITES.some(([a, b]) => opposed(stems, terms, a, b) || opposed(stems, terms, b, a));
}

/** Whether the prose has a word of `a` and the evidence has only words of `b`. */
function opposed(
  stems: ReadonlySet<string>,
  terms: ReadonlySet<string>,
  a: ReadonlySet<string>,
  b: ReadonlySet<string>,
): boolean {
  const has = (set: ReadonlySet<string>, of: ReadonlySet<string>) => [...of].some((one) => set.has(one));
  return has(stems, a) && !has(stems, b) && has(terms, b) && !has(terms, a);
}

const GENERIC_STEMS = new Set([...GENERIC].map(stem));

/** The prose denies where nothing in the evidence does, asserts what the evidence only denies, or denies what it only asserts. */
export function contradicts({ text, words }: Prose, { sentences, all }: Evidence): boolean {
  const negative = words.some((unit) => isNegative(plainWord(unit)));
  const denies = isDenial(words);
  if (denies && !scanUnits(all).some((unit) => isNegative(plainWord(unit)))) return true;
  const ours = readPolarity(text);
  const theirs = readPolarity(sentences.join('\n'));
  const names = new Set(readNames(text).flatMap(({ units }) => units.flatMap(({ stems }) => stems)));
  const firm = (one: string) => !names.has(one) && (ACTS.has(one) || !GENERIC_STEMS.has(one));
  if (!negative && [...ours.asserted].some((one) => firm(one) && theirs.denied.has(one) && !theirs.asserted.has(one)))
    return true;
  const sourceNegative = sentences.some((sentence) => scanUnits(sentence).some((unit) => isNegative(plainWord(unit))));
  return (
    denies &&
    !sourceNegative &&
    [...ours.denied].some((one) => firm(one) && ACTS.has(one) && theirs.asserted.has(one) && !theirs.denied.has(one))
  );
}

/** Every cited sentence is cautious ("alleged", "may", "not verified", "said"), and the prose is not. */
export function losesCaution({ text }: Prose, { quotes }: Evidence): boolean {
  if (CAUTIOUS.test(text)) return false;
  const attributed = quotes.every(({ voice, kind }) => voice === 'source' && kind === 'filing');
  const rule = ({ kind }: Quote) => kind === 'statute' || kind === 'regulation' || kind === 'constitution';
  const cautious = (quote: Quote) => CAUTION.test(rule(quote) ? quote.shown.replace(POWER, '') : quote.shown);
  return !attributed && quotes.every(cautious);
}

/** "all", "must", "only" where the evidence has nothing of the kind. */
export function overreaches({ text }: Prose, { all }: Evidence): boolean {
  return (
    (EVERY.claim.test(text) && !EVERY.basis.test(all)) || (CONSTRAINT.claim.test(text) && !CONSTRAINT.basis.test(all))
  );
}

/** Share of the prose's content words, names and numbers aside, that the cited sentences must have, themselves or in a synonym. */
const SUPPORT_NEEDED = 0.4;
/** With fewer such words the names and numbers are what the sentence says. */
const CONTENT_MIN = 2;

export function isUnsupported({ text, words }: Prose, { sentences }: Evidence): boolean {
  const cited = termsOf(sentences.join('\n'));
  const near = new Set([
    ...withSynonyms(new Set(cited)),
    ...cited.flatMap((term) => [...(PARAPHRASE_STEMS.get(term) ?? [])]),
  ]);
  const names = new Set(readNames(text).flatMap(({ units }) => units.map(({ start }) => start)));
  const content = words.filter(
    ({ word, stems, start }) => stems.some((one) => !GENERIC_STEMS.has(one)) && !names.has(start) && !/\d/.test(word),
  );
  const held = content.filter(({ stems }) => stems.some((one) => near.has(one)));
  return content.length >= CONTENT_MIN && held.length < SUPPORT_NEEDED * content.length;
}

/** A stem → what a paraphrase may put for it. */
const PARAPHRASE_STEMS: ReadonlyMap<string, ReadonlySet<string>> = (() => {
  const map = new Map<string, Set<string>>();
  for (const group of PARAPHRASES.map((words) => words.map(stem))) {
    for (const one of group) map.set(one, new Set([...(map.get(one) ?? []), ...group]));
  }
  return map;
})();
