// What becomes of a quotation that is checked. Types only, and the closed lists behind them; how it is told is `check-quote.ts`'s.

import type { Span } from '../text/span.ts';
import type { Quote, Rejection } from './model.ts';

/** What became of a quotation that was checked. Wording at the edge. */
export const VERDICTS = ['exact', 'altered', 'misattributed', 'stitched', 'not-found', 'too-short'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** Whether the words are those of whom the draft names; `unclear` where the source does not say whose they are. */
export type Naming = 'same' | 'other' | 'unclear';

/** Part of a quotation against its source: `same` words, words only the `draft` has, words only the `source` has. */
export interface DiffPart {
  readonly op: 'same' | 'draft' | 'source';
  readonly text: string;
}

/** What all differences of an altered quotation come from, where that can be told. */
export type Cause = 'case' | 'scan' | 'look-alike' | 'punctuation';

/** What a quotation does to its source by convention, and whether that is fair. */
export interface Convention {
  readonly mark: 'ellipsis' | 'bracket';
  readonly fair: boolean;
  /** Why it is not. */
  readonly why?: Rejection;
  /** What a fair ellipsis leaves out. */
  readonly omitted?: string;
  /** A fair bracket's words, and the source's word that they stand for; absent where only a letter's case is altered. */
  readonly put?: string;
  readonly for?: string;
}

/** Words of the source right before or after a quotation that could turn it round: it is exact, and may mislead. */
export interface Cut {
  readonly before: string | null;
  readonly after: string | null;
}

/** Where words of a quotation stand. */
export interface Standing {
  readonly document: string;
  /** The words' range in the document, exact where its markup allows, else that of their sentences. */
  readonly span: Span;
  /** The document's own characters there. */
  readonly exact: string;
  /** The sentences that they stand in, checked, one a passage. */
  readonly quotes: readonly Quote[];
}

/** A quotation of a draft with what the sources say of it. */
export interface CheckedQuotation {
  readonly text: string;
  /** Where it stands in the draft, marks left out; more than one where it is interrupted or runs over paragraphs. */
  readonly segments: readonly Span[];
  readonly verdict: Verdict;
  /** Whom the draft names for it. */
  readonly attributedTo: string | null;
  /** Whether the words are theirs; null where nobody is named or the words are nowhere. */
  readonly naming: Naming | null;
  /** exact, misattributed: every place; altered: the one it most nearly stands in; stitched: one a part. */
  readonly places: readonly Standing[];
  /** Against the first place; empty where nothing differs or nothing is near. */
  readonly diff: readonly DiffPart[];
  readonly cause: Cause | null;
  readonly conventions: readonly Convention[];
  /** exact, misattributed: what the quotation was cut from, where that could turn it round. */
  readonly cut: Cut | null;
  /** True where its words stand in a digest's own sentences only: they are nobody's quotation. */
  readonly digest: boolean;
  /** True where nothing closes it in the draft. */
  readonly unclosed: boolean;
  /** not-found, too-short: sentences that come nearest. */
  readonly nearest: readonly Quote[];
}
