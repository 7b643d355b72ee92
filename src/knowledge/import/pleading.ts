// Pages of lines → blocks with their pinpoints: the steps in order, and what is doubtful about the result. Pure.

import type { Block, Doubt, Note, Pages, Reading } from './blocks.ts';
import { flowOf } from './flow.ts';
import { type FoundNote, takeNotes } from './footnotes.ts';
import { type IsWord, joinLines, type Vocabulary, vocabularyOf } from './hyphens.ts';
import { mode } from './lines.ts';
import { type Cleared, clearMargins, type RawPage } from './margins.ts';
import { MARK, MARK_CLOSE, MARK_OPEN, type Page } from './page.ts';
import { isCentred, type Paragraph, paragraphsOf } from './paragraphs.ts';
import { toldByPages } from './told.ts';

/** `pages` without line numbers, in order; every page of the file, empty ones too. */
export function readPages(pages: readonly RawPage[], isWord: IsWord): Reading {
  const cleared = clearMargins(pages);
  const vocabulary = vocabularyOf(
    cleared.pages.flatMap(({ lines }) => lines),
    isWord,
  );
  const bodySize = mode(
    cleared.pages.flatMap(({ lines }) => lines.map(({ size, text }) => [size, text.length] as const)),
  );
  const { pages: bodies, notes: found } = takeNotes(cleared.pages, bodySize, vocabulary);
  const flow = flowOf(bodies);
  const notes = labelled(found, bodies);
  const blocks = withInherited(
    paragraphsOf(flow).flatMap((paragraph) => blockOf(paragraph, bodies, found, notes, vocabulary, bodySize) ?? []),
  );
  const label = (at: number) => bodies[at]!.label;
  return {
    blocks,
    notes,
    doubts: [
      ...pageDoubts(pages, cleared.bare),
      ...strayDoubts(cleared.stray),
      ...layoutDoubts(flow.tables.map(label), flow.columns.map(label), vocabulary),
    ],
    told: toldByPages(cleared, bodies[0]?.lines ?? []),
    pages: pages.length,
  };
}

function pageDoubts(pages: readonly RawPage[], bare: readonly number[]): Doubt[] {
  const empty = pages.filter(({ lines }) => lines.length === 0).map(({ number }) => number);
  return [
    ...named(
      empty,
      (which) => `${which} no text layer: blank, or a scanned picture (ocrmypdf adds one)`,
      'has',
      'have',
      'low',
    ),
    ...named(
      bare,
      (which) => `${which} nothing but a head, foot or stamp: blank, or a scanned picture`,
      'has',
      'have',
      'medium',
    ),
  ];
}

function strayDoubts(stray: Cleared['stray']): Doubt[] {
  if (stray.length === 0) return [];
  const texts = stray.map(({ page, text }) => `“${text.slice(0, 80)}” (page ${page})`);
  return [
    { message: `left out at the edge of the page: ${listed(texts, 6)}`, lowers: stray.length > 3 ? 'medium' : 'high' },
  ];
}

function layoutDoubts(tables: readonly string[], columns: readonly string[], { doubts }: Vocabulary): Doubt[] {
  const words = [...doubts];
  return [
    ...named(
      tables,
      (which) => `${which} what looks like a table: read row by row, compare it with the original`,
      'has',
      'have',
      'medium',
    ),
    ...named(
      columns,
      (which) => `${which} set in two columns: read one after the other, compare the order`,
      'is',
      'are',
      'medium',
    ),
    ...(words.length === 0
      ? []
      : [
          {
            message: `${words.length === 1 ? 'one word' : `${words.length} words`} broken at a line’s end put together by guess: ${listed(words, 12)}`,
            lowers: words.length > 25 ? ('medium' as const) : ('high' as const),
          },
        ]),
  ];
}

function named(
  pages: readonly (string | number)[],
  say: (which: string) => string,
  one: string,
  many: string,
  lowers: Doubt['lowers'],
): Doubt[] {
  if (pages.length === 0) return [];
  const which = pages.length === 1 ? `page ${pages[0]} ${one}` : `pages ${listed(pages.map(String), 20)} ${many}`;
  return [{ message: say(which), lowers }];
}

function listed(items: readonly string[], most: number): string {
  return items.slice(0, most).join(', ') + (items.length > most ? ` and ${items.length - most} more` : '');
}

