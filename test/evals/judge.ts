// Whether an answer to a question with known patterns is right.

export interface Question {
  readonly id: string;
  readonly question: string;
  readonly answerable: boolean;
  /** All must match the text shown, for a right answer. */
  readonly must: readonly string[];
  /** None may. */
  readonly mustNot: readonly string[];
}

export interface Outcome {
  readonly result: 'right' | 'abstained' | 'wrong';
  readonly why?: string;
}

/** Only so much of a text counts, so that dumping passages does not pay. */
const SHOWN_MAX_CHARS = 2000;
/** A denial in the bot's own voice or its digest's, near the start. */
const DENIAL =
  /\b(?:sources?|passages?)\b.{0,50}\b(?:not|no|none|don't|nothing)\b|^\W*(?:no|none|nothing|neither)\b|\b(?:no|none of|nothing in)\b.{0,40}\b(?:court|judge|source|decision|ruling)|\b(?:is|are|was|were|did|does|do|could|can)(?: not|n't)\b/i;
const DENIAL_WITHIN_CHARS = 300;

/** Typography must not decide: quotes and dashes straightened, white space collapsed. */
export function normalise(text: string): string {
  return text.replace(/[‘’]/g, "'").replace(/[“”]/g, '"').replace(/[‐-―]/g, '-').replace(/\s+/g, ' ').trim();
}

/** Answerable: right when answered, every `must` matches and no `mustNot`. Others: right when refused, or when the answer denies. */
export function judge(question: Question, status: string, shown: string): Outcome {
  const text = normalise(shown).slice(0, SHOWN_MAX_CHARS);
  const answered = status === 'answered';
  const hit = question.mustNot.find((pattern) => new RegExp(pattern, 'i').test(text));
  if (!question.answerable) {
    if (!answered) return { result: 'right' };
    if (hit !== undefined) return { result: 'wrong', why: `says /${hit.slice(-60)}/` };
    return DENIAL.test(text.slice(0, DENIAL_WITHIN_CHARS))
      ? { result: 'right' }
      : { result: 'wrong', why: 'answered without a denial' };
  }
  if (!answered) return { result: 'abstained' };
  const missed = question.must.find((pattern) => !new RegExp(pattern, 'i').test(text));
  if (missed !== undefined) return { result: 'wrong', why: `lacks /${missed.slice(0, 60)}/` };
  return hit === undefined ? { result: 'right' } : { result: 'wrong', why: `says /${hit.slice(-60)}/` };
}
