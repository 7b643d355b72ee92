// A document's text → passages along its own structure: headings, paragraphs, list items, table rows, block quotes.
// Every passage and sentence is a span of the text; nothing is copied or rewritten.

import type { DocumentMeta } from '../answer/model.ts';
import { MarkdownSplitter } from './split-markdown.ts';
import { PlainSplitter } from './split-plain.ts';
import type { Split } from './splitter.ts';

/** Anything at a line's start that Markdown gives a meaning to; a text without it is paragraphs and `#` headings only. */
const BLOCK_MARKUP = /^(?:[ \t]*(?:[>|~`*+=<-]|\d{1,9}[.)][ \t]|\[\^|!?\[)|#{1,6}[ \t].*[*_`[<]| {4}|\t)/m;
const INLINE_MARKUP = /[*_`[\]<\\&|]/;

/** Splits `text` from `bodyStart` on. Deterministic; never throws. */
export function splitPassages(text: string, bodyStart: number, meta: DocumentMeta): Split {
  const body = text.slice(bodyStart);
  const simple = meta.format === 'plain' || !(BLOCK_MARKUP.test(body) || INLINE_MARKUP.test(body));
  return simple
    ? new PlainSplitter(text, bodyStart, meta).split()
    : new MarkdownSplitter(text, bodyStart, meta).split();
}
