// Spans: half-open ranges of UTF-16 code units in one document's text. Everything that is ever quoted is such a range.

/** `start` inclusive, `end` exclusive, both UTF-16 offsets into the text of one document. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The only slicer: the exact characters of `text` in `span`. Throws RangeError when the span does not lie inside the text. */
export function sliceSpan(text: string, span: Span): string {
  if (!isSpanOf(text.length, span)) {
    throw new RangeError(`span ${span.start}–${span.end} does not lie in a text of ${text.length} characters`);
  }
  return text.slice(span.start, span.end);
}

/** Whether `span` is a non-empty integer range inside a text of `length` UTF-16 units. */
export function isSpanOf(length: number, span: Span): boolean {
  return (
    Number.isInteger(span.start) &&
    Number.isInteger(span.end) &&
    span.start >= 0 &&
    span.start < span.end &&
    span.end <= length
  );
}

/** `span` without white space at either end; null when nothing else is left. `text` has the same offsets as the span. */
export function trimSpan(text: string, span: Span): Span | null {
  let { start, end } = span;
  while (start < end && isSpace(text.charCodeAt(start))) start++;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
  return start < end ? { start, end } : null;
}

function isSpace(code: number): boolean {
  return (
    code === 32 ||
    (code >= 9 && code <= 13) ||
    code === 0xa0 ||
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000 ||
    code === 0xfeff
  );
}
