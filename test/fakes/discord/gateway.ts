// The gateway: hello, heartbeats, identify, resume, dispatches with numbers, by intent and shard. Knows no compression and no payloads.

import type { IncomingMessage, Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { answerMembers, type Frame, mayReceive, readyFor, type Session, shardOf } from './sessions.ts';
import type { World } from './world.ts';

/** docs.discord.com, "Gateway": rate limiting, payload size. */
const FRAMES_MAX = 120;
const FRAMES_PER_MS = 60_000;
const FRAME_BYTES_MAX = 4096;
/** What a session can catch up on. */
const REPLAY_MAX = 2000;

export interface GatewayOptions {
  readonly heartbeatMs: number;
  /** Intents that the application may ask for. */
  readonly allowedIntents: number;
}

interface Connection {
  readonly socket: WebSocket;
  session: Session | null;
  frameTimes: number[];
}

export function createGateway(server: Server, world: World, { heartbeatMs, allowedIntents }: GatewayOptions) {
  const sessions = new Map<string, Session>();
  const connections = new Set<Connection>();
  const state = { identifies: 0, resumes: 0, url: '' };
  const sockets = new WebSocketServer({ noServer: true });
  const send = (socket: WebSocket, frame: Frame) =>
    socket.readyState === socket.OPEN && socket.send(JSON.stringify(frame));

  server.on('upgrade', (request, socket, head) => {
    if (world.reachable) sockets.handleUpgrade(request, socket, head, (open) => accept(open, request));
    else socket.destroy();
  });

  function accept(socket: WebSocket, request: IncomingMessage): void {
    const query = new URL(request.url ?? '', 'http://localhost').searchParams;
    if (query.get('encoding') !== 'json' || query.get('v') !== '10') {
      socket.close(4012, 'Invalid API version.');
      return;
    }
    if (query.has('compress')) world.breaches.push('gateway: the fake cannot compress');
    const connection: Connection = { socket, session: null, frameTimes: [] };
    connections.add(connection);
    socket.on('message', (data) => receive(connection, String(data)));
    socket.on('error', () => {});
    socket.on('close', (code) => {
      connections.delete(connection);
      const { session } = connection;
      if (session?.socket === socket) session.socket = null;
      // A client that says good-bye has no session any more.
      if (session && (code === 1000 || code === 1001)) sessions.delete(session.id);
    });
    send(socket, { op: 10, d: { heartbeat_interval: heartbeatMs }, s: null, t: null });
  }

  function receive(connection: Connection, text: string) {
    const { socket } = connection;
    const nowMs = Date.now();
    connection.frameTimes = [...connection.frameTimes.filter((at) => nowMs - at < FRAMES_PER_MS), nowMs];
    if (connection.frameTimes.length > FRAMES_MAX) return fail(socket, 4008, 'Rate limited.');
    if (Buffer.byteLength(text) > FRAME_BYTES_MAX) return fail(socket, 4002, 'Payload too large.');
    const { op, d } = JSON.parse(text) as Frame;
    if (op === 1) return send(socket, { op: 11, d: null, s: null, t: null });
    if (op === 2) return identify(connection, d as Identify);
    if (op === 6) return resume(connection, d as Resume);
    if (connection.session === null) return fail(socket, 4003, 'Not authenticated.');
    if (op === 8) return answerMembers(world, connection.session, d as never, push);
    return undefined;
  }

  function fail(socket: WebSocket, code: number, reason: string) {
    world.breaches.push(`gateway: ${code} ${reason}`);
    socket.close(code, reason);
  }

  function identify(connection: Connection, { token, intents, shard = [0, 1] }: Identify) {
    if (connection.session !== null) return fail(connection.socket, 4005, 'Already authenticated.');
    if (token !== world.token) return connection.socket.close(4004, 'Authentication failed.');
    if ((intents & ~allowedIntents) !== 0) return connection.socket.close(4014, 'Disallowed intent(s).');
    state.identifies++;
    world.intents = intents;
    const session: Session = { id: randomId(), intents, shard, socket: connection.socket, sequence: 0, log: [] };
    connection.session = session;
    sessions.set(session.id, session);
    for (const { event, data } of readyFor(world, session, state.url)) push(session, event, data);
    return undefined;
  }

  function resume(connection: Connection, { token, session_id, seq }: Resume) {
    if (token !== world.token) return connection.socket.close(4004, 'Authentication failed.');
    const session = sessions.get(session_id);
    const missed = session?.log.filter(({ s }) => s! > seq) ?? [];
    if (!session || seq > session.sequence || missed.length < session.sequence - seq) {
      return send(connection.socket, { op: 9, d: false, s: null, t: null });
    }
    state.resumes++;
    session.socket?.terminate();
    session.socket = connection.socket;
    connection.session = session;
    for (const frame of missed) send(connection.socket, frame);
    push(session, 'RESUMED', { _trace: [] });
    return undefined;
  }

  function push(session: Session, event: string, data: object) {
    const frame: Frame = { op: 0, t: event, s: ++session.sequence, d: data };
    session.log.push(frame);
    if (session.log.length > REPLAY_MAX) session.log.shift();
    if (session.socket) send(session.socket, frame);
  }

  const each = (act: (socket: WebSocket) => void) => {
    for (const { socket } of [...connections]) act(socket);
  };
  return {
    /** `identifies` and `resumes` count what has succeeded. */
    state,
    sessions,
    dispatch: ((event, data, guild) => {
      for (const session of sessions.values()) {
        if (!mayReceive(session.intents, event, guild) || shardOf(guild, session.shard[1]) !== session.shard[0])
          continue;
        push(session, event, typeof data === 'function' ? data(session.intents) : data);
      }
    }) satisfies World['dispatch'],
    /** With a code: closed; without: cut. */
    dropSockets: (code?: number) => each((socket) => (code === undefined ? socket.terminate() : socket.close(code))),
    sendNonsense: (text: string) => each((socket) => socket.send(text)),
    askToReconnect: () => each((socket) => send(socket, { op: 7, d: null, s: null, t: null })),
    /** By default for good: the client must identify again. */
    invalidateSessions(resumable = false) {
      if (!resumable) sessions.clear();
      each((socket) => send(socket, { op: 9, d: resumable, s: null, t: null }));
    },
    /** Resumes will fail; nobody is told. */
    forgetSessions: () => sessions.clear(),
  };
}

interface Identify {
  readonly token: string;
  readonly intents: number;
  readonly shard?: readonly [number, number];
}

interface Resume {
  readonly token: string;
  readonly session_id: string;
  readonly seq: number;
}

function randomId(): string {
  return Array.from({ length: 4 }, () => Math.random().toString(16).slice(2, 10).padEnd(8, '0')).join('');
}
