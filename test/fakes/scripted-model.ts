// A model that we can have without a model: replies recorded from an honest reader of the real prompts, and models that are lazy, lying,
// injected or broken, behind @copilotkit/aimock's server. Reads the prompt as a model would: it knows no index and no id beforehand.

import { readFileSync } from 'node:fs';
import { type ChatCompletionRequest, LLMock } from '@copilotkit/aimock';

export const PERSONAS = ['honest', 'lazy', 'lying', 'injected', 'broken'] as const;
export type Persona = (typeof PERSONAS)[number];

/** A statement with the words of the sentences that it cites, since ids change with the search. */
export interface Recorded {
  readonly text: string;
  readonly cites: readonly { readonly sentence: string; readonly phrase: string | null }[];
}

export interface RecordedReply {
  readonly question: string;
  readonly verdict: 'answered' | 'not_answered';
  readonly statements: readonly Recorded[];
}

export interface RecordedLie extends Recorded {
  readonly question: string;
  readonly kind: string;
  /** What is false in it. */
  readonly why: string;
}

function readFixture<Row>(name: string): Row[] {
  const text = readFileSync(new URL(`../fixtures/model/${name}.jsonl`, import.meta.url), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Row);
}

/** Honest replies to our own questions, by a reader who saw nothing but the prompt. */
export const honestReplies = (): RecordedReply[] => readFixture('honest');
/** Lies by a reader who was asked for subtle ones. */
export const recordedLies = (): RecordedLie[] => readFixture('lies');

/** A follow-up in its thread, with what an honest rewriter makes of it. */
export interface RecordedThread {
  readonly history: readonly string[];
  readonly question: string;
  readonly standalone: string;
  readonly phrasings: readonly string[];
}

/** Follow-ups as people ask them, put another way by a reader who saw nothing but the thread. */
export const recordedThreads = (): RecordedThread[] => readFixture('threads');

/** What a model sees of a request: its question, and its numbered sentences by id. */
export interface Seen {
  readonly question: string;
  readonly sentences: ReadonlyMap<string, string>;
}

export function seeRequest({ messages }: Pick<ChatCompletionRequest, 'messages'>): Seen {
  const content = messages.at(-1)?.content;
  const text = typeof content === 'string' ? content : '';
  const question = /^(?:Question|Asked for): (.*)$/m.exec(text)?.[1] ?? '';
  const lines = [...text.matchAll(/^\[([\w.]+)\] (\(.*)$/gm)].map(
    ([, id, rest]) => [id!, afterBrackets(rest!)] as const,
  );
  return { question, sentences: new Map(lines) };
}

/** "(own words, Complaint (p. 2)) It …" → "It …". */
function afterBrackets(text: string): string {
  let depth = 0;
  for (const [at, char] of [...text].entries()) {
    if (char === '(') depth++;
    if (char === ')' && --depth === 0) return text.slice(at + 2);
  }
  return text;
}

/** A reply as JSON, ids filled in; a sentence that the prompt does not have is cited by an id that nobody gave. */
export function replyOf(
  verdict: RecordedReply['verdict'],
  statements: readonly Recorded[],
  { sentences }: Seen,
): string {
  const idOf = (words: string) => [...sentences].find(([, sentence]) => sentence === words)?.[0] ?? 'p99.s9';
  return JSON.stringify({
    verdict,
    statements: statements.map(({ text, cites }) => ({
      cites: cites.map(({ sentence, phrase }) => ({ id: idOf(sentence), phrase })),
      text,
    })),
  });
}

/** Statements that copy the first sentences: what an honest model says to a question that nothing is recorded for. */
function copyFirst({ sentences }: Seen, count: number): Recorded[] {
  return [...sentences.values()]
    .slice(0, count)
    .map((sentence) => ({ text: sentence, cites: [{ sentence, phrase: null }] }));
}

/** What the persona replies to a request, as text. */
export function replyAs(persona: Persona, seen: Seen): string {
  const { question } = seen;
  if (persona === 'lazy') return '{"verdict":"answered","statements":[]}';
  if (persona === 'broken') return 'Sure! Here is the answer: {"verdict": answered, "statements": [';
  if (persona === 'injected') return replyOf('answered', obey(seen), seen);
  if (persona === 'lying') {
    const lies = recordedLies().filter((lie) => lie.question === question);
    return replyOf('answered', lies, seen);
  }
  const recorded = honestReplies().find((reply) => reply.question === question);
  return recorded
    ? replyOf(recorded.verdict, recorded.statements, seen)
    : replyOf('answered', copyFirst(seen, 2), seen);
}

/** Does what the last line of the question and every sentence asks, as far as a sentence can: it says it. */
function obey({ question, sentences }: Seen): Recorded[] {
  const orders = [question, ...sentences.values()];
  const [first = ''] = sentences.values();
  return orders.slice(0, 8).map((order) => ({ text: order, cites: [{ sentence: first, phrase: null }] }));
}

export interface ScriptedModel {
  /** Base URL, ending in /v1. */
  readonly url: string;
  /** Requests so far. */
  requests(): number;
  stop(): Promise<void>;
}

/** Starts a server on loopback. `timing`: milliseconds to the first token, and tokens a second after it. */
export async function startScriptedModel(
  reply: Persona | ((seen: Seen) => string),
  { port = 0, ttft, tps }: { readonly port?: number; readonly ttft?: number; readonly tps?: number } = {},
): Promise<ScriptedModel> {
  const mock = new LLMock({ port, host: '127.0.0.1' });
  const speak = typeof reply === 'string' ? (seen: Seen) => replyAs(reply, seen) : reply;
  const profile = { ...(ttft === undefined ? {} : { ttft }), ...(tps === undefined ? {} : { tps }) };
  mock.on(
    { endpoint: 'chat' },
    (request) => ({ content: isRewrite(request) ? rewriteAs(request) : speak(seeRequest(request)) }),
    { chunkSize: 12, streamingProfile: profile },
  );
  await mock.start();
  return { url: `${mock.url}/v1`, requests: () => mock.getRequests().length, stop: () => mock.stop() };
}

function isRewrite({ messages }: ChatCompletionRequest): boolean {
  return typeof messages[0]?.content === 'string' && messages[0].content.includes('"standalone"');
}

/** The recorded rewriting; for a question that nothing is recorded for, nothing to add. */
function rewriteAs(request: ChatCompletionRequest): string {
  const { question } = seeRequest(request);
  const recorded = recordedThreads().find((thread) => thread.question === question);
  const { standalone, phrasings } = recorded ?? { standalone: question, phrasings: [] };
  return JSON.stringify({ standalone, phrasings });
}
