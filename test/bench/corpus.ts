// The synthetic corpus: "clones" of the shipped articles, their sentences shuffled into new paragraphs, their topical words
// renamed consistently inside a clone, their numbers rolled again. Clones share sentence skeletons, so common words have
// realistic to pessimistic posting lengths. Deterministic: a larger corpus begins with the smaller one.

import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { below, createRandom, pick, type Random, shuffle } from './random.ts';
import { countWords, type Piece, type Seeds, type Sentence, type Shape } from './seeds.ts';

const SEED = 20170406;
export const PARAGRAPHS_PER_FILE = 50;
/** Paragraphs that one renaming runs through; in a Markdown file also those under one heading. */
const PARAGRAPHS_PER_CLONE = 10;
/** A paragraph takes sentences until it has this many words: 130 on average, about five sentences. */
const WORDS_PER_PARAGRAPH = 118;
/** Articles that are mixed in one clone: enough sentences that none comes twice. */
const SENTENCES_PER_CLONE = 90;
const RENAMED_SHARE = 0.9;
/** Share of renamings that take another word of the articles; the rest take invented words. */
const REAL_WORD_SHARE = 0.6;
/** Share of those that go by the word's frequency; the rest are any word, since one field's frequent words are too frequent. */
const BY_FREQUENCY_SHARE = 0.3;
/** Heaps' law for invented words: after n draws there are n^β of them. With it 100,000 passages hold some 430,000 terms, numbers included. */
const HEAPS_EXPONENT = 0.85;
/** The first draws are all new words, or the very first would stand in every third paragraph. */
const NEW_WORDS_FIRST = 500;
/** Long before any index is saved, so that no file counts as just changed. */
const FILE_TIME = new Date('2017-04-06T12:00:00Z');

export interface Corpus {
  readonly folder: string;
  readonly passages: number;
  readonly files: number;
  readonly words: number;
  readonly bytes: number;
}

/**
 * Writes `passages` paragraphs into new files below `folder`, half of them plain text and half Markdown. Waits for `onProgress`,
 * which may throw to give up.
 */
export async function writeCorpus(
  folder: string,
  passages: number,
  seeds: Seeds,
  onProgress: (done: number) => Promise<void>,
): Promise<Corpus> {
  const cloner = new Cloner(seeds);
  const files = Math.ceil(passages / PARAGRAPHS_PER_FILE);
  let words = 0;
  let bytes = 0;
  for (let file = 0; file < files; file++) {
    const count = Math.min(PARAGRAPHS_PER_FILE, passages - file * PARAGRAPHS_PER_FILE);
    const markdown = file % 2 === 1;
    const text = cloner.file(count, markdown);
    const dir = join(folder, `part-${String(Math.floor(file / 200)).padStart(3, '0')}`);
    if (file % 200 === 0) mkdirSync(dir, { recursive: true });
    const path = join(dir, `clone-${String(file).padStart(6, '0')}.${markdown ? 'md' : 'txt'}`);
    writeFileSync(path, text);
    utimesSync(path, FILE_TIME, FILE_TIME);
    words += countWords(text);
    bytes += Buffer.byteLength(text);
    if (file % 50 === 49) await onProgress((file + 1) * PARAGRAPHS_PER_FILE);
  }
  return { folder, passages, files, words, bytes };
}

/** A paragraph of the corpus as the engines that know no files take it in. */
export interface CorpusPassage {
  readonly title: string;
  readonly text: string;
}

/** Every paragraph of the corpus, file by file. */
export function* readPassages(folder: string): Generator<CorpusPassage> {
  for (const path of listCorpus(folder)) yield* passagesOf(readFileSync(path, 'utf8'));
}

/** The corpus's files, in order. */
export function listCorpus(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => /\.(?:md|txt)$/.test(name))
    .sort()
    .map((name) => join(folder, name));
}

