// Blocks → HTML. Every sentence is an element whose id is its place in the document, `q=<start>-<end>`, and whose text is exactly what
// `plainText` makes of it: a link to the place highlights it without a script.

import type { Passage } from '../answer/model.ts';
import type { Span } from '../text/span.ts';
import type { Block, SourceDocument } from './blocks.ts';
import { type Html, html, join, markup } from './html.ts';
import { type Inline, type Run, readInline } from './inline.ts';
import { notesOf } from './notes.ts';
import { hostOf, voiceLabel } from './words.ts';

/** The text of a part, and the labels of the footnotes that it uses, in their order. */
export interface RenderedText {
  readonly body: Html;
  readonly labels: readonly string[];
}

interface State {
  readonly document: SourceDocument;
  /** Numbers of the footnotes by label. */
  readonly numbers: ReadonlyMap<string, number>;
  readonly used: Set<string>;
}

export function renderText(document: SourceDocument, blocks: readonly Block[]): RenderedText {
  const labels = Object.keys(document.meta.footnotes ?? {});
  const state: State = { document, numbers: new Map(labels.map((label, i) => [label, i + 1])), used: new Set() };
  const out: Html[] = [];
  let headings: readonly string[] = [];
  let voice = '';
  for (let i = 0; i < blocks.length; ) {
    const group = groupAt(blocks, i);
    const [first] = group;
    const opened = first!.headings.findIndex((heading, k) => headings[k] !== heading);
    const from = opened === -1 && first!.headed ? first!.headings.length - 1 : opened;
    if (from >= 0) out.push(...first!.headings.slice(from).map((heading, k) => renderHeading(heading, from + k)));
    headings = first!.headings;
    const label = labelOf(document, first!.passage);
    if (label !== null && (label !== voice || first!.passage.voice === 'source')) out.push(renderLabel(label));
    voice = label ?? voice;
    out.push(renderGroup(state, group));
    i += group.length;
  }
  return { body: join(out), labels: labels.filter((name) => state.used.has(name)) };
}

/** Blocks that are one element: a list, a table, a block quote of several paragraphs. */
function groupAt(blocks: readonly Block[], from: number): Block[] {
  const first = blocks[from]!;
  const group = [first];
  for (let i = from + 1; i < blocks.length; i++) {
    const next = blocks[i]!;
    const isSame = next.shape === first.shape && next.passage.voice === first.passage.voice && !next.headed;
    const sameHeadings = next.headings.join('\n') === first.headings.join('\n');
    const together =
      first.shape === 'quote' || first.shape === 'paragraph'
        ? next.continues
        : first.shape === 'row'
          ? next.columns.join('\n') === first.columns.join('\n')
          : true;
    if (!isSame || !sameHeadings || !together) break;
    group.push(next);
  }
  return group;
}

/** In a digest, whose words come next; a verbatim text has one voice, which the top of the page tells. */
function labelOf({ meta }: SourceDocument, { voice, kind }: Passage): string | null {
  return meta.text === 'digest' ? voiceLabel(voice, kind ?? meta.kind ?? null) : null;
}

function renderLabel(label: string): Html {
  return html`<p class="voice">${label}${label === 'Digest' ? html`<span class="vh">: our summary</span>` : html`<span class="vh">, in the source’s own words:</span>`}</p>
`;
}

function renderHeading(text: string, depth: number): Html {
  const level = Math.min(depth + 2, 6);
  return tag(`h${level}`, ' dir="auto"', html`${text}`);
}

/** An element whose name or attributes are ours and made up here. */
function tag(name: string, attributes: string, content: Html): Html {
  return join([markup(`<${name}${attributes}>`), content, markup(`</${name}>\n`)]);
}

function renderGroup(state: State, group: readonly Block[]): Html {
  const [first] = group;
  switch (first!.shape) {
    case 'item':
      return renderList(state, group, first!.depth);
    case 'row':
      return renderTable(state, group);
    case 'quote':
      return renderQuote(state, group);
    case 'paragraph':
      return join(
        group.map((block) =>
          tag(
            'p',
            `${placeOf(block)}${classOf(block)} dir="auto"${unitOf(state, [block])}`,
            renderSentences(state, block),
          ),
        ),
      );
  }
}

