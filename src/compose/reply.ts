// A model's reply, read as it comes. What is not the JSON asked for is a fault with a
// reason; nothing here decides whether a statement is true.

import { parse } from 'jsonriver';
import { z } from 'zod';
import type { Draft, DraftStatement } from '../answer/model.ts';

/** What a model is asked for. The verdict comes first, and what is cited before what is said about it. */
export const ANSWER_SCHEMA = z.object({
  verdict: z.enum(['answered', 'not_answered']),
  statements: z.array(
    z.object({
      cites: z.array(z.object({ id: z.string(), phrase: z.string().nullable() })),
      text: z.string(),
    }),
  ),
});

export const REWRITE_SCHEMA = z.object({ standalone: z.string(), phrasings: z.array(z.string()) });

/** What is read of a statement: servers that ignore the schema leave out a null, or name ids only. */
const STATEMENT = z.object({
  cites: z.array(
    z.union([
      z.string().transform((id) => ({ id, phrase: null })),
      z.object({ id: z.string(), phrase: z.string().nullish() }),
    ]),
  ),
  text: z.string(),
});

/** A whole reply: the draft in it, or what is wrong with it. */
export type Reply = { readonly draft: Draft } | { readonly fault: string; readonly text: string };

/** Reads a reply from its pieces, and hands over each statement the moment its braces close. Rejects with what the pieces' source throws. */
export async function readReply(
  pieces: AsyncIterable<string>,
  onStatement: (statement: DraftStatement) => void,
): Promise<Reply> {
  const read: Progress = { text: '', whole: false, ended: false, failure: null };
  const statements: DraftStatement[] = [];
  let [verdict, listed, fault]: [unknown, boolean, string | null] = [null, false, null];
  const completeCallback: CompleteCallback = (value, path) => {
    const segments = path.segments();
    const [key] = segments;
    if (segments.length === 0) read.whole = true;
    else if (key === 'verdict') verdict = value;
    else if (key === 'statements' && segments.length === 1) listed = Array.isArray(value);
    else if (key === 'statements' && segments.length === 2) {
      const statement = readStatement(value);
      if (typeof statement === 'string') fault ??= statement;
      else {
        statements.push(statement);
        onStatement(statement);
      }
    }
  };
  try {
    for await (const _ of parse(objectIn(pieces, read), { completeCallback }));
  } catch {
    if (read.failure) throw read.failure.error;
    if (!read.whole && !read.ended) fault ??= 'it is not valid JSON';
  }
  const { text, whole } = read;
  if (startOf(text) < 0) return { fault: 'it holds no JSON object', text };
  if (fault !== null) return { fault, text };
  if (!whole) return { fault: 'it breaks off', text };
  if (!listed && verdict !== 'not_answered') return { fault: 'it has no "statements"', text };
  return { draft: { statements, abstains: verdict === 'not_answered' } };
}

interface Progress {
  /** All that came. */
  text: string;
  /** Whether the JSON object is whole; words after it are not read. */
  whole: boolean;
  ended: boolean;
  /** What the pieces' source threw, which is no fault of the reply. */
  failure: { readonly error: unknown } | null;
}

type CompleteCallback = NonNullable<NonNullable<Parameters<typeof parse>[1]>['completeCallback']>;

/** The pieces from where the JSON object begins. */
async function* objectIn(pieces: AsyncIterable<string>, read: Progress): AsyncGenerator<string> {
  let begun = false;
  try {
    for await (const piece of pieces) {
      const known = read.text.length;
      read.text += piece;
      const from: number = begun ? known : startOf(read.text);
      begun = from >= 0;
      if (begun) yield read.text.slice(from);
      if (read.whole) return;
    }
    read.ended = true;
  } catch (error) {
    read.failure = { error };
    throw error;
  }
}

/** Where the JSON object begins: after any reasoning in <think> tags, words or Markdown fence; -1 while it has not. */
function startOf(text: string): number {
  const opened = text.indexOf('<think>');
  const thought = opened < 0 ? 0 : text.indexOf('</think>');
  return thought < 0 ? -1 : text.indexOf('{', thought);
}

function readStatement(value: unknown): DraftStatement | string {
  const result = STATEMENT.safeParse(value);
  if (!result.success) {
    const [issue] = result.error.issues;
    return `a statement has a fault at ${issue?.path.join('.') || 'its top'}: ${issue?.message ?? 'unknown'}`;
  }
  const { text, cites } = result.data;
  return {
    text,
    quotes: cites.map(({ id, phrase }) => ({ id, ...(phrase == null || phrase === '' ? {} : { phrase }) })),
  };
}
