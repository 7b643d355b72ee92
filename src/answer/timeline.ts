// The dated events of a matter, in order: sentences that give a date, each checked as a quotation. The same event told by several sources
// stands once; told with different dates, each stands, and names the others. It never decides which date is right.

import type { DateClaim } from '../text/claims.ts';
import { leansOnPrevious } from '../text/sentences.ts';
import { holdsContact, isAside, isRecord, isWholeSentence, pointsElsewhere } from './asides.ts';
import { isCopy } from './copies.ts';
import { compareDates, datesAgree, datesIn, isoOf, isSameEvent, type Told, toldIn } from './events.ts';
import type { Candidate, Found, Quote, Retrieval } from './model.ts';
import type { Sources } from './ports.ts';
import { isGap } from './question.ts';
import { isPast } from './sections.ts';
import type { TimelineEntry } from './summary-model.ts';
import { verify } from './verify.ts';

/** What a reader takes in. */
const ENTRIES_MAX = 20;
/** An event elsewhere belongs to the matter when its sentence and title bear this share of what was asked for. */
const TOPIC_SHARE = 0.6;
/** Fewer content words beside its date say too little to tell events apart. */
const EVENT_WORDS_MIN = 4;

/** A dated sentence before it is checked. */
interface Dated extends Told {
  readonly found: Found;
  readonly sentence: Candidate;
  /** Every date that it gives, the first first. */
  readonly dates: readonly [string, ...string[]];
  readonly date: string;
  readonly share: number;
  readonly order: number;
}

/** At most twenty dated events of what was found. `about`: the document that the matter is, if it is one. */
export function timelineOf(retrieval: Retrieval, about: string | null, sources: Sources): TimelineEntry[] {
  const docket = retrieval.found.find(({ document }) => document.id === about)?.document.docket;
  const isOwn = ({ document }: Found) => document.id === about || (docket !== undefined && document.docket === docket);
  const dated = retrieval.found
    .flatMap((found, rank) => datedOf(found, rank, retrieval))
    .filter(({ found, share }) => isOwn(found) || share >= TOPIC_SHARE)
    .toSorted((a, b) => rankOf(a, b, about));
  const kept = eventsOf(dated).slice(0, ENTRIES_MAX);
  return kept
    .toSorted((a, b) => compareDates(a.date, b.date) || a.order - b.order)
    .flatMap((one) => {
      const quote = quoteOf(one, sources);
      const differs = kept.filter((other) => isOtherDate(one, other)).map(({ date }) => date);
      return quote === null ? [] : [{ date: one.date, quote, differs: [...new Set(differs)].sort(compareDates) }];
    });
}

/** Each event once, in the order given. A sentence with several dates stands only for one of them that no other sentence has. */
function eventsOf(dated: readonly Dated[]): Dated[] {
  const events: Dated[] = [];
  for (const one of dated.filter(({ dates }) => dates.length === 1))
    if (!events.some((other) => isSameTelling(other, one))) events.push(one);
  for (const one of dated.filter(({ dates }) => dates.length > 1)) {
    const date = one.dates.find((own) => !events.some((other) => other.date === own));
    if (date !== undefined && !events.some((other) => isSameTelling(other, { ...one, date })))
      events.push({ ...one, date });
  }
  return events;
}

function datedOf(found: Found, rank: number, { concepts }: Retrieval): Dated[] {
  const total = concepts.reduce((sum, { idf }) => sum + idf, 0) || 1;
  return found.sentences.flatMap((sentence, n) => {
    const { shown } = sentence;
    const claims = datesIn(shown);
    const [date, ...more] = new Set(claims.map(isoOf));
    if (date === undefined || !tellsEvent(shown, found, claims[0]!) || more.some((other) => other.length === 4))
      return [];
    const told = toldIn(shown);
    if (told.words.size < EVENT_WORDS_MIN) return [];
    const matched = sentence.matched | found.matchedContext;
    const share = concepts.reduce((sum, { idf }, i) => (matched & (1 << i) ? sum + idf : sum), 0) / total;
    return [{ found, sentence, dates: [date, ...more], date, ...told, share, order: rank * 1000 + n }];
  });
}

/** Whether a sentence can stand alone and tells what was done, as far as its date, not what a digest says of its sources. */
function tellsEvent(shown: string, { passage }: Found, date: DateClaim): boolean {
  if (!isPast(shown) || !isWholeSentence(shown) || holdsContact(shown) || leansOnPrevious(shown)) return false;
  if (pointsElsewhere(shown) || isGap(passage.headings, shown)) return false;
  const before = shown.slice(0, date.end);
  if (isAside(before + (/^[^,;]*/.exec(shown.slice(date.end))?.[0] ?? ''))) return false;
  if (date.month === undefined && PRESENT.test(before)) return false; // "… is stricter than the test used in 2017"
  return !isRecord(shown) || PROCEEDING.test(shown);
}

const PRESENT = /\b(?:is|are|leaves?|shows?|means|rests?|says?)\b/;
const PROCEEDING = /\b(?:argued|decided|filed|issued|signed|withdr[ae]w\w*|dismissed|moved|granted|upheld|reversed)\b/i;

/** The summarised document first, then what bears more of the topic, then the document that is older. */
function rankOf(a: Dated, b: Dated, about: string | null): number {
  const main = ({ found }: Dated) => Number(found.document.id === about);
  return (
    main(b) - main(a) ||
    b.share - a.share ||
    compareDates(a.found.document.date ?? '9', b.found.document.date ?? '9') ||
    a.order - b.order
  );
}

/** Whether two sentences tell one event, with dates that go together. */
function isSameTelling(a: Dated, b: Dated): boolean {
  const same = a.sentence.span.start === b.sentence.span.start && a.found.document.id === b.found.document.id;
  return datesAgree(a.date, b.date) && (same || isSameEvent(a, b));
}

/** Whether two sentences tell one event with different dates: nearly the same words both ways. */
function isOtherDate(a: Dated, b: Dated): boolean {
  if (a === b || datesAgree(a.date, b.date)) return false;
  return isCopy(a.event, [b.event]) && isCopy(b.event, [a.event]);
}

function quoteOf({ found, sentence }: Dated, sources: Sources): Quote | null {
  const result = verify({ document: found.document.id, span: sentence.span, passage: found.passage }, sources);
  return 'quotes' in result ? result.quotes[0]! : null;
}
