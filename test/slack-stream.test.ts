// Statements in Slack as they are checked, with a writer that takes its time: a stream, ended by the final answer in its place.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Composer } from '../src/answer/ports.ts';
import { createExtractComposer } from '../src/compose/extract.ts';
import { openLibrary } from '../src/library.ts';
import { openSession } from '../src/session.ts';
import { type RunningSlack, startSlack } from '../src/slack.ts';
import { deliver, SIGNING_SECRET, type SlackServer, startSlackServer } from './fakes/slack-server.ts';

/** The keyless composer, slowly, as if a model chose. */
const writer: Composer = {
  name: 'slow at test',
  async *compose(question, retrieval) {
    const composing = createExtractComposer().compose(question, retrieval);
    for (;;) {
      const next = await composing.next();
      if (next.done) return next.value;
      await delay(150);
      yield next.value;
    }
  },
};
const library = openLibrary(fileURLToPath(new URL('../knowledge', import.meta.url)), { cacheFolder: null });
const session = openSession(library, { host: 'model.test', prompt: 'p', writer, rewriter: async () => null });
let slack: SlackServer;
let running: RunningSlack;
let url: string;

beforeAll(async () => {
  slack = await startSlackServer();
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => probe.once('listening', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  url = `http://127.0.0.1:${port}/slack/events`;
  const config = {
    botToken: 'xoxb-1',
    appToken: null,
    signingSecret: SIGNING_SECRET,
    host: '127.0.0.1',
    port,
    path: '/slack/events',
    apiUrl: slack.apiUrl,
  };
  running = await startSlack(config, session, () => {});
});
afterAll(async () => {
  await running.stop(2000);
  await slack.close();
});

it('streams what is checked, then shows the answer in the same message; the status is cleared', {
  timeout: 20_000,
}, async () => {
  await deliver(url, {
    type: 'event_callback',
    team_id: 'T1',
    event_id: 'Ev1',
    event: {
      type: 'app_mention',
      user: 'U1',
      channel: 'C1',
      ts: '1.1',
      text: '<@UBOT> What must the government show before unmasking an account?',
    },
  });
  for (let n = 0; n < 500 && [...slack.messages.values()][0]?.edits !== 1; n++) await delay(10);
  const [message, ...more] = slack.messages.values();
  expect(more).toEqual([]);
  expect(message).toMatchObject({ edits: 1, streaming: false });
  expect(message!.text).toContain('Chosen by slow at test');
  const methods = slack.calls.map(({ method }) => method);
  expect(methods).toContain('chat.appendStream');
  expect(methods.indexOf('chat.update')).toBeGreaterThan(methods.indexOf('chat.stopStream'));
  const status = () => slack.calls.filter(({ method }) => method === 'assistant.threads.setStatus');
  for (let n = 0; n < 200 && status().at(-1)?.args.status !== ''; n++) await delay(10);
  expect(status().at(-1)!.args.status).toBe('');
  expect(slack.breaches).toEqual([]);
});
