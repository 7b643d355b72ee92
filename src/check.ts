// `publius check`: quotations of a text, a file or lines of JSON against the sources, and the shape of its --json.

import { readFileSync, statSync } from 'node:fs';
import type { CheckedQuotation } from './answer/checked.ts';
import { quoteToJson } from './json.ts';

/** The text to check: that of the file, where the words name one. Throws with what to do where it can't be read. */
export function draftFrom(words: readonly string[]): string | null {
  const [path] = words;
  if (words.length !== 1 || !isFile(path!)) return null;
  const text = readFileSync(path!, 'utf8');
  if (text.includes('\0') || text.includes('\ufffd'))
    throw new TypeError(`${path} is no text file: save the draft as plain text or Markdown in UTF-8`);
  return text;
}

function isFile(path: string): boolean {
  try {
    return path.length < 1000 && statSync(path).isFile();
  } catch {
    return false;
  }
}

/** One object a text; `start` and `end` are the words' range in the document, in UTF-16 units. */
export function checkToJson(
  id: unknown,
  checked: readonly CheckedQuotation[],
  knowledge: string,
  text: string,
  elapsedMs: number,
) {
  return {
    id: id ?? null,
    quotations: checked.map(quotationToJson),
    knowledge,
    text,
    elapsedMs: Math.round(elapsedMs * 1000) / 1000,
  };
}

function quotationToJson(one: CheckedQuotation) {
  const { text, segments, verdict, attributedTo, naming, places, diff, cause, conventions, digest, unclosed, nearest } =
    one;
  const [first] = places;
  return {
    text,
    segments,
    verdict,
    attributedTo,
    ...(naming === null ? {} : { naming }),
    ...(first === undefined
      ? {}
      : {
          exact: first.exact,
          document: first.document,
          ...first.span,
          pinpoint: first.quotes[0]?.pinpoint ?? null,
        }),
    diff,
    ...(cause === null ? {} : { cause }),
    ...(conventions.length === 0 ? {} : { conventions }),
    ...(digest ? { digest } : {}),
    ...(unclosed ? { unclosed } : {}),
    places: places.map(({ document, span, exact, quotes }) => ({
      document,
      ...span,
      exact,
      quotes: quotes.map(quoteToJson),
    })),
    nearest: nearest.map(quoteToJson),
  };
}
