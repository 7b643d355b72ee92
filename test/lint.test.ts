// An editor's checks, one document per problem: `«code»` at the end of a line is the problem expected there.

import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseDocument } from '../src/knowledge/document.ts';
import { lintDocument, lintFolder, type Problem } from '../src/knowledge/lint.ts';
import { KnowledgeError } from '../src/knowledge/load.ts';

const FRONT = `---
id: x
title: X
kind: filing
date: 2017-04-06
status: Dismissed.
rights: public record
text: digest
---
`;
const NOTES = `
[^a]: AFP, 6 April 2017. <https://x.org>
`;

/** The problems of a marked document as `line code`, those marked and those found. */
function check(marked: string): { expected: string[]; found: string[]; problems: Problem[] } {
  const expected = marked
    .split('\n')
    .flatMap((line, i) => [...line.matchAll(/«([a-z-]+)»/g)].map(([, code]) => `${i + 1} ${code}`));
  const text = marked.replace(/[ ]*«[a-z-]+»/g, '');
  const parsed = parseDocument('x.md', new TextEncoder().encode(text));
  if ('fault' in parsed) throw new Error(parsed.fault.message);
  const problems = lintDocument('x.md', parsed.document, text.startsWith('---'));
  return { expected, found: problems.map(({ line, code }) => `${line} ${code}`), problems };
}

const words = (count: number) => Array.from({ length: count }, (_, i) => `word${i}`).join(' ');

/** Every code that has a line in a document, so that a new code does not compile without a case. */
const CASES: Record<Exclude<Problem['code'], 'unreadable' | 'no-footnote'>, Record<string, string>> = {
  'no-front-matter': {
    'a plain Markdown file': '# X «no-front-matter»\n\nIt held.\n',
    'a file that has it': `${FRONT}\n# X\n\nIt held.[^a]\n${NOTES}`,
  },
  'missing-field': {
    'no date': `---«missing-field»\nid: x\ntitle: X\nkind: filing\nstatus: Open.\nrights: ours\n---\n\nIt held.\n`,
    'no status, no rights': `---«missing-field»«missing-field»\nid: x\ntitle: X\nkind: filing\ndate: 2017\n---\n\nIt held.\n`,
    'all there': `${FRONT}\nIt held.[^a]\n${NOTES}`,
  },
  'unknown-footnote': {
    'a note that nobody defined': `${FRONT}\n# X\n\nIt held.[^a]\nIt fell.[^b] «unknown-footnote»\n${NOTES}`,
    'in an attribution': `${FRONT}\n# X\n\n> It held.\n> — Complaint ¶ 1[^b] «unknown-footnote»\n\nSo it was.[^a]\n${NOTES}`,
    'before a colon': `${FRONT}\n# X\n\nAFP reported[^b]: it held.[^a] «unknown-footnote»\n${NOTES}`,
    'in other letters': `${FRONT}\n# X\n\nIt held.[^A]\n${NOTES}`,
  },
  'unused-footnote': {
    'a note that nobody cites': `${FRONT}\n# X\n\nIt held.[^a]\n\n[^a]: AFP. <https://x.org>\n[^b]: CNN. <https://y.org> «unused-footnote»\n`,
    'cited at the start of a line': `${FRONT}\n# X\n\nIt held.\n[^a] It fell.\n${NOTES}`,
    'cited before a colon': `${FRONT}\n# X\n\nAFP reported[^a]: it held.\n${NOTES}`,
    'cited in an attribution': `${FRONT}\n# X\n\n> It held.\n> — Complaint ¶ 1[^a]\n${NOTES}`,
  },
  'no-attribution': {
    'a block quote of nobody': `${FRONT}\n# X\n\nIt said:[^a]\n\n> It held. «no-attribution»\n> It fell.\n${NOTES}`,
    'a speaker in the middle': `${FRONT}\n# X\n\n> — Complaint[^a] «no-attribution»\n> It held.\n${NOTES}`,
    'in a list': `${FRONT}\n# X\n\n- It said:[^a]\n\n  > It held. «no-attribution»\n${NOTES}`,
    'a speaker at the end': `${FRONT}\n# X\n\n> It held.\n>\n> It fell.\n>\n> — Complaint ¶ 1[^a]\n${NOTES}`,
    'a verbatim document': `${FRONT.replace('digest', 'verbatim')}\n# X\n\n> It held.\n`,
  },
  'unbacked-quotation': {
    'words in no block quote': `${FRONT}\n# X\n\nIt called it\n“a shield” there.[^a] «unbacked-quotation»\n${NOTES}`,
    'a word changed': `${FRONT}\n# X\n\nIt was "the shield".[^a] «unbacked-quotation»\n\n> a shield\n> — Complaint[^a]\n${NOTES}`,
    'two in one line': `${FRONT}\n# X\n\nIt was "one" and "two".[^a] «unbacked-quotation»«unbacked-quotation»\n${NOTES}`,
    'in a table':
      `${FRONT}\n# X\n\n| A | B |\n| --- | --- |\n| "one" | two[^a] | «unbacked-quotation»\n${NOTES}`.replace(
        ' | «',
        ' |«',
      ),
    'words of a block quote, other marks and line breaks': `${FRONT}\n# X\n\nIt was “users' shield,” it said.[^a]\n\n> the users’\n> shield of — them\n> — Complaint[^a]\n${NOTES}`,
  },
  'too-long': {
    '1,801 words': `${FRONT.replace('---\n', '---«too-long»\n')}\n${'It held now.[^a] '.repeat(601)}\n${NOTES}`,
    '1,800 words': `${FRONT}\n${'It held now.[^a] '.repeat(600)}\n${NOTES}`,
    'a long verbatim document': `${FRONT.replace('digest', 'verbatim')}\n${'It held now. '.repeat(700)}\n`,
  },
  'long-sentence': {
    '61 words': `${FRONT}\n# X\n\n## A\n\nIt held.[^a] The ${words(60)}.[^a] «long-sentence»\n${NOTES}`,
    '60 words': `${FRONT}\n# X\n\n## A\n\nIt held.[^a] The ${words(59)}.[^a]\n${NOTES}`,
    '61 words of the source': `${FRONT}\n# X\n\n## A\n\n> ${words(61)}.\n> — Complaint[^a]\n${NOTES}`,
  },
};

