// Runs of a page → its lines, top to bottom: same base line, spaces from gaps, raised numbers as footnote marks. Pure.

import { cleanText, type Line, MARK_CLOSE, MARK_OPEN, type Run, type Segment } from './page.ts';

/** A gap of this many ems parts columns, or a number from its paragraph. Justified words stand closer. */
const SEGMENT_GAP_EM = 1.6;
/** A gap of this many ems is a space. */
const SPACE_EM = 0.16;
/** Base lines closer than this many ems are one line. */
const LINE_EM = 0.3;

/** The lines of `runs`. Raised small numbers become marks on the line that they stand on. */
export function linesOf(runs: readonly Run[]): Line[] {
  const visible = runs.filter(({ text, size }) => text.trim() !== '' && size > 0);
  const settled = settleMarks(visible).sort((a, b) => a.y - b.y || a.x - b.x);
  const groups: Run[][] = [];
  for (const run of settled) {
    const group = groups.at(-1);
    const near = group && Math.abs(run.y - group[0]!.y) <= LINE_EM * Math.min(run.size, group[0]!.size);
    if (near) group.push(run);
    else groups.push([run]);
  }
  return groups.map(lineOf);
}

const RAISED = /^\s*(\d{1,3}|[*†‡]{1,3})\s*$/;

/** A mark stands at most so much above its line, in any size that text is set in. */
const BAND_PT = 36;

/** Raised numbers, set down on the base line of the text that they touch, between mark characters. */
function settleMarks(runs: readonly Run[]): Run[] {
  const bands = new Map<number, Run[]>();
  const bandOf = ({ y }: Run) => Math.floor(y / BAND_PT);
  for (const run of runs) {
    const band = bands.get(bandOf(run)) ?? [];
    band.push(run);
    bands.set(bandOf(run), band);
  }
  return runs.map((run) => {
    const number = RAISED.exec(run.text)?.[1];
    if (number === undefined) return cleaned(run);
    const near = [bandOf(run), bandOf(run) + 1].flatMap((band) => bands.get(band) ?? []);
    const host = near.find(
      (other) =>
        other !== run &&
        other.size >= 1.2 * run.size &&
        other.y - run.y > 0.12 * other.size &&
        other.y - run.y < 0.7 * other.size &&
        (Math.abs(run.x - (other.x + other.width)) < 0.35 * other.size ||
          (other.x >= run.x && other.x - (run.x + run.width) < 0.8 * other.size)),
    );
    return host ? { ...run, y: host.y, size: host.size, text: MARK_OPEN + number + MARK_CLOSE } : cleaned(run);
  });
}

function cleaned(run: Run): Run {
  return { ...run, text: cleanText(run.text) };
}

/** A mark of the rule that a caption draws with characters; in prose no space stands before one. */
export const RULE = /^\s*[)|:\]]\s*$/;

function lineOf(group: readonly Run[]): Line {
  const runs = [...group].sort((a, b) => a.x - b.x);
  const segments: Segment[] = [];
  let before: Run | undefined;
  for (const run of runs) {
    const last = segments.at(-1);
    const gap = before ? run.x - (before.x + before.width) : 0;
    const size = before ? Math.max(run.size, before.size) : run.size;
    const x1 = run.x + run.width;
    const ruled = gap > SPACE_EM * size && (RULE.test(run.text) || (before && RULE.test(before.text)));
    if (!last || ruled || gap > SEGMENT_GAP_EM * size) segments.push({ x0: run.x, x1, text: run.text });
    else {
      const afterMark = last.text.endsWith(MARK_CLOSE) && /^[\p{L}\p{N}“"(§]/u.test(run.text);
      const space = afterMark || (gap > SPACE_EM * size && !run.text.startsWith(MARK_OPEN)) ? ' ' : '';
      segments[segments.length - 1] = { x0: last.x0, x1: Math.max(last.x1, x1), text: last.text + space + run.text };
    }
    before = run;
  }
  return joinSegments(segments, runs[0]!.y, sizeOf(runs));
}

/** A line of `segments`, white space tidied. */
export function joinSegments(segments: readonly Segment[], y: number, size: number): Line {
  const tidy = segments.map((segment) => ({ ...segment, text: segment.text.replace(/\s+/g, ' ').trim() }));
  return {
    x0: Math.min(...tidy.map(({ x0 }) => x0)),
    x1: Math.max(...tidy.map(({ x1 }) => x1)),
    text: tidy.map(({ text }) => text).join(' '),
    y,
    size,
    segments: tidy,
  };
}

/** The size that most characters have. */
function sizeOf(runs: readonly Run[]): number {
  return mode(runs.map(({ size, text }) => [Math.round(size * 4) / 4, text.length]));
}

/** The value with the most weight; 0 of nothing. The smaller one where two have the same. */
export function mode(weighted: readonly (readonly [value: number, weight: number])[]): number {
  const weights = new Map<number, number>();
  for (const [value, weight] of weighted) weights.set(value, (weights.get(value) ?? 0) + weight);
  return [...weights].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0]?.[0] ?? 0;
}
