// A document → the blocks of its page, from its own passages and sentences: what a block looks like is read off the characters before it on
// its line. Nothing is parsed anew, so a block has no character that no sentence has.

import type { Document, DocumentMeta, Passage } from '../answer/model.ts';
import { plainText } from '../text/markdown.ts';
import type { Span } from '../text/span.ts';

/** A document as the library hands it out. */
export type SourceDocument = Pick<Document, 'text' | 'passages'> & { readonly meta: DocumentMeta };

export interface Block {
  readonly shape: 'paragraph' | 'item' | 'quote' | 'row';
  readonly passage: Passage;
  /** Each character of the document once: overlapping windows are one block. */
  readonly sentences: readonly Span[];
  /** Headings over it, outermost first; of a table row without the columns'. */
  readonly headings: readonly string[];
  /** Of a table row: the names of the columns, in their order. */
  readonly columns: readonly string[];
  /** Depth of a list item from 1; 0 for all else. */
  readonly depth: number;
  /** Number of an item of a numbered list. */
  readonly number: number | null;
  /** Whether it goes on with the block before it: a further part of a long paragraph, a further paragraph of a block quote. */
  readonly continues: boolean;
  /** Whether a heading stands right before it, be it the same words as the one before. */
  readonly headed: boolean;
}

export function blocksOf(document: SourceDocument): Block[] {
  const blocks: Block[] = [];
  const indents: number[] = [];
  let end = 0;
  for (const passage of document.passages) {
    const sentences = passage.sentences.filter(({ start }) => start >= end);
    if (sentences.length === 0) continue;
    const last = blocks.at(-1);
    if (last && passage.span.start < end) blocks.push({ ...last, passage, sentences, continues: true, headed: false });
    else blocks.push(blockOf(document, passage, sentences, { last, end, indents }));
    end = sentences.at(-1)!.end;
  }
  return blocks;
}

interface Before {
  readonly last: Block | undefined;
  /** Where the last block ends. */
  readonly end: number;
  /** Columns of the markers of the lists that are open. */
  readonly indents: number[];
}

/** Longer beginnings of lines are text. */
const LEAD_MAX_CHARS = 200;
const LEAD = /^[ \t]*(?:>[ \t]*|(?:[-*+]|\d{1,9}[.)])[ \t]+)*[*_`~["'“(]*$/;

const HEADING = /^[ \t]{0,3}#{1,6}[ \t]|[^\s|][^\n|]*\n[ \t]{0,3}(?:=+|--+)[ \t]*$/m;

function blockOf({ text, meta }: SourceDocument, passage: Passage, sentences: Span[], before: Before): Block {
  const { start } = passage.span;
  const gap = text.slice(Math.max(before.end, start - 20_000), start);
  const lead = gap.slice(gap.lastIndexOf('\n') + 1);
  const isLead = meta.format === 'markdown' && lead.length < LEAD_MAX_CHARS && LEAD.test(lead);
  const marker = isLead ? /(?:[-*+]|(\d{1,9})[.)])[ \t]+[*_`~["'“(]*$/.exec(lead) : null;
  const isQuote = isLead && lead.includes('>');
  const base = {
    passage,
    sentences,
    columns: [],
    number: null,
    depth: 0,
    continues: false,
    headings: passage.headings,
  };
  const headed = meta.format === 'markdown' && HEADING.test(gap);
  if (meta.format === 'markdown' && text[start] === '|' && sentences.length === 1)
    return { ...base, shape: 'row', headed, ...columnsOf(gap, before.last, passage) };
  if (isQuote) {
    const goesOn = before.last?.shape === 'quote' && !headed && /^[^\n]*\n(?:[ \t]*>[^\n]*\n)*[ \t]*>[^\n]*$/.test(gap);
    return { ...base, shape: 'quote', headed, continues: goesOn && !/\n[ \t]*(?:>[ \t]*)+(?:—|–|--)/.test(gap) };
  }
  const column = marker?.index ?? (isLead ? lead.length : 0);
  if (marker === null && (column < 2 || headed)) before.indents.length = 0;
  if (marker === null && before.indents.length === 0) return { ...base, shape: 'paragraph', headed };
  if (headed) before.indents.length = 0;
  while (marker !== null && before.indents.length > 0 && before.indents.at(-1)! > column) before.indents.pop();
  if (marker !== null && (before.indents.at(-1) ?? -1) < column) before.indents.push(column);
  const number = marker?.[1] === undefined ? null : Number(marker[1]);
  return { ...base, shape: 'item', headed, number, depth: before.indents.length, continues: marker === null };
}

/** The columns' names, from the lines over a table's first row, or from the row before. */
function columnsOf(gap: string, last: Block | undefined, passage: Passage): Pick<Block, 'columns' | 'headings'> {
  const head = /(?:^|\n)([^\n]*\|[^\n]*)\n[ \t]*\|?[ \t]*:?-+[^\n]*\n[^\n]*$/.exec(gap)?.[1];
  if (head === undefined && last?.shape === 'row') return { columns: last.columns, headings: last.headings };
  const cells = (head ?? '')
    .trim()
    .replace(/^\||(?<!\\)\|$/g, '')
    .split(/(?<!\\)\|/);
  const columns = head === undefined ? [] : cells.map((cell) => plainText(cell, 'markdown'));
  const named = columns.filter((name) => name !== '').length;
  return { columns, headings: passage.headings.slice(0, passage.headings.length - named) };
}
