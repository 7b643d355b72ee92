// What of a summary is shown, in which order, in which words: as parts of an answer, so that every surface can show it. Pure.

import { QUESTION_MAX_CHARS } from '../answer/ask.ts';
import { readableDate } from '../answer/attribution.ts';
import type { Answer, NotFoundReason, Notice, Statement } from '../answer/model.ts';
import type { SectionCode, Summary, TimelineEntry } from '../answer/summary-model.ts';
import {
  contextOf,
  isLeading,
  type Line,
  layOutStatements,
  type Part,
  plural,
  REASONS,
  renderNotice,
  wordsOf,
} from './layout.ts';

const HEADINGS: Readonly<Record<SectionCode | 'timeline', string>> = {
  happened: 'What happened',
  alleged: 'What is alleged',
  law: 'What the law says',
  stands: 'Where it stands',
  timeline: 'Timeline',
};

/** What differs from the words for a question. */
const SUMMARY_REASONS: Partial<Record<NotFoundReason, string>> = {
  'empty-question':
    'Name what to summarise: a topic or a source, for example: Twitter v. DHS · gag orders · customs summonses',
  'question-too-long': `That is longer than ${QUESTION_MAX_CHARS.toLocaleString('en')} characters, so it was not read. Name the topic in a few words, or a source.`,
  'not-in-sources': "The sources don't deal with that.",
  'off-topic':
    'That is outside these sources, so there is nothing to summarise. They deal with anonymous speech: who may make a platform name the person behind an account.',
};

/** The whole summary in its order. `version` is the knowledge version that it was made from. */
export function layOutSummary(summary: Summary, version: string): Part[] {
  const lead = summary.notices
    .filter((notice) => isLeading(notice) || notice.code === 'meant' || notice.code === 'thread')
    .map((notice): Part => ({ part: 'lead', tone: 'small', text: renderNotice(notice) }));
  const body = summary.status === 'summarised' ? layOutSections(summary) : layOutNothing(summary);
  return [...lead, ...body, ...smallPrint(summary, version)];
}

function layOutSections({ sections, timeline, notices }: Summary): Part[] {
  const statuses = notices.filter(({ code }) => code === 'status').map(renderNotice);
  const parts = sections.flatMap(({ code, statements }): Part[] => [
    { part: 'heading', text: HEADINGS[code] },
    ...runsOf(statements).flatMap(layOutRun),
  ]);
  if (statuses.length > 0) {
    if (!sections.some(({ code }) => code === 'stands')) parts.push({ part: 'heading', text: HEADINGS.stands });
    parts.push({ part: 'small', lines: statuses });
  }
  if (timeline.length > 0) parts.push({ part: 'heading', text: HEADINGS.timeline }, ...layOutTimeline(timeline));
  return parts;
}

/** Statements that quote one source without a word between them, together; the others each by itself. */
function runsOf(statements: readonly Statement[]): Statement[][] {
  const runs: Statement[][] = [];
  for (const statement of statements) {
    const before = runs.at(-1)?.[0];
    if (before && quotesOnly(before) && quotesOnly(statement) && before.text === statement.text)
      runs.at(-1)!.push(statement);
    else runs.push([statement]);
  }
  return joinOthers(runs);
}

/** Runs of one back together, so that a digest's statements that follow each other stay one group. */
function joinOthers(runs: readonly Statement[][]): Statement[][] {
  const joined: Statement[][] = [];
  for (const run of runs) {
    const last = joined.at(-1);
    if (last && !quotesOnly(last[0]!) && !quotesOnly(run[0]!)) last.push(...run);
    else joined.push([...run]);
  }
  return joined;
}

function quotesOnly({ quotes, prose }: Statement): boolean {
  return !prose && quotes.every(({ voice }) => voice === 'source');
}

/** "X says:" once, and under it what it says. */
function layOutRun(run: readonly Statement[]): Part[] {
  if (run.length < 2 || !quotesOnly(run[0]!)) return layOutStatements(run);
  const quotes = run.flatMap((statement) => statement.quotes);
  const lines: Line[] = [{ line: 'statement', text: run[0]!.text }, ...quotes.map(wordsOf)];
  return [{ part: 'group', lines, contexts: [contextOf(quotes)] }];
}

/** Events in order, those of one date under it: the words of the source, who says it. */
function layOutTimeline(timeline: readonly TimelineEntry[]): Part[] {
  const dates = timeline.map(dateOf);
  return timeline.flatMap(({ quote }, n): Part[] => {
    const line: Line = quote.voice === 'digest' ? { line: 'statement', text: quote.shown } : wordsOf(quote);
    const heading: Part[] = dates[n] === dates[n - 1] ? [] : [{ part: 'heading', text: dates[n]! }];
    return [...heading, { part: 'group', lines: [line], contexts: [contextOf([quote])] }];
  });
}

function dateOf({ date, differs }: TimelineEntry): string {
  const other = differs.length === 0 ? '' : ` (elsewhere given as ${differs.map(readableDate).join(', ')})`;
  return `${readableDate(date)}${other}`;
}

function layOutNothing({ reason, nearest, covers, help }: Summary): Part[] {
  const parts: Part[] = [{ part: 'lead', tone: 'warning', text: SUMMARY_REASONS[reason!] ?? REASONS[reason!] }];
  if (nearest.length > 0) {
    parts.push({
      part: 'heading',
      text: reason === 'not-in-sources' ? 'Closest:' : 'What the sources say that comes nearest:',
    });
    for (const quote of nearest) parts.push({ part: 'group', lines: [wordsOf(quote)], contexts: [contextOf([quote])] });
  }
  if (help.length > 0) {
    parts.push({ part: 'heading', text: 'Who may be able to help:' });
    parts.push({ part: 'group', lines: help.map(({ shown }) => ({ line: 'contact', text: shown })), contexts: [] });
  }
  if (covers.length > 0 && reason === 'not-in-sources')
    parts.push({ part: 'covers', text: `They do cover: ${covers.join(' · ')}` });
  return parts;
}

const ELSEWHERE: ReadonlySet<Notice['code']> = new Set(['status', 'meant', 'thread']);

function smallPrint({ status, sections, timeline, notices }: Summary, version: string): Part[] {
  const rest = notices.filter(
    (notice) => !isLeading(notice) && (status !== 'summarised' || !ELSEWHERE.has(notice.code)),
  );
  const lines = rest.filter(({ code }) => code !== 'meant' && code !== 'thread').map(renderNotice);
  const quotes = [
    ...sections.flatMap(({ statements }) => statements.flatMap((statement) => statement.quotes)),
    ...timeline.map(({ quote }) => quote),
  ];
  const checked = new Set(quotes.map(({ document, start, end }) => `${document} ${start} ${end}`)).size;
  if (checked > 0) lines.push(`${plural(checked, 'passage')} checked against knowledge ${version} · not legal advice`);
  return lines.length > 0 ? [{ part: 'small', lines }] : [];
}

/** What of a summary is shown as quotations, in the order of its parts, as `quotesExactly` takes an answer. */
export function shownOf({
  status,
  sections,
  timeline,
  nearest,
}: Summary): Pick<Answer, 'status' | 'statements' | 'nearest'> {
  const events = timeline.map(({ quote }): Statement => ({ text: quote.shown, quotes: [quote], prose: false }));
  return {
    status: status === 'summarised' ? 'answered' : 'not-found',
    statements: [...sections.flatMap(({ statements }) => statements), ...events],
    nearest,
  };
}
