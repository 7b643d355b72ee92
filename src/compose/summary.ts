// The keyless summariser: which sentences of what was found tell the matter, without words of its own. Central sentences, from several
// sources and sections, none twice. Deterministic; says nothing of whether there is anything to summarise.

import { isCopy } from '../answer/copies.ts';
import { datesAgree, isSameEvent } from '../answer/events.ts';
import type { Summarizer } from '../answer/ports.ts';
import type { SectionCode } from '../answer/summary-model.ts';
import { likeness } from './centrality.ts';
import { type Choice, choicesOf } from './summary-worth.ts';

/** What a reader takes in; the core shows no more either. */
const STATEMENTS_MAX = 8;
/** At most so many statements of a section, so that one of them does not drown the others. */
const SECTION_MAX: Readonly<Record<SectionCode, number>> = { happened: 3, alleged: 2, law: 5, stands: 2 };
/** No further statement is begun once this many words stand. */
const WORDS_BUDGET = 250;
/** A further statement must be worth at least this share of the best, openings left out. */
const WORTH_SHARE = 0.25;
/** A section that has none yet is opened only by a sentence of at least this share, and what that is worth then. */
const NEW_SECTION_SHARE = 0.55;
const NEW_SECTION = 0.15;
/** What being like a chosen sentence costs, as a share of the likeness. */
const SIMILAR = 0.7;
/** What each statement that its document has already costs; the summarised document has some free. */
const AGAIN = 0.05;
const ABOUT_FREE = 4;
/** Sentences more alike than this say the same. */
const SAME_ABOVE = 0.55;
/** Less alike than this, none is a copy of the other, which takes long to tell. */
const COPY_ABOVE = 0.25;

/** A summariser that extracts. Same retrieval, same draft. */
export function createSummarizer(): Summarizer {
  return (retrieval, about) => {
    const chosen = choose(choicesOf(retrieval, about));
    return { statements: chosen.map(({ unit }) => ({ quotes: unit.parts.map(({ id }) => ({ id })) })) };
  };
}

function choose(choices: readonly Choice[]): Choice[] {
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

/** Ties go by document id, then by place. */
function byPlace({ unit: a }: Choice, { unit: b }: Choice): number {
  const [x, y] = [a.found.document.id, b.found.document.id];
  return x === y ? a.parts[0]!.span.start - b.parts[0]!.span.start : x < y ? -1 : 1;
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
  return choice.worth - SIMILAR * alike - AGAIN * sameDocument + (isNew ? NEW_SECTION : 0);
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