function labelled(found: readonly FoundNote[], pages: readonly Page[]): Note[] {
  const used = new Map<string, number>();
  return found.map(({ number, text, first, last }) => {
    const name = number.replace(/\*/g, 'star').replace('†', 'dagger').replace('‡', 'double-dagger');
    const times = (used.get(name) ?? 0) + 1;
    used.set(name, times);
    const label = times === 1 ? name : `${name}-${times}`;
    return {
      number,
      label,
      text: text.replace(MARK, (_, n: string) => raised(n)),
      pages: [pages[first]!.label, pages[last]!.label],
    };
  });
}

function blockOf(
  paragraph: Paragraph,
  pages: readonly Page[],
  found: readonly FoundNote[],
  notes: readonly Note[],
  vocabulary: Vocabulary,
  bodySize: number,
): Block | null {
  const { lines, numbered } = paragraph;
  const worded = lines.filter((_, i) => !(i === 0 && numbered?.rest === ''));
  const texts = lines.map(({ line }, i) => (i === 0 && numbered ? numbered.rest : line.text));
  const text = joinLines(texts, vocabulary);
  if (text.trim() === '') return null;
  const [first, last] = [(worded[0] ?? lines[0]!).page, lines.at(-1)!.page];
  const span: Pages = [pages[first]!.label, pages[last]!.label];
  const shown = text.replace(MARK, (_, number: string) => {
    const at = nearest(number, first, last, found);
    return at === null ? raised(number) : MARK_OPEN + notes[at]!.label + MARK_CLOSE;
  });
  const depth = numbered ? null : headingDepth(paragraph, text, bodySize);
  if (depth !== null) return { type: 'heading', depth, text: shown, pages: span };
  const type = !numbered && isQuotation(paragraph) ? 'quote' : 'paragraph';
  return { type, text: shown, pages: span, ...(numbered ? { number: numbered.number } : {}) };
}

/** The note that a mark on one of these pages means; notes begin on the page of their mark, or the next. */
function nearest(number: string, first: number, last: number, found: readonly FoundNote[]): number | null {
  const at = found.findIndex((note) => note.number === number && note.first >= first && note.first <= last + 1);
  return at < 0 ? null : at;
}

const RAISED_DIGITS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** A raised number that is no footnote's: still raised. */
function raised(number: string): string {
  return number.replace(/\d/g, (digit) => RAISED_DIGITS[Number(digit)]!);
}

const HEADING_CHARS = 240;
/** Larger than the text by this much is a heading's size. */
const LARGE = 1.12;

/** 2 for one in capitals or in the middle, 3 for one that only its marker and its capitals tell ("A. The Summons"); else null. */
function headingDepth({ lines }: Paragraph, text: string, bodySize: number): number | null {
  const bare = text.replace(MARK, '');
  if (bare.length > HEADING_CHARS || !/\p{L}{2}/u.test(bare) || lines[0]!.kind === 'row') return null;
  const capitals = !/\p{Ll}/u.test(bare) && (bare.match(/\p{Lu}/gu)?.length ?? 0) >= 4 && !/^["“(]?\s*\d/.test(bare);
  if (capitals && lines.length <= 4) return 2;
  if (lines.every(isCentred) && lines.length <= 4 && !/[,;]$/.test(bare)) return 2;
  if (lines.every(({ line }) => line.size >= LARGE * bodySize)) return 2;
  const marked = /^(?:[IVX]{1,5}|[A-Z]|\d{1,2})\.\s+(.+)$/.exec(bare);
  if (!marked || lines.length > 2 || /[.,;:]$/.test(bare)) return null;
  const words = marked[1]!.split(/\s+/).filter((word) => word.length > 3);
  return words.length > 0 && words.filter((word) => /^["“(]?\p{Lu}/u.test(word)).length >= 0.6 * words.length
    ? 3
    : null;
}

function isQuotation({ lines }: Paragraph): boolean {
  return (
    lines.length > 1 &&
    lines.every(({ line, left, kind }) => kind === 'text' && line.x0 > left + 1.5 * line.size) &&
    !/^(?:\([a-z0-9]{1,4}\)|[a-z0-9]{1,3}[.)]|[•–-])\s/i.test(lines[0]!.line.text) &&
    !lines.some(isCentred)
  );
}

/** Quotations and subparagraphs under a numbered paragraph are cited by its number. */
function withInherited(blocks: readonly Block[]): Block[] {
  let number: string | undefined;
  return blocks.map((block) => {
    if (block.type !== 'paragraph' && block.type !== 'quote') {
      number = undefined;
      return block;
    }
    const belongs = block.type === 'quote' || /^(?:\([a-z0-9]{1,4}\)\s|\p{Ll})/u.test(block.text);
    if (block.number !== undefined) number = block.number;
    else if (number !== undefined && belongs) return { ...block, under: number };
    else number = undefined;
    return block;
  });
}
