// What the benchmark asks of a search engine. Each is loaded in child processes of its own (`measure.ts`).

export interface Engine {
  /** Indexes the corpus in `folder` and saves the index below `saved`, an existing empty folder. */
  build(folder: string, saved: string): void;
  /** Opens what `build` saved. */
  open(folder: string, saved: string): Opened;
}

export interface Opened {
  /** Why opening was no plain loading, for the reader of the figures. */
  readonly remarks?: readonly string[];
  /** The best ten passages; returns how many there are. */
  search(question: string): number;
  /** A whole answer, for engines that give one. */
  ask?(question: string): Promise<unknown>;
  /** Takes the edited file at `path` (below the folder) into the open index, for engines that read files themselves. */
  update?(path: string): void;
}

export const LIMIT = 10;

export const ENGINES = ['publius', 'minisearch', 'sqlite'] as const;
export type EngineName = (typeof ENGINES)[number];

/** This Node cannot run the engine. The message says why, in the table's words. */
export class NotHereError extends Error {
  override readonly name = 'NotHereError';
}

/** Loads an engine's module, and with it what the engine takes in memory before it has an index. */
export async function loadEngine(name: EngineName): Promise<Engine> {
  if (name === 'publius') return (await import('./publius.ts')).publius;
  if (name === 'minisearch') return (await import('./minisearch.ts')).minisearch;
  return (await import('./sqlite.ts')).loadSqlite();
}
