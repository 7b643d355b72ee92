// What people typically get in Discord: the real discord.js client in front of the fake Discord, asked as people ask; and everything once more
// on a day on which Discord refuses components.

import { DefaultRestOptions } from 'discord.js';
import { CHECK_MENU } from '../../src/chat/discord-commands.ts';
import { BUTTONS } from '../../src/chat/discord-render.ts';
import type { Session } from '../../src/session.ts';
import { startPublius } from '../fakes/discord/publius.ts';
import { type DiscordServer, type StandingMessage, startDiscordServer } from '../fakes/discord/server.ts';
import { until } from '../fakes/slack/publius.ts';
import {
  CONTEXT,
  DRAFTS,
  type Played,
  PRIVATE,
  type Private,
  READER,
  type ShownInDiscord,
  TYPICAL,
  WORDED,
} from './scenes.ts';

interface Stage {
  readonly discord: DiscordServer;
  readonly publius: Awaited<ReturnType<typeof startPublius>>;
  /** Whether components are refused. */
  readonly refusal: { on: boolean };
}

type Turn = { readonly asked: string | null; readonly messages: readonly StandingMessage[] };

export function playDiscord(session: Session): Promise<Played<ShownInDiscord>> {
  return withDiscord(session, async (stage) => {
    const scenes: [string, ShownInDiscord][] = [];
    for (const [title, ...asked] of TYPICAL)
      scenes.push([title, await twice(stage, 'channel', () => inChannel(stage, asked))]);
    for (const way of PRIVATE) scenes.push([way.title, await twice(stage, 'private', () => inPrivate(stage, way))]);
    for (const [title, text] of DRAFTS)
      scenes.push([title, await twice(stage, 'private', () => fromMenu(stage, text))]);
    scenes.push([CONTEXT, await moreContext(stage)]);
    return scenes;
  });
}

export function playDiscordWithReader(session: Session): Promise<Played<ShownInDiscord>> {
  const { title, asked, address } = READER;
  const play = async (stage: Stage): Promise<[string, ShownInDiscord][]> => [
    [title, await twice(stage, 'channel', () => inChannel(stage, [asked]))],
  ];
  return withDiscord(session, play, address);
}

export function playDiscordWorded(session: Session): Promise<Played<ShownInDiscord>> {
  const [title, asked] = WORDED;
  return withDiscord(session, async (stage) => [
    [title, await twice(stage, 'channel', () => inChannel(stage, [asked]))],
  ]);
}

async function withDiscord(
  session: Session,
  play: (stage: Stage) => Promise<[string, ShownInDiscord][]>,
  reader: string | null = null,
): Promise<Played<ShownInDiscord>> {
  const discord = await startDiscordServer({ limit: { count: 10_000, perMs: 1000 }, globalPerSecond: 10_000 });
  const refusal = { on: false };
  const publius = await startPublius(discord, session, {
    limits: { askerPerMinute: 1000 },
    reader,
    client: { rest: { makeRequest: refusing(refusal) } },
  });
  try {
    const scenes = new Map(await play({ discord, publius, refusal }));
    const wrong = [...discord.breaches, ...discord.liveMentions].map((one) => JSON.stringify(one));
    if (wrong.length > 0) throw new Error(`Discord would have refused: ${wrong.join('; ')}`);
    return scenes;
  } finally {
    await publius.stop();
    await discord.close();
  }
}

/** Calls to Discord, those with components refused while it is on. */
function refusing(refusal: { readonly on: boolean }): typeof DefaultRestOptions.makeRequest {
  return async (url, init) => {
    if (!refusal.on || typeof init.body !== 'string' || !init.body.includes('"components":[{'))
      return DefaultRestOptions.makeRequest(url, init);
    const body = JSON.stringify({ code: 50035, message: 'Invalid Form Body', errors: {} });
    return new Response(body, { status: 400, headers: { 'content-type': 'application/json' } }) as never;
  };
}

