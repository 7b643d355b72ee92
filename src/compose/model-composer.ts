// The composer that words answers with a model. It shows the model numbered sentences and takes back statements that name them; what
// of that is true is for the core's gates. Its faults are values of ComposerError: the keyless answer stands then.

import { PassThrough } from 'node:stream';
import { z } from 'zod';
import type { Draft, DraftStatement, Question, Retrieval } from '../answer/model.ts';
import { type Composer, ComposerError, type Rewriter } from '../answer/ports.ts';
import type { Guard } from './guard.ts';
import { type ModelServer, ModelServerError } from './openai.ts';
import { numberedSentences, oneLine } from './passages.ts';
import type { Message, Prompts } from './prompt.ts';
import { ANSWER_SCHEMA, REWRITE_SCHEMA, readReply } from './reply.ts';

export interface ModelPorts {
  readonly server: ModelServer;
  readonly prompts: Prompts;
  readonly guard: Guard;
  /** Milliseconds for one question in all: its rewriting, if there is one, and its answer. */
  readonly timeoutMs: number;
}

/** Characters of an unreadable reply that are sent back to be put right. */
const REPAIR_MAX_CHARS = 8000;
/** A rewriting is short, and worth waiting for only so long: milliseconds at most, and share of the time there is. */
const REWRITE_TIMEOUT_MS = 8000;
const REWRITE_SHARE = 0.2;
const PHRASINGS_MAX = 3;
const PHRASING_MAX_CHARS = 200;

function rewriteTimeoutMs(timeoutMs: number): number {
  return Math.min(REWRITE_TIMEOUT_MS, REWRITE_SHARE * timeoutMs);
}

export function createModelComposer({ server, prompts, guard, timeoutMs }: ModelPorts): Composer {
  return {
    name: server.name,
    async *compose(
      question: Question,
      retrieval: Retrieval,
      signal?: AbortSignal,
    ): AsyncGenerator<DraftStatement, Draft> {
      const messages = prompts.fill(asksForSummary(question.text) ? 'summary' : 'answer', {
        sentences: numberedSentences(retrieval),
        ...threadOf(question),
      });
      const statements = new PassThrough({ objectMode: true });
      const over = new AbortController();
      const stop = () => over.abort(signal?.reason);
      if (signal?.aborted) stop();
      signal?.addEventListener('abort', stop, { once: true });
      const seen = new Set<string>();
      const show = (statement: DraftStatement) => {
        const key = JSON.stringify(statement);
        if (!seen.has(key)) statements.write(statement);
        seen.add(key);
      };
      const drafting = guard(
        (inner) => draftWith(server, prompts, messages, inner, show),
        over.signal,
        timeoutMs - rewriteTimeoutMs(timeoutMs),
      );
      const end = () => void statements.end();
      drafting.then(end, end);
      try {
        yield* statements as AsyncIterable<DraftStatement>;
        return await drafting;
      } finally {
        signal?.removeEventListener('abort', stop);
        over.abort(); // nobody waits for it, which is no fault of the server
      }
    },
  };
}

/** The thread as a prompt has it: one line each. */
function threadOf({ text, history }: Question): { readonly history: string; readonly question: string } {
  return {
    question: oneLine(text),
    history: history.length === 0 ? '(none)' : history.map((words) => `- ${oneLine(words)}`).join('\n'),
  };
}

const SUMMARY =
  /^\W*(?:(?:please|can you|could you|give (?:me|us)|write|i need|we need) )*(?:a |an |the )?(?:short |brief |quick )?(?:summar\w+|overview|recap|timeline|outline|sum up|tl;?dr)\b/i;

/** Whether the question asks for a summary rather than for an answer. */
export function asksForSummary(text: string): boolean {
  return SUMMARY.test(text);
}

/** One reply, and once more where it cannot be read. */
async function draftWith(
  server: ModelServer,
  prompts: Prompts,
  messages: readonly Message[],
  signal: AbortSignal,
  show: (statement: DraftStatement) => void,
): Promise<Draft> {
  const first = await readReply(server.reply(messages, ANSWER_SCHEMA, signal), show);
  if ('draft' in first) return nonEmpty(first.draft);
  const said: Message = { role: 'assistant', content: first.text.slice(0, REPAIR_MAX_CHARS) };
  const again = [...messages, said, ...prompts.fill('repair', { fault: first.fault })];
  const repaired = await readReply(server.reply(again, ANSWER_SCHEMA, signal), show);
  if ('draft' in repaired) return nonEmpty(repaired.draft);
  throw new ModelServerError('unreadable', `the reply cannot be read: ${repaired.fault}`);
}

function nonEmpty(draft: Draft): Draft {
  if (draft.statements.length === 0 && !draft.abstains)
    throw new ModelServerError('empty', 'the reply has no statements');
  return draft;
}

/** A rewriter by the same model; says nothing where it fails, since a question can be searched as it is. */
export function createModelRewriter({ server, prompts, guard, timeoutMs }: ModelPorts): Rewriter {
  return async (question, signal) => {
    const ask = async (inner: AbortSignal) => {
      let text = '';
      for await (const piece of server.reply(prompts.fill('rewrite', threadOf(question)), REWRITE_SCHEMA, inner))
        text += piece;
      return text;
    };
    try {
      return readRewriting(await guard(ask, signal, rewriteTimeoutMs(timeoutMs)));
    } catch (error) {
      if (error instanceof ComposerError) return null;
      throw error;
    }
  };
}

const REWRITING = z.object({ standalone: z.string(), phrasings: z.array(z.string()).default([]) });

function readRewriting(text: string) {
  const json = text.slice(text.lastIndexOf('</think>') + 1);
  const object = json.slice(json.indexOf('{'), json.lastIndexOf('}') + 1);
  const parsed = REWRITING.safeParse(parseJson(object));
  if (!parsed.success) return null;
  const phrasings = parsed.data.phrasings
    .map((one) => oneLine(one).slice(0, PHRASING_MAX_CHARS))
    .filter((one) => one !== '');
  return { standalone: oneLine(parsed.data.standalone), phrasings: phrasings.slice(0, PHRASINGS_MAX) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
