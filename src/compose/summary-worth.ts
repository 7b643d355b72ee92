// What each sentence is worth in a summary by itself: how central it is to what was found, how much of the topic it bears, where it stands and
// how it reads. What it is worth beside others is for whoever chooses.

import { isAside, isConnected, isRecord } from '../answer/asides.ts';
import { firstDate, type Told, toldIn } from '../answer/events.ts';
import type { Concept, Found, Retrieval } from '../answer/model.ts';
import type { SectionCode } from '../answer/summary-model.ts';
import { leansOnPrevious } from '../text/sentences.ts';
import { stem, termsOf } from '../text/terms.ts';
import { centralities, type Vector, vectorsOf } from './centrality.ts';
import type { Unit } from './extract.ts';
import { isCaveat, isSecondHand, quotes, sectionOfUnit, summaryUnits, textOf } from './summary-units.ts';

/** In a topic's summary a sentence must bear at least this share of what the best one bears of the topic. */
const TOPIC_SHARE = 0.45;
/** Parts from which on a unit is a list, which is long for a reason. */
const LIST_PARTS = 3;
const WORDS_FEW = 6;
const WORDS_MANY = 45;

/** Weights, in shares of the most that a sentence can be central or bear of the topic. */
const W = {
  central: 0.5,
  topic: 0.5,
  about: 0.15,
  lead: 0.35,
  opening: 0.3,
  source: 0.1,
  secondHand: 0.15,
  leaning: 0.7,
  connected: 0.5,
  short: 0.35,
  long: 0.12,
  aside: 0.3,
  caveat: 0.35,
  record: 0.5,
};

/** A unit that may be chosen. */
export interface Choice {
  readonly unit: Unit;
  readonly text: string;
  readonly vector: Vector;
  readonly section: SectionCode;
  readonly words: number;
  /** Its date and what it tells then, where it is dated. */
  readonly event: (Told & { readonly date: string }) | null;
  /** Whether it is of the document that is summarised. */
  readonly isAbout: boolean;
  readonly worth: number;
}

/** Everything that may be shown, with its worth. `about`: the document that is summarised, if it is one. */
export function choicesOf(retrieval: Retrieval, about: string | null): Choice[] {
  const units = summaryUnits(retrieval);
  const { concepts } = retrieval;
  const texts = units.map(textOf);
  const vectors = vectorsOf(texts);
  const namedIn = readNames(concepts);
  const openings = openingsOf(units);
  const docket = units.find(({ found }) => found.document.id === about)?.found.document.docket;
  const placed = units.map((unit, n): Placed => {
    const { found, parts } = unit;
    const named = namedIn(found);
    const isAbout = found.document.id === about;
    const isMatter = isAbout || (docket !== undefined && found.document.docket === docket);
    const opening = openings.get(found.document.id);
    const opens = opening !== undefined && parts.some(({ span }) => span.start === opening.parts[0]!.span.start);
    return {
      unit,
      text: texts[n]!,
      isAbout,
      topic: isMatter ? 1 : topicShare(unit, named, concepts),
      title: about === null ? shareOf(named, concepts) : isAbout ? 1 : 0,
      opens,
      leads: found.first || opening?.found === found,
    };
  });
  const bias = placed.map(({ topic, isAbout }) => topic + (isAbout ? W.topic : 0));
  const central = centralities(vectors, bias);
  const least = about === null ? TOPIC_SHARE * Math.max(0, ...placed.map(({ topic }) => topic)) : 0;
  const near = placed.map((one, n) => ({ ...one, choice: choiceOf(one, vectors[n]!, central[n]!) }));
  const onTopic = near.filter(({ topic }) => topic >= least);
  const told = onTopic.filter(({ isAbout, opens, text, choice }) => {
    return (isAbout && opens) || choice.section === 'stands' || !isAside(text);
  });
  return (told.length > 0 ? told : onTopic).map(({ choice }) => choice);
}

