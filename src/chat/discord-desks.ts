// The two places that answers are written to in Discord: a channel, under the message that asked, and what an interaction opened, which its
// asker alone may see and which Discord closes after fifteen minutes.

import { randomBytes } from 'node:crypto';
import { MessageFlags, type RepliableInteraction, type SendableChannels, type User } from 'discord.js';
import { isRefusal } from './discord-api.ts';
import type { Desk, Payload } from './discord-reply.ts';

/** The same nonce within some minutes makes one message only (discord.com/developers, "Create Message", enforce_nonce). */
function newNonce(): string {
  return randomBytes(12).toString('hex');
}

/** As the library's options say it; its types want mutable lists, hence `as never` where a payload is handed over. */
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
        const said = { ...payload, ...SILENT, nonce, enforceNonce: true, ...reply };
        const { id } = await channel.send(said as never);
        posted(id);
        return id;
      };
    },
    edit: async (id, payload) => {
      await channel.messages.edit(id, { ...payload, ...SILENT } as never);
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
    return { ...payload, ...SILENT, flags } as never;
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
          await interaction.editReply({ ...payload, ...SILENT } as never);
          started = true;
          return ORIGINAL;
        }),
    edit: async (id, payload, draft = false) => {
      await orDirect(payload, draft, async () => {
        await interaction.editReply({ ...payload, ...SILENT, message: id } as never);
        return id;
      });
    },
    remove: (id) => interaction.deleteReply(id),
    typing: async () => {},
  };
}

/** Writes to somebody directly, after saying why. */
function directDesk(user: User) {
  let desk: Desk | null = null;
  return async (payload: Payload): Promise<string> => {
    if (desk === null) {
      const channel = await user.createDM();
      await channel.send({ content: LATE, ...SILENT });
      desk = channelDesk(channel, null);
    }
    return desk.post(payload)();
  };
}
