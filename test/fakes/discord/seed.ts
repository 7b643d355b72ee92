// The places and people that a fake Discord starts with, and ways to add more. Everything has an id of its own; nothing is shared between servers.

import { PERMISSIONS, USUAL } from './permissions.ts';
import { wireChannel, wireGuild } from './wire.ts';
import { type Channel, type ChannelType, type Guild, mintId, type User, type World } from './world.ts';

export interface UserSeed {
  readonly name: string;
  readonly bot?: boolean;
  /** Guilds of which the user is a member; by default all. */
  readonly guilds?: readonly string[];
  readonly roles?: readonly string[];
}

export interface ChannelSeed {
  readonly name: string;
  /** Null: a group of direct messages, without the bot. */
  readonly guild: string | null;
  readonly type?: ChannelType;
  /** What nobody may do there (PERMISSIONS). */
  readonly deny?: bigint;
  readonly recipients?: readonly string[];
}

/** Ids. */
export interface Seed {
  readonly guild: string;
  readonly general: string;
  readonly random: string;
  readonly announcements: string;
  /** The bot may read but not write. */
  readonly locked: string;
  /** The bot cannot see it. */
  readonly hidden: string;
  /** A channel of a guild that the bot is not in: only user installs reach it. */
  readonly foreign: string;
  /** Alice's and Bob's group of direct messages, without the bot. */
  readonly group: string;
  readonly botRole: string;
  readonly moderator: string;
  readonly alice: string;
  readonly bob: string;
  readonly otherBot: string;
}

export function makeUser(name: string, bot = false): User {
  return { id: mintId(), username: name.toLowerCase(), global_name: bot ? null : name, bot };
}

export function addUser(world: World, { name, bot = false, guilds, roles = [] }: UserSeed): string {
  const user = makeUser(name, bot);
  world.users.set(user.id, user);
  for (const guild of world.guilds.values()) {
    if (!guilds || guilds.includes(guild.id)) guild.members.set(user.id, roles);
  }
  return user.id;
}

export function addChannel(world: World, { name, guild, type, deny = 0n, recipients = [] }: ChannelSeed): string {
  const overwrites = deny === 0n || guild === null ? [] : [{ id: guild, type: 0, allow: 0n, deny } as const];
  const kind = type ?? (guild === null ? 3 : 0);
  const place = { guild, name, overwrites, recipients, parent: null, owner: null, archived: false };
  const channel: Channel = { ...place, id: mintId(), type: kind };
  world.channels.set(channel.id, channel);
  if (guild !== null && world.guilds.has(guild)) world.dispatch('CHANNEL_CREATE', wireChannel(world, channel), guild);
  return channel.id;
}

/** A guild with the bot in it, and a channel `general`. */
export function addGuild(
  world: World,
  { name, owner }: { name: string; owner: string },
): { guild: string; general: string } {
  const id = mintId();
  const everyone = { id, name: '@everyone', permissions: USUAL, managed: false };
  const botRole = { id: mintId(), name: world.bot.username, permissions: 0n, managed: true };
  const moderator = { id: mintId(), name: 'moderator', permissions: PERMISSIONS.manageMessages, managed: false };
  const members = new Map<string, readonly string[]>([
    [world.bot.id, [botRole.id]],
    [owner, []],
  ]);
  const guild: Guild = { id, name, owner, roles: [everyone, botRole, moderator], members };
  world.guilds.set(id, guild);
  const general = addChannel(world, { name: 'general', guild: id });
  world.dispatch('GUILD_CREATE', wireGuild(world, guild), id);
  return { guild: id, general };
}

export function plant(world: World): Seed {
  const owner = makeUser('Owner');
  world.users.set(owner.id, owner);
  const { guild, general } = addGuild(world, { name: 'Test guild', owner: owner.id });
  const [, botRole, moderator] = world.guilds.get(guild)!.roles;
  const alice = addUser(world, { name: 'Alice' });
  const bob = addUser(world, { name: 'Bob', roles: [moderator!.id] });
  return {
    guild,
    general,
    random: addChannel(world, { name: 'random', guild }),
    announcements: addChannel(world, { name: 'announcements', guild, type: 5 }),
    locked: addChannel(world, { name: 'locked', guild, deny: PERMISSIONS.sendMessages | PERMISSIONS.sendInThreads }),
    hidden: addChannel(world, { name: 'hidden', guild, deny: PERMISSIONS.viewChannel }),
    foreign: addChannel(world, { name: 'foreign', guild: mintId() }),
    group: addChannel(world, { name: 'group', guild: null, recipients: [alice, bob] }),
    botRole: botRole!.id,
    moderator: moderator!.id,
    alice,
    bob,
    otherBot: addUser(world, { name: 'OtherBot', bot: true }),
  };
}
