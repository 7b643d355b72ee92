// A document's text → passages along its own structure: headings, paragraphs, list items, table rows, block quotes.
// Every passage and sentence is a span of the text; nothing is copied or rewritten.

import type { BlockContent, Blockquote, DefinitionContent, List, Nodes, PhrasingContent, Root, Table } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFootnoteFromMarkdown } from 'mdast-util-gfm-footnote';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmFootnote } from 'micromark-extension-gfm-footnote';
import { gfmTable } from 'micromark-extension-gfm-table';
import type { DocumentMeta, Footnote, Passage, Voice } from '../answer/model.ts';
import { isMarkup, plainText } from '../text/markdown.ts';
import { splitSentences } from '../text/sentences.ts';
import { type Span, trimSpan } from '../text/span.ts';
import { readAttribution } from './attribution.ts';

export interface Split {
  /** The first heading, or for a plain file its first line if that looks like a title; empty when there is none. */
  readonly title: string;
  readonly passages: readonly Passage[];
  readonly footnotes: Readonly<Record<string, Footnote>>;
  /** The text with everything that is not content blanked, same length. */
  readonly content: string;
}

/** A paragraph longer than this is cut into windows: paragraphs of contracts and PDF text say too many things at once. */
const WINDOW_ABOVE_CHARS = 3200; // about 500 words
/** Sentences in a window and the step to the next: measured best where text has no good paragraphs. */
const WINDOW_SENTENCES = 8;
const WINDOW_STEP = 4;
/** A sentence longer than this is a list or a table in disguise; it is cut at clause ends so that it can be shown. */
const SENTENCE_MAX_CHARS = 1200;

