// Discord when it fails: refuses components, answers too late, loses calls; what the doctor finds; what is registered. The real client and the
// real command.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import type { DiscordOptions } from '../src/discord.ts';
import type { Finding } from '../src/doctor.ts';
import { openLibrary } from '../src/library.ts';
import { openSession, type Session } from '../src/session.ts';
import { startPublius } from './fakes/discord/publius.ts';
import { type DiscordServer, type DiscordServerOptions, startDiscordServer } from './fakes/discord/server.ts';
import { until } from './fakes/slack/publius.ts';
import { slowSession } from './fakes/slow-session.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const library = openLibrary(join(root, 'knowledge'), { cacheFolder: null });
const keyless = openSession(library);
const QUESTION = 'What must the government show before unmasking an account?';
const opened: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

async function start(session: Session, server: DiscordServerOptions = {}, options: DiscordOptions = {}) {
  const discord = await startDiscordServer(server);
  opened.push(discord.close);
  const publius = await startPublius(discord, session, { timing: { editMs: 50 }, ...options });
  opened.push(publius.stop);
  return { discord, publius };
}

const ours = (discord: DiscordServer) => discord.messages.filter(({ author }) => author.id === discord.bot.id);

describe('an answer', () => {
  it('grows as it is checked, and ends in the same message', async () => {
    const { discord } = await start(slowSession(library, 150));
    const handle = discord.command({ name: 'ask', options: { question: QUESTION }, user: discord.seed.alice });
    const seen = new Set<string>();
    await until(() => {
      const [message] = handle.messages();
      if (message && !message.loading) seen.add(message.text);
      return message?.text.includes('Chosen by slow at test') === true;
    });
    expect(seen.size).toBeGreaterThan(2);
    expect(handle.messages().length).toBe(1);
    expect(discord.breaches).toEqual([]);
  });

  it('that comes after the command is closed comes as a direct message, and says so', async () => {
    const { discord } = await start(slowSession(library, 400), { tokenMs: 700 });
    discord.command({ name: 'ask', options: { question: QUESTION }, user: discord.seed.alice });
    await until(() => ours(discord).length === 2, 15_000);
    const [told, answer] = ours(discord);
    expect(told!.text).toContain('longer than Discord keeps a command open');
    expect(answer!.text).toContain('Chosen by slow at test');
  });

  it.each([
    ['fails', { serverError: 0.3 }],
    ['is rate limited', { ratelimited: 0.3, retryAfterMs: 300 }],
    ['hangs', { hang: 0.2 }],
  ])('comes once though the API %s', { timeout: 60_000 }, async (_, faults) => {
    const { discord } = await start(keyless, {}, { client: { rest: { timeout: 500 } } });
    Object.assign(discord.faults, faults, { on: /messages|callback/ });
    const count = 12;
    for (let n = 0; n < count; n++) {
      const content = `<@${discord.bot.id}> ${QUESTION}`;
      discord.message({
        author: discord.seed.alice,
        content,
        channel: n % 2 ? discord.seed.general : discord.seed.random,
      });
    }
    await until(() => ours(discord).length >= count, 50_000);
    await delay(1500);
    expect(new Set(ours(discord).map(({ reference }) => reference)).size).toBe(count);
    expect(ours(discord).length).toBe(count);
  });
});

describe('the gateway', () => {
  it('that answers an upgrade with an error is tried now and then, until it is well', { timeout: 30_000 }, async () => {
    const discord = await startDiscordServer();
    opened.push(discord.close);
    let upgrades = 0;
    const ill = createServer().on('upgrade', (_, socket) => {
      upgrades++;
      socket.end('HTTP/1.1 500 Internal Server Error\r\nConnection: close\r\n\r\n');
    });
    await new Promise<void>((resolve) => ill.listen(0, '127.0.0.1', resolve));
    opened.push(() => new Promise((resolve) => ill.close(() => resolve())));
    const { url } = discord.gateway;
    discord.gateway.url = `ws://127.0.0.1:${(ill.address() as AddressInfo).port}/`;
    const starting = startPublius(discord, keyless);
    await until(() => upgrades > 1);
    discord.gateway.url = url;
    opened.push((await starting).stop);
    const tried = upgrades;
    discord.message({ author: discord.seed.alice, content: QUESTION, guild: null });
    await until(() => ours(discord).length === 1);
    await delay(1000);
    expect(upgrades).toBe(tried);
    expect(tried).toBeLessThan(10);
  });
});

