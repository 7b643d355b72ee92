// Sets prose as PDF pages, line by line, and remembers on which page everything stands: the truth that reading is compared with.

import PDFDocument from 'pdfkit';
import type { Item, Prose } from './prose.ts';

export interface Layout {
  readonly top: number;
  readonly bottom: number;
  readonly left: (page: number) => number;
  readonly width: number;
  readonly size: number;
  readonly leading: number;
  readonly noteSize: number;
  readonly hyphenate: boolean;
  readonly justify: boolean;
  /** What a page calls itself, in the file from 1. */
  readonly label: (page: number) => string;
  /** Draws what is on the page besides the text. */
  readonly dress: (pdf: Pen, page: number, label: string, pages: number) => void;
  /** Pages in front of the text, drawn by `dress` alone. */
  readonly front?: readonly (readonly string[])[];
  /** Draws a caption on the first page; gives where the text begins. */
  readonly caption?: (pdf: Pen) => number;
}

export interface Pen {
  text(text: string, x: number, y: number, size: number, options?: { bold?: boolean; spacing?: number }): void;
  width(text: string, size: number): number;
  rule(x0: number, y0: number, x1: number, y1: number): void;
}

export interface Typeset {
  readonly bytes: Uint8Array;
  readonly pages: number;
  /** Labels of the pages that the words of each item, and of each note, stand on. */
  readonly itemPages: readonly (readonly [string, string])[];
  readonly notePages: ReadonlyMap<number, readonly [string, string]>;
  /** The first two words of every line. */
  readonly starts: readonly string[];
}

interface SetLine {
  readonly words: readonly string[];
  readonly x: number;
  readonly width: number;
  readonly last: boolean;
  readonly size: number;
  /** Index of the item, or −number of the note. */
  readonly of: number;
  readonly number?: string;
  readonly centred?: boolean;
}

export async function typeset(prose: Prose, layout: Layout): Promise<Typeset> {
  const pdf = new PDFDocument({ size: 'LETTER', margin: 0, autoFirstPage: false, compress: false });
  const chunks: Buffer[] = [];
  const ended = new Promise<void>((resolve) => pdf.on('end', resolve));
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  const pen = penOf(pdf);
  const front = layout.front ?? [];
  pdf.addPage();
  const start = layout.caption && front.length === 0 ? layout.caption(penOf(null, pdf)) : layout.top;
  const pages = paginate(prose, layout, pen, start);
  const total = pages.length + front.length;
  const itemPages = new Map<number, [string, string]>();
  for (let i = 0; i < total; i++) {
    if (i > 0) pdf.addPage();
    const label = layout.label(i + 1);
    layout.dress(pen, i + 1, label, total);
    if (i === 0 && front.length === 0) layout.caption?.(pen);
    for (const [n, text] of (front[i] ?? []).entries())
      pen.text(text, layout.left(i + 1), layout.top + n * layout.leading, layout.size);
    for (const { line, y } of pages[i - front.length] ?? []) {
      drawLine(pen, layout, line, layout.left(i + 1), y);
      const before = itemPages.get(line.of);
      itemPages.set(line.of, [before?.[0] ?? label, label]);
    }
  }
  pdf.end();
  await ended;
  return {
    bytes: Buffer.concat(chunks),
    pages: total,
    starts: pages.flat().map(({ line }) => line.words.slice(0, 2).join(' ')),
    itemPages: prose.items.map((_, i) => itemPages.get(i)!),
    notePages: new Map([...prose.notes.keys()].map((n) => [n, itemPages.get(-n)!])),
  };
}

/** A pen that draws, or one that only measures. */
function penOf(pdf: PDFKit.PDFDocument | null, measure: PDFKit.PDFDocument | null = pdf): Pen {
  const regular = (size: number, bold = false) => measure!.font(bold ? 'Times-Bold' : 'Times-Roman').fontSize(size);
  return {
    text: (text, x, y, size, options = {}) => {
      if (pdf === null) return;
      regular(size, options.bold);
      pdf.text(text, x, y, { lineBreak: false, baseline: 'alphabetic', wordSpacing: options.spacing ?? 0 });
    },
    width: (text, size) => regular(size).widthOfString(text),
    rule: (x0, y0, x1, y1) => pdf?.moveTo(x0, y0).lineTo(x1, y1).stroke(),
  };
}

interface Placed {
  readonly line: SetLine;
  readonly y: number;
}

/** Fills pages from the top with text and from the bottom with the notes that it marks; notes that do not fit run over. */
function paginate(prose: Prose, layout: Layout, pen: Pen, start: number): Placed[][] {
  const pages: Placed[][] = [];
  const lines = prose.items.flatMap((item, i) => itemLines(item, i, layout, pen));
  const noteLeading = layout.noteSize * 1.15;
  const waiting: SetLine[] = [];
  let at = 0;
  while (at < lines.length || waiting.length > 0) {
    const page: Placed[] = [];
    let y = pages.length === 0 ? start : layout.top;
    const notes: SetLine[] = waiting.splice(0, 12);
    let previous: SetLine | undefined;
    for (; at < lines.length; at++) {
      const { line, above } = lines[at]!;
      const step = previous ? above : 0;
      const more = marksOf(line).flatMap((n) => noteLines(n, prose.notes.get(n)!, layout, pen));
      const room = layout.bottom - (notes.length + Math.min(2, more.length)) * noteLeading - 14;
      if (y + step > room) break;
      y += step;
      page.push({ line, y });
      const fits = Math.max(0, Math.floor((layout.bottom - y - layout.leading - 14) / noteLeading) - notes.length);
      notes.push(...(waiting.length > 0 ? [] : more.slice(0, fits)));
      waiting.push(...(waiting.length > 0 ? more : more.slice(fits)));
      previous = line;
    }
    for (const [n, line] of notes.entries())
      page.push({ line, y: layout.bottom - (notes.length - 1 - n) * noteLeading });
    pages.push(page);
  }
  return pages;
}

