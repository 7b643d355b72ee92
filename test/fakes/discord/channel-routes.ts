// Messages, threads and typing in channels, as the bot asks for them with its token. Knows no reactions, pins or bulk deletion.

import { type MessageBody, substanceAfter } from './message-rules.ts';
import { addMessage, changeMessage, recordMentions, removeMessage } from './messages.ts';
import { may, PERMISSIONS } from './permissions.ts';
import { refuse, refuseForm } from './refusal.ts';
import { created, empty, ok, type Route } from './routing.ts';
import { wireChannel, wireMessage } from './wire.ts';
import { type Call, type Channel, type Fields, FLAGS, type Message, mintId, type World } from './world.ts';

const SUPPRESS_EMBEDS = 1 << 2;
const SUPPRESS_NOTIFICATIONS = 1 << 12;
const SETTABLE = SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS | FLAGS.componentsV2;
const TEXT_CHANNELS: readonly number[] = [0, 1, 5, 11, 12];
const TYPING_MS = 10_000;

export const channelRoutes: readonly Route[] = [
  {
    method: 'GET',
    template: '/channels/{channel_id}',
    handle: (world, call) => ok(wireChannel(world, channelOf(world, call))),
  },
  { method: 'POST', template: '/channels/{channel_id}/messages', handle: post },
  { method: 'GET', template: '/channels/{channel_id}/messages', handle: list },
  { method: 'GET', template: '/channels/{channel_id}/messages/{message_id}', handle: get },
  { method: 'PATCH', template: '/channels/{channel_id}/messages/{message_id}', handle: edit },
  { method: 'DELETE', template: '/channels/{channel_id}/messages/{message_id}', handle: remove },
  { method: 'POST', template: '/channels/{channel_id}/typing', handle: type },
  { method: 'POST', template: '/channels/{channel_id}/messages/{message_id}/threads', handle: startThread },
  { method: 'POST', template: '/users/@me/channels', handle: openDirect },
];

function channelOf(world: World, { params }: Call): Channel {
  const channel = world.channels.get(params.channel_id!) ?? refuse(10003);
  if (!may(world, channel, PERMISSIONS.viewChannel)) refuse(50001);
  if (channel.type === 3) refuse(50001);
  return channel;
}

function messageOf(world: World, call: Call): Message {
  const channel = channelOf(world, call);
  const message = world.messages.get(call.params.message_id!);
  if (!message || message.channel_id !== channel.id) refuse(10008);
  return message;
}

function post(world: World, call: Call) {
  const channel = channelOf(world, call);
  const body = (call.body ?? {}) as MessageBody;
  if (!TEXT_CHANNELS.includes(channel.type)) refuse(50008);
  const isThread = channel.type === 11 || channel.type === 12;
  if (!may(world, channel, isThread ? PERMISSIONS.sendInThreads : PERMISSIONS.sendMessages)) refuse(50013);
  noteEphemeral(world, call, body);
  const substance = substanceAfter(body, call.files, null, SETTABLE);
  const reference = referenceOf(world, channel, body);
  const standing = body.enforce_nonce ? world.nonces.get(`${channel.id} ${body.nonce}`) : undefined;
  const same = standing === undefined ? undefined : world.messages.get(standing);
  if (same) return ok(wireMessage(world, same, world.intents));
  recordMentions(world, channel.id, body);
  if (isThread) channel.archived = false;
  const message = addMessage(world, { ...substance, channel, author: world.bot, reference, nonce: body.nonce ?? null });
  if (body.enforce_nonce) world.nonces.set(`${channel.id} ${body.nonce}`, message.id);
  return ok(wireMessage(world, message, world.intents));
}

/** Discord drops the flag where it cannot be set, and all may read what was meant for one. */
export function noteEphemeral(world: World, call: Call, { flags }: MessageBody): void {
  if (((flags ?? 0) & FLAGS.ephemeral) === 0) return;
  world.breaches.push(`${call.method} ${call.route}: the ephemeral flag cannot be set here`);
}

function referenceOf(world: World, channel: Channel, { message_reference: reference }: MessageBody): string | null {
  if (!reference) return null;
  const message = world.messages.get(reference.message_id ?? '');
  if (message?.channel_id === channel.id) {
    if (!may(world, channel, PERMISSIONS.readHistory)) refuse(160002);
    return message.id;
  }
  if (reference.fail_if_not_exists === false) return null;
  return refuseForm('message_reference', 'REPLIES_UNKNOWN_MESSAGE', 'Unknown message', { breach: false });
}