describe.each(Object.entries(CASES))('%s', (code, documents) => {
  it.each(Object.entries(documents))('%s', (_name, marked) => {
    const { expected, found, problems } = check(marked);
    expect(found).toEqual(expected);
    for (const problem of problems) {
      expect(problem.path).toBe('x.md');
      expect(problem.message).not.toBe('');
    }
  });

  it('has a case that is reported and one that is not', () => {
    const marked = Object.values(documents).map((text) => text.includes(`«${code}»`));
    expect(marked).toContain(true);
    expect(marked).toContain(false);
  });
});

describe('line ends', () => {
  it('of Windows change nothing', () => {
    for (const marked of Object.values(CASES).flatMap((documents) => Object.values(documents))) {
      const { expected, found } = check(marked.replaceAll('\n', '\r\n'));
      expect(found, marked).toEqual(expected);
    }
  });
});

describe('lintFolder', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'publius-lint-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const clean = (id: string) => `${FRONT.replace('id: x', `id: ${id}`)}\n# X\n\nIt held.[^a]\n${NOTES}`;
  const found = () => lintFolder(folder).problems.map(({ path, line, code }) => `${path}:${line} ${code}`);

  it('finds nothing in a clean folder, and counts its documents', () => {
    writeFileSync(join(folder, 'a.md'), clean('a'));
    writeFileSync(join(folder, 'b.md'), clean('b'));
    writeFileSync(join(folder, 'c.txt'), 'It held.\n');
    expect(lintFolder(folder)).toEqual({ problems: [], documents: 3 });
  });

  it('reports files that cannot be read, parsed or told apart, in order of path and line', () => {
    mkdirSync(join(folder, 'z'));
    writeFileSync(join(folder, 'z', 'plain.md'), 'It held.\n');
    writeFileSync(join(folder, 'a.md'), clean('a'));
    writeFileSync(join(folder, 'b.md'), clean('a'));
    writeFileSync(join(folder, 'c.md'), clean('c').replace('kind: filing', 'kind: ruling'));
    writeFileSync(join(folder, 'd.md'), new Uint8Array([0x44, 0xe9, 0x63]));
    writeFileSync(join(folder, 'e.md'), clean('e').replace('It held.[^a]', 'It held.[^x]\nIt "fell".'));
    symlinkSync(join(folder, 'gone.md'), join(folder, 'f.md'));
    expect(found()).toEqual([
      'b.md:1 unreadable',
      'c.md:1 unreadable',
      'd.md:1 unreadable',
      'e.md:13 unknown-footnote',
      'e.md:14 unbacked-quotation',
      'e.md:16 unused-footnote',
      'f.md:1 unreadable',
      'z/plain.md:1 no-front-matter',
    ]);
  });

  it('reads a byte order mark and UTF-16 as the loader does', () => {
    writeFileSync(join(folder, 'a.md'), `\ufeff${clean('a')}`);
    writeFileSync(join(folder, 'b.md'), Buffer.from(`\ufeff${clean('b')}`, 'utf16le'));
    expect(found()).toEqual([]);
  });

  it('of a missing folder says so', () => {
    expect(() => lintFolder(join(folder, 'nowhere'))).toThrow(KnowledgeError);
  });
});

describe('knowledge/', () => {
  it('has no problems', () => {
    const { problems, documents } = lintFolder(new URL('../knowledge', import.meta.url).pathname);
    expect(problems.map(({ path, line, code, message }) => `${path}:${line} ${code}: ${message}`)).toEqual([]);
    expect(documents).toBeGreaterThan(50);
  });
});
