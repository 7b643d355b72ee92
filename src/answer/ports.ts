// The core's ports: what it needs from the outside, one to three members each.

import type { Span } from '../text/span.ts';
import type { DocumentMeta, Draft, Question, Retrieval } from './model.ts';

/** Finds passages for a question. Asynchronous, because an implementation may ask a server. */
export interface Retriever {
  /** At most `limit` passages, best first; ties in a fixed order. Never throws on any string. */
  retrieve(question: Question, limit: number): Promise<Retrieval>;
}

/** Chooses what to say. Its draft is untrusted. */
export interface Composer {
  compose(question: Question, retrieval: Retrieval): Promise<Draft>;
}

/** The documents' texts, for slicing. The retriever's copy of a text is never trusted for a quotation. */
export interface Sources {
  meta(document: string): DocumentMeta | undefined;
  /** UTF-16 units in the document's text. */
  length(document: string): number;
  /** The exact characters; RangeError when the span does not lie inside. */
  slice(document: string, span: Span): string;
}
