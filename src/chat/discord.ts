// Discord: the listeners on the client. Each defers at once, reads what happened, and hands it to `chat.ts` with a way to reply.

import { randomBytes } from 'node:crypto';
import {
  type AutocompleteInteraction,
  type ButtonInteraction,
  type ChatInputCommandInteraction,
  type Client,
  type Message as DiscordMessage,
  Events,
  type Interaction,
  type MessageContextMenuCommandInteraction,
  MessageFlags,
  type PartialMessage,
  type RepliableInteraction,
} from 'discord.js';
import { LRUCache } from 'lru-cache';
import { type Chat, type Content, createChat, describeFault, PAGES } from './chat.ts';
import { isRefusal } from './discord-api.ts';
import { ASK_MENU, CHECK_MENU, completionsFor, SETTINGS_COMMAND } from './discord-commands.ts';
import { channelDesk, interactionDesk } from './discord-desks.ts';
import { noteOwn, readMessage, threadsOf } from './discord-incoming.ts';
import { readDiscordText } from './discord-markdown.ts';
import {
  BUTTONS,
  quotationsInDiscord,
  type DiscordMessage as Rendered,
  renderDiscord,
  renderLine,
  renderPassages,
} from './discord-render.ts';
import { createDiscordReply, writeMessages } from './discord-reply.ts';
import { changeSettings } from './discord-settings.ts';
import { quotesExactly } from './exact.ts';
import { createFeedback, type Feedback } from './feedback.ts';
import { NO_CHECK, NO_SUMMARY, questionAbout, SHARE_EXPIRED, SHARED_ALREADY, SOURCES_MOVED } from './notes.ts';
import { pageParts } from './pages.ts';
import type { PlatformPorts } from './platform.ts';
import { mayAnswerPublicly } from './settings.ts';
import { createShares } from './shares.ts';

export interface DiscordPorts extends PlatformPorts {
  readonly timing?: Partial<typeof TIMING>;
}

/** A channel takes five changes in five seconds; final messages are tried for longer than any rate limit lasts. */
const TIMING = { editMs: 1500, deliverMs: 10 * 60_000 };

/** Answers whose buttons still work, and for how long; in memory, without the question. */
const ANSWERS_MAX = 2000;
const ANSWERS_MS = 24 * 3_600_000;
/** Interactions remembered, so that none is deferred twice. */
const INTERACTIONS_MAX = 20_000;

const HELP = [
  '/ask and a question: only you see the answer, until you press Share, which posts it without your name or question.',
  'Mention Publius in a channel, and it answers there for all to read; reply to its answer to ask on.',
  'Write to it directly: only you see that.',
  'Right-click a message, Apps, Ask about this: only you see the answer.',
  '/sources: what the answers come from. /privacy: where a question goes.',
  'Change a question, and its answer changes; delete it, and the answer goes.',
];

const NEXT = 'And what else?';
const EXPIRED =
  'This answer is no longer kept, so its buttons do not work any more. Please ask again: a new answer has new ones.';
const NOT_HERE =
  "This server's admins do not let Publius answer publicly in this channel. Your answer is above, for you alone.";

interface Kept {
  readonly content: Extract<Content, { content: 'answer' }>;
  /** Of the conversation that the answer belongs to; null where that is somebody's own. */
  readonly thread: string | null;
}

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

type Office = ReturnType<typeof createOffice>;

