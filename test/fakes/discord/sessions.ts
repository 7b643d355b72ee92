// What a session of the gateway is sent: READY and guilds at the start, members on request, and events by its intents and shard.

import type { WebSocket } from 'ws';
import { guildBasics, wireGuild, wireMember, wireUser } from './wire.ts';
import type { Fields, World } from './world.ts';

export interface Frame {
  readonly op: number;
  readonly d: unknown;
  readonly s: number | null;
  readonly t: string | null;
}

export interface Session {
  readonly id: string;
  readonly intents: number;
  readonly shard: readonly [id: number, count: number];
  socket: WebSocket | null;
  sequence: number;
  /** Dispatches, for those who come back. */
  readonly log: Frame[];
}

const GUILDS = 1 << 0;
const MEMBERS = 1 << 1;

/** The intent that brings an event, in a guild and in direct messages (docs.discord.com, "Gateway", list of intents); 0: none does. */
const INTENTS_BY_EVENT: readonly (readonly [events: RegExp, guild: number, direct: number])[] = [
  [/^MESSAGE_REACTION_/, 1 << 10, 1 << 13],
  [/^MESSAGE_POLL_/, 1 << 24, 1 << 25],
  [/^MESSAGE_/, 1 << 9, 1 << 12],
  [/^TYPING_START$/, 1 << 11, 1 << 14],
  [/^GUILD_MEMBER_/, MEMBERS, 0],
  [/^GUILD_(?:CREATE|UPDATE|DELETE|ROLE_)/, GUILDS, GUILDS],
  [/^(?:CHANNEL|THREAD)_/, GUILDS, GUILDS],
];

export function mayReceive(intents: number, event: string, guild: string | null): boolean {
  const row = INTENTS_BY_EVENT.find(([events]) => events.test(event));
  return row === undefined || (intents & (guild === null ? row[2] : row[1])) !== 0;
}

/** Direct messages come on shard 0 (docs.discord.com, "Gateway", sharding). */
export function shardOf(guild: string | null, count: number): number {
  return guild === null ? 0 : Number((BigInt(guild) >> 22n) % BigInt(count));
}

/** What follows an IDENTIFY. */
export function readyFor(world: World, session: Session, url: string): { event: string; data: Fields }[] {
  const [shard, count] = session.shard;
  const guilds = [...world.guilds.values()].filter(({ id }) => shardOf(id, count) === shard);
  const ready = {
    v: 10,
    user: { ...wireUser(world.bot), verified: true, mfa_enabled: true, email: null },
    guilds: guilds.map(({ id }) => ({ id, unavailable: true })),
    session_id: session.id,
    resume_gateway_url: url,
    application: { id: world.bot.id, flags: 0 },
    session_type: 'normal',
    private_channels: [],
    relationships: [],
    shard: session.shard,
    _trace: [],
  };
  const hasGuilds = (session.intents & GUILDS) !== 0;
  const told = guilds.map((guild) => ({
    event: 'GUILD_CREATE',
    data: hasGuilds ? visibleGuild(world, guild.id, session.intents) : guildBasics(guild),
  }));
  return [{ event: 'READY', data: ready }, ...(hasGuilds ? told : [])];
}

/** Without the intent for members only the bot's own membership is told. */
function visibleGuild(world: World, id: string, intents: number): Fields {
  const guild = world.guilds.get(id)!;
  const all = wireGuild(world, guild);
  if ((intents & MEMBERS) !== 0) return all;
  return { ...all, members: [{ ...wireMember(guild, world.bot.id), user: wireUser(world.bot) }] };
}

interface MembersRequest {
  readonly guild_id: string;
  readonly user_ids?: string | readonly string[];
  readonly nonce?: string;
}

/** Members by id, or all of them. */
export function answerMembers(
  world: World,
  session: Session,
  { guild_id, user_ids, nonce }: MembersRequest,
  push: (session: Session, event: string, data: object) => void,
): void {
  const guild = world.guilds.get(guild_id);
  if (!guild) return;
  const wanted = user_ids === undefined ? [...guild.members.keys()] : [user_ids].flat();
  const members = wanted
    .filter((user) => guild.members.has(user))
    .map((user) => ({ ...wireMember(guild, user), user: wireUser(world.users.get(user)!) }));
  const found = { not_found: wanted.filter((user) => !guild.members.has(user)), ...(nonce ? { nonce } : {}) };
  push(session, 'GUILD_MEMBERS_CHUNK', { guild_id, members, chunk_index: 0, chunk_count: 1, ...found });
}
