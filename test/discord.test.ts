// Publius in Discord, over loopback: the real discord.js client, a Discord of our own. What people write and press, and what they get.

import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { unescapeMarkdown } from '../src/chat/discord-markdown.ts';
import { openLibrary } from '../src/library.ts';
import { openSession } from '../src/session.ts';
import { startPublius } from './fakes/discord/publius.ts';
import {
  type DiscordServer,
  type InteractionHandle,
  type StandingMessage,
  startDiscordServer,
} from './fakes/discord/server.ts';
import { until } from './fakes/slack/publius.ts';

const session = openSession(
  openLibrary(fileURLToPath(new URL('../knowledge', import.meta.url)), { cacheFolder: null }),
);
const QUESTION = 'What must the government show before unmasking an account?';
const WATCHTOWER = 'What did Watchtower v. Stratton decide?';
let discord: DiscordServer;
let publius: Awaited<ReturnType<typeof startPublius>>;

beforeAll(async () => {
  discord = await startDiscordServer();
  publius = await startPublius(discord, session, {
    limits: { askerPerMinute: 10_000, workspacePerMinute: 10_000 },
    timing: { editMs: 50 },
  });
});
afterEach(() => {
  expect(discord.breaches).toEqual([]);
  expect(discord.liveMentions).toEqual([]);
  expect(discord.attachments).toEqual([]);
});
afterAll(async () => {
  await publius.stop();
  await discord.close();
});

/** The quotations that stand in a message, as people see them. */
function quotationsOf({ text }: StandingMessage): string[] {
  return text
    .split('\n')
    .flatMap((line) => /^> “(.*)”$/.exec(line)?.[1] ?? [])
    .map(unescapeMarkdown);
}

async function quoted(question: string): Promise<string[]> {
  const { statements } = await session.ask({ text: question, history: [] });
  return statements.flatMap(({ quotes }) => quotes.filter(({ voice }) => voice === 'source')).map(({ shown }) => shown);
}

async function answered(handle: InteractionHandle): Promise<StandingMessage> {
  await until(() => handle.messages().some(({ loading }) => !loading));
  return handle.messages()[0]!;
}

const ask = (question: string, more: object = {}) =>
  discord.command({ name: 'ask', options: { question, ...more }, user: discord.seed.alice });
const ours = () => discord.messages.filter(({ author }) => author.id === discord.bot.id);

/** A button under a message, by the beginning of its id. */
function buttonOf(message: StandingMessage, action: string): string {
  const id = new RegExp(`"custom_id":"(${action}:[0-9a-f]+)"`).exec(JSON.stringify(message.components))?.[1];
  expect(id).toBeDefined();
  return id!;
}

