// What every importer makes of a file: blocks of plain text, footnotes, and what is doubtful about them. Data only; `markdown.ts` writes it.

import type { DocumentMeta } from '../../answer/model.ts';

/** First and last page, as the pages call themselves. */
export type Pages = readonly [string, string];

export type Block =
  | { readonly type: 'heading'; readonly depth: number; readonly text: string; readonly pages?: Pages }
  | {
      readonly type: 'paragraph' | 'quote';
      readonly text: string;
      /** Printed before it: "43". */
      readonly number?: string;
      /** Of the numbered paragraph that it belongs to. */
      readonly under?: string;
      readonly pages?: Pages;
    }
  | { readonly type: 'item'; readonly text: string; readonly marker: string; readonly depth: number }
  | { readonly type: 'table'; readonly rows: readonly (readonly string[])[] };

export interface Note {
  /** As printed: "3", "*". */
  readonly number: string;
  /** Unlike any other note's of the document. */
  readonly label: string;
  readonly text: string;
  readonly pages?: Pages;
}

export type Confidence = 'high' | 'medium' | 'low';

/** A remark on the reading; `lowers` is as sure as one can still be in spite of it. */
export interface Doubt {
  readonly message: string;
  readonly lowers: Confidence;
}

/** What a file says of itself with certainty. */
export type Told = Partial<Omit<DocumentMeta, 'id' | 'format' | 'footnotes'>>;

export interface Reading {
  readonly blocks: readonly Block[];
  readonly notes: readonly Note[];
  readonly doubts: readonly Doubt[];
  readonly told: Told;
  /** Where the file has pages. */
  readonly pages?: number;
  /** Markdown that is kept as it is, instead of blocks. */
  readonly body?: string;
}

/** What is known of a file besides its bytes. */
export interface Source {
  /** File name, or the last part of a URL. */
  readonly name: string;
  /** What a server said it is. */
  readonly type?: string;
  /** Where it was fetched from. */
  readonly url?: string;
  /** Of a page all its text is wanted, not only what reads as its article. */
  readonly whole?: boolean;
}

/** A file that gives no text, and what to do about it. */
export interface Refusal {
  readonly refused: string;
}

const ORDER: readonly Confidence[] = ['low', 'medium', 'high'];

export function confidenceOf(doubts: readonly Doubt[]): Confidence {
  return ORDER[Math.min(2, ...doubts.map(({ lowers }) => ORDER.indexOf(lowers)))]!;
}

/** "¶ 43, p. 11": where a block stands. Empty where nothing is known. */
export function pinpointOf(number: string | undefined, pages: Pages | undefined, sign = '¶'): string {
  const [first, last] = pages ?? [];
  const page = first === undefined ? '' : first === last ? `p. ${first}` : `pp. ${first}–${last}`;
  return [number === undefined ? '' : `${sign} ${number}`, page].filter((part) => part !== '').join(', ');
}
