// One corpus size, every engine: writes the corpus into a temporary folder, runs the child processes one at a time, collects
// their figures. Prints nothing.

import { fork, type StdioOptions } from 'node:child_process';
import { appendFileSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Corpus, listCorpus, writeCorpus } from './corpus.ts';
import { ENGINES, type EngineName } from './engines/engine.ts';
import type { Figures, Report, Task } from './measure.ts';
import { sampleQuestions } from './questions.ts';
import type { Seeds } from './seeds.ts';

const MEASURE = fileURLToPath(new URL('measure.ts', import.meta.url));
const KNOWLEDGE = fileURLToPath(new URL('../../knowledge', import.meta.url));
/** Questions before the timed ones; memory is looked at after them. */
export const WARM_UP = 200;
/** From this many passages on a question takes the slow engines 50 ms and more: they get this many, after a short warm-up. */
export const SLOW_FROM_PASSAGES = 50_000;
export const SLOW_QUESTIONS = 30;
export const SLOW_WARM_UP = 5;

/** An engine's figures: MB are 2^20 bytes. `reopen` is opening in a new process after one file was edited. */
export interface Measured extends Figures {
  readonly engine: EngineName;
  readonly buildMs: number;
  readonly savedBytes: number;
  readonly reopenMs: number | null;
}
export type Result = Measured | { readonly engine: EngineName; readonly missing: string };

export interface SizeResult {
  readonly corpus: Omit<Corpus, 'folder'>;
  readonly results: readonly Result[];
}

export interface Bench {
  readonly temporary: string;
  readonly timed: number;
  /** Kills the child process that is running, if any, when the benchmark is given up. */
  readonly signal: AbortSignal;
  readonly onProgress: (text: string) => void;
}

/** Measures every engine on a corpus of `passages`, which is removed again. */
export async function measureSize(passages: number, seeds: Seeds, bench: Bench): Promise<SizeResult> {
  const root = join(bench.temporary, String(passages));
  const label = `${passages.toLocaleString('en')} passages:`;
  const { folder, ...corpus } = await writeCorpus(join(root, 'corpus'), passages, seeds, async (done) => {
    bench.onProgress(`${label} writing the corpus, ${done.toLocaleString('en')}`);
    await nextTurn(); // so that ctrl-C is heard
    bench.signal.throwIfAborted();
  });
  const questions = join(root, 'questions.json');
  writeFileSync(questions, JSON.stringify(sampleQuestions(folder, WARM_UP + bench.timed)));
  const results: Result[] = [];
  for (const engine of ENGINES) {
    const slow = engine !== 'publius' && passages >= SLOW_FROM_PASSAGES;
    const timed = slow ? Math.min(SLOW_QUESTIONS, bench.timed) : bench.timed;
    const saved = join(root, engine);
    mkdirSync(saved);
    const edited = engine === 'publius' ? firstFile(folder) : null;
    const task = { engine, folder, saved, questions, timed, edited, warmUp: slow ? SLOW_WARM_UP : WARM_UP };
    results.push(await measureEngine(task, { ...bench, onProgress: (text) => bench.onProgress(`${label} ${text}`) }));
    rmSync(saved, { recursive: true, force: true });
  }
  rmSync(root, { recursive: true, force: true });
  return { corpus, results };
}

/** Measures our engine on the shipped knowledge with `asked`. */
export async function measureShipped(asked: readonly string[], bench: Bench): Promise<Result> {
  const saved = join(bench.temporary, 'shipped');
  mkdirSync(saved);
  const questions = join(saved, 'questions.json');
  writeFileSync(questions, JSON.stringify([...asked, ...asked]));
  const task = { engine: 'publius', folder: KNOWLEDGE, saved, questions, edited: null } as const;
  return measureEngine({ ...task, warmUp: asked.length, timed: asked.length }, bench);
}

async function measureEngine(task: Omit<Task, 'phase'>, { onProgress, signal }: Bench): Promise<Result> {
  const { engine } = task;
  try {
    onProgress(`${engine} builds`);
    const built = await runChild({ ...task, phase: 'build' }, signal);
    if ('notHere' in built) return { engine, missing: built.notHere };
    const savedBytes = folderBytes(task.saved);
    onProgress(`${engine} answers`);
    const used = await runChild({ ...task, phase: 'use' }, signal);
    if ('notHere' in used) return { engine, missing: used.notHere };
    const reopenMs = task.edited === null ? null : await reopenEdited(task, task.edited, signal);
    return { engine, ...used.figures, buildMs: built.figures.openMs, savedBytes, reopenMs };
  } catch (error) {
    if (signal.aborted) throw error;
    return { engine, missing: error instanceof Error ? error.message : 'failed' };
  }
}

async function reopenEdited(task: Omit<Task, 'phase'>, edited: string, signal: AbortSignal): Promise<number | null> {
  appendFileSync(join(task.folder, edited), '\n\nThe clerk of Philadelphia added this paragraph afterwards.\n');
  const reopened = await runChild({ ...task, phase: 'reopen' }, signal);
  return 'figures' in reopened ? reopened.figures.openMs : null;
}

/** Runs `measure.ts` in a new process. Rejects with the last line the child wrote when it ends without a report. */
function runChild(task: Task, signal: AbortSignal): Promise<Report> {
  return new Promise((resolve, reject) => {
    const execArgv = [...process.execArgv, ...sqliteFlags()];
    const stdio: StdioOptions = ['ignore', 'ignore', 'pipe', 'ipc'];
    const child = fork(MEASURE, [JSON.stringify(task)], { execArgv, signal, killSignal: 'SIGKILL', stdio });
    let report: Report | undefined;
    let complaint = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      complaint = (complaint + chunk.toString('utf8')).slice(-20_000);
    });
    child.on('message', (message) => {
      report = message as Report;
    });
    child.on('error', reject);
    child.on('close', (code, killedBy) => {
      if (report) resolve(report);
      else reject(new Error(`failed in ${task.phase} (${killedBy ?? `exit ${code}`}): ${faultLine(complaint)}`));
    });
  });
}

function faultLine(complaint: string): string {
  const lines = complaint.split('\n').filter((line) => line.trim() !== '');
  return lines.find((line) => /error/i.test(line))?.trim() ?? lines.at(-1)?.trim() ?? 'it said nothing';
}

/** Before Node 22.13 node:sqlite is behind a flag; where it is not, its warning is noise. */
function sqliteFlags(): string[] {
  const flags = ['--experimental-sqlite', '--disable-warning=ExperimentalWarning'];
  return flags.filter((flag) => process.allowedNodeEnvironmentFlags.has(flag.split('=')[0]!));
}

function firstFile(folder: string): string {
  return relative(folder, listCorpus(folder)[0]!).split(sep).join('/');
}

function folderBytes(folder: string): number {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => name !== 'questions.json')
    .reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}