/** As it is shown, and what stands there where components are refused. */
async function twice(
  { refusal }: Stage,
  where: ShownInDiscord['where'],
  play: () => Promise<readonly Turn[]>,
): Promise<ShownInDiscord> {
  const turns = await play();
  refusal.on = true;
  const plain = await play();
  refusal.on = false;
  return { where, turns: turns.map(shownIn), plain: plain.flatMap(({ messages }) => messages.map(contentOf)) };
}

function shownIn({ asked, messages }: Turn): ShownInDiscord['turns'][number] {
  return { asked, messages: messages.map(({ components }) => ({ components })) };
}

function contentOf({ content, components }: StandingMessage): string {
  if (components.length > 0) throw new Error('expected no components where they are refused');
  return content;
}

/** Asks by a mention, and on by replies. */
async function inChannel(stage: Stage, texts: readonly string[]): Promise<Turn[]> {
  const { discord } = stage;
  const author = discord.seed.alice;
  const turns: Turn[] = [];
  for (const asked of texts) {
    const reference = turns.at(-1)?.messages.at(-1);
    const content = `<@${discord.bot.id}> ${asked}`;
    const messages = await answersTo(stage, () => {
      discord.message({ author, content, ...(reference ? { reference } : {}) });
      return () => discord.messages.filter((one) => one.author.id === discord.bot.id);
    });
    turns.push({ asked, messages });
  }
  return turns;
}

async function inPrivate(stage: Stage, { command: name, options, told }: Private): Promise<Turn[]> {
  const { discord } = stage;
  const send = () => discord.command({ name, options, user: discord.seed.alice });
  const messages = told ? await answersTo(stage, () => send().messages) : await settled(send().messages);
  const given = Object.entries(options).map(([option, value]) => ` ${option}: ${value}`);
  return [{ asked: `/${name}${given.join('')}`, messages }];
}

/** Somebody's message, and its quotations checked by somebody else from its menu. */
async function fromMenu(stage: Stage, text: string): Promise<Turn[]> {
  const { discord } = stage;
  const targetMessage = discord.message({ author: discord.seed.bob, content: text });
  const open = () => discord.contextMenu({ name: CHECK_MENU, targetMessage, user: discord.seed.alice });
  return [{ asked: `${CHECK_MENU} on: ${text}`, messages: await answersTo(stage, () => open().messages) }];
}

async function moreContext(stage: Stage): Promise<ShownInDiscord> {
  const { discord } = stage;
  const [{ messages }] = (await inChannel(stage, [TYPICAL[0]![1]!])) as [Turn];
  const message = messages.at(-1)!;
  const customId = new RegExp(`"(${BUTTONS.context}:[^"]+)"`).exec(JSON.stringify(message.components))![1]!;
  const press = () => discord.component({ customId, user: discord.seed.alice, message });
  return twice(stage, 'private', async () => [{ asked: null, messages: await settled(press().messages) }]);
}

/** What an answer is made of, when it is counted as given; `ask` returns what looks where it will stand. */
async function answersTo({ publius }: Stage, ask: () => () => StandingMessage[]): Promise<StandingMessage[]> {
  const given = () => publius.running.chat.counts.answered + publius.running.chat.counts.notFound;
  const before = given();
  const look = ask();
  const old = new Set(look().map(({ id }) => id));
  await until(() => given() > before);
  return look().filter(({ id }) => !old.has(id));
}

/** What is not counted: messages that have not changed for a while. */
async function settled(look: () => StandingMessage[]): Promise<StandingMessage[]> {
  let [seen, since] = ['', 0];
  await until(() => {
    const now = JSON.stringify(look());
    if (now !== seen) [seen, since] = [now, performance.now()];
    const there = look().length > 0 && look().every(({ loading, text }) => !loading && text !== '');
    return there && performance.now() - since > 150;
  });
  return look();
}
