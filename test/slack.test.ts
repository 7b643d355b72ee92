// Publius in Slack, over loopback: the real Bolt app by HTTP, the real Web API client, a Slack of our own.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { COMMAND, SHORTCUT } from '../src/chat/slack.ts';
import { readSlackText } from '../src/chat/slack-incoming.ts';
import { pack, quotationsIn, renderContent } from '../src/chat/slack-render.ts';
import { openLibrary } from '../src/library.ts';
import { openSession } from '../src/session.ts';
import { type RunningSlack, startSlack } from '../src/slack.ts';
import { deliver, SIGNING_SECRET, type SlackServer, startSlackServer } from './fakes/slack-server.ts';

const session = openSession(
  openLibrary(fileURLToPath(new URL('../knowledge', import.meta.url)), { cacheFolder: null }),
);
const QUESTION = 'What must the government show before unmasking an account?';
const log: string[] = [];
let slack: SlackServer;
let running: RunningSlack;
let url: string;
let events = 0;

beforeAll(async () => {
  slack = await startSlackServer();
  const port = await freePort();
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
  running = await startSlack(config, session, (line) => log.push(line), {
    askerPerMinute: 10_000,
    workspacePerMinute: 10_000,
  });
  slack.hooks.posted = ({ channel, ts, thread, text, blocks }) =>
    void deliver(
      url,
      event({ type: 'message', user: 'UBOT', bot_id: 'BBOT', channel, ts, thread_ts: thread, text, blocks }),
    ).catch(() => {}); // the app may have stopped
});
afterEach(() => expect(slack.breaches).toEqual([]));
afterAll(async () => {
  await running.stop(2000);
  await slack.close();
});

describe('a mention', () => {
  it('is answered in its thread with exact quotations, once, whatever Slack delivers again', async () => {
    const mention = event({ type: 'app_mention', user: 'U1', channel: 'C1', ts: '100.1', text: `<@UBOT> ${QUESTION}` });
    for (let n = 0; n < 3; n++) expect((await deliver(url, mention)).status).toBe(200);
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
    await deliver(url, event({ type: 'app_mention', channel: 'C2', ...said }));
    const [before] = await messagesIn('C2');
    const text = '<@UBOT> What did Watchtower v. Stratton decide?';
    const changed = { ...said, text, edited: { user: 'U1', ts: '102.1' } };
    await deliver(
      url,
      event({ type: 'message', subtype: 'message_changed', channel: 'C2', message: changed, previous_message: said }),
    );
    await until(() => slack.messages.get(`C2 ${before!.ts}`)?.edits === 1);
    expect(slack.messages.get(`C2 ${before!.ts}`)!.text).toContain('Watchtower');
    const tombstone = { ...said, user: 'USLACKBOT', subtype: 'tombstone', text: 'This message was deleted.' };
    await deliver(
      url,
      event({
        type: 'message',
        subtype: 'message_changed',
        channel: 'C2',
        message: tombstone,
        previous_message: changed,
      }),
    );
    await until(() => inChannel('C2').length === 0);
  });

  it('by another program is not answered', async () => {
    await deliver(
      url,
      event({
        type: 'app_mention',
        user: 'U1',
        bot_id: 'BOTHER',
        channel: 'C3',
        ts: '103.1',
        text: `<@UBOT> ${QUESTION}`,
      }),
    );
    await deliver(
      url,
      event({ type: 'app_mention', user: 'U1', channel: 'C3', ts: '103.2', text: `<@UBOT> ${QUESTION}` }),
    );
    expect((await messagesIn('C3')).map(({ thread }) => thread)).toEqual(['103.2']);
  });

  it('is answered as plain text where Slack refuses the blocks', async () => {
    slack.faults.refuseBlocks = true;
    await deliver(
      url,
      event({ type: 'app_mention', user: 'U1', channel: 'C4', ts: '104.1', text: `<@UBOT> ${QUESTION}` }),
    );
    const [message] = await messagesIn('C4');
    slack.faults.refuseBlocks = false;
    expect(message!.blocks).toEqual([]);
    expect(message!.text).toContain('“In these circumstances, Defendants may not compel Twitter');
  });
});

