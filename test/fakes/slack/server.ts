// A Slack on loopback: Web API, `response_url` and Socket Mode. Keeps what stands in the channels, refuses what Slack refuses, and can fail on
// purpose. What it is sent is checked against Slack's own description where that is to be had (spec.ts).

import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { faultOfBlocks } from './blocks.ts';
import { type Fields, mintTs, perform, type Workspace } from './methods.ts';
import { createSocketMode } from './socket.ts';
import { breachesOfCall } from './spec.ts';

export { deliver, interact, SIGNING_SECRET, sign } from './deliver.ts';
export type { Posted } from './methods.ts';

/** Shares of calls to chat.* that fail, 0 to 1. A hang is never answered; a 500 or a hang has taken effect all the same in half of the cases. */
export interface Faults {
  ratelimited: number;
  serverError: number;
  hang: number;
}

export interface SlackServerOptions {
  readonly random?: () => number;
  /** false: calls and responses are counted only, so that memory stays flat. */
  readonly keep?: boolean;
  /** false: takes everything, so that it costs the same whatever it is sent. */
  readonly check?: boolean;
}

export type SlackServer = Awaited<ReturnType<typeof startSlackServer>>;

/** A `response_url` takes so many messages within half an hour (docs.slack.dev, "Handling user interaction"). */
const RESPONSES_MAX = 5;

export async function startSlackServer({ random = Math.random, keep = true, check = true }: SlackServerOptions = {}) {
  const workspace = { ...emptyWorkspace(), check };
  const calls: { method: string; args: Fields }[] = [];
  const counts: Record<string, number> = {};
  const responses: Fields[] = [];
  const uses = new Map<string, number>();
  const faults: Faults = { ratelimited: 0, serverError: 0, hang: 0 };
  const state = { reachable: true, scopes: [] as readonly string[] };

  function respondTo(key: string, body: Fields): Fields {
    const used = uses.get(key);
    if (used === undefined) return { ok: false, error: 'expired_url' };
    if (used >= RESPONSES_MAX) return { ok: false, error: 'used_url' };
    uses.set(key, used + 1);
    if (workspace.refuseBlocks && body.blocks) return { ok: false, error: 'invalid_blocks' };
    const fault = faultOfBlocks(body.blocks ?? []);
    if (fault) {
      workspace.breaches.push(`response_url: ${fault.what}`);
      return { ok: false, error: fault.code };
    }
    if (keep) responses.push(body);
    return { ok: true };
  }

  async function handle(request: IncomingMessage, response: ServerResponse) {
    const body = await read(request);
    if (!state.reachable) return request.socket.destroy();
    const path = request.url ?? '';
    const send = (status: number, value: unknown, headers = {}) =>
      response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(value));
    if (path.startsWith('/response/')) {
      const said = respondTo(path.slice('/response/'.length), JSON.parse(body));
      return send(said.ok ? 200 : 404, said);
    }
    const method = path.replace('/api/', '');
    const args = readArguments(body);
    counts[method] = (counts[method] ?? 0) + 1;
    if (keep) calls.push({ method, args });
    if (check) workspace.breaches.push(...breachesOfCall(method, args));
    const roll = method.startsWith('chat.') ? random() : 1;
    if (roll < faults.ratelimited) return send(429, { ok: false, error: 'ratelimited' }, { 'Retry-After': '1' });
    if (roll < faults.ratelimited + faults.serverError + faults.hang) {
      if (random() < 0.5) perform(method, args, workspace);
      return roll < faults.ratelimited + faults.serverError ? send(500, {}) : undefined;
    }
    const scopes = state.scopes.length > 0 ? { 'X-OAuth-Scopes': state.scopes.join(',') } : {};
    return send(200, perform(method, args, workspace), scopes);
  }

  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const socket = createSocketMode(server);
  workspace.socketUrl = `ws://127.0.0.1:${port}/socket`;
  return {
    ...workspace,
    workspace,
    apiUrl: `http://127.0.0.1:${port}/api/`,
    calls,
    counts,
    responses,
    faults,
    /** `reachable` false: connections are cut. `scopes`: what the token is granted. */
    state,
    socket,
    mint: mintTs,
    responseUrl() {
      const key = randomUUID();
      uses.set(key, 0);
      return `http://127.0.0.1:${port}/response/${key}`;
    },
    trigger() {
      const id = randomUUID();
      workspace.triggers.set(id, performance.now());
      return id;
    },
    close: () => {
      for (const open of socket.sockets) open.terminate();
      server.closeAllConnections();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function emptyWorkspace(): Workspace {
  return {
    messages: new Map(),
    breaches: [],
    views: [],
    homes: new Map(),
    statuses: new Map(),
    titles: new Map(),
    prompts: new Map(),
    triggers: new Map(),
    hooks: { posted: () => {} },
    admins: new Set(),
    whispers: [],
    manifests: new Map(),
    socketUrl: null,
    refuseBlocks: false,
    check: true,
    streamMaxMs: 300_000,
  };
}

async function read(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += chunk;
  return body;
}

/** Urlencoded, nested values as JSON. */
function readArguments(body: string): Fields {
  const entries = [...new URLSearchParams(body)].map(([name, value]) => {
    try {
      return [name, /^(?:text|(?:.*_)?ts)$/.test(name) ? value : JSON.parse(value)] as const;
    } catch {
      return [name, value] as const;
    }
  });
  return Object.fromEntries(entries);
}
