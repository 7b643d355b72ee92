// Whether the words of a quotation stand in a text, word for word, with what a quotation may do to them by convention: leave out with an
// ellipsis, alter in brackets. Pure string matching on folded text; what may be folded is the caller's decision.

import type { Span } from '../text/span.ts';
import type { Rejection } from './model.ts';

const ELLIPSIS = /\s*(?:\[\s*(?:\.\.\.|\. \. \.)\s*\]|\.\.\.\.?|\. \. \.(?: \.)?)\s*/;
/** Words that turn a sentence round: an ellipsis may not leave one out. */
const NEGATION =
  /\b(?:not|no|never|none|nothing|nobody|nowhere|nor|neither|without|unless|except|only|cannot|hardly|barely|scarcely|but|refus\w*|declin\w*|reject\w*|den(?:y|ies|ied)|unverified|fail\w*|lack\w*|if|whether|may|might|alleg\w*)\b|n't\b/i;

/** Whether words that are left out of a sentence could turn it round. */
export function turnsRound(omitted: string): boolean {
  return NEGATION.test(omitted);
}

/** A quotation's parts between its ellipses; none where it is nothing but ellipses. Both texts folded. */
export function partsOf(phrase: string): string[] {
  return phrase.split(ELLIPSIS).filter((part) => part !== '');
}

/** Where the parts stand in the text, in order, and what was left out between them. */
export interface Matched {
  readonly spans: readonly Span[];
  readonly omitted: readonly string[];
  /** Words in brackets, each with the source's word that it stands for. */
  readonly bracketed: readonly Bracketed[];
}

export interface Bracketed {
  readonly put: string;
  readonly for: string;
}

/** What before a quotation, or after it, could turn it round if it was quoted too: narrower than what an ellipsis may not leave out. */
const BEFORE_EDGE =
  /\b(?:not|no|never|none|nothing|nobody|nor|neither|without|cannot|hardly|barely|scarcely|refus\w*|declin\w*|reject\w*|den(?:y|ies|ied)|fail\w*|lack\w*|if|whether|unless|may|might|alleg\w*)\b|n't\b/i;
const AFTER_EDGE = /^[,\s]*(?:\S+\s+)?(?:unless|except|without|only if|if|provided|not|never|nor)\b/i;
const EDGE_WORDS = 5;

/** The words right before and after `span` in its sentence that could turn it round; null where there are none. */
export function edgesOf(text: string, { start, end }: Span): { before: string | null; after: string | null } {
  const before = /[^.;:!?()]*$/
    .exec(text.slice(Math.max(0, start - 120), start))![0]
    .trim()
    .split(/\s+/)
    .slice(-EDGE_WORDS)
    .join(' ');
  const after = /^[^.;:!?()]*/
    .exec(text.slice(end, end + 80))![0]
    .trim()
    .split(/\s+/)
    .slice(0, EDGE_WORDS)
    .join(' ');
  return { before: BEFORE_EDGE.test(before) ? before : null, after: AFTER_EDGE.test(after) ? after : null };
}

/** Finds a quotation's parts in `text`, in order; says why not otherwise. An ellipsis must omit something, and nothing that turns the rest round. */
export function matchParts(text: string, phrase: string): Matched | { readonly rejected: Rejection } {
  const parts = partsOf(phrase);
  if (parts.length === 0) return { rejected: 'empty' };
  const spans: Span[] = [];
  const omitted: string[] = [];
  const bracketed: Bracketed[] = [];
  let from = 0;
  for (const [n, part] of parts.entries()) {
    const whole = findWhole(text, part, from);
    const altered = whole === null ? findWithBrackets(text, part, from) : null;
    if (typeof altered === 'string') return { rejected: altered };
    if (altered) bracketed.push(...altered.bracketed);
    const match = whole ?? altered?.span ?? null;
    if (!match) return { rejected: n > 0 && findWhole(text, part, 0) ? 'parts-not-in-order' : 'not-in-span' };
    if (n > 0) {
      const between = text.slice(from, match.start);
      if (!/[\p{L}\p{N}]|\.\s?\.\s?\./u.test(between)) return { rejected: 'ellipsis-omits-nothing' };
      if (turnsRound(between)) return { rejected: 'ellipsis-hides-negation' };
      omitted.push(between.trim());
    }
    spans.push(match);
    from = match.end;
  }
  return { spans, omitted, bracketed };
}

/** The first place of `part` in `text` from `from` on that begins and ends between words. */
export function findWhole(text: string, part: string, from: number): Span | null {
  for (let start = text.indexOf(part, from); start >= 0; start = text.indexOf(part, start + 1)) {
    const end = start + part.length;
    if (!cutsWord(text, start) && !cutsWord(text, end)) return { start, end };
  }
  return null;
}

/** A word in brackets as a whole. */
const BRACKETED = /^\[[^\][]*\][.,;:!?"')]*$/;
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
function findWithBrackets(
  text: string,
  part: string,
  from: number,
): { span: Span; bracketed: Bracketed[] } | null | 'bracket-without-word' | 'bracket-hides-negation' {
  if (!/\[[^\][]{1,40}\]/.test(part)) return null;
  const wanted = part.match(/(?:\[[^\][]{1,40}\]|[^\s[])+|\[/g) ?? [];
  if (wanted.every((word) => /^\[[^\][]*\]$/.test(word))) return 'bracket-without-word';
  const words = [...text.matchAll(/\S+/g)].filter(({ index }) => index >= from);
  for (let i = 0; i + wanted.length <= words.length; i++) {
    if (wanted.every((word, k) => matchesBracketed(word, words[i + k]![0], k === wanted.length - 1))) {
      const bracketed = wanted.flatMap((word, k) =>
        BRACKETED.test(word) ? [{ put: word, for: words[i + k]![0] }] : [],
      );
      if (bracketed.some((one) => turnsRound(one.put) || turnsRound(one.for))) return 'bracket-hides-negation';
      const last = words[i + wanted.length - 1]!;
      const trimmed = last[0].endsWith(wanted.at(-1)!)
        ? last[0]
        : last[0].replace(part.endsWith(')') ? /[.,;:!?"']+$/ : /[.,;:!?)"']+$/, '');
      return { span: { start: words[i]!.index, end: last.index + trimmed.length }, bracketed };
    }
  }
  return null;
}

function matchesBracketed(wanted: string, word: string, isLast: boolean): boolean {
  const bare = isLast ? word.replace(/[.,;:!?)"']+$/, '') : word;
  if (wanted === word || wanted === bare || (isLast && wanted === word.replace(/[.,;:!?"']+$/, ''))) return true;
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
