// The core flow: a question → passages → a draft → checked statements → an answer. Reads top to bottom; every branch is here.

import { ANSWER_FROM, confidenceOf, readFeatures } from './evidence.ts';
import { decisiveGap, missingWords, questionBorne } from './gaps.ts';
import type {
  Answer,
  Draft,
  DraftStatement,
  Found,
  NotFoundReason,
  Notice,
  Question,
  Quote,
  Retrieval,
  Statement,
  Step,
  Unworded,
} from './model.ts';
import { noticesOf } from './notices.ts';
import { type Composer, ComposerError, type Retriever, type Rewriter, type Sources } from './ports.ts';
import { type AnswerType, readAnswerType, withoutMentions } from './question.ts';
import { acceptStandalone, isWorthRewriting } from './rewriting.ts';
import { isSmallTalk, readScope, type Scope } from './scope.ts';
import { type Checked, checkDraft, createChecker } from './statements.ts';

/** Longer questions are refused, not cut: a cut question is another question. */
export const QUESTION_MAX_CHARS = 2000;
/** Passages that a composer chooses from. */
const PASSAGES = 30;
const NEAREST_MAX = 3;
/** Below this the sources have nothing near the question's subject. */
const OFF_TOPIC_BELOW = 0.15;
/** From here on, sources that answer the very question may, though its form asks for advice. */
const ADVICE_ANSWERED_FROM = 0.75;

/**
 * What a writer chose must bear at least this share of what the keyless draft bears of the question. Of 133 honest replies 5 % lie below,
 * of 115 lying ones a third.
 */
const BORNE_SHARE = 0.5;

export interface AskPorts {
  readonly retriever: Retriever;
  /** The keyless composer. Its draft decides whether there is an answer at all, and stands wherever the writer's does not. */
  readonly composer: Composer;
  /** A composer with words of its own, where one is configured. */
  readonly writer?: Composer;
  readonly rewriter?: Rewriter;
  readonly sources: Sources;
  /** From the guide for people in trouble, where the knowledge has one: what it says first, and who can help. */
  readonly guide: () => { readonly lead: readonly Quote[]; readonly contacts: readonly Quote[] };
}

/** Answers one question. Expected outcomes are values; throws only on faults of the ports, and the signal's reason when aborted. */
export async function ask(question: Question, ports: AskPorts, signal?: AbortSignal): Promise<Answer> {
  for await (const step of answerSteps(question, ports, signal)) if (step.step === 'answer') return step.answer;
  throw new Error('expected the last step to be an answer');
}

/** Answers one question step by step, each statement as soon as it is checked; the last step is the answer. */
export async function* answerSteps(question: Question, ports: AskPorts, signal?: AbortSignal): AsyncGenerator<Step> {
  const text = withoutMentions(question.text);
  const history = question.history.map(withoutMentions);
  const refused = refusalOf(text);
  if (refused) return yield { step: 'answer', answer: refusal(refused) };

  let reading = await read({ ...question, text, history }, readScope(text), ports, signal);
  if (ports.rewriter && isWorthRewriting(reading)) {
    yield { step: 'rewriting' };
    reading = await reread(reading, ports, signal);
  }
  const plain = await composePlainly(reading, ports);
  let answer = conclude(reading, plain, plain, [], ports);
  if (ports.writer && answer.status === 'answered') {
    yield { step: 'composing' };
    answer = yield* write(reading, plain, answer, ports, ports.writer, signal);
  }
  yield { step: 'answer', answer };
}

export function refusalOf(text: string): NotFoundReason | null {
  if (!/[\p{L}\p{N}]/u.test(text)) return 'empty-question';
  if (text.length > QUESTION_MAX_CHARS) return 'question-too-long';
  return isSmallTalk(text) ? 'small-talk' : null;
}

/** A question with what was found for it. */
interface Reading {
  readonly question: Question;
  readonly type: AnswerType;
  readonly scope: Scope | null;
  readonly retrieval: Retrieval;
  /** How strongly what was found supports that it answers the question, before any composer has seen it. */
  readonly confidence: number;
  readonly notices: readonly Notice[];
}

