// Markdown as a reader sees it: marks gone, words never changed.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainText } from '../src/text/markdown.ts';

describe('plainText of Markdown', () => {
  const CASES: readonly (readonly [slice: string, shown: string])[] = [
    ['', ''],
    ['  spaced \t  out\n', 'spaced out'],
    ['hard\nwrapped', 'hard wrapped'],
    ['**Held:** the ban', 'Held: the ban'],
    ['*See* Doe v. Reed.', 'See Doe v. Reed.'],
    ['_See_ Doe v. Reed.', 'See Doe v. Reed.'],
    ['__Held:__ the ban', 'Held: the ban'],
    ['**“Anonymity”** is a shield', '“Anonymity” is a shield'],
    ['*"Anonymity"* is a shield', '"Anonymity" is a shield'],
    ['[The opinion](https://x.org/y) holds', 'The opinion holds'],
    ['the *[opinion](https://x.org/y)*', 'the opinion'],
    ['![a seal](seal.png) of office', 'of office'],
    ['<https://eff.org>', 'https://eff.org'],
    ['a <b>bold</b> claim <!-- ours -->', 'a bold claim'],
    ['`ALT_USCIS` and `a*b*`', 'ALT_USCIS and a*b*'],
    ['a\\*b \\[x\\]', 'a*b [x]'],
    ['AT&amp;T &copy; &sect; 5', 'AT&T © § 5'],
    ['words[^afp] more[^b][^c].', 'words more.'],
    ['quoted\n> and wrapped\n> on', 'quoted and wrapped on'],
    ['quoted\n> > twice\n>> on', 'quoted twice on'],
    ['line  \nbreak', 'line break'],
    ['line\\\nbreak', 'line break'],
    ['| DHS | one summons |', 'DHS · one summons'],
    ['| DHS | **one** [summons](https://x.org) |', 'DHS · one summons'],
    ['| DHS |  | one[^a] |', 'DHS · one'],
    ['| a \\| b | c |', 'a | b · c'],
  ];
  it.each(CASES)('%j', (slice, shown) => {
    expect(plainText(slice, 'markdown')).toBe(shown);
  });

  const KEPT = [
    '12. The account is anonymous.',
    '1) First.',
    '# 5 of the list',
    '- 5 degrees',
    '+ 5',
    '2 * 3 * 4',
    'snake_case_name',
    '@ALT_USCIS and @alt_uscis_two',
    '[…] the [t]he ban [sic]',
    'a < b and b > a',
    'either | or',
    'AT&T, § 1509, ¶ 12, 50 % ~ 60 %',
    'http://x_y_z.org',
    'a lone * or ` or [ or _',
  ];
  it.each(KEPT)('leaves %j as it is', (slice) => {
    expect(plainText(slice, 'markdown')).toBe(slice);
  });
});

describe('plainText of plain text', () => {
  it.each(['**Held:** the ban', '[The opinion](https://x.org)', 'words[^afp]', '| a | b |', 'AT&amp;T', '\\*'])(
    'shows %j as it is',
    (slice) => expect(plainText(slice, 'plain')).toBe(slice),
  );

  it('only collapses white space', () => {
    expect(plainText(' a\r\n\t b\u00a0c ', 'plain')).toBe('a b c');
  });
});

describe('any Markdown', () => {
  const unit = fc.constantFrom(...'ab AB1*_`[]()<>!\\|~^:#->.\n', '[^a]', '**', '](', '\n> ', 'é', '“', '…');
  const markdown = fc.string({ unit, maxLength: 40 });

  it('is shown with white space collapsed and trimmed', () => {
    fc.assert(
      fc.property(markdown, fc.constantFrom('markdown', 'plain'), (slice, format) => {
        const shown = plainText(slice, format);
        expect(shown).toBe(shown.replace(/\s+/g, ' ').trim());
      }),
      { numRuns: 1000 },
    );
  });

  it('never shows a letter or digit that the source does not have there', () => {
    fc.assert(
      fc.property(markdown, (slice) => {
        let at = 0;
        for (const char of plainText(slice, 'markdown').replace(/[^\p{L}\p{N}]/gu, '')) {
          at = slice.indexOf(char, at) + 1;
          expect(at).toBeGreaterThan(0);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('is text itself when it holds no marks', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'abc AB 12.,;:!?()“”’—…§¶') }), (slice) => {
        expect(plainText(slice, 'markdown')).toBe(slice.replace(/\s+/g, ' ').trim());
      }),
    );
  });
});
