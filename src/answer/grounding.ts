// The gate for a composer's own sentences: whatever in one can be checked is looked for in the sentences that it cites, and a sentence
// with anything that they do not bear is dropped, whole, with a code. It reads words, not meaning: what it lets through is shown above
// the cited sentences, never instead of them.

import {
  clausesOf,
  type DateClaim,
  isNegative,
  isNegator,
  type NumberClaim,
  readDates,
  readNames,
  readNumbers,
  readPolarity,
  readQuoted,
} from '../text/claims.ts';
import { fold } from '../text/fold.ts';
import { plainText } from '../text/markdown.ts';
import { SYNONYM_STEMS } from '../text/synonyms.ts';
import { scanUnits, stem, termsOf, type Unit } from '../text/terms.ts';
import { readableDate } from './attribution.ts';
import type { DocumentMeta, DropCode, Passage, Quote } from './model.ts';
import { rolesContradict } from './roles.ts';
import { turnsRound } from './verify.ts';
import { ACTS, CAUTION, CAUTIOUS, CONSTRAINT, EVERY, GENERIC, OPPOSITES, PARAPHRASES, POWER } from './wording.ts';

/** Where a cited sentence stands: what a composer was shown above it. */
export interface Support {
  readonly document: DocumentMeta;
  readonly passage: Pick<Passage, 'headings' | 'speaker' | 'pinpoint' | 'via'>;
}

/** More characters are no sentence. */
const PROSE_MAX_CHARS = 600;
const PROSE_MAX_WORDS = 60;

export type Grounded = { readonly text: string } | { readonly code: DropCode };

/**
 * Checks one sentence of a composer's own (Markdown marks are taken off) against the quotes that it cites. `question`: names and numbers that a
 * denial may repeat. Returns the sentence to show, with its attribution added where it rests on a filing's words alone.
 */
export function ground(
  text: string,
  quotes: readonly Quote[],
  supports: readonly Support[],
  question: string,
): Grounded {
  if (text.length > PROSE_MAX_CHARS || text.split(/\s+/).length > PROSE_MAX_WORDS) return { code: 'too-long' };
  const evidence = evidenceOf(quotes, supports);
  if (linksOut(text, evidence)) return { code: 'link' };
  const prose = proseOf(withoutParticle(plainText(text, 'markdown')));
  if (prose.words.length === 0) return { code: 'unsupported' };
  for (const [code, fails] of CHECKS) if (fails(prose, evidence, question)) return { code };
  return { text: withAttribution(prose.text, quotes) };
}

