// One document fetched from the web: http(s), to public addresses only, within limits of size, time and redirects. The only network
// access without a model or a chat platform; `publius add URL` alone comes here.

import { lookup as resolveName } from 'node:dns';
import { isIP, type LookupFunction, type Socket } from 'node:net';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { Agent, buildConnector, type Dispatcher, request } from 'undici';
import { isPublicAddress } from './address.ts';

export interface DownloadLimits {
  readonly allowPrivate: boolean;
  readonly maxBytes?: number;
  /** In all, redirects included. */
  readonly timeoutMs?: number;
  /** Resolves names; the system's own else. */
  readonly lookup?: LookupFunction;
}

export interface Download {
  readonly bytes: Uint8Array;
  /** After redirects. */
  readonly url: URL;
  /** As the server says it. */
  readonly type: string;
}

const MAX_BYTES = 50 * 1024 * 1024;
const TIMEOUT_MS = 30_000;
const REDIRECTS_MAX = 5;
const HEADERS = {
  'user-agent': 'Publius/0 (adds one document that a person named)',
  accept: 'text/html, application/pdf, text/*, */*;q=0.5',
  'accept-encoding': 'identity',
};

/** A URL that is not fetched; the message says why, and what to do. */
class RefusedError extends Error {}

/** Never rejects: what goes wrong is a message. */
export async function download(url: URL, limits: DownloadLimits): Promise<Download | { readonly refused: string }> {
  const { maxBytes = MAX_BYTES, timeoutMs = TIMEOUT_MS } = limits;
  const agent = new Agent({ connect: checkedConnector(limits), maxResponseSize: maxBytes, pipelining: 0 });
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    return await follow(url, agent, signal, maxBytes, limits.allowPrivate);
  } catch (error) {
    return {
      refused: signal.aborted ? `did not answer in full within ${timeoutMs / 1000} s` : messageOf(error, maxBytes),
    };
  } finally {
    await agent.destroy();
  }
}

async function follow(
  first: URL,
  agent: Agent,
  signal: AbortSignal,
  maxBytes: number,
  allowPrivate: boolean,
): Promise<Download> {
  let url = first;
  for (let redirects = 0; ; redirects++) {
    checkUrl(url, allowPrivate);
    const answer = await request(url.href, { dispatcher: agent, signal, headers: HEADERS });
    const to = headerOf(answer, 'location');
    if (answer.statusCode >= 300 && answer.statusCode < 400 && to !== '') {
      answer.body.on('error', () => undefined).destroy();
      if (redirects === REDIRECTS_MAX) throw new RefusedError(`leads on more than ${REDIRECTS_MAX} times`);
      if (!URL.canParse(to, url.href)) throw new RefusedError('leads on to what is no URL');
      url = new URL(to, url);
      continue;
    }
    if (answer.statusCode !== 200) {
      answer.body.on('error', () => undefined).destroy();
      throw new RefusedError(
        `was answered with status ${answer.statusCode}: open it in a browser, save the document, and add the file`,
      );
    }
    return { bytes: await bodyOf(answer, maxBytes), url, type: headerOf(answer, 'content-type') };
  }
}

function checkUrl(url: URL, allowPrivate: boolean): void {
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new RefusedError(`is a ${url.protocol} address: only http and https are fetched`);
  if (url.username !== '' || url.password !== '')
    throw new RefusedError('has a name or password in it: save the document with a browser, and add the file');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0) checkAddress(host, allowPrivate);
}

function checkAddress(address: string, allowPrivate: boolean): void {
  if (!allowPrivate && !isPublicAddress(address))
    throw new RefusedError(
      `leads to ${address}, which is on this machine or its network: if that is meant, add --allow-private`,
    );
}

/** Names are looked up once and what was found is checked and connected to; what was connected to is checked again. */
function checkedConnector({
  allowPrivate,
  lookup = resolveName as LookupFunction,
}: DownloadLimits): buildConnector.connector {
  const checked: LookupFunction = (hostname, options, callback) =>
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '', 0);
      const found = addresses as unknown as { address: string; family: number }[];
      try {
        for (const { address } of found) checkAddress(address, allowPrivate);
      } catch (refusal) {
        return callback(refusal as Error, '', 0);
      }
      if (options.all) callback(null, found);
      else callback(null, found[0]!.address, found[0]!.family);
    });
  const connect = buildConnector({ lookup: checked, timeout: TIMEOUT_MS } as buildConnector.BuildOptions);
  return (options, callback) =>
    connect(options, (error, socket) => {
      if (error) return callback(error, null);
      try {
        checkAddress((socket as Socket).remoteAddress ?? '', allowPrivate);
      } catch (refusal) {
        socket.destroy();
        return callback(refusal as Error, null);
      }
      callback(null, socket);
    });
}

function headerOf({ headers }: Dispatcher.ResponseData, name: string): string {
  const value = headers[name];
  return Array.isArray(value) ? (value[0] ?? '') : (value ?? '');
}

async function bodyOf(answer: Dispatcher.ResponseData, maxBytes: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer.body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) throw new RefusedError(tooBig(maxBytes));
    chunks.push(chunk);
  }
  return unpacked(Buffer.concat(chunks), headerOf(answer, 'content-encoding').toLowerCase(), maxBytes);
}

/** Servers compress though they are asked not to. */
function unpacked(bytes: Buffer, encoding: string, maxBytes: number): Uint8Array {
  const unpack = { gzip: gunzipSync, 'x-gzip': gunzipSync, deflate: inflateSync, br: brotliDecompressSync }[encoding];
  if (encoding === '' || encoding === 'identity') return bytes;
  if (!unpack) throw new RefusedError(`was sent in a form that is not read (${encoding})`);
  try {
    return unpack(bytes, { maxOutputLength: maxBytes });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    throw new RefusedError(code === 'ERR_BUFFER_TOO_LARGE' ? tooBig(maxBytes) : 'was sent damaged: try again', {
      cause: error,
    });
  }
}

function tooBig(maxBytes: number): string {
  return `is larger than ${Math.floor(maxBytes / 1024 / 1024)} MB: download it, split it, and add the parts`;
}

const FAULTS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'its host is not known: check the address',
  EAI_AGAIN: 'its host could not be looked up: is there a network?',
  ECONNREFUSED: 'its host refuses connections',
  ECONNRESET: 'its host broke the connection off: try again',
  UND_ERR_SOCKET: 'its host broke the connection off: try again',
  UND_ERR_CONNECT_TIMEOUT: 'its host does not answer',
  ENETUNREACH: 'its host cannot be reached: is there a network?',
  EHOSTUNREACH: 'its host cannot be reached: is there a network?',
};

function messageOf(error: unknown, maxBytes: number): string {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (at instanceof RefusedError) return at.message;
    const code = 'code' in at ? String(at.code) : '';
    if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') return tooBig(maxBytes);
    if (FAULTS[code] !== undefined) return FAULTS[code];
    if (/CERT|TLS|SSL/.test(code)) return `its certificate is not good (${code})`;
  }
  return 'could not be fetched: open it in a browser, save the document, and add the file';
}
