// Why there is no answer yet, and what cannot be done yet, in words: the same on every platform.

import type { Answer } from '../answer/model.ts';
import type { Note } from './chat.ts';

export function noteText(note: Note): string {
  switch (note.note) {
    case 'busy':
      return 'Publius is busy with other questions and has not read yours. Nothing of it is kept: please ask again in a minute.';
    case 'limited':
      return `That is more questions in a minute than Publius takes. It has not read this one: please ask again in ${note.seconds} seconds.`;
    case 'stopped':
      return 'Publius was stopped before it was done with your question. Please ask again in a moment.';
    case 'fault':
      return 'Something went wrong inside Publius, so there is no answer to this. Please ask again, or put it another way.';
  }
}

export const NO_CHECK =
  'Publius cannot check quotations by itself yet. Until it can, ask with the words of the quotation: what it shows between quotation marks is the source, character for character.';
export const NO_SUMMARY =
  'Summaries of a topic are not built yet; this is what the sources answer when they are asked about it.';
export const SHARED_ALREADY = 'That answer has been shared already.';
export const SHARE_EXPIRED = 'That answer is no longer kept: please ask again, and share it then.';
export const SOURCES_MOVED =
  'The sources have changed since this answer, so its passages may have moved. Please ask again.';

/** What a topic is asked about until there are summaries. */
export function questionAbout(topic: string): string {
  return `What happened in ${topic}?`;
}

/** An answer for everybody to read: without what it says of the question that somebody asked in private. */
export function withoutAsker(answer: Answer): Answer {
  const ofQuestion = new Set(['follow-up', 'rewritten', 'corrected']);
  return { ...answer, notices: answer.notices.filter(({ code }) => !ofQuestion.has(code)) };
}
