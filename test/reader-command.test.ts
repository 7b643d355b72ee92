// The reader as the real command: `publius read`, and beside a bot. Nothing of what is read or searched is left behind.

import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { readConfig } from '../src/config.ts';
import { readerOptions } from '../src/reader.ts';
import { folderOf, openReader } from './fakes/reader.ts';
import { startCommand } from './fakes/real-command.ts';
import { freePort, until } from './fakes/slack/publius.ts';
import { SIGNING_SECRET, startSlackServer } from './fakes/slack/server.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

function start(words: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const command = startCommand(words, environment);
  ends.push(() => command.end());
  return command;
}

async function takenPort(): Promise<number> {
  const holder = createServer();
  const port = await freePort();
  await new Promise<void>((resolve) => holder.listen(port, '127.0.0.1', resolve));
  ends.push(() => holder.close());
  return port;
}

describe('publius read', { timeout: 60_000 }, () => {
  it('prints an address, serves the sources there, leaves no trace, and ends when told', async () => {
    const command = start(['read', '--port', '0']);
    const address = /^http:\/\/127\.0\.0\.1:\d+$/m;
    await until(() => address.test(command.log()), 40_000);
    const url = address.exec(command.log())![0];
    expect(await (await fetch(url)).text()).toContain('Complaint, Twitter, Inc.');
    const body = new URLSearchParams({ q: 'quetzalmarker' });
    expect(await (await fetch(`${url}/search`, { method: 'POST', body })).text()).toContain('quetzalmarker');
    expect((await fetch(`${url}/s/quetzalmarker?at=1`)).status).toBe(404);
    command.child.kill('SIGTERM');
    await until(() => command.child.exitCode !== null, 10_000);
    expect(command.child.exitCode).toBe(0);
    expect(command.tracesOf('quetzalmarker')).toEqual([]);
  });
});

describe('listening', () => {
  it('falls back to a free port where that is allowed, else says what to do', async () => {
    const port = await takenPort();
    const { folder, remove } = folderOf({ 'a.md': '# A\n\nText.' });
    ends.push(remove);
    await expect(openReader(folder, { port, orFreePort: false })).rejects.toThrow(
      `the reader cannot listen on 127.0.0.1, port ${port}: the port is taken: give another`,
    );
    await expect(openReader(folder, { host: '192.0.2.1', orFreePort: true })).rejects.toThrow(
      /does not have that address/,
    );
    const reader = await openReader(folder, { port, orFreePort: true });
    ends.push(() => reader.server.stop(100));
    expect(new URL(reader.url).port).not.toBe(String(port));
    expect((await fetch(`${reader.url}/health`)).status).toBe(200);
  });
});

it('publius slack serves the sources too where PUBLIC_URL is set', { timeout: 60_000 }, async () => {
  const slack = await startSlackServer();
  ends.push(() => slack.close());
  const port = await freePort();
  const command = start(['slack'], {
    SLACK_BOT_TOKEN: 'xoxb-1',
    SLACK_SIGNING_SECRET: SIGNING_SECRET,
    SLACK_PORT: String(await freePort()),
    SLACK_API_URL: slack.apiUrl,
    PUBLIC_URL: 'https://read.example.org/law/',
    PUBLIUS_READER_PORT: String(port),
  });
  await until(() => command.log().includes('answering in The Desk'), 40_000);
  expect(command.log()).toContain('the sources can be read at https://read.example.org/law (listening on');
  expect(await (await fetch(`http://127.0.0.1:${port}/law/s/mcintyre-v-ohio`)).text()).toContain('McIntyre v. Ohio');
  command.child.kill('SIGTERM');
  await until(() => command.child.exitCode !== null, 30_000);
  expect(command.child.exitCode).toBe(0);
});

describe('settings', () => {
  it('have a port that may be taken, unless one is given', () => {
    const { reader } = readConfig({});
    expect(readerOptions(reader)).toEqual({ publicUrl: null, host: '127.0.0.1', port: 8117, orFreePort: true });
    expect(readerOptions(reader, { port: 0, host: '0.0.0.0' })).toMatchObject({
      host: '0.0.0.0',
      port: 0,
      orFreePort: false,
    });
    expect(readerOptions(readConfig({ PUBLIUS_READER_PORT: '9000' }).reader)).toMatchObject({
      port: 9000,
      orFreePort: false,
    });
  });

  it.each([
    'read.example.org',
    'ftp://read.example.org',
    'https://read.example.org/?a=b',
    'https://read.example.org/#x',
  ])('PUBLIC_URL=%s is refused', (url) => {
    expect(() => readConfig({ PUBLIC_URL: url })).toThrow(/PUBLIC_URL: expected/);
  });
});
