// The page of a document, or of one part of a long one: what it is, its text, where its facts were checked.

import { readableDate } from '../answer/attribution.ts';
import type { DocumentMeta } from '../answer/model.ts';
import { documentPath } from '../text/reader-link.ts';
import { renderText } from './document-text.ts';
import { type Html, html } from './html.ts';
import { webAddress } from './inline.ts';
import { type Page, renderPage, type Site } from './page.ts';
import type { Parted } from './parts.ts';
import { documentKind, hostOf, voicesOf } from './words.ts';

/** `part` from 0. */
export function renderDocument(site: Site, version: string, parted: Parted, part: number): string {
  const { document, blocks, firsts } = parted;
  const { meta } = document;
  const { body, labels } = renderText(document, blocks.slice(firsts[part], firsts[part + 1] ?? blocks.length));
  const count = firsts.length;
  const main = html`<main id="main" data-document="${meta.id}" data-version="${version}" data-path="${site.base}/s/${documentPath(meta.id)}" data-quote="${site.base}/quotation">
<article>
<header class="head">
<p class="kind">${documentKind(meta)}</p>
<h1 dir="auto">${meta.title}</h1>
${renderFacts(meta)}
<p class="voices">${voicesOf(meta)} <button type="button" id="show-keys" hidden>Keys</button></p>
</header>
${count > 1 ? renderParts(site, meta.id, part, count, 'Parts') : null}
<div class="text ${meta.text}" id="text" tabindex="-1">
${body}</div>
${labels.length > 0 ? renderNotes(meta, labels) : null}
${count > 1 ? renderParts(site, meta.id, part, count, 'Parts, again') : null}
</article>
${PANEL}
</main>`;
  const page: Page = {
    title: `${meta.short ?? meta.title}${count > 1 ? `, part ${part + 1} of ${count}` : ''} · Publius`,
    skipTo: { id: 'text', name: 'the text' },
    main,
  };
  return renderPage(site, version, page);
}

function renderFacts(meta: DocumentMeta): Html {
  const { date, court, docket, citation, status, url, rights, speaker } = meta;
  const original = url === undefined ? null : webAddress(url);
  const facts: (readonly [string, string | Html | undefined])[] = [
    ['What became of it', status],
    ['Date', date === undefined ? undefined : html`<time datetime="${date}">${readableDate(date)}</time>`],
    ['Speaker', speaker],
    ['Court', court],
    ['Citation', citation],
    ['Docket', docket],
    [
      'Original',
      original === null ? undefined : html`<a href="${original}" rel="noopener noreferrer">${hostOf(original)}</a>`,
    ],
    ['Rights', rights],
  ];
  const known = facts.filter(([, value]) => value !== undefined);
  if (known.length === 0) return html``;
  return html`<dl class="facts">${known.map(
    ([name, value]) => html`<div><dt>${name}</dt><dd dir="auto">${value}</dd></div>
`,
  )}</dl>`;
}

function renderNotes({ footnotes }: DocumentMeta, labels: readonly string[]): Html {
  const all = Object.keys(footnotes ?? {});
  const items = labels.map((label) => {
    const { text, url } = footnotes![label]!;
    const number = all.indexOf(label) + 1;
    const href = url === null ? null : webAddress(url);
    const link = href === null ? null : html` <a href="${href}" rel="noopener noreferrer">${hostOf(href)}</a>`;
    return html`<li id="n${number}" value="${number}" dir="auto">${text}${link} <a href="#r${number}" aria-label="Back to note ${number} in the text">↩</a></li>
`;
  });
  return html`<section class="notes" aria-labelledby="checked"><h2 id="checked">Where it was checked</h2>
<ol>${items}</ol></section>`;
}

/** More parts than this are not all listed. */
const PARTS_LISTED = 12;

function renderParts(site: Site, id: string, part: number, count: number, name: string): Html {
  const link = (n: number, text: string, rel: string) =>
    html`<a href="${site.base}/s/${documentPath(id)}?part=${n + 1}"${rel === '' ? null : html` rel="${rel}"`}>${text}</a>`;
  const numbers = Array.from({ length: count }, (_, n) => n).filter(
    (n) => count <= PARTS_LISTED || n === 0 || n === count - 1 || Math.abs(n - part) <= 2,
  );
  const items = numbers.map((n, i) => {
    const skipped = i > 0 && numbers[i - 1] !== n - 1 ? html`<li>…</li>` : null;
    const item =
      n === part
        ? html`<li><span aria-current="page">${n + 1}</span></li>`
        : html`<li>${link(n, String(n + 1), '')}</li>`;
    return html`${skipped}${item}`;
  });
  return html`<nav class="parts" aria-label="${name}"><p>Part ${part + 1} of ${count}</p>
<p>${part > 0 ? link(part - 1, '← Previous part', 'prev') : null}${part < count - 1 ? link(part + 1, 'Next part →', 'next') : null}</p>
<ul>${items}</ul></nav>`;
}

/** Filled by the script, which alone can know what is marked: the place is in the address's fragment. */
const PANEL = html`<aside id="panel" aria-label="The marked words" hidden>
<div aria-live="polite">
<p class="voice" id="panel-kind"></p>
<p id="panel-who"></p>
<p id="panel-document" class="small"></p>
<p id="panel-status" class="small"></p>
</div>
<div class="copies" role="group" aria-label="Copy the citation">
<button type="button" data-copy="plain">Copy with source</button>
<button type="button" data-copy="legal">Legal citation</button>
<button type="button" data-copy="markdown">Markdown</button>
<button type="button" data-copy="selector">Selector (JSON)</button>
</div>
<p class="steps"><button type="button" id="previous">← Previous</button><button type="button" id="next">Next →</button><button type="button" id="close">Close</button></p>
<p id="said" role="status" class="small"></p>
</aside>
<dialog id="keys" aria-labelledby="keys-title"><h2 id="keys-title">Keys</h2>
<dl><div><dt><kbd>j</kbd></dt><dd>next quotation</dd></div><div><dt><kbd>k</kbd></dt><dd>previous quotation</dd></div><div><dt><kbd>/</kbd></dt><dd>search</dd></div><div><dt><kbd>Esc</kbd></dt><dd>unmark</dd></div><div><dt><kbd>?</kbd></dt><dd>these keys</dd></div></dl>
<p><label><input type="checkbox" id="use-keys" checked> Use these keys</label></p>
<form method="dialog"><button>Close</button></form></dialog>`;
