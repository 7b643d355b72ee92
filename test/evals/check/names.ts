// Who says a quotation: names that a draft may give its source, and names that are certainly somebody else's. Invented people
// have surnames that stand in none of the documents.

import { pick, type Random } from '../../bench/random.ts';
import type { Sources } from './places.ts';

export interface Speaker {
  /** As the document has it: "Senator Greta Tollhaven", "Harbour Pilots Guild". */
  readonly full: string;
  /** The document's title: "Tollhaven Report". */
  readonly work: string;
  /** Other ways to name them that mean nobody else. */
  readonly ways: readonly string[];
}

const FIRST =
  'Greta Ansel Mirela Tobias Ingrid Cassian Odette Rufus Leonie Barnaby Salome Dorian Philippa Lorcan Beatrix Matthias'.split(
    ' ',
  );
const SURNAMES = (
  'Tollhaven Quillfeather Brackenridge Ostermoor Vandersloot Pemberwick Thackstone Ravensholt Illingsby Corriveau Dunmarrow ' +
  'Eastlarch Fennimore Grubbsdale Hollowick Jessamyne Kettlewright Lockridge Marchbanks Netherfold Oakenshaw Pettibone ' +
  'Quartermaine Rosenquill Sattersby Tidewell Underbrook Valcourt Wexcombe Yarnsworth Zellweider Ashgrove Birchall Crosswick ' +
  'Drakemore Elverson Farthingale Glasswell Hathersmith Ivorstone Juniperson Kilbracken Larkspurne Mossgrave Northcliffe ' +
  'Orchardson Plumstead Quennell Rookwood Silverthorne Thistledown Umberlake Vexley Winterbourne Yellowlees Abernethy Blackadder ' +
  'Culpepper Dalrymple Entwhistle Frobisher Gillespie'
).split(' ');
const ROLES = ['Senator', 'Mayor', 'Professor', 'Judge', 'Bishop', 'Captain', ''];
const BODIES = [
  ['Harbour Pilots Guild', 'guild'],
  ['Lanternmakers Union', 'union'],
  ['Beekeepers Federation', 'federation'],
  ['Cartwrights Society', 'society'],
] as const;
const WORKS = ['Report', 'Lectures', 'Memorandum', 'Papers'];

/** Everybody whom the documents may be by. The same ones every time. */
export function inventSpeakers(): Speaker[] {
  const people = SURNAMES.map((surname, n) => {
    const role = ROLES[n % ROLES.length]!;
    const name = `${FIRST[n % FIRST.length]} ${surname}`;
    const work = `${surname} ${WORKS[n % WORKS.length]}`;
    const titled = role === '' ? [`Dr. ${surname}`] : [`${role} ${surname}`, `the ${role.toLowerCase()}`];
    const full = role === '' ? name : `${role} ${name}`;
    return { full, work, ways: [full, name, surname, ...titled, `the ${work}`] };
  });
  const bodies = BODIES.map(([name, noun]) => {
    const work = `${name.split(' ')[0]} Memorandum`;
    return {
      full: name,
      work,
      ways: [`the ${name}`, `the ${noun}`, `the ${name.split(' ')[0]} ${noun}`, `the ${work}`],
    };
  });
  return [...people, ...bodies];
}

/** People whom nobody quotes. */
const NOBODY = [
  'Wendell Ackerfield',
  'Priya Sandringham',
  'Senator Lucas Hargreave',
  'Professor Annika Bloomquist',
  'Judge Rosalind Peverell',
  'Marguerite Tansley',
  'Chief Inspector Osgood Rainmaker',
  'Dr. Yusuf Calloway',
  'Representative Dolores Quimby',
  'the Brotherhood of Railway Clerks',
];

/** Speakers and documents of the shipped knowledge that go by no other name. */
const SHIPPED = ['Senator Ron Wyden', 'David Kaye', 'Judge Terence Flynn', 'Talley v. California', 'Highfields v. Doe'];

/** How else a draft may name the speakers of the shipped knowledge. */
const OTHERWISE: Readonly<Record<string, readonly string[]>> = {
  Complaint: [
    'the complaint',
    'Twitter’s complaint',
    'Twitter',
    'the lawsuit',
    'Twitter’s lawsuit',
    'Twitter’s lawyers',
  ],
  ACLU: ['the ACLU', 'the American Civil Liberties Union', 'ACLU lawyers'],
  'David Kaye': ['Kaye', 'David Kaye', 'Mr. Kaye'],
  'Judge Terence Flynn': ['Judge Flynn', 'Flynn', 'the judge', 'Terence Flynn'],
  'Senator Ron Wyden': ['Wyden', 'Senator Wyden', 'Ron Wyden', 'the senator', 'Sen. Ron Wyden'],
  'DHS Office of Inspector General': [
    'the inspector general',
    'the DHS inspector general',
    'the Office of Inspector General',
  ],
  'McIntyre v. Ohio Elections Commission': [
    'the Supreme Court',
    'McIntyre v. Ohio',
    'the Court in McIntyre',
    'McIntyre',
  ],
  'Talley v. California': ['the Supreme Court', 'Talley', 'the Court in Talley', 'Talley v. California'],
  'Reno v. ACLU': ['the Supreme Court', 'Reno v. ACLU', 'the Court in Reno'],
  'U.S. Supreme Court': ['the Supreme Court', 'the U.S. Supreme Court', 'the justices'],
  'Free Speech Coalition v. Paxton': ['the Supreme Court', 'Free Speech Coalition v. Paxton', 'the Court in Paxton'],
  'U.S. Constitution': ['the Constitution', 'the First Amendment', 'the U.S. Constitution'],
  'News article of 6 April 2017': ['a news article of 6 April 2017'],
  AFP: ['AFP', 'the agency AFP'],
  '19 U.S.C. 1509': ['19 U.S.C. 1509', 'Section 1509', 'the statute'],
  '47 U.S.C. 230': ['47 U.S.C. 230', 'Section 230', 'the statute'],
  'California Code of Civil Procedure': [
    'the California Code of Civil Procedure',
    'the Code of Civil Procedure',
    'the code',
  ],
  Twitter: ['Twitter', 'the company', 'Twitter’s complaint'],
};

/** Ways to name the speaker of words in `document` rightly; empty where the document names none or we know no way. */
export function rightWays(speaker: string | null, invented: Speaker | undefined): readonly string[] {
  if (invented) return invented.ways;
  return speaker === null ? [] : (OTHERWISE[speaker] ?? []);
}

/** A speaker or document that has no word in common with any name of the documents in which the words stand. */
export function wrongName(
  random: Random,
  sources: Sources,
  standsIn: readonly string[],
  speakers: readonly Speaker[],
): string {
  const words = new Set(standsIn.flatMap((id) => sources.documents.get(id)!.names.flatMap(wordsOf)));
  for (;;) {
    const sort = random();
    const other = pick(random, speakers.length > 0 ? speakers : inventSpeakers());
    const name =
      sort < 0.35
        ? pick(random, NOBODY)
        : sort < 0.5
          ? pick(random, SHIPPED)
          : pick(random, [other.ways[0]!, `the ${other.work}`]);
    if (wordsOf(name).every((word) => !words.has(word))) return name;
  }
}

/** Roles count as words: a senator may not be given for another one, since a draft may mean either. */
function wordsOf(name: string): string[] {
  const words = name.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? [];
  return words.filter((word) => !['the', 'and', 'for', 'report', 'papers', 'lectures', 'memorandum'].includes(word));
}
