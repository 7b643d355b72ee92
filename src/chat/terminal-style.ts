// How an answer looks on a terminal: colour only where the output is one, wrapped to its width.

import pc from 'picocolors';
import wrapAnsi from 'wrap-ansi';
import { PLAIN, type Style } from './render-text.ts';

/** Wider lines are hard to read, however wide the terminal is. */
const WIDTH_MAX = 96;
const WIDTH_MIN = 40;

/** `columns`: the terminal's width; undefined when the output is a file or a pipe, which gets the plain style. */
export function terminalStyle(columns: number | undefined, color: boolean): Style {
  if (columns === undefined) return PLAIN;
  const colors = pc.createColors(color);
  const width = Math.min(WIDTH_MAX, Math.max(WIDTH_MIN, columns - 1));
  return {
    statement: colors.bold,
    quote: colors.cyan,
    small: colors.dim,
    kind: (text) => colors.reset(colors.yellow(text)),
    warning: colors.bold,
    link: (text, url) => colors.dim(text === '' ? url : `${text} ${url}`),
    wrap: (text, indent) => wrapHanging(text, width, indent),
  };
}

/** Wraps `text`; lines after the first begin with `indent`. */
function wrapHanging(text: string, width: number, indent: string): string {
  const lead = /^\s*/.exec(text)![0];
  const lines = wrapAnsi(text.trimStart(), width - Math.max(lead.length, indent.length)).split('\n');
  return lines.map((line, n) => (n === 0 ? lead : indent) + line).join('\n');
}
