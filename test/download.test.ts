// Fetching: which addresses are public, and a server on loopback that does what servers should not.

import { createServer, type Server } from 'node:http';
import type { AddressInfo, LookupFunction } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isPublicAddress } from '../src/knowledge/import/address.ts';
import { type DownloadLimits, download } from '../src/knowledge/import/download.ts';

describe('a public address', () => {
  it.each([
    '8.8.8.8',
    '93.184.216.34',
    '2606:2800:220:1:248:1893:25c8:1946',
    '::ffff:8.8.8.8',
    '172.32.0.1',
    '100.128.0.1',
  ])('is %s', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });
  it.each([
    '127.0.0.1', '127.9.9.9', '0.0.0.0', '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', '169.254.169.254', '100.64.0.1', '100.100.100.200', '198.18.0.1',
    '192.0.2.1', '224.0.0.1', '240.0.0.1', '255.255.255.255', '::1', '::', '::ffff:127.0.0.1', '::ffff:10.0.0.1', '::127.0.0.1', '64:ff9b::7f00:1', '64:ff9b:1::1',
    '2002:7f00:1::', '2001:0:4136:e378:8000:63bf:3fff:fdd2', 'fe80::1', 'fec0::1', 'fc00::1', 'fd00:ec2::254', 'ff02::1', '2001:db8::1', '100::1', '', 'localhost', 'x.y',
  ])('is not %s', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  }); // biome-ignore format: lists of addresses
});

let server: Server;
let base: string;
const seen: { url: string; headers: Record<string, unknown> }[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    const url = request.url ?? '';
    seen.push({ url, headers: request.headers });
    const hops = /^\/hops\/(\d+)/.exec(url)?.[1];
    if (hops !== undefined)
      return void response.writeHead(302, { location: hops === '0' ? '/good' : `/hops/${Number(hops) - 1}` }).end();
    if (url === '/to-file') return void response.writeHead(302, { location: 'file:///etc/passwd' }).end();
    if (url === '/to-metadata')
      return void response.writeHead(302, { location: 'http://169.254.169.254/latest' }).end();
    if (url === '/to-named') return void response.writeHead(302, { location: 'http://me:secret@127.0.0.1/' }).end();
    if (url === '/missing') return void response.writeHead(404).end('no');
    if (url === '/big') return void response.writeHead(200).end(Buffer.alloc(3_000_000));
    if (url === '/bomb')
      return void response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(30_000_000)));
    if (url === '/zipped') return void response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('packed'));
    if (url === '/hang') return void response.writeHead(200).write('some');
    if (url === '/drip') {
      response.writeHead(200);
      const drip = setInterval(() => response.write('.'), 20);
      response.on('close', () => clearInterval(drip));
      return;
    }
    response.writeHead(200, { 'content-type': 'text/plain', 'set-cookie': 'a=b' }).end('good');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const get = (url: string, limits: Partial<DownloadLimits> = {}) =>
  download(new URL(url, base), { allowPrivate: true, maxBytes: 1_000_000, timeoutMs: 10_000, ...limits });

describe('download', () => {
  it('follows five redirects, says where it ended, keeps no cookies and says who it is', async () => {
    const got = await get('/hops/4');
    expect(got).toMatchObject({ type: 'text/plain', url: { href: `${base}/good` } });
    expect('bytes' in got && Buffer.from(got.bytes).toString()).toBe('good');
    await get('/good');
    const last = seen.at(-1)!.headers;
    expect(last['user-agent']).toContain('Publius');
    expect(last.cookie ?? last.referer ?? last.authorization).toBe(undefined);
  });

  it('unpacks what it did not ask to be packed', async () => {
    const got = await get('/zipped');
    expect('bytes' in got && Buffer.from(got.bytes).toString()).toBe('packed');
  });

  it.each([
    ['/hops/6', 'more than 5 times'],
    ['/to-file', 'only http and https'],
    ['/to-named', 'name or password'],
    ['/missing', 'status 404'],
    ['/big', 'larger than 0 MB'],
    ['/bomb', 'larger than 0 MB'],
    ['ftp://127.0.0.1/a', 'only http and https'],
    ['file:///etc/passwd', 'only http and https'],
    ['http://me@127.0.0.1/', 'name or password'],
    ['http://127.0.0.1:1/', 'refuses connections'],
  ])('refuses %s', async (url, message) => {
    expect(await get(url)).toEqual({ refused: expect.stringContaining(message) });
  });

  it.each(['/hang', '/drip'])('gives up on a server that never ends: %s', async (url) => {
    expect(await get(url, { timeoutMs: 300 })).toEqual({ refused: 'did not answer in full within 0.3 s' });
  });
});

describe('without --allow-private', () => {
  const port = () => new URL(base).port;
  const refusal = { refused: expect.stringContaining('--allow-private') };
  const answering = (...rounds: string[][]): LookupFunction => {
    let n = 0;
    return (_name, _options, callback) =>
      callback(
        null,
        rounds[Math.min(n++, rounds.length - 1)]!.map((address) => ({ address, family: 4 })),
      );
  };

  it.each(['127.0.0.1', '0x7f.1', '2130706433', '[::1]', '[::ffff:7f00:1]', '169.254.169.254', '0'])(
    'refuses http://%s/',
    async (host) => {
      const before = seen.length;
      expect(await get(`http://${host}:${port()}/good`, { allowPrivate: false })).toEqual(refusal);
      expect(seen.length).toBe(before);
    },
  );

  it('refuses names that resolve to such addresses, one of several too', async () => {
    for (const lookup of [answering(['127.0.0.1']), answering(['93.184.216.34', '10.0.0.1'])]) {
      expect(await get(`http://example.org:${port()}/good`, { allowPrivate: false, lookup })).toEqual(refusal);
    }
  });

  it('connects to the address that it checked, not to a second answer', async () => {
    const before = seen.length;
    const lookup = answering(['192.0.2.1'], ['127.0.0.1']); // an address that is for books, then the real target
    expect(await get(`http://example.org:${port()}/good`, { allowPrivate: false, lookup })).toEqual(refusal);
    expect(seen.length).toBe(before);
  });

  it('checks every redirect', async () => {
    const before = seen.length;
    expect(await get('/to-metadata', { allowPrivate: false })).toEqual(refusal);
    expect(seen.length).toBe(before);
  });
});
