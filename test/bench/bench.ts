// `npm run bench`: how fast and how large the search is, beside MiniSearch and SQLite FTS5, on corpora of growing size.
// Prints figures; never judges them, so a slow machine is no failure.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { LEGEND, shippedLine, sizeTable } from './report.ts';
import { type Bench, measureShipped, measureSize, type SizeResult } from './run.ts';
import { readSeeds } from './seeds.ts';

const KNOWLEDGE = fileURLToPath(new URL('../../knowledge', import.meta.url));
const QUESTIONS = fileURLToPath(new URL('../evals/questions.jsonl', import.meta.url));
const USAGE_STATUS = 2;
/** 128 + SIGINT, as shells have it. */
const INTERRUPTED_STATUS = 130;

const HELP = `npm run bench -- [options]

Measures building, saving, loading, searching, answering and updating on a synthetic corpus made from knowledge/.

  --sizes 1000,10000,100000   passages in the corpus, one table each
  --questions 400             timed questions for each engine
  --json                      one JSON object instead of tables
  --help                      this text

100,000 passages take some minutes and 1 GB of memory and of the temporary folder.
`;

interface Options {
  readonly sizes: readonly number[];
  readonly questions: number;
  readonly json: boolean;
}

/** Options, or the text to end with: help, or what is wrong with them. */
function readOptions(argv: readonly string[]): Options | { readonly message: string; readonly status: number } {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        sizes: { type: 'string', default: '1000,10000,100000' },
        questions: { type: 'string', default: '400' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) return { message: HELP, status: 0 };
    return {
      sizes: values.sizes.split(',').map((size) => readCount('--sizes', size)),
      questions: readCount('--questions', values.questions),
      json: values.json,
    };
  } catch (error) {
    return { message: `${error instanceof Error ? error.message : 'wrong options'}\n\n${HELP}`, status: USAGE_STATUS };
  }
}

function readCount(option: string, text: string): number {
  if (!/^[1-9]\d{0,7}$/.test(text.trim()))
    throw new RangeError(`${option}: expected whole numbers above 0, got "${text}"`);
  return Number(text);
}

function shippedQuestions(): string[] {
  const lines = readFileSync(QUESTIONS, 'utf8').trim().split('\n');
  return lines.map((line) => (JSON.parse(line) as { question: string }).question);
}

/** A line on the terminal that the next one replaces; nothing anywhere else. */
function showProgress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}

async function bench({ sizes, questions, json }: Options, common: Omit<Bench, 'timed'>): Promise<void> {
  const setting: Bench = { ...common, timed: questions };
  const machine = `Node ${process.version}, ${process.platform} ${process.arch}, ${cpus().length} x ${cpus()[0]?.model.trim() ?? 'unknown'}`;
  const print = (text: string) => {
    setting.onProgress('');
    if (!json) process.stdout.write(`${text}\n\n`);
  };
  print(`${machine}\n\n${LEGEND}`);
  const shipped = await measureShipped(shippedQuestions(), setting);
  print(shippedLine(shipped));
  const seeds = readSeeds(KNOWLEDGE);
  const results: SizeResult[] = [];
  for (const size of sizes) {
    const result = await measureSize(size, seeds, setting);
    results.push(result);
    print(sizeTable(result));
  }
  if (json) process.stdout.write(`${JSON.stringify({ machine, shipped, sizes: results })}\n`);
}

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if ('message' in options) {
    (options.status === 0 ? process.stdout : process.stderr).write(options.message);
    return options.status;
  }
  const temporary = mkdtempSync(join(tmpdir(), 'publius-bench-'));
  const controller = new AbortController();
  const giveUp = () => controller.abort();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, giveUp);
  try {
    await bench(options, { temporary, signal: controller.signal, onProgress: showProgress });
    return 0;
  } catch (error) {
    if (!controller.signal.aborted) throw error;
    return INTERRUPTED_STATUS;
  } finally {
    showProgress('');
    rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
  }
}

process.exitCode = await main();
