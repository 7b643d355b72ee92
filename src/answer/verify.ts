// The gate for quotations: a draft names spans, this slices the source. Nothing else makes a Quote, and nothing is shown as a
// quotation that is not one. Zero tolerance: what does not match exactly, or after the closed list of `fold.ts`, is rejected.

import { foldWithOffsets } from '../text/fold.ts';
import { plainText } from '../text/markdown.ts';
import { isSpanOf, type Span } from '../text/span.ts';
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

const ELLIPSIS = /\s*(?:\[\s*(?:\.\.\.|\. \. \.)\s*\]|\.\.\.\.?|\. \. \.(?: \.)?)\s*/;
/** Words that turn a sentence round: an ellipsis may not leave one out. */
const NEGATION =
  /\b(?:not|no|never|none|nothing|nobody|nowhere|nor|neither|without|unless|except|only|cannot|hardly|barely|scarcely|but|refus\w*|declin\w*|reject\w*|den(?:y|ies|ied)|unverified|fail\w*|lack\w*|if|whether|may|might|alleg\w*)\b|n't\b/i;

/** Whether words that are left out of a sentence could turn it round. */
export function turnsRound(omitted: string): boolean {
  return NEGATION.test(omitted);
}

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

  const parts = foldWithOffsets(phrase)
    .text.split(ELLIPSIS)
    .filter((part) => part !== '');
  if (parts.length === 0) return { rejected: 'empty' };
  const end = parts.length > 1 ? Math.min(length, Math.max(claim.span.end, claim.passage.span.end)) : claim.span.end;
  const source = foldWithOffsets(sources.slice(claim.document, { start: claim.span.start, end }));
  const spans: Span[] = [];
  let from = 0;
  for (const [n, part] of parts.entries()) {
    const match = findWhole(source.text, part, from) ?? findWithBrackets(source.text, part, from);
    if (match === 'bracket-without-word') return { rejected: match };
    if (!match)
      return { rejected: spans.length > 0 && findWhole(source.text, part, 0) ? 'parts-not-in-order' : 'not-in-span' };
    const start = source.starts[match.start]!;
    if (n === 0 && claim.span.start + start >= claim.span.end) return { rejected: 'not-in-span' };
    const omitted = n === 0 ? null : source.text.slice(from, match.start);
    if (omitted !== null && omitted.trim() === '') return { rejected: 'ellipsis-omits-nothing' };
    if (omitted !== null && turnsRound(omitted)) return { rejected: 'ellipsis-hides-negation' };
    spans.push({ start: claim.span.start + start, end: claim.span.start + source.ends[match.end - 1]! });
    from = match.end;
  }
  return { spans };
}

/** The first place of `part` in `text` from `from` on that begins and ends between words. */
function findWhole(text: string, part: string, from: number): Span | null {
  for (let start = text.indexOf(part, from); start >= 0; start = text.indexOf(part, start + 1)) {
    const end = start + part.length;
    if (!cutsWord(text, start) && !cutsWord(text, end)) return { start, end };
  }
  return null;
}

const WORD_CHAR = /[\p{L}\p{N}\p{M}]/u;
const JOINER = /[-'\u2019\u2010\u2011.,:$]/;

/** Whether a cut at `at` would fall inside a word or number: "un|lawful", "does|n't", "12|,500", "non-|content", half a character. */
function cutsWord(text: string, at: number): boolean {
  if (at <= 0 || at >= text.length) return false;
  const [before, after] = [text[at - 1]!, text[at]!];
  if (/[\ud800-\udbff]/.test(before) && /[\udc00-\udfff]/.test(after)) return true;
  if (/\p{M}/u.test(after)) return true;
  const wordBefore = WORD_CHAR.test(before);
  const wordAfter = WORD_CHAR.test(after);
  if (wordBefore && wordAfter) return true;
  if (wordBefore && JOINER.test(after)) return at + 1 < text.length && WORD_CHAR.test(text[at + 1]!);
  if (wordAfter && JOINER.test(before)) return before === '$' || (at >= 2 && WORD_CHAR.test(text[at - 2]!));
  return false;
}

/**
 * The place of a part with bracketed alterations, word by word: "[the]" stands for exactly one word of the source, "[T]he" for a
 * word that differs in that letter's case. Everything else must be the same.
 */
function findWithBrackets(text: string, part: string, from: number): Span | null | 'bracket-without-word' {
  if (!/\[[^\][]{1,40}\]/.test(part)) return null;
  const wanted = part.match(/(?:\[[^\][]{1,40}\]|[^\s[])+|\[/g) ?? [];
  if (wanted.every((word) => /^\[[^\][]*\]$/.test(word))) return 'bracket-without-word';
  const words = [...text.matchAll(/\S+/g)].filter(({ index }) => index >= from);
  for (let i = 0; i + wanted.length <= words.length; i++) {
    if (wanted.every((word, k) => matchesBracketed(word, words[i + k]![0], k === wanted.length - 1))) {
      const last = words[i + wanted.length - 1]!;
      const trimmed = /[.,;:!?)"']$/.test(part) ? last[0] : last[0].replace(/[.,;:!?)"']+$/, '');
      return { start: words[i]!.index, end: last.index + trimmed.length };
    }
  }
  return null;
}

function matchesBracketed(wanted: string, word: string, isLast: boolean): boolean {
  const bare = isLast ? word.replace(/[.,;:!?)"']+$/, '') : word;
  if (wanted === word || wanted === bare) return true;
  const bracket = /^([^[]*)\[([\p{L}\p{M} '’-]+)\](.*)$/u.exec(wanted);
  if (!bracket || !/^[\p{L}\p{M}'’.,;:-]+$/u.test(word)) return false; // a number or a bracket of the source is never altered
  const [, before, inside, after] = bracket;
  if (before === '' && !/^\p{L}/u.test(after!)) return word.endsWith(after!) && word.length > after!.length;
  const plain = before! + inside! + after!;
  return [word, bare].some(
    (w) =>
      w.length === plain.length &&
      w.startsWith(before!) &&
      w.endsWith(after!) &&
      w.toLowerCase() === plain.toLowerCase(),
  );
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
