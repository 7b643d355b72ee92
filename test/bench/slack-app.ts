// A Slack app in a process of its own for `slack.ts`: Publius, or the barest app that Bolt makes, which posts what it is told. Says how much memory
// it holds, and what it has counted, when it is asked.

import { fileURLToPath } from 'node:url';
import { App, HTTPReceiver } from '@slack/bolt';
import { openLibrary } from '../../src/library.ts';
import { openSession } from '../../src/session.ts';
import { startSlack } from '../../src/slack.ts';
import { SIGNING_SECRET } from '../fakes/slack/deliver.ts';

const [which, apiUrl = '', portText] = process.argv.slice(2);
const port = Number(portText);
const path = '/slack/events';

const counts = which === 'echo' ? await startEcho() : await startPublius();
process.on('message', () => {
  globalThis.gc?.();
  process.send!({ heapMb: process.memoryUsage().heapUsed / 1e6, counts: counts() });
});
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

async function startPublius() {
  const folder = fileURLToPath(new URL('../../knowledge', import.meta.url));
  const session = openSession(openLibrary(folder, { cacheFolder: null }));
  const config = { botToken: 'xoxb-1', appToken: null, signingSecret: SIGNING_SECRET };
  const listen = { host: '127.0.0.1', port, path, apiUrl };
  const limits = { askerPerMinute: 1e6, workspacePerMinute: 1e6, waiting: 1e6 };
  const { chat } = await startSlack({ ...config, ...listen }, session, () => {}, { limits });
  return () => ({ ...chat.counts });
}
