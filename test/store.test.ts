// The saved index: what is read back ranks as what was saved, and a file that is not whole is noticed, never misread.

import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { Document } from '../src/answer/model.ts';
import { parseDocument } from '../src/knowledge/document.ts';
import { openLibrary } from '../src/library.ts';
import { readConcepts } from '../src/search/concepts.ts';
import { documentOf, Index } from '../src/search/index.ts';
import { textOf } from '../src/search/retriever.ts';
import { FORMAT_VERSION, loadIndex, StaleIndexError, saveIndex } from '../src/search/store.ts';

const folder = mkdtempSync(join(tmpdir(), 'publius-store-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let path = '';
let serial = 0;
beforeEach(() => {
  path = join(folder, `${serial++}`, 'deep', 'saved.index');
});

function documentsFrom(texts: Readonly<Record<string, string>>): Document[] {
  return Object.keys(texts)
    .sort((a, b) => (a < b ? -1 : 1))
    .map((id) => {
      const parsed = parseDocument(`${id}.md`, Buffer.from(texts[id]!));
      if ('fault' in parsed) throw new Error(parsed.fault.message);
      return parsed.document;
    });
}

function rank(index: Index, question: string) {
  const { hits, attainable, concepts } = index.rank(readConcepts({ text: question, history: [] }), 20);
  return {
    hits: hits.map((hit) => ({
      meta: documentOf(hit),
      start: hit.segment.passageStart[hit.passage],
      end: hit.segment.passageEnd[hit.passage],
      score: hit.score,
      text: textOf(hit),
    })),
    attainable,
    concepts,
  };
}

function roundTrip(index: Index): Index {
  saveIndex(path, index.segments, null);
  const loaded = loadIndex<null>(path);
  expect(loaded).not.toBeNull();
  return new Index(loaded!.segments);
}

const TEXTS = {
  a: '# Zebra\n\nA zebra and a lion — “quoted” ünlike.',
  b: 'Plain words. § 1509 and 19 U.S.C. § 1509.',
  c: '---\nid: c\ntitle: Third\nkind: filing\ntext: digest\n---\n\nIt says:[^1]\n\n> 日本語 zebra 😀\n> — Complaint, ¶ 1\n\n[^1]: A note. <https://example.org>',
};
const QUESTIONS = ['zebra', 'lion words', '19 U.S.C. 1509', '日本語', 'third', 'zibra', 'nothing known'];

describe('a round trip', () => {
  it('of the shipped knowledge ranks the same', () => {
    const { index } = openLibrary(fileURLToPath(new URL('../knowledge', import.meta.url)), { cacheFolder: null });
    const loaded = roundTrip(index);
    const questions = [
      'Who signed the summons to Twitter?',
      'Krinksy',
      '19 U.S.C. 1509',
      'What did Talley hold?',
      '@ALT_USCIS',
    ];
    for (const question of questions) expect(rank(loaded, question)).toEqual(rank(index, question));
    expect([...loaded.documents()].map(({ meta, hash }) => ({ meta, hash }))).toEqual(
      [...index.documents()].map(({ meta, hash }) => ({ meta, hash })),
    );
  });

  it('of hand-made documents ranks the same, texts and all', () => {
    const index = Index.build(documentsFrom(TEXTS));
    const loaded = roundTrip(index);
    for (const question of QUESTIONS) expect(rank(loaded, question)).toEqual(rank(index, question));
  });

  it('keeps segments and what is gone from them', () => {
    const index = Index.build(documentsFrom(TEXTS));
    index.update(new Set(['a']), documentsFrom({ d: 'A new zebra.', e: 'Another lion.' }));
    index.update(new Set(['e']), documentsFrom({ e: 'Another lion and zebra.' }));
    const loaded = roundTrip(index);
    const fresh = Index.build(
      documentsFrom({ b: TEXTS.b, c: TEXTS.c, d: 'A new zebra.', e: 'Another lion and zebra.' }),
    );
    for (const question of QUESTIONS) {
      expect(rank(loaded, question)).toEqual(rank(index, question));
      expect(rank(loaded, question)).toEqual(rank(fresh, question));
    }
    loaded.update(new Set(['d']), []);
    expect(rank(loaded, 'zebra').hits.map(({ meta }) => meta.id)).not.toContain('d');
  });

  it('of documents with any characters', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme', maxLength: 60 }), { minLength: 1, maxLength: 4 }),
        (bodies) => {
          const texts = Object.fromEntries(bodies.map((body, n) => [`d${n}`, `Zebra ${body.replaceAll('\0', '')}`]));
          const index = Index.build(documentsFrom(texts));
          expect(rank(roundTrip(index), 'zebra')).toEqual(rank(index, 'zebra'));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('of nothing, and of what it was made from', () => {
    const extra = { files: [{ path: 'a.md', size: 3 }], note: 'ünlike 😀 "\n' };
    saveIndex(path, Index.build([]).segments, extra);
    expect(loadIndex(path)?.extra).toEqual(extra);
    expect(loadIndex<null>(path)?.segments).toHaveLength(1);
  });

  it('of documents that hold stop words only', () => {
    const index = Index.build(documentsFrom({ a: 'The and of.' }));
    expect(roundTrip(index).size).toBe(index.size);
  });

  it('where there is no file: null', () => {
    expect(loadIndex(path)).toBeNull();
    expect(loadIndex(join(folder, 'no', 'such', 'folder', 'x'))).toBeNull();
  });
});

describe('the file', () => {
  it('can be read by its owner only, and no temporary file stays beside it', () => {
    const index = Index.build(documentsFrom(TEXTS));
    saveIndex(path, index.segments, null);
    saveIndex(path, index.segments, null); // over an older one
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
    expect(readdirSync(dirname(path))).toEqual(['saved.index']);
  });

  it('is the same for the same documents', () => {
    saveIndex(path, Index.build(documentsFrom(TEXTS)).segments, null);
    const first = readFileSync(path);
    saveIndex(path, Index.build(documentsFrom(TEXTS)).segments, null);
    expect(readFileSync(path).equals(first)).toBe(true);
  });

  it('when it cannot be put in place: an error, and no temporary file', () => {
    const index = Index.build(documentsFrom(TEXTS));
    saveIndex(join(path, 'inside'), index.segments, null); // now `path` is a folder
    expect(() => saveIndex(path, index.segments, null)).toThrow();
    expect(readdirSync(dirname(path))).toEqual(['saved.index']);
  });
});

describe('a file that cannot be used says so', () => {
  const good = (): Buffer => {
    saveIndex(path, Index.build(documentsFrom(TEXTS)).segments, { made: 'from' });
    return readFileSync(path);
  };
  const expectStale = (bytes: Uint8Array, what: string) => {
    writeFileSync(path, bytes);
    let thrown: unknown = 'nothing thrown';
    try {
      loadIndex(path);
    } catch (error) {
      thrown = error;
    }
    expect(thrown instanceof StaleIndexError ? 'StaleIndexError' : thrown, what).toBe('StaleIndexError');
    expect((thrown as Error).message.length, what).toBeGreaterThan(5);
  };

  it('empty, or of another kind', () => {
    good();
    for (const other of ['', 'x', 'PUBLIUS\n', 'hello '.repeat(50), `{"a":"${'b'.repeat(100)}"}`])
      expectStale(Buffer.from(other), other);
    expectStale(Buffer.alloc(24), 'zeros');
    expectStale(Buffer.alloc(5000, 0xff), 'ones');
  });

  it('of an older or a newer version', () => {
    for (const version of [0, FORMAT_VERSION - 1, FORMAT_VERSION + 1, 0xffffffff]) {
      const bytes = good();
      bytes.writeUInt32LE(version >>> 0, 8);
      expectStale(bytes, `version ${version}`);
    }
  });

  it('cut off anywhere, or with something after it', () => {
    const bytes = good();
    for (let n = 0; n < 200; n++) {
      const length = Math.floor((n / 200) * bytes.length);
      expectStale(bytes.subarray(0, length), `cut to ${length} bytes`);
    }
    expectStale(bytes.subarray(0, bytes.length - 1), 'without its last byte');
    expectStale(Buffer.concat([bytes, Buffer.from([0])]), 'with a byte more');
    expectStale(Buffer.concat([bytes, bytes]), 'twice');
  });

  it('with any byte of its first 64 changed', () => {
    const bytes = good();
    for (let at = 0; at < 64; at++) {
      for (const flip of [0x01, 0x80, 0xff]) {
        const changed = Buffer.from(bytes);
        changed[at]! ^= flip;
        expectStale(changed, `byte ${at} of the file`);
      }
    }
  });

  it('with one bit flipped anywhere', () => {
    const bytes = good();
    fc.assert(
      fc.property(fc.integer({ min: 0, max: bytes.length - 1 }), fc.integer({ min: 0, max: 7 }), (at, bit) => {
        const changed = Buffer.from(bytes);
        changed[at]! ^= 1 << bit;
        expectStale(changed, `bit ${bit} of byte ${at}`);
      }),
      { numRuns: 400 },
    );
  });

  it('with a block of it lost, moved or zeroed', () => {
    const bytes = good();
    const middle = Math.floor(bytes.length / 2 / 8) * 8;
    expectStale(Buffer.concat([bytes.subarray(0, middle), bytes.subarray(middle + 64)]), 'lost');
    expectStale(Buffer.from(bytes).fill(0, middle, middle + 256), 'zeroed');
    const moved = Buffer.from(bytes);
    bytes.copy(moved, middle, 64, 128);
    expectStale(moved, 'moved');
  });

  it('and is replaced by saving again', () => {
    good();
    writeFileSync(path, 'rubbish');
    saveIndex(path, Index.build(documentsFrom(TEXTS)).segments, null);
    expect(loadIndex(path)).not.toBeNull();
  });
});
