// What has been seen: events, so that none is answered twice however often it is delivered, and messages with the version that was answered
// last. In memory, under pseudonyms, for a while.

import { LRUCache } from 'lru-cache';

/** What is known of a message. */
export interface Entry {
  version: number;
  /** Pseudonym of its text, to tell an edit from a mere repetition. */
  text: string;
  /** The messages that stand there as its answer. */
  posted: readonly string[];
  running: AbortController | null;
}

export interface Seen {
  /** The entry to work on; null where this event, this version of the message or a later one has been seen. All arguments are pseudonyms. */
  enter(event: string, id: string, version: number, text: string): Entry | null;
  entries(): Iterable<Entry>;
}

/** `max` events and as many messages, each for `ttlMs`. */
export function createSeen(max: number, ttlMs: number): Seen {
  const events = new LRUCache<string, true>({ max, ttl: ttlMs });
  const entries = new LRUCache<string, Entry>({ max, ttl: ttlMs });
  return {
    entries: () => entries.values(),
    enter(event, id, version, text) {
      const entry = entries.get(id) ?? { version: -1, text: '', posted: [], running: null };
      const seen = events.has(event) || version <= entry.version;
      events.set(event, true);
      if (seen) return null;
      const unchanged = text === entry.text;
      Object.assign(entry, { version, text });
      entries.set(id, entry);
      return unchanged ? null : entry;
    },
  };
}
