// Where a quotation stands exactly: single passages first, then passages that follow each other; and what is unfair about its marks where it does not.

import { findQuotations } from '../text/quotations.ts';
import type { Span } from '../text/span.ts';
import type { Convention, Cut, Standing } from './checked.ts';
import { edgesOf, matchParts } from './match.ts';
import type { Rejection } from './model.ts';
import { namesOf } from './named-source.ts';
import { locateIn, type PlaceText, placeText } from './place-text.ts';
import type { Place, PlaceFinder, Sources } from './ports.ts';
import type { Read } from './quotation-text.ts';
import { verify } from './verify.ts';

/** Of words that stand everywhere so many passages are compared. */
const PLACES_OF_COMMON_WORDS = 400;
/** Quotations of so few telling words may stand in any of many passages. */
const COMMON_TERMS_MAX = 5;
const STANDINGS_MAX = 5;

export interface Exact {
  readonly standings: readonly Stood[];
  readonly conventions: readonly Convention[];
}

/** Every place where the quotation stands as it is; where none is, what is unfair about its ellipses or brackets. */
export function findExact(
  read: Read,
  places: readonly Place[],
  { finder, sources }: { readonly finder: PlaceFinder; readonly sources: Sources },
  weights: readonly number[],
): Exact {
  const found: { standing: Stood; conventions: Convention[] }[] = [];
  const unfair = new Set<Rejection>();
  const look = (texts: Iterable<PlaceText>) => {
    for (const text of texts) {
      const match = matchHere(read, text);
      if (typeof match === 'string') unfair.add(match);
      else if (match) found.push({ standing: standingOf(text, match.span, sources), conventions: match.conventions });
      if (found.length >= STANDINGS_MAX) return;
    }
  };
  look(places.map((place) => placeText([place])));
  if (found.length === 0) look(runsOf(read, [...places, ...beginningsOf(read, finder)]));
  if (found.length === 0 && weights.filter((weight) => weight > 0).length <= COMMON_TERMS_MAX)
    look(
      finder
        .find(read.cores[0]!, PLACES_OF_COMMON_WORDS)
        .slice(places.length)
        .map((place) => placeText([place])),
    );
  const conventions =
    found.length > 0
      ? found[0]!.conventions
      : [...unfair].flatMap((why): Convention[] => (MARKS[why] ? [{ mark: MARKS[why], fair: false, why }] : []));
  return { standings: found.map(({ standing }) => standing), conventions };
}

const MARKS: Partial<Record<Rejection, Convention['mark']>> = {
  'ellipsis-hides-negation': 'ellipsis',
  'ellipsis-omits-nothing': 'ellipsis',
  'bracket-without-word': 'bracket',
  'bracket-hides-negation': 'bracket',
};

/** Passages with those next to them, where all speak with one voice and the first and last words stand at the ends: a quotation may run over paragraphs. */
function* runsOf({ cores }: Read, places: readonly Place[]): Generator<PlaceText> {
  const words = cores[0]!.split(' ');
  const [head, tail] = [words.slice(0, 2), words.slice(-2)].map((ends) => ends.map(bareOf).join(' '));
  const has = (place: Place, ends: string | undefined) => placeText([place]).text.includes(ends ?? '');
  const follows = (place: Place, by: -1 | 1) => {
    const next = place.neighbour(by);
    return next?.passage.voice === place.passage.voice && next.passage.speaker === place.passage.speaker ? next : null;
  };
  const seen = new Set<string>();
  for (const place of places) {
    const first = has(place, head) ? place : has(place, tail) ? follows(place, -1) : null;
    const name = first && `${first.document.id} ${first.passage.span.start}`;
    if (!first || seen.has(name!) || !has(first, head)) continue;
    seen.add(name!);
    const run = [first];
    for (let next = follows(first, 1); next && run.length < RUN_PASSAGES_MAX; next = follows(next, 1)) {
      run.push(next);
      if (next.passage.span.end - first.passage.span.start < cores[0]!.length || !has(next, tail)) continue;
      yield placeText(run);
      break;
    }
  }
}

/** Where a long quotation may begin: its rarest words may all stand farther on. */
function beginningsOf({ words }: Read, finder: PlaceFinder): readonly Place[] {
  if (words.length < LONG_WORDS) return [];
  const beginning = words.slice(0, BEGINNING_WORDS).map(({ text }) => text);
  return finder.find(beginning.join(' '), BEGINNINGS);
}

