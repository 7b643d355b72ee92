// What grounding looks at: a composer's sentence, read, and the sentences that it cites with what a composer was shown above them.

import { type DateClaim, isNegator, readDates } from '../text/claims.ts';
import { SYNONYM_STEMS } from '../text/synonyms.ts';
import { scanUnits, termsOf, type Unit } from '../text/terms.ts';
import { readableDate } from './attribution.ts';
import type { DocumentMeta, Passage, Quote } from './model.ts';

/** Where a cited sentence stands: what a composer was shown above it. */
export interface Support {
  readonly document: DocumentMeta;
  readonly passage: Pick<Passage, 'headings' | 'speaker' | 'pinpoint' | 'via'>;
}

/** A composer's sentence, read. */
export interface Prose {
  readonly text: string;
  readonly words: readonly Unit[];
  readonly stems: ReadonlySet<string>;
  readonly dates: readonly DateClaim[];
}

export function proseOf(text: string): Prose {
  const words = scanUnits(text);
  return { text, words, stems: new Set(termsOf(text)), dates: readDates(text) };
}

/** What a composer's sentence may rest on. */
export interface Evidence {
  /** The cited sentences as they are shown. */
  readonly sentences: readonly string[];
  readonly quotes: readonly Quote[];
  /** The sentences, and what the document says of itself: title, court, date, status, headings, who speaks where. */
  readonly all: string;
  readonly terms: ReadonlySet<string>;
  /** Those terms and their synonyms. */
  readonly near: ReadonlySet<string>;
  /** Words of `all` in lower case. */
  readonly words: ReadonlySet<string>;
}

export function evidenceOf(quotes: readonly Quote[], supports: readonly Support[]): Evidence {
  const sentences = quotes.map(({ shown }) => shown);
  const about = supports.flatMap(({ document, passage }) => [
    document.title,
    document.short ?? '',
    ...(document.also ?? []),
    document.court ?? '',
    document.citation ?? '',
    document.docket ?? '',
    document.status ?? '',
    document.date === undefined ? '' : `${document.date}. ${readableDate(document.date)}`,
    passage.speaker ?? '',
    passage.pinpoint ?? '',
    passage.via ?? '',
    ...passage.headings,
  ]);
  const all = [...sentences, ...about].filter((part) => part !== '').join('.\n');
  const terms = new Set(termsOf(all));
  const near = withSynonyms(terms);
  const words = new Set(scanUnits(all).map(({ word }) => word));
  return { sentences, quotes, all, terms, near, words };
}

/** Terms with their synonyms. */
export function withSynonyms(terms: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...terms].flatMap((term) => [term, ...(SYNONYM_STEMS.get(term) ?? [])]));
}

/** A word as the lists of negators have it. */
export function plainWord({ surface }: Unit): string {
  return surface.toLowerCase().replace(/’/g, "'");
}

/** Whether a sentence denies something. */
export function isDenial(words: readonly Unit[]): boolean {
  return words.some(
    (unit, n) => isNegator(plainWord(unit)) && !(unit.word === 'no' && /^\d/.test(words[n + 1]?.word ?? '')),
  );
}
