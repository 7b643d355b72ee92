// What an imported document says when it is read again: pinpoints in their places, every character of the source, none of Markdown's.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Document } from '../src/answer/model.ts';
import { parseDocument } from '../src/knowledge/document.ts';
import type { Block } from '../src/knowledge/import/blocks.ts';
import { differenceOf } from '../src/knowledge/import/check.ts';
import { writeBody } from '../src/knowledge/import/markdown.ts';
import { cleanText, MARK_CLOSE, MARK_OPEN } from '../src/knowledge/import/page.ts';
import { lintDocument } from '../src/knowledge/lint.ts';
import { plainText } from '../src/text/markdown.ts';

const FRONT = '---\nid: x\ntitle: X\nkind: filing\n---\n\n';

function documentOf(body: string): Document {
  const parsed = parseDocument('x.md', Buffer.from(FRONT + body));
  if ('fault' in parsed) throw new Error(parsed.fault.message);
  return parsed.document;
}

function passagesOf(body: string) {
  const { text, passages } = documentOf(body);
  return passages.map(({ span, pinpoint, voice }) => [
    plainText(text.slice(span.start, span.end), 'markdown'),
    pinpoint,
    voice,
  ]);
}

describe('a pinpoint comment', () => {
  it('holds for the blocks after it until the next one, and is no content', () => {
    const body =
      '<!-- at: ¶ 43, p. 11 -->\n\n43. First words.\n\n> Quoted words.\n\n<!-- at: pp. 11–12 -->\nSecond words.\n\n<!-- at: -->\n\nThird words.\n';
    expect(passagesOf(body)).toEqual([
      ['First words.', '¶ 43, p. 11', 'source'],
      ['Quoted words.', '¶ 43, p. 11', 'source'],
      ['Second words.', 'pp. 11–12', 'source'],
      ['Third words.', undefined, 'source'],
    ]);
    expect(documentOf(body).content).not.toMatch(/at:|43/);
  });

  it('gives way to what a block quote says itself, and leaves other comments alone', () => {
    const body = '<!-- at: p. 3 -->\n\n> Words.\n> — Smith, p. 9\n\n<!-- look: p. 4 -->\n\nMore words.\n';
    expect(passagesOf(body)).toEqual([
      ['Words.', 'p. 9', 'source'],
      ['More words.', 'p. 3', 'source'],
    ]);
  });

  it('makes a footnote after it quotable, with its page; a footnote without one stays a note', () => {
    const body =
      'A claim.[^1] Another.[^2]\n\n[^2]: Checked there.\n\n## Footnotes\n\n<!-- at: n. 1, p. 2 -->\n\n[^1]: The note’s words. More of them.\n';
    expect(passagesOf(body)).toEqual([
      ['A claim. Another.', undefined, 'source'],
      ['The note’s words. More of them.', 'n. 1, p. 2', 'source'],
    ]);
  });

  it('says nothing of a digest’s own words', () => {
    const parsed = parseDocument(
      'x.md',
      Buffer.from('---\nid: x\ntitle: X\nkind: filing\ntext: digest\n---\n\n<!-- at: p. 3 -->\n\nOurs.\n'),
    );
    expect('document' in parsed && parsed.document.passages[0]?.pinpoint).toBe(undefined);
  });
});

const HARD = [
  '1. First', '2017. The court', '28 U.S.C. § 1331', '- dash', '+ plus', '# heading', '#1 of two', '> quoted', '---', '***', '___', '~~~', '===',
  '*emphasis*', '_under_ and @ALT_USCIS and a__b', '`code`', '<b>bold</b> and <redacted>', '[link](http://a.b) and [x][y] and [x]: y', '[^1] and ![i](j)',
  'a \\* b \\ c', '&amp; R&D; &#42;', '| a | b |', 'x | y', 'http://a.b/_c_?d=*e*', '“[Citations omitted.] The next.” [. . .] end', 'No. 3. It ends.[1] Then more.',
  '2017.', '43', '(a) sub', '— Smith, p. 9', '<!-- at: p. 9 -->', '$5.00 * 3 = $15.00', '    indented', 'trailing \\', '-', '=', '1)', '[', '](', '^', '¶ 5. x',
]; // biome-ignore format: a list of strings

describe('what is written is what can be quoted', () => {
  it.each(HARD)('%s', (text) => {
    for (const block of [
      { type: 'paragraph', text },
      { type: 'paragraph', text, number: '43' },
      { type: 'quote', text },
      { type: 'item', text, marker: '-', depth: 0 },
    ] satisfies Block[])
      check([block]);
  });

  it('for any text', () => {
    const piece = fc.oneof(
      fc.constantFrom(...HARD),
      fc.string({ unit: 'grapheme', maxLength: 30 }),
      fc.string({ maxLength: 20 }),
    );
    const text = fc
      .array(piece, { minLength: 1, maxLength: 6 })
      .map((parts) => cleanText(parts.join(' ')).trim())
      .filter((t) => t !== '');
    const block = fc.oneof(
      fc.record({ type: fc.constant('paragraph' as const), text }),
      fc.record({ type: fc.constant('paragraph' as const), text, number: fc.constant('43') }),
      fc.record({ type: fc.constant('quote' as const), text }),
      fc.record({
        type: fc.constant('item' as const),
        text,
        marker: fc.constantFrom('-', '7.'),
        depth: fc.constant(0),
      }),
    );
    fc.assert(
      fc.property(fc.array(block, { minLength: 1, maxLength: 5 }), fc.array(text, { maxLength: 2 }), (blocks, notes) =>
        check(blocks, notes),
      ),
      { numRuns: 100 },
    );
  });

  function check(blocks: readonly Block[], noteTexts: readonly string[] = []) {
    const notes = noteTexts.map((text, i) => ({
      number: String(i + 1),
      label: String(i + 1),
      text,
      pages: ['1', '1'] as const,
    }));
    const marks = notes.map(({ label }) => MARK_OPEN + label + MARK_CLOSE).join('');
    const all: Block[] = [...blocks, { type: 'paragraph', text: `Noted${marks} here.`, pages: ['1', '2'] }];
    const file = Buffer.from(FRONT + writeBody('A *title*', all, notes));
    expect(differenceOf('x.md', file, all, notes)).toBe(null);
    const parsed = parseDocument('x.md', file);
    if ('fault' in parsed) throw new Error(parsed.fault.message);
    expect(lintDocument('x.md', parsed.document, true).filter(({ code }) => code !== 'missing-field')).toEqual([]);
  }
});
