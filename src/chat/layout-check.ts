// What is shown of checked quotations, in which order: the same on every surface. What cannot be printed comes first, with the source's own
// sentence under it; what can takes a line each. Words are `check-words.ts`'s. Pure.

import type { Quote } from '../answer/model.ts';
import { draftWords, isPrintable, type Lined, markOf, pointsOf, sentenceOf, tally } from './check-words.ts';
import { contextOf, type Line, type Link, type Part, plural } from './layout.ts';
import { shorten } from './pieces.ts';
import { PLAIN, renderParts } from './render-text.ts';

/** Of a long quotation so much is repeated above what is said of it, and in a line by itself. */
const DRAFT_CHARS = 220;
const BRIEF_CHARS = 100;
const PLACES_MAX = 3;
/** Items of one list, so that a list can be parted between messages. */
const ITEMS_MAX = 10;

/**
 * How much a reply in a chat may hold, in characters as `sizeOf` counts them. Slack takes five private messages of 3,900 characters and 47 blocks;
 * two that follow each other hold more than one does, or they would be one: five hold at least this.
 */
const ROOM = 3 * 3900;
const ALL = Number.POSITIVE_INFINITY;
const BLOCK_SIZE = 84;
/** Share of it for what is shown in full where not all can be, and the most that one part may take. */
const DETAILED = 0.6;
const PART_MAX = 3500;

/** All of a draft's quotations; `version` is the knowledge version that they were compared with. */
export function layOutCheck(checked: readonly Lined[], version: string): Part[] {
  return layOutWithin(checked, version, ALL);
}

/** As many of them as a reply in a chat holds, and how many more there are. */
export function layOutCheckBriefly(checked: readonly Lined[], version: string): Part[] {
  return layOutWithin(checked, version, ROOM);
}

const NO_QUOTATION = 'There is no quotation in that: put the words between quotation marks, or give them alone.';
const SCOPE = 'Compared with these sources alone, letter by letter: knowledge';

function layOutWithin(checked: readonly Lined[], version: string, room: number): Part[] {
  if (checked.length === 0) return [{ part: 'lead', tone: 'warning', text: NO_QUOTATION }];
  const last: Part = { part: 'small', lines: [`${SCOPE} ${version} · not legal advice`] };
  const [only] = checked;
  if (checked.length === 1) return [...bounded(layOutOne(only!, PLACES_MAX), room), last];
  const tone = checked.every(isPrintable) ? 'small' : 'warning';
  const lead: Part = { part: 'lead', tone, text: tally(checked) };
  const left = room - sizeOf([lead, last]);
  const told = checked.filter((one) => !isBrief(one));
  const brief = checked.filter(isBrief);
  const all = [...told.flatMap((one) => layOutOne(one, 1)), ...listed(brief)];
  const fits = sizeOf(all) <= left && all.every((part) => sizeOf([part]) <= PART_MAX || room === ALL);
  return [lead, ...(fits ? all : layOutSome(told, brief, left)), last];
}

/** What needs no more than a line among others. */
function isBrief(one: Lined): boolean {
  if (one.verdict === 'too-short') return pointsOf(one).length === 0;
  return isPrintable(one) && one.naming !== 'unclear' && pointsOf(one).length === 0;
}

/** In full as long as there is room, then a line each, then their number. */
function layOutSome(told: readonly Lined[], brief: readonly Lined[], room: number): Part[] {
  const parts: Part[] = [];
  let count = 0;
  for (const one of told) {
    const detailed = bounded(layOutOne(one, 1), room);
    if (sizeOf([...parts, ...detailed]) > room * DETAILED) break;
    parts.push(...detailed);
    count++;
  }
  const rest = [...told.slice(count), ...brief];
  const spare = room - sizeOf(parts) - sizeOf([moreOf(rest.length)]);
  let [shown, beyond] = [0, rest.length + 1];
  while (beyond - shown > 1) {
    const middle = Math.floor((shown + beyond) / 2);
    if (sizeOf(listed(rest.slice(0, middle))) <= spare) shown = middle;
    else beyond = middle;
  }
  return [...parts, ...listed(rest.slice(0, shown)), ...(shown < rest.length ? [moreOf(rest.length - shown)] : [])];
}

function moreOf(count: number): Part {
  const text = `${plural(count, 'more quotation')} would not fit here. Save the draft as a file: publius check FILE in a terminal shows all.`;
  return { part: 'lead', tone: 'warning', text };
}

/** A line each, those of one verdict under its mark. */
function listed(some: readonly Lined[]): Part[] {
  const marks = [...new Set(some.map(markOf))];
  return marks.flatMap((mark): Part[] => {
    const ones = some.filter((one) => markOf(one) === mark);
    const groups: Part[] = [];
    for (let n = 0; n < ones.length; n += ITEMS_MAX)
      groups.push({ part: 'group', lines: ones.slice(n, n + ITEMS_MAX).map(itemOf), contexts: [] });
    return [{ part: 'heading', text: ones.length === 1 ? mark : `${mark} (${ones.length})` }, ...groups];
  });
}

