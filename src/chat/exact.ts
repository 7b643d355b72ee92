// The last look at a rendered answer: whether what stands there as a quotation is what the source says, character for character.

import type { Answer, Quote } from '../answer/model.ts';

/**
 * Whether `asShown`, what the rendering holds as quotations in order, is the source's own words of the answer, and those are still what the
 * sources say. `reread` gives the characters of the source where a quotation is said to stand.
 */
export function quotesExactly(
  { status, statements, nearest }: Pick<Answer, 'status' | 'statements' | 'nearest'>,
  asShown: readonly string[],
  reread: (quote: Quote) => string,
): boolean {
  const shown = status === 'answered' ? statements.flatMap(({ quotes }) => quotes) : nearest;
  const quoted = shown.filter(({ voice }) => voice === 'source');
  return (
    asShown.join('') === quoted.map((quote) => quote.shown).join('') &&
    quoted.every((quote) => reread(quote) === quote.exact)
  );
}
