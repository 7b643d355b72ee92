// A Slack app in a process of its own for `slack.ts`: Publius as it is built, or the barest app that Bolt makes, which posts what it is told.
// Says how much memory it holds, and what it has counted, when it is asked.

import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { App, HTTPReceiver } from '@slack/bolt';
import type * as LibraryModule from '../../src/library.ts';
import { standing } from '../../src/live.ts';
import type * as SessionModule from '../../src/session.ts';
import type * as SlackModule from '../../src/slack.ts';
import { SIGNING_SECRET } from '../fakes/slack/deliver.ts';

const [which, apiUrl = '', portText] = process.argv.slice(2);
const port = Number(portText);
const path = '/slack/events';

const counts = which === 'echo' ? await startEcho() : await startPublius();
process.on('message', (asked) => {
  const { user, system } = process.cpuUsage();
  if (asked === 'memory') globalThis.gc?.(); // it throws compiled code away too, so not where speed is compared
  process.send!({ heapMb: process.memoryUsage().heapUsed / 1e6, cpuMs: (user + system) / 1000, counts: counts() });
});
process.on('disconnect', () => process.exit(0));
process.send!('ready');

async function startEcho() {
  let answered = 0;
  const receiver = new HTTPReceiver({ signingSecret: SIGNING_SECRET, endpoints: [path] });
  const app = new App({ token: 'xoxb-1', receiver, clientOptions: { slackApiUrl: apiUrl } });
  app.event('app_mention', async ({ event, say }) => {
    await say({ text: event.text, thread_ts: event.ts });
    answered++;
  });
  await receiver.start({ host: '127.0.0.1', port } as never);
  return () => ({ answered });
}

/** A module as `npm run build` made it, as people run it. */
async function built<T>(name: string): Promise<T> {
  return (await import(new URL(`../../dist/${name}.js`, import.meta.url).href)) as T;
}

async function startPublius() {
  const { openLibrary } = await built<typeof LibraryModule>('library');
  const { openSession } = await built<typeof SessionModule>('session');
  const { startSlack } = await built<typeof SlackModule>('slack');
  const folder = fileURLToPath(new URL('../../knowledge', import.meta.url));
  const session = openSession(openLibrary(folder, { cacheFolder: null }));
  const config = { botToken: 'xoxb-1', appToken: null, signingSecret: SIGNING_SECRET };
  const listen = { host: '127.0.0.1', port, path, apiUrl, stateFile: join(tmpdir(), 'publius-slack-none.json') };
  const limits = { askerPerMinute: 1e6, workspacePerMinute: 1e6, waiting: 1e6 };
  const { chat } = await startSlack({ ...config, ...listen }, standing(session), () => {}, { limits });
  return () => ({ ...chat.counts });
}
