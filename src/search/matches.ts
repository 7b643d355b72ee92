// Which concepts of a question stand where: bit masks for sentences, titles and headings, out of the forward index.

import { PART_WEIGHT } from './concepts.ts';
import { findPosting, type PartTerm } from './score.ts';
import type { Place, Segment } from './segment.ts';

/** Term number → bits of the concepts it counts for, and of those it is the asker's own term for. */
export interface ConceptBits {
  readonly byTerm: ReadonlyMap<number, number>;
  readonly exactByTerm: ReadonlyMap<number, number>;
  /** 1 where a term with these low bits may be in `byTerm`: most terms of a passage are not, and are passed over quickly. */
  readonly mayHave: Uint8Array;
}

const LOW_BITS = 0x7ff;

/** Concepts in a sentence: all, and those in the asker's own term. */
export interface Match {
  readonly matched: number;
  readonly exact: number;
}

/** The concepts in each sentence of a passage. */
export function matchesOf(segment: Segment, passage: number, { byTerm, exactByTerm, mayHave }: ConceptBits): Match[] {
  const first = segment.passageSentences[passage]!;
  const last = segment.passageSentences[passage + 1]!;
  let at = first === 0 ? 0 : segment.sentenceTerms[first - 1]!;
  const matches: Match[] = [];
  for (let sentence = first; sentence < last; sentence++) {
    let matched = 0;
    let exact = 0;
    for (const end = segment.sentenceTerms[sentence]!; at < end; at++) {
      const term = segment.terms[at]!;
      if (mayHave[term & LOW_BITS] !== 1) continue;
      matched |= byTerm.get(term) ?? 0;
      exact |= exactByTerm.get(term) ?? 0;
    }
    matches.push({ matched, exact });
  }
  return matches;
}

/** Bits of the concepts in the title of a passage's document, and in the headings over it. */
export function contextMatches(
  { segment, passage }: Place,
  { byTerm }: ConceptBits,
): { title: number; headings: number } {
  let title = 0;
  let headings = 0;
  for (const [term, bit] of byTerm) {
    const at = findPosting(segment, term, passage);
    if (at < 0) continue;
    if (segment.postingContext[at]! & 0x0f) title |= bit;
    if (segment.postingContext[at]! & 0xf0) headings |= bit;
  }
  return { title, headings };
}

/** The bits of one part's terms: concept `i` of `concepts` is bit `i`. */
export function conceptBits(
  concepts: readonly { readonly terms: readonly (readonly PartTerm[])[] }[],
  part: number,
): ConceptBits {
  const byTerm = new Map<number, number>();
  const exactByTerm = new Map<number, number>();
  const mayHave = new Uint8Array(LOW_BITS + 1);
  for (const [i, { terms }] of concepts.entries()) {
    for (const { number, weight } of terms[part]!) {
      byTerm.set(number, (byTerm.get(number) ?? 0) | (1 << i));
      if (weight >= PART_WEIGHT) exactByTerm.set(number, (exactByTerm.get(number) ?? 0) | (1 << i));
      mayHave[number & LOW_BITS] = 1;
    }
  }
  return { byTerm, exactByTerm, mayHave };
}