/** What all listeners work with. */
function createOffice(ports: DiscordPorts) {
  const kept = new LRUCache<string, Kept>({ max: ANSWERS_MAX, ttl: ANSWERS_MS });
  const shares = createShares(ANSWERS_MS);
  const page = (name: Parameters<typeof pageParts>[0]) => pageParts(name, ports.knowledge, HELP);

  /** Content as messages, every quotation in them compared with its source once more; a fault told instead where one differs. */
  function render(content: Content, thread: string | null, shareable: boolean, before?: string): Rendered[] {
    const id = content.content === 'answer' ? randomBytes(12).toString('hex') : null;
    if (id !== null) kept.set(id, { content: content as Kept['content'], thread });
    const share = shareable ? shares.offer(content) : null;
    const next = thread !== null;
    const messages = renderDiscord(content, { id, share, next, page, ...(before === undefined ? {} : { before }) });
    if (content.content !== 'answer') return messages;
    if (quotesExactly(content.answer, quotationsInDiscord(messages), ports.reread)) return messages;
    ports.log('a rendered answer did not quote its sources exactly, and was not shown');
    return renderDiscord({ content: 'note', note: 'fault' }, { id: null, share: null, next: false, page });
  }

  return {
    ...ports,
    ...TIMING,
    ...ports.timing,
    chat: createChat(ports),
    feedback: createFeedback(),
    threads: threadsOf(),
    taken: new LRUCache<string, true>({ max: INTERACTIONS_MAX }),
    kept,
    shares,
    render,
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

/** Tells Discord that an answer is coming. False where it is too late for one. */
async function defer(interaction: RepliableInteraction, ephemeral: boolean, { log }: Office): Promise<boolean> {
  try {
    await interaction.deferReply(ephemeral ? { flags: MessageFlags.Ephemeral } : {});
  } catch (error) {
    if (isRefusal(error, 'acknowledged')) return true; // an earlier try was heard though it was not answered
    log(`a command came too late to be answered: ${describeFault(error)}`);
    return false;
  }
  return true;
}

async function onCommand(interaction: ChatInputCommandInteraction, office: Office): Promise<void> {
  const { commandName, options } = interaction;
  if (commandName === SETTINGS_COMMAND) {
    if (await defer(interaction, true, office))
      await say(interaction, await changeSettings(interaction, office.settings), office);
    return;
  }
  if (commandName === 'check') return sayPrivately(interaction, NO_CHECK, office);
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
    const topic = options.getString('topic', true);
    const way = { ephemeral: isPrivate(interaction, office), before: NO_SUMMARY };
    return answer(interaction, questionAbout(topic), way, office);
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

/** The channel, and the one that it is a thread of. */
function placesOf({ channelId, channel }: Interaction): (string | null)[] {
  return [channelId, channel && 'parentId' in channel ? channel.parentId : null];
}

async function onMenu(interaction: MessageContextMenuCommandInteraction, office: Office): Promise<void> {
  if (interaction.commandName === CHECK_MENU) return sayPrivately(interaction, NO_CHECK, office);
  if (interaction.commandName === ASK_MENU)
    return answer(interaction, readDiscordText(interaction.targetMessage.content), { ephemeral: true }, office);
}

/** Answers what an interaction asks. */
async function answer(
  interaction: RepliableInteraction,
  text: string,
  { ephemeral, before, thread }: { ephemeral: boolean; before?: string; thread?: string },
  office: Office,
): Promise<void> {
  if (!(await defer(interaction, ephemeral, office))) return;
  // what all can read neither leans on what somebody asked in private nor hands it on to who presses its buttons
  const own = ephemeral ? ['private', interaction.channelId ?? '', interaction.user.id] : ['public', interaction.id];
  const place = thread ?? office.threads.nameOf(...own);
  const message = {
    event: interaction.id,
    id: interaction.id,
    thread: place,
    workspace: interaction.guildId ?? 'direct',
    asker: interaction.user.id,
    text,
    at: interaction.createdTimestamp,
    version: 0,
  };
  const render = (content: Content) => office.render(content, place, ephemeral, before);
  await office.chat.ask(message, createDiscordReply(interactionDesk(interaction, ephemeral), render, office));
}

async function sayPrivately(interaction: RepliableInteraction, text: string, office: Office): Promise<void> {
  if (await defer(interaction, true, office)) await say(interaction, text, office);
}

/** One line of ours, where the interaction is deferred. */
async function say(interaction: RepliableInteraction, text: string, office: Office): Promise<void> {
  await show(interaction, [renderLine(text)], office);
}

async function show(interaction: RepliableInteraction, messages: readonly Rendered[], office: Office): Promise<void> {
  await writeMessages(interactionDesk(interaction, true), messages, [], office);
}

async function onButton(interaction: ButtonInteraction, office: Office): Promise<void> {
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
  const { answer: shown, version } = kept.content;
  const quotes = [...shown.statements.flatMap((statement) => statement.quotes), ...shown.nearest];
  const passages = version === office.knowledge.version() ? office.surroundings(quotes) : [];
  if (passages.length === 0) return say(interaction, SOURCES_MOVED, office);
  await show(interaction, renderPassages(passages), office);
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