describe('/ask', () => {
  it('is registered, deferred at once and answered to the asker alone, with exact quotations', async () => {
    expect(discord.commands.map(({ name }) => name)).toContain('ask');
    const handle = ask(QUESTION);
    const message = await answered(handle);
    expect(message.ephemeral).toBe(true);
    expect(handle.deferredAfterMs).toBeLessThan(1000);
    expect((await quoted(QUESTION)).length).toBeGreaterThan(0);
    expect(quotationsOf(message)).toEqual(await quoted(QUESTION));
    expect(ours()).toEqual([]);
  });

  it('is answered for all to read where the asker shares it', async () => {
    const message = await answered(ask(WATCHTOWER, { share: true }));
    expect(message.ephemeral).toBe(false);
  });

  it('offers questions out of the knowledge while it is typed', async () => {
    const typed = { name: 'ask', option: 'question', value: 'watch', user: discord.seed.alice };
    expect(await discord.autocomplete(typed)).toContainEqual({ name: WATCHTOWER, value: WATCHTOWER });
  });

  it.each(['help', 'sources', 'privacy'])('/%s is answered privately', async (name) => {
    const message = await answered(discord.command({ name, user: discord.seed.alice }));
    expect(message).toMatchObject({ ephemeral: true, text: expect.stringMatching(/anonymous|documents|this machine/) });
  });

  it('/check compares words with the sources, in quotation marks or not', async () => {
    const quotation =
      'Defendants may compel Twitter to disclose information regarding the real identities of these users';
    const check = discord.command({ name: 'check', options: { quotation }, user: discord.seed.alice });
    const message = await answered(check);
    expect(message).toMatchObject({
      ephemeral: true,
      text: expect.stringMatching(/✗ Altered[\s\S]*“not” is left out/),
    });
    expect(quotationsOf(message)[0]).toContain('Defendants may not compel Twitter');
    expect(message.text).not.toContain('Share');
  });

  it('“Check quotations” compares every quotation of a message', async () => {
    const content = 'It said “they may not”. > no\n“We shall fight on the beaches and never give up the secret files.”';
    const message = discord.message({ author: discord.seed.bob, content });
    const menu = discord.contextMenu({ name: 'Check quotations', targetMessage: message, user: discord.seed.alice });
    expect(await answered(menu)).toMatchObject({
      ephemeral: true,
      text: expect.stringMatching(/2 quotations: 1 not found, 1 too short[\s\S]*Not found[\s\S]*Too short/),
    });
  });

  it.each([
    [{ topic: 'Twitter v. DHS' }, /What happened[\s\S]*Where it stands/],
    [{ topic: 'Twitter v. DHS', timeline: true }, /Timeline[\s\S]*6 Apr 2017/],
    [{ topic: 'the price of wheat in Kansas' }, /don't deal with that|outside these sources/],
  ])('/summary %j', async (options, says) => {
    const handle = discord.command({ name: 'summary', options, user: discord.seed.alice });
    const message = await answered(handle);
    expect(message.ephemeral).toBe(true);
    expect(
      handle
        .messages()
        .map(({ text }) => text)
        .join('\n'),
    ).toMatch(says);
  });

  it('“Ask about this” asks with what a message says', async () => {
    const message = discord.message({ author: discord.seed.bob, content: WATCHTOWER });
    const menu = discord.contextMenu({ name: 'Ask about this', targetMessage: message, user: discord.seed.alice });
    expect(await answered(menu)).toMatchObject({ ephemeral: true, text: expect.stringContaining('Watchtower') });
  });
});

describe('the buttons', () => {
  it('Share posts the answer once, without who asked or what', async () => {
    const handle = ask(QUESTION);
    const message = await answered(handle);
    const before = ours().length;
    const press = () =>
      discord.component({ customId: buttonOf(message, 'publius-share'), user: discord.seed.alice, message });
    expect((await answered(press())).text).toBe('Shared.');
    expect(ours().length).toBe(before + 1);
    const shared = ours().at(-1)!;
    expect(quotationsOf(shared)).toEqual(await quoted(QUESTION));
    expect(JSON.stringify(shared)).not.toMatch(new RegExp(`What must the government|${discord.seed.alice}`));
    expect((await answered(press())).text).toContain('shared already');
  });

  it('More context shows the passages with the quoted words in bold', async () => {
    const message = await answered(ask(QUESTION));
    const press = discord.component({
      customId: buttonOf(message, 'publius-context'),
      user: discord.seed.alice,
      message,
    });
    const shown = await answered(press);
    await until(() => press.messages().every(({ loading }) => !loading));
    const all = press
      .messages()
      .map(({ text }) => unescapeMarkdown(text))
      .join('\n')
      .replace(/\*\*/g, '');
    for (const quotation of await quoted(QUESTION)) expect(all).toContain(quotation);
    expect(shown.ephemeral).toBe(true);
  });

  it('Next quotes shows what was not shown', async () => {
    const message = await answered(ask('What happened in Twitter v. DHS?'));
    const press = discord.component({ customId: buttonOf(message, 'publius-next'), user: discord.seed.alice, message });
    const next = await answered(press);
    expect(next.text.split('\n')[0]).not.toBe(message.text.split('\n')[0]);
    expect(next.text).toMatch(/Read together with your earlier question/);
  });

  it('of an answer for all to read hand nothing on of what its asker asked in private', async () => {
    const channel = discord.seed.random;
    const bySecret = (question: string, more: object = {}) =>
      discord.command({ name: 'ask', options: { question, ...more }, user: discord.seed.alice, channel });
    await answered(bySecret('What did Krinsky v. Doe 6 decide?'));
    const open = await answered(bySecret('and when?', { share: true }));
    expect(open.text).not.toContain('Krinsky');
    const shown = await answered(bySecret(WATCHTOWER, { share: true }));
    const customId = buttonOf(shown, 'publius-next');
    const next = await answered(
      discord.component({ customId, user: discord.seed.bob, message: shown, channel } as never),
    );
    expect(next.text).not.toContain('Krinsky');
    const mine = await answered(bySecret(QUESTION));
    const press = discord.component({
      customId: buttonOf(mine, 'publius-share'),
      user: discord.seed.alice,
      message: mine,
    });
    await answered(press);
    expect(JSON.stringify(ours().at(-1)!.components)).not.toContain('publius-next');
  });

  it('count votes', async () => {
    const message = await answered(ask(WATCHTOWER));
    discord.component({ customId: buttonOf(message, 'publius-helpful'), user: discord.seed.alice, message });
    await until(() => publius.running.feedback.counts.helpful === 1);
  });
});

describe('a mention', () => {
  const mention = (content: string, more: object = {}) =>
    discord.message({ author: discord.seed.alice, content: `<@${discord.bot.id}> ${content}`, ...more });

  it('is answered under it; changed with it; gone with it', async () => {
    const before = ours().length;
    const said = mention(QUESTION);
    await until(() => ours().length === before + 1);
    const reply = ours().at(-1)!;
    expect(reply).toMatchObject({ reference: said.id, ephemeral: false });
    expect(quotationsOf(reply)).toEqual(await quoted(QUESTION));
    discord.editMessage(said.id, { content: `<@${discord.bot.id}> ${WATCHTOWER}` });
    await until(
      () =>
        ours()
          .find(({ id }) => id === reply.id)
          ?.text.includes('Watchtower') === true,
    );
    discord.deleteMessage(said.id);
    await until(() => ours().length === before);
  });

  it('is answered once though it is delivered twice; others and bots are left alone', async () => {
    const before = ours().length;
    discord.duplicate = true;
    mention(WATCHTOWER);
    discord.message({ author: discord.seed.bob, content: 'not for you' });
    discord.message({ author: discord.seed.otherBot, content: `<@${discord.bot.id}> ${WATCHTOWER}` });
    ask(WATCHTOWER);
    await until(() => ours().length > before);
    await new Promise((resolve) => setTimeout(resolve, 300));
    discord.duplicate = false;
    expect(ours().length).toBe(before + 1);
  });

  it('is asked on by a reply to its answer', async () => {
    const before = ours().length;
    mention('What did Krinsky v. Doe 6 decide?');
    await until(() => ours().length === before + 1);
    const first = ours().at(-1)!;
    discord.message({ author: discord.seed.bob, content: 'and when?', reference: first, mentions: [discord.bot.id] });
    await until(() => ours().length === before + 2);
    expect(ours().at(-1)!.text).toContain('Read together with your earlier question');
  });

  it('in a direct message needs no mention', async () => {
    const before = ours().length;
    discord.message({ author: discord.seed.alice, content: WATCHTOWER, guild: null });
    await until(() => ours().length === before + 1);
  });
});

describe('/publius-settings', () => {
  const settings = (name: string, options: Record<string, string | boolean> = {}) => {
    const user = discord.world.guilds.get(discord.seed.guild)!.owner;
    return discord.command({ name: `publius-settings ${name}`, options, user });
  };

  it('keeps mentions and channels as admins say, in a file with ids alone', async () => {
    expect((await answered(settings('show'))).text).toContain('wherever it can write');
    await answered(settings('mentions', { on: false }));
    const before = ours().length;
    discord.message({ author: discord.seed.alice, content: `<@${discord.bot.id}> ${WATCHTOWER}` });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(ours().length).toBe(before);
    await answered(settings('mentions', { on: true }));
    await answered(settings('allow', { channel: discord.seed.random }));
    expect((await answered(ask(WATCHTOWER, { share: true }))).ephemeral).toBe(true);
    expect(existsSync(publius.stateFile)).toBe(true);
    expect(JSON.parse(readFileSync(publius.stateFile, 'utf8'))).toEqual({
      version: 1,
      servers: { [discord.seed.guild]: { channels: [discord.seed.random], mentions: true, private: true } },
    });
    await answered(settings('everywhere'));
  });
});

describe('the connection', () => {
  it('is taken up again after it is lost, and nonsense does no harm', async () => {
    discord.sendNonsense('{"op":0,"t":"MESSAGE_CREATE","d":{"id":1}}');
    discord.sendNonsense('{"op":0,"t":"INTERACTION_CREATE","d":null}');
    discord.sendNonsense('not JSON');
    const { resumes } = discord.gateway;
    discord.dropSockets();
    await until(() => discord.gateway.resumes > resumes || discord.gateway.identifies > 1);
    const message = await answered(ask(WATCHTOWER));
    expect(message.text).toContain('Watchtower');
  });

  it('logs nothing of anybody', () => {
    expect(publius.log.join('\n')).not.toMatch(/Watchtower|unmasking|\d{15,}/);
  });
});
