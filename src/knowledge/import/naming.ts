// Names for what is added: ids and titles out of file names and URLs. Pure.

/** Lower-case letters, digits and dashes, as ids are; "document" where nothing is left. */
export function idFrom(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 70)
    .replace(/^-+|-+$/g, '');
  return plain || 'document';
}

/** A file's name as a title: without its ending, dashes as spaces. */
export function titleFrom(name: string): string {
  const bare = stemOf(name)
    .replace(/[_-]+/g, ' ')
    .replace(/\p{Cc}/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return bare === '' ? 'Document' : bare[0]!.toUpperCase() + bare.slice(1, 300);
}

export function stemOf(name: string): string {
  return name.replace(/\.(?:pdf|docx|html?|xhtml|eml|md|markdown|txt|text)$/i, '');
}

/** What a URL's file would be called: the last part of its path, else its host. */
export function nameOfUrl(url: URL): string {
  const last =
    url.pathname
      .split('/')
      .filter((part) => part !== '')
      .at(-1) ?? '';
  try {
    return decodeURIComponent(last).replace(/[/\\\p{Cc}]/gu, '-') || url.hostname;
  } catch {
    return last || url.hostname;
  }
}
