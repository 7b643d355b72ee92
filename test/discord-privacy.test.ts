// What `publius discord` leaves behind: nothing of who asked or what. The real command in a process of its own, everything that it writes
// kept, markers looked for in all of it.

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type DiscordServer, startDiscordServer } from './fakes/discord/server.ts';
import { until } from './fakes/slack/publius.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const base = mkdtempSync(join(tmpdir(), 'publius-discord-privacy-'));
const written: Buffer[] = [];
let discord: DiscordServer;
let child: ChildProcess;

beforeAll(async () => {
  for (const folder of ['home', 'cache', 'work', 'tmp']) mkdirSync(join(base, folder));
  discord = await startDiscordServer();
  const run = `import(${JSON.stringify(new URL('../src/cli.ts', import.meta.url).href)}).then((cli) => cli.run(['discord']))`;
  child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), '-e', run], {
    cwd: join(base, 'work'),
    env: {
      PATH: process.env.PATH,
      HOME: join(base, 'home'),
      TMPDIR: join(base, 'tmp'),
      PUBLIUS_CACHE_DIR: join(base, 'cache'),
      PUBLIUS_KNOWLEDGE: join(root, 'knowledge'),
      PUBLIUS_STATE: join(base, 'home', 'settings.json'),
      DEBUG: '*',
      DISCORD_TOKEN: discord.token,
      DISCORD_API_URL: discord.apiUrl,
    },
  });
  child.stdout!.on('data', (chunk: Buffer) => written.push(chunk));
  child.stderr!.on('data', (chunk: Buffer) => written.push(chunk));
  await until(() => /the commands (?:were|are) registered/.test(log()), 60_000);
}, 90_000);
afterAll(async () => {
  child.kill('SIGKILL');
  await discord.close();
  rmSync(base, { recursive: true, force: true });
});

function log(): string {
  return Buffer.concat(written).toString('utf8');
}

it('writes nothing of who asked or what, to disk or to its log, whatever happens', { timeout: 60_000 }, async () => {
  const question = 'May a court unmask quetzalmarker, the person behind an account?';
  const user = discord.addUser({ name: 'zora.marker', guilds: [discord.seed.guild] });
  const owner = discord.world.guilds.get(discord.seed.guild)!.owner;
  const ours = () => discord.messages.filter(({ author }) => author.id === discord.bot.id);
  const command = discord.command({ name: 'ask', options: { question }, user });
  await until(() => command.messages().some(({ loading }) => !loading));
  const said = discord.message({ author: user, content: `<@${discord.bot.id}> ${question}` });
  await until(() => ours().length === 1);
  discord.editMessage(said.id, { content: `<@${discord.bot.id}> ${question} please` });
  discord.message({ author: user, content: question, guild: null });
  await until(() => ours().length === 2);
  const settings = { name: 'publius-settings allow', options: {}, user: owner };
  const changed = discord.command(settings);
  await until(() => changed.messages().some(({ loading }) => !loading));
  discord.sendNonsense(`{"op":0,"s":99,"t":"INTERACTION_CREATE","d":null,"quetzalmarker":"${user}"}`);
  await until(() => log().includes('what cannot be read'));
  discord.deleteMessage(said.id);
  await until(() => ours().length === 1);

  child.kill('SIGTERM');
  await until(() => child.exitCode !== null, 30_000);
  expect(child.exitCode).toBe(0);
  expect(log()).toMatch(/stopped \(answered \d/);
  const markers = ['quetzalmarker', 'zora.marker', user, said.id, command.id, command.token];
  const files = filesIn(base);
  expect(files.map((file) => readFileSync(file, 'utf8')).join('')).toContain(discord.seed.guild); // the settings, ids of servers and channels alone
  for (const marker of markers) {
    expect(log()).not.toContain(marker);
    expect(files.filter((file) => readFileSync(file).includes(marker) || file.includes(marker))).toEqual([]);
  }
});

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}
