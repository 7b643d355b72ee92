// Prose for typeset documents: paragraphs written for what is hard about them, and filler sentences put together from a seed, all ours.

export type Item =
  | { readonly type: 'heading'; readonly text: string }
  | { readonly type: 'paragraph'; readonly text: string; readonly number?: number }
  | { readonly type: 'sub' | 'quote'; readonly text: string };

export interface Prose {
  readonly items: readonly Item[];
  /** By number; a mark in the text is {{3}}. */
  readonly notes: ReadonlyMap<number, string>;
}

const WHO = [
  'the agency',
  'the account holder',
  'the platform',
  'a supervising officer',
  'the anonymous author',
  'counsel for the newsroom',
  'the records custodian',
  'the magistrate judge',
  'an unnamed forester',
  'the inspector general',
];
const DID = [
  'described the demand as routine',
  'declined to produce subscriber information',
  'asked for an explanation in writing',
  'withdrew an earlier representation',
  'objected that the request was overbroad',
  'published a correspondence concerning enforcement',
  'identified no pending investigation',
  'referred the matter to headquarters',
  'questioned whether the statute authorized disclosure',
  'recommended additional training and documentation',
];
const WHEN = [
  'in the spring of 2017',
  'within fourteen days of service',
  'after the second letter',
  'without prior judicial authorization',
  'before any notice was given',
  'at a conference on March 30',
  'notwithstanding a pending motion',
  'under a nondisclosure instruction',
  'for the first time in nine years',
  'over a written objection',
];
const WHY = [
  'because the communications concerned matters of public importance',
  'although no criminal offense had been alleged',
  'since the regulations contemplate a narrower purpose',
  'even though the subscriber had been promised confidentiality',
  'while the constitutional question remained undecided',
  'so that the identification of critics would become unnecessary',
  'unless a court should determine otherwise',
  'as the accompanying declaration demonstrates',
];

/** `count` sentences; the same for the same seed. */
export function filler(seed: number, count: number): string {
  let state = (seed * 2654435761) >>> 0;
  const pick = (list: readonly string[]) => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 374761393) >>> 0;
    return list[(state >>> 8) % list.length]!;
  };
  return Array.from({ length: count }, () => {
    const who = pick(WHO);
    return `${who[0]!.toUpperCase()}${who.slice(1)} ${pick(DID)} ${pick(WHEN)} ${pick(WHY)}.`;
  }).join(' ');
}

const HARD = [
  'The summons invoked 19 U.S.C. § 1509, a provision that concerns the importation of merchandise, and it did so in a year, 2017, in which no merchandise of the platform crossed any border. Jurisdiction rests on 28 U.S.C. § 1331 and on 28 U.S.C. §§ 2201 and 2202.',
  'Of the 1,140 accounts then said to speak for public servants, 43 were named in the memorandum; 27. That is the number that the agency itself gave. It spent $12,500 on the inquiry, and 28 U.S.C. 1746 was cited for the affidavit although 5 U.S.C. 706 would have been nearer.',
  'No court had approved the demand. The author, who wrote under the handle @ALT_FORESTER and signed as *nobody*, had 32,000 readers in 2016 and 158,000 in 2018. 14 days were allowed for an answer. 2017 ended without one.',
  'Anonymous pamphleteering is not a pernicious, fraudulent practice, the brief says, but an honorable tradition of advocacy and of dissent{{1}} that shields the unpopular from retaliation; self-governing people and well-informed voters rely on it, and so do co-workers who speak off-duty.',
  'The declaration states the following under penalty of perjury, and nothing in the record contradicts it at any point:',
  'Plaintiff repeats what is set out above and adds that the so-called non-content records would reveal the speaker’s identity, location and associations, as paragraph 12 of the exhibit concedes. See Ex. B at 3–4; id. at 7 n.2.{{2}}',
  'The instruction not to disclose was signed by an officer of the agency’s internal-affairs arm. It read “You are requested not to disclose the existence of this summons for an indefinite period of time,” and cited no statute for that request.',
];

