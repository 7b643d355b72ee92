// The flow of a summary: a topic, a source or a thread → passages → sentences → the same gates as an answer's → sections. What may be shown is
// decided where it is for answers; here is only what belongs where.

import { type AskPorts, coveredBy, QUESTION_MAX_CHARS, reasonAgainst, refusalOf } from './ask.ts';
import { compareDates, firstDate } from './events.ts';
import { ANSWER_FROM, confidenceOf, readFeatures } from './evidence.ts';
import { questionBorne } from './gaps.ts';
import {
  type DocumentMeta,
  type Draft,
  type Found,
  type NotFoundReason,
  type Notice,
  type Question,
  type Quote,
  type Retrieval,
  SECTIONS,
  type Section,
  type Statement,
  type Summary,
  type SummaryRequest,
  type SummaryStep,
  type Unworded,
} from './model.ts';
import { noticesOf } from './notices.ts';
import { type Composer, ComposerError, type Shelf, type Summarizer } from './ports.ts';
import { withoutMentions } from './question.ts';
import { readScope, type Scope } from './scope.ts';
import { sectionOfStatement } from './sections.ts';
import { checkDraft, createChecker } from './statements.ts';
import { timelineOf } from './timeline.ts';
import { asksForThread, documentNamed } from './topic.ts';

export interface SummaryPorts extends Pick<AskPorts, 'retriever' | 'writer' | 'sources' | 'guide'> {
  readonly shelf: Shelf;
  /** The keyless one. Its draft stands wherever the writer's does not. */
  readonly summarizer: Summarizer;
}

/** Passages that are found for a topic. */
const PASSAGES = 40;
/** Passages that are read of the document that is summarised. */
const DOCUMENT_PASSAGES = 300;
/** Passages that are read of another document of the same matter. */
const MATTER_PASSAGES = 60;
/** Documents whose first passage, which says what they are about, is read for a topic. */
const OPENINGS = 4;
/** A passage elsewhere belongs to a document's summary when it bears at least this share of its name. */
const ELSEWHERE_SHARE = 0.5;
/** Questions of a thread that its summary is made from: the latest ones. */
const THREAD_QUESTIONS = 10;
const NEAREST_MAX = 3;
/** As in `ask.ts`: what a writer chose must bear this share of what the keyless draft does. */
const BORNE_SHARE = 0.5;

/** Summarises. Expected outcomes are values; throws only on faults of the ports, and the signal's reason when aborted. */
export async function summarize(request: SummaryRequest, ports: SummaryPorts, signal?: AbortSignal): Promise<Summary> {
  for await (const step of summarizeSteps(request, ports, signal)) if (step.step === 'summary') return step.summary;
  throw new Error('expected the last step to be a summary');
}

/** Summarises step by step: with a writer each of its statements as soon as it is checked; the last step is the summary. */
export async function* summarizeSteps(
  request: SummaryRequest,
  ports: SummaryPorts,
  signal?: AbortSignal,
): AsyncGenerator<SummaryStep> {
  const subject = await readSubject(request, ports, signal);
  if ('reason' in subject) return yield { step: 'summary', summary: notFound(subject, ports) };
  const { retrieval, about } = subject;
  const draft = ports.summarizer(retrieval, about?.id ?? null);
  const plain: Told = { ...checkDraft(draft, retrieval, ports.sources, subject.topic), notices: [] };
  let told = plain;
  if (ports.writer && plain.statements.length > 0) {
    yield { step: 'composing' };
    told = yield* write(subject, draft, plain, ports, ports.writer, signal);
  }
  const reason = told.statements.length === 0 ? 'not-in-sources' : null;
  if (reason) return yield { step: 'summary', summary: notFound({ ...subject, reason, scope: null }, ports) };
  const timeline = request.timeline ? timelineOf(retrieval, about?.id ?? null, ports.sources) : [];
  yield { step: 'summary', summary: { ...EMPTY, ...conclude(subject, told), timeline } };
}

/** What is to be summarised, with all that was found of it. */
interface Subject {
  readonly topic: string;
  readonly question: Question;
  readonly about: DocumentMeta | null;
  readonly retrieval: Retrieval;
  readonly notices: readonly Notice[];
}

/** Why there is nothing to summarise, with what was found nevertheless. */
interface Refused extends Pick<Subject, 'topic' | 'retrieval' | 'notices'> {
  readonly reason: NotFoundReason;
  readonly scope: Scope | null;
}

const NOTHING: Retrieval = { concepts: [], found: [], attainable: 0 };

