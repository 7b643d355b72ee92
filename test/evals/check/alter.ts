// Alterations that make a quotation another one: of a word, a letter, a digit, a negation, an order. Each takes a piece's text and
// gives the altered one, or null where it has nothing to alter. Pure; whether the result stands elsewhere is the oracle's business.

import { below, pick, type Random, shuffle } from '../../bench/random.ts';
import { bare, isPlainWord } from './places.ts';

export type Alteration = (random: Random, text: string, otherWords: readonly string[]) => string | null;

/** Word pairs that an inattentive writer exchanges. */
const ALIKE = new Map(
  (
    'large:big big:large important:significant many:several several:many people:persons said:stated said:claimed first:earliest ' +
    'government:state use:employ used:employed began:started started:began shows:proves led:guided great:grand small:little ' +
    'often:usually usually:often including:namely however:still main:chief known:famous because:since although:though must:should ' +
    'right:claim rights:claims court:judge law:statute army:troops war:conflict city:town speech:expression users:readers ' +
    'largest:greatest major:big further:more also:even may:will can:could could:might would:should their:its these:those'
  )
    .split(' ')
    .map((pair) => pair.split(':') as [string, string]),
);
const NEGATIONS = /^(?:not|no|never)$/i;
const AUXILIARY = /^(?:is|are|was|were|has|have|had|can|could|would|should|may|might|must|will|does|did)$/;
const ADDED = [
  'very',
  'certainly',
  'widely',
  'in fact',
  'perhaps',
  'for the most part',
  'openly',
  'as a rule',
  'once again',
  'so-called',
];
const NUMBERS =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen'.split(' ');
const ORDINALS = new Map(
  '1st:first 2nd:second 3rd:third 4th:fourth 5th:fifth 6th:sixth 7th:seventh 8th:eighth 9th:ninth 10th:tenth 11th:eleventh 12th:twelfth 13th:thirteenth 14th:fourteenth 15th:fifteenth 16th:sixteenth 17th:seventeenth 18th:eighteenth 19th:nineteenth 20th:twentieth 21st:twenty-first'
    .split(' ')
    .map((pair) => pair.split(':') as [string, string]),
);
const LOOK_ALIKE: Readonly<Record<string, string>> = { a: 'а', c: 'с', e: 'е', o: 'о', p: 'р', x: 'х', y: 'у', i: 'і' };
const UNSEEN = ['\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\u00ad'];

/** One word's first letter, or a whole word, in the other case. The first word counts too. */
export const changeCase: Alteration = (random, text) =>
  changeWord(random, text, (word) => {
    const letters = bare(word);
    if (!/^\p{L}{2,}$/u.test(letters)) return null;
    const whole = random() < 0.3;
    const upper = letters === letters.toLowerCase();
    if (!upper && letters.slice(1) !== letters.slice(1).toLowerCase()) return null;
    const first = upper ? letters[0]!.toUpperCase() : letters[0]!.toLowerCase();
    return word.replace(letters, whole && upper ? letters.toUpperCase() : first + letters.slice(1));
  });

export const replaceWord: Alteration = (random, text, otherWords) =>
  changeWord(random, text, (word) => {
    const letters = bare(word);
    const alike = ALIKE.get(letters);
    if (alike !== undefined) return word.replace(letters, alike);
    if (!isPlainWord(letters) || letters !== letters.toLowerCase()) return null;
    const other = pick(random, otherWords);
    return isPlainWord(other) && other.toLowerCase() !== letters ? word.replace(letters, other.toLowerCase()) : null;
  });

export const changeDigit: Alteration = (random, text) => {
  const at = pickMatch(random, text, /\d/g);
  if (at === null) return null;
  const digit = (Number(text[at]) + 1 + below(random, 9)) % 10;
  return text.slice(0, at) + digit + text.slice(at + 1);
};

/** A negation left out where there is one, else one put in after an auxiliary verb. */
export const turnRound: Alteration = (random, text) => {
  const words = text.split(' ');
  const said = words.flatMap((word, n) => (NEGATIONS.test(word) && n > 0 && n < words.length - 1 ? [n] : []));
  if (said.length > 0) return words.toSpliced(pick(random, said), 1).join(' ');
  const places = words.flatMap((word, n) => (AUXILIARY.test(word) && n < words.length - 1 ? [n + 1] : []));
  return places.length === 0
    ? null
    : words.toSpliced(pick(random, places), 0, pick(random, ['not', 'never'])).join(' ');
};

/** Two neighbouring words in the other order, the punctuation left where it was. */
export const swapWords: Alteration = (random, text) => {
  const words = text.split(' ');
  const at = below(random, words.length - 1);
  const [left, right] = [words[at]!, words[at + 1]!];
  if (!/^\p{L}+$/u.test(left) || !/^\p{L}{2,}$/u.test(bare(right)) || left === bare(right)) return null;
  return words.toSpliced(at, 2, bare(right), right.replace(bare(right), left)).join(' ');
};

