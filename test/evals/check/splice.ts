// Quotations in parts: ellipses and brackets that are fair or not, parts of several places run together. Pure.

import { below, pick, type Random } from '../../bench/random.ts';
import { bare, type Piece, type Place, pieceOf } from './places.ts';

/** Words whose omission may turn a sentence round, widely taken: a fair ellipsis leaves none of them out. */
const DOUBTFUL =
  /n['’]t\b|\b(?:not?|never|none|nothing|nobody|nowhere|nor|neither|without|unless|except\w*|only|cannot|hardly|barely|scarcely|rarely|seldom|few|little|less|least|but|yet|although|though|however|despite|whereas|while|rather|instead|than|until|unlike\w*|refus\w*|declin\w*|reject\w*|den(?:y|ies|ied|ying)|fail\w*|lack\w*|absen\w*|un\w{4,}|if|whether|provided|may|might|could|would|should|can|must|alleg\w*|claim\w*|report\w*|suppos\w*|suggest\w*|possib\w*|perhaps|probabl\w*|likely|apparent\w*|seem\w*|argu\w*|believ\w*|accord\w*|said|says|think\w*|thought|prevent\w*|oppos\w*|against|avoid\w*|stop\w*|even|just|almost|nearly|where|when|as)\b/i;
/** Of those, the ones that nobody would leave out in good faith. */
const DECISIVE = /n['’]t\b|\b(?:not|never|without|unless|neither|nor|cannot|if|no)\b/i;
const MARKS = ['...', '…', ' ... ', ' … ', '… ', ' . . . ', ' [...] ', ' […] '];
/** Longest omission, in words. */
const OMITTED_MOST = 14;
const PART_LEAST = 4;

export interface Parted {
  readonly text: string;
  /** The words of the source from the first part to the last. */
  readonly whole: Piece;
}

/** Two parts of a piece with an ellipsis for what stood between. Null where nothing of the wanted sort stands there. */
export function elide(random: Random, piece: Piece, omitted: 'harmless' | 'decisive' | 'nothing'): Parted | null {
  const { place, from, to } = piece;
  const most = Math.min(OMITTED_MOST, to - from - 2 * PART_LEAST);
  const count = omitted === 'nothing' ? 0 : 1 + below(random, Math.max(1, most));
  if (most < count || to - from < 2 * PART_LEAST + count) return null;
  const cut = from + PART_LEAST + below(random, to - from - 2 * PART_LEAST - count + 1);
  const [left, right] = [pieceOf(place, { from, to: cut }), pieceOf(place, { from: cut + count, to })];
  if (!left || !right) return null;
  const between = place.text.slice(place.words[cut - 1]!.end, place.words[cut + count]!.start);
  if (omitted === 'harmless' && (between.trim() === '' || DOUBTFUL.test(between))) return null;
  if (omitted === 'decisive' && !DECISIVE.test(between)) return null;
  if (!isOnce(place, left.text) || !isOnce(place, right.text)) return null;
  const endsSentence = left.text.endsWith('.');
  const mark = pick(random, endsSentence ? [' ... ', ' … ', ' [...] ', ' […] '] : MARKS);
  return { text: left.text + mark + right.text, whole: piece };
}

/** A fragment with an ellipsis at its beginning or end, where its sentence goes on harmlessly. */
export function leaveOpen(random: Random, piece: Piece): Parted | null {
  const { place, from, to } = piece;
  const sentence = place.sentences.find((range) => range.from <= from && to <= range.to);
  if (!sentence || sentence.from === from || sentence.to === to) return null;
  const rest = place.words.slice(sentence.from, from).concat(place.words.slice(to, sentence.to));
  if (rest.some(({ text }) => DOUBTFUL.test(text))) return null;
  return { text: random() < 0.5 ? `... ${piece.text}` : `${piece.text} …`, whole: piece };
}

const POINTING = /^(?:he|she|it|they|his|her|its|their|this|these|we|our|him|them)$/i;
const NAMED = ['[Rollo]', '[Twitter]', '[the]', '[its]', '[officials]', '[Parliament]', '[users]', '[scientists]'];

const COMMON =
  /^(?:the|an?|this|these|those|in|on|at|it|they|he|she|there|some|many|most|after|before|by|for|from|with|since|under)$/i;

/** A bracket that stands for one pronoun or determiner, or for a first letter in the other case. */
export function bracketFairly(random: Random, piece: Piece): string | null {
  const words = piece.text.split(' ');
  const pronouns = words.flatMap((word, n) => (n > 0 && POINTING.test(bare(word)) ? [n] : []));
  if (pronouns.length > 0 && random() < 0.6) {
    const at = pick(random, pronouns);
    return words.toSpliced(at, 1, words[at]!.replace(bare(words[at]!), pick(random, NAMED))).join(' ');
  }
  const first = words[0]!;
  if (!/^\p{L}[\p{Ll}]*$/u.test(first) || first === 'I') return null;
  const letter = first[0]!;
  if (letter !== letter.toLowerCase() && !COMMON.test(first)) return null; // perhaps a name
  const other = letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase();
  return [`[${other}]${first.slice(1)}`, ...words.slice(1)].join(' ');
}

/** A bracket for several words, for none, for a number, or for a negation. */
export function bracketUnfairly(random: Random, piece: Piece): string | null {
  const words = piece.text.split(' ');
  if (words.length < 6) return null;
  const at = 1 + below(random, words.length - 5); // words of the source stand on both sides of the bracket
  const sort = below(random, 4);
  if (sort === 0) return words.toSpliced(at, 2 + below(random, 2), pick(random, NAMED)).join(' ');
  if (sort === 1)
    return words.toSpliced(at, 0, pick(random, ['[very]', '[clearly]', '[of course]', '[Norman]'])).join(' ');
  const wanted = sort === 2 ? /^\d[\d,.]*$/ : /^(?:not|never|no|without)$/i;
  const places = words.flatMap((word, n) => (n > 0 && n < words.length - 1 && wanted.test(bare(word)) ? [n] : []));
  if (places.length === 0) return null;
  const put =
    sort === 2 ? pick(random, ['[many]', '[seven]', '[1999]']) : pick(random, ['[always]', '[clearly]', '[some]']);
  return words.toSpliced(pick(random, places), 1, put).join(' ');
}

/** Words of a clause at least. */
const CLAUSE_LEAST = 3;

/** Two clauses of one sentence in the other order. Null where it has no comma with enough words on both sides. */
export function swapClauses(random: Random, piece: Piece): string | null {
  const text = piece.text.replace(/[.!?]$/, '');
  const commas = [...text.matchAll(/, (?=\p{Ll})/gu)];
  if (commas.length === 0) return null;
  const { index } = pick(random, commas);
  const [left, right] = [text.slice(0, index), text.slice(index + 2)];
  const shortest = Math.min(left.split(' ').length, right.split(' ').length);
  return shortest < CLAUSE_LEAST ? null : `${right}, ${left}`;
}

/** Whole sentences one after another, or the first half of one run into the second half of the other. */
export function joinParts(random: Random, first: Piece, second: Piece, least: number): string | null {
  if (random() < 0.4) return `${first.text} ${second.text}`;
  const [left, right] = [first.text.split(' '), second.text.split(' ')];
  if (left.length < least + 1 || right.length < least + 1) return null;
  const head = left
    .slice(0, least + below(random, left.length - least))
    .join(' ')
    .replace(/[,;:.]+$/, '');
  const tail = right.slice(-(least + below(random, right.length - least))).join(' ');
  return /[(]/.test(head + tail) || /^[^\p{L}\p{N}]/u.test(tail) ? null : `${head} ${tail}`;
}

function isOnce(place: Place, part: string): boolean {
  return place.text.indexOf(part) === place.text.lastIndexOf(part);
}
