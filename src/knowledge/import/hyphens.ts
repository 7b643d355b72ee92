// Lines put together: what a hyphen at a line's end means, decided by the words of the same document. Pure.

import { type Line, MARK } from './page.ts';

/** A dictionary: takes words in lower case. */
export type IsWord = (word: string) => boolean;

/** The words of a document, and the doubts that arose in joining its lines. */
export interface Vocabulary {
  has(word: string): boolean;
  /** Whether the language has the word. */
  readonly isWord: IsWord;
  /** Whether its setter divides words at all: else a hyphen at a line's end is the word's own. */
  readonly divides: boolean;
  /** Words joined, or left with their hyphen, without a witness in the document. */
  readonly doubts: Set<string>;
}

/** In a document whose setter divides words more lines than this share end in a hyphen. */
const DIVIDING_SHARE = 0.04;

export function vocabularyOf(lines: Iterable<Line>, isWord: IsWord): Vocabulary {
  const words = new Set<string>();
  let [count, hyphens] = [0, 0];
  let broken = false;
  for (const { text } of lines) {
    // The first and the last word of a line may be halves of one.
    const all = text.replace(MARK, '').toLowerCase().split(/\s+/);
    const whole = all.slice(broken ? 1 : 0, /[-‐\u00ad]$/.test(text) ? -1 : undefined);
    count++;
    if (/\p{Ll}[-‐]$/u.test(text)) hyphens++;
    broken = whole.length + (broken ? 1 : 0) < all.length;
    for (const word of whole) {
      const bare = word.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
      if (bare !== '') words.add(bare);
      for (const part of bare.split(/[-‐/—–]/)) if (part !== '') words.add(part);
    }
  }
  return { has: (word) => words.has(word), isWord, divides: hyphens > DIVIDING_SHARE * count, doubts: new Set() };
}

/** Prefixes that English joins with a hyphen in legal prose more often than not. */
const KEEPS =
  /^(?:non|self|co|ex|anti|quasi|cross|pre|post|semi|well|so|half|off|all|high|low|long|short|first|second|third|two|three|four|court|law|good|ill|vice)$/;

/** `next` after `text`, both without white space at their ends. */
export function joinLine(text: string, next: string, vocabulary: Vocabulary): string {
  if (text === '' || next === '') return text + next;
  return text.slice(0, -TAIL_CHARS) + joinTail(text.slice(-TAIL_CHARS), next, vocabulary);
}

/** Lines of a paragraph, however many. */
export function joinLines(lines: Iterable<string>, vocabulary: Vocabulary): string {
  const done: string[] = [];
  let text = '';
  for (const line of lines) {
    text = joinLine(text, line, vocabulary);
    if (text.length > 10 * TAIL_CHARS) {
      done.push(text.slice(0, -TAIL_CHARS));
      text = text.slice(-TAIL_CHARS);
    }
  }
  return done.join('') + text;
}

/** As much of the text before as decides how it goes on: a word, a URL. */
const TAIL_CHARS = 200;

function joinTail(text: string, next: string, vocabulary: Vocabulary): string {
  if (text.endsWith('\u00ad')) return text.slice(0, -1) + next;
  const broken = /([\p{L}\p{M}\d'’]+)[-‐]$/u.exec(text);
  if (broken) return joinHyphen(text, broken[1]!, next, vocabulary);
  if (/(?:[^\s—–][—–]|\S\/)$/.test(text) || /^—\S/.test(next)) return text + next;
  if (/(?:https?:\/\/|www\.)\S*[-_.?&=%#~]$/.test(text)) return text + next;
  return `${text} ${next}`;
}

function joinHyphen(text: string, left: string, next: string, vocabulary: Vocabulary): string {
  const right = /^[\p{Ll}\p{M}'’]+/u.exec(next)?.[0];
  if (right === undefined || /\d/.test(left)) return text + next; // "Alt-|Agency", "18-|20"
  if (/(?:https?:\/\/|www\.)\S*$/.test(text)) return text + next;
  const bare = text.slice(0, -1);
  const whole = bare.slice(0, -left.length).match(/[\p{L}'’-]*$/u)![0] + left; // "attorney-client" of "attorney-cli-|ent"
  const joined = (left + right).toLowerCase();
  if (vocabulary.has(joined)) return bare + next;
  if (vocabulary.has(`${left}-${right}`.toLowerCase())) return text + next;
  const halves = isWord(left, vocabulary) && isWord(right, vocabulary);
  // "off-|duty": two words and not one. "manip-|ulation": one and not two. Else the setter's habit decides, and it is said.
  if (halves && !vocabulary.isWord(joined)) return text + next;
  if (!halves && vocabulary.isWord(joined)) return bare + next;
  const keeps = !vocabulary.divides || KEEPS.test(left.toLowerCase());
  vocabulary.doubts.add(keeps ? `${whole}-${right}` : whole + right);
  return keeps ? text + next : bare + next;
}

function isWord(word: string, { has, isWord: known }: Vocabulary): boolean {
  const lower = word.toLowerCase();
  return lower.length > 1 && (known(lower) || has(lower) || KEEPS.test(lower));
}
