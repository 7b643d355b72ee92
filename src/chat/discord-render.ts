// An answer as Discord messages: Components V2 for people who see, plain content for the day that Discord refuses them. Pure. What is shown
// and in which order is `layout.ts`'s.

import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  type APIComponentInContainer,
  type APIContainerComponent,
  type APIMessageTopLevelComponent,
  ButtonStyle,
  ComponentType,
} from 'discord.js';
import type { Statement } from '../answer/model.ts';
import { isPrintable } from './check-words.ts';
import type { Content, Page } from './content.ts';
import { isTold, quotesIn } from './content.ts';
import { escapeMarkdown, link, unescapeMarkdown } from './discord-markdown.ts';
import { type Context, contextOf, type Line, type Link, layOutStatements, type Part } from './layout.ts';
import { partsOf } from './layout-content.ts';
import { packParts } from './pack.ts';
import { pieces, safeUrl } from './pieces.ts';
import { contextIn, withReader } from './reader-links.ts';
import type { Surroundings } from './surroundings.ts';
import { withTextFragment } from './text-fragment.ts';

/** One message: its components, and the same as plain messages where components are refused. */
export interface DiscordMessage {
  readonly components: readonly APIMessageTopLevelComponent[];
  readonly plain: readonly string[];
}

/** Beginnings of the buttons' ids; the answer's id follows after a colon. */
export const BUTTONS = {
  context: 'publius-context',
  next: 'publius-next',
  share: 'publius-share',
  helpful: 'publius-helpful',
  unhelpful: 'publius-unhelpful',
} as const;

export interface DiscordRenderOptions {
  /** Names the answer for its buttons; null: no buttons. */
  readonly id: string | null;
  /** What the Share button hands back; null: no such button. */
  readonly share: string | null;
  /** Whether there is a button for more of the same conversation. */
  readonly next: boolean;
  readonly page: (page: Page) => readonly Part[];
  /** Address of the reader; null where there is none. */
  readonly reader: string | null;
}

/** Limits of discord.com/developers, "Components Reference" and "Create Message", in characters; a message has 40 components in all. */
const TEXT_MAX = 4000;
const COMPONENTS_MAX = 40;
const CONTENT_MAX = 2000;
/** Room for the container and for one row with its buttons. */
const BUTTONS_MAX = 5;
const TEXTS_MAX = COMPONENTS_MAX - 1 - 1 - BUTTONS_MAX;

/** A longer link is shown without the words that it opens at, or not at all. */
const LINK_MAX = 700;

/** Left edge of a message: answered, not found, neither. */
const ACCENTS = { answered: 0x2f6f4f, 'not-found': 0x8a6d3b, other: 0x64748b } as const;

/** Content as messages, each within Discord's limits, cut only between its parts. At least one. */
export function renderDiscord(content: Content, options: DiscordRenderOptions): DiscordMessage[] {
  const messages = pack(withReader(partsOf(content, options.page), options.reader), accentOf(content));
  if (!isTold(content) || options.id === null) return messages;
  const rows = quotesIn(content).length > 0 ? [buttonRow(options.id, options)] : [];
  const last = messages.at(-1)!;
  return [...messages.slice(0, -1), { ...last, components: [...last.components, ...rows] }];
}

function accentOf(content: Content): number {
  if (!isTold(content)) return ACCENTS.other;
  if (content.content === 'check')
    return ACCENTS[content.checked.length > 0 && content.checked.every(isPrintable) ? 'answered' : 'not-found'];
  const { status, notices } = content.content === 'answer' ? content.answer : content.summary;
  return status === 'not-found' || notices.some(({ code }) => code === 'missing')
    ? ACCENTS['not-found']
    : ACCENTS.answered;
}

/** Statements that are checked so far, as one message that is changed again and again; the first of them that fit. */
export function renderProgress(statements: readonly Statement[], reader: string | null): DiscordMessage {
  return pack(withReader(layOutStatements(statements), reader), ACCENTS.other)[0]!;
}

