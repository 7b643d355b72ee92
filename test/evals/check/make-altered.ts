// Makers of quotations whose words are not the source's: altered, unfairly shortened or bracketed, stitched together.

import { pick, type Random } from '../../bench/random.ts';
import type { Alteration } from './alter.ts';
import { bare, cutPiece, foldPlain, isPlainWord, type Piece, type Place, pieceOf } from './places.ts';
import { bracketUnfairly, elide, joinParts, swapClauses } from './splice.ts';
import { drawPiece, dressCase, isAltered, type Maker, type Material, type Verdict } from './tools.ts';

/** Fewer words, and one could say that the place is no longer to be recognised. */
const LEAST = 8;
const MOST = 40;
/** Words of each part of a stitched quotation. */
const PART_LEAST = 6;
const PART_MOST = 30;

/**
 * A piece with one alteration. Where that makes it two parts that both stand somewhere, it could be called stitched as well and is
 * drawn again; words left out always do, but inside one passage, so that `leavesOut` is altered all the same.
 */
export function altering(why: string, alter: Alteration, leavesOut = false): Maker {
  return (random, material) => {
    const piece = drawPiece(random, material, LEAST, MOST);
    if (!piece) return null;
    const text = alter(random, piece.text, wordsOf(piece.place));
    if (text === null || !isAltered(text, piece, material)) return null;
    if (!leavesOut && isPatchwork(text, material)) return null;
    return dressCase(random, material, text, piece, { accepts: ['altered'], why });
  };
}

/** Words that a part of a stitched quotation has at least. */
const STITCH_LEAST = 4;

function isPatchwork(text: string, { sources }: Material): boolean {
  const words = text.split(' ');
  const stands = (from: number, to: number) => sources.standsIn(words.slice(from, to).join(' ')).length > 0;
  for (let cut = STITCH_LEAST; cut <= words.length - STITCH_LEAST && stands(0, cut); cut++)
    if (stands(cut, words.length)) return true;
  return false;
}

function wordsOf(place: Place): string[] {
  const words = place.words.map(({ text }) => bare(text)).filter(isPlainWord);
  return words.length > 0 ? words : ['nothing'];
}

export const clausesSwapped: Maker = (random, material) => {
  const piece = drawPiece(random, material, LEAST, MOST);
  const swapped = piece && swapClauses(random, piece);
  if (!piece || !swapped || !isAltered(swapped, piece, material)) return null;
  const accepts: Verdict[] = ['altered', 'stitched'];
  const why = 'clauses in the other order: words moved, or parts out of order';
  return dressCase(random, material, swapped, piece, { accepts, why });
};

/** An ellipsis that hides a negation or condition, or nothing at all. Only where the words stand in one document. */
export function unfairEllipsis(omitted: 'decisive' | 'nothing', why: string): Maker {
  return (random, material) => {
    const piece = drawPiece(random, material, 10, 60);
    const parted = piece && elide(random, piece, omitted);
    if (!piece || !parted || material.sources.standsIn(piece.text).length !== 1) return null;
    if (material.sources.standsIn(parted.text).length > 0) return null;
    return dressCase(random, material, parted.text, piece, { accepts: ['altered'], why });
  };
}

export const unfairBracket: Maker = (random, material) => {
  const piece = drawPiece(random, material, LEAST + 3, MOST);
  const text = piece && bracketUnfairly(random, piece);
  if (!piece || !text) return null;
  const why = 'a bracket for several words, for none, for a number or for a negation';
  return dressCase(random, material, text, piece, { accepts: ['altered'], why });
};

/** Sentences of two passages of one document that are not neighbours, without an ellipsis. */
export const stitchedInside: Maker = (random, material) => {
  const parts = twoOfOneDocument(random, material);
  if (!parts) return null;
  return join(random, material, parts, ['stitched'], 'two passages of one document run together');
};

export const stitchedAcross: Maker = (random, material) => {
  const parts = twoOfTwoDocuments(random, material);
  return parts && join(random, material, parts, ['stitched'], 'two documents run together');
};

/** Two sentences of one passage, the later one first. */
export const outOfOrder: Maker = (random, material) => {
  const place = pick(random, material.sources.verbatim);
  const at = Math.floor(random() * (place.sentences.length - 1));
  const [earlier, later] = [place.sentences[at], place.sentences[at + 1]];
  const parts = [later && pieceOf(place, later), earlier && pieceOf(place, earlier)] as const;
  if (!parts[0] || !parts[1] || parts.some((part) => !isPart(part!))) return null;
  const text = `${parts[0].text} ${parts[1].text}`;
  if (!isAltered(text, parts[0], material)) return null;
  const why = 'two sentences of a passage in the other order: parts out of order, or words moved';
  return dressCase(random, material, text, parts[0], { accepts: ['stitched', 'altered'], why });
};

/** An ellipsis may omit words of one passage, not passages. */
export const ellipsisAcross: Maker = (random, material) => {
  const parts = random() < 0.5 ? twoOfOneDocument(random, material) : twoOfTwoDocuments(random, material);
  if (!parts) return null;
  const text = `${parts[0].text} ${pick(random, ['...', '…', '[...]'])} ${parts[1].text}`;
  const why = 'an ellipsis between different passages: stitched, or an unfair ellipsis';
  return dressCase(random, material, text, parts[0], { accepts: ['stitched', 'altered'], why });
};

type Parts = readonly [Piece, Piece];

function twoOfOneDocument(random: Random, { sources }: Material): Parts | null {
  const place = pick(random, sources.verbatim);
  const far = sources.documents.get(place.document)!.places.filter(({ number }) => Math.abs(number - place.number) > 1);
  return far.length === 0 ? null : sentencesOf(random, place, pick(random, far));
}

function twoOfTwoDocuments(random: Random, { sources }: Material): Parts | null {
  const parts = sentencesOf(
    random,
    pick(random, sources.verbatim),
    pick(random, [...sources.verbatim, ...sources.excerpts]),
  );
  if (!parts) return null;
  const [left, right] = parts.map(({ text }) => sources.standsIn(text));
  return left!.some((id) => right!.includes(id)) ? null : parts;
}

function sentencesOf(random: Random, first: Place, second: Place): Parts | null {
  const cut = (place: Place) =>
    place.sentences.length > 1
      ? pieceOf(place, pick(random, place.sentences))
      : cutPiece(random, place, PART_LEAST + 2, PART_MOST);
  const parts = [cut(first), cut(second)];
  return parts.every((part) => part !== null && isPart(part)) ? (parts as [Piece, Piece]) : null;
}

function isPart({ from, to }: Piece): boolean {
  return to - from > PART_LEAST && to - from <= PART_MOST;
}

function join(random: Random, material: Material, [first, second]: Parts, accepts: Verdict[], why: string) {
  const text = joinParts(random, first, second, PART_LEAST);
  if (text === null || text.split(' ').length > 60 || material.sources.standsIn(text).length > 0) return null;
  return foldPlain(first.text) === foldPlain(second.text)
    ? null
    : dressCase(random, material, text, first, { accepts, why });
}
