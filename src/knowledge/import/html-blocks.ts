// A tree of HTML elements → blocks of plain text: headings, paragraphs, lists, quotations, tables, footnotes as word processors export them.

import type { Block, Note } from './blocks.ts';
import { cleanText, MARK_CLOSE, MARK_OPEN } from './page.ts';

/** As much of a DOM node as is read here. */
export interface DomNode {
  readonly nodeType: number;
  readonly nodeName: string;
  readonly textContent: string | null;
  readonly childNodes: ArrayLike<DomNode>;
  getAttribute?(name: string): string | null;
}

const [ELEMENT, TEXT] = [1, 3];
const SKIPPED = new Set(
  'SCRIPT STYLE NOSCRIPT TEMPLATE SVG MATH IFRAME OBJECT FORM BUTTON SELECT NAV AUDIO VIDEO CANVAS HEAD TITLE IMG'.split(
    ' ',
  ),
);
const BLOCKS = new Set(
  `ADDRESS ARTICLE ASIDE BODY BLOCKQUOTE CENTER DD DETAILS DIV DL DT FIELDSET FIGCAPTION FIGURE FOOTER H1 H2 H3 H4 H5 H6 HEADER HR HTML LI MAIN
  OL P PRE SECTION SUMMARY TABLE TBODY TD TFOOT TH THEAD TR UL`.split(/\s+/),
);
const NOTE_ID = /^(?:#)?((?:footnote|endnote)-\w+)$/;
const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹';

interface Place {
  readonly quoted: boolean;
  readonly list: { readonly depth: number; marker: string } | null;
}

export function readBlocks(root: DomNode): { blocks: Block[]; notes: Note[] } {
  const walk = new Walk();
  walk.children(root, { quoted: false, list: null });
  walk.flush({ quoted: false, list: null });
  return { blocks: walk.blocks, notes: walk.notes };
}

/** Collects the text between block elements. */
class Walk {
  readonly blocks: Block[] = [];
  readonly notes: Note[] = [];
  private text = '';
  private note: string | null = null;

  children(node: DomNode, place: Place): void {
    for (const child of Array.from(node.childNodes)) this.node(child, place);
  }

  private node(node: DomNode, place: Place): void {
    if (node.nodeType === TEXT) this.text += cleanText(node.textContent ?? '');
    if (node.nodeType !== ELEMENT) return;
    const name = node.nodeName.toUpperCase();
    if (SKIPPED.has(name) || isHidden(node)) return;
    if (name === 'BR') this.text += /\n\s*$/.test(this.text) ? '\n\n' : '\n';
    else if (name === 'SUP' && this.raised(node)) return;
    else if (name === 'A' && this.note !== null && /^#(?:footnote|endnote)-ref-/.test(attribute(node, 'href'))) return;
    else if (BLOCKS.has(name)) this.block(name, node, place);
    else this.children(node, place);
  }

  /** A mark of a footnote that the document has, or a raised number. */
  private raised(node: DomNode): boolean {
    const text = (node.textContent ?? '').trim();
    const link = Array.from(node.childNodes).find((child) => child.nodeName.toUpperCase() === 'A');
    const id = link ? NOTE_ID.exec(attribute(link, 'href'))?.[1] : undefined;
    if (id !== undefined) this.text += MARK_OPEN + labelOf(text) + MARK_CLOSE;
    else if (/^\d{1,3}$/.test(text)) this.text += text.replace(/\d/g, (digit) => RAISED[Number(digit)]!);
    return id !== undefined || /^\d{1,3}$/.test(text);
  }

  private block(name: string, node: DomNode, place: Place): void {
    this.flush(place);
    if (name === 'TABLE' && this.table(node)) return;
    const heading = /^H([1-6])$/.exec(name);
    const inner: Place = {
      quoted: place.quoted || name === 'BLOCKQUOTE',
      list:
        name === 'LI'
          ? place.list
          : name === 'UL' || name === 'OL'
            ? { depth: (place.list?.depth ?? -1) + 1, marker: '-' }
            : place.list,
    };
    if (name === 'UL' || name === 'OL') this.list(name, node, inner);
    else this.children(node, inner);
    const text = heading ? this.take() : '';
    if (!heading) this.flush(inner);
    else if (text !== '') this.blocks.push({ type: 'heading', depth: Math.max(2, Number(heading[1])), text });
  }

  private list(name: string, node: DomNode, place: Place): void {
    const start = attribute(node, 'start');
    let number = /^\d{1,6}$/.test(start) ? Number(start) : 1;
    for (const item of Array.from(node.childNodes)) {
      if (item.nodeType !== ELEMENT) continue;
      const id = NOTE_ID.exec(attribute(item, 'id'))?.[1];
      if (id !== undefined) {
        this.footnote(item, id);
        continue;
      }
      const value = attribute(item, 'value');
      if (/^\d{1,6}$/.test(value)) number = Number(value);
      const marker = name === 'OL' && attribute(node, 'data-unnumbered') === '' ? `${number++}.` : '-';
      this.node(item, { ...place, list: { depth: place.list?.depth ?? 0, marker } });
    }
  }

  private footnote(item: DomNode, id: string): void {
    this.note = id;
    this.children(item, { quoted: false, list: null });
    this.note = null;
    const number = String(this.notes.length + 1);
    this.notes.push({ number, label: number, text: this.take() });
  }

  /** Ends the text collected so far. */
  flush({ quoted, list }: Place): void {
    if (this.note !== null) {
      this.text += ' ';
      return;
    }
    for (const part of this.text.split(/\n\s*\n/)) {
      const text = part.replace(/\s+/g, ' ').trim();
      if (text === '') continue;
      if (quoted) this.blocks.push({ type: 'quote', text });
      else if (list && list.marker !== '') {
        const last = this.blocks.at(-1);
        const depth = Math.min(list.depth, last?.type === 'item' ? last.depth + 1 : 0, 6);
        this.blocks.push({ type: 'item', text, marker: list.marker, depth });
        list.marker = ''; // what follows in the item is a paragraph of its own
      } else this.blocks.push({ type: 'paragraph', text });
    }
    this.text = '';
  }

  private take(): string {
    const text = this.text.replace(/\s+/g, ' ').trim();
    this.text = '';
    return text;
  }

  /** Whether it was one of data: two rows, two columns, no blocks in its cells. One that only places things is walked through. */
  private table(node: DomNode): boolean {
    const rows = descendants(node, 'TR').map((row) =>
      Array.from(row.childNodes).filter((cell) => /^T[HD]$/i.test(cell.nodeName)),
    );
    const isData =
      rows.length > 1 &&
      rows.some((row) => row.length > 1) &&
      !rows
        .flat()
        .some((cell) =>
          ['TABLE', 'P', 'DIV', 'UL', 'OL', 'BLOCKQUOTE'].some((name) => descendants(cell, name).length > 1),
        ) &&
      !rows.flat().some((cell) => descendants(cell, 'TABLE').length > 0);
    if (!isData) return false;
    const cells = rows.map((row) =>
      row.map((cell) =>
        cleanText(cell.textContent ?? '')
          .replace(/\s+/g, ' ')
          .trim(),
      ),
    );
    const filled = cells.filter((row) => row.some((cell) => cell !== ''));
    const hasHead = rows[0]!.every((cell) => cell.nodeName.toUpperCase() === 'TH');
    const head = hasHead ? [] : [Array.from({ length: Math.max(...filled.map((row) => row.length)) }, () => '')];
    if (filled.length > 0) this.blocks.push({ type: 'table', rows: [...head, ...filled] });
    return true;
  }
}

function attribute(node: DomNode, name: string): string {
  return node.getAttribute?.(name) ?? '';
}

function isHidden(node: DomNode): boolean {
  const style = attribute(node, 'style').replace(/\s+/g, '').toLowerCase();
  return (
    /display:none|visibility:hidden/.test(style) ||
    attribute(node, 'aria-hidden') === 'true' ||
    node.getAttribute?.('hidden') != null
  );
}

function labelOf(text: string): string {
  return /\d+/.exec(text)?.[0] ?? '1';
}

function descendants(node: DomNode, name: string): DomNode[] {
  return Array.from(node.childNodes).flatMap((child) => [
    ...(child.nodeName.toUpperCase() === name ? [child] : []),
    ...(child.nodeType === ELEMENT ? descendants(child, name) : []),
  ]);
}