/** One line of ours. */
export function renderLine(text: string): DiscordMessage {
  return pack([{ part: 'group', lines: [{ line: 'statement', text }], contexts: [] }], ACCENTS.other)[0]!;
}

/** Parts in as few messages as hold them, in order. */
export function pack(parts: readonly Part[], accent: number): DiscordMessage[] {
  const messages = packParts(
    parts,
    (some) => some,
    (some) => fits(textsOf(some)),
    cut,
  );
  return messages.map((some) => ({
    components: [containerOf(textsOf(some), accent)],
    plain: packParts(some, contentOf, (content) => content.length <= CONTENT_MAX, cut),
  }));
}

/** Parts as one plain content. */
function contentOf(parts: readonly Part[]): string {
  return textsOf(parts).join('\n\n');
}

/** Passages with what is quoted in them in bold, each as a text of its own. */
export function renderPassages(passages: readonly Surroundings[], reader: string | null): DiscordMessage[] {
  const messages: string[][] = [[]];
  for (const texts of passages.map((passage) => passageTexts(passage, reader))) {
    if (!fits([...messages.at(-1)!, ...texts])) messages.push([]);
    const [heading = '', ...rest] = texts;
    messages.at(-1)!.push(heading);
    for (const text of rest) {
      if (!fits([...messages.at(-1)!, text])) messages.push([heading]);
      messages.at(-1)!.push(text);
    }
  }
  return messages
    .filter((some) => some.length > 0)
    .map((some) => ({ components: [containerOf(some, ACCENTS.other)], plain: plainOf(some) }));
}

function passageTexts(
  { title, headings, before, passage, after, quotes }: Surroundings,
  reader: string | null,
): string[] {
  const neighbour = (text: string | null) => (text === null ? [] : cut(text).map(escapeMarkdown));
  const marked = passage.flatMap(({ text, quoted }) =>
    cut(text).map((piece) => (quoted ? boldWithin(piece) : escapeMarkdown(piece))),
  );
  const lines: string[] = [];
  for (const piece of marked) {
    const joined = `${lines.at(-1) ?? ''}${piece}`;
    if (lines.length > 0 && joined.length <= CONTENT_MAX - 100) lines[lines.length - 1] = joined;
    else lines.push(piece);
  }
  const texts = [bold([title, ...headings].join(' · ')), ...neighbour(before), ...lines, ...neighbour(after)];
  return [...texts, contextLine(contextIn(contextOf(quotes), reader))].filter((text) => text.trim() !== '');
}

/** White space stands outside the marks, where Discord reads them. */
function boldWithin(piece: string): string {
  const [, start, inner, end] = /^(\s*)([\s\S]*?)(\s*)$/.exec(piece)!;
  return inner === '' ? piece : `${start}**${escapeMarkdown(inner!)}**${end}`;
}

function textsOf(parts: readonly Part[]): string[] {
  return parts.map(textOf).filter((text) => text !== '');
}

/** Lines are short enough for plain content too, so that nothing is cut anew there. */
function fits(texts: readonly string[]): boolean {
  const lines = texts.flatMap((text) => text.split('\n'));
  return (
    texts.length <= TEXTS_MAX &&
    texts.join('').length <= TEXT_MAX - 100 &&
    lines.every((line) => line.length <= CONTENT_MAX - 100)
  );
}

/** Escaping makes at most two characters of one. */
function cut(text: string): string[] {
  return pieces(text, Math.floor(CONTENT_MAX / 2 - 100));
}

function containerOf(texts: readonly string[], accent: number): APIContainerComponent {
  const components = texts.map((content): APIComponentInContainer => ({ type: ComponentType.TextDisplay, content }));
  return { type: ComponentType.Container, accent_color: accent, components };
}

/** The texts in as few contents as hold them; a text that is longer is cut between its lines. */
function plainOf(texts: readonly string[]): string[] {
  const contents: string[] = [];
  for (const [n, line] of texts.flatMap((text, i) => [...(i > 0 ? [''] : []), ...text.split('\n')]).entries()) {
    const current = contents.at(-1);
    if (n > 0 && current !== undefined && current.length + 1 + line.length <= CONTENT_MAX)
      contents[contents.length - 1] = `${current}\n${line}`;
    else if (line !== '') contents.push(line);
  }
  return contents;
}

