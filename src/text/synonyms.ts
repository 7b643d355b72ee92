// Near-synonyms by stem, as `words.ts` groups them: what widens a question, and what lets a paraphrase pass for the source's word.

import { stem } from './terms.ts';
import { SYNONYMS } from './words.ts';

/** A stem → the other stems of its groups. */
export const SYNONYM_STEMS: ReadonlyMap<string, readonly string[]> = (() => {
  const map = new Map<string, string[]>();
  for (const group of SYNONYMS) {
    const stems = [...new Set(group.map(stem))];
    for (const one of stems) {
      const others = stems.filter((other) => other !== one);
      map.set(one, [...new Set([...(map.get(one) ?? []), ...others])]);
    }
  }
  return map;
})();
