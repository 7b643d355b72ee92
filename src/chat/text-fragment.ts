// Links that open a page at the words that are quoted: URL fragment text directives (https://wicg.github.io/scroll-to-text-fragment/).

/** Up to so many characters the whole quotation goes into the link; of a longer one its first and last words. */
const WHOLE_MAX_CHARS = 200;
const EDGE_WORDS = 6;

/**
 * `url` with a directive for `quote`, which browsers look for on the page and highlight; where it is not found the page simply opens.
 * A fragment that `url` has already is kept. `url` must be absolute.
 */
export function withTextFragment(url: string, quote: string): string {
  const text = quote.replace(/\s+/g, ' ').trim();
  if (text === '' || url.includes(':~:')) return url;
  const directive = `:~:text=${directiveOf(text)}`;
  return url.includes('#') ? `${url}${directive}` : `${url}#${directive}`;
}

function directiveOf(text: string): string {
  const words = text.split(' ');
  if (text.length <= WHOLE_MAX_CHARS || words.length < EDGE_WORDS * 3) return encodeTerm(text);
  const [start, end] = [words.slice(0, EDGE_WORDS), words.slice(-EDGE_WORDS)];
  return `${encodeTerm(start.join(' '))},${encodeTerm(end.join(' '))}`;
}

/** Percent-encoded, the characters that have a meaning in a directive too: comma, hyphen, ampersand. */
function encodeTerm(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '')).replace(
    /[-!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
