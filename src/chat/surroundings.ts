// A quotation in its passage, as a reader who wants more context sees it.

import type { Quote } from '../answer/model.ts';

/** A passage with the quotations in it, and its neighbours under the same heading. */
export interface Surroundings {
  readonly title: string;
  readonly headings: readonly string[];
  readonly before: string | null;
  /** The passage in pieces that join to it; those that are quoted are marked. */
  readonly passage: readonly { readonly text: string; readonly quoted: boolean }[];
  readonly after: string | null;
  /** Checked again now; the first speaks for the passage. */
  readonly quotes: readonly Quote[];
}

/** Where a quotation stands. */
export interface QuotePlace {
  readonly document: string;
  readonly start: number;
  readonly end: number;
}

/** Passages with quotations in them; a place that is in none is left out. */
export type FindSurroundings = (places: readonly QuotePlace[]) => Surroundings[];
