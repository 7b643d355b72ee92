// Discord's markup: the characters of documents, questions and models escaped so that they are shown as they are and nothing in them becomes
// a mention, a link or a heading; and read back. Pure.

import { printable } from '../text/markdown.ts';

/** Marks that Discord reads anywhere (support.discord.com, "Markdown Text 101"); a backslash before any of them shows it as it is. */
const ANYWHERE = /[\\`*_~|<>[\]()@#]/g;
/** Marks that it reads at the beginning of a line: lists and headings, and numbers as items. */
const AT_START = /^(\s*)(?:([-+])|(\d+)([.)]))(?=\s)/;
/** A name between colons would become an emoji. */
const EMOJI = /:(?=[\w+-]+:)/g;
/** An address that would become a link by itself. */
const ADDRESS = /(https?|steam|discord):\/\//gi;

/** One line of text as Discord shows it unchanged. */
export function escapeMarkdown(text: string): string {
  return printable(text)
    .replace(ANYWHERE, '\\$&')
    .replace(EMOJI, '\\:')
    .replace(ADDRESS, '$1\\://')
    .replace(AT_START, (_, space: string, mark?: string, number?: string, dot?: string) =>
      mark === undefined ? `${space}${number}\\${dot}` : `${space}\\${mark}`,
    );
}

/** What `escapeMarkdown` was given: Discord takes a backslash before a mark away (the mark is no letter, digit or space). */
export function unescapeMarkdown(markdown: string): string {
  return markdown.replace(/\\([^\p{L}\p{N}\s])/gu, '$1');
}

/** A link with a host as its label, in which Discord takes no escapes. `url` must be absolute; brackets in it are encoded. */
export function link(label: string, url: string): string {
  const address = url.replace(
    /[()<>\\\s]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
  return `[${label.replace(/[^\p{L}\p{N}.:_-]/gu, '')}](${address})`;
}

/** What a person typed: mentions of people, roles and channels left out, custom emoji by their name. */
export function readDiscordText(content: string): string {
  return content
    .replace(/<(?:@[!&]?|#)\d+>/g, ' ')
    .replace(/<a?(:\w+:)\d+>/g, '$1')
    .replace(/<\/[^:>]+:\d+>/g, ' ')
    .trim();
}