const LINK = /https?:|www\.|[<>]|\[[^\]]*\]\(|@(?:everyone|here|channel)\b/i;
const HOST =
  /(?<![\p{L}\d])[\p{L}\d-]+(?:\.[\p{L}\d-]+)*\.(?:com|org|net|io|gov|edu|info|co|dev|app|me|ly|ru|xyz|uk|eu)(?![\p{L}\d])/giu;

/** Links, markup and live mentions have no place in a sentence, nor has a site that the evidence does not name. */
function linksOut(text: string, { all }: Evidence): boolean {
  return LINK.test(text) || [...text.matchAll(HOST)].some(([host]) => !all.toLowerCase().includes(host.toLowerCase()));
}

/** What is asked of every sentence, cheap and plain checks first. */
const CHECKS: readonly (readonly [DropCode, (prose: Prose, evidence: Evidence, question: string) => boolean])[] = [
  ['quotation-marks', quotesWrongly],
  ['voice', speaksForItself],
  ['date', ({ dates, text }, evidence) => !datesHold(dates, text, evidence)],
  ['number', ({ text }, evidence, question) => !numbersHold(text, evidence, question)],
  ['name', ({ text }, evidence, question) => namesMissing(text, evidence, question)],
  ['event', eventsMissing],
  ['negation', contradicts],
  ['roles', ({ text }, { sentences }) => rolesContradict(text, sentences)],
  ['caution', losesCaution],
  ['overreach', overreaches],
  ['unsupported', isUnsupported],
];

/** A composer's sentence, read. */
interface Prose {
  readonly text: string;
  readonly words: readonly Unit[];
  readonly stems: ReadonlySet<string>;
  readonly dates: readonly DateClaim[];
}

function proseOf(text: string): Prose {
  const words = scanUnits(text);
  return { text, words, stems: new Set(termsOf(text)), dates: readDates(text) };
}

/** What a composer's sentence may rest on. */
interface Evidence {
  /** The cited sentences as they are shown. */
  readonly sentences: readonly string[];
  readonly quotes: readonly Quote[];
  /** The sentences, and what the document says of itself: title, court, date, status, headings, who speaks where. */
  readonly all: string;
  readonly terms: ReadonlySet<string>;
  /** Those terms and their synonyms. */
  readonly near: ReadonlySet<string>;
  /** Words of `all` in lower case. */
  readonly words: ReadonlySet<string>;
}

function evidenceOf(quotes: readonly Quote[], supports: readonly Support[]): Evidence {
  const sentences = quotes.map(({ shown }) => shown);
  const about = supports.flatMap(({ document, passage }) => [
    document.title,
    document.short ?? '',
    ...(document.also ?? []),
    document.court ?? '',
    document.citation ?? '',
    document.docket ?? '',
    document.status ?? '',
    document.date === undefined ? '' : `${document.date}. ${readableDate(document.date)}`,
    passage.speaker ?? '',
    passage.pinpoint ?? '',
    passage.via ?? '',
    ...passage.headings,
  ]);
  const all = [...sentences, ...about].filter((part) => part !== '').join('.\n');
  const terms = new Set(termsOf(all));
  const near = withSynonyms(terms);
  const words = new Set(scanUnits(all).map(({ word }) => word));
  return { sentences, quotes, all, terms, near, words };
}

/** An answer's "Yes" or "No" belongs to the question, not to the sources; "No" stays where the sentence denies something too. */
function withoutParticle(text: string): string {
  const [, particle, rest] = /^(yes|no)\s*[,:;.–—-]\s*(.+)$/is.exec(text) ?? [];
  if (particle === undefined || rest === undefined) return text;
  if (particle.toLowerCase() === 'no' && scanUnits(rest).some(({ surface }) => isNegator(surface.toLowerCase())))
    return text;
  return rest[0]!.toUpperCase() + rest.slice(1);
}

/**
 * Words in quotation marks must be a source's own, in a sentence that is cited, and what that sentence has besides must not turn them
 * round; or they stand in quotation marks in a digest that is cited.
 */
function quotesWrongly({ text }: Prose, { quotes }: Evidence): boolean {
  const quoted = readQuoted(text);
  if (quoted === null) return true;
  const own = quotes.filter(({ voice }) => voice === 'source').map(({ shown }) => fold(shown));
  const within = quotes.flatMap(({ voice, shown }) => (voice === 'digest' ? (readQuoted(shown) ?? []) : []));
  return quoted.some((words) => {
    const bare = words.trim().replace(/[.,;:!?]$/, '');
    if (bare === '') return true;
    const whole = new RegExp(
      `(?<![\\p{L}\\p{N}])${bare.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\p{L}\\p{N}])`,
      'u',
    );
    const fair = (source: string) => whole.test(source) && !turnsRound(source.replace(whole, ' '));
    return !own.some(fair) && !within.some((source) => whole.test(source));
  });
}

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
function speaksForItself({ text, words }: Prose, { sentences, words: theirs }: Evidence): boolean {
  const personal = ({ word, surface }: Unit) => surface !== 'US' && PERSONAL.test(word) && !theirs.has(word);
  const cited = sentences.join('\n');
  return words.some(personal) || ADVICE.some(([said, basis]) => said.test(text) && !basis.test(cited));
}

/** Every date is one of the evidence's as far as it is given, and stands with what the evidence puts it with. */
function datesHold(dates: readonly DateClaim[], text: string, { all, sentences }: Evidence): boolean {
  const given = readDates(all);
  const same = (date: DateClaim) => (other: DateClaim) =>
    (['day', 'month', 'year'] as const).every((part) => date[part] === undefined || date[part] === other[part]);
  const split = ({ year, ...rest }: DateClaim) =>
    year !== undefined &&
    rest.month !== undefined &&
    given.some((other) => other.year === undefined && same(rest)(other)) &&
    given.some((other) => other.year === year);
  const holds = (date: DateClaim) => given.some(same(date)) || split(date);
  const keyOf = ({ day, month, year }: DateClaim) =>
    `${day ?? ''} ${month ?? ''} ${day === undefined ? (year ?? '') : ''}`;
  return dates.every(holds) && !misplaced(text, sentences, (clause) => readDates(clause).map(keyOf));
}

/**
 * Whether a value of the prose stands in a clause about what the evidence puts with another value: "sued on 7 April" where the
 * sources have "sued on 6 April" and "ended on 7 April". `read` gives a clause's values as keys.
 */
function misplaced(text: string, sentences: readonly string[], read: (clause: string) => readonly string[]): boolean {
  const sources = sentences.flatMap(clausesOf).map((clause) => ({ values: read(clause), stems: contentOf(clause) }));
  return clausesOf(text).some((clause) => {
    const about = contentOf(clause);
    const values = read(clause);
    return values.some((value) => {
      const [here, elsewhere] = [true, false].map((with_) =>
        sources
          .filter(({ values: at }) => at.length > 0 && at.includes(value) === with_)
          .flatMap(({ stems }) => [...stems]),
      );
      if (here!.length === 0) return false;
      const only = (a: readonly string[], b: readonly string[]) => new Set(a.filter((term) => !b.includes(term)));
      const [ours, theirs] = [only(here!, elsewhere!), only(elsewhere!, here!)];
      const both = new Set(here!.filter((term) => elsewhere!.includes(term)));
      const shares = (terms: ReadonlySet<string>, wide: boolean) =>
        [...about].filter(
          (term) => terms.has(term) || (wide && (SYNONYM_STEMS.get(term) ?? []).some((t) => terms.has(t))),
        ).length;
      return shares(ours, true) === 0 && shares(both, true) === 0 && shares(theirs, false) > 0;
    });
  });
}

function contentOf(clause: string): ReadonlySet<string> {
  return new Set(scanUnits(clause).flatMap(({ stems, word }) => (/\d/.test(word) ? [] : stems)));
}

/** Every number stands in the evidence, with the same unit where the evidence counts that unit. */
function numbersHold(text: string, evidence: Evidence, question: string): boolean {
  const given = readNumbers(evidence.all);
  const flat = fold(evidence.all).toLowerCase();
  const asked = new Set(isDenial(text) ? readNumbers(question).map(({ value }) => value) : []);
  const has = ({ value, token }: NumberClaim) =>
    given.some((other) => other.value === value) || asked.has(value) || (token && tokenHolds(value, flat, given));
  const counts = ({ value, token, units }: NumberClaim) => {
    const counted = given.filter((other) => other.units.some((unit) => units.includes(unit)) && !other.token);
    return token || counted.length === 0 || asked.has(value) || counted.some((other) => other.value === value);
  };
  const claims = readNumbers(text);
  return (
    claims.every((claim) => has(claim) && counts(claim)) &&
    !misplaced(text, evidence.sentences, (clause) => readNumbers(clause).map(({ value }) => value))
  );
}

/** A docket, section or ratio stands in the text as a whole; "2025-2026" and "7-2" also in their parts. */
function tokenHolds(value: string, flat: string, given: readonly NumberClaim[]): boolean {
  const escaped = value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  if (new RegExp(`(?<![\\p{L}\\d])${escaped}(?![\\p{L}\\d(])`, 'u').test(flat)) return true;
  const range = /^(\d{4})-(\d{2,4})$/.exec(value);
  if (range)
    return [range[1]!, range[2]!.length === 2 ? range[1]!.slice(0, 2) + range[2]! : range[2]!].every((year) =>
      flat.includes(year),
    );
  const ratio = /^(\d{1,3})-(\d{1,3})$/.exec(value);
  return ratio !== null && given.some((a, n) => a.value === ratio[1] && given[n + 1]?.value === ratio[2]);
}

function isDenial(text: string): boolean {
  return scanUnits(text).some(({ surface }) => isNegator(surface.toLowerCase().replace(/’/g, "'")));
}

function namesMissing(text: string, evidence: Evidence, question: string): boolean {
  const allowed = isDenial(text) ? `${evidence.all}\n${question}` : evidence.all;
  return unheldNames(text, allowed).length > 0;
}

/** One country in several spellings. */
const UNITED_STATES = ['u.s', 'us', 'united', 'states', 'american', 'americans', 'america'];

/** Names and numbers of `text` that `source` does not have, as they are written. */
export function unheldNames(text: string, source: string): string[] {
  const terms = new Set(termsOf(source));
  const near = withSynonyms(terms);
  const words = new Set(scanUnits(source).map(({ word }) => word));
  if (/\b(?:United States|U\.S\.|American?s?)\b/.test(source)) for (const word of UNITED_STATES) words.add(word);
  const numbers = new Set([
    ...readNumbers(source).map(({ value }) => value),
    ...readDates(source).map(({ year }) => String(year)),
  ]);
  const names = readNames(text).flatMap(({ units, opens }) => {
    const spelledOut = units.flatMap((unit, n) =>
      unit.compounds.some((term) => terms.has(term)) ? units.slice(n, n + unit.length) : [],
    );
    return units.filter((unit, n) => {
      if (unit.stems.length === 0 && unit.compounds.length === 0)
        return unit.surface.length > 1 && !isFunctionWord(unit);
      if (spelledOut.includes(unit) || words.has(unit.word) || unit.stems.every((one) => terms.has(one))) return false;
      if (unit.compounds.some((term) => terms.has(term))) return false;
      if (/\d/.test(unit.word)) return false; // a number's business
      return !(opens && n === 0 && (GENERIC.has(unit.word) || unit.stems.every((one) => near.has(one))));
    });
  });
  const counted = readNumbers(text).filter(
    ({ value, token }) => !numbers.has(value) && !(token && source.toLowerCase().includes(value)),
  );
  return [...names.map(({ surface }) => surface), ...counted.map(({ value }) => value)];
}

/** A stop word has no stem; a name that is nothing else ("Will", "May") is not told from one. */
function isFunctionWord({ word }: Unit): boolean {
  return word.length <= 12;
}

/** What was decided or done, and what is the opposite of what the evidence has, must be said there. */
function eventsMissing({ text, words, stems }: Prose, { near, terms, quotes }: Evidence): boolean {
  const ruled = quotes.some(({ kind }) => kind === 'opinion');
  const { denied } = readPolarity(text);
  const missing = words.some(({ word, stems: [one] }) => {
    if (one === undefined || near.has(one) || denied.has(one)) return false;
    const act = ACTS.get(one);
    if (act === undefined) return false;
    if (act === 'decision' && ruled) return false;
    return ![...ACTS].some(([other, kind]) => kind === act && terms.has(other)) && !/^\p{Lu}/u.test(word);
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

/** The prose denies where nothing in the evidence does, asserts what the evidence only denies, or denies what it only asserts. */
function contradicts({ text, words }: Prose, { sentences, all }: Evidence): boolean {
  const lower = (unit: Unit) => unit.surface.toLowerCase().replace(/’/g, "'");
  const negative = words.some((unit) => isNegative(lower(unit)));
  const denies = words.some((unit) => isNegator(lower(unit)));
  if (denies && !scanUnits(all).some((unit) => isNegative(lower(unit)))) return true;
  const ours = readPolarity(text);
  const theirs = readPolarity(sentences.join('\n'));
  const names = new Set(readNames(text).flatMap(({ units }) => units.flatMap(({ stems }) => stems)));
  const plain = new Set([...GENERIC].map(stem));
  const firm = (one: string) => !names.has(one) && !plain.has(one);
  if (!negative && [...ours.asserted].some((one) => firm(one) && theirs.denied.has(one) && !theirs.asserted.has(one)))
    return true;
  const sourceNegative = sentences.some((sentence) => scanUnits(sentence).some((unit) => isNegative(lower(unit))));
  return (
    denies &&
    !sourceNegative &&
    [...ours.denied].some((one) => firm(one) && ACTS.has(one) && theirs.asserted.has(one) && !theirs.denied.has(one))
  );
}

/** Every cited sentence is cautious ("alleged", "may", "not verified", "said"), and the prose is not. */
function losesCaution({ text }: Prose, { quotes }: Evidence): boolean {
  if (CAUTIOUS.test(text)) return false;
  const attributed = quotes.every(({ voice, kind }) => voice === 'source' && kind === 'filing');
  const rule = ({ kind }: Quote) => kind === 'statute' || kind === 'regulation' || kind === 'constitution';
  const cautious = (quote: Quote) => CAUTION.test(rule(quote) ? quote.shown.replace(POWER, '') : quote.shown);
  return !attributed && quotes.every(cautious);
}

/** "all", "must", "only" where the evidence has nothing of the kind. */
function overreaches({ text }: Prose, { all }: Evidence): boolean {
  return (
    (EVERY.claim.test(text) && !EVERY.basis.test(all)) || (CONSTRAINT.claim.test(text) && !CONSTRAINT.basis.test(all))
  );
}

/** Share of the prose's content words, names and numbers aside, that the cited sentences must have, themselves or in a synonym. */
const SUPPORT_NEEDED = 0.4;

function isUnsupported({ text, words }: Prose, { sentences }: Evidence): boolean {
  const cited = termsOf(sentences.join('\n'));
  const near = new Set([
    ...withSynonyms(new Set(cited)),
    ...cited.flatMap((term) => [...(PARAPHRASE_STEMS.get(term) ?? [])]),
  ]);
  const names = new Set(readNames(text).flatMap(({ units }) => units.map(({ start }) => start)));
  const content = words.filter(
    ({ word, stems, start }) => stems.length > 0 && !GENERIC.has(word) && !names.has(start) && !/\d/.test(word),
  );
  const held = content.filter(({ stems }) => stems.some((one) => near.has(one)));
  return held.length < SUPPORT_NEEDED * content.length;
}

/** A stem → what a paraphrase may put for it. */
const PARAPHRASE_STEMS: ReadonlyMap<string, ReadonlySet<string>> = (() => {
  const map = new Map<string, Set<string>>();
  for (const group of PARAPHRASES.map((words) => words.map(stem))) {
    for (const one of group) map.set(one, new Set([...(map.get(one) ?? []), ...group]));
  }
  return map;
})();

function withSynonyms(terms: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...terms].flatMap((term) => [term, ...(SYNONYM_STEMS.get(term) ?? [])]));
}

const SAYS_WHO =
  /\b(?:alleg|argu|claim|contend|assert|complain|said|says|saying|state[sd]|according|plead|maintain|submit|propos|petition|wrote|call(?:s|ed) )/i;

/** A filing's words are a party's: where the prose rests on them alone and does not say so, it is said in front. */
function withAttribution(text: string, quotes: readonly Quote[]): string {
  const filing = quotes.every(({ kind, voice }) => kind === 'filing' && voice === 'source');
  if (!filing || SAYS_WHO.test(text)) return text;
  return `Alleged in ${quotes[0]!.short}: ${text}`;
}
