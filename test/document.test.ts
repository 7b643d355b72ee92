// One file's bytes → a document, or a fault that says what to do. Never a guess, never a throw.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Document } from '../src/answer/model.ts';
import { declaredIdOf, parseDocument } from '../src/knowledge/document.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const utf16le = (text: string) => new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le'));
const utf16be = (text: string) => new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le').swap16());

function parse(path: string, content: string | Uint8Array): Document {
  const parsed = parseDocument(path, typeof content === 'string' ? utf8(content) : content);
  if ('fault' in parsed) throw new Error(parsed.fault.message);
  return parsed.document;
}

function faultOf(path: string, content: string | Uint8Array): string {
  const parsed = parseDocument(path, typeof content === 'string' ? utf8(content) : content);
  if ('document' in parsed) throw new Error('expected a fault, got a document');
  expect(parsed.fault.path).toBe(path);
  return parsed.fault.message;
}

const FIELDS = {
  id: 'doe-v-reed',
  title: '"Doe v. Reed: signatures"',
  kind: 'opinion',
};
type Fields = Record<string, string>;

/** A Markdown file with `FIELDS` as changed by `fields`; an empty value leaves the field out. */
function file(fields: Fields = {}, body = 'It held.\n'): string {
  const lines = Object.entries<string>({ ...FIELDS, ...fields }).filter(([, value]) => value !== '');
  return `---\n${lines.map(([key, value]) => `${key}: ${value}`).join('\n')}\n---\n\n${body}`;
}

describe('good front matter', () => {
  it('is read whole', () => {
    const document = parse(
      'cases/reed.md',
      file({
        short: 'Doe v. Reed',
        also: '[the petition case, John Doe No. 1 v. Reed]',
        date: '2010-06-24',
        jurisdiction: 'United States',
        court: 'U.S. Supreme Court',
        citation: '561 U.S. 186',
        docket: '09-559',
        status: 'Good law.',
        speaker: 'Roberts, C.J.',
        url: 'https://www.law.cornell.edu/supct/html/09-559.ZS.html',
        text: 'digest',
        rights: 'our own digest',
        help: '"Who can help"',
      }),
    );
    expect(document.meta).toEqual({
      id: 'doe-v-reed',
      title: 'Doe v. Reed: signatures',
      kind: 'opinion',
      short: 'Doe v. Reed',
      also: ['the petition case', 'John Doe No. 1 v. Reed'],
      date: '2010-06-24',
      court: 'U.S. Supreme Court',
      citation: '561 U.S. 186',
      docket: '09-559',
      status: 'Good law.',
      speaker: 'Roberts, C.J.',
      url: 'https://www.law.cornell.edu/supct/html/09-559.ZS.html',
      text: 'digest',
      rights: 'our own digest',
      help: 'Who can help',
      format: 'markdown',
    });
  });

  it('needs an id, a title and a kind only; its text is verbatim then', () => {
    expect(parse('a.md', file()).meta).toEqual({
      id: 'doe-v-reed',
      title: 'Doe v. Reed: signatures',
      kind: 'opinion',
      text: 'verbatim',
      format: 'markdown',
    });
  });

  it.each([
    ['2017-04-06', '2017-04-06'],
    ['"2017-04-06"', '2017-04-06'],
    ['2017-04', '2017-04'],
    ['2017', '2017'],
  ])('takes the date %s', (given, date) => {
    expect(parse('a.md', file({ date: given })).meta.date).toBe(date);
  });

  it.each([
    ['Windows line ends', file().replaceAll('\n', '\r\n')],
    ['spaces after the fences', file().replaceAll('---', '---  ')],
    ['nothing but the last fence after it', `${file().trimEnd()}`],
    ['a byte order mark', `\ufeff${file()}`],
  ])('may have %s', (_name, text) => {
    expect(parse('a.md', text).meta.id).toBe('doe-v-reed');
  });

  it('is read in a plain text file too', () => {
    const { meta, passages, text } = parse('a.txt', file());
    expect(meta).toMatchObject({ id: 'doe-v-reed', format: 'plain' });
    expect(passages.map(({ span }) => text.slice(span.start, span.end))).toEqual(['It held.']);
  });

  it('wins over the first heading', () => {
    expect(parse('a.md', file({}, '# Another\n\nIt held.\n')).meta.title).toBe('Doe v. Reed: signatures');
  });
});

