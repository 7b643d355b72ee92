// Checks the quotations of a draft: does each stand in the sources as it is quoted, and are the words those of whom the draft names? Exact means
// exact: only typography and fair conventions (match.ts) may differ. Reads top to bottom; every branch is here.

import { type DraftQuotation, findQuotations } from '../text/quotations.ts';
import type { Span } from '../text/span.ts';
import { type Alignment, align, causeOf, diffWords, type Token, tokensOf } from './alignment.ts';
import type { CheckedQuotation, Convention, Standing } from './checked.ts';
import { matchParts } from './match.ts';
import type { Quote, Rejection } from './model.ts';
import { isNamed, isPronoun, type Naming, readNamed } from './named-source.ts';
import { type Comparable, comparable, locateIn, type PlaceText, placeText } from './place-text.ts';
import type { Place, PlaceFinder, Sources } from './ports.ts';
import { stitchesOf } from './stitches.ts';
import { verify } from './verify.ts';

/** A longer draft is not read: it is no article. */
export const DRAFT_MAX_CHARS = 1_000_000;
/** With fewer words nobody can tell whose they are. */
const WORDS_MIN = 3;
/** A longer quotation is compared by its beginning. */
const QUOTATION_MAX_CHARS = 8000;
/** Passages that are compared exactly; of words that stand everywhere, so many. */
const PLACES = 24;
const PLACES_OF_COMMON_WORDS = 400;
/** Quotations of so few telling words may stand in any of many passages. */
const COMMON_TERMS_MAX = 5;
/** Passages that are aligned, after a look at which words they share. */
const ALIGNED = 6;
/** Share of a quotation's words, by weight, from which on it is that passage's, changed; so many in a row, and so many that are no function words. */
const ALTERED_FROM = 0.5;
const RUN_MIN = 2;
const TELLING_MIN = 2;
const STANDINGS_MAX = 5;
const NEAREST_MAX = 3;

export interface CheckPorts {
  readonly finder: PlaceFinder;
  readonly sources: Sources;
}

/** Checks every quotation in `draft`; a draft without quotation marks or block quotes is one quotation itself. */
export function checkText(draft: string, ports: CheckPorts): CheckedQuotation[] {
  const found = findQuotations(draft);
  const whole: DraftQuotation = {
    text: draft.trim(),
    segments: [{ start: 0, end: draft.length }],
    before: '',
    between: [],
    after: '',
    unclosed: false,
  };
  return (found.length > 0 || draft.trim() === '' ? found : [whole]).map((quotation) =>
    checkQuotation(quotation, ports),
  );
}

/** Checks one quotation. */
export function checkQuotation(quotation: DraftQuotation, ports: CheckPorts): CheckedQuotation {
  const read = readQuotation(quotation.text.slice(0, QUOTATION_MAX_CHARS));
  const attributedTo = readNamed(quotation);
  const { text, segments, unclosed } = quotation;
  const base = { ...NOTHING, text, segments, unclosed, attributedTo };
  const weights = ports.finder.weigh(read.words.map((word) => word.text));
  if (read.words.length < WORDS_MIN || weights.every((weight) => weight === 0))
    return { ...base, verdict: 'too-short' };

  const places = ports.finder.find(read.core, PLACES);
  const exact = findExact(read, places, ports, weights);
  if (exact.standings.length > 0) return { ...base, ...attribute(exact.standings, attributedTo, exact.conventions) };

  const near = nearestTexts(read, places, weights);
  const stitches = stitchesOf(read.words, weights, near);
  if (stitches) {
    const places = stitches.map(({ text, span }) => told(standingOf(near[text]!.text, span, ports.sources)));
    return { ...base, verdict: 'stitched', places, conventions: exact.conventions };
  }
  const [best] = near;
  if (best && best.similarity >= ALTERED_FROM && best.run >= RUN_MIN && best.telling >= TELLING_MIN) {
    const diff = diffOf(read, best);
    const standing = standingOf(best.text, best.span, ports.sources);
    return {
      ...base,
      verdict: 'altered',
      places: [told(standing)],
      diff,
      cause: causeOf(diff),
      conventions: exact.conventions,
    };
  }
  return { ...base, verdict: 'not-found', nearest: nearestQuotes(near, ports.sources) };
}

const NOTHING = { places: [], diff: [], cause: null, conventions: [], digest: false, nearest: [] } as const;

