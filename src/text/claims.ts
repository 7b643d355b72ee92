// What a sentence states that can be checked by itself: dates, numbers, names, quoted words, what it denies. Pure reading; whether
// a source bears it out is decided elsewhere.

import { fold as foldMarks } from './fold.ts';
import { splitSentences } from './sentences.ts';
import { scanUnits, stem, type Unit } from './terms.ts';

/** A date as far as it is given. Offsets are UTF-16 into the text read. */
export interface DateClaim {
  readonly day?: number;
  /** 1 to 12. */
  readonly month?: number;
  readonly year?: number;
  readonly start: number;
  readonly end: number;
}

export interface NumberClaim {
  /** The value in digits ("14" for "fourteen" and "14th"), or, of a docket or section number, the whole token in lower case. */
  readonly value: string;
  /** Whether the value is a whole token that is no plain number ("3:17-cv-01916", "1509(a)", "7-2"). */
  readonly token: boolean;
  /** Stems of the two content words after it. */
  readonly units: readonly string[];
  readonly start: number;
}

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const MONTH =
  '(Jan(?:uary|\\.)?|Feb(?:ruary|\\.)?|Mar(?:ch|\\.)?|Apr(?:il|\\.)?|May|June?\\.?|July?\\.?|Aug(?:ust|\\.)?|Sept?(?:ember|\\.)?|Oct(?:ober|\\.)?|Nov(?:ember|\\.)?|Dec(?:ember|\\.)?)';
const YEAR = '((?:1[5-9]|20)\\d\\d)';
const DATE = new RegExp(
  [
    `(?<![\\p{L}\\d])(\\d{1,2})(?:st|nd|rd|th)? (?:of )?${MONTH}(?:,? ${YEAR})?(?![\\p{L}\\d])`,
    `(?<![\\p{L}\\d])${MONTH} (\\d{1,2})(?:st|nd|rd|th)?(?:,? ${YEAR})?(?![\\p{L}\\d])`,
    `(?<![\\p{L}\\d])${MONTH},? ${YEAR}(?![\\p{L}\\d])`,
    `(?<![\\p{L}\\d-])${YEAR}-(\\d\\d)(?:-(\\d\\d))?(?![\\d-])`,
    `(?<=\\b(?:in|of|since|until|by|during|late|early|mid) )${MONTH}(?![\\p{L}\\d])`,
    `(?<![\\p{L}\\d.,$:/§-]|§ |\\b(?:U\\.S\\.C|C\\.F\\.R|USC|CFR|[Ss]ections?|[Ss]ec|Rule|No)\\.? )${YEAR}(?![\\p{L}\\d:(]|[,.]\\d)`,
  ].join('|'),
  'gu',
);

/** Every date, month and year in the text, in order. */
export function readDates(text: string): DateClaim[] {
  return [...text.matchAll(DATE)].map((match) => {
    const g = match.slice(1);
    const monthName = g[1] ?? g[3] ?? g[6] ?? g[11];
    const month = monthName === undefined ? g[9] : String(MONTHS.indexOf(monthName.slice(0, 3).toLowerCase()) + 1);
    const [day, year] = [g[0] ?? g[4] ?? g[10], g[2] ?? g[5] ?? g[7] ?? g[8] ?? g[12]];
    return {
      ...(day === undefined ? {} : { day: Number(day) }),
      ...(month === undefined ? {} : { month: Number(month) }),
      ...(year === undefined ? {} : { year: Number(year) }),
      start: match.index,
      end: match.index + match[0].length,
    };
  });
}

const SMALL =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const ORDINALS =
  'zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth'.split(
    ' ',
  );
const SCALES: Readonly<Record<string, number>> = { hundred: 100, thousand: 1e3, million: 1e6, billion: 1e9 };
/** Words for amounts that no digits stand for. */
const AMOUNTS = new Set(
  'half third thirds quarter quarters dozen dozens hundreds thousands millions billions'.split(' '),
);
const NUMBER_WORD = new Map<string, number>([
  ...SMALL.map((word, n) => [word, n] as const),
  ...TENS.map((word, n) => [word, 10 * (n + 2)] as const),
  ...TENS.flatMap((ten, t) => SMALL.slice(1, 10).map((one, o) => [`${ten}-${one}`, 10 * (t + 2) + o + 1] as const)),
  ...ORDINALS.map((word, n) => [word, n] as const),
]);
/** "one" is mostly no number, "first" and "second" are often adverbs. */
const NOT_COUNTED = new Set(['zero', 'zeroth', 'one', 'first']);
const TOKEN = /[\p{L}\d@_]*\d[\p{L}\d]*(?:[-:./,][\p{L}\d]+)*(?:\([\p{L}\d]{1,4}\))*%?/gu;
const WORD = /[\p{L}]+(?:-[\p{L}]+)*/gu;

