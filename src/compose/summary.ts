// The keyless summariser: which sentences of what was found tell the matter, without words of its own. Central sentences, from several
// sources and sections, none twice. Deterministic; says nothing of whether there is anything to summarise.

import { isCopy } from '../answer/copies.ts';
import type { Candidate, Concept, Retrieval, SectionCode } from '../answer/model.ts';
import type { Summarizer } from '../answer/ports.ts';
import { isGap } from '../answer/question.ts';
import { sectionOf } from '../answer/sections.ts';
import { leansOnPrevious } from '../text/sentences.ts';
import { centralities, centreOf, likeness, type Vector, vectorsOf } from './centrality.ts';
import { type Unit, unitsOf } from './extract.ts';

/** What a reader takes in; the core shows no more either. */
const STATEMENTS_MAX = 8;
/** At most so many statements of a section, so that one of them does not drown the others. */
const SECTION_MAX: Readonly<Record<SectionCode, number>> = { happened: 3, alleged: 2, law: 4, stands: 2 };
/** No further statement is begun once this many words stand. */
const WORDS_BUDGET = 210;
/** Sentences that are compared with each other: their pairs cost time. */
const UNITS_MAX = 240;
/** A further statement must be worth at least this share of the best. */
const WORTH_SHARE = 0.35;
/** Sentences more alike than this say the same. */
const SAME_ABOVE = 0.55;
const WORDS_FEW = 6;
const WORDS_MANY = 45;

/** Weights of a sentence's worth. */
const W = {
  central: 0.5,
  topic: 0.5,
  about: 0.25,
  lead: 0.3,
  first: 0.35,
  similar: 0.7,
  again: 0.06,
  newSection: 0.12,
  leaning: 0.35,
  short: 0.2,
  long: 0.15,
  aside: 0.3,
  source: 0.05,
};

/** A unit that may be chosen. */
interface Choice {
  readonly unit: Unit;
  readonly text: string;
  readonly vector: Vector;
  readonly section: SectionCode;
  readonly words: number;
  /** Whether it opens the document that is summarised. */
  readonly opens: boolean;
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
    distinct(retrieval.found.flatMap((found, rank) => unitsOf(found, rank).filter(isWhole))),
  );
  const texts = units.map(textOf);
  const vectors = vectorsOf(texts);
  const topics = units.map((unit) => topicShare(unit, retrieval.concepts));
  const isAbout = ({ found }: Unit) => found.document.id === about;
  const bias = units.map((unit, n) => topics[n]! + (isAbout(unit) ? 0.5 : 0));
  const central = centralities(vectors, bias);
  return units.map((unit, n): Choice => {
    const text = texts[n]!;
    const words = text.split(' ').length;
    const opens = unit.found.first && unit.parts[0]!.span.start === unit.found.sentences[0]?.span.start;
    const shown = unit.parts.at(-1)!;
    const worth =
      W.central * central[n]! +
      W.topic * topics[n]! +
      (isAbout(unit) ? W.about : 0) +
      (unit.found.first ? W.lead * (about === null ? topics[n]! : isAbout(unit) ? 1 : 0.3) : 0) +
      (opens && isAbout(unit) ? W.first : 0) +
      (unit.found.passage.voice === 'source' || unit.found.quoted ? W.source : 0) -
      (leansOnPrevious(unit.parts[0]!.shown) ? W.leaning : 0) -
      (words < WORDS_FEW ? W.short : 0) -
      (words > WORDS_MANY ? W.long : 0) -
      (ASIDE.test(text) ? W.aside : 0);
    return {
      unit,
      text,
      vector: vectors[n]!,
      section: sectionOfUnit(unit, shown),
      words,
      opens: opens && isAbout(unit),
      worth,
    };
  });
}

function sectionOfUnit({ found }: Unit, { shown, span }: Candidate): SectionCode {
  const passage = found.quoted?.sentences.some((sentence) => sentence.span.start === span.start)
    ? found.quoted.passage
    : found.passage;
  return sectionOf({ shown, voice: passage.voice, kind: passage.kind ?? found.document.kind ?? null });
}

/** What tells of the digest or of the search for sources, not of the matter. */
const ASIDE =
  /\b(?:this|our own) (?:digest|guide|reading|inference)\b|\bour (?:reading|inference)\b|\bPublius\b|\bnot (?:been )?verified\b|\bnot included here\b|\bthese sources\b|\bno source (?:reviewed|read)\b|\bcheck the\b|\b(?:seen|read) (?:only )?(?:in|via) (?:a|the|an)\b|\bcontact details\b|\blegal advice\b|\bcase number\b|\bDocument \d/i;
const CONTACT = /\bwww\.|https?:|@[\w-]+\.\w|\b\d{3}-\d{3,4}(?:-\d{4})?\b|\.(?:org|com|net)\b/;

/** Whether a unit is a sentence or more that can stand in a summary at all. */
function isWhole({ found, parts }: Unit): boolean {
  const last = parts.at(-1)!;
  if (found.passage.voice === 'digest' && isGap(found.passage.headings, last.shown)) return false;
  if (found.document.help !== undefined && found.passage.headings.at(-1) === found.document.help) return false;
  if (CONTACT.test(last.shown) || / · /.test(last.shown)) return false;
  if (found.passage.voice === 'source' || found.quoted) return !last.shown.endsWith('?') && !last.shown.endsWith(':');
  return /[.!)”’"']$/.test(last.shown);
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

/** Share of what was asked for that a unit bears: in its own words, and at less in its headings and title. */
function topicShare({ matched, found }: Unit, concepts: readonly Concept[]): number {
  const total = worthOf(~0, concepts) || 1;
  return (worthOf(matched, concepts) + W_CONTEXT * worthOf(found.matchedContext & ~matched, concepts)) / total;
}

const W_CONTEXT = 0.4;

function worthOf(mask: number, concepts: readonly Concept[]): number {
  return concepts.reduce((sum, { idf, weight }, i) => (mask & (1 << i) ? sum + idf * weight : sum), 0);
}

function choose(choices: readonly Choice[]): Choice[] {
  const order = new Map(choices.map((choice, n) => [choice, n]));
  const byPlace = (a: Choice, b: Choice) => {
    const [x, y] = [a.unit.found.document.id, b.unit.found.document.id];
    return x === y ? order.get(a)! - order.get(b)! : x < y ? -1 : 1;
  };
  const best = Math.max(...choices.map(({ worth }) => worth), Number.MIN_VALUE);
  const chosen: Choice[] = [];
  let free = [...choices];
  let words = 0;
  while (chosen.length < STATEMENTS_MAX && words < WORDS_BUDGET) {
    const now = free
      .map((choice) => ({ choice, worth: worthBeside(choice, chosen) }))
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

function worthBeside(choice: Choice, chosen: readonly Choice[]): number {
  const alike = Math.max(0, ...chosen.map(({ vector }) => likeness(vector, choice.vector)));
  const sameDocument = chosen.filter(({ unit }) => unit.found.document.id === choice.unit.found.document.id).length;
  const isNew = chosen.length > 0 && !chosen.some(({ section }) => section === choice.section);
  return choice.worth - W.similar * alike - W.again * sameDocument + (isNew ? W.newSection : 0);
}

function saysTheSame(a: Choice, b: Choice): boolean {
  const overlap = a.unit.parts.some(({ span }) =>
    b.unit.parts.some(
      (other) => a.unit.found.document.id === b.unit.found.document.id && span.start === other.span.start,
    ),
  );
  return overlap || likeness(a.vector, b.vector) > SAME_ABOVE || isCopy(a.text, [b.text]) || isCopy(b.text, [a.text]);
}
