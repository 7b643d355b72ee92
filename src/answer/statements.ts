// From what a composer drafted to what is shown: every id looked up, every quotation sliced by `verify.ts`, every sentence of the
// composer's own checked by `grounding.ts`. What fails anywhere is dropped with a code, whole.

import { leansOnPrevious } from '../text/sentences.ts';
import { introduce } from './attribution.ts';
import { isCopy } from './copies.ts';
import { ground } from './grounding.ts';
import { turnsRound } from './match.ts';
import type {
  Candidate,
  DocumentMeta,
  Draft,
  DraftStatement,
  DropCode,
  Dropped,
  Passage,
  Quote,
  Retrieval,
  Statement,
} from './model.ts';
import type { Sources } from './ports.ts';
import { verify } from './verify.ts';

/** However many a composer drafts. */
const STATEMENTS_MAX = 8;
/** Sentences that one statement of a composer's own may rest on; with more, any name would stand somewhere among them. */
const PROSE_QUOTES_MAX = 6;
/** Words of a composer's own in one answer: errors grow with length. */
const PROSE_WORDS_MAX = 150;

/** Where a sentence stands, with what is known around it. */
export interface Place {
  readonly document: DocumentMeta;
  readonly passage: Passage;
  readonly span: Candidate['span'];
  readonly shown: string;
  /** Concepts in the sentence, its headings and its document's title. */
  readonly matched: number;
  /** The sentence before it in its passage. */
  readonly before: Candidate | null;
}

/** The sentences that a draft names, by id; an id that no passage has is not among them. */
export function placesOf(statements: readonly DraftStatement[], { found }: Retrieval): Map<string, Place> {
  const places = new Map<string, Place>();
  const named = new Set(statements.flatMap(({ quotes }) => quotes.map(({ id }) => id)));
  const passages = new Set([...named].map((id) => id.split('.', 1)[0]));
  for (const { id: passageId, document, passage, sentences, intro, quoted, list, matchedContext } of found) {
    if (!passages.has(passageId)) continue;
    for (const group of [{ passage, sentences }, intro, quoted, ...(list() ?? [])]) {
      for (const [n, { id, span, shown, matched }] of (group?.sentences ?? []).entries()) {
        if (!named.has(id)) continue;
        const before = group!.sentences[n - 1] ?? null;
        places.set(id, { document, passage: group!.passage, span, shown, matched: matched | matchedContext, before });
      }
    }
  }
  return places;
}

/** The statements of a draft that hold, in order, and what was dropped. */
export interface Checked {
  readonly statements: readonly Statement[];
  /** The drafts of those statements. */
  readonly held: readonly DraftStatement[];
  readonly dropped: readonly Dropped[];
}

/** Checks a draft statement by statement, as they come. `question`: what a denial may name without the sources naming it. */
export function createChecker(retrieval: Retrieval, sources: Sources, question: string) {
  const statements: Statement[] = [];
  const held: DraftStatement[] = [];
  const dropped: Dropped[] = [];
  let words = 0;
  return {
    /** The statement to show, or null where it does not hold. */
    check(draft: DraftStatement): Statement | null {
      const full = statements.length >= STATEMENTS_MAX;
      const result = full ? { code: 'too-many' as const } : checkStatement(draft, retrieval, sources, question);
      const { code, statement } = withinCap(result, words);
      if (code !== undefined) dropped.push({ text: draft.text ?? '', code, ...(statement ? { replaced: true } : {}) });
      if (statement === undefined) return null;
      words += wordsOf(statement);
      statements.push(statement);
      held.push(draft);
      return statement;
    },
    checked: (): Checked => ({ statements, held, dropped }),
  };
}

/** What becomes of a draft's statement: the statement to show, why it or its prose is dropped, or both. */
interface Outcome {
  readonly statement?: Statement;
  readonly code?: DropCode;
}

function withinCap(outcome: Outcome, words: number): Outcome {
  const { statement } = outcome;
  const over = statement !== undefined && words + wordsOf(statement) > PROSE_WORDS_MAX && statement.prose;
  return over ? { code: 'word-cap' } : outcome;
}

/** Words of a composer's own. */
function wordsOf({ prose, text }: Statement): number {
  return prose ? text.split(/\s+/).length : 0;
}

