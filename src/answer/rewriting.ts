// When a question is worth putting another way, and what of a rewriter's proposal is believed. A rewriter only helps to find: it
// may not bring in a name, number or date that the thread lacks, nor leave one of the question's out.

import { unheldClaims } from './grounding-facts.ts';
import type { Question, Retrieval } from './model.ts';
import type { Rewriting } from './ports.ts';
import type { Scope } from './scope.ts';

/** From here on the sources' own words answer so plainly that another phrasing cannot find better. */
const STRONG_FROM = 0.9;
const STANDALONE_MAX_CHARS = 400;

/** A question with what was found for it by its own words. */
interface Asked {
  readonly question: Question;
  readonly scope: Scope | null;
  readonly retrieval: Retrieval;
  readonly confidence: number;
}

/** Whether a rewriter's call is worth its time: a follow-up that leans on the thread, or evidence that is not strong already. */
export function isWorthRewriting({ scope, confidence, retrieval }: Asked): boolean {
  if (scope?.strength === 'firm') return false;
  return confidence < STRONG_FROM || retrieval.concepts.some(({ fromHistory }) => fromHistory);
}

/**
 * The rewriter's standalone question, if the question leans on the thread with words of its own, and the proposal keeps its names
 * and numbers and adds none that the thread's questions lack; else null.
 */
export function acceptStandalone(
  { question, retrieval }: Pick<Asked, 'question' | 'retrieval'>,
  { standalone }: Rewriting,
): string | null {
  const { concepts } = retrieval;
  const leans = concepts.some(({ fromHistory }) => fromHistory) && concepts.some(({ fromHistory }) => !fromHistory);
  const text = standalone.replace(/\s+/g, ' ').trim();
  if (!leans || text === '' || text.length > STANDALONE_MAX_CHARS || text === question.text) return null;
  const thread = [question.text, ...question.history].join(' ');
  if (unheldClaims(text, thread).length > 0 || unheldClaims(question.text, text).length > 0) return null;
  return text;
}
