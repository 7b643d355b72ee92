// The gate for quotations: a draft names spans, this slices the source. Nothing else makes a Quote, and nothing is shown as a
// quotation that is not one. Zero tolerance: what does not match exactly, or after the closed list of `fold.ts`, is rejected.

import { foldWithOffsets } from '../text/fold.ts';
import { plainText } from '../text/markdown.ts';
import { isSpanOf, type Span } from '../text/span.ts';
import type { DocumentMeta, Footnote, Passage, Quote } from './model.ts';
import type { Sources } from './ports.ts';

/** Where a quotation is said to stand, and optionally which words of it are meant. Untrusted. */
export interface Claim {
  readonly document: string;
  readonly span: Span;
  readonly passage: Pick<Passage, 'voice' | 'kind' | 'speaker' | 'pinpoint' | 'via'>;
  /** The words as a composer gave them; absent when the whole span is meant. */
  readonly phrase?: string;
}

/** Why a claim was refused. */
export type Rejection =
  | 'unknown-document'
  | 'span-outside-document'
  | 'empty'
  | 'not-in-span'
  | 'parts-not-in-order'
  | 'ellipsis-omits-nothing'
  | 'ellipsis-hides-negation'
  | 'bracket-without-word';

export type Verified = { readonly quotes: readonly Quote[] } | { readonly rejected: Rejection };

/** Characters of context before and after a quotation in its selectors. */
const CONTEXT_CHARS = 32;
/** How far after the named span later parts of a quotation with an ellipsis may stand. */
const ELLIPSIS_REACH_CHARS = 2000;

const ELLIPSIS = /\s*(?:\[\s*(?:\.\.\.|\. \. \.)\s*\]|\.\.\.\.?|\. \. \.(?: \.)?)\s*/;
const NEGATION = /\b(?:not|no|never|none|nor|neither|without|unless|except|only|cannot|hardly|barely|but)\b|n't\b/i;

/** Checks one claim against the source. A quotation with ellipses comes back as its parts, in order. */
export function verify(claim: Claim, sources: Sources): Verified {
  const meta = sources.meta(claim.document);
  if (!meta) return { rejected: 'unknown-document' };
  const length = sources.length(claim.document);
  if (!isSpanOf(length, claim.span)) return { rejected: 'span-outside-document' };
  const named = sources.slice(claim.document, claim.span);
  if (named.trim() === '') return { rejected: 'empty' };
  if (claim.phrase === undefined) return { quotes: [makeQuote(claim, claim.span, meta, sources, length)] };

  const found = locate(claim, named, length, sources);
  if ('rejected' in found) return found;
  return { quotes: found.spans.map((span) => makeQuote(claim, span, meta, sources, length)) };
}

/** Spans of the claim's phrase in the document: one, or one a part where it has ellipses. */
function locate(
  claim: Claim,
  named: string,
  length: number,
  sources: Sources,
): { spans: Span[] } | { rejected: Rejection } {
  const phrase = claim.phrase!;
  const exact = phrase.trim() === '' ? -1 : named.indexOf(phrase);
  if (exact >= 0) {
    const start = claim.span.start + exact;
    return { spans: [{ start, end: start + phrase.length }] };
  }
  const parts = foldWithOffsets(phrase)
    .text.split(ELLIPSIS)
    .filter((part) => part !== '');
  if (parts.length === 0) return { rejected: 'empty' };
  const end = Math.min(length, parts.length > 1 ? claim.span.end + ELLIPSIS_REACH_CHARS : claim.span.end);
  const source = foldWithOffsets(sources.slice(claim.document, { start: claim.span.start, end }));
  const spans: Span[] = [];
  let from = 0;
  for (const [n, part] of parts.entries()) {
    const match = matchPart(part, source.text, from);
    if (match === 'bracket-without-word') return { rejected: match };
    if (!match)
      return { rejected: spans.length > 0 && matchPart(part, source.text, 0) ? 'parts-not-in-order' : 'not-in-span' };
    const start = source.starts[match.start]!;
    if (n === 0 && claim.span.start + start >= claim.span.end) return { rejected: 'not-in-span' };
    const omitted = n === 0 ? null : source.text.slice(from, match.start);
    if (omitted !== null && omitted.trim() === '') return { rejected: 'ellipsis-omits-nothing' };
    if (omitted !== null && NEGATION.test(omitted)) return { rejected: 'ellipsis-hides-negation' };
    spans.push({ start: claim.span.start + start, end: claim.span.start + source.ends[match.end - 1]! });
    from = match.end;
  }
  return { spans };
}

