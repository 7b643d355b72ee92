// Finds the quotations of a draft: what stands between quotation marks of any style, and block quotes, with the words around them that
// say whose they are. Reads marks only; it knows nothing of sources.

import type { Span } from './span.ts';
import { isSpeech } from './speech.ts';

/** A quotation as a draft has it. */
export interface DraftQuotation {
  /** The quoted words: segments joined, paragraph marks and the `>` of block quotes left out. */
  readonly text: string;
  /** The same with what else the source may have where an interruption has put a comma: nothing, or another mark. Empty where nothing interrupts. */
  readonly joined: readonly string[];
  /** Where it stands in the draft, marks left out; more than one where "words," he said, "go on". */
  readonly segments: readonly Span[];
  /** What the paragraph says before it, between the parts, and after it, up to the next quotation. */
  readonly before: string;
  readonly between: readonly string[];
  readonly after: string;
  /** True where nothing closes it: it is read to the end of its paragraph. */
  readonly unclosed: boolean;
}

/** Quotations of one draft that are read. */
export const QUOTATIONS_MAX = 500;

/** Every quotation of `draft`, in order, nested ones being part of the outer. Never throws; at most `QUOTATIONS_MAX`. */
export function findQuotations(draft: string): DraftQuotation[] {
  const found: DraftQuotation[] = [];
  const blocks = blocksOf(draft);
  for (const [n, block] of blocks.entries()) {
    if (found.length >= QUOTATIONS_MAX) break;
    const words = block.lines.map((line) => sliceOf(draft, line)).join('\n');
    if (block.kind === 'quote' && HAS_WORDS.test(words)) found.push(blockQuotation(draft, block, blocks[n - 1]));
    else if (block.kind === 'text') found.push(...inParagraphs(draft, block));
  }
  return found.slice(0, QUOTATIONS_MAX);
}

const HAS_WORDS = /[\p{L}\p{N}]/u;

/** A stretch of the draft: running text (its paragraphs together, since a quotation may run over them), a block quote, or code. */
interface Block {
  readonly kind: 'text' | 'quote' | 'code';
  /** Its lines, markers and indentation left out. */
  readonly lines: readonly Span[];
}

