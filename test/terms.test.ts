// Index terms: that a question and a text that mean the same thing meet in at least one term, and that others do not.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scanUnits, stem, termsOf } from '../src/text/terms.ts';

describe('termsOf', () => {
  const TERMS: readonly (readonly [text: string, terms: readonly string[]])[] = [
    ['', []],
    ['the of and', []],
    ['§ … — “”', []],
    ['§ 1509', ['§1509', '1509']],
    ['§1509', ['§1509', '1509']],
    ['section 230', ['section', '§230', '230']],
    ['19 U.S.C. § 1509(d)', ['19', 'usc', '§1509', '19usc1509', '1509(d)', '1509']],
    ['19 USC 1509', ['19', 'usc', '§1509', '19usc1509', '1509']],
    ['28 C.F.R. 50.10', ['28', 'cfr', '50.10', '§50.10', '28cfr50.10', '50', '10']],
    ['3:17-cv-01916', ['3:17-cv-01916', '3', '17', 'cv', '01916']],
    ['@rogue_park', ['rogue_park', 'rogu', 'park']],
    ['$1,200,000', ['1200000']],
    ['1,2,3', ['1', '2', '3']],
    ['in 1791, 1792', ['1791', '1792']],
    ['3.5', ['3.5', '3', '5']],
    ['9th', ['9']],
    ['eleventh', ['11']],
    ['Apr. 6, 2017', ['april', '6', '2017']],
    ['twenty-three', ['20', '3']],
    ['children', ['child']],
    ['Müller', ['muller']],
    ['ПРИВЕТ', ['привет']],
    ['他走了，规则', ['他走', '走了', '规则']],
    ['法', ['法']],
    ["can't", []],
  ];
  it.each(TERMS)('%s', (text, terms) => {
    expect(termsOf(text)).toEqual(terms);
  });
});

describe('either spelling finds the other', () => {
  /** Pairs that must share a term which `unlike` lacks. */
  const PAIRS: readonly (readonly [a: string, b: string, unlike: string])[] = [
    ['Department of Homeland Security', 'DHS', 'Department of Justice'],
    ['Homeland Security', 'DHS', 'security'],
    ['U.S. Citizenship and Immigration Services', 'USCIS', 'immigration services'],
    ['Customs and Border Protection', 'CBP', 'border'],
    ['Federal Bureau of Investigation', 'FBI', 'investigation'],
    ['19 U.S.C. § 1509', '§ 1509', '§ 1510'],
    ['19 U.S.C. § 1509', '1509', '19 U.S.C. § 1510'],
    ['19 U.S.C. § 1509', '19 USC 1509', '18 U.S.C. § 1509'],
    ['19 U.S.C. § 1509(d)', 'section 1509(d)', '19 U.S.C. § 1509(a)'],
    ['28 C.F.R. § 50.10', '28 CFR 50.10', '28 C.F.R. § 50.1'],
    ['No. 3:17-cv-01916', '3:17-cv-01916', '3:18-cv-01916'],
    ['@ALT_USCIS', 'ALT_USCIS', '@ALT_NPS'],
    ['@ALT_USCIS’s tweets', '@alt_uscis', '@ALT_NPS’s tweets'],
    ['Twitter, Inc. v. U.S. Department of Homeland Security', 'Twitter v. DHS', 'Twitter and DHS'],
    ['Twitter vs. Department of Homeland Security', 'Twitter v. DHS', 'Facebook v. DHS'],
    ['McIntyre v. Ohio Elections Commission', 'McIntyre v. Ohio', 'McIntyre of Ohio'],
    ['Twitter’s', 'Twitter', 'DHS'],
    ["the department's", 'departments', 'the office'],
    ["O’Brien's", "O'Brien", 'Brian'],
    ['alternative-agency', 'alternative agency', 'alternation'],
    ['pseudonymous', 'PSEUDONYMOUS', 'anonymous'],
    ['email', 'emails', 'letters'],
    ['e-mail', 'email', 'letter'],
    ['website', 'websites', 'web page'],
    ['sued', 'sue', 'said'],
    ['suing', 'sued', 'seeing'],
    ['withdrew', 'withdraw', 'with'],
    ['held', 'hold', 'head'],
    ['wrote', 'written', 'wrong'],
    ['struck', 'strike', 'stuck'],
    ['the Ninth Circuit', '9th Circuit', 'Tenth Circuit'],
    ['second', '2nd', 'third'],
    ['1,509', '1509', '1510'],
    ['résumé', 'resume', 'rhyme'],
    ['ＤＨＳ', 'DHS', 'CBP'],
    ['U.S.', 'US', 'us'],
    ['规则有效', '规则', '有效'],
  ];
  it.each(PAIRS)('%s ↔ %s', (a, b, unlike) => {
    const other = new Set(termsOf(unlike));
    const shared = termsOf(a).filter((term) => termsOf(b).includes(term) && !other.has(term));
    expect(shared, `${termsOf(a)} against ${termsOf(b)}`).not.toEqual([]);
  });

  it('does not join what a hidden character, or none, keeps apart', () => {
    expect(termsOf('anony\u200bmous')).not.toEqual(termsOf('anonymous'));
    expect(termsOf('us')).toEqual([]);
    expect(termsOf('U.S.')).not.toEqual([]);
  });
});

