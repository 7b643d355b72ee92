// `npm run bench:model`: what Publius adds to a model server's stream. A paced server in another process is read by a plain fetch and
// by Publius, in turns, with the same questions and the same request bodies, one answer at a time and many at once.
// Prints figures beside their targets; never fails on them.

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { cpus } from 'node:os';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Answer } from '../../src/answer/model.ts';
import { openLibrary } from '../../src/library.ts';
import { openModel } from '../../src/model.ts';
import { openSession, type Session } from '../../src/session.ts';
import { honestReplies, type RecordedReply } from '../fakes/scripted-model.ts';
import type { Pace, Served } from './model-server-process.ts';
import { percentilesOf } from './percentiles.ts';

const KNOWLEDGE = fileURLToPath(new URL('../../knowledge', import.meta.url));
const SERVER = fileURLToPath(new URL('model-server-process.ts', import.meta.url));
const USAGE_STATUS = 2;
/** From here on no rewriting call is made: STRONG_FROM of src/answer/rewriting.ts. */
const CONFIDENT_FROM = 0.9;
const STATEMENTS_MIN = 2;
/** Nothing may time out, however slow the machine. */
const TIMEOUT_MS = 600_000;
const FIRST_TARGET_MS = 30;
const TOTAL_TARGET = 1.05;

const HELP = `npm run bench:model -- [options]

Measures what Publius adds to the raw stream of a model server: how long after its last token the first checked statement is there,
and how much longer whole answers take.

  --concurrent 50    answers under way at a time in the second and third part; in the first one
  --answers 400      answers of each kind in the second and third part
  --alone 40         answers of each kind in the first part
  --spread 1000      milliseconds over which the first answers of a round begin in the second part; in the third all begin at once
  --rounds 4         rounds of each kind that they are asked in, raw and Publius in turns
  --first-token 200  milliseconds until the server's first token
  --token 10         milliseconds from token to token
  --chars 4          characters of a token
  --json             one JSON object instead of tables
  --help             this text
`;

interface Options extends Pace {
  readonly concurrent: number;
  readonly answers: number;
  readonly alone: number;
  readonly spread: number;
  readonly rounds: number;
  readonly json: boolean;
}

/** Options, or the text to end with: help, or what is wrong with them. */
function readOptions(argv: readonly string[]): Options | { readonly message: string; readonly status: number } {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        concurrent: { type: 'string', default: '50' },
        answers: { type: 'string', default: '400' },
        alone: { type: 'string', default: '40' },
        spread: { type: 'string', default: '1000' },
        rounds: { type: 'string', default: '4' },
        'first-token': { type: 'string', default: '200' },
        token: { type: 'string', default: '10' },
        chars: { type: 'string', default: '4' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) return { message: HELP, status: 0 };
    return {
      concurrent: readCount('--concurrent', values.concurrent),
      answers: readCount('--answers', values.answers),
      alone: readCount('--alone', values.alone),
      spread: readCount('--spread', values.spread),
      rounds: readCount('--rounds', values.rounds),
      firstTokenMs: readCount('--first-token', values['first-token']),
      tokenMs: readCount('--token', values.token),
      tokenChars: readCount('--chars', values.chars),
      json: values.json,
    };
  } catch (error) {
    return { message: `${error instanceof Error ? error.message : 'wrong options'}\n\n${HELP}`, status: USAGE_STATUS };
  }
}

function readCount(option: string, text: string): number {
  if (!/^[1-9]\d{0,4}$/.test(text)) throw new RangeError(`${option}: expected a whole number above 0, got "${text}"`);
  return Number(text);
}

/** A question that the model's reply is measured with. */
interface Asked {
  readonly question: string;
  readonly reply: RecordedReply;
  /** What Publius sends to the server. */
  readonly body: string;
  /** Whether the first statement shown is the reply's first, so that its delay can be told. */
  readonly firstHolds: boolean;
}

interface Shown {
  /** Milliseconds since the epoch. */
  readonly firstAt: number | null;
  readonly answer: Answer;
}

/** Times of one kind in one part. */
interface Times {
  readonly walls: number[];
  readonly totals: number[];
  /** From being asked to the request's arrival at the server. */
  readonly arrivals: number[];
  /** Processor time of this process, a round each. */
  readonly processor: number[];
  /** Processor time of the whole machine, and how much of it was spent on anything, a round each. */
  readonly machine: { all: number; busy: number }[];
}

/** How a part asks. */
interface Plan {
  readonly title: string;
  readonly concurrent: number;
  readonly answers: number;
  readonly rounds: number;
  /** Milliseconds over which the first answers of a round begin. */
  readonly spreadMs: number;
  /** Whether the target for the total is meant for it. */
  readonly targeted: boolean;
}

