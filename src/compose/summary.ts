// The keyless summariser: which sentences of what was found tell the matter, without words of its own. Central sentences, from several
// sources and sections, none twice. Deterministic; says nothing of whether there is anything to summarise.

import { holdsContact, isAside, isConnected, isRecord, isWholeSentence, pointsElsewhere } from '../answer/asides.ts';
import { isCopy } from '../answer/copies.ts';
import { datesAgree, firstDate, isSameEvent, type Told, toldIn } from '../answer/events.ts';
import type { Concept, Found, Retrieval, SectionCode } from '../answer/model.ts';
import type { Summarizer } from '../answer/ports.ts';
import { GAP_HEADING, isGap } from '../answer/question.ts';
import { sectionOfAll } from '../answer/sections.ts';
import { leansOnPrevious } from '../text/sentences.ts';
import { termsOf } from '../text/terms.ts';
import { centralities, centreOf, likeness, type Vector, vectorsOf } from './centrality.ts';
import { listOf, type Unit, unitsOf } from './extract.ts';

/** What a reader takes in; the core shows no more either. */
const STATEMENTS_MAX = 8;
/** At most so many statements of a section, so that one of them does not drown the others. */
const SECTION_MAX: Readonly<Record<SectionCode, number>> = { happened: 3, alleged: 2, law: 5, stands: 2 };
/** No further statement is begun once this many words stand. */
const WORDS_BUDGET = 250;
/** Sentences that are compared with each other: their pairs cost time. */
const UNITS_MAX = 240;
/** A further statement must be worth at least this share of the best. */
const WORTH_SHARE = 0.25;
/** A section that has none yet is opened only by a sentence of at least this share. */
const NEW_SECTION_SHARE = 0.55;
/** In a topic's summary a sentence must bear at least this share of what the best one bears of the topic. */
const TOPIC_SHARE = 0.45;
/** Statements of the summarised document before others are preferred. */
const ABOUT_FREE = 4;
/** Sentences more alike than this say the same. */
const SAME_ABOVE = 0.55;
/** Less alike than this, none is a copy of the other, which takes long to tell. */
const COPY_ABOVE = 0.25;
/** Parts from which on a unit is a list, which is long for a reason. */
const LIST_PARTS = 3;
const WORDS_FEW = 6;
const WORDS_MANY = 45;

/** Weights of a sentence's worth, in shares of the most that a sentence can be central or bear of the topic. */
const W = {
  central: 0.5,
  topic: 0.5,
  about: 0.15,
  lead: 0.35,
  opening: 0.3,
  similar: 0.7,
  again: 0.05,
  newSection: 0.15,
  leaning: 0.35,
  short: 0.2,
  long: 0.12,
  aside: 0.6,
  caveat: 0.35,
  record: 0.5,
  source: 0.1,
  secondHand: 0.15,
};