/** First place of `part` in `text` from `from` on, at word edges. A bracketed alteration stands for exactly one word of the source. */
function matchPart(part: string, text: string, from: number): Span | null | 'bracket-without-word' {
  const pieces = part.split(/(\[[^\][]{1,40}\])/);
  const pattern = pieces
    .map((piece) => (/^\[.*\]$/.test(piece) ? "[\\p{L}\\p{N}'-]+" : piece.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')))
    .join('');
  if (pieces.length > 1 && pieces.every((piece) => piece.trim() === '' || piece.startsWith('[')))
    return 'bracket-without-word';
  const regex = new RegExp(
    `${/^[\p{L}\p{N}[]/u.test(part) ? '(?<![\\p{L}\\p{N}])' : ''}${pattern}${/[\p{L}\p{N}\]]$/u.test(part) ? '(?![\\p{L}\\p{N}\\p{M}])' : ''}`,
    'gu',
  );
  regex.lastIndex = from;
  const match = regex.exec(text);
  return match ? { start: match.index, end: match.index + match[0].length } : null;
}

function makeQuote(claim: Claim, span: Span, meta: DocumentMeta, sources: Sources, length: number): Quote {
  const { passage } = claim;
  const exact = sources.slice(claim.document, span);
  const checked = passage.voice === 'digest' ? footnotesAfter(claim.document, span, meta, sources, length) : [];
  const quote: Omit<Quote, symbol> = {
    exact,
    shown: plainText(exact, meta.format),
    prefix: around(claim.document, Math.max(0, span.start - CONTEXT_CHARS), span.start, sources),
    suffix: around(claim.document, span.end, Math.min(length, span.end + CONTEXT_CHARS), sources),
    document: claim.document,
    start: span.start,
    end: span.end,
    voice: passage.voice,
    kind: passage.kind ?? meta.kind ?? null,
    status: meta.status ?? null,
    date: meta.date ?? null,
    speaker: passage.speaker ?? meta.speaker ?? null,
    pinpoint: passage.pinpoint ?? null,
    via: passage.via ?? null,
    url: meta.url ?? checked[0]?.url ?? null,
    title: meta.title,
    short: meta.short ?? meta.title,
    court: meta.court ?? null,
    checked,
  };
  return quote as Quote; // the one place where a Quote is made
}

function around(document: string, start: number, end: number, sources: Sources): string {
  return start < end ? sources.slice(document, { start, end }) : '';
}

/** The footnotes that stand right after the sentence, or at the end of its paragraph where it has none itself. */
function footnotesAfter(
  document: string,
  span: Span,
  meta: DocumentMeta,
  sources: Sources,
  length: number,
): Footnote[] {
  if (!meta.footnotes) return [];
  const after = around(document, span.end, Math.min(length, span.end + 1500), sources).split('\n', 1)[0]!;
  const marks = /^[\s*_]*((?:\[\^[^\]\s]+\])+)/.exec(after)?.[1] ?? /((?:\[\^[^\]\s]+\])+)\s*$/.exec(after)?.[1] ?? '';
  return [...marks.matchAll(/\[\^([^\]\s]+)\]/g)].flatMap(([, label]) => meta.footnotes?.[label!.toLowerCase()] ?? []);
}
