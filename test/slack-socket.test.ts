// Publius in Slack by Socket Mode: the real Bolt receiver against a socket server of our own that drops its connections.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { openLibrary } from '../src/library.ts';
import { openSession } from '../src/session.ts';
import { type RunningSlack, startSlack } from '../src/slack.ts';

const session = openSession(
  openLibrary(fileURLToPath(new URL('../knowledge', import.meta.url)), { cacheFolder: null }),
);
const posted: URLSearchParams[] = [];
const acknowledged: string[] = [];
const sockets: WebSocket[] = [];
const log: string[] = [];
let reachable = true;
let running: RunningSlack;

const server = createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  const method = request.url?.replace('/api/', '');
  const answer: Record<string, unknown> = { ok: true };
  if (method === 'auth.test') Object.assign(answer, { user_id: 'UBOT', bot_id: 'BBOT', team: 'Desk' });
  if (method === 'apps.connections.open') {
    if (!reachable) return request.socket.destroy();
    Object.assign(answer, { url: `ws://127.0.0.1:${port()}/socket` });
  }
  if (method === 'chat.postMessage') {
    posted.push(new URLSearchParams(body));
    answer.ts = `${posted.length}.9`;
  }
  return response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer));
});
const port = () => (server.address() as AddressInfo).port;

beforeAll(async () => {
  new WebSocketServer({ server }).on('connection', (socket) => {
    sockets.push(socket);
    socket.on('message', (data) => acknowledged.push(JSON.parse(String(data)).envelope_id));
    socket.send(JSON.stringify({ type: 'hello', num_connections: 1, connection_info: { app_id: 'A1' } }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const config = {
    botToken: 'xoxb-1',
    appToken: 'xapp-1',
    signingSecret: null,
    host: '127.0.0.1',
    port: 0,
    path: '/',
    apiUrl: `http://127.0.0.1:${port()}/api/`,
  };
  running = await startSlack(config, session, (line) => log.push(line));
});
afterAll(async () => {
  await running.stop(1000);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

describe('Socket Mode', () => {
  it('acknowledges and answers a mention once, though it is delivered twice', async () => {
    send('1', 'Ev1', '1.1');
    send('2', 'Ev1', '1.1');
    await until(() => acknowledged.length === 2 && posted.length === 1);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(posted.map((body) => body.get('thread_ts'))).toEqual(['1.1']);
  });

  it('is connected again after the network is gone for a while, and answers', async () => {
    reachable = false;
    const before = sockets.length;
    sockets.at(-1)!.terminate();
    await new Promise((resolve) => setTimeout(resolve, 1200));
    expect(sockets.length).toBe(before);
    reachable = true;
    await until(() => sockets.length > before);
    send('3', 'Ev2', '2.1');
    await until(() => posted.length === 2);
    expect(log.join('\n')).toMatch(/cannot be reached.*\n.*connected to Slack again/s);
  });
});

function send(envelope: string, eventId: string, ts: string) {
  const event = {
    type: 'app_mention',
    user: 'U1',
    channel: 'C1',
    ts,
    text: '<@UBOT> What happened in Twitter v. DHS?',
  };
  const payload = { type: 'event_callback', team_id: 'T1', event_id: eventId, event };
  sockets.at(-1)!.send(
    JSON.stringify({
      type: 'events_api',
      envelope_id: envelope,
      payload,
      accepts_response_payload: false,
      retry_attempt: 0,
      retry_reason: '',
    }),
  );
}

async function until(holds: () => boolean, ms = 15_000) {
  for (const end = performance.now() + ms; !holds(); await new Promise((resolve) => setTimeout(resolve, 10)))
    if (performance.now() > end) throw new Error('expected it to happen in time');
}
