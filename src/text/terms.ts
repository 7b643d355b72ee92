// From text to index terms, the one scanner that the index, questions and sentence choice share: words folded and stemmed,
// and citations, dockets, handles and case names as terms of their own.

import { stemmer } from 'stemmer';
import { foldForSearch } from './fold.ts';
import { ACRONYM_WORDS, ACRONYMS, SPELLINGS, STOP_WORDS } from './words.ts';

/** One word or citation of a text. */
export interface Unit {
  /** As it stands in the text. */
  readonly surface: string;
  /** UTF-16 offsets in the scanned text. */
  readonly start: number;
  readonly end: number;
  /** The lower-case word (apostrophes and dots of "U.S.C." gone), before stemming. */
  readonly word: string;
  /** Stems of its parts, stop words left out. */
  readonly stems: readonly string[];
  /** Terms for the whole: a docket, a handle, "§1509", "19usc1509", "twitter_v_dhs", an acronym spelled out. */
  readonly compounds: readonly string[];
  /** How many units a spelled-out acronym runs over (itself included); 1 for every other unit. */
  readonly length: number;
}

/** A run of letters, digits and the marks that may join them; marks at its ends are trimmed off in `wordsOfRun`. */
const RUN = /[\p{L}\p{N}\p{M}§@_.,'’:/&-]+/gu;
const WORD = /§+|@?[\p{L}\p{N}\p{M}]+(?:(?:[_.'’:/&-]|,(?=\d{3}(?!\d)))@?[\p{L}\p{N}\p{M}]+)*/gu;
const DOTTED = /^(?:\p{L}\.)+\p{L}$/u;
const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;
const SECTION_WORDS = new Set(['§', '§§', 'section', 'sections', 'sec', 'secs']);
const VERSUS = new Set(['v', 'vs', 'versus']);
const CODES = new Set(['usc', 'cfr', 'usca']);
const PARTY_TAILS = new Set(['inc', 'corp', 'co', 'llc', 'llp', 'ltd', 'et', 'al', 'no', 'the', 'u.s', 'of']);

/** What is known of a surface word without its neighbours. */
interface Scanned {
  readonly surface: string;
  /** Offset of the word in its run. */
  readonly at: number;
  readonly word: string;
  readonly stems: readonly string[];
  readonly compounds: readonly string[];
  /** Whether its neighbours can make it part of a citation, a case name or a spelled-out acronym. */
  readonly joins: boolean;
}

const CACHE_LIMIT = 50_000; // distinct runs; then it starts anew
let cache = new Map<string, readonly Scanned[]>();

/** Every unit of `text`, in order. */
export function scanUnits(text: string): Unit[] {
  const units: Unit[] = [];
  const joining: number[] = [];
  for (const match of text.matchAll(RUN)) {
    for (const { surface, at, word, stems, compounds, joins } of wordsOfRun(match[0])) {
      if (joins) joining.push(units.length);
      const start = match.index + at;
      units.push({ surface, start, end: start + surface.length, word, stems, compounds, length: 1 });
    }
  }
  let after = 0; // a spelled-out acronym inside another one ("Homeland Security" in "Department of …") does not count again
  for (const i of joining) {
    const unit = units[i]!;
    const found = citationTerms(units, i, text);
    const long = i >= after ? spelledOutAcronym(units, i) : undefined;
    if (long) after = i + long.words.length;
    if (found.length === 0 && !long) continue;
    const compounds = [...unit.compounds, ...found, ...(long ? [long.acronym] : [])];
    units[i] = { ...unit, compounds, length: long?.words.length ?? 1 };
  }
  return units;
}

/** Index terms of `text`, in order, with repetitions. Empty when it holds stop words and marks only. */
export function termsOf(text: string): string[] {
  const terms: string[] = [];
  for (const { compounds, stems } of scanUnits(text)) {
    for (const compound of compounds) terms.push(compound);
    for (const stem of stems) terms.push(stem);
  }
  return terms;
}

/** The stem of one lower-case word: Porter (1980); short words and words with digits stay as they are. */
export function stem(word: string): string {
  return word.length < 3 || /\d/.test(word) || ACRONYM_WORDS.has(word) ? word : stemmer(word);
}

function wordsOfRun(run: string): readonly Scanned[] {
  const known = cache.get(run);
  if (known) return known;
  if (cache.size >= CACHE_LIMIT) cache = new Map();
  const scanned = [...run.matchAll(WORD)].map((match) => scanWord(match[0], match.index));
  cache.set(run, scanned);
  return scanned;
}

function scanWord(surface: string, at: number): Scanned {
  if (surface === 'US' || surface === 'U.S')
    return { surface, at, word: 'u.s', stems: ['u.s'], compounds: [], joins: false };
  const folded = foldForSearch(surface)
    .replace(/[’']s$/u, '')
    .replace(/[’']/gu, '');
  if (CJK.test(folded)) return { surface, at, word: folded, stems: bigrams(folded), compounds: [], joins: false };
  const joined = DOTTED.test(folded) ? folded.replaceAll('.', '') : folded.replaceAll(',', '');
  const word = joined.replaceAll('@', '');
  const parts = word.split(/[_.:/&-]/u).filter((part) => part !== '' && !part.startsWith('§'));
  const whole = parts.length > 1 && (/[\d_]/.test(word) || joined.startsWith('@'));
  const stems: string[] = [];
  for (const part of parts) {
    const spelled = normaliseWord(part);
    if (STOP_WORDS.has(spelled) || (spelled.length === 1 && /\p{L}/u.test(spelled))) continue;
    stems.push(stem(spelled));
  }
  const joins = /^\d/.test(word) || VERSUS.has(word) || ACRONYMS.has(word);
  return { surface, at, word, stems, compounds: whole ? [word] : [], joins };
}

function normaliseWord(word: string): string {
  const spelled = SPELLINGS.get(word);
  if (spelled !== undefined) return spelled;
  const ordinal = /^(\d+)(?:st|nd|rd|th)$/.exec(word);
  return ordinal ? ordinal[1]! : word;
}

function bigrams(word: string): string[] {
  const chars = [...word];
  return chars.length < 2 ? chars : chars.slice(1).map((char, i) => chars[i]! + char);
}

/** "§ 1509", "19 U.S.C. § 1509(d)", "Twitter, Inc. v. DHS": the terms that unit `i` completes or stands in the middle of. */
function citationTerms(units: readonly Unit[], i: number, text: string): string[] {
  const unit = units[i]!;
  if (VERSUS.has(unit.word)) return i > 0 ? caseName(units, i) : [];
  if (!/^\d/.test(unit.word)) return [];
  const before = units[i - 1]?.word;
  const marked = before !== undefined && SECTION_WORDS.has(before);
  const code = units[marked ? i - 2 : i - 1]?.word;
  const title = units[marked ? i - 3 : i - 2]?.word;
  const inCode = code !== undefined && CODES.has(code);
  const subsection = /^\(([a-z0-9]{1,3})\)/i.exec(text.slice(unit.end, unit.end + 5))?.[1]?.toLowerCase();
  const terms: string[] = [];
  if (marked || inCode) terms.push(`§${unit.word}`);
  if (inCode && title !== undefined && /^\d+$/.test(title)) terms.push(`${title}${code}${unit.word}`);
  if (subsection !== undefined) terms.push(`${unit.word}(${subsection})`);
  return terms;
}

function caseName(units: readonly Unit[], at: number): string[] {
  let left = at - 1;
  while (left > 0 && at - left < 4 && PARTY_TAILS.has(units[left]!.word)) left--;
  let right = at + 1;
  while (right < units.length - 1 && right - at < 4 && PARTY_TAILS.has(units[right]!.word)) right++;
  const [a, b] = [units[left], units[right]];
  if (!a || !b) return [];
  const party = spelledOutAcronym(units, right)?.acronym ?? b.word;
  return [`${a.word}_v_${party}`];
}

function spelledOutAcronym(units: readonly Unit[], i: number) {
  return ACRONYMS.get(units[i]!.word)?.find(({ words }) => words.every((word, k) => units[i + k]?.word === word));
}
