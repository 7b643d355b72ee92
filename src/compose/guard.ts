// Around every call to a model server: how many at one time, how often again, and when to leave it alone for a while. Says in the
// log what it does, never what was asked.

import {
  BrokenCircuitError,
  BulkheadRejectedError,
  bulkhead,
  ConsecutiveBreaker,
  circuitBreaker,
  DelegateBackoff,
  handleWhen,
  type IRetryBackoffContext,
  retry,
  TaskCancelledError,
} from 'cockatiel';
import type { ComposerFault } from '../answer/model.ts';
import { ComposerError } from '../answer/ports.ts';
import { ModelServerError } from './openai.ts';

export interface GuardOptions {
  readonly host: string;
  /** Calls at one time; as many times QUEUE_PER_CALL wait. */
  readonly maxConcurrent: number;
  readonly log: (line: string) => void;
  /** Milliseconds that the circuit stays open. */
  readonly restMs?: number;
}

/**
 * Runs a call within the guard, for at most `timeoutMs`: waiting for a place, retries and all. Rejects with ComposerError, or with the
 * caller's reason as soon as that signal aborts.
 */
export type Guard = <T>(
  call: (signal: AbortSignal) => Promise<T>,
  caller: AbortSignal | undefined,
  timeoutMs: number,
) => Promise<T>;

const RETRIES = 2;
/** Doubled with each try, when the server does not say itself. */
const BACKOFF_MS = 250;
const QUEUE_PER_CALL = 8;
const BREAK_AFTER = 3;
const REST_MS = 30_000;
/** Faults that may be gone a moment later. A time-out is not among them: its time has been waited already. */
const PASSING: ReadonlySet<ComposerFault> = new Set(['rate-limited', 'unavailable', 'broken-off', 'empty']);
/** Faults of the server, after which others will fare no better; the rest are about one reply. */
const SERVERS: ReadonlySet<ComposerFault> = new Set([
  'time-out',
  'rate-limited',
  'unavailable',
  'broken-off',
  'rejected',
]);

export function createGuard({ host, maxConcurrent, log, restMs = REST_MS }: GuardOptions): Guard {
  const breaker = circuitBreaker(
    handleWhen((error) => error instanceof ComposerError && SERVERS.has(error.fault)),
    { halfOpenAfter: restMs, breaker: new ConsecutiveBreaker(BREAK_AFTER) },
  );
  let last = '';
  breaker.onFailure(({ reason }) => {
    if ('error' in reason) last = reason.error.message;
  });
  breaker.onBreak(() =>
    log(
      `the model server ${host} failed ${BREAK_AFTER} times in a row (${last}); answers are keyless for ${restMs / 1000} s`,
    ),
  );
  breaker.onReset(() => log(`the model server ${host} answers again`));
  const places = bulkhead(maxConcurrent, maxConcurrent * QUEUE_PER_CALL);

  return async (call, caller, timeoutMs) => {
    const own = new AbortController();
    const deadline = Date.now() + timeoutMs;
    const timer = setTimeout(
      () => own.abort(new ModelServerError('time-out', `no whole answer within ${timeoutMs} ms`)),
      timeoutMs,
    );
    const forward = () => own.abort(caller?.reason);
    if (caller?.aborted) forward();
    caller?.addEventListener('abort', forward, { once: true });
    try {
      const again = retrying(deadline);
      // The queue is not given the signal: what is cancelled in it would hold up the calls behind it. And it stands before the breaker,
      // so that calls that waited in it leave a server alone that has failed meanwhile.
      const run = places.execute(() => {
        if (own.signal.aborted) throw new TaskCancelledError();
        return breaker.execute(() => again.execute(() => call(own.signal), own.signal));
      });
      return await Promise.race([run, rejected(own.signal)]);
    } catch (error) {
      throw own.signal.aborted ? own.signal.reason : faultOf(error);
    } finally {
      clearTimeout(timer);
      caller?.removeEventListener('abort', forward);
      own.abort(new ModelServerError('broken-off', 'the call is over'));
    }
  };
}

/** Tries again what may pass, after as long as the server says, unless the deadline (epoch, ms) would be over by then. */
function retrying(deadline: number) {
  const wait = (error: unknown, attempt: number) =>
    error instanceof ModelServerError && error.retryAfterMs !== undefined
      ? error.retryAfterMs
      : BACKOFF_MS * 2 ** (attempt - 1);
  const policy = handleWhen(
    (error) => error instanceof ComposerError && PASSING.has(error.fault) && Date.now() + wait(error, 1) < deadline,
  );
  const backoff = new DelegateBackoff(({ result, attempt }: IRetryBackoffContext<unknown>) =>
    wait('error' in result ? result.error : null, attempt),
  );
  return retry(policy, { maxAttempts: RETRIES, backoff }).dangerouslyUnref();
}

/** Never resolves; rejects when the signal aborts. */
function rejected(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

function faultOf(error: unknown): unknown {
  if (error instanceof BulkheadRejectedError)
    return new ComposerError('busy', 'too many calls are waiting', { cause: error });
  if (error instanceof BrokenCircuitError)
    return new ComposerError('resting', 'the server failed several times', { cause: error });
  if (error instanceof TaskCancelledError)
    return new ComposerError('broken-off', 'the call was cancelled', { cause: error });
  return error;
}
