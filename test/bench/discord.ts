// `npm run bench:discord`: commands and mentions to the real client, in a process of its own, on a Discord that delivers twice, drops its
// sockets and fails: how many are answered once, twice or never, how fast they are deferred, how memory goes. `--events N` (default 10,000,
// three in four of them commands), `--drop-ms N` (default 20,000).

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type InteractionHandle, startDiscordServer } from '../fakes/discord/server.ts';
import { percentilesOf } from './percentiles.ts';

const { values } = parseArgs({
  options: { events: { type: 'string', default: '10000' }, 'drop-ms': { type: 'string', default: '20000' } },
});
const total = Number(values.events);
/** Events in flight: more would be told that Publius is busy. */
const AT_ONCE = 60;
const QUESTIONS = [
  'What did Watchtower v. Stratton decide?',
  'What happened in Twitter v. DHS?',
  'What did Krinsky v. Doe 6 decide?',
];

const folder = mkdtempSync(join(tmpdir(), 'publius-bench-'));
const discord = await startDiscordServer({
  keep: false,
  limit: { count: 500, perMs: 1000 },
  globalPerSecond: 1000,
});
const file = fileURLToPath(new URL('discord-app.ts', import.meta.url));
const app = fork(file, [discord.apiUrl, discord.token, join(folder, 'settings.json')], {
  execArgv: ['--expose-gc', '--import', 'tsx'],
});
await once(app, 'message');
Object.assign(discord.faults, { ratelimited: 0.1, serverError: 0.05, retryAfterMs: 300, on: /messages/ });
discord.duplicate = true;
const drops = setInterval(() => discord.dropSockets(), Number(values['drop-ms']));

const channels = Array.from({ length: 40 }, (_, n) => discord.addChannel({ guild: discord.seed.guild, name: `c${n}` }));
const handles: InteractionHandle[] = [];
const mentions: string[] = [];
const memory: number[] = [];
const started = performance.now();
for (let n = 0; n < total; n++) {
  while (waiting() >= AT_ONCE) await sleep(5);
  const channel = channels[n % channels.length]!;
  const question = QUESTIONS[n % QUESTIONS.length]!;
  if (n % 4 === 3)
    mentions.push(
      discord.message({ author: discord.seed.alice, channel, content: `<@${discord.bot.id}> ${question}` }).id,
    );
  else handles.push(discord.command({ name: 'ask', options: { question }, user: discord.seed.alice, channel }));
  if (n % Math.ceil(total / 10) === 0) memory.push((await ask()).heapMb);
}
const until = performance.now() + 120_000;
while (waiting() > 0 && performance.now() < until) await sleep(100);
await sleep(3000); // doubles that may still come
clearInterval(drops);
const { heapMb, counts } = await ask();
memory.push(heapMb);

const perMention = new Map<string, number>();
for (const { author, reference } of discord.messages)
  if (author.id === discord.bot.id && reference) perMention.set(reference, (perMention.get(reference) ?? 0) + 1);
const answers = (handle: InteractionHandle) => handle.messages().filter(({ loading }) => !loading).length;
const times = [...handles.map(answers), ...mentions.map((id) => perMention.get(id) ?? 0)];
const deferred = percentilesOf(handles.flatMap(({ deferredAfterMs }) => deferredAfterMs ?? []));
const half = memory.slice(Math.floor(memory.length / 2));
print(
  `questions ${total} (each delivered twice), in ${((performance.now() - started) / 1000).toFixed(1)} s; sockets dropped every ${Number(values['drop-ms']) / 1000} s: resumed ${discord.gateway.resumes}, identified ${discord.gateway.identifies}`,
);
print(
  `answered once ${times.filter((n) => n === 1).length}, more than once ${times.filter((n) => n > 1).length}, never ${times.filter((n) => n === 0).length}`,
);
print(`deferred: p50 ${deferred.p50.toFixed(1)} ms, p99 ${deferred.p99.toFixed(1)} ms, of ${deferred.count}`);
print(`counts: ${JSON.stringify(counts)}`);
print(`heap of the app after collection, MB: ${memory.map((mb) => mb.toFixed(1)).join(' ')}`);
print(`last half: ${Math.min(...half).toFixed(1)} to ${Math.max(...half).toFixed(1)} MB`);
print(`breaches of Discord's rules: ${discord.breaches.length} ${discord.breaches.slice(0, 3).join('; ')}`);
app.disconnect();
await discord.close();
rmSync(folder, { recursive: true, force: true });
process.exit(0);

/** What has been asked and is not answered; a few seconds old questions at the front count only at the end. */
function waiting(): number {
  const open = handles.slice(-AT_ONCE * 2).filter((handle) => answered(handle) === 0).length;
  return open;
}

function answered(handle: InteractionHandle): number {
  return handle.messages().filter(({ loading }) => !loading).length;
}

async function ask(): Promise<{ heapMb: number; counts: Record<string, number> }> {
  app.send('?');
  const [said] = await once(app, 'message');
  return said;
}

function sleep(ms: number) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function print(line: string) {
  process.stdout.write(`${line}\n`);
}