describe('bad front matter says which field and what was expected', () => {
  const BAD: readonly (readonly [name: string, fields: Fields, message: RegExp])[] = [
    ['no id', { id: '' }, /id: .*expected string/],
    [
      'an id with capitals and spaces',
      { id: 'Doe v. Reed' },
      /id: expected lower-case letters, digits, dots and dashes/,
    ],
    ['an id that is a path', { id: '../reed' }, /id: expected lower-case/],
    ['an id of 81 characters', { id: 'a'.repeat(81) }, /id: .*at most 80 characters/],
    ['an id that YAML reads as a number', { id: '2010' }, /id: .*expected string/],
    ['no title', { title: '' }, /title: .*expected string/],
    ['an empty title', { title: '"  "' }, /title: /],
    ['a title of 1,001 characters', { title: 'a'.repeat(1001) }, /title: .*1000/],
    ['no kind', { kind: '' }, /kind: .*"filing"\|"opinion"/],
    ['a kind that is none', { kind: 'ruling' }, /kind: .*"filing"\|"opinion"\|"statute"/],
    ['a short title of 41 characters', { short: 'a'.repeat(41) }, /short: .*40/],
    ['other names that are no list', { also: 'Reed' }, /also: .*expected array/],
    ['a date in words', { date: '6 April 2017' }, /date: expected a date like 2017-04-06, .* got "6 April 2017"/],
    ['a date in another order', { date: '06/04/2017' }, /date: expected a date like 2017-04-06/],
    ['a month that is none', { date: '2017-13-01' }, /date: /],
    ['a day that is none', { date: '2017-02-30' }, /date: /],
    ['a link that is none', { url: 'law.cornell.edu' }, /url: .*URL/],
    ['a link that is no web page', { url: 'javascript:alert(1)' }, /url: .*URL/],
    ['a file as link', { url: 'file:///etc/passwd' }, /url: .*URL/],
    ['text of no known sort', { text: 'summary' }, /text: .*"digest"\|"verbatim"/],
    ['a misspelt key', { juristiction: 'US' }, /juristiction/],
    ['a value with a colon', { status: 'Dismissed: no ruling' }, /not valid YAML.*Quote values that contain a colon/],
    ['a list that is not closed', { also: '[a, b' }, /not valid YAML/],
  ];
  it.each(BAD)('%s', (_name, fields, message) => {
    const fault = faultOf('a.md', file(fields));
    expect(fault).toMatch(message);
    expect(fault).toMatch(/^front matter/);
    expect(fault).not.toContain('\n');
  });

  it('names every bad field at once', () => {
    expect(faultOf('a.md', file({ kind: 'ruling', url: 'x', date: 'soon' }))).toMatch(
      /kind: .*; .*date: |date: .*url: /,
    );
  });

  it.each(['id: x\ntitle: X\n\nIt held.\n', 'title: X\nid: x\n', 'kind: opinion\r\nid: x\r\n', 'short: X\nid: x\n'])(
    'is not closed: %j',
    (text) => expect(faultOf('a.md', `---\n${text}`)).toMatch(/not closed: put a line "---" after it/),
  );

  it('is not closed, in a plain text file', () => {
    expect(faultOf('a.txt', '---\nid: x\ntitle: X\n\nIt held.\n')).toMatch(/not closed/);
  });

  it('is not taken for front matter when it is only a rule', () => {
    const { meta, passages } = parse('a.md', '---\n\nIt held.\n\n---\n\nIt fell.\n');
    expect(meta).toEqual({ id: 'a', title: 'a', text: 'verbatim', format: 'markdown' });
    expect(passages).toHaveLength(2);
  });
});

