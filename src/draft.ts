// A draft's bytes → the text that its quotations are looked for in. Text files are taken as they stand, line for line; other formats are read by the
// importers of `publius add`, in their thread. Loaded by `publius check` when it is given a file.

import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { DRAFT_MAX_CHARS } from './answer/check-quote.ts';
import { PIPED } from './draft-files.ts';
import type { Block, Refusal } from './knowledge/import/blocks.ts';
import { textFormat } from './knowledge/import/format.ts';
import { decodeWindows, MARK } from './knowledge/import/page.ts';
import type { Outcome } from './knowledge/import/read.ts';
import { openReader, type Reader } from './knowledge/import/reader.ts';

export interface Draft {
  readonly text: string;
  /** Whether the text is the file's own, so that a place in it is one in the file. */
  readonly own: boolean;
  /** What was guessed or not read. */
  readonly remarks: readonly string[];
}

/** A larger file is not read. */
const DRAFT_MAX_BYTES = 50 * 1024 * 1024;

export interface DraftReader {
  /** Never rejects. */
  read(file: string): Promise<Draft | Refusal>;
  close(): Promise<void>;
}

/** `reader` reads what is no text; it is started when the first such file comes. */
export function openDrafts(
  input: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  start: () => Reader = openReader,
): DraftReader {
  let reader: Reader | null = null;
  return {
    close: async () => reader?.close(),
    async read(file) {
      const bytes = await bytesOf(file === PIPED ? input : createReadStream(file));
      if ('refused' in bytes) return bytes;
      const name = basename(file);
      let draft = textDraft(bytes, name);
      if (draft === null) {
        reader ??= start();
        draft = blocksDraft(await reader.read(bytes, { name, whole: true }));
      }
      if ('refused' in draft || draft.text.length <= DRAFT_MAX_CHARS) return draft;
      return { refused: `is longer than ${DRAFT_MAX_CHARS.toLocaleString('en')} characters: check it in parts` };
    },
  };
}

async function bytesOf(input: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<Uint8Array | Refusal> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of input) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > DRAFT_MAX_BYTES)
        return { refused: `is larger than ${DRAFT_MAX_BYTES / 1024 / 1024} MB: check it in parts` };
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    return { refused: `cannot be read (${code}): check its permissions` };
  }
  return Buffer.concat(chunks);
}

/** null where the bytes are no plain text or Markdown. */
function textDraft(bytes: Uint8Array, name: string): Draft | Refusal | null {
  const decoded = decode(bytes);
  if (decoded === null) return null;
  const format = textFormat(bytes, name);
  if (typeof format === 'object') return format;
  if (format !== 'text' && format !== 'markdown') return null;
  const remarks = decoded.guessed ? ['is not in UTF-8; it was read as Windows-1252: look at its accents'] : [];
  return { text: decoded.text, own: true, remarks };
}

/** UTF-8, UTF-16 that says so, else Windows-1252, if nothing in it is what no text has; null then. */
function decode(bytes: Uint8Array): { readonly text: string; readonly guessed: boolean } | null {
  const [first, second] = bytes;
  const label =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  try {
    const text = new TextDecoder(label, { fatal: true }).decode(bytes);
    return text.includes('\0') ? null : { text, guessed: false };
  } catch {
    const text = decodeWindows(bytes);
    return label !== 'utf-8' || /[^\P{Cc}\t\n\f\r]|\ufffd/u.test(text) ? null : { text, guessed: true };
  }
}

function blocksDraft(outcome: Outcome): Draft | Refusal {
  if ('refused' in outcome) return outcome;
  const { blocks, notes, body, format } = outcome;
  // A DOCX's lesser doubt is about numbers of paragraphs, which no quotation needs.
  const doubts = outcome.doubts.filter(({ lowers }) => format !== 'docx' || lowers !== 'high');
  const text = body ?? [...blocks.map(blockText), ...notes.map((note) => paragraph(note.text))].join('\n\n');
  const paged =
    format === 'pdf'
      ? ['a PDF does not say what is a block quote: those without quotation marks may not have been checked']
      : [];
  return { text, own: false, remarks: [...paged, ...doubts.map(({ message }) => message)] };
}

function blockText(block: Block): string {
  switch (block.type) {
    case 'quote':
      return paragraph(block.text).replace(/^/gm, '> ');
    case 'item':
      return `${block.marker} ${paragraph(block.text)}`;
    case 'table':
      return block.rows.flat().map(paragraph).join('\n\n');
    default:
      return paragraph(block.text);
  }
}

/** Without marks of footnotes; what would begin a stretch of code is escaped, so that nothing after it is passed over. */
function paragraph(text: string): string {
  return text.replace(MARK, '').replace(/^\s*(?=```|~~~)/gm, '\\');
}
