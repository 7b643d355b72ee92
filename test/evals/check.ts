// `npm run eval:check`: how often "check a quotation" is right, by kind of case, and whether it ever calls exact what is not.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openLibrary } from '../../src/library.ts';
import { type DraftOutcome, judgeDraft, readDrafts } from './check/drafts.ts';
import { writeKnowledge } from './check/knowledge.ts';
import { readSources } from './check/places.ts';
import { confusion, judgeCase, type Outcome, sumByKind } from './check/score.ts';
import { type CheckCase, VERDICTS } from './check/tools.ts';
import { makeCases } from './check-cases.ts';
import { type Checked, openSubject, type Subject } from './check-subject.ts';

const HELP = `npm run eval:check [-- --cases N --seed S --json --show-wrong --list KIND]
  --cases N      about so many cases (2,200 if not said)
  --seed S       another draw of them (1 if not said)
  --json         the figures, and the cases that were not right, as one JSON object
  --show-wrong   every case that was not right; else three of each kind
  --list KIND    print the cases of a kind ("all" for all of them) as JSON lines, and check nothing

Ends with 1 if anything was called exact that is not, or less than 99 % were right.
`;
const RIGHT_LEAST = 0.99;
const EXAMPLES = 3;
const USAGE_STATUS = 2;

interface Options {
  readonly cases: number;
  readonly seed: number;
  readonly json: boolean;
  readonly showWrong: boolean;
  readonly list: string | null;
}

function readOptions(argv: readonly string[]): Options | null {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      cases: { type: 'string', default: '2200' },
      seed: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
      'show-wrong': { type: 'boolean', default: false },
      list: { type: 'string' },
      help: { type: 'boolean', default: false, short: 'h' },
    },
  });
  const count = (option: string, text: string) => {
    if (!/^[1-9]\d{0,6}$/.test(text)) throw new RangeError(`${option}: expected a whole number above 0, got "${text}"`);
    return Number(text);
  };
  if (values.help) return null;
  return {
    cases: count('--cases', values.cases),
    seed: count('--seed', values.seed),
    json: values.json,
    showWrong: values['show-wrong'],
    list: values.list ?? null,
  };
}

async function examine(options: Options, temporary: string): Promise<boolean> {
  const written = await writeKnowledge(temporary);
  const library = openLibrary(written.folder, { cacheFolder: null });
  const { cases, missing } = makeCases({ sources: readSources(library), ...written }, options.cases, options.seed);
  if (options.list !== null) {
    for (const one of cases)
      if (options.list === 'all' || one.kind === options.list) process.stdout.write(`${JSON.stringify(one)}\n`);
    return true;
  }
  const subject = openSubject(library);
  const slice = (id: string, start: number, end: number) => library.document(id)?.text.slice(start, end) ?? null;
  const outcomes: Outcome[] = [];
  const started = performance.now();
  for (const one of cases) outcomes.push(judgeCase(one, await run(subject, one), slice));
  const elapsedMs = performance.now() - started;
  const drafts: DraftOutcome[] = [];
  for (const one of readDrafts()) {
    const found = await run(subject, one);
    drafts.push(judgeDraft(one, found instanceof Error ? [] : found));
  }
  const passed = outcomes.every(({ dangerous }) => !dangerous) && shareRight(outcomes) >= RIGHT_LEAST;
  if (options.json) process.stdout.write(`${JSON.stringify({ ...figures(outcomes, passed), drafts })}\n`);
  else {
    report(outcomes, options.showWrong);
    reportDrafts(drafts);
    if (missing.length > 0) console.log(`no material for: ${missing.join(', ')}`);
    console.log(
      `${(elapsedMs / cases.length).toFixed(2)} ms a draft; seed ${options.seed}; ${passed ? 'passed' : 'NOT passed'}`,
    );
  }
  return passed;
}

