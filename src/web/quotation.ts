// What the panel beside a marked quotation says: who says it, of when, what became of it, and how to cite it. What was marked goes through
// `verify.ts` like any other quotation.

import type { Passage, Quote } from '../answer/model.ts';
import type { Sources } from '../answer/ports.ts';
import { verify } from '../answer/verify.ts';
import { plainText } from '../text/markdown.ts';
import type { Span } from '../text/span.ts';
import type { SourceDocument } from './blocks.ts';
import { type Citations, citationsOf, documentLine } from './citation.ts';
import { readInline } from './inline.ts';
import { voiceLabel } from './words.ts';

export interface Quotation {
  /** The place as it is quoted: wider than asked for where a mark of emphasis or a link would have been cut. */
  readonly start: number;
  readonly end: number;
  readonly voice: 'source' | 'digest' | 'mixed';
  readonly kind: string;
  readonly who: string;
  /** The document that has the words, with its court and date. */
  readonly document: string;
  /** What became of the document's matter; of the document's, for the words may be somebody else's. */
  readonly status: string;
  /** The words as the page shows them, a passage each. */
  readonly shown: readonly string[];
  readonly citations: Citations;
}

/** Nobody marks more: a few pages. */
const SPAN_MAX_CHARS = 20_000;

/** null where `span` marks nothing of the document that can be quoted. */
export function quotationAt(
  document: SourceDocument,
  span: Span,
  sources: Sources,
  link: string | null,
): Quotation | null {
  if (span.end - span.start > SPAN_MAX_CHARS || cutsWord(document.text, span)) return null;
  const pieces = piecesOf(document.passages, span).map(({ piece, passage }) => ({
    passage,
    piece: withWholeMarks(document, passage, piece),
  }));
  const quotes = pieces.flatMap(({ piece, passage }) => {
    const result = verify({ document: document.meta.id, span: piece, passage }, sources);
    return 'quotes' in result ? result.quotes : [];
  });
  const [first] = quotes;
  if (first === undefined) return null;
  const { meta } = document;
  const voice = quotes.every((quote) => quote.voice === first.voice) ? first.voice : 'mixed';
  return {
    start: quotes[0]!.start,
    end: quotes.at(-1)!.end,
    voice,
    kind:
      voice === 'mixed'
        ? 'Digest, with the source’s words in it'
        : voice === 'digest'
          ? 'Digest: our summary'
          : voiceLabel('source', first.kind),
    who: whoOf(first),
    document: documentLine(meta),
    status: meta.status === undefined ? '' : `Status of ${meta.short ?? meta.title}: ${meta.status}`,
    shown: quotes.map(({ shown }) => shown),
    citations: citationsOf(quotes, meta, link),
  };
}

/** Whether a place begins or ends inside a word, or inside a character: nobody quotes like that. */
function cutsWord(text: string, { start, end }: Span): boolean {
  return [start, end].some(
    (at) =>
      /^(?:[\p{L}\p{N}\p{M}]{2}|.\p{M})$/u.test(text.slice(Math.max(0, at - 1), at + 1)) ||
      /^[\udc00-\udfff]/.test(text.slice(at, at + 1)),
  );
}

function whoOf({ voice, speaker, pinpoint, via }: Quote): string {
  const parts = voice === 'digest' ? [] : [speaker, pinpoint, via];
  return parts.filter((part) => part !== null).join(', ');
}

/** `piece`, widened to the whole sentence at an end where cutting it would show other characters than the page does. */
function withWholeMarks({ text, meta }: SourceDocument, { sentences }: Passage, piece: Span): Span {
  let { start, end } = piece;
  for (const sentence of sentences) {
    const from = Math.max(piece.start, sentence.start);
    const to = Math.min(piece.end, sentence.end);
    if (from >= to || (from === sentence.start && to === sentence.end)) continue;
    const inline = readInline(text.slice(sentence.start, sentence.end), meta.format);
    const isShown = (at: number) => at >= from - sentence.start && at < to - sentence.start;
    const onPage =
      inline.at === null
        ? null
        : inline.text
            .split('')
            .filter((_, i) => isShown(inline.at![i]!))
            .join('')
            .trim();
    if (onPage === plainText(text.slice(from, to), meta.format)) continue;
    start = Math.min(start, sentence.start);
    end = Math.max(end, sentence.end);
  }
  return { start, end };
}

/** `span` cut at the passages that it crosses; what stands between passages (headings, marks) is left out. */
function piecesOf(passages: readonly Passage[], { start, end }: Span): { piece: Span; passage: Passage }[] {
  const pieces = [];
  let from = start;
  for (const passage of passages) {
    if (passage.span.start >= end || passage.span.end <= from) continue;
    const piece = { start: Math.max(from, passage.span.start), end: Math.min(end, passage.span.end) };
    pieces.push({ piece, passage });
    from = piece.end;
  }
  return pieces;
}