describe('a direct message', () => {
  it('is answered, and a follow-up leans on it', async () => {
    const said = { type: 'message', channel_type: 'im', user: 'U2', channel: 'D1' };
    await deliver(url, event({ ...said, ts: '200.1', text: 'What did Krinsky v. Doe 6 decide?' }));
    await messagesIn('D1');
    await deliver(url, event({ ...said, ts: '201.1', text: 'and when?' }));
    await until(() => inChannel('D1').length === 2);
    expect(inChannel('D1')[1]!.text).toContain('Read together with your earlier question.');
  });
});

describe('/publius', () => {
  it('answers privately, and what is shared names neither asker nor question', async () => {
    const question = 'What did Watchtower v. Stratton decide?';
    await deliver(
      url,
      {
        command: '/publius',
        text: question,
        user_id: 'USECRET',
        channel_id: 'C9',
        team_id: 'T1',
        trigger_id: 't1',
        response_url: slack.responseUrl(),
      },
      true,
    );
    await until(() => slack.responses.length === 1);
    const [answer] = slack.responses;
    expect(answer).toMatchObject({ response_type: 'ephemeral' });
    const share = JSON.stringify(answer).match(/"action_id":"publius_share".*?"value":"(\w+)"/)![1]!;
    const click = {
      type: 'block_actions',
      team: { id: 'T1' },
      user: { id: 'USECRET' },
      container: {},
      response_url: slack.responseUrl(),
      actions: [{ type: 'button', action_id: 'publius_share', block_id: 'b', value: share }],
    };
    await deliver(url, { payload: JSON.stringify(click) }, true);
    await until(() => slack.responses.length === 2);
    expect(slack.responses[1]).toMatchObject({ response_type: 'in_channel' });
    expect(JSON.stringify(slack.responses[1])).not.toMatch(/USECRET|What did Watchtower/);
  });
});