const FENCE = /^\s*(?:```|~~~)/;

function blocksOf(draft: string): Block[] {
  const blocks: { kind: Block['kind']; lines: Span[] }[] = [];
  let fenced = false;
  let leads = false; // whether the last line of text leads to an indented quotation
  for (const { start, end } of linesOf(draft)) {
    const line = draft.slice(start, end);
    const fence = FENCE.test(line);
    const quote = /^[ \t]*(?:>[ \t]?)+/.exec(line);
    const indented = /^(?: {4}|\t)[ \t]*(?=\S)/.exec(line);
    const last = blocks.at(-1);
    const inIndented = last?.kind === 'quote' && (indented !== null || line.trim() === '');
    let kind: Block['kind'] = 'text';
    if (fenced || fence) kind = 'code';
    else if (quote || (indented && (leads || inIndented))) kind = 'quote';
    if (fence) fenced = !fenced;
    const from = kind === 'quote' ? start + (quote ?? indented)![0].length : start;
    if (last?.kind === kind || (last && line.trim() === '')) last.lines.push({ start: from, end });
    else blocks.push({ kind, lines: [{ start: from, end }] });
    if (line.trim() !== '') leads = kind === 'text' && /[:,]\s*$/.test(line);
  }
  return blocks;
}

function linesOf(draft: string): Span[] {
  const lines: Span[] = [];
  let start = 0;
  for (const { index, 0: mark } of draft.matchAll(/\r\n?|\n|\u2028|\u2029/g)) {
    lines.push({ start, end: index });
    start = index + mark.length;
  }
  return [...lines, { start, end: draft.length }];
}

const ATTRIBUTION_LINE = /^\s*(?:—|–|--)\s*\S/;

/** A block quote as one quotation; a last line that begins with a dash says who speaks. Marks around the whole are taken off. */
function blockQuotation(draft: string, { lines }: Block, previous: Block | undefined): DraftQuotation {
  const full = lines.filter(({ start, end }) => draft.slice(start, end).trim() !== '');
  const signed = full.length > 1 && ATTRIBUTION_LINE.test(sliceOf(draft, full.at(-1)!));
  const words = signed ? full.slice(0, -1) : full;
  const span = { start: words[0]!.start, end: words.at(-1)!.end };
  const text = words.map((line) => sliceOf(draft, line).trim()).join('\n');
  const bare = /^["“„«]([^"“”„«»]*)["”“»]$/u.exec(text);
  return {
    text: bare ? bare[1]! : text,
    joined: [],
    segments: [span],
    before: previous?.kind === 'text' ? lastSentence(draft, previous.lines) : '',
    between: [],
    after: signed ? sliceOf(draft, full.at(-1)!) : '',
    unclosed: false,
  };
}

function lastSentence(draft: string, lines: readonly Span[]): string {
  const text = lines
    .map((line) => sliceOf(draft, line))
    .join('\n')
    .trimEnd();
  return (text.split(/\n[ \t]*\n/).at(-1) ?? '').split(/(?<=[.!?]["'”’)]*)\s+/).at(-1) ?? '';
}

/** A pair of marks, with what is between them. */
interface Marked {
  readonly open: number;
  /** Place of the closing mark, or the end of the paragraph where there is none. */
  readonly close: number;
  readonly closed: boolean;
  /** The quoted stretches: one, or one a paragraph. */
  readonly spans: readonly Span[];
}

function inParagraphs(draft: string, { lines }: Block): DraftQuotation[] {
  const block = { start: lines[0]!.start, end: lines.at(-1)!.end };
  const marked = marksIn(draft, block)
    .filter(({ spans }) => spans.some((span) => HAS_WORDS.test(sliceOf(draft, span))))
    .map((mark) => ({ ...mark, spans: mark.spans.filter((span) => sliceOf(draft, span).trim() !== '') }));
  const groups: Marked[][] = [];
  for (const mark of marked) {
    const last = groups.at(-1);
    if (last && goesOn(draft, last.at(-1)!, mark)) last.push(mark);
    else groups.push([mark]);
  }
  return groups.map((group, n) => {
    const from = groups[n - 1]?.at(-1)?.close ?? block.start - 1;
    const to = groups[n + 1]?.[0]?.open ?? block.end;
    const [first, last] = [group[0]!, group.at(-1)!];
    const spans = group.flatMap((mark) => mark.spans);
    const parts = group.map((mark) => mark.spans.map((span) => sliceOf(draft, span).trim()).join('\n\n'));
    return {
      joined: parts.length > 1 ? INSTEAD_OF_COMMA.map((mark) => joinedWith(mark, parts)) : [],
      text: parts.join(' '),
      segments: spans,
      before: paragraphEnd(draft.slice(Math.max(block.start, from + 1), first.open)),
      between: group.slice(1).map((mark, k) => draft.slice(group[k]!.close + 1, mark.open)),
      after: paragraphStart(draft.slice(last.close + 1, to)),
      unclosed: !last.closed,
    };
  });
}

const INSTEAD_OF_COMMA = ['', ';', ':'];

function joinedWith(mark: string, parts: readonly string[]): string {
  return parts.map((part, n) => (n < parts.length - 1 ? part.replace(/,$/, mark) : part)).join(' ');
}

const BREAK = /(?:\r\n?|\n)[ \t]*(?:\r\n?|\n)/;

function paragraphEnd(text: string): string {
  return text.split(BREAK).at(-1)!;
}

function paragraphStart(text: string): string {
  return text.split(BREAK)[0]!;
}

/** An interruption is no longer. */
const INTERRUPTION_MAX_CHARS = 120;

/** Words after which something else is told than who said it. */
const MORE_THAN_SAYING =
  /\b(?:and|but|or|which|that|who|whose|also|while|was|were|is|are|had|has|calls?|called|describes?|described|found|holds?|held)\b/i;

/** Whether the second goes on with the first: "words," somebody said, "go on". */
function goesOn(draft: string, first: Marked, second: Marked): boolean {
  const between = draft.slice(first.close + 1, second.open);
  if (!first.closed || between.length > INTERRUPTION_MAX_CHARS || BREAK.test(between)) return false;
  const said = sliceOf(draft, first.spans.at(-1)!).trimEnd();
  if (/[.!?]$/.test(said) || /[.!?;:]|["“”]/u.test(between.replace(/\b(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov)\./g, '')))
    return false;
  if (!isSpeech(between) || MORE_THAN_SAYING.test(between)) return false;
  if (/[,—–-]\s*$/.test(between)) return true;
  // "it says, for fear of" goes on with the reporter's own sentence
  return !/\S.*[,—–]\s+\S/s.test(between) && /^\p{Ll}/u.test(sliceOf(draft, second.spans[0]!).trimStart());
}

/** Opening marks, with what closes each. Straight marks open and close. */
const CLOSES: Readonly<Record<string, string>> = {
  '»': '«',
  '“': '”"',
  '„': '“”"',
  '«': '»',
  '"': '"”',
  '‘': "’'",
  "'": "'’",
  '‹': '›',
};
const SINGLE = new Set(["'", '‘']);

/** The outermost pairs of marks in `range`. */
function marksIn(draft: string, range: Span): Marked[] {
  const marks: Marked[] = [];
  for (let at = range.start; at < range.end; at++) {
    const mark = draft[at]!;
    if (mark === '`') {
      const code = draft.startsWith('``', at) ? null : draft.indexOf('`', at + 1);
      if (code !== null && code > 0 && code - at < NESTED_MAX_CHARS && !BREAK.test(draft.slice(at, code))) {
        at = code; // code in a line
        continue;
      }
    }
    if (CLOSES[mark] === undefined || !opens(draft, at, range)) continue;
    const marked = SINGLE.has(mark) ? singleFrom(draft, at, range) : doubleFrom(draft, at, range);
    if (!marked) continue;
    marks.push(marked);
    at = marked.close;
  }
  return marks;
}

