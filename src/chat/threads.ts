// What has been asked and shown in each thread, so that a follow-up may lean on it. In memory, for a while, within bounds; never read back
// from the platform.

import { LRUCache } from 'lru-cache';
import type { Question } from '../answer/model.ts';

/** One question that has been answered. */
export interface Turn {
  /** Names the message that asked. */
  readonly id: string;
  /** Where the message stands in its thread: later ones are greater. */
  readonly at: number;
  readonly text: string;
  readonly shown: NonNullable<Question['shown']>;
}

export interface Threads {
  /** What a question at `at` may lean on: the turns before it, oldest first, whatever order they came in. */
  before(thread: string, at: number): Required<Pick<Question, 'history' | 'shown'>>;
  /** Keeps a turn; one with the same id is replaced. */
  add(thread: string, turn: Turn): void;
  remove(thread: string, id: string): void;
}

/** Earlier questions of a thread that a follow-up may lean on, and sentences that "and then?" does not show again. */
const TURNS_MAX = 10;
const SHOWN_MAX = 200;
/** Threads kept at one time; the one that was quiet longest goes first. */
const THREADS_MAX = 5000;

/** `ttlMs`: how long a thread is kept after its last question. */
export function createThreads(ttlMs: number): Threads {
  const threads = new LRUCache<string, readonly Turn[]>({ max: THREADS_MAX, ttl: ttlMs });
  const others = (thread: string, id: string) => (threads.get(thread) ?? []).filter((turn) => turn.id !== id);
  return {
    before(thread, at) {
      const turns = (threads.get(thread) ?? []).filter((turn) => turn.at < at);
      return {
        history: turns.map(({ text }) => text),
        shown: turns.flatMap(({ shown }) => shown).slice(-SHOWN_MAX),
      };
    },
    add(thread, turn) {
      const turns = [...others(thread, turn.id), turn].sort((a, b) => a.at - b.at);
      threads.set(thread, turns.slice(-TURNS_MAX));
    },
    remove(thread, id) {
      const rest = others(thread, id);
      if (rest.length > 0) threads.set(thread, rest);
      else threads.delete(thread);
    },
  };
}
