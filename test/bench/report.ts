// Figures → the tables that the benchmark prints. Pure.

import type { Percentiles } from './percentiles.ts';
import {
  type Measured,
  type Result,
  type SizeResult,
  SLOW_FROM_PASSAGES,
  SLOW_QUESTIONS,
  SLOW_WARM_UP,
} from './run.ts';

const NAMES: Readonly<Record<Result['engine'], string>> = {
  publius: 'Publius',
  minisearch: 'MiniSearch',
  sqlite: 'SQLite FTS5',
};
const MB = 1024 * 1024;
const NONE = '–';
const COLUMNS = [
  'engine',
  'build s',
  'saved MB',
  'load s',
  'RSS MB',
  '+ bare',
  'after use',
  '+ bare',
  'search p50',
  'p95',
  'p99',
  'n',
] as const;

export const LEGEND = `Every engine in processes of its own: one builds and saves, a new one loads and answers. RSS is resident memory after a
collection, "+ bare" what that is above the same process before the engine's code was loaded, "after use" after 200 questions. Times of
questions in ms; searches return the best 10 (Publius and SQLite with their texts, MiniSearch ids only). "x ours": our figure is 1.`;

/** The table of one corpus size. */
export function sizeTable({ corpus, results }: SizeResult): string {
  const { passages, files, words, bytes } = corpus;
  const [ours] = results.filter(isMeasured).filter(({ engine }) => engine === 'publius');
  const lines = [
    `## ${thousands(passages)} passages (${thousands(files)} files, ${thousands(words)} words, ${(bytes / MB).toFixed(0)} MB)`,
    '',
    ...alignColumns([[...COLUMNS], ...results.filter(isMeasured).flatMap((result) => rowsOf(result, ours))]),
  ];
  for (const result of results) if (!isMeasured(result)) lines.push(`${NAMES[result.engine]}: ${result.missing}`);
  if (ours) lines.push('', ...ownLines(ours));
  if (passages >= SLOW_FROM_PASSAGES)
    lines.push(
      `At this size the other engines get ${SLOW_QUESTIONS} questions only (column n), after ${SLOW_WARM_UP} to warm up: they are slow.`,
    );
  return lines.join('\n');
}

/** The line of the shipped knowledge. */
export function shippedLine(result: Result): string {
  if (!isMeasured(result)) return `Shipped knowledge: ${result.missing}`;
  const { openMs, ask, buildMs, rssOpen, rssBare } = result;
  return `Shipped knowledge: first start ${seconds(buildMs)} s, start ${seconds(openMs)} s, ask ${percentiles(ask)} ms (${ask?.count} questions of test/evals), RSS ${megabytes(rssOpen)} MB (+${megabytes(rssOpen - rssBare)})`;
}

function isMeasured(result: Result): result is Measured {
  return !('missing' in result);
}

function rowsOf(result: Measured, ours: Measured | undefined): string[][] {
  const { engine, buildMs, savedBytes, openMs, rssBare, rssOpen, rssUsed, search } = result;
  const row = [
    NAMES[engine],
    seconds(buildMs),
    megabytes(savedBytes),
    seconds(openMs),
    megabytes(rssOpen),
    megabytes(rssOpen - rssBare),
    megabytes(rssUsed),
    megabytes(rssUsed - rssBare),
    ...(search ? [search.p50, search.p95, search.p99].map(milliseconds) : [NONE, NONE, NONE]),
    String(search?.count ?? 0),
  ];
  if (!ours?.search || !search || engine === 'publius') return [row];
  const ratios = [
    '  x ours',
    ratio(buildMs, ours.buildMs),
    ratio(savedBytes, ours.savedBytes),
    ratio(openMs, ours.openMs),
    '',
    ratio(rssOpen - rssBare, ours.rssOpen - ours.rssBare),
    '',
    ratio(rssUsed - rssBare, ours.rssUsed - ours.rssBare),
    ratio(search.p50, ours.search.p50),
    ratio(search.p95, ours.search.p95),
    ratio(search.p99, ours.search.p99),
    '',
  ];
  return [row, ratios];
}

function ownLines({ ask, updateMs, reopenMs, remarks }: Measured): string[] {
  const update = updateMs === null ? NONE : `${updateMs.toFixed(0)} ms in the open index`;
  const reopen = reopenMs === null ? NONE : `${seconds(reopenMs)} s to start with it (saving included)`;
  return [
    `Publius ask (a whole checked answer): ${percentiles(ask)} ms, ${ask?.count ?? 0} questions`,
    `Publius, one edited file: ${update}, ${reopen}`,
    ...remarks.map((remark) => `Publius, while loading: ${remark}`),
  ];
}

function percentiles(p: Percentiles | null): string {
  return p ? `p50 ${milliseconds(p.p50)}, p95 ${milliseconds(p.p95)}, p99 ${milliseconds(p.p99)}` : NONE;
}

/** First column to the left, the others to the right. */
function alignColumns(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
      .join('  ')
      .trimEnd(),
  );
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(ms < 10_000 ? 2 : 1);
}

function milliseconds(ms: number): string {
  return ms.toFixed(ms < 10 ? 2 : 1);
}

function megabytes(bytes: number): string {
  return (bytes / MB).toFixed(Math.abs(bytes) < 10 * MB ? 1 : 0);
}

function ratio(theirs: number, ours: number): string {
  const value = theirs / ours;
  return Number.isFinite(value) && value > 0 ? `x${value.toFixed(value < 0.1 ? 2 : value < 10 ? 1 : 0)}` : NONE;
}

function thousands(count: number): string {
  return count.toLocaleString('en');
}
