// What may differ between a quotation as typed and as it stands in the source, and what may never.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold, foldForSearch, foldWithOffsets } from '../src/text/fold.ts';

describe('fold takes as equal', () => {
  const FOLDED: readonly (readonly [name: string, text: string, folded: string])[] = [
    ['curly double quotes', '“a shield”', '"a shield"'],
    ['low and reversed double quotes', '„a‟ ″b″', '"a" "b"'],
    ['guillemets', '«bouclier»', '"bouclier"'],
    ['curly single quotes', '‘a’ ‚b‛ ′c', "'a' 'b' 'c"],
    ['an apostrophe', 'the author’s', "the author's"],
    ['a modifier apostrophe, a backtick and an acute accent', 'aʼb`c´d', "a'b'c'd"],
    ['hyphens', 'a‐b‑c‒d', 'a-b-c-d'],
    ['dashes', '7–2 — it ― fell', '7-2 - it - fell'],
    ['the minus sign', '−3', '-3'],
    ['the ellipsis character', 'a…b', 'a...b'],
    ['ligatures', 'ofﬁce eﬀort ﬂag aﬃrm baﬄe', 'office effort flag affirm baffle'],
    ['no-break and thin spaces', '19\u00a0U.S.C.\u2009§\u202f1509', '19 U.S.C. § 1509'],
    ['line breaks and runs of spaces', 'a  b\nc\r\n\td\u2028e\u0085f', 'a b c d e f'],
    ['white space at the ends', ' \n a b \t', 'a b'],
  ];
  it.each(FOLDED)('%s', (_name, text, folded) => {
    expect(fold(text)).toBe(folded);
  });
  it.each(['', ' ', '\n\u00a0'])('nothing for white space alone: %j', (text) => {
    expect(foldWithOffsets(text)).toEqual({ text: '', starts: [], ends: [] });
  });
});

describe('fold never takes as equal', () => {
  const KEPT: readonly (readonly [name: string, text: string])[] = [
    ['case', 'Twitter TWITTER twitter'],
    ['a zero-width space', 'anony\u200bmous'],
    ['a zero-width non-joiner', 'anony\u200cmous'],
    ['a zero-width joiner', 'anony\u200dmous'],
    ['a word joiner', 'anony\u2060mous'],
    ['a zero-width no-break space', 'anony\ufeffmous'],
    ['a soft hyphen', 'anony\u00admous'],
    ['direction marks', 'not\u202e \u200fguilty'],
    ['Cyrillic letters that look Latin', 'Twіttеr'],
    ['Greek letters that look Latin', 'Τwitter'],
    ['full-width letters and digits', 'ＤＨＳ １９'],
    ['mathematical letters', '𝐃𝐇𝐒'],
    ['superscripts', '5¹²'],
    ['accents', 'résumé resume'],
    ['combining marks', 're\u0301sume\u0301'],
    ['other ligatures and letters', 'ﬅ æ œ ß ſ'],
    ['brackets and full stops', '[t]he ban. (a)'],
    ['vulgar fractions and section marks', '½ § ¶'],
    ['dots that are not an ellipsis', '. . . .. ⋯'],
    ['lone surrogates', 'a\ud83db'],
  ];
  it.each(KEPT)('%s', (_name, text) => {
    expect(fold(text)).toBe(text);
  });
});

/** The whole list of what folding may change into what, written again so that an addition to it needs a second look. */
const MAY_BECOME = new Map<string, string>([
  ...[..."'‘’‚‛′ʼ`´"].map((c) => [c, "'"] as const),
  ...[...'"“”„‟″«»'].map((c) => [c, '"'] as const),
  ...[...'-‐‑‒–—―−'].map((c) => [c, '-'] as const),
  ['…', '...'],
  ['ﬀ', 'ff'],
  ['ﬁ', 'fi'],
  ['ﬂ', 'fl'],
  ['ﬃ', 'ffi'],
  ['ﬄ', 'ffl'],
]);

