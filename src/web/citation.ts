// A quotation as others take it over: plain text, a legal citation, Markdown, W3C selectors. Pure; the words are the verified quotation's.

import { readableDate } from '../answer/attribution.ts';
import type { DocumentMeta, Quote } from '../answer/model.ts';

export interface Citations {
  readonly plain: string;
  readonly legal: string;
  readonly markdown: string;
  readonly selector: string;
}

/** `quotes`: what was marked, in one piece a passage, in order; at least one. `link`: where the reader shows it, null where that has no public address. */
export function citationsOf(quotes: readonly Quote[], meta: DocumentMeta, link: string | null): Citations {
  const [first] = quotes;
  const words = quotes.map(({ shown }) => shown).join(' ');
  const isSource = quotes.every(({ voice }) => voice === 'source');
  const shown = isSource ? `“${words}”` : words;
  const where = first!.url ?? link;
  const from = isSource ? sourceLine(first!, meta) : `Publius’s digest of ${documentLine(meta)}`;
  const legal = legalCitation(meta, isSource ? first! : null);
  return {
    plain: `${shown}\n— ${[from, where].filter((part) => part !== null).join(', ')}`,
    legal: isSource ? legal : `Publius’s digest of ${legal}`,
    markdown: `> ${escapeMarkdown(words)}\n>\n> — ${escapeMarkdown(from)}${where === null ? '' : ` (<${where}>)`}`,
    selector: JSON.stringify(selectorOf(quotes, link), null, 2),
  };
}

/** "Complaint, Twitter v. DHS (N.D. Cal., 6 Apr 2017)"; `name` stands for the document's where that is in it. */
export function documentLine({ short, title, court, date }: DocumentMeta, name = short ?? title): string {
  const when = [court, date === undefined ? undefined : readableDate(date)].filter((part) => part !== undefined);
  return `${name}${inParentheses([when.join(', ')])}`;
}

/** Whether the words are of the document itself, and not somebody else's that it quotes: of another kind, as a letter in the digest of a statute. */
function isDocuments({ kind }: Pick<Quote, 'kind'>, meta: DocumentMeta): boolean {
  return kind === (meta.kind ?? null);
}

function sourceLine(quote: Quote, meta: DocumentMeta): string {
  const who = [quote.speaker, quote.pinpoint, quote.via].filter((part) => part !== null).join(', ');
  if (who === '') return documentLine(meta);
  if (isDocuments(quote, meta)) {
    return who.startsWith(meta.short ?? meta.title) ? documentLine(meta, who) : `${who}, ${documentLine(meta)}`;
  }
  return `${who}; in ${meta.text === 'digest' ? 'Publius’s digest of ' : ''}${documentLine(meta)}`;
}

const CASES: readonly (string | undefined)[] = ['filing', 'opinion', undefined];
const LAWS: readonly (string | undefined)[] = ['statute', 'regulation', 'constitution'];
const MONTHS = ['Jan.', 'Feb.', 'Mar.', 'Apr.', 'May', 'June', 'July', 'Aug.', 'Sept.', 'Oct.', 'Nov.', 'Dec.'];

/**
 * After the Bluebook's pattern, as far as the document says what belongs in it: "Complaint, Twitter v. DHS, No. 3:17-cv-01916, ¶ 43 (N.D. Cal.
 * Apr. 6, 2017)", "McIntyre v. Ohio Elections Commission, 514 U.S. 334, 341 (1995)", "47 U.S.C. 230". What belongs nowhere in it stands in
 * parentheses at its end. Words that the document only quotes are cited by whose they are. `quote`: null where the document itself is meant.
 */
