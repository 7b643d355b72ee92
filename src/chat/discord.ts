// Discord: the listeners on the client. Each reads what happened and hands it to `chat.ts` with a way to reply; commands are deferred at once.

import {
  type AutocompleteInteraction,
  type ChatInputCommandInteraction,
  type Client,
  type Message as DiscordMessage,
  Events,
  type Interaction,
  type MessageContextMenuCommandInteraction,
  type PartialMessage,
} from 'discord.js';
import { type Chat, describeFault } from './chat.ts';
import { PAGES } from './content.ts';
import { onButton } from './discord-buttons.ts';
import { ASK_MENU, CHECK_MENU, completionsFor, SETTINGS_COMMAND } from './discord-commands.ts';
import { channelDesk } from './discord-desks.ts';
import { noteOwn, readMessage } from './discord-incoming.ts';
import { readDiscordText } from './discord-markdown.ts';
import { answer, createOffice, type DiscordPorts, defer, type Office, placesOf, say } from './discord-office.ts';
import { createDiscordReply } from './discord-reply.ts';
import { changeSettings } from './discord-settings.ts';
import type { Feedback } from './feedback.ts';
import { mayAnswerPublicly } from './settings.ts';

export interface DiscordApp {
  readonly chat: Chat;
  readonly feedback: Feedback;
  /** Listens on a client; another may follow it when its connection is lost for good. */
  attach(client: Client): void;
}

export function createDiscordApp(ports: DiscordPorts): DiscordApp {
  const office = createOffice(ports);
  const guard = (work: () => Promise<void>) => {
    work().catch((error) => ports.log(`a fault inside Publius: ${describeFault(error)}`));
  };
  return {
    chat: office.chat,
    feedback: office.feedback,
    attach(client) {
      client.on(Events.InteractionCreate, (interaction) => guard(() => onInteraction(interaction, office)));
      client.on(Events.MessageCreate, (message) => guard(() => onMessage(message, office)));
      client.on(Events.MessageUpdate, (_, message) => guard(() => onEdit(message, office)));
      client.on(Events.MessageDelete, (message) => guard(() => onDelete(message, office)));
    },
  };
}

async function onInteraction(interaction: Interaction, office: Office): Promise<void> {
  const name = office.threads.nameOf('interaction', interaction.id);
  if (office.taken.has(name)) return;
  office.taken.set(name, true);
  if (interaction.isAutocomplete()) return complete(interaction, office);
  if (interaction.isChatInputCommand()) return onCommand(interaction, office);
  if (interaction.isMessageContextMenuCommand()) return onMenu(interaction, office);
  if (interaction.isButton()) return onButton(interaction, office);
}

async function complete(interaction: AutocompleteInteraction, office: Office): Promise<void> {
  const { name, value } = interaction.options.getFocused(true);
  const choices = completionsFor(name, value, office.knowledge.documents(), await office.suggestions());
  await interaction.respond(choices.map((choice) => ({ name: choice, value: choice })));
}

async function onCommand(interaction: ChatInputCommandInteraction, office: Office): Promise<void> {
  const { commandName, options } = interaction;
  if (commandName === SETTINGS_COMMAND) {
    if (await defer(interaction, true, office))
      await say(interaction, await changeSettings(interaction, office.settings), office);
    return;
  }
  if (commandName === 'check')
    return answer(interaction, options.getString('quotation', true), { ephemeral: true, task: 'check' }, office);
  const page = PAGES.find((name) => name === commandName);
  if (page) return answer(interaction, page, { ephemeral: true }, office);
  if (commandName === 'ask')
    return answer(
      interaction,
      options.getString('question', true),
      { ephemeral: isPrivate(interaction, office) },
      office,
    );
  if (commandName === 'summary') {
    const task = options.getBoolean('timeline') === true ? 'timeline' : 'summary';
    const way = { ephemeral: isPrivate(interaction, office), task } as const;
    return answer(interaction, options.getString('topic', true), way, office);
  }
}

/** Whether only the asker sees the answer: unless they, or else the server's admins, say otherwise, and it may be public here. */
function isPrivate(interaction: ChatInputCommandInteraction, { settings }: Office): boolean {
  const share = interaction.options.getBoolean('share');
  if (interaction.guildId === null) return share !== true;
  const here = settings.of(interaction.guildId);
  const open = share ?? !here.private;
  return !open || !mayAnswerPublicly(here, placesOf(interaction));
}

async function onMenu(interaction: MessageContextMenuCommandInteraction, office: Office): Promise<void> {
  const text = readDiscordText(interaction.targetMessage.content);
  if (interaction.commandName === CHECK_MENU)
    return answer(interaction, text, { ephemeral: true, task: 'draft' }, office);
  if (interaction.commandName === ASK_MENU) return answer(interaction, text, { ephemeral: true }, office);
}

async function onMessage(message: DiscordMessage, office: Office): Promise<void> {
  noteOwn(message, message.client.user.id, office.threads);
  const asked = readMessage(message, message.client.user.id, office.threads);
  if (asked === null || !maySpeak(message, office)) return;
  await office.chat.ask(asked, replyTo(message, asked.thread, office));
}

async function onEdit(message: DiscordMessage | PartialMessage, office: Office): Promise<void> {
  if (message.partial || message.editedTimestamp === null || message.author.bot) return;
  const asked = readMessage(message, message.client.user.id, office.threads);
  if (asked !== null && maySpeak(message, office))
    return office.chat.ask(asked, replyTo(message, asked.thread, office));
  await withdraw(message, `edited ${message.id} ${message.editedTimestamp}`, message.editedTimestamp, office);
}

async function onDelete(message: DiscordMessage | PartialMessage, office: Office): Promise<void> {
  await withdraw(message, `deleted ${message.id}`, Number.POSITIVE_INFINITY, office);
}

async function withdraw(message: DiscordMessage | PartialMessage, event: string, version: number, office: Office) {
  const thread = office.threads.ofQuestion(message.id);
  if (thread === null) return;
  const whole = message as DiscordMessage; // its channel and id are all that taking an answer away needs
  await office.chat.withdraw({ event, id: message.id, thread, version }, replyTo(whole, thread, office));
}

function maySpeak({ guildId, channelId, channel }: DiscordMessage, { settings }: Office): boolean {
  if (guildId === null) return true;
  const here = settings.of(guildId);
  const parent = channel.isThread() ? channel.parentId : null;
  return here.mentions && mayAnswerPublicly(here, [channelId, parent]);
}

function replyTo({ id: under, channel }: DiscordMessage, thread: string, office: Office) {
  if (!channel.isSendable()) throw new TypeError('expected a channel that can be written to');
  const desk = channelDesk(channel, under, (id) => office.threads.answered(id, thread));
  return createDiscordReply(desk, (content) => office.render(content, thread, false), office);
}
