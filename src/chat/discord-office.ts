// What every listener in Discord works with: delivery, what is kept for buttons, rendering with a last look, and how an interaction is answered.

import { randomBytes } from 'node:crypto';
import { type Interaction, MessageFlags, type RepliableInteraction } from 'discord.js';
import { LRUCache } from 'lru-cache';
import type { Quote } from '../answer/model.ts';
import { createChat, describeFault } from './chat.ts';
import { type Content, isTold, type Told } from './content.ts';
import { isRefusal } from './discord-api.ts';
import { interactionDesk } from './discord-desks.ts';
import { threadsOf } from './discord-incoming.ts';
import { quotationsInDiscord, type DiscordMessage as Rendered, renderDiscord, renderLine } from './discord-render.ts';
import { createDiscordReply, writeMessages } from './discord-reply.ts';
import { quotesExactly } from './exact.ts';
import { createFeedback } from './feedback.ts';
import { partsOf } from './layout-content.ts';
import { pageParts } from './pages.ts';
import type { PlatformPorts } from './platform.ts';
import { createShares } from './shares.ts';
import type { Task } from './tasks.ts';

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
  'Right-click a message, Apps, Ask about this: only you see the answer. Check quotations there compares its quotations with the sources.',
  '/check and a quotation: whether it stands in the sources as it is quoted, and what differs.',
  '/summary and a case, a law or a topic: what happened, what is alleged, what the law says, where it stands.',
  '/sources: what the answers come from. /privacy: where a question goes.',
  'Change a question, and its answer changes; delete it, and the answer goes.',
];

interface Kept {
  readonly content: Told;
  /** Of the conversation that the answer belongs to; null where that is somebody's own. */
  readonly thread: string | null;
}

export type Office = ReturnType<typeof createOffice>;

/** What all listeners work with. */
export function createOffice(ports: DiscordPorts) {
  const kept = new LRUCache<string, Kept>({ max: ANSWERS_MAX, ttl: ANSWERS_MS });
  const shares = createShares(ANSWERS_MS);
  const page = (name: Parameters<typeof pageParts>[0]) => pageParts(name, ports.knowledge, HELP);

  /** Content as messages, every quotation in them compared with its source once more; a fault told instead where one differs. */
  function render(content: Content, thread: string | null, shared: boolean): Rendered[] {
    const id = isTold(content) ? randomBytes(12).toString('hex') : null;
    if (id !== null) kept.set(id, { content: content as Told, thread });
    const share = shared ? shares.offer(content) : null;
    const next = thread !== null && content.content === 'answer';
    const messages = renderDiscord(content, { id, share, next, page, reader: ports.reader });
    if (!isTold(content)) return messages;
    const asStored = (quote: Quote) => ports.reread(quote, content.version);
    if (quotesExactly(partsOf(content, page), quotationsInDiscord(messages), asStored)) return messages;
    ports.log('a rendered answer did not quote its sources exactly, and was not shown');
    return renderDiscord(
      { content: 'note', note: 'fault' },
      { id: null, share: null, next: false, page, reader: ports.reader },
    );
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

/** Tells Discord that an answer is coming. False where it is too late for one. */
export async function defer(interaction: RepliableInteraction, ephemeral: boolean, { log }: Office): Promise<boolean> {
  try {
    await interaction.deferReply(ephemeral ? { flags: MessageFlags.Ephemeral } : {});
  } catch (error) {
    if (isRefusal(error, 'acknowledged')) return true; // an earlier try was heard though it was not answered
    log(`a command came too late to be answered: ${describeFault(error)}`);
    return false;
  }
  return true;
}

/** The channel, and the one that it is a thread of. */
export function placesOf({ channelId, channel }: Interaction): (string | null)[] {
  return [channelId, channel && 'parentId' in channel ? channel.parentId : null];
}

/** Answers what an interaction asks. */
export async function answer(
  interaction: RepliableInteraction,
  text: string,
  { ephemeral, thread, task }: { ephemeral: boolean; thread?: string; task?: Task },
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
    ...(task === undefined ? {} : { task }),
    at: interaction.createdTimestamp,
    version: 0,
  };
  const render = (content: Content) => office.render(content, place, ephemeral);
  await office.chat.ask(message, createDiscordReply(interactionDesk(interaction, ephemeral), render, office));
}

export async function sayPrivately(interaction: RepliableInteraction, text: string, office: Office): Promise<void> {
  if (await defer(interaction, true, office)) await say(interaction, text, office);
}

/** One line of ours, where the interaction is deferred. */
export async function say(interaction: RepliableInteraction, text: string, office: Office): Promise<void> {
  await show(interaction, [renderLine(text)], office);
}

export async function show(
  interaction: RepliableInteraction,
  messages: readonly Rendered[],
  office: Office,
): Promise<void> {
  await writeMessages(interactionDesk(interaction, true), messages, [], office);
}
