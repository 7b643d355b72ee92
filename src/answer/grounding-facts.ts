// Grounding of what can be looked up: quoted words, dates, numbers with what they count, names. Each must stand in the evidence, and dates
// and numbers with what the evidence puts them with.

import {
  clausesOf,
  type DateClaim,
  type NumberClaim,
  readDates,
  readNames,
  readNumbers,
  readQuoted,
} from '../text/claims.ts';
import { fold } from '../text/fold.ts';
import { SYNONYM_STEMS } from '../text/synonyms.ts';
import { scanUnits, termsOf, type Unit } from '../text/terms.ts';
import { type Evidence, isDenial, type Prose, withSynonyms } from './grounding-evidence.ts';
import { turnsRound } from './match.ts';
import { ORDINARY } from './wording.ts';

/**
 * Words in quotation marks must be a source's own, in a sentence that is cited, and what that sentence has besides must not turn them
 * round; or they stand in quotation marks in a digest that is cited.
 */
export function quotesWrongly({ text }: Prose, { quotes }: Evidence): boolean {
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

/** A date is none of the evidence's, or stands with what the evidence puts with another. */
export function datesMissing({ dates, text }: Prose, { all, sentences }: Evidence): boolean {
  const keyOf = ({ day, month, year }: DateClaim) =>
    `${day ?? ''} ${month ?? ''} ${day === undefined ? (year ?? '') : ''}`;
  return unheldDates(dates, all).length > 0 || misplaced(text, sentences, (clause) => readDates(clause).map(keyOf));
}

/** Dates that `source` does not have as far as they are given; a year may stand apart from its day and month. */
function unheldDates(dates: readonly DateClaim[], source: string): DateClaim[] {
  const given = readDates(source);
  const same = (date: DateClaim) => (other: DateClaim) =>
    (['day', 'month', 'year'] as const).every((part) => date[part] === undefined || date[part] === other[part]);
  const split = ({ year, ...rest }: DateClaim) =>
    year !== undefined &&
    rest.month !== undefined &&
    given.some((other) => other.year === undefined && same(rest)(other)) &&
    given.some((other) => other.year === year);
  return dates.filter((date) => !given.some(same(date)) && !split(date));
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
      const exact = (terms: ReadonlySet<string>) => [...about].filter((term) => terms.has(term)).length;
      const near = [...about].filter((term) => (SYNONYM_STEMS.get(term) ?? []).some((other) => ours.has(other))).length;
      return exact(ours) === 0 && exact(theirs) > near;
    });
  });
}

function contentOf(clause: string): ReadonlySet<string> {
  return new Set(scanUnits(clause).flatMap(({ stems, word }) => (/\d/.test(word) ? [] : stems)));
}

/** A number is none of the evidence's, or counts what the evidence counts with another. `question`: whose numbers a denial may repeat. */
export function numbersMissing({ text, words }: Prose, evidence: Evidence, question: string): boolean {
  const given = readNumbers(evidence.all);
  const flat = fold(evidence.all).toLowerCase();
  const asked = new Set(isDenial(words) ? readNumbers(question).map(({ value }) => value) : []);
  const has = ({ value, token }: NumberClaim) =>
    given.some((other) => other.value === value) || asked.has(value) || (token && tokenHolds(value, flat, given));
  const counts = ({ value, token, units }: NumberClaim) => {
    const counted = given.filter((other) => other.units.some((unit) => units.includes(unit)) && !other.token);
    return token || counted.length === 0 || asked.has(value) || counted.some((other) => other.value === value);
  };
  return (
    readNumbers(text).some((claim) => !has(claim) || !counts(claim)) ||
    misplaced(text, evidence.sentences, (clause) => readNumbers(clause).map(({ value }) => value))
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

/** A name is none of the evidence's. `question`: whose names a denial may repeat. */
export function namesMissing({ text, words }: Prose, evidence: Evidence, question: string): boolean {
  const allowed = isDenial(words) ? `${evidence.all}\n${question}` : evidence.all;
  return unheldNames(text, allowed).length > 0;
}

/** One country in several spellings. */
const UNITED_STATES = ['u.s', 'us', 'united', 'states', 'american', 'americans', 'america'];

/** Names, numbers and dates of `text` that `source` does not have, as they are written. */
export function unheldClaims(text: string, source: string): string[] {
  const numbers = new Set(readNumbers(source).map(({ value }) => value));
  const flat = source.toLowerCase();
  const counted = readNumbers(text).filter(
    ({ value, token }) => !numbers.has(value) && !(token && flat.includes(value)),
  );
  const dates = unheldDates(readDates(text), source).map(({ start, end }) => text.slice(start, end));
  return [...unheldNames(text, source), ...counted.map(({ value }) => value), ...dates];
}

function unheldNames(text: string, source: string): string[] {
  const terms = new Set(termsOf(source));
  const near = withSynonyms(terms);
  const words = new Set(scanUnits(source).map(({ word }) => word));
  if (/\b(?:United States|U\.S\.|Americans?)\b/.test(source)) for (const word of UNITED_STATES) words.add(word);
  const holds = (unit: Unit) =>
    words.has(unit.word) || (hasContent(unit) && (unit.stems.every((one) => terms.has(one)) || spells(unit)));
  const people = (unit: Unit) => isDemonym(unit.word) && [...words].some((word) => sharesCountry(unit.word, word));
  const spells = ({ compounds }: Unit) => compounds.some((term) => terms.has(term));
  return readNames(text).flatMap(({ units, opens }) => {
    const spelledOut = new Set(units.flatMap((unit, n) => (spells(unit) ? units.slice(n, n + unit.length) : [])));
    const unheld = units.filter((unit, n) => {
      if (holds(unit) || people(unit) || spelledOut.has(unit) || /\d/.test(unit.word)) return false; // a number is looked for as one
      if (!hasContent(unit)) return /^\p{Lu}$/u.test(unit.surface) && !/^[AI]$/.test(unit.surface); // "X" is a name, "The" is none
      return !(opens && n === 0 && unit.stems.every((one) => near.has(one) || ORDINARY.has(one)));
    });
    return unheld.map(({ surface }) => surface);
  });
}

const DEMONYM = /(?:ian|an|n)s?$/;

function isDemonym(word: string): boolean {
  return DEMONYM.test(word) && word.length >= 6;
}

/** "Austrian" of "Austria", "Californian" of "California". */
function sharesCountry(people: string, place: string): boolean {
  const root = people.replace(DEMONYM, '');
  return root.length >= 4 && place.startsWith(root) && place.length - root.length <= 2;
}

function hasContent({ stems, compounds }: Unit): boolean {
  return stems.length > 0 || compounds.length > 0;
}
