// How fast the reader answers and how much it sends, beside a bare Node server that answers the same bytes. Prints figures; nothing is asserted.

import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { documentPath } from '../../src/text/reader-link.ts';
import { folderOf, openReader } from '../fakes/reader.ts';
import { percentilesOf } from './percentiles.ts';

const WARM = 200;
const RUNS = 2000;
const shipped = fileURLToPath(new URL('../../knowledge', import.meta.url));
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

interface Sent {
  readonly ms: number;
  readonly bytes: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

function ask(url: string, body?: string): Promise<Sent> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const headers = {
      'Accept-Encoding': 'gzip',
      ...(body === undefined ? {} : { 'Content-Type': 'application/x-www-form-urlencoded' }),
    };
    const asked = request(url, { agent, method: body === undefined ? 'GET' : 'POST', headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          ms: performance.now() - started,
          bytes: Buffer.concat(chunks),
          headers: response.headers as Record<string, string>,
        }),
      );
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

/** p50 and p99 in milliseconds, one request after the other. */
async function measure(url: string, body?: string): Promise<string> {
  for (let i = 0; i < WARM; i++) await ask(url, body);
  const times: number[] = [];
  for (let i = 0; i < RUNS; i++) times.push((await ask(url, body)).ms);
  const { p50, p99 } = percentilesOf(times);
  return `p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms`;
}

async function besideBare(name: string, url: string, body?: string): Promise<void> {
  const first = await ask(url, body);
  const plain = await (
    await fetch(url, body === undefined ? {} : { method: 'POST', body: new URLSearchParams(body) })
  ).arrayBuffer();
  const { connection: _c, 'keep-alive': _k, date: _d, ...headers } = first.headers;
  const bare = createServer((asked, response) => {
    asked.resume();
    asked.on('end', () => response.writeHead(200, headers).end(first.bytes));
  });
  await new Promise<void>((resolve) => bare.listen(0, '127.0.0.1', resolve));
  const reader = await measure(url, body);
  const other = await measure(`http://127.0.0.1:${(bare.address() as AddressInfo).port}/`, body);
  console.log(
    `${name}: first ${first.ms.toFixed(1)} ms, then ${reader}; ${first.bytes.length} bytes sent, ${plain.byteLength} of HTML`,
  );
  console.log(`  a bare server with the same bytes: ${other}`);
  bare.close();
}

const filing = folderOf({
  'filing.md': `---\nid: filing\ntitle: A filing of 300 pages\nkind: filing\n---\n\n${Array.from({ length: 3000 }, (_, n) => `${n + 1}. The *summons* was issued without a showing of need, as paragraph ${n + 1} says. It demanded records of the account, names, addresses and telephone numbers, and gave no reason. Plaintiff asked for one and was told that none would be given.`).join('\n\n')}`,
});
const reader = await openReader(shipped);
const large = await openReader(filing.folder);
const sizes = await Promise.all(
  reader.session.library.documents().map(async ({ id }) => {
    const url = `${reader.url}/s/${documentPath(id)}`;
    return { id, url, bytes: (await (await fetch(url)).arrayBuffer()).byteLength };
  }),
);
const largest = sizes.sort((a, b) => b.bytes - a.bytes)[0]!;
const again = await openReader(shipped); // nothing made yet
await besideBare('The list of sources', `${again.url}/`);
await besideBare(`The largest shipped page (${largest.id})`, largest.url.replace(reader.url, again.url));
await besideBare('A filing of 300 pages, its middle', `${large.url}/s/filing?at=400000`);
await besideBare('A search', `${again.url}/search`, 'q=gag+order');
await Promise.all([reader, large, again].map(({ server }) => server.stop(100)));
filing.remove();
agent.destroy();
