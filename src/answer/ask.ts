// The core flow: a question → passages → a draft → checked quotations → an answer. Reads top to bottom; every branch is here.

import { introduce } from './attribution.ts';
import { ANSWER_FROM, confidenceOf, readFeatures } from './evidence.ts';
import type {
  Answer,
  Candidate,
  Draft,
  Found,
  NotFoundReason,
  Notice,
  Passage,
  Question,
  Quote,
  Retrieval,
  Statement,
} from './model.ts';
import type { Composer, Retriever, Sources } from './ports.ts';
import { readAnswerType } from './question.ts';
import { readScope, type Scope } from './scope.ts';
import { verify } from './verify.ts';

/** Longer questions are refused, not cut: a cut question is another question. */
export const QUESTION_MAX_CHARS = 2000;
/** Passages that a composer chooses from. */
const PASSAGES = 40;
const NEAREST_MAX = 3;
/** Below this the sources have nothing near the question's subject. */
const OFF_TOPIC_BELOW = 0.12;
/** From here on, a guide that answers the very question may answer though its form asks for advice. */
const ADVICE_ANSWERED_FROM = 0.75;

export interface AskPorts {
  readonly retriever: Retriever;
  readonly composer: Composer;
  readonly sources: Sources;
  /** Quotations from the guide's list of who can help. */
  readonly help: () => readonly Quote[];
}

/** Answers one question. Expected outcomes are values; throws only on faults of the ports. */
export async function ask(question: Question, ports: AskPorts): Promise<Answer> {
  const text = question.text.trim();
  if (!/[\p{L}\p{N}]/u.test(text)) return refusal('empty-question');
  if (text.length > QUESTION_MAX_CHARS) return refusal('question-too-long');

  const retrieval = await ports.retriever.retrieve({ ...question, text }, PASSAGES);
  const draft = await ports.composer.compose({ ...question, text }, retrieval);
  const statements = verifyDraft(draft, retrieval, ports.sources);
  const confidence = statements.length === 0 ? 0 : confidenceOf(readFeatures(retrieval, readAnswerType(text)));
  const scope = readScope(text);
  const reason = reasonAgainst(scope, confidence, statements);
  const notices = noticesOf(question, retrieval, reason === null ? statements : []);
  if (reason === null) return { ...EMPTY, status: 'answered', confidence, statements, notices };
  return {
    ...EMPTY,
    status: 'not-found',
    reason,
    confidence,
    nearest: reason === 'off-topic' ? [] : statements.flatMap(({ quotes }) => quotes).slice(0, NEAREST_MAX),
    covers: coveredBy(retrieval.found),
    help: scope === null ? [] : ports.help(),
    notices,
  };
}

const EMPTY = { confidence: 0, statements: [], nearest: [], covers: [], help: [], notices: [] } as const;

function refusal(reason: NotFoundReason): Answer {
  return { ...EMPTY, status: 'not-found', reason };
}

function reasonAgainst(
  scope: Scope | null,
  confidence: number,
  statements: readonly Statement[],
): NotFoundReason | null {
  if (scope?.strength === 'firm') return scope.reason;
  if (scope) {
    const fromGuide = statements[0]?.quotes.some(({ kind }) => kind === 'guide') === true;
    if (scope.reason !== 'legal-advice' || !fromGuide || confidence < ADVICE_ANSWERED_FROM) return scope.reason;
  }
  if (confidence >= ANSWER_FROM) return null;
  return confidence < OFF_TOPIC_BELOW ? 'off-topic' : 'not-in-sources';
}

/** Turns a draft into statements whose every quotation is checked; what fails is left out. */
function verifyDraft(draft: Draft, retrieval: Retrieval, sources: Sources): Statement[] {
  const places = placesOf(retrieval);
  return draft.statements.flatMap((statement): Statement[] => {
    const quotes = statement.quotes.flatMap(({ id, phrase }): readonly Quote[] => {
      const place = places.get(id);
      if (!place) return [];
      const { document, passage, span } = place;
      const result = verify({ document, span, passage, ...(phrase === undefined ? {} : { phrase }) }, sources);
      return 'quotes' in result ? result.quotes : [];
    });
    const [first] = quotes;
    if (!first || quotes.length < statement.quotes.length) return [];
    return [{ text: statement.text || ownText(quotes), quotes }];
  });
}

/** The statement's sentence when a composer adds none: our digest's sentences, or who says the words that follow. */
function ownText(quotes: readonly Quote[]): string {
  const digest = quotes.filter(({ voice }) => voice === 'digest').map(({ shown }) => shown);
  return digest.length > 0 ? digest.join(' ') : introduce(quotes[0]!);
}

interface Place {
  readonly document: string;
  readonly passage: Passage;
  readonly span: Candidate['span'];
}

/** Every id that a draft may name. */
function placesOf({ found }: Retrieval): Map<string, Place> {
  const places = new Map<string, Place>();
  for (const { document, passage, sentences, intro, quoted } of found) {
    for (const group of [{ passage, sentences }, intro, quoted]) {
      for (const { id, span } of group?.sentences ?? [])
        places.set(id, { document: document.id, passage: group!.passage, span });
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
  for (const { surface, corrected } of concepts)
    if (corrected !== undefined) notices.push({ code: 'corrected', from: surface, to: corrected });
  const seen = new Set<string>();
  for (const [n, { quotes }] of statements.entries()) {
    for (const { document, short, status, kind } of quotes) {
      if (status === null || seen.has(document) || (n > 0 && kind !== 'filing')) continue;
      seen.add(document);
      notices.push({ code: 'status', document, short, status });
    }
  }
  return notices;
}
