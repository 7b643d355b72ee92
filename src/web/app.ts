// The reader's routes: a request → a page. Each request takes the knowledge as it is at that moment, and makes its page of that alone. Nothing
// of a request is logged or kept.

import { type Context, Hono } from 'hono';
import type { DocumentMeta } from '../answer/model.ts';
import type { Sources } from '../answer/ports.ts';
import { printable } from '../text/markdown.ts';
import { documentPath, readerLink } from '../text/reader-link.ts';
import { readAssets } from './assets.ts';
import type { SourceDocument } from './blocks.ts';
import { renderDocument } from './document-page.ts';
import { isOwnHost, SECURITY_HEADERS } from './headers.ts';
import { type Group, type Hit, renderIndex, renderMissing, renderRefusal, renderResults } from './list-pages.ts';
import { namedLike, nearByName } from './near.ts';
import { QUERY_MAX_CHARS, type Site } from './page.ts';
import { type Parted, partAt } from './parts.ts';
import { quotationAt } from './quotation.ts';
import { createShelf, type Made, makePage } from './shelf.ts';

/** The documents as they are now. */
export interface Knowledge {
  /** Changes whenever any document does. */
  readonly version: string;
  readonly sources: Sources;
  documents(): readonly DocumentMeta[];
  groups(): readonly Group[];
  document(id: string): SourceDocument | undefined;
  /** Best first; `passage` is counted from 1. */
  search(text: string, limit: number): readonly { document: string; passage: number; text: string }[];
}

export interface ReaderPorts {
  knowledge(): Knowledge;
  /** Where it is reached from outside; null where it is not. */
  readonly publicUrl: string | null;
  /** Whether only names of this machine may lead here. */
  readonly onlyOwnHosts: boolean;
  log(line: string): void;
}

export const BODY_MAX_BYTES = 8192;
const HITS_MAX = 20;
const HTML = 'text/html; charset=utf-8';
const PAGE_CACHE = 'no-cache'; // kept by the browser, asked for again each time
const ASSET_CACHE = 'public, max-age=31536000, immutable';

export function createReaderApp(ports: ReaderPorts): Hono {
  const assets = readAssets();
  const base = ports.publicUrl === null ? '' : new URL(ports.publicUrl).pathname.replace(/\/+$/, '');
  const site: Site = { base, style: assets.style.name, script: assets.script.name, icon: assets.icon.name };
  const shelf = createShelf();
  const look = Object.values(assets)
    .map(({ name }) => name.split('.')[1])
    .join('');
  /** A page that is the same for all who ask, until the knowledge or the reader changes. */
  const shared = (c: Context, { version }: Knowledge, key: string, render: () => string) => {
    const etag = `W/"${version}-${look}"`;
    const headers = { 'Cache-Control': PAGE_CACHE, ETag: etag };
    if (
      c.req
        .header('if-none-match')
        ?.split(/\s*,\s*/)
        .includes(etag)
    )
      return c.body(null, 304, headers);
    return send(c, 200, shelf.page(version, key, render), HTML, headers);
  };
  const once = (c: Context, status: 200 | 400 | 404 | 405 | 413, page: string) =>
    send(c, status, makePage(page), HTML, { 'Cache-Control': 'no-store' });
  const missing = (c: Context, knowledge: Knowledge, words = '') =>
    once(c, 404, renderMissing(site, knowledge.version, nearByName(words, knowledge.documents())));
  const open = (knowledge: Knowledge, id: string): Parted | undefined =>
    shelf.parted(knowledge.version, id, () => knowledge.document(id));

  const pages = new Hono();
  pages.get('/', (c) => {
    const knowledge = ports.knowledge();
    return shared(c, knowledge, '/', () => renderIndex(site, knowledge.version, knowledge.groups()));
  });
  pages.get('/s/*', (c) => {
    const knowledge = ports.knowledge();
    const id = documentIdOf(c.req.url);
    const parted = id === null ? undefined : open(knowledge, id);
    if (id === null || parted === undefined) return missing(c, knowledge, id ?? '');
    const part = partOf(parted, c.req.query('part'), c.req.query('at'));
    return shared(c, knowledge, `/s/${part}/${id}`, () => renderDocument(site, knowledge.version, parted, part));
  });
  const tooMuch = (c: Context) =>
    once(c, 413, renderRefusal(site, ports.knowledge().version, 'Too much at once', 'Search for fewer words.'));
  /** What a form says; null where it is too long or broke off. */
  const formOf = async (c: Context) => {
    if (Number(c.req.header('content-length') ?? 0) > BODY_MAX_BYTES) return null;
    const body = await c.req.text().catch(() => null); // cut at BODY_MAX_BYTES by the server
    return body === null ? null : new URLSearchParams(body);
  };
  pages.get('/search', (c) =>
    once(c, 200, renderResults(site, ports.knowledge().version, { query: '', hits: [], named: [], near: [] })),
  );
  pages.post('/search', async (c) => {
    const form = await formOf(c);
    if (form === null) return tooMuch(c);
    const knowledge = ports.knowledge();
    const query = printable((form.get('q') ?? '').trim());
    if (query.length > QUERY_MAX_CHARS) {
      const text = `A search may have ${QUERY_MAX_CHARS} characters; this one has ${query.length}. Search for a name, a case or a phrase.`;
      return once(c, 400, renderRefusal(site, knowledge.version, 'That is too long to search for', text));
    }
    const hits = query === '' ? [] : findHits(site, knowledge, query, open);
    const [named, near] =
      hits.length > 0 ? [namedLike(query, knowledge.documents()), []] : [[], nearByName(query, knowledge.documents())];
    return once(c, 200, renderResults(site, knowledge.version, { query, hits, named, near }));
  });
  pages.post('/quotation', async (c) => {
    const form = await formOf(c);
    if (form === null) return tooMuch(c);
    const knowledge = ports.knowledge();
    const [start, end] = [numberOf(form.get('start')), numberOf(form.get('end'))];
    const id = form.get('document') ?? '';
    const parted = open(knowledge, id);
    const link =
      ports.publicUrl === null || start === null || end === null
        ? null
        : readerLink(ports.publicUrl, { document: id, start, end });
    const quotation =
      parted === undefined || start === null || end === null
        ? null
        : quotationAt(parted.document, { start, end }, knowledge.sources, link);
    c.header('Cache-Control', 'no-store');
    if (quotation === null) return c.json({ error: 'nothing can be quoted there' }, 404);
    return c.json({ knowledge: knowledge.version, ...quotation });
  });
  pages.get('/health', (c) => {
    const { version, documents } = ports.knowledge();
    c.header('Cache-Control', 'no-store');
    return c.json({ status: 'ok', knowledge: version, documents: documents().length });
  });
  for (const { name, type, text } of Object.values(assets)) {
    const made = makePage(text);
    pages.get(`/${name}`, (c) => send(c, 200, made, type, { 'Cache-Control': ASSET_CACHE }));
  }
  pages.on(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'], '*', (c) => {
    c.header('Allow', 'GET, HEAD');
    return once(
      c,
      405,
      renderRefusal(site, ports.knowledge().version, 'Not that way', 'This page can only be looked at.'),
    );
  });

  const app = new Hono();
  app.use(async (c, next) => {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) c.header(name, value);
    if (ports.onlyOwnHosts && !isOwnHost(c.req.header('host') ?? '', ports.publicUrl))
      return c.text('The reader does not go by this name: open it by the address that it printed.\n', 421);
    await next();
    return undefined;
  });
  if (base !== '') app.route(base, pages);
  app.route('/', pages);
  app.notFound((c) => missing(c, ports.knowledge(), decode(new URL(c.req.url).pathname) ?? ''));
  app.onError((error, c) => {
    ports.log(`a page could not be made (${error.name}: ${error.message})`);
    return c.text('A fault inside the reader: this page could not be made.\n', 500);
  });
  return app;
}

