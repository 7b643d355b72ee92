// Checks the quotations of a draft: does each stand in the sources as it is quoted, and are the words those of whom the draft names? Exact means
// exact: only typography and fair conventions (match.ts) may differ. Reads top to bottom; every branch is here.

import { type DraftQuotation, findQuotations } from '../text/quotations.ts';
import { causeOf } from './alignment.ts';
import type { CheckedQuotation, Convention, DiffPart, Naming, Standing } from './checked.ts';
import type { Quote } from './model.ts';
import { isNamed, isPronoun, isSameSpeaker, namesOf } from './named-source.ts';
import { diffOf, isRecognised, nearestQuotes, nearestTexts } from './nearest.ts';
import type { PlaceFinder, Sources } from './ports.ts';
import { type Read, readQuotation } from './quotation-text.ts';
import { findExact, type Stood, standingOf, told } from './standings.ts';
import { stitchesOf } from './stitches.ts';

/** A longer draft is not read: it is no article. */
export const DRAFT_MAX_CHARS = 1_000_000;
/** With fewer words nobody can tell whose they are. */
const WORDS_MIN = 3;

/** Passages that a quotation is compared with. */
const PLACES = 16;

export interface CheckPorts {
  readonly finder: PlaceFinder;
  readonly sources: Sources;
}

/**
 * Checks every quotation in `draft`. One without quotation marks or block quotes is one quotation itself, if it is `bare`: words that somebody wants
 * to print; a whole article is not.
 */
export function* checkText(draft: string, ports: CheckPorts, bare = true): Generator<CheckedQuotation> {
  const found = findQuotations(draft);
  const quotations = found.length === 0 && bare && draft.trim() !== '' ? [wholeOf(draft)] : found;
  const names = namesOf(draft, quotations);
  for (const [n, quotation] of quotations.entries()) yield checkQuotation(quotation, names[n]!, ports);
}

function wholeOf(draft: string): DraftQuotation {
  const text = draft.trim();
  const segments = [{ start: draft.indexOf(text), end: draft.indexOf(text) + text.length }];
  return { text, joined: [], segments, before: '', between: [], after: '', unclosed: false };
}

/** Checks one quotation; `attributedTo` is whom its draft names for it. */
function checkQuotation(quotation: DraftQuotation, attributedTo: string | null, ports: CheckPorts): CheckedQuotation {
  const read = readQuotation(quotation);
  const { text, segments, unclosed } = quotation;
  const base = { ...NOTHING, text, segments, unclosed, attributedTo };
  const weights = ports.finder.weigh(read.words.map((word) => word.text));
  if (read.words.length < WORDS_MIN || weights.every((weight) => weight === 0))
    return { ...base, verdict: 'too-short' };

  const places = ports.finder.find(read.cores[0]!, PLACES);
  const exact = findExact(read, places, ports, weights);
  if (exact.standings.length > 0)
    return { ...base, ...attribute(exact.standings, attributedTo, exact.conventions, ports.sources) };

  const near = nearestTexts(read, places, weights, ports.finder);
  const stitches = stitchesOf(read.words, weights, near);
  const parts = (stitches ?? []).map(({ text, span }) => told(standingOf(near[text]!.text, span, ports.sources)));
  if (parts.length > 1 && !isOneStretch(parts) && parts.some(({ quotes }) => quotes.some(isSource)))
    return { ...base, verdict: 'stitched', places: parts, conventions: exact.conventions };
  const recognised = near
    .filter(isRecognised)
    .map((text) => ({ text, standing: standingOf(text.text, text.span, ports.sources) }))
    .find(({ standing }) => standing.place.passage.voice === 'source' || standing.secondHand); // a digest is nobody's to be quoted with
  if (recognised) {
    const { text: best, standing } = recognised;
    const diff = leastOf(readings(quotation).map((one) => diffOf(one, best)));
    return {
      ...base,
      naming: attribute([standing], attributedTo, [], ports.sources).naming,
      verdict: 'altered',
      places: [told(standing)],
      diff,
      cause: causeOf(diff),
      conventions: exact.conventions,
    };
  }
  return { ...base, verdict: 'not-found', nearest: nearestQuotes(near, ports.sources) };
}

