// A Discord on loopback: REST and gateway for the real discord.js. Keeps what stands in the channels, refuses what Discord refuses, and can
// fail on purpose. What it is sent is checked against Discord's own description where that is to be had (spec.ts).

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { addThread, directWith } from './channel-routes.ts';
import { createGateway } from './gateway.ts';
import { type StandingMessage, standing } from './handles.ts';
import { createInteractions } from './interact.ts';
import type { Faults, Limit } from './limits.ts';
import type { Substance } from './message-rules.ts';
import { addMessage, changeMessage, findMessage, removeMessage } from './messages.ts';
import { createRest } from './rest.ts';
import { addChannel, addGuild, addUser, type ChannelSeed, makeUser, plant, type UserSeed } from './seed.ts';
import type { Fields, Message, World } from './world.ts';

export type { InteractionHandle, StandingMessage } from './handles.ts';
export type { Faults, Limit } from './limits.ts';
export { textOf } from './message-rules.ts';
export { PERMISSIONS } from './permissions.ts';
export type { Seed } from './seed.ts';
export { hasSpec } from './spec.ts';
export { type Call, type Command, type Component, FLAGS, type Message } from './world.ts';

export interface DiscordServerOptions {
  readonly random?: () => number;
  /** What the gateway and most of REST want. */
  readonly token?: string;
  readonly botName?: string;
  /** How long a callback is waited for. */
  readonly answerMs?: number;
  /** How long the token of an interaction lives. */
  readonly tokenMs?: number;
  readonly heartbeatMs?: number;
  readonly shards?: number;
  /** Intents that the application may ask for: bits. */
  readonly allowedIntents?: number;
  /** Of every bucket: a method and route in a channel. */
  readonly limit?: Limit;
  readonly globalPerSecond?: number;
  /** false: calls are counted only, so that memory stays flat. */
  readonly keep?: boolean;
  /** true: the fake's own answers are checked too, into `ownFaults`. */
  readonly checkSelf?: boolean;
}

export interface UserMessage {
  /** An id; by default the seed's general channel. */
  readonly channel?: string;
  readonly author: string;
  readonly content: string;
  /** Users mentioned besides those in the content. */
  readonly mentions?: readonly string[];
  /** The message it replies to, which mentions that one's author. */
  readonly reference?: string | Pick<Message, 'id'>;
  /** A guild whose first channel is meant; null: direct messages with the bot. */
  readonly guild?: string | null;
  readonly embeds?: readonly Fields[];
  readonly attachments?: readonly Fields[];
}

export type DiscordServer = Awaited<ReturnType<typeof startDiscordServer>>;

const DAY_MS = 86_400_000;
const ALL_INTENTS = (1 << 26) - 1;

