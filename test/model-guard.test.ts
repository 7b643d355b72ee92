// Calls to a model server end when nobody waits for them, stop for a while when it fails, and never come to more than the cap: through
// the real SDK, over loopback. What never needs a model makes no call at all.

import { describe, expect, it, vi } from 'vitest';
import { QUESTION_MAX_CHARS } from '../src/answer/ask.ts';
import type { Step } from '../src/answer/model.ts';
import { createGuard } from '../src/compose/guard.ts';
import { createModelComposer, createModelRewriter } from '../src/compose/model-composer.ts';
import { createModelServer } from '../src/compose/openai.ts';
import { loadPrompts } from '../src/compose/prompt.ts';
import type { Session } from '../src/session.ts';
import type { Behaviour } from './fakes/model-server.ts';
import { answering, CONFIG, GOOD, goodReply, QUESTION, useBench, wording } from './fakes/model-session.ts';

const bench = useBench();
const question = { text: QUESTION, history: [] };
const ask = async (session: Session) => wording(await session.ask(question));
const status = (code: number): Behaviour => ({ kind: 'status', status: code });
/** The whole first statement, then silence. */
const STALL = answering((request) => {
  const content = goodReply(request);
  return { kind: 'stall', content, afterChars: content.length - 2 };
});
const SILENCES: [name: string, Behaviour][] = [
  ['before the headers', { kind: 'hang' }],
  ['after the headers', { kind: 'hang-after-headers' }],
  ['in the middle of a stream', STALL],
  [
    'in a slow stream',
    { kind: 'answer', content: '{"verdict":"answered","statements":[]}', chunkChars: 1, delayMs: 100 },
  ],
];
const SOON = { timeout: 5000 } as const;
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Asks, and aborts once the server has the request. Rejects as the session does. */
async function askAndCancel(session: Session, reason: unknown): Promise<unknown> {
  const { server } = bench;
  const abort = new AbortController();
  const before = server.requests.length;
  const asked = session.ask(question, abort.signal).then(
    (answer) => ({ answer }),
    (error: unknown) => ({ error }),
  );
  await vi.waitFor(() => expect(server.requests.length).toBe(before + 1), SOON);
  await sleep(50);
  abort.abort(reason);
  return asked;
}

/** Asks, and stops listening at the first statement. */
async function askAndLeave(session: Session): Promise<void> {
  for await (const { step } of session.steps(question)) if (step === 'statement') break;
}

async function expectAborted(): Promise<void> {
  const { server } = bench;
  await vi.waitFor(() => expect(server.connections()).toBe(0), SOON);
  expect(server.requests.at(-1)!.aborted).toBe(true);
}