describe('scanUnits', () => {
  it('gives each unit where it stands, marks at its ends left out', () => {
    const text = '“Twitter’s” (19 U.S.C. § 1509(d)), @ALT_USCIS.';
    expect(scanUnits(text).map(({ surface }) => surface)).toEqual([
      'Twitter’s',
      '19',
      'U.S.C',
      '§',
      '1509',
      'd',
      '@ALT_USCIS',
    ]);
  });

  it('says over how many units a spelled-out acronym runs, and counts none inside it', () => {
    const units = scanUnits('the Department of Homeland Security and DHS');
    expect(units.map(({ length }) => length)).toEqual([1, 4, 1, 1, 1, 1, 1]);
    expect(units.map(({ word }) => word)).toEqual(['the', 'department', 'of', 'homeland', 'security', 'and', 'dhs']);
  });

  const fragments = [
    '§',
    '§§',
    ' ',
    '19',
    'U.S.C.',
    'C.F.R.',
    '@',
    '_',
    '-',
    ':',
    "'s",
    '’',
    '.',
    ',',
    '000',
    'v.',
    'Inc.',
  ];
  const citations = fc
    .array(
      fc.constantFrom(...fragments, 'Twitter', 'Department of Homeland Security', '(d)', '他', 'é', '\ud83d', '\n'),
    )
    .map((parts) => parts.join(''));
  const utf16 = fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units));
  const anyText = fc.oneof(citations, utf16, fc.string({ unit: 'binary' }));

  it('finds units of any text at their own offsets, in order, without throwing', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        let at = 0;
        for (const { surface, start, end, length } of scanUnits(text)) {
          expect(text.slice(start, end)).toBe(surface);
          expect(start >= at && end > start && length >= 1).toBe(true);
          at = end;
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('gives terms without capitals, none empty, the same each time', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const terms = termsOf(text);
        expect(terms.filter((term) => term === '' || /\p{Lu}/u.test(term))).toEqual([]);
        expect(termsOf(text)).toEqual(terms);
      }),
      { numRuns: 1000 },
    );
  });

  it('reads ASCII text alike in any case, but for "US" and "us"', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'adhsv12§@_-. ') }), (text) => {
        expect(termsOf(text.toUpperCase().replaceAll('US', 'uS'))).toEqual(termsOf(text));
      }),
    );
  });
});

describe('stem', () => {
  it.each([
    ['anonymous', 'anonymously'],
    ['subpoena', 'subpoenas'],
    ['disclose', 'disclosed'],
    ['protections', 'protection'],
  ])('%s and %s have one', (a, b) => {
    expect(stem(a)).toBe(stem(b));
  });
  it.each(['1509d', 'a', 'dh', '3:17-cv-01916'])('leaves %s as it is', (word) => {
    expect(stem(word)).toBe(word);
  });
});
