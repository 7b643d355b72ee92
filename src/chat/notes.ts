// Why there is no answer yet, in words: the same on every platform.

import type { Note } from './content.ts';

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

export const SHARED_ALREADY = 'That answer has been shared already.';
export const SHARE_EXPIRED = 'That answer is no longer kept: please ask again, and share it then.';
export const SOURCES_MOVED =
  'The sources have changed since this answer, so its passages may have moved. Please ask again.';
