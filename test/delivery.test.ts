// The delivery contract, the same cases on every chat platform: each through its real client or app on a fake of ours.

import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import type { ChatLimits } from '../src/chat/chat.ts';
import { openLibrary } from '../src/library.ts';
import { openSession } from '../src/session.ts';
import { startPublius as startInDiscord } from './fakes/discord/publius.ts';
import { startDiscordServer } from './fakes/discord/server.ts';
import { eventBody } from './fakes/slack/payloads.ts';
import { startPublius as startInSlack, until } from './fakes/slack/publius.ts';
import { deliver, startSlackServer } from './fakes/slack/server.ts';

const session = openSession(
  openLibrary(fileURLToPath(new URL('../knowledge', import.meta.url)), { cacheFolder: null }),
);
const KRINSKY = 'What did Krinsky v. Doe 6 decide?';
const WATCHTOWER = 'What did Watchtower v. Stratton decide?';

/** A place where people write and Publius answers. */
interface Surface {
  /** Mentions Publius; resolves with what names the message. `under`: in the conversation of that one. */
  mention(text: string, under?: string): Promise<string>;
  /** The same, delivered three times. */
  mentionAgain(text: string): Promise<string>;
  byBot(text: string): Promise<string>;
  edit(id: string, text: string): Promise<void>;
  remove(id: string): Promise<void>;
  /** What stands as answers to a message. */
  answersTo(id: string): string[];
  fail(share: number): void;
  counts(): Readonly<Record<string, number>>;
  /** Rules of the platform that were broken. */
  breaches(): readonly string[];
  stop(): Promise<void>;
}

async function slackSurface(limits: Partial<ChatLimits>): Promise<Surface> {
  const slack = await startSlackServer();
  const publius = await startInSlack(slack, session, { limits });
  const asked = new Map<string, { text: string; thread: string }>();
  let clock = 1000;
  const say = async (text: string, of: Record<string, unknown>, times: number, under?: string) => {
    const ts = `${++clock}.000100`;
    const thread = under === undefined ? undefined : asked.get(under)!.thread;
    asked.set(ts, { text, thread: thread ?? ts });
    const inner = { type: 'app_mention', channel: 'C1', ts, text: `<@UBOT> ${text}`, ...of };
    const body = eventBody(thread === undefined ? inner : { ...inner, thread_ts: thread });
    for (let n = 0; n < times; n++) await deliver(publius.url, body);
    return ts;
  };
  const change = (of: Record<string, unknown>) =>
    publius.event({ type: 'message', channel: 'C1', channel_type: 'channel', ts: `${++clock}.000200`, ...of });
  const order: string[] = [];
  const mention = async (text: string, times: number, under?: string) => {
    const ts = await say(text, { user: 'U1' }, times, under);
    order.push(ts);
    return ts;
  };
  return {
    mention: (text, under) => mention(text, 1, under),
    mentionAgain: (text) => mention(text, 3),
    byBot: (text) => say(text, { user: 'U9', bot_id: 'BOTHER' }, 1),
    edit: async (ts, text) => {
      const edited = { user: 'U1', ts: `${++clock}.000300` };
      const message = { user: 'U1', ts, text: `<@UBOT> ${text}`, edited };
      await change({ subtype: 'message_changed', message, previous_message: { ...message, text: 'before' } });
    },
    remove: async (ts) => {
      await change({ subtype: 'message_deleted', deleted_ts: ts, previous_message: { user: 'U1', ts, text: '' } });
    },
    answersTo(ts) {
      const { thread } = asked.get(ts)!;
      const here = [...slack.messages.values()].filter((message) => message.thread === thread);
      const siblings = order.filter((other) => asked.get(other)!.thread === thread);
      return siblings.length < 2
        ? here.map(({ text }) => text)
        : here.slice(siblings.indexOf(ts)).map(({ text }) => text);
    },
    fail: (share) => void Object.assign(slack.faults, { ratelimited: share / 2, serverError: share / 2 }),
    counts: () => publius.running.chat.counts,
    breaches: () => slack.breaches,
    stop: async () => {
      await publius.running.stop(2000);
      await slack.close();
    },
  };
}

