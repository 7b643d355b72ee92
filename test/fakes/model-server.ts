// A hand-made Chat Completions server on node:http for the faults that a polite mock cannot produce: silence, half streams, floods,
// refusals, rubbish. It deliberately has no opinions: it does not check keys, models or messages, count tokens, call tools or keep
// state between requests. Faults that concern a stream are streamed even to a request that did not ask for one.

import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type OpenAI from 'openai';

type ChatBody = OpenAI.ChatCompletionCreateParams;
type Delta = OpenAI.ChatCompletionChunk.Choice.Delta;
type FinishReason = NonNullable<OpenAI.ChatCompletionChunk.Choice['finish_reason']>;

/** What a request gets. Times are in milliseconds; `chunkChars` and `afterChars` count Unicode code points. */
export type Behaviour =
  /** A right answer: streamed if the request asks for a stream, else whole. `firstDelayMs` passes before the headers. */
  | {
      readonly kind: 'answer';
      readonly content: string;
      readonly chunkChars?: number;
      readonly delayMs?: number;
      readonly firstDelayMs?: number;
      readonly finishReason?: FinishReason;
    }
  /** A whole completion, even if the request asks for a stream. */
  | { readonly kind: 'json'; readonly content: string }
  /** An HTTP status with OpenAI's error envelope. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly message?: string;
      readonly code?: string;
      readonly param?: string;
    }
  /** Never a byte; the headers of a stream, then silence; the socket reset before any response. */
  | { readonly kind: 'hang' | 'hang-after-headers' | 'reset' }
  /** A stream that finishes with stop but has no content; one whose lines are not JSON; a web page with status 200, as of a proxy. */
  | { readonly kind: 'empty' | 'garbage' | 'html' }
  /** A part of the content, then: silence; the socket destroyed; a clean end with neither finish_reason nor [DONE]; the filter's finish. */
  | Part
  /** The model declines: its words come in `refusal`, not in `content`. */
  | { readonly kind: 'refusal'; readonly refusal: string }
  /**
   * `opening` (`"` unless given: a JSON string that never closes), then `bytes` bytes of the letter x (Infinity: until the client
   * goes), in chunks or in one single SSE line; then finish_reason length.
   */
  | { readonly kind: 'flood'; readonly bytes: number; readonly oneLine?: boolean; readonly opening?: string }
  /** An error in place of the second chunk of a stream. */
  | { readonly kind: 'error-in-stream'; readonly message: string }
  /** Decides from the request. If it throws, the request gets status 500 with the message. */
  | { readonly kind: 'handler'; readonly handle: (body: ChatBody) => Behaviour };

interface Part {
  readonly kind: 'stall' | 'cut' | 'end-early' | 'content-filter';
  readonly content: string;
  readonly afterChars: number;
}
type Plain = Exclude<Behaviour, { kind: 'handler' }>;

export interface ModelRequest {
  /** The parsed JSON, typed as what the SDK sends but not checked. */
  readonly body: ChatBody;
  readonly headers: IncomingHttpHeaders;
  /** Whether the client closed the connection before the response ended. */
  readonly aborted: boolean;
}

export interface ModelServer {
  /** The base URL, ending in /v1. */
  readonly url: string;
  /** The chat requests so far, oldest first; it grows and changes as they come and go. */
  readonly requests: readonly ModelRequest[];
  /** How many chat requests have a response that is still open. */
  connections(): number;
  /** Queues behaviours, one for each chat request. When none is left, the last one used stays. */
  respondWith(...behaviours: Behaviour[]): void;
  /** Ends every response, socket and timer; may be called twice. */
  stop(): Promise<void>;
}

/** One open response. */
interface Reply {
  readonly res: ServerResponse;
  readonly body: ChatBody;
  readonly id: string;
  /** Aborts when the response is over, however it ended. */
  readonly signal: AbortSignal;
  /** Whether it was the server that broke the connection, so that the request does not count as aborted. */
  endedByServer: boolean;
}

const FLOOD_BYTES = 65_536;

