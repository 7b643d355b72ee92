// An answer as plain text: what the terminal shows and what `text` holds in --json. Pure; colour is a set of functions handed in.

import { QUESTION_MAX_CHARS } from '../answer/ask.ts';
import { kindWord, readableDate } from '../answer/attribution.ts';
import type { Answer, NotFoundReason, Notice, Quote, Statement, Unworded } from '../answer/model.ts';

/** How parts are marked; the plain style marks nothing. */
export interface Style {
  readonly statement: (text: string) => string;
  readonly quote: (text: string) => string;
  readonly small: (text: string) => string;
  readonly kind: (text: string) => string;
  readonly warning: (text: string) => string;
  readonly link: (text: string, url: string) => string;
  /** Fits a block into the width, every line after the first with `indent`. */
  readonly wrap: (text: string, indent: string) => string;
}

const same = (text: string) => text;
export const PLAIN: Style = {
  statement: same,
  quote: same,
  small: same,
  kind: same,
  warning: same,
  link: (text, url) => (text === '' ? url : `${text} ${url}`),
  wrap: same,
};

const REASONS: Readonly<Record<NotFoundReason, string>> = {
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
    'Publius answers questions on anonymous-speech protections from court records, law digests and reporting, and quotes them. For example: What must the government show before unmasking an account? · What happened in Twitter v. DHS? · Must a platform tell its user about a subpoena?',
  evade: "The sources don't give technical advice on hiding an account, and Publius gives none of its own.",
};

/** The whole answer. `version` is the knowledge version that it was made from. */
export function renderText(answer: Answer, version: string, style: Style = PLAIN): string {
  const blocks =
    answer.status === 'answered'
      ? grouped(answer.statements).map((group) => renderGroup(group, style))
      : notFound(answer, style);
  const first = answer.notices.filter(({ code }) => LEADING.has(code)).map((notice) => renderLeading(notice, style));
  return [...first, ...blocks, ...renderSmall(answer, version, style)].join('\n\n');
}

/** Notices that stand above the answer, since they say how it is to be read. */
const LEADING: ReadonlySet<Notice['code']> = new Set(['missing', 'rewritten']);

function renderLeading(notice: Notice, style: Style): string {
  const words = style.wrap(renderNotice(notice), '');
  return notice.code === 'missing' ? style.warning(words) : style.small(words);
}

/** What a notice says when the passages stand under it. */
const NEAREST_FOLLOWS = /\. The nearest:$/;

/** One statement by itself, as soon as it is checked. */
export function renderStatement(statement: Statement, style: Style): string {
  return renderGroup([statement], style);
}

/** What is left of an answer whose first `shown` statements stand there already: the others, and all notices. */
export function renderRest(answer: Answer, version: string, style: Style, shown: number): string {
  const blocks = grouped(answer.statements.slice(shown)).map((group) => renderGroup(group, style));
  const leading = answer.notices
    .filter(({ code }) => LEADING.has(code))
    .map((notice) => style.warning(style.wrap(renderNotice(notice).replace(NEAREST_FOLLOWS, ' above.'), '')));
  return [...blocks, ...leading, ...renderSmall(answer, version, style)].join('\n\n');
}

/** The small print under an answer: at most one block. */
function renderSmall(answer: Answer, version: string, style: Style): string[] {
  const small = answer.notices
    .filter(({ code }) => !LEADING.has(code))
    .map((notice) => style.wrap(renderNotice(notice), ''));
  const checked = answer.statements.flatMap(({ quotes }) => quotes).length;
  if (checked > 0) small.push(`${plural(checked, 'passage')} checked against knowledge ${version} · not legal advice`);
  return small.length > 0 ? [small.map((line) => style.small(line)).join('\n')] : [];
}

/** Statements that follow each other out of one document share the small line under them, unless they quote. */
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