const NOTES = [
  'The tradition is older than the Republic. See, e.g., the essays of 1787 and 1788 signed Publius; in 1776 a pamphlet of 47 pages bore no name at all.',
  'The exhibit is paginated by hand. Page 7 is missing from the copy that was served, and the agency has not supplied it although it was asked for on three occasions, in writing, by counsel, and once by telephone on a recorded line.',
  'Compare the regulation, 19 C.F.R. § 163.7, with the statute: the regulation speaks of “any person,” the statute of an importer. ' +
    'The difference matters here because the platform imports nothing and never has. ',
];

const QUOTE =
  'I have managed the account since its creation. I am a public employee. I have never disclosed confidential information, and I would not have written at all had I believed that my name could be had for the asking. My colleagues feel the same way about it.';

/** A complaint of numbered paragraphs with headings, subparagraphs, a block quotation and footnotes. */
export function complaint(seed: number, paragraphs: number): Prose {
  const items: Item[] = [];
  const notes = new Map<number, string>();
  items.push({
    type: 'paragraph',
    text: `Plaintiff, by its undersigned counsel, alleges as follows on knowledge as to itself and on information and belief as to all other matters: ${filler(seed, 1)}`,
  });
  items.push({ type: 'heading', text: 'JURISDICTION, VENUE AND ASSIGNMENT' });
  for (let n = 1; n <= paragraphs; n++) {
    const hard = HARD[(n - 1) % HARD.length]!;
    items.push({
      type: 'paragraph',
      number: n,
      text: marked(
        n % 3 === 0 || hard.endsWith(':')
          ? hard
          : n % 3 === 1
            ? `${hard} ${filler(seed + n, 2)}`
            : `${filler(seed + n, 1 + (n % 2))} ${hard}`,
        notes,
      ),
    });
    if (hard.endsWith('any point:')) items.push({ type: 'quote', text: QUOTE });
    if (n % 9 === 4)
      for (const [i, letter] of ['a', 'b', 'c'].entries())
        items.push({
          type: 'sub',
          text: `(${letter}) ${filler(seed + 100 + n + i, 1).replace(/\.$/, i === 2 ? '.' : ';')}`,
        });
    if (n % 8 === 0)
      items.push({
        type: 'heading',
        text: `${['FIRST', 'SECOND', 'THIRD', 'FOURTH', 'FIFTH'][n / 8 - 1] ?? 'FURTHER'} CLAIM FOR RELIEF`,
      });
  }
  items.push({ type: 'heading', text: 'PRAYER FOR RELIEF' });
  items.push({
    type: 'paragraph',
    text: `WHEREFORE, Plaintiff prays that the Court declare the summons unlawful. ${filler(seed + 999, 2)}`,
  });
  return { items, notes };
}

/** An opinion: paragraphs without numbers, quotations, footnotes. */
export function opinion(seed: number, paragraphs: number): Prose {
  const items: Item[] = [{ type: 'heading', text: 'OPINION OF THE COURT' }];
  const notes = new Map<number, string>();
  for (let n = 1; n <= paragraphs; n++) {
    const hard = HARD[(n * 3) % HARD.length]!;
    items.push({ type: 'paragraph', text: marked(`${filler(seed + n, 1 + (n % 3))} ${hard}`, notes) });
    if (n % 4 === 2) items.push({ type: 'quote', text: `${QUOTE} ${filler(seed + 50 + n, 1)}` });
    if (n % 6 === 0)
      items.push({ type: 'heading', text: `${['I', 'II', 'III', 'IV'][n / 6 - 1]}. THE STANDARD OF REVIEW` });
  }
  return { items, notes };
}

/** Gives every mark of `text` the next number, and its note. */
function marked(text: string, notes: Map<number, string>): string {
  return text.replace(/\{\{\d\}\}/g, () => {
    const number = notes.size + 1;
    const note = NOTES[number % NOTES.length]!;
    notes.set(number, `${note.trim()} ${filler(4000 + number, 1 + (number % 4))}`);
    return `{{${number}}}`;
  });
}
