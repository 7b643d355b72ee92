// Where quotations can be drawn from: passages as words, pieces cut out of them, and the oracle: a plain search that says
// whether a text stands anywhere in the sources. Shares no code with what it examines, folding included.

import type { DocumentMeta, Passage } from '../../../src/answer/model.ts';
import type { Library } from '../../../src/library.ts';
import { plainText } from '../../../src/text/markdown.ts';
import { below, pick, type Random } from '../../bench/random.ts';

/** A word with the punctuation at it; offsets into its place's text. */
export interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A passage whose characters are the same in the file and as shown, so that offsets hold. */
export interface Place {
  readonly document: string;
  /** Offset of `text` in the document. */
  readonly start: number;
  readonly text: string;
  readonly words: readonly Word[];
  /** Word ranges of the sentences, half-open. */
  readonly sentences: readonly Range[];
  readonly speaker: string | null;
  readonly voice: Passage['voice'];
  /** Number of the passage in its document. */
  readonly number: number;
}

/** Half-open. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Words of one place in a row. */
export interface Piece extends Range {
  readonly place: Place;
  /** Exactly as in the document, without a closing comma, semicolon or colon. */
  readonly text: string;
}

export interface SourceDocument {
  readonly meta: DocumentMeta;
  readonly places: readonly Place[];
  /** Every name that is on the document or one of its passages. */
  readonly names: readonly string[];
  /** All its passages as the oracle compares them. */
  readonly folded: string;
}

export interface Sources {
  readonly documents: ReadonlyMap<string, SourceDocument>;
  /** Documents of which all the text is their source's own, and those of which only block quotes are. */
  readonly verbatim: readonly Place[];
  readonly excerpts: readonly Place[];
  /** Passages of a digest's own words. */
  readonly digests: readonly Place[];
  /** Ids of the documents in which `text` stands, typography and closing punctuation aside. */
  standsIn(text: string): string[];
}

/** What Markdown would show otherwise than it is written; a footnote mark at the end is cut off before. */
const MARKED = /[*_`<>|\\\r\n[\]]|&#?\w+;/;

/** Reads `ids` of the library, or all of it. */
export function readSources(library: Library, ids?: readonly string[]): Sources {
  const documents = new Map<string, SourceDocument>();
  for (const id of ids ?? library.documents().map((meta) => meta.id)) {
    const document = library.document(id)!;
    const { meta, text } = document;
    const places = document.passages.flatMap((passage, number) => placesOf(meta, passage, text, number));
    const shown = document.passages.map(({ span }) => plainText(text.slice(span.start, span.end), meta.format));
    documents.set(id, { meta, places, names: namesOf(meta, document.passages), folded: foldPlain(shown.join(' ')) });
  }
  const all = [...documents.values()];
  const placesWhere = (holds: (place: Place, meta: DocumentMeta) => boolean) =>
    all.flatMap(({ places, meta }) => places.filter((place) => holds(place, meta)));
  return {
    documents,
    verbatim: placesWhere(({ voice }, meta) => voice === 'source' && meta.text === 'verbatim'),
    excerpts: placesWhere(({ voice, words }, meta) => voice === 'source' && meta.text === 'digest' && words.length > 3),
    digests: placesWhere(({ voice }) => voice === 'digest'),
    standsIn: (wanted) => {
      const folded = foldPlain(wanted).replace(/[.,;:!?' ]+$/, '');
      return all.filter((document) => holdsWords(document.folded, folded)).map(({ meta }) => meta.id);
    },
  };
}

/** A digest paragraph gives its sentences one by one, since its footnote marks stand between them. */
function placesOf(meta: DocumentMeta, passage: Passage, text: string, number: number): Place[] {
  const speaker = passage.speaker ?? meta.speaker ?? null;
  const make = (start: number, end: number, sentences: readonly { start: number; end: number }[]): Place[] => {
    const slice = text.slice(start, end);
    if (meta.format === 'markdown' && MARKED.test(slice)) return [];
    const words = [...slice.matchAll(/\S+/g)].map((match) => ({
      text: match[0],
      start: match.index,
      end: match.index + match[0].length,
    }));
    const ranges = sentences.map((span) => ({
      from: words.filter((word) => word.start < span.start - start).length,
      to: words.filter((word) => word.start < span.end - start).length,
    }));
    return [{ document: meta.id, start, text: slice, words, sentences: ranges, speaker, voice: passage.voice, number }];
  };
  if (passage.voice === 'source') return make(passage.span.start, passage.span.end, passage.sentences);
  return passage.sentences.flatMap((span) => {
    const marks = /(?:\s*\[\^[^\]]+\])+\s*$/.exec(text.slice(span.start, span.end));
    const end = marks ? span.start + marks.index : span.end;
    return make(span.start, end, [{ start: span.start, end }]);
  });
}

function namesOf(meta: DocumentMeta, passages: readonly Passage[]): string[] {
  const { title, short, also, speaker, court, citation, docket, id } = meta;
  const said = passages.flatMap((passage) => [passage.speaker, passage.via, passage.pinpoint]);
  const names = [title, short, ...(also ?? []), speaker, court, citation, docket, id.replaceAll('-', ' '), ...said];
  return [...new Set(names.filter((name) => name !== undefined))];
}

/** Typography alone: all quote marks alike, all dashes alike, white space, ligatures, the ellipsis. */
export function foldPlain(text: string): string {
  return text
    .replace(/[\u2018-\u201f\u2032\u2033\u02bc\u00ab\u00bb`\u00b4"]/g, "'")
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replaceAll('\u2026', '...')
    .replaceAll('\ufb01', 'fi')
    .replaceAll('\ufb02', 'fl')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Whether `wanted` stands in `text` from a word's beginning to a word's end. Both are folded. */
export function holdsWords(text: string, wanted: string): boolean {
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    const cut = (left: string | undefined, right: string | undefined) =>
      /[\p{L}\p{N}\p{M}]/u.test(left ?? '') && /[\p{L}\p{N}\p{M}]/u.test(right ?? '');
    const end = at + wanted.length;
    if (!cut(text[at - 1], text[at]) && !cut(text[end - 1], text[end])) return true;
  }
  return false;
}

