// What splitting Markdown and splitting plain text share: headings, passages, sentences, windows.

import type { DocumentMeta, Footnote, Passage, Voice } from '../answer/model.ts';
import { splitSentences } from '../text/sentences.ts';
import { type Span, trimSpan } from '../text/span.ts';

export interface Split {
  /** The first heading, or for a plain file its first line if that looks like a title; empty when there is none. */
  readonly title: string;
  readonly passages: readonly Passage[];
  readonly footnotes: Readonly<Record<string, Footnote>>;
  /** The text with everything that is not content blanked, same length. */
  readonly content: string;
}

/** A paragraph longer than this is cut into windows: paragraphs of contracts and PDF text say too many things at once. */
const WINDOW_ABOVE_CHARS = 3200; // about 500 words
/** Sentences in a window and the step to the next: measured best where text has no good paragraphs. */
const WINDOW_SENTENCES = 8;
const WINDOW_STEP = 4;
/** A sentence longer than this is a list or a table in disguise; it is cut at clause ends so that it can be shown. */
const SENTENCE_MAX_CHARS = 1200;

/** Collects passages, their headings and their sentences. */
export abstract class Splitter {
  protected readonly passages: Passage[] = [];
  protected readonly headings: { depth: number; text: string }[] = [];
  protected title = '';
  protected readonly text: string;
  protected readonly from: number;
  protected readonly meta: DocumentMeta;
  /** Blank wherever there is no content; filled span by span. */
  protected content = '';

  constructor(text: string, from: number, meta: DocumentMeta) {
    this.text = text;
    this.from = from;
    this.meta = meta;
  }

  abstract split(): Split;

  protected heading(depth: number, text: string): void {
    if (this.title === '') {
      this.title = text;
      if (depth === 1) return;
    }
    while (this.headings.length > 0 && this.headings.at(-1)!.depth >= depth) this.headings.pop();
    this.headings.push({ depth, text });
  }

  /** Adds the passage of `range`, in windows if it is long. Sentences are found in `content`, markup at their edges kept. */
  protected add(range: Span, voice: Voice, more: Partial<Passage> = {}, oneSentence = false): void {
    const span = trimSpan(this.content, range);
    if (!span) return;
    const found = oneSentence ? [span] : splitSentences(this.content, span.start, span.end);
    const sentences = found.flatMap((s) => this.shorten(s)).map((s) => this.withMarks(s));
    const headings = this.headings.map((h) => h.text);
    const pinpoint = more.pinpoint ?? (voice === 'source' ? paragraphNumber(this.text, range, this.meta) : undefined);
    const base = { headings, voice, ...(pinpoint === undefined ? {} : { pinpoint }), ...more };
    for (const window of windows(sentences)) {
      this.passages.push({ ...base, span: { start: window[0]!.start, end: window.at(-1)!.end }, sentences: window });
    }
  }

  private shorten(span: Span): Span[] {
    if (span.end - span.start <= SENTENCE_MAX_CHARS) return [span];
    const parts: Span[] = [];
    let start = span.start;
    while (span.end - start > SENTENCE_MAX_CHARS) {
      const piece = this.content.slice(start, start + SENTENCE_MAX_CHARS);
      const clause = Math.max(piece.lastIndexOf('; '), piece.lastIndexOf('\n'));
      const cut = clause > SENTENCE_MAX_CHARS / 4 ? clause + 1 : piece.lastIndexOf(' ') + 1 || wholeCharacters(piece);
      parts.push({ start, end: start + cut });
      start += cut;
    }
    parts.push({ start, end: span.end });
    return parts.map((part) => trimSpan(this.content, part)).filter((part) => part !== null);
  }

  /** `span` with the marks of emphasis or links at its edges, which would be shown by halves otherwise. */
  protected withMarks(span: Span): Span {
    return span;
  }

  /** Whose words the text is that stands in no block quote. */
  protected ownVoice(): Voice {
    return this.meta.text === 'digest' ? 'digest' : 'source';
  }
}

function wholeCharacters(piece: string): number {
  const last = piece.charCodeAt(piece.length - 1);
  return last >= 0xd800 && last <= 0xdbff ? piece.length - 1 : piece.length;
}

function windows(sentences: readonly Span[]): Span[][] {
  if (sentences.length === 0) return [];
  const length = sentences.at(-1)!.end - sentences[0]!.start;
  if (length <= WINDOW_ABOVE_CHARS || sentences.length <= WINDOW_SENTENCES) return [[...sentences]];
  const out: Span[][] = [];
  for (let i = 0; ; i += WINDOW_STEP) {
    out.push(sentences.slice(i, i + WINDOW_SENTENCES));
    if (i + WINDOW_SENTENCES >= sentences.length) return out;
  }
}

/** "12. The account…" in a filing or opinion, or "¶ 12" anywhere: the pinpoint "¶ 12". */
function paragraphNumber(text: string, range: Span, meta: DocumentMeta): string | undefined {
  const start = text.slice(range.start, range.start + 12);
  const marked = /^\s*¶\s*(\d{1,4})/.exec(start);
  if (marked) return `¶ ${marked[1]}`;
  if (meta.kind !== 'filing' && meta.kind !== 'opinion') return undefined;
  const numbered = /^\s*(\d{1,4})[.)]\s/.exec(start);
  return numbered ? `¶ ${numbered[1]}` : undefined;
}
