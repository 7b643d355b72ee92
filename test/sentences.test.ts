// Sentence boundaries in legal prose, as data: `|` is a boundary with a space in its place, `¦` one with nothing, `⏎` a line
// break. Properties over strings made of the same fragments and over any UTF-16 at all.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitSentences } from '../src/text/sentences.ts';

const CASES: Record<string, readonly string[]> = {
  'case names': [
    'Twitter v. DHS was filed.|It ended.',
    'Doe vs. Cahill came first.|Dendrite is older.',
    'The New York Times Co. v. Sullivan rule is known.|It is from 1964.',
    'Does 1-10 v. Univ. of Minn. was filed.|It ended.',
    'See Bd. of Educ. v. Pico.|It ruled.',
    'See Elec. Frontier Found. v. DHS.|It ruled.',
    'See Am. Civ. Liberties Union v. Reno.|It ruled.',
    'The "v." in a case name means versus.|It is Latin.',
  ],
  'codes and sections': [
    'The summons cites 19 U.S.C. § 1509 as its power.|CBP withdrew it.',
    'The power is in 19 U.S.C.|The court said so.',
    '28 C.F.R. § 50.10 protects reporters.|It was amended.',
    '28 C.F.R. pt. 50 and art. 10 apply.|So does ch. 5.',
    'Under Fed. R. Civ. P. 45(d)(3) a court must quash it.|A motion is needed.',
    'Rule 26(b)(1).|Rule 45 too.',
    'Section 1509(a)(1) applies.|(It is narrow.)|Nobody disputed it.',
    'Pub. L. No. 99-508 was passed.|It is the ECPA.',
    'It relies on U.S. Const. amend. I.|It relies on nothing else.',
    'The Act of Mar. 3, 1873, ch. 258, 17 Stat. 598.|It is old.',
    'Does § 230 apply?|It does.',
  ],
  citations: [
    'It cited McIntyre, 514 U.S. 334, 341 (1995).|That case is the leading one.',
    'It cited Doe v. 2TheMart.com, 140 F. Supp. 2d 1088 (W.D. Wash. 2001).|The motion was granted.',
    'Krinsky v. Doe, 159 Cal. App. 4th 1154 (2008), is such a case.|It is from California.',
    'It is in 342 N.J. Super. 134, 775 A.2d 756 (App. Div. 2001).|It is from New Jersey.',
    'It is reported at 115 S. Ct. 1511.|It is reported at 131 L. Ed. 2d 426.',
    'In re Anonymous Online Speakers, 661 F.3d 1168 (9th Cir. 2011).|It came from Nevada.',
    'The rule is in 82 Fed. Reg. 1234.|It is final.',
    'Id. at 12.|The rest is dicta.',
    'It is Doe v. Reed, 561 U.S. 186 (2010); see also id. at 200.|It was 8–1.',
    'See supra note 3.|It is old.',
    'Cf. Talley v. California, 362 U.S. 60 (1960).|But see Doe v. Reed.',
    'See, e.g., Watchtower, 536 U.S. 150.|It is narrower.',
    'The 9th Cir. reversed.|The 2d Cir. did not.',
    'It went to the Sup. Ct. of Ohio.|It reversed.',
    'N.D. Cal. is the court.|The judge is in S.F.',
    'It is a right.[1]|The Court said so.',
    'It is a right.¹|The Court said so.',
  ],
  'numbers and pinpoints': [
    'It is docket No. 3 of the list.|It was sealed.',
    'Nos. 3 and 4 are sealed.|No. 5 is not.',
    'See ¶ 12.|It alleges more.',
    'The complaint says so in ¶ 12 and ¶¶ 14–16.|It cites nothing.',
    'See Compl. ¶ 12.|It alleges more.',
    'See Dkt. 12 at 3.|It is sealed.',
    'See Caruso Decl. ¶ 4.|It is sealed.',
    'See p. 11 of the report.|See pp. 11-12.',
    'The letter (p. 11) says so.|It is public.',
    'See n. 6 and nn. 7-8.|See also n. 9.',
    'The number is 3.5 million.|It grew by 2.|It fell.',
    'The vote was 7-2.|Scalia, J., dissented.|Thomas, J., concurred.',
    '12. The account is anonymous.|It is popular.',
    '12. The account is anonymous.|13. Twitter is a company.',
  ],
  '"No." is a word too': [
    'No.|He left.',
    'Was it signed?|No.|He left.',
    'He said no.|She agreed.',
    'His answer was "No."|He left.',
    'He was "no. 3" on the list.|It ended.',
  ],
  'companies, people and titles': [
    'Twitter, Inc. sued on 6 April 2017.|It won nothing.',
    'It was filed by Twitter, Inc.|The company withdrew it.',
    'Twitter, Inc. Holdings is a name.',
    "Twitter Inc.'s suit ended.|It was short.",
    'The Smith Corp. and the Doe Co. merged.|Both are in Del. now.',
    'Doe et al. sued.|They lost.',
    'It was brought by Doe et al.|The court dismissed it.',
    'The summons was signed by Stephen P. Caruso of CBP.|He was in Florida.',
    'J. Edgar Hoover led it.|J. D. Vance did not.',
    'Prof. J. R. R. Tolkien wrote.|He left.',
    'Martin Luther King Jr. spoke there.|He was anonymous once.',
    'It was written by John Doe, Jr.|They used a pen name.',
    'Mr. Kelly and Mrs. Duke signed.|Dr. No did not.',
    'Gov. Brown and Sen. Wyden wrote.|Rep. Lofgren too.',
    'Gen. Kelly led the department.|He left.',
    'He has a Ph.D. in law.|She has an M.D.|They met.',
    'The rule is the same as in World War I.|The war ended.',
  ],
  'places, dates and times': [
    'It was filed in the U.S.|The court agreed.',
    'The U.S. Department of Justice agreed.|It paid.',
    'In the U.S., it is lawful.|In the U.K. it is not.',
    'The U.S.S.R. had no such rule.|Nor had the U.K.|The rule is ours.',
    'It came on Apr. 6, 2017.|It ended on Apr. 7.',
    'On Sept. 3 and Dec. 4 they met.|In Jan. it ended.',
    'He came at 9 a.m. on Friday.|He left at 5 p.m.|The door was shut.',
    'He arrived at 10 a.m. Eastern.|He left.',
    'Some accounts, e.g., @ALT_USCIS, are anonymous.|Others, i.e. @POTUS, are not.',
    'The act, etc., is void.|It fell.',
    'They sell books, maps, etc.|The shop is small.',
    'See https://www.eff.org/cases/doe.|It is online.',
  ],
  ellipses: [
    'He waited...|Then he left.',
    'He waited... and left.',
    'He waited… and left.',
    'The court said . . . the ban is void.|It fell.',
    'The ban is void . . . .|The state appealed.',
    'The phrase "anonymous . . . speech" is theirs.|It is old.',
    'It read “a right … to speak.”|It is.',
    'The rule […] is void.|It fell.',
    'The rule [. . .] is void.|It fell.',
    'The rule [...] The court disagreed.',
    'The rule [. . .] The court disagreed.',
    'The rule […] The court disagreed.',
    '[…] The rule is void.|It fell.',
    'The account wrote: "... We are here."|It stayed.',
  ],
  'quotation marks, brackets, ! and ?': [
    '"Anonymity is a shield," he wrote.|"It protects."',
    `He said: "The court called it 'a shield.'"|It was.`,
    '“The author’s decision is ‘a shield.’”|The Court agreed.',
    'She wrote that “‘[a]nonymity is a shield.’”|It is.',
    'It held that "[t]he ban is void."|The state appealed.',
    'It said "No. 3 is void."|It fell.',
    'The witness, "Doe No. 2," spoke.|He is unnamed.',
    '"Who is it?" asked the agent.|Nobody answered.',
    'Is it "a right"? the Court asked.|It is.',
    '"Stop!" he said.|He ran.',
    'Was it lawful?|Was it wise?',
    'Was it lawful?!|Nobody knows.',
    'Was it "void"?|The court said "no."|It fell.',
    'It was over.|"Who is it?" he asked.',
    'He said so (in court).|It was noted.',
    '(He said so.)|It was noted.',
    'It was over.|(See Doe.)',
    'He resigned.|“Twitter,” she said, “is a forum.”',
  ],
  'line breaks': [
    'The account was⏎hard-wrapped here.|It goes⏎on.',
    'He cited 19⏎U.S.C.⏎§ 1509.|He left.',
    'It cites Doe v.⏎Cahill.|It lost.',
  ],
  'the end of the text': [
    'Nothing',
    'It was filed by Twitter, Inc.',
    'See Doe v.',
    'It is signed by Smith, Esq.',
    'No.',
  ],
  'other scripts': [
    '他走了。¦规则有效。',
    'これは匿名です。¦それは違います。',
    'Он ушёл.|Она осталась.',
    'هو غادر.|هي بقيت.',
    'यह गुमनाम है।|वह चला गया।',
    'Είναι ανώνυμος.|Έφυγε.',
    '¿Quién es?|Nadie lo sabe.',
  ],
};

