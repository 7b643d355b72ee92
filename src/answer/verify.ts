// The gate for quotations: a draft names spans, this slices the source. Nothing else makes a Quote, and nothing is shown as a
// quotation that is not one. Zero tolerance: what does not match exactly, or after the closed list of `fold.ts`, is rejected.

import { foldWithOffsets } from '../text/fold.ts';
import { plainText } from '../text/markdown.ts';
import { isSpanOf, type Span } from '../text/span.ts';
import { findWhole, matchParts, partsOf } from './match.ts';
import type { DocumentMeta, Footnote, Passage, Quote, Rejection } from './model.ts';
import type { Sources } from './ports.ts';

/** Where a quotation is said to stand, and optionally which words of it are meant. Untrusted. */
export interface Claim {
  readonly document: string;
  readonly span: Span;
  readonly passage: Pick<Passage, 'span' | 'voice' | 'kind' | 'speaker' | 'pinpoint' | 'via'>;
  /** The words as a composer gave them; absent when the whole span is meant. */
  readonly phrase?: string;
}

export type Verified = { readonly quotes: readonly Quote[] } | { readonly rejected: Rejection };

/** Characters of context before and after a quotation in its selectors. */
const CONTEXT_CHARS = 32;
/** A longer phrase is not a quotation of a sentence; it is refused before anything is compared. */
const PHRASE_MAX_CHARS = 4000;

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

/** Spans of the claim's phrase in the document: one, or one a part where it has ellipses. Parts stay inside the passage. */
function locate(
  claim: Claim,
  named: string,
  length: number,
  sources: Sources,
): { spans: Span[] } | { rejected: Rejection } {
  const phrase = claim.phrase!;
  if (phrase.trim() === '') return { rejected: 'empty' };
  if (phrase.length > PHRASE_MAX_CHARS) return { rejected: 'not-in-span' };
  const exact = findWhole(named, phrase, 0);
  if (exact !== null) return { spans: [{ start: claim.span.start + exact.start, end: claim.span.start + exact.end }] };

  const phraseText = foldWithOffsets(phrase).text;
  const isOne = partsOf(phraseText).length < 2;
  const end = isOne ? claim.span.end : Math.min(length, Math.max(claim.span.end, claim.passage.span.end));
  const source = foldWithOffsets(sources.slice(claim.document, { start: claim.span.start, end }));
  const matched = matchParts(source.text, phraseText);
  if ('rejected' in matched) return matched;
  const spans = matched.spans.map((span) => ({
    start: claim.span.start + source.starts[span.start]!,
    end: claim.span.start + source.ends[span.end - 1]!,
  }));
  return spans[0]!.start >= claim.span.end ? { rejected: 'not-in-span' } : { spans };
}

function makeQuote(claim: Claim, span: Span, meta: DocumentMeta, sources: Sources, length: number): Quote {
  const { passage } = claim;
  const exact = sources.slice(claim.document, span);
  const checked = footnotesAfter(claim, span, meta, sources, length);
  const quote: Omit<Quote, symbol> = {
    exact,
    shown: plainText(exact, meta.format),
    prefix: around(claim.document, Math.max(0, span.start - CONTEXT_CHARS), span.start, sources).replace(
      /^[\udc00-\udfff]/,
      '',
    ),
    suffix: around(claim.document, span.end, Math.min(length, span.end + CONTEXT_CHARS), sources).replace(
      /[\ud800-\udbff]$/,
      '',
    ),
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
    url: (passage.voice === 'source' ? checked[0]?.url : null) ?? meta.url ?? checked[0]?.url ?? null,
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

const NOTES = /((?:\[\^[^\]\s]+\])+)/;
const ATTRIBUTION_LINE = /\n[ \t]*(?:>[ \t]*)+(?:—|–|--)[^\n]*/;

/** The footnotes of a sentence: right after it, else at the end of its paragraph; of a block quote: in its attribution line. */
function footnotesAfter(
  { document, passage }: Claim,
  span: Span,
  meta: DocumentMeta,
  sources: Sources,
  length: number,
): Footnote[] {
  if (!meta.footnotes) return [];
  const after = around(document, span.end, Math.min(length, span.end + 1500), sources);
  const line = after.split('\n', 1)[0]!;
  const block = after.split(/\n[ \t]*\n/, 1)[0]!;
  const place = passage.voice === 'source' ? (ATTRIBUTION_LINE.exec(block)?.[0] ?? '') : line;
  const marks =
    /^[\s*_]*((?:\[\^[^\]\s]+\])+)/.exec(place)?.[1] ??
    NOTES.exec(place.replace(/^.*?(?=(?:\[\^[^\]\s]+\])+\s*$)/, ''))?.[1] ??
    '';
  return [...marks.matchAll(/\[\^([^\]\s]+)\]/g)].flatMap(([, label]) => meta.footnotes?.[label!.toLowerCase()] ?? []);
}
