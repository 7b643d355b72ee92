// The pages that list: all sources, what a search found, what is near an address that leads nowhere.

import { readableDate } from '../answer/attribution.ts';
import type { DocumentMeta, Passage } from '../answer/model.ts';
import { plainText } from '../text/markdown.ts';
import { documentPath } from '../text/reader-link.ts';
import { type Html, html } from './html.ts';
import { renderPage, type Site } from './page.ts';
import { voiceLabel } from './words.ts';

/** Documents under the name of their kind. */
export interface Group {
  readonly name: string;
  readonly documents: readonly DocumentMeta[];
}

/** A passage that was found. */
export interface Hit {
  readonly meta: DocumentMeta;
  readonly passage: Passage;
  /** The passage's exact characters. */
  readonly text: string;
  /** Where in the reader it stands. */
  readonly href: string;
}

export function renderIndex(site: Site, version: string, groups: readonly Group[]): string {
  const count = groups.reduce((sum, { documents }) => sum + documents.length, 0);
  const main = html`<main id="main" class="list" tabindex="-1">
<h1>The sources</h1>
<p class="lead">${count === 1 ? 'One document' : `${count} documents`}, each with what became of its matter. What answers quote is marked in them, word for word.</p>
<nav class="kinds" aria-label="Kinds"><ul>${groups.map(({ name, documents }, n) => html`<li><a href="#k${n}">${name}</a> ${documents.length}</li>`)}</ul></nav>
${groups.map(
  ({ name, documents }, n) => html`<section aria-labelledby="k${n}"><h2 id="k${n}">${name}</h2>
<ul class="sources">${documents.map((meta) => renderEntry(site, meta))}</ul></section>
`,
)}</main>`;
  return renderPage(site, version, { title: 'The sources · Publius', skipTo: { id: 'main', name: 'the list' }, main });
}

function renderEntry(site: Site, { id, title, date, status }: DocumentMeta): Html {
  return html`<li dir="auto"><a href="${site.base}/s/${documentPath(id)}">${title}</a>${date === undefined ? null : html` <span class="date">${readableDate(date)}</span>`}${status === undefined ? null : html`<span class="status">${status}</span>`}</li>
`;
}

export interface Results {
  readonly query: string;
  readonly hits: readonly Hit[];
  /** Documents that go by that name. */
  readonly named: readonly DocumentMeta[];
  /** Where nothing was found: documents whose names are near. */
  readonly near: readonly DocumentMeta[];
}

export function renderResults(site: Site, version: string, { query, hits, named, near }: Results): string {
  const count = hits.length === 1 ? 'One passage' : `${hits.length} passages`;
  const found =
    query === ''
      ? html`<p class="lead">Write what you look for above: a name, a case, a phrase.</p>`
      : hits.length > 0
        ? html`<p class="lead">${count}, the best first, for <strong dir="auto">${query}</strong></p>
${named.length > 0 ? html`<h2>By that name</h2><ul class="sources">${named.map((meta) => renderEntry(site, meta))}</ul><h2>Passages</h2>` : null}
<ol class="hits">${hits.map((hit) => renderHit(hit))}</ol>`
        : html`<p class="lead">No source has words of <strong dir="auto">${query}</strong>.</p>
${near.length > 0 ? html`<h2>Near by name</h2><ul class="sources">${near.map((meta) => renderEntry(site, meta))}</ul>` : null}
<p>Other words may be there: search for a name or a case, or look through <a href="${site.base}/">all sources</a>.</p>`;
  const main = html`<main id="main" class="list" tabindex="-1"><h1>Search</h1>
${found}</main>`;
  return renderPage(site, version, {
    title: 'Search · Publius',
    skipTo: { id: 'main', name: 'what was found' },
    main,
    query,
  });
}

/** A longer passage is shown by its beginning. */
const HIT_CHARS = 420;

function renderHit({ meta, passage, text, href }: Hit): Html {
  const plain = plainText(text, meta.format);
  const shown = plain.length > HIT_CHARS ? `${plain.slice(0, HIT_CHARS).replace(/\s+\S*$/, '')} …` : plain;
  const isOwn = passage.voice === 'source';
  const from = [
    isOwn ? passage.speaker : undefined,
    isOwn ? passage.pinpoint : undefined,
    isOwn ? passage.via : undefined,
  ];
  const label = voiceLabel(passage.voice, passage.kind ?? meta.kind ?? null);
  const when = meta.date === undefined ? '' : ` (${readableDate(meta.date)})`;
  return html`<li><p class="voice">${label}</p>
<p class="${isOwn ? 'own' : 'ours'}" dir="auto"><a href="${href}">${isOwn ? `“${shown}”` : shown}</a></p>
<p class="small" dir="auto">${[...from.filter((part) => part !== undefined), `${meta.short ?? meta.title}${when}`].join(' · ')}</p></li>
`;
}

/** `near`: documents whose names are like what was asked for. */
export function renderMissing(site: Site, version: string, near: readonly DocumentMeta[]): string {
  const main = html`<main id="main" class="list" tabindex="-1"><h1>No such page</h1>
<p class="lead">Nothing is at this address. A source may have been renamed or taken out since the link was made.</p>
${near.length > 0 ? html`<h2>Near by name</h2><ul class="sources">${near.map((meta) => renderEntry(site, meta))}</ul>` : null}
<p>Search above, or look through <a href="${site.base}/">all sources</a>.</p></main>`;
  return renderPage(site, version, {
    title: 'No such page · Publius',
    skipTo: { id: 'main', name: 'what is here' },
    main,
  });
}

export function renderRefusal(site: Site, version: string, title: string, text: string): string {
  const main = html`<main id="main" class="list" tabindex="-1"><h1>${title}</h1>
<p class="lead">${text}</p>
<p><a href="${site.base}/">All sources</a></p></main>`;
  return renderPage(site, version, { title: `${title} · Publius`, skipTo: { id: 'main', name: 'what is here' }, main });
}
