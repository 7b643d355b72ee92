// Whether a word is English, by a list that is read when the first word is asked for.

import { readFileSync } from 'node:fs';
import wordListPath from 'word-list';

let words: ReadonlySet<string> | null = null;

/** `word` in lower case, without hyphens. */
export function isEnglish(word: string): boolean {
  words ??= new Set(readFileSync(wordListPath, 'utf8').split('\n'));
  return words.has(word);
}
