// What `publius slack` leaves behind: nothing of who asked or what. The real command in a process of its own, everything that it writes kept,
// markers looked for in all of it.

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { actionBody, commandBody, eventBody, shortcutBody } from './fakes/slack/payloads.ts';
import { echoOf, freePort, until } from './fakes/slack/publius.ts';
import { deliver, interact, SIGNING_SECRET, type SlackServer, startSlackServer } from './fakes/slack/server.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const base = mkdtempSync(join(tmpdir(), 'publius-slack-privacy-'));
const written: Buffer[] = [];
let slack: SlackServer;
let child: ChildProcess;
let url: string;

/** Words, ids and names that are nowhere in the sources. */
const MARKERS = ['quetzalmarker', 'UMARKER77', 'zora.marker', 'CMARKER88', 'DMARKER99', 'TMARKER11', '1717171717'];
const QUESTION = 'May a court unmask quetzalmarker, the person behind an account?';
const PERSON = { user: 'UMARKER77', name: 'zora.marker', channel: 'CMARKER88' };

beforeAll(async () => {
  for (const folder of ['home', 'cache', 'work', 'tmp']) mkdirSync(join(base, folder));
  slack = await startSlackServer();
  const port = await freePort();
  url = `http://127.0.0.1:${port}/slack/events`;
  const run = `import(${JSON.stringify(new URL('../src/cli.ts', import.meta.url).href)}).then((cli) => cli.run(['slack']))`;
  child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), '-e', run], {
    cwd: join(base, 'work'),
    env: {
      PATH: process.env.PATH,
      HOME: join(base, 'home'),
      TMPDIR: join(base, 'tmp'),
      PUBLIUS_CACHE_DIR: join(base, 'cache'),
      PUBLIUS_KNOWLEDGE: join(root, 'knowledge'),
      DEBUG: '*',
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_SIGNING_SECRET: SIGNING_SECRET,
      SLACK_PORT: String(port),
      SLACK_API_URL: slack.apiUrl,
    },
  });
  child.stdout!.on('data', (chunk: Buffer) => written.push(chunk));
  child.stderr!.on('data', (chunk: Buffer) => written.push(chunk));
  slack.hooks.posted = (message) => void deliver(url, echoOf(message)).catch(() => {});
  await until(() => log().includes('answering in The Desk'), 60_000);
}, 90_000);
afterAll(async () => {
  child.kill('SIGKILL');
  await slack.close();
  rmSync(base, { recursive: true, force: true });
});

function log(): string {
  return Buffer.concat(written).toString('utf8');
}

it('writes nothing of who asked or what, to disk or to its log, whatever happens', { timeout: 60_000 }, async () => {
  const team = { team_id: 'TMARKER11' };
  const said = { user: PERSON.user, channel: PERSON.channel, text: `<@UBOT> ${QUESTION}` };
  const event = (inner: Record<string, unknown>) => deliver(url, { ...eventBody(inner), ...team });
  const mention = (ts: string) => event({ type: 'app_mention', ...said, ts });
  const urls = () => ({ response_url: slack.responseUrl(), trigger_id: slack.trigger() });

  await mention('1717171717.1');
  await until(() => slack.messages.size === 1);
  const changed = {
    user: PERSON.user,
    ts: '1717171717.1',
    text: `${said.text} please`,
    edited: { ts: '1717171718.1' },
  };
  await event({
    type: 'message',
    subtype: 'message_changed',
    channel: PERSON.channel,
    channel_type: 'channel',
    ts: '1717171719.1',
    message: changed,
    previous_message: said,
  });
  await until(() => [...slack.messages.values()].some(({ edits }) => edits > 0));
  await event({ type: 'message', channel_type: 'im', ...said, channel: 'DMARKER99', ts: '1717171717.2' });
  await deliver(url, commandBody('/publius', QUESTION, PERSON, { ...urls(), ...team }), true);
  await interact(url, shortcutBody('publius_check_quotations', QUESTION, PERSON, urls()));
  const button = { type: 'button', action_id: 'publius_context', value: 'quetzalmarker UMARKER77:1-2' };
  await interact(url, actionBody(button, PERSON, urls()));
  await event({ type: 'app_home_opened', user: PERSON.user, channel: 'DMARKER99', tab: 'home' });
  await until(() => slack.responses.length === 2 && slack.views.length === 1 && slack.homes.size === 1);
  const unsigned = {
    method: 'POST',
    body: JSON.stringify({ ...eventBody({ type: 'app_mention', ...said, ts: '1717171717.3' }), ...team }),
  };
  expect((await fetch(url, { ...unsigned, headers: { 'Content-Type': 'application/json' } })).status).toBe(401);
  await deliver(url, { type: 'quetzalmarker', event: { type: 'UMARKER77', user: PERSON } });
  slack.workspace.refuseBlocks = true; // and what is logged when a post goes wrong
  await mention('1717171717.4');
  await until(() => log().includes("Slack refused an answer's blocks"));
  slack.workspace.refuseBlocks = false;
  slack.faults.hang = 1;
  await mention('1717171717.5');
  slack.faults.hang = 0;

  child.kill('SIGTERM');
  await until(() => child.exitCode !== null, 30_000);
  expect(child.exitCode).toBe(0);
  expect(log()).toMatch(/stopped \(answered \d/);
  const files = filesIn(base);
  expect(files.length).toBeGreaterThan(0); // the saved index, so that there is something to look through
  for (const marker of MARKERS) {
    expect(log()).not.toContain(marker);
    expect(files.filter((file) => readFileSync(file).includes(marker) || file.includes(marker))).toEqual([]);
  }
});

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}
