// Markdown → passages, by mdast with source offsets.

import type { BlockContent, Blockquote, DefinitionContent, List, Nodes, PhrasingContent, Root, Table } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFootnoteFromMarkdown } from 'mdast-util-gfm-footnote';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmFootnote } from 'micromark-extension-gfm-footnote';
import { gfmTable } from 'micromark-extension-gfm-table';
import type { Footnote, Passage, Voice } from '../answer/model.ts';
import { isMarkup, plainText } from '../text/markdown.ts';
import { type Span, trimSpan } from '../text/span.ts';
import { readAttribution } from './attribution.ts';
import { type Split, Splitter } from './splitter.ts';

/** "<!-- at: ¶ 43, p. 11 -->" on a line of its own: where the blocks after it stand in the original. */
const PINPOINT = /^<!--\s*at:\s*([^<>]{0,120}?)\s*-->$/;

/** Markdown, parsed by mdast with source offsets. */
export class MarkdownSplitter extends Splitter {
  private readonly footnotes: Record<string, Footnote> = {};
  private readonly blank: string[] = [];
  /** Emphasis and links: the words in them, and with their marks. */
  private readonly marked: { inner: Span; outer: Span }[] = [];
  private readonly markedFrom = new Map<number, { inner: Span; outer: Span }[]>();
  /** What the last `<!-- at: … -->` says; holds until the next one. */
  private at: string | undefined;
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
    let pinned = false;
    const leaves = (node: Nodes): void => {
      const before = this.blank.length;
      const isInline =
        node.type === 'emphasis' || node.type === 'strong' || node.type === 'link' || node.type === 'linkReference';
      if (node.type === 'html' && isMarkup(node.value)) {
        if (PINPOINT.test(node.value)) pinned = true;
        return;
      }
      if ((node.type === 'footnoteDefinition' && !pinned) || node.type === 'definition') return;
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
    const at = node.type === 'html' ? PINPOINT.exec(node.value) : null;
    if (at) this.at = at[1] || undefined;
    else if (node.type === 'heading') this.heading(node.depth, this.shown(node.children));
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
      // A footnote with a pinpoint is the source's own text; one without says where something was checked.
      if (this.at !== undefined && voice === 'source')
        for (const child of node.children) this.add(rangeOf(child), voice, {});
    }
  }

  protected override add(range: Span, voice: Voice, more: Partial<Passage> = {}, oneSentence = false): void {
    super.add(
      range,
      voice,
      { ...(this.at === undefined || voice !== 'source' ? {} : { pinpoint: this.at }), ...more },
      oneSentence,
    );
  }

  private list(list: List): void {
    for (const item of list.children) {
      const marker = this.text.slice(rangeOf(item).start, rangeOf(item).start + 8);
      const number = list.ordered ? /^\s*(\d{1,4})[.)]/.exec(marker)?.[1] : undefined;
      const pinpoint =
        number !== undefined &&
        this.ownVoice() === 'source' &&
        this.at === undefined &&
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
      const pinpoint = this.at !== undefined && voice === 'source' ? { pinpoint: this.at } : {};
      this.passages.push({ span: range, sentences: [range], headings: [...outer, ...columns], voice, ...pinpoint });
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
