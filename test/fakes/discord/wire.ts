// What the fake knows, as Discord writes it: users, members, channels, guilds, messages. Takes the content out of messages that the bot may
// not read. Changes nothing.

import { permissionsOf } from './permissions.ts';
import type { Channel, Fields, Guild, Message, User, World } from './world.ts';

export const INTENTS = { messageContent: 1 << 15 } as const;
const JOINED = '2024-01-01T00:00:00.000000+00:00';

export function wireUser(user: User): Fields {
  return {
    id: user.id,
    username: user.username,
    global_name: user.global_name,
    discriminator: user.bot ? '0001' : '0',
    avatar: null,
    public_flags: 0,
    flags: 0,
    primary_guild: null,
    ...(user.bot ? { bot: true } : {}),
  };
}

export function wireMember(guild: Guild, user: string): Fields {
  return {
    avatar: null,
    banner: null,
    communication_disabled_until: null,
    flags: 0,
    joined_at: JOINED,
    nick: null,
    pending: false,
    premium_since: null,
    roles: guild.members.get(user) ?? [],
    mute: false,
    deaf: false,
  };
}

export function wireChannel(world: World, channel: Channel): Fields {
  const { id, type, name, guild, parent } = channel;
  const recipients = channel.recipients.map((user) => wireUser(world.users.get(user)!));
  if (type === 1 || type === 3) {
    return { id, type, flags: 0, last_message_id: null, recipients, ...(type === 3 ? { name, icon: null } : {}) };
  }
  const overwrites = channel.overwrites.map((one) => ({ ...one, allow: String(one.allow), deny: String(one.deny) }));
  if (type !== 11 && type !== 12) {
    const plain = {
      id,
      type,
      flags: 0,
      guild_id: guild,
      name,
      position: 0,
      parent_id: parent,
      topic: null,
      nsfw: false,
    };
    return { ...plain, last_message_id: null, permission_overwrites: overwrites, rate_limit_per_user: 0 };
  }
  return {
    id,
    type,
    flags: 0,
    guild_id: guild,
    name,
    parent_id: parent,
    owner_id: channel.owner,
    last_message_id: null,
    rate_limit_per_user: 0,
    message_count: 0,
    member_count: 1,
    total_message_sent: 0,
    thread_metadata: {
      archived: channel.archived,
      auto_archive_duration: 1440,
      archive_timestamp: JOINED,
      locked: false,
    },
  };
}