function read(marked: string): { text: string; expected: string[] } {
  const plain = (part: string) => part.replaceAll('⏎', '\n');
  return {
    text: plain(marked.replaceAll('|', ' ').replaceAll('¦', '')),
    expected: marked.split(/[|¦]/).map(plain),
  };
}

function sentencesOf(text: string): string[] {
  return splitSentences(text).map(({ start, end }) => text.slice(start, end));
}

describe.each(Object.entries(CASES))('%s', (_subject, cases) => {
  it.each(cases)('%s', (marked) => {
    const { text, expected } = read(marked);
    expect(sentencesOf(text)).toEqual(expected);
  });
});

/** What the splitter counts as white space: JavaScript's, and NEL. */
const SPACE = /[\s\u0085]/;

function expectWholeAndOrdered(text: string, from = 0, to = text.length): void {
  const spans = splitSentences(text, from, to);
  let covered = from;
  for (const { start, end } of spans) {
    expect(start).toBeGreaterThanOrEqual(covered);
    expect(end).toBeGreaterThan(start);
    expect(text.slice(covered, start).replace(/[\s\u0085]+/g, '')).toBe('');
    expect(SPACE.test(text[start]!)).toBe(false);
    expect(SPACE.test(text[end - 1]!)).toBe(false);
    covered = end;
  }
  expect(covered).toBeLessThanOrEqual(to);
  expect(text.slice(covered, to).replace(/[\s\u0085]+/g, '')).toBe('');
}

