// What is said of a checked quotation: its verdict in a word or two, what differs, what its ellipses and brackets do. Words only, pure; the
// order and what the source says are `layout-check.ts`'s.

import type { Cause, CheckedQuotation, Convention, Cut, DiffPart, Verdict } from '../answer/checked.ts';
import type { Rejection } from '../answer/model.ts';
import { plural } from './layout.ts';
import { shorten } from './pieces.ts';

const MARKS: Readonly<Record<Verdict, string>> = {
  exact: '✓ Exact',
  altered: '✗ Altered',
  misattributed: '✗ Misattributed',
  stitched: '✗ Stitched',
  'not-found': '? Not found',
  'too-short': '– Too short to tell',
};

/** Whether it can be printed as it is: words of a digest are exact and still nobody's, others may be cut from what turns them round. */
export function isPrintable({ verdict, digest, naming, cut }: CheckedQuotation): boolean {
  return verdict === 'exact' && !digest && naming !== 'unclear' && cut === null;
}

/** The verdict, to be seen at a glance. */
export function markOf(one: CheckedQuotation): string {
  if (one.verdict !== 'exact') return MARKS[one.verdict];
  if (one.digest) return '✗ Nobody’s words';
  if (one.cut !== null) return `${MARKS.exact}, but cut short`;
  return one.naming === 'unclear' ? `${MARKS.exact}, but whose?` : MARKS.exact;
}

const COUNTED: readonly (readonly [words: string, counts: (one: CheckedQuotation) => boolean])[] = [
  ['altered', ({ verdict }) => verdict === 'altered'],
  ['misattributed', ({ verdict }) => verdict === 'misattributed'],
  ['stitched', ({ verdict }) => verdict === 'stitched'],
  ['nobody’s words', ({ verdict, digest }) => verdict === 'exact' && digest],
  ['not found', ({ verdict }) => verdict === 'not-found'],
  ['too short to tell', ({ verdict }) => verdict === 'too-short'],
  ['exact, but cut short', ({ verdict, digest, cut }) => verdict === 'exact' && !digest && cut !== null],
  ['exact, but whose?', (one) => one.verdict === 'exact' && !one.digest && one.cut === null && !isPrintable(one)],
  ['exact', isPrintable],
];

/** "6 quotations: 1 altered, 5 exact", what is wrong first. */
export function tally(checked: readonly CheckedQuotation[]): string {
  const counts = COUNTED.map(([words, counts]) => [checked.filter(counts).length, words] as const);
  const some = counts.filter(([count]) => count > 0).map(([count, words]) => `${count} ${words}`);
  return `${plural(checked.length, 'quotation')}: ${some.join(', ')}`;
}

/** A checked quotation of a text whose lines can be named. */
export interface Lined extends CheckedQuotation {
  /** Where it begins, from 1. */
  readonly line?: number;
}

/** The draft's own words in quotation marks, as many as help to find them there, and their line. */
export function draftWords({ text, line }: Lined, maxChars: number): string {
  const at = line === undefined ? '' : ` (line ${line})`;
  return `“${shorten(text.replace(/\s+/g, ' ').trim(), maxChars)}”${at}`;
}

/** The verdict in a sentence; empty where its mark and what differs say it. `shown`: how many sentences of the sources follow. */
export function sentenceOf(one: CheckedQuotation, shown: number): string {
  const { verdict, digest, attributedTo, naming, places } = one;
  switch (verdict) {
    case 'exact':
      if (digest)
        return "These are the words of Publius's own digest, not of a source: nobody can be quoted with them.";
      return naming === 'unclear'
        ? `The source does not say whether these are the words of “${clip(attributedTo ?? '')}”.`
        : '';
    case 'altered':
      return naming === 'other' ? `And the source does not give its words to “${clip(attributedTo ?? '')}”:` : '';
    case 'misattributed':
      return digest
        ? `These are the words of Publius's own digest, not of ${clip(attributedTo ?? '')}: nobody can be quoted with them.`
        : `The words are exact, but the source does not give them to “${clip(attributedTo ?? '')}”. They are:`;
    case 'stitched':
      return `Its parts stand in ${places.length} different places and are no one quotation:`;
    case 'not-found':
      return `No source here has it.${shown > 0 ? ' Nearest, which may be about something else:' : ''}`;
    case 'too-short':
      return 'With fewer than three telling words nobody can say whose they are.';
  }
}

