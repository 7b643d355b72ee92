// Whether a composer's sentence says what the cited sentences say, nearly in their words. Then it adds nothing but the risk of the words
// that differ (a "may" lost, two names changed over), and the sentences themselves are shown instead.

import { clausesOf } from '../text/claims.ts';
import { scanUnits } from '../text/terms.ts';

/** Share of the content words that stand in the cited sentences in the same order, from which on a sentence is a copy. */
const COPY_FROM = 0.75;
/** Clauses with fewer content words say too little to tell. */
const CLAUSE_WORDS_MIN = 3;

/** Whether `text`, clause by clause, is nearly a copy of one of the sentences each. */
export function isCopy(text: string, sentences: readonly string[]): boolean {
  const sources = sentences.map(contentWords);
  const whole = contentWords(text);
  if (whole.length === 0) return false;
  const clauses = joinShort(clausesOf(text).map(contentWords));
  const best = (words: readonly string[]) => Math.max(0, ...sources.map((source) => commonInOrder(words, source)));
  const shared = Math.max(
    best(whole),
    clauses.reduce((sum, clause) => sum + best(clause), 0),
  );
  return shared / whole.length >= COPY_FROM;
}

function contentWords(text: string): string[] {
  return scanUnits(text).flatMap(({ stems }) => stems);
}

function joinShort(clauses: readonly (readonly string[])[]): string[][] {
  const joined: string[][] = [];
  for (const clause of clauses) {
    const last = joined.at(-1);
    if (last && (last.length < CLAUSE_WORDS_MIN || clause.length < CLAUSE_WORDS_MIN)) last.push(...clause);
    else joined.push([...clause]);
  }
  return joined;
}

/** Length of the longest common subsequence. */
function commonInOrder(a: readonly string[], b: readonly string[]): number {
  let row = new Uint16Array(b.length + 1);
  for (const word of a) {
    const next = new Uint16Array(b.length + 1);
    for (let j = 0; j < b.length; j++) next[j + 1] = word === b[j] ? row[j]! + 1 : Math.max(next[j]!, row[j + 1]!);
    row = next;
  }
  return row[b.length]!;
}
