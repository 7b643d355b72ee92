// DOCX → blocks, by way of the HTML that mammoth makes. What is unpacked is bounded before mammoth sees it.

import { unzipSync, zipSync } from 'fflate';
import mammoth from 'mammoth';
import type { Doubt, Reading, Refusal } from './blocks.ts';
import { type DomDocument, domParser } from './browser-libraries.ts';
import { readBlocks } from './html-blocks.ts';

/** What the text of the longest books does not reach, unpacked. */
const UNPACKED_MAX_BYTES = 64 * 1024 * 1024;
/** Only what holds text; pictures, fonts and programs are left out. */
const PARTS =
  /^(?:\[Content_Types\]\.xml|_rels\/\.rels|docProps\/core\.xml|word\/(?:[\w-]+\.xml|_rels\/[\w.-]+\.rels))$/;

/** Styles of block quotations in Word, LibreOffice and templates of newsrooms and courts. */
const QUOTES = [
  'Quote',
  'Intense Quote',
  'Block Text',
  'Block Quote',
  'Block Quotation',
  'Blockquote',
  'Quotations',
].map((name) => `p[style-name='${name}'] => blockquote > p:fresh`);

export async function readDocx(bytes: Uint8Array): Promise<Reading | Refusal> {
  const packed = textParts(bytes);
  if ('refused' in packed) return packed;
  const { value } = await mammoth.convertToHtml(
    { buffer: Buffer.from(packed.zip) },
    { ignoreEmptyParagraphs: true, styleMap: QUOTES },
  );
  const parse = await domParser();
  const { blocks, notes } = readBlocks(unnumbered(parse(`<html><body>${value}</body></html>`).body));
  if (blocks.length === 0)
    return { refused: 'holds no text: if it holds pictures of pages, save it as PDF and run OCR on it' };
  const doubts: Doubt[] = [];
  if (/<ol>\s*<li>/.test(value))
    doubts.push({
      message:
        'numbers that the word processor gives to paragraphs are not in the file: add its PDF if they are to be cited',
      lowers: 'high',
    });
  if (packed.changed)
    doubts.push({ message: 'has tracked changes: insertions were read, deletions were not', lowers: 'medium' });
  return { blocks, notes, doubts, told: packed.title === null ? {} : { title: packed.title } };
}

/** Word counts its paragraphs itself and the file does not say how: a list's number would be made up. */
function unnumbered(body: DomDocument['body']): DomDocument['body'] {
  for (const list of body.querySelectorAll('ol')) list.setAttribute('data-unnumbered', 'true');
  return body;
}

function textParts(bytes: Uint8Array): { zip: Uint8Array; title: string | null; changed: boolean } | Refusal {
  let total = 0;
  let tooBig = false;
  let parts: Record<string, Uint8Array>;
  try {
    parts = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        if (!PARTS.test(name)) return false;
        total += originalSize;
        tooBig ||= total > UNPACKED_MAX_BYTES;
        return !tooBig;
      },
    });
  } catch {
    return { refused: 'is a damaged DOCX: open it in a word processor, and save it anew' };
  }
  if (tooBig) return { refused: 'unpacks to more than 64 MB of text: split it, or save it as PDF' };
  const text = (name: string) => (parts[name] ? new TextDecoder().decode(parts[name]) : '');
  const title = /<dc:title>([^<]{4,300})<\/dc:title>/.exec(text('docProps/core.xml'))?.[1];
  return {
    zip: zipSync(parts, { level: 0 }),
    title: title === undefined || title.includes('&') ? null : title.trim(),
    changed: /<w:(?:ins|del) /.test(text('word/document.xml')),
  };
}