/** Anything at a line's start that Markdown gives a meaning to; a text without it is paragraphs and `#` headings only. */
const BLOCK_MARKUP = /^(?:[ \t]*(?:[>|~`*+=<-]|\d{1,9}[.)][ \t]|\[\^|!?\[)|#{1,6}[ \t].*[*_`[<]| {4}|\t)/m;
const INLINE_MARKUP = /[*_`[\]<\\&|]/;

/** Splits `text` from `bodyStart` on. Deterministic; never throws. */
export function splitPassages(text: string, bodyStart: number, meta: DocumentMeta): Split {
  const body = text.slice(bodyStart);
  const simple = meta.format === 'plain' || !(BLOCK_MARKUP.test(body) || INLINE_MARKUP.test(body));
  return simple
    ? new PlainSplitter(text, bodyStart, meta).split()
    : new MarkdownSplitter(text, bodyStart, meta).split();
}

/** What both splitters share: collecting passages, their headings and their sentences. */
abstract class Splitter {
  protected readonly passages: Passage[] = [];
  protected readonly headings: { depth: number; text: string }[] = [];
  protected title = '';
  protected readonly text: string;
  protected readonly from: number;
  protected readonly meta: DocumentMeta;
  /** Blank wherever there is no content; filled span by span. */
  protected content = '';

  constructor(text: string, from: number, meta: DocumentMeta) {
    this.text = text;
    this.from = from;
    this.meta = meta;
  }

  abstract split(): Split;

  protected heading(depth: number, text: string): void {
    if (this.title === '') {
      this.title = text;
      if (depth === 1) return;
    }
    while (this.headings.length > 0 && this.headings.at(-1)!.depth >= depth) this.headings.pop();
    this.headings.push({ depth, text });
  }

  /** Adds the passage of `range`, in windows if it is long. Sentences are found in `content`, markup at their edges kept. */
  protected add(range: Span, voice: Voice, more: Partial<Passage> = {}, oneSentence = false): void {
    const span = trimSpan(this.content, range);
    if (!span) return;
    const found = oneSentence ? [span] : splitSentences(this.content, span.start, span.end);
    const sentences = found.flatMap((s) => this.shorten(s)).map((s) => this.withMarks(s));
    const headings = this.headings.map((h) => h.text);
    const pinpoint = more.pinpoint ?? (voice === 'source' ? paragraphNumber(this.text, range, this.meta) : undefined);
    const base = { headings, voice, ...(pinpoint === undefined ? {} : { pinpoint }), ...more };
    for (const window of windows(sentences)) {
      this.passages.push({ ...base, span: { start: window[0]!.start, end: window.at(-1)!.end }, sentences: window });
    }
  }

  private shorten(span: Span): Span[] {
    if (span.end - span.start <= SENTENCE_MAX_CHARS) return [span];
    const parts: Span[] = [];
    let start = span.start;
    while (span.end - start > SENTENCE_MAX_CHARS) {
      const piece = this.content.slice(start, start + SENTENCE_MAX_CHARS);
      const clause = Math.max(piece.lastIndexOf('; '), piece.lastIndexOf('\n'));
      const cut = clause > SENTENCE_MAX_CHARS / 4 ? clause + 1 : piece.lastIndexOf(' ') + 1 || wholeCharacters(piece);
      parts.push({ start, end: start + cut });
      start += cut;
    }
    parts.push({ start, end: span.end });
    return parts.map((part) => trimSpan(this.content, part)).filter((part) => part !== null);
  }

  /** `span` with the marks of emphasis or links at its edges, which would be shown by halves otherwise. */
  protected withMarks(span: Span): Span {
    return span;
  }

  /** Whose words the text is that stands in no block quote. */
  protected ownVoice(): Voice {
    return this.meta.text === 'digest' ? 'digest' : 'source';
  }
}

function wholeCharacters(piece: string): number {
  const last = piece.charCodeAt(piece.length - 1);
  return last >= 0xd800 && last <= 0xdbff ? piece.length - 1 : piece.length;
}

function windows(sentences: readonly Span[]): Span[][] {
  if (sentences.length === 0) return [];
  const length = sentences.at(-1)!.end - sentences[0]!.start;
  if (length <= WINDOW_ABOVE_CHARS || sentences.length <= WINDOW_SENTENCES) return [[...sentences]];
  const out: Span[][] = [];
  for (let i = 0; ; i += WINDOW_STEP) {
    out.push(sentences.slice(i, i + WINDOW_SENTENCES));
    if (i + WINDOW_SENTENCES >= sentences.length) return out;
  }
}

/** "12. The account…" in a filing or opinion, or "¶ 12" anywhere: the pinpoint "¶ 12". */
function paragraphNumber(text: string, range: Span, meta: DocumentMeta): string | undefined {
  const start = text.slice(range.start, range.start + 12);
  const marked = /^\s*¶\s*(\d{1,4})/.exec(start);
  if (marked) return `¶ ${marked[1]}`;
  if (meta.kind !== 'filing' && meta.kind !== 'opinion') return undefined;
  const numbered = /^\s*(\d{1,4})[.)]\s/.exec(start);
  return numbered ? `¶ ${numbered[1]}` : undefined;
}

/** Text with no Markdown in it: paragraphs between blank lines, `#` headings. */
class PlainSplitter extends Splitter {
  split(): Split {
    this.content = ' '.repeat(this.from) + this.text.slice(this.from);
    const markdown = this.meta.format === 'markdown';
    const blocks = this.blocks();
    for (const [i, block] of blocks.entries()) {
      const line = this.text.slice(block.start, block.end);
      const heading = markdown ? /^(#{1,6})[ \t]+(.+?)[ \t#]*$/.exec(line) : null;
      if (heading) {
        this.heading(heading[1]!.length, heading[2]!);
        continue;
      }
      if (!markdown && i === 0 && blocks.length > 1 && looksLikeTitle(line)) this.title = line.trim();
      this.add(block, this.ownVoice());
    }
    return { title: this.title, passages: this.passages, footnotes: {}, content: this.content };
  }

  /** Paragraphs: between blank lines; in a plain text that has none but has long lines, each line. Headings stand alone. */
  private blocks(): Span[] {
    const body = this.text.slice(this.from);
    const listed = this.meta.format === 'plain' ? '|\\r?\\n(?=[ \\t]*(?:[-*•]|\\d{1,3}[.)])[ \\t])' : '';
    const byLine = this.meta.format === 'plain' && !/\n[ \t\r]*\n/.test(body.trim()) && averageLine(body) > 160;
    const breaks = byLine
      ? /\r?\n|\f/g
      : new RegExp(
          `(?=[\\r\\n\\f])(?:\\r?\\n(?:[ \\t]*\\r?\\n)+|\\f|(?<=^#{1,6}[ \\t][^\\n]{0,300})\\r?\\n|\\r?\\n(?=#{1,6}[ \\t])${listed})`,
          'gm',
        );
    const blocks: Span[] = [];
    let start = this.from;
    for (const match of body.matchAll(breaks)) {
      const span = trimSpan(this.text, { start, end: this.from + match.index });
      if (span) blocks.push(span);
      start = this.from + match.index + match[0].length;
    }
    const last = trimSpan(this.text, { start, end: this.text.length });
    return last ? [...blocks, last] : blocks;
  }
}

function averageLine(body: string): number {
  const lines = body.split('\n').filter((l) => l.trim() !== '');
  return lines.length < 2 ? 0 : lines.reduce((sum, l) => sum + l.length, 0) / lines.length;
}

function looksLikeTitle(line: string): boolean {
  return line.length <= 120 && !line.includes('\n') && !/[.!?:;,]["'”’)]*$/.test(line.trim());
}

/** Markdown, parsed by mdast with source offsets. */
class MarkdownSplitter extends Splitter {
  private readonly footnotes: Record<string, Footnote> = {};
  private readonly blank: string[] = [];
  /** Emphasis and links: the words in them, and with their marks. */
  private readonly marked: { inner: Span; outer: Span }[] = [];
  private readonly markedFrom = new Map<number, { inner: Span; outer: Span }[]>();
  private readonly markedTo = new Map<number, { inner: Span; outer: Span }[]>();

  split(): Split {
    // Front matter is blanked, not cut, so that the parser's offsets are the text's.
    const tree: Root = fromMarkdown('\n'.repeat(this.from) + this.text.slice(this.from), {
      extensions: [gfmTable(), gfmFootnote()],
      mdastExtensions: [gfmTableFromMarkdown(), gfmFootnoteFromMarkdown()],
    });
    this.content = this.mask(tree);
    for (const node of tree.children) this.block(node);
    return { title: this.title, passages: this.passages, footnotes: this.footnotes, content: this.content };
  }

  /** The text with every character blanked that is not in a leaf of text or code. Line breaks inside a leaf stay spaces. */
  private mask(tree: Root): string {
    let at = 0;
    const leaves = (node: Nodes): void => {
      const before = this.blank.length;
      const isInline =
        node.type === 'emphasis' || node.type === 'strong' || node.type === 'link' || node.type === 'linkReference';
      if (node.type === 'footnoteDefinition' || node.type === 'definition') return;
      if (node.type === 'html' && isMarkup(node.value)) return;
      // An empty list item is a paragraph such as "2017.", whose words are all marker.
      if (
        node.type === 'text' ||
        node.type === 'inlineCode' ||
        node.type === 'code' ||
        node.type === 'html' ||
        isEmptyItem(node)
      ) {
        const { start, end } = rangeOf(node);
        this.blank.push(
          ' '.repeat(start - at),
          this.text.slice(start, end).replace(/\n[ \t]*(?:>[ \t]?)+/g, (m) => ' '.repeat(m.length)),
        );
        at = end;
      } else if ('children' in node) for (const child of node.children) leaves(child);
      if (isInline && this.blank.length > before) {
        const first = firstLeaf(node)!;
        this.marked.push({ inner: { start: first.start, end: at }, outer: rangeOf(node) });
      }
    };
    leaves(tree);
    for (const mark of this.marked) {
      this.markedFrom.set(mark.inner.start, [...(this.markedFrom.get(mark.inner.start) ?? []), mark]);
      this.markedTo.set(mark.inner.end, [...(this.markedTo.get(mark.inner.end) ?? []), mark]);
    }
    this.blank.push(' '.repeat(this.text.length - at));
    return this.blank.join('');
  }

  protected override withMarks({ start, end }: Span): Span {
    const opened = (this.markedFrom.get(start) ?? []).filter(({ inner }) => inner.end <= end);
    const closed = (this.markedTo.get(end) ?? []).filter(({ inner }) => inner.start >= start);
    return {
      start: Math.min(start, ...opened.map(({ outer }) => outer.start)),
      end: Math.max(end, ...closed.map(({ outer }) => outer.end)),
    };
  }

  private block(node: BlockContent | DefinitionContent | Root['children'][number]): void {
    const voice = this.ownVoice();
    if (node.type === 'heading') this.heading(node.depth, this.shown(node.children));
    else if (node.type === 'paragraph' || node.type === 'code' || node.type === 'html') this.add(rangeOf(node), voice);
    else if (node.type === 'list') this.list(node);
    else if (node.type === 'table') this.table(node, voice);
    else if (node.type === 'blockquote') this.quote(node);
    else if (node.type === 'footnoteDefinition') {
      const range = rangeOf(node);
      const body = this.text.slice(range.start, range.end).replace(/^\[\^[^\]]+\]:[ \t]*/, '');
      const url = /<(https?:\/\/[^>\s]+)>/.exec(body)?.[1] ?? /https?:\/\/[^\s)>]+/.exec(body)?.[0] ?? null;
      this.footnotes[node.identifier] = {
        text: plainText(body.replace(/<https?:[^>]*>|https?:\/\/\S+/g, ''), 'markdown'),
        url,
      };
    }
  }

  private list(list: List): void {
    for (const item of list.children) {
      const marker = this.text.slice(rangeOf(item).start, rangeOf(item).start + 8);
      const number = list.ordered ? /^\s*(\d{1,4})[.)]/.exec(marker)?.[1] : undefined;
      const pinpoint =
        number !== undefined &&
        this.ownVoice() === 'source' &&
        (this.meta.kind === 'filing' || this.meta.kind === 'opinion')
          ? `¶ ${number}`
          : undefined;
      if (isEmptyItem(item)) this.add(rangeOf(item), this.ownVoice());
      for (const child of item.children) {
        if (child.type === 'paragraph' && pinpoint !== undefined) {
          this.add(rangeOf(child), this.ownVoice(), { pinpoint });
        } else this.block(child);
      }
    }
  }

  private table(table: Table, voice: Voice): void {
    const [head, ...rows] = table.children;
    const columns = head ? head.children.map((cell) => this.shown(cell.children)).filter((name) => name !== '') : [];
    const outer = this.headings.map((h) => h.text);
    for (const row of rows) {
      const range = trimSpan(this.text, rangeOf(row));
      if (!range || !trimSpan(this.content, range)) continue;
      this.passages.push({ span: range, sentences: [range], headings: [...outer, ...columns], voice });
    }
  }

  private quote(node: Blockquote): void {
    const range = rangeOf(node);
    const { end, attribution } = readAttribution(this.text, range);
    const { speaker, pinpoint, kind, via } = attribution ?? {};
    const more = {
      ...(speaker === undefined ? {} : { speaker }),
      ...(pinpoint === undefined ? {} : { pinpoint }),
      ...(kind === undefined ? {} : { kind }),
      ...(via === undefined ? {} : { via }),
    };
    for (const child of node.children) {
      const inner = rangeOf(child);
      if (inner.start < end) this.add({ start: inner.start, end: Math.min(inner.end, end) }, 'source', more);
    }
  }

  private shown(children: readonly PhrasingContent[]): string {
    const [first, last] = [children[0], children.at(-1)];
    if (!first || !last) return '';
    return plainText(this.text.slice(rangeOf(first).start, rangeOf(last).end), 'markdown');
  }
}

function isEmptyItem(node: Nodes): boolean {
  return node.type === 'listItem' && node.children.length === 0;
}

function firstLeaf(node: Nodes): Span | null {
  if (node.type === 'text' || node.type === 'inlineCode') return rangeOf(node);
  if (!('children' in node)) return null;
  for (const child of node.children) {
    const found = firstLeaf(child);
    if (found) return found;
  }
  return null;
}

function rangeOf(node: Nodes): Span {
  return { start: node.position?.start.offset ?? 0, end: node.position?.end.offset ?? 0 };
}
