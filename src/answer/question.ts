// What kind of answer a question asks for, read from its form.

/** `fact` is everything without a form of its own. */
export type AnswerType = 'when' | 'how-many' | 'who' | 'where' | 'why' | 'yes-no' | 'fact';

const MONTH =
  '(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\\.?';
const DATE = new RegExp(
  `\\b(?:\\d{1,2}\\s+${MONTH}\\s+\\d{4}|${MONTH}\\s+\\d{1,2}(?:st|nd|rd|th)?,?\\s+\\d{4}|${MONTH}\\s+\\d{4}|\\d{1,2}\\s+${MONTH}|${MONTH}\\s+\\d{1,2}\\b|(?:1[5-9]|20)\\d\\d|\\d{1,2}(?:st|nd|rd|th)\\s+century)\\b`,
  'i',
);
const NUMBER =
  /\b\d[\d,.]*\b|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|ninety|hundreds?|thousands?|millions?|dozens?|half|several|no)\b/i;
const REASON =
  /\b(?:because|since|so that|in order to|due to|reasons?|owing|therefore|thus|caus\w+|led to|purpose|to avoid|for fear)\b/i;
const NAME = /(?<!^["'“‘(]?)\b\p{Lu}[\p{L}'’.-]+/u;
const NEGATION =
  /\b(?:not|no|never|none|nothing|neither|nor|cannot|without|unverified|rejected|refused|declined)\b|n[’']t\b/i;

const FORMS: readonly (readonly [RegExp, AnswerType])[] = [
  [
    /\bwhen\b(?!.{0,40}\bhappens?\b)|\b(?:what|which|in what|on what|on which|in which)\s+(?:date|day|year|month|century|decade)\b|\bsince when\b|\bhow long ago\b/i,
    'when',
  ],
  [
    /\bhow (?:many|much|often|long|old|large|big|high|far|tall|fast|few)\b|\bwhat (?:number|percentage|percent|share|proportion|fraction|amount)\b|\bwhat is the (?:number|population|deadline)\b/i,
    'how-many',
  ],
  [/\bwhy\b|\bwhat (?:reason|caused|is the reason)\b|\bhow come\b/i, 'why'],
  [
    /\bwho(?:m|se)?\b|\bwhich (?:judge|justice|person|people|lawyer|lawyers|senator|official|company|companies|court|group|organi[sz]ation)\b|\bby whom\b/i,
    'who',
  ],
  [/\bwhere\b|\bin (?:what|which) (?:city|country|state|place|county|court)\b/i, 'where'],
  [
    /^\s*(?:and |but |so |then )?(?:is|are|was|were|do|does|did|has|have|had|can|could|may|might|must|should|will|would|shall)(?:n['’]t)?\b/i,
    'yes-no',
  ],
];

/** The answer type of a question; the first form that fits. */
export function readAnswerType(question: string): AnswerType {
  return FORMS.find(([pattern]) => pattern.test(question))?.[1] ?? 'fact';
}

/** Whether `sentence` holds what the type asks for: a date, a number, a name, a reason. Always true for the rest. */
export function holdsType(type: AnswerType, sentence: string): boolean {
  if (type === 'when') return DATE.test(sentence);
  if (type === 'how-many') return NUMBER.test(sentence);
  if (type === 'why') return REASON.test(sentence);
  if (type === 'who' || type === 'where') return NAME.test(sentence);
  return true;
}

/** Whether `sentence` denies something: the sentence that corrects a false premise does. */
export function denies(sentence: string): boolean {
  return NEGATION.test(sentence);
}