/** A passage of several sentences has its own place too, so that a link to the whole of it needs no script either. */
function placeOf({ passage, sentences }: Block): string {
  const isWhole = sentences.length > 1 && sentences.length === passage.sentences.length;
  return isWhole ? ` id="q=${passage.span.start}-${passage.span.end}"` : '';
}

function classOf({ continues, passage }: Block): string {
  const names = [passage.voice === 'source' ? 'own' : '', continues ? 'more' : ''].filter((name) => name !== '');
  return names.length === 0 ? '' : ` class="${names.join(' ')}"`;
}

/** Marks what next and previous stop at: a digest's quotations, a verbatim text's passages. */
function unitOf({ document }: State, group: readonly Block[]): string {
  const [first] = group;
  if (first!.passage.voice !== 'source') return '';
  if (document.meta.text === 'verbatim' && first!.continues) return '';
  return ` data-q="${first!.sentences[0]!.start}-${group.at(-1)!.sentences.at(-1)!.end}"`;
}

function renderQuote(state: State, group: readonly Block[]): Html {
  const [first] = group;
  const { speaker, pinpoint, via } = first!.passage;
  const last = group.at(-1)!;
  const notes = notesOf(state.document, last).at(-1) ?? [];
  const who = [speaker, pinpoint, via].filter((part) => part !== undefined).join(', ');
  const words = group.map((block) => tag('p', `${placeOf(block)} dir="auto"`, renderSentences(state, block, false)));
  return join([
    markup(`<figure class="quote"${unitOf(state, group)}>`),
    html`<blockquote>${words}</blockquote>`,
    who === '' ? html`` : html`<figcaption dir="auto">${who}${renderNotes(state, notes)}</figcaption>`,
    markup('</figure>\n'),
  ]);
}

function renderList(state: State, items: readonly Block[], depth: number): Html {
  const out: Html[] = [];
  for (let i = 0; i < items.length; ) {
    const isNumbered = items[i]!.number !== null;
    const lines: Html[] = [];
    for (
      ;
      i < items.length && (lines.length === 0 || items[i]!.continues || (items[i]!.number !== null) === isNumbered);
    ) {
      const item = items[i]!;
      const inner: Block[] = [];
      for (i++; i < items.length && items[i]!.depth > depth; i++) inner.push(items[i]!);
      const nested =
        inner.length === 0 ? html`` : renderList(state, inner, Math.min(...inner.map((block) => block.depth)));
      const number = item.number === null || item.continues ? '' : ` value="${item.number}"`;
      const attributes = `${placeOf(item)}${classOf(item)}${number} dir="auto"${unitOf(state, [item])}`;
      lines.push(tag('li', attributes, join([renderSentences(state, item), nested])));
    }
    out.push(tag(isNumbered ? 'ol' : 'ul', '', join(lines)));
  }
  return join(out);
}

function renderTable(state: State, rows: readonly Block[]): Html {
  const { columns } = rows[0]!;
  const head = columns.map((name) => html`<th scope="col" dir="auto">${name}</th>`);
  const body = rows.map((row) => {
    const span = row.sentences[0]!;
    const { cells } = inlineOf(state, span);
    const isFilled = cells.map((cell) => cell.length > 0);
    const shown = cells.map((cell, i) => {
      const hasBefore = cell.length > 0 && isFilled.slice(0, i).includes(true);
      return html`<td dir="auto">${hasBefore ? html`<span class="vh" aria-hidden="true"> · </span>` : null}${renderRuns(cell)}</td>`;
    });
    const notes = renderNotes(state, notesOf(state.document, row).flat());
    const extra = notes.toString() === '' ? null : html`<td class="notes">${notes}</td>`;
    return { row: tag('tr', ` id="q=${span.start}-${span.end}" data-m=""${unitOf(state, [row])}`, join(shown)), extra };
  });
  const notes = body.flatMap(({ extra }) => (extra === null ? [] : [extra]));
  return join([
    markup('<div class="table" role="region" aria-label="Table" tabindex="0"><table>'),
    columns.length === 0 ? html`` : html`<thead><tr>${head}</tr></thead>`,
    html`<tbody>${body.map(({ row }) => row)}</tbody></table></div>`,
    notes.length === 0 ? html`` : html`<p class="small">Checked at:${notes.map((note) => html` ${note}`)}</p>`,
  ]);
}

