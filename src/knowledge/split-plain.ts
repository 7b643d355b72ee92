// Plain text, and Markdown that has nothing but paragraphs and `#` headings → passages.

import { type Span, trimSpan } from '../text/span.ts';
import { type Split, Splitter } from './splitter.ts';

/** Text with no Markdown in it: paragraphs between blank lines, `#` headings. */
export class PlainSplitter extends Splitter {
  split(): Split {
    this.content = ' '.repeat(this.from) + this.text.slice(this.from);
    const markdown = this.meta.format === 'markdown';
    const blocks = this.blocks();
    for (const [i, block] of blocks.entries()) {
      const line = this.text.slice(block.start, block.end);
      const heading = markdown ? /^(#{1,6})[ \t]+(.+?)[ \t#]*$/.exec(line) : null;
      if (heading) {
        this.heading(heading[1]!.length, heading[2]!);
        continue;
      }
      if (!markdown && i === 0 && blocks.length > 1 && looksLikeTitle(line)) this.title = line.trim();
      this.add(block, this.ownVoice());
    }
    return { title: this.title, passages: this.passages, footnotes: {}, content: this.content };
  }

  /** Paragraphs: between blank lines; in a plain text that has none but has long lines, each line. Headings stand alone. */
  private blocks(): Span[] {
    const body = this.text.slice(this.from);
    const listed = this.meta.format === 'plain' ? '|\\r?\\n(?=[ \\t]*(?:[-*•]|\\d{1,3}[.)])[ \\t])' : '';
    const byLine = this.meta.format === 'plain' && !/\n[ \t\r]*\n/.test(body.trim()) && averageLine(body) > 160;
    const breaks = byLine
      ? /\r?\n|\f/g
      : new RegExp(
          `(?=[\\r\\n\\f])(?:\\r?\\n(?:[ \\t]*\\r?\\n)+|\\f|(?<=^#{1,6}[ \\t][^\\n]{0,300})\\r?\\n|\\r?\\n(?=#{1,6}[ \\t])${listed})`,
          'gm',
        );
    const blocks: Span[] = [];
    let start = this.from;
    for (const match of body.matchAll(breaks)) {
      const span = trimSpan(this.text, { start, end: this.from + match.index });
      if (span) blocks.push(span);
      start = this.from + match.index + match[0].length;
    }
    const last = trimSpan(this.text, { start, end: this.text.length });
    return last ? [...blocks, last] : blocks;
  }
}

function averageLine(body: string): number {
  const lines = body.split('\n').filter((l) => l.trim() !== '');
  return lines.length < 2 ? 0 : lines.reduce((sum, l) => sum + l.length, 0) / lines.length;
}

function looksLikeTitle(line: string): boolean {
  return line.length <= 120 && !line.includes('\n') && !/[.!?:;,]["'”’)]*$/.test(line.trim());
}
