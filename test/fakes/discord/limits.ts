// Discord's rate limits: so many calls per bucket and per second over all, and faults on purpose. Sleeps never, counts only.

export interface Limit {
  readonly count: number;
  readonly perMs: number;
}

/** Shares of calls that fail, 0 to 1. A 500 or a hang has taken effect all the same in half of the cases; a hang is never answered. */
export interface Faults {
  ratelimited: number;
  serverError: number;
  hang: number;
  /** Which calls, by "METHOD route"; null: all but those of the start. */
  on: RegExp | null;
  /** What a 429 on purpose asks to wait. */
  retryAfterMs: number;
}

export interface Verdict {
  readonly headers: Record<string, string>;
  /** Set where the call is one too many. */
  readonly limited: { readonly retryAfterMs: number; readonly global: boolean } | null;
}

interface Window {
  used: number;
  endsMs: number;
}

export function createLimits(state: { limit: Limit; globalPerSecond: number }) {
  const windows = new Map<string, Window>();
  const all: Window = { used: 0, endsMs: 0 };

  function take(window: Window, { count, perMs }: Limit, nowMs: number): boolean {
    if (nowMs >= window.endsMs) Object.assign(window, { used: 0, endsMs: nowMs + perMs });
    window.used++;
    return window.used <= count;
  }

  /** `bucket`: method and route; `major`: the channel, guild or webhook it is counted for. */
  return function judge(bucket: string, major: string, isInteraction: boolean): Verdict {
    const nowMs = Date.now();
    if (!isInteraction && !take(all, { count: state.globalPerSecond, perMs: 1000 }, nowMs)) {
      return { headers: {}, limited: { retryAfterMs: all.endsMs - nowMs, global: true } };
    }
    const key = `${bucket} ${major}`;
    const window = windows.get(key) ?? { used: 0, endsMs: 0 };
    windows.set(key, window);
    const within = take(window, state.limit, nowMs);
    const headers = {
      'X-RateLimit-Limit': String(state.limit.count),
      'X-RateLimit-Remaining': String(Math.max(0, state.limit.count - window.used)),
      'X-RateLimit-Reset': (window.endsMs / 1000).toFixed(3),
      'X-RateLimit-Reset-After': ((window.endsMs - nowMs) / 1000).toFixed(3),
      'X-RateLimit-Bucket': Buffer.from(bucket).toString('hex').slice(-32),
    };
    return { headers, limited: within ? null : { retryAfterMs: window.endsMs - nowMs, global: false } };
  };
}

/** Headers and body of a 429. `scope` "shared" is nobody's fault (docs.discord.com, "Rate Limits"). */
export function tooMany(retryAfterMs: number, scope: 'user' | 'global' | 'shared') {
  const seconds = retryAfterMs / 1000;
  return {
    headers: {
      'Retry-After': String(seconds),
      'X-RateLimit-Scope': scope,
      ...(scope === 'global' ? { 'X-RateLimit-Global': 'true' } : {}),
    },
    body: { message: 'You are being rate limited.', retry_after: seconds, global: scope === 'global' },
  };
}