export function wireGuild(world: World, guild: Guild): Fields {
  const channels = [...world.channels.values()].filter((channel) => channel.guild === guild.id);
  const isThread = (channel: Channel) => channel.type === 11 || channel.type === 12;
  const visible = channels.filter((channel) => !isThread(channel));
  return {
    ...guildBasics(guild),
    joined_at: JOINED,
    large: false,
    unavailable: false,
    member_count: guild.members.size,
    members: [...guild.members.keys()].map((user) => ({
      ...wireMember(guild, user),
      user: wireUser(world.users.get(user)!),
    })),
    channels: visible.map((channel) => wireChannel(world, channel)),
    threads: channels.filter((channel) => isThread(channel) && !channel.archived).map((one) => wireChannel(world, one)),
    voice_states: [],
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
}

export function wireRoles(guild: Guild): Fields[] {
  return guild.roles.map(({ id, name, permissions, managed }, position) => ({
    id,
    name,
    permissions: String(permissions),
    managed,
    position,
    color: 0,
    colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false,
    icon: null,
    unicode_emoji: null,
    mentionable: false,
    flags: 0,
    description: null,
  }));
}

export function guildBasics(guild: Guild): Fields {
  return {
    id: guild.id,
    name: guild.name,
    icon: null,
    splash: null,
    discovery_splash: null,
    banner: null,
    description: null,
    owner_id: guild.owner,
    region: 'deprecated',
    afk_channel_id: null,
    afk_timeout: 300,
    verification_level: 0,
    default_message_notifications: 0,
    explicit_content_filter: 0,
    roles: wireRoles(guild),
    emojis: [],
    stickers: [],
    features: [],
    mfa_level: 0,
    application_id: null,
    system_channel_id: null,
    system_channel_flags: 0,
    rules_channel_id: null,
    public_updates_channel_id: null,
    safety_alerts_channel_id: null,
    vanity_url_code: null,
    premium_tier: 0,
    premium_subscription_count: 0,
    premium_progress_bar_enabled: false,
    preferred_locale: 'en-US',
    nsfw_level: 0,
    nsfw: false,
    hub_type: null,
    max_members: 500_000,
  };
}

/** Without MESSAGE_CONTENT a bot reads its own messages, those that mention it and those sent to it (docs.discord.com, "Gateway"). */
function isReadable(world: World, message: Message, intents: number): boolean {
  return (
    (intents & INTENTS.messageContent) !== 0 ||
    world.channels.get(message.channel_id)?.guild == null ||
    message.author.id === world.bot.id ||
    message.mentions.some(({ id }) => id === world.bot.id)
  );
}

/** `intents` null: everything is readable, as in what comes with an interaction. */
export function wireMessage(world: World, message: Message, intents: number | null): Fields {
  const referenced = message.reference === null ? undefined : world.messages.get(message.reference);
  const reference = message.reference === null ? {} : referenceOf(message, message.reference);
  const thread = message.thread === null ? undefined : world.channels.get(message.thread);
  return {
    ...wireAlone(world, message, intents),
    ...reference,
    ...(message.type === 19 ? { referenced_message: referenced ? wireAlone(world, referenced, intents) : null } : {}),
    ...(thread ? { thread: wireChannel(world, thread) } : {}),
    ...interactionOf(world, message),
    ...(message.nonce === null ? {} : { nonce: message.nonce }),
  };
}

function wireAlone(world: World, message: Message, intents: number | null): Fields {
  const readable = intents === null || isReadable(world, message, intents);
  return {
    id: message.id,
    channel_id: message.channel_id,
    type: message.type,
    author: wireUser(message.author),
    content: readable ? message.content : '',
    embeds: readable ? message.embeds : [],
    components: readable ? message.components : [],
    attachments: readable ? message.attachments : [],
    flags: message.flags,
    timestamp: message.timestamp,
    edited_timestamp: message.edited_timestamp,
    mentions: message.mentions.map(wireUser),
    mention_roles: message.mention_roles,
    mention_everyone: message.mention_everyone,
    pinned: false,
    tts: false,
    ...(message.interaction === null ? {} : { webhook_id: world.bot.id, application_id: world.bot.id }),
  };
}

function referenceOf(message: Message, id: string): Fields {
  const guild = message.guild === null ? {} : { guild_id: message.guild };
  return { message_reference: { type: 0, message_id: id, channel_id: message.channel_id, ...guild } };
}

function interactionOf(world: World, message: Message): Fields {
  const metadata = metadataOf(world, message.interaction);
  return metadata ? { interaction_metadata: metadata } : {};
}

function metadataOf(world: World, id: string | null): Fields | null {
  const from = id === null ? undefined : world.interactions.get(id);
  if (!from) return null;
  return {
    id: from.id,
    type: from.type,
    user: wireUser(from.user),
    authorizing_integration_owners: ownersOf(from.channel, from.user, from.userInstall),
    ...(from.type === 3 && from.source !== null ? { interacted_message_id: from.source } : {}),
    ...(from.type === 5 ? { triggering_interaction_metadata: metadataOf(world, from.trigger) } : {}),
  };
}

/** Who installed the app: a guild ("0"), a user ("1"). A direct message with the bot has guild "0". */
export function ownersOf(channel: Channel, user: User, userInstall: boolean): Fields {
  return userInstall ? { 1: user.id } : { 0: channel.guild ?? '0' };
}

/** As the gateway sends it: with the guild and the author's membership. */
export function wireMessageEvent(world: World, message: Message, intents: number): Fields {
  const guild = message.guild === null ? undefined : world.guilds.get(message.guild);
  const isMember = guild?.members.has(message.author.id) && message.interaction === null;
  const membership = (user: string) => (guild?.members.has(user) ? { member: wireMember(guild, user) } : {});
  return {
    ...wireMessage(world, message, intents),
    ...(guild ? { guild_id: guild.id } : {}),
    ...(isMember ? membership(message.author.id) : {}),
    mentions: message.mentions.map((user) => ({ ...wireUser(user), ...membership(user.id) })),
    channel_type: world.channels.get(message.channel_id)?.type ?? 0,
  };
}

export function appPermissions(world: World, channel: Channel): string {
  return String(permissionsOf(world, world.bot.id, channel));
}