describe('under load on a Slack that fails', () => {
  it('each question is answered exactly once, none lost, acknowledged within a second', {
    timeout: 120_000,
  }, async () => {
    Object.assign(slack.faults, { ratelimited: 0.1, serverError: 0.05 });
    const asked = Array.from({ length: 400 }, (_, n) =>
      event({
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
        ...(await Promise.all(sent.slice(n, n + 20).map((body) => deliver(url, body)))).map((sending) => sending.ms),
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
    expect(log.join('\n')).not.toMatch(/unmasking|Watchtower|USECRET|\bU\d|\bC\w?\d|\bD1\b|\d{3,}\.1/);
  });
});

describe('rendering', () => {
  const hostile = [
    '<!channel> <@U1> <https://evil.example|bank>',
    '*bold* _x_ `y` ~z~ &amp; :smile:',
    '@here\u202e\u0000 https://evil.example',
  ];

  it.each(hostile)('shows %j literally, never as markup', (text) => {
    const [message] = pack([
      { part: 'group', lines: [{ line: 'statement', text }], contexts: [] },
      { part: 'small', lines: [text] },
    ]);
    expect(message!.text).not.toMatch(/<[!@h]/);
    expect(JSON.stringify(message!.blocks)).not.toContain('mrkdwn');
  });

  const file = new URL('../../shared/eval/blns/payloads.jsonl', import.meta.url);
  it.skipIf(!existsSync(file))(
    'shows every string of a list of naughty ones without markup, and reads it as a question',
    () => {
      const texts = readFileSync(file, 'utf8')
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { text: string }).text);
      expect(texts.length).toBeGreaterThan(100);
      for (const text of texts.map((text) => `${text} <!channel> <@U1> <https://evil.example|x>`)) {
        const messages = pack([
          {
            part: 'group',
            lines: [
              { line: 'statement', text },
              { line: 'item', text },
            ],
            contexts: [],
          },
          { part: 'covers', text },
        ]);
        for (const message of messages) {
          expect(message.text).not.toMatch(/<[!@h]/);
          expect(JSON.stringify(message.blocks)).not.toContain('mrkdwn');
        }
        expect(readSlackText(text)).not.toMatch(/<@U1|<!channel/);
      }
    },
  );

  it('keeps every part within the limits, and all of it', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 6000 }), { minLength: 1, maxLength: 12 }), (texts) => {
        const shown = texts.map((text) => `x${text.replace(/\p{Cc}/gu, '')}`);
        const messages = pack(
          shown.map((text) => ({ part: 'group', lines: [{ line: 'statement', text }], contexts: [] })),
        );
        for (const { text, blocks } of messages) {
          expect(text.length).toBeLessThanOrEqual(4000);
          expect(blocks.length).toBeLessThanOrEqual(50);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('quotes exactly what the answer quotes, for every question of ours', async () => {
    const lines = readFileSync(new URL('evals/questions.jsonl', import.meta.url), 'utf8')
      .trim()
      .split('\n');
    for (const line of lines) {
      const { question } = JSON.parse(line) as { question: string };
      const answer = await session.ask({ text: question, history: [] });
      const messages = renderContent({ content: 'answer', answer, version: 'v' }, { share: null, page: () => [] });
      const quoted = [...answer.statements.flatMap(({ quotes }) => quotes), ...answer.nearest].filter(
        ({ voice }) => voice === 'source',
      );
      expect(quotationsIn(messages).sort()).toEqual(quoted.map(({ shown }) => shown).sort());
    }
  });

  it('reads what a person typed', () => {
    expect(
      readSlackText('<@UBOT> may <https://a.example/x|they> ask &lt;this&gt; in <#C1|general> &amp; now <!here>?'),
    ).toBe('may they ask <this> in #general & now  ?');
  });
});

function event(inner: Record<string, unknown>) {
  return { type: 'event_callback', team_id: 'T1', api_app_id: 'A1', event_id: `Ev${++events}`, event: inner };
}

function inChannel(channel: string) {
  return [...slack.messages.values()].filter((message) => message.channel === channel);
}

async function messagesIn(channel: string) {
  await until(() => inChannel(channel).length > 0);
  await new Promise((resolve) => setTimeout(resolve, 60));
  return inChannel(channel);
}

async function until(holds: () => boolean, ms = 10_000) {
  for (const end = performance.now() + ms; !holds(); await new Promise((resolve) => setTimeout(resolve, 10)))
    if (performance.now() > end) throw new Error('expected it to happen in time');
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('manifest.json', () => {
  const manifest = JSON.parse(readFileSync(new URL('../manifest.json', import.meta.url), 'utf8'));
  const folder = new URL('../src/chat/', import.meta.url);
  const source = readdirSync(folder)
    .filter((name) => name.startsWith('slack'))
    .map((name) => readFileSync(new URL(name, folder), 'utf8'))
    .join('\n');
  /** What each method or event that the code names needs (docs.slack.dev, the method's or event's page). */
  const NEEDS: readonly (readonly [used: string, scope: string])[] = [
    ["'chat.postMessage'", 'chat:write'],
    ["'assistant.threads.setTitle'", 'assistant:write'],
    ["app.event('app_mention'", 'app_mentions:read'],
    ['app.command(', 'commands'],
    ...['channels', 'groups', 'im', 'mpim'].map((kind) => ["app.event('message'", `${kind}:history`] as const),
  ];

  it('asks for the scopes that the code uses, and no other', () => {
    for (const [used] of NEEDS) expect(source).toContain(used);
    expect(manifest.oauth_config.scopes.bot.toSorted()).toEqual([...new Set(NEEDS.map(([, scope]) => scope))].sort());
  });

  it('has the command and the shortcut that the code listens to', () => {
    expect(manifest.features.slash_commands.map(({ command }: { command: string }) => command)).toEqual([COMMAND]);
    expect(manifest.features.shortcuts.map(({ callback_id }: { callback_id: string }) => callback_id)).toEqual([
      SHORTCUT,
    ]);
  });
});