function isSource({ voice }: Quote): boolean {
  return voice === 'source';
}

/** Between parts that stand one after the other in a document there are at most so many characters; with more, something was left out. */
const SEAM_MAX_CHARS = 40;

/** Whether the parts are one stretch of a document, with something changed at the seams. */
function isOneStretch(parts: readonly Standing[]): boolean {
  return parts.every(({ document, span }, n) => {
    const before = parts[n - 1];
    if (!before) return true;
    const gap = span.start - before.span.end;
    return document === before.document && gap >= -SEAM_MAX_CHARS && gap <= SEAM_MAX_CHARS;
  });
}

/** A quotation as it stands and, where an attribution interrupts it, without the comma that is the attribution's. */
function readings(quotation: DraftQuotation): Read[] {
  const [bare] = quotation.joined;
  return [quotation, ...(bare === undefined ? [] : [{ ...quotation, text: bare, joined: [] }])].map(readQuotation);
}

/** The comparison in which least differs. */
function leastOf(diffs: readonly (readonly DiffPart[])[]): readonly DiffPart[] {
  const changes = (diff: readonly DiffPart[]) => diff.filter(({ op }) => op !== 'same').length;
  return diffs.reduce((least, diff) => (changes(diff) < changes(least) ? diff : least));
}

const NOTHING = {
  naming: null,
  places: [],
  diff: [],
  cause: null,
  conventions: [],
  cut: null,
  digest: false,
  nearest: [],
} as const;

/** exact or misattributed: whose words they are against whom the draft names. Words that only a digest has are nobody's quotation. */
function attribute(
  standings: readonly Stood[],
  attributedTo: string | null,
  conventions: readonly Convention[],
  sources: Sources,
): Pick<CheckedQuotation, 'verdict' | 'places' | 'digest' | 'naming' | 'conventions' | 'cut'> {
  const mentions = (id: string) => (word: string) =>
    sources
      .slice(id, { start: 0, end: sources.length(id) })
      .toLowerCase()
      .includes(word);
  const rated = standings.map((standing) => {
    const { document, passage } = standing.place;
    const named = attributedTo === null ? 'unclear' : isNamed(attributedTo, document, passage, mentions(document.id));
    const { secondHand, quotedFrom } = standing;
    const voice = passage.voice === 'source' ? VOICES.source : secondHand ? VOICES.quoted : VOICES.digest;
    const anonymous = quotedFrom === null || isPronoun(quotedFrom);
    const speaks = passage.voice === 'source' && (passage.speaker ?? document.speaker) !== undefined;
    const inside = secondHand && !(anonymous && speaks); // a document that says whose it is speaks for words that it gives to nobody else
    return { standing, naming: inside ? namingInside(named, attributedTo, quotedFrom) : named, voice };
  });
  rated.sort((a, b) => a.voice - b.voice || RANK[a.naming] - RANK[b.naming]);
  const digest = rated.every(({ voice }) => voice === VOICES.digest);
  const naming = attributedTo === null || isPronoun(attributedTo) ? null : digest ? 'other' : rated[0]!.naming;
  const places = rated.map(({ standing }) => told(standing));
  return {
    verdict: naming === 'other' ? 'misattributed' : 'exact',
    places,
    digest,
    naming,
    conventions,
    cut: rated[0]!.standing.cut,
  };
}

/** Of words that the text itself quotes: theirs whom it names for them; where it names nobody, a document's own name says little. */
function namingInside(named: Naming, attributedTo: string | null, quotedFrom: string | null): Naming {
  if (attributedTo === null) return named;
  if (quotedFrom === null || isPronoun(quotedFrom)) return named === 'other' ? 'unclear' : named;
  if (isSameSpeaker(attributedTo, quotedFrom)) return 'same';
  return named === 'same' ? 'unclear' : 'other';
}

/** A source's own words; words that a digest quotes; a digest's own. */
const VOICES = { source: 0, quoted: 1, digest: 2 } as const;

const RANK: Readonly<Record<Naming, number>> = { same: 0, unclear: 1, other: 2 };