async function readSubject(
  { topic, history: earlier }: SummaryRequest,
  ports: SummaryPorts,
  signal?: AbortSignal,
): Promise<Subject | Refused> {
  const history = earlier.map(withoutMentions);
  const words = withoutMentions(topic ?? '').replace(/\s+/g, ' ');
  if (topic === null || asksForThread(words)) return readThread(history, ports, signal);
  const refused = refusalOf(words);
  if (refused)
    return { topic: words.slice(0, QUESTION_MAX_CHARS), retrieval: NOTHING, notices: [], reason: refused, scope: null };
  const about = documentNamed(words, ports.shelf.documents());
  if (about) return readDocument(about, ports, signal);

  const question: Question = { text: words, history };
  const found = await ports.retriever.retrieve(question, PASSAGES, signal);
  const scope = readScope(words);
  const reason = reasonAgainst(scope, confidenceOf(readFeatures(found, 'fact')));
  if (reason !== null) return { topic: words, retrieval: found, notices: [], reason, scope };
  return { topic: words, question, about: null, retrieval: withOpenings(found, question, ports.shelf), notices: [] };
}

/** A document, and what the others say of its matter. */
async function readDocument(
  about: DocumentMeta,
  { retriever, shelf }: SummaryPorts,
  signal?: AbortSignal,
): Promise<Subject> {
  const short = about.short ?? about.title;
  const question: Question = { text: short, history: [] };
  const elsewhere = await retriever.retrieve(question, PASSAGES, signal);
  const { passages, of } = shelf.read(about.id, question, DOCUMENT_PASSAGES, 'd');
  const matter = shelf.documents().filter((other) => other.id !== about.id && isSameMatter(other, about));
  const same = matter.flatMap(({ id }, n) => shelf.read(id, question, MATTER_PASSAGES, `m${n + 1}-`).passages);
  const read = new Set([about.id, ...matter.map(({ id }) => id)]);
  const named = ELSEWHERE_SHARE * idfOf(~0, elsewhere);
  const others = elsewhere.found.filter(
    ({ document, sentences, matchedContext }) =>
      !read.has(document.id) &&
      idfOf(
        sentences.reduce((mask, { exact }) => mask | exact, matchedContext),
        elsewhere,
      ) >= named,
  );
  const cut: Notice[] = passages.length < of ? [{ code: 'cut', short, passages: passages.length, of }] : [];
  return {
    topic: short,
    question,
    about,
    retrieval: { ...elsewhere, found: [...passages, ...same, ...others] },
    notices: [{ code: 'meant', document: about.id, title: about.title }, ...cut],
  };
}

function isSameMatter({ docket }: DocumentMeta, about: DocumentMeta): boolean {
  return docket !== undefined && docket === about.docket;
}

/** What the thread's questions are about: those of them that the sources deal with. */
async function readThread(
  history: readonly string[],
  ports: SummaryPorts,
  signal?: AbortSignal,
): Promise<Subject | Refused> {
  const asked: string[] = [];
  let near = NOTHING;
  for (const [n, text] of history.slice(-THREAD_QUESTIONS).entries()) {
    if (refusalOf(text) !== null || asksForThread(text) || readScope(text) !== null) continue;
    const found = await ports.retriever.retrieve({ text, history: history.slice(0, n) }, PASSAGES, signal);
    near = near.found.length > 0 ? near : found;
    if (confidenceOf(readFeatures(found, 'fact')) >= ANSWER_FROM) asked.push(text);
  }
  const topic = asked.join(' · ');
  if (asked.length === 0)
    return {
      topic,
      retrieval: near,
      notices: [],
      reason: near.found.length > 0 ? 'not-in-sources' : 'no-thread',
      scope: null,
    };
  const question: Question = { text: asked.join(' ').slice(0, QUESTION_MAX_CHARS), history: [], phrasings: asked };
  const found = await ports.retriever.retrieve(question, PASSAGES, signal);
  return {
    topic,
    question,
    about: null,
    retrieval: withOpenings(found, question, ports.shelf),
    notices: [{ code: 'thread', questions: asked.length }],
  };
}

/** What was found, with the first passage of the documents that most was found in: it says what the rest is about. */
function withOpenings(retrieval: Retrieval, question: Question, shelf: Shelf): Retrieval {
  const documents = [...new Set(retrieval.found.map(({ document }) => document.id))].slice(0, OPENINGS);
  const have = new Set(retrieval.found.filter(({ first }) => first).map(({ document }) => document.id));
  const openings = documents
    .filter((id) => !have.has(id))
    .flatMap((id, n) => shelf.read(id, question, 1, `o${n + 1}-`).passages);
  return { ...retrieval, found: [...retrieval.found, ...openings] };
}

function idfOf(mask: number, { concepts }: Retrieval): number {
  return concepts.reduce((sum, { idf }, i) => (mask & (1 << i) ? sum + idf : sum), 0);
}

/** Checked statements, with who worded them. */
interface Told extends ReturnType<typeof checkDraft> {
  readonly notices: readonly Notice[];
}

