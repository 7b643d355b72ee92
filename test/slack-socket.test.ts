// Publius in Slack by Socket Mode: the real Bolt receiver against a socket server of our own that drops its connections.

import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openLibrary } from '../src/library.ts';
import { standing } from '../src/live.ts';
import { openSession } from '../src/session.ts';
import { type RunningSlack, startSlack } from '../src/slack.ts';
import { commandBody, eventBody } from './fakes/slack/payloads.ts';
import { until } from './fakes/slack/publius.ts';
import { type SlackServer, startSlackServer } from './fakes/slack/server.ts';

const session = openSession(
  openLibrary(fileURLToPath(new URL('../knowledge', import.meta.url)), { cacheFolder: null }),
);
const QUESTION = 'What happened in Twitter v. DHS?';
const log: string[] = [];
let slack: SlackServer;
let running: RunningSlack;

beforeAll(async () => {
  slack = await startSlackServer();
  const config = {
    botToken: 'xoxb-1',
    appToken: 'xapp-1',
    signingSecret: null,
    host: '127.0.0.1',
    port: 0,
    path: '/',
    apiUrl: slack.apiUrl,
    stateFile: join(tmpdir(), 'publius-slack-none.json'),
  };
  running = await startSlack(config, standing(session), (line) => log.push(line));
});
afterEach(() => expect(slack.breaches).toEqual([]));
afterAll(async () => {
  await running.stop(1000);
  await slack.close();
});

describe('Socket Mode', () => {
  it('acknowledges and answers a mention once, though it is delivered twice', async () => {
    const payload = mention('C1', '1.1');
    const ids = [0, 1].map((retry) => slack.socket.deliver({ type: 'events_api', payload }, retry));
    await until(() => ids.every((id) => slack.socket.acknowledged.includes(id)) && inChannel('C1').length === 1);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(inChannel('C1').map(({ thread }) => thread)).toEqual(['1.1']);
  });

  it('answers the command privately', async () => {
    const payload = commandBody(
      '/publius',
      QUESTION,
      { user: 'U1', channel: 'C2' },
      { trigger_id: slack.trigger(), response_url: slack.responseUrl() },
    );
    const id = slack.socket.deliver({ type: 'slash_commands', payload });
    await until(() => slack.responses.length === 1);
    expect(slack.socket.acknowledged).toContain(id);
    expect(slack.responses[0]).toMatchObject({ response_type: 'ephemeral' });
  });

  it.each([
    ['Slack asks it to', () => slack.socket.askToReconnect()],
    ['the connection breaks', () => slack.socket.drop()],
  ])('opens another connection when %s, and answers there', async (name, lose) => {
    const before = slack.socket.sockets.length;
    lose();
    await until(() => slack.socket.sockets.length > before);
    slack.socket.deliver({ type: 'events_api', payload: mention(`C3 ${name}`, '3.1') });
    await until(() => inChannel(`C3 ${name}`).length === 1);
  });

  it('is connected again after the network is gone for a while, and answers', async () => {
    slack.state.reachable = false;
    const before = slack.socket.sockets.length;
    slack.socket.drop();
    await new Promise((resolve) => setTimeout(resolve, 1200));
    expect(slack.socket.sockets.length).toBe(before);
    slack.state.reachable = true;
    await until(() => slack.socket.sockets.length > before);
    slack.socket.deliver({ type: 'events_api', payload: mention('C4', '4.1') });
    await until(() => inChannel('C4').length === 1);
    expect(log.join('\n')).toMatch(/cannot be reached.*\n.*connected to Slack again/s);
  });

  it('does not mind nonsense', async () => {
    slack.socket.say('not JSON');
    slack.socket.say('{"type":"events_api"}');
    slack.socket.deliver({ type: 'events_api', payload: null });
    slack.socket.deliver({ type: 'events_api', payload: mention('C5', '5.1') });
    await until(() => inChannel('C5').length === 1);
  });
});

function mention(channel: string, ts: string) {
  return eventBody({ type: 'app_mention', user: 'U1', channel, ts, text: `<@UBOT> ${QUESTION}` });
}

function inChannel(channel: string) {
  return [...slack.messages.values()].filter((message) => message.channel === channel);
}
