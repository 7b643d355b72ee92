// Whether answers helped, as two counts. Who said so is kept as a pseudonym, so that nobody counts twice; what was asked is not known here.

import { LRUCache } from 'lru-cache';
import { createPseudonym } from './pseudonym.ts';

export interface Feedback {
  /** Counts a vote; a person's later vote on the same answer replaces the earlier one. */
  vote(person: string, answer: string, helpful: boolean): void;
  readonly counts: { readonly helpful: number; readonly unhelpful: number };
}

const VOTES_MAX = 20_000;

export function createFeedback(): Feedback {
  const hash = createPseudonym();
  const votes = new LRUCache<string, boolean>({ max: VOTES_MAX });
  const counts = { helpful: 0, unhelpful: 0 };
  const nameOf = (helpful: boolean) => (helpful ? 'helpful' : 'unhelpful');
  return {
    counts,
    vote(person, answer, helpful) {
      const key = hash(person, answer);
      const before = votes.get(key);
      if (before === helpful) return;
      if (before !== undefined) counts[nameOf(before)]--;
      counts[nameOf(helpful)]++;
      votes.set(key, helpful);
    },
  };
}
