// What of an answer is shown, in which order, in which words: the same on every surface. Pure. How it looks (lines, blocks, escaping) is for
// the renderers.

import { QUESTION_MAX_CHARS } from '../answer/ask.ts';
import { kindWord, readableDate } from '../answer/attribution.ts';
import type { Answer, NotFoundReason, Notice, Quote, Statement, Unworded } from '../answer/model.ts';
import { printable } from '../text/markdown.ts';

/** A line that is read as one. A `quotation` is the source's own words and stands in quotation marks; `words` are a digest's. */
export type Line =
  | { readonly line: 'statement' | 'item' | 'contact'; readonly text: string }
  | { readonly line: 'quotation' | 'words'; readonly text: string; readonly quote: Quote };

/** Who says it, what kind of statement it is, where and when: the small line under what it speaks for. */
export interface Context {
  /** "Alleged", "Held", "Digest" … */
  readonly kind: string;
  /** Speaker with pinpoint, who printed it, which matter with court and date. */
  readonly where: readonly string[];
  /** The quotation that speaks for the line. */
  readonly quote: Quote;
  readonly links: readonly Link[];
}

export interface Link {
  readonly url: string;
  /** Whether it leads to where a digest's fact was checked, not to the words themselves. */
  readonly checked: boolean;
  /** The source's own words that stand there; null for a digest's. */
  readonly quote: Quote | null;
}

/** A part of an answer. What stands in a `group` belongs together: its lines and, under them, who says it. */
export type Part =
  | { readonly part: 'lead'; readonly tone: 'warning' | 'small'; readonly text: string }
  | { readonly part: 'group'; readonly lines: readonly Line[]; readonly contexts: readonly Context[] }
  | { readonly part: 'heading'; readonly text: string }
  | { readonly part: 'covers'; readonly text: string }
  | { readonly part: 'small'; readonly lines: readonly string[] };

export const REASONS: Readonly<Record<NotFoundReason, string>> = {
  'empty-question': 'Ask a question in words, for example: What must the government show before unmasking an account?',
  'question-too-long': `That question is longer than ${QUESTION_MAX_CHARS.toLocaleString('en')} characters, so it was not read. Ask in a sentence or two; for a whole text, ask about one point of it.`,
  'not-in-sources': "The sources don't answer that.",
  'off-topic':
    "That is outside these sources, so I can't answer it. Publius answers questions on anonymous-speech protections (may a government, a company or a court unmask the person behind an account?) from a court complaint, articles and law digests, with quotations you can check.",
  'legal-advice':
    "I can't advise on your own case or draft papers for it, and please don't post details of it here. Publius only quotes what its sources say.",
  'identify-person':
    'Publius does not help to find out who an anonymous person is. Its sources only explain how legal demands for a name work.',
  'small-talk':
    'Publius is a program, and no lawyer: it answers questions on anonymous-speech protections from court records, law digests and reporting, and quotes them. For example: What must the government show before unmasking an account? · What happened in Twitter v. DHS? · Must a platform tell its user about a subpoena?',
  'no-thread':
    'There is nothing in this thread to summarise yet: Publius reads only what is addressed to it. Ask it a question first, or name a topic, for example: summary Twitter v. DHS',
  evade: "The sources don't give technical advice on hiding an account, and Publius gives none of its own.",
};

/** The whole answer in its order. `version` is the knowledge version that it was made from. */
export function layOut(answer: Answer, version: string): Part[] {
  const first = answer.notices.filter(isLeading).map(
    (notice): Part => ({
      part: 'lead',
      tone: notice.code === 'missing' ? 'warning' : 'small',
      text: renderNotice(notice),
    }),
  );
  const body = answer.status === 'answered' ? layOutStatements(answer.statements) : notFound(answer);
  return [...first, ...body, ...smallPrint(answer, version)];
}

/** Statements, those that follow each other out of one document in one group, unless they quote. */
export function layOutStatements(statements: readonly Statement[]): Part[] {
  return grouped(statements).map((group) => ({
    part: 'group',
    lines: group.flatMap(linesOf),
    contexts: contextsOf(group),
  }));
}

/** Notices that stand above the answer, since they say how it is to be read. */
export function isLeading({ code }: Notice): boolean {
  return code === 'missing' || code === 'rewritten';
}

/** The small print under an answer: at most one part. */
export function smallPrint(answer: Answer, version: string): Part[] {
  const lines = answer.notices.filter((notice) => !isLeading(notice)).map(renderNotice);
  const checked = answer.statements.flatMap(({ quotes }) => quotes).length;
  if (checked > 0) lines.push(`${plural(checked, 'passage')} checked against knowledge ${version} · not legal advice`);
  return lines.length > 0 ? [{ part: 'small', lines }] : [];
}

function grouped(statements: readonly Statement[]): Statement[][] {
  const groups: Statement[][] = [];
  for (const statement of statements) {
    const before = groups.at(-1)?.at(-1);
    const digests = [before, statement].every((s) => !s?.prose && s?.quotes.every(({ voice }) => voice === 'digest'));
    if (before && digests && before.quotes[0]?.document === statement.quotes[0]?.document)
      groups.at(-1)!.push(statement);
    else groups.push([statement]);
  }
  return groups;
}

/** The statement, a digest's list as a list, and the source's own words in quotation marks; under a composer's words all that they rest on. */
function linesOf({ text, quotes, prose }: Statement): Line[] {
  if (prose) return [{ line: 'statement', text }, ...quotes.map(wordsOf)];
  const digests = quotes.filter(({ voice }) => voice === 'digest');
  const items = digests.length > 2 ? digests.slice(1) : [];
  const lead = items.length > 0 ? digests[0]!.shown : text;
  return [
    { line: 'statement', text: lead },
    ...items.map(({ shown }): Line => ({ line: 'item', text: shown })),
    ...quotes.filter(({ voice }) => voice === 'source').map(wordsOf),
  ];
}

