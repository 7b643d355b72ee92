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
  const isOwn = quotes.every(({ voice }) => voice === 'source');
  const shown = isOwn ? `“${words}”` : words;
  const where = first!.url ?? link;
  const from = sourceLine(first!, isOwn);
  return {
    plain: `${shown}\n— ${[from, where].filter((part) => part !== null).join(', ')}`,
    legal: legalCitation(meta, first!),
    markdown: `${words
      .split('\n')
      .map((line) => `> ${escapeMarkdown(line)}`)
      .join('\n')}\n>\n> — ${escapeMarkdown(from)}${where === null ? '' : ` (<${where}>)`}`,
    selector: JSON.stringify(selectorOf(quotes, link), null, 2),
  };
}

/** Whose words, where they stand and of when. A sentence of ours says that it is. */
function sourceLine({ speaker, pinpoint, via, short, court, date }: Quote, isOwn: boolean): string {
  const when = [court, date === null ? null : readableDate(date)].filter((part) => part !== null).join(', ');
  const document = `${short}${when === '' ? '' : ` (${when})`}`;
  if (!isOwn) return `Publius’s digest of ${document}`;
  return [speaker, pinpoint, via, document].filter((part) => part !== null).join(', ');
}

const LAWS: readonly (string | null)[] = ['statute', 'regulation', 'constitution'];
const MONTHS = ['Jan.', 'Feb.', 'Mar.', 'Apr.', 'May', 'June', 'July', 'Aug.', 'Sept.', 'Oct.', 'Nov.', 'Dec.'];

/**
 * After the Bluebook's pattern, as far as the document says what belongs in it: "Complaint, Twitter v. DHS, No. 3:17-cv-01916, ¶ 43 (N.D. Cal.
 * Apr. 6, 2017)", "McIntyre v. Ohio Elections Commission, 514 U.S. 334, 341 (1995)", "47 U.S.C. 230". To be checked before it is filed.
 */
export function legalCitation(meta: DocumentMeta, { pinpoint }: Pick<Quote, 'pinpoint'>): string {
  const { citation, docket, court, date, kind } = meta;
  const name = (meta.short ?? meta.title).replace(/\s+/g, ' ');
  const year = date?.slice(0, 4);
  if (LAWS.includes(kind ?? null))
    return [citation ?? name, year === undefined ? null : `(${year})`].filter((part) => part !== null).join(' ');
  const page = pinpoint === null ? null : pinpoint.replace(/^.*\bat (?=\d)/, '');
  if (citation !== undefined) {
    const isSupreme = court === 'U.S. Supreme Court' || / U\.S\. /.test(citation);
    const paren = [isSupreme ? null : court, year].filter((part) => part !== null && part !== undefined).join(' ');
    return `${[name, citation, page].filter((part) => part !== null).join(', ')}${paren === '' ? '' : ` (${paren})`}`;
  }
  const paren = [court, date === undefined ? undefined : americanDate(date)]
    .filter((part) => part !== undefined)
    .join(' ');
  const parts = [name, docket === undefined ? null : `No. ${docket}`, page].filter((part) => part !== null);
  return `${parts.join(', ')}${paren === '' ? '' : ` (${paren})`}`;
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
