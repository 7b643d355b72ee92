// The knowledge folder kept current: on real folders, what is read again after which change, and what it says of what it cannot read.

import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { KnowledgeError } from '../src/knowledge/load.ts';
import { type Library, openLibrary } from '../src/library.ts';
import { openSession } from '../src/session.ts';

const base = mkdtempSync(join(tmpdir(), 'publius-library-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

let folder = '';
let cache = '';
let serial = 0;
beforeEach(() => {
  folder = join(base, `${++serial}`, 'knowledge');
  cache = join(base, `${serial}`, 'cache');
  mkdirSync(folder, { recursive: true });
});

/** A clock of our own, long past, so that no file counts as just changed; each write is a minute after the one before. */
let clock = Date.UTC(2020, 0, 1) / 1000;

function write(path: string, text: string | Uint8Array): void {
  const full = join(folder, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, text);
  clock += 60;
  utimesSync(full, clock, clock);
}

function open(): Library {
  return openLibrary(folder, { cacheFolder: cache });
}

function find(library: Library, text: string): string[] {
  return openSession(library)
    .search(text, 20)
    .map(({ document }) => document);
}

/** Thirty documents, so that one more or less is a small change. */
function writeThirty(): void {
  for (let n = 10; n < 40; n++) write(`d${n}.md`, `# Matter ${n}\n\nThe zebra number ${n} ran.\n\nIt ran to town${n}.`);
}

function savedIndex(): string {
  return join(cache, readdirSync(cache)[0]!);
}

describe('opening again reads only what changed', () => {
  beforeEach(writeThirty);

  it('first everything, then nothing', () => {
    const first = open();
    expect(first.opened.read).toBe(30);
    expect(first.remarks).toEqual([]);
    const second = open();
    expect(second.opened.read).toBe(0);
    expect(second.version).toBe(first.version);
    expect(second.documents()).toEqual(first.documents());
    expect(openSession(second).search('zebra town17', 20)).toEqual(openSession(first).search('zebra town17', 20));
    expect(second.remarks).toEqual([]);
  });

  it('an added file', () => {
    const first = open();
    write('new.md', '# New\n\nA walrus came.');
    const second = open();
    expect(second.opened.read).toBe(1);
    expect(find(second, 'walrus')).toEqual(['new']);
    expect(second.version).not.toBe(first.version);
    expect(open().opened.read).toBe(0);
    expect(find(open(), 'walrus')).toEqual(['new']);
  });

  it('an edited file: the old words are gone and the new ones found', () => {
    const first = open();
    write('d15.md', '# Matter 15\n\nA walrus came instead.');
    const second = open();
    expect(second.opened.read).toBe(1);
    expect(find(second, 'walrus')).toEqual(['d15']);
    expect(find(second, 'town15')).toEqual([]);
    expect(second.version).not.toBe(first.version);
    expect(second.document('d15')!.text).toContain('walrus');
    expect(open().opened.read).toBe(0);
  });

  it('a removed file', () => {
    const first = open();
    rmSync(join(folder, 'd15.md'));
    const second = open();
    expect(second.opened.read).toBe(0);
    expect(find(second, 'town15')).toEqual([]);
    expect(second.document('d15')).toBeUndefined();
    expect(second.documents()).toHaveLength(29);
    expect(second.version).not.toBe(first.version);
    const third = open();
    expect(third.version).toBe(second.version);
    expect(find(third, 'town15')).toEqual([]);
  });

  it('a file taken away and put back', () => {
    const first = open();
    const text = readFileSync(join(folder, 'd15.md'));
    rmSync(join(folder, 'd15.md'));
    open();
    write('d15.md', text);
    const third = open();
    expect(third.version).toBe(first.version);
    expect(find(third, 'town15')).toEqual(['d15']);
  });

  it('a renamed file gets its new id', () => {
    open();
    renameSync(join(folder, 'd15.md'), join(folder, 'renamed.md'));
    const second = open();
    expect(find(second, 'town15')).toEqual(['renamed']);
    expect(second.opened.read).toBe(1);
  });

  it('a file edited within the clock’s step of the saving is read again', () => {
    const now = Date.now() / 1000;
    utimesSync(join(folder, 'd15.md'), now, now);
    open();
    const text = readFileSync(join(folder, 'd15.md'), 'utf8');
    writeFileSync(join(folder, 'd15.md'), text.replace('town15', 'walrus')); // as long as before
    utimesSync(join(folder, 'd15.md'), now, now);
    expect(find(open(), 'walrus')).toEqual(['d15']);
  });

  it('many changes, one after the other, equal a fresh reading', () => {
    open();
    for (let n = 0; n < 14; n++) {
      write(`more${n}.md`, `A walrus, number ${n}.`);
      if (n % 3 === 0) rmSync(join(folder, `d${20 + n}.md`));
      write('d11.md', `# Matter 11\n\nThe zebra ran ${n} times.`);
      open();
    }
    const kept = open();
    const fresh = openLibrary(folder, { cacheFolder: null });
    expect(kept.version).toBe(fresh.version);
    expect(kept.documents()).toEqual(fresh.documents());
    for (const question of ['zebra', 'walrus 7', 'matter 11', 'town22', 'zibra']) {
      expect(openSession(kept).search(question, 50)).toEqual(openSession(fresh).search(question, 50));
    }
  });

  it('answers change with the sources', async () => {
    write('walrus.md', '# The walrus\n\nThe walrus of the harbour weighs 900 kilograms.');
    const question = { text: 'How much does the walrus of the harbour weigh?', history: [] };
    const before = await openSession(open()).ask(question);
    expect(before.statements[0]?.quotes[0]?.exact).toContain('900');
    write('walrus.md', '# The walrus\n\nThe walrus of the harbour weighs 1,100 kilograms.');
    const after = await openSession(open()).ask(question);
    expect(after.statements[0]?.quotes[0]?.exact).toContain('1,100');
    rmSync(join(folder, 'walrus.md'));
    const gone = await openSession(open()).ask(question);
    expect(JSON.stringify(gone)).not.toMatch(/900|1,100/);
  });
});

describe('the version', () => {
  it('does not depend on the order of writing, on names of folders or on a saved index', () => {
    const texts: Record<string, string> = { b: 'Two zebras.', a: 'One zebra.', c: 'Three.' };
    for (const id of ['b', 'a', 'c']) write(`${id}.md`, texts[id]!);
    const first = openLibrary(folder, { cacheFolder: null });
    folder = join(base, `${serial}`, 'elsewhere');
    for (const id of ['c', 'a', 'b']) write(`${id}.md`, texts[id]!);
    const second = open();
    rmSync(join(folder, 'b.md'));
    open();
    write('b.md', texts.b!);
    expect([second.version, open().version, open().version]).toEqual([first.version, first.version, first.version]);
    expect(first.version).toMatch(/^[0-9a-f]{12}$/);
  });

  it('changes with any edit, though it be one character', () => {
    const seen = new Set<string>();
    for (const text of [
      'One zebra.',
      'One zebra!',
      'One zebra. ',
      'One  zebra.',
      'One zebra.\n',
      '# One\n\nOne zebra.',
    ]) {
      write('a.md', text);
      seen.add(open().version);
    }
    write('b.md', 'Two.');
    seen.add(open().version);
    renameSync(join(folder, 'b.md'), join(folder, 'c.md'));
    seen.add(open().version);
    expect(seen.size).toBe(8);
  });
});

describe('the saved index', () => {
  beforeEach(writeThirty);

  it.each([
    ['cut off', (path: string) => truncateSync(path, 1000)],
    ['emptied', (path: string) => truncateSync(path, 0)],
    ['of another kind', (path: string) => writeFileSync(path, 'hello '.repeat(100))],
    [
      'with a byte changed',
      (path: string) => {
        const bytes = readFileSync(path);
        bytes[bytes.length - 9]! ^= 1;
        writeFileSync(path, bytes);
      },
    ],
    [
      'with its header length changed',
      (path: string) => {
        const bytes = readFileSync(path);
        bytes[12]! ^= 8;
        writeFileSync(path, bytes);
      },
    ],
    [
      'of another version',
      (path: string) => {
        const bytes = readFileSync(path);
        bytes.writeUInt32LE(bytes.readUInt32LE(8) + 1, 8);
        writeFileSync(path, bytes);
      },
    ],
  ])('%s: is built anew, and says so once', (_why, spoil) => {
    const first = open();
    spoil(savedIndex());
    const second = open();
    expect(second.opened.read).toBe(30);
    expect(second.remarks).toHaveLength(1);
    expect(second.remarks[0]).toMatch(/saved index/);
    expect(second.version).toBe(first.version);
    const third = open();
    expect([third.opened.read, third.remarks]).toEqual([0, []]);
  });

  it('with a folder in its place: a remark, and answers all the same', () => {
    open();
    const saved = savedIndex();
    rmSync(saved);
    mkdirSync(join(saved, 'x'), { recursive: true });
    const library = open();
    expect(library.remarks.length).toBeGreaterThan(0);
    expect(find(library, 'town15')).toEqual(['d15']);
  });

  it('in a folder that cannot be written to: a remark, and answers all the same', () => {
    writeFileSync(cache, 'a file where the folder should be');
    const library = open();
    expect(library.remarks).toHaveLength(1);
    expect(library.remarks[0]).toMatch(/could not be saved/);
    expect(find(library, 'town15')).toEqual(['d15']);
    expect(readFileSync(cache, 'utf8')).toBe('a file where the folder should be');
  });

  it('is not kept when none is wanted', () => {
    expect(openLibrary(folder, { cacheFolder: null }).opened.read).toBe(30);
    expect(openLibrary(folder, { cacheFolder: null }).opened.read).toBe(30);
    expect(existsSync(cache)).toBe(false);
  });

  it('belongs to its folder: another folder has another one', () => {
    open();
    const mine = folder;
    folder = join(base, `${serial}`, 'other');
    write('only.md', 'A walrus.');
    expect(
      open()
        .documents()
        .map(({ id }) => id),
    ).toEqual(['only']);
    folder = mine;
    expect([open().opened.read, readdirSync(cache).length]).toEqual([0, 2]);
  });
});

describe('what cannot be read is listed, and the rest is answered from', () => {
  const GOOD = '---\nid: good\ntitle: Good\nkind: guide\n---\n\nA zebra.';
  it.each<[why: string, path: string, bytes: string | Uint8Array, message: RegExp]>([
    ['not UTF-8', 'latin.md', Buffer.from('Caf\xe9 noir', 'latin1'), /UTF-8/],
    ['NUL characters', 'nul.txt', 'a\0b', /NUL/],
    ['empty', 'empty.md', '', /no text/],
    ['white space only', 'white.md', ' \n\n\t ', /no text/],
    ['front matter only', 'front.md', '---\nid: f\ntitle: F\nkind: guide\n---\n', /no text/],
    ['front matter not closed', 'open.md', '---\nid: f\ntitle: F\n\nText.', /not closed/],
    ['front matter that is no YAML', 'yaml.md', '---\nid: f\ntitle: [F\nkind: guide\n---\n\nText.', /YAML/],
    ['an unknown kind', 'kind.md', '---\nid: f\ntitle: F\nkind: gossip\n---\n\nText.', /kind/],
    ['an unknown key', 'key.md', '---\nid: f\ntitle: F\nkind: guide\ntilte: G\n---\n\nText.', /tilte/],
    ['a bad date', 'date.md', '---\nid: f\ntitle: F\nkind: guide\ndate: yesterday\n---\n\nText.', /date/],
    ['an id that is taken', 'twice.md', GOOD, /id "good"/],
    ['an id with a BOM that is taken', 'twice.md', `\ufeff${GOOD}`, /id "good"/],
    ['an id in UTF-16 that is taken', 'twice.md', Buffer.from(`\ufeff${GOOD}`, 'utf16le'), /id "good"/],
  ])('%s', (_why, path, bytes, message) => {
    write('good.md', GOOD);
    write(path, bytes);
    for (const library of [open(), open()]) {
      expect(library.faults.map((fault) => fault.path)).toEqual([path]);
      expect(library.faults[0]!.message).toMatch(message);
      expect(library.faults[0]!.message).not.toMatch(/\n\s+at /);
      expect(find(library, 'zebra')).toEqual(['good']);
    }
    rmSync(join(folder, path));
    expect(open().faults).toEqual([]);
  });

  it('a fault that is mended', () => {
    write('good.md', GOOD);
    write('bad.md', Buffer.from([0xff, 0x41]));
    expect(open().faults).toHaveLength(1);
    write('bad.md', 'A walrus.');
    const library = open();
    expect([library.faults, find(library, 'walrus')]).toEqual([[], ['bad']]);
  });

  it('a good file that is spoilt', () => {
    write('good.md', GOOD);
    write('bad.md', 'A walrus.');
    open();
    write('bad.md', Buffer.from([0xff, 0x41]));
    const library = open();
    expect(library.faults.map(({ path }) => path)).toEqual(['bad.md']);
    expect(find(library, 'walrus')).toEqual([]);
  });

  it('a broken link', () => {
    write('good.md', GOOD);
    symlinkSync(join(folder, 'nowhere.md'), join(folder, 'link.md'));
    const library = open();
    expect(library.faults.map(({ path }) => path)).toEqual(['link.md']);
    expect(find(library, 'zebra')).toEqual(['good']);
  });
});

describe('ids', () => {
  it('a plain file has its name as id; where that is taken, its path', () => {
    write('notes.md', 'A zebra.');
    write('notes.txt', 'A lion.');
    write('deep/notes.md', 'A walrus.');
    const library = open();
    expect(library.faults).toEqual([]);
    const found = ['zebra', 'lion', 'walrus'].flatMap((word) => find(library, word));
    expect(new Set(found).size).toBe(3);
    expect(found).toContain('notes');
    for (const id of found) expect(library.document(id)?.meta.id).toBe(id);
  });

  it('a declared id comes before a file name', () => {
    write('a.md', 'A zebra.');
    write('b.md', '---\nid: a\ntitle: B\nkind: guide\n---\n\nA lion.');
    const library = open();
    expect(library.faults).toEqual([]);
    expect(find(library, 'lion')).toEqual(['a']);
  });

  it('a file with a byte order mark keeps the id that it declares', () => {
    write('file-name.md', '\ufeff---\nid: declared\ntitle: T\nkind: guide\n---\n\nA zebra.');
    expect(
      open()
        .documents()
        .map(({ id }) => id),
    ).toEqual(['declared']);
  });

  it('an id that moves to another file moves with its words', () => {
    writeThirty();
    write('one.md', '---\nid: mark\ntitle: M\nkind: guide\n---\n\nA walrus.');
    open();
    write('two.md', '---\nid: mark\ntitle: M\nkind: guide\n---\n\nA penguin.');
    rmSync(join(folder, 'one.md'));
    const library = open();
    expect([find(library, 'penguin'), find(library, 'walrus'), library.faults]).toEqual([['mark'], [], []]);
  });
});

describe('a folder that cannot be used at all', () => {
  const messageOf = (path: string): string => {
    try {
      openLibrary(path, { cacheFolder: cache });
    } catch (error) {
      expect(error).toBeInstanceOf(KnowledgeError);
      return (error as Error).message;
    }
    throw new Error('expected a KnowledgeError');
  };

  it('missing', () => {
    expect(messageOf(join(folder, 'nowhere'))).toMatch(/nowhere.*does not exist.*--knowledge/);
  });

  it('empty', () => {
    expect(messageOf(folder)).toMatch(/no \.md or \.txt files.*--knowledge/);
    write('picture.png', 'x');
    write('.hidden.md', 'A zebra.');
    expect(messageOf(folder)).toMatch(/no \.md or \.txt files/);
  });

  it('a file', () => {
    write('a.md', 'A zebra.');
    expect(messageOf(join(folder, 'a.md'))).toMatch(/is a file.*--knowledge/);
  });

  it('nothing readable in it', () => {
    write('a.md', Buffer.from([0xff, 0x41]));
    write('b.md', '');
    expect(messageOf(folder)).toMatch(/no document.*a\.md.*UTF-8/);
  });

  it('nothing readable any more', () => {
    write('a.md', 'A zebra.');
    open();
    write('a.md', '');
    expect(messageOf(folder)).toMatch(/no document/);
    rmSync(join(folder, 'a.md'));
    expect(messageOf(folder)).toMatch(/no \.md or \.txt files/);
  });
});
