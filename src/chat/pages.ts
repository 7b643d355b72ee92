// The pages that every surface has: how to ask, which sources there are, where a question goes. As parts of a layout; looks are the renderers'.

import { readableDate } from '../answer/attribution.ts';
import type { DocumentMeta, Kind } from '../answer/model.ts';
import type { Page } from './content.ts';
import { type Part, plural } from './layout.ts';
import { privacyText } from './privacy.ts';

export interface Knowledge {
  readonly documents: () => readonly DocumentMeta[];
  readonly version: () => string;
  /** Host of the model server; null where all stays on this machine. */
  readonly host: string | null;
}

const KIND_NAMES: Readonly<Record<Kind, string>> = {
  filing: 'Court filings',
  opinion: 'Court opinions',
  constitution: 'Constitution',
  statute: 'Statutes',
  regulation: 'Regulations',
  reporting: 'Reporting',
  statement: 'Statements',
  guide: 'Guides and overviews',
};
const OTHER = 'Other documents';

/** Documents by kind, in the order of the list of kinds, each group by title. */
export function groupSources(documents: readonly DocumentMeta[]): { name: string; documents: DocumentMeta[] }[] {
  const nameOf = ({ kind }: DocumentMeta) => (kind === undefined ? OTHER : KIND_NAMES[kind]);
  return [...Object.values(KIND_NAMES), OTHER]
    .map((name) => ({
      name,
      documents: documents.filter((d) => nameOf(d) === name).sort((a, b) => (a.title < b.title ? -1 : 1)),
    }))
    .filter((group) => group.documents.length > 0);
}

/** "6 Apr 2017 · Dismissed by Twitter …": when a document is of, and what became of its matter. */
export function sourceDetails({ date, status }: DocumentMeta): string {
  return [date === undefined ? null : readableDate(date), status ?? null].filter((part) => part !== null).join(' · ');
}

/** `help`: how to ask on this surface, a line each. */
export function pageParts(page: Page, { documents, version, host }: Knowledge, help: readonly string[]): Part[] {
  switch (page) {
    case 'help':
      return [
        lead(
          'Ask a question on anonymous speech: may a government, a company or a court unmask the person behind an account? The answer is made of quotations that you can check, each with who says it.',
        ),
        items(help),
        small('Not legal advice. It says so when the sources do not answer, and shows what comes nearest.'),
      ];
    case 'privacy':
      return [
        ...privacyText(host).split('\n').map(lead),
        lead(
          'Ids of people, channels and messages are kept as salted hashes, in memory only: so long that nothing is answered twice. The questions of a thread are kept in memory for two hours, so that a follow-up can lean on them. What the chat platform itself keeps of your messages is for it to say.',
        ),
      ];
    case 'sources':
      return [
        lead(`${plural(documents().length, 'document')}, knowledge ${version()}.`),
        ...groupSources(documents()).flatMap(({ name, documents: group }): Part[] => [
          { part: 'heading', text: `${name} (${group.length})` },
          lead(group.map(({ short, title }) => short ?? title).join(' · ')),
        ]),
      ];
  }
}

function lead(text: string): Part {
  return { part: 'group', lines: [{ line: 'statement', text }], contexts: [] };
}

function items(texts: readonly string[]): Part {
  return { part: 'group', lines: texts.map((text) => ({ line: 'item', text })), contexts: [] };
}

function small(text: string): Part {
  return { part: 'small', lines: [text] };
}
