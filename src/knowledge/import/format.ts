// What kind of file some bytes are: by content first, then by name. Reads no more of them than it must.

import type { Refusal } from './blocks.ts';

export type Format = 'pdf' | 'docx' | 'html' | 'eml' | 'markdown' | 'text';

export const EXTENSIONS: Readonly<Record<Format, string>> = {
  pdf: 'pdf',
  docx: 'docx',
  html: 'html',
  eml: 'eml',
  markdown: 'md',
  text: 'txt',
};

const BY_NAME: readonly (readonly [RegExp, Format])[] = [
  [/\.(?:md|markdown)$/i, 'markdown'],
  [/\.(?:html?|xhtml)$/i, 'html'],
  [/\.eml$/i, 'eml'],
  [/\.(?:txt|text)$/i, 'text'],
  [/\.pdf$/i, 'pdf'],
  [/\.docx$/i, 'docx'],
];

/** Whether a folder's file of this name is one to read. */
export function isReadableName(name: string): boolean {
  return BY_NAME.some(([ending]) => ending.test(name));
}

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
/** PDF readers take a file that has its mark within so many bytes. */
const PDF_MARK_BYTES = 1024;
const KINDS_READ = 'Publius reads PDF, DOCX, HTML, e-mail (EML), Markdown and plain text';

/** `type` is what a server said of it ("text/html; charset=utf-8"), if one did. */
export async function formatOf(bytes: Uint8Array, name: string, type = ''): Promise<Format | Refusal> {
  if (bytes.length === 0) return { refused: 'is empty' };
  if (isPdf(bytes)) return 'pdf';
  const found = await binaryType(bytes);
  if (found?.mime === DOCX) return 'docx';
  if (found && !/^(?:text\/|application\/(?:xml|xhtml\+xml|rtf|x-mbox))/.test(found.mime))
    return { refused: `is a file of the kind ${found.mime}: ${KINDS_READ}` };
  return found?.mime === 'application/rtf' ? RTF : textFormat(bytes, name, type);
}

const RTF: Refusal = { refused: 'is RTF: save it as DOCX or PDF' };

function isPdf(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, PDF_MARK_BYTES)).includes('%PDF-');
}

/** As `formatOf`, of bytes that are text if they are no PDF. */
export function textFormat(bytes: Uint8Array, name: string, type = ''): Format | Refusal {
  if (isPdf(bytes)) return 'pdf';
  const start = Buffer.from(bytes.subarray(0, 4096)).toString('latin1');
  if (start.startsWith('{\\rtf')) return RTF;
  const named = BY_NAME.find(([ending]) => ending.test(name))?.[1];
  if (
    /^(?:\ufeff|ï»¿)?\s*(?:<!--[\s\S]{0,2000}?-->\s*)?(?:<\?xml[^>]*>\s*)?<(?:!doctype html|html|head|body)\b/i.test(
      start,
    )
  )
    return 'html';
  if (named === 'pdf' || named === 'docx')
    return { refused: `is no ${named.toUpperCase()}, though its name says so: open it, and save it anew` };
  if (named !== undefined) return named;
  if (/^(?:text\/html|application\/xhtml)/i.test(type)) return 'html';
  if (/^text\/(?:markdown|x-markdown)/i.test(type)) return 'markdown';
  if (/^message\/rfc822/i.test(type) || isMail(start)) return 'eml';
  return 'text';
}

function isMail(start: string): boolean {
  const names =
    start.split(/\r?\n\r?\n/, 1)[0]!.match(/^(?:From|To|Date|Subject|Received|Message-ID|MIME-Version):/gim) ?? [];
  return new Set(names.map((name) => name.toLowerCase())).size >= 3;
}

/** What its first bytes say it is; undefined for text. A file that fools the detector is told by its name. */
async function binaryType(bytes: Uint8Array): Promise<{ readonly mime: string } | undefined> {
  try {
    const { fileTypeFromBuffer } = await import('file-type');
    return await fileTypeFromBuffer(bytes);
  } catch {
    return undefined;
  }
}
