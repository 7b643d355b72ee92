// The bytes of one file → what it says: by its format, in the thread that calls it. `reader.ts` keeps that from hanging or filling the memory.

import { decodeText, frontMatterOf, parseDocument } from '../document.ts';
import type { Reading, Refusal, Source } from './blocks.ts';
import { isEnglish } from './english.ts';
import { type Format, formatOf } from './format.ts';
import { readPagedText } from './paged-text.ts';

export type Outcome = (Reading & { readonly format: Format }) | Refusal;

export async function readSource(bytes: Uint8Array, source: Source): Promise<Outcome> {
  const format = await formatOf(bytes, source.name, source.type);
  if (typeof format === 'object') return format;
  const reading = await READERS[format](bytes, source);
  return 'refused' in reading ? reading : { ...reading, format };
}

type Read = (bytes: Uint8Array, source: Source) => Promise<Reading | Refusal>;

/** Each loaded when a file of its kind comes. */
const READERS: Readonly<Record<Format, Read>> = {
  pdf: async (bytes) => (await import('./pdf.ts')).readPdf(bytes),
  docx: async (bytes) => (await import('./docx.ts')).readDocx(bytes),
  html: async (bytes, source) => (await import('./html.ts')).readHtml(bytes, source),
  eml: async (bytes) => (await import('./eml.ts')).readMail(bytes),
  markdown: async (bytes, { name }) => readMarkdown(bytes, name),
  text: async (bytes) => readText(bytes),
};

function readText(bytes: Uint8Array): Reading | Refusal {
  const decoded = decodeText(bytes);
  if ('message' in decoded) return { refused: decoded.message };
  return decoded.text.trim() === '' ? { refused: 'is empty' } : readPagedText(decoded.text, isEnglish);
}

/** Markdown stays as it is; its front matter counts, if it is fit. */
function readMarkdown(bytes: Uint8Array, name: string): Reading | Refusal {
  const parsed = parseDocument(name, bytes);
  if ('fault' in parsed) return { refused: parsed.fault.message };
  const { text, meta } = parsed.document;
  const { id: _id, format: _format, footnotes: _notes, ...told } = meta;
  return { blocks: [], notes: [], doubts: [], told, body: text.slice(frontMatterOf(text)?.end ?? 0) };
}
