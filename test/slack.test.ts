// Publius in Slack, over loopback: the real Bolt app by HTTP, the real Web API client, a Slack of our own. What people write, and what they get.

import { fileURLToPath } from 'node:url';
import { verifySlackRequest } from '@slack/bolt';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { quotationsIn } from '../src/chat/slack-render.ts';
import { openLibrary } from '../src/library.ts';
import { openSession } from '../src/session.ts';
import { eventBody } from './fakes/slack/payloads.ts';
import { type Publius, startPublius, until } from './fakes/slack/publius.ts';
import { deliver, type SlackServer, sign, startSlackServer } from './fakes/slack/server.ts';

const session = openSession(
  openLibrary(fileURLToPath(new URL('../knowledge', import.meta.url)), { cacheFolder: null }),
);
const QUESTION = 'What must the government show before unmasking an account?';
const WATCHTOWER = 'What did Watchtower v. Stratton decide?';
let slack: SlackServer;
let publius: Publius;

beforeAll(async () => {
  slack = await startSlackServer();
  publius = await startPublius(slack, session, { limits: { askerPerMinute: 10_000, workspacePerMinute: 10_000 } });
});
afterEach(() => expect(slack.breaches).toEqual([]));
afterAll(async () => {
  await publius.running.stop(2000);
  await slack.close();
});

describe('a mention', () => {
  it('is answered in its thread with exact quotations, once, whatever Slack delivers again', async () => {
    const mention = eventBody({
      type: 'app_mention',
      user: 'U1',
      channel: 'C1',
      ts: '100.1',
      text: `<@UBOT> ${QUESTION}`,
    });
    for (let n = 0; n < 3; n++) expect((await deliver(publius.url, mention)).status).toBe(200);
    const [message, ...more] = await messagesIn('C1');
    expect(more).toEqual([]);
    expect(message!.thread).toBe('100.1');
    const answer = await session.ask({ text: QUESTION, history: [] });
    const quoted = answer.statements.flatMap(({ quotes }) => quotes.filter(({ voice }) => voice === 'source'));
    expect(quoted.length).toBeGreaterThan(0);
    expect(quotationsIn([message as never])).toEqual(quoted.map(({ shown }) => shown));
  });

  it('is answered again in place when it is changed, and its answer goes when it is deleted', async () => {
    const said = { user: 'U1', ts: '101.1', text: `<@UBOT> ${QUESTION}` };
    await publius.event({ type: 'app_mention', channel: 'C2', ...said });
    const [before] = await messagesIn('C2');
    const changed = { ...said, text: `<@UBOT> ${WATCHTOWER}`, edited: { user: 'U1', ts: '102.1' } };
    const change = { type: 'message', subtype: 'message_changed', channel: 'C2', channel_type: 'channel' };
    await publius.event({ ...change, ts: '102.2', message: changed, previous_message: said });
    await until(() => slack.messages.get(`C2 ${before!.ts}`)?.edits === 1);
    expect(slack.messages.get(`C2 ${before!.ts}`)!.text).toContain('Watchtower');
    const tombstone = { ...said, user: 'USLACKBOT', subtype: 'tombstone', text: 'This message was deleted.' };
    await publius.event({ ...change, ts: '103.2', message: tombstone, previous_message: changed });
    await until(() => inChannel('C2').length === 0);
  });

  it('that is deleted with no replies under it loses its answer too', async () => {
    await publius.mention('C5', '150.1', WATCHTOWER);
    await messagesIn('C5');
    await publius.event({
      type: 'message',
      subtype: 'message_deleted',
      channel: 'C5',
      channel_type: 'channel',
      ts: '151.1',
      deleted_ts: '150.1',
      previous_message: { user: 'U1', ts: '150.1', text: `<@UBOT> ${WATCHTOWER}` },
    });
    await until(() => inChannel('C5').length === 0);
  });

  it('by another program is not answered', async () => {
    const said = { type: 'app_mention', user: 'U1', channel: 'C3', text: `<@UBOT> ${QUESTION}` };
    await publius.event({ ...said, bot_id: 'BOTHER', ts: '103.1' });
    await publius.event({ ...said, ts: '103.2' });
    expect((await messagesIn('C3')).map(({ thread }) => thread)).toEqual(['103.2']);
  });

  it('is answered as plain text where Slack refuses the blocks', async () => {
    slack.workspace.refuseBlocks = true;
    await publius.mention('C4', '104.1', QUESTION);
    const [message] = await messagesIn('C4');
    slack.workspace.refuseBlocks = false;
    expect(message!.blocks).toEqual([]);
    expect(message!.text).toContain('“In these circumstances, Defendants may not compel Twitter');
  });

  it.each([
    ['nothing at all', ' ', /mention|Ask/],
    ['100,000 characters', 'why '.repeat(25_000), /longer than/],
    ['hostile characters', '\u202e\u0000<!channel> \ud800 zalgo̴̸̷', /./],
  ])('that says %s gets an answer', async (name, text, says) => {
    await publius.mention(`CX${name}`, '105.1', text);
    expect((await messagesIn(`CX${name}`))[0]!.text).toMatch(says);
  });
});