/** What is to be known of it besides, each by itself: what differs, why, what its ellipses and brackets do. */
export function pointsOf(one: CheckedQuotation): string[] {
  const points = [
    ...(one.verdict === 'altered' ? differences(one.diff) : []),
    ...(one.cause === null ? [] : [CAUSES[one.cause]]),
    ...cutText(one.cut),
    ...one.conventions.map(conventionText),
    one.unclosed ? UNCLOSED : '',
  ];
  return [...new Set(points)].filter((text) => text !== '');
}

/** "Right before it the source says “has not”" */
function cutText(cut: Cut | null): string[] {
  const said = (where: string, words: string | null | undefined) =>
    words == null
      ? []
      : [`Right ${where} it the source says “${clip(words)}”, which can turn it round: read the whole sentence.`];
  return [...said('before', cut?.before), ...said('after', cut?.after)];
}

const UNCLOSED = 'Nothing closes this quotation in the draft; it was read to the end of the paragraph.';
const CHANGES_MAX = 8;

/** "The source has “may not”, not “shall”", "“not” is left out after “Defendants may”" … */
function differences(diff: readonly DiffPart[]): string[] {
  const changes: string[] = [];
  for (let n = 0; n < diff.length; n++) {
    const [part, next] = [diff[n]!, diff[n + 1]];
    if (part.op === 'same') continue;
    if (next && next.op !== 'same' && next.op !== part.op) {
      const [draft, source] = part.op === 'draft' ? [part, next] : [next, part];
      changes.push(`The source has “${clip(source.text)}”, not “${clip(draft.text)}”.`);
      n++;
    } else {
      const where = placeOf(diff.slice(0, n));
      const what = part.op === 'draft' ? 'is not in the source' : 'is left out';
      changes.push(`“${clip(part.text)}” ${what}${where}.`);
    }
  }
  const more = changes.length - CHANGES_MAX;
  return [...changes.slice(0, CHANGES_MAX), ...(more > 0 ? [`And ${plural(more, 'more difference')}.`] : [])];
}

const WORDS_BEFORE = 3;

/** The words before a difference, which stand in both. */
function placeOf(before: readonly DiffPart[]): string {
  const last = before.at(-1);
  if (last?.op !== 'same') return '';
  const words = last.text.trim().split(/\s+/).slice(-WORDS_BEFORE).join(' ');
  return words === '' ? '' : ` after “${clip(words)}”`;
}

function clip(text: string): string {
  return shorten(text, 160);
}

const CAUSES: Readonly<Record<Cause, string>> = {
  case: 'Only capitals differ: keep the source’s, or put the letter in brackets.',
  scan: 'This looks like a misreading by a scanner, in the draft or in the source.',
  'look-alike': 'It has letters or hidden characters that only look the same.',
  punctuation: 'Only punctuation differs.',
};

const UNFAIR: Partial<Record<Rejection, string>> = {
  'ellipsis-hides-negation': 'The ellipsis is not fair: it leaves out words that can turn the sentence round.',
  'ellipsis-omits-nothing': 'The ellipsis leaves out nothing.',
  'bracket-hides-negation': 'The brackets stand for a word that turns the sentence round, or put one in.',
  'bracket-without-word': 'The brackets stand for no single word of the source.',
};

function conventionText({ mark, fair, why, omitted, put, for: instead }: Convention): string {
  if (!fair) return (why && UNFAIR[why]) ?? '';
  return mark === 'ellipsis'
    ? `The ellipsis leaves out “${clip(omitted ?? '')}”, and nothing that turns the rest round.`
    : put === undefined
      ? 'The brackets are fair: the rest is exact.'
      : `${clip(put)} stands for the source’s “${clip(instead ?? '')}”: is it the same?`;
}