/** A block's sentences, each with its footnotes; `noted` false leaves those out. */
function renderSentences(state: State, block: Block, noted = true): Html {
  const notes = notesOf(state.document, block);
  const { text } = state.document;
  return join(
    block.sentences.map((span, i) => {
      const next = block.sentences[i + 1];
      const gap = next !== undefined && /\s/.test(text.slice(span.end, next.start)) ? ' ' : '';
      return join([
        i === 0 ? renderPin(state, block) : html``,
        renderSentence(state, span),
        noted ? renderNotes(state, notes[i]!) : html``,
        html`${gap}`,
      ]);
    }),
  );
}

/** The pinpoint in the margin, where the text does not show it by itself. */
function renderPin({ document }: State, { passage, continues, shape, number, sentences }: Block): Html {
  const { pinpoint } = passage;
  if (pinpoint === undefined || continues || shape === 'quote' || document.meta.text === 'digest') return html``;
  const says = pinpoint.replace(/^¶ /, '');
  const shows = (text: string) => document.text.startsWith(text, sentences[0]!.start);
  if (String(number) === says || shows(says) || shows(pinpoint)) return html``;
  return html`<span class="pin">${pinpoint}</span> `;
}

function renderSentence(state: State, span: Span): Html {
  const inline = inlineOf(state, span);
  const map = mapOf(inline);
  return join([
    markup(`<span id="q=${span.start}-${span.end}"${map === null ? '' : ` data-m="${map}"`}>`),
    html`${renderCells(inline)}`,
    markup('</span>'),
  ]);
}

/** What looks like a table row and stands in no table, as `plainText` has it. */
function renderCells({ cells }: Inline): Html[] {
  const filled = cells.filter((cell) => cell.length > 0);
  return filled.map((cell, i) => html`${i > 0 ? ' · ' : null}${renderRuns(cell)}`);
}

function inlineOf({ document }: State, { start, end }: Span): Inline {
  return readInline(document.text.slice(start, end), document.meta.format);
}

function renderRuns(runs: readonly Run[]): Html {
  return join(
    runs.map(({ text, marks }) =>
      marks.reduceRight<Html>((inner, { tag: name, href }) => {
        if (href === undefined) return join([markup(`<${name}>`), inner, markup(`</${name}>`)]);
        return html`<a href="${href}" rel="noopener noreferrer" data-host="${hostOf(href)}">${inner}</a>`;
      }, html`${text}`),
    ),
  );
}

/** Where the characters of a sentence's text stand in its source, as "index in the text:offset in the sentence" at each break; null where they are the same. */
function mapOf({ at }: Inline): string | null {
  if (at === null) return '';
  const breaks = at.flatMap((offset, i) => (offset === (i === 0 ? 0 : at[i - 1]! + 1) ? [] : [`${i}:${offset}`]));
  return breaks.length === 0 ? null : breaks.join(',');
}

function renderNotes({ numbers, used }: State, labels: readonly string[]): Html {
  return join(
    labels.map((label) => {
      const number = numbers.get(label)!;
      const isFirst = !used.has(label);
      used.add(label);
      return isFirst
        ? html`<sup><a id="r${number}" href="#n${number}" aria-label="Note ${number}">${number}</a></sup>`
        : html`<sup><a href="#n${number}" aria-label="Note ${number}">${number}</a></sup>`;
    }),
  );
}
