// How much may be asked: so many questions a minute by one asker, and by one workspace. Counts are kept under pseudonyms, in memory.

import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

export interface RateLimits {
  readonly askerPerMinute: number;
  readonly workspacePerMinute: number;
}

/** `ok`; or how long to wait, and whether this is the first time in this minute that it has to be said. */
export type Admission = 'ok' | { readonly seconds: number; readonly first: boolean };

/** Counts one question of `asker` in `workspace` (both pseudonyms) and says whether it may be answered. */
export type Admit = (asker: string, workspace: string) => Promise<Admission>;

const MINUTE_S = 60;

export function createLimiter({ askerPerMinute, workspacePerMinute }: RateLimits): Admit {
  const askers = new RateLimiterMemory({ points: askerPerMinute, duration: MINUTE_S });
  const workspaces = new RateLimiterMemory({ points: workspacePerMinute, duration: MINUTE_S });
  return async (asker, workspace) => {
    const own = await consume(askers, asker, askerPerMinute);
    return own === 'ok' ? consume(workspaces, workspace, workspacePerMinute) : own;
  };
}

async function consume(limiter: RateLimiterMemory, key: string, points: number): Promise<Admission> {
  try {
    await limiter.consume(key);
    return 'ok';
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    return { seconds: Math.ceil(refused.msBeforeNext / 1000), first: refused.consumedPoints === points + 1 };
  }
}