async function run(subject: Subject, { draft }: Pick<CheckCase, 'draft'>): Promise<readonly Checked[] | Error> {
  try {
    return await subject(draft);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function shareRight(outcomes: readonly Outcome[]): number {
  return outcomes.filter(({ right }) => right).length / (outcomes.length || 1);
}

function figures(outcomes: readonly Outcome[], passed: boolean) {
  return {
    cases: outcomes.length,
    right: shareRight(outcomes),
    calledExact: outcomes.filter(({ dangerous }) => dangerous).length,
    otherExtent: outcomes.filter(({ otherExtent }) => otherExtent).length,
    wrongPlace: outcomes.filter(({ wrongPlace }) => wrongPlace).length,
    passed,
    kinds: sumByKind(outcomes),
    wrong: outcomes
      .filter(({ right, wrongPlace }) => !right || wrongPlace)
      .map(({ checkCase, ...rest }) => ({ ...checkCase, ...rest })),
  };
}

function report(outcomes: readonly Outcome[], all: boolean): void {
  const kinds = sumByKind(outcomes);
  const rows = kinds.map(({ kind, accepts, cases, right, dangerous, wrong }) => [
    kind,
    accepts,
    String(cases),
    String(right),
    String(cases - right),
    String(dangerous),
    wrong.map(([given, count]) => `${given} ${count}`).join(', '),
  ]);
  console.log(table([['kind', 'right would be', 'cases', 'right', 'wrong', 'called exact', 'given instead'], ...rows]));
  const columns = [...VERDICTS, 'unseen', 'fault'] as const;
  const matrix = confusion(outcomes);
  const cells = VERDICTS.map((truth) => [
    truth,
    ...columns.map((given) => String(matrix.get(truth)?.get(given) ?? '·')),
  ]);
  console.log(`\n${table([['is \\ given', ...columns], ...cells])}\n`);
  for (const { kind } of kinds) {
    const wrong = outcomes.filter(({ checkCase, right }) => checkCase.kind === kind && !right);
    for (const one of all ? wrong : wrong.slice(0, EXAMPLES)) console.log(exampleOf(one));
  }
  const { right, calledExact, otherExtent, wrongPlace } = figures(outcomes, false);
  console.log(
    `${outcomes.length} cases: ${(100 * right).toFixed(2)} % right (at least ${100 * RIGHT_LEAST} %), ${calledExact} called exact that are not (0), ` +
      `${otherExtent} found with other limits, ${wrongPlace} exact with a place that reads otherwise`,
  );
}

/** The drafts in awkward forms: no part of whether the run passes. */
function reportDrafts(drafts: readonly DraftOutcome[]): void {
  const sum = (count: (draft: DraftOutcome) => number) => drafts.reduce((total, draft) => total + count(draft), 0);
  for (const { id, form, missed, extra, misnamed } of drafts) {
    const lines = [
      ...missed.map((text) => `missed ${JSON.stringify(text)}`),
      ...extra.map((text) => `extra  ${JSON.stringify(text)}`),
      ...misnamed.map((text) => `named  ${text}`),
    ];
    if (lines.length > 0) console.log(`${id} (${form})\n  ${lines.join('\n  ')}`);
  }
  console.log(
    `${drafts.length} drafts in awkward forms: ${sum(({ found }) => found)} of ${sum(({ expected }) => expected)} quotations found, ` +
      `${sum(({ extra }) => extra.length)} that are none, ${sum(({ misnamed }) => misnamed.length)} given to somebody else`,
  );
}

function exampleOf({ checkCase, given, message }: Outcome): string {
  const { id, accepts, why, quotation, draft, source } = checkCase;
  const place = source === null ? 'nowhere' : `${source.document} ${source.start}–${source.end}`;
  const said = message === undefined ? given : `${given} (${message})`;
  return `${id}: ${said}, not ${accepts.join(' or ')} (${why}; from ${place})\n  ${JSON.stringify(quotation)}\n  in ${JSON.stringify(draft)}\n`;
}

/** Columns padded to their widest cell. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd();
  return rows.map(line).join('\n');
}

async function main(): Promise<number> {
  let options: Options | null;
  try {
    options = readOptions(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : 'wrong options'}\n\n${HELP}`);
    return USAGE_STATUS;
  }
  if (options === null) {
    process.stdout.write(HELP);
    return 0;
  }
  const temporary = mkdtempSync(join(tmpdir(), 'publius-eval-check-'));
  try {
    return (await examine(options, temporary)) ? 0 : 1;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

process.stdout.on('error', () => process.exit()); // `| head` has seen enough
process.exitCode = await main();
