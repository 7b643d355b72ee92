// What kind of answer a question asks for, read from its form.

/** Slack's and Discord's mentions of people, channels and groups, which hold their ids ("<@U012ABC>", "<#C1|general>", "<@!998877>"). */
const MENTION = /<(?:@[!&]?|#|!subteam\^)[\w^|.-]+(?:\|[^<>]*)?>/g;

/** A question without the platform's ids of people and places: nothing searches for them, and no model is sent them. */
export function withoutMentions(text: string): string {
  return text.replace(MENTION, ' ').trim();
}

/** `fact` is everything without a form of its own. */
export type AnswerType =
  | 'when'
  | 'how-many'
  | 'how-long'
  | 'why'
  | 'definition'
  | 'decision'
  | 'standard'
  | 'who'
  | 'where'
  | 'yes-no'
  | 'fact';

const MONTH =
  '(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\\.?';
const DATE = new RegExp(
  `\\b(?:\\d{1,2}\\s+${MONTH}\\s+\\d{4}|${MONTH}\\s+\\d{1,2}(?:st|nd|rd|th)?,?\\s+\\d{4}|${MONTH}\\s+\\d{4}|\\d{1,2}\\s+${MONTH}|${MONTH}\\s+\\d{1,2}\\b|(?:1[5-9]|20)\\d\\d|\\d{1,2}(?:st|nd|rd|th)\\s+century)\\b`,
  'i',
);
const NUMBER =
  /\b\d[\d,.]*\b|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|ninety|hundreds?|thousands?|millions?|dozens?|half|several|no)\b/i;
const DURATION =
  /\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fourteen|fifteen|twenty|thirty|sixty|ninety|a|an|some|several) (?:business |calendar |working )?(?:minutes?|hours?|days?|weeks?|months?|years?)\b/i;
const REASON =
  /\b(?:because|since|so that|in order to|due to|reasons?|owing|therefore|thus|caus\w+|led to|purpose|to avoid|for fear)\b/i;
