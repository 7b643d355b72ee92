// The reader's app on a socket: limits of time and size for every connection, and an end that waits for what is being sent. Logs no request.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { toNodeHandler } from 'srvx/node';
import { BODY_MAX_BYTES, createReaderApp, type ReaderPorts } from './app.ts';

export interface ReaderServer {
  /** Address that it listens on: "http://127.0.0.1:8117". */
  readonly url: string;
  stop(deadlineMs: number): Promise<void>;
}

/** The reader cannot listen where it is told to. The message says what to do. */
export class ReaderError extends Error {
  override readonly name = 'ReaderError';
}

export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  /** Whether any free port will do where that one is taken. */
  readonly orFreePort: boolean;
  /** Milliseconds that a request's headers may take. */
  readonly headersMs?: number;
}

const HEADER_MAX_BYTES = 8192;
const HEADERS_MS = 5000;
const REQUEST_MS = 10_000;
const IDLE_MS = 15_000;
const KEEP_ALIVE_MS = 5000;
const CHECK_EVERY_MS = 1000;
const CONNECTIONS_MAX = 512;

export async function startReaderServer(
  ports: Omit<ReaderPorts, 'onlyOwnHosts'>,
  listen: ListenOptions,
): Promise<ReaderServer> {
  const app = createReaderApp({ ...ports, onlyOwnHosts: isLoopback(listen.host) });
  const server = createServer(
    {
      maxHeaderSize: HEADER_MAX_BYTES,
      headersTimeout: listen.headersMs ?? HEADERS_MS,
      requestTimeout: REQUEST_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
      connectionsCheckingInterval: Math.min(CHECK_EVERY_MS, listen.headersMs ?? CHECK_EVERY_MS),
    },
    listenerOf(app.fetch),
  );
  server.maxConnections = CONNECTIONS_MAX;
  server.setTimeout(IDLE_MS);
  let port: number;
  try {
    port = await bind(server, listen.host, listen.port);
  } catch (error) {
    if (!listen.orFreePort || codeOf(error) !== 'EADDRINUSE') throw refusalOf(error, listen);
    port = await bind(server, listen.host, 0);
  }
  return {
    url: `http://${listen.host.includes(':') ? `[${listen.host}]` : listen.host}:${port}`,
    async stop(deadlineMs) {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      const timer = setTimeout(() => server.closeAllConnections(), deadlineMs);
      await closed;
      clearTimeout(timer);
    },
  };
}

/** srvx's handler, for HTTP/1 alone, and with an answer to requests that it cannot make sense of. */
function listenerOf(fetch: (request: Request) => Response | Promise<Response>) {
  const handle = toNodeHandler(fetch, { maxRequestBodySize: BODY_MAX_BYTES }) as (
    request: IncomingMessage,
    response: ServerResponse,
  ) => unknown;
  return async (request: IncomingMessage, response: ServerResponse) => {
    try {
      await handle(request, response);
    } catch {
      if (!response.headersSent) response.writeHead(400, { 'Content-Type': 'text/plain', Connection: 'close' });
      response.end('The request cannot be read.\n');
    }
  };
}

function bind(server: ReturnType<typeof createServer>, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const refuse = (error: Error) => reject(error);
    server.once('error', refuse);
    server.listen({ host, port }, () => {
      server.off('error', refuse);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'the port is taken: give another',
  EACCES: 'this user may not listen there: give a port above 1023',
  EADDRNOTAVAIL: 'this machine does not have that address: give one that it has, such as 127.0.0.1',
  ENOTFOUND: 'there is no such host: give an address of this machine, such as 127.0.0.1',
};

function refusalOf(error: unknown, { host, port }: ListenOptions): ReaderError {
  const code = codeOf(error);
  return new ReaderError(`the reader cannot listen on ${host}, port ${port}: ${REASONS[code] ?? code}`, {
    cause: error,
  });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\./.test(host);
}
