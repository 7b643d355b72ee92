// A small Slack on loopback: the Web API methods that Publius calls, a response_url, and signed HTTP deliveries to the app. Keeps what stands in
// the channels, refuses what Slack's limits refuse, and can fail on purpose. Socket Mode is not spoken.

import { createHmac, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const SIGNING_SECRET = 'a signing secret';

export interface Posted {
  readonly channel: string;
  readonly ts: string;
  readonly thread: string | undefined;
  text: string;
  blocks: readonly Block[];
  edits: number;
  streaming: boolean;
}

export type Block = { readonly type: string; readonly [name: string]: unknown };

export interface Faults {
  /** Shares of calls, 0 to 1; a hang is never answered, and a 500 or a hang has taken effect all the same in half of the cases. */
  ratelimited: number;
  serverError: number;
  hang: number;
  refuseBlocks: boolean;
}

export type SlackServer = Awaited<ReturnType<typeof startSlackServer>>;

export async function startSlackServer(random: () => number = Math.random) {
  const messages = new Map<string, Posted>();
  const calls: { method: string; args: Record<string, unknown> }[] = [];
  const breaches: string[] = [];
  const responses: Record<string, unknown>[] = [];
  const faults: Faults = { ratelimited: 0, serverError: 0, hang: 0, refuseBlocks: false };
  let clock = 1_700_000_000;
  const mint = () => `${clock++}.000100`;
  /** Called with every message that is posted, as Slack hands it back to the app. */
  const hooks: { posted: (message: Posted) => void } = { posted: () => {} };

  function perform(method: string, args: Record<string, unknown>): Record<string, unknown> {
    const channel = String(args.channel ?? '');
    const blocks = (args.blocks ?? []) as Block[];
    const fault = faultOf(args.text, blocks);
    if (method.startsWith('chat.') && fault !== null) {
      breaches.push(`${method}: ${fault}`);
      return { ok: false, error: 'invalid_blocks' };
    }
    if (faults.refuseBlocks && blocks.length > 0) return { ok: false, error: 'invalid_blocks' };
    switch (method) {
      case 'auth.test':
        return { ok: true, user_id: 'UBOT', bot_id: 'BBOT', team: 'The Desk', team_id: 'T1' };
      case 'chat.postMessage': {
        const ts = mint();
        const thread = args.thread_ts as string | undefined;
        const message = { channel, ts, thread, text: String(args.text), blocks, edits: 0, streaming: false };
        messages.set(`${channel} ${ts}`, message);
        setImmediate(() => hooks.posted(message));
        return { ok: true, ts, channel };
      }
      case 'chat.update': {
        const message = messages.get(`${channel} ${args.ts}`);
        if (!message) return { ok: false, error: 'message_not_found' };
        if (message.streaming) breaches.push('chat.update while streaming');
        Object.assign(message, { text: String(args.text), blocks, edits: message.edits + 1 });
        return { ok: true, ts: args.ts };
      }
      case 'chat.delete':
        return messages.delete(`${channel} ${args.ts}`) ? { ok: true } : { ok: false, error: 'message_not_found' };
      case 'chat.startStream': {
        if (!args.thread_ts || !args.recipient_user_id || !args.recipient_team_id)
          breaches.push('a stream without thread or recipient');
        const ts = mint();
        const thread = args.thread_ts as string;
        messages.set(`${channel} ${ts}`, {
          channel,
          ts,
          thread,
          text: '',
          blocks: blocksIn(args.chunks),
          edits: 0,
          streaming: true,
        });
        return { ok: true, ts };
      }
      case 'chat.appendStream':
      case 'chat.stopStream': {
        const message = messages.get(`${channel} ${args.ts}`);
        if (!message?.streaming) return { ok: false, error: 'message_not_in_streaming_state' };
        message.blocks = [...message.blocks, ...blocksIn(args.chunks)];
        message.streaming = method === 'chat.appendStream';
        return { ok: true };
      }
      case 'views.open':
      case 'views.publish':
      case 'assistant.threads.setStatus':
      case 'assistant.threads.setTitle':
      case 'assistant.threads.setSuggestedPrompts':
        return { ok: true };
      default:
        breaches.push(`unknown method ${method}`);
        return { ok: false, error: 'unknown_method' };
    }
  }

  async function handle(request: IncomingMessage, response: ServerResponse) {
    const body = await read(request);
    const path = request.url ?? '';
    const send = (status: number, value: unknown, headers = {}) =>
      response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(value));
    if (path.startsWith('/response/')) {
      responses.push(JSON.parse(body));
      return send(200, { ok: true });
    }
    const method = path.replace('/api/', '');
    const args = readArguments(body);
    calls.push({ method, args });
    const roll = method.startsWith('chat.') ? random() : 1;
    if (roll < faults.ratelimited) return send(429, { ok: false, error: 'ratelimited' }, { 'Retry-After': '1' });
    if (roll < faults.ratelimited + faults.serverError + faults.hang) {
      if (random() < 0.5) perform(method, args);
      return roll < faults.ratelimited + faults.serverError ? send(500, {}) : undefined;
    }
    return send(200, perform(method, args));
  }

  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    apiUrl: `${base}/api/`,
    responseUrl: () => `${base}/response/${randomUUID()}`,
    messages,
    calls,
    breaches,
    responses,
    faults,
    hooks,
    mint,
    close: () => {
      server.closeAllConnections();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** Slack delivers again, three times at most, what a broken connection has kept from the app. */
const RETRIES = 3;

/** Posts a signed delivery to the app as Slack does; resolves with its status and how long it took. */
export async function deliver(url: string, payload: Record<string, unknown>, form = false) {
  for (let retry = 0; ; retry++) {
    try {
      return await deliverOnce(url, payload, form);
    } catch (error) {
      if (retry >= RETRIES) throw error;
    }
  }
}

async function deliverOnce(url: string, payload: Record<string, unknown>, form: boolean) {
  const body = form ? new URLSearchParams(payload as Record<string, string>).toString() : JSON.stringify(payload);
  const time = String(Math.floor(Date.now() / 1000));
  const signature = `v0=${createHmac('sha256', SIGNING_SECRET).update(`v0:${time}:${body}`).digest('hex')}`;
  const started = performance.now();
  const response = await fetch(url, {
    method: 'POST',
    body,
    headers: {
      'Content-Type': form ? 'application/x-www-form-urlencoded' : 'application/json',
      'X-Slack-Request-Timestamp': time,
      'X-Slack-Signature': signature,
    },
  });
  await response.arrayBuffer();
  return { status: response.status, ms: performance.now() - started };
}

/** The blocks of a stream's chunks. */
function blocksIn(chunks: unknown): Block[] {
  return ((chunks ?? []) as { blocks?: Block[] }[]).flatMap(({ blocks }) => blocks ?? []);
}

/** Slack's limits on a message (docs.slack.dev, Block Kit reference); null where it keeps them. */
function faultOf(text: unknown, blocks: readonly Block[]): string | null {
  if (blocks.length > 0 && (typeof text !== 'string' || text === '')) return 'blocks without text';
  if (typeof text === 'string' && text.length > 4000) return 'text too long';
  if (blocks.length > 50) return 'too many blocks';
  const ids = blocks.flatMap(({ block_id }) => block_id ?? []);
  if (new Set(ids).size < ids.length) return 'block_id twice';
  const strings: [key: string, value: string][] = [];
  JSON.stringify(blocks, (key, value) => {
    if (typeof value === 'string') strings.push([key, value]);
    return value;
  });
  for (const [key, value] of strings) {
    if (key === 'text' && (value === '' || value.length > 3000)) return 'text object empty or too long';
    if (key === 'value' && value.length > 2000) return 'value too long';
  }
  return null;
}

async function read(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += chunk;
  return body;
}

/** Urlencoded, nested values as JSON. */
function readArguments(body: string): Record<string, unknown> {
  const entries = [...new URLSearchParams(body)].map(([name, value]) => {
    try {
      return [name, name === 'text' || name.endsWith('ts') ? value : JSON.parse(value)] as const;
    } catch {
      return [name, value] as const;
    }
  });
  return Object.fromEntries(entries);
}
