// What was found, as numbered sentences for a model to choose from. One sentence a line, so that no text of a document can pass
// for a line of ours. Knows nothing of prompts and servers.

import { readableDate } from '../answer/attribution.ts';
import type { Candidate, DocumentMeta, Found, Kind, Passage, Retrieval } from '../answer/model.ts';
import { printable } from '../text/markdown.ts';

/** About 4,000 tokens: what a small model on a laptop reads in seconds. The best passages come first. */
const SENTENCES_MAX_CHARS = 16_000;
/** A longer sentence is not quoted in a chat; the model is shown its beginning. */
const SENTENCE_MAX_CHARS = 1200;

const KIND_WORDS: Readonly<Record<Kind, string>> = {
  filing: 'a filing: a party alleges, nothing is decided',
  opinion: 'a court opinion',
  statute: 'a statute',
  constitution: 'a constitution',
  regulation: 'a regulation',
  reporting: 'reporting',
  statement: 'a statement: somebody says so',
  guide: 'a digest',
};

/** The passages as text, best first, each sentence once, until the budget is spent. Empty when nothing was found. */
export function numberedSentences({ found }: Retrieval): string {
  const seen = new Set<string>();
  const blocks: string[] = [];
  let length = 0;
  for (const one of found) {
    const lines = groupsOf(one).flatMap(({ passage, sentences }) =>
      sentences.filter((sentence) => isNew(seen, one.document, sentence)).map((sentence) => lineOf(passage, sentence)),
    );
    if (lines.length === 0) continue;
    const block = [headingOf(one), ...lines].join('\n');
    length += block.length;
    if (blocks.length > 0 && length > SENTENCES_MAX_CHARS) break;
    blocks.push(block);
  }
  return blocks.join('\n\n');
}

/** A passage with what belongs to it, in reading order. */
function groupsOf(found: Found): readonly { passage: Passage; sentences: readonly Candidate[] }[] {
  const list = found.list();
  if (list) return [...list, found];
  return [found.intro, found, found.quoted].filter((group) => group !== null);
}

function isNew(seen: Set<string>, { id }: DocumentMeta, { span }: Candidate): boolean {
  const key = `${id} ${span.start}`;
  if (seen.has(key)) return false;
  seen.add(key);
  return true;
}

/** "p3 · Krinsky v. Doe 6 · a court opinion · Cal. Ct. App., 6 Feb 2008 · status: …". */
function headingOf({ id, document, passage }: Found): string {
  const { short, title, kind, court, date, status } = document;
  const where = [court, date === undefined ? undefined : readableDate(date)].filter((part) => part !== undefined);
  const parts = [
    id,
    title === short || short === undefined ? title : `${short}: ${title}`,
    kind === undefined ? 'kind unknown' : KIND_WORDS[kind],
    where.join(', '),
    status === undefined ? '' : `status: ${status}`,
    passage.headings.length > 0 ? `under "${passage.headings.join(' / ')}"` : '',
  ];
  return oneLine(parts.filter((part) => part !== '').join(' · '));
}

function lineOf(passage: Passage, { id, shown }: Candidate): string {
  const who =
    passage.voice === 'digest'
      ? 'digest'
      : ['own words', passage.speaker, passage.pinpoint, passage.via].filter((part) => part !== undefined).join(', ');
  return `[${id}] (${oneLine(who)}) ${oneLine(shown).slice(0, SENTENCE_MAX_CHARS)}`;
}

/** On one line, without control characters: nothing in a document, question or name can begin a line of its own. */
export function oneLine(text: string): string {
  return printable(text.replace(/[\s\u2028\u2029]+/gu, ' ')).trim();
}
