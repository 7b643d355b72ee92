// The knowledge folder on a real file system: what is listed, what is refused and why, and which id each file gets.

import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { assignIds, KnowledgeError, listFiles, readDeclaredId, readDocument } from '../src/knowledge/load.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'publius-load-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(path: string, text = 'It held.\n'): string {
  const full = join(folder, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, text);
  return full;
}

const declared = (id: string) => `---\nid: ${id}\ntitle: X\nkind: guide\n---\n\nIt held.\n`;
const paths = () => listFiles(folder).files.map(({ path }) => path);

describe('listFiles', () => {
  it('lists Markdown and text files of all folders, by path', () => {
    for (const path of ['b.md', 'a.txt', 'cases/z.markdown', 'cases/deep/er/y.text', 'LOUD.MD', 'é.md']) write(path);
    expect(listFiles(folder).faults).toEqual([]);
    expect(paths()).toEqual(['LOUD.MD', 'a.txt', 'b.md', 'cases/deep/er/y.text', 'cases/z.markdown', 'é.md']);
  });

  it('tells size and time, which change when the file does', () => {
    const full = write('a.md', 'It held.\n');
    const [before] = listFiles(folder).files;
    expect(before).toMatchObject({ path: 'a.md', size: 9 });
    writeFileSync(full, 'It held, they said.\n');
    const [after] = listFiles(folder).files;
    expect(after!.size).toBe(20);
    expect(after!.mtimeMs).toBeGreaterThanOrEqual(before!.mtimeMs);
  });

  it('leaves out hidden files and folders, packages and other formats', () => {
    for (const path of [
      '.hidden.md',
      '.git/a.md',
      'node_modules/p/README.md',
      'a.pdf',
      'md',
      'b.md.bak',
      'c/.d/e.md',
    ]) {
      write(path);
    }
    expect(listFiles(folder)).toEqual({ files: [], faults: [] });
  });

  it('of an empty folder is empty', () => {
    expect(listFiles(folder)).toEqual({ files: [], faults: [] });
  });

  it('lists an empty file, whose reader says that it holds no text', () => {
    write('a.md', '');
    expect(paths()).toEqual(['a.md']);
  });

  it('of a folder that is missing says so, and what to give', () => {
    const missing = join(folder, 'nowhere');
    expect(() => listFiles(missing)).toThrow(KnowledgeError);
    expect(() => listFiles(missing)).toThrow(/nowhere" does not exist: give a folder .* --knowledge DIR/);
  });

  it('of a file says so, and what to give', () => {
    const file = write('a.md');
    expect(() => listFiles(file)).toThrow(KnowledgeError);
    expect(() => listFiles(file)).toThrow(/a\.md" is a file: give the folder that holds it/);
  });

  it('below a file says that it cannot be opened', () => {
    expect(() => listFiles(join(write('a.md'), 'b'))).toThrow(/cannot be opened \(ENOTDIR\)/);
  });

  it('of a link to a folder is of that folder', () => {
    write('real/a.md');
    symlinkSync(join(folder, 'real'), join(folder, 'link'));
    expect(listFiles(join(folder, 'link')).files.map(({ path }) => path)).toEqual(['a.md']);
  });

  it('refuses a file of 33 MB with its size, and takes one of 32', () => {
    truncateSync(write('big.txt'), 33 * 1024 * 1024);
    truncateSync(write('most.txt'), 32 * 1024 * 1024);
    const { files, faults } = listFiles(folder);
    expect(files.map(({ path }) => path)).toEqual(['most.txt']);
    expect(faults).toEqual([
      { path: 'big.txt', message: 'is 33 MB, more than the 32 MB a document may have: split it into parts' },
    ]);
  });

  it('takes the target of a link to a file, and says when there is none', () => {
    const target = write('real.md');
    symlinkSync(target, join(folder, 'link.md'));
    symlinkSync(join(folder, 'gone.md'), join(folder, 'dangling.md'));
    const { files, faults } = listFiles(folder);
    expect(files.map(({ path }) => path)).toEqual(['link.md', 'real.md']);
    expect(faults).toEqual([
      { path: 'dangling.md', message: 'cannot be read (ENOENT): check that it exists and its permissions' },
    ]);
  });

  it('ends where links go in a circle', () => {
    write('a.md');
    symlinkSync(folder, join(folder, 'again'));
    symlinkSync(folder, join(folder, 'again.md'));
    symlinkSync(join(folder, 'loop.md'), join(folder, 'loop.md'));
    const { files, faults } = listFiles(folder);
    expect(files.map(({ path }) => path)).toEqual(['a.md']);
    expect(faults.map(({ path }) => path)).toEqual(['again', 'again.md', 'loop.md']);
  });

  it('leaves out a folder whose name ends like a document', () => {
    write('notes.md/a.md');
    expect(paths()).toEqual(['notes.md/a.md']);
  });

  it('goes sixteen folders deep', () => {
    const deep = (levels: number) => `${Array.from({ length: levels }, (_, i) => `d${i}`).join('/')}/a.md`;
    write(deep(16));
    write(deep(17));
    expect(paths()).toEqual([deep(16)]);
  });

  const root = process.getuid?.() === 0;
  it.skipIf(root)('goes on past a folder without permission, with a fault (skipped as root, who may read all)', () => {
    write('a.md');
    write('closed/b.md');
    chmodSync(join(folder, 'closed'), 0);
    try {
      const { files, faults } = listFiles(folder);
      expect(files.map(({ path }) => path)).toEqual(['a.md']);
      expect(faults).toEqual([{ path: 'closed', message: "cannot be read (EACCES): check the folder's permissions" }]);
    } finally {
      chmodSync(join(folder, 'closed'), 0o755);
    }
  });
});

describe('readDeclaredId', () => {
  it('is the id in the front matter, or null', () => {
    write('a.md', declared('doe-v-reed'));
    write('b.md');
    expect(['a.md', 'b.md', 'gone.md'].map((path) => readDeclaredId(folder, path))).toEqual(['doe-v-reed', null, null]);
  });
});

describe('readDocument', () => {
  it('reads a file under the id that it was given', () => {
    write('cases/a.md', '# Title\n\nIt held.\n');
    expect(readDocument(folder, 'cases/a.md', 'cases/a')).toMatchObject({
      document: { meta: { id: 'cases/a', title: 'Title' }, text: '# Title\n\nIt held.\n' },
    });
  });

  it('says when a listed file has gone since', () => {
    const full = write('a.md');
    const [file] = listFiles(folder).files;
    unlinkSync(full);
    expect(readDocument(folder, file!.path, 'a')).toEqual({
      fault: { path: 'a.md', message: 'cannot be read (ENOENT): check that it exists and its permissions' },
    });
  });

  it('says when the file is a folder, or cannot be parsed', () => {
    mkdirSync(join(folder, 'a.md'));
    write('b.md', '');
    expect(readDocument(folder, 'a.md', 'a')).toMatchObject({ fault: { path: 'a.md' } });
    expect(readDocument(folder, 'b.md', 'b')).toEqual({
      fault: { path: 'b.md', message: 'holds no text: delete it or fill it' },
    });
  });
});

describe('assignIds', () => {
  /** `path` or `path=declared id` → what each file is called; a fault where it gets no id. */
  const CASES: readonly (readonly [name: string, files: string[], expected: Record<string, string | RegExp>])[] = [
    ['plain files by their name', ['a.md', 'b.txt'], { 'a.md': 'a', 'b.txt': 'b' }],
    ['the same name in two folders', ['x/a.md', 'y/a.md'], { 'x/a.md': 'a', 'y/a.md': 'y/a' }],
    ['the same name with two endings', ['a.md', 'a.txt'], { 'a.md': 'a', 'a.txt': 'a.txt' }],
    [
      'the same name with two endings in two folders',
      ['x/a.md', 'y/a.md', 'y/a.txt'],
      { 'x/a.md': 'a', 'y/a.md': 'y/a', 'y/a.txt': 'y/a.txt' },
    ],
    ['a declared id before any name', ['a.md', 'b.md=a'], { 'a.md': 'a.md', 'b.md': 'a' }],
    ['two declared ids that are one', ['a.md=x', 'b.md=x'], { 'a.md': 'x', 'b.md': /has the id "x", which a\.md has/ }],
    [
      'three declared ids that are one',
      ['a.md=x', 'b.md=x', 'c.md=x'],
      { 'a.md': 'x', 'b.md': /a\.md has/, 'c.md': /a\.md has: give one of them another id/ },
    ],
    ['a refused file’s name stays free', ['a.md=x', 'b.md=x', 'c/b.md'], { 'a.md': 'x', 'b.md': /"x"/, 'c/b.md': 'b' }],
    [
      'a name whose every form is taken',
      ['a.md', 'b.md=a', 'c.md=a.md'],
      { 'a.md': /same name as the id of another document: rename it/, 'b.md': 'a', 'c.md': 'a.md' },
    ],
  ];
  it.each(CASES)('%s', (_name, files, expected) => {
    const { ids, faults } = assignIds(
      files.map((file) => ({ path: file.split('=')[0]!, id: file.split('=')[1] ?? null })),
    );
    const faultOf = new Map(faults.map(({ path, message }) => [path, message]));
    for (const [path, id] of Object.entries(expected)) {
      if (typeof id === 'string') expect([path, ids.get(path)]).toEqual([path, id]);
      else expect(faultOf.get(path)).toMatch(id);
    }
    expect(ids.size + faults.length).toBe(files.length);
  });

  it('gives each file one id that no other has, or one fault', () => {
    const name = fc.constantFrom('a', 'b', 'a.md', 'x/a', 'y/a', 'x/a.md');
    const files = fc.uniqueArray(
      fc.record({ path: fc.tuple(name, fc.constantFrom('.md', '.txt')).map((p) => p.join('')), id: fc.option(name) }),
      { selector: ({ path }) => path },
    );
    fc.assert(
      fc.property(files, (listed) => {
        const { ids, faults } = assignIds(listed);
        expect(new Set(ids.values()).size).toBe(ids.size);
        expect([...ids.keys(), ...faults.map(({ path }) => path)].toSorted()).toEqual(
          listed.map(({ path }) => path).toSorted(),
        );
      }),
    );
  });

  it('and reading agree on real files: two in two folders, one with a byte order mark', () => {
    write('x/a.md', `\ufeff${declared('doe')}`);
    write('y/a.md');
    const { files } = listFiles(folder);
    const { ids } = assignIds(files.map(({ path }) => ({ path, id: readDeclaredId(folder, path) })));
    expect(Object.fromEntries(ids)).toEqual({ 'x/a.md': 'doe', 'y/a.md': 'a' });
  });
});
