// `publius add` on real files in folders of the test's own: what is written, what is said, and that nothing is lost or written twice.

import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { type Added, addSources } from '../src/add.ts';
import { faultOf } from '../src/add-command.ts';
import type { Told } from '../src/knowledge/import/blocks.ts';
import { readSource } from '../src/knowledge/import/read.ts';
import { openReader, type Reader } from '../src/knowledge/import/reader.ts';
import { lintFolder } from '../src/knowledge/lint.ts';
import { openLibrary } from '../src/library.ts';
import { openSession } from '../src/session.ts';
import { CALIFORNIA } from './typeset/layouts.ts';
import { complaint } from './typeset/prose.ts';
import { typeset } from './typeset/typeset.ts';

const base = mkdtempSync(join(tmpdir(), 'publius-add-'));
/** In this thread: what the thread of its own adds is tested below. */
const reader: Reader = { read: readSource, close: async () => undefined };
afterAll(() => rmSync(base, { recursive: true, force: true }));
let folders = 0;

function newFolder(): string {
  const folder = join(base, `k${folders++}`);
  mkdirSync(folder);
  return folder;
}

function fileOf(name: string, content: string | Uint8Array): string {
  const path = join(newFolder(), name);
  writeFileSync(path, content);
  return path;
}

async function add(folder: string, sources: readonly string[], given: Told = {}, dryRun = false): Promise<Added[]> {
  const fetch = async () => ({ refused: 'no network in this test' });
  const results: Added[] = [];
  for await (const result of addSources(sources, { folder, given, dryRun, reader, fetch })) results.push(result);
  return results;
}

const LETTER =
  'To the editor\n\nThe handle @ALT_FORESTER is mine. I wrote under it in\n2017. Nobody asked me to stop, and\n28 U.S.C. 1746 was never mentioned.\n\nA second paragraph, with *stars* in it.\n';

describe('publius add', () => {
  it('makes a PDF quotable with paragraph and page, and lints clean', async () => {
    const { bytes } = await typeset(complaint(5, 12), CALIFORNIA);
    const folder = newFolder();
    const [added] = await add(folder, [fileOf('Case 12 (filed).pdf', bytes)]);
    expect(added).toMatchObject({ status: 'added', id: 'case-12-filed', file: 'case-12-filed.md', confidence: 'high' });
    expect(readFileSync(join(folder, 'originals', 'case-12-filed.pdf')).equals(bytes)).toBe(true);
    expect(lintFolder(folder)).toEqual({ problems: [], documents: 1 });
    const session = openSession(openLibrary(folder, { cacheFolder: null }));
    const answer = await session.ask({
      text: 'What did the author sign as under the handle @ALT_FORESTER?',
      history: [],
    });
    const quote = answer.statements
      .flatMap(({ quotes }) => quotes)
      .find(({ shown }) => shown.includes('@ALT_FORESTER'));
    expect(quote?.shown).toContain(
      'The author, who wrote under the handle @ALT_FORESTER and signed as *nobody*, had 32,000 readers in 2016 and 158,000 in 2018.',
    );
    expect(quote?.pinpoint).toMatch(/^¶ (?:3|10), (?:p\. \d|pp\. \d–\d)$/);
    expect(quote?.kind).toBe('filing');
  });

  it('is resumable: the same content is there already, under whatever name', async () => {
    const folder = newFolder();
    const first = await add(folder, [fileOf('letter.txt', LETTER)]);
    const files = readdirSync(folder, { recursive: true });
    expect(await add(folder, [fileOf('other name.txt', LETTER)])).toMatchObject([
      { status: 'already-there', id: 'letter' },
    ]);
    expect(first).toMatchObject([{ status: 'added', id: 'letter' }]);
    expect(readdirSync(folder, { recursive: true })).toEqual(files);
  });

  it('gives other content under the same name another id, and says so', async () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'letter.md'), 'Written by hand.');
    const results = await add(folder, [fileOf('letter.txt', LETTER), fileOf('letter.txt', `${LETTER}More.`)]);
    expect(results.map(({ id }) => id)).toEqual(['letter-2', 'letter-3']);
    expect(results[0]!.warnings).toEqual(['another document has the id "letter": added as "letter-2"']);
    expect(readFileSync(join(folder, 'letter.md'), 'utf8')).toBe('Written by hand.');
  });

  it('leaves the originals out of the knowledge, whatever they are', async () => {
    const folder = newFolder();
    await add(folder, [fileOf('letter.txt', LETTER), fileOf('note.md', '# A note\n\nIts words.\n')]);
    const library = openLibrary(folder, { cacheFolder: null });
    expect(library.documents().map(({ id }) => id)).toEqual(['letter', 'note']);
    expect(library.faults).toEqual([]);
    expect(readdirSync(join(folder, 'originals')).sort()).toEqual(['letter.txt', 'note.md']);
  });

  it('does not add a folder to itself', async () => {
    const folder = newFolder();
    await add(folder, [fileOf('letter.txt', LETTER)]);
    expect(await add(folder, [folder])).toMatchObject([{ status: 'already-there', file: 'letter.md' }]);
  });

  it('writes nothing on a dry run', async () => {
    const folder = join(newFolder(), 'not-yet');
    expect(await add(folder, [fileOf('letter.txt', LETTER)], {}, true)).toMatchObject([
      { status: 'added', id: 'letter' },
    ]);
    expect(existsSync(folder)).toBe(false);
  });

  it('keeps the front matter of Markdown, and what is given goes before it', async () => {
    const folder = newFolder();
    const file = fileOf(
      'a.md',
      '---\nid: old\ntitle: Old\nkind: statement\nspeaker: Jane Roe\nstatus: Withdrawn\n---\n\nHer words.\n',
    );
    await add(folder, [file], { title: 'New title', date: '2017-04-06' });
    const [meta] = openLibrary(folder, { cacheFolder: null }).documents();
    expect(meta).toMatchObject({
      id: 'new-title',
      title: 'New title',
      kind: 'statement',
      speaker: 'Jane Roe',
      status: 'Withdrawn',
      date: '2017-04-06',
    });
  });

  it('keeps numbers that belong to the text of a hard-wrapped file', async () => {
    const folder = newFolder();
    await add(folder, [fileOf('letter.txt', LETTER)]);
    expect(readFileSync(join(folder, 'letter.md'), 'utf8').split('\n').slice(-4)).toEqual([
      'The handle @ALT_FORESTER is mine. I wrote under it in 2017. Nobody asked me to stop, and 28 U.S.C. 1746 was never mentioned.',
      '',
      'A second paragraph, with \\*stars\\* in it.',
      '',
    ]);
  });

  it('goes on after bad files, and says what to do about each', async () => {
    const folder = newFolder();
    const sources = [
      join(base, 'missing.pdf'),
      fileOf('empty.txt', ''),
      fileOf('broken.pdf', '%PDF-1.7\nnothing more'),
      fileOf('picture.pdf', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')),
      fileOf('latin.txt', Buffer.from('caf\xe9', 'latin1')),
      newFolder(),
      'ftp://example.org/a.pdf',
      fileOf('good.txt', LETTER),
    ];
    const results = await add(folder, sources);
    expect(results.map(({ status }) => status)).toEqual([...Array(7).fill('refused'), 'added']);
    expect(results.slice(0, 7).map(({ warnings }) => warnings.join())).toEqual([
      'does not exist',
      'is empty',
      expect.stringContaining('is broken, or no PDF'),
      expect.stringContaining('image/png'),
      expect.stringContaining('not valid UTF-8'),
      expect.stringContaining('holds no file'),
      'no network in this test',
    ]);
  });

  it('takes a folder, hidden files and unknown kinds left out', async () => {
    const source = newFolder();
    mkdirSync(join(source, 'deep'));
    writeFileSync(join(source, 'deep', 'b.txt'), LETTER);
    writeFileSync(join(source, 'a.md'), 'Words of a note.');
    for (const name of ['.hidden.txt', 'x.exe', 'y.json']) writeFileSync(join(source, name), 'no');
    const results = await add(newFolder(), [source]);
    expect(results.map(({ id, status }) => [id, status])).toEqual([
      ['a', 'added'],
      ['b', 'added'],
    ]);
  });
});

