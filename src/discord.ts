// Wiring of Discord: configuration and session → a running client. Loaded only by `publius discord`, since the library takes its time.

import { setTimeout as delay } from 'node:timers/promises';
import { Client, type ClientOptions, Events, GatewayIntentBits, Options, Partials, Status } from 'discord.js';
import { type ChatLimits, describeFault } from './chat/chat.ts';
import { createDiscordApp, type DiscordApp } from './chat/discord.ts';
import type { DiscordPorts } from './chat/discord-office.ts';
import { plural } from './chat/layout.ts';
import type { DiscordConfig } from './config.ts';
import { DiscordTokenError, isTokenRefused, registerCommands, TOKEN_REFUSED } from './discord-register.ts';
import type { LiveSession } from './live.ts';
import { platformPorts } from './platform.ts';

export interface RunningDiscord extends Pick<DiscordApp, 'chat' | 'feedback'> {
  /** Takes nothing new, finishes what is in flight within the deadline. */
  stop(deadlineMs: number): Promise<void>;
}

export interface DiscordOptions {
  readonly limits?: Partial<ChatLimits>;
  readonly timing?: NonNullable<DiscordPorts['timing']>;
  readonly client?: Partial<ClientOptions>;
  /** Address of the reader, which links lead to. */
  readonly reader?: string | null;
}

/** The least that mentions, replies and direct messages need; Message Content is not among them. */
const INTENTS = [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.DirectMessages];
const TRY_MS = 15_000;
const LOGIN_FIRST_MS = 500;
const LOGIN_MAX_MS = 30_000;

/** Starts answering in Discord. Throws DiscordTokenError where Discord does not take the token. */
export async function startDiscord(
  config: DiscordConfig,
  live: LiveSession,
  log: (line: string) => void,
  options: DiscordOptions = {},
): Promise<RunningDiscord> {
  const { limits = {}, timing = {}, reader = null } = options;
  const app = createDiscordApp({ ...platformPorts(live, { ...config, reader }, { log, limits }), timing });
  log('connecting to Discord');
  const open = () => connect(() => clientFor(config, options.client ?? {}), app, config.token, log);
  let client = await open();
  log(`answering in Discord as ${client.user.username}, in ${plural(client.guilds.cache.size, 'server')}`);
  const registered = await registerCommands(client.rest, client.user.id, config.guild);
  log(registered ? 'the commands were registered' : 'the commands are registered as they are');
  const watch = watchOver(
    () => client,
    log,
    async () => {
      await client.destroy();
      client = await open();
    },
  );
  return {
    chat: app.chat,
    feedback: app.feedback,
    async stop(deadlineMs) {
      clearInterval(watch);
      await app.chat.stop(deadlineMs);
      await client.destroy();
    },
  };
}

function clientFor({ apiUrl }: DiscordConfig, more: Partial<ClientOptions>): Client {
  return new Client({
    intents: INTENTS,
    partials: [Partials.Channel, Partials.Message], // direct messages, and edits of messages that are not kept
    allowedMentions: { parse: [], repliedUser: false },
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      MessageManager: 0, // nobody's messages are kept in memory
      ReactionManager: 0,
      PresenceManager: 0,
      GuildMemberManager: { maxSize: 200, keepOverLimit: (member) => member.id === member.client.user.id },
      UserManager: { maxSize: 200, keepOverLimit: (user) => user.id === user.client.user.id },
    }),
    shards: 'auto',
    ...more,
    rest: { api: apiUrl, version: '10', timeout: TRY_MS, retries: 3, ...more.rest },
  });
}

/** A packet that the library cannot read is passed over: it would end the process. */
function surviveNonsense(client: Client, log: (line: string) => void): void {
  const gateway = client.ws as unknown as { handlePacket: (...packet: unknown[]) => unknown };
  const handle = gateway.handlePacket.bind(gateway);
  gateway.handlePacket = (...packet) => {
    try {
      return handle(...packet);
    } catch (error) {
      log(`Discord sent what cannot be read (${describeFault(error)})`);
      return false;
    }
  };
}

/** A connection that is away at two looks in a row is given up, and another is opened. */
const WATCH_MS = 60_000;

function watchOver(client: () => Client, log: (line: string) => void, renew: () => Promise<void>): NodeJS.Timeout {
  let away = 0;
  const look = async () => {
    away = client().isReady() && client().ws.status === Status.Ready ? 0 : away + 1;
    if (away !== 2) return;
    log('the connection to Discord does not come back; opening a new one');
    await renew();
    away = 0;
  };
  const timer = setInterval(() => {
    look().catch((error) => log(`Discord cannot be reached any more: ${describeFault(error)}`));
  }, WATCH_MS);
  return timer.unref();
}

/** A client that is logged in, however long Discord is out of reach; a new one for each try, since a failed one goes on trying by itself. */
async function connect(
  make: () => Client,
  app: DiscordApp,
  token: string,
  log: (line: string) => void,
): Promise<Client<true>> {
  for (let wait = LOGIN_FIRST_MS; ; wait = Math.min(wait * 2, LOGIN_MAX_MS)) {
    const client = make();
    const shards = shardsOf(client);
    tellOf(client, log);
    surviveNonsense(client, log);
    app.attach(client);
    try {
      const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve));
      await client.login(token);
      await ready;
      return client as Client<true>;
    } catch (error) {
      client.removeAllListeners().on(Events.Error, () => {});
      for (const shard of shards) shard.internalConnect = () => new Promise(() => {});
      await client.destroy().catch(() => {}); // it may never have begun
      if (isTokenRefused(error)) throw new DiscordTokenError(TOKEN_REFUSED);
      log(`Discord cannot be reached (${describeFault(error)}); trying again (publius doctor discord says more)`);
      await delay(wait);
    }
  }
}

/** A connection of the library's, as far as it has to be stopped. */
interface Shard {
  internalConnect: () => Promise<unknown>;
}

/** The connections that a client makes; a failed login forgets them, and they go on trying for ever, five times a second. */
function shardsOf(client: Client): ReadonlySet<Shard> {
  const shards = new Set<Shard>();
  const gateway = client.ws as unknown as { _ws?: { strategy?: { shards?: ReadonlyMap<number, Shard> } } };
  client.on(Events.Debug, () => {
    for (const shard of gateway._ws?.strategy?.shards?.values() ?? []) shards.add(shard);
  });
  return shards;
}

/** Logs what becomes of a client's connections: that one is lost once, however often it is tried. */
function tellOf(client: Client, log: (line: string) => void): void {
  let lost = false;
  client.on(Events.Error, (error) => log(`a fault of the connection to Discord: ${describeFault(error)}`));
  client.on(Events.ShardDisconnect, () => log('Discord has closed a connection for good'));
  client.on(Events.ShardReconnecting, () => {
    if (client.isReady() && !lost) log('the connection to Discord was lost; opening another');
    lost = true;
  });
  const back = () => {
    if (lost) log('connected to Discord again');
    lost = false;
  };
  client.on(Events.ShardResume, back).on(Events.ShardReady, back);
}
