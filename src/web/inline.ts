// A slice of a source → what a page shows of it: exactly the characters of `plainText`, with emphasis and links where they change none
// of them, and which character of the slice each is. Where marks and characters don't agree, the characters alone.

import type { Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { isMarkup, plainText, printable } from '../text/markdown.ts';

export interface Mark {
  readonly tag: 'em' | 'strong' | 'code' | 'a';
  readonly href?: string;
}

/** Characters under the same marks, outermost mark first. */
export interface Run {
  readonly text: string;
  readonly marks: readonly Mark[];
}

export interface Inline {
  /** More than one in a table row: its cells. */
  readonly cells: readonly (readonly Run[])[];
  /** `plainText` of the slice. */
  readonly text: string;
  /** Offset in the slice of each UTF-16 unit of `text`; null where that is not known. */
  readonly at: readonly number[] | null;
}

/** UTF-16 units with where they come from and what marks them. */
interface Unit {
  readonly char: string;
  readonly at: number;
  readonly marks: readonly Mark[];
}

const NO_MARKS: readonly Mark[] = [];
/** In front, as `plainText` has it: keeps "1. " or "# " from being read as a list or heading. */
const SHIELD = '&#x2002;';

export function readInline(slice: string, format: 'markdown' | 'plain'): Inline {
  const text = plainText(slice, format);
  if (text === slice)
    return { cells: [[{ text, marks: NO_MARKS }]], text, at: Array.from({ length: text.length }, (_, i) => i) };
  const bare = finish(unitsOf(slice, 0));
  if (textOf(bare) === text) return { cells: [runsOf(bare)], text, at: bare.map(({ at }) => at) };
  const units = withoutNotes(unitsOf(slice, 0));
  if (/^\s*\|/.test(textOf(units))) {
    const cells = cellsOf(units).map((cell) => finish(parse(cell)));
    const shown = cells.map(textOf).filter((cell) => cell !== '');
    if (shown.join(' · ') === text) return { cells: cells.map(runsOf), text, at: null };
  } else {
    const parsed = finish(parse(units));
    if (textOf(parsed) === text) return { cells: [runsOf(parsed)], text, at: placesOf(parsed, slice) };
  }
  return { cells: [[{ text, marks: NO_MARKS }]], text, at: null };
}

/** Where the units stand in the slice; null where one would not be itself there, white space or a character reference. */
function placesOf(units: readonly Unit[], slice: string): number[] | null {
  const stands = ({ char, at }: Unit, i: number) =>
    (i === 0 || at >= units[i - 1]!.at) && (slice[at] === char || char === ' ' || slice[at] === '&');
  return units.every(stands) ? units.map(({ at }) => at) : null;
}

function unitsOf(text: string, from: number, marks: readonly Mark[] = NO_MARKS): Unit[] {
  return Array.from({ length: text.length }, (_, i) => ({ char: text[i]!, at: from + i, marks }));
}

function textOf(units: readonly Unit[]): string {
  return units.map(({ char }) => char).join('');
}

function replace(units: readonly Unit[], pattern: RegExp, by: string): readonly Unit[] {
  const out: Unit[] = [];
  let from = 0;
  for (const match of textOf(units).matchAll(pattern)) {
    if (match[0] === by) continue;
    for (let i = from; i < match.index; i++) out.push(units[i]!);
    const first = units[match.index];
    if (first) for (const char of by) out.push({ ...first, char });
    from = match.index + match[0].length;
  }
  if (out.length === 0 && from === 0) return units;
  for (let i = from; i < units.length; i++) out.push(units[i]!);
  return out;
}

/** Without footnote marks, and on one line: what `plainText` does before it reads marks. */
function withoutNotes(units: readonly Unit[]): readonly Unit[] {
  const lines = replace(replace(units, /\[\^[^\]\s]+\]/g, ''), /\r\n?/g, '\n');
  return replace(replace(lines, /\n[ \t]*(?:>[ \t]?)+/g, '\n'), /\\?\n/g, ' ');
}

function cellsOf(units: readonly Unit[]): (readonly Unit[])[] {
  const text = textOf(units);
  const cuts = [...text.matchAll(/(?<!\\)\|/g)].map(({ index }) => index);
  const cells = [-1, ...cuts].map((cut, i) => units.slice(cut + 1, cuts[i] ?? units.length));
  const outer = (cell: readonly Unit[] | undefined) => cell !== undefined && textOf(cell).trim() === '';
  return cells.slice(outer(cells[0]) ? 1 : 0, outer(cells.at(-1)) ? -1 : undefined).map(trim);
}

