// The core's ports: what it needs from the outside, one to three members each.

import type { Span } from '../text/span.ts';
import type {
  Candidate,
  ComposerFault,
  DocumentMeta,
  Draft,
  DraftStatement,
  Found,
  Passage,
  Question,
  Retrieval,
} from './model.ts';

/** Finds passages for a question. Asynchronous, because an implementation may ask a server. */
export interface Retriever {
  /** At most `limit` passages, best first; ties in a fixed order. Never throws on any string; rejects when `signal` aborts. */
  retrieve(question: Question, limit: number, signal?: AbortSignal): Promise<Retrieval>;
}

/** Chooses what to say. Its draft is untrusted. */
export interface Composer {
  /** Who words the statements ("gpt-4.1-mini at api.openai.com"); absent where it has no words of its own. */
  readonly name?: string;
  /**
   * Yields each statement as soon as it is whole, and returns the draft, which alone counts: what was yielded may not be in it.
   * Throws ComposerError where it has none, and the signal's reason once that is aborted.
   */
  compose(question: Question, retrieval: Retrieval, signal?: AbortSignal): AsyncGenerator<DraftStatement, Draft>;
}

/** A composer's expected failure: the keyless answer stands instead. */
export class ComposerError extends Error {
  override readonly name = 'ComposerError';
  readonly fault: ComposerFault;

  constructor(fault: ComposerFault, message: string, options?: ErrorOptions) {
    super(message, options);
    this.fault = fault;
  }
}

/** Says what a question of a thread means by itself, and how else to search for it. Untrusted; null where it has nothing to say. */
export type Rewriter = (question: Question, signal?: AbortSignal) => Promise<Rewriting | null>;

export interface Rewriting {
  readonly standalone: string;
  readonly phrasings: readonly string[];
}

/** A passage where words may stand. */
export interface Place {
  readonly document: DocumentMeta;
  readonly passage: Passage;
  readonly sentences: readonly Pick<Candidate, 'span' | 'text' | 'shown'>[];
  /** The passage before (-1) or after (1) it in its document. */
  readonly neighbour: (by: -1 | 1) => Place | null;
}

/** Finds where words may stand. */
export interface PlaceFinder {
  /** At most `limit` passages that hold the rarest words of `text`, best first; ties in a fixed order. */
  find(text: string, limit: number): readonly Place[];
  /** For each word its inverse document frequency, 0 where it is a stop word or a mark. */
  weigh(words: readonly string[]): readonly number[];
}

/** The documents' texts, for slicing. The retriever's copy of a text is never trusted for a quotation. */
export interface Sources {
  meta(document: string): DocumentMeta | undefined;
  /** UTF-16 units in the document's text. */
  length(document: string): number;
  /** The exact characters; RangeError when the span does not lie inside. */
  slice(document: string, span: Span): string;
}

/** The documents themselves, where one is to be read rather than searched. */
export interface Shelf {
  /** Every document, by id. */
  documents(): readonly DocumentMeta[];
  /**
   * A document's passages as a retriever would hand them over for the question, but in reading order and with ids that begin with `id`; of a
   * document with more than `limit` its beginning, its end, and passages at even distances between them.
   */
  read(document: string, question: Question, limit: number, id: string): { passages: readonly Found[]; of: number };
}

/** Chooses the sentences of a summary, with no words of its own; `about` is the document that is summarised, if it is one. Untrusted. */
export type Summarizer = (retrieval: Retrieval, about: string | null) => Draft;