async function read(
  question: Question,
  scope: Scope | null,
  { retriever }: AskPorts,
  signal?: AbortSignal,
): Promise<Reading> {
  const type = readAnswerType(question.text);
  const found = await retriever.retrieve(question, PASSAGES, signal);
  const everything = saysNothingItself(found) ? withoutShown(found, question) : found;
  const score = (retrieval: Retrieval) => confidenceOf(readFeatures(retrieval, type));
  const toGuides = scope?.reason === 'legal-advice' && score(everything) < ADVICE_ANSWERED_FROM;
  const retrieval = toGuides ? guidesOnly(everything) : everything;
  return { question, type, scope, retrieval, confidence: score(retrieval), notices: [] };
}

/** The same question read with the rewriter's help: a follow-up as it stands alone, others found by more phrasings. */
async function reread(reading: Reading, ports: AskPorts, signal?: AbortSignal): Promise<Reading> {
  const { question, retrieval, confidence } = reading;
  const rewriting = await ports.rewriter!(question, signal);
  if (!rewriting) return reading;
  const { phrasings } = rewriting;
  const standalone = acceptStandalone(question, rewriting);
  if (standalone === null) {
    const again = await read({ ...question, phrasings }, reading.scope, ports, signal);
    return { ...again, confidence: Math.max(confidence, again.confidence) };
  }
  const scope = reading.scope ?? readScope(standalone);
  const again = await read({ ...question, text: standalone, history: [], phrasings }, scope, ports, signal);
  const found = saysNothingItself(retrieval) ? withoutShown(again.retrieval, question) : again.retrieval;
  return { ...again, retrieval: found, notices: [{ code: 'rewritten', as: standalone }] };
}

/** Whether a follow-up has no word of its own ("and then?"): it asks for more of the same. */
function saysNothingItself({ concepts }: Retrieval): boolean {
  return concepts.length > 0 && concepts.every(({ fromHistory }) => fromHistory);
}