export function wordsOf(quote: Quote): Line {
  return { line: quote.voice === 'source' ? 'quotation' : 'words', text: quote.shown, quote };
}

/** One line for each document that a group speaks from; where it is quoted, the first quotation speaks for the line. */
function contextsOf(group: readonly Statement[]): Context[] {
  const quotes = group.flatMap((statement) => statement.quotes);
  return [...new Set(quotes.map(({ document }) => document))].map((document) => {
    const here = quotes.filter((quote) => quote.document === document);
    const sources = here.filter(({ voice }) => voice === 'source');
    return contextOf(sources.length > 0 ? sources.slice(0, 1) : here);
  });
}

/** At most so many links under a statement: where most of it was checked. */
const LINKS_MAX = 2;

/** What kind of statement, who, where, when. The quotes are of one document; the first speaks for the line. */
export function contextOf(quotes: readonly Quote[]): Context {
  const quote = quotes[0]!;
  const where = [quote.court, quote.date === null ? null : readableDate(quote.date)]
    .filter((part) => part !== null)
    .join(', ');
  const parts = [
    [quote.speaker, quote.pinpoint].filter((part) => part !== null).join(', '),
    quote.via ?? '',
    `${quote.short}${where === '' ? '' : ` (${where})`}`,
  ];
  return { kind: kindWord(quote), where: parts.filter((part) => part !== ''), quote, links: linksOf(quotes) };
}

function linksOf(quotes: readonly Quote[]): Link[] {
  const checked = quotes
    .filter(({ voice }) => voice === 'digest')
    .flatMap((q) => q.checked.flatMap(({ url }) => url ?? []).slice(0, 1));
  const urls = checked.length > 0 ? checked : quotes.flatMap(({ url }) => url ?? []);
  const source = quotes.find(({ voice }) => voice === 'source') ?? null;
  return [...new Set(urls)]
    .slice(0, LINKS_MAX)
    .map((url) => ({ url, checked: checked.length > 0, quote: source?.url === url ? source : null }));
}

function notFound(answer: Answer): Part[] {
  const parts: Part[] = [{ part: 'lead', tone: 'warning', text: REASONS[answer.reason!] }];
  if (answer.nearest.length > 0) {
    const text = answer.reason === 'not-in-sources' ? 'Closest:' : 'What the sources say that comes nearest:';
    const nearest = answer.nearest.map(
      (quote): Part => ({ part: 'group', lines: [wordsOf(quote)], contexts: [contextOf([quote])] }),
    );
    parts.push({ part: 'heading', text }, ...nearest);
  }
  if (answer.help.length > 0) {
    const lines = answer.help.map(({ shown }): Line => ({ line: 'contact', text: shown }));
    parts.push({ part: 'heading', text: 'Who may be able to help:' }, { part: 'group', lines, contexts: [] });
  }
  if (answer.covers.length > 0 && answer.reason === 'not-in-sources')
    parts.push({ part: 'covers', text: `They do cover: ${answer.covers.join(' · ')}` });
  return parts;
}

/** Why the keyless answer stands instead of a model's, after the model's name. */
const INSTEAD: Readonly<Record<Unworded, string>> = {
  'time-out': 'did not answer in time',
  'rate-limited': 'is over its rate limit',
  unavailable: 'could not be reached',
  rejected: 'did not accept the request (publius doctor says why)',
  'broken-off': 'broke off',
  unreadable: 'gave an answer that could not be read',
  'too-long': 'wrote too much and was stopped',
  empty: 'gave an empty answer',
  refused: 'declined to answer',
  filtered: 'was stopped by its content filter',
  busy: 'is busy with other questions',
  resting: 'failed several times and is left alone for a moment',
  'nothing-held': 'wrote nothing that the sources bear out',
  'beside-the-question': 'wrote beside the question',
};

/** One notice in words. */
export function renderNotice(notice: Notice): string {
  switch (notice.code) {
    case 'status':
      return `Status of ${notice.short}: ${notice.status}`;
    case 'corrected':
      return `Searched for "${notice.to}" instead of "${notice.from}", which no source has.`;
    case 'follow-up':
      return 'Read together with your earlier question.';
    case 'missing':
      return `No passage found says this of ${notice.words.map((word) => `"${word}"`).join(' or ')}. The nearest:`;
    case 'rewritten':
      return `Read as: ${notice.as}`;
    case 'worded':
      return `Worded by ${notice.by}, and checked against the passages under it.`;
    case 'chosen':
      return `Chosen by ${notice.by}, in the sources' and digests' own sentences.`;
    case 'not-worded':
      return `${notice.by} ${INSTEAD[notice.why]}; these are the sources' and digests' own sentences.`;
    case 'abstained':
      return `${notice.by} read what was found and saw no answer in it; judge for yourself.`;
    case 'meant':
      return `Read as the source "${printable(notice.title)}", with what the others say of it.`;
    case 'thread':
      return `Made from ${plural(notice.questions, 'question')} of this thread that ${notice.questions === 1 ? 'was' : 'were'} addressed to Publius; it reads nothing else here.`;
    case 'cut':
      return `${printable(notice.short)} is long: ${NUMBER.format(notice.passages)} of its ${NUMBER.format(notice.of)} passages were looked at.`;
  }
}

const NUMBER = new Intl.NumberFormat('en');

export function plural(count: number, noun: string): string {
  return `${NUMBER.format(count)} ${noun}${count === 1 ? '' : 's'}`;
}