/** The summary in the writer's words; the keyless one, saying why, where the writer fails or nothing of its draft holds. */
async function* write(
  { question, topic, retrieval: all }: Subject,
  draft: Draft,
  plain: Told,
  { sources }: SummaryPorts,
  writer: Composer,
  signal?: AbortSignal,
): AsyncGenerator<SummaryStep, Told> {
  const by = writer.name ?? 'a composer';
  const retrieval = { ...all, found: chosenFirst(draft, all.found) };
  const instead = (why: Unworded, dropped: Told['dropped'] = []): Told => ({
    ...plain,
    dropped,
    notices: [{ code: 'not-worded', by, why }],
  });
  const preview = createChecker(retrieval, sources, topic);
  const composing = writer.compose({ ...question, text: `Summary of ${topic}` }, retrieval, signal);
  let drafted: Draft;
  try {
    for (;;) {
      const next = await composing.next();
      if (next.done) {
        drafted = next.value;
        break;
      }
      const statement = preview.check(next.value);
      if (statement) yield { step: 'statement', statement };
    }
  } catch (error) {
    if (!(error instanceof ComposerError)) throw error;
    return instead(error.fault);
  } finally {
    await composing.return({ statements: [] }); // ends the call when the steps are left early
  }
  if (drafted.abstains) return { ...plain, notices: [{ code: 'abstained', by }] };
  const checked = checkDraft(drafted, retrieval, sources, topic);
  if (checked.statements.length === 0) return instead('nothing-held', checked.dropped);
  if (questionBorne(checked.held, retrieval) < BORNE_SHARE * questionBorne(plain.held, retrieval))
    return instead('beside-the-question', checked.dropped);
  const code = checked.statements.some(({ prose }) => prose) ? 'worded' : 'chosen';
  return { ...checked, notices: [{ code, by }] };
}

/** The passages that the keyless draft chose from first: a writer reads only so much. */
function chosenFirst({ statements }: Draft, found: readonly Found[]): Found[] {
  const named = new Set(statements.flatMap(({ quotes }) => quotes.map(({ id }) => id.split('.', 1)[0])));
  return [...found.filter(({ id }) => named.has(id)), ...found.filter(({ id }) => !named.has(id))];
}

function conclude({ topic, question, about, retrieval, notices }: Subject, { statements, dropped, notices: by }: Told) {
  const sections = inSections(statements, about);
  const told = sections.flatMap((section) => section.statements);
  const of = ({ quotes }: Statement) => quotes[0]!.document;
  const weight = (statement: Statement) =>
    of(statement) === about?.id ? told.length : told.filter((other) => of(other) === of(statement)).length;
  const mainFirst = told.toSorted((a, b) => weight(b) - weight(a));
  const small = noticesOf(question, retrieval, mainFirst);
  return {
    status: 'summarised' as const,
    topic,
    document: about?.id ?? null,
    sections,
    dropped,
    notices: [
      ...notices,
      ...small.filter((notice) => notice.code !== 'status' || about === null || notice.document === about.id),
      ...by,
    ],
  };
}

/** Statements by section, in the order they were drafted in, but events after the first as they came about. */
function inSections(statements: readonly Statement[], about: DocumentMeta | null): Section[] {
  const placed = statements.map((statement) => ({ statement, code: sectionOfStatement(statement) }));
  return SECTIONS.flatMap((code) => {
    const here = placed.filter((one) => one.code === code).map(({ statement }) => statement);
    if (here.length === 0) return [];
    const opens = about !== null && here[0] === statements[0] ? 1 : 0;
    return [{ code, statements: [...here.slice(0, opens), ...inTime(here.slice(opens))] }];
  });
}

/** Dated statements in order of date, in the places that dated ones have. */
function inTime(statements: readonly Statement[]): Statement[] {
  const dateOf = ({ quotes }: Statement) => quotes.map(({ shown }) => firstDate(shown)).find((date) => date !== null);
  const sorted = statements
    .filter((statement) => dateOf(statement) !== undefined)
    .toSorted((a, b) => compareDates(dateOf(a)!, dateOf(b)!));
  return statements.map((statement) => (dateOf(statement) === undefined ? statement : sorted.shift()!));
}

const EMPTY = {
  document: null,
  sections: [],
  timeline: [],
  nearest: [],
  covers: [],
  help: [],
  notices: [],
  dropped: [],
} as const;

function notFound({ topic, retrieval, notices, reason, scope }: Refused, ports: SummaryPorts): Summary {
  const near = reason === 'not-in-sources' ? ports.summarizer(retrieval, null) : { statements: [] };
  const nearest = checkDraft({ statements: near.statements.slice(0, NEAREST_MAX) }, retrieval, ports.sources, topic);
  const guide = scope === null ? { lead: [], contacts: [] } : ports.guide();
  const lead: readonly Quote[] = reason === 'legal-advice' ? guide.lead : [];
  return {
    ...EMPTY,
    status: 'not-found',
    reason,
    topic,
    nearest: lead.length > 0 ? lead : nearest.statements.flatMap(({ quotes }) => quotes).slice(0, NEAREST_MAX),
    covers: coveredBy(retrieval.found),
    help: guide.contacts,
    notices,
  };
}
