// Where a long document's pages are cut: between blocks, and inside those that are long themselves, by what their HTML will weigh.

import { FIRST_PART_CHARS } from '../text/reader-link.ts';
import { type Block, blocksOf, type SourceDocument } from './blocks.ts';
import { notesOf } from './notes.ts';

/** A document made ready to be shown part by part. */
export interface Parted {
  readonly document: SourceDocument;
  readonly blocks: readonly Block[];
  /** Number of the first block of each part; at least one. */
  readonly firsts: readonly number[];
}

/** HTML bytes of a part's blocks and footnotes; what is around them weighs some 6 KB. */
const PART_BYTES = 32_000;
/** A first part that has not reached `FIRST_PART_CHARS` may weigh so much. */
const FIRST_PART_BYTES = 42_000;
/** A longer paragraph is cut between sentences. */
const BLOCK_BYTES = 6000;

const SENTENCE_BYTES = 36;
const BLOCK_EXTRA_BYTES = 90;
const MARK_BYTES = 75;
const NOTE_BYTES = 190;

export function partsOf(document: SourceDocument): Parted {
  const blocks = blocksOf(document).flatMap((block) => cutBlock(document, block));
  const firsts = [0];
  let seen = new Set<string>();
  let bytes = 0;
  for (const [n, block] of blocks.entries()) {
    const weight = weightOf(document, block, seen);
    const isShort = firsts.length === 1 && block.sentences[0]!.start < FIRST_PART_CHARS;
    if (bytes > 0 && bytes + weight > (isShort ? FIRST_PART_BYTES : PART_BYTES)) {
      firsts.push(n);
      seen = new Set();
      bytes = 0;
      bytes = weightOf(document, block, seen);
    } else bytes += weight;
  }
  return { document, blocks, firsts };
}

/** The part, from 0, that holds the character at `offset`. */
export function partAt({ blocks, firsts }: Parted, offset: number): number {
  const after = firsts.findIndex((first) => blocks[first]!.sentences[0]!.start > offset);
  return after === -1 ? firsts.length - 1 : Math.max(0, after - 1);
}

function cutBlock(document: SourceDocument, block: Block): Block[] {
  const pieces: Block[] = [];
  let from = 0;
  let bytes = 0;
  for (const [i, sentence] of block.sentences.entries()) {
    const weight = SENTENCE_BYTES + escapedBytes(document.text.slice(sentence.start, sentence.end));
    if (i > from && bytes + weight > BLOCK_BYTES) {
      pieces.push({ ...block, sentences: block.sentences.slice(from, i), ...(from > 0 ? CONTINUED : {}) });
      from = i;
      bytes = 0;
    }
    bytes += weight;
  }
  return [...pieces, { ...block, sentences: block.sentences.slice(from), ...(from > 0 ? CONTINUED : {}) }];
}

const CONTINUED = { continues: true, headed: false } as const;

/** Bytes of a block's HTML, about; `seen` has the footnotes that its part has already. */
function weightOf(document: SourceDocument, block: Block, seen: Set<string>): number {
  let bytes = BLOCK_EXTRA_BYTES + block.headings.join('').length + block.columns.join('').length;
  for (const { start, end } of block.sentences) bytes += SENTENCE_BYTES + escapedBytes(document.text.slice(start, end));
  if (document.meta.footnotes === undefined) return bytes;
  for (const label of notesOf(document, block).flat()) {
    bytes += MARK_BYTES;
    if (seen.has(label)) continue;
    seen.add(label);
    const { text, url } = document.meta.footnotes[label]!;
    bytes += NOTE_BYTES + escapedBytes(text) + escapedBytes(url ?? '');
  }
  return bytes;
}

function escapedBytes(text: string): number {
  return Buffer.byteLength(text) + 5 * (text.match(/[&<>"']/g)?.length ?? 0);
}
