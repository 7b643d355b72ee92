// Whatever a model server does, a question ends in time: in the model's words, or in the keyless answer that says why. Through the real
// SDK, over loopback; times are only ever compared with "never".

import { describe, expect, it, vi } from 'vitest';
import type { Answer, Step } from '../src/answer/model.ts';
import type { Session } from '../src/session.ts';
import type { Behaviour } from './fakes/model-server.ts';
import {
  ANSWER,
  answering,
  CONFIG,
  GOOD,
  goodReply,
  QUESTION,
  replyCiting,
  SHORT,
  useBench,
  WORDS,
  wording,
} from './fakes/model-session.ts';

const bench = useBench();
const question = { text: QUESTION, history: [] };
/** What no answer may take beyond its time-out. */
const SLACK_MS = 5000;

async function askInTime(session: Session, timeoutMs: number = CONFIG.timeoutMs): Promise<Answer> {
  const begun = performance.now();
  const answer = await session.ask(question);
  expect(performance.now() - begun).toBeLessThan(timeoutMs + SLACK_MS);
  return answer;
}

/** The keyless answer, saying why. */
async function keylessBecause(why: string) {
  const answer = await bench.keyless.ask(question);
  const by = `fake-model at ${new URL(bench.server.url).host}`;
  return { ...answer, notices: [...answer.notices, { code: 'not-worded', by, why }] };
}

const says = (content: string): Behaviour => ({ kind: 'answer', content });
const status = (code: number, headers = {}): Behaviour => ({ kind: 'status', status: code, headers });
const AT_ONCE = { 'retry-after-ms': '1' };
/** A reply up to the end of its one statement; only the last two brackets are missing. */
const statementThen = (kind: 'stall' | 'cut' | 'end-early' | 'content-filter'): Behaviour =>
  answering((request) => {
    const content = goodReply(request);
    return { kind, content, afterChars: content.length - 2 };
  });
const MB_10 = 10_000_000;

it('needs one call for this question', async () => {
  bench.server.respondWith(GOOD);
  const answer = await askInTime(bench.open());
  expect((await bench.keyless.ask(question)).confidence).toBeGreaterThan(0.9);
  expect([wording(answer), answer.dropped, bench.server.requests.length]).toEqual(['worded', [], 1]);
});