function textOf(part: Part): string {
  switch (part.part) {
    case 'lead':
      return part.tone === 'warning' ? bold(part.text) : small(part.text);
    case 'group':
      return [linesOf(part.lines), ...part.contexts.map(contextLine)].join('\n');
    case 'heading':
      return bold(part.text);
    case 'covers':
      return small(part.text);
    case 'small':
      return part.lines.map(small).join('\n');
  }
}

function bold(text: string): string {
  const escaped = escapeMarkdown(text);
  return escaped === '' ? '' : `**${escaped}**`;
}

function small(text: string): string {
  const escaped = escapeMarkdown(text);
  return escaped === '' ? '' : `-# ${escaped}`;
}

/** Lines of running text apart from each other, lists and quotations close to what they belong to. */
function linesOf(lines: readonly Line[]): string {
  const runs = (line: Line | undefined) => line?.line === 'statement' || line?.line === 'words';
  return lines
    .map((line, n) => `${n === 0 ? '' : runs(line) && runs(lines[n - 1]) ? '\n\n' : '\n'}${lineOf(line)}`)
    .join('');
}

function lineOf({ line, text }: Line): string {
  const escaped = escapeMarkdown(text);
  if (line === 'quotation') return `> “${escaped}”`;
  return line === 'item' || line === 'contact' ? `- ${escaped}` : escaped;
}

/** "Alleged · Complaint, ¶ 1 · Twitter v. DHS (N.D. Cal., 6 Apr 2017) · [host](link)", small. */
export function contextLine({ kind, where, links }: Context): string {
  const words = [kind, ...where].map(escapeMarkdown).join(' · ');
  const usable = links.flatMap(linkOf);
  const checked = usable.length > 0 && links[0]?.checked ? ' · checked at' : '';
  const shown = usable.length === 0 ? '' : `${checked === '' ? ' · ' : ' '}${usable.join(' · ')}`;
  return `-# ${words}${checked}${shown}`;
}

function linkOf({ url, quote }: Link): string[] {
  const address = safeUrl(url);
  if (address === null) return [];
  const opened = quote === null ? address : (safeUrl(withTextFragment(address, quote.shown)) ?? address);
  const label = new URL(address).hostname.replace(/^www\./, '');
  const [usable] = [opened, address].map((one) => link(label, one)).filter((one) => one.length <= LINK_MAX);
  return usable === undefined ? [] : [usable];
}

function buttonRow(
  id: string,
  { share, next }: Pick<DiscordRenderOptions, 'share' | 'next'>,
): APIActionRowComponent<APIButtonComponentWithCustomId> {
  const more = [
    button(BUTTONS.context, id, 'More context'),
    ...(next ? [button(BUTTONS.next, id, 'Next quotes')] : []),
  ];
  const votes = [button(BUTTONS.helpful, id, 'Helpful'), button(BUTTONS.unhelpful, id, 'Not helpful')];
  const sharing = share === null ? [] : [button(BUTTONS.share, share, 'Share')];
  return { type: ComponentType.ActionRow, components: [...more, ...sharing, ...votes] };
}

function button(action: string, id: string, label: string): APIButtonComponentWithCustomId {
  return { type: ComponentType.Button, style: ButtonStyle.Secondary, label, custom_id: `${action}:${id}` };
}

/** Everything that stands as a quotation in the components of messages, as it is shown, without its quotation marks. */
export function quotationsInDiscord(messages: readonly Pick<DiscordMessage, 'components'>[]): string[] {
  return messages
    .flatMap(({ components }) => components)
    .flatMap((one) => (one.type === ComponentType.Container ? one.components : []))
    .flatMap((one) => (one.type === ComponentType.TextDisplay ? one.content.split('\n') : []))
    .flatMap((line) => /^> “(.*)”$/.exec(line)?.[1] ?? [])
    .map(unescapeMarkdown);
}
