// Strings cut to what a platform takes, and addresses that may be made into links. Pure.

import { printable } from '../text/markdown.ts';

/** Characters of a link that every platform takes. */
const URL_MAX = 3000;

/** An http or https address that can stand between `<` and `|`; null for anything else. */
export function safeUrl(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return null;
  if (url.username !== '' || url.password !== '') return null;
  const href = url.href.replace(/[|<>\s]/g, (char) => encodeURIComponent(char));
  return href.length <= URL_MAX ? href : null;
}

/** Pieces of at most `max` units that join to `text`; cut at white space where there is any, never inside a character. */
export function pieces(text: string, max: number): string[] {
  const result: string[] = [];
  let rest = text;
  while (rest.length > max) {
    const space = rest.lastIndexOf(' ', max - 1) + 1;
    let cut = space > max / 2 ? space : max;
    if (/[\ud800-\udbff]/.test(rest[cut - 1]!)) cut--;
    result.push(rest.slice(0, cut));
    rest = rest.slice(cut);
  }
  if (rest !== '') result.push(rest);
  return result;
}

/** At most `max` units, the end given away for an ellipsis where it is longer. */
export function shorten(text: string, max: number): string {
  const clean = printable(text);
  return clean.length <= max ? clean : `${pieces(clean, max - 1)[0]!.trimEnd()}…`;
}
