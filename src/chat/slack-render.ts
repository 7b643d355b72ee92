// An answer as Slack messages: blocks for people who see, `text` for notifications, screen readers and the day that Slack refuses the blocks.
// Pure. What is shown and in which order is `layout.ts`'s.

import type { Answer, Quote } from '../answer/model.ts';
import { printable } from '../text/markdown.ts';
import type { Content, Page } from './content.ts';
import { isTold, quotesIn, type Told } from './content.ts';
import { type Context, type Line, type Link, layOutStatements, type Part } from './layout.ts';
import { partsOf } from './layout-content.ts';
import { packParts } from './pack.ts';
import { pieces, safeUrl } from './pieces.ts';
import { withReader } from './reader-links.ts';
import { PLAIN, renderParts } from './render-text.ts';
import {
  type Block,
  type BlockLink,
  button,
  context,
  escapeText,
  LIMITS,
  literal,
  plainList,
  quotation,
  type RichTextPart,
  richText,
  section,
} from './slack-blocks.ts';
import { withTextFragment } from './text-fragment.ts';

/** One message. `text` is the same content in plain characters, escaped. */
export interface SlackMessage {
  readonly text: string;
  readonly blocks: readonly Block[];
}

/** Ids of the buttons under an answer. */
export const ACTIONS = { context: 'publius_context', share: 'publius_share', feedback: 'publius_feedback' } as const;

export interface RenderOptions {
  /** What the Share button hands back; null: no such button. */
  readonly share: string | null;
  /** Words of a page, from whoever knows them. */
  readonly page: (page: Page) => readonly Part[];
  /** Address of the reader; null where there is none. */
  readonly reader: string | null;
}

/** Content as messages, each within Slack's limits, cut only between its parts. At least one. */
export function renderContent(content: Content, { page, share, reader }: RenderOptions): SlackMessage[] {
  const messages = pack(withReader(partsOf(content, page), reader));
  if (!isTold(content)) return messages;
  const last = messages.at(-1)!;
  return [...messages.slice(0, -1), { ...last, blocks: [...last.blocks, ...buttons(content, share)] }];
}

/** One statement as blocks, to be shown while the others are on their way. */
export function renderStatementBlocks(
  statement: Answer['statements'][number],
  reader: string | null,
): readonly Block[] {
  return withReader(layOutStatements([statement]), reader).flatMap(blocksOf);
}

/** Room that is left in a message for the buttons under it, and a careful bound for all text in its blocks. */
const BLOCKS_MAX = LIMITS.blocks - 3;
const TEXT_MAX = LIMITS.fallback - 100;

/** Parts in as few messages as hold them, in order. */
export function pack(parts: readonly Part[]): SlackMessage[] {
  return packParts(parts, messageOf, fits, cut);
}

function messageOf(parts: readonly Part[]): SlackMessage {
  return { text: plain(parts), blocks: parts.flatMap(blocksOf) };
}

function fits({ text, blocks }: SlackMessage): boolean {
  return text.length <= TEXT_MAX && blocks.length <= BLOCKS_MAX;
}

function plain(parts: readonly Part[]): string {
  return escapeText(renderParts(parts, PLAIN).split('\n').map(printable).join('\n'));
}

/** Escaping makes at most five characters of one. */
function cut(text: string): string[] {
  return pieces(text, Math.floor(TEXT_MAX / 2 / (escapeText(text).length / text.length)));
}

function blocksOf(part: Part): Block[] {
  switch (part.part) {
    case 'lead':
      return part.tone === 'warning'
        ? [richText(section(...literal(part.text, { bold: true })))]
        : [context(part.text)];
    case 'group':
      return [richText(...richTextOf(part.lines)), ...part.contexts.map(contextBlock)];
    case 'heading':
      return [richText(section(...literal(part.text, { bold: true })))];
    case 'covers':
      return [context(part.text)];
    case 'small':
      return part.lines.map((line) => context(line));
  }
}

