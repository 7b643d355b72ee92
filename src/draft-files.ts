// Which words of a command line are files, and what to say of those that are none. Reads no file.

import { statSync } from 'node:fs';
import { UsageError } from './command.ts';

/** Standard input. */
export const PIPED = '-';

const ENDING = /\.(?:md|markdown|txt|text|html?|xhtml|eml|pdf|docx?|odt|rtf|pages)$/i;
const MARKS = /["“”„«»\n]/;
const NAME_MAX_CHARS = 1000;

/** The words as names of files; null where they are a text. Throws a UsageError where they are names and lead to no file. */
export function filesAmong(words: readonly string[]): readonly string[] | null {
  const seen = words.map((word) => ({ word, what: word === PIPED ? 'file' : whatIs(word), named: isNamed(word) }));
  const all = seen.every(({ what, named }) => what !== 'nothing' || named);
  const some = seen.some(({ what, named }) => what === 'file' && named);
  if (words.length === 0 || !(all || some)) return null;
  for (const { word, what } of seen) {
    if (what === 'folder') throw new UsageError(`${word} is a folder: name the files in it, such as ${word}/*.docx`);
    if (what === 'nothing') throw new UsageError(missing(word));
  }
  return words;
}

function missing(word: string): string {
  return /^https?:\/\//i.test(word)
    ? `check reads files: save the page of ${word}, and check that`
    : `there is no file ${word}; to check a text with such words in it, put it between quotation marks: '"…"'`;
}

/** Whether a word can hardly be anything but the name of a file, be there one or not. */
function isNamed(word: string): boolean {
  if (word.length > NAME_MAX_CHARS || MARKS.test(word)) return false;
  return word === PIPED || ENDING.test(word) || (/[/\\]/.test(word) && !/\s/.test(word));
}

/** Pipes count as files. What may not be looked at is one: reading it says why. */
function whatIs(word: string): 'file' | 'folder' | 'nothing' {
  if (word.length > NAME_MAX_CHARS) return 'nothing';
  try {
    return statSync(word).isDirectory() ? 'folder' : 'file';
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EACCES' ? 'file' : 'nothing';
  }
}