describe('foldWithOffsets', () => {
  const typographic = fc.string({
    unit: fc.constantFrom(...MAY_BECOME.keys(), ' ', '\n', '\u00a0', '\u0085', 'a', 'Z', '7', '.', '\ud83d', '\ude00'),
    maxLength: 60,
  });
  const utf16 = fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units));
  const anyText = fc.oneof(typographic, utf16, fc.string({ unit: 'binary' }));

  it('maps each folded character back to the range of the original that it stands for', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const folded = foldWithOffsets(text);
        expect(folded.starts).toHaveLength(folded.text.length);
        expect(folded.ends).toHaveLength(folded.text.length);
        let covered = 0;
        for (let i = 0; i < folded.text.length; i++) {
          const [start, end] = [folded.starts[i]!, folded.ends[i]!];
          expect(start < end && end <= text.length).toBe(true);
          if (start !== folded.starts[i - 1]) expect(text.slice(covered, start).replace(/[\s\u0085]/g, '')).toBe('');
          const original = text.slice(start, end);
          if (folded.text[i] === ' ') expect(original).toMatch(/^[\s\u0085]+$/);
          else expect(MAY_BECOME.get(original) ?? original).toContain(folded.text[i]);
          covered = end;
        }
        expect(text.slice(covered).replace(/[\s\u0085]/g, '')).toBe('');
      }),
      { numRuns: 1000 },
    );
  });

  it('maps any stretch of the folded text to a slice that folds to the same stretch', () => {
    fc.assert(
      fc.property(anyText, fc.nat(), fc.nat(), (text, a, b) => {
        const folded = foldWithOffsets(text);
        const atoms = [...folded.starts.keys()].filter((i) => folded.starts[i] !== folded.starts[i - 1]); // "ﬃ" is one
        fc.pre(atoms.length > 0);
        const [i, j] = [a % atoms.length, b % atoms.length].sort((x, y) => x - y) as [number, number];
        const [from, to] = [atoms[i]!, atoms[j + 1] ?? folded.text.length];
        const slice = text.slice(folded.starts[from], folded.ends[to - 1]);
        expect(fold(slice)).toBe(folded.text.slice(from, to).trim());
      }),
    );
  });

  it('changes nothing but what is on the list, and no letter or digit', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const byUnit = text.split('').map((unit) => MAY_BECOME.get(unit) ?? unit);
        const compact = (s: string) => s.replace(/[\s\u0085]+/g, ' ').replace(/^ | $/g, '');
        expect(fold(text)).toBe(compact(byUnit.join('')));
        const letters = (s: string) => s.replace(/[^\p{L}\p{N}]/gu, '');
        const spelledOut = text.replace(/[ﬀ-ﬄ]/g, (c) => MAY_BECOME.get(c)!).replaceAll('ʼ', '');
        expect(letters(fold(text))).toBe(letters(spelledOut));
      }),
    );
  });

  it('is the same when done twice', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(fold(fold(text))).toBe(fold(text));
      }),
    );
  });
});

describe('foldForSearch', () => {
  const SEARCHED: readonly (readonly [text: string, folded: string])[] = [
    ['Twitter', 'twitter'],
    ['Müller', 'muller'],
    ['Mu\u0308ller', 'muller'],
    ['RÉSUMÉ', 'resume'],
    ['Ångström', 'angstrom'],
    ['İstanbul', 'istanbul'],
    ['ofﬁce', 'office'],
    ['ＤＨＳ', 'dhs'],
    ['𝐃𝐇𝐒', 'dhs'],
    ['Twitter™', 'twittertm'],
    ['5²', '52'],
    ['ПРИВЕТ', 'привет'],
    ['§ 1509(d)', '§ 1509(d)'],
    ['', ''],
  ];
  it.each(SEARCHED)('%s → %s', (text, folded) => {
    expect(foldForSearch(text)).toBe(folded);
  });

  it('leaves no capital letter and no combining mark, whatever the character', () => {
    const left: string[] = [];
    for (let code = 0; code <= 0x10ffff; code++) {
      const char = String.fromCodePoint(code);
      if (/[\p{Lu}\p{M}]/u.test(foldForSearch(char))) left.push(`U+${code.toString(16)} ${char}`);
    }
    expect(left.slice(0, 20)).toEqual([]);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 0xffff })), (units) => {
        expect(foldForSearch(String.fromCharCode(...units))).toBeTypeOf('string');
      }),
    );
  });
});
