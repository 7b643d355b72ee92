// Page-wise text exports, as archives of courts give them: what is taken off, what stays, where it stands.

import { describe, expect, it } from 'vitest';
import type { Reading } from '../src/knowledge/import/blocks.ts';
import { MARK_CLOSE, MARK_OPEN } from '../src/knowledge/import/page.ts';
import { readPagedText } from '../src/knowledge/import/paged-text.ts';

const KNOWN = new Set(['off', 'duty', 'internal', 'affairs', 'summons', 'identification', 'with', 'out', 'without']);
const read = (...pages: string[]): Reading => readPagedText(pages.join('\f'), (word) => KNOWN.has(word));
const shown = ({ blocks }: Reading) =>
  blocks.map((block) => {
    if (!('text' in block) || block.type === 'item') return block;
    const at =
      block.type === 'heading' ? '' : `${block.number ? `¶ ${block.number} ` : ''}${(block.pages ?? []).join('–')}`;
    return [block.type, at.trim(), block.text.replaceAll(MARK_OPEN, '[^').replaceAll(MARK_CLOSE, ']')];
  });

const stamp = (page: number) => `Case 1:25-cv-00321-ABC   Document 7   Filed 03/02/25   Page ${page} of 3\n\n`;

describe('page-wise text', () => {
  it('loses stamps and page numbers, and joins sentences over pages', () => {
    const reading = read(
      `${stamp(1)}      1.   The agency asked for the name of the author and\ngave fourteen days for an answer, which is less than the law\n\n                              1`,
      `${stamp(2)}allows. It gave no reason.\n\n      2.   The author did not answer. The letter was sent in\n2017. It was the only one, and it cost $40.\n\n                              2`,
      `${stamp(3)}      3.   Nothing followed.\n\n      4.   Nothing ever did.\n\n                              3`,
    );
    expect(shown(reading)).toEqual([
      [
        'paragraph',
        '¶ 1 1–2',
        'The agency asked for the name of the author and gave fourteen days for an answer, which is less than the law allows. It gave no reason.',
      ],
      [
        'paragraph',
        '¶ 2 2–2',
        'The author did not answer. The letter was sent in 2017. It was the only one, and it cost $40.',
      ],
      ['paragraph', '¶ 3 3–3', 'Nothing followed.'],
      ['paragraph', '¶ 4 3–3', 'Nothing ever did.'],
    ]);
    expect(reading.told).toMatchObject({ docket: '1:25-cv-00321-ABC', date: '2025-03-02' });
  });

  it('loses what a browser prints round a page, and only where it stands above and below', () => {
    const [over, under] = ['11/28/26, 2:23 PM      A Statement', 'https://example.org/statement      1/1'];
    const words = 'The council met in May and found that no editor may be compelled to name a source.';
    const texts = (...page: string[]) => shown(read(page.join('\n\n'))).map((block) => (block as string[])[2]);
    expect(texts(over, words, under)).toEqual([words]);
    expect(texts(over, words).join(' ')).toContain('2:23 PM');
  });

  it('takes the page from the stamp where the page itself says none', () => {
    const reading = read(
      `${stamp(2)}The words of the second page are here.`,
      `${stamp(3)}The words of the third page are here.`,
    );
    expect(shown(reading).map((block) => (block as string[])[1])).toEqual(['2–2', '3–3']);
  });

  it('loses a column of line numbers, though numbers of the text stand at lines’ beginnings', () => {
    const text = [
      'The summons was served in the spring of the year',
      '2017 and withdrawn a day after the suit was filed. It cited',
      '19 U.S.C. 1509, which is about merchandise; no less than',
      '12 officers had read it, and the court had 28 U.S.C. 1331 for its',
      '14 pages on jurisdiction. The amounts were these, in dollars:',
      '40 for the first, 41 for the second, and for the third account',
      '42 in all. Counsel wrote again on the last day of the month of',
      'March.',
    ];
    const lines = Array.from({ length: 28 }, (_, i) =>
      `${String(i + 1).padStart(2)}  ${i % 2 === 0 ? (text[i / 2] ?? '') : ''}`.trimEnd(),
    );
    expect(shown(read(lines.join('\n')))).toEqual([['paragraph', '', text.join(' ')]]);
  });

  it('does not take for a paragraph what only looks like the next one', () => {
    const reading = read(
      'Words before the first paragraph, for the margins of this page.\n\n    26.  One has the usual words in it, no more and no less.\n\n    1.  The first says what the second is about to say again.\n\n    2.  The second refers to what was shown in the hearing as Exhibit\n3. The officer did not see it then, and nobody asked for it.\n\n    3.  The third is the real one of that number.\n\n    4.  The fourth ends it.',
    );
    expect(shown(reading).map((block) => (block as string[])[1])).toEqual(['', '', '¶ 1', '¶ 2', '¶ 3', '¶ 4']);
    expect(shown(reading)[3]).toEqual(['paragraph', '¶ 2', expect.stringContaining('Exhibit 3. The officer')]);
  });

  it('keeps a number at the very end of a page with the words on the next', () => {
    const reading = read(
      '    1.   The first paragraph is here, with as many words as it needs.\n\n    2.   The second follows it.\n\n    3.',
      'The third begins on its own page, since there was no room.\n\n    4.   The fourth is the last of them.',
    );
    expect(shown(reading).slice(2)).toEqual([
      ['paragraph', '¶ 3 2–2', 'The third begins on its own page, since there was no room.'],
      ['paragraph', '¶ 4 2–2', 'The fourth is the last of them.'],
    ]);
  });

  it('decides a hyphen at a line’s end by the document’s words, then by the language’s', () => {
    const text =
      'The identi-\nfication was not asked for by the off-\nduty officer of the agency, and the internal-\naffairs arm did not say so. The self-\nincrimination clause was not at issue with-\nout more.';
    const reading = read(text);
    expect(shown(reading)).toEqual([
      [
        'paragraph',
        '',
        'The identification was not asked for by the off-duty officer of the agency, and the internal-affairs arm did not say so. The self-incrimination clause was not at issue without more.',
      ],
    ]);
    expect(reading.doubts.map(({ message }) => message)).toEqual([expect.stringContaining('without')]);
  });

  it('keeps footnotes below a rule apart', () => {
    const reading = read(
      'The body of the page says what it says and says no more.\n\n______________________\n1 The note says where it was said.\n2 And another one.',
      'The second page goes on with the body of the text.\n\n______________________\n3 The last of them.',
    );
    expect(reading.notes.map(({ number, text, pages }) => [number, text, pages?.[0]])).toEqual([
      ['1', 'The note says where it was said.', '1'],
      ['2', 'And another one.', '1'],
      ['3', 'The last of them.', '2'],
    ]);
    expect(reading.blocks).toHaveLength(2);
  });

  it('reads the two columns of a caption one after the other', () => {
    const reading = read(
      'FORESTERS UNION,                )    Case No. 1:25-cv-00321\n          Plaintiff,            )\n     v.                         )    COMPLAINT FOR RELIEF\nWOODLAND AGENCY,                )\n          Defendant.            )    JURY TRIAL DEMANDED\n\n\nPlaintiff alleges what follows here, on knowledge and on belief.',
    );
    const words = shown(reading)
      .map((block) => (block as string[])[2])
      .join(' | ');
    expect(words).toMatch(
      /FORESTERS UNION, .*Plaintiff, .*v\. .*WOODLAND AGENCY, .*Defendant\. .*Case No\. .*COMPLAINT FOR RELIEF .*JURY TRIAL DEMANDED .*Plaintiff alleges/,
    );
    expect(words).not.toContain(')');
    expect(reading.told.kind).toBe('filing');
  });

  it('says which pages hold nothing', () => {
    const reading = read('Words of the first page.', '  ', 'Words of the third page.');
    expect(reading.doubts.map(({ message }) => message)).toEqual([expect.stringContaining('page 2 has no text layer')]);
  });
});