export async function startDiscordServer(options: DiscordServerOptions = {}) {
  const world = emptyWorld(options);
  const seed = plant(world);
  const faults: Faults = { ratelimited: 0, serverError: 0, hang: 0, on: null, retryAfterMs: 1000 };
  const limits = { limit: options.limit ?? { count: 50, perMs: 1000 }, globalPerSecond: options.globalPerSecond ?? 50 };
  const shards = options.shards ?? 1;
  const rest = createRest(world, {
    limits,
    faults,
    random: options.random ?? Math.random,
    keep: options.keep ?? true,
    checkSelf: options.checkSelf ?? false,
    gateway: () => ({
      url: gateway.state.url,
      shards,
      session_start_limit: {
        total: 1000,
        remaining: 1000 - gateway.state.identifies,
        reset_after: DAY_MS,
        max_concurrency: shards,
      },
    }),
  });
  const server = createServer((request, response) => void rest.handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const { heartbeatMs = 41_250, allowedIntents = ALL_INTENTS } = options;
  const gateway = createGateway(server, world, { heartbeatMs, allowedIntents });
  gateway.state.url = `ws://127.0.0.1:${port}/gateway`;
  world.dispatch = (event, data, guild) => {
    gateway.dispatch(event, data, guild);
    if (world.duplicate && /^(?:MESSAGE|INTERACTION)_CREATE$/.test(event)) gateway.dispatch(event, data, guild);
  };
  return {
    /** For `rest: { api, version: '10' }`. */
    apiUrl: `http://127.0.0.1:${port}/api`,
    token: world.token,
    /** The bot's user, whose id is the application's. */
    bot: world.bot,
    seed,
    world,
    limits,
    faults,
    calls: rest.calls,
    /** By "METHOD route". */
    counts: rest.counts,
    ownFaults: rest.ownFaults,
    breaches: world.breaches,
    refusals: world.refusals,
    liveMentions: world.liveMentions,
    attachments: world.attachments,
    typing: world.typing,
    /** All that stand in channels, oldest first: users' messages too, ephemeral ones not. */
    get messages(): StandingMessage[] {
      return [...world.messages.values()].map(standing);
    },
    get commands() {
      return world.commands;
    },
    /** Messages and interactions that come are delivered twice. */
    get duplicate() {
      return world.duplicate;
    },
    set duplicate(twice: boolean) {
      world.duplicate = twice;
    },
    /** false: requests and connections are cut. */
    get reachable() {
      return world.reachable;
    },
    set reachable(up: boolean) {
      world.reachable = up;
      if (!up) gateway.dropSockets();
    },
    gateway: gateway.state,
    sessions: gateway.sessions,
    dropSockets: gateway.dropSockets,
    sendNonsense: gateway.sendNonsense,
    askToReconnect: gateway.askToReconnect,
    invalidateSessions: gateway.invalidateSessions,
    forgetSessions: gateway.forgetSessions,
    ...createActs(world, seed.general),
    ...createInteractions(world, seed.general),
    close: () => {
      world.reachable = false;
      gateway.dropSockets();
      server.closeAllConnections();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** What users and other apps do in channels. */
function createActs(world: World, general: string) {
  const idOf = (message: string | Pick<Message, 'id'>) => (typeof message === 'string' ? message : message.id);
  const find = (message: string | Pick<Message, 'id'>) => {
    const found = findMessage(world, idOf(message));
    if (!found) throw new Error('no such message stands');
    return found;
  };
  return {
    /** Any event, to those who may see it. */
    dispatch(event: string, data: Fields, guild: string | null = (data.guild_id as string | undefined) ?? null): void {
      world.dispatch(event, data, guild);
    },
    message(given: UserMessage): StandingMessage {
      const { author, guild, reference, channel, ...rest } = given;
      const user = world.users.get(author);
      if (!user) throw new Error(`no user ${author}`);
      const first = [...world.channels.values()].find((one) => one.guild === guild)?.id;
      const direct = guild === null && channel === undefined ? directWith(world, author) : undefined;
      const place = direct ?? world.channels.get(channel ?? (guild === undefined ? general : (first ?? '')));
      if (!place) throw new Error(`no channel ${channel}`);
      return standing(
        addMessage(world, { ...rest, channel: place, author: user, reference: reference ? idOf(reference) : null }),
      );
    },
    /** `edited` false: Discord itself has changed it, as by adding a preview. */
    editMessage(
      message: string | Pick<Message, 'id'>,
      change: string | Partial<Substance>,
      edited = true,
    ): StandingMessage {
      const found = find(message);
      changeMessage(world, found, typeof change === 'string' ? { content: change } : change, edited);
      return standing(found);
    },
    deleteMessage: (message: string | Pick<Message, 'id'>) => removeMessage(world, find(message)),
    /** The id of the channel of direct messages with a user. */
    directWith: (user: string) => directWith(world, user).id,
    addUser: (user: UserSeed) => addUser(world, user),
    addChannel: (channel: ChannelSeed) => addChannel(world, channel),
    addGuild: (guild: { name: string; owner: string }) => addGuild(world, guild),
    /** The id of a thread that a user has started. */
    addThread: (channel: string, name: string, owner: string) =>
      addThread(world, world.channels.get(channel)!, { name, owner }).id,
  };
}

function emptyWorld({
  token = 'MTIz.fake.token',
  botName = 'Publius',
  answerMs = 3000,
  tokenMs = 900_000,
}: DiscordServerOptions): World {
  const bot = makeUser(botName, true);
  return {
    bot,
    token,
    answerMs,
    tokenMs,
    intents: 0,
    duplicate: false,
    reachable: true,
    users: new Map([[bot.id, bot]]),
    guilds: new Map(),
    channels: new Map(),
    messages: new Map(),
    ephemerals: new Map(),
    nonces: new Map(),
    commands: [],
    interactions: new Map(),
    typing: [],
    breaches: [],
    refusals: [],
    liveMentions: [],
    attachments: [],
    dispatch: () => {},
  };
}
