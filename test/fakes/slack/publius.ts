// Publius itself in front of the fake Slack: the real Bolt app by HTTP, or by Socket Mode, and what a person does to it. Hands every message of
// the app's back as an event, as Slack does.

import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { standing } from '../../../src/live.ts';
import type { Session } from '../../../src/session.ts';
import { type SlackOptions, startSlack } from '../../../src/slack.ts';
import { actionBody, commandBody, eventBody, type Person, shortcutBody } from './payloads.ts';
import { deliver, interact, SIGNING_SECRET, type SlackServer } from './server.ts';

export type Publius = Awaited<ReturnType<typeof startPublius>>;

/** `stateFile`: by default one that is not there. */
export async function startPublius(
  slack: SlackServer,
  session: Session,
  { stateFile, ...options }: SlackOptions & { readonly stateFile?: string } = {},
) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/slack/events`;
  const log: string[] = [];
  const config = {
    botToken: 'xoxb-1',
    appToken: null,
    signingSecret: SIGNING_SECRET,
    host: '127.0.0.1',
    port,
    path: '/slack/events',
    apiUrl: slack.apiUrl,
    stateFile: stateFile ?? join(tmpdir(), `publius-slack-${randomUUID()}.json`),
  };
  const running = await startSlack(config, standing(session), (line) => log.push(line), options);
  slack.hooks.posted = (message) => void deliver(url, echoOf(message)).catch(() => {}); // the app may have stopped
  return {
    url,
    running,
    log,
    event: (inner: Record<string, unknown>, id?: string) => deliver(url, eventBody(inner, id)),
    mention: (channel: string, ts: string, text: string, user = 'U1') =>
      deliver(url, eventBody({ type: 'app_mention', user, channel, ts, text: `<@UBOT> ${text}` })),
    command: (text: string, person: Person, of: Record<string, unknown> = {}) =>
      deliver(
        url,
        commandBody('/publius', text, person, {
          trigger_id: slack.trigger(),
          response_url: slack.responseUrl(),
          ...of,
        }),
        true,
      ),
    press: (action: Record<string, unknown>, person: Person, of: Record<string, unknown> = {}) =>
      interact(
        url,
        actionBody(action, person, { trigger_id: slack.trigger(), response_url: slack.responseUrl(), ...of }),
      ),
    shortcut: (id: string, text: string, person: Person) =>
      interact(url, shortcutBody(id, text, person, { trigger_id: slack.trigger(), response_url: slack.responseUrl() })),
  };
}

/** A message of the app's as the event that brings it back. */
export function echoOf({ channel, ts, thread, text, blocks }: Parameters<SlackServer['hooks']['posted']>[0]) {
  return eventBody({
    type: 'message',
    user: 'UBOT',
    bot_id: 'BBOT',
    app_id: 'A0FAKE001',
    channel,
    channel_type: channel.startsWith('D') ? 'im' : 'channel',
    ts,
    ...(thread === undefined ? {} : { thread_ts: thread }),
    text,
    blocks,
  });
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Waits until something holds. */
export async function until(holds: () => boolean, ms = 10_000) {
  for (const end = performance.now() + ms; !holds(); await new Promise((resolve) => setTimeout(resolve, 10)))
    if (performance.now() > end) throw new Error('expected it to happen in time');
}
