// The core flow: a question → passages → a draft → checked quotations → an answer. Reads top to bottom; every branch is here.

import { scanUnits } from '../text/terms.ts';
import { introduce } from './attribution.ts';
import { ANSWER_FROM, confidenceOf, readFeatures } from './evidence.ts';
import type {
  Answer,
  Candidate,
  Concept,
  Draft,
  DraftStatement,
  Found,
  Kind,
  NotFoundReason,
  Notice,
  Passage,
  Question,
  Quote,
  Retrieval,
  Statement,
} from './model.ts';
import type { Composer, Retriever, Sources } from './ports.ts';
import { assertsEvent, holdsNew, isGap, readAnswerType } from './question.ts';
import { isSmallTalk, readScope, type Scope } from './scope.ts';
import { verify } from './verify.ts';

/** Longer questions are refused, not cut: a cut question is another question. */
export const QUESTION_MAX_CHARS = 2000;
/** Passages that a composer chooses from. */
const PASSAGES = 30;
const NEAREST_MAX = 3;
/** The first statement's document says what became of its matter, and so do cases and filings after it. */
const STATUS_MAX = 2;
const CASE_KINDS: ReadonlySet<Kind | null> = new Set(['filing', 'opinion', 'statute']);
/** However many a composer drafts. */
const STATEMENTS_MAX = 8;
/** Below this the sources have nothing near the question's subject. */
const OFF_TOPIC_BELOW = 0.15;
/** From here on, sources that answer the very question may, though its form asks for advice. */
const ADVICE_ANSWERED_FROM = 0.75;

export interface AskPorts {
  readonly retriever: Retriever;
  readonly composer: Composer;
  readonly sources: Sources;
  /** From the guide for people in trouble, where the knowledge has one: what it says first, and who can help. */
  readonly guide: () => { readonly lead: readonly Quote[]; readonly contacts: readonly Quote[] };
}

/** Answers one question. Expected outcomes are values; throws only on faults of the ports. */
export async function ask(question: Question, ports: AskPorts): Promise<Answer> {
  const text = question.text.trim();
  if (!/[\p{L}\p{N}]/u.test(text)) return refusal('empty-question');
  if (text.length > QUESTION_MAX_CHARS) return refusal('question-too-long');
  if (isSmallTalk(text)) return refusal('small-talk');

  const scope = readScope(text);
  const type = readAnswerType(text);
  const everything = withoutShown(await ports.retriever.retrieve({ ...question, text }, PASSAGES), question);
  const score = (retrieval: Retrieval) => confidenceOf(readFeatures(retrieval, type));
  const toGuides = scope?.reason === 'legal-advice' && score(everything) < ADVICE_ANSWERED_FROM;
  const retrieval = toGuides ? guidesOnly(everything) : everything;
  const composed = await ports.composer.compose({ ...question, text }, retrieval);
  const places = placesOf(composed, retrieval);
  const gap = decisiveGap(composed, places, retrieval, text);
  const draft =
    gap === null ? composed : { statements: [gap, ...composed.statements.filter((statement) => statement !== gap)] };
  const statements = verifyDraft(draft, places, ports.sources);
  const confidence = statements.length === 0 ? 0 : score(retrieval);
  const unanswered = gap !== null && type !== 'yes-no';
  const reason = reasonAgainst(scope, confidence) ?? (unanswered ? 'not-in-sources' : null);
  const notices = noticesOf(question, retrieval, reason === 'off-topic' ? [] : statements);
  if (reason === null) {
    const missing = missingWords(retrieval, draft, places);
    const first: Notice[] = missing.length > 0 ? [{ code: 'missing', words: missing }] : [];
    return { ...EMPTY, status: 'answered', confidence, statements, notices: [...first, ...notices] };
  }
  return {
    ...EMPTY,
    status: 'not-found',
    reason,
    confidence: unanswered ? Math.min(confidence, ANSWER_FROM / 2) : confidence,
    nearest: nearestFor(reason, statements, ports),
    covers: coveredBy(retrieval.found),
    help: scope === null ? [] : ports.guide().contacts,
    notices,
  };
}

