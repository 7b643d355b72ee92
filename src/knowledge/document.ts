// One file of the knowledge folder → a Document: decoding, front matter, title. Does not touch the file system.

import { createHash } from 'node:crypto';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { type Document, type DocumentMeta, KINDS } from '../answer/model.ts';
import { isCalendarDate } from './calendar.ts';
import { splitPassages } from './split.ts';
import type { Split } from './splitter.ts';

/** A file that cannot be used, and what to do about it. */
export interface Fault {
  readonly path: string;
  readonly message: string;
}

export type Parsed = { readonly document: Document } | { readonly fault: Fault };

const isoDate = z.union([z.string(), z.number().int(), z.date()]).transform((value, context) => {
  const text = value instanceof Date ? value.toISOString().slice(0, 10) : String(value);
  if (/^\d{4}(?:-\d{2}(?:-\d{2})?)?$/.test(text) && isCalendarDate(text)) return text;
  context.addIssue({ code: 'custom', message: `expected a date like 2017-04-06, 2017-04 or 2017, got "${text}"` });
  return z.NEVER;
});

const line = z.string().trim().min(1).max(1000);
const link = z.url({ protocol: /^https?$/ });

/** The front matter, as ARCHITECTURE.md describes it. Unknown keys are refused, since they are mostly misspelt ones. */
const FrontMatter = z
  .strictObject({
    id: z
      .string()
      .regex(
        /^[a-z0-9][a-z0-9._-]{0,79}$/,
        'expected lower-case letters, digits, dots and dashes, at most 80 characters',
      ),
    title: line,
    short: line.max(40).optional(),
    also: z.array(line).optional(),
    kind: z.enum(KINDS).optional(),
    date: isoDate.optional(),
    jurisdiction: line.optional(),
    court: line.optional(),
    citation: line.optional(),
    docket: line.optional(),
    status: line.optional(),
    speaker: line.optional(),
    url: link.optional(),
    text: z.enum(['digest', 'verbatim']).default('verbatim'),
    rights: line.optional(),
    help: line.optional(),
    // Of what `publius add` has read: where the file itself is kept, and its fingerprint.
    original: line.optional(),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/, 'expected 64 hexadecimal digits')
      .optional(),
  })
  .refine(({ kind, sha256 }) => kind !== undefined || sha256 !== undefined, {
    path: ['kind'],
    error: `Invalid option: expected one of ${KINDS.map((kind) => `"${kind}"`).join('|')}`,
  });

const Foreign = z.object({ title: line.optional().catch(undefined), date: isoDate.optional().catch(undefined) });

const FENCE = /^---[ \t]*\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/;

const UNCLOSED = new RegExp(`^---[ \\t]*\\r?\\n(?:${Object.keys(FrontMatter.shape).join('|')})[ \\t]*:`);

/** Reads the bytes of the file at `path` (relative to the knowledge folder). Never throws on any bytes. */
export function parseDocument(path: string, bytes: Uint8Array): Parsed {
  const decoded = decodeText(bytes);
  if ('message' in decoded) return { fault: { path, message: decoded.message } };
  const text = decoded.text;
  const hash = createHash('sha256').update(bytes).digest('hex');
  const name = path.replace(/^.*\//, '').replace(/\.[^.]+$/, '');
  const format = /\.(?:md|markdown)$/i.test(path) ? 'markdown' : 'plain';
  const fence = format === 'markdown' || text.startsWith('---') ? FENCE.exec(text) : null;
  let meta: DocumentMeta = { id: name, title: '', text: 'verbatim', format };
  if (fence && looksLikeFrontMatter(fence[1]!)) {
    const front = readFrontMatter(fence[1]!);
    if ('message' in front) return { fault: { path, message: front.message } };
    meta = { ...meta, ...front.meta };
  } else if (!fence && UNCLOSED.test(text)) {
    return { fault: { path, message: 'front matter is not closed: put a line "---" after it' } };
  }
  const bodyStart = fence && looksLikeFrontMatter(fence[1]!) ? fence[0].length : 0;
  const split = trySplit(text, bodyStart, meta);
  if ('message' in split) return { fault: { path, message: split.message } };
  if (split.passages.length === 0) return { fault: { path, message: 'holds no text: delete it or fill it' } };
  const titled = { ...meta, title: meta.title || split.title || name };
  const footnotes = Object.keys(split.footnotes).length > 0 ? { footnotes: split.footnotes } : {};
  return {
    document: { meta: { ...titled, ...footnotes }, text, hash, passages: split.passages, content: split.content },
  };
}

/** Markdown is parsed into a tree of some 200 bytes a character; a larger file is a collection, better kept as several. */
const MARKDOWN_MAX_CHARS = 4_000_000;
/** No writer nests this deep; a parser that recurses does not survive it. */
const NESTING = /^[ \t]*(?:(?:>|[-*+]|\d{1,9}[.)])[ \t]*){60}/m;