/** A quotation as it is compared. */
interface Read {
  readonly comparable: Comparable;
  /** Without what stands at its ends by convention: ellipses, quotation marks, a comma or full stop before the closing mark. */
  readonly core: string;
  /** The mark at its end that was taken off. */
  readonly ended: string;
  readonly words: readonly Token[];
}

const EDITORS_NOTES =
  /\s*\[(?:sic|emphasis (?:added|supplied|mine|in original))\.?\]|\s*\((?:sic|emphasis (?:added|supplied|mine|in original))\)/gi;

function readQuotation(text: string): Read {
  const whole = comparable(text.replace(EDITORS_NOTES, ''));
  const core = whole.text
    .replace(/^(?:\[?\.(?:\s?\.){2,3}\]?|['\s])+/, '')
    .replace(/(?:\[?\s?\.(?:\s?\.){2,3}\]?|[.,;:'\s-])+$/, '');
  const ended = whole.text
    .slice(whole.text.indexOf(core) + core.length)
    .replace(/'/g, '')
    .trim();
  return { comparable: whole, core, ended, words: tokensOf(whole.text) };
}

interface Exact {
  readonly standings: readonly Stood[];
  readonly conventions: readonly Convention[];
}

/** Every place where the quotation stands as it is; where none is, what is unfair about its ellipses or brackets. */
function findExact(read: Read, places: readonly Place[], ports: CheckPorts, weights: readonly number[]): Exact {
  const found: { standing: Stood; conventions: Convention[] }[] = [];
  const unfair = new Set<Rejection>();
  const look = (texts: Iterable<PlaceText>) => {
    for (const text of texts) {
      const match = matchHere(read, text);
      if (typeof match === 'string') unfair.add(match);
      else if (match)
        found.push({ standing: standingOf(text, match.span, ports.sources), conventions: match.conventions });
      if (found.length >= STANDINGS_MAX) return;
    }
  };
  look(places.map((place) => placeText([place])));
  if (found.length === 0) look(runsOf(places));
  if (found.length === 0 && weights.filter((weight) => weight > 0).length <= COMMON_TERMS_MAX)
    look(
      ports.finder
        .find(read.core, PLACES_OF_COMMON_WORDS)
        .slice(places.length)
        .map((place) => placeText([place])),
    );
  const conventions =
    found.length > 0
      ? found[0]!.conventions
      : [...unfair].flatMap((why): Convention[] => (MARKS[why] ? [{ mark: MARKS[why], fair: false, why }] : []));
  return { standings: found.map(({ standing }) => standing), conventions };
}

const MARKS: Partial<Record<Rejection, Convention['mark']>> = {
  'ellipsis-hides-negation': 'ellipsis',
  'ellipsis-omits-nothing': 'ellipsis',
  'bracket-without-word': 'bracket',
};

/** Passages with the one after them, where both speak with one voice: a quotation may run over paragraphs. */
function* runsOf(places: readonly Place[]): Generator<PlaceText> {
  for (const place of places) {
    for (const other of [place.neighbour(-1), place.neighbour(1)]) {
      if (!other || other.passage.voice !== place.passage.voice || other.passage.speaker !== place.passage.speaker)
        continue;
      const pair = other.passage.span.start < place.passage.span.start ? [other, place] : [place, other];
      const [before, after] = [pair[0]!.neighbour(-1), pair[1]!.neighbour(1)];
      const same = (next: Place | null) => (next?.passage.voice === place.passage.voice ? [next] : []);
      yield placeText([...same(before), ...pair, ...same(after)]);
    }
  }
}

/** Where the quotation stands in a text; why its marks are unfair there; null where it does not stand there. */
function matchHere(
  { core, ended }: Read,
  text: PlaceText,
): { span: Span; conventions: Convention[] } | Rejection | null {
  const matched = matchParts(text.text, core);
  if ('rejected' in matched) return matched.rejected in MARKS ? matched.rejected : null;
  const span = { start: matched.spans[0]!.start, end: matched.spans.at(-1)!.end };
  if (!endsAlike(ended, text.text.slice(span.end, span.end + 2))) return null;
  if (matched.spans.length > 1 && locateIn(text, span).cover.length > 1) return null; // an ellipsis over paragraphs is a stitch
  const brackets: Convention[] =
    /\[[\p{L}]/u.test(core) && !text.text.includes(core) ? [{ mark: 'bracket', fair: true }] : [];
  return {
    span,
    conventions: [
      ...matched.omitted.map((omitted): Convention => ({ mark: 'ellipsis', fair: true, omitted })),
      ...brackets,
    ],
  };
}

/** A full stop may not stand for the source's question or exclamation mark. */
function endsAlike(ended: string, follows: string): boolean {
  return ended.startsWith('.') && !ended.startsWith('..') ? !/^'?[?!]/.test(follows) : true;
}

/** A standing with its first passage. */
interface Stood extends Standing {
  readonly place: Place;
  /** Whether the text itself quotes the words. */
  readonly secondHand: boolean;
}

function standingOf(text: PlaceText, span: Span, sources: Sources): Stood {
  const { range, cover } = locateIn(text, span);
  const document = text.places[0]!.document.id;
  const quotes = cover.flatMap(({ place, span: sentences }) => {
    const verified = verify({ document, span: sentences, passage: place.passage }, sources);
    return 'quotes' in verified ? verified.quotes : [];
  });
  return {
    document,
    span: range,
    exact: sources.slice(document, range),
    quotes,
    place: cover[0]!.place,
    secondHand: isQuoted(text, span),
  };
}

const QUOTED = /["“][^"“”]+["”]/g;

/** Whether the words at `span` stand between quotation marks there. */
function isQuoted(text: PlaceText, span: Span): boolean {
  const [from, to] = [text.starts[span.start]!, text.ends[span.end - 1]!];
  return [...text.shown.matchAll(QUOTED)].some(({ index, 0: quoted }) => index <= from && index + quoted.length >= to);
}

/** What is told of a standing. */
function told({ document, span, exact, quotes }: Stood): Standing {
  return { document, span, exact, quotes };
}

/** exact or misattributed: whose words they are against whom the draft names. Words that only a digest has are nobody's quotation. */
function attribute(
  standings: readonly Stood[],
  attributedTo: string | null,
  conventions: readonly Convention[],
): Pick<CheckedQuotation, 'verdict' | 'places' | 'digest' | 'conventions'> {
  const rated = standings.map((standing) => {
    const { document, passage } = standing.place;
    const named = attributedTo === null ? 'unclear' : isNamed(attributedTo, document, passage);
    const second = passage.voice === 'digest' && standing.secondHand;
    return {
      standing,
      naming: second && named === 'other' ? 'unclear' : named,
      digest: passage.voice === 'digest' && !second,
    };
  });
  rated.sort((a, b) => Number(a.digest) - Number(b.digest) || RANK[a.naming] - RANK[b.naming]);
  const digest = rated.every((place) => place.digest);
  const named = attributedTo !== null && !isPronoun(attributedTo);
  const wrong = digest ? named : rated.every((place) => place.digest || place.naming === 'other');
  return {
    verdict: wrong ? 'misattributed' : 'exact',
    places: rated.map(({ standing }) => told(standing)),
    digest,
    conventions,
  };
}

const RANK: Readonly<Record<Naming, number>> = { same: 0, unclear: 1, other: 2 };

/** A text with the stretch of it that the quotation is nearest to. */
export interface NearText extends Alignment {
  readonly text: PlaceText;
  readonly words: readonly Token[];
}

/** The passages that the quotation's words align with, best first; ties in the order in which they were found. */
function nearestTexts({ words }: Read, places: readonly Place[], weights: readonly number[]): NearText[] {
  const telling = weights.map((weight) => Math.max(weight, FUNCTION_WORD_WEIGHT));
  const texts = places.map((place) => {
    const text = placeText([place]);
    const own = tokensOf(text.text);
    const has = new Set(own.map(({ key }) => key));
    return { text, own, shared: words.reduce((sum, { key }, i) => sum + (has.has(key) ? telling[i]! : 0), 0) };
  });
  texts.sort((a, b) => b.shared - a.shared);
  return texts
    .slice(0, ALIGNED)
    .flatMap(({ text, own }) => {
      const alignment = align(words, telling, own);
      return alignment ? [{ ...alignment, text, words: own }] : [];
    })
    .sort((a, b) => b.similarity - a.similarity);
}

/** What a word that the index leaves out counts beside idf. */
const FUNCTION_WORD_WEIGHT = 0.7;

function diffOf({ comparable: draft, words }: Read, { text, words: own, span }: NearText) {
  const within = own.filter(({ start, end }) => start >= span.start && end <= span.end);
  return diffWords(draft, words, text, within);
}

/** The sentences that come nearest, one a passage. */
function nearestQuotes(near: readonly NearText[], sources: Sources): Quote[] {
  return near.slice(0, NEAREST_MAX).flatMap(({ text, span }) => standingOf(text, span, sources).quotes.slice(0, 1));
}