/** For a follow-up with no word of its own ("and then?"): what was found, less the sentences that the thread has been shown. */
function withoutShown(retrieval: Retrieval, { shown = [] }: Question): Retrieval {
  const { concepts } = retrieval;
  if (concepts.length === 0 || !concepts.every(({ fromHistory }) => fromHistory)) return retrieval;
  const before = new Set(shown.map(({ document, start }) => `${document} ${start}`));
  const isNew = (document: string, start: number) => !before.has(`${document} ${start}`);
  const found = retrieval.found
    .map((passage) => ({
      ...passage,
      sentences: passage.sentences.filter(({ span }) => isNew(passage.document.id, span.start)),
    }))
    .filter(({ sentences }) => sentences.length > 0);
  return { ...retrieval, found };
}

/** To somebody in trouble only the guides speak where nothing answers the very question, if any guide has something near. */
function guidesOnly(retrieval: Retrieval): Retrieval {
  const found = retrieval.found.filter(({ document }) => document.kind === 'guide');
  return found.length > 0 ? { ...retrieval, found } : retrieval;
}

/** A gap decides when it bears this share of the question's idf that no other statement bears, */
const GAP_SHARE = 0.15;
/** or this much more of the question than any other statement, */
const GAP_AHEAD = 1.2;
/** or this much of it where the question asks for a date or a number and no other statement has one. */
const GAP_NEAR = 0.75;

/**
 * The statement in which a digest says that its sources leave just this open ("not verified", "not known"), if it decides: it
 * stands first, or answers to more of the question than the others do. Then the sources say that they do not answer.
 */
function decisiveGap(
  draft: Draft,
  places: ReadonlyMap<string, Place>,
  { concepts }: Retrieval,
  question: string,
): DraftStatement | null {
  const read = draft.statements.map((statement) => {
    const at = statement.quotes.flatMap(({ id }) => places.get(id) ?? []);
    const mask = at.reduce((sum, { matched }) => sum | matched, 0);
    const gap = at[0]?.passage.voice === 'digest' && isGap(at[0].passage.headings, at[0].shown);
    return {
      statement,
      mask,
      gap,
      weight: idfOf(mask, concepts),
      holds: at.some(({ shown }) => holdsNew(question, shown)),
    };
  });
  const others = read.filter(({ gap }) => !gap);
  const best = Math.max(0, ...others.map(({ weight }) => weight));
  const borne = others.reduce((mask, other) => mask | other.mask, 0);
  const total = idfOf(~0, concepts) || 1;
  const decisive = read.find(
    ({ gap, mask, weight }, n) =>
      gap &&
      ((n === 0 && weight >= best) ||
        idfOf(mask & ~borne, concepts) / total >= GAP_SHARE ||
        weight > GAP_AHEAD * best ||
        (weight >= GAP_NEAR * best && !others.some(({ holds }) => holds))),
  );
  return decisive?.statement ?? null;
}

/** What is shown instead of an answer: to somebody in trouble the guide's first words, to others what came nearest. */
function nearestFor(reason: NotFoundReason, statements: readonly Statement[], ports: AskPorts): readonly Quote[] {
  if (reason === 'off-topic') return [];
  const lead = reason === 'legal-advice' ? ports.guide().lead : [];
  return lead.length > 0 ? lead : statements.flatMap(({ quotes }) => quotes).slice(0, NEAREST_MAX);
}

function idfOf(mask: number, concepts: readonly Concept[]): number {
  return concepts.reduce((sum, { idf, fromHistory }, i) => (mask & (1 << i) && !fromHistory ? sum + idf : sum), 0);
}

/** Names, numbers and asserted events of the question that none of the chosen passages mentions: a premise they do not bear out. */
function missingWords({ concepts }: Retrieval, draft: Draft, places: ReadonlyMap<string, Place>): string[] {
  const covered = draft.statements
    .flatMap(({ quotes }) => quotes)
    .reduce((mask, { id }) => mask | (places.get(id)?.matched ?? 0), 0);
  return concepts
    .filter(
      ({ type, surface, fromHistory }, i) =>
        !(covered & (1 << i)) && !fromHistory && (type !== 'word' || assertsEvent(surface)),
    )
    .map(({ surface }) => surface);
}

