// Wiring that the command and the chats share: an opened library → functions that ask and search.

import { setImmediate } from 'node:timers/promises';
import { type AskPorts, answerSteps, ask } from './answer/ask.ts';
import { checkText } from './answer/check-quote.ts';
import type { CheckedQuotation } from './answer/checked.ts';
import type { Answer, Passage, Question, Quote, Step } from './answer/model.ts';
import type { Composer, Rewriter, Sources } from './answer/ports.ts';
import { type SummaryPorts, summarize, summarizeSteps } from './answer/summarize.ts';
import type { Summary, SummaryRequest, SummaryStep } from './answer/summary-model.ts';
import { verify } from './answer/verify.ts';
import { createExtractComposer } from './compose/extract.ts';
import { createSummarizer } from './compose/summary.ts';
import type { Library } from './library.ts';
import { readConcepts } from './search/concepts.ts';
import { documentOf } from './search/index.ts';
import { createPlaceFinder, createReader, createRetriever, passageNumber, textOf } from './search/retriever.ts';

export interface SearchHit {
  readonly document: string;
  /** Number of the passage in its document, from 1. */
  readonly passage: number;
  readonly start: number;
  readonly end: number;
  readonly score: number;
  readonly text: string;
}

export interface Session {
  readonly library: Library;
  /** Where a model words the answers; null where all stays on this machine. */
  readonly model: Model | null;
  ask(question: Question, signal?: AbortSignal): Promise<Answer>;
  /** As `ask`, each statement as soon as it is checked; the last step is the answer, which alone counts. */
  steps(question: Question, signal?: AbortSignal): AsyncGenerator<Step>;
  summarize(request: SummaryRequest, signal?: AbortSignal): Promise<Summary>;
  /** As `summarize`, step by step; the last step is the summary, which alone counts. */
  summarizeSteps(request: SummaryRequest, signal?: AbortSignal): AsyncGenerator<SummaryStep>;
  search(text: string, limit: number): SearchHit[];
  /** Compares every quotation of a draft with the sources; a `bare` one without any is one itself. `onChecked` is told how many are done. */
  check(draft: string, bare?: boolean, onChecked?: (done: number) => void): CheckedQuotation[];
  /** As `check`, other work of the process being let in between two quotations. Rejects with the signal's reason when aborted. */
  checkKindly(draft: string, bare: boolean, signal: AbortSignal): Promise<CheckedQuotation[]>;
}

/** A search reads at most so much of what it is given: nobody types more, and a pasted page is found by its beginning. */
const SEARCH_MAX_CHARS = 5000;

/** A model's parts, as the core takes them. */
export interface Model {
  readonly host: string;
  /** Hash of the prompts. */
  readonly prompt: string;
  readonly writer: Composer;
  readonly rewriter: Rewriter;
}

/** `composer`: the keyless one. */
export function openSession(
  library: Library,
  model: Model | null = null,
  composer: Composer = createExtractComposer(),
): Session {
  const sources = sourcesOf(library);
  const checking = { finder: createPlaceFinder(() => library.index), sources };
  const ports: AskPorts = {
    retriever: createRetriever(() => library.index),
    composer,
    ...(model === null ? {} : { writer: model.writer, rewriter: model.rewriter }),
    sources,
    guide: () => guideQuotes(library, sources),
  };
  const forSummaries: SummaryPorts = {
    ...ports,
    summarizer: createSummarizer(),
    shelf: { documents: library.documents, read: createReader(() => library.index, library.locate) },
  };
  return {
    library,
    model,
    summarize: (request, signal) => summarize(request, forSummaries, signal),
    summarizeSteps: (request, signal) => summarizeSteps(request, forSummaries, signal),
    ask: (question, signal) => ask(question, ports, signal),
    steps: (question, signal) => answerSteps(question, ports, signal),
    check(draft, bare, onChecked) {
      const checked = [];
      for (const one of checkText(draft, checking, bare)) {
        checked.push(one);
        onChecked?.(checked.length);
      }
      return checked;
    },
    async checkKindly(draft, bare, signal) {
      const checked = [];
      for (const one of checkText(draft, checking, bare)) {
        checked.push(one);
        await setImmediate();
        signal.throwIfAborted();
      }
      return checked;
    },
    search: (text, limit) =>
      library.index
        .rank(readConcepts({ text: text.slice(0, SEARCH_MAX_CHARS), history: [] }), limit)
        .hits.map((hit) => ({
          document: documentOf(hit).id,
          passage: passageNumber(hit),
          start: hit.segment.passageStart[hit.passage]!,
          end: hit.segment.passageEnd[hit.passage]!,
          score: Math.round(hit.score * 1e4) / 1e4,
          text: textOf(hit),
        })),
  };
}

/** The Sources port over a library's index. */
export function sourcesOf(library: Library): Sources {
  const find = (id: string) => library.locate(id);
  return {
    meta: (id) => find(id)?.meta,
    length: (id) => {
      const place = find(id);
      return place ? place.segment.text.length(place.document) : 0;
    },
    slice: (id, { start, end }) => {
      const place = find(id);
      if (!place) throw new RangeError(`no document "${id}"`);
      if (start < 0 || end > place.segment.text.length(place.document)) {
        throw new RangeError(`span ${start}–${end} does not lie in document "${id}"`);
      }
      return place.segment.text.slice(place.document, start, end);
    },
  };
}

/** At most so many sentences of the guide's first paragraph, and of its contacts. */
const LEAD_MAX = 2;
const CONTACTS_MAX = 6;

/** The guide's first sentences and the items under its `help` heading, as checked quotations. Empty when the knowledge has no such guide. */
function guideQuotes(library: Library, sources: Sources): { lead: Quote[]; contacts: Quote[] } {
  const guide = library.documents().find(({ help }) => help !== undefined);
  const document = guide && library.document(guide.id);
  if (!guide || !document) return { lead: [], contacts: [] };
  const quotesOf = (passages: readonly Passage[], perPassage: number) =>
    passages
      .flatMap((passage) =>
        passage.sentences.slice(0, perPassage).map((span) => verify({ document: guide.id, span, passage }, sources)),
      )
      .flatMap((result) => ('quotes' in result ? result.quotes : []));
  const contacts = document.passages.filter(({ headings }) => headings.at(-1) === guide.help);
  return {
    lead: quotesOf(document.passages.slice(0, 1), LEAD_MAX),
    contacts: quotesOf(contacts.slice(0, CONTACTS_MAX), 1),
  };
}