/** The words from `from` to before `to`; null where they would not do as a quotation by themselves. */
export function pieceOf(place: Place, { from, to }: Range): Piece | null {
  const [first, last] = [place.words[from], place.words[to - 1]];
  if (!first || !last || to <= from) return null;
  const text = place.text.slice(first.start, last.end).replace(/[,;:\u2013\u2014-]+$/, '');
  if (
    /["\u201c-\u201f\u00ab\u00bb[\]\u2026\n]|\.\.|(?<![\p{L}\p{N}])['\u2018\u2019]|['\u2018\u2019](?![\p{L}\p{N}])/u.test(
      text,
    )
  )
    return null;
  if ((text.match(/\(/g)?.length ?? 0) !== (text.match(/\)/g)?.length ?? 0)) return null;
  if ((text.match(/\p{L}{5,}/gu)?.length ?? 0) < 2) return null; // words that mean nothing are too short a quotation, however many
  if (!/^[\p{L}\p{N}]/u.test(text) || !/[\p{L}\p{N}.!?%)]$/u.test(text)) return null;
  return { place, from, to, text };
}

/** `least` to `most` words in a row of one place, one time in three a whole sentence. Null where the place has none. */
export function cutPiece(random: Random, place: Place, least: number, most: number): Piece | null {
  if (random() < 1 / 3 && place.sentences.length > 0) {
    const { from, to } = pick(random, place.sentences);
    if (to - from >= least && to - from <= most) return pieceOf(place, { from, to });
  }
  const count = Math.min(place.words.length, least + below(random, most - least + 1));
  if (count < least) return null;
  const from = below(random, place.words.length - count + 1);
  return pieceOf(place, withoutStubs(place, { from, to: from + count }, least));
}

const STUB_WORDS = 3;

/** Without the first or last few words of a neighbouring sentence, which nobody would quote along. */
function withoutStubs({ sentences }: Place, { from, to }: Range, least: number): Range {
  const begun = sentences.find((sentence) => sentence.from < to && sentence.from >= to - STUB_WORDS);
  const ended = sentences.find((sentence) => sentence.to > from && sentence.to <= from + STUB_WORDS);
  const shorter = { from: ended?.to ?? from, to: begun && begun.from > from ? begun.from : to };
  return shorter.to - shorter.from >= least ? shorter : { from, to };
}

/** The letters and digits of a word, without the punctuation at it. */
export function bare(word: string): string {
  return word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
}

/** Whether the word is letters only, as long as a word that means something. */
export function isPlainWord(word: string): boolean {
  return /^\p{L}{4,}$/u.test(word);
}
