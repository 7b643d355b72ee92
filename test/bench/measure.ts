// The child process of the benchmark: does one task with one engine and sends the figures to its parent. Nothing of an engine
// is loaded before the first look at memory, so that the difference is the engine's.

import { readFileSync } from 'node:fs';
import { type EngineName, loadEngine, NotHereError, type Opened } from './engines/engine.ts';
import { type Percentiles, percentilesOf } from './percentiles.ts';

export interface Task {
  /** build: index and save. use: open what is saved, then search, ask and update. reopen: open only. */
  readonly phase: 'build' | 'use' | 'reopen';
  readonly engine: EngineName;
  readonly folder: string;
  readonly saved: string;
  /** JSON file with an array of questions: first those to warm up with, then those that are timed. */
  readonly questions: string;
  readonly warmUp: number;
  readonly timed: number;
  /** File below `folder` that is taken in again at the end; null for none. */
  readonly edited: string | null;
}

/** Times in milliseconds, memory in bytes of resident set size after a garbage collection. */
export interface Figures {
  readonly openMs: number;
  readonly rssBare: number;
  readonly rssOpen: number;
  readonly rssUsed: number;
  readonly search: Percentiles | null;
  readonly ask: Percentiles | null;
  readonly updateMs: number | null;
  readonly remarks: readonly string[];
}

export type Report = { readonly figures: Figures } | { readonly notHere: string };

async function measure(task: Task): Promise<Report> {
  const { phase, engine: name, folder, saved, questions, warmUp, timed } = task;
  const all = phase === 'use' ? (JSON.parse(readFileSync(questions, 'utf8')) as string[]) : [];
  const rssBare = residentBytes();
  const engine = await loadEngine(name);
  const started = performance.now();
  const opened = phase === 'build' ? engine.build(folder, saved) : engine.open(folder, saved);
  const openMs = performance.now() - started;
  const rssOpen = residentBytes();
  const base = { openMs, rssBare, rssOpen, remarks: opened?.remarks ?? [] };
  if (phase !== 'use' || !opened)
    return { figures: { ...base, rssUsed: rssOpen, search: null, ask: null, updateMs: null } };
  for (const question of all.slice(0, warmUp)) {
    opened.search(question);
    await opened.ask?.(question);
  }
  const rssUsed = residentBytes();
  const asked = all.slice(warmUp, warmUp + timed);
  const search = await time(asked, async (question) => opened.search(question));
  const ask = opened.ask ? await time(asked, opened.ask) : null;
  return { figures: { ...base, rssUsed, search, ask, updateMs: timeUpdate(opened, task.edited) } };
}

async function time(questions: readonly string[], run: (question: string) => Promise<unknown>): Promise<Percentiles> {
  const times: number[] = [];
  for (const question of questions) {
    const started = performance.now();
    await run(question);
    times.push(performance.now() - started);
  }
  return percentilesOf(times);
}

function timeUpdate({ update }: Opened, path: string | null): number | null {
  if (!update || path === null) return null;
  const started = performance.now();
  update(path);
  return performance.now() - started;
}

function residentBytes(): number {
  globalThis.gc?.();
  globalThis.gc?.();
  return process.memoryUsage.rss();
}

async function report(task: Task): Promise<Report> {
  try {
    return await measure(task);
  } catch (error) {
    if (error instanceof NotHereError) return { notHere: error.message };
    throw error;
  }
}

const result = await report(JSON.parse(process.argv[2]!) as Task);
if (process.send) process.send(result, () => process.disconnect());
else process.stdout.write(`${JSON.stringify(result)}\n`); // run by hand, say with --cpu-prof