interface Part {
  readonly raw: Times;
  readonly publius: Times;
  /** Milliseconds from the last token of the first statement to the step that shows it. */
  readonly delays: number[];
  /** Why the model did not word answers of Publius's in the end, one each. */
  readonly unworded: string[];
  /** Requests of each kind on a connection that was open already. */
  readonly reused: { readonly raw: number; readonly publius: number };
}

const epochNow = () => performance.timeOrigin + performance.now();

async function startServer(pace: Pace) {
  const child = fork(SERVER, [JSON.stringify(pace)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const ended = once(child, 'exit');
  const [[url, rawUrl]] = await Promise.race([
    once(child, 'message') as Promise<[[url: string, rawUrl: string]]>,
    ended.then(([code]) => Promise.reject(new Error(`the model server ended with ${code}`))),
  ]);
  return {
    url,
    /** The same for the raw reader. */
    rawUrl,
    /** What it has served since it was asked last. */
    served: async () => (await (await fetch(new URL('/times', url))).json()) as Served[],
    stop: async () => {
      child.disconnect();
      await ended;
    },
  };
}
type Server = Awaited<ReturnType<typeof startServer>>;

/** The recorded questions that keyless Publius answers with confidence, so that the model is called once, to word the answer. */
async function confidentReplies(session: Session): Promise<RecordedReply[]> {
  const chosen: RecordedReply[] = [];
  for (const reply of honestReplies()) {
    if (reply.verdict !== 'answered' || reply.statements.length < STATEMENTS_MIN) continue;
    const { status, confidence } = await session.ask({ text: reply.question, history: [] });
    if (status === 'answered' && confidence >= CONFIDENT_FROM) chosen.push(reply);
  }
  return chosen;
}

/** Asks everything once: warms up, and finds out what is sent and which first statements hold. Leaves out where the model's draft does not stand. */
async function rehearse(replies: readonly RecordedReply[], session: Session, server: Server, concurrent: number) {
  const plan = { concurrent, spreadMs: 0 };
  const shown = await pool(replies, plan, ({ question }) => askPublius(question, session));
  const bodies = new Map((await server.served()).map(({ question, body }) => [question, body]));
  const asked = replies.flatMap((reply, n): Asked[] => {
    const { question, statements } = reply;
    const { dropped, statements: kept, notices } = shown[n]!.answer;
    if (notices.some(({ code }) => code === 'not-worded' || code === 'abstained')) return [];
    const gapStandsFirst = kept.length + dropped.length > statements.length;
    const firstHolds = !gapStandsFirst && !dropped.some(({ text }) => text === statements[0]!.text);
    return [{ question, reply, body: bodies.get(question)!, firstHolds }];
  });
  await pool(asked, plan, ({ body }) => readRaw(body, server));
  await server.served();
  return asked;
}

async function askPublius(question: string, session: Session): Promise<Shown> {
  let firstAt: number | null = null;
  for await (const step of session.steps({ text: question, history: [] })) {
    if (step.step === 'statement') firstAt ??= epochNow();
    if (step.step === 'answer') return { firstAt, answer: step.answer };
  }
  throw new Error('expected the last step to be an answer');
}

async function readRaw(body: string, { rawUrl }: Server): Promise<void> {
  const headers = { 'content-type': 'application/json', authorization: 'Bearer none' };
  const response = await fetch(`${rawUrl}/chat/completions`, { method: 'POST', headers, body });
  if (!response.ok) throw new Error(`the model server answered ${response.status}`);
  for await (const _ of response.body!);
}

/**
 * Runs `work` on every item in order, `concurrent` at a time, the first of them spread over `spreadMs`. Each begins in a turn of its own,
 * as what comes over a network does; `begunAt` is from before that turn, so that waiting for others counts.
 */
async function pool<Item, Result>(
  items: readonly Item[],
  { concurrent, spreadMs }: Pick<Plan, 'concurrent' | 'spreadMs'>,
  work: (item: Item, begunAt: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const left = items.entries();
  const worker = async (_: unknown, nth: number) => {
    if (spreadMs > 0) await sleep((spreadMs * nth) / concurrent);
    for (const [n, item] of left) {
      const begunAt = epochNow();
      await nextTurn();
      results[n] = await work(item, begunAt);
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrent, items.length) }, worker));
  return results;
}

/** Asks the plan's questions raw and by Publius, in rounds that take turns at being first. */
async function measurePart(asked: readonly Asked[], plan: Plan, session: Session, server: Server): Promise<Part> {
  const { answers, rounds } = plan;
  const [raw, publius]: Times[] = [
    { walls: [], totals: [], arrivals: [], processor: [], machine: [] },
    { walls: [], totals: [], arrivals: [], processor: [], machine: [] },
  ];
  const [delays, reused]: [number[], { raw: number; publius: number }] = [[], { raw: 0, publius: 0 }];
  const unworded: string[] = [];
  const jobs = Array.from({ length: answers }, (_, n) => asked[n % asked.length]!);
  const size = Math.ceil(answers / rounds);

  const timed = async <Result>(round: readonly Asked[], times: Times, work: (one: Asked) => Promise<Result>) => {
    const [started, before, machine] = [performance.now(), process.cpuUsage(), machineTime()];
    const results = await pool(round, plan, async (one, begunAt) => {
      const result = await work(one);
      times.totals.push(epochNow() - begunAt);
      return { begunAt, result };
    });
    times.walls.push(performance.now() - started);
    const { user, system } = process.cpuUsage(before);
    times.processor.push((user + system) / 1000);
    const { all, busy } = machineTime();
    times.machine.push({ all: all - machine.all, busy: busy - machine.busy });
    const left = await server.served();
    if (left.length !== round.length) throw new Error(`${left.length} requests for ${round.length} answers`);
    return round.map((one, n) => {
      const { begunAt, result } = results[n]!;
      // Requests with one question come in the order in which it is asked.
      const at = left.findIndex(({ question }) => question === one.question);
      const [served] = left.splice(at, 1) as [Served];
      times.arrivals.push(served.arrivedAt - begunAt);
      return { one, result, served };
    });
  };
  const askRaw = async (round: readonly Asked[]) => {
    const results = await timed(round, raw!, ({ body }) => readRaw(body, server));
    reused.raw += results.filter(({ served }) => served.reused).length;
  };
  const askAll = async (round: readonly Asked[]) => {
    const results = await timed(round, publius!, ({ question }) => askPublius(question, session));
    reused.publius += results.filter(({ served }) => served.reused).length;
    for (const { one, result, served } of results) {
      for (const notice of result.answer.notices) if (notice.code === 'not-worded') unworded.push(notice.why);
      if (one.firstHolds && result.firstAt !== null && served.firstStatementAt !== null)
        delays.push(result.firstAt - served.firstStatementAt);
    }
  };
  for (let from = 0; from < jobs.length; from += size) {
    const round = jobs.slice(from, from + size);
    showProgress(`${plan.title}: ${from} of ${jobs.length} answers`);
    for (const ask of (from / size) % 2 === 0 ? [askRaw, askAll] : [askAll, askRaw]) await ask(round);
  }
  return { raw: raw!, publius: publius!, delays, unworded, reused };
}

/** What the machine's processors have done so far, in milliseconds. */
function machineTime() {
  const all = cpus().flatMap(({ times }) => Object.values(times));
  const idle = cpus().map(({ times }) => times.idle);
  return { all: sum(all), busy: sum(all) - sum(idle) };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** A line on the terminal that the next one replaces; nothing anywhere else. */
function showProgress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}

function figuresOf(plan: Plan, { raw, publius, delays, unworded, reused }: Part) {
  const busyShare = ({ machine }: Times) => sum(machine.map(({ busy }) => busy)) / sum(machine.map(({ all }) => all));
  const median = (values: readonly number[]) => percentilesOf(values).p50;
  const { count, p50, p95 } = percentilesOf(delays);
  return {
    ...plan,
    firstStatementMs: { count, p50, p95, max: Math.max(...delays) },
    batchSeconds: { raw: sum(raw.walls) / 1000, publius: sum(publius.walls) / 1000 },
    medianMs: { raw: median(raw.totals), publius: median(publius.totals) },
    medianUntilRequestMs: { raw: median(raw.arrivals), publius: median(publius.arrivals) },
    ratio: {
      batch: sum(publius.walls) / sum(raw.walls),
      median: median(publius.totals) / median(raw.totals),
    },
    processorMs: {
      raw: sum(raw.processor) / raw.totals.length,
      publius: sum(publius.processor) / publius.totals.length,
    },
    machineBusy: { raw: busyShare(raw), publius: busyShare(publius) },
    unworded,
    reused,
  };
}
type Figures = ReturnType<typeof figuresOf>;

function describe(figures: Figures): string {
  const { title, answers, targeted, firstStatementMs, batchSeconds, medianMs, ratio, unworded, reused } = figures;
  const { medianUntilRequestMs: until, processorMs: processor, machineBusy: busy } = figures;
  const { count, p50, p95, max } = firstStatementMs;
  const ms = (value: number) => value.toFixed(1);
  const more = (value: number) => `${value >= 1 ? '+' : ''}${(100 * (value - 1)).toFixed(1)} %`;
  const target = targeted ? `   target under ${more(TOTAL_TARGET)}` : '';
  const lines = [
    `first statement after its last token   p50 ${ms(p50)}, p95 ${ms(p95)}, max ${ms(max)} ms (${count} answers)   target ${FIRST_TARGET_MS} ms`,
    `batch, Publius over raw                ${more(ratio.batch)} (${batchSeconds.publius.toFixed(2)} s, ${batchSeconds.raw.toFixed(2)} s)${target}`,
    `median answer, Publius over raw        ${more(ratio.median)} (${medianMs.publius.toFixed(0)} ms, ${medianMs.raw.toFixed(0)} ms)${target}`,
    `median time until the request arrives  Publius ${ms(until.publius)} ms, raw ${ms(until.raw)} ms`,
    `processor time of an answer            Publius ${ms(processor.publius)} ms, raw ${ms(processor.raw)} ms`,
    `the machine's processors busy          Publius ${(100 * busy.publius).toFixed(0)} %, raw ${(100 * busy.raw).toFixed(0)} %`,
    `connections used again                 Publius ${reused.publius} of ${answers}, raw ${reused.raw}`,
  ];
  if (unworded.length > 0)
    lines.push(`answers not in the model's words       ${unworded.length} (${[...new Set(unworded)].join(', ')})`);
  return [`## ${title} (${answers} answers of each kind)`, '', ...lines].join('\n');
}

async function bench(options: Options): Promise<number> {
  const { firstTokenMs, tokenMs, tokenChars, concurrent, answers, alone, spread, rounds, json } = options;
  const library = openLibrary(KNOWLEDGE, { cacheFolder: null });
  showProgress('choosing questions');
  const replies = await confidentReplies(openSession(library));
  if (concurrent > replies.length) {
    process.stderr.write(`--concurrent: expected at most ${replies.length}, as many as there are questions\n`);
    return USAGE_STATUS;
  }
  const server = await startServer({ firstTokenMs, tokenMs, tokenChars });
  try {
    const model = openModel(
      {
        baseUrl: server.url,
        apiKey: 'none',
        model: 'paced',
        maxOutputTokens: 1000,
        maxConcurrent: concurrent,
        firstTokenTimeoutMs: TIMEOUT_MS,
        timeoutMs: TIMEOUT_MS,
      },
      (line) => process.stderr.write(`${line}\n`),
    );
    const session = openSession(library, model);
    showProgress('warming up');
    const asked = await rehearse(replies, session, server, concurrent);
    const figures: Figures[] = [];
    const many = { concurrent, answers, rounds, targeted: true };
    for (const plan of [
      { title: 'One at a time', concurrent: 1, answers: alone, rounds, spreadMs: 0, targeted: false },
      { ...many, title: `${concurrent} under way`, spreadMs: spread },
      { ...many, title: `${concurrent} begun at once`, spreadMs: 0 },
    ])
      figures.push(figuresOf(plan, await measurePart(asked, plan, session, server)));
    showProgress('');
    const machine = `Node ${process.version}, ${process.platform} ${process.arch}, ${cpus().length} x ${cpus()[0]?.model.trim() ?? 'unknown'}`;
    const targets = { firstStatementMs: FIRST_TARGET_MS, total: TOTAL_TARGET };
    const pace = { firstTokenMs, tokenMs, tokenChars };
    if (json) process.stdout.write(`${JSON.stringify({ machine, pace, targets, parts: figures })}\n`);
    else
      process.stdout.write(
        `${machine}\n\n${legend(asked, options)}\n\n${figures.map((one) => describe(one)).join('\n\n')}\n`,
      );
    return 0;
  } finally {
    showProgress('');
    await server.stop();
  }
}

function legend(asked: readonly Asked[], { firstTokenMs, tokenMs, tokenChars, rounds }: Options): string {
  const statements = asked.map(({ reply }) => reply.statements.length);
  const mean = sum(statements) / statements.length;
  return `${asked.length} questions with a recorded honest reply of ${Math.min(...statements)} to ${Math.max(...statements)} statements (${mean.toFixed(1)} on average); the first statement of ${asked.filter(({ firstHolds }) => firstHolds).length} passes
the checks. First token after ${firstTokenMs} ms, then ${tokenChars} characters every ${tokenMs} ms. Raw: fetch with the same body, read to its end. Publius:
searching, composing and checking. ${rounds} rounds of each kind in turns, one process reading, another serving.`;
}

const options = readOptions(process.argv.slice(2));
if ('message' in options) {
  (options.status === 0 ? process.stdout : process.stderr).write(options.message);
  process.exitCode = options.status;
} else process.exitCode = await bench(options);
