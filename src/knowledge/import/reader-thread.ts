// The thread that `reader.ts` starts: one file in, what it says out. A parser's fault is an answer, not the thread's end.

import { parentPort } from 'node:worker_threads';
import type { Source } from './blocks.ts';
import { type Outcome, readSource } from './read.ts';

parentPort?.on('message', async ({ bytes, source }: { bytes: Uint8Array; source: Source }) => {
  let outcome: Outcome;
  try {
    outcome = await readSource(bytes, source);
  } catch (error) {
    const why = error instanceof RangeError ? 'is nested too deeply' : 'is damaged';
    outcome = { refused: `could not be read; it ${why}: open it in its own program, and save it anew` };
  }
  parentPort?.postMessage(outcome);
});