/** "“pierce the anonymity” · Alleged · Complaint, ¶ 43 …", "“may compel” · “not” is left out after “may”." */
function itemOf(one: Lined): Line {
  const [place] = one.places;
  const quote = place?.quotes[0];
  const right = isPrintable(one) && quote !== undefined;
  const said = right
    ? `${givenTo(one)}${whoSays(quote)}`
    : (pointsOf(one)[0] ?? (one.verdict === 'too-short' ? '' : sentenceOf(one, 0)));
  return { line: 'item', text: [draftWords(one, BRIEF_CHARS), said].filter((text) => text !== '').join(' · ') };
}

/** Whom the draft names, as it was read: an editor sees where nobody was. */
function givenTo({ attributedTo }: Lined): string {
  return attributedTo === null ? 'given to nobody · ' : `given to ${shorten(attributedTo, 60)} · `;
}

function whoSays(quote: Quote): string {
  const { kind, where } = contextOf([quote]);
  return [kind, ...where].join(' · ');
}

/** One with its verdict, what differs, and the source's own sentences, at most so many of them. */
function layOutOne(one: Lined, places: number): Part[] {
  const [first, ...others] = shownOf(one, places);
  const sentence = sentenceOf(one, first ? 1 : 0);
  const lines: Line[] = [
    { line: 'statement', text: draftWords(one, DRAFT_CHARS) },
    ...[...pointsOf(one), sentence].filter((text) => text !== '').map((text): Line => ({ line: 'item', text })),
  ];
  return [
    { part: 'heading', text: markOf(one) },
    { part: 'group', lines: [...lines, ...(first?.lines ?? [])], contexts: first?.contexts ?? [] },
    ...others,
  ];
}

type Group = Extract<Part, { part: 'group' }>;

/** The source's own sentences, each with who says it; places that read the same together. */
function shownOf({ verdict, places, nearest }: Lined, max: number): Group[] {
  const stands = places.map(({ quotes }) => quotes).filter((quotes) => quotes.length > 0);
  if (verdict === 'stitched') return stands.map((quotes) => groupOf([quotes]));
  return groupsOf(verdict === 'not-found' ? likely(nearest, max) : stands)
    .slice(0, max)
    .map(groupOf);
}

/** Of what comes nearest the sources' own words: a digest's are nobody's quotation, and stand only where there is room and nothing else. */
function likely(nearest: readonly Quote[], max: number): Quote[][] {
  const sources = nearest.filter(({ voice }) => voice === 'source');
  return (sources.length > 0 || max === 1 ? sources : nearest).map((quote) => [quote]);
}

function groupsOf(stands: readonly (readonly Quote[])[]): (readonly Quote[])[][] {
  const groups = new Map<string, (readonly Quote[])[]>();
  for (const quotes of stands) {
    const key = quotes.map(({ shown, voice }) => `${voice} ${shown}`).join('\n');
    groups.set(key, [...(groups.get(key) ?? []), quotes]);
  }
  return [...groups.values()];
}

function groupOf(group: readonly (readonly Quote[])[]): Group {
  const contexts = group.slice(0, PLACES_MAX).map((quotes) => contextOf(quotes.slice(0, 1)));
  return { part: 'group', lines: group[0]!.map(lineOf), contexts };
}

function lineOf(quote: Quote): Line {
  return { line: quote.voice === 'source' ? 'quotation' : 'words', text: quote.shown, quote };
}

/** Where a part would take a message for itself, without the source's sentences; who says them, and that they are long, stays. */
function bounded(parts: readonly Part[], room: number): Part[] {
  if (room === ALL) return [...parts];
  return parts.map((part) => {
    if (part.part !== 'group' || sizeOf([part]) <= PART_MAX) return part;
    const lines = part.lines.filter((line) => line.line !== 'quotation' && line.line !== 'words');
    return { ...part, lines: [...lines, { line: 'statement', text: LONG }] };
  });
}

const LONG = 'The source’s sentence is too long to be shown here: publius check in a terminal shows it.';

/** Characters of parts where a chat shows them, blocks and links to a reader counted in. */
function sizeOf(parts: readonly Part[]): number {
  return parts.reduce((size, part) => {
    const text = renderParts([part], PLAIN);
    const blocks = part.part === 'group' ? 1 + part.contexts.length : part.part === 'small' ? part.lines.length : 1;
    const links = part.part === 'group' ? part.contexts.reduce((sum, { links }) => sum + spareOf(links), 0) : 0;
    return size + text.length + (text.match(/[&<>]/g)?.length ?? 0) * ESCAPE + blocks * BLOCK_SIZE + links + SEPARATOR;
  }, 0);
}

/** What a link to the reader may be longer than the source's own, which it takes the place of. */
function spareOf(links: readonly Link[]): number {
  return Math.max(0, READER_LINK - links.reduce((sum, { url }) => sum + url.length, 0));
}

/** Characters: of a link to the reader, what `&amp;` has more than `&`, the blank line between parts. */
const READER_LINK = 160;
const ESCAPE = 4;
const SEPARATOR = 2;