const fragments = Object.values(CASES)
  .flat()
  .flatMap((marked) => read(marked).text.split(/(?<=\s)/));
const legalProse = fc.array(fc.constantFrom(...fragments, ' ', '\n', '\r\n', '  ', '\t', '"', ')', '…', '. '), {
  maxLength: 30,
});
const anyUtf16 = fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 60 }).map((units) => {
  return String.fromCharCode(...units); // lone surrogates included
});
const marks = fc.string({
  unit: fc.constantFrom('.', '!', '?', ' ', '\u00a0', '\u0085', '\u2028', 'A', 'b', '1', '"', '”', '[', ']', '\ud83d'),
});

describe('any text', () => {
  const anyText = fc.oneof(
    legalProse.map((parts) => parts.join('')),
    fc.string({ unit: 'binary', maxLength: 80 }),
    anyUtf16,
    marks,
  );

  it('is covered by trimmed spans, in order, that do not overlap', () => {
    fc.assert(
      fc.property(anyText, (text) => expectWholeAndOrdered(text)),
      { numRuns: 2000 },
    );
  });

  it('is split the same way twice', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(splitSentences(text)).toEqual(splitSentences(text));
      }),
    );
  });

  it('is split inside a range as the slice is split alone, offsets shifted', () => {
    fc.assert(
      fc.property(anyText, fc.nat(), fc.nat(), (text, a, b) => {
        const [from, to] = [a % (text.length + 1), b % (text.length + 1)].sort((x, y) => x - y) as [number, number];
        expectWholeAndOrdered(text, from, to);
        const alone = splitSentences(text.slice(from, to));
        expect(splitSentences(text, from, to)).toEqual(
          alone.map(({ start, end }) => ({ start: start + from, end: end + from })),
        );
      }),
    );
  });

  it('reads a hard-wrapped line as the same line unwrapped', () => {
    fc.assert(
      fc.property(legalProse, (parts) => {
        const text = parts.join('').replace(/\s/g, ' ');
        expect(splitSentences(text.replaceAll(' ', '\n'))).toEqual(splitSentences(text));
      }),
    );
  });

  it('is split as its parts are, however long', () => {
    const parts = Array.from(
      { length: 2000 },
      (_, i) => `${'He said, they say, '.repeat((i * 7) % 40)}No. ${i} v. Doe fell.`,
    );
    expect(sentencesOf(parts.join(' '))).toEqual(parts);
  });

  it('takes time with its length, not with its square', () => {
    const began = performance.now();
    expect(sentencesOf('It is one sentence of many. '.repeat(16_000))).toHaveLength(16_000);
    expect(performance.now() - began).toBeLessThan(4000); // about 0.1 s; Intl.Segmenter on the whole text takes 8 s
  });

  it.each(['', ' ', '\n\t\r\n', '\u00a0\u2003\ufeff'])('has no sentence when it is only white space: %j', (text) => {
    expect(splitSentences(text)).toEqual([]);
  });
});
