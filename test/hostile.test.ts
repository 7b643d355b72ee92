// Input meant to hang, crash or deceive: questions and documents. Each must come back, and nothing may be lost or smuggled in.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { asksForList, denies, holdsNew, isGap, readAnswerType } from '../src/answer/question.ts';
import { isSmallTalk, readScope } from '../src/answer/scope.ts';
import { linesOf, runBatch } from '../src/batch.ts';
import { renderText } from '../src/chat/render-text.ts';
import { parseDocument } from '../src/knowledge/document.ts';
import { openLibrary } from '../src/library.ts';
import { readConcepts } from '../src/search/concepts.ts';
import { openSession } from '../src/session.ts';
import { plainText } from '../src/text/markdown.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'publius-hostile-'));
  folders.push(folder);
  return folder;
}

const encode = (text: string) => new TextEncoder().encode(text);

/** Repetitions that a pattern with two ways to read them takes exponential or high polynomial time over; 2,000 characters each. */
const REPEATED = [
  'so, ',
  'hi! ',
  'a',
  'what is a ',
  'who ',
  'not ',
  '1-',
  '1.',
  'the ',
  ', ',
  'ok ',
  'v. ',
  '§ ',
  '"',
  '( ',
  'how do i ',
  'A.',
  '@',
];
const QUESTIONS = REPEATED.flatMap((piece) => {
  const long = piece.repeat(Math.ceil(2000 / piece.length)).slice(0, 1990);
  return [long, `${long}!`, `what is ${long}!`, `who ${long}x`, `${long}\u2028`];
});

describe('questions', () => {
  it('are read in time that grows with their length, whatever they repeat', () => {
    // A runaway pattern takes minutes on one of these; the whole table takes well under a second. The runner's own limit is the bound.
    for (const question of QUESTIONS) {
      readScope(question);
      isSmallTalk(question);
      asksForList(question);
      denies(question);
      isGap(['What these sources do not show'], question);
      holdsNew(question, question);
      expect(typeof readAnswerType(question)).toBe('string');
      expect(readConcepts({ text: question, history: [question] }).length).toBeLessThanOrEqual(30);
    }
  });
});

describe('documents', () => {
  it.each([
    ['quotes in quotes', '>'.repeat(5000)],
    ['lists in lists', '- '.repeat(5000)],
    ['brackets', `${'['.repeat(3000)}a`],
    ['emphasis', '*a '.repeat(500) + 'b*'.repeat(500)],
    ['an attribution of spaces', `> words\n> -- ${' '.repeat(20_000)}\n> more`],
  ])('of %s are read or refused with a reason', (_name, text) => {
    const parsed = parseDocument('a.md', encode(`# Title\n\n${text}\n`));
    if ('fault' in parsed) expect(parsed.fault.message).toMatch(/simplify|split/);
    else expect(parsed.document.text).toContain(text.slice(0, 100));
  });

  it('one that cannot be read does not keep the others away', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'bad.md'), '>'.repeat(5000));
    writeFileSync(join(folder, 'good.md'), '# Good\n\nThe heron nests in March.\n');
    const library = openLibrary(folder, { cacheFolder: null });
    expect(library.documents().map(({ id }) => id)).toEqual(['good']);
    expect(library.faults.map(({ path }) => path)).toEqual(['bad.md']);
  });

  it('words in angle brackets stay in a quotation; markup does not', () => {
    expect(plainText('The email from <redacted> to <the agency> said no.', 'markdown')).toBe(
      'The email from <redacted> to <the agency> said no.',
    );
    expect(plainText('It <b>held</b> so.<br>', 'markdown')).toBe('It held so.');
  });

  it('front matter of other programs is no fault: its title and date are taken', () => {
    const parsed = parseDocument(
      'note.md',
      encode('---\ntitle: A note\ndate: 2020-01-02\ntags: [a, b]\ncssclass: x\n---\n\nThe heron nests.\n'),
    );
    expect(parsed).toMatchObject({ document: { meta: { id: 'note', title: 'A note', date: '2020-01-02' } } });
  });

  it('misspelt front matter of ours is one', () => {
    const parsed = parseDocument(
      'note.md',
      encode('---\nid: note\ntitle: A note\nkind: guide\nstatsu: x\n---\n\nThe heron nests.\n'),
    );
    expect(parsed).toMatchObject({ fault: { message: expect.stringContaining('statsu') } });
  });

  it('lists of a plain text are items of their own', () => {
    const parsed = parseDocument(
      'minutes.txt',
      encode('Decisions\n\n* The paper hires a lawyer.\n* The editor reads every letter.\n'),
    );
    const texts =
      'document' in parsed
        ? parsed.document.passages.map(({ span }) => parsed.document.text.slice(span.start, span.end))
        : [];
    expect(texts).toContain('* The editor reads every letter.');
  });

  it('cannot act on a terminal or turn the text round', async () => {
    const folder = temporaryFolder();
    writeFileSync(
      join(folder, 'trick.txt'),
      'Herons\n\nThe heron \u001b]8;;http://evil.example\u0007nests\u001b[31m in \u202ehcraM\u202c every year.\n',
    );
    const session = openSession(openLibrary(folder, { cacheFolder: null }));
    const text = renderText(await session.ask({ text: 'When does the heron nest?', history: [] }), 'v');
    expect(text).toContain('heron');
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202a-\u202e\u2066-\u2069]/);
  });
});

describe('lines', () => {
  async function* chunks(...parts: string[]) {
    for (const part of parts) yield encode(part);
  }

  it('end at line feeds only, across chunks and characters', async () => {
    const lines: string[] = [];
    for await (const line of linesOf(chunks('a\u2028b\nc', 'd\n', 'e'))) lines.push(line);
    expect(lines).toEqual(['a\u2028b', 'cd', 'e']);
  });

  it('without an end do not fill the memory, and the next is read', async () => {
    const said: unknown[] = [];
    const good = await runBatch(
      chunks(...Array.from({ length: 30 }, () => 'x'.repeat(100_000)), '\n{"id":1,"question":"a"}\n'),
      'question',
      async (id) => ({ id }),
      async (text) => {
        said.push(JSON.parse(text));
      },
    );
    expect(good).toBe(false);
    expect(said).toEqual([{ id: null, error: expect.stringContaining('not JSON') }, { id: 1 }]);
  });

  it('whose reply fails do not stop the ones after', async () => {
    const said: unknown[] = [];
    const reply = async (id: unknown) => {
      if (id === 1) throw new Error('secret');
      return { id };
    };
    await runBatch(
      chunks('{"id":1,"text":"a"}\n{"id":2,"text":"b"}\n'),
      'text',
      reply,
      async (text) => void said.push(JSON.parse(text)),
    );
    expect(said).toEqual([{ id: 1, error: 'a fault inside Publius' }, { id: 2 }]);
  });
});
