// Folding: what may differ between a quotation as typed and as it stands in the source. A closed list of typography
// (white space, quote marks, dashes, ligatures, the ellipsis character); never letters, digits or words.

/** The closed list. Each key is one UTF-16 unit; each value is what it is compared as. Sources: Unicode general punctuation and
 * alphabetic presentation forms. Zero-width characters are not on it: text that hides them does not verify. */
const FOLDS: ReadonlyMap<string, string> = new Map([
  ...[...'\u2018\u2019\u201a\u201b\u2032\u02bc`\u00b4'].map((c) => [c, "'"] as const),
  ...[...'\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb'].map((c) => [c, '"'] as const),
  ...[...'\u2010\u2011\u2012\u2013\u2014\u2015\u2212'].map((c) => [c, '-'] as const),
  ['\u2026', '...'],
  ['\ufb00', 'ff'],
  ['\ufb01', 'fi'],
  ['\ufb02', 'fl'],
  ['\ufb03', 'ffi'],
  ['\ufb04', 'ffl'],
]);

/** White space, without the zero-width no-break space that `\s` counts as one. */
const SPACE = /[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

export interface Folded {
  /** The folded text: runs of white space are one space, none at the ends. */
  readonly text: string;
  /** `starts[i]` and `ends[i]`: the half-open range of the original that folded character `i` stands for. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** Folds `text` and keeps the way back, so that what is shown is always a slice of the original. */
export function foldWithOffsets(text: string): Folded {
  let out = '';
  const starts: number[] = [];
  const ends: number[] = [];
  for (let i = 0; i < text.length; ) {
    const char = text[i]!;
    if (SPACE.test(char)) {
      let j = i + 1;
      while (j < text.length && SPACE.test(text[j]!)) j++;
      if (out !== '' && j < text.length) {
        out += ' ';
        starts.push(i);
        ends.push(j);
      }
      i = j;
      continue;
    }
    const folded = FOLDS.get(char) ?? char;
    for (const unit of folded) {
      out += unit;
      starts.push(i);
      ends.push(i + 1);
    }
    i++;
  }
  return { text: out, starts, ends };
}

/** `foldWithOffsets(text).text`. */
export function fold(text: string): string {
  return foldWithOffsets(text).text;
}

const FOLDED = new RegExp(`[${[...FOLDS.keys()].join('')}]`, 'g');

/** As `fold`, but for white space, which stays as it is: every fold of one character for one keeps offsets. */
export function foldEach(text: string): string {
  return text.replace(FOLDED, (char) => FOLDS.get(char)!);
}

/** Search folding, which is not quotation folding: lower case, compatibility forms, no diacritics ("Müller" → "muller"). */
export function foldForSearch(text: string): string {
  if (/^[\x00-\x7f]*$/.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKD')
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '');
}