/** What was found, less the sentences that the thread has been shown. */
function withoutShown(retrieval: Retrieval, { shown = [] }: Question): Retrieval {
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

/** The keyless draft, checked. */
interface Composed extends Checked {
  /** The statement in which a digest says that its sources leave just this open; it stands first. */
  readonly gap: DraftStatement | null;
}

async function composePlainly({ question, retrieval }: Reading, { composer, sources }: AskPorts): Promise<Composed> {
  const composed = await drain(composer.compose(question, retrieval));
  const gap = decisiveGap(composed, retrieval, question.text);
  return { gap, ...checkDraft(withGap(gap, composed), retrieval, sources, question.text) };
}

function withGap(gap: DraftStatement | null, { statements }: Draft): Draft {
  return gap === null ? { statements } : { statements: [gap, ...statements.filter((statement) => statement !== gap)] };
}

async function drain(composing: AsyncGenerator<DraftStatement, Draft>): Promise<Draft> {
  for (;;) {
    const next = await composing.next();
    if (next.done) return next.value;
  }
}

/** The answer in the writer's words; the keyless one, saying why, where the writer fails or nothing of its draft holds. */
async function* write(
  reading: Reading,
  plain: Composed,
  keyless: Answer,
  ports: AskPorts,
  writer: Composer,
  signal?: AbortSignal,
): AsyncGenerator<Step, Answer> {
  const { question, retrieval } = reading;
  const by = writer.name ?? 'a composer';
  const instead = (why: Unworded, dropped: Checked['dropped'] = []): Answer => ({
    ...keyless,
    dropped,
    notices: [...keyless.notices, { code: 'not-worded', by, why }],
  });
  const preview = createChecker(retrieval, ports.sources, question.text);
  const composing = writer.compose(question, retrieval, signal);
  let drafted: Draft;
  try {
    if (plain.gap) yield* shown(preview.check(plain.gap));
    for (;;) {
      const next = await composing.next();
      if (next.done) {
        drafted = next.value;
        break;
      }
      yield* shown(preview.check(next.value));
    }
  } catch (error) {
    if (!(error instanceof ComposerError)) throw error;
    return instead(error.fault);
  } finally {
    await composing.return({ statements: [] }); // ends the call when the steps are left early
  }
  if (drafted.abstains) {
    const notices: Notice[] = [...reading.notices, { code: 'abstained', by }];
    const confidence = Math.min(reading.confidence, ANSWER_FROM / 2);
    return notFound('not-in-sources', { ...reading, confidence, notices }, plain.statements, ports);
  }
  const checked = checkDraft(withGap(plain.gap, drafted), retrieval, ports.sources, question.text);
  if (checked.held.every((statement) => statement === plain.gap)) return instead('nothing-held', checked.dropped);
  if (questionBorne(checked.held, retrieval) < BORNE_SHARE * questionBorne(plain.held, retrieval))
    return instead('beside-the-question', checked.dropped);
  const code = checked.statements.some(({ prose }) => prose) ? 'worded' : 'chosen';
  return conclude(reading, checked, plain, [{ code, by }], ports);
}

function* shown(statement: Statement | null): Generator<Step> {
  if (statement) yield { step: 'statement', statement };
}

/** The answer that a reading and a checked draft come to. Whether there is one is decided by the keyless draft's gap, never by a writer's. */
function conclude(
  reading: Reading,
  { statements, held, dropped }: Checked,
  plain: Composed,
  more: readonly Notice[],
  ports: AskPorts,
): Answer {
  const { retrieval, question, scope, type } = reading;
  const confidence = statements.length === 0 ? 0 : reading.confidence;
  const unanswered = plain.gap !== null && type !== 'yes-no';
  const reason = reasonAgainst(scope, confidence) ?? (unanswered ? 'not-in-sources' : null);
  if (reason !== null) {
    const lowered = unanswered ? Math.min(confidence, ANSWER_FROM / 2) : confidence;
    return notFound(reason, { ...reading, confidence: lowered }, statements, ports);
  }
  const missing = missingWords(held, retrieval);
  const first: Notice[] = missing.length > 0 ? [{ code: 'missing', words: missing }] : [];
  const notices = [...first, ...reading.notices, ...noticesOf(question, retrieval, statements), ...more];
  return { ...EMPTY, status: 'answered', confidence, statements, notices, dropped };
}

function notFound(
  reason: NotFoundReason,
  { question, retrieval, scope, confidence, notices }: Reading,
  statements: readonly Statement[],
  ports: AskPorts,
): Answer {
  return {
    ...EMPTY,
    status: 'not-found',
    reason,
    confidence,
    nearest: nearestFor(reason, statements, ports),
    covers: coveredBy(retrieval.found),
    help: scope === null ? [] : ports.guide().contacts,
    notices: [...notices, ...noticesOf(question, retrieval, reason === 'off-topic' ? [] : statements)],
  };
}

/** What is shown instead of an answer: to somebody in trouble the guide's first words, to others what came nearest. */
function nearestFor(reason: NotFoundReason, statements: readonly Statement[], ports: AskPorts): readonly Quote[] {
  if (reason === 'off-topic') return [];
  const lead = reason === 'legal-advice' ? ports.guide().lead : [];
  return lead.length > 0 ? lead : statements.flatMap(({ quotes }) => quotes).slice(0, NEAREST_MAX);
}

export function coveredBy(found: readonly Found[]): string[] {
  return [...new Set(found.slice(0, 10).map(({ document }) => document.short ?? document.title))].slice(0, 4);
}

const EMPTY = {
  confidence: 0,
  statements: [],
  nearest: [],
  covers: [],
  help: [],
  notices: [],
  dropped: [],
} as const;

function refusal(reason: NotFoundReason): Answer {
  return { ...EMPTY, status: 'not-found', reason };
}

export function reasonAgainst(scope: Scope | null, confidence: number): NotFoundReason | null {
  if (scope?.strength === 'firm') return scope.reason;
  if (scope && (scope.reason !== 'legal-advice' || confidence < ADVICE_ANSWERED_FROM)) return scope.reason;
  if (confidence >= ANSWER_FROM) return null;
  return confidence < OFF_TOPIC_BELOW ? 'off-topic' : 'not-in-sources';
}
