// What the reader's pages call things. The words that introduce a quotation are `answer/attribution.ts`'s.

import { kindWord } from '../answer/attribution.ts';
import type { DocumentMeta, Kind, Voice } from '../answer/model.ts';

const KIND_NAMES: Readonly<Record<Kind, string>> = {
  filing: 'Court filing',
  opinion: 'Court opinion',
  statute: 'Statute',
  constitution: 'Constitution',
  regulation: 'Regulation',
  reporting: 'News report',
  statement: 'Statement',
  guide: 'Guide',
};

/** "Court filing", "Digest of a court filing", "Guide": what a document is, and whose words. */
export function documentKind({ kind, text }: DocumentMeta): string {
  if (kind === undefined) return text === 'digest' ? 'Digest' : 'Document';
  const name = KIND_NAMES[kind];
  if (text === 'verbatim' || kind === 'guide') return name;
  if (kind === 'constitution') return 'Digest of the Constitution';
  return `Digest of a ${name.toLowerCase()}`;
}

/** How to read a document: whose words are whose. */
export function voicesOf({ kind, text, speaker }: DocumentMeta): string {
  const word = kindWord({ voice: 'source', kind: kind ?? null });
  if (text === 'digest')
    return 'The words in quotations are the source’s own, and each says whose. Everything else is our summary.';
  return `All of this text is the source’s own${speaker === undefined ? '' : `: ${speaker}`}. What it says is ${WHAT[word] ?? 'what this source says'}.`;
}

const WHAT: Readonly<Record<string, string>> = {
  Alleged: 'alleged by a party, not found by a court',
  Held: 'a court’s opinion',
  Provides: 'the law as it stood at that date',
  Reported: 'what was reported',
  Said: 'what its author said',
  Digest: 'a guide’s own words',
};

/** "Alleged", "Held" …; for our own words "Digest". What a guide quotes and gives no kind for is the source's all the same. */
export function voiceLabel(voice: Voice, kind: Kind | null): string {
  return kindWord({ voice, kind: voice === 'source' && kind === 'guide' ? null : kind });
}

/** The host that a link leads to, as a reader should see it. */
export function hostOf(url: string): string {
  return new URL(url).host.replace(/^www\./, '');
}
