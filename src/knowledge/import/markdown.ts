// Blocks → the Markdown of a knowledge document, so that what is shown of it later is the block's text, character for character. Pure.

import { type Block, type Note, pinpointOf } from './blocks.ts';
import { MARK } from './page.ts';

/** The body: blocks with their pinpoints in comments, then the footnotes. */
export function writeBody(title: string, blocks: readonly Block[], notes: readonly Note[]): string {
  const parts: string[] = [`# ${inline(title)}`];
  let at = '';
  const say = (pinpoint: string) => {
    if (pinpoint !== at) parts.push(`<!-- at: ${pinpoint} -->`);
    at = pinpoint;
  };
  for (const block of blocks) {
    if (block.type === 'paragraph' || block.type === 'quote') say(pinpointOf(block.number ?? block.under, block.pages));
    parts.push(blockText(block));
  }
  if (notes.length > 0) parts.push('## Footnotes');
  for (const note of notes) {
    say(pinpointOf(note.number, note.pages, 'n.'));
    parts.push(`[^${note.label}]: ${line(note.text) || '(empty)'}`);
  }
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function blockText(block: Block): string {
  switch (block.type) {
    case 'heading':
      return `${'#'.repeat(block.depth)} ${inline(block.text)}`;
    case 'paragraph':
      return block.number === undefined ? line(block.text) : `${block.number}. ${line(block.text)}`;
    case 'quote':
      // A line that begins with a dash would be read as its attribution.
      return /^\s*(?:—|–|--)/.test(block.text) ? line(block.text) : `> ${line(block.text)}`;
    case 'item':
      return `${'    '.repeat(block.depth)}${block.marker} ${line(block.text)}`;
    case 'table':
      return table(block.rows);
  }
}

function table(rows: readonly (readonly string[])[]): string {
  const width = Math.max(...rows.map((row) => row.length));
  const written = rows.map((row) => `| ${Array.from({ length: width }, (_, i) => inline(row[i] ?? '')).join(' | ')} |`);
  return [written[0], `|${' --- |'.repeat(width)}`, ...written.slice(1)].join('\n');
}

/** `text` as one line of a paragraph: what would begin a list, a heading, a quotation, a rule, a fence or a definition there is escaped. */
function line(text: string): string {
  return inline(text)
    .replace(/^(\d{1,9})([.)])(?=\s|$)/, '$1\\$2')
    .replace(/^(?:[-+](?=\s|$)|#{1,6}(?=\s|$)|>|~~~|=+$|-(?=[-\s]*$)|\[(?=[^\]]*\]:))/, (start) => `\\${start}`);
}

/** Text with a backslash before what Markdown would take for a mark. What it leaves alone is left alone, so that words stay whole for the search. */
function inline(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[*`|]|\\(?=[!-/:-@[-`{-~]|$)|<(?=[\p{L}/!?])|&(?=#?\w+;)|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\$&')
    .replace(/\](?=[([])/g, ']\\')
    .replace(/\[(?=\^)/g, '[\\')
    .replace(MARK, '[^$1]');
}