/** A unit that may be chosen. */
interface Choice {
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

/** A summariser that extracts. Same retrieval, same draft. */
export function createSummarizer(): Summarizer {
  return (retrieval, about) => {
    const chosen = choose(choicesOf(retrieval, about));
    return { statements: chosen.map(({ unit }) => ({ quotes: unit.parts.map(({ id }) => ({ id })) })) };
  };
}

/** Everything that may be shown, with its worth. */
function choicesOf(retrieval: Retrieval, about: string | null): Choice[] {
  const units = boundedTo(
    UNITS_MAX,
    distinct(retrieval.found.flatMap((found, rank) => unitsOf(found, rank).map(wholeList).filter(isWhole))),
  );
  const texts = units.map(textOf);
  const vectors = vectorsOf(texts);
  const namedIn = readNames(retrieval.concepts);
  const named = units.map(({ found }) => namedIn(found));
  const isAbout = ({ found }: Unit) => found.document.id === about;
  const docket = units.find(isAbout)?.found.document.docket;
  const isMatter = (unit: Unit) => isAbout(unit) || (docket !== undefined && unit.found.document.docket === docket);
  const topics = units.map((unit, n) => (isMatter(unit) ? 1 : topicShare(unit, named[n]!, retrieval.concepts)));
  const bias = units.map((unit, n) => topics[n]! + (isAbout(unit) ? 0.5 : 0));
  const central = centralities(vectors, bias);
  const least = about === null ? TOPIC_SHARE * Math.max(0, ...topics) : 0;
  const choices = units.map((unit, n): Choice => {
    const text = texts[n]!;
    const words = text.split(' ').length;
    const section = sectionOfUnit(unit);
    const title = about === null ? shareOf(named[n]!, retrieval.concepts) : isAbout(unit) ? 1 : 0;
    const opens = unit.found.first && unit.parts.some(({ span }) => span.start === unit.found.sentences[0]?.span.start);
    const worth =
      W.central * central[n]! +
      W.topic * topics[n]! +
      (isAbout(unit) ? W.about : 0) +
      (unit.found.first ? W.lead * title : 0) +
      (opens ? W.opening * title : 0) +
      (quotes(unit) ? W.source : 0) -
      (leansOnPrevious(unit.parts[0]!.shown) || isConnected(unit.parts[0]!.shown) ? W.leaning : 0) -
      (words < WORDS_FEW ? W.short : 0) -
      (words > WORDS_MANY && unit.parts.length < LIST_PARTS && !quotes(unit) ? W.long : 0) -
      (isSecondHand(unit) ? W.secondHand : 0) -
      (isAside(text) ? W.aside : 0) -
      (isRecord(text) ? W.record : 0) -
      (isCaveat(unit) && section !== 'stands' ? W.caveat : 0);
    const date = firstDate(unit.parts.at(-1)!.shown);
    const event = date === null ? null : { date, ...toldIn(unit.parts.at(-1)!.shown) };
    return { unit, text, vector: vectors[n]!, section, words, event, isAbout: isAbout(unit), worth };
  });
  return choices.filter((_, n) => topics[n]! >= least);
}

/** Whether a unit has a source's own words. */
function quotes({ found, parts }: Unit): boolean {
  const last = parts.at(-1)!.span.start;
  return found.passage.voice === 'source' || found.quoted?.sentences.some(({ span }) => span.start === last) === true;
}

/** Words quoted in a document of another kind: the matter's own document has them too, with its status. */
function isSecondHand(unit: Unit): boolean {
  const { passage, quoted, document } = unit.found;
  const { kind } = quoted && quotes(unit) ? quoted.passage : passage;
  return kind !== undefined && kind !== document.kind;
}

function sectionOfUnit({ found, parts }: Unit): SectionCode {
  const quoted = new Set(found.quoted?.sentences.map(({ span }) => span.start));
  const spoken = parts.map(({ shown, span }) => {
    const inIntro = found.intro?.sentences.some((sentence) => sentence.span.start === span.start) === true;
    const passage = quoted.has(span.start) ? found.quoted!.passage : inIntro ? found.intro!.passage : found.passage;
    return { shown, voice: passage.voice, kind: passage.kind ?? found.document.kind ?? null };
  });
  return sectionOfAll(spoken);
}

/** Whether a digest says it among what its sources leave open. */
function isCaveat({ found: { passage } }: Unit): boolean {
  return passage.voice === 'digest' && passage.headings.at(-1) === GAP_HEADING;
}

/** Instead of an item that says half without the others ("third, …", or led to by a colon) the whole list. */
function wholeList(unit: Unit): Unit {
  const list = unit.found.list();
  if (!list) return unit;
  const led =
    list[0]!.sentences.at(-1)?.shown.endsWith(':') === true &&
    list.some(({ passage }) => passage === unit.found.passage);
  return listOf(unit, led) ?? unit;
}

/** Whether a unit is a sentence or more that can stand in a summary at all. */
function isWhole(unit: Unit): boolean {
  const { found, parts } = unit;
  const last = parts.at(-1)!;
  if (found.passage.voice === 'digest' && isGap(found.passage.headings, last.shown)) return false;
  if (found.document.help !== undefined && found.passage.headings.at(-1) === found.document.help) return false;
  if (holdsContact(last.shown)) return false;
  if (parts.length === 1 && pointsElsewhere(last.shown)) return false;
  if (!quotes(unit)) return isWholeSentence(last.shown);
  return !/[?:]$/.test(last.shown) && (parts.length > 1 || !/^\p{Ll}/u.test(last.shown));
}

function textOf({ parts }: Unit): string {
  return parts.map(({ shown }) => shown).join(' ');
}

/** One unit a place. */
function distinct(units: readonly Unit[]): Unit[] {
  const seen = new Set<string>();
  return units.filter(({ found, parts }) => {
    const key = `${found.document.id} ${parts.at(-1)!.span.start}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** The units that are nearest to what they all are about, in their order; linear in their number. */
function boundedTo(most: number, units: readonly Unit[]): readonly Unit[] {
  if (units.length <= most) return units;
  const vectors = vectorsOf(units.map(textOf));
  const centre = centreOf(vectors);
  const ranked = units.map((unit, n) => ({
    unit,
    n,
    near: likeness(vectors[n]!, centre) + (unit.found.first ? 1 : 0),
  }));
  ranked.sort((a, b) => b.near - a.near || a.n - b.n);
  return ranked
    .slice(0, most)
    .sort((a, b) => a.n - b.n)
    .map(({ unit }) => unit);
}

/** Which concepts a passage's headings and its document's names have in the asker's own words: a mask. */
function readNames(concepts: readonly Concept[]): (found: Found) => number {
  const wanted = concepts.map(({ surface, corrected }) => (corrected === undefined ? termsOf(surface) : [corrected]));
  const known = new Map<string, number>();
  return ({ document, passage }) => {
    const text = [document.title, document.short, ...(document.also ?? []), ...passage.headings].join('\n');
    const before = known.get(text);
    if (before !== undefined) return before;
    const terms = new Set(termsOf(text));
    const mask = wanted.reduce((sum, own, i) => (own.some((term) => terms.has(term)) ? sum | (1 << i) : sum), 0);
    known.set(text, mask);
    return mask;
  };
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

function choose(choices: readonly Choice[]): Choice[] {
  const order = new Map(choices.map((choice, n) => [choice, n]));
  const byPlace = (a: Choice, b: Choice) => {
    const [x, y] = [a.unit.found.document.id, b.unit.found.document.id];
    return x === y ? order.get(a)! - order.get(b)! : x < y ? -1 : 1;
  };
  const best = Math.max(...choices.filter(({ unit }) => !unit.found.first).map(({ worth }) => worth), Number.MIN_VALUE);
  const chosen: Choice[] = [];
  let free = [...choices];
  let words = 0;
  while (chosen.length < STATEMENTS_MAX && words < WORDS_BUDGET) {
    const now = free
      .map((choice) => ({ choice, worth: worthBeside(choice, chosen, NEW_SECTION_SHARE * best) }))
      .sort((a, b) => b.worth - a.worth || byPlace(a.choice, b.choice))[0];
    if (!now || now.worth < WORTH_SHARE * best) break;
    const { choice } = now;
    chosen.push(choice);
    words += choice.words;
    free = free.filter((other) => other !== choice && !saysTheSame(choice, other) && !isFull(other.section, chosen));
  }
  return chosen;
}

function isFull(section: SectionCode, chosen: readonly Choice[]): boolean {
  return chosen.filter((choice) => choice.section === section).length >= SECTION_MAX[section];
}

function worthBeside(choice: Choice, chosen: readonly Choice[], newFrom: number): number {
  const alike = Math.max(0, ...chosen.map(({ vector }) => likeness(vector, choice.vector)));
  const before = chosen.filter(({ unit }) => unit.found.document.id === choice.unit.found.document.id).length;
  const sameDocument = choice.isAbout ? Math.max(0, before - ABOUT_FREE) : before;
  const isNew =
    chosen.length > 0 && choice.worth >= newFrom && !chosen.some(({ section }) => section === choice.section);
  return choice.worth - W.similar * alike - W.again * sameDocument + (isNew ? W.newSection : 0);
}

function saysTheSame(a: Choice, b: Choice): boolean {
  const overlap = a.unit.parts.some(({ span }) =>
    b.unit.parts.some(
      (other) => a.unit.found.document.id === b.unit.found.document.id && span.start === other.span.start,
    ),
  );
  if (overlap) return true;
  if (a.event && b.event && datesAgree(a.event.date, b.event.date) && isSameEvent(a.event, b.event)) return true;
  const alike = likeness(a.vector, b.vector);
  if (alike > SAME_ABOVE || alike < COPY_ABOVE) return alike > SAME_ABOVE;
  return isCopy(a.text, [b.text]) || isCopy(b.text, [a.text]);
}