function trySplit(text: string, bodyStart: number, meta: DocumentMeta): Split | { message: string } {
  if (meta.format === 'markdown' && text.length > MARKDOWN_MAX_CHARS) {
    return {
      message: `is longer than ${MARKDOWN_MAX_CHARS.toLocaleString('en')} characters of Markdown: split it, or name it .txt`,
    };
  }
  if (meta.format === 'markdown' && NESTING.test(text))
    return { message: 'is nested too deeply: simplify its lists and quotes' };
  try {
    return splitPassages(text, bodyStart, meta);
  } catch (error) {
    return {
      message: `could not be read as ${meta.format === 'markdown' ? 'Markdown' : 'text'} (${error instanceof Error ? error.name : 'fault'}): simplify it, or name it .txt`,
    };
  }
}

/** The YAML in front of a text, without its fences; null where there is none. `end` is where the text itself begins. */
export function frontMatterOf(text: string): { readonly yaml: string; readonly end: number } | null {
  const fence = text.startsWith('---') ? FENCE.exec(text) : null;
  return fence && looksLikeFrontMatter(fence[1]!) ? { yaml: fence[1]!, end: fence[0].length } : null;
}

/** As much of a file as its front matter may take up. */
const FRONT_MATTER_MAX_BYTES = 20_000;

/** The id that a file's front matter declares; null for a plain file. Reads no further than the front matter. */
export function declaredIdOf(bytes: Uint8Array): string | null {
  return declaredIn(bytes, /^id:[ \t]*["']?([^\s"']+)/m);
}

/** The fingerprint of the original that a file was read from; null for one that `publius add` has not written. */
export function declaredHashOf(bytes: Uint8Array): string | null {
  return declaredIn(bytes, /^sha256:[ \t]*["']?([0-9a-f]{64})/m);
}

function declaredIn(bytes: Uint8Array, key: RegExp): string | null {
  const start = new TextDecoder(encodingOf(bytes)).decode(bytes.subarray(0, FRONT_MATTER_MAX_BYTES));
  const fence = start.startsWith('---') ? FENCE.exec(start) : null;
  return fence ? (key.exec(fence[1]!)?.[1] ?? null) : null;
}

function looksLikeFrontMatter(yaml: string): boolean {
  return /^[A-Za-z_-]+[ \t]*:/m.test(yaml);
}

/** Our front matter, strictly; of another program's (it has neither `id` nor `kind`) the title and the date, where they are fit. */
function readFrontMatter(yaml: string): { meta: Partial<DocumentMeta> } | { message: string } {
  let value: unknown;
  try {
    value = parseYaml(yaml, { logLevel: 'error' });
  } catch (error) {
    const first = String(error instanceof Error ? error.message : error).split('\n')[0];
    return { message: `front matter is not valid YAML: ${first}. Quote values that contain a colon` };
  }
  if (typeof value === 'object' && value !== null && !('id' in value) && !('kind' in value)) {
    const { title, date } = Foreign.safeParse(value).data ?? {};
    return { meta: { ...(title === undefined ? {} : { title }), ...(date === undefined ? {} : { date }) } };
  }
  const result = FrontMatter.safeParse(value);
  if (result.success) {
    const { id, title, text, jurisdiction: _unused, original: _kept, sha256: _checked, ...rest } = result.data;
    const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
    return { meta: { id, title, text, ...given } };
  }
  const issues = result.error.issues.map((issue) => `${issue.path.join('.') || 'front matter'}: ${issue.message}`);
  return { message: `front matter: ${issues.join('; ')}` };
}

function encodingOf(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
}

/** UTF-8, or UTF-16 that says so; anything else is refused, since a wrong guess would make wrong quotations. */
export function decodeText(bytes: Uint8Array): { text: string } | { message: string } {
  const label = encodingOf(bytes);
  try {
    const text = new TextDecoder(label, { fatal: true }).decode(bytes).normalize('NFC');
    if (text.includes('\0'))
      return { message: 'is not text (it holds NUL characters): convert it to Markdown or plain text' };
    return { text };
  } catch {
    return { message: `is not valid ${label.toUpperCase()}: save it as UTF-8 (iconv -f WINDOWS-1252 -t UTF-8)` };
  }
}
