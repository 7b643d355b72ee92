// What somebody wrote in Discord → a question for Publius, or nothing; and which conversation it belongs to. Works without the Message Content
// intent: what is not addressed to Publius cannot be read.

import type { Message as DiscordMessage } from 'discord.js';
import { LRUCache } from 'lru-cache';
import type { Message } from './chat.ts';
import { readDiscordText } from './discord-markdown.ts';
import { createPseudonym } from './pseudonym.ts';

/** Which conversation a message belongs to, by what was asked and answered in it. Ids are kept as pseudonyms. */
export interface ThreadMap {
  /** Conversation of a question, or of one of our answers that somebody replies to; null where neither is known. */
  ofQuestion(id: string): string | null;
  ofAnswer(id: string): string | null;
  /** The pseudonym of a conversation that is named by these ids. */
  nameOf(...ids: readonly string[]): string;
  asked(id: string, thread: string): void;
  answered(id: string, thread: string): void;
}

/** Messages that are remembered as questions or answers. */
const MESSAGES_MAX = 20_000;

export function threadsOf(): ThreadMap {
  const hash = createPseudonym();
  const threads = new LRUCache<string, string>({ max: MESSAGES_MAX });
  return {
    ofQuestion: (id) => threads.get(hash('question', id)) ?? null,
    ofAnswer: (id) => threads.get(hash('answer', id)) ?? null,
    nameOf: (...ids) => hash('thread', ...ids),
    asked: (id, thread) => void threads.set(hash('question', id), thread),
    answered: (id, thread) => void threads.set(hash('answer', id), thread),
  };
}

/** Notes one of our own messages, which comes back as an event, as an answer in its question's conversation. */
export function noteOwn({ id, author, reference }: DiscordMessage, botId: string, threads: ThreadMap): void {
  const thread = reference?.messageId === undefined ? null : threads.ofQuestion(reference.messageId);
  if (author.id === botId && thread !== null) threads.answered(id, thread);
}

/** A message to Publius: direct, with a mention of it, or a reply to one of its answers. Null for everything else. */
export function readMessage(message: DiscordMessage, botId: string, threads: ThreadMap): Message | null {
  const { id, author, system, webhookId, guildId, channelId, content, reference } = message;
  if (author.bot || system || webhookId !== null) return null;
  const replied = reference?.messageId === undefined ? null : threads.ofAnswer(reference.messageId);
  const mentioned = message.mentions.users.has(botId);
  if (guildId !== null && !mentioned && (replied === null || content === '')) return null;
  const direct = guildId === null || message.channel.isThread();
  const thread = direct ? threads.nameOf(channelId) : (replied ?? threads.ofQuestion(id) ?? threads.nameOf(id));
  threads.asked(id, thread);
  return {
    event: `${id} ${message.editedTimestamp ?? 0}`,
    id,
    thread,
    workspace: guildId ?? 'direct',
    asker: author.id,
    text: readDiscordText(content) || 'help',
    at: message.createdTimestamp,
    version: message.editedTimestamp ?? 0,
  };
}
