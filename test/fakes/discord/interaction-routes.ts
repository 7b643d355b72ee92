// The callback of an interaction: once, within three seconds, of a kind that fits. Ephemeral messages are kept apart from the channel's.

import { checkChoices } from './command-rules.ts';
import { checkComponents, TYPES } from './component-rules.ts';
import { type MessageBody, type Substance, substanceAfter } from './message-rules.ts';
import { addMessage, changeMessage, findMessage, recordMentions } from './messages.ts';
import { refuse, refuseForm, refuseLonger } from './refusal.ts';
import { empty, ok, type Route } from './routing.ts';
import { wireMessage } from './wire.ts';
import {
  type Call,
  type Choice,
  type Component,
  type Fields,
  FLAGS,
  type Interaction,
  type Message,
  type World,
} from './world.ts';

/** Suppressed embeds, ephemeral, silent, Components V2. */
export const SETTABLE_AT_CREATION = (1 << 2) | FLAGS.ephemeral | (1 << 12) | FLAGS.componentsV2;
const CALLBACK = { message: 4, deferMessage: 5, deferUpdate: 6, update: 7, choices: 8, modal: 9 } as const;
const MODAL_COMPONENTS_MAX = 5;

export const interactionRoutes: readonly Route[] = [
  {
    method: 'POST',
    template: '/interactions/{interaction_id}/{interaction_token}/callback',
    handle: answer,
    open: true,
  },
];

interface CallbackBody {
  readonly type: number;
  readonly data?: (MessageBody & ModalBody & { readonly choices?: readonly Choice[] }) | null;
}

interface ModalBody {
  readonly custom_id?: string;
  readonly title?: string;
}

function answer(world: World, call: Call) {
  const interaction = world.interactions.get(call.params.interaction_id!);
  if (interaction?.token !== call.params.interaction_token) refuse(10062);
  const afterMs = call.atMs - interaction!.deliveredMs;
  if (interaction!.callback !== null) refuse(40060, interaction!.faulted ? { breach: false } : {});
  if (afterMs > world.answerMs) refuse(10062);
  const body = (call.body ?? {}) as CallbackBody;
  if (!fitting(interaction!).includes(body.type)) {
    refuseForm(
      'type',
      'INTERACTION_CALLBACK_TYPE_INVALID',
      `Type ${body.type} does not answer an interaction of type ${interaction!.type}`,
    );
  }
  const message = perform(world, interaction!, call, body);
  interaction!.callback = { type: body.type, afterMs };
  return call.query.get('with_response') === 'true' ? ok(describe(world, interaction!, body.type, message)) : empty;
}

/** Types of callbacks that answer an interaction (docs.discord.com, "Receiving and Responding"). */
function fitting({ type, source }: Interaction): readonly number[] {
  const { message, deferMessage, deferUpdate, update, choices, modal } = CALLBACK;
  if (type === 4) return [choices];
  const updates = source === null ? [] : [deferUpdate, update];
  return [message, deferMessage, ...updates, ...(type === 5 ? [] : [modal])];
}

function perform(world: World, interaction: Interaction, call: Call, { type, data }: CallbackBody): Message | null {
  const body = data ?? {};
  switch (type) {
    case CALLBACK.message:
      return create(world, interaction, call, body);
    case CALLBACK.deferMessage:
      return defer(world, interaction, body);
    case CALLBACK.deferUpdate:
    case CALLBACK.update: {
      const message = findMessage(world, interaction.source!) ?? refuse(10008);
      if (type === CALLBACK.update) update(world, call, message, body);
      interaction.original = message.id;
      return message;
    }
    case CALLBACK.choices:
      checkChoices('data.choices', body.choices ?? []);
      interaction.choices = body.choices ?? [];
      return null;
    default:
      checkModal(body);
      interaction.modal = body as Fields;
      return null;
  }
}

function create(world: World, interaction: Interaction, call: Call, body: MessageBody): Message {
  const substance = substanceAfter(body, call.files, null, SETTABLE_AT_CREATION);
  recordMentions(world, interaction.channel.id, body);
  return addAnswer(world, interaction, substance);
}

function defer(world: World, interaction: Interaction, body: MessageBody): Message {
  const ephemeral = (body.flags ?? 0) & FLAGS.ephemeral;
  return addAnswer(world, interaction, {
    content: '',
    embeds: [],
    components: [],
    attachments: [],
    flags: ephemeral | FLAGS.loading,
  });
}

function addAnswer(world: World, interaction: Interaction, substance: Substance): Message {
  const message = addInteractionMessage(world, interaction, substance, messageType(interaction));
  interaction.original = message.id;
  return message;
}

export function addInteractionMessage(
  world: World,
  interaction: Interaction,
  substance: Substance,
  type: number,
): Message {
  const isEphemeral = (substance.flags & FLAGS.ephemeral) !== 0;
  const message = addMessage(world, {
    ...substance,
    channel: interaction.channel,
    author: world.bot,
    type,
    interaction: interaction.id,
    ephemeralFor: isEphemeral ? interaction.user.id : null,
  });
  interaction.messages.add(message.id);
  return message;
}

function messageType({ commandType }: Interaction): number {
  if (commandType === null) return 0;
  return commandType === 1 ? 20 : 23;
}

function update(world: World, call: Call, message: Message, body: MessageBody): void {
  const substance = substanceAfter(body, call.files, message, SETTABLE_AT_CREATION & ~FLAGS.ephemeral);
  recordMentions(world, message.channel_id, body);
  changeMessage(world, message, substance);
}

function checkModal({
  custom_id,
  title,
  components = [],
}: ModalBody & { readonly components?: readonly Component[] | null }) {
  if (!custom_id) refuseForm('data.custom_id', 'BASE_TYPE_REQUIRED', 'This field is required');
  if (!title) refuseForm('data.title', 'BASE_TYPE_REQUIRED', 'This field is required');
  refuseLonger('data.custom_id', custom_id, 100);
  refuseLonger('data.title', title, 45);
  const parts = components ?? [];
  if (parts.length === 0 || parts.length > MODAL_COMPONENTS_MAX) {
    refuseForm('data.components', 'BASE_TYPE_BAD_LENGTH', `Must be between 1 and ${MODAL_COMPONENTS_MAX} in length.`);
  }
  parts.forEach(({ type, label }, index) => {
    if (type === TYPES.label) refuseLonger(`data.components.${index}.label`, label, 45);
  });
  checkComponents(parts, true);
}

function describe(world: World, interaction: Interaction, type: number, message: Message | null): Fields {
  const { id, channel } = interaction;
  const said = message && {
    response_message_id: message.id,
    response_message_loading: (message.flags & FLAGS.loading) !== 0,
    response_message_ephemeral: message.ephemeralFor !== null,
  };
  return {
    interaction: {
      id,
      type: interaction.type,
      channel_id: channel.id,
      ...(channel.guild ? { guild_id: channel.guild } : {}),
      ...said,
    },
    ...(message ? { resource: { type, message: wireMessage(world, message, world.intents) } } : {}),
  };
}
