// Running heads, feet, stamps and page numbers: what stands at the edge of page after page. Takes them off and reads the page's own
// number out of them. Pure.

import type { Line, Page } from './page.ts';
import { fromRoman, toRoman } from './roman.ts';

/** A page before its own number is known. */
export interface RawPage {
  readonly number: number;
  readonly height: number;
  readonly lines: readonly Line[];
}

export interface Cleared {
  readonly pages: readonly Page[];
  /** Where the labels come from. */
  readonly labels: 'printed' | 'stamp' | 'file';
  /** The stamp of an electronic filing, once, as it stands. */
  readonly stamp: string | null;
  /** Pages on which nothing but such lines stood. */
  readonly bare: readonly number[];
  /** Lines beyond a head or foot, left out with it. */
  readonly stray: readonly { readonly page: number; readonly text: string }[];
}

/** Stamps that courts' systems print: "Case 3:17-cv-01916-RS Document 1 Filed 04/06/17 Page 2 of 25", and the appeal courts'. */
export const STAMP =
  /^(?:USCA\d* )?Case:?\s+\d[\w:.-]*.*\b(?:Document|Doc|Document #|DktEntry)\b.*\b(?:Filed|Page)\b.*\d|^\S*\s?(?:ECF|Doc\.) (?:No\.|#) ?\d+.{0,60}\b(?:Page|PageID)\b.*\d/i;
const STAMP_PAGE = /\bPage:?\s+(\d{1,4})(?:\s+of\s+\d{1,4})?/i;

/** What browsers print round a page: date, time and title over it, address and page number under it. */
const PRINT_HEAD = /^\d{1,4}[./-]\d{1,2}[./-]\d{2,4},? \d{1,2}:\d{2}\b/;
const PRINT_FOOT = /^(?:https?|file|about):\S+\s+\d{1,4}\/\d{1,4}$/;

/** As many lines as a head or foot may have. */
const EDGE_LINES = 5;
/** A line alike on this many pages is a running one; on all, in a document of two. */
const RUNNING_PAGES = 3;

/** A head stands at the same height on its pages, within so many points. */
const SETTLED_PT = 4;

type Edge = 'top' | 'bottom';

/** The pages without heads and feet, each with its label. */
export function clearMargins(pages: readonly RawPage[]): Cleared {
  const counts = countEdges(pages);
  const numbered = countNumbered(pages);
  const stray: { page: number; text: string }[] = [];
  const least = Math.min(RUNNING_PAGES, Math.max(2, pages.length));
  const runs = (edge: Edge, page: RawPage, line: Line, settled: boolean) => {
    if (STAMP.test(line.text) || isPrinted(page, line) || isCounted(numbered, edge, page, line)) return true;
    const places = counts.get(`${edge} ${keyOf(line.text, page.number)}`) ?? [];
    return standsOn(places, ALONE.test(line.text) ? 2 : least, settled ? line.y : null);
  };
  const lead = (edge: Edge, page: RawPage, lines: readonly Line[]) => {
    const end = lines.findIndex((line) => !runs(edge, page, line, false));
    const known = end < 0 ? lines.length : end;
    // Beyond a head or foot at its usual place there is no text, though a line there may be the only one of its kind.
    const beyond = lines.findLastIndex(
      (line, i) => i > known && isOuter(edge, page, line) && runs(edge, page, line, true),
    );
    for (const line of lines.slice(known, beyond + 1))
      if (!runs(edge, page, line, false)) stray.push({ page: page.number, text: line.text });
    return lines.slice(0, Math.max(known, beyond + 1));
  };
  const parts = pages.map((page) => {
    const top = page.lines.slice(0, EDGE_LINES);
    const head = lead('top', page, top);
    const rest = page.lines.slice(head.length);
    const foot = lead('bottom', page, [...rest].reverse().slice(0, EDGE_LINES));
    return { page, head, foot, body: rest.slice(0, rest.length - foot.length) };
  });
  const edges = parts.map(({ page, head, foot }) => ({ ...page, lines: [...head, ...foot] }));
  const { labels, from } = labelsOf(edges);
  const stamp = edges.flatMap(({ lines }) => lines).find(({ text }) => STAMP.test(text))?.text ?? null;
  return {
    pages: parts.map(({ page, body }, i) => ({ number: page.number, label: labels[i]!, lines: body })),
    labels: from,
    stamp,
    bare: parts.filter(({ page, body }) => page.lines.length > 0 && body.length === 0).map(({ page }) => page.number),
    stray,
  };
}

/** Whether a line is what a browser prints at the page's edge: believed only where head and foot both stand there. */
function isPrinted({ lines }: RawPage, line: Line): boolean {
  const [head, foot] = [lines[0], lines.at(-1)];
  if (line !== head && line !== foot) return false;
  return PRINT_HEAD.test(head?.text ?? '') && PRINT_FOOT.test(foot?.text ?? '');
}

/** Whether the places are on so many pages; with `y`, at that height. */
function standsOn(places: readonly Place[], least: number, y: number | null): boolean {
  const pages = new Set<number>();
  for (const place of places) {
    if (y === null || Math.abs(place.y - y) <= SETTLED_PT) pages.add(place.page);
    if (pages.size >= least) return true;
  }
  return false;
}

/** In the outer fifth of the page. */
function isOuter(edge: Edge, { height }: RawPage, { y }: Line): boolean {
  return edge === 'top' ? y < 0.2 * height : y > 0.8 * height;
}

/** Heads whose words change but which begin or end with the page's number: how many pages have one that is as far from its place. */
function countNumbered(pages: readonly RawPage[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const page of pages)
    for (const [edge, line] of [
      ['top', page.lines[0]],
      ['bottom', page.lines.at(-1)],
    ] as const)
      for (const key of line ? numberKeys(edge, page, line) : []) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

function numberKeys(edge: Edge, { number }: RawPage, { text, y }: Line): string[] {
  const ends = [/^(\d{1,4})\s/.exec(text)?.[1], /\s(\d{1,4})$/.exec(text)?.[1]];
  return ends.flatMap((value) =>
    value === undefined ? [] : [`${edge} ${Number(value) - number} ${Math.round(y / SETTLED_PT)}`],
  );
}

function isCounted(counts: ReadonlyMap<string, number>, edge: Edge, page: RawPage, line: Line): boolean {
  const outermost = edge === 'top' ? page.lines[0] : page.lines.at(-1);
  return line === outermost && numberKeys(edge, page, line).some((key) => counts.get(key)! >= RUNNING_PAGES);
}

interface Place {
  readonly page: number;
  readonly y: number;
}

/** Where lines stand that are alike but for their numbers. */
function countEdges(pages: readonly RawPage[]): Map<string, Place[]> {
  const counts = new Map<string, Place[]>();
  for (const { lines, number } of pages) {
    const sides: [Edge, readonly Line[]][] = [
      ['top', lines.slice(0, EDGE_LINES)],
      ['bottom', lines.slice(-EDGE_LINES)],
    ];
    for (const [edge, some] of sides)
      for (const { text, y } of some) {
        const key = `${edge} ${keyOf(text, number)}`;
        const places = counts.get(key) ?? [];
        places.push({ page: number, y });
        counts.set(key, places);
      }
  }
  return counts;
}

const ROMAN_ALONE = /^[-–—\s]*([ivxlc]{1,7})[-–—\s]*$/i;

/** A page number and nothing else: "- 4 -", "iv". */
const ALONE = /^[-–—\s]*(?:\d{1,4}|[ivxlc]{1,7})[-–—\s]*$/i;

/** A line without what changes from page to page. One that is all number counts by how far it is from the page's place in the file. */
function keyOf(text: string, page: number): string {
  if (ALONE.test(text)) {
    const roman = ROMAN_ALONE.exec(text)?.[1];
    return roman === undefined ? `a${Number(/\d+/.exec(text)![0]) - page}` : `r${fromRoman(roman) - page}`;
  }
  const key = text.toLowerCase().replace(/\d+/g, '#').replace(/\s+/g, ' ');
  return /^\W*#[.)]$/.test(key) ? text : key; // a number with a full stop is a paragraph's
}

/** Printed number − place in the file, per style, must be the same on at least two pages to be a page number. */
function labelsOf(edges: readonly RawPage[]): { labels: string[]; from: Cleared['labels'] } {
  const printed = choose(edges.map(({ number, lines }) => ({ number, values: lines.flatMap(numbersIn) })));
  if (printed) return { labels: printed, from: 'printed' };
  const stamped = edges.map(({ lines }) => lines.map(({ text }) => STAMP.test(text) && STAMP_PAGE.exec(text)?.[1]));
  const stamps = stamped.map((found) => found.find((value) => typeof value === 'string'));
  if (stamps.length > 0 && stamps.every((value) => value !== undefined))
    return { labels: stamps as string[], from: 'stamp' };
  return { labels: edges.map(({ number }) => String(number)), from: 'file' };
}

interface PageNumber {
  readonly value: number;
  readonly roman: boolean;
}

function numbersIn({ text }: Line): PageNumber[] {
  if (STAMP.test(text)) return [];
  const roman = ROMAN_ALONE.exec(text)?.[1];
  if (roman !== undefined) return [{ value: fromRoman(roman), roman: true }].filter(({ value }) => value > 0);
  return [...text.matchAll(/(?<![\d:./-])\d{1,4}(?![\d:/])/g)].map((match) => ({
    value: Number(match[0]),
    roman: false,
  }));
}

function choose(pages: readonly { number: number; values: readonly PageNumber[] }[]): string[] | null {
  const votes = new Map<string, number>();
  const keyOfNumber = (page: number, { value, roman }: PageNumber) => `${roman ? 'r' : 'a'}${value - page}`;
  for (const { number, values } of pages)
    for (const key of new Set(values.map((value) => keyOfNumber(number, value))))
      votes.set(key, (votes.get(key) ?? 0) + 1);
  const chosen = pages.map(({ number, values }) => {
    const best = values
      .map((value) => ({ value, votes: votes.get(keyOfNumber(number, value))! }))
      .sort((a, b) => b.votes - a.votes)[0];
    return best && (best.votes >= 2 || pages.length === 1) ? best.value : null;
  });
  if (chosen.filter((value) => value !== null).length < Math.max(1, pages.length / 3)) return null;
  return chosen.map((value, i) => label(value ?? inferred(chosen, i)) ?? String(pages[i]!.number));
}

/** A page without a number, such as the first, counts with the nearest page that has one, the later one first. */
function inferred(chosen: readonly (PageNumber | null)[], at: number): PageNumber | null {
  for (let away = 1; away < chosen.length; away++) {
    for (const i of [at + away, at - away]) {
      const near = chosen[i];
      if (near && near.value - (i - at) >= 1) return { value: near.value - (i - at), roman: near.roman };
    }
  }
  return null;
}

function label(number: PageNumber | null): string | null {
  if (!number) return null;
  return number.roman ? toRoman(number.value) : String(number.value);
}
