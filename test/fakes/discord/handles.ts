// What a test sees of a message and of an interaction. Looks only; changes nothing.

import { textOf } from './message-rules.ts';
import { findMessage } from './messages.ts';
import { type Choice, type Fields, FLAGS, type Interaction, type Message, type World } from './world.ts';

export interface StandingMessage extends Message {
  readonly ephemeral: boolean;
  /** Deferred and not filled yet. */
  readonly loading: boolean;
  /** Content and text displays. */
  readonly text: string;
}

export interface InteractionHandle {
  readonly id: string;
  readonly token: string;
  readonly acknowledged: boolean;
  /** Type of the callback; null before it. */
  readonly callbackType: number | null;
  readonly acknowledgedAfterMs: number | null;
  /** Null where it was not deferred. */
  readonly deferredAfterMs: number | null;
  readonly choices: readonly Choice[] | null;
  readonly modal: Fields | null;
  /** The message that @original means, if it stands. */
  original(): StandingMessage | null;
  /** Messages it has brought that still stand, oldest first. */
  messages(): StandingMessage[];
}

export function standing(message: Message): StandingMessage {
  return {
    ...message,
    ephemeral: message.ephemeralFor !== null,
    loading: (message.flags & FLAGS.loading) !== 0,
    text: textOf(message),
  };
}

export function createHandle(world: World, interaction: Interaction): InteractionHandle {
  const find = (id: string) => findMessage(world, id) ?? [];
  return {
    id: interaction.id,
    token: interaction.token,
    get acknowledged() {
      return interaction.callback !== null;
    },
    get callbackType() {
      return interaction.callback?.type ?? null;
    },
    get acknowledgedAfterMs() {
      return interaction.callback?.afterMs ?? null;
    },
    get deferredAfterMs() {
      const { callback } = interaction;
      return callback?.type === 5 || callback?.type === 6 ? callback.afterMs : null;
    },
    get choices() {
      return interaction.choices;
    },
    get modal() {
      return interaction.modal;
    },
    original: () =>
      interaction.original === null ? null : ([find(interaction.original)].flat().map(standing)[0] ?? null),
    messages: () => [...interaction.messages].flatMap(find).map(standing),
  };
}