/** Every number in the text but for dates, in order. */
export function readNumbers(text: string): NumberClaim[] {
  const masked = mask(straighten(text), readDates(text));
  const claims: NumberClaim[] = [];
  const add = (value: string, token: boolean, start: number, end: number) =>
    claims.push({ value, token, start, units: unitsAfter(masked, end) });
  for (const { 0: token, index } of masked.matchAll(TOKEN)) {
    const end = index + token.length;
    const scale = SCALES[/^ ?(?:\$ ?)?([a-z]+)/.exec(masked.slice(end))?.[1] ?? ''] ?? 1;
    const plain = /^(\d[\d,]*(?:\.\d+)?)(?:%|st|nd|rd|th|s)?$/.exec(token)?.[1];
    const joined = /^(\d+)-([a-z]+)$/i.exec(token);
    if (plain !== undefined) add(String(Number(plain.replaceAll(',', '')) * scale), false, index, end);
    else if (joined) add(String(Number(joined[1])), false, index, index + joined[1]!.length);
    else add(token.toLowerCase(), true, index, end);
  }
  for (const { 0: surface, index } of masked.matchAll(WORD)) {
    const word = surface.toLowerCase();
    const [head] = word.split('-');
    const value = NUMBER_WORD.get(word) ?? NUMBER_WORD.get(head!);
    const end = index + surface.length;
    if (AMOUNTS.has(word)) add(word, true, index, end);
    else if (value !== undefined && !NOT_COUNTED.has(head!)) {
      const scale = SCALES[/^ ([a-z]+)/.exec(masked.slice(end))?.[1] ?? ''] ?? 1;
      add(String(value * scale), false, index, end);
    }
  }
  return claims.sort((a, b) => a.start - b.start);
}

/** Dashes as one, so that "7–2" is one token with "7-2". Keeps offsets. */
function straighten(text: string): string {
  return text.replace(/[\u2010-\u2015\u2212]/g, '-').replace(/[\u2018\u2019]/g, "'");
}

function mask(text: string, claims: readonly { readonly start: number; readonly end: number }[]): string {
  let out = text;
  for (const { start, end } of claims) out = out.slice(0, start) + ' '.repeat(end - start) + out.slice(end);
  return out;
}

/** What is counted: the content words right after a number, up to two, before anything else stands between. */
function unitsAfter(text: string, from: number): string[] {
  const rest = /^[^.;:!?,()[\]]{0,40}/.exec(text.slice(from))![0];
  const units = scanUnits(rest);
  const end = units.findIndex(({ stems, word }) => stems.length === 0 || /\d/.test(word));
  return units.slice(0, Math.min(2, end < 0 ? 2 : end)).flatMap(({ stems }) => stems.slice(0, 1));
}

/** A run of capitalised words, with where it stands. */
export interface NameClaim {
  readonly units: readonly Unit[];
  /** Whether its first word opens the sentence, where any word has a capital. */
  readonly opens: boolean;
}

/** Words that hold a name together without a capital: "Department of Homeland Security", "Doe v. Reed". */
const INSIDE_NAME = new Set(['of', 'v', 'vs', 'the', 'for', 'and', 'de', 'la', 'von', 'van']);

/** Every name in the text: runs of words with a capital inside or at the start, handles; dates and numbers left out. */
export function readNames(text: string): NameClaim[] {
  const masked = mask(text, readDates(text));
  const starts = splitSentences(text).map(
    ({ start, end }) => start + (/[\p{L}\p{N}@]/u.exec(text.slice(start, end))?.index ?? 0),
  );
  const units = scanUnits(masked);
  const names: NameClaim[] = [];
  let run: Unit[] = [];
  let opens = false;
  const close = () => {
    if (run.length > 0) names.push({ units: run, opens });
    run = [];
  };
  for (const unit of units) {
    const opening = starts.includes(unit.start);
    const capital = /^@|\p{Lu}/u.test(unit.surface);
    if (capital && opening) close();
    if (capital) {
      if (run.length === 0) opens = opening;
      run.push(unit);
    } else if (!(run.length > 0 && INSIDE_NAME.has(unit.word))) close();
  }
  close();
  return names;
}