describe('a direct message', () => {
  it('is answered, and a follow-up leans on it', async () => {
    const said = { type: 'message', channel_type: 'im', user: 'U2', channel: 'D1' };
    await publius.event({ ...said, ts: '200.1', text: 'What did Krinsky v. Doe 6 decide?' });
    await messagesIn('D1');
    await publius.event({ ...said, ts: '201.1', text: 'and when?' });
    await until(() => inChannel('D1').length === 2);
    expect(inChannel('D1')[1]!.text).toContain('Read together with your earlier question.');
  });
});

describe('a request', () => {
  it('is signed as in the example that Slack publishes', () => {
    const body =
      'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';
    const signature = 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503';
    const secret = '8f742231b10e8888abcd99yyyzzz85a5';
    expect(sign(body, '1531420618', secret)).toBe(signature);
    const headers = { 'x-slack-signature': signature, 'x-slack-request-timestamp': 1531420618 };
    const nowMilliseconds = 1531420618_000;
    const check = (signed: string) => () =>
      verifySlackRequest({ signingSecret: secret, body: signed, headers, nowMilliseconds } as never);
    expect(check(body)).not.toThrow();
    expect(check(`${body}x`)).toThrow(/signature/i);
  });

  it('that is not signed, signed by another, or five minutes old is refused', async () => {
    const body = JSON.stringify(
      eventBody({ type: 'app_mention', user: 'U1', channel: 'C6', ts: '160.1', text: WATCHTOWER }),
    );
    const now = Math.floor(Date.now() / 1000);
    const cases = [
      {},
      { 'X-Slack-Request-Timestamp': String(now), 'X-Slack-Signature': sign(body, String(now), 'another') },
      { 'X-Slack-Request-Timestamp': String(now - 301), 'X-Slack-Signature': sign(body, String(now - 301)) },
    ];
    for (const headers of cases) {
      const response = await fetch(publius.url, {
        method: 'POST',
        body,
        headers: { 'Content-Type': 'application/json', ...headers } as Record<string, string>,
      });
      expect(response.status).toBe(401);
    }
    expect(inChannel('C6')).toEqual([]);
    expect(publius.log.join('\n')).toContain('its signature is not that of SLACK_SIGNING_SECRET');
  });

  it('to the health page tells how many were answered', async () => {
    const response = await fetch(new URL('/health', publius.url));
    expect(await response.json()).toMatchObject({ ok: true, knowledge: session.library.version });
  });
});

describe('under load on a Slack that fails', () => {
  it('each question is answered exactly once, none lost, acknowledged within a second', {
    timeout: 120_000,
  }, async () => {
    Object.assign(slack.faults, { ratelimited: 0.1, serverError: 0.05 });
    const asked = Array.from({ length: 400 }, (_, n) =>
      eventBody({
        type: 'app_mention',
        user: `U${n % 50}`,
        channel: `CL${n % 40}`,
        ts: `${3000 + n}.1`,
        text: `<@UBOT> ${QUESTION}`,
      }),
    );
    const sent = [...asked, ...asked.slice(0, 120)].sort(() => Math.random() - 0.5);
    const ms: number[] = [];
    for (let n = 0; n < sent.length; n += 20)
      ms.push(
        ...(await Promise.all(sent.slice(n, n + 20).map((body) => deliver(publius.url, body)))).map(
          (sending) => sending.ms,
        ),
      );
    const answered = () => [...slack.messages.values()].filter(({ channel }) => channel.startsWith('CL'));
    await until(
      () => new Set(answered().map(({ thread }) => thread)).size === 400 && answered().length === 400,
      90_000,
    );
    Object.assign(slack.faults, { ratelimited: 0, serverError: 0 });
    expect(ms.sort((a, b) => a - b)[Math.floor(ms.length * 0.99)]!).toBeLessThan(1000);
  });

  it('logs nothing of anybody', () => {
    expect(publius.log.join('\n')).not.toMatch(/unmasking|Watchtower|\bU\d|\bC\w?\d|\bD1\b|\d{3,}\.1/);
  });
});

function inChannel(channel: string) {
  return [...slack.messages.values()].filter((message) => message.channel === channel);
}

async function messagesIn(channel: string) {
  await until(() => inChannel(channel).length > 0);
  await new Promise((resolve) => setTimeout(resolve, 60));
  return inChannel(channel);
}
