// Messages that the token of an interaction reaches: the original, follow-ups. Ends with the token. Knows no webhooks of channels.

import { noteEphemeral } from './channel-routes.ts';
import { addInteractionMessage, SETTABLE_AT_CREATION } from './interaction-routes.ts';
import { type MessageBody, substanceAfter } from './message-rules.ts';
import { changeMessage, findMessage, recordMentions, removeMessage } from './messages.ts';
import { refuse } from './refusal.ts';
import { empty, ok, type Route } from './routing.ts';
import { wireMessage } from './wire.ts';
import { type Call, FLAGS, type Interaction, type Message, type World } from './world.ts';

/** Where the app is installed for the user only (docs.discord.com, "Receiving and Responding"). */
const FOLLOW_UPS_MAX = 5;
const SETTABLE = (1 << 2) | FLAGS.componentsV2;
const HOOK = '/webhooks/{webhook_id}/{webhook_token}';

export const webhookRoutes: readonly Route[] = [
  { method: 'POST', template: HOOK, handle: followUp, open: true },
  ...['@original', '{message_id}'].flatMap((which) => {
    const template = `${HOOK}/messages/${which}`;
    return [
      { method: 'GET', template, handle: get, open: true },
      { method: 'PATCH', template, handle: edit, open: true },
      { method: 'DELETE', template, handle: remove, open: true },
    ];
  }),
];

function interactionOf(world: World, { params, atMs }: Call): Interaction {
  const interaction = world.interactions.get(idOfToken(params.webhook_token!));
  if (!interaction || interaction.token !== params.webhook_token || params.webhook_id !== world.bot.id) refuse(50027);
  if (atMs - interaction!.deliveredMs > world.tokenMs) refuse(50027);
  if (interaction!.callback === null) refuse(10015);
  return interaction!;
}

/** A token begins with the id of its interaction. */
export function idOfToken(token: string): string {
  return token.split('-', 1)[0]!;
}

function messageOf(world: World, call: Call): { interaction: Interaction; message: Message } {
  const interaction = interactionOf(world, call);
  const id = call.params.message_id ?? interaction.original ?? refuse(10008);
  const message = findMessage(world, id);
  if (!message || (id !== interaction.original && !interaction.messages.has(id))) refuse(10008);
  return { interaction, message: message! };
}

function get(world: World, call: Call) {
  return ok(wireMessage(world, messageOf(world, call).message, world.intents));
}

function edit(world: World, call: Call) {
  const { message } = messageOf(world, call);
  const body = (call.body ?? {}) as MessageBody;
  if (message.ephemeralFor === null) noteEphemeral(world, call, body);
  fill(world, call, message, body);
  return ok(wireMessage(world, message, world.intents));
}

function fill(world: World, call: Call, message: Message, body: MessageBody): void {
  const isFirst = (message.flags & FLAGS.loading) !== 0;
  const substance = substanceAfter(body, call.files, message, SETTABLE);
  recordMentions(world, message.channel_id, body);
  changeMessage(world, message, substance, !isFirst);
}

function remove(world: World, call: Call) {
  const { interaction, message } = messageOf(world, call);
  interaction.messages.delete(message.id);
  removeMessage(world, message);
  return empty;
}

/** The first follow-up to a deferred answer takes its place, and is as private as it. */
function followUp(world: World, call: Call) {
  const interaction = interactionOf(world, call);
  const body = (call.body ?? {}) as MessageBody;
  const original = interaction.original === null ? undefined : findMessage(world, interaction.original);
  if (original && (original.flags & FLAGS.loading) !== 0) {
    fill(world, call, original, body);
    return ok(wireMessage(world, original, world.intents));
  }
  if (interaction.userInstall && interaction.followUps >= FOLLOW_UPS_MAX) refuse(40094);
  const substance = substanceAfter(body, call.files, null, SETTABLE_AT_CREATION);
  recordMentions(world, interaction.channel.id, body);
  interaction.followUps++;
  return ok(wireMessage(world, addInteractionMessage(world, interaction, substance, 0), world.intents));
}
