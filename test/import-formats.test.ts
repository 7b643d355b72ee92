// HTML, DOCX and e-mail: what is readable of them, and what a hostile one comes to.

import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { Reading } from '../src/knowledge/import/blocks.ts';
import { MARK_CLOSE, MARK_OPEN } from '../src/knowledge/import/page.ts';
import { type Outcome, readSource } from '../src/knowledge/import/read.ts';

const read = (content: string | Uint8Array, name: string, type?: string): Promise<Outcome> =>
  readSource(typeof content === 'string' ? Buffer.from(content) : content, { name, ...(type ? { type } : {}) });

async function blocksOf(content: string | Uint8Array, name: string): Promise<Reading> {
  const outcome = await read(content, name);
  if ('refused' in outcome) throw new Error(outcome.refused);
  return outcome;
}

const texts = ({ blocks }: Reading) =>
  blocks.map((block) =>
    block.type === 'table'
      ? ['table', ...block.rows.map((row) => row.join('|'))]
      : [block.type, block.text.replaceAll(MARK_OPEN, '[^').replaceAll(MARK_CLOSE, ']')],
  );

const LONG =
  'The agency asked for the name of the author of the account, and it gave no reason for asking, though it was asked for one. ';

describe('HTML', () => {
  const article = `<!doctype html><html><head><title>A summons | Site</title><meta property="article:published_time" content="2017-04-06T12:00:00Z">
    <link rel="canonical" href="https://example.org/a"><script>document.write('no')</script></head><body>
    <nav><a href="/">Home</a> <a href="/x">More</a></nav><article><h1>A summons</h1><p>${LONG.repeat(3)}</p><h2>What <em>followed</em></h2>
    <p>First line<br>second line&nbsp;&amp; more.<sup>2</sup></p><blockquote><p>I am a public employee.</p></blockquote>
    <ul><li>One</li><li>Two<ul><li>Deeper</li></ul></li></ul><ol start="3"><li>Third</li></ol>
    <table><tr><th>Year</th><th>Accounts</th></tr><tr><td>2016</td><td>12 | 3</td></tr></table><p style="display:none">Hidden</p><p>${LONG}</p></article>
    <footer>Cookies and more</footer></body></html>`;

  it('gives the readable part, with its structure', async () => {
    const reading = await blocksOf(article, 'a.html');
    expect(texts(reading).slice(1)).toEqual([
      ['heading', 'What followed'],
      ['paragraph', 'First line second line & more.²'],
      ['quote', 'I am a public employee.'],
      ['item', 'One'],
      ['item', 'Two'],
      ['item', 'Deeper'],
      ['item', 'Third'],
      ['table', 'Year|Accounts', '2016|12 | 3'],
      ['paragraph', LONG.trim()],
    ]);
    expect(reading.blocks.filter((block) => block.type === 'item').map(({ marker, depth }) => [marker, depth])).toEqual(
      [
        ['-', 0],
        ['-', 0],
        ['-', 1],
        ['3.', 0],
      ],
    );
    expect(JSON.stringify(reading)).not.toMatch(/Home|Cookies|Hidden|document\.write/);
    expect(reading.told).toMatchObject({ date: '2017-04-06', url: 'https://example.org/a' });
  });

  it.each([
    ['is told by its content, whatever its name', '<!DOCTYPE html><p>Words.</p>', 'a.txt', undefined, 'Words.'],
    [
      'is decoded as it says itself',
      Buffer.from('<html><meta charset="windows-1252"><p>caf\xe9 \x93so\x94</p></html>', 'latin1'),
      'a.html',
      undefined,
      'café “so”',
    ],
    [
      'is decoded as its server says',
      Buffer.from('<html><p>caf\xe9</p></html>', 'latin1'),
      'a.html',
      'text/html; charset=iso-8859-1',
      'café',
    ],
    ['is taken whole where there is no article', '<p>Short.</p>', 'a.html', undefined, 'Short.'],
  ])('%s', async (_, content, name, type, expected) => {
    const outcome = await read(content, name, type);
    expect('blocks' in outcome && texts(outcome)).toEqual([['paragraph', expected]]);
  });

  it.each([
    ['wrong characters', Buffer.from('<html><p>caf\xe9</p></html>', 'latin1'), 'its own character set does not have'],
    ['no text', '<html><body><script>x()</script></body></html>', 'no readable text'],
  ])('is refused with %s', async (_, content, message) => {
    expect(await read(content, 'a.html')).toEqual({ refused: expect.stringContaining(message) });
  });
});

const CONTENT_TYPES =
  '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>';
const RELS = (target: string, type: string) =>
  `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}"/></Relationships>`;
const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';