/** A unit with where it stands. */
interface Placed extends Pick<Choice, 'unit' | 'text' | 'isAbout'> {
  /** Share of the topic that it bears, 1 in the matter's own documents. */
  readonly topic: number;
  /** Share of the topic that its document is named after. */
  readonly title: number;
  /** Whether it has its document's first sentence, */
  readonly opens: boolean;
  /** or stands in its first passage. */
  readonly leads: boolean;
}

function choiceOf(
  { unit, text, isAbout, topic, title, opens, leads }: Placed,
  vector: Vector,
  central: number,
): Choice {
  const words = text.split(' ').length;
  const section = sectionOfUnit(unit);
  const worth =
    W.central * central +
    W.topic * topic +
    (isAbout ? W.about : 0) +
    (leads ? W.lead * title : 0) +
    (opens ? W.opening * title : 0) +
    (quotes(unit) ? W.source : 0) -
    (words > WORDS_MANY && unit.parts.length < LIST_PARTS && !quotes(unit) ? W.long : 0) -
    (words < WORDS_FEW ? W.short : 0) -
    (isCaveat(unit) && section !== 'stands' ? W.caveat : 0) -
    (isSecondHand(unit) ? W.secondHand : 0) -
    (isAside(text) ? W.aside : 0) -
    (isRecord(text) ? W.record : 0) -
    (opens ? 0 : leaning(unit.parts[0]!.shown)); // nothing stands before a document's first sentence
  const last = unit.parts.at(-1)!.shown;
  const date = firstDate(last);
  const event = date === null ? null : { date, ...toldIn(last) };
  return { unit, text, vector, section, words, event, isAbout, worth };
}

function leaning(first: string): number {
  if (leansOnPrevious(first)) return W.leaning;
  return isConnected(first) ? W.connected : 0;
}

/** The first unit of each document whose beginning was found. */
function openingsOf(units: readonly Unit[]): Map<string, Unit> {
  const openings = new Map<string, Unit>();
  const begun = new Set(units.filter(({ found }) => found.first).map(({ found }) => found.document.id));
  for (const unit of units) {
    const { id, text } = unit.found.document;
    if (!begun.has(id) && text !== 'verbatim') continue; // a verbatim text's first passage may be a title
    const before = openings.get(id);
    if (!before || unit.parts[0]!.span.start < before.parts[0]!.span.start) openings.set(id, unit);
  }
  return openings;
}

/** Which concepts a passage's headings and its document's names have in the asker's own words: a mask. */
function readNames(concepts: readonly Concept[]): (found: Found) => number {
  const wanted = concepts.map(({ surface, corrected }) =>
    corrected === undefined ? namesIn(surface) : [stem(corrected)],
  );
  const known = new Map<string, number>();
  return ({ document, passage }) => {
    const text = [document.title, document.short, ...(document.also ?? []), ...passage.headings].join('\n');
    const before = known.get(text);
    if (before !== undefined) return before;
    const terms = new Set(namesIn(text));
    const mask = wanted.reduce((sum, own, i) => (own.some((term) => terms.has(term)) ? sum | (1 << i) : sum), 0);
    known.set(text, mask);
    return mask;
  };
}

/** Terms, stemmed once more: "summonses" names a document on the summons. */
function namesIn(text: string): string[] {
  return termsOf(text).map(stem);
}

/** Share of what was asked for that a unit bears: in its own words, and at less in its headings and title. */
function topicShare({ matched, exact, found }: Unit, named: number, concepts: readonly Concept[]): number {
  return (
    shareOf(exact, concepts) +
    W_CONTEXT * shareOf(named & ~exact, concepts) +
    W_SYNONYM * shareOf((matched | found.matchedContext) & ~exact & ~named, concepts)
  );
}

/** What a concept is worth that stands in the headings or title, or in a sentence by a synonym. */
const W_CONTEXT = 0.45;
const W_SYNONYM = 0.4;

function shareOf(mask: number, concepts: readonly Concept[]): number {
  return worthOf(mask, concepts) / (worthOf(~0, concepts) || 1);
}

function worthOf(mask: number, concepts: readonly Concept[]): number {
  return concepts.reduce((sum, { idf, weight }, i) => (mask & (1 << i) ? sum + idf * weight : sum), 0);
}