/** Lines as rich text; items that follow each other are one list. Only the source's own words are set as a quotation. */
function richTextOf(lines: readonly Line[]): RichTextPart[] {
  const parts: RichTextPart[] = [];
  let items: string[] = [];
  for (const line of lines) {
    if (line.line === 'item' || line.line === 'contact') {
      items.push(line.text);
      continue;
    }
    if (items.length > 0) parts.push(plainList(items));
    items = [];
    if (line.line === 'quotation') parts.push(quotation(...literal(`“${line.text}”`)));
    else parts.push(section(...literal(line.text)));
  }
  return items.length > 0 ? [...parts, plainList(items)] : parts;
}

export function contextBlock({ kind, where, links }: Context): Block {
  const usable = links.flatMap(linkOf);
  const checked = usable.length > 0 && links[0]?.checked ? ' · checked at' : '';
  return context(`${[kind, ...where].join(' · ')}${checked}`, usable);
}

/** A link to a source, opened at the words that are quoted; labelled with the host that it leads to. */
function linkOf({ url, quote }: Link): BlockLink[] {
  const address = safeUrl(url);
  if (address === null) return [];
  const label = new URL(address).hostname.replace(/^www\./, '');
  const opened = quote === null ? null : safeUrl(withTextFragment(address, quote.shown));
  return [{ url: opened ?? address, label }];
}

/** More context, Share, and whether it helped; none where nothing is quoted. */
function buttons(content: Told, share: string | null): Block[] {
  const quotes = quotesIn(content);
  if (quotes.length === 0) return [];
  const more = button(
    ACTIONS.context,
    'More context',
    quotesValue(quotes, content.version),
    'Show the passages around what is quoted',
  );
  const sharing =
    share === null
      ? []
      : [
          button(
            ACTIONS.share,
            'Share to channel',
            share,
            'Post this answer in the channel, without your name or question',
          ),
        ];
  return [
    { type: 'actions', elements: [more, ...sharing] },
    {
      type: 'context_actions',
      elements: [
        {
          type: 'feedback_buttons',
          action_id: ACTIONS.feedback,
          positive_button: {
            text: { type: 'plain_text', text: 'Helpful' },
            value: 'helpful',
            accessibility_label: 'This answer helped; only a count is kept',
          },
          negative_button: {
            text: { type: 'plain_text', text: 'Not helpful' },
            value: 'unhelpful',
            accessibility_label: 'This answer did not help; only a count is kept',
          },
        },
      ],
    },
  ];
}

/** Where the quotations stand, as many as a button's value holds: `version document:start-end …`. */
function quotesValue(quotes: readonly Quote[], version: string): string {
  let value = version;
  for (const place of new Set(quotes.map(({ document, start, end }) => `${document}:${start}-${end}`))) {
    if (value.length + 1 + place.length > LIMITS.buttonValue) break;
    value += ` ${place}`;
  }
  return value;
}

/** What `quotesValue` wrote; null for anything else. */
export function readQuotesValue(value: string) {
  const [version, ...places] = value.split(' ');
  const read = places.map((place) => /^(.+):(\d{1,9})-(\d{1,9})$/.exec(place));
  if (version === undefined || read.some((match) => match === null)) return null;
  return {
    version,
    places: read.map((match) => ({ document: match![1]!, start: Number(match![2]), end: Number(match![3]) })),
  };
}

/** Everything that stands as a quotation in the blocks of messages, without its quotation marks. */
export function quotationsIn(messages: readonly SlackMessage[]): string[] {
  return messages
    .flatMap(({ blocks }) => blocks)
    .flatMap((block) => (block.type === 'rich_text' ? block.elements : []))
    .filter((element) => element.type === 'rich_text_quote')
    .map((element) => element.elements.map((part) => ('text' in part ? part.text : '')).join(''))
    .filter((text) => text.startsWith('“') && text.endsWith('”'))
    .map((text) => text.slice(1, -1));
}
