// The reader over HTTP: what its pages have, that they are the documents' own characters and no live markup, and what it refuses.

import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseDocument } from '../src/knowledge/document.ts';
import { plainText } from '../src/text/markdown.ts';
import { documentPath, readerLink } from '../src/text/reader-link.ts';
import { type Span, sliceSpan } from '../src/text/span.ts';
import type { SourceDocument } from '../src/web/blocks.ts';
import { legalCitation } from '../src/web/citation.ts';
import { renderDocument } from '../src/web/document-page.ts';
import { webAddress } from '../src/web/inline.ts';
import { partsOf } from '../src/web/parts.ts';
import type { Quotation } from '../src/web/quotation.ts';
import { attribute, type ReadPage, readPage, textContent } from './fakes/page.ts';
import { folderOf, HOSTILE, openReader } from './fakes/reader.ts';

const shipped = fileURLToPath(new URL('../knowledge', import.meta.url));
const hostile = folderOf(HOSTILE);
type Opened = Awaited<ReturnType<typeof openReader>>;
let reader: Opened;
let trap: Opened;

beforeAll(async () => {
  reader = await openReader(shipped);
  trap = await openReader(hostile.folder);
});
afterAll(async () => {
  await Promise.all([reader.server.stop(100), trap.server.stop(100)]);
  hostile.remove();
});

