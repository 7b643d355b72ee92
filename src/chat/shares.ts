// Private answers that can be shared once: posted without who asked, or what. Kept in memory, without the question, for a while.

import { randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Content } from './content.ts';
import { shareable, type Told } from './content.ts';

const SHARES_MAX = 1000;

export interface Shares {
  /** What a Share button hands back; null where there is nothing to share. */
  offer(content: Content): string | null;
  /** Hands the answer to `post`, once; a post that fails can be tried again. */
  share(id: string, post: (content: Told) => Promise<void>): Promise<'shared' | 'already' | 'gone'>;
}

export function createShares(ttlMs: number): Shares {
  const offered = new LRUCache<string, Told | 'shared'>({ max: SHARES_MAX, ttl: ttlMs });
  return {
    offer(content) {
      const told = shareable(content);
      if (told === null) return null;
      const id = randomBytes(12).toString('hex');
      offered.set(id, told);
      return id;
    },
    async share(id, post) {
      const content = offered.get(id);
      if (content === 'shared') return 'already';
      if (!content) return 'gone';
      offered.set(id, 'shared');
      try {
        await post(content);
        return 'shared';
      } catch (error) {
        offered.set(id, content);
        throw error;
      }
    },
  };
}
