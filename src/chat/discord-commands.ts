// Publius's commands in Discord, as they are registered, and what is offered while somebody types. Pure.

import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  ChannelType,
  InteractionContextType,
  PermissionFlagsBits,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord.js';
import type { DocumentMeta } from '../answer/model.ts';
import { shorten } from './pieces.ts';
import { questionsAbout } from './suggestions.ts';

export const SETTINGS_COMMAND = 'publius-settings';
export const CHECK_MENU = 'Check quotations';
export const ASK_MENU = 'Ask about this';

/** A person may use them anywhere, a server may have them for all. */
const EVERYWHERE = {
  integration_types: [ApplicationIntegrationType.GuildInstall, ApplicationIntegrationType.UserInstall],
  contexts: [InteractionContextType.Guild, InteractionContextType.BotDM, InteractionContextType.PrivateChannel],
};
const SHARE = {
  type: ApplicationCommandOptionType.Boolean as const,
  name: 'share',
  description: 'Show the answer to everybody here (by default only you see it)',
};

const TIMELINE = {
  type: ApplicationCommandOptionType.Boolean as const,
  name: 'timeline',
  description: 'With its dated events, in order',
};

function text(name: string, description: string, more: object = {}) {
  const type = ApplicationCommandOptionType.String as const;
  return { type, name, description, required: true, min_length: 1, max_length: 2000, ...more };
}

export const COMMANDS: readonly RESTPostAPIApplicationCommandsJSONBody[] = [
  {
    ...EVERYWHERE,
    name: 'ask',
    description: 'Ask about anonymous speech; the answer is quotations that you can check',
    options: [text('question', 'In your own words', { autocomplete: true }), SHARE],
  },
  {
    ...EVERYWHERE,
    name: 'summary',
    description: 'What the sources say of a case or a topic',
    options: [text('topic', 'A case, a law or a topic', { autocomplete: true, max_length: 200 }), TIMELINE, SHARE],
  },
  {
    ...EVERYWHERE,
    name: 'check',
    description: 'Compare a quotation with the sources',
    options: [text('quotation', 'The words, as you want to print them')],
  },
  { ...EVERYWHERE, name: 'sources', description: 'What the answers come from' },
  { ...EVERYWHERE, name: 'privacy', description: 'Where your question goes' },
  { ...EVERYWHERE, name: 'help', description: 'How to ask' },
  { ...EVERYWHERE, type: ApplicationCommandType.Message, name: CHECK_MENU },
  { ...EVERYWHERE, type: ApplicationCommandType.Message, name: ASK_MENU },
  {
    name: SETTINGS_COMMAND,
    description: 'Where and how Publius answers in this server',
    integration_types: [ApplicationIntegrationType.GuildInstall],
    contexts: [InteractionContextType.Guild],
    default_member_permissions: String(PermissionFlagsBits.ManageGuild),
    options: [
      subcommand('show', 'Show the settings'),
      subcommand('allow', 'Answer for all to read in this channel, and in others only where allowed too', [channel()]),
      subcommand('disallow', 'No more public answers in this channel', [channel()]),
      subcommand('everywhere', 'Answer for all to read wherever it can write'),
      subcommand('mentions', 'Answer when it is mentioned', [toggle('Whether mentions are answered')]),
      subcommand('private', 'Answer commands to the asker alone', [toggle('Whether answers are private by default')]),
    ],
  },
];

function subcommand(name: string, description: string, options: readonly object[] = []) {
  return {
    type: ApplicationCommandOptionType.Subcommand as const,
    name,
    description,
    options: [...options] as never[],
  };
}

function channel() {
  const type = ApplicationCommandOptionType.Channel;
  const kinds = [ChannelType.GuildText, ChannelType.GuildAnnouncement, ChannelType.GuildForum];
  return { type, name: 'channel', description: 'By default this one', channel_types: kinds };
}

function toggle(description: string) {
  return { type: ApplicationCommandOptionType.Boolean, name: 'on', description, required: true };
}

/** discord.com/developers, "Application Commands", choices. */
const CHOICES_MAX = 25;
const CHOICE_MAX_CHARS = 100;

/** What is offered for an option of a command while it is typed: out of the knowledge only, never what others asked. */
export function completionsFor(
  option: string,
  typed: string,
  documents: readonly DocumentMeta[],
  suggestions: readonly string[],
): string[] {
  const all =
    option === 'topic'
      ? documents.map(({ short, title }) => short ?? title)
      : [...suggestions, ...questionsAbout(documents)];
  const words = typed
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const fitting = [...new Set(all)].filter((one) => one.length <= CHOICE_MAX_CHARS && hasAll(one.toLowerCase(), words));
  return fitting.slice(0, CHOICES_MAX).map((one) => shorten(one, CHOICE_MAX_CHARS));
}

function hasAll(text: string, words: readonly string[]): boolean {
  return words.every((word) => text.includes(word));
}
