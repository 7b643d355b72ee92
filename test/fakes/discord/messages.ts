// Messages as they come, change and go: kept, looked up, and told to the gateway. Whether a request may do it is decided elsewhere.

import { liveMentions, type MessageBody, type Substance, textOf } from './message-rules.ts';
import { wireMessageEvent } from './wire.ts';
import { type Channel, FLAGS, type Message, mintId, type User, type World } from './world.ts';

export interface NewMessage extends Partial<Substance> {
  readonly channel: Channel;
  readonly author: User;
  readonly type?: number;
  /** Users mentioned besides those in the content. */
  readonly mentions?: readonly string[];
  readonly reference?: string | null;
  readonly interaction?: string | null;
  readonly ephemeralFor?: string | null;
  readonly nonce?: string | number | null;
}

export function addMessage(world: World, given: NewMessage): Message {
  const { channel, author, reference = null, interaction = null, ephemeralFor = null, nonce = null } = given;
  const message: Message = {
    id: mintId(),
    channel_id: channel.id,
    guild: channel.guild,
    type: given.type ?? (reference === null ? 0 : 19),
    author,
    content: given.content ?? '',
    embeds: given.embeds ?? [],
    components: given.components ?? [],
    attachments: given.attachments ?? [],
    flags: (given.flags ?? 0) | (ephemeralFor === null ? 0 : FLAGS.ephemeral),
    timestamp: now(),
    edited_timestamp: null,
    mentions: [],
    mention_roles: [],
    mention_everyone: false,
    reference,
    interaction,
    ephemeralFor,
    nonce,
    thread: null,
  };
  setMentions(world, message, given.mentions ?? []);
  (ephemeralFor === null ? world.messages : world.ephemerals).set(message.id, message);
  tell(world, 'MESSAGE_CREATE', message);
  return message;
}

export function changeMessage(world: World, message: Message, substance: Partial<Substance>, edited = true): void {
  Object.assign(message, substance);
  if (edited) message.edited_timestamp = now();
  setMentions(world, message, []);
  tell(world, 'MESSAGE_UPDATE', message);
}

export function removeMessage(world: World, message: Message): void {
  world.messages.delete(message.id);
  world.ephemerals.delete(message.id);
  const guild = message.guild === null ? {} : { guild_id: message.guild };
  const { id, channel_id } = message;
  if (message.ephemeralFor === null) world.dispatch('MESSAGE_DELETE', { id, channel_id, ...guild }, message.guild);
}

export function findMessage(world: World, id: string): Message | undefined {
  return world.messages.get(id) ?? world.ephemerals.get(id);
}

/** Ephemeral messages are never told to the gateway; an app is no member where only a user has installed it. */
function tell(world: World, event: string, message: Message): void {
  const from = message.interaction === null ? undefined : world.interactions.get(message.interaction);
  if (message.ephemeralFor !== null || from?.userInstall) return;
  world.dispatch(event, (intents) => wireMessageEvent(world, message, intents), message.guild);
}

function setMentions(world: World, message: Message, more: readonly string[]): void {
  const text = textOf(message);
  const named = [...text.matchAll(/<@!?(\d+)>/g)].map(([, id]) => id!);
  const replied = message.reference === null ? undefined : world.messages.get(message.reference)?.author.id;
  const pings = message.author.id === world.bot.id ? [] : [...(replied === undefined ? [] : [replied]), ...more];
  const ids = new Set([...named, ...pings]);
  message.mentions = [...ids].flatMap((id) => world.users.get(id) ?? []);
  message.mention_roles = [...new Set([...text.matchAll(/<@&(\d+)>/g)].map(([, id]) => id!))];
  message.mention_everyone = message.author.id !== world.bot.id && /@(?:everyone|here)/.test(text);
}

/** Writes down what of a bot's text would ring. */
export function recordMentions(world: World, channel: string, body: MessageBody): void {
  const text = textOf({ content: body.content ?? '', components: body.components ?? [] });
  world.liveMentions.push(...liveMentions(body).map((mention) => ({ channel, text, mention })));
}

function now(): string {
  return new Date().toISOString().replace('Z', '000+00:00');
}
