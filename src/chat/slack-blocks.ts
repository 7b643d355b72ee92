// Slack's blocks, as far as Publius uses them, and what goes into them. Words of documents, questions and models go only where Slack reads
// no markup (`rich_text` text elements and `plain_text`), so nothing in them can become a mention, a link or an emoji. Pure.

import type { types } from '@slack/bolt';
import { printable } from '../text/markdown.ts';
import { pieces, shorten } from './pieces.ts';

export type Block = types.KnownBlock;
type RichTextBlock = Extract<Block, { type: 'rich_text' }>;
export type RichTextPart = RichTextBlock['elements'][number];
type RichTextElement = types.RichTextElement;
type RichTextSection = Extract<RichTextPart, { type: 'rich_text_section' }>;

/** Limits of docs.slack.dev, "Block Kit" reference and chat.update, in UTF-16 units unless said otherwise. */
export const LIMITS = {
  /** A text object, and by our own care one text element of rich text, which has no documented limit. */
  text: 3000,
  header: 150,
  blocks: 50,
  viewBlocks: 100,
  buttonValue: 2000,
  modalTitle: 24,
  /** `text` beside blocks: chat.update refuses more. */
  fallback: 4000,
} as const;

/** `text` as literal text elements: no markup is read in them, and none is longer than Slack takes. */
export function literal(text: string, style?: types.RichTextStyleable['style']): RichTextElement[] {
  return pieces(printable(text), LIMITS.text).map((piece) => ({
    type: 'text',
    text: piece,
    ...(style ? { style } : {}),
  }));
}

export function richText(...elements: RichTextPart[]): RichTextBlock {
  return { type: 'rich_text', elements };
}

export function section(...elements: RichTextElement[]): RichTextSection {
  return { type: 'rich_text_section', elements };
}

/** A block quotation. */
export function quotation(...elements: RichTextElement[]): RichTextPart {
  return { type: 'rich_text_quote', elements };
}

export function list(items: readonly RichTextSection[]): RichTextPart {
  return { type: 'rich_text_list', style: 'bullet', elements: [...items] };
}

/** Each text an item. */
export function plainList(texts: readonly string[]): RichTextPart {
  return list(texts.map((text) => section(...literal(text))));
}

export interface BlockLink {
  readonly url: string;
  readonly label: string;
}

/** Small grey text, with links after it. */
export function context(text: string, links: readonly BlockLink[] = []): Block {
  const words = pieces(printable(text), LIMITS.text).slice(0, CONTEXT_ELEMENTS_MAX - links.length);
  return {
    type: 'context',
    elements: [
      ...words.map((piece) => ({ type: 'plain_text' as const, text: piece, emoji: false })),
      ...links.map((link) => ({ type: 'mrkdwn' as const, text: mrkdwnLink(link), verbatim: true })),
    ],
  };
}

const CONTEXT_ELEMENTS_MAX = 10;

export function header(text: string): Block {
  return { type: 'header', text: { type: 'plain_text', text: shorten(text, LIMITS.header), emoji: false } };
}

export function button(actionId: string, text: string, value: string, label?: string): types.Button {
  return {
    type: 'button',
    action_id: actionId,
    text: { type: 'plain_text', text, emoji: false },
    value,
    ...(label === undefined ? {} : { accessibility_label: label }),
  };
}

/** The one place where markup is written: a link whose address is a source's, its label a host name or words of ours. */
function mrkdwnLink({ url, label }: BlockLink): string {
  return `<${escapeText(url)}|${escapeText(label.replace(/[|<>]/g, ' '))}>`;
}

/** `text` for Slack's mrkdwn, where `&`, `<` and `>` are markup (docs.slack.dev, "Formatting message text"). */
export function escapeText(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