/** The paragraphs of one file's text; its first block is the title. */
export function passagesOf(file: string): CorpusPassage[] {
  const [first = '', ...blocks] = file.trimEnd().split('\n\n');
  const title = first.replace(/^# /, '');
  return blocks.filter((block) => !block.startsWith('## ')).map((text) => ({ title, text }));
}

/** Makes clones one after another; the invented words grow with every one. */
class Cloner {
  private readonly random: Random = createRandom(SEED);
  private readonly seeds: Seeds;
  /** Every draw of an invented word so far: a draw from it favours the frequent ones, which gives the Zipf-like tail. */
  private readonly drawn: string[] = [];

  constructor(seeds: Seeds) {
    this.seeds = seeds;
  }

  file(paragraphs: number, markdown: boolean): string {
    const title = this.heading(6);
    const blocks = [markdown ? `# ${title}` : title];
    for (let done = 0; done < paragraphs; done += PARAGRAPHS_PER_CLONE) {
      if (markdown) blocks.push(`## ${this.heading(3)}`);
      blocks.push(...this.clone(Math.min(PARAGRAPHS_PER_CLONE, paragraphs - done)));
    }
    return `${blocks.join('\n\n')}\n`;
  }

  /** A line of topical words with capitals. */
  private heading(words: number): string {
    return Array.from({ length: words }, () => inShape(this.realWord(), 'capital')).join(' ');
  }

  private clone(paragraphs: number): string[] {
    const renamed = new Map<string, string>();
    const deck: Sentence[] = [];
    const draw = () => {
      while (deck.length < SENTENCES_PER_CLONE) deck.push(...pick(this.random, this.seeds.articles));
      deck.splice(0, deck.length, ...shuffle(this.random, deck));
    };
    draw();
    return Array.from({ length: paragraphs }, () => {
      const sentences: string[] = [];
      for (let words = 0; words < WORDS_PER_PARAGRAPH; ) {
        if (deck.length === 0) draw();
        const sentence = deck.pop()!;
        sentences.push(sentence.pieces.map((piece) => this.rewrite(piece, renamed)).join(''));
        words += sentence.wordCount;
      }
      return sentences.join(' ');
    });
  }

  private rewrite(piece: Piece, renamed: Map<string, string>): string {
    if (piece.kind === 'fixed') return piece.text;
    if (piece.kind === 'number') return this.reroll(piece.text);
    const known = renamed.get(piece.word);
    const name = known ?? this.rename(piece.word);
    if (known === undefined) renamed.set(piece.word, name);
    return inShape(name, piece.shape);
  }

  private rename(word: string): string {
    if (this.random() >= RENAMED_SHARE) return word;
    if (this.random() < REAL_WORD_SHARE) return this.realWord();
    const count = this.drawn.length;
    const isNew = count < NEW_WORDS_FIRST || this.random() < HEAPS_EXPONENT * count ** (HEAPS_EXPONENT - 1);
    const name = isNew ? inventWord(this.random) : pick(this.random, this.drawn);
    this.drawn.push(name);
    return name;
  }

  private realWord(): string {
    const { topical, vocabulary } = this.seeds;
    return pick(this.random, this.random() < BY_FREQUENCY_SHARE ? topical : vocabulary);
  }

  /** Another number of as many digits; years stay years. */
  private reroll(number: string): string {
    if (/^(?:1[789]|20)\d\d$/.test(number)) return String(1790 + below(this.random, 237));
    if (number.length <= 2 && Number(number) <= 31) return String(1 + below(this.random, 28));
    return Array.from(number, (_, i) => String(i === 0 ? 1 + below(this.random, 9) : below(this.random, 10))).join('');
  }
}

const ONSETS = 'b bl br c ch cl cr d dr f fl fr g gr h j k l m n p ph pl pr qu r s sh sl st str t th tr v w z'.split(
  ' ',
);
const VOWELS = 'a a e e i i o o u ai ea ia io ou'.split(' ');
const CODAS = ['', '', '', 'n', 'r', 's', 'l', 'm', 'nd', 'nt', 'ck', 'rt'];
const ENDINGS = ['', '', '', '', 'er', 'ed', 'ing', 's', 'ion', 'ist', 'al', 'ic'];

function inventWord(random: Random): string {
  let word = '';
  for (let syllables = 2 + below(random, 2); syllables > 0; syllables--)
    word += pick(random, ONSETS) + pick(random, VOWELS) + pick(random, CODAS);
  return word + pick(random, ENDINGS);
}

function inShape(word: string, shape: Shape): string {
  if (shape === 'lower') return word;
  return shape === 'upper' ? word.toUpperCase() : word[0]!.toUpperCase() + word.slice(1);
}
