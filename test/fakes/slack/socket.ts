// Socket Mode's side of Slack: hello, envelopes, acknowledgements, pings; drops its connections on demand. Delivers an envelope again where
// no acknowledgement comes, as Slack does. Knows no payload.

import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';

const PING_MS = 5000;

export interface Envelope {
  readonly type: 'events_api' | 'slash_commands' | 'interactive';
  readonly payload: unknown;
  /** By default one of its own. */
  readonly id?: string;
}

export function createSocketMode(server: Server) {
  const sockets: WebSocket[] = [];
  const acknowledged: string[] = [];
  new WebSocketServer({ server, path: '/socket' }).on('connection', (socket) => {
    sockets.push(socket);
    socket.on('message', (data) => acknowledged.push(JSON.parse(String(data)).envelope_id));
    const pings = setInterval(() => socket.ping(), PING_MS);
    socket.on('close', () => clearInterval(pings));
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: 1,
        debug_info: { host: 'applink-1', approximate_connection_time: 18_060 },
        connection_info: { app_id: 'A0FAKE001' },
      }),
    );
  });
  const send = (value: object) => sockets.at(-1)!.send(JSON.stringify(value));
  return {
    /** Connections so far, lost ones among them. */
    sockets,
    /** Envelopes that the app has acknowledged. */
    acknowledged,
    deliver({ type, payload, id = randomUUID() }: Envelope, retry = 0): string {
      const retries = type === 'events_api' ? { retry_attempt: retry, retry_reason: retry > 0 ? 'timeout' : '' } : {};
      send({ type, envelope_id: id, payload, accepts_response_payload: type !== 'events_api', ...retries });
      return id;
    },
    /** Slack is about to close the connection, and asks for another (docs.slack.dev, "Socket Mode", disconnecting). */
    askToReconnect: () => send({ type: 'disconnect', reason: 'refresh_requested', debug_info: { host: 'applink-1' } }),
    say: (text: string) => sockets.at(-1)!.send(text),
    drop: () => sockets.at(-1)!.terminate(),
  };
}