/** Starts a server on a free port of 127.0.0.1. Until `respondWith` is called, chat requests get status 500. */
export async function startModelServer(): Promise<ModelServer> {
  const requests: { body: ChatBody; headers: IncomingHttpHeaders; aborted: boolean }[] = [];
  const open = new Set<Reply>();
  const queue: Behaviour[] = [];
  let current: Behaviour = { kind: 'status', status: 500, message: 'the test queued no behaviour' };

  async function chat(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const body = JSON.parse(await text(req)) as ChatBody;
    const request = { body, headers: req.headers, aborted: false };
    const over = new AbortController();
    const id = `chatcmpl-${requests.push(request)}`;
    const reply: Reply = { res, body, id, signal: over.signal, endedByServer: false };
    open.add(reply);
    res.once('close', () => {
      open.delete(reply);
      request.aborted = !reply.endedByServer && !res.writableFinished;
      over.abort();
    });
    current = queue.shift() ?? current;
    try {
      await perform(reply, resolveHandlers(current, body));
    } catch (error) {
      if (reply.signal.aborted) return;
      if (res.headersSent) hangUp(reply);
      else sendError(res, { kind: 'status', status: 500, message: String(error) });
    }
  }

  const server = createServer((req, res) => {
    const route = `${req.method} ${req.url?.split('?', 1)[0]}`;
    // Fails only if the request is not JSON, or the client goes before it has sent it all.
    if (route === 'POST /v1/chat/completions') chat(req, res).catch(() => res.destroy());
    else if (route === 'GET /v1/models') sendJson(res, 200, MODELS);
    else sendError(res, { kind: 'status', status: 404, message: `no such route: ${route}` });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    connections: () => open.size,
    respondWith: (...behaviours) => void queue.push(...behaviours),
    stop: async () => {
      for (const reply of open) reply.endedByServer = true;
      const over = [...open].map(({ res }) => once(res, 'close'));
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await Promise.all([closed, ...over]);
    },
  };
}

const MODELS = { object: 'list', data: [{ id: 'fake-model', object: 'model', created: 0, owned_by: 'test' }] };

function resolveHandlers(behaviour: Behaviour, body: ChatBody): Plain {
  return behaviour.kind === 'handler' ? resolveHandlers(behaviour.handle(body), body) : behaviour;
}

async function perform(reply: Reply, behaviour: Plain): Promise<void> {
  const { res, body } = reply;
  switch (behaviour.kind) {
    case 'answer': {
      const finish = behaviour.finishReason ?? 'stop';
      if (behaviour.firstDelayMs) await sleep(behaviour.firstDelayMs, undefined, { signal: reply.signal });
      if (body.stream !== true) return sendJson(res, 200, completion(reply, { content: behaviour.content }, finish));
      await sendPieces(reply, 'content', behaviour.content, behaviour.chunkChars, behaviour.delayMs);
      return finishStream(reply, finish);
    }
    case 'json':
      return sendJson(res, 200, completion(reply, { content: behaviour.content }, 'stop'));
    case 'status':
      return sendError(res, behaviour);
    case 'hang':
      return;
    case 'hang-after-headers':
      startStream(res);
      return res.flushHeaders();
    case 'stall':
    case 'cut':
    case 'end-early':
    case 'content-filter':
      return performPart(reply, behaviour);
    case 'refusal':
      if (body.stream !== true) return sendJson(res, 200, completion(reply, { refusal: behaviour.refusal }, 'stop'));
      await sendPieces(reply, 'refusal', behaviour.refusal);
      return finishStream(reply, 'stop');
    case 'empty':
      startStream(res);
      await send(reply, deltaEvent(reply, { role: 'assistant' }));
      return finishStream(reply, 'stop');
    case 'flood':
      return flood(reply, behaviour);
    case 'garbage':
      startStream(res);
      return void res.end('data: <<< not JSON >>>\n\ndata: {"choices":[{"delta":\n\ndata: \u0000\ufffd}\n\n');
    case 'html':
      res.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
      return void res.end('<!doctype html>\n<title>Sign in</title>\n<h1>Sign in to use this network</h1>\n');
    case 'reset':
      return hangUp(reply, 'resetAndDestroy');
    case 'error-in-stream':
      startStream(res);
      await send(reply, deltaEvent(reply, { role: 'assistant', content: '', refusal: null }));
      return void res.end(`data: ${JSON.stringify(envelope(behaviour.message, 'server_error'))}\n\n`);
  }
}

async function performPart(reply: Reply, { kind, content, afterChars }: Part): Promise<void> {
  await sendPieces(reply, 'content', [...content].slice(0, afterChars).join(''));
  if (kind === 'cut') hangUp(reply);
  if (kind === 'end-early') reply.res.end();
  if (kind === 'content-filter') await finishStream(reply, 'content_filter');
}

function hangUp(reply: Reply, how: 'destroy' | 'resetAndDestroy' = 'destroy'): void {
  reply.endedByServer = true;
  reply.res.socket?.[how]();
}

function startStream(res: ServerResponse): void {
  res.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' });
}

/** Resolves when the system has taken the text, so that no more than one chunk waits in memory; rejects when the response is over. */
async function send({ res, signal }: Reply, data: string): Promise<void> {
  signal.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const give = () => reject(signal.reason);
    signal.addEventListener('abort', give, { once: true });
    res.write(data, () => {
      signal.removeEventListener('abort', give);
      resolve();
    });
  });
}

