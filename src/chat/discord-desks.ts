// The two places that answers are written to in Discord: a channel, under the message that asked, and what an interaction opened, which its
// asker alone may see and which Discord closes after fifteen minutes.

import { randomBytes } from 'node:crypto';
import { type Client, MessageFlags, type RepliableInteraction, type SendableChannels, type User } from 'discord.js';
import { isRefusal } from './discord-api.ts';
import type { Desk, Payload } from './discord-reply.ts';

/** What Discord takes as a message that is made or changed; the library's types want mutable lists. */
function options(payload: Payload) {
  return payload as never;
}

/** The same nonce within some minutes makes one message only (discord.com/developers, "Create Message", enforce_nonce). */
function newNonce(): string {
  return randomBytes(12).toString('hex');
}

const SILENT = { allowedMentions: { parse: [], repliedUser: false } } as const;

/** `under`: the message that is replied to; null: none. `posted` is told the id of each message that is made. */
export function channelDesk(
  channel: SendableChannels,
  under: string | null,
  posted: (id: string) => void = () => {},
): Desk {
  return {
    post(payload) {
      const nonce = newNonce();
      const reply = under === null ? {} : { reply: { messageReference: under, failIfNotExists: false } };
      return async () => {
        const said = { ...(options(payload) as object), ...SILENT, nonce, enforceNonce: true, ...reply };
        const { id } = await channel.send(said as never);
        posted(id);
        return id;
      };
    },
    edit: async (id, payload) => {
      await channel.messages.edit(id, { ...(options(payload) as object), ...SILENT } as never);
    },
    remove: (id) => channel.messages.delete(id),
    typing: async () => channel.sendTyping(),
  };
}

/** What is said above an answer that comes too late for its command. */
const LATE =
  'This took longer than Discord keeps a command open, so the answer comes here, in a direct message that only you see.';
const ORIGINAL = '@original';

/** `interaction` must be deferred. `ephemeral`: as it was deferred. `begun`: the deferred message is for something else. */
export function interactionDesk(interaction: RepliableInteraction, ephemeral: boolean, begun = false): Desk {
  const direct = directDesk(interaction.user);
  let started = begun;
  const flagged = (payload: Payload) => {
    const flags = payload.flags | (ephemeral ? MessageFlags.Ephemeral : 0);
    return { ...(options(payload) as object), ...SILENT, flags } as never;
  };
  /** Through the interaction while it is open; later to the asker directly. */
  const orDirect = async (payload: Payload, draft: boolean, write: () => Promise<string>): Promise<string> => {
    try {
      return await write();
    } catch (error) {
      if (draft || !isRefusal(error, 'expired')) throw error;
      return direct(payload);
    }
  };
  return {
    post:
      (payload, draft = false) =>
      () =>
        orDirect(payload, draft, async () => {
          if (started) return (await interaction.followUp(flagged(payload))).id;
          await interaction.editReply({ ...(options(payload) as object), ...SILENT } as never);
          started = true;
          return ORIGINAL;
        }),
    edit: async (id, payload, draft = false) => {
      await orDirect(payload, draft, async () => {
        await interaction.editReply({ ...(options(payload) as object), ...SILENT, message: id } as never);
        return id;
      });
    },
    remove: (id) => interaction.deleteReply(id),
    typing: async () => {},
  };
}

function directDesk(user: User) {
  let told = false;
  return async (payload: Payload): Promise<string> => {
    const channel = await user.createDM();
    if (!told) await channel.send({ content: LATE, ...SILENT });
    told = true;
    const { id } = await channel.send({ ...(options(payload) as object), ...SILENT } as never);
    return id;
  };
}

/** A client without what it does not need: no message is kept in memory by the library. */
export type DiscordClient = Client<true>;
