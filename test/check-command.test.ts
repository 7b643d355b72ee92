// `publius check`: verdicts on the shipped knowledge, the JSON that other tools rely on, kinds of files, exit statuses, hostile input. The command's
// own function in this process; the program itself only where a process can be seen from outside.

import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { strToU8, zipSync } from 'fflate';
import PDFDocument from 'pdfkit';
import { afterAll, describe, expect, it } from 'vitest';
import { PLAIN } from '../src/chat/render-text.ts';
import { runCheck } from '../src/check-command.ts';
import { run as runProgram } from '../src/cli.ts';
import { type Options, UsageError } from '../src/command.ts';
import { openDrafts } from '../src/draft.ts';
import type { Block } from '../src/knowledge/import/blocks.ts';
import { MARK_CLOSE, MARK_OPEN } from '../src/knowledge/import/page.ts';
import { openLibrary } from '../src/library.ts';
import { openSession } from '../src/session.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const knowledge = join(root, 'knowledge');
const base = mkdtempSync(join(tmpdir(), 'publius-check-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));
const session = openSession(openLibrary(knowledge, { cacheFolder: null }));

async function run(
  words: readonly string[],
  { input = '', ...options }: Partial<Options> & { input?: string | Buffer } = {},
) {
  const [out, said]: [string[], string[]] = [[], []];
  const status = await runCheck({ cache: false, model: false, ...options }, words, {
    input: (async function* () {
      yield Buffer.from(input);
    })(),
    open: async () => session,
    print: async (text) => void out.push(text),
    say: (line) => void said.push(line),
    progress: () => undefined,
    style: () => PLAIN,
  });
  return { status, out: out.join('\n'), said };
}

let files = 0;
function fileOf(name: string, content: string | Uint8Array): string {
  const folder = join(base, String(files++));
  mkdirSync(folder);
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

const TALLEY =
  'Anonymous pamphlets, leaflets, brochures and even books have played an important role in the progress of mankind';
const DRAFTS = [
  ['exact', `The Supreme Court wrote in Talley: “${TALLEY}.”`],
  [
    'exact',
    `The Supreme Court wrote in Talley: "Anonymous pamphlets, leaflets ... and even books have played an important role."`,
  ],
  ['altered', `The Supreme Court wrote in Talley: “${TALLEY.replace('important', 'imported')}.”`],
  ['altered', 'McIntyre called it an “honorable tradition of advocacy and dissent.”'],
  ['misattributed', `“${TALLEY},” DHS argued.`],
  [
    'stitched',
    'The Court wrote of “leaflets, brochures and even books have played an honorable tradition of advocacy and of dissent.”',
  ],
  ['not-found', '“Nobody at the agency has ever read a tweet,” he said.'],
  ['too-short', 'He called it “the of”.'],
] as const;

interface Json {
  file?: string;
  id: unknown;
  error?: string;
  text: string;
  knowledge: string;
  quotations: {
    text: string;
    verdict: string;
    line?: number;
    exact?: string;
    document?: string;
    start?: number;
    end?: number;
    pinpoint?: string | null;
    diff: { op: string; text: string }[];
    nearest: { document: string; exact: string; start: number; end: number }[];
    segments: { start: number; end: number }[];
  }[];
}
const parse = <T = Json>(text: string) => JSON.parse(text) as T;
const sliceOf = (document: string, start: number, end: number) =>
  readFileSync(join(knowledge, `${document}.md`), 'utf8')
    .normalize('NFC')
    .slice(start, end);

describe('publius check: a text', () => {
  it.each(DRAFTS)('%s, with a place that holds what it says: %s', async (verdict, draft) => {
    const { status, out } = await run([draft], { json: true });
    const { quotations, id, knowledge: version, ...rest } = parse(out);
    expect(quotations.map((one) => one.verdict)).toEqual([verdict]);
    expect(status).toBe(verdict === 'exact' ? 0 : 3);
    expect(id).toBeNull();
    expect(version).toBe(session.library.version);
    expect(rest).not.toHaveProperty('file');
    const [one] = quotations;
    expect(one).not.toHaveProperty('line');
    const placed = !['not-found', 'too-short'].includes(verdict);
    for (const field of ['exact', 'document', 'start', 'end', 'pinpoint']) expect(field in one!, field).toBe(placed);
    if (placed) expect(sliceOf(one!.document!, one!.start!, one!.end!)).toBe(one!.exact);
    if (verdict === 'altered') {
      const of = (op: string) =>
        one!.diff
          .filter((part) => part.op !== op)
          .map(({ text }) => text)
          .join(' ');
      expect(of('source').replace(/\W+/g, ' ')).toContain(one!.text.replace(/\W+/g, ' ').trim());
      expect(one!.diff.some(({ op }) => op !== 'same')).toBe(true);
    } else expect(one!.diff).toEqual([]);
    for (const near of one!.nearest) expect(sliceOf(near.document, near.start, near.end)).toBe(near.exact);
    expect(one!.nearest.length > 0).toBe(verdict === 'not-found');
    expect(one!.segments.map(({ start, end }) => draft.slice(start, end))).toEqual([one!.text]);
  });

  it('without marks is one quotation itself', async () => {
    expect(await run([TALLEY])).toMatchObject({ status: 0, out: expect.stringMatching(/^✓ Exact\n“Anonymous/) });
    expect(await run(TALLEY.split(' '))).toMatchObject({ status: 0 });
  });

  it('finds letters that are written in two characters', async () => {
    const folder = join(base, 'accents');
    mkdirSync(folder);
    writeFileSync(join(folder, 'a.md'), '# Note\n\nThe café owner naïvely said that nobody had asked for names.\n');
    const own = openSession(openLibrary(folder, { cacheFolder: null }));
    const [one] = own.check('“The café owner naïvely said that nobody had asked”'.normalize('NFD'));
    expect(one).toMatchObject({
      verdict: 'exact',
      places: [{ exact: 'The café owner naïvely said that nobody had asked' }],
    });
  });
});

describe('publius check: lines of JSON', () => {
  it('answers in order, and says what is no request', async () => {
    const lines = [
      JSON.stringify({ id: 'a', text: DRAFTS[0][1] }),
      'no json',
      JSON.stringify({ id: 7 }),
      '',
      JSON.stringify({ id: { n: 1 }, text: DRAFTS[6][1] }),
      JSON.stringify({ id: 8, text: '' }),
    ];
    const { status, out } = await run([], { batch: true, input: lines.join('\n') });
    const replies = out.split('\n').map((line) => parse(line));
    expect(replies.map(({ id }) => id)).toEqual(['a', null, 7, { n: 1 }, 8]);
    expect(replies.map(({ error, quotations }) => error ?? quotations.map(({ verdict }) => verdict))).toEqual([
      ['exact'],
      expect.stringContaining('not JSON'),
      expect.stringContaining('expected a string in "text"'),
      ['not-found'],
      [],
    ]);
    expect(status).toBe(2);
    expect((await run([], { batch: true, input: lines[0]! })).status).toBe(0);
    await expect(run(['words'], { batch: true })).rejects.toThrow(UsageError);
  });
});

const REL = 'http://schemas.openxmlformats.org';
const rels = (target: string, type: string) =>
  strToU8(
    `<Relationships xmlns="${REL}/package/2006/relationships"><Relationship Id="r1" Type="${REL}/officeDocument/2006/relationships/${type}" Target="${target}"/></Relationships>`,
  );

/** Paragraphs, and one in Word's style for block quotations. */
function docx(paragraphs: readonly string[], quoted: string): Uint8Array {
  const W = `xmlns:w="${REL}/wordprocessingml/2006/main"`;
  const paragraph = (text: string, style = '') =>
    `<w:p>${style}<w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`;
  const body = [
    ...paragraphs.map((text) => paragraph(text)),
    paragraph(quoted, '<w:pPr><w:pStyle w:val="Q"/></w:pPr>'),
  ];
  return zipSync({
    '[Content_Types].xml': strToU8(
      `<Types xmlns="${REL}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
    ),
    '_rels/.rels': rels('word/document.xml', 'officeDocument'),
    'word/document.xml': strToU8(`<w:document ${W}><w:body>${body.join('')}</w:body></w:document>`),
    'word/_rels/document.xml.rels': rels('styles.xml', 'styles'),
    'word/styles.xml': strToU8(
      `<w:styles ${W}><w:style w:type="paragraph" w:styleId="Q"><w:name w:val="Intense Quote"/></w:style></w:styles>`,
    ),
  });
}

async function pdf(text: string): Promise<Uint8Array> {
  const document = new PDFDocument();
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise((resolve) => document.on('end', resolve));
  document.fontSize(12).text(text, { width: 400 }).end();
  await ended;
  return Buffer.concat(chunks);
}

const HONORABLE = 'honorable tradition of advocacy and of dissent';
const EXACT = `The Supreme Court wrote in Talley: “${TALLEY}.”`;

describe('publius check: files', () => {
  it('reads what newsrooms write in, each under its name, and goes on after one that it cannot read', async () => {
    const mail = `From: A <a@example.org>\r\nTo: b@example.org\r\nSubject: Draft\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${EXACT}\r\n\r\n> ${HONORABLE}\r\n`;
    const long = `<p>${'Words that are not quoted, and more of them, and more. '.repeat(20)}</p>`;
    const aside = `<div class="sidebar comment"><p>${EXACT}</p></div>`; // no part of what reads as the article
    const html = `<!doctype html><html><meta charset="utf-8"><title>Draft</title><body>${aside}<article>${long.repeat(3)}</article><blockquote><p>${HONORABLE}</p></blockquote></body></html>`;
    const names = [
      fileOf('a.docx', docx([EXACT, '```'], HONORABLE)),
      fileOf('b.docx', 'no zip at all'),
      fileOf('c.pdf', await pdf(EXACT)),
      fileOf('d.html', html),
      fileOf('e.bin', Buffer.from([0, 1, 2, 3, 255, 254, 0, 9])),
      fileOf('f.eml', mail),
      fileOf('g.txt', Buffer.from(EXACT.replaceAll('“', '\x93').replaceAll('”', '\x94'), 'latin1')),
      fileOf('h.md', Buffer.from(`\ufeff${EXACT}\n\n> ${HONORABLE}\n`, 'utf16le')),
      fileOf('fragment.htm', `<p>${EXACT}</p>\n<blockquote>${HONORABLE}</blockquote>`),
      fileOf('wrong.md', DRAFTS[3][1]),
      fileOf('i.png', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')),
    ];
    const { status, out, said } = await run(names, { json: true });
    const results = parse<Json[]>(out);
    expect(results.map(({ file }) => file)).toEqual(names);
    expect(results.map(({ error, quotations }) => error ?? quotations.map(({ verdict }) => verdict).join(' '))).toEqual(
      [
        'exact exact',
        expect.stringContaining('is no DOCX, though its name says so'),
        'exact',
        'exact exact',
        expect.stringMatching(/^is not /),
        'exact exact',
        'exact',
        'exact exact',
        'exact exact',
        'altered',
        expect.stringContaining('image/png'),
      ],
    );
    expect(results.map(({ quotations }) => quotations?.map(({ line }) => line ?? 0).join(' '))).toEqual([
      '0 0',
      undefined,
      '0',
      '0 0',
      undefined,
      '0 0',
      '1',
      '1 3',
      '0 0',
      '1',
      undefined,
    ]);
    expect(status).toBe(1);
    expect(said).toHaveLength(5);
    expect(said.find((line) => line.includes('.pdf'))).toContain('block quote');
    expect(said.find((line) => line.includes('g.txt'))).toContain('Windows-1252');
    expect(said.find((line) => line.includes('b.docx'))).toContain('save it anew');
    const quoted = results.flatMap(({ quotations }) => quotations ?? []).map(({ text }) => text);
    expect(new Set(quoted.slice(0, -1))).toEqual(new Set([`${TALLEY}.`, HONORABLE])); // not a character is changed
  });

  it('names the line of a quotation in a text file', async () => {
    const draft = `Title\r\n\r\nA line.\r\n${EXACT}\r\rHe said:\n\n> ${HONORABLE}\n\nIt was, “${TALLEY.slice(0, 40)}\n${TALLEY.slice(40)}.”`;
    const file = fileOf('lines.md', draft);
    const { out } = await run([file], { json: true });
    const { quotations, file: name } = parse(out);
    expect(name).toBe(file);
    expect(quotations.map(({ line }) => line)).toEqual([4, 8, 10]);
    expect(quotations.map(({ segments: [span] }) => draft.slice(span!.start, span!.end).length > 30)).toEqual([
      true,
      true,
      true,
    ]);
    expect((await run([file])).out).toMatch(/✓ Exact \(3\)[\s\S]*\(line 4\)[\s\S]*\(line 8\)[\s\S]*\(line 10\)/);
  });

  it('puts the name above each of several, and one object, not an array, for one', async () => {
    const [one, two] = [fileOf('one.md', EXACT), fileOf('two.md', DRAFTS[6][1])];
    const { out, status } = await run([one, two]);
    expect(out.indexOf(`${one}:`)).toBe(0);
    expect(out.indexOf(`\n${two}:\n\n? Not found\n`)).toBeGreaterThan(out.indexOf('✓ Exact'));
    expect(status).toBe(3);
    expect((await run([one])).out).toMatch(/^✓ Exact\n“[^\n]*\(line 1\)/);
    expect(parse((await run([one], { json: true })).out)).toMatchObject({ file: one, id: null });
    const huge = fileOf('huge.md', 'a b '.repeat(250_001));
    const refused = await run([huge], { json: true });
    expect(parse(refused.out)).toEqual({
      file: huge,
      error: expect.stringContaining('longer than 1,000,000 characters'),
    });
    expect(refused.said).toEqual([expect.stringContaining(`${huge} is longer than`)]);
    expect(refused.status).toBe(1);
  });

  it.each([
    ['an empty one', ''],
    ['one without a quotation', 'Nobody is quoted here, and it’s fine.\n'],
    ['one of marks alone', '“” "" \'\' > \n> \n'],
  ])('says that there is no quotation in %s', async (_, draft) => {
    const { status, out } = await run([fileOf('draft.md', draft)]);
    expect(out).toMatch(/^There is no quotation in that/);
    expect(status).toBe(3);
  });

  it('reads standard input as a draft', async () => {
    expect(await run(['-'], { input: `\n${EXACT}` })).toMatchObject({
      status: 0,
      out: expect.stringContaining('(line 2)'),
    });
    expect(await run([], { input: `\n${TALLEY}\n` })).toMatchObject({
      status: 0,
      out: expect.stringMatching(/✓ Exact\n“Anonymous[^\n]*\(line 2\)/),
    });
    await expect(run([], { input: ' \n' })).rejects.toThrow('no text given; for example');
    expect(await run([], { input: 'a b '.repeat(250_001) })).toMatchObject({ status: 1, out: '' });
    expect(parse((await run(['-'], { input: TALLEY, json: true })).out)).toMatchObject({ file: '-', quotations: [] });
  });

  it('looks for quotations in the words of other formats, and in those only', async () => {
    const blocks: Block[] = [
      { type: 'heading', depth: 2, text: 'A title' },
      { type: 'paragraph', number: '4', text: `Words${MARK_OPEN}1${MARK_CLOSE} go on.` },
      { type: 'quote', text: 'One line\nand another' },
      { type: 'item', marker: '-', depth: 1, text: '``` is no code' },
      { type: 'table', rows: [['a', '“b'], ['c”']] },
    ];
    const notes = [{ number: '1', label: '1', text: 'A note.' }];
    const doubts = [
      { message: 'numbers are not there', lowers: 'high' },
      { message: 'has tracked changes', lowers: 'medium' },
    ] as const;
    const read = async () => ({ blocks, notes, doubts, told: {}, format: 'docx' as const });
    const drafts = openDrafts([], () => ({ read, close: async () => undefined }));
    expect(await drafts.read(fileOf('a.bin', Buffer.from([0])))).toEqual({
      text: 'A title\n\nWords go on.\n\n> One line\n> and another\n\n- \\``` is no code\n\na\n\n“b\n\nc”\n\nA note.',
      own: false,
      remarks: ['has tracked changes'],
    });
  });

  it.each([
    ['nowhere.docx', 'there is no file nowhere.docx'],
    ['my draft.pdf', 'there is no file my draft.pdf'],
    ['drafts/monday', 'there is no file drafts/monday'],
    ['https://example.org/story', 'save the page'],
    [base, 'is a folder: name the files in it'],
  ])('takes %s for no quotation', async (word, message) => {
    await expect(run([word])).rejects.toThrow(message);
    await expect(run([word])).rejects.toThrow(UsageError);
    await expect(run([fileOf('there.md', EXACT), word])).rejects.toThrow(message);
  });

  it.each([
    ['"and/or" is what he said of it'],
    ['“draft.docx” was its name.'],
    ['the freedom of speech and/or of the press'],
  ])('takes %s for a text', async (text) => {
    expect((await run([text])).out).toMatch(/^[✓✗?–] /);
    expect((await run(text.split(' '))).out).toMatch(/^[✓✗?–] /);
  });
});

describe('publius check: what nobody should send', () => {
  it('a paste of a hundred thousand characters', async () => {
    const draft = Array.from({ length: 1000 }, (_, n) => `${n} “${TALLEY.slice(0, 90)}.”`).join('\n\n');
    expect(draft.length).toBeGreaterThan(90_000);
    const file = fileOf('long.md', draft);
    const { status, out, said } = await run([file], { json: true });
    expect(parse(out)).toMatchObject({ truncated: true });
    expect(parse(out).quotations).toHaveLength(500);
    expect(said).toEqual([expect.stringContaining('the first 500 quotations were checked')]);
    expect(status).toBe(3);
    expect((await run([`“${'secret '.repeat(15_000)}”`])).status).toBe(3);
    await expect(run([`“${'a b '.repeat(250_001)}”`])).rejects.toThrow('longer than 1,000,000 characters');
  });

  it.each([
    ['escapes', 'He said \u001b[31m “red \u001b]0;title\u0007 words stand here”'],
    ['escapes in a name', `“${TALLEY},” the DHS\u001b[31m argued.`],
    ['turned text', '“words \u202e that are turned round \u2066 here”'],
    ['halves of pairs', '“words with \ud83d half a character \udc00 of it”'],
    ['letters piled up', `“words with ${'a\u0301\u0323'.repeat(3000)} on them”`],
    ['look-alikes', `“${TALLEY.replaceAll('a', '\u0430')}”`],
    ['hidden characters', `“${TALLEY.split('').join('\u200b')}”`],
    ['open marks only', '“'.repeat(3000)],
    ['nested marks', `${"“a '".repeat(500)}${"' b”".repeat(500)}`],
  ])('%s', async (_, text) => {
    for (const words of [[text], [fileOf('hostile.md', text)]]) {
      const { status, out } = await run(words);
      expect(status).toBe(3);
      expect(out).not.toMatch(/[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/u);
      expect(out).not.toContain('✓');
      JSON.parse((await run(words, { json: true })).out);
    }
  });
});

describe('the program', () => {
  const program = (words: readonly string[], input: string | Uint8Array) =>
    new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
      const code = `import('./src/cli.ts').then((cli) => cli.run(${JSON.stringify(words)})).then((code) => { process.exitCode = code; })`;
      const child = spawn(process.execPath, ['--import', 'tsx', '-e', code], {
        cwd: root,
        env: { PATH: process.env.PATH, HOME: base, PUBLIUS_CACHE_DIR: join(base, 'cache') },
      });
      const [out, err]: [Buffer[], Buffer[]] = [[], []];
      child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
      child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
      child.on('close', (code) =>
        resolve({ code, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() }),
      );
      child.stdin.end(input);
    });

  it('reads a DOCX and a text from a pipe', async () => {
    const small = join(base, 'small');
    mkdirSync(small);
    copyFileSync(join(knowledge, 'talley-v-california.md'), join(small, 'talley.md'));
    const [read, piped] = await Promise.all([
      program(['check', '-', '--json', '-k', small], docx([EXACT], 'my cat sleeps on the windowsill all morning')),
      program(['check', '-k', small], TALLEY),
    ]);
    expect(read).toMatchObject({ code: 3, err: '' });
    expect(parse(read.out).quotations.map(({ verdict }) => verdict)).toEqual(['exact', 'not-found']);
    expect(piped).toMatchObject({ code: 0, err: '', out: expect.stringMatching(/^✓ Exact\n/) });
  });

  it('ends with 2 where it is used wrongly', async () => {
    expect(await runProgram(['check', 'nowhere.docx'])).toBe(2);
  });
});
