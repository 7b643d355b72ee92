// `publius check`: the quotations of a text, of files, or of lines of JSON against the sources, what is printed of them, and the exit status.
// Reading files is `draft.ts`'s, the shape of --json `check-json.ts`'s.

import { DRAFT_MAX_CHARS } from './answer/check-quote.ts';
import type { CheckedQuotation } from './answer/checked.ts';
import { runBatch } from './batch.ts';
import { isPrintable } from './chat/check-words.ts';
import { layOutCheck } from './chat/layout-check.ts';
import { PLAIN, renderParts, type Style } from './chat/render-text.ts';
import { checkToJson, type TextSource } from './check-json.ts';
import {
  batchStatus,
  EXIT,
  type Options,
  open,
  print,
  printable,
  progress,
  say,
  styleHere,
  UsageError,
} from './command.ts';
import { filesAmong, PIPED } from './draft-files.ts';
import type { Session } from './session.ts';
import { findQuotations, QUOTATIONS_MAX } from './text/quotations.ts';

/** What the command reads and writes besides files. */
export interface CheckIo {
  readonly input: AsyncIterable<Uint8Array> & { readonly isTTY?: boolean };
  readonly open: (options: Options) => Promise<Session>;
  readonly print: (text: string) => Promise<void>;
  readonly say: (line: string) => void;
  /** A line that replaces itself, on a terminal. */
  readonly progress: (text: string) => void;
  readonly style: () => Style;
}

export function checkCommand(options: Options, words: string[]): Promise<number> {
  return runCheck(options, words, { input: process.stdin, open: openHere, print, say, progress, style: styleHere });
}

/** No model is asked, so none is opened. */
function openHere(options: Options): Promise<Session> {
  return open({ ...options, model: false });
}

/** Resolves to the exit status. */
export async function runCheck(options: Options, words: readonly string[], io: CheckIo): Promise<number> {
  if (options.batch) {
    if (words.length > 0)
      throw new UsageError('--batch reads texts from standard input, one JSON object a line: give it no words');
    const session = await io.open(options);
    const reply = async (id: unknown, text: string) => check(session, text, true, { id }).json;
    return batchStatus(await runBatch(io.input, 'text', reply, io.print));
  }
  if (words.length === 0 && io.input.isTTY) throw new UsageError(NOTHING_GIVEN);
  const files = words.length === 0 ? [PIPED] : filesAmong(words);
  if (files !== null) return checkFiles(options, files, io, words.length === 0);
  const text = words.join(' ');
  if (text.length > DRAFT_MAX_CHARS)
    throw new UsageError(`that is longer than ${DRAFT_MAX_CHARS.toLocaleString('en')} characters: check it in parts`);
  const session = await io.open(options);
  const { checked, json } = check(session, text, true);
  await io.print(options.json ? JSON.stringify(json) : render(checked, session, io.style()));
  return statusOf(checked);
}

const NOTHING_GIVEN = `no text given; for example: publius check draft.docx, or publius check '"…," the complaint says.'`;

/** Each file by itself; one that cannot be read leaves the others as they are. `bare`: words alone are a quotation. */
async function checkFiles(options: Options, files: readonly string[], io: CheckIo, bare: boolean): Promise<number> {
  const session = await io.open(options);
  const { openDrafts } = await import('./draft.ts');
  const drafts = openDrafts(io.input);
  const results: object[] = [];
  const statuses: number[] = [];
  try {
    for (const file of files) {
      const name = file === PIPED ? 'standard input' : printable(file);
      io.progress(`reading ${name}`);
      const draft = await drafts.read(file);
      io.progress('');
      if ('refused' in draft) {
        io.say(`${name} ${draft.refused}`);
        results.push({ file, error: draft.refused });
        statuses.push(EXIT.fault);
        continue;
      }
      if (bare && draft.text.trim() === '') throw new UsageError(NOTHING_GIVEN);
      for (const remark of draft.remarks) io.say(`${name}: ${remark}`);
      const { checked, json, lines } = check(session, draft.text, bare, { file }, { own: draft.own, io });
      if (checked.length >= QUOTATIONS_MAX)
        io.say(`${name}: the first ${QUOTATIONS_MAX} quotations were checked; check the rest in parts`);
      results.push(json);
      statuses.push(statusOf(checked));
      const style = io.style();
      const heading = files.length > 1 ? `${statuses.length > 1 ? '\n' : ''}${style.warning(`${name}:`)}\n\n` : '';
      if (!options.json) await io.print(heading + render(checked, session, style, lines));
    }
  } finally {
    await drafts.close();
  }
  if (options.json) await io.print(JSON.stringify(files.length === 1 ? results[0] : results));
  return [EXIT.fault, EXIT.notFound].find((status) => statuses.includes(status)) ?? EXIT.answered;
}

/** From so many quotations on it is shown how far it is. */
const LONG = 20;

/** `own`: the text is the file's, so that lines can be named; `io` shows how far it is. */
function check(
  session: Session,
  text: string,
  bare: boolean,
  source: TextSource = {},
  { own, io }: { readonly own?: boolean; readonly io?: CheckIo } = {},
) {
  const started = performance.now();
  const { version } = session.library;
  const count = io ? findQuotations(text).length : 0;
  const checked = session.check(text, bare, (done) => {
    if (count >= LONG) io?.progress(`checking quotation ${done} of ${count}`);
  });
  io?.progress('');
  const lines = own ? linesOf(text, checked) : undefined;
  const plain = render(checked, session, PLAIN, lines);
  const known = lines === undefined ? source : { ...source, lines };
  return { checked, lines, json: checkToJson(known, checked, version, plain, performance.now() - started) };
}

function render(
  checked: readonly CheckedQuotation[],
  session: Session,
  style: Style,
  lines?: readonly number[],
): string {
  const shown = checked.map((one, n) => ({ ...showable(one), ...(lines === undefined ? {} : { line: lines[n]! }) }));
  return renderParts(layOutCheck(shown, session.library.version), style);
}

/** The line of the text that each quotation begins in, from 1. */
function linesOf(text: string, checked: readonly CheckedQuotation[]): number[] {
  let [line, at] = [1, 0];
  return checked.map(({ segments }) => {
    const { start } = segments[0]!;
    line += text.slice(at, start).match(/\r\n?|\n/g)?.length ?? 0;
    at = start;
    return line;
  });
}

function statusOf(checked: readonly CheckedQuotation[]): number {
  const all = checked.length > 0 && checked.length < QUOTATIONS_MAX;
  return all && checked.every(isPrintable) ? EXIT.answered : EXIT.notFound;
}

/** Whom the draft names, with nothing in it that would act on a terminal; the draft's other words are cleaned where they are laid out. */
function showable(one: CheckedQuotation): CheckedQuotation {
  return one.attributedTo === null ? one : { ...one, attributedTo: printable(one.attributedTo) };
}