async function discordSurface(limits: Partial<ChatLimits>): Promise<Surface> {
  const discord = await startDiscordServer();
  const publius = await startInDiscord(discord, session, { limits });
  const say = (author: string, text: string, reference?: string) =>
    discord.message({
      author,
      content: `<@${discord.bot.id}> ${text}`,
      ...(reference === undefined ? {} : { reference }),
    }).id;
  const repliesTo = (id: string) =>
    discord.messages.filter((message) => message.author.id === discord.bot.id && message.reference === id);
  return {
    mention: async (text, under) =>
      say(discord.seed.alice, text, under === undefined ? undefined : repliesTo(under)[0]!.id),
    mentionAgain: async (text) => {
      discord.duplicate = true;
      const id = say(discord.seed.alice, text);
      await delay(50);
      discord.duplicate = false;
      return id;
    },
    byBot: async (text) => say(discord.seed.otherBot, text),
    edit: async (id, text) => void discord.editMessage(id, { content: `<@${discord.bot.id}> ${text}` }),
    remove: async (id) => void discord.deleteMessage(id),
    answersTo: (id) => repliesTo(id).map(({ text }) => text),
    fail: (share) =>
      void Object.assign(discord.faults, {
        ratelimited: share / 2,
        serverError: share / 2,
        retryAfterMs: 300,
        on: /messages/,
      }),
    counts: () => publius.running.chat.counts,
    breaches: () => [...discord.breaches, ...discord.liveMentions.map(String)],
    stop: async () => {
      await publius.stop();
      await discord.close();
    },
  };
}

describe.each([
  ['Slack', slackSurface],
  ['Discord', discordSurface],
] as const)('in %s', (_, open) => {
  let surface: Surface;
  const start = async (limits: Partial<ChatLimits> = {}) => {
    surface = await open({ askerPerMinute: 10_000, workspacePerMinute: 10_000, ...limits });
  };
  afterEach(async () => {
    expect(surface.breaches()).toEqual([]);
    await surface.stop();
  });
  const answered = async (id: string) => {
    await until(() => surface.answersTo(id).length > 0);
    return surface.answersTo(id);
  };

  it('a question is answered once, however often it is delivered', async () => {
    await start();
    const id = await surface.mentionAgain(WATCHTOWER);
    await answered(id);
    await delay(200);
    expect(surface.answersTo(id)).toEqual([expect.stringContaining('Watchtower')]);
    expect(surface.counts().repeated).toBeGreaterThan(0);
  });

  it('other programs are not answered', async () => {
    await start();
    const id = await surface.byBot(WATCHTOWER);
    await answered(await surface.mention(WATCHTOWER));
    expect(surface.answersTo(id)).toEqual([]);
  });

  it('an edit is answered in place, a deletion takes the answer away', async () => {
    await start();
    const id = await surface.mention(KRINSKY);
    await answered(id);
    await surface.edit(id, WATCHTOWER);
    await until(() => surface.answersTo(id)[0]?.includes('Watchtower') === true);
    expect(surface.answersTo(id).length).toBe(1);
    await surface.remove(id);
    await until(() => surface.answersTo(id).length === 0);
  });

  it('a follow-up leans on what was asked before it', async () => {
    await start();
    const first = await surface.mention(KRINSKY);
    await answered(first);
    const second = await surface.mention('and when?', first);
    await until(() => surface.answersTo(second).length > 0);
    expect(surface.answersTo(second)[0]).toContain('Read together with your earlier question');
  });

  it('too many questions are told so once, kindly', async () => {
    await start({ askerPerMinute: 2 });
    const ids: string[] = [];
    for (let n = 0; n < 5; n++) ids.push(await surface.mention(WATCHTOWER));
    await until(() => surface.counts().limited === 3);
    await until(() => ids.filter((id) => surface.answersTo(id).length > 0).length === 3);
    await delay(100);
    const told = ids
      .flatMap((id) => surface.answersTo(id))
      .filter((text) => text.includes('more questions in a minute'));
    expect(told.length).toBe(1);
  });

  it('each of many questions is answered once while the API fails', { timeout: 60_000 }, async () => {
    await start();
    surface.fail(0.2);
    const ids = await Promise.all(Array.from({ length: 60 }, () => surface.mention(WATCHTOWER)));
    await until(() => ids.every((id) => surface.answersTo(id).length > 0), 50_000);
    await delay(1000);
    expect(ids.filter((id) => surface.answersTo(id).length !== 1)).toEqual([]);
    surface.fail(0);
  });
});