export function legalCitation(
  meta: DocumentMeta,
  quote: Pick<Quote, 'kind' | 'speaker' | 'pinpoint' | 'via' | 'url'> | null,
): string {
  const name = (meta.short ?? meta.title).replace(/\s+/g, ' ');
  const isCited =
    CASES.includes(meta.kind) || (LAWS.includes(meta.kind) && !namesOtherLaw(quote?.speaker ?? null, meta));
  if (quote !== null && !(isDocuments(quote, meta) && isCited)) {
    const who = listOf([quote.speaker ?? name, quote.pinpoint]);
    return `${who}${inParentheses([quote.via])}${quote.url === null ? '' : `, ${quote.url}`}`;
  }
  const speaker = quote?.speaker ?? null;
  const isOther = CASES.includes(meta.kind) && speaker !== null && speaker !== meta.court && !isPartOf(speaker, name);
  const { place, rest } = isOther
    ? { place: null, rest: listOf([speaker, quote?.pinpoint ?? null]) }
    : placeIn(quote?.pinpoint ?? null, meta.citation);
  const more = inParentheses([rest, quote?.via ?? null]);
  if (LAWS.includes(meta.kind)) return `${listOf([meta.citation ?? name, place])}${more}`; // the year of a code's edition is not known
  const isReported = meta.citation !== undefined && !name.includes(meta.citation);
  const court = meta.court === 'U.S. Supreme Court' ? 'U.S.' : meta.court;
  const isKnownCourt = isReported && / U\.S\. \d/.test(meta.citation!);
  const date = meta.date === undefined ? undefined : isReported ? meta.date.slice(0, 4) : americanDate(meta.date);
  const when = [isKnownCourt ? undefined : court, date].filter((part) => part !== undefined).join(' ');
  const docket = meta.docket === undefined || isReported ? null : `No. ${meta.docket}`;
  return `${listOf([name, isReported ? meta.citation! : docket, place])}${inParentheses([when])}${more}`;
}

/** "Complaint" and "Complaint, Twitter v. DHS", whichever way round. */
function isPartOf(speaker: string, name: string): boolean {
  return name.includes(speaker) || speaker.includes(name);
}

/** Whether the speaker is a law with a number that the document's citation does not have. */
function namesOtherLaw(speaker: string | null, { citation, short, title }: DocumentMeta): boolean {
  const own = `${citation ?? ''} ${short ?? ''} ${title}`;
  return (speaker?.match(/\d[\d.]*/g) ?? []).some((number) => !own.includes(number));
}

const PLACE = /^(?:¶|§|pp?\.|pages?\b|para\b|sections?\b|subsections?\b|art\.|amend\.|\d+(?:[-–]\d+)?$)/i;

/** A pinpoint's place in the document, as "341" for "514 U.S. at 341" of 514 U.S. 334, and what else it says. */
function placeIn(pinpoint: string | null, citation: string | undefined): { place: string | null; rest: string | null } {
  if (pinpoint === null) return { place: null, rest: null };
  const [, first, more] = /^(.*?)(?:, (.+))?$/s.exec(pinpoint)!;
  const page = /^(\d+ .+) at (\d+(?:[-–]\d+)?)$/.exec(first!);
  const place = page && citation?.startsWith(`${page[1]} `) ? page[2]! : PLACE.test(first!) ? first! : null;
  if (place === null) return { place: null, rest: pinpoint };
  return { place: citation?.endsWith(place) ? null : place, rest: more ?? null };
}

function listOf(parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null).join(', ');
}

function inParentheses(parts: readonly (string | null)[]): string {
  return parts.map((part) => (part === null || part === '' ? '' : ` (${part})`)).join('');
}

function americanDate(iso: string): string {
  const [year, month, day] = iso.split('-');
  const name = month === undefined ? undefined : MONTHS[Number(month) - 1];
  if (name === undefined) return year!;
  return day === undefined ? `${name} ${year}` : `${name} ${Number(day)}, ${year}`;
}

/** https://www.w3.org/TR/annotation-model/#selectors, offsets in UTF-16 units of the document's file. */
function selectorOf(quotes: readonly Quote[], link: string | null) {
  const targets = quotes.map(({ document, exact, prefix, suffix, start, end }) => ({
    type: 'SpecificResource',
    source: link?.replace(/[?#].*$/, '') ?? document,
    selector: [
      { type: 'TextQuoteSelector', exact, prefix, suffix },
      { type: 'TextPositionSelector', start, end },
    ],
  }));
  return targets.length === 1 ? targets[0] : targets;
}

function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_[\]<>#|~&]/g, (char) => `\\${char}`);
}
