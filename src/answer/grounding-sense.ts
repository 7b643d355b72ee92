// Grounding of what a sentence makes of its evidence: who speaks, what was decided, what is denied, how sure it is, how general, and
// whether it is about the same thing at all. Word lists are in `wording.ts`.

import { isNegative, type Polarity, readNames, readPolarity } from '../text/claims.ts';
import { splitSentences } from '../text/sentences.ts';
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
  [
    /(?:^|[,;:] ?(?:so|then|and|therefore)? ?)(?:please |always |never |do not |don['’]t )?(?:hire|get|call|contact|ask|file|tell|seek|consult|avoid|talk|speak|send|check|consider|try|act|find|stay|demand|refuse|object|sue|delete|save|read)\b(?! (?:of|by|for|from|in|to|was|were|is|are|has|had)\b)/i,
    /\b(?:hire|get|call|contact|ask|file|tell|seek|consult|avoid|talk|speak|send|check|consider|try|act|find|stay|demand|refuse|object|sue|delete|save|read)\b/i,
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
  const denied = new Set(readPolarity(text).flatMap(({ near: reached }) => [...reached]));
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
  if (isDenial(words) && !scanUnits(all).some((unit) => isNegative(plainWord(unit)))) return true;
  const names = new Set(readNames(text).flatMap(({ units }) => units.flatMap(({ stems }) => stems)));
  const ours = readPolarity(text);
  const each = sentences.map(readPolarity);
  const theirs = each.flat();
  return (
    denies(theirs, ours, names) ||
    denies(ours, theirs, names) ||
    isTurned(ours, each) ||
    ours.some((clause) => isTurnedClause(clause, theirs))
  );
}

/** Share of the prose's content words that a cited sentence must have to be about the same, and how many at least. */
const SAME_SHARE = 0.5;
const SAME_WORDS_MIN = 3;
const CLAUSE_WORDS_MIN = 2;

/** Whether the cited sentence that has most of the prose's words denies what the prose says without a denial, or the prose denies and no source does. */
function isTurned(prose: readonly Polarity[], sources: readonly (readonly Polarity[])[]): boolean {
  const wordsOf = (clauses: readonly Polarity[]) =>
    new Set(clauses.flatMap(({ asserted, near }) => [...asserted, ...near]));
  const words = [...wordsOf(prose)];
  const shares = sources.map((source) => {
    const theirs = wordsOf(source);
    return words.filter((one) => theirs.has(one)).length;
  });
  const most = Math.max(0, ...shares);
  if (most < SAME_WORDS_MIN || most < SAME_SHARE * words.length) return false;
  if (prose.some((clause) => clause.denies)) return !sources.flat().some(({ negative }) => negative);
  if (prose.some(({ negative }) => negative)) return false;
  const denied = (source: readonly Polarity[]) => source.flatMap(({ denies, near }) => (denies ? [...near] : []));
  return sources
    .filter((_, n) => shares[n] === most)
    .every((source) => denied(source).some((one) => words.includes(one)));
}

/** As `isTurned`, for a clause and the clauses that have most of its words. */
function isTurnedClause(clause: Polarity, sources: readonly Polarity[]): boolean {
  const words = [...clause.asserted, ...clause.near];
  const shared = ({ asserted, near }: Polarity) => words.filter((one) => asserted.has(one) || near.has(one)).length;
  const most = Math.max(0, ...sources.map(shared));
  if (most < CLAUSE_WORDS_MIN || most < SAME_SHARE * words.length) return false;
  return sources
    .filter((source) => shared(source) === most)
    .every((source) => (clause.denies && !source.negative) || (source.denies && !clause.negative));
}

/**
 * Whether `these` deny a word that `those` have only in clauses that deny nothing, and `these` never assert. Of what there is none, the rest of the
 * sentence may say so in other words, so there `those` must deny nothing at all.
 */
function denies(these: readonly Polarity[], those: readonly Polarity[], names: ReadonlySet<string>): boolean {
  const asserted = (one: string) => these.some((clause) => clause.asserted.has(one));
  const having = (one: string) => those.filter((clause) => clause.asserted.has(one) || clause.near.has(one));
  const plain = (clauses: readonly Polarity[]) => clauses.length > 0 && clauses.every(({ negative }) => !negative);
  return these.some(({ denied, none }) => {
    const firm = (one: string) => !names.has(one) && !asserted(one);
    return (
      [...denied].some((one) => firm(one) && plain(having(one)) && !those.some((clause) => clause.none.size > 0)) ||
      [...none].some((one) => firm(one) && having(one).length > 0 && plain(those))
    );
  });
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

export function isUnsupported({ text }: Prose, { sentences }: Evidence): boolean {
  const cited = termsOf(sentences.join('\n'));
  const near = new Set([
    ...withSynonyms(new Set(cited)),
    ...cited.flatMap((term) => [...(PARAPHRASE_STEMS.get(term) ?? [])]),
  ]);
  const supported = (part: string, least: number) => {
    const names = new Set(readNames(part).flatMap(({ units }) => units.map(({ start }) => start)));
    const content = scanUnits(part).filter(
      ({ word, stems, start }) => stems.some((one) => !GENERIC_STEMS.has(one)) && !names.has(start) && !/\d/.test(word),
    );
    const held = content.filter(({ stems }) => stems.some((one) => near.has(one)));
    return content.length < CONTENT_MIN || held.length >= least * content.length;
  };
  const parts = splitSentences(text).map(({ start, end }) => text.slice(start, end));
  return !parts.every((part) => supported(part, SUPPORT_NEEDED));
}

/** A stem → what a paraphrase may put for it. */
const PARAPHRASE_STEMS: ReadonlyMap<string, ReadonlySet<string>> = (() => {
  const map = new Map<string, Set<string>>();
  for (const group of PARAPHRASES.map((words) => words.map(stem))) {
    for (const one of group) map.set(one, new Set([...(map.get(one) ?? []), ...group]));
  }
  return map;
})();
