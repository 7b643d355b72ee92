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
  const threads = new LRUCache<string, Thread>({ max: THREADS_MAX, ttl: ttlMs });
  const turnsOf = (thread: string) => threads.get(thread)?.turns ?? [];
  const others = (thread: string, id: string) => turnsOf(thread).filter((turn) => turn.id !== id);
  return {
    before(thread, at) {
      const turns = turnsOf(thread);
      return turns.every((turn) => turn.at < at)
        ? (threads.get(thread)?.all ?? NOTHING)
        : leaningOn(turns.filter((turn) => turn.at < at));
    },
    add(thread, turn) {
      const turns = [...others(thread, turn.id), turn].sort((a, b) => a.at - b.at).slice(-TURNS_MAX);
      threads.set(thread, { turns, all: leaningOn(turns) });
    },
    remove(thread, id) {
      const turns = others(thread, id);
      if (turns.length > 0) threads.set(thread, { turns, all: leaningOn(turns) });
      else threads.delete(thread);
    },
  };
}

type Leaning = ReturnType<Threads['before']>;

/** The turns of a thread, oldest first, and what a question after all of them leans on. */
interface Thread {
  readonly turns: readonly Turn[];
  readonly all: Leaning;
}

const NOTHING: Leaning = { history: [], shown: [] };

function leaningOn(turns: readonly Turn[]): Leaning {
  return { history: turns.map(({ text }) => text), shown: turns.flatMap(({ shown }) => shown).slice(-SHOWN_MAX) };
}
