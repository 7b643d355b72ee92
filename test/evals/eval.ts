// `npm run eval`: scores questions with known answers and prints a table; writes the risk-coverage curve as an SVG.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import pLimit from 'p-limit';
import type { Answer, Quote } from '../../src/answer/model.ts';
import { renderText } from '../../src/chat/render-text.ts';
import { type ModelConfig, readConfig } from '../../src/config.ts';
import { openLibrary } from '../../src/library.ts';
import { openModel } from '../../src/model.ts';
import { openSession } from '../../src/session.ts';
import { PERSONAS, type ScriptedModel, startScriptedModel } from '../fakes/scripted-model.ts';
import { judge, type Outcome, type Question } from './judge.ts';
import { areaUnder, riskCoverage, toSvg } from './risk-coverage.ts';
import { scoreSquad } from './squad.ts';

const HELP = `npm run eval [-- --failed --json --no-squad --model --scripted PERSONA --save-baseline]
  --failed         list the questions that were not right, with the reason
  --json           print the figures as one JSON object
  --no-squad       leave out the SQuAD 2 figures (retrieval, sentence choice, abstention), which take about half a minute
  --model          word the answers with the model server that is configured (OPENAI_API_KEY, OPENAI_BASE_URL, OPENAI_MODEL)
  --scripted NAME  word them with a scripted model instead: ${PERSONAS.join(', ')}
  --save-baseline  keep the outcomes of our own questions as what later runs are compared with`;

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const SETS = [
  { name: 'own questions', file: here('questions.jsonl') },
  { name: 'shared questions', file: here('../../../shared/eval/questions.jsonl') },
];
const files = new Map<string, string>();
/** Outcome of each of our own questions, as last saved: what a run gained and lost. */
const BASELINE = here('baseline.json');
const SQUAD = here('../../../shared/eval/squad2');

interface Row {
  readonly question: Question;
  readonly answer: Answer;
  readonly outcome: Outcome;
  readonly words: number;
}

const { values } = parseArgs({
  options: {
    failed: { type: 'boolean' },
    json: { type: 'boolean' },
    'no-squad': { type: 'boolean' },
    model: { type: 'boolean' },
    scripted: { type: 'string' },
    'save-baseline': { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  },
});
if (values.help) console.log(HELP);
else await main();

async function main(): Promise<void> {
  const library = openLibrary(here('../../knowledge'), { cacheFolder: null });
  const scripted = PERSONAS.find((name) => name === values.scripted);
  if (values.scripted !== undefined && scripted === undefined)
    throw new Error(`--scripted takes ${PERSONAS.join(', ')}`);
  const server = scripted === undefined ? null : await startScriptedModel(scripted);
  const config = modelConfig(server);
  const session = openSession(library, config && openModel(config, (line) => console.log(line)));
  if (session.model) console.log(`worded by ${session.model.writer.name}, prompts ${session.model.prompt}`);
  const figures: Record<string, unknown> = {};
  for (const { name, file } of SETS) {
    if (!existsSync(file)) {
      console.log(`${name}: not here, left out`);
      continue;
    }
    const questions = readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Question);
    const inTurn = pLimit(config?.maxConcurrent ?? 1);
    const rows = await Promise.all(
      questions.map((question) =>
        inTurn(async (): Promise<Row> => {
          const answer = await session.ask({ text: question.question, history: [] });
          const text = renderText(answer, library.version);
          return { question, answer, outcome: judge(question, answer.status, text), words: wordsShown(text) };
        }),
      ),
    );
    const exact = rows
      .flatMap(({ answer }) => quotesOf(answer))
      .map((quote) => fileText(quote.document).slice(quote.start, quote.end) === quote.exact);
    figures[name] = report(name, rows, exact, values.failed === true, values.json === true);
    if (file === SETS[0]!.file) compare(rows);
  }
  await server?.stop();
  if (!values['no-squad'] && existsSync(SQUAD)) figures.squad = await scoreSquad(SQUAD, values.json === true);
  if (values.json) console.log(JSON.stringify(figures));
}

/** The model server that the run uses; null for keyless. */
function modelConfig(server: ScriptedModel | null): ModelConfig | null {
  if (server) {
    const settings = { OPENAI_BASE_URL: server.url, OPENAI_MODEL: 'scripted', OPENAI_MAX_OUTPUT_TOKENS: '4000' };
    return readConfig(settings).model;
  }
  if (!values.model) return null;
  const { model } = readConfig();
  if (!model)
    throw new Error(
      '--model needs a model server: set OPENAI_API_KEY, or OPENAI_BASE_URL and OPENAI_MODEL; or try --scripted honest',
    );
  return model;
}

