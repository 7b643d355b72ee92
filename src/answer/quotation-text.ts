// A draft's quotation as it is compared with the sources: what typography and convention put round it taken off, nothing inside it.

import { plainText } from '../text/markdown.ts';
import type { DraftQuotation } from '../text/quotations.ts';
import { type Token, tokensOf } from './alignment.ts';
import { type Comparable, comparable } from './place-text.ts';

/** Words of a longer quotation are aligned by its beginning. */
const ALIGNED_MAX_CHARS = 8000;

/** A quotation as it is compared. */
export interface Read {
  readonly comparable: Comparable;
  /** Without what stands at its ends by convention: ellipses, quotation marks, a comma or full stop before the closing mark. */
  readonly cores: readonly string[];
  /** The mark at its end that was taken off. */
  readonly ended: string;
  /** For alignment; of a very long one its beginning, which never makes it exact. */
  readonly words: readonly Token[];
}

const EDITORS_NOTES =
  /\s*\[(?:sic|emphasis (?:added|supplied|mine|in original))\.?\]|\s*\((?:sic|emphasis (?:added|supplied|mine|in original))\)/gi;

export function readQuotation({ text, joined }: DraftQuotation): Read {
  const read = (words: string) => comparable(unmarked(words.normalize('NFC').replace(EDITORS_NOTES, ''))); // as documents are
  const whole = read(text);
  const core = coreOf(whole.text);
  const others = joined.map((one) => coreOf(read(one).text));
  const ended = whole.text
    .slice(whole.text.indexOf(core) + core.length)
    .replace(/'/g, '')
    .trim();
  return {
    comparable: whole,
    cores: [core, ...others],
    ended,
    words: tokensOf(whole.text.slice(0, ALIGNED_MAX_CHARS)),
  };
}

/** A draft's own Markdown: emphasis, links, footnotes. Brackets by themselves are an editor's. */
const MARKED = /\*\S|\S\*|__\S|\]\(|\[\^/;

function unmarked(words: string): string {
  return MARKED.test(words) ? plainText(words, 'markdown') : words;
}

function coreOf(text: string): string {
  return text
    .replace(/^(?:\[?\.(?:\s?\.){2,3}\]?|['\s])+/, '')
    .replace(/(?:\[?\s?\.(?:\s?\.){2,3}\]?|[.,;:'\s-])+$/, '');
}
