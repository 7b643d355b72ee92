// Quotations in their passages: what stands around them in the source.

import { verify } from './answer/verify.ts';
import type { QuotePlace as Place, Surroundings } from './chat/surroundings.ts';
import type { Library } from './library.ts';
import { sourcesOf } from './session.ts';
import { plainText } from './text/markdown.ts';

type Opened = NonNullable<ReturnType<Library['document']>>;

/** The passages that `places` lie in, in their order, each once; a place that lies in none is left out. */
export function surroundingsIn(library: Library, places: readonly Place[]): Surroundings[] {
  const documents = [...new Set(places.map(({ document }) => document))];
  return documents.flatMap((id) => {
    const document = library.document(id);
    const here = places.filter((place) => place.document === id).sort((a, b) => a.start - b.start);
    return document ? document.passages.flatMap((_, n) => surroundingsOf(library, document, n, here)) : [];
  });
}

/** Passage `n` with the places that lie in it; nothing where none does, or none can be quoted. */
function surroundingsOf(library: Library, document: Opened, n: number, places: readonly Place[]): Surroundings[] {
  const { passages, meta } = document;
  const passage = passages[n]!;
  const inside = places.filter(
    ({ start, end }) => start >= passage.span.start && end <= passage.span.end && start < end,
  );
  const quotes = inside.flatMap((span) => {
    const result = verify({ document: meta.id, span, passage }, sourcesOf(library));
    return 'quotes' in result ? result.quotes : [];
  });
  if (quotes.length === 0) return [];
  const neighbour = (m: number) => {
    const other = passages[m];
    const same = other?.headings.join() === passage.headings.join();
    return other && same ? plain(document, other.span.start, other.span.end).trim() : null;
  };
  return [
    {
      title: meta.short ?? meta.title,
      headings: passage.headings,
      before: neighbour(n - 1),
      passage: piecesOf(document, passage.span, inside),
      after: neighbour(n + 1),
      quotes,
    },
  ];
}

/** A passage cut at the places in it; of places that overlap the first counts. */
function piecesOf(document: Opened, whole: Pick<Place, 'start' | 'end'>, places: readonly Place[]) {
  const pieces: { text: string; quoted: boolean }[] = [];
  let from = whole.start;
  for (const { start, end } of places) {
    if (start < from) continue;
    pieces.push({ text: plain(document, from, start), quoted: false });
    pieces.push({ text: plain(document, start, end), quoted: true });
    from = end;
  }
  pieces.push({ text: plain(document, from, whole.end), quoted: false });
  return pieces.filter(({ text }) => text !== '');
}

/** As a reader sees it, white space at the ends kept as one space. */
function plain({ text, meta }: Opened, start: number, end: number): string {
  const slice = text.slice(start, end);
  const shown = plainText(slice, meta.format);
  if (shown === '') return /\s/.test(slice) ? ' ' : '';
  return `${/^\s/.test(slice) ? ' ' : ''}${shown}${/\s$/.test(slice) ? ' ' : ''}`;
}
