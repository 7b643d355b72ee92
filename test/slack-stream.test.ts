// Statements in Slack as they are checked, with a writer that takes its time: a stream, ended by the final answer in its place, whatever
// becomes of the stream.

import { fileURLToPath } from 'node:url';
import { afterEach, expect, it } from 'vitest';
import { openLibrary } from '../src/library.ts';
import type { SlackOptions } from '../src/slack.ts';
import { type Publius, startPublius, until } from './fakes/slack/publius.ts';
import { type SlackServer, startSlackServer } from './fakes/slack/server.ts';
import { slowSession } from './fakes/slow-session.ts';

const library = openLibrary(fileURLToPath(new URL('../knowledge', import.meta.url)), { cacheFolder: null });
const session = slowSession(library, 150);
const QUESTION = 'What must the government show before unmasking an account?';
let slack: SlackServer;
let publius: Publius;

async function start(options: SlackOptions = {}) {
  slack = await startSlackServer();
  publius = await startPublius(slack, session, options);
}
afterEach(async () => {
  await publius.running.stop(2000);
  await slack.close();
});

/** Asks, and waits until one whole answer stands alone and the status is cleared. */
async function ask() {
  await publius.mention('C1', '1.1', QUESTION);
  const standing = () => [...slack.messages.values()];
  await until(() => standing().length === 1 && standing()[0]!.text.includes('Chosen by slow at test'), 25_000);
  await until(() => slack.statuses.size === 0);
  expect(standing()[0]).toMatchObject({ streaming: false, thread: '1.1' });
  return standing()[0]!;
}

it('streams what is checked, then shows the answer in the same message; the status is cleared', async () => {
  await start();
  expect(await ask()).toMatchObject({ edits: 1 });
  const methods = slack.calls.map(({ method }) => method);
  expect(slack.counts['chat.startStream']).toBe(1);
  expect(methods).toContain('chat.appendStream');
  expect(methods.indexOf('chat.update')).toBeGreaterThan(methods.indexOf('chat.stopStream'));
  const status = slack.calls.filter(({ method }) => method === 'assistant.threads.setStatus');
  expect(status.map(({ args }) => args.status)).toContain('found passages and is wording an answer …');
  expect(slack.breaches).toEqual([]);
});

it('rolls over before Slack would end the stream, and leaves one message', async () => {
  await start({ timing: { streamMs: 200 } });
  slack.workspace.streamMaxMs = 450;
  await ask();
  expect(slack.counts['chat.startStream']).toBeGreaterThan(1);
  expect(slack.counts['chat.delete']).toBe(slack.counts['chat.startStream']! - 1);
  expect(slack.breaches).toEqual([]);
});

it('shows the whole answer in place though Slack has ended the stream', async () => {
  await start();
  slack.workspace.streamMaxMs = 50;
  await ask();
  expect(slack.breaches).toEqual([]);
});

it.each([
  ['fails', { serverError: 0.5 }],
  ['is rate limited', { ratelimited: 0.4 }],
  ['hangs', { hang: 0.3 }],
  ['hangs often', { hang: 0.5 }],
])('shows the whole answer once though the API %s', { timeout: 30_000 }, async (_, faults) => {
  await start({ tryMs: 500 });
  Object.assign(slack.faults, faults);
  await ask();
});
