// Three ways in which courts' documents are set: a federal complaint, California pleading paper, an opinion for two-sided printing.

import { toRoman } from '../../src/knowledge/import/roman.ts';
import type { Layout, Pen } from './typeset.ts';

const CAPTION_LEFT = [
  'FORESTERS UNION, an association,',
  'Plaintiff,',
  'v.',
  'WOODLAND SAFETY AGENCY',
  'and JANE ROE, in her official capacity,',
  'Defendants.',
];
const CAPTION_RIGHT = ['Case No. 3:17-cv-01916', 'COMPLAINT FOR DECLARATORY RELIEF', 'DEMAND FOR JURY TRIAL'];

/** In the order in which a reader takes them: the parties, then what stands beside them. */
export const CAPTION = [
  'UNITED STATES DISTRICT COURT',
  'NORTHERN DISTRICT OF CALIFORNIA',
  ...CAPTION_LEFT,
  ...CAPTION_RIGHT,
];

function caption(left: number, width: number, top: number) {
  return (pen: Pen): number => {
    const centre = (text: string, y: number) => pen.text(text, left + (width - pen.width(text, 12)) / 2, y, 12);
    centre(CAPTION[0]!, top);
    centre(CAPTION[1]!, top + 14);
    for (const [i, text] of CAPTION_LEFT.entries()) pen.text(text, left, top + 48 + i * 14, 12);
    for (let i = 0; i < 6; i++) pen.text(')', left + width / 2 + 4, top + 48 + i * 14, 12);
    for (const [i, text] of CAPTION_RIGHT.entries()) pen.text(text, left + width / 2 + 20, top + 48 + i * 28, 12);
    return top + 48 + 7 * 14 + 34;
  };
}

/** Electronic filing's stamp at the head, the page's number at the foot, double-spaced. */
export const FEDERAL: Layout = {
  top: 90,
  bottom: 700,
  left: () => 72,
  width: 468,
  size: 12,
  leading: 24,
  noteSize: 10,
  hyphenate: false,
  justify: false,
  label: (page) => String(page),
  caption: caption(72, 468, 90),
  dress: (pen, page, label, pages) => {
    pen.text(`Case 3:17-cv-01916-XYZ   Document 1   Filed 04/06/17   Page ${page} of ${pages}`, 120, 30, 9);
    if (page > 1) pen.text(`- ${label} -`, 296, 740, 12);
  },
};

/** Twenty-eight numbers at the left between rules, off the text's own grid; a short title below. */
export const CALIFORNIA: Layout = {
  ...FEDERAL,
  top: 79,
  bottom: 700,
  left: () => 108,
  width: 432,
  caption: caption(108, 432, 79),
  dress: (pen, page, label) => {
    for (let n = 1; n <= 28; n++) pen.text(String(n), 88 - pen.width(String(n), 12), 63 + n * 23.2, 12);
    for (const x of [94, 97]) pen.rule(x, 0, x, 792);
    pen.rule(550, 0, 550, 792);
    pen.text(label, 318, 738, 10);
    pen.text('COMPLAINT FOR DECLARATORY RELIEF', 220, 752, 9);
    if (page === 1) pen.text('Case No. 3:17-cv-01916', 230, 764, 9);
  },
};

/** Heads that change sides, roman numbers in front, words divided, lines filled, notes that run over. */
export const OPINION: Layout = {
  top: 110,
  bottom: 670,
  left: (page) => (page % 2 === 0 ? 100 : 140),
  width: 372,
  size: 11,
  leading: 14,
  noteSize: 9,
  hyphenate: true,
  justify: true,
  label: (page) => (page <= 2 ? toRoman(page) : String(page - 2)),
  front: [
    [
      'This slip opinion is subject to formal revision before it is printed.',
      'Readers are asked to notify the reporter of any errors.',
    ],
    ['The syllabus is no part of the opinion and is set here for convenience only.'],
  ],
  dress: (pen, page, label) => {
    if (page <= 2) pen.text(label, 300, 720, 11);
    else if (page % 2 === 0) {
      pen.text(label, 100, 80, 11);
      pen.text('FORESTERS UNION v. WOODLAND SAFETY', 190, 80, 11);
    } else {
      pen.text('Opinion of the Court', 270, 80, 11);
      pen.text(label, 500, 80, 11);
    }
  },
};
