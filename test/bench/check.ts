// `npm run bench:check`: how long a quotation takes to check, beside a plain search in the same process, on corpora of growing size.
// Prints figures; never judges them.

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Library, openLibrary } from '../../src/library.ts';
import { openSession } from '../../src/session.ts';
import { readSources } from '../evals/check/places.ts';
import { makeCases } from '../evals/check-cases.ts';
import { openSubject } from '../evals/check-subject.ts';
import { writeCorpus } from './corpus.ts';
import { LIMIT } from './engines/engine.ts';
import { type Percentiles, percentilesOf } from './percentiles.ts';
import { sampleQuestions } from './questions.ts';
import { readSeeds } from './seeds.ts';

const KNOWLEDGE = fileURLToPath(new URL('../../knowledge', import.meta.url));
const HELP = `npm run bench:check -- [options]

  --sizes 1000,100000   passages in the corpus
  --quotations 500      timed quotations, a quarter each exact, altered, stitched and not found
  --json                one JSON object a size instead of tables

Times in ms. 100,000 passages take a minute or two and 1 GB of memory and of the temporary folder.
`;
const GROUPS = ['exact', 'altered', 'stitched', 'not-found'] as const;
const SEED = 1735;
/** Documents that quotations are drawn from, spread over the corpus. */
const DOCUMENTS = 40;
/** Cases for a quotation that is timed: makers of other groups and drafts that do not fit are left out. */
const DRAWN_PER_TIMED = 14;
const WARM_UP_SHARE = 0.4;

interface Group {
  readonly name: string;
  readonly drafts: readonly string[];
}

interface Measured {
  readonly passages: number;
  readonly openMs: number;
  readonly search: Percentiles;
  readonly all: Percentiles;
  readonly groups: readonly { readonly name: string; readonly times: Percentiles; readonly longestMs: number }[];
}

/** Drafts of one quotation each. */
function drawGroups(library: Library, count: number, seed: number): Group[] {
  const ids = library.documents().map(({ id }) => id);
  const step = Math.max(1, Math.floor(ids.length / DOCUMENTS));
  const sources = readSources(
    library,
    ids.filter((_, n) => n % step === 0),
  );
  const { cases } = makeCases({ sources, speakers: new Map(), heldOut: [] }, count * DRAWN_PER_TIMED, seed);
  return GROUPS.map((name) => {
    const fitting = cases.filter(({ accepts, quotation }) => accepts[0] === name && !/["“”«»„\n]/.test(quotation));
    const step = Math.max(1, Math.floor(fitting.length / (count / GROUPS.length)));
    const spread = fitting.filter((_, n) => n % step === 0).slice(0, Math.ceil(count / GROUPS.length));
    return { name, drafts: spread.map(({ quotation }) => `“${quotation}”`) };
  });
}

async function measure(temporary: string, passages: number, count: number): Promise<Measured> {
  const root = join(temporary, String(passages));
  const saved = join(root, 'saved');
  mkdirSync(saved, { recursive: true });
  const { folder } = await writeCorpus(join(root, 'corpus'), passages, readSeeds(KNOWLEDGE), () => nextTurn());
  openLibrary(folder, { cacheFolder: saved });
  const started = performance.now();
  const library = openLibrary(folder, { cacheFolder: saved });
  const openMs = performance.now() - started;
  const session = openSession(library);
  const check = openSubject(library);
  const questions = sampleQuestions(folder, 2 * count);
  const warmUp = drawGroups(library, Math.ceil(count * WARM_UP_SHARE), SEED + 1);
  for (const draft of warmUp.flatMap(({ drafts }) => drafts)) await check(draft);
  for (const question of questions.slice(count)) session.search(question, LIMIT);
  const search = await time(questions.slice(0, count), (question) => session.search(question, LIMIT));
  const groups = [];
  for (const { name, drafts } of drawGroups(library, count, SEED))
    groups.push({ name, times: await time(drafts, check) });
  rmSync(root, { recursive: true, force: true });
  return {
    passages,
    openMs,
    search: percentilesOf(search),
    all: percentilesOf(groups.flatMap(({ times }) => times)),
    groups: groups.map(({ name, times }) => ({ name, times: percentilesOf(times), longestMs: Math.max(...times) })),
  };
}

async function time(texts: readonly string[], run: (text: string) => unknown): Promise<number[]> {
  const times: number[] = [];
  for (const text of texts) {
    const started = performance.now();
    await run(text);
    times.push(performance.now() - started);
  }
  return times;
}

function tableOf({ passages, openMs, search, all, groups }: Measured): string {
  const row = (name: string, { count, p50, p95, p99 }: Percentiles) =>
    `${name.padEnd(14)}${[p50, p95, p99].map((ms) => ms.toFixed(2).padStart(9)).join('')}${(p50 / search.p50).toFixed(1).padStart(9)}${String(count).padStart(7)}`;
  return [
    `## ${passages.toLocaleString('en')} passages (opened in ${(openMs / 1000).toFixed(1)} s)`,
    `${''.padEnd(14)}${['p50', 'p95', 'p99', '/search', 'n'].map((head, n) => head.padStart(n === 4 ? 7 : 9)).join('')}`,
    row('plain search', search),
    ...groups.map(({ name, times }) => row(name, times)),
    row('all checks', all),
    `longest check ${Math.max(...groups.map(({ longestMs }) => longestMs)).toFixed(1)} ms`,
  ].join('\n');
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      sizes: { type: 'string', default: '1000,100000' },
      quotations: { type: 'string', default: '500' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false, short: 'h' },
    },
  });
  if (values.help) return void process.stdout.write(HELP);
  const counts = [...values.sizes.split(','), values.quotations];
  if (!counts.every((text) => /^[1-9]\d{0,7}$/.test(text.trim())))
    throw new RangeError(`--sizes and --quotations: expected whole numbers above 0, got "${counts.join(' ')}"`);
  if (!values.json)
    console.log(`Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model.trim() ?? 'unknown'}\n`);
  const temporary = mkdtempSync(join(tmpdir(), 'publius-bench-check-'));
  try {
    for (const size of values.sizes.split(',')) {
      const measured = await measure(temporary, Number(size), Number(values.quotations));
      console.log(values.json ? JSON.stringify(measured) : `${tableOf(measured)}\n`);
    }
  } finally {
    rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
  }
}

await main();
