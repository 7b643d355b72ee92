// The shapes of --json: one object an answer, one object a search. A contract that other tools rely on; add, never rename.

import type { Answer, Quote, Statement } from './answer/model.ts';
import type { Summary } from './answer/summary-model.ts';
import { renderNotice } from './chat/layout.ts';
import { layOutSummary } from './chat/layout-summary.ts';
import { PLAIN, renderParts, renderText } from './chat/render-text.ts';
import type { SearchHit } from './session.ts';

/**
 * `id` is the caller's, null when there is none; `prompt` the hash of the prompts where a model is configured. `elapsedMs` is wall-clock
 * time of the answer, in milliseconds.
 */
export function answerToJson(
  id: unknown,
  question: string,
  answer: Answer,
  { knowledge, prompt }: { readonly knowledge: string; readonly prompt: string | null },
  elapsedMs: number,
) {
  const { status, reason, confidence, statements, nearest, help, notices, dropped } = answer;
  return {
    id: id ?? null,
    question,
    status,
    ...(reason === undefined ? {} : { reason }),
    confidence: Math.round(confidence * 1e4) / 1e4,
    statements: statements.map(statementToJson),
    nearest: nearest.map(quoteToJson),
    ...(help.length === 0 ? {} : { help: help.map(quoteToJson) }),
    notices: notices.map(renderNotice),
    ...(prompt === null ? {} : { prompt, dropped }),
    knowledge,
    text: renderText(answer, knowledge),
    elapsedMs: Math.round(elapsedMs * 1000) / 1000,
  };
}

function statementToJson({ text, quotes, prose }: Statement) {
  return { text, ...(prose ? { prose } : {}), quotes: quotes.map(quoteToJson) };
}

/** A summary; a line of `--batch` has its `id`. */
export function summaryToJson(
  id: unknown,
  asked: string,
  summary: Summary,
  { knowledge, prompt }: { readonly knowledge: string; readonly prompt: string | null },
  elapsedMs: number,
) {
  const { status, reason, document, sections, timeline, nearest, help, notices, dropped } = summary;
  return {
    id: id ?? null,
    topic: asked,
    status,
    ...(reason === undefined ? {} : { reason }),
    document,
    sections: sections.map(({ code, statements }) => ({ code, statements: statements.map(statementToJson) })),
    timeline: timeline.map(({ date, quote, differs }) => ({
      date,
      ...(differs.length === 0 ? {} : { differs }),
      quote: quoteToJson(quote),
    })),
    nearest: nearest.map(quoteToJson),
    ...(help.length === 0 ? {} : { help: help.map(quoteToJson) }),
    notices: notices.map(renderNotice),
    ...(prompt === null ? {} : { prompt, dropped }),
    knowledge,
    text: renderParts(layOutSummary(summary, knowledge), PLAIN),
    elapsedMs: Math.round(elapsedMs * 1000) / 1000,
  };
}

/** A quotation with the W3C Web Annotation selectors that anchor it (https://www.w3.org/TR/annotation-model/#selectors). */
export function quoteToJson(quote: Quote) {
  const {
    exact,
    prefix,
    suffix,
    document,
    start,
    end,
    kind,
    status,
    date,
    speaker,
    pinpoint,
    url,
    voice,
    via,
    checked,
  } = quote;
  return {
    exact,
    prefix,
    suffix,
    document,
    start,
    end,
    kind,
    status,
    date,
    speaker,
    pinpoint,
    url,
    voice,
    via,
    checked,
    selector: [
      { type: 'TextQuoteSelector', exact, prefix, suffix },
      { type: 'TextPositionSelector', start, end },
    ],
  };
}

export function searchToJson(id: unknown, hits: readonly SearchHit[]) {
  return { id: id ?? null, hits };
}
