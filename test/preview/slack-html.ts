// Slack's blocks as HTML that looks about as Slack shows them. A view of our own, for looking at: every block and element that Publius sends is
// known, any other is a fault. Everything is escaped. Pure.

import type { Block } from '../fakes/slack/blocks.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Blocks as HTML. Throws where it does not know one. */
export function blocksToHtml(blocks: readonly Block[]): string {
  return blocks.map(blockToHtml).join('\n');
}

export function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

function blockToHtml(block: Block): string {
  switch (block.type) {
    case 'rich_text':
      return `<div class="rich">${partsToHtml(block.elements)}</div>`;
    case 'context':
      return `<div class="context">${list(block.elements)
        .map((one) => `<span>${textToHtml(one)}</span>`)
        .join(' ')}</div>`;
    case 'header':
      return `<h3>${textToHtml(block.text as Fields)}</h3>`;
    case 'divider':
      return '<hr>';
    case 'actions':
      return `<div class="actions">${list(block.elements).map(buttonToHtml).join('')}</div>`;
    case 'context_actions':
      return `<div class="actions small">${list(block.elements).map(feedbackToHtml).join('')}</div>`;
    default:
      throw new Error(`no view of a ${block.type} block`);
  }
}

function partsToHtml(parts: unknown): string {
  return list(parts)
    .map((part) => {
      switch (part.type) {
        case 'rich_text_section':
          return `<p>${inlineToHtml(part.elements)}</p>`;
        case 'rich_text_quote':
          return `<blockquote>${inlineToHtml(part.elements)}</blockquote>`;
        case 'rich_text_list':
          return `<ul>${list(part.elements)
            .map((item) => `<li>${inlineToHtml(item.elements)}</li>`)
            .join('')}</ul>`;
        default:
          throw new Error(`no view of a ${String(part.type)}`);
      }
    })
    .join('');
}

function inlineToHtml(elements: unknown): string {
  return list(elements)
    .map((element) => {
      const text = lines(String(element.text));
      if (element.type === 'link') return anchor(String(element.url), text);
      if (element.type !== 'text') throw new Error(`no view of a ${String(element.type)} element`);
      return (element.style as Fields | undefined)?.bold ? `<strong>${text}</strong>` : text;
    })
    .join('');
}

/** Plain text, or the one thing that Publius writes in mrkdwn: a link. */
function textToHtml({ type, text }: Fields): string {
  if (type === 'plain_text') return lines(String(text));
  const link = /^<([^|>]+)\|([^>]*)>$/.exec(String(text));
  if (type !== 'mrkdwn' || !link) throw new Error(`no view of ${String(type)} ${String(text)}`);
  return `<a href="${link[1]!.replace(/"/g, '&quot;')}">${link[2]!}</a>`; // escaped for mrkdwn, which is escaped for HTML
}

function buttonToHtml({ text }: Fields): string {
  return `<button type="button">${textToHtml(text as Fields)}</button>`;
}

function feedbackToHtml({ positive_button, negative_button }: Fields): string {
  return [positive_button, negative_button]
    .map((one) => (one as { text: { text: string } }).text.text)
    .map((name, n) => `<button type="button" title="${escapeHtml(name)}">${n === 0 ? '👍' : '👎'}</button>`)
    .join('');
}

function anchor(url: string, label: string): string {
  return `<a href="${escapeHtml(url)}">${label}</a>`;
}

function lines(text: string): string {
  return escapeHtml(text).replace(/\n/g, '<br>');
}

function list(value: unknown): Fields[] {
  return value as Fields[];
}