describe('the thread that reads', () => {
  it('is given up when a file takes too long, and the next one is read', async () => {
    const hasty = openReader({ timeoutMs: 1, growthBytes: 1e12 });
    const patient = openReader();
    try {
      const bytes = Buffer.from(LETTER);
      expect(await hasty.read(bytes, { name: 'a.txt' })).toEqual({
        refused: expect.stringContaining('took longer than 0.001 s'),
      });
      expect(await patient.read(bytes, { name: 'a.txt' })).toMatchObject({ format: 'text' });
      expect(await patient.read(bytes, { name: 'b.txt' })).toMatchObject({ format: 'text' });
      const greedy = openReader({ timeoutMs: 60_000, growthBytes: -1e12 });
      expect(await greedy.read(bytes, { name: 'a.txt' })).toEqual({
        refused: expect.stringContaining('too much memory'),
      });
    } finally {
      await Promise.all([hasty.close(), patient.close()]);
    }
  });
});

describe('the command', () => {
  const run = async (words: readonly string[]) => {
    const cwd = new URL('..', import.meta.url);
    try {
      const { stdout, stderr } = await promisify(execFile)(process.execPath, ['bin/publius.js', ...words], { cwd });
      return { code: 0, stdout, stderr };
    } catch (error) {
      return error as { code: number; stdout: string; stderr: string };
    }
  };

  it('prints one JSON array, and tells by its exit status whether all went in', async () => {
    const folder = newFolder();
    const file = fileOf('letter.txt', LETTER);
    const both = await run(['add', '-k', folder, '--json', file, join(base, 'missing.pdf')]);
    expect(both.code).toBe(1);
    expect(JSON.parse(both.stdout)).toEqual([
      { source: file, status: 'added', id: 'letter', file: 'letter.md', words: 33, warnings: [], confidence: 'high' },
      { source: join(base, 'missing.pdf'), status: 'refused', warnings: ['does not exist'], confidence: null },
    ]);
  });

  it('says which options it does not understand', () => {
    expect(faultOf(['a.pdf'], { kind: 'novel' })).toContain('--kind "novel" is not known');
    expect(faultOf(['a.pdf'], { date: '2017-02-30' })).toContain('is no date');
    expect(faultOf(['a.pdf', 'b.pdf'], { title: 'One' })).toContain('one at a time');
    expect(faultOf(['a.pdf'], { kind: 'filing', date: '2017-04', title: 'One' })).toBe(null);
  });
});
