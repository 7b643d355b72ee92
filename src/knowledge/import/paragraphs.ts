// Where a paragraph begins, from distance, indent, and whether the next word would still have fitted on the line above. Pure.

import type { Flow, Placed } from './flow.ts';
import { type Candidate, type Numbered, numberedLines } from './numbering.ts';
import type { Line } from './page.ts';

export interface Paragraph {
  readonly lines: readonly Placed[];
  readonly numbered?: Numbered;
}

const SENTENCE_END = /[.?!:;][\ue001)\]"'”’]*$/;
/** A line that ends in such a word was ended by a narrow setter, not by its author. */
const GOES_ON =
  /(?:^|\s)(?:a|an|the|and|or|but|of|in|on|at|to|by|for|from|with|under|that|which|is|are|was|were|not|his|her|its|their)$|\p{Ll}[-‐]$/u;
const LIST_MARKER = /^(?:\([a-z0-9]{1,4}\)|[a-z0-9]{1,3}[.)]|[•▪◦‣·–-])$/i;
const SUB_MARKER = /^(?:\([a-z0-9]{1,4}\)|[a-z][.)]|[•▪◦‣])\s/;

export function paragraphsOf(flow: Flow): Paragraph[] {
  const { lines, leading } = flow;
  const numbers = numberedLines(lines.map((placed, i) => candidateOf(placed, lines[i - 1], lines[i - 2], leading)));
  const paragraphs: { lines: Placed[]; numbered?: Numbered }[] = [];
  for (const placed of lines) {
    const numbered = numbers.get(placed.line);
    const last = paragraphs.at(-1);
    if (!last || numbered || begins(last, placed, flow)) {
      paragraphs.push({ lines: [placed], ...(numbered ? { numbered } : {}) });
    } else last.lines.push(placed);
  }
  return paragraphs;
}

/** How much speaks for a new paragraph at `placed`, by its place alone: what a number is weighed by. */
function candidateOf(
  placed: Placed,
  above: Placed | undefined,
  twoAbove: Placed | undefined,
  leading: number,
): Candidate {
  const { line, left, gap } = placed;
  const indent = line.x0 - left;
  const isIndented = indent > 0.8 * line.size;
  const wide = gap !== null && gap > 1.3 * leading;
  const before = !above || isShort(above, line, above.right) ? 0.9 : SENTENCE_END.test(above.line.text) ? 0.5 : 0;
  const follows =
    above && twoAbove && Math.abs(above.line.x0 - line.x0) < 0.5 * line.size && above.page === placed.page;
  const geometry = wide ? 1 : isIndented && !(follows && before === 0) ? 1 : 0;
  return { line, indent, opening: Math.max(geometry, before) };
}

/** Whether the first word of `next` would have fitted behind `placed`, with an em to spare: then its line was ended on purpose. */
function isShort({ line }: Placed, next: Line, right: number): boolean {
  const word = next.text.split(' ', 1)[0]!;
  const character = (next.x1 - next.x0) / Math.max(1, next.text.length);
  return line.x1 + (word.length + 1) * character * 1.1 + line.size < right;
}

function begins(
  paragraph: { readonly lines: readonly Placed[]; readonly numbered?: Numbered },
  next: Placed,
  { leading, indents }: Flow,
): boolean {
  const last = paragraph.lines.at(-1)!;
  if (next.kind !== 'text' || last.kind === 'row') return true;
  if (isCentred(last) !== isCentred(next)) return true;
  if (next.gap === null) return beginsAfterBreak(paragraph, next, indents);
  const own = paragraph.lines.length > 1 ? last.gap : null;
  if (next.gap > (own === null ? 1.3 * leading : 1.25 * own + 1)) return true;
  if (own !== null && next.gap < 0.7 * own) return true;
  if (isCentred(next)) return false;
  return beginsByIndent(paragraph, next);
}

function beginsByIndent(
  { lines, numbered }: { readonly lines: readonly Placed[]; readonly numbered?: Numbered },
  next: Placed,
): boolean {
  const last = lines.at(-1)!;
  const step = next.line.x0 - last.line.x0;
  const em = last.line.size;
  const hang = hangOf(lines[0]!.line);
  if (step > 0.5 * em) {
    if (hang !== null && lines.length === 1 && Math.abs(next.line.x0 - hang) < 1.2 * em) return false;
    return !(numbered && numbered.rest === '');
  }
  if (step < -0.5 * em) {
    if (lines.length > 1 && !(hang !== null && Math.abs(last.line.x0 - hang) > em)) return true;
    return SENTENCE_END.test(last.line.text) && isShort(last, next.line, last.right);
  }
  const inside = last.line.x0 > last.left + 0.5 * em;
  const right = inside && last.aligned > 1 ? last.reach : last.right;
  // A line that reaches beyond a quotation's edge is the first of the paragraph below it.
  if (inside && next.line.x1 > last.reach + 0.8 * em && SENTENCE_END.test(last.line.text)) return true;
  const ended = SENTENCE_END.test(last.line.text) || !/^[\p{Ll}\d]/u.test(next.line.text);
  if (isShort(last, next.line, right)) return ended && !GOES_ON.test(last.line.text);
  return SUB_MARKER.test(next.line.text) && SENTENCE_END.test(last.line.text);
}

/** At the top of a page or column: a paragraph goes on unless it was ended, or a new one is set off. */
function beginsAfterBreak(
  { lines, numbered }: { readonly lines: readonly Placed[]; readonly numbered?: Numbered },
  next: Placed,
  indents: boolean,
): boolean {
  const last = lines.at(-1)!;
  if (numbered?.rest === '' && lines.length === 1) return false;
  if (isCentred(next) || isCentred(last)) return true;
  const [indent, before] = [next.line.x0 - next.left, last.line.x0 - last.left];
  const ended = SENTENCE_END.test(last.line.text);
  const short = isShort(last, next.line, last.aligned > 1 && before > last.line.size ? last.reach : last.right);
  if (!ended) return short && !GOES_ON.test(last.line.text) && !/^[\p{Ll}\d]/u.test(next.line.text);
  // Without indents a sentence's end at the foot of a page may be a paragraph's.
  if (short || SUB_MARKER.test(next.line.text) || !indents) return true;
  return indent > before + 0.5 * next.line.size || (lines.length > 1 && indent < before - 0.5 * next.line.size);
}

/** Where the text after a marker begins ("(a)   The"), which the lines below may be set under. */
function hangOf({ segments, x0, x1, text }: Line): number | null {
  const [marker, ...rest] = segments;
  if (rest.length > 0 && LIST_MARKER.test(marker!.text)) return rest[0]!.x0;
  const first = text.split(' ', 1)[0]!;
  return LIST_MARKER.test(first) ? x0 + ((first.length + 1) * (x1 - x0)) / Math.max(1, text.length) : null;
}

/** In the middle between the edges, and alone so: lines of a block quotation stand under each other. */
export function isCentred({ line, left, right, aligned, usual }: Placed): boolean {
  const width = right - left;
  const middle = (line.x0 + line.x1) / 2 - (left + right) / 2;
  return (
    aligned === 1 &&
    !usual &&
    line.x0 > left + 1.2 * line.size &&
    line.x1 - line.x0 < 0.85 * width &&
    Math.abs(middle) < 0.015 * width + 3 &&
    !SUB_MARKER.test(line.text) &&
    !/^\p{Ll}/u.test(line.text)
  );
}
