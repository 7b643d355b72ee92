// Quotations in their passages: what stands around them in the source.

import { verify } from './answer/verify.ts';
import type { Surroundings } from './chat/slack-views.ts';
import type { Library } from './library.ts';
import { sourcesOf } from './session.ts';
import { plainText } from './text/markdown.ts';

/** The passages that `places` (spans of documents) lie in, in their order, each once; a place that lies in none is left out. */
export function surroundingsIn(
  library: Library,
  places: readonly { readonly document: string; readonly start: number; readonly end: number }[],
): Surroundings[] {
  const sources = sourcesOf(library);
  const found = new Map<string, Surroundings>();
  for (const { document: id } of places) {
    const document = library.document(id);
    if (!document) continue;
    const { passages, meta, text } = document;
    for (const [n, passage] of passages.entries()) {
      const here = places
        .filter(
          (p) => p.document === id && p.start >= passage.span.start && p.end <= passage.span.end && p.start < p.end,
        )
        .sort((a, b) => a.start - b.start);
      if (here.length === 0 || found.has(`${id} ${n}`)) continue;
      const quotes = here.flatMap((span) => {
        const result = verify({ document: id, span, passage }, sources);
        return 'quotes' in result ? result.quotes : [];
      });
      if (quotes.length === 0) continue;
      const plain = (start: number, end: number) => spaced(text.slice(start, end), meta.format);
      const pieces: { text: string; quoted: boolean }[] = [];
      let from = passage.span.start;
      for (const { start, end } of here.filter((span, i) => i === 0 || span.start >= here[i - 1]!.end)) {
        pieces.push({ text: plain(from, start), quoted: false }, { text: plain(start, end), quoted: true });
        from = end;
      }
      pieces.push({ text: plain(from, passage.span.end), quoted: false });
      const neighbour = (m: number) => {
        const other = passages[m];
        const same = other?.headings.join() === passage.headings.join();
        return other && same ? plain(other.span.start, other.span.end).trim() : null;
      };
      found.set(`${id} ${n}`, {
        title: meta.short ?? meta.title,
        headings: passage.headings,
        before: neighbour(n - 1),
        passage: pieces.filter((piece) => piece.text !== ''),
        after: neighbour(n + 1),
        quotes,
      });
    }
  }
  return [...found.values()];
}

/** As a reader sees it, white space at the ends kept as one space. */
function spaced(slice: string, format: 'markdown' | 'plain'): string {
  const shown = plainText(slice, format);
  if (shown === '') return /\s/.test(slice) ? ' ' : '';
  return `${/^\s/.test(slice) ? ' ' : ''}${shown}${/\s$/.test(slice) ? ' ' : ''}`;
}
