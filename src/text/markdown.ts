// Markdown to what a reader sees. Uses the mdast parser; plain strings skip it.

import type { Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';

/** What a slice must have for Markdown to change how it reads; an underscore inside a word ("@ALT_USCIS") does not. */
const MARKS = /[*`[\]\\|\r\n]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|<[\p{L}/!?]|&#?\w+;/u;

/** `slice` as a reader sees it: emphasis, links' targets, escapes and footnote marks gone, white space collapsed. */
export function plainText(slice: string, format: 'markdown' | 'plain'): string {
  const text = format === 'markdown' && MARKS.test(slice) ? withoutMarks(slice) : slice;
  return text.replace(/\s+/gu, ' ').trim();
}

function withoutMarks(slice: string): string {
  const line = slice
    .replace(/\[\^[^\]\s]+\]/g, '')
    .replace(/\r\n?/g, '\n')
    .replace(/\n[ \t]*(?:>[ \t]?)+/g, '\n')
    .replace(/\\?\n/g, ' ');
  if (/^\s*\|/.test(line))
    return line
      .split(/(?<!\\)\|/)
      .map((cell) => withoutInline(cell.trim()))
      .filter((cell) => cell !== '')
      .join(' · '); // a table row
  return withoutInline(line);
}

function withoutInline(line: string): string {
  if (!MARKS.test(line)) return line;
  const out: string[] = [];
  // A character reference for a space in front keeps "1. " or "# " at the start of a sentence from being read as a list or
  // heading; unlike a letter it lets emphasis begin there.
  collect(fromMarkdown(`&#x2002;${line.trimStart()}`), out);
  return out.join('');
}

function collect(node: Nodes, out: string[]): void {
  if (node.type === 'text' || node.type === 'inlineCode' || node.type === 'code') out.push(node.value);
  else if (node.type === 'break') out.push(' ');
  else if ('children' in node) for (const child of node.children) collect(child, out);
}
