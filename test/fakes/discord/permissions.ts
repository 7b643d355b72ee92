// What a member may do in a channel: roles and overwrites, as Discord adds them up. Knows no timeouts and no hierarchy.

import type { Channel, World } from './world.ts';

export const PERMISSIONS = {
  administrator: 1n << 3n,
  addReactions: 1n << 6n,
  viewChannel: 1n << 10n,
  sendMessages: 1n << 11n,
  manageMessages: 1n << 13n,
  embedLinks: 1n << 14n,
  attachFiles: 1n << 15n,
  readHistory: 1n << 16n,
  mentionEveryone: 1n << 17n,
  useCommands: 1n << 31n,
  createThreads: 1n << 35n,
  sendInThreads: 1n << 38n,
} as const;

export const ALL = (1n << 52n) - 1n;
const NOT_FOR_MEMBERS = PERMISSIONS.administrator | PERMISSIONS.manageMessages | PERMISSIONS.mentionEveryone;
/** What the @everyone role of the seed may do. */
export const USUAL = Object.values(PERMISSIONS).reduce((all, one) => all | one, 0n) & ~NOT_FOR_MEMBERS;

/** (docs.discord.com, "Permissions", permission overwrites.) Everything in direct messages, nothing where `user` is no member. */
export function permissionsOf(world: World, user: string, channel: Channel): bigint {
  if (channel.guild === null) return ALL;
  const guild = world.guilds.get(channel.guild);
  const roles = guild?.members.get(user);
  if (!guild || !roles) return 0n;
  const held = [guild.id, ...roles];
  const base = guild.roles.filter(({ id }) => held.includes(id)).reduce((all, role) => all | role.permissions, 0n);
  if (guild.owner === user || (base & PERMISSIONS.administrator) !== 0n) return ALL;
  const overwrites =
    channel.parent === null ? channel.overwrites : (world.channels.get(channel.parent)?.overwrites ?? []);
  const layers = [
    overwrites.filter(({ id }) => id === guild.id),
    overwrites.filter(({ id, type }) => type === 0 && roles.includes(id)),
    overwrites.filter(({ id, type }) => type === 1 && id === user),
  ];
  return layers.reduce((permissions, layer) => {
    const deny = layer.reduce((all, one) => all | one.deny, 0n);
    const allow = layer.reduce((all, one) => all | one.allow, 0n);
    return (permissions & ~deny) | allow;
  }, base);
}

export function may(world: World, channel: Channel, permission: bigint): boolean {
  return (permissionsOf(world, world.bot.id, channel) & permission) !== 0n;
}
