// The last look at rendered content: whether what stands there as a quotation is what the source says, character for character.

import type { Quote } from '../answer/model.ts';
import type { Part } from './layout.ts';
import { quotedIn } from './layout-content.ts';

/**
 * Whether `asShown`, what a rendering of `parts` holds as quotations in order, is the source's own words of their quotations, and those are still what
 * the sources say. `reread` gives the characters of the source where a quotation is said to stand.
 */
export function quotesExactly(
  parts: readonly Part[],
  asShown: readonly string[],
  reread: (quote: Quote) => string,
): boolean {
  const quoted = quotedIn(parts);
  return (
    asShown.join('') === quoted.map((quote) => quote.shown).join('') &&
    quoted.every((quote) => quote.voice === 'source' && reread(quote) === quote.exact)
  );
}
