// Splits legal prose into sentences. Unicode's own rules (UAX #29, by Intl.Segmenter) propose the boundaries; the rules
// here take back those that stand after a citation, an abbreviation, an initial or a paragraph number. It adds no boundary.
import { type Span, trimSpan } from './span.ts';

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });

/** Never the end of a sentence: something always follows them ("v. Doe", "Mr. Kelly", "art. 10", "¶ 12"). */
const ALWAYS_CONTINUES =
  words(`v vs mr mrs ms dr prof hon sen rep gov atty messrs mx st mt ft art arts sec secs para paras
  cl ch vol pt tit app supp ex exh fig approx cf eg ie viz subd div stat ann amend amends const civ crim proc evid fed
  pub sup compl decl dkt gen lt col capt sgt insp elec am
  jan feb mar apr jun jul aug sept sep oct nov dec mem op ord adv reg regs rev att'y dep ass'n dep't gov't int'l nat'l comm'n comm'r
  al-`);

/** Often inside a name or citation, sometimes the last word: a sentence ends there only if a usual first word follows. */
const MAY_END =
  words(`inc corp co ltd llc llp plc lp bros jr sr esq etc al cal wash md del va pa tenn fla tex ill mass mich conn
  ariz colo minn wis ind ga ky la okla ore kan nev nm dist cir ct super cert id ibid supra infra ph.d a.m p.m no nos p pp n nn ed eds
  trans dept univ`);

/** After these a number, a letter or a mark must follow for them to be abbreviations ("No. 3", "p. 11", "n. 6"); else they end. */
const NEEDS_NUMBER = words('no nos p pp n nn par');

/** Usual first words of an English sentence: what tells "Twitter, Inc. The company …" from "Twitter, Inc. Holdings". */
const STARTERS =
  words(`the a an this that these those it its he she they we you i his her their our my in on at by for from to
  with without under after before when while where who what which how why if although though because since as so but and or nor
  yet however moreover thus therefore then there here no not none neither both each every some many most one two three several
  all any another other such only even also still instead according despite during until once later earlier today yesterday
  is are was were do does did has have had can could may might must shall should will would let`);

/** First words that lean on the sentence before. */
const DEPENDENT =
  /^(?:it|he|she|they|this|that|these|those|such|both|its|his|her|their|the (?:court|order|case|rule|law|statute|decision|letter|judge|company|agency|request)|but|and|so|there|then)\b/i;

/** Whether a sentence says little without the one before it ("It was withdrawn."). */
export function leansOnPrevious(sentence: string): boolean {
  return DEPENDENT.test(sentence);
}

/** No abbreviation is longer. */
const WORD_MAX_CHARS = 48;
/** As much of a sentence as tells whether it ends: its last words. */
const LOOK_BACK_CHARS = 240;
/** Much longer than a sentence, short enough for a square. */
const PIECE_CHARS = 4096;

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(/\s+/));
}

const CLOSERS = /[)\]}"'’”»›*_]+$/u;
const OPENERS = /^[\s([{"'‘“«‹*_]+/u;
/** The last word with its full stop, closing marks removed: "(U.S.C." gives "U.S.C.". */
const LAST_WORD = /([^\s([{"'‘“«‹—–/]+)\.$/u;
const DOTTED = /^(?:\p{L}\.)+\p{L}{1,2}$/u;
/** A note's mark belongs to the sentence before it: "a right.[1] The", "a right.¹ The". Two characters before the boundary too. */
const NOTE_MARK = /^(?:[^\s[]\[(?=\d)|.\S(?=[¹²³⁰-⁹]))(\d{1,3}\]|[¹²³⁰-⁹]{1,3})/u;
const LIST_NUMBER = /^[\s([{]*(?:\d{1,4}|[ivxlc]{1,6}|[a-z])\\?[.)]+$/iu;
const NUMBER_START = /^[\s(["“'#§¶]*[\d§¶#]/u;
const FIRST_WORD = /^[\s([{"'‘“«‹*_]*([\p{L}\p{M}'’]+)/u;

/**
 * Sentences of `text` between `from` and `to` (UTF-16 offsets), in order, white space trimmed. Together they hold every
 * character of the range that is not white space. Line breaks inside the range count as spaces (text may be hard-wrapped).
 */
export function splitSentences(text: string, from = 0, to = text.length): Span[] {
  const flat = text.slice(from, to).replace(/[\n\r\t\v\f\u0085\u2028\u2029]/g, ' ');
  const spans: Span[] = [];
  let start = 0;
  for (const proposed of proposedEnds(flat)) {
    const end = proposed + (NOTE_MARK.exec(flat.slice(proposed - 2, proposed + 6))?.[1]?.length ?? 0);
    if (
      end < flat.length &&
      !endsSentence(flat.slice(Math.max(start, end - LOOK_BACK_CHARS), end), flat.slice(end, end + 80))
    )
      continue;
    const span = trimSpan(flat, { start, end });
    if (span) spans.push({ start: from + span.start, end: from + span.end });
    start = end;
  }
  return spans;
}

/** Boundaries that Unicode's rules propose. In pieces, since `Intl.Segmenter` takes time with the square of its text's length. */
function* proposedEnds(flat: string): Generator<number> {
  let size = PIECE_CHARS;
  for (let at = 0; at < flat.length; ) {
    const isLast = at + size >= flat.length;
    const segments = [...segmenter.segment(flat.slice(at, at + size))];
    if (!isLast && segments.length < 3) {
      size *= 2; // one sentence fills the piece
      continue;
    }
    // What follows the piece may move its last boundaries, never the ones before them.
    const sure = isLast ? segments : segments.slice(0, -2);
    for (const { index, segment } of sure) yield at + index + segment.length;
    const last = sure.at(-1)!;
    at += last.index + last.segment.length;
    size = PIECE_CHARS;
  }
}

/** Whether a sentence may end between `left` (the sentence so far) and `right` (what follows). */
function endsSentence(left: string, right: string): boolean {
  const body = left.trimEnd();
  if (body === '' || LIST_NUMBER.test(body)) return false;
  const next = right.replace(OPENERS, '');
  if (next === '' || /^[\p{Ll},;:.…)\]]/u.test(next)) return false;
  const bare = body.replace(/(?:\[\d{1,3}\]|[¹²³⁰-⁹]+)$/u, '').replace(CLOSERS, '');
  if (!bare.endsWith('.')) return true;
  if (/\[\s*\.(?:\s*\.){2}$/u.test(bare)) return false; // an omission mark "[. . .]" inside a quotation
  if (/["'‘“«‹(]\.{3}$/u.test(bare)) return false; // a quotation that begins with an omission
  const word = LAST_WORD.exec(bare.slice(-WORD_MAX_CHARS))?.[1];
  if (word === undefined) return true;
  if (word !== 'I' && /^\p{Lu}$/u.test(word)) return false; // an initial: "Stephen P. Caruso"
  return endsAfterWord(word.toLowerCase().replace(/’/g, "'"), right);
}

function endsAfterWord(word: string, right: string): boolean {
  if (ALWAYS_CONTINUES.has(word)) return false;
  if (NEEDS_NUMBER.has(word)) return !(NUMBER_START.test(right) || /^\s*[A-Z]?[\d-]/.test(right));
  if (word === 'i' || MAY_END.has(word) || DOTTED.test(word)) return startsUsually(right);
  return true;
}

function startsUsually(right: string): boolean {
  const first = FIRST_WORD.exec(right)?.[1];
  return first !== undefined && STARTERS.has(first.toLowerCase());
}
