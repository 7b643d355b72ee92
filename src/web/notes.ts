// Which footnotes belong to which sentence of a block: the marks in it and right after it; of a block quote those of its attribution line.

import type { Block, SourceDocument } from './blocks.ts';

const MARK = /\[\^([^\]\s]+)\](?!:)/g;
/** As far as marks and an attribution line are looked for after a block. */
const TAIL_CHARS = 1500;

/** For each sentence of `block` its footnotes' labels, each once; only those that the document defines. */
export function notesOf({ text, meta }: SourceDocument, block: Block): string[][] {
  const { footnotes } = meta;
  if (footnotes === undefined) return block.sentences.map(() => []);
  return block.sentences.map(({ start, end }, i) => {
    const next = block.sentences[i + 1]?.start;
    const after = next === undefined ? tailOf(text, end, block.shape === 'quote') : text.slice(end, next);
    const labels = [...(text.slice(start, end) + after).matchAll(MARK)].map((match) => match[1]!.toLowerCase());
    return [...new Set(labels)].filter((label) => Object.hasOwn(footnotes, label));
  });
}

/** What follows a block's last sentence and belongs to it. */
function tailOf(text: string, end: number, isQuote: boolean): string {
  const paragraph = text.slice(end, end + TAIL_CHARS).split(/\r?\n[ \t]*(?:>[ \t]*)*\r?\n/, 1)[0]!;
  const line = paragraph.split('\n', 1)[0]!;
  if (isQuote) return line + (/\n[ \t]*(?:>[ \t]*)*(?:—|–|--)[^\n]*/.exec(paragraph)?.[0] ?? '');
  return line;
}
