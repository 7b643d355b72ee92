// `/publius-settings`: what a server's admins decide, read from the command and told back in words.

import type { ChatInputCommandInteraction } from 'discord.js';
import { CHANNELS_MAX, describeSettings, type ServerSettings, type Settings } from './settings.ts';

/** Does what the command asks; resolves with what holds then. */
export async function changeSettings(interaction: ChatInputCommandInteraction, settings: Settings): Promise<string> {
  const { guildId, options } = interaction;
  if (guildId === null) return 'Settings belong to a server: please use this command in one.';
  if (!interaction.memberPermissions?.has('ManageGuild'))
    return 'Only who may manage this server can change its settings.';
  const now = settings.of(guildId);
  const change = changeFor(options.getSubcommand(), interaction, now);
  if (typeof change === 'string') return change;
  if (change !== null) await settings.change(guildId, change);
  return describeSettings(settings.of(guildId));
}

/** What changes; null for nothing, a text for what cannot be. */
function changeFor(
  command: string,
  { options, channelId }: ChatInputCommandInteraction,
  { channels }: ServerSettings,
): Partial<ServerSettings> | string | null {
  const channel = () => String(options.get('channel')?.value ?? channelId);
  switch (command) {
    case 'allow': {
      const allowed = [...new Set([...(channels ?? []), channel()])];
      return allowed.length > CHANNELS_MAX
        ? `At most ${CHANNELS_MAX} channels can be allowed one by one.`
        : { channels: allowed };
    }
    case 'disallow':
      return channels === null
        ? 'It may answer publicly in all channels now. Allow it in some first: /publius-settings allow; all others are out then.'
        : { channels: channels.filter((id) => id !== channel()) };
    case 'everywhere':
      return { channels: null };
    case 'mentions':
      return { mentions: options.getBoolean('on', true) };
    case 'private':
      return { private: options.getBoolean('on', true) };
    default:
      return null;
  }
}
