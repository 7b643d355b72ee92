// Calls to Slack's Web API that get through: a time limit on each try, 429 obeyed for the method and channel that it was said of, faults of
// the server tried again until a deadline, and a message that may have been posted though no answer came is not posted twice. Knows no answer.

import { setTimeout as delay } from 'node:timers/promises';
import { webApi } from '@slack/bolt';
import { LRUCache } from 'lru-cache';
import type { Logger } from './slack-log.ts';

export interface SlackApiConfig {
  readonly token: string;
  /** Base of the Web API, with a slash at its end. */
  readonly apiUrl: string;
  /** Milliseconds that one try may take. */
  readonly timeoutMs: number;
  readonly logger: Logger;
}

/** Slack said no, and would say it again: `code` is Slack's (docs.slack.dev, the method's errors). */
export class SlackRefusal extends Error {
  override readonly name = 'SlackRefusal';
  readonly code: string;

  constructor(method: string, code: string, options?: ErrorOptions) {
    super(`${method}: ${code}`, options);
    this.code = code;
  }
}

export interface CallOptions {
  /** Give up this long after the first try. 0: one try. */
  readonly deadlineMs: number;
  readonly signal?: AbortSignal;
}

type Arguments = Readonly<Record<string, unknown>>;
type Result = webApi.WebAPICallResult & { readonly ts?: string } & Readonly<Record<string, unknown>>;

export interface SlackApi {
  /** Calls a method that may be called twice without harm. Throws SlackRefusal, the last fault at the deadline, or the signal's reason. */
  call(method: string, args: Arguments, options: CallOptions): Promise<Result>;
  /** Posts a message once; resolves with its `ts`. `key` is found in the message's first `block_id`. */
  post(key: string, args: Arguments, options: CallOptions): Promise<string>;
  /** Nobody waits for the post under `key` any more. Its `ts` where it is known to stand; else it is a double as soon as it comes back. */
  abandon(key: string): string | null;
  /** One of our own messages has come back as an event: `key` from its first `block_id`. Returns true where it is a double to be taken away. */
  echo(key: string, ts: string): boolean;
  /** Answers a command or button through its `response_url`. */
  respond(url: string, body: Arguments, options: CallOptions): Promise<void>;
}

/** Answers of Slack's that say nothing about the request (docs.slack.dev, errors common to all methods). */
const PASSING: ReadonlySet<string> = new Set([
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'ratelimited',
  'rate_limited',
]);

const BACKOFF_FIRST_MS = 400;
const BACKOFF_MAX_MS = 15_000;
/** Posts whose fate is remembered, and for how long an echo may take. */
const POSTS_MAX = 10_000;
const POSTS_TTL_MS = 15 * 60_000;
/** A `ts` that no message has. */
const NOWHERE = '';

export function createSlackApi({ token, apiUrl, timeoutMs, logger }: SlackApiConfig): SlackApi {
  const client = new webApi.WebClient(token, {
    slackApiUrl: apiUrl,
    timeout: timeoutMs,
    rejectRateLimitedCalls: true,
    retryConfig: { retries: 0 },
    logger,
  });
  /** When a method may be called again in a channel, by performance.now(). */
  const notBefore = new Map<string, number>();
  /** The `ts` of a post as far as it is known. */
  const posts = new LRUCache<string, string>({ max: POSTS_MAX, ttl: POSTS_TTL_MS });

  async function insist<T>(gate: string, attempt: () => Promise<T>, options: CallOptions): Promise<T> {
    const started = performance.now();
    for (let tries = 0; ; tries++) {
      await passGate(gate, options.signal);
      try {
        return await attempt();
      } catch (error) {
        const wait = waitAfter(error, tries);
        if (wait === null) throw error;
        if (error instanceof webApi.WebAPIRateLimitedError) notBefore.set(gate, performance.now() + wait);
        if (performance.now() - started + wait > options.deadlineMs) throw error;
        await delay(wait, undefined, signalOf(options));
      }
    }
  }

  async function passGate(gate: string, signal?: AbortSignal): Promise<void> {
    for (;;) {
      signal?.throwIfAborted();
      const wait = (notBefore.get(gate) ?? 0) - performance.now();
      if (wait <= 0) break;
      await delay(wait, undefined, signal ? { signal } : {});
    }
    notBefore.delete(gate);
  }

  async function attempt(method: string, args: Arguments): Promise<Result> {
    try {
      return (await client.apiCall(method, forWire(args))) as Result;
    } catch (error) {
      if (error instanceof webApi.WebAPIPlatformError && !PASSING.has(error.data.error))
        throw new SlackRefusal(method, error.data.error);
      throw error;
    }
  }

  return {
    call: (method, args, options) => insist(gateOf(method, args), () => attempt(method, args), options),
    post: (key, args, options) =>
      insist(
        gateOf('chat.postMessage', args),
        async () => {
          const known = posts.get(key); // an earlier try was heard of though it was not answered
          if (known !== undefined) return known;
          const { ts } = await attempt('chat.postMessage', args);
          if (ts === undefined) throw new SlackRefusal('chat.postMessage', 'no_ts');
          posts.set(key, ts);
          return ts;
        },
        options,
      ),
    abandon(key) {
      const known = posts.get(key);
      if (known === undefined) posts.set(key, NOWHERE);
      return known ?? null;
    },
    echo(key, ts) {
      const known = posts.get(key);
      if (known === undefined) posts.set(key, ts);
      return known !== undefined && known !== ts;
    },
    respond: (url, body, options) => insist(`response ${url}`, () => respond(url, body, timeoutMs), options),
  };
}

function gateOf(method: string, { channel, channel_id }: Arguments): string {
  return `${method} ${channel ?? channel_id ?? ''}`;
}

/** Blocks as the JSON that they are sent as: the SDK copies and searches what is nested for its log, however quiet that is. */
function forWire(args: Arguments): Record<string, unknown> {
  return args.blocks === undefined ? { ...args } : { ...args, blocks: JSON.stringify(args.blocks) };
}

function signalOf({ signal }: CallOptions) {
  return signal ? { signal } : {};
}

/** Milliseconds until another try is worth it; null where it is not. */
function waitAfter(error: unknown, tries: number): number | null {
  if (error instanceof webApi.WebAPIRateLimitedError) return error.retryAfter * 1000;
  if (error instanceof SlackRefusal || (error instanceof Error && error.name === 'AbortError')) return null;
  return Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** tries) * (0.75 + Math.random() / 2);
}

async function respond(url: string, body: Arguments, timeoutMs: number): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  });
  const said = await response.text();
  if (response.status === 429)
    throw new webApi.WebAPIRateLimitedError(Number(response.headers.get('retry-after') ?? 1) || 1);
  if (response.status >= 500) throw new Error(`response_url: HTTP ${response.status}`);
  if (!response.ok) throw new SlackRefusal('response_url', errorCodeOf(said) ?? `http_${response.status}`);
}

/** `{"ok":false,"error":"…"}` or a bare code. */
function errorCodeOf(said: string): string | null {
  return /"error"\s*:\s*"(\w+)"/.exec(said)?.[1] ?? /^\w{3,60}$/.exec(said.trim())?.[0] ?? null;
}
