// Where the links under a quotation lead: to the reader where there is one, else to the source's own address.

import { expect, it } from 'vitest';
import type { Quote } from '../src/answer/model.ts';
import { contextOf, type Part } from '../src/chat/layout.ts';
import { withReader } from '../src/chat/reader-links.ts';

const QUOTE = {
  document: 'twitter v dhs/complaint',
  start: 120,
  end: 240,
  shown: 'Defendants may not compel Twitter',
  voice: 'source',
  kind: 'filing',
  url: 'https://court.example/1.pdf',
  short: 'Complaint',
  court: null,
  date: null,
  speaker: null,
  pinpoint: null,
  via: null,
  checked: [],
} as unknown as Quote;
const PARTS: Part[] = [{ part: 'group', lines: [], contexts: [contextOf([QUOTE])] }];

function urlsOf(parts: readonly Part[]): string[] {
  return parts
    .flatMap((part) => (part.part === 'group' ? part.contexts : []))
    .flatMap(({ links }) => links.map(({ url }) => url));
}

it('lead to the source where there is no reader', () =>
  expect(urlsOf(withReader(PARTS, null))).toEqual(['https://court.example/1.pdf']));

it('lead to the passage in the reader where there is one', () =>
  expect(urlsOf(withReader(PARTS, 'https://read.example.org/law/'))).toEqual([
    'https://read.example.org/law/s/twitter%20v%20dhs/complaint#q=120-240',
  ]));
