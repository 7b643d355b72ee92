// The text of a passage as quotations are compared with it: as a reader sees it, typography folded, and the way back to the document's
// own characters. What may differ is a closed list: white space, dashes, ligatures, and which marks a quotation inside a quotation has.

import { foldEach, foldWithOffsets } from '../text/fold.ts';
import { plainText } from '../text/markdown.ts';
import type { Span } from '../text/span.ts';
import type { Place } from './ports.ts';

/** Text as it is compared; `starts[i]` and `ends[i]` are the range of `shown` that its character `i` stands for. */
export interface Comparable {
  readonly text: string;
  readonly shown: string;
  readonly starts: ArrayLike<number>;
  readonly ends: ArrayLike<number>;
}

/** A passage's, or neighbouring ones' as one. */
export interface PlaceText extends Comparable {
  /** Where each sentence begins in `shown`. */
  readonly at: readonly number[];
  readonly places: readonly Place[];
}

/** A dash with what stands round it: a hyphen in spaces, two or more hyphens (dashes are hyphens once folded). */
const DASH = / ?--+ ?| - | -(?=\p{L})|(?<=\p{L})- /gu;

/** What folding makes longer or shorter; all else on its list is one character for one. */
const RESIZED = /[\u0085\u2026\ufb00-\ufb04]|[^\S ]| {2}|^ | $/;

/** `shown` as it is compared: folded, dashes without spaces, double marks as single ones. */
export function comparable(shown: string): Comparable {
  const folded = RESIZED.test(shown) ? foldWithOffsets(shown) : { text: foldEach(shown), ...identity(shown.length) };
  const { starts, ends } = folded;
  const marks = folded.text.replaceAll('"', "'");
  return /--| -|- /.test(marks)
    ? withoutDashSpaces({ text: marks, shown, starts, ends })
    : { text: marks, shown, starts, ends };
}

let upTo = Uint32Array.from({ length: 4096 }, (_, i) => i);

/** Every character stands for itself. */
function identity(length: number): Pick<Comparable, 'starts' | 'ends'> {
  if (upTo.length <= length) upTo = Uint32Array.from({ length: length * 2 }, (_, i) => i);
  return { starts: upTo, ends: upTo.subarray(1) };
}

function withoutDashSpaces({ text, shown, starts, ends }: Comparable): Comparable {
  const out = { text: '', shown, starts: [] as number[], ends: [] as number[] };
  let from = 0;
  const keep = (to: number) => {
    out.text += text.slice(from, to);
    for (let i = from; i < to; i++) {
      out.starts.push(starts[i]!);
      out.ends.push(ends[i]!);
    }
  };
  for (const { index, 0: dash } of text.matchAll(DASH)) {
    keep(index);
    out.text += '-';
    out.starts.push(starts[index]!);
    out.ends.push(ends[index + dash.length - 1]!);
    from = index + dash.length;
  }
  keep(text.length);
  return out;
}

/** The words of `span` of the comparable text as they are shown. */
export function shownAt({ shown, starts, ends }: Comparable, span: Span): string {
  return span.start < span.end ? shown.slice(starts[span.start]!, ends[span.end - 1]!) : '';
}

const single = new WeakMap<Place['sentences'], PlaceText>();

/** The comparable text of neighbouring passages as one, in order. That of one passage is kept as long as its sentences are. */
export function placeText(places: readonly Place[]): PlaceText {
  const [only] = places;
  const known = places.length === 1 ? single.get(only!.sentences) : undefined;
  if (known) return known;
  let shown = '';
  const at: number[] = [];
  for (const { sentence } of sentencesOf(places)) {
    if (shown !== '') shown += ' ';
    at.push(shown.length);
    shown += sentence.shown;
  }
  const text = { ...comparable(shown), at, places };
  if (places.length === 1) single.set(only!.sentences, text);
  return text;
}

/** Every sentence once: the passages of a long paragraph overlap. */
function* sentencesOf(places: readonly Place[]): Generator<{ place: Place; sentence: Place['sentences'][number] }> {
  let end = 0;
  for (const place of places) {
    for (const sentence of place.sentences) {
      if (sentence.span.start < end) continue;
      end = sentence.span.end;
      yield { place, sentence };
    }
  }
}

/** Sentences that words of a place stand in, by passage, and the document's range of the words: exact where markup allows, else those sentences'. */
export interface Located {
  readonly range: Span;
  readonly cover: readonly { readonly place: Place; readonly span: Span }[];
}

/** Where `span` of the comparable text stands in the document. */
export function locateIn(text: PlaceText, span: Span): Located {
  const [from, to] = [text.starts[span.start]!, text.ends[span.end - 1]!];
  const cover: { place: Place; span: Span }[] = [];
  let range: Span = { start: -1, end: -1 };
  let n = 0;
  for (const { place, sentence } of sentencesOf(text.places)) {
    const start = text.at[n++]!;
    const end = start + sentence.shown.length;
    if (end <= from || start >= to) continue;
    const back = wayBack(sentence.text, sentence.shown, place.document.format);
    const first = back && start < from ? sentence.span.start + back[from - start]! : sentence.span.start;
    const last = back && end > to ? sentence.span.start + back[to - start - 1]! + 1 : sentence.span.end;
    range = { start: range.start < 0 ? first : range.start, end: last };
    const before = cover.at(-1);
    if (before?.place === place) before.span = { start: before.span.start, end: sentence.span.end };
    else cover.push({ place, span: sentence.span });
  }
  return { range, cover };
}

/** For each character of `shown` its place in `slice`, whose markup it lacks; null where that can't be told. */
function wayBack(slice: string, shown: string, format: 'markdown' | 'plain'): number[] | null {
  if (slice === shown) return Array.from({ length: slice.length }, (_, i) => i);
  const back: number[] = [];
  let at = 0;
  for (const char of shown.split('')) {
    const space = char === ' ';
    while (at < slice.length && !(space ? /\s/.test(slice[at]!) : slice[at] === char)) at++;
    if (at >= slice.length) return null;
    back.push(at++);
    if (space) while (at < slice.length && /\s/.test(slice[at]!)) at++;
  }
  return plainText(slice.slice(back[0] ?? 0, (back.at(-1) ?? 0) + 1), format) === shown ? back : null;
}