/** A chat.completion.chunk as one SSE event. */
function chunkEvent({ id, body }: Reply, rest: Pick<OpenAI.ChatCompletionChunk, 'choices' | 'usage'>): string {
  const chunk = { id, object: 'chat.completion.chunk', created: 0, model: body.model, ...rest } as const;
  return `data: ${JSON.stringify(chunk satisfies OpenAI.ChatCompletionChunk)}\n\n`;
}

function deltaEvent(reply: Reply, delta: Delta, finish: FinishReason | null = null): string {
  return chunkEvent(reply, { choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }] });
}

/** Starts a stream, sends the role and then the words in pieces of `chunkChars` code points, `delayMs` milliseconds apart. */
async function sendPieces(reply: Reply, key: 'content' | 'refusal', words: string, chunkChars = 8, delayMs = 0) {
  startStream(reply.res);
  await send(reply, deltaEvent(reply, { role: 'assistant', content: key === 'content' ? '' : null, refusal: null }));
  const chars = [...words];
  const size = Math.max(1, chunkChars);
  for (let at = 0; at < chars.length; at += size) {
    if (delayMs > 0 && at > 0) await sleep(delayMs, undefined, { signal: reply.signal });
    await send(reply, deltaEvent(reply, { [key]: chars.slice(at, at + size).join('') }));
  }
}

/** The finish_reason, the usage if the request asks for it, [DONE], and the end of the response. */
async function finishStream(reply: Reply, finish: FinishReason): Promise<void> {
  await send(reply, deltaEvent(reply, {}, finish));
  if (reply.body.stream_options?.include_usage) await send(reply, chunkEvent(reply, { choices: [], usage: USAGE }));
  await send(reply, 'data: [DONE]\n\n');
  reply.res.end();
}

const USAGE: OpenAI.CompletionUsage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };

async function flood(reply: Reply, { bytes, oneLine, opening = '"' }: Extract<Plain, { kind: 'flood' }>) {
  startStream(reply.res);
  const event = deltaEvent(reply, { role: 'assistant', content: opening });
  // In one line, all the content comes before the quotation mark that closes this event's content.
  const closing = oneLine ? event.indexOf('"},"logprobs"') : event.length;
  await send(reply, event.slice(0, closing));
  for (let sent = 0; sent < bytes; sent += FLOOD_BYTES) {
    const xs = 'x'.repeat(Math.min(FLOOD_BYTES, bytes - sent));
    await send(reply, oneLine ? xs : deltaEvent(reply, { content: xs }));
  }
  if (oneLine) await send(reply, event.slice(closing));
  await finishStream(reply, 'length');
}

function completion(reply: Reply, said: { content: string } | { refusal: string }, finish: FinishReason) {
  const message = { role: 'assistant', content: null, refusal: null, ...said };
  const choices = [{ index: 0, message, logprobs: null, finish_reason: finish }];
  return { id: reply.id, object: 'chat.completion', created: 0, model: reply.body.model, choices, usage: USAGE };
}

function sendJson(res: ServerResponse, status: number, value: unknown, headers: Readonly<Record<string, string>> = {}) {
  res.writeHead(status, { 'content-type': 'application/json', ...headers });
  res.end(JSON.stringify(value));
}

function sendError(res: ServerResponse, fault: Extract<Plain, { kind: 'status' }>): void {
  const { status, headers, message = `the fake's status ${status}`, code, param } = fault;
  const type = status === 429 ? 'rate_limit_error' : status >= 500 ? 'server_error' : 'invalid_request_error';
  sendJson(res, status, envelope(message, type, param, code), headers);
}

function envelope(message: string, type: string, param?: string, code?: string) {
  return { error: { message, type, param: param ?? null, code: code ?? null } };
}
