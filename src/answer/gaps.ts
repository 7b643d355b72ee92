// What the sources leave open: sentences in which a digest says so, and words of a question that no chosen passage has. Looked for in
// the keyless draft, so that no composer with words of its own can pass over them.

import type { Concept, Draft, DraftStatement, Retrieval } from './model.ts';
import { assertsEvent, holdsNew, isGap } from './question.ts';
import { placesOf } from './statements.ts';

/** A gap decides when it bears this share of the question's idf that no other statement bears, */
const GAP_SHARE = 0.15;
/** or this much more of the question than any other statement, */
const GAP_AHEAD = 1.2;
/** or this much of it where the question asks for a date or a number and no other statement has one. */
const GAP_NEAR = 0.75;

/**
 * The statement in which a digest says that its sources leave just this open ("not verified", "not known"), if it decides: it
 * stands first, or answers to more of the question than the others do. Then the sources say that they do not answer.
 */
export function decisiveGap(draft: Draft, retrieval: Retrieval, question: string): DraftStatement | null {
  const { concepts } = retrieval;
  const places = placesOf(draft.statements, retrieval);
  const read = draft.statements.map((statement) => {
    const at = statement.quotes.flatMap(({ id }) => places.get(id) ?? []);
    const mask = at.reduce((sum, { matched }) => sum | matched, 0);
    const gap = at[0]?.passage.voice === 'digest' && isGap(at[0].passage.headings, at[0].shown);
    return {
      statement,
      mask,
      gap,
      weight: idfOf(mask, concepts),
      holds: at.some(({ shown }) => holdsNew(question, shown)),
    };
  });
  const others = read.filter(({ gap }) => !gap);
  const best = Math.max(0, ...others.map(({ weight }) => weight));
  const borne = others.reduce((mask, other) => mask | other.mask, 0);
  const total = idfOf(~0, concepts) || 1;
  const decisive = read.find(
    ({ gap, mask, weight }, n) =>
      gap &&
      ((n === 0 && weight >= best) ||
        idfOf(mask & ~borne, concepts) / total >= GAP_SHARE ||
        weight > GAP_AHEAD * best ||
        (weight >= GAP_NEAR * best && !others.some(({ holds }) => holds))),
  );
  return decisive?.statement ?? null;
}

function idfOf(mask: number, concepts: readonly Concept[]): number {
  return concepts.reduce((sum, { idf, fromHistory }, i) => (mask & (1 << i) && !fromHistory ? sum + idf : sum), 0);
}

/** How much of the question's idf the statements' places bear, their headings and titles counted. */
export function questionBorne(statements: readonly DraftStatement[], retrieval: Retrieval): number {
  const places = placesOf(statements, retrieval);
  return idfOf(
    [...places.values()].reduce((mask, { matched }) => mask | matched, 0),
    retrieval.concepts,
  );
}

/** Names, numbers and asserted events of the question that none of the chosen passages mentions: a premise they do not bear out. */
export function missingWords(statements: readonly DraftStatement[], retrieval: Retrieval): string[] {
  const places = placesOf(statements, retrieval);
  const covered = [...places.values()].reduce((mask, { matched }) => mask | matched, 0);
  return retrieval.concepts
    .filter(
      ({ type, surface, fromHistory }, i) =>
        !(covered & (1 << i)) && !fromHistory && (type !== 'word' || assertsEvent(surface)),
    )
    .map(({ surface }) => surface);
}