export const addWords: Alteration = (random, text, otherWords) => {
  const words = text.split(' ');
  const added = random() < 0.6 ? pick(random, ADDED) : pick(random, otherWords).toLowerCase();
  if (!/^[\p{L} -]+$/u.test(added)) return null;
  return words.toSpliced(1 + below(random, words.length - 1), 0, added).join(' ');
};

/** One to five words left out of the middle, nothing to show for it. */
export const dropWords: Alteration = (random, text) => {
  const words = text.split(' ');
  const count = 1 + below(random, Math.min(5, Math.floor(words.length / 3)));
  return words.toSpliced(1 + below(random, words.length - count - 1), count).join(' ');
};

/** A comma, semicolon or hyphen inside left out, or a comma put in. */
export const changePunctuation: Alteration = (random, text) => {
  const at = random() < 0.6 ? pickMatch(random, text.slice(0, -1), /[,;](?= )/g) : null;
  if (at !== null) return text.slice(0, at) + pick(random, ['', text[at] === ',' ? ';' : ',']) + text.slice(at + 1);
  const space = pickMatch(random, text, /(?<=\p{L}) (?=\p{L})/gu);
  return space === null ? null : `${text.slice(0, space)},${text.slice(space)}`;
};

/** Words from which on several slips leave a place recognisable. */
const SLIPS_FROM_WORDS = 12;

/** What a scanner makes of print: up to three slips. */
export const misread: Alteration = (random, text) => {
  const slips: [RegExp, string][] = shuffle(random, [
    [/(?<=\p{L})rn|rn(?=\p{L})/gu, 'm'],
    [/(?<=\p{L})m(?=\p{L})/gu, 'rn'],
    [/(?<=\p{L})l|l(?=\p{L})/gu, '1'],
    [/(?<=\p{L})o(?=\p{L})|\bO(?=\p{L})/gu, '0'],
    [/(?<=\p{L})cl(?=\p{L})/gu, 'd'],
    [/(?<=\p{Ll}{3})(?=\p{Ll}{3})/gu, ' '],
    [/(?<=\p{Ll}{2})e(?=\p{Ll})/gu, 'c'],
  ]);
  let out = text;
  for (const [print, read] of slips.slice(0, text.split(' ').length < SLIPS_FROM_WORDS ? 1 : 1 + below(random, 3))) {
    const found = [...out.matchAll(print)];
    if (found.length === 0) continue;
    const { index, 0: was } = pick(random, found);
    out = out.slice(0, index) + read + out.slice(index + was.length);
  }
  return out === text ? null : out;
};

/** A letter of another alphabet that looks the same, or a character that nobody sees, inside a word. */
export const disguise: Alteration = (random, text) => {
  if (random() < 0.5) {
    const at = pickMatch(random, text, /(?<=\p{L})[aceopxyi](?=\p{L})/gu);
    return at === null ? null : text.slice(0, at) + LOOK_ALIKE[text[at]!] + text.slice(at + 1);
  }
  const at = pickMatch(random, text, /(?<=\p{L})(?=\p{L})/gu);
  return at === null ? null : text.slice(0, at) + pick(random, UNSEEN) + text.slice(at);
};

/** "10th" for "tenth", "three" for "3", or the other way round. */
export const writeOut: Alteration = (random, text) =>
  changeWord(random, text, (word) => {
    const core = bare(word);
    if (ORDINALS.has(core)) return word.replace(core, ORDINALS.get(core)!);
    if (/^(?:[2-9]|1[0-6])$/.test(core)) return word.replace(core, NUMBERS[Number(core)]!);
    const number = NUMBERS.indexOf(core);
    if (number > 1) return word.replace(core, String(number));
    if (!/^1[5-9]\d\d$|^20[01]\d$/.test(core)) return null;
    return word.replace(core, `${spell(Number(core.slice(0, 2)))} ${spell(Number(core.slice(2)))}`);
  });

const TENS = '- - twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const TEENS = 'seventeen eighteen nineteen'.split(' ');

/** 0 to 99, as a year's half is read. */
function spell(number: number): string {
  if (number === 0) return 'hundred';
  if (number < NUMBERS.length) return NUMBERS[number]!;
  if (number < 20) return TEENS[number - NUMBERS.length]!;
  const rest = number % 10;
  return TENS[Math.floor(number / 10)]! + (rest === 0 ? '' : `-${NUMBERS[rest]}`);
}

/** Tries words in a random order until `change` gives another word for one. */
function changeWord(random: Random, text: string, change: (word: string) => string | null): string | null {
  const words = text.split(' ');
  for (const at of shuffle(random, [...words.keys()])) {
    const changed = change(words[at]!);
    if (changed !== null && changed !== words[at]) return words.toSpliced(at, 1, changed).join(' ');
  }
  return null;
}

function pickMatch(random: Random, text: string, pattern: RegExp): number | null {
  const found = [...text.matchAll(pattern)];
  return found.length === 0 ? null : pick(random, found).index;
}
