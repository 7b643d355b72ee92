// The finder of quotations in a draft: text in, quotations out; and the whole check on drafts that somebody wrote by hand.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findQuotations, QUOTATIONS_MAX } from '../src/text/quotations.ts';

describe('finds', () => {
  it.each([
    ['He said “one two,” and left.', ['one two,']],
    ['"One two," she said, "three four."', ['One two, three four.']],
    ['"One two." she said. "Three four."', ['One two.', 'Three four.']],
    ['It “may have exceeded” its power and “played no role”.', ['may have exceeded', 'played no role']],
    ['They wrote: "First.\n\n"Second," he said.', ['First.\n\nSecond,']],
    ["'The minister's view,' he said, 'and the reporters' names.'", ["The minister's view, and the reporters' names."]],
    ['“They hide,” it says, for fear of “retaliation”.', ['They hide,', 'retaliation']],
    [
      'To “pierce the anonymity” of a critic, it says, would have a “chilling effect”.',
      ['pierce the anonymity', 'chilling effect'],
    ],
    ['“They hide,” she said “for fear”.', ['They hide, for fear']],
    ["It's the '90s and the dogs' day.", []],
    ['A man of 6\' 2" stood there.', []],
    ['It held that "the "right" to speak" stays.', ['the "right" to speak']],
    ['“He said ‘never “ever” again’ twice.”', ['He said ‘never “ever” again’ twice.']],
    ['«deux mots» „drei Wörter“ »so auch«', ['deux mots', 'drei Wörter', 'so auch']],
    ['The court:\n\n> One two\n> three.\n> — A v. B, 1\n\nEnd.', ['One two\nthree.']],
    ['As it says:\n\n    One two\n    three.\n\nEnd.', ['One two\nthree.']],
    ['```\n"code"\n```\nand `"code"` and "text".', ['text']],
    ['Unclosed "one two.\n\nNext "three four".', ['one two.', 'three four']],
    ['«word\n\n«', ['word']],
    ['', []],
  ])('%j', (draft, texts) => expect(findQuotations(draft).map(({ text }) => text)).toEqual(texts));

  it('any text, without a fault, in order, each segment inside the draft', () => {
    const piece = fc.constantFrom(
      '"',
      '“',
      '”',
      "'",
      '’',
      '‘',
      '«',
      '»',
      '„',
      '`',
      '> ',
      '\n',
      '\n\n',
      ' ',
      'said',
      'word',
      '.',
      ',',
      '—',
      '5',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const draft = pieces.join('');
        let at = 0;
        for (const { segments, text } of findQuotations(draft)) {
          expect(text).not.toBe('');
          for (const { start, end } of segments) {
            expect(start).toBeGreaterThanOrEqual(at);
            expect(end).toBeLessThanOrEqual(draft.length);
            expect(end).toBeGreaterThan(start);
            at = start;
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('a long draft in reasonable time', () => {
    for (const text of ['"', "'", '“a ', '"a ', "'a ", '> a\n', '"a" ', "it's "])
      expect(findQuotations(text.repeat(100_000 / text.length)).length).toBeLessThanOrEqual(QUOTATIONS_MAX);
  });
});
