// Publius in a Slack that we did not write (fakes/slack-emulate.ts): the real Bolt app by HTTP, the real Web API client, and what a person does
// through that Slack's own methods. A second opinion on the Slack of our own that slack.test.ts runs against.

import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quotationsIn } from '../src/chat/slack-render.ts';
import { openLibrary } from '../src/library.ts';
import { standing } from '../src/live.ts';
import { openSession } from '../src/session.ts';
import { type RunningSlack, startSlack } from '../src/slack.ts';
import { SIGNING_SECRET, sign } from './fakes/slack/deliver.ts';
import { freePort } from './fakes/slack/publius.ts';
import { BOT, GENERAL, PERSON, type SlackEmulate, startSlackEmulate } from './fakes/slack-emulate.ts';

const session = openSession(
  openLibrary(fileURLToPath(new URL('../knowledge', import.meta.url)), { cacheFolder: null }),
);
const UNMASKING = 'What must the government show before unmasking an account?';
const SUMMONS = 'Does 19 U.S.C. § 1509 allow the summons?';
const WAITING = { timeout: 10_000, interval: 20 };
const log: string[] = [];
let slack: SlackEmulate;
let running: RunningSlack;
let url: string;
let direct: string;

beforeAll(async () => {
  const port = await freePort();
  url = `http://127.0.0.1:${port}/slack/events`;
  slack = await startSlackEmulate(url);
  const config = {
    botToken: BOT.token,
    appToken: null,
    signingSecret: SIGNING_SECRET,
    host: '127.0.0.1',
    port,
    path: '/slack/events',
    apiUrl: slack.apiUrl,
    stateFile: join(tmpdir(), 'publius-slack-none.json'),
  };
  running = await startSlack(config, standing(session), (line) => log.push(line));
  direct = (await slack.person.conversations.open({ users: BOT.userId })).channel!.id!;
});
afterAll(async () => {
  await running?.stop(2000);
  await slack?.close();
});

it('the token is taken, and the workspace is named', () => {
  expect(log).toContain(`answering in ${slack.team}`);
});

describe('a person who writes to it directly', () => {
  let question: string;
  let answer: Shown[];

  it('is answered in the thread, with the quotations of the answer', async () => {
    question = await say(direct, UNMASKING);
    answer = await answeredWith(await quotationsOf(UNMASKING), direct, question);
    const { messages } = await slack.person.conversations.history({ channel: direct });
    expect(messages).toMatchObject([{ ts: question, text: UNMASKING, reply_users: [BOT.userId] }]);
  });

  it('and changes the question sees the answer change in place', async () => {
    await slack.person.chat.update({ channel: direct, ts: question, text: SUMMONS });
    const [first] = await answeredWith(await quotationsOf(SUMMONS), direct, question);
    expect(first).toMatchObject({ ts: answer[0]!.ts, edited: { user: BOT.userId } });
  });

  it('and deletes it sees the answer go', async () => {
    await slack.person.chat.delete({ channel: direct, ts: question });
    await unanswered(direct, question);
    expect((await slack.person.conversations.history({ channel: direct })).messages).toEqual([]);
  });
});

describe('a person in a channel', () => {
  it('is answered once the message mentions it, and the answer goes with the mention', async () => {
    const ts = await say(GENERAL, UNMASKING);
    await slack.person.chat.update({ channel: GENERAL, ts, text: `<@${BOT.userId}> ${SUMMONS}` });
    const [first] = await answeredWith(await quotationsOf(SUMMONS), GENERAL, ts);
    expect(first).not.toHaveProperty('edited'); // nothing stood there before
    await slack.person.chat.update({ channel: GENERAL, ts, text: 'Never mind.' });
    await unanswered(GENERAL, ts);
  });
});

it('App Home is published when the person opens it', async () => {
  const opened = { type: 'app_home_opened', user: PERSON.userId, channel: direct, tab: 'home', event_ts: '1.1' };
  await slack.deliver(opened); // fields: docs.slack.dev, "app_home_opened"
  await expect.poll(() => slack.homeBlocks().length, WAITING).toBeGreaterThan(0);
  expect(JSON.stringify(slack.homeBlocks())).toContain('who may unmask an anonymous speaker?');
});

describe('a request', () => {
  it('of the workspace was acknowledged each time, the echoes of its own messages among them', () => {
    expect(slack.deliveries().length).toBeGreaterThan(10);
    expect(slack.deliveries().filter(({ status_code }) => status_code !== 200)).toEqual([]);
  });

  it('that is signed with another secret is refused, and not answered', async () => {
    slack.signWith('another');
    const ts = await say(direct, SUMMONS);
    slack.signWith(SIGNING_SECRET);
    expect(slack.deliveries().at(-1)).toMatchObject({ event: 'message', status_code: 401, success: false });
    const time = String(Math.floor(Date.now() / 1000));
    const headers = { 'Content-Type': 'application/json', 'X-Slack-Request-Timestamp': time };
    const signed = { ...headers, 'X-Slack-Signature': sign('{}', time, 'another') };
    expect((await fetch(url, { method: 'POST', body: '{}', headers: signed })).status).toBe(401);
    const next = await say(direct, UNMASKING);
    await answeredWith(await quotationsOf(UNMASKING), direct, next);
    expect(await ours(direct, ts)).toEqual([]);
  });
});

async function say(channel: string, text: string): Promise<string> {
  return (await slack.person.chat.postMessage({ channel, text })).ts!;
}

type Shown = Parameters<typeof quotationsIn>[0][number] & { readonly ts: string };

/** Our messages in the thread under a message, with their blocks as Slack hands them out. */
async function ours(channel: string, ts: string): Promise<Shown[]> {
  const { messages = [] } = await slack.person.conversations.replies({ channel, ts });
  return messages.filter(({ user }) => user === BOT.userId) as never as Shown[];
}

/** Our messages under `ts` once exactly these quotations stand in them. */
async function answeredWith(quotations: string[], channel: string, ts: string): Promise<Shown[]> {
  await expect.poll(async () => quotationsIn(await ours(channel, ts)), WAITING).toEqual(quotations);
  return ours(channel, ts);
}

async function unanswered(channel: string, ts: string): Promise<void> {
  await expect.poll(() => ours(channel, ts), WAITING).toEqual([]);
}

async function quotationsOf(text: string): Promise<string[]> {
  const { statements } = await session.ask({ text, history: [] });
  const quoted = statements.flatMap(({ quotes }) => quotes.filter(({ voice }) => voice === 'source'));
  expect(quoted.length).toBeGreaterThan(0);
  return quoted.map(({ shown }) => shown);
}