function list(world: World, call: Call) {
  const channel = channelOf(world, call);
  if (!may(world, channel, PERMISSIONS.readHistory)) return ok([]);
  const limit = Number(call.query.get('limit') ?? 50);
  if (!(limit >= 1 && limit <= 100)) refuseForm('limit', 'NUMBER_TYPE_MAX', 'int value should be between 1 and 100.');
  const before = call.query.get('before');
  const after = call.query.get('after');
  const all = [...world.messages.values()].filter(
    ({ channel_id, id }) =>
      channel_id === channel.id &&
      (before === null || BigInt(id) < BigInt(before)) &&
      (after === null || BigInt(id) > BigInt(after)),
  );
  const chosen = after === null ? all.slice(-limit) : all.slice(0, limit);
  return ok(chosen.reverse().map((message) => wireMessage(world, message, world.intents)));
}

function get(world: World, call: Call) {
  const message = messageOf(world, call);
  const channel = world.channels.get(message.channel_id)!;
  if (!may(world, channel, PERMISSIONS.readHistory)) refuse(50001);
  return ok(wireMessage(world, message, world.intents));
}

function edit(world: World, call: Call) {
  const message = messageOf(world, call);
  const body = (call.body ?? {}) as MessageBody;
  if (message.author.id !== world.bot.id) refuse(50005);
  if (world.channels.get(message.channel_id)!.archived) refuse(50083);
  if ((message.flags & FLAGS.ephemeral) === 0) noteEphemeral(world, call, body);
  const substance = substanceAfter(body, call.files, message, SETTABLE);
  recordMentions(world, message.channel_id, body);
  changeMessage(world, message, substance);
  return ok(wireMessage(world, message, world.intents));
}

function remove(world: World, call: Call) {
  const message = messageOf(world, call);
  const isOwn = message.author.id === world.bot.id;
  if (!isOwn && !may(world, world.channels.get(message.channel_id)!, PERMISSIONS.manageMessages)) refuse(50013);
  removeMessage(world, message);
  return empty;
}

function type(world: World, call: Call) {
  const channel = channelOf(world, call);
  if (!may(world, channel, PERMISSIONS.sendMessages)) refuse(50013);
  world.typing.push(channel.id);
  const guild = channel.guild === null ? {} : { guild_id: channel.guild };
  const timestamp = Math.floor((Date.now() + TYPING_MS) / 1000);
  world.dispatch('TYPING_START', { channel_id: channel.id, user_id: world.bot.id, timestamp, ...guild }, channel.guild);
  return empty;
}

function startThread(world: World, call: Call) {
  const message = messageOf(world, call);
  const parent = world.channels.get(message.channel_id)!;
  const { name } = (call.body ?? {}) as { name?: string };
  if (!name || name.length > 100) refuseForm('name', 'BASE_TYPE_BAD_LENGTH', 'Must be between 1 and 100 in length.');
  if (parent.type !== 0 && parent.type !== 5) refuse(50024);
  if (!may(world, parent, PERMISSIONS.createThreads)) refuse(50013);
  if (message.thread !== null) refuse(160004);
  const thread = addThread(world, parent, { id: message.id, name, owner: world.bot.id });
  message.thread = thread.id;
  message.flags |= FLAGS.hasThread;
  return created({ ...wireChannel(world, thread), newly_created: true });
}

export function addThread(
  world: World,
  parent: Channel,
  { id = mintId(), name, owner }: { id?: string; name: string; owner: string },
): Channel {
  const { guild } = parent;
  const thread: Channel = {
    id,
    type: 11,
    guild,
    name,
    parent: parent.id,
    owner,
    overwrites: [],
    recipients: [],
    archived: false,
  };
  world.channels.set(id, thread);
  world.dispatch('THREAD_CREATE', { ...wireChannel(world, thread), newly_created: true }, guild);
  return thread;
}

function openDirect(world: World, call: Call) {
  const { recipient_id: id } = (call.body ?? {}) as Fields;
  const user = world.users.get(String(id)) ?? refuse(10013);
  if (user.id === world.bot.id || user.bot) refuse(50007);
  return ok(wireChannel(world, directWith(world, user.id)));
}

/** The channel of direct messages between the bot and a user; made where there is none. */
export function directWith(world: World, user: string): Channel {
  const standing = [...world.channels.values()].find(({ type, recipients }) => type === 1 && recipients[0] === user);
  if (standing) return standing;
  const place = { type: 1, guild: null, parent: null, owner: null, overwrites: [], archived: false } as const;
  const channel: Channel = { ...place, id: mintId(), name: '', recipients: [user] };
  world.channels.set(channel.id, channel);
  return channel;
}