describe('encodings', () => {
  const text = 'Titre\n\nDécision n° 3 — “oui”. 他走了。😀\n';

  it.each([
    ['UTF-8', utf8(text)],
    ['UTF-8 with a byte order mark', utf8(`\ufeff${text}`)],
    ['UTF-16, little end first', utf16le(text)],
    ['UTF-16, big end first', utf16be(text)],
  ])('%s is read', (_name, bytes) => {
    expect(parse('a.txt', bytes).text).toBe(text);
  });

  it('composes accents (NFC), so that offsets count what readers type', () => {
    expect(parse('a.txt', 'De\u0301cision de la Cour. Ho\u0302tel.\n').text).toBe('Décision de la Cour. Hôtel.\n');
  });

  it.each([
    [
      'Windows-1252',
      new Uint8Array([0x44, 0xe9, 0x63, 0x69, 0x73, 0x69, 0x6f, 0x6e]),
      /not valid UTF-8.*save it as UTF-8 \(iconv/,
    ],
    ['a cut character', utf8('Décision').slice(0, 2), /not valid UTF-8/],
    ['a surrogate in UTF-8', new Uint8Array([0x41, 0xed, 0xa0, 0x80]), /not valid UTF-8/],
    ['half a character of UTF-16', utf16le('Titre').slice(0, -1), /not valid UTF-16LE/],
    ['a lone surrogate in UTF-16', utf16be('a\ud83d b'), /not valid UTF-16BE/],
    ['NUL characters', utf8('It\0held.'), /NUL.*convert it to Markdown or plain text/],
    ['a PDF', utf8('%PDF-1.7\n\0\0'), /convert it/],
    ['UTF-16 without a byte order mark', utf16le('It held.').slice(2), /NUL/],
  ])('%s is refused, not guessed', (_name, bytes, message) => {
    expect(faultOf('a.txt', bytes)).toMatch(message);
  });

  it('hashes the bytes of the file, not its text', () => {
    expect(parse('a.txt', 'It held.').hash).toMatch(/^[0-9a-f]{64}$/);
    expect(parse('a.txt', 'It held.').hash).toBe(parse('b.md', 'It held.').hash);
    expect(parse('a.txt', utf16le('It held.')).hash).not.toBe(parse('a.txt', 'It held.').hash);
  });
});

describe('files without text', () => {
  it.each([
    ['an empty file', ''],
    ['white space', ' \n\t\r\n'],
    ['a byte order mark', '\ufeff'],
    ['front matter alone', file({}, '')],
    ['a heading alone', '# Title\n'],
    ['a comment alone', '<!-- to do -->\n'],
    ['footnotes alone', '[^a]: AFP.\n'],
  ])('%s', (_name, text) => {
    expect(faultOf('a.md', text)).toBe('holds no text: delete it or fill it');
  });
});

describe('plain files', () => {
  const PLAIN: readonly (readonly [path: string, text: string, id: string, title: string])[] = [
    ['notes.md', '# Meeting *notes*\n\nIt held.\n', 'notes', 'Meeting notes'],
    ['notes.md', '## Second level\n\nIt held.\n', 'notes', 'Second level'],
    ['notes.md', 'It held.\n', 'notes', 'notes'],
    ['a/b/Notes of May.markdown', 'It held.\n', 'Notes of May', 'Notes of May'],
    ['v1.2.txt', 'It held.\n', 'v1.2', 'v1.2'],
    ['notes.txt', 'Meeting notes\n\nIt held.\n', 'notes', 'Meeting notes'],
    ['notes.txt', 'It held.\n\nIt fell.\n', 'notes', 'notes'],
    ['notes.txt', 'Dear all,\n\nIt held.\n', 'notes', 'notes'],
    ['notes.txt', 'Only a title\n', 'notes', 'notes'],
    ['notes.txt', `${'Long '.repeat(30)}title\n\nIt held.\n`, 'notes', 'notes'],
    ['notes.txt', 'Two\nlines\n\nIt held.\n', 'notes', 'notes'],
    ['notes.txt', '# Not Markdown\n\nIt held.\n', 'notes', '# Not Markdown'],
  ];
  it.each(PLAIN)('%s: %j', (path, text, id, title) => {
    const { meta } = parse(path, text);
    expect([meta.id, meta.title]).toEqual([id, title]);
    expect(meta.kind).toBeUndefined();
    expect(meta.text).toBe('verbatim');
  });

  it('are the source’s words throughout', () => {
    expect(parse('a.md', '# T\n\nIt *held*.\n\n> It fell.\n').passages.map(({ voice }) => voice)).toEqual([
      'source',
      'source',
    ]);
  });
});

describe('declaredIdOf', () => {
  const DECLARED: readonly (readonly [name: string, bytes: Uint8Array, id: string | null])[] = [
    ['front matter', utf8(file()), 'doe-v-reed'],
    ['a quoted id', utf8(file({ id: '"doe-v-reed"' })), 'doe-v-reed'],
    ['an id with a comment', utf8(file({ id: 'doe-v-reed # ours' })), 'doe-v-reed'],
    ['Windows line ends', utf8(file().replaceAll('\n', '\r\n')), 'doe-v-reed'],
    ['a byte order mark', utf8(`\ufeff${file()}`), 'doe-v-reed'],
    ['UTF-16', utf16le(file()), 'doe-v-reed'],
    [
      'an id after a long list',
      utf8(`---\nalso: [${'name, '.repeat(500)}x]\nid: late\ntitle: X\nkind: guide\n---\n`),
      'late',
    ],
    ['no id', utf8(file({ id: '' })), null],
    ['front matter that is not closed', utf8('---\nid: x\n'), null],
    ['an id in the body', utf8('# X\n\nid: x\n'), null],
    ['an id in the body after front matter', utf8(file({ id: '' }, 'id: x\n')), null],
    ['a plain file', utf8('It held.\n'), null],
    ['no bytes', utf8(''), null],
  ];
  it.each(DECLARED)('%s', (_name, bytes, id) => {
    expect(declaredIdOf(bytes)).toBe(id);
  });

  it('agrees with what the whole document declares', () => {
    for (const [, bytes, id] of DECLARED) {
      const parsed = parseDocument('name.md', bytes);
      if (id !== null && 'document' in parsed) expect(parsed.document.meta.id).toBe(id);
    }
  });

  it('reads a view into a larger buffer at its own place', () => {
    const bytes = utf8(`xxxx${file()}`);
    expect(declaredIdOf(bytes.subarray(4))).toBe('doe-v-reed');
  });
});

describe('any bytes', () => {
  const bytes = fc.oneof(
    fc.uint8Array(),
    fc.uint8Array().map((rest) => new Uint8Array([0xff, 0xfe, ...rest])),
    fc
      .array(
        fc.constantFrom(
          '---',
          '\n',
          'id:',
          ' ',
          'x',
          ': ',
          '[',
          '"',
          '- ',
          'kind: guide',
          'title: X',
          '&a',
          '*a',
          '!!',
          '\ufeff',
        ),
      )
      .map((parts) => utf8(`---\n${parts.join('')}\n---\nIt held.`)),
  );
  it.each(['a.md', 'a.txt', 'a', '.md', 'é/ü.md'])('never make it throw (%s)', (path) => {
    fc.assert(
      fc.property(bytes, (content) => {
        const parsed = parseDocument(path, content);
        if ('fault' in parsed) expect(parsed.fault.message).not.toBe('');
        declaredIdOf(content);
      }),
      { numRuns: 400 },
    );
  });
});
