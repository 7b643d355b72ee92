// Footnotes, taken from the feet of the pages by size, mark and sequence, and put together over pages. Pure.

import { joinLine, type Vocabulary } from './hyphens.ts';
import { type Line, MARK, MARK_CLOSE, MARK_OPEN, type Page } from './page.ts';

export interface FoundNote {
  readonly number: string;
  readonly text: string;
  /** Indices into the pages. */
  readonly first: number;
  readonly last: number;
}

/** Smaller than this share of the body's size is a footnote's size. */
const SMALL = 0.93;
/** A line drawn with characters above the notes. */
const RULE = /^[_‾─—-]{5,}$/;
const RAISED_START = new RegExp(`^${MARK_OPEN}([^${MARK_CLOSE}]+)${MARK_CLOSE}\\s*`);
const PLAIN_START = /^(\d{1,3}|\*{1,3}|†|‡)[.)]?\s+(?=\S)/;
const FINISHED = /[.?!]["'”’)\]]*$/;

/** The pages' own text, and the notes in order. */
export function takeNotes(
  pages: readonly Page[],
  bodySize: number,
  vocabulary: Vocabulary,
): { pages: Page[]; notes: FoundNote[] } {
  const notes: FoundNote[] = [];
  const marks = pages.map(({ lines }) => new Set(lines.flatMap(({ text }) => marksIn(text))));
  const bodies = pages.map((page, at) => {
    const marked = new Set([...marks[at]!, ...(marks[at - 1] ?? [])]);
    const start = notesFrom(page.lines, bodySize, notes.at(-1), at, marked);
    for (const line of page.lines.slice(start)) addLine(notes, line, at, vocabulary);
    const body = page.lines.slice(0, start);
    while (body.length > 0 && start < page.lines.length && RULE.test(body.at(-1)!.text)) body.pop();
    return { ...page, lines: body };
  });
  return { pages: bodies, notes };
}

/** The line that the page's notes begin at; its length where there are none. */
function notesFrom(
  lines: readonly Line[],
  bodySize: number,
  last: FoundNote | undefined,
  page: number,
  marked: ReadonlySet<string>,
): number {
  const rule = lines.findLastIndex(({ text }) => RULE.test(text));
  if (rule > 0 && rule + 1 < lines.length && startOf(lines[rule + 1]!, last, true) !== null) return rule + 1;
  let tail = lines.length;
  while (tail > 0 && lines[tail - 1]!.size <= SMALL * bodySize) tail--;
  if (tail < lines.length) {
    const goesOn = last !== undefined && last.last === page - 1 && !FINISHED.test(last.text);
    if (goesOn) return tail;
    const first = lines.findIndex((line, i) => i >= tail && isMarked(startOf(line, last, true), marked));
    // A note that ended a sentence at the foot of the page before goes on as well, unless it looks like a block of the body.
    if (first > tail && last?.last === page - 1 && tail > 0 && gapAbove(lines, tail) > 1.4 * gapAbove(lines, tail + 1))
      return tail;
    return first < 0 ? lines.length : first;
  }
  const raised = lines.findIndex(
    (line, i) => i > 0 && RAISED_START.test(line.text) && startOf(line, last, false) !== null,
  );
  return raised < 0 ? lines.length : raised;
}

/** The marks of a line that do not begin it. */
function marksIn(text: string): string[] {
  return [...text.matchAll(MARK)].flatMap((match) => (match.index > 0 ? [match[1]!] : []));
}

/** A small number at the foot is a note's only where the text has its mark. */
function isMarked(start: { readonly number: string } | null, marked: ReadonlySet<string>): boolean {
  return start !== null && marked.has(start.number);
}

function gapAbove(lines: readonly Line[], at: number): number {
  const [above, line] = [lines[at - 1], lines[at]];
  return above && line ? line.y - above.y : 0;
}

/** The number that `line` begins a note with, if it is the next one, or the first of a page or part that counts anew. */
function startOf(line: Line, last: FoundNote | undefined, plain: boolean): { number: string; rest: string } | null {
  const match = RAISED_START.exec(line.text) ?? (plain ? PLAIN_START.exec(line.text) : null);
  if (!match) return null;
  const number = match[1]!;
  const value = Number(number);
  const expected = last === undefined || Number.isNaN(Number(last.number)) ? null : Number(last.number) + 1;
  const follows = Number.isNaN(value) || expected === null || value === expected || value === 1;
  if (!follows && !(RAISED_START.test(line.text) && value > expected && value < expected + 3)) return null;
  return { number, rest: line.text.slice(match[0].length) };
}

function addLine(notes: FoundNote[], line: Line, page: number, vocabulary: Vocabulary): void {
  const last = notes.at(-1);
  const start = startOf(line, last, true);
  if (start) notes.push({ number: start.number, text: start.rest, first: page, last: page });
  else if (last) notes[notes.length - 1] = { ...last, text: joinLine(last.text, line.text, vocabulary), last: page };
}
