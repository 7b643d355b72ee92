// The shipped knowledge as raw material for the corpus: articles of sentences, each cut into words that stay, words that a
// clone renames, and numbers that it rolls again.

import { openLibrary } from '../../src/library.ts';
import { plainText } from '../../src/text/markdown.ts';
import { sliceSpan } from '../../src/text/span.ts';
import { STOP_WORDS } from '../../src/text/words.ts';

/** A piece of a sentence. `topical`: numbers in `Seeds.topical`, the word's letters written as `shape` says. */
export type Piece =
  | { readonly kind: 'fixed'; readonly text: string }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'topical'; readonly word: string; readonly shape: Shape };
export type Shape = 'lower' | 'capital' | 'upper';

export interface Sentence {
  readonly pieces: readonly Piece[];
  readonly wordCount: number;
}

export interface Seeds {
  /** One list of sentences a document. */
  readonly articles: readonly (readonly Sentence[])[];
  /** Every occurrence of a topical word, so that a draw from it goes by frequency. */
  readonly topical: readonly string[];
  /** Every topical word once. */
  readonly vocabulary: readonly string[];
}

/**
 * A word in more than this share of the articles is part of the language and stays. A third, as for mixed articles, would leave
 * the words of our one field ("court", "subpoena") in most paragraphs; so nearly every word that is no stop word is renamed.
 */
const TOPICAL_BELOW_SHARE = 0.9;
/** Sentences outside this many words are headings, table rows or lists in disguise. */
const WORDS_FEW = 8;
const WORDS_MANY = 60;
const WORD_OR_NUMBER = /\p{L}{3,}|\d+/gu;
const NEVER_RENAMED = new Set(
  'january february march april june july august september october november december inc corp usc cfr'.split(' '),
);

/** Reads the documents of `knowledge`. */
export function readSeeds(knowledge: string): Seeds {
  const library = openLibrary(knowledge, { cacheFolder: null });
  const texts = library.documents().map(({ id, format }) => {
    const { text, passages } = library.document(id)!;
    const spans = passages.flatMap(({ sentences }) => sentences);
    return spans.map((span) => plainText(sliceSpan(text, span), format)).filter(isProse);
  });
  const articles = texts.filter((sentences) => sentences.length > 0);
  const isTopical = topicalTest(articles);
  const cut = articles.map((sentences) => sentences.map((sentence) => cutSentence(sentence, isTopical)));
  const pieces = cut.flat().flatMap((sentence) => sentence.pieces);
  const topical = pieces.flatMap((piece) => (piece.kind === 'topical' ? [piece.word] : []));
  return { articles: cut, topical, vocabulary: [...new Set(topical)] };
}

function isProse(sentence: string): boolean {
  const count = countWords(sentence);
  return count >= WORDS_FEW && count <= WORDS_MANY && /[.!?”"]$/.test(sentence) && !/[·|<>]/.test(sentence);
}

export function countWords(text: string): number {
  return text.split(/\s+/).length;
}

function topicalTest(articles: readonly (readonly string[])[]): (word: string) => boolean {
  const articleCounts = new Map<string, number>();
  for (const sentences of articles) {
    const words = new Set(sentences.join(' ').toLowerCase().match(WORD_OR_NUMBER));
    for (const word of words) articleCounts.set(word, (articleCounts.get(word) ?? 0) + 1);
  }
  return (word) =>
    !STOP_WORDS.has(word) &&
    !NEVER_RENAMED.has(word) &&
    (articleCounts.get(word) ?? 0) <= articles.length * TOPICAL_BELOW_SHARE;
}

function cutSentence(text: string, isTopical: (word: string) => boolean): Sentence {
  const pieces: Piece[] = [];
  let fixed = '';
  let at = 0;
  const push = (piece: Piece) => {
    if (fixed !== '') pieces.push({ kind: 'fixed', text: fixed });
    fixed = '';
    pieces.push(piece);
  };
  for (const { 0: found, index } of text.matchAll(WORD_OR_NUMBER)) {
    fixed += text.slice(at, index);
    at = index + found.length;
    const word = found.toLowerCase();
    if (/^\d/.test(found)) push({ kind: 'number', text: found });
    else if (isTopical(word)) push({ kind: 'topical', word, shape: shapeOf(found, word) });
    else fixed += found;
  }
  fixed += text.slice(at);
  if (fixed !== '') pieces.push({ kind: 'fixed', text: fixed });
  return { pieces, wordCount: countWords(text) };
}

function shapeOf(found: string, lower: string): Shape {
  if (found === lower) return 'lower';
  return found === found.toUpperCase() ? 'upper' : 'capital';
}
