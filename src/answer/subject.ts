// What a summary is of: a topic, a source or a thread, with all that was found of it, or why there is nothing to summarise.

import { type AskPorts, QUESTION_MAX_CHARS, reasonAgainst, refusalOf } from './ask.ts';
import { ANSWER_FROM, confidenceOf, readFeatures } from './evidence.ts';
import type { DocumentMeta, NotFoundReason, Notice, Question, Retrieval } from './model.ts';
import type { Shelf } from './ports.ts';
import { readAnswerType, withoutMentions } from './question.ts';
import { readScope, type Scope } from './scope.ts';
import type { SummaryRequest } from './summary-model.ts';
import { asksForThread, documentMentioned, documentNamed } from './topic.ts';

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

export interface SubjectPorts extends Pick<AskPorts, 'retriever'> {
  readonly shelf: Shelf;
}

/** What is to be summarised, with all that was found of it. */
export interface Subject {
  readonly topic: string;
  readonly question: Question;
  readonly about: DocumentMeta | null;
  readonly retrieval: Retrieval;
  readonly notices: readonly Notice[];
}

/** Why there is nothing to summarise, with what was found nevertheless. */
export interface Refused extends Pick<Subject, 'topic' | 'retrieval' | 'notices'> {
  readonly reason: NotFoundReason;
  readonly scope: Scope | null;
}

const NOTHING: Retrieval = { concepts: [], found: [], attainable: 0 };

/** Reads a request. Throws only on faults of the ports, and the signal's reason when aborted. */
export async function readSubject(
  { topic, history: earlier }: SummaryRequest,
  ports: SubjectPorts,
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
  { retriever, shelf }: SubjectPorts,
  signal?: AbortSignal,
): Promise<Subject> {
  const short = about.short ?? about.title;
  const question: Question = { text: short, history: [] };
  const elsewhere = await retriever.retrieve(question, PASSAGES, signal);
  const { passages, of } = shelf.read(about.id, question, DOCUMENT_PASSAGES, 'd');
  const matter = shelf.documents().filter((other) => other.id !== about.id && isSameMatter(other, about));
  const same = matter.flatMap(({ id }, n) => shelf.read(id, question, MATTER_PASSAGES, `m${n + 1}p`).passages);
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
  ports: SubjectPorts,
  signal?: AbortSignal,
): Promise<Subject | Refused> {
  const asked: string[] = [];
  let near = NOTHING;
  for (const [n, text] of history.slice(-THREAD_QUESTIONS).entries()) {
    if (refusalOf(text) !== null || asksForThread(text) || readScope(text) !== null) continue;
    const found = await ports.retriever.retrieve({ text, history: history.slice(0, n) }, PASSAGES, signal);
    near = near.found.length > 0 ? near : found;
    if (confidenceOf(readFeatures(found, readAnswerType(text))) >= ANSWER_FROM) asked.push(text);
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
  const notices: Notice[] = [{ code: 'thread', questions: asked.length }];
  const named = new Set(asked.flatMap((text) => documentMentioned(text, ports.shelf.documents()) ?? []));
  const [about] = named;
  if (about && named.size === 1) {
    const subject = await readDocument(about, ports, signal);
    return { ...subject, topic, notices: [...notices, ...subject.notices] };
  }
  const question: Question = { text: asked.join(' ').slice(0, QUESTION_MAX_CHARS), history: [], phrasings: asked };
  const found = await ports.retriever.retrieve(question, PASSAGES, signal);
  return {
    topic,
    question,
    about: null,
    retrieval: withOpenings(found, question, ports.shelf),
    notices,
  };
}

/** What was found, with the first passage of the documents that most was found in: it says what the rest is about. */
function withOpenings(retrieval: Retrieval, question: Question, shelf: Shelf): Retrieval {
  const documents = [...new Set(retrieval.found.map(({ document }) => document.id))].slice(0, OPENINGS);
  const have = new Set(retrieval.found.filter(({ first }) => first).map(({ document }) => document.id));
  const openings = documents
    .filter((id) => !have.has(id))
    .flatMap((id, n) => shelf.read(id, question, 1, `o${n + 1}p`).passages);
  return { ...retrieval, found: [...retrieval.found, ...openings] };
}

function idfOf(mask: number, { concepts }: Retrieval): number {
  return concepts.reduce((sum, { idf }, i) => (mask & (1 << i) ? sum + idf : sum), 0);
}
