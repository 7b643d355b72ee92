// `npm run eval:summary`: scores summaries of some forty topics and sources: sections against a small key, facts, sources, repetition, length, time.

import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Quote, Statement } from '../../src/answer/model.ts';
import type { Summary } from '../../src/answer/summary-model.ts';
import { layOutSummary } from '../../src/chat/layout-summary.ts';
import { PLAIN, renderParts } from '../../src/chat/render-text.ts';
import { likeness, vectorsOf } from '../../src/compose/centrality.ts';
import { openLibrary } from '../../src/library.ts';
import { openSession } from '../../src/session.ts';
import { percentilesOf } from '../bench/percentiles.ts';
import { KEYS, type Key } from './summary-key.ts';

const HELP = `npm run eval:summary [-- --failed --show TEXT --json]
  --failed     list the facts that are not shown and the sentences in a wrong section
  --show TEXT  print the summaries of topics that hold TEXT ("" for all), with their timelines
  --json       print the figures as one JSON object`;

const { values } = parseArgs({
  options: {
    failed: { type: 'boolean' },
    show: { type: 'string' },
    json: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  },
});
/** Times of each topic; the first is not counted, since it fills caches. */
const ROUNDS = 4;

interface Row {
  readonly key: Key;
  readonly summary: Summary;
  readonly facts: number;
  readonly missing: readonly RegExp[];
  readonly placed: number;
  readonly misplaced: readonly string[];
  readonly sources: number;
  readonly statements: number;
  readonly words: number;
  readonly alike: number;
  readonly exact: number;
  readonly quotes: number;
  readonly elapsedMs: number;
}

if (values.help) console.log(HELP);
else await main();

async function main(): Promise<void> {
  const library = openLibrary(fileURLToPath(new URL('../../knowledge', import.meta.url)), { cacheFolder: null });
  const session = openSession(library);
  const rows: Row[] = [];
  for (const key of KEYS) {
    const times: number[] = [];
    let summary = await session.summarize({ topic: key.topic, history: [], timeline: true });
    for (let round = 0; round < ROUNDS; round++) {
      const started = performance.now();
      summary = await session.summarize({ topic: key.topic, history: [] });
      times.push(performance.now() - started);
    }
    const isExact = (quote: Quote) =>
      library.document(quote.document)?.text.slice(quote.start, quote.end) === quote.exact;
    rows.push(score(key, summary, Math.min(...times), isExact));
    if (values.show !== undefined && key.topic.includes(values.show)) {
      const whole = await session.summarize({ topic: key.topic, history: [], timeline: true });
      console.log(`\n════ ${key.topic}\n\n${renderParts(layOutSummary(whole, library.version), PLAIN)}`);
    }
  }
  if (values.failed) for (const row of rows) report(row);
  print(rows);
}

function score(key: Key, summary: Summary, elapsedMs: number, isExact: (quote: Quote) => boolean): Row {
  const placed = summary.sections.flatMap(({ code, statements }) =>
    statements.map((statement) => ({ code, statement })),
  );
  const text = placed.map(({ statement }) => textOf(statement)).join('\n');
  const status = summary.notices.flatMap((notice) => (notice.code === 'status' ? [notice.status] : [])).join('\n');
  const missing = (key.facts ?? []).filter((fact) => !fact.test(`${text}\n${status}`));
  const judged = placed.flatMap(({ code, statement }) => {
    const rule = key.sections?.find(([pattern]) => pattern.test(textOf(statement)));
    return rule ? [{ good: rule[1].includes(code), text: `${code}: ${textOf(statement)}` }] : [];
  });
  const quotes = placed.flatMap(({ statement }) => statement.quotes);
  const vectors = vectorsOf(placed.map(({ statement }) => textOf(statement)));
  const pairs = vectors.flatMap((vector, i) => vectors.slice(i + 1).map((other) => likeness(vector, other)));
  return {
    key,
    summary,
    facts: key.facts?.length ?? 0,
    missing,
    placed: judged.length,
    misplaced: judged.filter(({ good }) => !good).map((one) => one.text),
    sources: new Set(quotes.map(({ document }) => document)).size,
    statements: placed.length,
    words: text === '' ? 0 : text.split(/\s+/).length,
    alike: Math.max(0, ...pairs),
    quotes: quotes.length,
    exact: quotes.filter(isExact).length,
    elapsedMs,
  };
}

function textOf({ quotes }: Statement): string {
  return quotes.map(({ shown }) => shown).join(' ');
}

function report({ key, summary, missing, misplaced }: Row): void {
  if (summary.status !== 'summarised') console.log(`${key.topic}: not found (${summary.reason})`);
  for (const fact of missing) console.log(`${key.topic}: lacks ${fact}`);
  for (const text of misplaced) console.log(`${key.topic}: in the wrong section, ${text}`);
}

function print(rows: readonly Row[]): void {
  const sum = (of: (row: Row) => number) => rows.reduce((total, row) => total + of(row), 0);
  const median = (of: (row: Row) => number) => percentilesOf(rows.map(of)).p50;
  const figures = {
    topics: rows.length,
    summarised: rows.filter(({ summary }) => summary.status === 'summarised').length,
    sectionsRight: 1 - sum(({ misplaced }) => misplaced.length) / sum(({ placed }) => placed),
    sectionsJudged: sum(({ placed }) => placed),
    factsShown: 1 - sum(({ missing }) => missing.length) / sum(({ facts }) => facts),
    facts: sum(({ facts }) => facts),
    quotesExact: sum(({ exact }) => exact) / sum(({ quotes }) => quotes),
    quotes: sum(({ quotes }) => quotes),
    sourcesMedian: median(({ sources }) => sources),
    statementsMedian: median(({ statements }) => statements),
    wordsMedian: median(({ words }) => words),
    alikeMost: Math.max(...rows.map(({ alike }) => alike)),
    elapsedMedianMs: median(({ elapsedMs }) => elapsedMs),
    elapsedMostMs: Math.max(...rows.map(({ elapsedMs }) => elapsedMs)),
  };
  if (values.json) {
    console.log(JSON.stringify(figures));
    return;
  }
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  console.log(`summaries of ${figures.topics} topics and sources: ${figures.summarised} summarised
  sentences in the right section  ${percent(figures.sectionsRight)} of ${figures.sectionsJudged} judged by the key
  facts shown                     ${percent(figures.factsShown)} of ${figures.facts}
  quotes exact                    ${percent(figures.quotesExact)} of ${figures.quotes}
  median sources, statements, words  ${figures.sourcesMedian}, ${figures.statementsMedian}, ${figures.wordsMedian}
  most alike two sentences        ${figures.alikeMost.toFixed(2)}
  time, median and most           ${figures.elapsedMedianMs.toFixed(1)} ms, ${figures.elapsedMostMs.toFixed(1)} ms`);
}
