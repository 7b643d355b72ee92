// Markdown to what a reader sees. Uses the mdast parser; plain strings skip it.

import type { Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';

/** What a slice must have for Markdown to change how it reads; an underscore inside a word ("@ALT_USCIS") does not. */
const MARKS = /[*`[\]\\|\n]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|<[\p{L}/!?]|&#?\w+;/u;

/** `slice` as a reader sees it: emphasis, links' targets, escapes and footnote marks gone, white space collapsed. */
export function plainText(slice: string, format: 'markdown' | 'plain'): string {
  const text = format === 'markdown' && MARKS.test(slice) ? withoutMarks(slice) : slice;
  return text.replace(/\s+/gu, ' ').trim();
}

function withoutMarks(slice: string): string {
  const line = slice.replace(/\[\^[^\]\s]+\]/g, '').replace(/\n[ \t]*(?:>[ \t]?)+/g, '\n');
  if (/^\s*\|/.test(line))
    return line
      .split('|')
      .map((cell) => cell.trim())
      .filter((cell) => cell !== '')
      .join(' · '); // a table row
  if (!MARKS.test(line.replace(/\n/g, ' '))) return line;
  const out: string[] = [];
  // A word joiner in front keeps "1. " or "# " at the start of a sentence from being read as a list or heading.
  collect(fromMarkdown(`\u2060${line.replace(/\n/g, ' ')}`), out);
  return out.join('').replace('\u2060', '');
}

function collect(node: Nodes, out: string[]): void {
  if (node.type === 'text' || node.type === 'inlineCode' || node.type === 'code') out.push(node.value);
  else if (node.type === 'break') out.push(' ');
  else if ('children' in node) for (const child of node.children) collect(child, out);
}
