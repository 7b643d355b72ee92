// The flow of a summary: a topic, a source or a thread → passages → sentences → the same gates as an answer's → sections. What may be shown is
// decided where it is for answers; here is only what belongs where.

import { type AskPorts, coveredBy, QUESTION_MAX_CHARS } from './ask.ts';
import { compareDates, firstDate } from './events.ts';
import { questionBorne } from './gaps.ts';
import type { DocumentMeta, Draft, Found, Notice, Quote, Statement, Unworded } from './model.ts';
import { noticesOf } from './notices.ts';
import { type Composer, ComposerError, type Summarizer } from './ports.ts';
import { sectionOfStatement } from './sections.ts';
import { checkDraft, createChecker } from './statements.ts';
import { type Refused, readSubject, type Subject, type SubjectPorts } from './subject.ts';
import { SECTIONS, type Section, type Summary, type SummaryRequest, type SummaryStep } from './summary-model.ts';
import { timelineOf } from './timeline.ts';

export interface SummaryPorts extends SubjectPorts, Pick<AskPorts, 'writer' | 'sources' | 'guide'> {
  /** The keyless one. Its draft stands wherever the writer's does not. */
  readonly summarizer: Summarizer;
}

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
  const composing = writer.compose(
    { ...question, text: `Summary of ${topic.slice(0, QUESTION_MAX_CHARS)}` },
    retrieval,
    signal,
  );
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

/** Statements by section: events after the first as they came about, the others in the order they were drafted in, by source. */
function inSections(statements: readonly Statement[], about: DocumentMeta | null): Section[] {
  const placed = statements.map((statement) => ({ statement, code: sectionOfStatement(statement) }));
  return SECTIONS.flatMap((code): Section[] => {
    const here = placed.filter((one) => one.code === code).map(({ statement }) => statement);
    if (here.length === 0) return [];
    const opens = about !== null && here[0] === statements[0] ? 1 : 0;
    const events = () => [...here.slice(0, opens), ...inTime(here.slice(opens))];
    return [{ code, statements: code === 'happened' ? events() : bySource(here) }];
  });
}

/** Statements of one source together, where its first one stands. */
function bySource(statements: readonly Statement[]): Statement[] {
  const groups = new Map<string, Statement[]>();
  for (const statement of statements) {
    const { document } = statement.quotes[0]!;
    groups.set(document, [...(groups.get(document) ?? []), statement]);
  }
  return [...groups.values()].flat();
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
