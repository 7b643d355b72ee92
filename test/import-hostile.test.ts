// Files that were made to break a reader, or were broken on the way: each ends in a message, or in what could be read.

import { createRequire } from 'node:module';
import fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import PDFDocument from 'pdfkit';
import { describe, expect, it } from 'vitest';
import { type Outcome, readSource } from '../src/knowledge/import/read.ts';

const read = (bytes: Uint8Array, name: string): Promise<Outcome> => readSource(bytes, { name });
const TEXT = 'The agency asked for the name of the author and gave no reason for that at all. '.repeat(20);
const font = createRequire(import.meta.url).resolve('pdfjs-dist/standard_fonts/LiberationSans-Regular.ttf');

function pdf(draw: (document: PDFKit.PDFDocument) => void, options: PDFKit.PDFDocumentOptions = {}): Promise<Buffer> {
  return new Promise((resolve) => {
    const document = new PDFDocument({ compress: false, ...options });
    const chunks: Buffer[] = [];
    document.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => resolve(Buffer.concat(chunks)));
    draw(document);
    document.end();
  });
}

describe('a PDF', () => {
  it.each([
    ['is encrypted', () => pdf((d) => d.text(TEXT), { userPassword: 'x' }), 'encrypted with a password'],
    ['has no text', () => pdf((d) => d.rect(9, 9, 90, 90).fill()), 'ocrmypdf'],
    ['is cut short at its head', async () => (await pdf((d) => d.text(TEXT))).subarray(0, 40), 'is broken'],
    [
      'has fonts that do not say their letters',
      async () =>
        Buffer.from(
          (await pdf((d) => d.font(font).text(TEXT))).toString('latin1').replaceAll('/ToUnicode', '/XoUnicode'),
          'latin1',
        ),
      'do not say which letters',
    ],
  ])('that %s is refused, with what to do', async (_, make, message) => {
    expect(await read(await make(), 'a.pdf')).toEqual({ refused: expect.stringContaining(message) });
  });

  it('with a page that is only a picture is read in part, and says which page', async () => {
    const outcome = await read(
      await pdf((d) => d.text(TEXT).addPage().rect(1, 1, 9, 9).fill().addPage().text(`Then. ${TEXT}`)),
      'a.pdf',
    );
    expect('doubts' in outcome && outcome.doubts).toEqual([
      { message: expect.stringContaining('page 2 has no text layer'), lowers: 'low' },
    ]);
  });

  it('that was changed anywhere is read or refused', async () => {
    const good = await pdf((d) => d.text(TEXT));
    const change = fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(change, fc.nat(good.length), async (changes, end) => {
        const bytes = Buffer.from(good.subarray(0, Math.max(9, end)));
        for (const [at, value] of changes) if (at > 8 && at < bytes.length) bytes[at] = value;
        const outcome = await read(bytes, 'a.pdf');
        expect('refused' in outcome || outcome.blocks.length > 0).toBe(true);
      }),
      { numRuns: 25 },
    );
  });
});

describe('other files', () => {
  const bomb = zipSync({
    '[Content_Types].xml': strToU8('<Types/>'),
    'word/document.xml': new Uint8Array(100_000_000),
  });
  const lying = Buffer.from(bomb);
  for (
    let at = lying.indexOf('PK\u0001\u0002', 0, 'latin1');
    at >= 0;
    at = lying.indexOf('PK\u0001\u0002', at + 4, 'latin1')
  )
    lying.writeUInt32LE(1000, at + 24); // the size that the directory claims

  it.each([
    ['HTML nested without end', Buffer.from(`<html><body>${'<div>'.repeat(100_000)}x`), 'a.html', 'nested too deeply'],
    ['text that is none', Buffer.from('a\u0000b'), 'a.txt', 'NUL'],
  ])('%s', async (_, bytes, name, message) => {
    expect(await read(bytes, name)).toEqual({ refused: expect.stringContaining(message) });
  });

  it('a DOCX that lies about its size is not unpacked beyond what it said', async () => {
    const { readDocx } = await import('../src/knowledge/import/docx.ts');
    const outcome = await readDocx(lying).catch(() => ({ refused: 'thrown' }));
    expect('refused' in outcome).toBe(true);
    expect(await readDocx(bomb)).toEqual({ refused: expect.stringContaining('64 MB') });
  });

  it.each([
    ['numbers', (i: number) => `${i % 30}. word`],
    ['numbers alike', () => '1 1 1 1'],
    ['hyphens', () => 'abc-'],
    ['pages', () => 'words here\n\f'],
    ['marks', () => '[^1] <!-- at: p. 9 --> | * _ \u202e \u0301'],
  ])('many lines of %s are read', async (_, line) => {
    const text = Array.from({ length: 20_000 }, (_, i) => line(i)).join('\n');
    expect(await read(Buffer.from(text), 'a.txt')).toMatchObject({ format: 'text' });
  });
});
