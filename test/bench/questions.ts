// Questions about the corpus: a question word and six to eight content words of one of its sentences, in their order.

import { readFileSync } from 'node:fs';
import { splitSentences } from '../../src/text/sentences.ts';
import { sliceSpan } from '../../src/text/span.ts';
import { STOP_WORDS } from '../../src/text/words.ts';
import { listCorpus, passagesOf } from './corpus.ts';
import { below, createRandom, pick, shuffle } from './random.ts';

const SEED = 1788;
const QUESTION_WORDS = ['What', 'When did', 'Who', 'Why did', 'How many', 'Which', 'Where did', 'How'];
const WORDS_FEW = 6;
const WORDS_MANY = 8;
/** Tries at a sentence with enough content words before giving up on the corpus. */
const TRIES_PER_QUESTION = 50;

/** `count` questions, the same ones every time; fewer when the corpus in `folder` has no sentences to ask about. */
export function sampleQuestions(folder: string, count: number): string[] {
  const random = createRandom(SEED);
  const files = listCorpus(folder);
  const questions: string[] = [];
  for (let tries = count * TRIES_PER_QUESTION; questions.length < count && tries > 0; tries--) {
    const { text } = pick(random, passagesOf(readFileSync(pick(random, files), 'utf8')));
    const sentence = sliceSpan(text, pick(random, splitSentences(text)));
    const words = contentWords(sentence);
    if (words.length < WORDS_FEW) continue;
    const length = WORDS_FEW + below(random, WORDS_MANY - WORDS_FEW + 1);
    const kept = shuffle(random, [...words.keys()])
      .slice(0, length)
      .sort((a, b) => a - b);
    questions.push(`${pick(random, QUESTION_WORDS)} ${kept.map((i) => words[i]).join(' ')}?`);
  }
  return questions;
}

function contentWords(sentence: string): string[] {
  const words = sentence.match(/[\p{L}\p{N}]+(?:[.'’-][\p{L}\p{N}]+)*/gu) ?? [];
  return [...new Set(words)].filter((word) => word.length > 2 && !STOP_WORDS.has(word.toLowerCase()));
}