/** Prints what the run gained and lost against the saved baseline, or saves it. */
function compare(rows: readonly Row[]): void {
  const now = Object.fromEntries(rows.map(({ question, outcome }) => [question.id, outcome.result]));
  if (values['save-baseline']) {
    writeFileSync(BASELINE, `${JSON.stringify(now, null, 2)}\n`);
    console.log('  saved as the baseline');
    return;
  }
  if (!existsSync(BASELINE) || values.json) return;
  const before = JSON.parse(readFileSync(BASELINE, 'utf8')) as Record<string, string>;
  const right = (results: Record<string, string>) => (id: string) => results[id] === 'right';
  const gained = Object.keys(now).filter((id) => right(now)(id) && !right(before)(id));
  const lost = Object.keys(now).filter((id) => !right(now)(id) && right(before)(id));
  console.log(
    `  against the baseline: gained ${gained.length} (${gained.join(' ')}), lost ${lost.length} (${lost.join(' ')})`,
  );
}

/** A shipped document as it stands on disk: what a quotation is checked against, apart from everything that made it. */
function fileText(id: string): string {
  const known = files.get(id) ?? readFileSync(here(`../../knowledge/${id}.md`), 'utf8').normalize('NFC');
  files.set(id, known);
  return known;
}

function quotesOf({ statements, nearest, help }: Answer): Quote[] {
  return [...statements.flatMap(({ quotes }) => quotes), ...nearest, ...help];
}

/** Words that a person reads; links are not read. */
function wordsShown(text: string): number {
  return text.split(/\s+/).filter((word) => !/^https?:/.test(word)).length;
}

/** How a model's statements fared: what stands in its own words, and what was dropped, by code. */
function proseFigures(rows: readonly Row[]) {
  const all = rows.flatMap(({ answer }) => answer.dropped);
  const dropped = all.filter(({ replaced }) => !replaced);
  const worded = rows.filter(({ answer }) => answer.notices.some(({ code }) => code === 'worded'));
  const statements = worded.flatMap(({ answer }) => answer.statements);
  const drafted = statements.length + dropped.length;
  const codes: Record<string, number> = {};
  for (const { code } of all) codes[code] = (codes[code] ?? 0) + 1;
  return {
    drafted,
    inOwnWords: statements.filter(({ prose }) => prose).length / (drafted || 1),
    dropped: dropped.length / (drafted || 1),
    codes,
  };
}

function report(name: string, rows: readonly Row[], exact: readonly boolean[], failed: boolean, quiet: boolean) {
  const answerable = rows.filter(({ question }) => question.answerable);
  const others = rows.filter(({ question }) => !question.answerable);
  const share = (set: readonly Row[], outcome: Outcome['result']) =>
    set.filter((row) => row.outcome.result === outcome).length / (set.length || 1);
  const words = answerable
    .filter(({ answer }) => answer.status === 'answered')
    .map((row) => row.words)
    .sort((a, b) => a - b);
  const curve = riskCoverage(
    rows.map(({ answer, outcome, question }) => ({
      score: answer.confidence,
      right: question.answerable && outcome.result !== 'wrong' && answer.status === 'answered',
    })),
  );
  const figures = {
    questions: rows.length,
    answeredRight: share(answerable, 'right'),
    abstained: share(answerable, 'abstained'),
    wrong: share(answerable, 'wrong'),
    refusedRight: share(others, 'right'),
    quotesExact: exact.filter(Boolean).length / (exact.length || 1),
    quotes: exact.length,
    ...proseFigures(rows),
    medianWords: words[words.length >> 1] ?? 0,
    areaUnderRiskCoverage: areaUnder(curve),
  };
  const folder = here('out');
  mkdirSync(folder, { recursive: true });
  const svg = `${folder}/${name.replace(/\W+/g, '-')}-risk-coverage.svg`;
  writeFileSync(svg, toSvg(curve, `${name}: share of wrong answers against share answered`));
  if (!quiet) {
    const percent = (value: number) => `${(100 * value).toFixed(1)} %`;
    console.log(`\n${name} (${answerable.length} answerable, ${others.length} to refuse)`);
    console.log(
      `  answered right  ${percent(figures.answeredRight)}    abstained ${percent(figures.abstained)}    wrong ${percent(figures.wrong)}`,
    );
    console.log(`  refused right   ${percent(figures.refusedRight)}`);
    console.log(`  quotes exact    ${percent(figures.quotesExact)} of ${figures.quotes}`);
    if (figures.drafted > 0)
      console.log(
        `  in a model's words  ${percent(figures.inOwnWords)} of ${figures.drafted} statements drafted; dropped ${percent(figures.dropped)} ${JSON.stringify(figures.codes)}`,
      );
    console.log(`  median words    ${figures.medianWords}`);
    console.log(`  risk-coverage   area ${figures.areaUnderRiskCoverage.toFixed(3)}, curve in test/evals/out/`);
    if (failed)
      for (const { question, outcome, answer } of rows)
        if (outcome.result !== 'right')
          console.log(
            `  ${question.id} ${outcome.result} (${answer.confidence.toFixed(2)}) ${outcome.why ?? ''}: ${question.question}`,
          );
  }
  return figures;
}
