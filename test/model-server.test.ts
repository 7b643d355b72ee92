// The fake model server, driven by the real SDK: what other tests rely on it for. It does not test Publius.

import OpenAI from 'openai';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type ModelServer, startModelServer } from './fakes/model-server.ts';

let server: ModelServer;
let client: OpenAI;

beforeEach(async () => {
  server = await startModelServer();
  client = new OpenAI({ apiKey: 'k', baseURL: server.url, maxRetries: 0, logLevel: 'off' });
});
afterEach(() => server.stop());

const asked = {
  model: 'm',
  messages: [{ role: 'user', content: 'Who wrote it?' }],
} satisfies Partial<OpenAI.ChatCompletionCreateParams>;

/** The parts of a streamed answer, as far as they came, and what the iteration threw. */
async function stream(options: OpenAI.RequestOptions = {}) {
  const got = { pieces: [] as string[], refusal: '', finish: '', usage: 0, error: undefined as unknown };
  try {
    const usage = { include_usage: true };
    const chunks = await client.chat.completions.create({ ...asked, stream: true, stream_options: usage }, options);
    for await (const { choices, usage } of chunks) {
      const choice = choices[0];
      if (choice?.delta.content) got.pieces.push(choice.delta.content);
      got.refusal += choice?.delta.refusal ?? '';
      got.finish += choice?.finish_reason ?? '';
      got.usage += usage?.total_tokens ?? 0;
    }
  } catch (error) {
    got.error = error;
  }
  return got;
}

it('streams an answer in pieces, and gives it whole to a request that asks for no stream', async () => {
  server.respondWith({ kind: 'answer', content: 'Brutus? 🗽 Cato.', chunkChars: 9, delayMs: 1 });
  expect(await stream()).toEqual({
    pieces: ['Brutus? 🗽', ' Cato.'],
    refusal: '',
    finish: 'stop',
    usage: 2,
    error: undefined,
  });
  const whole = await client.chat.completions.create(asked);
  expect(whole.choices[0]).toMatchObject({ message: { content: 'Brutus? 🗽 Cato.' }, finish_reason: 'stop' });
  expect(server.requests.map(({ body, aborted }) => [body.stream, aborted])).toEqual([
    [true, false],
    [undefined, false],
  ]);
  expect((await client.models.list()).data).toHaveLength(1);
});

it('uses one behaviour for each request, and the last one stays', async () => {
  const handle = () => ({ kind: 'answer', content: 'b' }) as const;
  server.respondWith({ kind: 'answer', content: 'a' }, { kind: 'handler', handle });
  const answers = [await stream(), await stream(), await stream()];
  expect(answers.map(({ pieces }) => pieces.join(''))).toEqual(['a', 'b', 'b']);
});

it('answers with a status, its headers and the error envelope', async () => {
  server.respondWith({ kind: 'status', status: 429, headers: { 'retry-after': '7' }, message: 'slow', code: 'tpm' });
  const { error } = await stream();
  expect(error).toBeInstanceOf(OpenAI.RateLimitError);
  expect(error).toMatchObject({ status: 429, code: 'tpm', message: '429 slow' });
  expect((error as InstanceType<typeof OpenAI.RateLimitError>).headers.get('retry-after')).toBe('7');
});

it('fails in the way that the behaviour names', async () => {
  const part = { content: 'Cato wrote it.', afterChars: 4 };
  server.respondWith({ kind: 'cut', ...part }, { kind: 'end-early', ...part }, { kind: 'content-filter', ...part });
  expect(await stream()).toMatchObject({ pieces: ['Cato'], finish: '', error: expect.any(Error) });
  expect(await stream()).toMatchObject({ pieces: ['Cato'], finish: '', error: undefined });
  expect(await stream()).toMatchObject({ pieces: ['Cato'], finish: 'content_filter', error: undefined });
  server.respondWith({ kind: 'reset' }, { kind: 'garbage' }, { kind: 'error-in-stream', message: 'overloaded' });
  expect((await stream()).error).toBeInstanceOf(OpenAI.APIConnectionError);
  expect((await stream()).error).toBeInstanceOf(SyntaxError);
  expect((await stream()).error).toMatchObject({ error: { message: 'overloaded' } });
  server.respondWith({ kind: 'html' }, { kind: 'json', content: 'Cato' }, { kind: 'empty' });
  expect(await stream()).toMatchObject({ pieces: [], finish: '', error: undefined });
  expect(await stream()).toMatchObject({ pieces: [], finish: '', error: undefined });
  expect(await stream()).toMatchObject({ pieces: [], finish: 'stop', error: undefined });
  expect(server.requests.filter(({ aborted }) => aborted)).toEqual([]);
});

it('refuses in the words of the refusal', async () => {
  server.respondWith({ kind: 'refusal', refusal: 'I cannot help with that.' });
  expect(await stream()).toMatchObject({ pieces: [], refusal: 'I cannot help with that.', finish: 'stop' });
});

it.each([false, true])('floods with as many bytes as asked (in one line: %s)', async (oneLine) => {
  server.respondWith({ kind: 'flood', bytes: 1_000_000, oneLine, opening: '{"a":"' });
  const { pieces, finish } = await stream();
  expect(pieces.join('')).toBe(`{"a":"${'x'.repeat(1_000_000)}`);
  expect(finish).toBe('length');
});

it.each([
  { kind: 'hang' },
  { kind: 'hang-after-headers' },
  { kind: 'answer', content: 'late', firstDelayMs: 60_000 },
  { kind: 'answer', content: 'a slow answer', delayMs: 60_000 },
  { kind: 'stall', content: 'Cato wrote it.', afterChars: 4 },
  { kind: 'flood', bytes: Number.POSITIVE_INFINITY },
] as const)('sees the client abort: %j', async (behaviour) => {
  server.respondWith(behaviour);
  const abort = new AbortController();
  const streamed = stream({ signal: abort.signal });
  await vi.waitFor(() => expect(server.connections()).toBe(1));
  expect(server.requests[0]!.aborted).toBe(false);
  abort.abort();
  await streamed;
  await vi.waitFor(() => expect(server.requests[0]!.aborted).toBe(true));
  expect(server.connections()).toBe(0);
});

it('stops although a response is open, and does not call that an abort by the client', async () => {
  server.respondWith({ kind: 'stall', content: 'Cato', afterChars: 4 });
  const streamed = stream();
  await vi.waitFor(() => expect(server.connections()).toBe(1));
  await server.stop();
  expect(server.connections()).toBe(0);
  expect(server.requests[0]!.aborted).toBe(false);
  expect((await streamed).error).toBeInstanceOf(Error);
});
