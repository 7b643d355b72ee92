// What is shown of checked quotations, in which order and words: the same on every surface. The draft's words stand in the headings, the
// source's own as quotations under them. Pure.

import type { Cause, CheckedQuotation, Convention, DiffPart, Verdict } from '../answer/checked.ts';
import type { Quote, Rejection } from '../answer/model.ts';
import { contextOf, type Line, type Part, plural } from './layout.ts';
import { shorten } from './pieces.ts';

const MARKS: Readonly<Record<Verdict, string>> = {
  exact: '✓ Exact',
  altered: '✗ Altered',
  misattributed: '✗ Misattributed',
  stitched: '✗ Stitched',
  'not-found': '? Not found',
  'too-short': '– Too short to tell',
};

/** Of a long quotation so much is repeated above what is said of it. */
const HEADING_CHARS = 220;
const PLACES_MAX = 3;

/** All of a draft's quotations; `version` is the knowledge version that they were compared with, `lines` where they begin in a text file. */
export function layOutCheck(
  checked: readonly CheckedQuotation[],
  version: string,
  lines: readonly number[] = [],
): Part[] {
  if (checked.length === 0) return [{ part: 'lead', tone: 'warning', text: NO_QUOTATION }];
  return [
    ...checked.flatMap((one, n) => layOutOne(one, lines[n])),
    { part: 'small', lines: [tally(checked), `${SCOPE} ${version} · not legal advice`] },
  ];
}

const NO_QUOTATION = 'There is no quotation in that: put the words between quotation marks, or give them alone.';
const SCOPE = 'Compared with these sources alone, letter by letter: knowledge';

function layOutOne(one: CheckedQuotation, line: number | undefined): Part[] {
  const text = shorten(one.text.replace(/\s+/g, ' ').trim(), HEADING_CHARS);
  const at = line === undefined ? '' : ` (line ${line})`;
  return [{ part: 'heading', text: `${MARKS[one.verdict]}${at}: “${text}”` }, ...remarks(one), ...shownOf(one)];
}

/** What is to be said of it, before the source speaks. */
function remarks(one: CheckedQuotation): Part[] {
  const said = [
    verdictText(one),
    ...one.conventions.map(conventionText),
    ...causeText(one.cause),
    one.unclosed ? UNCLOSED : '',
  ];
  const lines = said.filter((text) => text !== '').map((text): Line => ({ line: 'statement', text }));
  return lines.length > 0 ? [{ part: 'group', lines, contexts: [] }] : [];
}

const UNCLOSED = 'Nothing closes this quotation in the draft; it was read to the end of the paragraph.';

function verdictText({ verdict, digest, attributedTo, naming, places, diff, nearest }: CheckedQuotation): string {
  switch (verdict) {
    case 'exact':
      return digest
        ? "These are the words of Publius's own digest, not of a source: nobody can be quoted with them."
        : naming === 'unclear'
          ? `The source does not say whether these are the words of “${attributedTo}”.`
          : '';
    case 'altered':
      return diff.some(({ op }) => op !== 'same') ? differences(diff) : '';
    case 'misattributed':
      return digest
        ? `These are the words of Publius's own digest, not of ${attributedTo}: nobody can be quoted with them.`
        : `The words are exact, but the source does not give them to “${attributedTo}”. They are:`;
    case 'stitched':
      return `Its parts stand in ${places.length} different places and are no one quotation:`;
    case 'not-found':
      return nearest.length > 0
        ? 'No source here has it. Nearest, which may be about something else:'
        : 'No source here has it.';
    case 'too-short':
      return 'With fewer than three telling words nobody can say whose they are.';
  }
}

const CHANGES_MAX = 8;

/** "“The government must” → “Defendants may”; left out: “not”". */
function differences(diff: readonly DiffPart[]): string {
  const changes: string[] = [];
  for (let n = 0; n < diff.length; n++) {
    const [part, next] = [diff[n]!, diff[n + 1]];
    if (part.op === 'same') continue;
    if (next && next.op !== 'same' && next.op !== part.op) {
      const [draft, source] = part.op === 'draft' ? [part, next] : [next, part];
      changes.push(`“${clip(draft.text)}” is “${clip(source.text)}” in the source`);
      n++;
    } else
      changes.push(
        part.op === 'draft' ? `“${clip(part.text)}” is not in the source` : `“${clip(part.text)}” is left out`,
      );
  }
  const more = changes.length - CHANGES_MAX;
  return `${[...changes.slice(0, CHANGES_MAX), ...(more > 0 ? [`and ${plural(more, 'more difference')}`] : [])].join('; ')}.`;
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

function causeText(cause: Cause | null): string[] {
  return cause === null ? [] : [CAUSES[cause]];
}

const UNFAIR: Partial<Record<Rejection, string>> = {
  'ellipsis-hides-negation': 'The ellipsis is not fair: it leaves out words that can turn the sentence round.',
  'ellipsis-omits-nothing': 'The ellipsis leaves out nothing.',
  'bracket-hides-negation': 'The brackets stand for a word that turns the sentence round.',
  'bracket-without-word': 'The brackets stand for no single word of the source.',
};

function conventionText({ mark, fair, why, omitted }: Convention): string {
  if (!fair) return (why && UNFAIR[why]) ?? '';
  return mark === 'ellipsis'
    ? `The ellipsis leaves out “${clip(omitted ?? '')}”, and nothing that turns the rest round.`
    : 'The brackets are fair: the rest is exact.';
}

/** The source's own sentences, each with who says it; places that read the same together. */
function shownOf({ verdict, places, nearest }: CheckedQuotation): Part[] {
  const stands = places.map(({ quotes }) => quotes).filter((quotes) => quotes.length > 0);
  const apart = verdict === 'stitched' ? stands.map((quotes) => [quotes]) : groupsOf(stands).slice(0, PLACES_MAX);
  const groups = verdict === 'not-found' ? nearest.map((quote) => [[quote]]) : apart;
  return groups.map((group): Part => {
    const contexts = group.slice(0, PLACES_MAX).map((quotes) => contextOf(quotes.slice(0, 1)));
    return { part: 'group', lines: group[0]!.map(lineOf), contexts };
  });
}

function groupsOf(stands: readonly (readonly Quote[])[]): (readonly Quote[])[][] {
  const groups = new Map<string, (readonly Quote[])[]>();
  for (const quotes of stands) {
    const key = quotes.map(({ shown, voice }) => `${voice} ${shown}`).join('\n');
    groups.set(key, [...(groups.get(key) ?? []), quotes]);
  }
  return [...groups.values()];
}

function lineOf(quote: Quote): Line {
  return { line: quote.voice === 'source' ? 'quotation' : 'words', text: quote.shown, quote };
}

const COUNTED: Readonly<Record<Verdict, string>> = {
  exact: 'exact',
  altered: 'altered',
  misattributed: 'misattributed',
  stitched: 'stitched',
  'not-found': 'not found',
  'too-short': 'too short to tell',
};

function tally(checked: readonly CheckedQuotation[]): string {
  const counts = Object.entries(COUNTED)
    .map(([verdict, words]) => [checked.filter((one) => one.verdict === verdict).length, words] as const)
    .filter(([count]) => count > 0);
  return `${plural(checked.length, 'quotation')}: ${counts.map(([count, words]) => `${count} ${words}`).join(', ')}`;
}
