// The column of line numbers on pleading paper, found by place and sequence over the document, never by a number's look. Pure.

import type { Run, RunPage } from './page.ts';

/** A column is one where numbers count up by one this far without a break; pleading paper has 28, some courts 25. */
const COUNT_SURE = 12;
/** On a page of a document that has such a column at the same place. */
const COUNT_AGAIN = 4;
/** Numbers of a column end, or begin, at the same x within so many points. */
const ALIGNED_PT = 4;

/** The pages without their columns of line numbers, and on how many pages there was one. */
export function withoutLineNumbers(pages: readonly RunPage[]): { pages: RunPage[]; found: number } {
  const columns = pages.map((page) => columnOf(page, COUNT_SURE));
  const places = columns.flatMap((column) => (column ? [rightOf(column[0]!)] : []));
  let found = 0;
  const cleared = pages.map((page, i) => {
    const known = (column: Run[] | null) =>
      column && places.some((place) => Math.abs(place - rightOf(column[0]!)) < 3 * ALIGNED_PT) ? column : null;
    const column = columns[i] ?? (places.length > 0 ? known(columnOf(page, COUNT_AGAIN)) : null);
    if (!column) return page;
    found++;
    const numbers = new Set(column);
    return { ...page, runs: page.runs.filter((run) => !numbers.has(run)) };
  });
  return { pages: cleared, found };
}

function rightOf(run: Run): number {
  return run.x + run.width;
}

/** The longest row of numbers that count up by one down the page, left of nearly all text; null when it is shorter than `least`. */
function columnOf(page: RunPage, least: number): Run[] | null {
  const numbers = page.runs.filter(({ text }) => /^\s*\d{1,2}\s*$/.test(text)).sort((a, b) => a.y - b.y);
  if (numbers.length < least) return null;
  let best: Run[] = [];
  for (const place of new Set(numbers.map((run) => Math.round(rightOf(run))))) {
    const aligned = numbers.filter(
      (run) => Math.abs(rightOf(run) - place) <= ALIGNED_PT || Math.abs(run.x - place + 10) <= ALIGNED_PT,
    );
    const chain = chainOf(aligned);
    if (chain.length > best.length) best = chain;
  }
  if (best.length < least) return null;
  const edge = Math.max(...best.map(rightOf));
  const chosen = new Set(best);
  const others = page.runs.filter((run) => !chosen.has(run) && run.text.trim() !== '');
  const inside = others.filter(({ x }) => x >= edge - ALIGNED_PT).length;
  return inside >= 0.9 * others.length ? best : null;
}

interface Link {
  readonly run: Run;
  readonly length: number;
  readonly before: Link | undefined;
}

/** The longest chain n, n+1, n+2 … in order of `runs`. */
function chainOf(runs: readonly Run[]): Run[] {
  const ending = new Map<number, Link>();
  let best: Link | undefined;
  for (const run of runs) {
    const value = Number(run.text);
    const before = ending.get(value - 1);
    const link: Link = { run, length: (before?.length ?? 0) + 1, before };
    if (link.length >= (ending.get(value)?.length ?? 0)) ending.set(value, link);
    if (link.length > (best?.length ?? 0)) best = link;
  }
  const chain: Run[] = [];
  for (let link = best; link; link = link.before) chain.push(link.run);
  return chain.reverse();
}