describe('where it is used', () => {
  const button = (components: unknown, action: string) =>
    new RegExp(`"custom_id":"(${action}:[0-9a-f]+)"`).exec(JSON.stringify(components))![1]!;

  it('a button of an answer from before a restart answers kindly', async () => {
    const { discord, publius } = await start(keyless);
    discord.message({ author: discord.seed.alice, content: `<@${discord.bot.id}> ${QUESTION}` });
    await until(() => ours(discord).length === 1);
    const [message] = ours(discord);
    await publius.running.stop(1000);
    opened.push((await startPublius(discord, keyless)).stop);
    const customId = button(message!.components, 'publius-context');
    const press = discord.component({ customId, user: discord.seed.alice, message: message! });
    await until(() => press.messages().some(({ loading }) => !loading));
    expect(press.messages()[0]).toMatchObject({ ephemeral: true, text: expect.stringContaining('no longer kept') });
  });

  it('a person who has installed it can use and share it where no admin has', async () => {
    const { discord } = await start(keyless);
    const place = { user: discord.seed.alice, channel: discord.seed.foreign, userInstall: true };
    const handle = discord.command({ name: 'ask', options: { question: QUESTION }, ...place });
    await until(() => handle.messages().some(({ loading }) => !loading));
    const [message] = handle.messages();
    expect(message).toMatchObject({ ephemeral: true });
    const customId = button(message!.components, 'publius-share');
    const press = discord.component({ customId, user: discord.seed.alice, message: message! });
    await until(() => press.messages().some(({ ephemeral, loading }) => !ephemeral && !loading));
    expect(discord.breaches).toEqual([]);
  });

  it('two shards answer', async () => {
    const { discord } = await start(keyless, { shards: 2 });
    expect(discord.gateway.identifies).toBe(2);
    discord.message({ author: discord.seed.alice, content: QUESTION, guild: null });
    discord.message({ author: discord.seed.alice, content: `<@${discord.bot.id}> ${QUESTION}` });
    await until(() => ours(discord).length === 2);
  });
});

describe('publius discord and its doctor', { timeout: 60_000 }, () => {
  async function run(words: readonly string[], environment: Record<string, string>) {
    const child = spawn(process.execPath, ['bin/publius.js', ...words], {
      cwd: root,
      env: { PATH: process.env.PATH, HOME: tmpdir(), ...environment },
    });
    const [out, err]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    const status = await new Promise<number>((resolve) => child.on('close', resolve));
    const [stdout, stderr] = [out, err].map((chunks) => Buffer.concat(chunks).toString('utf8'));
    return { status, stdout: stdout!, stderr: stderr! };
  }

  it('register once, and see what is registered', async () => {
    const discord = await startDiscordServer();
    opened.push(discord.close);
    const folder = mkdtempSync(join(tmpdir(), 'publius-state-'));
    opened.push(async () => rmSync(folder, { recursive: true }));
    const stateFile = join(folder, 'settings.json');
    const environment = { DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.apiUrl, PUBLIUS_STATE: stateFile };
    const findings = async () =>
      JSON.parse((await run(['doctor', 'discord', '--json'], environment)).stdout) as Finding[];
    const of = (list: Finding[], subject: string) => list.find((finding) => finding.subject === subject);
    expect(of(await findings(), 'commands')).toMatchObject({
      result: 'warn',
      fix: expect.stringContaining('register'),
    });
    expect((await run(['discord', 'register'], environment)).stderr).toContain('the commands were registered');
    expect((await run(['discord', 'register'], environment)).stderr).toContain('registered already');
    writeFileSync(stateFile, '{"version":1,"servers":{"x":1}}');
    const after = await findings();
    expect(of(after, 'commands')).toMatchObject({ result: 'ok' });
    expect(of(after, 'settings file')).toMatchObject({ result: 'fail' });
    expect(of(after, 'invite link')!.message).toMatch(
      /client_id=\d+&scope=bot\+applications\.commands&permissions=\d+$/,
    );
    expect(discord.breaches).toEqual([]);
  });

  it('say what to do about a token that Discord does not take, or none', async () => {
    const discord = await startDiscordServer();
    opened.push(discord.close);
    const environment = { DISCORD_TOKEN: 'MTIz.wrong.token', DISCORD_API_URL: discord.apiUrl };
    const doctor = await run(['doctor', 'discord'], environment);
    expect(doctor).toMatchObject({ status: 1, stdout: expect.stringContaining('Reset Token') });
    const bot = await run(['discord'], environment);
    expect(bot).toMatchObject({ status: 1, stderr: expect.stringContaining('publius doctor discord') });
    expect(await run(['discord'], {})).toMatchObject({ status: 2, stderr: expect.stringContaining('DISCORD_TOKEN') });
  });
});