function docx(body: string, more: Record<string, Uint8Array> = {}): Uint8Array {
  return zipSync({
    '[Content_Types].xml': strToU8(CONTENT_TYPES),
    '_rels/.rels': strToU8(RELS('word/document.xml', 'officeDocument')),
    'word/document.xml': strToU8(`<?xml version="1.0"?><w:document ${W}><w:body>${body}</w:body></w:document>`),
    'word/_rels/document.xml.rels': strToU8(RELS('footnotes.xml', 'footnotes')),
    'word/footnotes.xml': strToU8(
      `<?xml version="1.0"?><w:footnotes ${W}><w:footnote w:id="1"><w:p><w:r><w:t>The note’s words.</w:t></w:r></w:p></w:footnote></w:footnotes>`,
    ),
    ...more,
  });
}

const P = (text: string, more = '') => `<w:p>${more}<w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`;

describe('DOCX', () => {
  it('gives paragraphs, and footnotes apart', async () => {
    const body = `${P('First &amp; *starred*.')}<w:p><w:r><w:t xml:space="preserve">A claim</w:t></w:r><w:r><w:footnoteReference w:id="1"/></w:r><w:r><w:t>, it says.</w:t></w:r></w:p>`;
    const reading = await blocksOf(docx(body), 'a.docx');
    expect(texts(reading)).toEqual([
      ['paragraph', 'First & *starred*.'],
      ['paragraph', 'A claim[^1], it says.'],
    ]);
    expect(reading.notes).toEqual([{ number: '1', label: '1', text: 'The note’s words.' }]);
  });

  it('is told by its content, and leaves pictures packed', async () => {
    const picture = { 'word/media/image1.png': new Uint8Array(1000) };
    expect(await read(docx(P('Words.'), picture), 'a.bin')).toMatchObject({ format: 'docx' });
  });

  it.each([
    [
      'unpacks to too much',
      () => docx(P('Words.'), { 'word/huge.xml': new Uint8Array(70 * 1024 * 1024) }),
      'more than 64 MB',
    ],
    ['is cut short', () => docx(P('Words.')).slice(0, 700), 'DOCX'],
    ['holds nothing', () => docx(''), 'holds no text'],
  ])('is refused when it %s', async (_, make, message) => {
    expect(await read(make(), 'a.docx')).toEqual({ refused: expect.stringContaining(message) });
  });
});

describe('e-mail', () => {
  const mail = (body: string, more = '') =>
    `From: Jane Roe <jane@example.org>\r\nTo: Desk <desk@example.org>\r\nDate: Thu, 6 Apr 2017 09:30:00 -0700\r\nSubject: =?utf-8?Q?The_summons_=E2=80=94_again?=\r\nMIME-Version: 1.0\r\n${more}\r\n${body}`;

  it('keeps its heading lines, and what it answers as a quotation', async () => {
    const body =
      'Dear all,\r\n\r\nThe summons was withdrawn on Friday, without a word about it.\r\n\r\n> Was it ever explained, in the hearing or after it,\r\n> by anybody?\r\n\r\nIt was not, and the court will decide the matter\r\nin May.\r\n\r\nJane Roe\r\nEbbing\r\n';
    const reading = await blocksOf(mail(body, 'Content-Type: text/plain; charset=utf-8\r\n'), 'a.eml');
    expect(texts(reading)).toEqual([
      ['paragraph', 'From: Jane Roe <jane@example.org>'],
      ['paragraph', 'To: Desk <desk@example.org>'],
      ['paragraph', 'Date: Thu, 6 Apr 2017 09:30:00 -0700'],
      ['paragraph', 'Subject: The summons — again'],
      ['paragraph', 'Dear all,'],
      ['paragraph', 'The summons was withdrawn on Friday, without a word about it.'],
      ['quote', 'Was it ever explained, in the hearing or after it, by anybody?'],
      ['paragraph', 'It was not, and the court will decide the matter in May.'],
      ['paragraph', 'Jane Roe'],
      ['paragraph', 'Ebbing'],
    ]);
    expect(reading.told).toEqual({ title: 'The summons — again', date: '2017-04-06' });
  });

  it('reads HTML where there is no text, and names attachments', async () => {
    const parts = `--b\r\nContent-Type: text/html\r\n\r\n<p>Only <b>this</b>.</p>\r\n--b\r\nContent-Type: application/pdf; name="a.pdf"\r\nContent-Disposition: attachment; filename="a.pdf"\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERi0=\r\n--b--\r\n`;
    const reading = await blocksOf(mail(parts, 'Content-Type: multipart/mixed; boundary="b"\r\n'), 'letter');
    expect(texts(reading).at(-1)).toEqual(['paragraph', 'Only this.']);
    expect(reading.doubts.map(({ message }) => message)).toEqual([expect.stringContaining('a.pdf')]);
  });
});
