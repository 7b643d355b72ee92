// What Publius replies with, on every platform: an answer, a summary, a check, a page or a note; which quotations are in it, and what of it may be
// shared. How it is laid out is `layout-content.ts`'s.

import type { CheckedQuotation } from '../answer/checked.ts';
import type { Answer, Notice, Quote } from '../answer/model.ts';
import type { Summary } from '../answer/summary-model.ts';

export const PAGES = ['help', 'sources', 'privacy'] as const;
export type Page = (typeof PAGES)[number];

/** Why there is no answer yet; wording at the edge. */
export type Note =
  | { readonly note: 'busy' | 'fault' | 'stopped' }
  | { readonly note: 'limited'; readonly seconds: number };

export type Content =
  | { readonly content: 'answer'; readonly answer: Answer; readonly version: string }
  | { readonly content: 'summary'; readonly summary: Summary; readonly version: string }
  | { readonly content: 'check'; readonly checked: readonly CheckedQuotation[]; readonly version: string }
  | { readonly content: 'page'; readonly page: Page }
  | ({ readonly content: 'note' } & Note);

/** Content that quotes the sources. */
export type Told = Extract<Content, { readonly version: string }>;

export function isTold(content: Content): content is Told {
  return content.content === 'answer' || content.content === 'summary' || content.content === 'check';
}

/** Every quotation and digest sentence that content shows or rests on, in order. */
export function quotesIn(content: Told): readonly Quote[] {
  switch (content.content) {
    case 'answer':
      return [...content.answer.statements.flatMap(({ quotes }) => quotes), ...content.answer.nearest];
    case 'summary': {
      const { sections, timeline, nearest } = content.summary;
      const told = sections.flatMap(({ statements }) => statements.flatMap(({ quotes }) => quotes));
      return [...told, ...timeline.map(({ quote }) => quote), ...nearest];
    }
    case 'check':
      return content.checked.flatMap(({ places, nearest }) => [...places.flatMap(({ quotes }) => quotes), ...nearest]);
  }
}

/** What of content may be shown to all, without its asker; null where it may not. A check repeats the draft, which is its asker's. */
export function shareable(content: Content): Told | null {
  if (content.content === 'answer' && content.answer.status === 'answered')
    return { ...content, answer: withoutAsker(content.answer) };
  if (content.content === 'summary' && content.summary.status === 'summarised') {
    const { summary } = content;
    return { ...content, summary: withoutAsker(summary) };
  }
  return null;
}

/** An answer or summary for everybody to read: without what it says of the question that somebody asked in private. */
function withoutAsker<T extends { readonly notices: readonly Notice[] }>(told: T): T {
  const ofQuestion = new Set<Notice['code']>(['follow-up', 'rewritten', 'corrected', 'thread']);
  return { ...told, notices: told.notices.filter(({ code }) => !ofQuestion.has(code)) };
}
