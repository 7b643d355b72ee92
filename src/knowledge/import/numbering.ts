// Paragraph numbers of a filing or an order: the longest row of numbers that counts up through the document at one place and in one
// style. A number that only looks like one ("28. The" in the middle of a paragraph) is none. Pure.

import type { Line } from './page.ts';

export interface Numbered {
  readonly number: string;
  /** The line's text after the number. */
  readonly rest: string;
}

export interface Candidate {
  readonly line: Line;
  /** From the region's left edge, in points. */
  readonly indent: number;
  /** How much speaks for a paragraph beginning here, 0 to 1. */
  readonly opening: number;
}

const NUMBER = /^(¶+\s*|\[¶?\s*)?(\d{1,4})([.)\]]{0,2})(?=\s|$)\s*/;
/** Shorter rows are lists. */
const ROW_MIN = 4;
/** Numbers may be set to the left or to the right: two digits more. */
const ALIGNED_PT = 15;

interface Link extends Numbered {
  readonly line: Line;
  readonly value: number;
  readonly style: string;
  readonly indent: number;
  readonly score: number;
  readonly count: number;
  readonly before: Link | null;
}

/** The lines that begin a numbered paragraph, with their numbers. */
export function numberedLines(candidates: readonly Candidate[]): Map<Line, Numbered> {
  const byValue = new Map<string, Link[]>();
  let best: Link | null = null;
  for (const candidate of candidates) {
    const link = linkOf(candidate, byValue);
    if (!link) continue;
    const key = `${link.style} ${link.value}`;
    byValue.set(key, [...(byValue.get(key) ?? []), link].slice(-8));
    if (!best || link.score > best.score) best = link;
  }
  const found = new Map<Line, Numbered>();
  if (!best || best.count < ROW_MIN) return found;
  for (let link: Link | null = best; link; link = link.before)
    found.set(link.line, { number: link.number, rest: link.rest });
  return found;
}

function linkOf({ line, indent, opening }: Candidate, byValue: ReadonlyMap<string, readonly Link[]>): Link | null {
  const match = NUMBER.exec(line.text);
  if (!match || opening === 0) return null;
  const [whole, prefix = '', number, suffix = ''] = match;
  const apart = line.segments.length > 1 && line.segments[0]!.text === number;
  if (prefix === '' && suffix === '' && !apart) return null;
  const value = Number(number);
  const style = `${prefix.trim()}${suffix}`;
  // A skipped number is a slip of the drafter's.
  const before = [value - 1, value - 2]
    .flatMap((v, skipped) => (byValue.get(`${style} ${v}`) ?? []).map((link) => ({ link, skipped })))
    .filter(({ link }) => Math.abs(link.indent - indent) <= ALIGNED_PT)
    .sort((a, b) => b.link.score - b.skipped - (a.link.score - a.skipped))[0];
  if (!before && value > 3) return null;
  return {
    line,
    value,
    style,
    indent,
    number: number!,
    rest: line.text.slice(whole.length),
    score: (before ? before.link.score - before.skipped * 0.5 : 0) + opening,
    count: (before?.link.count ?? 0) + 1,
    before: before?.link ?? null,
  };
}
