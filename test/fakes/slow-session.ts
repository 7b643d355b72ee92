// A session whose writer takes its time: the keyless composer, slowly, as if a model chose.

import { setTimeout as delay } from 'node:timers/promises';
import type { Composer } from '../../src/answer/ports.ts';
import { createExtractComposer } from '../../src/compose/extract.ts';
import type { Library } from '../../src/library.ts';
import { openSession, type Session } from '../../src/session.ts';

/** `ms` before each statement. */
export function slowSession(library: Library, ms: number): Session {
  const writer: Composer = {
    name: 'slow at test',
    async *compose(question, retrieval) {
      const composing = createExtractComposer().compose(question, retrieval);
      for (;;) {
        const next = await composing.next();
        if (next.done) return next.value;
        await delay(ms);
        yield next.value;
      }
    },
  };
  return openSession(library, { host: 'model.test', prompt: 'p', writer, rewriter: async () => null });
}