const EMPTY = { confidence: 0, statements: [], nearest: [], covers: [], help: [], notices: [] } as const;

function refusal(reason: NotFoundReason): Answer {
  return { ...EMPTY, status: 'not-found', reason };
}

function reasonAgainst(scope: Scope | null, confidence: number): NotFoundReason | null {
  if (scope?.strength === 'firm') return scope.reason;
  if (scope && (scope.reason !== 'legal-advice' || confidence < ADVICE_ANSWERED_FROM)) return scope.reason;
  if (confidence >= ANSWER_FROM) return null;
  return confidence < OFF_TOPIC_BELOW ? 'off-topic' : 'not-in-sources';
}

/** Turns a draft into statements whose every quotation is checked; what fails is left out. */
function verifyDraft(draft: Draft, places: ReadonlyMap<string, Place>, sources: Sources): Statement[] {
  return draft.statements.slice(0, STATEMENTS_MAX).flatMap((statement): Statement[] => {
    const quotes = statement.quotes.flatMap(({ id, phrase }): readonly Quote[] => {
      const place = places.get(id);
      if (!place) return [];
      const { document, passage, span } = place;
      const result = verify({ document, span, passage, ...(phrase === undefined ? {} : { phrase }) }, sources);
      return 'quotes' in result ? result.quotes : [];
    });
    const [first] = quotes;
    if (!first || quotes.length < statement.quotes.length) return [];
    return [{ text: ownText(quotes), quotes }];
  });
}

/** The statement's sentence: our digest's sentences, or who says the words that follow. */
function ownText(quotes: readonly Quote[]): string {
  const digest = quotes.filter(({ voice }) => voice === 'digest').map(({ shown }) => shown);
  return digest.length > 0 ? digest.join(' ') : introduce(quotes[0]!);
}

interface Place {
  readonly document: string;
  readonly passage: Passage;
  readonly span: Candidate['span'];
  readonly shown: string;
  /** Concepts in the sentence, its headings and its document's title. */
  readonly matched: number;
}

/** The sentences that a draft names, by id; an id that no passage has is not among them. */
function placesOf(draft: Draft, { found }: Retrieval): Map<string, Place> {
  const places = new Map<string, Place>();
  const named = new Set(draft.statements.flatMap(({ quotes }) => quotes.map(({ id }) => id)));
  const passages = new Set([...named].map((id) => id.split('.', 1)[0]));
  for (const { id: passageId, document, passage, sentences, intro, quoted, list, matchedContext } of found) {
    if (!passages.has(passageId)) continue;
    for (const group of [{ passage, sentences }, intro, quoted, ...(list() ?? [])]) {
      for (const { id, span, shown, matched } of group?.sentences ?? []) {
        if (named.has(id))
          places.set(id, {
            document: document.id,
            passage: group!.passage,
            span,
            shown,
            matched: matched | matchedContext,
          });
      }
    }
  }
  return places;
}

function coveredBy(found: readonly Found[]): string[] {
  return [...new Set(found.slice(0, 10).map(({ document }) => document.short ?? document.title))].slice(0, 4);
}

function noticesOf(question: Question, { concepts }: Retrieval, statements: readonly Statement[]): Notice[] {
  const notices: Notice[] = [];
  const earlier = question.history.at(-1);
  if (earlier !== undefined && concepts.some(({ fromHistory }) => fromHistory))
    notices.push({ code: 'follow-up', earlier });
  const shown = statements.flatMap(({ quotes }) => quotes.map((quote) => quote.shown)).join(' ');
  for (const { surface, corrected } of concepts) {
    const word = corrected === undefined ? undefined : scanUnits(shown).find(({ stems }) => stems.includes(corrected));
    if (word) notices.push({ code: 'corrected', from: surface, to: word.surface.replace(/[’']s$/, '') });
  }
  const seen = new Set<string>();
  for (const [n, { quotes }] of statements.entries()) {
    for (const { document, short, status, kind } of quotes) {
      if (status === null || seen.has(document) || (n > 0 && !CASE_KINDS.has(kind)) || seen.size === STATUS_MAX)
        continue;
      seen.add(document);
      notices.push({ code: 'status', document, short, status });
    }
  }
  return notices;
}
