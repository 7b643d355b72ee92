// A document that was just written, read again as the index will read it: every character of the source must be there, in order, and no other.

import { plainText } from '../../text/markdown.ts';
import { parseDocument } from '../document.ts';
import type { Block, Note, Refusal } from './blocks.ts';
import { MARK } from './page.ts';

/** null when what can be quoted is exactly what was read; else where it first differs, or why the loader would not take the document. */
export function differenceOf(
  path: string,
  file: Uint8Array,
  blocks: readonly Block[],
  notes: readonly Note[],
): { readonly differs: string } | Refusal | null {
  const parsed = parseDocument(path, file);
  if ('fault' in parsed) return { refused: parsed.fault.message };
  const { text, passages } = parsed.document;
  const starts = new Map(passages.flatMap(({ sentences }) => sentences.map((span) => [span.start, span] as const)));
  const got = [...starts.values()]
    .sort((a, b) => a.start - b.start)
    .map(({ start, end }) => squeezed(plainText(text.slice(start, end), 'markdown')))
    .join('');
  const wanted = [...blocks.map(quotable), ...notes.map(({ text }) => text)].map(squeezed).join('');
  if (got === wanted) return null;
  let at = 0;
  while (got[at] === wanted[at]) at++;
  return {
    differs: `“${wanted.slice(Math.max(0, at - 20), at + 20)}” is there as “${got.slice(Math.max(0, at - 20), at + 20)}”`,
  };
}

function quotable(block: Block): string {
  if (block.type === 'heading') return '';
  return block.type === 'table'
    ? block.rows
        .slice(1)
        .map((row) => row.join(''))
        .join('')
    : block.text;
}

function squeezed(text: string): string {
  return text
    .replace(MARK, '')
    .replace(/[\s·]+/gu, '')
    .normalize('NFC');
}