function send(
  c: Context,
  status: 200 | 400 | 404 | 405 | 413,
  { plain, gzip }: Made,
  type: string,
  headers: Record<string, string>,
) {
  const takesGzip = /(?:^|[\s,])gzip(?!\s*;\s*q=0(?:\.0*)?(?:[\s,]|$))/i.test(c.req.header('accept-encoding') ?? '');
  const body = takesGzip ? gzip : plain;
  return c.body(new Uint8Array(body), status, {
    ...headers,
    'Content-Type': type,
    'Content-Length': String(body.length),
    Vary: 'Accept-Encoding',
    ...(takesGzip ? { 'Content-Encoding': 'gzip' } : {}),
  });
}

/** The id at the end of a document's address; null where it cannot be one. */
function documentIdOf(url: string): string | null {
  const { pathname } = new URL(url);
  return decode(pathname.slice(pathname.indexOf('/s/') + 3));
}

function decode(path: string): string | null {
  try {
    const decoded = decodeURIComponent(path);
    return decoded.includes('\0') ? null : decoded;
  } catch {
    return null; // not UTF-8
  }
}

function numberOf(text: string | null | undefined): number | null {
  return text !== null && text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : null;
}

/** Which part is asked for, from 0: by number, or by a place in the text. */
function partOf(parted: Parted, part: string | undefined, at: string | undefined): number {
  const offset = numberOf(at);
  if (offset !== null) return partAt(parted, offset);
  return Math.min(Math.max((numberOf(part) ?? 1) - 1, 0), parted.firsts.length - 1);
}

function findHits(
  site: Site,
  knowledge: Knowledge,
  query: string,
  open: (knowledge: Knowledge, id: string) => Parted | undefined,
): Hit[] {
  return knowledge.search(query, HITS_MAX).flatMap(({ document: id, passage: number, text }) => {
    const parted = open(knowledge, id);
    const passage = parted?.document.passages[number - 1];
    if (parted === undefined || passage === undefined) return [];
    const { start, end } = passage.span;
    const part = partAt(parted, start);
    const href = `${site.base}/s/${documentPath(id)}${part === 0 ? '' : `?part=${part + 1}`}#q=${start}-${end}`;
    return [{ meta: parted.document.meta, passage, text, href }];
  });
}