const LONG_WORDS = 60;
const BEGINNING_WORDS = 20;
const BEGINNINGS = 6;

/** A word at the edge of a quotation, without its marks; nothing of it where brackets alter it. */
function bareOf(word: string): string {
  return /[[\]]/.test(word) ? '' : word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
}

/** Paragraphs that one quotation may run over. */
const RUN_PASSAGES_MAX = 120;

/** Where the quotation stands in a text; why its marks are unfair there; null where it does not stand there. */
function matchHere(
  { cores, ended }: Read,
  text: PlaceText,
): { span: Span; conventions: Convention[] } | Rejection | null {
  let unfair: Rejection | null = null;
  for (const core of cores) {
    const matched = matchParts(text.text, core);
    if ('rejected' in matched) {
      if (matched.rejected in MARKS) unfair = matched.rejected;
      continue;
    }
    const { spans, omitted, bracketed } = matched;
    const span = { start: spans[0]!.start, end: spans.at(-1)!.end };
    if (!endsAlike(ended, text.text.slice(span.end, span.end + 2))) continue;
    if (spans.length > 1 && runsOver(text, span)) continue; // an ellipsis over paragraphs is a stitch
    const altered = /\[\p{L}/u.test(core) && !text.text.includes(core);
    const brackets = bracketed.map((one): Convention => ({ mark: 'bracket', fair: true, ...one }));
    const letters: Convention[] = altered && brackets.length === 0 ? [{ mark: 'bracket', fair: true }] : [];
    const ellipses = omitted.map((words): Convention => ({ mark: 'ellipsis', fair: true, omitted: words }));
    return { span, conventions: [...ellipses, ...brackets, ...letters] };
  }
  return unfair;
}

/** Whether the words at `span` run over paragraphs, not only over the windows of a long one. */
function runsOver(text: PlaceText, span: Span): boolean {
  const { cover } = locateIn(text, span);
  return cover.some(({ place }, n) => n > 0 && place.passage.span.start >= cover[n - 1]!.place.passage.span.end);
}

/** A full stop may not stand for the source's question or exclamation mark. */
function endsAlike(ended: string, follows: string): boolean {
  return ended.startsWith('.') && !ended.startsWith('..') ? !/^'?[?!]/.test(follows) : true;
}

/** A standing with its first passage. */
export interface Stood extends Standing {
  readonly place: Place;
  /** Whether the text itself quotes the words. */
  readonly secondHand: boolean;
  /** Whom the text then names for them, in its own words. */
  readonly quotedFrom: string | null;
  readonly cut: Cut | null;
}

export function standingOf(text: PlaceText, span: Span, sources: Sources): Stood {
  const { range, cover } = locateIn(text, span);
  const document = text.places[0]!.document.id;
  const quotes = cover.flatMap(({ place, span: sentences }) => {
    const verified = verify({ document, span: sentences, passage: place.passage }, sources);
    return 'quotes' in verified ? verified.quotes : [];
  });
  return {
    document,
    span: range,
    exact: sources.slice(document, range),
    quotes,
    place: cover[0]!.place,
    ...secondHandOf(text, span),
    cut: cutOf(text, span),
  };
}

function cutOf(text: PlaceText, span: Span): Cut | null {
  const { before, after } = edgesOf(text.text, span);
  return before === null && after === null ? null : { before, after };
}

/** Whether the words at `span` stand between quotation marks there, and whom the text names for them. */
function secondHandOf(text: PlaceText, span: Span): Pick<Stood, 'secondHand' | 'quotedFrom'> {
  const [from, to] = [text.starts[span.start]!, text.ends[span.end - 1]!];
  if (!/["“]/.test(text.shown)) return { secondHand: false, quotedFrom: null };
  const quotations = findQuotations(text.shown);
  const within = quotations.findIndex(({ segments }) => segments[0]!.start <= from && segments.at(-1)!.end >= to);
  return { secondHand: within >= 0, quotedFrom: namesOf(text.shown, quotations)[within] ?? null };
}

/** What is told of a standing. */
export function told({ document, span, exact, quotes }: Stood): Standing {
  return { document, span, exact, quotes };
}
