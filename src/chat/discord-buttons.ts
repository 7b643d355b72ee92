// The buttons under an answer in Discord: more context, more of the same conversation, sharing, votes.

import type { ButtonInteraction } from 'discord.js';
import { quotesIn } from './content.ts';
import { channelDesk, interactionDesk } from './discord-desks.ts';
import { answer, defer, type Office, placesOf, say, sayPrivately, show } from './discord-office.ts';
import { BUTTONS, renderPassages } from './discord-render.ts';
import { writeMessages } from './discord-reply.ts';
import { SHARE_EXPIRED, SHARED_ALREADY, SOURCES_MOVED } from './notes.ts';
import { mayAnswerPublicly } from './settings.ts';

const NEXT = 'And what else?';
const EXPIRED =
  'This answer is no longer kept, so its buttons do not work any more. Please ask again: a new answer has new ones.';
const NOT_HERE =
  "This server's admins do not let Publius answer publicly in this channel. Your answer is above, for you alone.";

export async function onButton(interaction: ButtonInteraction, office: Office): Promise<void> {
  const [action, id = ''] = interaction.customId.split(':');
  if (action === BUTTONS.helpful || action === BUTTONS.unhelpful) {
    await interaction.deferUpdate();
    office.feedback.vote(interaction.user.id, interaction.message.id, action === BUTTONS.helpful);
    return;
  }
  if (action === BUTTONS.share) return share(interaction, id, office);
  const kept = office.kept.get(id);
  if (!kept) return sayPrivately(interaction, EXPIRED, office);
  if (action === BUTTONS.next && kept.thread !== null)
    return answer(interaction, NEXT, { ephemeral: true, thread: kept.thread }, office);
  if (action !== BUTTONS.context || !(await defer(interaction, true, office))) return;
  const passages =
    kept.content.version === office.knowledge.version() ? office.surroundings(quotesIn(kept.content)) : [];
  if (passages.length === 0) return say(interaction, SOURCES_MOVED, office);
  await show(interaction, renderPassages(passages, office.reader), office);
}

/** Posts a private answer for all to read, by itself: neither who asked nor what. */
async function share(interaction: ButtonInteraction, id: string, office: Office): Promise<void> {
  if (!(await defer(interaction, true, office))) return;
  const { channel, guildId } = interaction;
  if (guildId !== null && !mayAnswerPublicly(office.settings.of(guildId), placesOf(interaction)))
    return say(interaction, NOT_HERE, office);
  const outcome = await office.shares.share(id, async (content) => {
    const inServer = channel?.isSendable() && interaction.guild !== null;
    if (!inServer) await say(interaction, 'Sharing …', office); // the first message of an interaction is the deferred one, which is private
    const desk = inServer ? channelDesk(channel, null) : interactionDesk(interaction, false, true);
    await writeMessages(desk, office.render(content, null, false), [], office);
  });
  await say(interaction, { shared: 'Shared.', already: SHARED_ALREADY, gone: SHARE_EXPIRED }[outcome], office);
}
