// What people press and open in Slack: the command and its buttons, the shortcut, the home page, the assistant pane. The real Bolt app by HTTP.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ACTIONS, quotationsIn } from '../src/chat/slack-render.ts';
import { openLibrary } from '../src/library.ts';
import { openSession } from '../src/session.ts';
import { type Publius, startPublius, until } from './fakes/slack/publius.ts';
import { type SlackServer, startSlackServer } from './fakes/slack/server.ts';

const session = openSession(
  openLibrary(fileURLToPath(new URL('../knowledge', import.meta.url)), { cacheFolder: null }),
);
const WATCHTOWER = 'What did Watchtower v. Stratton decide?';
const QUOTED = 'What must the government show before unmasking an account?';
const ASKER = { user: 'USECRET', name: 'a.source', channel: 'C9' };
let slack: SlackServer;
let publius: Publius;

beforeAll(async () => {
  slack = await startSlackServer();
  publius = await startPublius(slack, session, { limits: { askerPerMinute: 10_000, workspacePerMinute: 10_000 } });
});
afterEach(() => {
  expect(slack.breaches).toEqual([]);
  slack.responses.length = 0;
});
afterAll(async () => {
  await publius.running.stop(2000);
  await slack.close();
});

/** The one response that comes. */
async function response() {
  await until(() => slack.responses.length === 1);
  return slack.responses[0]! as { response_type: string; text: string; blocks: never[] };
}

/** The button under a message's blocks that carries this action. */
function buttonIn({ blocks }: { blocks: readonly unknown[] }, action: string) {
  const value = new RegExp(`"action_id":"${action}".*?"value":"([^"]+)"`).exec(JSON.stringify(blocks))?.[1];
  expect(value).toBeDefined();
  return { type: 'button', action_id: action, value: value! };
}

describe('/publius', () => {
  it('answers privately; what is shared names neither asker nor question, and is shared once', async () => {
    await publius.command(QUOTED, ASKER);
    const answer = await response();
    expect(answer.response_type).toBe('ephemeral');
    const share = buttonIn(answer, ACTIONS.share);
    slack.responses.length = 0;
    await publius.press(share, ASKER);
    const shared = await response();
    expect(shared.response_type).toBe('in_channel');
    expect(quotationsIn([shared]).length).toBeGreaterThan(0);
    expect(quotationsIn([shared])).toEqual(quotationsIn([answer]));
    expect(JSON.stringify(shared)).not.toMatch(/USECRET|a\.source|What must the government/);
    slack.responses.length = 0;
    await publius.press(share, ASKER);
    expect(await response()).toMatchObject({
      response_type: 'ephemeral',
      text: expect.stringMatching(/shared already/),
    });
  });

  it('that was not found, or is no longer kept, cannot be shared, and says so', async () => {
    await publius.command('Who won the 1966 world cup?', ASKER);
    expect(JSON.stringify(await response())).not.toContain(ACTIONS.share);
    slack.responses.length = 0;
    await publius.press({ type: 'button', action_id: ACTIONS.share, value: 'abcdef' }, ASKER);
    expect((await response()).text).toContain('no longer kept');
  });

  it.each([
    ['', /^Ask a question on anonymous speech/],
    ['help', /^Ask a question on anonymous speech/],
    ['Sources', /documents, knowledge/],
    ['privacy', /this machine/],
    ['check “they may not”', /^– Too short to tell\n“they may not”/],
    ['check Defendants may compel Twitter to disclose information', /Altered[\s\S]*“not” is left out/],
    ['summary Twitter v. DHS', /What happened[\s\S]*Where it stands/],
    ['summarise this thread', /nothing in this thread|Made from/],
  ])('%j', async (text, says) => {
    await publius.command(text, ASKER);
    const said = await response();
    expect(said.response_type).toBe('ephemeral');
    expect(said.text).toMatch(says);
  });
});

it('/publius timeline gives the dated events, in as many messages as they take', async () => {
  await publius.command('timeline Twitter v. DHS', ASKER);
  await until(() => slack.responses.length >= 2);
  const said = slack.responses.map((one) => String(one.text)).join('\n');
  expect(said).toMatch(/Timeline[\s\S]*14 Mar 2017[\s\S]*7 Apr 2017/);
});

