// `npm run bench:slack`: questions to the real Bolt app, in a process of its own, on a Slack that fails: how many are answered once, twice or
// never, how fast Slack is acknowledged, how memory goes. Then what Publius takes for an event beside the barest Bolt app on the same server.
// Figures are printed; `--events N` (default 10,000, 30 % of them duplicates), `--rounds N` of the comparison (default 3).

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { eventBody } from '../fakes/slack/payloads.ts';
import { echoOf, freePort } from '../fakes/slack/publius.ts';
import { deliver, type SlackServer, startSlackServer } from '../fakes/slack/server.ts';
import { percentilesOf } from './percentiles.ts';

const { values } = parseArgs({
  options: { events: { type: 'string', default: '10000' }, rounds: { type: 'string', default: '3' } },
});
const THREADS = 200;
const AT_ONCE = 20;
const PER_ROUND = 1500;
const QUESTIONS = [
  'What did Watchtower v. Stratton decide?',
  'What happened in Twitter v. DHS?',
  'What did Krinsky v. Doe 6 decide?',
];
/** Messages so far: each has a `ts` of its own. */
let said = 10_000;

await loadOnFailingSlack(Number(values.events));
await besideBareApp(Number(values.rounds));
process.exit(0);

interface RunningApp {
  readonly url: string;
  readonly process: ChildProcess;
  /** What it holds and has counted; `memory`: after a collection. */
  ask(what?: 'memory'): Promise<{ heapMb: number; cpuMs: number; counts: Record<string, number> }>;
}

async function startApp(which: 'publius' | 'echo', slack: SlackServer): Promise<RunningApp> {
  const port = await freePort();
  const file = fileURLToPath(new URL('slack-app.ts', import.meta.url));
  const child = fork(file, [which, slack.apiUrl, String(port)], { execArgv: ['--expose-gc', '--import', 'tsx'] });
  await once(child, 'message');
  const url = `http://127.0.0.1:${port}/slack/events`;
  slack.hooks.posted = (message) => void deliver(url, echoOf(message)).catch(() => {});
  return {
    url,
    process: child,
    async ask(what) {
      child.send(what ?? 'counts');
      const [said] = await once(child, 'message');
      return said;
    },
  };
}

function questionsOf(count: number) {
  return Array.from({ length: count }, (_, n) =>
    eventBody({
      type: 'app_mention',
      user: `U${n % 500}`,
      channel: `C${n % THREADS}`,
      thread_ts: `${(n % THREADS) + 1}.1`,
      ts: `${said++}.1`,
      text: `<@UBOT> ${QUESTIONS[n % QUESTIONS.length]}`,
    }),
  );
}

async function loadOnFailingSlack(total: number) {
  const questions = Math.round(total * 0.7);
  const slack = await startSlackServer({ keep: false });
  Object.assign(slack.faults, { ratelimited: 0.1, serverError: 0.05, hang: 0.02 });
  const app = await startApp('publius', slack);
  const asked = questionsOf(questions);
  const sent = shuffled([...asked, ...asked.slice(0, total - questions)]);
  const started = performance.now();
  const ms: number[] = [];
  const memory: number[] = [];
  for (let n = 0; n < sent.length; n += AT_ONCE) {
    const deliveries = await Promise.all(sent.slice(n, n + AT_ONCE).map((body) => deliver(app.url, body)));
    ms.push(...deliveries.map((delivery) => delivery.ms));
    if (n % 1000 === 0) memory.push((await app.ask('memory')).heapMb);
  }
  const sentMs = performance.now() - started;
  const done = ({ counts: { answered = 0, notFound = 0, undelivered = 0 } }: { counts: Record<string, number> }) =>
    answered + notFound + undelivered;
  while (done(await app.ask()) < questions && performance.now() - started < 540_000) await sleep(250);
  const took = performance.now() - started;
  await sleep(12_000); // doubles that are still to be taken away
  const { heapMb, counts } = await app.ask('memory');
  memory.push(heapMb);
  const threads = new Map<string, number>();
  for (const { blocks } of slack.messages.values()) {
    const key = String(blocks[0]?.block_id);
    threads.set(key, (threads.get(key) ?? 0) + 1);
  }
  const half = memory.slice(Math.floor(memory.length / 2));
  print(
    `events ${total}, questions ${questions}, threads ${THREADS}: sent in ${seconds(sentMs)}, answered by ${seconds(took)}`,
  );
  print(
    `answers standing ${slack.messages.size}, of them the same post twice ${slack.messages.size - threads.size}; answered ${done({ counts })}, undelivered ${counts.undelivered}, repeated deliveries ${counts.repeated}`,
  );
  const { p50, p99 } = percentilesOf(ms);
  print(`acknowledged: p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`);
  print(`heap of the app after collection, MB: ${memory.map((mb) => mb.toFixed(1)).join(' ')}`);
  print(`last half: ${Math.min(...half).toFixed(1)} to ${Math.max(...half).toFixed(1)} MB`);
  print(`breaches of Slack's rules: ${slack.breaches.length}`);
  app.process.kill();
  await slack.close();
}

async function besideBareApp(rounds: number) {
  const slack = await startSlackServer({ keep: false, check: false });
  const perSecond: Record<'echo' | 'publius', number[]> = { echo: [], publius: [] };
  const cpuMs: Record<'echo' | 'publius', number[]> = { echo: [], publius: [] };
  const apps = { echo: await startApp('echo', slack), publius: await startApp('publius', slack) };
  for (let round = 0; round <= rounds; round++)
    for (const which of ['echo', 'publius'] as const) {
      const app = apps[which];
      slack.hooks.posted = (message) => void deliver(app.url, echoOf(message)).catch(() => {});
      slack.messages.clear();
      const events = questionsOf(PER_ROUND);
      const before = (await app.ask()).cpuMs;
      const started = performance.now();
      for (let n = 0; n < events.length; n += AT_ONCE)
        await Promise.all(events.slice(n, n + AT_ONCE).map((body) => deliver(app.url, body)));
      while (slack.messages.size < PER_ROUND) await sleep(5);
      const took = performance.now() - started;
      const cpu = (await app.ask()).cpuMs - before;
      if (round === 0) continue; // warming up
      perSecond[which].push(PER_ROUND / (took / 1000));
      cpuMs[which].push(cpu / PER_ROUND);
    }
  const [echo, publius] = [percentilesOf(perSecond.echo).p50, percentilesOf(perSecond.publius).p50];
  const [echoCpu, publiusCpu] = [percentilesOf(cpuMs.echo).p50, percentilesOf(cpuMs.publius).p50];
  print(
    `events a second, median of ${rounds} rounds in turn: bare Bolt app ${echo.toFixed(0)}, Publius ${publius.toFixed(0)}; ratio ${(publius / echo).toFixed(2)}`,
  );
  print(`processor time of the app for an event: ${echoCpu.toFixed(2)} ms, ${publiusCpu.toFixed(2)} ms`);
  for (const app of Object.values(apps)) app.process.kill();
  await slack.close();
}

/** Out of order by up to 200 places. */
function shuffled<T>(list: T[]): T[] {
  for (let n = list.length - 1; n > 0; n--) {
    const m = Math.max(0, n - Math.floor(Math.random() * 200));
    [list[n], list[m]] = [list[m]!, list[n]!];
  }
  return list;
}

function sleep(ms: number) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function print(line: string) {
  process.stdout.write(`${line}\n`);
}

function seconds(elapsed: number): string {
  return `${(elapsed / 1000).toFixed(1)} s`;
}