function renderGroup(group: readonly Statement[], style: Style): string {
  const lines = group.flatMap((statement) => statementLines(statement, style));
  const quotes = group.flatMap((statement) => statement.quotes);
  const contexts = [...new Set(quotes.map(({ document }) => document))].map((document) => {
    const here = quotes.filter((quote) => quote.document === document);
    const sources = here.filter(({ voice }) => voice === 'source');
    return contextLine(sources.length > 0 ? sources.slice(0, 1) : here, style);
  });
  return [...lines, ...contexts].join('\n');
}

/** The statement, a digest's list as a list, and the source's own words in quotation marks; under a composer's words all that they rest on. */
function statementLines({ text, quotes, prose }: Statement, style: Style): string[] {
  if (prose) return [style.statement(style.wrap(text, '')), ...quotes.map((quote) => renderWords(quote, style))];
  const digests = quotes.filter(({ voice }) => voice === 'digest');
  const items = digests.length > 2 ? digests.slice(1) : [];
  const lead = items.length > 0 ? digests[0]!.shown : text;
  return [
    style.statement(style.wrap(lead, '')),
    ...items.map(({ shown }) => style.statement(style.wrap(`  • ${shown}`, '    '))),
    ...quotes.filter(({ voice }) => voice === 'source').map((quote) => renderQuotation(quote, style)),
  ];
}

function renderQuotation(quote: Quote, style: Style): string {
  return style.quote(style.wrap(`  “${quote.shown}”`, '   '));
}

/** At most so many links under a statement: where most of it was checked. */
const LINKS_MAX = 2;

/**
 * "Alleged · Complaint, ¶ 1 · Twitter v. DHS (N.D. Cal., 6 Apr 2017) · link": what kind of statement, who, where, when. The quotes
 * are of one document; the first speaks for the line.
 */
function contextLine(quotes: readonly Quote[], style: Style): string {
  const quote = quotes[0]!;
  const where = [quote.court, quote.date === null ? null : readableDate(quote.date)]
    .filter((part) => part !== null)
    .join(', ');
  const parts = [
    style.kind(kindWord(quote)),
    [quote.speaker, quote.pinpoint].filter((part) => part !== null).join(', '),
    quote.via ?? '',
    `${quote.short}${where === '' ? '' : ` (${where})`}`,
  ].filter((part) => part !== '');
  const checked = quotes
    .filter(({ voice }) => voice === 'digest')
    .flatMap((q) => q.checked.flatMap(({ url }) => url ?? []).slice(0, 1));
  const urls = [...new Set(checked.length > 0 ? checked : quotes.flatMap(({ url }) => url ?? []))].slice(0, LINKS_MAX);
  const line = style.small(style.wrap(`  ${parts.join(' · ')}`, '  '));
  return [line, ...urls.map((url, n) => style.link(checked.length > 0 && n === 0 ? 'checked at' : '', url))].join(
    style.small(' · '),
  );
}

function notFound(answer: Answer, style: Style): string[] {
  const blocks = [style.warning(style.wrap(REASONS[answer.reason!], ''))];
  if (answer.nearest.length > 0) {
    const lead = answer.reason === 'not-in-sources' ? 'Closest:' : 'What the sources say that comes nearest:';
    blocks.push([lead, ...answer.nearest.map((quote) => renderNearest(quote, style))].join('\n'));
  }
  if (answer.help.length > 0) {
    const contacts = answer.help.map((quote) => style.wrap(`  · ${quote.shown}`, '    '));
    blocks.push(['Who may be able to help:', ...contacts].join('\n'));
  }
  if (answer.covers.length > 0 && answer.reason === 'not-in-sources') {
    blocks.push(style.small(style.wrap(`They do cover: ${answer.covers.join(' · ')}`, '')));
  }
  return blocks;
}

function renderNearest(quote: Quote, style: Style): string {
  return `${renderWords(quote, style)}\n${contextLine([quote], style)}`;
}

/** A source's words in quotation marks, a digest's without. */
function renderWords(quote: Quote, style: Style): string {
  return quote.voice === 'source' ? renderQuotation(quote, style) : style.wrap(`  ${quote.shown}`, '  ');
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
  }
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
