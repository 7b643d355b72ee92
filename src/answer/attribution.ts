// Who says it: the words that go with a quotation, made from what the document says about itself and nothing else.

import type { Kind, Quote } from './model.ts';

const WORDS: Readonly<Record<Kind, string>> = {
  filing: 'Alleged',
  reporting: 'Reported',
  opinion: 'Held',
  statute: 'Provides',
  regulation: 'Provides',
  constitution: 'Provides',
  statement: 'Said',
  guide: 'Digest',
};

/** "Alleged", "Held", "Provides" …; "Digest" for words of our own; "Source" for a document that does not say what it is. */
export function kindWord(quote: Pick<Quote, 'voice' | 'kind'>): string {
  if (quote.voice === 'digest') return 'Digest';
  return quote.kind === null ? 'Source' : WORDS[quote.kind];
}

const VERBS: Readonly<Record<Kind, string>> = {
  filing: 'alleges',
  reporting: 'reports',
  opinion: 'says in its opinion',
  statute: 'provides',
  regulation: 'provides',
  constitution: 'provides',
  statement: 'said',
  guide: 'says',
};

/** The sentence that introduces a source's own words when nothing else does: "Complaint ¶ 1 alleges:". */
export function introduce(quote: Quote): string {
  const who = [quote.speaker ?? quote.short, quote.speaker === null ? null : quote.pinpoint]
    .filter((part) => part !== null)
    .join(', ');
  return `${who} ${quote.kind === null ? 'says' : VERBS[quote.kind]}:`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'June', 'July', 'Aug', 'Sept', 'Oct', 'Nov', 'Dec'];

/** "6 Apr 2017", "Feb 2026", "1958" from an ISO date, month or year. */
export function readableDate(iso: string): string {
  const [year, month, day] = iso.split('-');
  const name = month === undefined ? undefined : MONTHS[Number(month) - 1];
  return [day === undefined ? undefined : String(Number(day)), name, year]
    .filter((part) => part !== undefined)
    .join(' ');
}
