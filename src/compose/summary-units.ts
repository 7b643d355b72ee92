// What a summary may be made of: sentences that can stand alone, with what belongs to them. Says nothing of which are worth showing.

import { holdsContact, isWholeSentence, pointsElsewhere } from '../answer/asides.ts';
import type { Retrieval } from '../answer/model.ts';
import { GAP_HEADING, isGap } from '../answer/question.ts';
import { sectionOfAll } from '../answer/sections.ts';
import type { SectionCode } from '../answer/summary-model.ts';
import { centreOf, likeness, vectorsOf } from './centrality.ts';
import { listOf, type Unit, unitsOf } from './extract.ts';

/** Sentences that are compared with each other: their pairs cost time. */
const UNITS_MAX = 240;

/** At most UNITS_MAX units of what was found, one a place; where no sentence is whole, whatever there is. */
export function summaryUnits({ found }: Retrieval): readonly Unit[] {
  const units = found.flatMap((one, rank) => unitsOf(one, rank)).filter(isShowable);
  const whole = units.map(wholeList).filter(isWhole);
  return boundedTo(UNITS_MAX, distinct(whole.length > 0 ? whole : units));
}

export function textOf({ parts }: Unit): string {
  return parts.map(({ shown }) => shown).join(' ');
}

/** Whether a unit has a source's own words. */
export function quotes({ found, parts }: Unit): boolean {
  const last = parts.at(-1)!.span.start;
  return found.passage.voice === 'source' || found.quoted?.sentences.some(({ span }) => span.start === last) === true;
}

/** Whether those words stand in a source's own text, not as an excerpt in a digest. */
function isVerbatim({ found }: Unit): boolean {
  return found.document.text === 'verbatim';
}

/** Words quoted in a document of another kind: the matter's own document has them too, with its status. */
export function isSecondHand(unit: Unit): boolean {
  const { passage, quoted, document } = unit.found;
  const { kind } = quoted && quotes(unit) ? quoted.passage : passage;
  return kind !== undefined && kind !== document.kind;
}

/** The section that a unit belongs to. */
export function sectionOfUnit({ found, parts }: Unit): SectionCode {
  const quoted = new Set(found.quoted?.sentences.map(({ span }) => span.start));
  const spoken = parts.map(({ shown, span }) => {
    const inIntro = found.intro?.sentences.some((sentence) => sentence.span.start === span.start) === true;
    const passage = quoted.has(span.start) ? found.quoted!.passage : inIntro ? found.intro!.passage : found.passage;
    return { shown, voice: passage.voice, kind: passage.kind ?? found.document.kind ?? null };
  });
  return sectionOfAll(spoken);
}

/** Whether a digest says it among what its sources leave open. */
export function isCaveat({ found: { passage } }: Unit): boolean {
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

/** Whether a unit may be shown at all: no gap of a digest, no contact, no title. */
function isShowable({ found, parts }: Unit): boolean {
  const { shown } = parts.at(-1)!;
  if (found.passage.voice === 'digest' && isGap(found.passage.headings, shown)) return false;
  if (found.document.help !== undefined && found.passage.headings.at(-1) === found.document.help) return false;
  return !holdsContact(shown) && shown !== found.document.title;
}

/** Whether a unit says something by itself. */
function isWhole(unit: Unit): boolean {
  const { shown } = unit.parts.at(-1)!;
  if (unit.parts.length === 1 && pointsElsewhere(shown)) return false;
  if (!quotes(unit) || isVerbatim(unit)) return isWholeSentence(shown);
  return !/[?:]$/.test(shown) && (unit.parts.length > 1 || !/^\p{Ll}/u.test(shown));
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
