// The model server of `model.ts`, in a process of its own: streams the recorded honest replies at a steady pace, whatever the reader
// does, and notes when it wrote the end of each first statement. Its argument is a Pace as JSON; it sends its parent two base URLs, so
// that no kind of reader uses another's connections.

import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ChatCompletionRequest } from '@copilotkit/aimock';
import { honestReplies, type RecordedReply, replyOf, seeRequest } from '../fakes/scripted-model.ts';

export interface Pace {
  readonly firstTokenMs: number;
  readonly tokenMs: number;
  readonly tokenChars: number;
}

/** One request, as GET /times lists them: in order of arrival, those since the last GET /times. */
export interface Served {
  readonly question: string;
  readonly body: string;
  /** When it had come whole: milliseconds since the epoch. */
  readonly arrivedAt: number;
  /** Whether it came on a connection that had served another. */
  readonly reused: boolean;
  /** When the chunk that closes the first statement's brace had been written, likewise; null while it has not. */
  firstStatementAt: number | null;
}

/** Longer than any round: neither kind opens connections anew after a pause. */
const KEEP_ALIVE_MS = 600_000;
/** The finish comes by itself, as a model's end-of-text token does, but at once, so that nobody gains by not waiting for it. */
const FINISH_MS = 1;

const recorded: ReadonlyMap<string, RecordedReply> = new Map(honestReplies().map((reply) => [reply.question, reply]));
const pace = JSON.parse(process.argv[2]!) as Pace;
const connections = new WeakSet<object>();
let served: Served[] = [];

const urls = [await listen(), await listen()];
process.on('disconnect', () => process.exit());
process.send!(urls);

async function listen(): Promise<string> {
  const server = createServer((req, res) => {
    if (req.method === 'POST' && req.url === '/v1/chat/completions') void chat(req, res);
    else if (req.method === 'GET' && req.url === '/times') {
      res.end(JSON.stringify(served));
      served = [];
    } else res.writeHead(404).end();
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
}

async function chat(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const reused = connections.has(req.socket);
  connections.add(req.socket);
  const body = await text(req);
  const startedAt = performance.now();
  const seen = seeRequest(JSON.parse(body) as ChatCompletionRequest);
  const reply = recorded.get(seen.question);
  if (!reply) return void res.writeHead(404).end();
  const entry: Served = {
    question: seen.question,
    body,
    arrivedAt: performance.timeOrigin + startedAt,
    reused,
    firstStatementAt: null,
  };
  served.push(entry);

  const content = replyOf(reply.verdict, reply.statements, seen);
  const { tokens, closing } = tokensOf(content);
  const events = tokens.map((token) => eventOf({ content: token }, null));
  for (const [n, event] of events.entries()) {
    const due = startedAt + pace.firstTokenMs + n * pace.tokenMs;
    if (due > performance.now()) await sleep(due - performance.now());
    if (res.destroyed) return;
    if (n === 0) res.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    res.write(event);
    if (n === closing) entry.firstStatementAt = performance.timeOrigin + performance.now();
  }
  await sleep(FINISH_MS);
  res.end(`${eventOf({}, 'stop')}data: [DONE]\n\n`);
}

/** A reply in tokens, and the number of the one that closes its first statement. */
function tokensOf(content: string): { readonly tokens: readonly string[]; readonly closing: number } {
  const [first] = (JSON.parse(content) as { statements: unknown[] }).statements;
  const whole = JSON.stringify(first);
  const end = content.indexOf(whole) + whole.length;
  const tokens = content.match(new RegExp(`.{1,${pace.tokenChars}}`, 'gsu')) ?? [];
  let length = 0;
  const closing = tokens.findIndex((token) => {
    length += token.length;
    return length >= end;
  });
  return { tokens, closing };
}

function eventOf(delta: { readonly content?: string }, finish: 'stop' | null): string {
  const choices = [{ index: 0, delta, logprobs: null, finish_reason: finish }];
  const chunk = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 0, model: 'paced', choices };
  return `data: ${JSON.stringify(chunk)}\n\n`;
}
