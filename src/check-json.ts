// The shape of `publius check --json`. A contract that other tools rely on; add, never rename.

import type { CheckedQuotation } from './answer/checked.ts';
import { quoteToJson } from './json.ts';
import { QUOTATIONS_MAX } from './text/quotations.ts';

/** What is known of a text besides its words: the caller's id, or the file, and the lines that its quotations begin in. */
export interface TextSource {
  readonly id?: unknown;
  readonly file?: string;
  readonly lines?: readonly number[];
}

/** One object a text; `start` and `end` are the words' range in the document, in UTF-16 units. */
export function checkToJson(
  { id, file, lines }: TextSource,
  checked: readonly CheckedQuotation[],
  knowledge: string,
  text: string,
  elapsedMs: number,
) {
  return {
    id: id ?? null,
    ...(file === undefined ? {} : { file }),
    quotations: checked.map((one, n) => quotationToJson(one, lines?.[n])),
    ...(checked.length >= QUOTATIONS_MAX ? { truncated: true } : {}),
    knowledge,
    text,
    elapsedMs: Math.round(elapsedMs * 1000) / 1000,
  };
}

function quotationToJson(one: CheckedQuotation, line: number | undefined) {
  const {
    text,
    segments,
    verdict,
    attributedTo,
    naming,
    places,
    diff,
    cause,
    conventions,
    cut,
    digest,
    unclosed,
    nearest,
  } = one;
  const [first] = places;
  return {
    text,
    ...(line === undefined ? {} : { line }),
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
    ...(cut === null ? {} : { cut }),
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