/** Whether a mark at `at` can open a quotation: nothing or an opening before it, words after it. */
function opens(draft: string, at: number, range: Span): boolean {
  const mark = draft[at]!;
  const before = at > range.start ? draft[at - 1]! : ' ';
  const after = at + 1 < range.end ? draft[at + 1]! : ' ';
  if (mark === '»') return /\s/.test(before) && /\S/.test(after);
  if (/\s/.test(after)) return mark === '«' && /\S/.test(draft[at + 2] ?? '');
  if (mark === '"' || SINGLE.has(mark)) return /[\s([{<—–/-]|["“‘'„«]/.test(before);
  return true;
}

/** A quotation is no longer; one inside another is no longer. */
const QUOTED_MAX_CHARS = 60_000;
const NESTED_MAX_CHARS = 1500;
/** In single marks, which are apostrophes too, it is no longer. */
const SINGLE_MAX_CHARS = 2500;
/** Marks and apostrophes looked at for its end: a draft of nothing but marks takes time with their square. */
const SINGLE_MAX_MARKS = 100;

function paragraphFrom(draft: string, from: number, to: number): string {
  const rest = draft.slice(from, to);
  return rest.slice(0, BREAK.exec(rest)?.index ?? rest.length);
}

/** A paragraph's end, and whether the next one goes on with the quotation (its opening mark is repeated). */
function doubleFrom(draft: string, open: number, range: Span): Marked {
  const mark = draft[open]!;
  const closers = CLOSES[mark]!;
  const spans: Span[] = [];
  let start = open + 1;
  let depth = 0;
  const inner = mark === '“' && paragraphFrom(draft, start, Math.min(range.end, open + QUOTED_MAX_CHARS)).includes('”');
  const last = Math.min(range.end, open + QUOTED_MAX_CHARS);
  for (let at = start; at < last; at++) {
    const char = draft[at]!;
    const gap = char === '\n' || char === '\r' ? BREAK.exec(draft.slice(at, Math.min(range.end, at + 200))) : null;
    if (gap?.index === 0) {
      const next = at + gap[0].length + /^\s*/.exec(draft.slice(at + gap[0].length, range.end))![0].length;
      spans.push({ start, end: at });
      if (draft[next] !== mark) return { open, close: at, closed: false, spans };
      start = next + 1;
      at = next;
    } else if (inner && char === '"')
      continue; // straight marks inside curly ones
    else if (at > start && ((char === mark && opensInside(draft, at, range)) || (mark === '"' && char === '“')))
      depth++;
    else if (closers.includes(char) && !isInches(draft, at, mark)) {
      if (depth > 0) depth--;
      else return { open, close: at, closed: true, spans: [...spans, { start, end: at }] };
    }
  }
  return { open, close: last, closed: false, spans: [...spans, { start, end: last }] };
}

/** Whether a mark inside a quotation that it could also close opens another: it stands before a word, and two more can close. */
function opensInside(draft: string, at: number, range: Span): boolean {
  if (draft[at] !== '"') return true;
  if (!/[\s(]/.test(draft[at - 1]!) || !/\S/.test(draft[at + 1] ?? ' ')) return false;
  const paragraph = paragraphFrom(draft, at + 1, Math.min(range.end, at + NESTED_MAX_CHARS));
  return [...paragraph.matchAll(/\S"/g)].length - [...paragraph.matchAll(/(?:^|[\s(])"(?=\S)/g)].length >= 2;
}

/** `5' 10"` inside a quotation: a straight mark right after a digit that another straight mark follows in the same sentence. */
function isInches(draft: string, at: number, mark: string): boolean {
  return (
    draft[at] === '"' &&
    /\d['′]\s?\d{1,2}$/.test(draft.slice(Math.max(0, at - 6), at)) &&
    (mark !== '"' || /^[^"\n]*[^\s"(]"/.test(draft.slice(at + 1, at + 400)))
  );
}

/** Words that begin with an apostrophe. */
const CLIPPED = /^(?:\d0s|\d\d\b|tis|twas|em|cause|til|round|bout|n)\b/i;

/** A quotation in single marks, which are also apostrophes: it closes at a mark that no letter follows, best at one after punctuation. */
function singleFrom(draft: string, open: number, range: Span): Marked | null {
  const paragraph = paragraphFrom(draft, open + 1, Math.min(range.end, open + SINGLE_MAX_CHARS));
  if (CLIPPED.test(paragraph)) return null;
  const closings: { at: number; sure: boolean }[] = [];
  let [nested, marks] = [0, 0];
  for (const { index, 0: mark } of paragraph.matchAll(/["“”'’‘]/g)) {
    if (++marks > SINGLE_MAX_MARKS) break;
    const [before, after] = [paragraph[index - 1] ?? ' ', paragraph[index + 1] ?? ' '];
    if (mark === '“' || (mark === '"' && /\s/.test(before))) nested++;
    else if (mark === '”' || mark === '"') nested = Math.max(0, nested - 1);
    else if (nested > 0 || /\s/.test(before) || /[\p{L}\p{N}]/u.test(after)) {
      if (/\s/.test(before) && mark !== '’' && closings.length > 0) break; // another one opens
    } else {
      const sure = !/s/i.test(before);
      closings.push({ at: index, sure });
      if (sure) break;
    }
  }
  const close = closings.find(({ sure }) => sure) ?? closings.at(-1);
  if (!close) return null;
  const end = open + 1 + close.at;
  return { open, close: end, closed: true, spans: [{ start: open + 1, end }] };
}

function sliceOf(draft: string, { start, end }: Span): string {
  return draft.slice(start, end);
}