function marksOf(line: SetLine): number[] {
  return line.words.flatMap((word) => [...word.matchAll(/\{\{(\d+)\}\}/g)].map((match) => Number(match[1])));
}

function itemLines(item: Item, of: number, layout: Layout, pen: Pen): { line: SetLine; above: number }[] {
  const { size, width, leading } = layout;
  const single = size * 1.15;
  if (item.type === 'heading') {
    const line = { words: item.text.split(' '), x: 0, width, last: true, size, of, centred: true };
    return [{ line, above: leading * 1.5 }];
  }
  const indent =
    item.type === 'quote'
      ? { first: 36, rest: 36, right: 36 }
      : item.type === 'sub'
        ? { first: 72, rest: 0, right: 0 }
        : { first: 'number' in item ? 72 : 36, rest: 0, right: 0 };
  const broken = breakLines(
    item.text,
    size,
    pen,
    layout.hyphenate,
    (n) => width - (n === 0 ? indent.first : indent.rest) - indent.right,
  );
  return broken.map((words, n) => ({
    line: {
      words,
      x: n === 0 ? indent.first : indent.rest,
      width: width - (n === 0 ? indent.first : indent.rest) - indent.right,
      last: n === broken.length - 1,
      size,
      of,
      ...(n === 0 && item.type === 'paragraph' && item.number !== undefined ? { number: `${item.number}.` } : {}),
    },
    above: item.type === 'quote' ? (n === 0 ? leading : single) : leading,
  }));
}

function noteLines(number: number, text: string, layout: Layout, pen: Pen): SetLine[] {
  const broken = breakLines(`{{${number}}} ${text}`, layout.noteSize, pen, layout.hyphenate, () => layout.width);
  return broken.map((words, n) => ({
    words: n === 0 ? words.map((w) => w.replace(/[{}]{2}/g, '\u0001')) : words,
    x: 0,
    width: layout.width,
    last: n === broken.length - 1,
    size: layout.noteSize,
    of: -number,
  }));
}

function breakLines(
  text: string,
  size: number,
  pen: Pen,
  hyphenate: boolean,
  widthOf: (line: number) => number,
): string[][] {
  const lines: string[][] = [];
  let line: string[] = [];
  const fits = (words: readonly string[]) =>
    pen.width(words.join(' ').replace(/\{\{\d+\}\}/g, '¹'), size) <= widthOf(lines.length);
  for (const word of text.split(' ')) {
    if (fits([...line, word])) {
      line.push(word);
      continue;
    }
    const [head, tail] = splitWord(word, hyphenate, (part) => fits([...line, part])) ?? ['', word];
    if (head !== '') line.push(head);
    lines.push(line);
    line = [tail];
  }
  lines.push(line);
  return lines;
}

/** At a hyphen that is there; else, where it is wanted, between a vowel and a consonant, three letters from either end. */
function splitWord(word: string, hyphenate: boolean, fits: (part: string) => boolean): [string, string] | null {
  for (let at = word.length - 3; at >= 3; at--) {
    const [head, tail] = [word.slice(0, at), word.slice(at)];
    if (head.endsWith('-') && /^\p{L}/u.test(tail) && fits(head)) return [head, tail];
    if (
      hyphenate &&
      /^[a-z]{4,}[.,;]?$/.test(word.replace(/-/, '1')) &&
      /[aeiou]$/.test(head) &&
      /^[bcdfglmnprst][aeiou]/.test(tail) &&
      fits(`${head}-`)
    )
      return [`${head}-`, tail];
  }
  return null;
}

function drawLine(pen: Pen, layout: Layout, line: SetLine, left: number, y: number): void {
  if (line.number !== undefined) pen.text(line.number, left + 36, y, line.size);
  const natural = pen.width(line.words.join(' ').replace(/\{\{\d+\}\}/g, ''), line.size);
  const spare = line.width - natural;
  const spacing =
    layout.justify && !line.last && line.words.length > 1 ? Math.max(0, spare / (line.words.length - 1) - 0.6) : 0;
  let x = left + (line.centred ? (layout.width - natural) / 2 : line.x);
  // A line is drawn in as many pieces as it has raised marks, the mark between them.
  const pieces = line.words.join(' ').split(/(\{\{\d+\}\}|\u0001\d+\u0001)/);
  for (const piece of pieces) {
    const mark = /\d+/.exec(piece)?.[0];
    if (mark !== undefined && /^(?:\{\{|\u0001)/.test(piece)) {
      pen.text(mark, x, y - line.size * 0.35, line.size * 0.6);
      x += pen.width(mark, line.size * 0.6);
    } else if (piece !== '') {
      pen.text(piece, x, y, line.size, { spacing });
      x += pen.width(piece, line.size) + spacing * (piece.split(' ').length - 1);
    }
  }
}
