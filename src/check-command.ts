// `publius check`: the quotations of a text, a file or lines of JSON against the sources, and the shape of its --json.

import { readFileSync, statSync } from 'node:fs';
import { DRAFT_MAX_CHARS } from './answer/check-quote.ts';
import type { CheckedQuotation } from './answer/checked.ts';
import { runBatch } from './batch.ts';
import { isPrintable } from './chat/check-words.ts';
import { layOutCheck } from './chat/layout-check.ts';
import { PLAIN, renderParts } from './chat/render-text.ts';
import { batchStatus, EXIT, type Options, open, print, styleHere, textFrom, UsageError } from './command.ts';
import { quoteToJson } from './json.ts';
import type { Session } from './session.ts';

export async function checkCommand(options: Options, words: string[]): Promise<number> {
  if (options.batch && words.length > 0)
    throw new UsageError('--batch reads texts from standard input, one JSON object a line: give it no words');
  const check = (session: Session, id: unknown, text: string, bare = true) => {
    const started = performance.now();
    const { version } = session.library;
    const checked = session.check(text, bare);
    const plain = renderParts(layOutCheck(checked, version), PLAIN);
    return { checked, json: checkToJson(id, checked, version, plain, performance.now() - started) };
  };
  if (options.batch) {
    const session = await open(options);
    return batchStatus(await runBatch(process.stdin, 'text', async (id, text) => check(session, id, text).json, print));
  }
  const file = draftFrom(words);
  const draft = file ?? (await textFrom(words, `publius check draft.md, or publius check '"…," the complaint says.'`));
  if (draft.length > DRAFT_MAX_CHARS)
    throw new UsageError(`that is longer than ${DRAFT_MAX_CHARS.toLocaleString('en')} characters: check it in parts`);
  const session = await open(options);
  const { checked, json } = check(session, null, draft, file === null);
  if (options.json) await print(JSON.stringify(json));
  else await print(renderParts(layOutCheck(checked, session.library.version), styleHere()));
  return checked.length > 0 && checked.every(isPrintable) ? EXIT.answered : EXIT.notFound;
}

/** The text to check: that of the file, where the words name one. Throws with what to do where it can't be read. */
function draftFrom(words: readonly string[]): string | null {
  const [path] = words;
  if (words.length !== 1 || !isFile(path!)) return null;
  const text = readFileSync(path!, 'utf8');
  if (text.includes('\0') || text.includes('\ufffd'))
    throw new UsageError(`${path} is no text file: save the draft as plain text or Markdown in UTF-8`);
  return text;
}

function isFile(path: string): boolean {
  try {
    return path.length < 1000 && statSync(path).isFile();
  } catch {
    return false;
  }
}

/** One object a text; `start` and `end` are the words' range in the document, in UTF-16 units. */
export function checkToJson(
  id: unknown,
  checked: readonly CheckedQuotation[],
  knowledge: string,
  text: string,
  elapsedMs: number,
) {
  return {
    id: id ?? null,
    quotations: checked.map(quotationToJson),
    knowledge,
    text,
    elapsedMs: Math.round(elapsedMs * 1000) / 1000,
  };
}

function quotationToJson(one: CheckedQuotation) {
  const { text, segments, verdict, attributedTo, naming, places, diff, cause, conventions, digest, unclosed, nearest } =
    one;
  const [first] = places;
  return {
    text,
    segments,
    verdict,
    attributedTo,
    ...(naming === null ? {} : { naming }),
    ...(first === undefined
      ? {}
      : {
          exact: first.exact,
          document: first.document,
          ...first.span,
          pinpoint: first.quotes[0]?.pinpoint ?? null,
        }),
    diff,
    ...(cause === null ? {} : { cause }),
    ...(conventions.length === 0 ? {} : { conventions }),
    ...(digest ? { digest } : {}),
    ...(unclosed ? { unclosed } : {}),
    places: places.map(({ document, span, exact, quotes }) => ({
      document,
      ...span,
      exact,
      quotes: quotes.map(quoteToJson),
    })),
    nearest: nearest.map(quoteToJson),
  };
}
