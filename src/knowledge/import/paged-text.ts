// Plain text, as courts' archives export it (form feeds between pages, line numbers, stamps) → pages, by the same steps as a PDF. Pure.

import type { Reading } from './blocks.ts';
import type { IsWord } from './hyphens.ts';
import { withoutLineNumbers } from './line-numbers.ts';
import { linesOf } from './lines.ts';
import { cleanText, type Run, type RunPage } from './page.ts';
import { readPages } from './pleading.ts';

/** A character's width and a line's height, as a typewriter has them; only their proportion matters. */
const [WIDTH, HEIGHT, SIZE] = [6, 12, 10];
/** Lines longer than this on average are paragraphs. */
const PARAGRAPH_CHARS = 160;

export function readPagedText(text: string, isWord: IsWord): Reading {
  const pages = text.replace(/\f\s*$/, '').split('\f');
  const plain = text.replace(/\r\n?/g, '\n');
  if (pages.length === 1 && averageLine(plain) > PARAGRAPH_CHARS) return byLine(plain);
  const { pages: bare } = withoutLineNumbers(pages.map((page, i) => pageOf(page, i + 1)));
  const reading = readPages(
    bare.map(({ number, height, runs }) => ({ number, height, lines: linesOf(runs) })),
    isWord,
  );
  if (pages.length > 1) return reading;
  const { pages: _one, ...rest } = reading;
  return { ...rest, blocks: rest.blocks.map((block) => ('pages' in block ? withoutPages(block) : block)) };
}

function withoutPages<T extends object>(block: T): Omit<T, 'pages'> & T {
  const { pages: _none, ...rest } = block as T & { pages?: unknown };
  return rest as Omit<T, 'pages'> & T;
}

function averageLine(text: string): number {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.reduce((sum, line) => sum + line.length, 0) / Math.max(1, lines.length);
}

function byLine(text: string): Reading {
  const lines = text.split('\n').map((line) => cleanText(line).trim());
  return {
    blocks: lines.filter((line) => line !== '').map((line) => ({ type: 'paragraph', text: line })),
    notes: [],
    doubts: [],
    told: {},
  };
}

function pageOf(text: string, number: number): RunPage {
  const lines = text.replace(/\r\n?/g, '\n').replace(/\t/g, '        ').split('\n');
  const runs = lines.flatMap((line, i) => runsOf(line, (i + 1) * HEIGHT));
  return { number, width: 80 * WIDTH, height: (lines.length + 1) * HEIGHT, runs };
}

/** A number at a line's beginning is a piece of its own, since it may be the line's; else pieces are parted by two spaces. */
function runsOf(line: string, y: number): Run[] {
  const numbered = /^(\s*)(\d{1,2})(?=\s|$)/.exec(line);
  const start = numbered ? numbered[0].length : 0;
  const run = (text: string, at: number): Run => ({ text, x: at * WIDTH, y, width: text.length * WIDTH, size: SIZE });
  const rest = [...line.slice(start).matchAll(/\S+(?: \S+)*/g)].map((match) => run(match[0], start + match.index));
  return numbered ? [run(numbered[2]!, numbered[1]!.length), ...rest] : rest;
}