describe('the shortcut', () => {
  const DRAFT =
    'Twitter sued. &gt; is a sign. “Defendants may compel Twitter to disclose information regarding the real identities of these users,” it says, and “they may not”.';

  it('compares every quotation of a message with the sources, for the person alone', async () => {
    await publius.shortcut('publius_check_quotations', DRAFT, ASKER);
    const said = await response();
    expect(said.response_type).toBe('ephemeral');
    expect(said.text).toMatch(
      /^2 quotations: 1 altered, 1 too short[\s\S]*✗ Altered[\s\S]*“not” is left out[\s\S]*– Too short/,
    );
    const [source] = quotationsIn([said]);
    expect(source).toContain('Defendants may not compel Twitter to disclose information');
    expect(JSON.stringify(said)).not.toContain(ACTIONS.share); // it repeats what is somebody's own
  });

  it('says that a message without quotations has none', async () => {
    await publius.shortcut('publius_check_quotations', 'They may not compel Twitter.', ASKER);
    expect((await response()).text).toContain('no quotation in that');
  });
});

describe('More context', () => {
  it('opens the passages with the quoted words marked, exactly as the source has them', async () => {
    await publius.mention('C10', '1.1', QUOTED);
    await until(() => inChannel('C10').length === 1);
    const [message] = inChannel('C10');
    await publius.press(buttonIn(message!, ACTIONS.context), ASKER);
    await until(() => slack.views.length === 1);
    const marked = JSON.stringify(slack.views[0]!.blocks).match(/"text":"(?:[^"\\]|\\.)*","style":\{"bold":true\}/g)!;
    const words = marked.map((one) => (JSON.parse(`{${one}}`) as { text: string }).text).join(' ');
    for (const quotation of quotationsIn([message as never])) expect(words).toContain(quotation);
  });

  it('of another version of the knowledge says that passages have moved', async () => {
    slack.views.length = 0;
    const value = 'oldversion watchtower:0-10';
    await publius.press({ type: 'button', action_id: ACTIONS.context, value }, ASKER);
    await until(() => slack.views.length === 1);
    expect(JSON.stringify(slack.views[0])).toContain('sources have changed since this answer');
  });
});

describe('feedback', () => {
  it('is counted once a person and answer, without text or name', async () => {
    const press = (value: string, person = ASKER) =>
      publius.press({ type: 'feedback_buttons', action_id: ACTIONS.feedback, value }, person, { message_ts: '1.9' });
    await press('helpful');
    await press('helpful');
    await press('unhelpful', { ...ASKER, user: 'U2' });
    const health = await (await fetch(new URL('/health', publius.url))).json();
    expect(health).toMatchObject({ helpful: 1, unhelpful: 1 });
    expect(JSON.stringify(health)).not.toMatch(/USECRET|U2/);
  });
});

describe('the home page', () => {
  it('lists every source with its status, how to ask, and where a question goes', async () => {
    await publius.event({ type: 'app_home_opened', user: 'U1', channel: 'D9', tab: 'home' });
    await until(() => slack.homes.has('U1'));
    const shown = JSON.stringify(slack.homes.get('U1'));
    const missing = session.library
      .documents()
      .filter(({ title }) => !shown.includes(JSON.stringify(title).slice(1, 60)));
    expect(missing).toEqual([]);
    expect(shown).toMatch(/this machine/);
    expect(shown).toContain('/publius');
  });
});