const QUOTED = /"([^"]*)"|(?<![\p{L}\d])'(?=\S)([^']*(?:'(?=\p{L})[^']*)*)'(?![\p{L}\d])/gu;

/** The words between quotation marks of any kind, folded; null where a double mark has no partner. */
export function readQuoted(text: string): string[] | null {
  const folded = foldMarks(text);
  if (folded.replace(QUOTED, ' ').includes('"')) return null;
  return [...folded.matchAll(QUOTED)].map(([, double, single]) => double ?? single!);
}

const NEGATOR = /^(?:not|no|never|nor|neither|none|nobody|nothing|nowhere|without|cannot|unable|\p{L}+n't)$/u;
/** Words that deny without a negator, or say that something was stopped, left out or is otherwise. */
const NEGATIVE_STEMS = new Set(
  `any few little hardly barely rather instead only exclude omit lack fail failure refuse refusal reject rejection decline deny denial bar ban
  forbid forbade prohibit prevent block stop halt avoid withdraw withdrew withdrawn withdrawal drop dismiss quash strike struck void vacate
  reverse reversal overturn protect until open absent absence miss missing leave left beyond outside contrary oppose object differ difference
  invalid inadequate insufficient incorrect incomplete inadmissible improper impossible illegal irrelevant disagree dissent dispute bare
  empty wrong false`
    .split(/\s+/)
    .map(stem),
);
const NEGATIVE_PREFIX = /^(?:un(?!it|ion|iv|der|til|anim)\p{L}{4,}|non-?\p{L}{3,})$/u;

/** Whether a word (lower case, straight apostrophe) denies: "not", "no", "cannot", "didn't". */
export function isNegator(word: string): boolean {
  return NEGATOR.test(word);
}

/** Whether a word denies or could stand for a denial. */
export function isNegative(word: string): boolean {
  return NEGATOR.test(word) || NEGATIVE_STEMS.has(stem(word)) || NEGATIVE_PREFIX.test(word);
}

/** What one clause says of its content words. */
export interface Polarity {
  /** The first content word after "not", "never", "cannot": what is said not to be so. */
  readonly denied: ReadonlySet<string>;
  /** The first after "no", "none", "without": of what there is none. */
  readonly none: ReadonlySet<string>;
  /** Those and the words right after them. */
  readonly near: ReadonlySet<string>;
  readonly asserted: ReadonlySet<string>;
  /** Whether the clause has a word that denies, */
  readonly denies: boolean;
  /** or any that could stand for a denial. */
  readonly negative: boolean;
}

/** Clause by clause, what a text denies and what it asserts, as stems. */
export function readPolarity(text: string): Polarity[] {
  return clausesOf(text.replace(/’/g, "'").replace(NUMERO, ' ')).map((clause) => {
    const [denied, none, near, asserted] = [new Set<string>(), new Set<string>(), new Set<string>(), new Set<string>()];
    let verbal = false;
    let [denies, negative] = [false, false];
    let scope = 0;
    for (const { surface, stems } of scanUnits(clause)) {
      const word = surface.toLowerCase();
      negative ||= isNegative(word);
      denies ||= isNegator(word);
      if (isNegator(word)) {
        scope = DENIED_WORDS;
        verbal = VERBAL.test(word);
      } else if (stems.length > 0) {
        for (const stem of stems) {
          if (scope === DENIED_WORDS) (verbal ? denied : none).add(stem);
          (scope > 0 ? near : asserted).add(stem);
        }
        scope--;
      }
    }
    return { denied, none, near, asserted, denies, negative };
  });
}

/** "No. 3" denies nothing. */
const NUMERO = /\bNos?\.?(?=\s*\d)/g;
/** Negators of verbs; the others are of nouns. */
const VERBAL = /^(?:not|never|cannot|unable|\p{L}+n't)$/u;

/** Content words that a negator reaches. */
const DENIED_WORDS = 2;

/** Clauses: stretches between marks and the words that join them, as texts. */
export function clausesOf(text: string): string[] {
  const dates = readDates(text);
  const inDate = (at: number) => dates.some(({ start, end }) => at >= start && at < end);
  const cuts: number[] = [];
  for (const { index } of text.matchAll(
    /[,;:](?=\s)|\s(?=(?:and|but|while|which|who|because|when|after|before|so|whereas|although|though|then)\s)/g,
  ))
    if (!inDate(index)) cuts.push(index);
  return [0, ...cuts]
    .map((start, n) => text.slice(start, cuts[n] ?? text.length))
    .filter((clause) => clause.trim() !== '');
}