describe('every fault ends in the keyless answer, and the next question is worded', () => {
  it.each<[name: string, Behaviour, why: string, requests: number, config?: typeof SHORT]>([
    ['silence', { kind: 'hang' }, 'time-out', 1, SHORT],
    ['headers, then silence', { kind: 'hang-after-headers' }, 'time-out', 1, SHORT],
    ['half a reply, then silence', statementThen('stall'), 'time-out', 1, SHORT],
    ['a stream cut off', statementThen('cut'), 'broken-off', 3],
    ['a stream that ends early', statementThen('end-early'), 'broken-off', 3],
    ['a reply that ends before its JSON does', says('{"verdict":"answered","statements":['), 'unreadable', 2],
    ['a bare word in the JSON', says('{"verdict": answered, "statements": ['), 'unreadable', 2],
    [
      'a redirect to another host',
      { kind: 'status', status: 307, headers: { location: 'http://127.0.0.1:9/v1/chat/completions' } },
      'unavailable',
      3,
    ],
    ['a refusal', { kind: 'refusal', refusal: 'I cannot help with that.' }, 'refused', 1],
    ['a filter', statementThen('content-filter'), 'filtered', 1],
    ['no content', { kind: 'empty' }, 'empty', 3],
    ['no statements', says('{"verdict":"answered","statements":[]}'), 'empty', 3],
    ['a flood in chunks', { kind: 'flood', bytes: MB_10 }, 'too-long', 1],
    ['a flood in one line', { kind: 'flood', bytes: MB_10, oneLine: true }, 'too-long', 1],
    ['a flood in JSON', { kind: 'flood', bytes: MB_10, opening: '{"verdict":"' }, 'too-long', 1],
    ['far more than the token cap', says(`{"verdict":"${'x'.repeat(20 * CONFIG.maxOutputTokens)}`), 'too-long', 1],
    ['an endless flood', { kind: 'flood', bytes: Number.POSITIVE_INFINITY }, 'too-long', 1],
    ['an endless line', { kind: 'flood', bytes: Number.POSITIVE_INFINITY, oneLine: true }, 'too-long', 1],
    ['lines that are not JSON', { kind: 'garbage' }, 'unreadable', 1],
    ['a web page', { kind: 'html' }, 'unreadable', 1],
    ['words for JSON', says('Sure! Judge Tern did.'), 'unreadable', 2],
    ['words, from a server that does not stream', { kind: 'json', content: 'Judge Tern did.' }, 'unreadable', 2],
    ['malformed JSON, twice', says('{"verdict" "answered", "statements": []}'), 'unreadable', 2],
    ['JSON of another form, twice', says('{"answer":"Judge Tern"}'), 'unreadable', 2],
    ['a connection reset', { kind: 'reset' }, 'unavailable', 3],
    ['an error in the stream', { kind: 'error-in-stream', message: 'overloaded' }, 'unavailable', 3],
    ['status 400', status(400), 'rejected', 1],
    ['status 401', status(401), 'rejected', 1],
    ['status 404', status(404), 'rejected', 1],
    ['status 429', status(429, AT_ONCE), 'rate-limited', 3],
    ['status 500', status(500, AT_ONCE), 'unavailable', 3],
    ['status 503', status(503, AT_ONCE), 'unavailable', 3],
    [
      'the token cap',
      { kind: 'answer', content: '{"verdict":"answered","statements":[', finishReason: 'length' },
      'too-long',
      1,
    ],
  ])('%s', async (_, behaviour, why, requests, config) => {
    const { server } = bench;
    const session = bench.open(config);
    server.respondWith(behaviour);
    expect(await askInTime(session, config?.timeoutMs)).toEqual(await keylessBecause(why));
    expect(server.requests).toHaveLength(requests);
    await vi.waitFor(() => expect(server.connections()).toBe(0), { timeout: SLACK_MS });
    server.respondWith(GOOD);
    expect(wording(await askInTime(session, config?.timeoutMs))).toBe('worded');
  });

  it('sentences that nobody showed', async () => {
    bench.server.respondWith(
      answering((request) => says(replyCiting(request, () => ({ id: 'p99.s9', phrase: null })))),
    );
    const dropped = [{ text: WORDS, code: 'unknown-id' }];
    expect(await askInTime(bench.open())).toEqual({ ...(await keylessBecause('nothing-held')), dropped });
  });
});

describe('replies that are not quite what was asked for', () => {
  it.each<[name: string, (request: Parameters<typeof goodReply>[0]) => Behaviour]>([
    ['whole, from a server that does not stream', (request) => ({ kind: 'json', content: goodReply(request) })],
    ['in a Markdown fence', (request) => says(`\`\`\`json\n${goodReply(request)}\n\`\`\`\n`)],
    ['after words', (request) => says(`Here you are: ${goodReply(request)} Anything else?`)],
    ['after reasoning', (request) => says(`<think>They ask {"who"}.</think>\n${goodReply(request)}`)],
    ['with plain ids', (request) => says(replyCiting(request, (id) => id))],
    ['without phrases', (request) => says(replyCiting(request, (id) => ({ id })))],
    ['one character at a time', (request) => ({ kind: 'answer', content: goodReply(request), chunkChars: 1 })],
  ])('%s', async (_, make) => {
    bench.server.respondWith(answering(make));
    const answer = await askInTime(bench.open());
    expect([wording(answer), answer.dropped, bench.server.requests.length]).toEqual(['worded', [], 1]);
  });

  it('slower than the first token may be, but in time', async () => {
    const slowly = answering((request) => ({
      kind: 'answer',
      content: goodReply(request),
      chunkChars: 12,
      delayMs: 100,
    }));
    bench.server.respondWith(slowly);
    const { firstTokenTimeoutMs } = SHORT;
    expect(wording(await askInTime(bench.open({ firstTokenTimeoutMs })))).toBe('worded');
  });

  it('are asked for again once when they cannot be read', async () => {
    const { server } = bench;
    const repaired = answering(() => says(goodReply(server.requests[0]!)));
    server.respondWith(says('Sure: {"verdict" answered}'), repaired);
    expect(wording(await askInTime(bench.open()))).toBe('worded');
    expect(server.requests).toHaveLength(2);
    expect(JSON.stringify(server.requests[1]!.body.messages)).toContain('Sure: ');
  });
});

