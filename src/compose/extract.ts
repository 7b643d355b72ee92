// The keyless composer: picks sentences that stand in the sources. Deterministic, no model, no wording of its own.

import type { Candidate, Concept, Draft, DraftStatement, Found, Question, Retrieval } from '../answer/model.ts';
import type { Composer } from '../answer/ports.ts';
import { type AnswerType, denies, holdsType, readAnswerType } from '../answer/question.ts';
import { termsOf } from '../text/terms.ts';

/** At most this many statements: what a reader takes in before deciding to open the source. */
const STATEMENTS_MAX = 3;
/** A further statement must be worth at least this share of the first. */
const WORTH_SHARE = 0.6;
/** Sentences shorter or longer than these (in words) answer badly on their own. */
const WORDS_FEW = 5;
const WORDS_MANY = 60;
/** Characters of a block quote that are shown after its introduction. */
const QUOTED_MAX_CHARS = 700;

/** Weights of a unit's score, in shares of the question's idf. Chosen on half of two question sets, held on the other halves. */
const W = {
  passage: 0.55,
  context: 0.35,
  date: 0.12,
  number: 0.08,
  reason: 0.06,
  denial: 0.04,
  source: 0.03,
  lead: 0.03,
  short: 0.3,
  long: 0.1,
  dependent: 0.04,
  similar: 0.5,
};

/** Sentences that are shown together: one sentence, or an introduction with its block quote. */
interface Unit {
  readonly found: Found;
  readonly parts: readonly Candidate[];
  readonly matched: number;
  readonly score: number;
  readonly order: number;
}

/** A composer that extracts. Same retrieval, same draft. */
export function createExtractComposer(): Composer {
  return {
    async compose(question: Question, retrieval: Retrieval): Promise<Draft> {
      return { statements: choose(question, retrieval) };
    },
  };
}

function choose(question: Question, retrieval: Retrieval): DraftStatement[] {
  const units = distinct(retrieval.found.flatMap((found, i) => unitsOf(found, i)))
    .map((unit) => ({ ...unit, score: scoreOf(unit, question, retrieval) }))
    .sort((a, b) => b.score - a.score || a.order - b.order)
    .slice(0, 16);
  const chosen: Unit[] = [];
  const terms = new Map(units.map((unit) => [unit, new Set(unit.parts.flatMap((part) => termsOf(part.shown)))]));
  while (chosen.length < STATEMENTS_MAX) {
    const worth = (unit: Unit) =>
      unit.score - W.similar * Math.max(0, ...chosen.map((c) => similarity(terms.get(c)!, terms.get(unit)!)));
    const [best] = units
      .filter((unit) => !chosen.includes(unit))
      .sort((a, b) => worth(b) - worth(a) || a.order - b.order);
    if (!best || (chosen.length > 0 && (worth(best) < 0 || best.score < WORTH_SHARE * chosen[0]!.score))) break;
    chosen.push(best);
  }
  return chosen.map(({ parts }) => ({ text: '', quotes: parts.map(({ id }) => ({ id })) }));
}

/** The units of a passage: its sentences, with the introduction of a block quote or the block quote that one introduces. */
function unitsOf(found: Found, rank: number): Unit[] {
  return found.sentences.map((sentence, n) => {
    const parts: Candidate[] = [sentence];
    const isLast = n === found.sentences.length - 1;
    if (found.quoted && isLast) parts.push(...withinChars(found.quoted.sentences));
    else if (found.intro) parts.unshift(...found.intro.sentences);
    else if (found.passage.voice === 'digest' && n > 0 && DEPENDENT.test(sentence.shown))
      parts.unshift(found.sentences[n - 1]!);
    const matched = parts.reduce((mask, part) => mask | part.matched, 0);
    return { found, parts, matched, score: 0, order: rank * 1000 + n };
  });
}

/** First words that lean on the sentence before. */
const DEPENDENT =
  /^(?:it|he|she|they|this|that|these|those|such|both|its|his|her|their|the (?:court|order|case|rule|law|statute|decision|letter|judge|company|agency|request)|but|and|so|there|then)\b/i;

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
  const seen = new Set<string>();
  return units.filter(({ found, parts }) => {
    const key = `${found.document.id}:${parts.map(({ span }) => span.start).join()}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function scoreOf(unit: Unit, question: Question, { concepts, found }: Retrieval): number {
  const total = shareOf(~0, concepts) || 1;
  const own = shareOf(unit.matched, concepts) / total;
  const around = shareOf(unit.found.matched & ~unit.matched, concepts) / total;
  const top = Math.max(...found.map(({ score }) => score), Number.MIN_VALUE);
  const shown = unit.parts.map((part) => part.shown).join(' ');
  const words = shown.split(' ').length;
  const voice = unit.found.passage.voice === 'source' && unit.found.document.text === 'digest';
  return (
    own +
    W.passage * (unit.found.score / top) +
    W.context * around +
    typeBonus(readAnswerType(question.text), shown) +
    (voice || unit.found.quoted ? W.source : 0) +
    (unit.order % 1000 === 0 ? W.lead : 0) -
    (words < WORDS_FEW ? W.short : 0) -
    (words > WORDS_MANY ? W.long : 0) -
    (unit.parts.length === 1 && DEPENDENT.test(shown) ? W.dependent : 0)
  );
}

/** Answer types helped for dates, numbers and reasons only; for people and places they measured worse than nothing. */
function typeBonus(type: AnswerType, shown: string): number {
  if (type === 'when') return holdsType(type, shown) ? W.date : 0;
  if (type === 'how-many') return holdsType(type, shown) ? W.number : 0;
  if (type === 'why') return holdsType(type, shown) ? W.reason : 0;
  if (type === 'yes-no') return denies(shown) ? W.denial : 0;
  return 0;
}

/** Sum of the idf of the concepts in `mask`; those of the thread's earlier question at less. */
function shareOf(mask: number, concepts: readonly Concept[]): number {
  let sum = 0;
  for (let i = 0; i < concepts.length; i++)
    if (mask & (1 << i)) sum += concepts[i]!.idf * (concepts[i]!.fromHistory ? 0.4 : 1);
  return sum;
}

/** Jaccard similarity of two sets of terms. */
function similarity(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let both = 0;
  for (const term of a) if (b.has(term)) both++;
  return both / (a.size + b.size - both || 1);
}