function trim(units: readonly Unit[]): readonly Unit[] {
  const text = textOf(units);
  const start = text.length - text.trimStart().length;
  return units.slice(start, Math.max(start, text.trimEnd().length));
}

/** White space collapsed, ends trimmed, nothing left that acts on a screen. */
function finish(units: readonly Unit[]): readonly Unit[] {
  const line = trim(replace(units, /\s+/gu, ' '));
  const text = textOf(line);
  return printable(text) === text ? line : line.filter(({ char }) => printable(char) !== '');
}

function parse(units: readonly Unit[]): Unit[] {
  const start = units.length - textOf(units).trimStart().length;
  const line = units.slice(start);
  const out: Unit[] = [];
  collect(fromMarkdown(`${SHIELD}${textOf(line)}`), line, NO_MARKS, out);
  return out;
}

function collect(node: Nodes, line: readonly Unit[], marks: readonly Mark[], out: Unit[]): void {
  if (node.type === 'text' || (node.type === 'html' && !isMarkup(node.value))) place(node, line, marks, out);
  else if (node.type === 'inlineCode' || node.type === 'code') place(node, line, [...marks, { tag: 'code' }], out);
  else if (node.type === 'break') place({ ...node, value: ' ' }, line, marks, out);
  else if ('children' in node) {
    const mark = markOf(node);
    for (const child of node.children) collect(child, line, mark === null ? marks : [...marks, mark], out);
  }
}

function markOf(node: Nodes): Mark | null {
  if (node.type === 'emphasis') return { tag: 'em' };
  if (node.type === 'strong') return { tag: 'strong' };
  const href = node.type === 'link' ? webAddress(node.url) : null;
  return href === null ? null : { tag: 'a', href };
}

/** A link that may be followed: http or https, absolute, without a name and password, as the browser would read it; null for any other. */
export function webAddress(url: string): string | null {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (!parsed || !/^https?:$/.test(parsed.protocol) || parsed.username !== '' || parsed.password !== '') return null;
  return parsed.href;
}

/** Puts a leaf's characters beside those of the source that they come from, past escapes, references and fences. */
function place(
  leaf: { readonly value: string; readonly position?: Nodes['position'] },
  line: readonly Unit[],
  marks: readonly Mark[],
  out: Unit[],
): void {
  const end = (leaf.position?.end.offset ?? 0) - SHIELD.length;
  let at = Math.max(0, (leaf.position?.start.offset ?? 0) - SHIELD.length);
  const isShielded = (leaf.position?.start.offset ?? 0) < SHIELD.length;
  const value = isShielded ? leaf.value.replace(/^\u2002/, '') : leaf.value;
  if (isShielded) out.push({ char: '\u2002', at: line[0]?.at ?? 0, marks });
  for (let i = 0; i < value.length; i++) {
    const char = value[i]!;
    let from = at;
    while (from < end && line[from]?.char !== char && /[\\`]/.test(line[from]?.char ?? '')) from++;
    if (line[from]?.char === '\\' && line[from + 1]?.char === char && /[!-/:-@[-`{-~]/.test(char)) from++;
    const reference = line[from]?.char === '&' ? referenceAt(line, from, end) : 0;
    out.push({ char, at: line[Math.min(from, line.length - 1)]?.at ?? 0, marks });
    const isFirstHalf = /[\ud800-\udbff]/.test(char) && reference > 0;
    if (!isFirstHalf) at = from + (reference > 0 && char !== '&' ? reference : ampersand(line, from, reference));
  }
}

/** Length of the character reference that begins at `from`, 0 where none does. */
function referenceAt(line: readonly Unit[], from: number, end: number): number {
  return /^&#?\w{1,32};/.exec(textOf(line.slice(from, Math.min(end, from + 35))))?.[0].length ?? 0;
}

/** An ampersand may be itself or "&amp;". */
function ampersand(line: readonly Unit[], from: number, reference: number): number {
  return /^&(?:amp|#38|#x26);/i.test(textOf(line.slice(from, from + reference))) ? reference : 1;
}

function runsOf(units: readonly Unit[]): Run[] {
  const runs: { text: string; marks: readonly Mark[] }[] = [];
  for (const { char, marks } of units) {
    const last = runs.at(-1);
    if (last?.marks === marks) last.text += char;
    else runs.push({ text: char, marks });
  }
  return runs;
}
