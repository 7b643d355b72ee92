// Columns of a page → one after the other: captions of filings, pages set in two columns. Rows of tables stay rows. Pure.

import { joinSegments, RULE } from './lines.ts';
import type { Line, Segment } from './page.ts';

/** Lines that are read one after the other, and the edges that they are set between. */
export interface Region {
  readonly lines: readonly Line[];
  /** column: one of two beside each other. */
  readonly kind: 'whole' | 'column' | 'row';
}

/** Rows that must stand beside each other to be columns. */
const ROWS_MIN = 3;
const GUTTER_EM = 0.8;
/** No page has more rows. */
const ROWS_MAX = 200;
/** Shorter columns are markers, dot leaders' page numbers, amounts. */
const COLUMN_CHARS = 6;

export function regionsOf(lines: readonly Line[]): Region[] {
  const regions: Region[] = [];
  const bare = withoutRules(lines);
  const whole: Line[] = [];
  const flush = () => {
    if (whole.length > 0) regions.push({ kind: 'whole', lines: whole.splice(0) });
  };
  for (let i = 0; i < bare.length; ) {
    const table = tableEnd(bare, i);
    const columns = table > i ? null : columnsFrom(bare, i);
    if (table > i) {
      flush();
      for (const row of bare.slice(i, table)) regions.push({ kind: 'row', lines: [row] });
      i = table;
    } else if (columns) {
      flush();
      for (const side of columns.sides) regions.push({ kind: 'column', lines: side });
      i = columns.end;
    } else whole.push(bare[i++]!);
  }
  flush();
  return regions;
}

/** Without the marks that draw a caption's rule, where three or more stand above each other. */
function withoutRules(lines: readonly Line[]): Line[] {
  const rules = lines.flatMap(({ segments }) => segments.filter(({ text }) => RULE.test(text)));
  const at = (rule: Segment) => Math.round(rule.x0 / 6);
  const counts = new Map<number, number>();
  for (const rule of rules) counts.set(at(rule), (counts.get(at(rule)) ?? 0) + 1);
  const near = (place: number) => [place - 1, place, place + 1].reduce((sum, one) => sum + (counts.get(one) ?? 0), 0);
  const drawn = rules.filter((rule) => near(at(rule)) >= ROWS_MIN);
  if (drawn.length === 0) return [...lines];
  const gone = new Set(drawn);
  return lines.flatMap((line) => {
    const kept = line.segments.filter((segment) => !gone.has(segment));
    if (kept.length === line.segments.length) return [line];
    return kept.length === 0 ? [] : [joinSegments(kept, line.y, line.size)];
  });
}

/** Where the rows of a table that begins at `from` end; `from` where there is none. */
function tableEnd(lines: readonly Line[], from: number): number {
  let end = from;
  while (end < lines.length && lines[end]!.segments.length >= 3) end++;
  return end - from >= ROWS_MIN ? end : from;
}

function columnsFrom(lines: readonly Line[], from: number): { sides: Line[][]; end: number } | null {
  const first = lines[from]!;
  if (first.segments.length !== 2) return null;
  let [a, b] = [first.segments[0]!.x1, first.segments[1]!.x0];
  let end = from;
  let lastRight = from;
  for (; end < Math.min(lines.length, from + ROWS_MAX); end++) {
    const { segments, size } = lines[end]!;
    const middle = (a + b) / 2;
    const a2 = Math.max(a, ...segments.filter(({ x0 }) => x0 < middle).map(({ x1 }) => x1));
    const b2 = Math.min(b, ...segments.filter(({ x0 }) => x0 >= middle).map(({ x0 }) => x0));
    if (b2 - a2 < GUTTER_EM * size) break;
    [a, b] = [a2, b2];
    if (segments.some(({ x0 }) => x0 >= b)) lastRight = end;
  }
  const stop = withTail(lines, lastRight + 1, end);
  const rows = lines.slice(from, stop);
  const pick = (is: (segment: Segment) => boolean) =>
    rows.flatMap(({ segments, y, size }) => {
      const some = segments.filter(is);
      return some.length === 0 ? [] : [joinSegments(some, y, size)];
    });
  const left = pick(({ x0 }) => x0 < b);
  const right = pick(({ x0 }) => x0 >= b);
  const wide = (side: readonly Line[]) => middleOf(side.map(({ text }) => text.length)) >= COLUMN_CHARS;
  if (left.length < ROWS_MIN || right.length < ROWS_MIN || !wide(left) || !wide(right)) return null;
  return { sides: [left, right], end: stop };
}

/** The left column may go on below the right one, at the same distance. */
function withTail(lines: readonly Line[], from: number, end: number): number {
  const step = (i: number) => lines[i]!.y - lines[i - 1]!.y;
  let stop = from;
  while (stop < end && stop >= 2 && step(stop) <= 1.25 * step(from - 1)) stop++;
  return stop;
}

function middleOf(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
