// A question → the concepts it asks for: words, names, citations and numbers, each with the index terms that count as finding it.

import type { Question } from '../answer/model.ts';
import { SYNONYM_STEMS } from '../text/synonyms.ts';
import { scanUnits, stem, type Unit } from '../text/terms.ts';

/** An index term that counts as finding a concept, at `weight` of an occurrence. */
export interface Alternative {
  readonly term: string;
  readonly weight: number;
}

export interface ConceptQuery {
  readonly surface: string;
  readonly type: 'word' | 'name' | 'number';
  /** The asker's own term first. */
  readonly alternatives: readonly Alternative[];
  /** What to ask for instead when the collection has none of the alternatives (the parts of a docket or handle). */
  readonly parts: readonly string[];
  readonly fromHistory: boolean;
}

/** Whether the concept is a whole case name ("twitter_v_dhs"). */
export function isCaseName({ alternatives: [own] }: ConceptQuery): boolean {
  return own?.term.includes('_v_') === true;
}

/** A synonym finds a passage, but the asker's own word finds it better. */
const SYNONYM_WEIGHT = 0.5;
export const PART_WEIGHT = 0.6;
/** Bits in a match mask. */
const CONCEPTS_MAX = 30;

/** Words of a question that carry no content there, though they may in a text: "what does X say about Y", "tell me who …". */
const ASKING = new Set(
  'tell explain describe give know say mean please question answer source document happen'.split(' ').map(stem),
);

/** At most CONCEPTS_MAX concepts of the question, repetitions left out; an elliptic follow-up takes the earlier question's. */
export function readConcepts(question: Question): ConceptQuery[] {
  const own = conceptsOf(question.text, false);
  const earlier = anchorOf(question.history);
  const leans = earlier !== undefined && isElliptic(question.text, own);
  const pointing = ({ alternatives: [term] }: ConceptQuery) => !POINTERS.has(term!.term);
  const all = leans ? [...own.filter(pointing), ...conceptsOf(earlier, true)] : own;
  const seen = new Set<string>();
  const distinct = all.filter(({ alternatives }) => {
    const key = alternatives[0]!.term;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  const asking = askingVerb(question.text);
  const content = distinct.filter(({ alternatives: [own] }) => !ASKING.has(own!.term) && own!.term !== asking);
  return (content.length > 0 ? content : distinct).slice(0, CONCEPTS_MAX);
}

/** Words that in a follow-up only point on from the earlier question: "and what happened next?". */
const POINTERS = new Set(
  'next then later afterwards afterward else happen happened end after follow case thing matter'.split(' ').map(stem),
);

const ASKING_VERB =
  /^\s*(?:what|how)\b.*\b(?:did|does|do|was|is|were)\b.*?\b(decide|decided|hold|held|rule|conclude|find|say|said|mean|do|strike down|use|used|require)\b\W*$/i;

/** The stem of the verb that a question ends on and only asks with: "what did the court decide?". */
function askingVerb(text: string): string | null {
  const verb = ASKING_VERB.exec(text)?.[1];
  return verb === undefined ? null : (scanUnits(verb)[0]?.stems[0] ?? null);
}

const FOLLOW_UP = /^\s*(?:and|but|so|then|what about|how about|or|also)\b/i;
/** "What is a gag order?" stands on its own. */
const DEFINES = /^\s*(?:what|who) (?:is|are) an? |\bwhat does .* mean\b/i;
const POINTS_BACK =
  /\b(?:it|its|they|them|their|he|him|his|she|her|that|this|those|these|there|then|next|later|afterwards?|else|former|latter)\b/i;

/** Whether the question leans on the one before: it begins like a follow-up, or names nothing itself and points back. */
function isElliptic(text: string, concepts: readonly ConceptQuery[]): boolean {
  if (FOLLOW_UP.test(text)) return true;
  if (DEFINES.test(text) || concepts.some(({ type }) => type === 'name')) return false;
  return (
    concepts.length === 0 ||
    (concepts.length <= 4 && POINTS_BACK.test(text)) ||
    (concepts.length <= 2 && /\bthe\b/i.test(text))
  );
}

/** The latest of the thread's questions that names something or stands on its own, which follow-ups lean on. */
function anchorOf(history: readonly string[]): string | undefined {
  const stands = (text: string, concepts: readonly ConceptQuery[]) =>
    concepts.some(({ type }) => type === 'name') || !isElliptic(text, concepts);
  return history.findLast((text) => stands(text, conceptsOf(text, false))) ?? history.at(-1);
}

function conceptsOf(text: string, fromHistory: boolean): ConceptQuery[] {
  const units = scanUnits(text);
  const concepts: ConceptQuery[] = [];
  const swallowed = new Set<number>(); // units that a citation already says ("19", "U.S.C.", "§")
  for (const [i, unit] of units.entries()) {
    if (unit.compounds.some((term) => /^\d+(?:usc|cfr)/.test(term))) {
      for (let k = i - 1; k >= Math.max(0, i - 3); k--) {
        if (/^(?:§+|sections?|secs?|u\.?s\.?c\.?a?|c\.?f\.?r\.?|usca?|cfr|\d+)$/.test(units[k]!.word)) swallowed.add(k);
        else break;
      }
    } else if (unit.compounds.some((term) => term.startsWith('§')) && i > 0) swallowed.add(i - 1);
  }
  for (let i = 0; i < units.length; i++) {
    if (swallowed.has(i)) continue;
    const unit = units[i]!;
    concepts.push(...conceptsOfUnit(unit, units.slice(i, i + unit.length), i === 0, fromHistory));
    i += unit.length - 1;
  }
  return concepts;
}

function conceptsOfUnit(unit: Unit, run: readonly Unit[], first: boolean, fromHistory: boolean): ConceptQuery[] {
  const caseName = unit.compounds.find((term) => /_v_/.test(term));
  const surface = caseName?.replaceAll('_', ' ') ?? run.map((u) => u.surface).join(' ');
  const type = typeOf(unit, first);
  if (unit.compounds.length > 0) {
    const whole = [...unit.compounds].sort((a, b) => b.length - a.length);
    const number = /^\d/.test(unit.word) && unit.stems.length === 1 ? unit.stems : [];
    const alternatives = [
      ...whole.map((term) => ({ term, weight: 1 })),
      ...number.map((term) => ({ term, weight: PART_WEIGHT })),
    ];
    const parts = run.flatMap((u) => u.stems);
    return [{ surface, type: type === 'word' ? 'name' : type, alternatives, parts, fromHistory }];
  }
  return unit.stems.map((term) => ({
    surface: unit.stems.length === 1 ? unit.surface : term,
    type,
    alternatives: [
      { term, weight: 1 },
      ...(SYNONYM_STEMS.get(term) ?? []).map((other) => ({ term: other, weight: SYNONYM_WEIGHT })),
    ],
    parts: [],
    fromHistory,
  }));
}

function typeOf(unit: Unit, first: boolean): ConceptQuery['type'] {
  if (/^\d/.test(unit.word)) return 'number';
  const capital = /^@|^\p{Lu}/u.test(unit.surface);
  const inside = /\p{Lu}/u.test(unit.surface.slice(1));
  return (capital && (!first || inside)) || inside ? 'name' : 'word';
}
