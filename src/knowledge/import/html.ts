// HTML → its readable part as blocks. Runs no script, loads nothing.

import { isCalendarDate } from '../calendar.ts';
import type { Doubt, Reading, Refusal, Source, Told } from './blocks.ts';
import { type DomDocument, domParser, readablePart } from './browser-libraries.ts';
import { readBlocks } from './html-blocks.ts';
import { cleanText } from './page.ts';

/** Below this share of a page's words the readable part is said to be a part. */
const WHOLE_SHARE = 0.5;
/** What Readability finds is not believed when it is shorter and there is more. */
const ARTICLE_CHARS = 200;
const ELEMENTS_MAX = 200_000;

export async function readHtml(bytes: Uint8Array, source: Source): Promise<Reading | Refusal> {
  const decoded = decodeHtml(bytes, source.type);
  if (decoded === null)
    return { refused: 'holds characters that its own character set does not have: save it as UTF-8, and add it again' };
  const html = wholePage(decoded);
  if (depthOf(html) > DEPTH_MAX) return { refused: 'is nested too deeply: save it as PDF or text, and add that' };
  const parse = await domParser();
  const document = parse(html);
  const all = readBlocks(document.body);
  const told = toldBy(document, source.url);
  const article = source.whole ? null : await readablePart(parse(html), ELEMENTS_MAX);
  const main = article?.content ? readBlocks(article.content) : null;
  const [has, whole] = [main ? lengthOf(main.blocks) : 0, lengthOf(all.blocks)];
  const useMain = main !== null && (has >= ARTICLE_CHARS || has >= 0.8 * whole);
  const chosen = useMain ? main : all;
  if (chosen.blocks.length === 0)
    return { refused: 'holds no readable text: if a script makes its text, save it as PDF and add that' };
  const doubts: Doubt[] = [];
  if (useMain && has < WHOLE_SHARE * whole)
    doubts.push({
      message: `of the page’s text ${Math.round((100 * has) / whole)} % was taken for the readable part`,
      lowers: has < 0.2 * whole ? 'medium' : 'high',
    });
  const title =
    cleanText(article?.title ?? '')
      .replace(/\s+/g, ' ')
      .trim() || told.title;
  return { ...chosen, doubts, told: { ...told, ...(title ? { title } : {}) } };
}

/** The parser sees a page only where all its tags are written; HTML lets them be left out, and content management systems export only the inside. */
function wholePage(html: string): string {
  if (['html', 'head', 'body'].every((name) => new RegExp(`<${name}[\\s>]`, 'i').test(html))) return html;
  return `<html><head></head><body>${html.replace(/<!doctype[^>]*>|<\/?(?:html|head|body)(?=[\s>])[^>]*>/gi, '')}</body></html>`;
}

/** Nobody nests so deep; readers take time with the square of it. */
const DEPTH_MAX = 500;
const NESTING =
  /<(\/?)(?:div|span|section|article|blockquote|table|ul|ol|dl|font|b|i|u|em|strong|small|a|center|form|fieldset)(?=[\s>/])/gi;

function depthOf(html: string): number {
  let [depth, most] = [0, 0];
  for (const [, closes] of html.matchAll(NESTING)) {
    depth = closes === '' ? depth + 1 : Math.max(0, depth - 1);
    most = Math.max(most, depth);
  }
  return most;
}

function lengthOf(blocks: Reading['blocks']): number {
  return blocks.reduce(
    (sum, block) => sum + ('text' in block ? block.text.length : block.rows.flat().join('').length),
    0,
  );
}

function toldBy(document: DomDocument, url: string | undefined): Told {
  const attribute = (selector: string, name: string) => document.querySelector(selector)?.getAttribute(name) ?? '';
  const published =
    attribute('meta[property="article:published_time"]', 'content') || attribute('meta[name="date"]', 'content');
  const date = /^\d{4}-\d{2}-\d{2}/.exec(published)?.[0];
  const link = url ?? attribute('link[rel="canonical"]', 'href');
  const title = cleanText(document.title).replace(/\s+/g, ' ').trim();
  return {
    ...(title === '' ? {} : { title }),
    ...(date !== undefined && isCalendarDate(date) ? { date } : {}),
    ...(URL.canParse(link) && /^https?:/.test(link) ? { url: link } : {}),
  };
}

/** By its byte order mark, what the server said, or what it says itself; UTF-8 else. null where that cannot be right. */
export function decodeHtml(bytes: Uint8Array, type = ''): string | null {
  const start = Buffer.from(bytes.subarray(0, 2048)).toString('latin1');
  const said = /charset\s*=\s*["']?([\w-]+)/i;
  const marked = /^(?:ÿþ|þÿ|ï»¿)/.exec(start)?.[0];
  const label = marked
    ? { ÿþ: 'utf-16le', þÿ: 'utf-16be' }[marked]
    : (said.exec(type) ?? said.exec(/<meta[^>]*>/gi.test(start) ? start : ''))?.[1];
  try {
    return new TextDecoder(label ?? 'utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
