// When a question is worth putting another way, and what of a rewriter's proposal is believed. A rewriter only helps to find: it
// may not bring in a name, number or date that the thread lacks, nor leave one of the question's out.

import { termsOf } from '../text/terms.ts';
import { unheldClaims } from './grounding-facts.ts';
import type { Question, Retrieval } from './model.ts';
import type { Rewriting } from './ports.ts';
import type { Scope } from './scope.ts';

/** From here on the sources' own words answer so plainly that another phrasing finds nothing better (measured on the question sets). */
const STRONG_FROM = 0.75;
const STANDALONE_MAX_CHARS = 400;
/** Of the words that a standalone question adds, the thread must have at least this share. */
const THREAD_SHARE = 0.5;

/** A question with what was found for it by its own words. */
interface Asked {
  readonly question: Question;
  readonly scope: Scope | null;
  readonly retrieval: Retrieval;
  readonly confidence: number;
}

/** Whether a rewriter's call is worth its time: a follow-up that names nothing itself or leans on the thread, or evidence that is not strong. */
export function isWorthRewriting({ question, scope, confidence, retrieval: { concepts } }: Asked): boolean {
  if (scope && (scope.strength === 'firm' || scope.reason !== 'legal-advice')) return false;
  const leans = concepts.some(({ fromHistory }) => fromHistory);
  const named = concepts.some(({ type, fromHistory }) => type === 'name' && !fromHistory);
  return leans || (question.history.length > 0 && !named) || confidence < STRONG_FROM;
}

/**
 * The rewriter's standalone question, if it puts in what the thread has and the question leaves out: it keeps the question's names, numbers and
 * dates, adds none that the thread's questions lack, and most of its new words are the thread's. Else null.
 */
export function acceptStandalone({ text: asked, history }: Question, { standalone }: Rewriting): string | null {
  const text = standalone.replace(/\s+/g, ' ').trim();
  if (history.length === 0 || text === '' || text.length > STANDALONE_MAX_CHARS) return null;
  const own = new Set(termsOf(asked));
  const thread = new Set(history.flatMap(termsOf));
  const added = [...new Set(termsOf(text))].filter((term) => !own.has(term));
  if (added.length === 0 || added.filter((term) => thread.has(term)).length < THREAD_SHARE * added.length) return null;
  const known = [asked, ...history].join('\n');
  return unheldClaims(text, known).length === 0 && unheldClaims(asked, text).length === 0 ? text : null;
}
