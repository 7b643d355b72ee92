// Makers of quotations that are right: untouched but for typography, fairly shortened, fairly bracketed, rightly attributed.

import { pick, type Random } from '../../bench/random.ts';
import { rightWays } from './names.ts';
import { cutPiece, type Piece, pieceOf } from './places.ts';
import { dress, dressAsBlock, dressInterrupted, dressOverParagraphs } from './prose.ts';
import { bracketFairly, elide, leaveOpen } from './splice.ts';
import { caseOf, drawPiece, dressCase, fairNaming, type Made, type Maker, type Material } from './tools.ts';

const exact = (why: string): Pick<Made, 'accepts' | 'why'> => ({ accepts: ['exact'], why });
const LEAST = 4;
const MOST = 60;

/** Other marks, dashes, spaces and line breaks, which change no word. */
function retypeset(random: Random, text: string): string {
  const changes: ((text: string) => string)[] = [
    (t) => t.replace(/['’]/g, random() < 0.5 ? '’' : "'"),
    (t) => t.replace(/[–—]/g, pick(random, ['–', '—', '-'])),
    (t) => t.replace(/(?<=\p{L})-(?=\p{L})/gu, pick(random, ['\u2010', '\u2011'])),
    (t) => t.replace(/ /g, (space) => (random() < 0.1 ? pick(random, ['  ', '\u00a0', '\n', ' \n', '\u202f']) : space)),
    (t) => t.replace(/fi/g, 'ﬁ').replace(/fl/g, 'ﬂ'),
  ];
  return changes.reduce((out, change) => (random() < 0.4 ? change(out) : out), text);
}

export const untouched: Maker = (random, material) => {
  const piece = drawPiece(random, material, LEAST, MOST);
  return piece && dressCase(random, material, piece.text, piece, exact('word for word'));
};

export const retypesetOnly: Maker = (random, material) => {
  const piece = drawPiece(random, material, LEAST, MOST);
  const text = piece && retypeset(random, piece.text);
  return piece && text !== piece.text
    ? dressCase(random, material, text!, piece, exact('typography alone differs'))
    : null;
};

/** British outer single quotes, without an apostrophe inside: those are in the fixture of drafts. */
export const singleMarks: Maker = (random, material) => {
  const piece = drawPiece(random, material, LEAST, MOST);
  if (!piece || /['’]/.test(piece.text)) return null;
  const marks = random() < 0.5 ? (['‘', '’'] as const) : (["'", "'"] as const);
  return caseOf(
    dress(random, piece.text, fairNaming(random, piece, material), marks),
    piece,
    exact('outer marks single'),
  );
};

/** The source has words in double marks; the draft has single ones inside its own double ones. */
export const nested: Maker = (random, material) => {
  const { verbatim, excerpts } = material.sources;
  const place = pick(random, random() < 0.3 && excerpts.length > 0 ? excerpts : verbatim);
  const range = pick(random, place.sentences);
  const [first, last] = [place.words[range.from], place.words[range.to - 1]];
  if (!first || !last || range.to - range.from < 6 || range.to - range.from > MOST) return null;
  const text = place.text.slice(first.start, last.end);
  const curly = random() < 0.5;
  const inner =
    /^[^"“”]*["“][^"“”]{3,60}["”][^"“”]*$/.test(text) && !/[‘…[\]]|\.\.|(?<!\p{L})['’]|['’](?!\p{L})/u.test(text);
  if (!inner || !/^[\p{L}\p{N}]/u.test(text) || !/\p{L}[.!?]$/u.test(text)) return null;
  const swapped = text.replace(/["“]([^"“”]+)["”]/, curly ? '‘$1’' : "'$1'");
  const piece: Piece = { place, ...range, text };
  const marks = curly ? (['“', '”'] as const) : (['"', '"'] as const);
  const dressed = dress(random, swapped, fairNaming(random, piece, material), marks);
  return caseOf(dressed, piece, exact('double marks of the source are single inside double ones'));
};

export const blockQuote: Maker = (random, material) => {
  const piece = drawPiece(random, material, 8, MOST);
  return piece && caseOf(dressAsBlock(random, piece.text), piece, exact('a block quote'));
};

/** A passage broken between two sentences, or the end of one passage and the beginning of the next. */
export const overParagraphs: Maker = (random, material) => {
  const place = pick(random, material.sources.verbatim);
  const next = material.sources.documents.get(place.document)!.places.find(({ number }) => number === place.number + 1);
  const across = random() < 0.5;
  const ranges = across ? [place.sentences.at(-1), next?.sentences[0]] : pickNeighbours(random, place.sentences);
  const [first, second] = [
    ranges[0] && pieceOf(place, ranges[0]),
    ranges[1] && pieceOf(across ? next! : place, ranges[1]),
  ];
  if (!first || !second || [first, second].some(({ from, to }) => to - from < LEAST || to - from > MOST / 2))
    return null;
  if (!/[.!?]$/.test(first.text)) return null;
  const dressed = dressOverParagraphs(random, first.text, second.text);
  return caseOf(dressed, first, exact(across ? 'runs on into the next passage' : 'a paragraph break put in'));
};

function pickNeighbours<T>(random: Random, items: readonly T[]): (T | undefined)[] {
  const at = Math.floor(random() * (items.length - 1));
  return [items[at], items[at + 1]];
}

export const interrupted: Maker = (random, material) => {
  const piece = drawPiece(random, material, 10, MOST);
  if (!piece) return null;
  const cut = piece.from + LEAST + 1 + Math.floor(random() * (piece.to - piece.from - 2 * LEAST - 1));
  const { place } = piece;
  const [first, second] = [pieceOf(place, { from: piece.from, to: cut }), pieceOf(place, { from: cut, to: piece.to })];
  if (!first || !second || /[.!?]$/.test(first.text)) return null;
  const [head, tail] = dressInterrupted(random, first.text, second.text);
  return [caseOf(head, first, exact('before "he said"')), caseOf(tail, second, exact('after "he said"'))];
};

export const fairEllipsis: Maker = (random, material) => {
  const piece = drawPiece(random, material, 10, MOST);
  if (!piece) return null;
  const parted = random() < 0.85 ? elide(random, piece, 'harmless') : leaveOpen(random, piece);
  return parted && dressCase(random, material, parted.text, piece, exact('omits words that turn nothing round'));
};

export const fairBracket: Maker = (random, material) => {
  const piece = drawPiece(random, material, 6, 40);
  const text = piece && bracketFairly(random, piece);
  return piece && text
    ? dressCase(random, material, text, piece, exact('a bracket for one word or a first letter'))
    : null;
};

export const rightSpeaker: Maker = (random, material) => {
  const piece = drawSpoken(random, material);
  if (!piece) return null;
  const ways = rightWays(piece.place.speaker, material.speakers.get(piece.place.document));
  if (ways.length === 0) return null;
  const who = pick(random, ways);
  return caseOf(dress(random, piece.text, { who }), piece, exact(`rightly given to ${piece.place.speaker}, as ${who}`));
};

/** A piece of a place with a speaker; every second one is from the shipped knowledge. */
export function drawSpoken(random: Random, { sources, speakers }: Material): Piece | null {
  const spoken = random() < 0.5 && sources.excerpts.length > 0 ? sources.excerpts : sources.verbatim;
  const place = pick(random, spoken);
  if (place.speaker === null || (spoken === sources.verbatim && !speakers.has(place.document))) return null;
  return cutPiece(random, place, Math.min(6, place.words.length), 40);
}
