// Which handler a request belongs to. Handlers are pure of HTTP: they take a call and give an answer, or throw a Refusal.

import type { Call, World } from './world.ts';

export interface Reply {
  readonly status: number;
  readonly body?: unknown;
}

export interface Route {
  readonly method: string;
  readonly template: string;
  readonly handle: (world: World, call: Call) => Reply;
  /** Needs no bot token: the path holds one of its own. */
  readonly open?: boolean;
}

export type Handler = Route['handle'];

export const ok = (body: unknown): Reply => ({ status: 200, body });
export const created = (body: unknown): Reply => ({ status: 201, body });
export const empty: Reply = { status: 204 };

export function createRouter(routes: readonly Route[]) {
  const compiled = routes.map((route) => ({
    route,
    pattern: new RegExp(`^${route.template.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`),
  }));
  return (method: string, path: string): { route: Route; params: Record<string, string> } | null => {
    for (const { route, pattern } of compiled) {
      const match = route.method === method ? pattern.exec(path) : null;
      if (match) return { route, params: { ...match.groups } };
    }
    return null;
  };
}
