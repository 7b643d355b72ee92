// Discord's REST side over HTTP: token, limits, faults on purpose, the description's check, then the handler. Knows no route itself.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from './body.ts';
import { channelRoutes } from './channel-routes.ts';
import { commandRoutes } from './command-routes.ts';
import { interactionRoutes } from './interaction-routes.ts';
import { createLimits, type Faults, type Limit, tooMany } from './limits.ts';
import { plainRoutes } from './plain-routes.ts';
import { Refusal } from './refusal.ts';
import { createRouter, type Reply, type Route } from './routing.ts';
import { faultOfRequest, faultOfResponse } from './spec.ts';
import { webhookRoutes } from './webhook-routes.ts';
import type { Call, Fields, World } from './world.ts';

export interface RestPorts {
  readonly limits: { limit: Limit; globalPerSecond: number };
  readonly faults: Faults;
  readonly random: () => number;
  readonly keep: boolean;
  readonly checkSelf: boolean;
  readonly gateway: () => Fields;
}

/** What a client needs to start; no fault on purpose comes here unless asked for. */
const START = /^GET \/gateway/;

const PREFIX = '/api/v10';

interface Answer extends Reply {
  readonly headers?: Record<string, string>;
}

export function createRest(world: World, { limits, faults, random, keep, checkSelf, gateway }: RestPorts) {
  const calls: Call[] = [];
  const counts: Record<string, number> = {};
  const ownFaults: string[] = [];
  const judge = createLimits(limits);
  const route = createRouter([
    ...plainRoutes(gateway),
    ...channelRoutes,
    ...commandRoutes,
    ...interactionRoutes,
    ...webhookRoutes,
  ]);

  async function handle(request: IncomingMessage, response: ServerResponse) {
    const atMs = performance.now();
    if (!world.reachable) return request.socket.destroy();
    const method = request.method ?? 'GET';
    const url = new URL(request.url ?? '', 'http://localhost');
    const path = decodeURIComponent(url.pathname);
    const { value, files } = await readBody(request).catch(() => ({ value: null, files: [] }));
    const found = path.startsWith(PREFIX) ? route(method, path.slice(PREFIX.length)) : null;
    if (!found) {
      world.breaches.push(`${method} ${url.pathname}: the fake knows no such route`);
      return send(response, { status: 404, body: { message: '404: Not Found', code: 0 } });
    }
    const { template } = found.route;
    const call: Call = {
      method,
      route: template,
      path,
      params: found.params,
      query: url.searchParams,
      body: value,
      files,
      atMs,
    };
    const name = `${method} ${template}`;
    counts[name] = (counts[name] ?? 0) + 1;
    if (keep) calls.push(call);
    const answer = answerTo(found.route, call, request.headers.authorization, name);
    if (answer === null) return undefined;
    return send(response, answer);
  }

  /** Null: never. */
  function answerTo(target: Route, call: Call, authorization: string | undefined, name: string): Answer | null {
    if (!target.open && authorization !== `Bot ${world.token}`)
      return refused(call, new Refusal(0, {}, null, undefined));
    const { channel_id, guild_id, webhook_token, interaction_id } = call.params;
    const major = channel_id ?? webhook_token ?? interaction_id ?? guild_id ?? '';
    const { headers, limited } = judge(name, major, target.open === true);
    if (limited) {
      const { headers: more, body } = tooMany(limited.retryAfterMs, limited.global ? 'global' : 'user');
      world.refusals.push({ method: call.method, route: call.route, status: 429, code: 0, message: body.message });
      return { status: 429, headers: { ...headers, ...more }, body };
    }
    const fault = faultFor(name);
    if (fault === 'ratelimited') {
      const { headers: more, body } = tooMany(faults.retryAfterMs, 'shared');
      return { status: 429, headers: { ...headers, ...more }, body };
    }
    if (fault === null || random() < 0.5) {
      const reply = perform(target, call);
      if (fault === null) return { ...reply, headers };
      const interaction = world.interactions.get(call.params.interaction_id ?? '');
      if (interaction) interaction.faulted = true;
    }
    return fault === 'hang' ? null : { status: 500, headers, body: { message: '500: Internal Server Error', code: 0 } };
  }

  function faultFor(name: string): 'ratelimited' | 'serverError' | 'hang' | null {
    if (faults.on === null ? START.test(name) : !faults.on.test(name)) return null;
    const roll = random();
    if (roll < faults.ratelimited) return 'ratelimited';
    if (roll < faults.ratelimited + faults.serverError) return 'serverError';
    return roll < faults.ratelimited + faults.serverError + faults.hang ? 'hang' : null;
  }

  function perform(target: Route, call: Call): Reply {
    const { method, route: template, body, files } = call;
    try {
      world.attachments.push(...files);
      if (body === null) throw new Refusal(50035, {}, 'the body is no JSON', undefined);
      const fault = faultOfRequest(method, template, body);
      if (fault)
        throw new Refusal(50035, { errors: { _errors: [{ code: 'SCHEMA', message: fault }] } }, fault, undefined);
      const reply = target.handle(world, call);
      const own = checkSelf ? faultOfResponse(method, template, reply.status, reply.body) : null;
      if (own) ownFaults.push(`${method} ${template}: ${own}`);
      return reply;
    } catch (error) {
      if (error instanceof Refusal) return refused(call, error);
      world.breaches.push(`${method} ${template}: the fake failed: ${error instanceof Error ? error.stack : error}`);
      return { status: 500, body: { message: '500: Internal Server Error', code: 0 } };
    }
  }

  function refused({ method, route: template }: Call, { code, status, message, breach, detail, body }: Refusal): Reply {
    world.refusals.push({ method, route: template, status, code, message });
    if (breach) world.breaches.push(`${method} ${template}: ${code} ${message}${detail ? ` (${detail})` : ''}`);
    return { status, body };
  }

  return { handle, calls, counts, ownFaults };
}

function send(response: ServerResponse, { status, body, headers = {} }: Answer): void {
  if (status === 204) response.writeHead(204, headers).end();
  else response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body));
}
