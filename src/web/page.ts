// What every page of the reader has around its content: head, way to the sources, search, footer.

import { type Html, html } from './html.ts';

/** Where things are, as links on a page say it. */
export interface Site {
  /** Path under which the reader is reached from outside, without a slash at its end: "" or "/publius". */
  readonly base: string;
  /** Names of the assets, with the hash of what is in them. */
  readonly style: string;
  readonly script: string;
  readonly icon: string;
}

export interface Page {
  readonly title: string;
  /** Where the skip link leads. */
  readonly skipTo: { readonly id: string; readonly name: string };
  readonly main: Html;
  /** What was searched for. */
  readonly query?: string;
}

/** A search reads so much. */
export const QUERY_MAX_CHARS = 300;

export function renderPage(site: Site, version: string, { title, skipTo, main, query = '' }: Page): string {
  const { base } = site;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="${base}/${site.icon}" type="image/svg+xml">
<link rel="stylesheet" href="${base}/${site.style}">
<script src="${base}/${site.script}" defer></script>
</head>
<body>
<a class="skip" href="#${skipTo.id}">Skip to ${skipTo.name}</a>
<header class="site">
<p class="name"><a href="${base}/">Publius</a> <span>the sources</span></p>
<form action="${base}/search" method="post" role="search">
<label class="vh" for="search">Search the sources</label>
<input id="search" name="q" type="search" value="${query}" maxlength="${QUERY_MAX_CHARS}" placeholder="Search the sources" autocomplete="off" required>
<button>Search</button>
</form>
</header>
${main}
<footer class="site">
<p>The documents that answers come from, as they are: knowledge <code>${version}</code>. Not legal advice.</p>
<p>No cookies, no log of what is read, nothing loaded from anywhere else.</p>
</footer>
</body>
</html>
`.toString();
}