describe('what may pass is asked again', () => {
  it.each<[name: string, Behaviour[]]>([
    ['429 with Retry-After: 0', [status(429, { 'retry-after': '0' })]],
    ['429 with retry-after-ms', [status(429, AT_ONCE), status(429, AT_ONCE)]],
    ['429 with a date', [status(429, { 'retry-after': new Date(0).toUTCString() })]],
    ['429 with nonsense', [status(429, { 'retry-after': 'soon' })]],
    ['500 twice', [status(500), status(500)]],
    ['a reset', [{ kind: 'reset' }]],
    ['an empty reply', [{ kind: 'empty' }]],
    ['a cut', [statementThen('cut')]],
  ])('%s', async (_, faults) => {
    bench.server.respondWith(...faults, GOOD);
    expect(wording(await askInTime(bench.open()))).toBe('worded');
    expect(bench.server.requests).toHaveLength(faults.length + 1);
  });

  it.each([
    { 'retry-after': '3600' },
    { 'retry-after': new Date(Date.now() + 3_600_000).toUTCString() },
    { 'retry-after-ms': '3600000' },
  ])('but not where the server wants an hour (%j)', async (headers) => {
    bench.server.respondWith(status(429, headers), GOOD);
    const begun = performance.now();
    expect(await bench.open().ask(question)).toEqual(await keylessBecause('rate-limited'));
    expect(performance.now() - begun).toBeLessThan(CONFIG.timeoutMs / 2);
    expect(bench.server.requests).toHaveLength(1);
  });
});

describe('a parameter that the server does not take is left out from then on', () => {
  const unsupported = (param: string, message: string): Behaviour => ({ kind: 'status', status: 400, param, message });

  it.each<[param: string, Behaviour]>([
    ['response_format', unsupported('response_format', 'This model does not take it.')],
    ['response_format', { kind: 'status', status: 422, message: 'json_schema is not supported' }],
    ['temperature', unsupported('temperature', "Unsupported value: 'temperature' does not support 0.")],
    ['max_tokens', unsupported('max_tokens', "'max_tokens' is not supported. Use 'max_completion_tokens' instead.")],
  ])('%s', async (param, fault) => {
    const { server } = bench;
    const session = bench.open();
    server.respondWith(fault, GOOD);
    expect(wording(await askInTime(session))).toBe('worded');
    expect(wording(await askInTime(session))).toBe('worded');
    expect(server.requests.map(({ body }) => param in body)).toEqual([true, false, false]);
    const cap = ({ body }: (typeof server.requests)[number]) => body.max_tokens ?? body.max_completion_tokens;
    expect(server.requests.map(cap)).toEqual([777, 777, 777]);
  });

  it('all three, one after the other', async () => {
    const { server } = bench;
    server.respondWith(
      ...['response_format', 'temperature', 'max_tokens'].map((name) => unsupported(name, 'no')),
      GOOD,
    );
    expect(wording(await askInTime(bench.open()))).toBe('worded');
    expect(server.requests).toHaveLength(4);
  });

  it('but a server that never has enough is left alone', async () => {
    bench.server.respondWith(unsupported('response_format', 'no'));
    expect(await askInTime(bench.open())).toEqual(await keylessBecause('rejected'));
    expect(bench.server.requests).toHaveLength(2);
  });
});

it.each(['cut', 'stall'] as const)('shows a statement that came whole before a %s, and takes it back', async (kind) => {
  bench.server.respondWith(statementThen(kind));
  const steps: Step[] = [];
  for await (const step of bench.open(kind === 'stall' ? SHORT : {}).steps(question)) steps.push(step);
  expect(steps.map(({ step }) => step)).toEqual(['composing', 'statement', 'answer']);
  expect(steps[1]).toMatchObject({ statement: { text: WORDS, quotes: [{ shown: ANSWER }] } });
  expect(steps[2]).toEqual({
    step: 'answer',
    answer: await keylessBecause(kind === 'cut' ? 'broken-off' : 'time-out'),
  });
});

it('says nothing in the log or on the console of what was asked or replied', () => {
  expect(bench.allLogged).toEqual([]);
  expect(bench.unhandled).toEqual([]);
});
