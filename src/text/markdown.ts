// Markdown to what a reader sees. Uses the mdast parser; plain strings skip it.

import type { Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';

/** What a slice must have for Markdown to change how it reads; an underscore inside a word ("@ALT_USCIS") does not. */
const MARKS = /[*`[\]\\|\r\n]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|<[\p{L}/!?]|&#?\w+;/u;

/** `slice` as a reader sees it: emphasis, links' targets, escapes and footnote marks gone, white space collapsed. */
export function plainText(slice: string, format: 'markdown' | 'plain'): string {
  const text = format === 'markdown' && MARKS.test(slice) ? withoutMarks(slice) : slice;
  return printable(text.replace(/\s+/gu, ' ').trim());
}

/** Without what would act on a terminal or turn the direction of the text round it: control characters and bidirectional overrides. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '');
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
  else if (node.type === 'html' && !isMarkup(node.value)) out.push(node.value);
  else if (node.type === 'break') out.push(' ');
  else if ('children' in node) for (const child of node.children) collect(child, out);
}

const ELEMENT =
  /^<(?:!--|!doctype|\/?(?:a|abbr|b|blockquote|br|cite|code|col|dd|del|details|div|dl|dt|em|figure|h[1-6]|hr|i|img|ins|kbd|li|mark|ol|p|pre|q|s|small|span|strong|sub|summary|sup|table|tbody|td|th|thead|tr|u|ul)\b)/i;

/** Whether raw HTML is markup; "<redacted>" and "<the agency>" are words of the text. */
export function isMarkup(html: string): boolean {
  return ELEMENT.test(html);
}
