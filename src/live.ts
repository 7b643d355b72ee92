// The knowledge while a bot runs: watched, opened anew beside the old when it changes, and changed over between two questions, never within one.

import { setTimeout as delay } from 'node:timers/promises';
import { watch } from 'chokidar';
import { describeFault } from './chat/chat.ts';
import { KnowledgeError } from './knowledge/load.ts';
import type { Library } from './library.ts';
import type { Session } from './session.ts';

export interface LiveSession {
  /** The newest version. What is begun with one is finished with it. */
  current(): Session;
  /** A version that answers were made from lately; null where it is no longer kept. */
  at(version: string): Session | null;
  close(): Promise<void>;
}

/** Earlier versions that are kept for answers on their way. */
const KEPT = 3;
/** A file is read when it has not changed for so long, the folder when none has. */
const SETTLED_MS = 400;

export interface LiveOptions {
  readonly open: (library: Library) => Session;
  readonly log: (line: string) => void;
  readonly settledMs?: number;
}

/** Watches the session's folder until closed. A folder that cannot be read any more leaves the last version standing, and is told. */
export function watchKnowledge(first: Session, { open, log, settledMs = SETTLED_MS }: LiveOptions): LiveSession {
  let versions = [first];
  let changed = 0;
  const watcher = watch(first.library.folder, {
    ignoreInitial: true,
    persistent: false, // what is answered on keeps the process, not the watching
    awaitWriteFinish: { stabilityThreshold: settledMs, pollInterval: 100 },
  });
  watcher.on('error', (error) =>
    log(`the knowledge folder cannot be watched, so changes need a restart: ${describeFault(error)}`),
  );
  const soon = async () => {
    const mine = ++changed;
    await delay(settledMs);
    if (mine === changed && !watcher.closed) reload();
  };
  watcher.on('all', soon);
  watcher.on('ready', soon); // what changed before the watching began is no event
  function reload(): void {
    const [{ library: before }] = versions as [Session];
    try {
      const library = before.reopen();
      if (library.version === before.version) return;
      versions = [open(library), ...versions].slice(0, KEPT);
      const faults = library.faults.length > 0 ? `; left out ${library.faults.length} (publius lint says why)` : '';
      log(
        `the documents have changed: answering from knowledge ${library.version}, ${library.documents().length} documents${faults}`,
      );
    } catch (error) {
      const why = error instanceof KnowledgeError ? error.message : describeFault(error);
      log(`the documents have changed and cannot be read, so answers are from knowledge ${before.version}: ${why}`);
    }
  }
  return {
    current: () => versions[0]!,
    at: (version) => versions.find(({ library }) => library.version === version) ?? null,
    close: () => watcher.close(),
  };
}

/** A session that does not change. */
export function standing(session: Session): LiveSession {
  return {
    current: () => session,
    at: (version) => (version === session.library.version ? session : null),
    close: async () => {},
  };
}