/** A request as it is written, with nothing tidied up. */
function raw(url: string, path: string, headers: Record<string, string> = {}, method = 'GET', body?: string) {
  return new Promise<{ status: number; headers: Record<string, unknown>; bytes: Buffer }>((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const asked = request({ hostname, port, path, method, headers, agent: false }, async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk as Buffer);
      resolve({ status: response.statusCode ?? 0, headers: response.headers, bytes: Buffer.concat(chunks) });
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

const post = (url: string, path: string, form: Record<string, string>) =>
  fetch(url + path, { method: 'POST', body: new URLSearchParams(form) });

async function quotationAt(document: string, { start, end }: Span, { url } = reader) {
  const response = await post(url, '/quotation', { document, start: `${start}`, end: `${end}` });
  return (await response.json()) as Quotation & { readonly knowledge: string };
}

const PAGE_MAX_BYTES = 50 * 1024;

const ELEMENTS = new Set(
  'html head meta title link script body a header p span form label input button main article h1 h2 h3 h4 h5 h6 dl dt dd div time nav ul ol li section table thead tbody tr th td figure blockquote figcaption sup em strong code aside dialog kbd footer'.split(
    ' ',
  ),
);

/** What of a page could act: elements and attributes that we do not write, addresses that we do not allow. */
function liveMarkup(page: string | ReadPage): string[] {
  const { elements, faults } = typeof page === 'string' ? readPage(page) : page;
  const strange = elements.filter(({ tagName }) => !ELEMENTS.has(tagName)).map(({ tagName }) => `<${tagName}>`);
  const scripts = elements.filter(({ tagName }) => tagName === 'script').map(textContent);
  const handlers = elements
    .flatMap(({ attrs }) => attrs)
    .filter(({ name }) => /^(?:on|style$|src$|srcset$)/.test(name));
  const links = elements.flatMap((element) => {
    const href = attribute(element, 'href');
    if (href === null || /^[/#](?!\/)/.test(href)) return [];
    const isFine = /^https?:\/\//.test(href) && attribute(element, 'rel') === 'noopener noreferrer';
    return isFine ? [] : [href];
  });
  return [
    ...strange,
    ...(scripts.join('') === '' && scripts.length === 1 ? [] : ['script']),
    ...handlers.filter(({ name, value }) => !(name === 'src' && value.startsWith('/reader.'))).map(({ name }) => name),
    ...links,
    ...faults.filter((fault) => fault !== 'noncharacter-in-input-stream'),
  ];
}

/** Every sentence of the document, against the one element among all parts that has its place for an id. */
function misrendered(document: SourceDocument, pages: readonly ReadPage[]): string[] {
  const shown = new Map<string, string[]>();
  for (const page of pages)
    for (const [id, element] of page.byId)
      if (id.startsWith('q=') && /^(?:span|tr)$/.test(element.tagName))
        shown.set(id, [...(shown.get(id) ?? []), textContent(element)]);
  const wanted = new Map(
    document.passages.flatMap(({ sentences }) =>
      sentences.map((span) => [
        `q=${span.start}-${span.end}`,
        plainText(sliceSpan(document.text, span), document.meta.format),
      ]),
    ),
  );
  const wrong = [...wanted].filter(([id, text]) => shown.get(id)?.length !== 1 || shown.get(id)![0] !== text);
  return [...wrong.map(([id]) => id), ...[...shown.keys()].filter((id) => !wanted.has(id))];
}

async function partsOfPage({ url }: Opened, id: string): Promise<string[]> {
  const first = await (await fetch(`${url}/s/${documentPath(id)}`)).text();
  const count = Number(/<p>Part 1 of (\d+)<\/p>/.exec(first)?.[1] ?? 1);
  const pages = [first];
  for (let n = 2; n <= count; n++) pages.push(await (await fetch(`${url}/s/${documentPath(id)}?part=${n}`)).text());
  return pages;
}

describe('documents', () => {
  it('of the shipped knowledge: exact sentences, no live markup, small pages', async () => {
    const { library } = reader.session;
    for (const { id } of library.documents()) {
      const sent = await partsOfPage(reader, id);
      const pages = sent.map(readPage);
      expect(misrendered(library.document(id)!, pages), id).toEqual([]);
      expect(pages.flatMap(liveMarkup), id).toEqual([]);
      for (const page of sent) {
        expect(Buffer.byteLength(page), id).toBeLessThan(PAGE_MAX_BYTES);
      }
    }
  });

  it('that are hostile: the same', async () => {
    const { library } = trap.session;
    expect(library.documents().length).toBe(Object.keys(HOSTILE).length);
    for (const { id } of library.documents()) {
      const sent = await partsOfPage(trap, id);
      const pages = sent.map(readPage);
      expect(misrendered(library.document(id)!, pages), id).toEqual([]);
      expect(pages.flatMap(liveMarkup), id).toEqual([]);
      for (const page of sent) {
        expect(Buffer.byteLength(page), id).toBeLessThan(PAGE_MAX_BYTES);
      }
    }
    expect(trap.logged).toEqual([]);
  });

  it('made at random of Markdown and markup: the same', () => {
    const piece = fc.constantFrom(
      ...[
        '*',
        '**',
        '_',
        '`',
        '[',
        '](',
        ')',
        'http://a.b/',
        'javascript:x',
        '<b>',
        '</b>',
        '<!--',
        '-->',
        '<x',
        '&amp;',
        '&',
        '&#0;',
        '\\',
      ],
      ...[
        '\n',
        '\n\n',
        '\n> ',
        '\n- ',
        '\n  - ',
        '\n1. ',
        '\n# ',
        '\n| ',
        ' | ',
        '\n|---|---|\n',
        '[^a]',
        '\n[^a]: note <http://n.b>',
        '\n> — Who, ¶ 1',
      ],
      ...[
        'Word',
        ' word. ',
        'A b',
        '12',
        '\u202e',
        '\u200b',
        '😀',
        'é',
        '"',
        "'",
        '\t',
        '  ',
        '\r\n',
        '```\n',
        '    code',
        '***',
        '~',
      ],
    );
    const text = fc.array(piece, { minLength: 1, maxLength: 40 }).map((pieces) => pieces.join(''));
    const site = { base: '', style: 'reader.css', script: 'reader.js', icon: 'icon.svg' };
    fc.assert(
      fc.property(text, fc.constantFrom('.md', '.txt'), (words, ending) => {
        const parsed = parseDocument(`a${ending}`, new TextEncoder().encode(words));
        if ('fault' in parsed) return;
        const parted = partsOf(parsed.document);
        const pages = parted.firsts.map((_, n) => readPage(renderDocument(site, 'v', parted, n)));
        expect(misrendered(parsed.document, pages)).toEqual([]);
        expect(pages.flatMap(liveMarkup)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('say what they are, whose words are whose, and what became of the matter', async () => {
    const { elements, byId } = readPage(await (await fetch(`${reader.url}/s/twitter-v-dhs-complaint`)).text());
    const texts = (name: string) => elements.filter(({ tagName }) => tagName === name).map(textContent);
    expect(texts('h1')).toEqual([expect.stringContaining('Complaint, Twitter, Inc. v.')]);
    expect(texts('dd').join(' ')).toMatch(
      /Dismissed by Twitter without prejudice.*N\.D\. Cal\..*3:17-cv-01916.*de\.scribd\.com/,
    );
    const quotes = elements.filter((element) => attribute(element, 'class') === 'quote');
    expect(quotes.length).toBeGreaterThan(2);
    expect(textContent(quotes[0]!)).toContain('Complaint, ¶ 43, quoted by The Intercept');
    const voices = elements
      .filter((element) => attribute(element, 'class') === 'voice' && !attribute(element, 'id'))
      .map(textContent);
    expect(new Set(voices)).toEqual(new Set(['Digest: our summary', 'Alleged, in the source’s own words:']));
    const levels = elements.flatMap(({ tagName }) => /^h([1-6])$/.exec(tagName)?.[1] ?? []).map(Number);
    expect(levels.filter((level, i) => i > 0 && level > levels[i - 1]! + 1)).toEqual([]);
    const notes = elements.map((element) => attribute(element, 'href')).filter((href) => /^#n\d/.test(href ?? ''));
    expect(notes.length).toBeGreaterThan(20);
    expect(notes.filter((href) => !byId.has(href!.slice(1)))).toEqual([]);
  });

  it('never call a source’s words a digest, whatever kind the document is', async () => {
    const { elements } = readPage(await (await fetch(`${trap.url}/s/guide`)).text());
    const voices = elements.filter((element) => attribute(element, 'class') === 'voice').map(textContent);
    expect(voices.filter((text) => text !== '')).toEqual([
      'Digest: our summary',
      'Source, in the source’s own words:',
      'Digest: our summary',
    ]);
    const { span } = trap.session.library.document('guide')!.passages.find(({ voice }) => voice === 'source')!;
    expect(await quotationAt('guide', span, trap)).toMatchObject({
      voice: 'source',
      kind: 'Source',
      who: 'A court, at 5',
    });
  });

  it('show lists, tables, headings and pinpoints as such', async () => {
    const { elements } = readPage(await (await fetch(`${trap.url}/s/markup`)).text());
    const outline = elements
      .filter(({ tagName }) => /^(?:ul|ol|li|th|td|em|strong|blockquote)$/.test(tagName))
      .map(({ tagName }) => tagName)
      .join(' ');
    expect(outline).toMatch(/th th td em td td td/);
    expect(outline).toMatch(/ul li ul li ol li li/);
    const headings = readPage(await (await fetch(`${trap.url}/s/headings`)).text()).elements.filter(({ tagName }) =>
      /^h[2-6]$/.test(tagName),
    );
    expect(headings.map(textContent).filter((text) => text !== 'Keys')).toEqual([
      'Deep',
      'Shallow',
      'Same',
      'Same',
      'Setext',
    ]);
  });
});

describe('links to quotations', () => {
  it.each(['twitter-v-dhs-complaint', 'unmasking-tests-compared'])('of %s open the part that has them', async (id) => {
    for (const { sentences } of reader.session.library.document(id)!.passages) {
      const link = new URL(readerLink(reader.url, { document: id, ...sentences[0]! }));
      expect(await (await fetch(link)).text(), link.href).toContain(`id="${link.hash.slice(1)}"`);
    }
  });

  it('open every part of a long filing, and odd names', async () => {
    const { passages } = trap.session.library.document('filing')!;
    for (const { sentences } of passages.filter((_, n) => n % 37 === 0)) {
      const link = new URL(readerLink(trap.url, { document: 'filing', ...sentences[0]! }));
      expect(readPage(await (await fetch(link)).text()).byId.has(link.hash.slice(1)), link.href).toBe(true);
    }
    const odd = trap.session.library.documents().find(({ title }) => title === 'Odd name')!;
    expect((await fetch(readerLink(trap.url, { document: odd.id, start: 12, end: 20 }))).status).toBe(200);
    const last = await (await fetch(`${trap.url}/s/filing?at=999999999`)).text();
    expect(last).toMatch(/<p>Part (\d+) of \1<\/p>/);
    expect(last).toContain('Paragraph number 400');
  });
});

describe('what a marked place says', () => {
  const complaint = () => reader.session.library.document('twitter-v-dhs-complaint')!;

  it('is checked: who says it, of what kind, and four ways to cite it', async () => {
    const quote = complaint().passages.find(({ via }) => via === 'quoted by The Intercept')!;
    const { start, end } = quote.span;
    const said = await quotationAt('twitter-v-dhs-complaint', { start, end });
    expect(said).toMatchObject({
      knowledge: reader.session.library.version,
      voice: 'source',
      kind: 'Alleged',
      who: 'Complaint, ¶ 43, quoted by The Intercept',
      document: 'Complaint, Twitter v. DHS (N.D. Cal., 6 Apr 2017)',
      status: expect.stringContaining('Status of Complaint, Twitter v. DHS: Dismissed by Twitter'),
      shown: ['pierce the anonymity'],
    });
    expect(said.citations.plain).toMatch(
      /^“pierce the anonymity”\n— Complaint, ¶ 43, quoted by The Intercept, Complaint, Twitter v\. DHS \(N\.D\. Cal\., 6 Apr 2017\), https:/,
    );
    expect(said.citations.legal).toBe(
      'Complaint, Twitter v. DHS, No. 3:17-cv-01916, ¶ 43 (N.D. Cal. Apr. 6, 2017) (quoted by The Intercept)',
    );
    expect(said.citations.markdown).toMatch(/^> pierce the anonymity\n>\n> — /);
    expect(JSON.parse(said.citations.selector).selector).toEqual([
      {
        type: 'TextQuoteSelector',
        exact: 'pierce the anonymity',
        prefix: expect.any(String),
        suffix: expect.any(String),
      },
      { type: 'TextPositionSelector', start, end },
    ]);
  });

  it('never puts our own words between quotation marks', async () => {
    const { start, end } = complaint().passages[0]!.sentences[0]!;
    const said = await quotationAt('twitter-v-dhs-complaint', { start, end });
    expect(said).toMatchObject({ voice: 'digest', kind: 'Digest: our summary' });
    expect(said.citations.plain).toMatch(/^Twitter sued[^“”]*\n— Publius’s digest of Complaint/);
  });

  it('never cites a document for words that are somebody else’s', async () => {
    const { passages } = reader.session.library.document('19-usc-1509')!;
    for (const { span, speaker, voice } of passages.filter((passage) => passage.voice === 'source')) {
      const { citations, status } = await quotationAt('19-usc-1509', span);
      expect(citations.legal.startsWith(speaker!), citations.legal).toBe(true);
      if (speaker !== '19 U.S.C. 1509') expect(citations.plain).toContain('; in Publius’s digest of 19 U.S.C. 1509');
      expect([voice, status]).toEqual(['source', expect.stringMatching(/^Status of 19 U\.S\.C\. 1509/)]);
    }
  });

  // What a quotation says of itself in a document that is …, and how it is cited.
  const CASE = {
    id: 'd',
    title: 'Doe v. Roe',
    kind: 'opinion',
    court: '9th Cir.',
    citation: '1 F.3d 2',
    date: '2020-05-06',
    text: 'digest',
    format: 'markdown',
  } as const;
  const LAW = { ...CASE, title: '18 U.S.C. 2705', kind: 'statute', citation: '18 U.S.C. 2705' } as const;
  const QUOTE = { kind: 'opinion', speaker: 'Doe v. Roe', pinpoint: null, via: null, url: null } as const;
  it.each([
    [CASE, null, 'Doe v. Roe, 1 F.3d 2 (9th Cir. 2020)'],
    [CASE, { ...QUOTE, pinpoint: '1 F.3d at 7' }, 'Doe v. Roe, 1 F.3d 2, 7 (9th Cir. 2020)'],
    [
      CASE,
      { ...QUOTE, pinpoint: '1 F.3d at 7, quoting Coe, 3 F.3d at 9' },
      'Doe v. Roe, 1 F.3d 2, 7 (9th Cir. 2020) (quoting Coe, 3 F.3d at 9)',
    ],
    [CASE, { ...QUOTE, pinpoint: '5 F.3d at 7' }, 'Doe v. Roe, 1 F.3d 2 (9th Cir. 2020) (5 F.3d at 7)'],
    [
      CASE,
      { ...QUOTE, speaker: 'Coe v. Moe', pinpoint: '3 F.3d at 9' },
      'Doe v. Roe, 1 F.3d 2 (9th Cir. 2020) (Coe v. Moe, 3 F.3d at 9)',
    ],
    [
      CASE,
      { ...QUOTE, speaker: 'Judge Poe', pinpoint: 'dissenting' },
      'Doe v. Roe, 1 F.3d 2 (9th Cir. 2020) (Judge Poe, dissenting)',
    ],
    [
      CASE,
      { ...QUOTE, kind: 'filing', speaker: 'Roe', pinpoint: '¶ 3', via: 'quoted by AFP', url: 'https://a.example/' },
      'Roe, ¶ 3 (quoted by AFP), https://a.example/',
    ],
    [{ ...CASE, citation: 'U.S.', court: 'U.S. Supreme Court', docket: '1-2' }, null, 'Doe v. Roe, U.S. (U.S. 2020)'],
    [
      LAW,
      { ...QUOTE, kind: 'statute', speaker: '18 U.S.C. 2705', pinpoint: 'subsection (b)' },
      '18 U.S.C. 2705, subsection (b)',
    ],
    [
      LAW,
      { ...QUOTE, kind: 'statute', speaker: '18 U.S.C. 2703', pinpoint: 'subsection (b)' },
      '18 U.S.C. 2703, subsection (b)',
    ],
  ] as const)('%j with %j: %s', (meta, quote, citation) => {
    expect(legalCitation(meta, quote)).toBe(citation);
  });

  it.each([
    ['nobody', '1', '2'],
    ['twitter-v-dhs-complaint', '0', '0'],
    ['twitter-v-dhs-complaint', '5', '1'],
    ['twitter-v-dhs-complaint', '1', '999999999'],
    ['twitter-v-dhs-complaint', '-1', '4'],
    ['twitter-v-dhs-complaint', '1e3', 'x'],
    ['twitter-v-dhs-complaint', '0', '40'],
  ])('is nothing for %s, %s to %s', async (document, start, end) => {
    const response = await post(reader.url, '/quotation', { document, start, end });
    expect(response.status).toBe(404);
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it('is nothing where a word would be cut', async () => {
    const { start, end } = complaint().passages[0]!.sentences[0]!;
    const ask = (from: number, to: number) =>
      post(reader.url, '/quotation', { document: 'twitter-v-dhs-complaint', start: `${from}`, end: `${to}` });
    expect((await ask(start + 2, end)).status).toBe(404);
    expect((await ask(start, start + 'Twitter sued'.length)).status).toBe(200);
  });
});

describe('searching', () => {
  it('shows passages with whose words they are, and links that open them', async () => {
    const html = await (await post(reader.url, '/search', { q: 'pierce the anonymity' })).text();
    expect(liveMarkup(html)).toEqual([]);
    const { elements } = readPage(html);
    const hits = elements.filter((element) => /^\/s\/.*#q=/.test(attribute(element, 'href') ?? ''));
    expect(hits.map(textContent)).toContain('“pierce the anonymity”');
    const link = new URL(attribute(hits[0]!, 'href')!, reader.url);
    const [start] = link.hash.slice(3).split('-');
    expect(await (await fetch(link)).text()).toContain(`id="q=${start}-`);
    expect(elements.find((element) => attribute(element, 'id') === 'search')).toMatchObject({
      attrs: expect.arrayContaining([{ name: 'value', value: 'pierce the anonymity' }]),
    });
    expect(Buffer.byteLength(html)).toBeLessThan(PAGE_MAX_BYTES);
  });

  it('shows documents that go by that name first', async () => {
    const html = await (await post(reader.url, '/search', { q: 'mcintyre ohio' })).text();
    const links = readPage(html).elements.flatMap((element) => attribute(element, 'href') ?? []);
    expect(links.find((href) => href.startsWith('/s/'))).toBe('/s/mcintyre-v-ohio');
    expect(html).toContain('By that name');
  });

  it('says that nothing was found, and what is near', async () => {
    const html = await (await post(reader.url, '/search', { q: 'zzmcintyrezz' })).text();
    expect(html).toContain('No source has words of');
    expect(html).toContain('Near by name');
    expect(html).toContain('/s/mcintyre-v-ohio');
  });

  it.each([
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    '\0\u202e',
    ' ',
    '*'.repeat(300),
    'a"b\'c&d',
  ])('takes %j as words', async (q) => {
    const response = await post(reader.url, '/search', { q });
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(liveMarkup(await response.text())).toEqual([]);
  });

  it('refuses what is too long, and says so', async () => {
    expect((await post(reader.url, '/search', { q: 'word '.repeat(100) })).status).toBe(400);
    expect((await post(reader.url, '/search', { q: 'x'.repeat(100_000) })).status).toBe(413);
    const endless = await raw(
      reader.url,
      '/search',
      { 'Transfer-Encoding': 'chunked' },
      'POST',
      `q=${'x'.repeat(100_000)}`,
    ).catch(() => null);
    expect([413, undefined]).toContain(endless?.status);
    expect((await fetch(`${reader.url}/health`)).status).toBe(200);
  });

  it('leaves no trace of a search in the address', async () => {
    const form = readPage(await (await fetch(reader.url)).text()).elements.find(({ tagName }) => tagName === 'form')!;
    expect([attribute(form, 'method'), attribute(form, 'action')]).toEqual(['post', '/search']);
    expect(await (await fetch(`${reader.url}/search?q=secret`)).text()).not.toContain('secret');
  });
});

describe('the list of sources', () => {
  it('has every document under its kind, with its date and status', async () => {
    const html = await (await fetch(reader.url)).text();
    const { elements } = readPage(html);
    const links = new Set(elements.map((element) => attribute(element, 'href')));
    expect(reader.session.library.documents().filter(({ id }) => !links.has(`/s/${documentPath(id)}`))).toEqual([]);
    expect(elements.filter(({ tagName }) => tagName === 'h2').map(textContent)).toContain('Court opinions');
    expect(html).toContain('no court ruled on these claims');
    expect(html).toContain(reader.session.library.version);
    expect(liveMarkup(html)).toEqual([]);
    expect(Buffer.byteLength(html)).toBeLessThan(PAGE_MAX_BYTES);
  });
});

describe('every response', () => {
  it.each(['/', '/s/mcintyre-v-ohio', '/s/nothing', '/search', '/health', '/favicon.ico'])(
    '%s keeps to itself',
    async (path) => {
      const { headers } = await fetch(reader.url + path);
      expect(headers.get('content-security-policy')).toBe(
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
      );
      expect(Object.fromEntries(headers)).toMatchObject({
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'permissions-policy': expect.stringContaining('camera=()'),
      });
      expect(headers.get('set-cookie')).toBeNull();
      expect(headers.get('access-control-allow-origin')).toBeNull();
    },
  );

  it('is packed for those who take it, and the same then', async () => {
    const plain = await raw(reader.url, '/s/mcintyre-v-ohio');
    const packed = await raw(reader.url, '/s/mcintyre-v-ohio', { 'Accept-Encoding': 'br, gzip' });
    expect(packed.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(packed.bytes).equals(plain.bytes)).toBe(true);
    expect(packed.bytes.length).toBeLessThan(plain.bytes.length / 2);
    expect((await raw(reader.url, '/', { 'Accept-Encoding': 'gzip;q=0' })).headers['content-encoding']).toBeUndefined();
  });

  it('is not sent again while the knowledge is the same', async () => {
    const etag = (await fetch(`${reader.url}/s/mcintyre-v-ohio`)).headers.get('etag')!;
    expect(etag).toContain(reader.session.library.version);
    const again = await raw(reader.url, '/s/mcintyre-v-ohio', { 'If-None-Match': etag });
    expect([again.status, again.bytes.length]).toEqual([304, 0]);
    expect((await raw(reader.url, '/s/mcintyre-v-ohio', { 'If-None-Match': 'W/"other"' })).status).toBe(200);
    const { elements } = readPage(await (await fetch(reader.url)).text());
    const style = elements.find(
      ({ tagName, attrs }) => tagName === 'link' && attrs.some(({ value }) => value === 'stylesheet'),
    )!;
    expect((await fetch(reader.url + attribute(style, 'href'))).headers.get('cache-control')).toContain('immutable');
  });
});

describe('what is no page', () => {
  it.each([
    '/s/',
    '/s',
    '/s/%00',
    '/s/a%00b',
    '/s/%',
    '/s/%ff',
    '/s/../../etc/passwd',
    '/s/..%2f..%2fetc%2fpasswd',
    '/..%5c..%5c',
    '//evil.example/',
    '/s/mcintyre-v-ohio/',
    '/s/__proto__',
    '/s/constructor',
    `/s/${'a'.repeat(4000)}`,
    '/assets/reader.css',
    '/reader.css',
    '/.env',
    '/s/<script>',
  ])('%s leads nowhere', async (path) => {
    const { status, bytes } = await raw(reader.url, path);
    expect([400, 404]).toContain(status);
    expect(bytes.toString()).not.toContain('<script>alert');
    expect(bytes.toString()).not.toContain('root:');
  });

  it('helps to find what was meant', async () => {
    const response = await fetch(`${reader.url}/s/mcintyre-ohio`);
    expect(response.status).toBe(404);
    const html = await response.text();
    expect(html).toContain('/s/mcintyre-v-ohio');
    expect(liveMarkup(html)).toEqual([]);
  });

  it.each(['part=0', 'part=-1', 'part=x', 'part=999', 'at=-5', 'at=1e9', 'at=', `at=${'9'.repeat(500)}`, 'q=1-2'])(
    '?%s is a page all the same',
    async (query) => {
      expect((await fetch(`${reader.url}/s/mcintyre-v-ohio?${query}`)).status).toBe(200);
    },
  );

  it.each(['PUT', 'DELETE', 'POST', 'OPTIONS'])('%s is refused', async (method) => {
    expect((await raw(reader.url, '/s/mcintyre-v-ohio', {}, method)).status).toBe(405);
  });

  it('answers HEAD without a body, and overlong headers not at all', async () => {
    const { status, bytes } = await raw(reader.url, '/', {}, 'HEAD');
    expect([status, bytes.length]).toEqual([200, 0]);
    expect((await raw(reader.url, '/', { 'X-Long': 'x'.repeat(20_000) })).status).toBe(431);
  });
});

describe('who may ask', () => {
  it.each([
    'evil.example',
    'evil.example:8117',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'read.example.org',
  ])('another name is refused: %j', async (host) => {
    const { status, bytes } = await raw(reader.url, '/', { Host: host });
    expect([400, 421]).toContain(status);
    expect(bytes.toString()).not.toContain('knowledge');
  });

  it.each(['localhost', 'LOCALHOST:1', '127.0.0.1:8117', '[::1]:8117'])('%s is this machine', async (host) => {
    expect((await raw(reader.url, '/health', { Host: host })).status).toBe(200);
  });

  it('is also who comes by the public address, at its path', async () => {
    const small = folderOf({ 'markup.md': HOSTILE['markup.md']!, 'headings.md': HOSTILE['headings.md']! });
    const open = await openReader(small.folder, { publicUrl: 'https://read.example.org/law/' });
    try {
      const headers = { Host: 'read.example.org' };
      expect((await raw(open.url, '/', { Host: 'evil.example' })).status).toBe(421);
      for (const path of ['/law/s/markup', '/s/markup']) {
        const { status, bytes } = await raw(open.url, path, headers);
        expect(status).toBe(200);
        const { elements } = readPage(bytes.toString());
        const inner = elements
          .flatMap((element) => attribute(element, 'href') ?? attribute(element, 'action') ?? [])
          .filter((href) => href.startsWith('/'));
        expect(inner.filter((href) => !href.startsWith('/law/'))).toEqual([]);
      }
      const said = await raw(
        open.url,
        '/law/quotation',
        { ...headers, 'Content-Type': 'application/x-www-form-urlencoded' },
        'POST',
        'document=headings&start=11&end=15',
      );
      expect(JSON.parse(JSON.parse(said.bytes.toString()).citations.selector).source).toBe(
        'https://read.example.org/law/s/headings',
      );
    } finally {
      await open.server.stop(100);
      small.remove();
    }
  });
});

describe('the server', () => {
  it('drops who says nothing, and serves others meanwhile', async () => {
    const { folder, remove } = folderOf({ 'a.md': '# A\n\nText.' });
    const impatient = await openReader(folder, { headersMs: 200 });
    const { hostname, port } = new URL(impatient.url);
    const slow = connect(Number(port), hostname);
    slow.on('error', () => {});
    await once(slow, 'connect');
    slow.write('GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ');
    expect((await fetch(`${impatient.url}/health`)).status).toBe(200);
    slow.resume();
    await once(slow, 'close');
    await impatient.server.stop(100);
    remove();
  });

  it('shows the knowledge as it is at each request', async () => {
    const { folder, remove } = folderOf({ 'a.md': '# First\n\nThe first text.' });
    const other = folderOf({ 'b.md': '# Second\n\nThe second text.' });
    const first = await openReader(folder);
    const second = await openReader(other.folder);
    await second.server.stop(100);
    const before = await fetch(`${first.url}/s/a`);
    Object.assign(first.session, { library: second.session.library });
    expect((await fetch(`${first.url}/s/a`)).status).toBe(404);
    const after = await fetch(`${first.url}/s/b`);
    expect(await after.text()).toContain(second.session.library.version);
    expect(after.headers.get('etag')).not.toBe(before.headers.get('etag'));
    await first.server.stop(100);
    remove();
    other.remove();
  });
});

describe('webAddress', () => {
  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    '//evil.example',
    '/path',
    'ftp://a.b/',
    'https://user@evil.example/',
    'https://',
    'https:\n//x y',
    ' javascript:x',
  ])('%j is none', (url) => {
    expect(webAddress(url)).toBeNull();
  });
});
