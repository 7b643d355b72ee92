// Checks the quotations of a draft: does each stand in the sources as it is quoted, and are the words those of whom the draft names? Exact means
// exact: only typography and fair conventions (match.ts) may differ. Reads top to bottom; every branch is here.

import { type DraftQuotation, findQuotations } from '../text/quotations.ts';
import type { Span } from '../text/span.ts';
import { type Alignment, align, causeOf, diffWords, type Token, tokensOf } from './alignment.ts';
import type { CheckedQuotation, Convention, Naming, Standing } from './checked.ts';
import { matchParts } from './match.ts';
import type { Quote, Rejection } from './model.ts';
import { isNamed, isPronoun, namesOf } from './named-source.ts';
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
const PLACES = 16;
/** Passages that a quotation which stands nowhere is compared with word by word. */
const PLACES_NEAR = 8;
/** Share of its words, by weight, from which on a quotation is one passage's, so that its halves need not be looked for elsewhere. */
const WHOLE_FROM = 0.85;
const PLACES_OF_COMMON_WORDS = 400;
/** Quotations of so few telling words may stand in any of many passages. */
const COMMON_TERMS_MAX = 5;
/** Passages that are aligned, after a look at which words they share; two more that share its first half, and its second. */
const ALIGNED = 4;
const STANDINGS_MAX = 5;
const NEAREST_MAX = 3;

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
  return { text, joined: text, segments, before: '', between: [], after: '', unclosed: false };
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

  let near = nearestTexts(read, places.slice(0, PLACES_NEAR), weights);
  if ((near[0]?.similarity ?? 0) < WHOLE_FROM)
    near = nearestTexts(read, withHalves(read, places.slice(0, PLACES_NEAR), ports.finder), weights);
  const stitches = stitchesOf(read.words, weights, near);
  if (stitches) {
    const places = stitches.map(({ text, span }) => told(standingOf(near[text]!.text, span, ports.sources)));
    return { ...base, verdict: 'stitched', places, conventions: exact.conventions };
  }
  const [best] = near;
  if (best && isRecognised(best)) {
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

const NOTHING = {
  naming: null,
  places: [],
  diff: [],
  cause: null,
  conventions: [],
  digest: false,
  nearest: [],
} as const;

/** A quotation as it is compared. */
interface Read {
  readonly comparable: Comparable;
  /** Without what stands at its ends by convention: ellipses, quotation marks, a comma or full stop before the closing mark. */
  readonly cores: readonly string[];
  /** The mark at its end that was taken off. */
  readonly ended: string;
  readonly words: readonly Token[];
}

const EDITORS_NOTES =
  /\s*\[(?:sic|emphasis (?:added|supplied|mine|in original))\.?\]|\s*\((?:sic|emphasis (?:added|supplied|mine|in original))\)/gi;

function readQuotation({ text, joined }: DraftQuotation): Read {
  const read = (words: string) =>
    comparable(words.slice(0, QUOTATION_MAX_CHARS).normalize('NFC').replace(EDITORS_NOTES, '')); // as documents are
  const whole = read(text);
  const core = coreOf(whole.text);
  const other = coreOf(read(joined).text);
  const ended = whole.text
    .slice(whole.text.indexOf(core) + core.length)
    .replace(/'/g, '')
    .trim();
  return { comparable: whole, cores: [...new Set([core, other])], ended, words: tokensOf(whole.text) };
}

function coreOf(text: string): string {
  return text
    .replace(/^(?:\[?\.(?:\s?\.){2,3}\]?|['\s])+/, '')
    .replace(/(?:\[?\s?\.(?:\s?\.){2,3}\]?|[.,;:'\s-])+$/, '');
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
  if (found.length === 0) look(runsOf(read, places));
  if (found.length === 0 && weights.filter((weight) => weight > 0).length <= COMMON_TERMS_MAX)
    look(
      ports.finder
        .find(read.cores[0]!, PLACES_OF_COMMON_WORDS)
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
  'bracket-hides-negation': 'bracket',
};

/** Passages with those next to them, where all speak with one voice and the first and last words stand at the ends: a quotation may run over paragraphs. */
function* runsOf({ words }: Read, places: readonly Place[]): Generator<PlaceText> {
  const [head, tail] = [words.slice(0, 2), words.slice(-2)].map((ends) =>
    ends.map(({ text }) => bareOf(text)).join(' '),
  );
  const has = (place: Place, ends: string | undefined) => placeText([place]).text.includes(ends ?? '');
  const follows = (place: Place, by: -1 | 1) => {
    const next = place.neighbour(by);
    return next?.passage.voice === place.passage.voice && next.passage.speaker === place.passage.speaker ? next : null;
  };
  const seen = new Set<string>();
  for (const place of places) {
    const first = has(place, head) ? place : has(place, tail) ? follows(place, -1) : null;
    const name = first && `${first.document.id} ${first.passage.span.start}`;
    if (!first || seen.has(name!) || !has(first, head)) continue;
    seen.add(name!);
    const run = [first];
    for (let next = follows(first, 1); next && run.length < RUN_PASSAGES_MAX; next = follows(next, 1)) {
      run.push(next);
      if (!has(next, tail)) continue;
      yield placeText(run);
      break;
    }
  }
}

/** A word at the edge of a quotation, without its marks; nothing of it where brackets alter it. */
function bareOf(word: string): string {
  return /[[\]]/.test(word) ? '' : word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
}

/** Paragraphs that one quotation may run over. */
const RUN_PASSAGES_MAX = 6;

/** Where the quotation stands in a text; why its marks are unfair there; null where it does not stand there. */
function matchHere(
  { cores, ended }: Read,
  text: PlaceText,
): { span: Span; conventions: Convention[] } | Rejection | null {
  let unfair: Rejection | null = null;
  for (const core of cores) {
    const matched = matchParts(text.text, core);
    if ('rejected' in matched) {
      if (matched.rejected in MARKS) unfair = matched.rejected;
      continue;
    }
    const { spans, omitted } = matched;
    const span = { start: spans[0]!.start, end: spans.at(-1)!.end };
    if (!endsAlike(ended, text.text.slice(span.end, span.end + 2))) continue;
    if (spans.length > 1 && locateIn(text, span).cover.length > 1) continue; // an ellipsis over paragraphs is a stitch
    const bracketed = /\[\p{L}/u.test(core) && !text.text.includes(core);
    const ellipses = omitted.map((words): Convention => ({ mark: 'ellipsis', fair: true, omitted: words }));
    return { span, conventions: [...ellipses, ...(bracketed ? [{ mark: 'bracket', fair: true } as const] : [])] };
  }
  return unfair;
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
  sources: Sources,
): Pick<CheckedQuotation, 'verdict' | 'places' | 'digest' | 'naming' | 'conventions'> {
  const mentions = (id: string) => (word: string) =>
    sources
      .slice(id, { start: 0, end: sources.length(id) })
      .toLowerCase()
      .includes(word);
  const rated = standings.map((standing) => {
    const { document, passage } = standing.place;
    const named = attributedTo === null ? 'unclear' : isNamed(attributedTo, document, passage, mentions(document.id));
    if (passage.voice === 'source') return { standing, naming: named, voice: VOICES.source };
    const second = standing.secondHand;
    return {
      standing,
      naming: second && named === 'other' ? 'unclear' : named,
      voice: second ? VOICES.quoted : VOICES.digest,
    };
  });
  rated.sort((a, b) => a.voice - b.voice || RANK[a.naming] - RANK[b.naming]);
  const digest = rated.every(({ voice }) => voice === VOICES.digest);
  const naming = attributedTo === null || isPronoun(attributedTo) ? null : digest ? 'other' : rated[0]!.naming;
  const places = rated.map(({ standing }) => told(standing));
  return { verdict: naming === 'other' ? 'misattributed' : 'exact', places, digest, naming, conventions };
}

/** A source's own words; words that a digest quotes; a digest's own. */
const VOICES = { source: 0, quoted: 1, digest: 2 } as const;

const RANK: Readonly<Record<Naming, number>> = { same: 0, unclear: 1, other: 2 };

/** The places, and where each half of a long quotation may stand: it may be put together. */
function withHalves({ words }: Read, places: readonly Place[], finder: PlaceFinder): Place[] {
  if (words.length < HALVED_FROM) return [...places];
  const middle = Math.ceil(words.length / 2);
  const halves = [words.slice(0, middle), words.slice(middle)].map((half) => half.map(({ text }) => text).join(' '));
  const all = [...places, ...halves.flatMap((half) => finder.find(half, PLACES_OF_HALF))];
  const keys = all.map(({ document, passage }) => `${document.id} ${passage.span.start}`);
  return all.filter((_, n) => keys.indexOf(keys[n]!) === n);
}

const HALVED_FROM = 8;
const PLACES_OF_HALF = 4;

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
    const own = wordsOf(text);
    const has = new Set(own.map(({ key }) => key));
    const held = words.map(({ key }, i) => (has.has(key) ? telling[i]! : 0));
    return { text, own, held };
  });
  const middle = Math.ceil(words.length / 2);
  const best = (from: number, to: number, count: number) => {
    const sum = ({ held }: { held: number[] }) => held.slice(from, to).reduce((total, weight) => total + weight, 0);
    return [...texts].sort((a, b) => sum(b) - sum(a)).slice(0, count);
  };
  const chosen = new Set([...best(0, words.length, ALIGNED), ...best(0, middle, 2), ...best(middle, words.length, 2)]);
  return [...chosen]
    .flatMap(({ text, own }) => {
      const alignment = align(words, telling, own);
      return alignment ? [{ ...alignment, text, words: own }] : [];
    })
    .sort((a, b) => b.similarity - a.similarity);
}

/** Whether a quotation is that passage's, changed: by weight at least half of its words, two that are no function words, or nearly all and four in a row. */
function isRecognised({ similarity, run, telling }: Alignment): boolean {
  return (similarity >= 0.5 && run >= 2 && telling >= 2) || (similarity >= 0.7 && run >= 4 && telling >= 1);
}

const words = new WeakMap<PlaceText, readonly Token[]>();

/** A text's words, kept as long as it is. */
function wordsOf(text: PlaceText): readonly Token[] {
  const known = words.get(text) ?? tokensOf(text.text);
  words.set(text, known);
  return known;
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
