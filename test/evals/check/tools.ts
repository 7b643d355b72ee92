// What the makers of cases share: drawing pieces, naming speakers, and the shape of a case. Decides no verdict.

import { below, pick, type Random } from '../../bench/random.ts';
import { rightWays, type Speaker } from './names.ts';
import { cutPiece, foldPlain, type Piece, type Sources } from './places.ts';
import { type Dressed, dress, type Naming } from './prose.ts';

export const VERDICTS = ['exact', 'altered', 'misattributed', 'stitched', 'not-found', 'too-short'] as const;
export type Verdict = (typeof VERDICTS)[number];

export interface CheckCase {
  /** Kind and number. */
  readonly id: string;
  readonly kind: string;
  /** What is checked: running prose with the quotation in it, perhaps with others. */
  readonly draft: string;
  /** The words between the marks, as they stand in the draft. */
  readonly quotation: string;
  /** Where its words, or the first of them, come from; UTF-16 offsets into the document's text. */
  readonly source: { readonly document: string; readonly start: number; readonly end: number } | null;
  /** Verdicts that an attentive editor could defend. */
  readonly accepts: readonly Verdict[];
  /** What was done to it. */
  readonly why: string;
}

export interface Material {
  readonly sources: Sources;
  readonly speakers: ReadonlyMap<string, Speaker>;
  readonly heldOut: readonly string[];
}

/** A case before it has a number, or null where this draw gave nothing: the maker is asked again. */
export type Made = Omit<CheckCase, 'id' | 'kind'> & { readonly alone: boolean };
export type Maker = (random: Random, material: Material) => Made | readonly Made[] | null;

const EXCERPT_SHARE = 0.25;

/** A piece of a source: one in four from the shipped block quotes, where those are long enough. */
export function drawPiece(random: Random, { sources }: Material, least: number, most: number): Piece | null {
  const places = sources.excerpts.length > 0 && random() < EXCERPT_SHARE ? sources.excerpts : sources.verbatim;
  return cutPiece(random, pick(random, places), least, most);
}

/** Whom a draft may name without being wrong. */
export function fairNaming(random: Random, piece: Piece, material: Material): Naming {
  const roll = random();
  const ways = rightWays(piece.place.speaker, material.speakers.get(piece.place.document));
  if (ways.length > 0 && roll < 0.4) return { who: ways[below(random, Math.min(2, ways.length))]! };
  return roll < 0.7 ? 'nobody' : 'vaguely';
}

/** A case of `text` in a draft that says nothing wrong about whose it is. */
export function dressCase(
  random: Random,
  material: Material,
  text: string,
  piece: Piece,
  rest: Pick<Made, 'accepts' | 'why'>,
): Made {
  return caseOf(dress(random, text, fairNaming(random, piece, material)), piece, rest);
}

export function caseOf(
  { draft, quotation, alone }: Dressed,
  piece: Piece | null,
  rest: Pick<Made, 'accepts' | 'why'>,
): Made {
  return { draft, quotation, alone, source: piece && sourceOf(piece), ...rest };
}

function sourceOf({ place, from, text }: Piece): NonNullable<CheckCase['source']> {
  const start = place.start + place.words[from]!.start;
  return { document: place.document, start, end: start + text.length };
}

/** Whether `text` reads otherwise than the piece, and stands nowhere. */
export function isAltered(text: string, piece: Piece, { sources }: Material): boolean {
  return foldPlain(text) !== foldPlain(piece.text) && sources.standsIn(text).length === 0;
}

/** Whether `count` words in a row of `text` stand anywhere in the sources. */
export function sharesRun(text: string, count: number, { sources }: Material): boolean {
  const words = text.split(/\s+/);
  return words.some(
    (_, n) => n + count <= words.length && sources.standsIn(words.slice(n, n + count).join(' ')).length > 0,
  );
}
