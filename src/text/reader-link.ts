// Where a quotation stands in the reader: its address. Pure; knows neither the reader nor the documents.

/** As UTF-16 units from the start of a document, so much is on its first page whatever the document is like; see `web/parts.ts`. */
export const FIRST_PART_CHARS = 6000;

/**
 * The page of the reader at `publicUrl` that shows `quote`, with the quotation highlighted. The fragment alone says which one where the first page
 * has it, since fragments stay in the browser; further on the page has to be asked for by the offset.
 */
export function readerLink(
  publicUrl: string,
  { document, start, end }: { readonly document: string; readonly start: number; readonly end: number },
): string {
  const part = start < FIRST_PART_CHARS ? '' : `?at=${start}`;
  return `${publicUrl.replace(/\/+$/, '')}/s/${documentPath(document)}${part}#q=${start}-${end}`;
}

/** A document's id as the end of a path: encoded, but for the slashes between folders. Nothing in it means anything to a chat's markup. */
export function documentPath(id: string): string {
  return encodeURIComponent(id.replace(/\p{Surrogate}/gu, '\ufffd'))
    .replace(/%2F/gi, '/')
    .replace(/[!'()*~_]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}
