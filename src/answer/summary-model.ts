// The words of a summary. Types only, and the closed list behind them; how it is made is `summarize.ts`'s.

import type { Dropped, NotFoundReason, Notice, Quote, Statement, Step } from './model.ts';

/** Parts of a summary, in their order: what happened, what is alleged, what the law says, where it stands. */
export const SECTIONS = ['happened', 'alleged', 'law', 'stands'] as const;
export type SectionCode = (typeof SECTIONS)[number];

/** What is to be summarised. */
export interface SummaryRequest {
  /** Free words, or a source's id, title or other name; null for the thread, whose questions are in `history`. */
  readonly topic: string | null;
  readonly history: readonly string[];
  /** Whether the dated events are wanted too. */
  readonly timeline?: boolean;
}

export interface Section {
  readonly code: SectionCode;
  readonly statements: readonly Statement[];
}

/** A dated event, in one sentence of a source. */
export interface TimelineEntry {
  /** ISO 8601 date, year-month or year, as far as the sentence gives it. */
  readonly date: string;
  readonly quote: Quote;
  /** Other dates that the sources give for the same event; each of them has its own entry. */
  readonly differs: readonly string[];
}

export interface Summary {
  readonly status: 'summarised' | 'not-found';
  readonly reason?: NotFoundReason;
  /** The words asked for; of a source that was meant its short title; of a thread its questions. */
  readonly topic: string;
  /** Id of the document that is summarised, where the topic named one. */
  readonly document: string | null;
  /** Sections that have statements, in the order of SECTIONS; at most eight statements in all. */
  readonly sections: readonly Section[];
  /** In order of date; empty where no timeline was asked for. */
  readonly timeline: readonly TimelineEntry[];
  /** As in an answer. */
  readonly nearest: readonly Quote[];
  readonly covers: readonly string[];
  readonly help: readonly Quote[];
  readonly notices: readonly Notice[];
  readonly dropped: readonly Dropped[];
}

/** What happens on the way to a summary; the last step is the summary, which alone counts. */
export type SummaryStep =
  | Extract<Step, { readonly step: 'composing' | 'statement' }>
  | { readonly step: 'summary'; readonly summary: Summary };
