// Dated events in sentences: when, in ISO, and whether two sentences tell the same. Pure reading of words.

import { type DateClaim, readDates } from '../text/claims.ts';
import { SYNONYM_STEMS } from '../text/synonyms.ts';
import { scanUnits } from '../text/terms.ts';
import { isCopy } from './copies.ts';

/** Dates that say when: with a year, outside brackets; a year alone only after "in" and the like ("the 2012 test" is a name). */
export function datesIn(shown: string): DateClaim[] {
  return readDates(shown).filter(
    ({ year, month, start }) =>
      year !== undefined && !inBrackets(shown, start) && (month !== undefined || WHEN.test(shown.slice(0, start))),
  );
}

/** Whether a sentence gives a year outside brackets. */
export function hasYear(shown: string): boolean {
  return readDates(shown).some(({ year, start }) => year !== undefined && !inBrackets(shown, start));
}

const WHEN = /\b(?:in|since|until|by|during|late|early|mid|before|after)[ -]$/i;

/** "(2012)", "514 U.S. 334 (1995)": a date that belongs to a name or a citation. */
function inBrackets(text: string, at: number): boolean {
  const before = text.slice(0, at);
  return before.lastIndexOf('(') > before.lastIndexOf(')');
}

/** A date as ISO 8601, as far as it is given. Expects a year. */
export function isoOf({ year, month, day }: DateClaim): string {
  const two = (part: number) => String(part).padStart(2, '0');
  return [String(year), ...(month === undefined ? [] : [two(month), ...(day === undefined ? [] : [two(day)])])].join(
    '-',
  );
}

/** The first date that a sentence gives for what it tells; null where it gives none. */
export function firstDate(shown: string): string | null {
  const [first] = datesIn(shown);
  return first ? isoOf(first) : null;
}

/** Orders ISO dates as far as they are given. */
export function compareDates(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Whether one date is the other, or a part of it. */
export function datesAgree(a: string, b: string): boolean {
  return a.startsWith(b) || b.startsWith(a);
}

/** A sentence without its dates: what is compared. */
export interface Told {
  readonly event: string;
  /** Stems of its content words. */
  readonly words: ReadonlySet<string>;
}

export function toldIn(shown: string): Told {
  const event = readDates(shown).reduceRight(
    (text, { start, end }) => `${text.slice(0, start)} ${text.slice(end)}`,
    shown,
  );
  return { event, words: new Set(scanUnits(event).flatMap(({ stems }) => stems)) };
}

/** Share of the shorter telling's content words that another telling of the event has too. */
const SAME_EVENT = 0.5;

/** Whether two sentences with dates that agree tell one event. */
export function isSameEvent(a: Told, b: Told): boolean {
  return sharedWords(a, b) >= SAME_EVENT || isCopy(a.event, [b.event]) || isCopy(b.event, [a.event]);
}

/** Share of the shorter telling's words that the other has too, be it by a synonym. */
function sharedWords(a: Told, b: Told): number {
  const [short, long] = a.words.size <= b.words.size ? [a.words, b.words] : [b.words, a.words];
  const has = (word: string) => long.has(word) || (SYNONYM_STEMS.get(word) ?? []).some((other) => long.has(other));
  return [...short].filter(has).length / short.size;
}
