// The dated events of a matter, in order: sentences that give a date, each checked as a quotation. The same event told by several sources
// stands once; told with different dates, each stands, and names the others. It never decides which date is right.

import { type DateClaim, readDates } from '../text/claims.ts';
import { leansOnPrevious } from '../text/sentences.ts';
import { scanUnits } from '../text/terms.ts';
import { isCopy } from './copies.ts';
import type { Candidate, Found, Quote, Retrieval, TimelineEntry } from './model.ts';
import type { Sources } from './ports.ts';
import { isGap } from './question.ts';
import { verify } from './verify.ts';

/** What a reader takes in. */
const ENTRIES_MAX = 20;
/** An event elsewhere belongs to the matter when its sentence and title bear this share of what was asked for. */
const TOPIC_SHARE = 0.6;
/** Fewer content words beside its date say too little to tell events apart. */
const EVENT_WORDS_MIN = 4;
/** Share of an event's content words that another telling of it has too. */
const SAME_EVENT = 0.6;

/** A dated sentence before it is checked. */
interface Dated {
  readonly found: Found;
  readonly sentence: Candidate;
  readonly date: string;
  /** The sentence without its dates: what is compared. */
  readonly event: string;
  readonly words: ReadonlySet<string>;
  readonly share: number;
  readonly order: number;
}

/** At most twenty dated events of what was found. `about`: the document that the matter is, if it is one. */
export function timelineOf(retrieval: Retrieval, about: string | null, sources: Sources): TimelineEntry[] {
  const dated = retrieval.found
    .flatMap((found, rank) => datedOf(found, rank, retrieval))
    .filter(({ found, share }) => found.document.id === about || share >= TOPIC_SHARE);
  const ranked = dated.toSorted((a, b) => rankOf(a, b, about));
  const events: Dated[] = [];
  for (const one of ranked) if (!events.some((other) => isSameTelling(other, one))) events.push(one);
  const kept = events.slice(0, ENTRIES_MAX);
  return kept
    .toSorted((a, b) => compare(a.date, b.date) || a.order - b.order)
    .flatMap((one) => {
      const quote = quoteOf(one, sources);
      const differs = kept.filter((other) => isOtherDate(one, other)).map(({ date }) => date);
      return quote === null ? [] : [{ date: one.date, quote, differs: [...new Set(differs)].sort(compare) }];
    });
}

function datedOf(found: Found, rank: number, { concepts }: Retrieval): Dated[] {
  if (
    found.passage.voice === 'digest' &&
    found.passage.headings.length > 0 &&
    found.sentences.every(({ shown }) => isGap(found.passage.headings, shown))
  )
    return [];
  const total = concepts.reduce((sum, { idf }) => sum + idf, 0) || 1;
  return found.sentences.flatMap((sentence, n) => {
    const { shown } = sentence;
    const dates = readDates(shown).filter(({ year, start }) => year !== undefined && !inBrackets(shown, start));
    const [first] = dates;
    if (
      !first ||
      !/[.!)”’"']$/.test(shown) ||
      leansOnPrevious(shown) ||
      isGap(found.passage.headings, shown) ||
      / · /.test(shown)
    )
      return [];
    const event = dates
      .toReversed()
      .reduce((text, { start, end }) => `${text.slice(0, start)} ${text.slice(end)}`, shown);
    const words = new Set(scanUnits(event).flatMap(({ stems }) => stems));
    if (words.size < EVENT_WORDS_MIN) return [];
    const matched = sentence.matched | found.matchedContext;
    const share = concepts.reduce((sum, { idf }, i) => (matched & (1 << i) ? sum + idf : sum), 0) / total;
    return [
      {
        found,
        sentence,
        date: isoOf(first),
        event,
        words,
        share: share - 0.1 * (dates.length - 1),
        order: rank * 1000 + n,
      },
    ];
  });
}

/** "(2012)", "514 U.S. 334 (1995)": a date that belongs to a name or a citation. */
function inBrackets(text: string, at: number): boolean {
  const before = text.slice(0, at);
  return before.lastIndexOf('(') > before.lastIndexOf(')');
}

function isoOf({ year, month, day }: DateClaim): string {
  const two = (part: number) => String(part).padStart(2, '0');
  return [String(year), ...(month === undefined ? [] : [two(month), ...(day === undefined ? [] : [two(day)])])].join(
    '-',
  );
}

/** The summarised document first, then what bears more of the topic, then the document that is older. */
function rankOf(a: Dated, b: Dated, about: string | null): number {
  const main = ({ found }: Dated) => Number(found.document.id === about);
  return (
    main(b) - main(a) ||
    b.share - a.share ||
    compare(a.found.document.date ?? '9', b.found.document.date ?? '9') ||
    a.order - b.order
  );
}

/** Whether two sentences tell one event, with dates that go together. */
function isSameTelling(a: Dated, b: Dated): boolean {
  if (!a.date.startsWith(b.date) && !b.date.startsWith(a.date)) return false;
  if (a.sentence.span.start === b.sentence.span.start && a.found.document.id === b.found.document.id) return true;
  return sharedWords(a, b) >= SAME_EVENT || isCopy(a.event, [b.event]) || isCopy(b.event, [a.event]);
}

/** Whether two sentences tell one event with different dates: nearly the same words both ways. */
function isOtherDate(a: Dated, b: Dated): boolean {
  if (a === b || a.date.startsWith(b.date) || b.date.startsWith(a.date)) return false;
  return isCopy(a.event, [b.event]) && isCopy(b.event, [a.event]);
}

function sharedWords(a: Dated, b: Dated): number {
  const both = [...a.words].filter((word) => b.words.has(word)).length;
  return both / Math.min(a.words.size, b.words.size);
}

function quoteOf({ found, sentence }: Dated, sources: Sources): Quote | null {
  const result = verify({ document: found.document.id, span: sentence.span, passage: found.passage }, sources);
  return 'quotes' in result ? result.quotes[0]! : null;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