/** `createChecker` for a whole draft. */
export function checkDraft({ statements }: Draft, retrieval: Retrieval, sources: Sources, question: string): Checked {
  const checker = createChecker(retrieval, sources, question);
  for (const statement of statements) checker.check(statement);
  return checker.checked();
}

/**
 * Faults of a composer's sentence that is about what it cites, but may tell it wrongly: the cited sentences stand instead of it. With other
 * faults it brings in what they do not have, and nothing of the statement is shown.
 */
const GIVES_WAY: ReadonlySet<DropCode> = new Set(['roles', 'negation', 'caution', 'overreach']);

function checkStatement(draft: DraftStatement, retrieval: Retrieval, sources: Sources, question: string): Outcome {
  const prose = draft.text?.trim() ?? '';
  const cited = citedBy(draft, retrieval, sources, prose !== '');
  if (typeof cited === 'string') return { code: cited };
  const parts = distinct(cited.flatMap(({ part }) => part));
  const wholes = distinct(cited.flatMap(({ whole }) => whole));
  if (parts.length === 0) return { code: 'no-quote' };
  const plain: Statement = { text: ownText(parts), quotes: parts, prose: false };
  if (prose === '') return { statement: plain };
  if (wholes.length > PROSE_QUOTES_MAX) return { code: 'too-many' };
  if (
    isCopy(
      prose,
      wholes.map(({ shown }) => shown),
    )
  )
    return { statement: plain };
  const supports = cited.map(({ place }) => place);
  const onParts = ground(prose, parts, supports, question);
  if ('text' in onParts) return { statement: { text: onParts.text, quotes: parts, prose: true } };
  const onWholes = ground(prose, wholes, supports, question);
  if ('text' in onWholes) return { statement: { text: onWholes.text, quotes: wholes, prose: true } };
  return GIVES_WAY.has(onWholes.code) ? { statement: plain, code: onWholes.code } : onWholes;
}

/** A sentence that a draft cites: the part of it that is meant, and all of it. */
interface Cited {
  readonly place: Place;
  readonly part: readonly Quote[];
  readonly whole: readonly Quote[];
}

/** What a draft statement cites, checked; in the composer's own words also what a digest's sentence leans on. */
function citedBy(
  { quotes }: DraftStatement,
  retrieval: Retrieval,
  sources: Sources,
  prose: boolean,
): Cited[] | DropCode {
  const places = placesOf([{ quotes }], retrieval);
  const cited: Cited[] = [];
  for (const { id, phrase } of quotes) {
    const place = places.get(id);
    if (!place) return 'unknown-id';
    const { document, passage, span, before } = place;
    const claim = { document: document.id, span, passage };
    const part = phrase === undefined ? null : verify({ ...claim, phrase }, sources);
    if (part && 'rejected' in part) return part.rejected;
    const whole = verify(claim, sources);
    if ('rejected' in whole) return whole.rejected;
    const leans = prose && before !== null && passage.voice === 'digest' && leansOnPrevious(place.shown);
    const lead = leans ? verify({ ...claim, span: before.span }, sources) : null;
    const led = lead && 'quotes' in lead ? lead.quotes : [];
    const shown = part && showsPart(passage, part.quotes, place.shown) ? part.quotes : whole.quotes;
    cited.push({ place, part: [...led, ...shown], whole: [...led, ...whole.quotes] });
  }
  return cited;
}

/**
 * Whether a part of a sentence may be shown for the whole: only of a source's own words, and only where what is left out has no word that
 * turns it round ("may have exceeded" is not "exceeded").
 */
function showsPart({ voice }: Passage, parts: readonly Quote[], whole: string): boolean {
  const rest = parts.reduce((left, { shown }) => left.replace(shown, ' '), whole);
  return voice === 'source' && !turnsRound(rest);
}

/** Each place once, however often a statement names it. */
function distinct(quotes: readonly Quote[]): Quote[] {
  const seen = new Set<string>();
  return quotes.filter(({ document, start, end }) => {
    const key = `${document} ${start} ${end}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** The statement's sentence where it has none of its own: our digest's sentences, or who says the words that follow. */
function ownText(quotes: readonly Quote[]): string {
  const digest = quotes.filter(({ voice }) => voice === 'digest').map(({ shown }) => shown);
  return digest.length > 0 ? digest.join(' ') : introduce(quotes[0]!);
}