describe('the settings', () => {
  const folder = mkdtempSync(join(tmpdir(), 'publius-slack-settings-'));
  const stateFile = join(folder, 'settings.json');
  let other: Publius;
  beforeAll(async () => {
    other = await startPublius(slack, session, { stateFile });
  });
  afterAll(async () => {
    await other.running.stop(2000);
    rmSync(folder, { recursive: true, force: true });
  });
  const openHome = async (user: string) => {
    slack.homes.delete(user);
    await other.event({ type: 'app_home_opened', user, channel: 'D9', tab: 'home' });
    await until(() => slack.homes.has(user));
    return JSON.stringify(slack.homes.get(user));
  };
  const change = async (action: Record<string, unknown>, user: string) => {
    slack.homes.delete(user);
    await other.press(action, { user, channel: 'D9' });
  };

  it('are shown to admins, and changed by them alone', async () => {
    slack.admins.add('UADMIN');
    expect(await openHome('UADMIN')).toContain('Settings (only admins see this)');
    expect(await openHome('UJANE')).not.toContain('only admins see this');
    const off = { type: 'button', action_id: 'publius_settings_mentions', value: 'false' };
    await change(off, 'UJANE');
    await change(off, 'UADMIN');
    await until(() => slack.homes.has('UADMIN'));
    expect(JSON.stringify(slack.homes.get('UADMIN'))).toContain('Mentions are not answered');
    expect(JSON.parse(readFileSync(stateFile, 'utf8')).servers).toEqual({
      T1: { channels: null, mentions: false, private: true },
    });
  });

  it('decide whether a mention is answered, which its asker alone is told', async () => {
    await other.mention('C50', '50.1', WATCHTOWER);
    await until(() => slack.whispers.length === 1);
    expect(slack.whispers[0]).toMatchObject({ channel: 'C50', user: 'U1', text: expect.stringContaining('/publius') });
    await change({ type: 'button', action_id: 'publius_settings_mentions', value: 'true' }, 'UADMIN');
    const chosen = { type: 'multi_conversations_select', selected_conversations: ['C51'] };
    await change({ ...chosen, action_id: 'publius_settings_channels' }, 'UADMIN');
    await until(() => slack.homes.has('UADMIN'));
    await other.mention('C51', '51.1', WATCHTOWER);
    await until(() => inChannel('C51').length === 1);
    expect(inChannel('C50')).toEqual([]);
  });

  it('decide whether a command is answered for all to read', async () => {
    await change({ type: 'button', action_id: 'publius_settings_private', value: 'false' }, 'UADMIN');
    await until(() => slack.homes.has('UADMIN'));
    await other.command(WATCHTOWER, { user: 'U1', channel: 'C51' });
    expect(await response()).toMatchObject({ response_type: 'in_channel' });
    slack.responses.length = 0;
    await other.command('check “a draft that is nobody else’s”', { user: 'U1', channel: 'C51' });
    expect(await response()).toMatchObject({ response_type: 'ephemeral' });
    slack.responses.length = 0;
    await other.command('What did Krinsky v. Doe 6 decide?', { user: 'U1', channel: 'C52' });
    expect(await response()).toMatchObject({ response_type: 'ephemeral' });
    slack.responses.length = 0;
    await other.command('What did Krinsky v. Doe 6 decide?', { user: 'U1', channel: 'C51' });
    await response();
    slack.responses.length = 0;
    await other.command('and when?', { user: 'U1', channel: 'C51' });
    expect((await response()).text).not.toContain('Krinsky');
  });
});

describe('the assistant pane', () => {
  const thread = { channel_id: 'D20', thread_ts: '10.1' };

  it('greets, and suggests questions that the sources answer', async () => {
    const context = { channel_id: 'C1', team_id: 'T1', enterprise_id: null };
    await publius.event({
      type: 'assistant_thread_started',
      assistant_thread: { user_id: 'U1', context, ...thread },
    });
    await until(() => slack.prompts.has('D20 10.1'));
    const prompts = slack.prompts.get('D20 10.1') as { title: string; message: string }[];
    expect(prompts.length).toBe(4);
    for (const { message } of prompts)
      expect((await session.ask({ text: message, history: [] })).status).toBe('answered');
    expect(inChannel('D20')[0]!.text).toContain('Only you see this conversation');
  });

  it('answers in its thread, names it, and leaves no status behind', async () => {
    const said = { type: 'message', channel: 'D20', channel_type: 'im', user: 'U1', thread_ts: '10.1', ts: '10.2' };
    await publius.event({ ...said, text: WATCHTOWER });
    await until(() => inChannel('D20').length === 2);
    expect(inChannel('D20')[1]).toMatchObject({ thread: '10.1', text: expect.stringContaining('Watchtower') });
    await until(() => slack.titles.get('D20 10.1') === WATCHTOWER);
    expect(slack.statuses.size).toBe(0);
  });
});

function inChannel(channel: string) {
  return [...slack.messages.values()].filter((message) => message.channel === channel);
}
