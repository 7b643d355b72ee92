// The lines of all pages in reading order, each with what its place says: edges of the text, distance from the line above. Pure.

import { regionsOf } from './columns.ts';
import { mode } from './lines.ts';
import type { Line, Page } from './page.ts';

export interface Placed {
  readonly line: Line;
  /** Index of its page. */
  readonly page: number;
  /** Edges that the text round it is set between. */
  readonly left: number;
  readonly right: number;
  /** From the base line above; null at the top of a page or column. */
  readonly gap: number | null;
  /** row: of a table. begins: the first of columns beside each other, which joins nothing before it. */
  readonly kind: 'text' | 'row' | 'begins';
  /** How far the lines reach that stand above and below with the same indent. */
  readonly reach: number;
  readonly aligned: number;
  /** Whether other lines of the document have the same indent: a line in the middle has one of its own. */
  readonly usual: boolean;
}

export interface Flow {
  readonly lines: readonly Placed[];
  /** The distance that most lines have. */
  readonly leading: number;
  /** Whether paragraphs begin with an indent here. */
  readonly indents: boolean;
  readonly tables: readonly number[];
  readonly columns: readonly number[];
}

export function flowOf(pages: readonly Page[]): Flow {
  const lines: Unmarked[] = [];
  const [tables, columns] = [new Set<number>(), new Set<number>()];
  const sides = [edgesOf(pages, 0), edgesOf(pages, 1)];
  for (const [at, page] of pages.entries()) {
    const regions = regionsOf(page.lines);
    const whole = sides[at % 2]!;
    for (const [r, region] of regions.entries()) {
      if (region.kind === 'row') tables.add(at);
      const isFullColumn =
        region.kind === 'column' && region.lines.length > 0.3 * page.lines.length && region.lines.length > 12;
      if (isFullColumn) columns.add(at);
      const edges =
        region.kind === 'column' ? edgesOf([{ ...page, lines: region.lines }], 0) : shifted(whole, region.lines);
      const after = region.kind === 'column' || regions[r - 1]?.kind === 'column';
      place(region.lines, edges, at, region.kind === 'row' ? 'row' : after && !isFullColumn ? 'begins' : 'text', lines);
    }
  }
  const usual = usualIndents(lines);
  const gaps = lines.flatMap(({ gap, line }) =>
    gap === null ? [] : [[Math.round(gap * 2) / 2, line.text.length] as const],
  );
  const marked = lines.map((placed) => ({ ...placed, usual: usual(placed) }));
  return {
    lines: marked,
    leading: mode(gaps),
    indents: setsIndents(marked),
    tables: [...tables],
    columns: [...columns],
  };
}

/** Where two of the lines end that reach furthest; the one below a quotation may be a paragraph's first line, which reaches further. */
function reachOf(ends: readonly number[]): number {
  const sorted = [...ends].sort((a, b) => b - a);
  if (sorted.length < 4) return sorted[0]!;
  return sorted.find((end, i) => end - (sorted[i + 1] ?? 0) < 10) ?? sorted[0]!;
}

type Unmarked = Omit<Placed, 'usual'>;

function setsIndents(lines: readonly Placed[]): boolean {
  const first = lines.filter(({ line, left, page }, i) => {
    const next = lines[i + 1];
    const inside = line.x0 > left + 0.8 * line.size;
    return inside && next?.page === page && Math.abs(next.line.x0 - next.left) < 0.5 * line.size;
  });
  return first.length >= 3;
}

/** An indent that lines of three lengths have is the setter's. */
function usualIndents(lines: readonly Unmarked[]): (placed: Unmarked) => boolean {
  const ends = new Map<number, Set<number>>();
  const indentOf = ({ line, left }: Unmarked) => Math.round((line.x0 - left) / 2);
  for (const placed of lines) {
    const indent = indentOf(placed);
    ends.set(indent, (ends.get(indent) ?? new Set()).add(Math.round(placed.line.x1 / 4)));
  }
  return (placed) => (ends.get(indentOf(placed))?.size ?? 0) >= 3;
}

/** Whether hardly a line of one side begins where most of the others do. */
function isAsymmetric(pages: readonly Page[], own: readonly Line[]): boolean {
  const left = leftOf(pages.flatMap((page) => page.lines));
  return own.length >= 8 && own.filter(({ x0 }) => Math.abs(x0 - left) <= 2).length < 2;
}

function leftOf(lines: readonly Line[]): number {
  return mode(lines.map(({ x0, text }) => [Math.round(x0 / 2) * 2, text.length]));
}

/** Fewer lines do not tell where one side's edges are. */
const SIDE_LINES = 40;

interface Edges {
  readonly left: number;
  readonly right: number;
}

/** Left: where most text begins. Right: where one line in twenty ends later. Of the pages that face the same way. */
function edgesOf(pages: readonly Page[], side: number): Edges {
  const own = pages.filter((_, i) => i % 2 === side).flatMap((page) => page.lines);
  const lines = own.length < SIDE_LINES && !isAsymmetric(pages, own) ? pages.flatMap((page) => page.lines) : own;
  const long = lines.filter(({ text }) => text.length > 30);
  const some = long.length > 2 ? long : lines;
  const ends = some.map(({ x1 }) => x1).sort((a, b) => a - b);
  return {
    left: leftOf(some),
    right: ends[Math.min(ends.length - 1, Math.floor(ends.length * 0.95))] ?? 0,
  };
}

/** Scans shift from page to page: a page's own edge, if it is near. */
function shifted({ left, right }: Edges, lines: readonly Line[]): Edges {
  const own = leftOf(lines);
  return Math.abs(own - left) <= 8 ? { left: own, right: right + own - left } : { left, right };
}

function place(
  lines: readonly Line[],
  { left, right }: Edges,
  page: number,
  kind: Placed['kind'],
  out: Unmarked[],
): void {
  for (let i = 0; i < lines.length; ) {
    let end = i + 1;
    const same = (a: Line, b: Line) => Math.abs(a.x0 - b.x0) <= 0.5 * a.size;
    while (end < lines.length && same(lines[end]!, lines[end - 1]!)) end++;
    const reach = reachOf(lines.slice(i, end).map(({ x1 }) => x1));
    for (let k = i; k < end; k++) {
      const line = lines[k]!;
      const gap = k === 0 ? null : line.y - lines[k - 1]!.y;
      out.push({
        line,
        page,
        left,
        right,
        gap,
        kind: k === 0 || kind === 'row' ? kind : 'text',
        reach,
        aligned: end - i,
      });
    }
    i = end;
  }
}