const NAME = /(?<!^["'“‘(]?)\b\p{Lu}[\p{L}'’.-]+/u;
/** What a court or body did with a matter. */
const DECISION =
  /\b(?:held|holds|ruled|found|finds|struck|upheld|reversed|affirmed|vacated|enforced|quashed|granted|denied|rejected|refused|ordered|dismissed|invalid|void|decided that|concluded|allowed|declined|withdr[ae]wn?|settled|remanded for)\b/i;
/** What a rule asks of somebody. */
const STANDARD =
  /\b(?:must|may not|requires?|required|need(?:s|ed)?|has to|have to|prima facie|factors?|elements?|showing|unless|only if|test (?:is|asks)|at least)\b/i;
const NEGATION =
  /\b(?:not|no|never|none|nothing|neither|nor|cannot|without|unverified|rejected|refused|declined)\b|n[’']t\b/i;

const FORMS: readonly (readonly [RegExp, AnswerType])[] = [
  [
    /,?\s*(?:right|correct|true|or not|or has it not|(?:is|was|are|were|did|do|does|has|have|had|can|could|would|will|should)(?:n['’]t)? (?:it|he|she|they|not|that))\s*\?*\s*$|^\s*(?:so )?is it (?:true|a fact|correct)\b/i,
    'yes-no',
  ],
  [
    /^\s*(?:and |but |so |then )?(?:is|are|was|were|do|does|did|has|have|had|can|could|may|might|must|should|will|would|shall)(?:n['’]t)?\b/i,
    'yes-no',
  ],
  [
    /\bwhat (?:did|does|do|was|is)\b.{0,80}\b(?:decided?|hold|held|rule|holding|decision|ruling|outcome|result|strike down|find|conclude)\b|\bwhat (?:happened|became)\b|\bhow did\b.{0,80}\b(?:rule|decide|end|turn out|come out|treat)\b|\bwho won\b|\bwhich way\b/i,
    'decision',
  ],
  [
    /\b(?:standard|test|rule|factors?|requirements?|elements|showing|burden|conditions?)\b|\bwhat (?:must|does .{0,60} require)\b/i,
    'standard',
  ],
  [
    /^\s*(?:what|who)(?:['’]s| is| are| was| were) (?:(?:a|an|the) )?[\p{L}\p{N}@.§'’_-]+(?: [\p{L}\p{N}@.§'’_-]+){0,4} ?\??\s*$/iu,
    'definition',
  ],
  [
    /\bwhen\b(?!.{0,40}\bhappens?\b)|\b(?:what|which|in what|on what|on which|in which)\s+(?:date|day|year|month|century|decade)\b|\bsince when\b|\bhow long ago\b/i,
    'when',
  ],
  [
    /\bhow (?:long|soon|quickly|fast)\b|\bdeadlines?\b|\bhow (?:many (?:\w+ )?(?:minutes|hours|days|weeks|months|years)|much (?:time|notice))\b/i,
    'how-long',
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
];

/** The answer type of a question; the first form that fits. */
export function readAnswerType(question: string): AnswerType {
  return FORMS.find(([pattern]) => pattern.test(question))?.[1] ?? 'fact';
}

/** Whether `sentence` holds what the type asks for: a date, a number, a name, a reason. Always true for the rest. */
export function holdsType(type: AnswerType, sentence: string): boolean {
  if (type === 'when') return DATE.test(sentence);
  if (type === 'how-many') return NUMBER.test(sentence);
  if (type === 'how-long') return DURATION.test(sentence) || DATE.test(sentence);
  if (type === 'why') return REASON.test(sentence);
  if (type === 'decision') return DECISION.test(sentence);
  if (type === 'standard') return STANDARD.test(sentence);
  if (type === 'who' || type === 'where') return NAME.test(sentence);
  return true;
}

/** Whether `sentence` holds a date or number that a "when" or "how many" asks for and the question does not say itself; true for other questions. */
export function holdsNew(question: string, sentence: string): boolean {
  const type = readAnswerType(question);
  if (type === 'how-long') return DURATION.test(sentence);
  if (type !== 'when' && type !== 'how-many') return true;
  const rest = sentence.slice(0, 2000).replace(/\b\d{1,12}[\d.:]{0,12}-\d[\d.:-]{0,24}|\d+ U\.?S\.?C?\.? \d+/g, ' '); // dockets and citations are not answers
  const given = new Set(question.match(/\d+/g) ?? []);
  return holdsType(
    type,
    rest.replace(/\d+/g, (number) => (given.has(number) ? ' ' : number)).replace(/\b(?:no|one)\b/gi, ' '),
  );
}

/** Whether `sentence` denies something: the sentence that corrects a false premise does. */
export function denies(sentence: string): boolean {
  return NEGATION.test(sentence);
}

const LIST_FORM =
  /\b(?:list|name|which|what)\b.{0,40}\b(?:are|were|factors|elements|kinds|types|steps|conditions|requirements|showings|grounds|reasons|arguments|rules|parts|defendants|lawyers|states|information|records|data|organi[sz]ations|questions|things|ways|examples|all)\b|\bwho (?:were|are)\b|\bhow should\b|\bwhat (?:should|must)\b/i;

/** Whether the question asks for several things. */
export function asksForList(question: string): boolean {
  return LIST_FORM.test(question);
}

/** Verbs that assert that something was decided or done: what a false premise is built on. */
const EVENT_VERBS =
  /^(?:rul(?:e|ed)|w[io]n|lo(?:se|st)|revers\w*|overturn\w*|affirm\w*|up(?:hold|held)|strike|struck|grant\w*|den(?:y|ied)|quash\w*|enforc\w*|adopt\w*|sign(?:ed)?|fir(?:e|ed)|disciplin\w*|punish\w*|convict\w*|sentenc\w*|indict\w*|arrest\w*|appeal\w*|pa(?:y|id)|award\w*|settl\w*|order(?:ed)?|bann?(?:ed)?|repeal\w*|pass(?:ed)?|enact\w*|admit\w*|apologi[sz]\w*|resign\w*|reveal\w*|chang\w*|abolish\w*|legali[sz]\w*|guarantee\w*|charg\w*|fined?)$/i;

/** Whether a word of the question asserts an event that the sources would have to report. */
export function assertsEvent(word: string): boolean {
  return EVENT_VERBS.test(word);
}

/** The heading under which a digest says what its sources leave open. Such a sentence answers "was it …?", not "who, when, how many?". */
export const GAP_HEADING = 'What these sources do not show';
const UNKNOWN =
  /\b(?:not|never|nowhere|nor) (?:been )?(?:verified|known|given|stated|covered|shown|named|established|reported|seen|found|said|described|recorded|in)\b|\b(?:could|can)(?: ?not|n[’']t) be\b|\b(?:no|none|nothing)\b.{0,40}\bsources?\b|\bsources?\b.{0,60}\b(?:no|not|none|nothing)\b/i;

/** Whether a digest sentence under `headings` says that its sources leave something open. */
export function isGap(headings: readonly string[], shown: string): boolean {
  return headings.at(-1) === GAP_HEADING && UNKNOWN.test(shown);
}
