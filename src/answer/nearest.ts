// Where a quotation that stands nowhere most nearly stands: a look at which words passages share with it, then alignment of the best.

import { type Alignment, align, diffWords, type Token, tokensOf } from './alignment.ts';
import type { Quote } from './model.ts';
import { type PlaceText, placeText } from './place-text.ts';
import type { Place, PlaceFinder, Sources } from './ports.ts';
import type { Read } from './quotation-text.ts';
import { standingOf } from './standings.ts';

/** Passages that a quotation which stands nowhere is compared with word by word. */
const PLACES_NEAR = 8;
/** Share of its words, by weight, from which on a quotation is one passage's, so that its halves need not be looked for elsewhere. */
const WHOLE_FROM = 0.85;
/** Passages that are aligned, after a look at which words they share; two more that share its first half, and its second. */
const ALIGNED = 4;
const NEAREST_MAX = 3;

/** The passages that the quotation is nearest to, best first; where none has nearly all of it, those of its halves too. */
export function nearestTexts(
  read: Read,
  places: readonly Place[],
  weights: readonly number[],
  finder: PlaceFinder,
): NearText[] {
  const first = places.slice(0, PLACES_NEAR);
  const near = nearestAmong(read, first, weights);
  return (near[0]?.similarity ?? 0) < WHOLE_FROM ? nearestAmong(read, withHalves(read, first, finder), weights) : near;
}

/** The places, and where each half of a long quotation may stand: it may be put together. */
function withHalves({ words }: Read, places: readonly Place[], finder: PlaceFinder): Place[] {
  if (words.length < HALVED_FROM) return [...places];
  const middle = Math.ceil(words.length / 2);
  const halves = [words.slice(0, middle), words.slice(middle)].map((half) => half.map(({ text }) => text).join(' '));
  const all = [...places, ...halves.flatMap((half) => finder.find(half, PLACES_OF_HALF))];
  const keys = all.map(({ document, passage }) => `${document.id} ${passage.span.start}`);
  return all.filter((_, n) => keys.indexOf(keys[n]!) === n);
}

const HALVED_FROM = 8;
const PLACES_OF_HALF = 4;

/** A text with the stretch of it that the quotation is nearest to. */
export interface NearText extends Alignment {
  readonly text: PlaceText;
  readonly words: readonly Token[];
}

/** The passages that the quotation's words align with, best first; ties in the order in which they were found. */
function nearestAmong({ words }: Read, places: readonly Place[], weights: readonly number[]): NearText[] {
  const telling = weights.map((weight) => (weight > 0 ? Math.max(weight, TELLING_WORD_WEIGHT) : FUNCTION_WORD_WEIGHT));
  const texts = paragraphsOf(places).map((paragraph) => {
    const text = placeText(paragraph);
    const own = wordsOf(text);
    const has = new Set(own.map(({ key }) => key));
    const held = words.map(({ key }, i) => (has.has(key) ? telling[i]! : 0));
    return { text, own, held };
  });
  const middle = Math.ceil(words.length / 2);
  const best = (from: number, to: number, count: number) => {
    const sum = ({ held }: { held: number[] }) => held.slice(from, to).reduce((total, weight) => total + weight, 0);
    return [...texts].sort((a, b) => sum(b) - sum(a)).slice(0, count);
  };
  const chosen = new Set([...best(0, words.length, ALIGNED), ...best(0, middle, 2), ...best(middle, words.length, 2)]);
  return [...chosen]
    .flatMap(({ text, own }) => {
      const alignment = align(words, telling, own);
      return alignment ? [{ ...alignment, text, words: own }] : [];
    })
    .sort((a, b) => b.similarity - a.similarity);
}

/** The places, those that overlap as one: they are windows of one long paragraph. */
function paragraphsOf(places: readonly Place[]): Place[][] {
  const byPlace = [...places].sort((a, b) =>
    a.document.id < b.document.id
      ? -1
      : a.document.id > b.document.id
        ? 1
        : a.passage.span.start - b.passage.span.start,
  );
  const paragraphs: Place[][] = [];
  for (const place of byPlace) {
    const last = paragraphs.at(-1)?.at(-1);
    if (last?.document.id === place.document.id && place.passage.span.start < last.passage.span.end)
      paragraphs.at(-1)!.push(place);
    else paragraphs.push([place]);
  }
  const rank = (paragraph: Place[]) => Math.min(...paragraph.map((place) => places.indexOf(place)));
  return paragraphs.sort((a, b) => rank(a) - rank(b));
}

/** Whether a quotation is that passage's, changed: by weight at least half of its words, two that are no function words, or nearly all and four in a row. */
export function isRecognised({ similarity, run, telling }: Alignment): boolean {
  return (similarity >= 0.5 && run >= 2 && telling >= 2) || (similarity >= 0.7 && run >= 4 && telling >= 1);
}

const words = new WeakMap<PlaceText, readonly Token[]>();

/** A text's words, kept as long as it is. */
function wordsOf(text: PlaceText): readonly Token[] {
  const known = words.get(text) ?? tokensOf(text.text);
  words.set(text, known);
  return known;
}

/** What a word that the index leaves out counts beside idf, and what others count at least, in collections where every word is common. */
const FUNCTION_WORD_WEIGHT = 0.7;
const TELLING_WORD_WEIGHT = 1.2;

export function diffOf({ comparable: draft, words }: Read, { text, words: own, span }: NearText) {
  const within = own.filter(({ start, end }) => start >= span.start && end <= span.end);
  return diffWords(draft, words, text, within);
}

/** The sentences that come nearest, one a passage. */
export function nearestQuotes(near: readonly NearText[], sources: Sources): Quote[] {
  return near.slice(0, NEAREST_MAX).flatMap(({ text, span }) => standingOf(text, span, sources).quotes.slice(0, 1));
}
