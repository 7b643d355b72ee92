// Discord's components and Markdown as HTML that looks about as Discord shows them. A view of our own, for looking at: every component and mark
// that Publius sends is known, any other is a fault. Everything is escaped. Pure.

import type { Component } from '../fakes/discord/server.ts';
import { escapeHtml } from './slack-html.ts';

const TYPES = { row: 1, button: 2, text: 10, container: 17 } as const;
const SECONDARY = 2;

/** Components of a message as HTML. Throws where it does not know one. */
export function componentsToHtml(components: readonly Component[]): string {
  return components.map(componentToHtml).join('\n');
}

function componentToHtml(component: Component): string {
  const inner = component.components ?? [];
  switch (component.type) {
    case TYPES.container:
      return `<div class="box" style="border-left-color:${colourOf(component)}">${componentsToHtml(inner)}</div>`;
    case TYPES.text:
      return `<div class="text">${markdownToHtml(component.content ?? '')}</div>`;
    case TYPES.row:
      return `<div class="actions">${componentsToHtml(inner)}</div>`;
    case TYPES.button:
      return buttonToHtml(component);
    default:
      throw new Error(`no view of a component of type ${component.type}`);
  }
}

function colourOf(component: Component): string {
  const { accent_color: colour } = component as { accent_color?: unknown };
  if (typeof colour !== 'number') throw new Error('no view of a container without an accent');
  return `#${colour.toString(16).padStart(6, '0')}`;
}

function buttonToHtml({ style, label, emoji, disabled }: Component): string {
  if (style !== SECONDARY || !label || emoji || disabled) throw new Error(`no view of a button of style ${style}`);
  return `<button type="button">${escapeHtml(label)}</button>`;
}

type LineKind = 'quote' | 'item' | 'small' | 'empty' | 'text';

/** How a line may begin. */
const STARTS: readonly (readonly [start: string, kind: LineKind])[] = [
  ['> ', 'quote'],
  ['- ', 'item'],
  ['-# ', 'small'],
];
/** Beginnings that Discord reads and Publius does not write: headings, other lists, lists in lists, quotations to the end. */
const UNKNOWN_START = /^(?:\s+[-*+] |\s*[*+] |\s*\d+[.)] |\s*#{1,3} |>>> |\s+(?:-# |> ))/;

/** Text in Discord's Markdown as HTML. Lines of one kind that follow each other stand together, as there. Throws on a mark that it does not know. */
export function markdownToHtml(markdown: string): string {
  const runs: { kind: LineKind; lines: string[] }[] = [];
  for (const line of markdown.split('\n')) {
    const { kind, text } = readLine(line);
    const last = runs.at(-1);
    if (last?.kind === kind) last.lines.push(inlineToHtml(text));
    else runs.push({ kind, lines: [inlineToHtml(text)] });
  }
  return runs.map(runToHtml).join('');
}

function readLine(line: string): { kind: LineKind; text: string } {
  if (UNKNOWN_START.test(line)) throw new Error(`no view of a line that begins like ${line.slice(0, 20)}`);
  const start = STARTS.find(([mark]) => line.startsWith(mark));
  if (start) return { kind: start[1], text: line.slice(start[0].length) };
  return { kind: line === '' ? 'empty' : 'text', text: line };
}

function runToHtml({ kind, lines }: { kind: LineKind; lines: readonly string[] }): string {
  switch (kind) {
    case 'quote':
      return `<blockquote>${lines.join('<br>')}</blockquote>`;
    case 'item':
      return `<ul>${lines.map((line) => `<li>${line}</li>`).join('')}</ul>`;
    case 'small':
      return lines.map((line) => `<div class="sub">${line}</div>`).join('');
    case 'empty':
      return lines.map(() => '<div class="empty"></div>').join('');
    case 'text':
      return lines.map((line) => `<p>${line}</p>`).join('');
  }
}

/** What stands in a line, longest first. A backslash before a sign takes its meaning away; inside of a link's label it would be shown. */
const INLINE =
  /\\(?<sign>[^\p{L}\p{N}\s])|\*\*(?<bold>(?:\\[^\s]|[^\\*])+)\*\*|\[(?<label>[^\][\\]+)\]\((?<url>https?:\/\/[^\s()<>]+)\)|(?<plain>[^\\*_`~|<>[\]()@#]+)/uy;
/** What Discord makes something of though no single sign in it is a mark: addresses, names of emoji. */
const LIVE = /(?:https?|steam|discord):\/\/|:[a-z]\w+:/i;

function inlineToHtml(text: string): string {
  let html = '';
  for (let at = 0; at < text.length; ) {
    INLINE.lastIndex = at;
    const found = INLINE.exec(text);
    if (!found) throw new Error(`no view of the mark in ${text.slice(at, at + 40)}`);
    const { sign, bold, label, url, plain } = found.groups!;
    if (plain !== undefined && LIVE.test(plain)) throw new Error(`no view of what becomes live in ${plain}`);
    if (bold !== undefined) html += `<strong>${inlineToHtml(bold)}</strong>`;
    else if (url !== undefined) html += `<a href="${escapeHtml(url)}">${escapeHtml(label!)}</a>`;
    else html += escapeHtml(sign ?? plain!);
    at += found[0].length;
  }
  return html;
}