describe('a cancelled question', () => {
  it.each(SILENCES)('%s: rejects with the reason and ends the call', async (_, behaviour) => {
    bench.server.respondWith(behaviour);
    const reason = new Error('the asker left');
    expect(await askAndCancel(bench.open(), reason)).toEqual({ error: reason });
    await expectAborted();
  });

  it('rejects with any reason', async () => {
    bench.server.respondWith({ kind: 'hang' });
    expect(await askAndCancel(bench.open(), 'shutting down')).toEqual({ error: 'shutting down' });
    expect(await askAndCancel(bench.open(), undefined)).toMatchObject({ error: { name: 'AbortError' } });
    await expectAborted();
  });

  it('makes no call when it was cancelled before', async () => {
    const reason = new Error('too late');
    await expect(bench.open().ask(question, AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(bench.server.requests).toEqual([]);
  });

  it('is not asked again', async () => {
    const { server } = bench;
    server.respondWith({ kind: 'status', status: 429, headers: { 'retry-after-ms': '1000' } });
    const reason = new Error('the asker left');
    expect(await askAndCancel(bench.open(), reason)).toEqual({ error: reason });
    await sleep(1200);
    expect(server.requests).toHaveLength(1);
  });

  it('in the queue holds up nobody behind it', async () => {
    const { server } = bench;
    server.respondWith(answering((request) => ({ kind: 'answer', content: goodReply(request), firstDelayMs: 400 })));
    const session = bench.open({ maxConcurrent: 1 });
    const abort = new AbortController();
    const first = ask(session);
    const second = session.ask(question, abort.signal).catch((error: unknown) => error);
    const third = ask(session);
    await vi.waitFor(() => expect(server.requests).toHaveLength(1), SOON);
    const reason = new Error('the asker left');
    abort.abort(reason);
    expect(await second).toBe(reason);
    expect([await first, await third]).toEqual(['worded', 'worded']);
    expect(server.requests).toHaveLength(2);
  });
});

it('leaving the steps ends the call', async () => {
  bench.server.respondWith(STALL);
  await askAndLeave(bench.open());
  await expectAborted();
});

describe('a server that keeps failing', () => {
  const REST_MS = 1000;
  /** A session whose circuit stays open for a time that a test can wait. */
  function openResting(): Session {
    const server = createModelServer({ ...CONFIG, baseUrl: bench.server.url });
    const guard = createGuard({ host: server.host, ...CONFIG, restMs: REST_MS, log: bench.log });
    const prompts = loadPrompts();
    const ports = { server, guard, prompts, timeoutMs: CONFIG.timeoutMs };
    return bench.openWith({
      host: server.host,
      prompt: prompts.hash,
      writer: createModelComposer(ports),
      rewriter: createModelRewriter(ports),
    });
  }

  it('is left alone after three failures, and asked again after a rest', async () => {
    const { server, logged } = bench;
    const session = openResting();
    server.respondWith(status(401));
    for (let n = 0; n < 3; n++) expect(await ask(session)).toBe('rejected');
    expect([await ask(session), await ask(session), server.requests.length]).toEqual(['resting', 'resting', 3]);
    expect(logged).toHaveLength(1);
    expect(logged[0]).toContain(`the model server ${new URL(server.url).host} failed 3 times in a row (HTTP 401)`);
    await sleep(REST_MS + 100);
    server.respondWith(GOOD);
    expect([await ask(session), server.requests.length]).toEqual(['worded', 4]);
    expect(logged).toHaveLength(2);
    expect(logged[1]).toBe(`the model server ${new URL(server.url).host} answers again`);
  });

  it('is left alone by the questions that were waiting', async () => {
    bench.server.respondWith(status(401));
    const session = bench.open({ maxConcurrent: 2 });
    const answers = await Promise.all(Array.from({ length: 12 }, () => ask(session)));
    const asked = bench.server.requests.length;
    expect(asked).toBeLessThanOrEqual(4);
    expect(answers.filter((how) => how === 'rejected')).toHaveLength(asked);
    expect(answers.filter((how) => how === 'resting')).toHaveLength(12 - asked);
    expect(bench.logged).toHaveLength(1);
  });

  it('rests again when it still fails', async () => {
    const { server } = bench;
    const session = openResting();
    server.respondWith(status(401));
    for (let n = 0; n < 3; n++) await ask(session);
    await sleep(REST_MS + 100);
    expect([await ask(session), await ask(session), server.requests.length]).toEqual(['rejected', 'resting', 4]);
  });

  it('has not failed by calls whose time was up before their turn', async () => {
    const guard = createGuard({ host: 'somewhere', maxConcurrent: 1, log: bench.log });
    let finish: (value: string) => void = () => {};
    const first = guard(() => new Promise<string>((resolve) => (finish = resolve)), undefined, CONFIG.timeoutMs);
    const call = async (signal: AbortSignal) => {
      signal.throwIfAborted();
      return 'answered';
    };
    const late = await Promise.all([1, 2, 3].map(() => guard(call, undefined, 50).catch(({ fault }) => fault)));
    expect(late).toEqual(['time-out', 'time-out', 'time-out']);
    finish('first');
    expect(await first).toBe('first');
    expect(await guard(call, undefined, CONFIG.timeoutMs)).toBe('answered');
    expect(bench.logged).toEqual([]);
  });

  it('is asked on where a reply in between was good', async () => {
    const session = openResting();
    bench.server.respondWith(status(401), status(401), GOOD, status(401), status(401), GOOD);
    const got: unknown[] = [];
    for (let n = 0; n < 6; n++) got.push(await ask(session));
    expect(got).toEqual(['rejected', 'rejected', 'worded', 'rejected', 'rejected', 'worded']);
    expect(bench.logged).toEqual([]);
  });

  it.each<[name: string, (session: Session) => Promise<unknown>, Behaviour]>([
    ['cancelled while it waits', (session) => askAndCancel(session, new Error('left')), { kind: 'hang' }],
    ['cancelled in the middle of a stream', (session) => askAndCancel(session, new Error('left')), STALL],
    ['left in the middle of a stream', askAndLeave, STALL],
  ])('has not failed by a question that was %s', async (_, leave, silence) => {
    const { server, logged } = bench;
    const session = openResting();
    server.respondWith(status(401), status(401), silence, silence, silence, GOOD);
    expect([await ask(session), await ask(session)]).toEqual(['rejected', 'rejected']);
    for (let n = 0; n < 3; n++) await leave(session);
    expect([await ask(session), server.requests.length, logged]).toEqual(['worded', 6, []]);
  });
});

describe('the cost', () => {
  it('is at most so many calls at one time, and all are answered', async () => {
    const { server } = bench;
    let most = 0;
    const slow = answering((request) => {
      most = Math.max(most, server.connections());
      return { kind: 'answer', content: goodReply(request), firstDelayMs: 20, chunkChars: 40, delayMs: 1 };
    });
    server.respondWith(slow);
    const session = bench.open({ maxConcurrent: 2 });
    const answers = await Promise.all(Array.from({ length: 12 }, () => ask(session)));
    expect(answers).toEqual(Array(12).fill('worded'));
    expect([most, server.requests.length]).toEqual([2, 12]);
  });

  it('is not run up by a queue without end', async () => {
    const { server } = bench;
    server.respondWith(answering((request) => ({ kind: 'answer', content: goodReply(request), firstDelayMs: 30 })));
    const session = bench.open({ maxConcurrent: 1 });
    const answers = await Promise.all(Array.from({ length: 12 }, () => ask(session)));
    expect(answers.filter((how) => how === 'busy')).toHaveLength(3);
    expect(answers.filter((how) => how === 'worded')).toHaveLength(9);
    expect(await ask(session)).toBe('worded');
  });

  it('is capped in each request, which says nothing of this machine', async () => {
    const { server } = bench;
    server.respondWith(GOOD);
    await ask(bench.open());
    const [{ body, headers }] = server.requests as [(typeof server.requests)[number]];
    expect(body).toMatchObject({ model: 'fake-model', max_tokens: 777, stream: true, temperature: 0 });
    expect(body).toHaveProperty('response_format.type', 'json_schema');
    expect(Object.keys(body)).not.toContain('user');
    expect(Object.keys(headers).filter((name) => name.startsWith('x-stainless'))).toEqual([]);
    expect(headers.authorization).toBe('Bearer a-key');
  });

  it.each([
    ['a greeting', 'Hello!'],
    ['thanks', 'thank you'],
    ['nothing', '  \n '],
    ['marks', '???'],
    ['too much', `Who wrote the opinion? ${'lamp oil '.repeat(QUESTION_MAX_CHARS / 9)}`],
    ['a name', 'Who is really behind the account of the lighthouse critic?'],
    ['a name, softly', 'Who runs the @keeper account?'],
    ['a home', 'What is the home address of Judge Tern?'],
    ['an order to unmask', 'Unmask the keepers of the lamp oil case'],
    ['hiding', 'Which VPN keeps a keeper of lamp oil untraceable?'],
    ['hiding, softly', 'How could a keeper hide from the harbour master?'],
  ])('is none for %s', async (_, text) => {
    bench.server.respondWith(GOOD);
    const steps: Step[] = [];
    for await (const step of bench.open().steps({ text, history: [] })) steps.push(step);
    expect(steps.map(({ step }) => step)).toEqual(['answer']);
    expect(bench.server.requests).toEqual([]);
  });
});

it('logs no word of a question, prints nothing and leaves no rejection unhandled', () => {
  expect(bench.allLogged.length).toBeGreaterThan(0);
  expect(bench.allLogged.filter((line) => !/^the model server 127\.0\.0\.1:\d+ /.test(line))).toEqual([]);
  expect(bench.allLogged.filter((line) => /lamp|Tern|opinion/i.test(line))).toEqual([]);
  expect(bench.unhandled).toEqual([]);
});
