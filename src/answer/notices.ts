// The small print of an answer: how the question was read, and what became of the matters that its statements are about.

import { scanUnits } from '../text/terms.ts';
import type { Kind, Notice, Question, Retrieval, Statement } from './model.ts';

/** The first statement's document says what became of its matter, and so do cases and filings after it. */
const STATUS_MAX = 2;
const CASE_KINDS: ReadonlySet<Kind | null> = new Set(['filing', 'opinion', 'statute']);

export function noticesOf(
  question: Question,
  { concepts }: Retrieval,
  statements: readonly Statement[],
): readonly Notice[] {
  const notices: Notice[] = [];
  const earlier = question.history.at(-1);
  if (earlier !== undefined && concepts.some(({ fromHistory }) => fromHistory))
    notices.push({ code: 'follow-up', earlier });
  const shown = statements.flatMap(({ quotes }) => quotes.map((quote) => quote.shown)).join(' ');
  for (const { surface, corrected } of concepts) {
    const word = corrected === undefined ? undefined : scanUnits(shown).find(({ stems }) => stems.includes(corrected));
    if (word) notices.push({ code: 'corrected', from: surface, to: word.surface.replace(/[’']s$/, '') });
  }
  const seen = new Set<string>();
  for (const [n, { quotes }] of statements.entries()) {
    for (const { document, short, status, kind } of quotes) {
      if (status === null || seen.has(document) || (n > 0 && !CASE_KINDS.has(kind)) || seen.size === STATUS_MAX)
        continue;
      seen.add(document);
      notices.push({ code: 'status', document, short, status });
    }
  }
  return notices;
}
