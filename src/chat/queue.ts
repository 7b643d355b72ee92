// Work in order within each thread, and not too much of it at one time.

import pLimit from 'p-limit';

/** Jobs of one thread one after the other, in all at most `concurrent` at one time. */
export function createQueue(concurrent: number) {
  const limit = pLimit(concurrent);
  const tails = new Map<string, Promise<void>>();
  let waiting = 0;
  return {
    /** Jobs that have not begun. */
    get waiting() {
      return waiting;
    },
    /** Resolves when the job has ended. The job must not reject. */
    add(thread: string, job: () => Promise<void>): Promise<void> {
      waiting++;
      const begin = () => {
        waiting--;
        return job();
      };
      const tail = (tails.get(thread) ?? Promise.resolve())
        .then(() => limit(begin))
        .finally(() => {
          if (tails.get(thread) === tail) tails.delete(thread);
        });
      tails.set(thread, tail);
      return tail;
    },
    async idle(): Promise<void> {
      while (tails.size > 0) await Promise.allSettled(tails.values());
    },
  };
}
