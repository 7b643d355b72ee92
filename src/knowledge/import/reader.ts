// Files are read in a thread of its own, so that one that hangs its parser, or fills the memory, ends as a message. Knows no format.

import { Worker } from 'node:worker_threads';
import type { Source } from './blocks.ts';
import type { Outcome } from './read.ts';

export interface Reader {
  /** Never rejects. The bytes are copied. */
  read(bytes: Uint8Array, source: Source): Promise<Outcome>;
  close(): Promise<void>;
}

export interface ReaderLimits {
  /** Wall-clock time for one file. */
  readonly timeoutMs: number;
  /** What the process may grow by while one file is read; buffers are not in the thread's own limit. */
  readonly growthBytes: number;
}

interface Stopped {
  readonly stopped: string;
}

const LIMITS: ReaderLimits = { timeoutMs: 120_000, growthBytes: 1536 * 1024 * 1024 };
const HEAP_MB = 1024;
const LOOK_MS = 100;

/** In development the sources are TypeScript, which a thread of Node 20 reads only after tsx has been registered in it. */
const IS_SOURCE = import.meta.url.endsWith('.ts');
const THREAD = new URL(IS_SOURCE ? './reader-thread.ts' : './reader-thread.js', import.meta.url);
const FROM_SOURCE = `import('tsx/esm/api').then(({ register }) => (register(), import('${THREAD.href}')));`;

export function openReader(limits: ReaderLimits = LIMITS): Reader {
  let worker: Worker | null = null;
  const close = async () => {
    const ending = worker;
    worker = null;
    await ending?.terminate();
  };
  return {
    close,
    async read(bytes, source) {
      worker ??= startWorker();
      const outcome = await ask(worker, bytes, source, limits);
      if (outcome !== null && !('stopped' in outcome)) return outcome;
      await close();
      return { refused: outcome?.stopped ?? 'could not be read: its reader broke down; is it damaged?' };
    },
  };
}

function startWorker(): Worker {
  const worker = new Worker(IS_SOURCE ? FROM_SOURCE : THREAD, {
    eval: IS_SOURCE,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    stdout: true,
    stderr: true,
  });
  worker.on('error', () => undefined); // one that comes between two files
  return worker;
}

/** null when the thread died; `stopped` when it was over a limit. */
function ask(
  worker: Worker,
  bytes: Uint8Array,
  source: Source,
  limits: ReaderLimits,
): Promise<Outcome | Stopped | null> {
  const before = process.memoryUsage.rss();
  return new Promise((resolve) => {
    const onMessage = (outcome: Outcome) => settle(outcome);
    const onError = (error: Error & { code?: string }) =>
      settle(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? { stopped: TOO_MUCH } : null);
    const onExit = () => settle(null);
    const timer = setTimeout(() => settle({ stopped: tooLong(limits.timeoutMs) }), limits.timeoutMs);
    const look = setInterval(() => {
      if (process.memoryUsage.rss() - before > limits.growthBytes) settle({ stopped: TOO_MUCH });
    }, LOOK_MS);
    // Only our own listeners are taken off: the thread keeps some of its own on itself.
    function settle(outcome: Outcome | Stopped | null): void {
      clearInterval(look);
      clearTimeout(timer);
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      resolve(outcome);
    }
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    worker.postMessage({ bytes, source });
  });
}

const TOO_MUCH = 'takes too much memory to read, and was given up: split it, or save it anew';

function tooLong(timeoutMs: number): string {
  return `took longer than ${timeoutMs / 1000} s to read, and was given up: split it, or save it anew`;
}
