// `npm run bench:slack`: questions to the real Bolt app on a Slack that fails: how many are answered once, twice or never, how fast Slack is
// acknowledged, and how memory goes. One run, figures printed; `--events N` (default 10,000, 30 % of them duplicates).

import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openLibrary } from '../../src/library.ts';
import { openSession } from '../../src/session.ts';
import { startSlack } from '../../src/slack.ts';
import { deliver, SIGNING_SECRET, startSlackServer } from '../fakes/slack-server.ts';

const { values } = parseArgs({
  options: { events: { type: 'string', default: '10000' }, port: { type: 'string', default: '34599' } },
});
const total = Number(values.events);
const questions = Math.round(total * 0.7);
const THREADS = 200;
const AT_ONCE = 20;
const QUESTIONS = [
  'What did Watchtower v. Stratton decide?',
  'What happened in Twitter v. DHS?',
  'What did Krinsky v. Doe 6 decide?',
];

const slack = await startSlackServer();
Object.assign(slack.faults, { ratelimited: 0.1, serverError: 0.05, hang: 0.02 });
const port = Number(values.port);
const url = `http://127.0.0.1:${port}/slack/events`;
const session = openSession(
  openLibrary(fileURLToPath(new URL('../../knowledge', import.meta.url)), { cacheFolder: null }),
);
const config = {
  botToken: 'xoxb-1',
  appToken: null,
  signingSecret: SIGNING_SECRET,
  host: '127.0.0.1',
  port,
  path: '/slack/events',
  apiUrl: slack.apiUrl,
};
const limits = { askerPerMinute: 1e6, workspacePerMinute: 1e6, waiting: total };
const running = await startSlack(config, session, () => {}, limits);
let echoes = 0;
slack.hooks.posted = ({ channel, ts, thread, text, blocks }) =>
  void deliver(
    url,
    wrap(`Echo${++echoes}`, {
      type: 'message',
      user: 'UBOT',
      bot_id: 'BBOT',
      channel,
      ts,
      thread_ts: thread,
      text,
      blocks,
    }),
  ).catch(() => {});

const asked = Array.from({ length: questions }, (_, n) => {
  const thread = n % THREADS;
  const text = `<@UBOT> ${QUESTIONS[n % QUESTIONS.length]}`;
  return wrap(`Ev${n}`, {
    type: 'app_mention',
    user: `U${n % 500}`,
    channel: `C${thread}`,
    thread_ts: `${thread + 1}.1`,
    ts: `${10_000 + n}.1`,
    text,
  });
});
const sent = [...asked, ...asked.slice(0, total - questions)];
for (let n = sent.length - 1; n > 0; n--) {
  const m = Math.max(0, n - Math.floor(Math.random() * 200)); // out of order by up to 200 events
  [sent[n], sent[m]] = [sent[m]!, sent[n]!];
}

const started = performance.now();
const ms: number[] = [];
const memory: number[] = [];
for (let n = 0; n < sent.length; n += AT_ONCE) {
  const deliveries = await Promise.all(sent.slice(n, n + AT_ONCE).map((body) => deliver(url, body)));
  ms.push(...deliveries.map((delivery) => delivery.ms));
  if (n % 1000 === 0) sampleMemory();
}
const sentMs = performance.now() - started;
while (count() < questions && performance.now() - started < 540_000)
  await new Promise((resolve) => setTimeout(resolve, 250));
const took = performance.now() - started;
await new Promise((resolve) => setTimeout(resolve, 12_000)); // doubles that are still to be taken away
ms.sort((a, b) => a - b);
const { answered, notFound, undelivered, repeated } = running.chat.counts;
console.log(
  `events ${sent.length}, questions ${questions}, threads ${THREADS}; sent in ${seconds(sentMs)}, all answered after ${seconds(took)}`,
);
console.log(
  `answers standing ${slack.messages.size}; answered ${answered + notFound}, undelivered ${undelivered}, repeated deliveries ${repeated}`,
);
console.log(
  `acknowledged: p50 ${ms[Math.floor(ms.length / 2)]!.toFixed(1)} ms, p99 ${ms[Math.floor(ms.length * 0.99)]!.toFixed(1)} ms`,
);
console.log(`memory (MB, every 1,000 events, server and app in one process): ${memory.join(' ')}`);
console.log(`breaches: ${slack.breaches.length}`);
await running.stop(2000);
await slack.close();
process.exit(0);

function count(): number {
  const { answered, notFound, undelivered } = running.chat.counts;
  return answered + notFound + undelivered;
}

function sampleMemory() {
  globalThis.gc?.();
  memory.push(Math.round(process.memoryUsage().heapUsed / 1e6));
}

function wrap(id: string, event: Record<string, unknown>) {
  return { type: 'event_callback', team_id: 'T1', api_app_id: 'A1', event_id: id, event };
}

function seconds(elapsed: number): string {
  return `${(elapsed / 1000).toFixed(1)} s`;
}
