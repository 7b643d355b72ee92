// The chat in the terminal: a question, its answer, again. Questions stay in this process's memory and end with it.

import { createInterface } from 'node:readline';
import type { CheckedQuotation } from '../answer/checked.ts';
import type { Question, Quote, Step } from '../answer/model.ts';
import type { SummaryRequest, SummaryStep } from '../answer/summary-model.ts';
import { layOutCheck } from './layout-check.ts';
import { privacyText } from './privacy.ts';
import { renderParts, type Style } from './render-text.ts';
import { readTask } from './tasks.ts';
import { writeAnswer } from './terminal-answer.ts';
import { quotesOf, writeSummary } from './terminal-summary.ts';

export interface TerminalChat {
  readonly steps: (question: Question, signal: AbortSignal) => AsyncIterable<Step>;
  readonly summarizeSteps: (request: SummaryRequest, signal: AbortSignal) => AsyncIterable<SummaryStep>;
  readonly check: (draft: string, bare: boolean, signal: AbortSignal) => Promise<readonly CheckedQuotation[]>;
  /** The model that words answers and its server's host; null when all stays on this machine. */
  readonly model: { readonly name: string; readonly host: string } | null;
  readonly sources: () => string;
  readonly version: string;
  readonly style: Style;
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream & { readonly isTTY?: boolean };
  /** Printed once, before the first prompt. */
  readonly greeting: string;
}

/** Earlier questions of this chat that a follow-up may lean on. */
const HISTORY_MAX = 10;
/** Sentences of this chat that "and then?" does not show again. */
const SHOWN_MAX = 200;

const HELP = `Type a question and press Enter. A follow-up may lean on the question before it.
  sources   list the documents      privacy   where a question goes
  summary TOPIC   what happened, what is alleged, what the law says, where it stands; "summarise this thread" for this one
  timeline TOPIC  the same with its dated events
  check "…"       whether a quotation stands in the sources as it is quoted, and what differs
  new       forget this thread      quit      leave (so do ctrl-C and ctrl-D)`;

/** Runs until the input ends or the person leaves. Never rejects: a fault is told and the chat goes on. */
export async function runTerminalChat(chat: TerminalChat): Promise<void> {
  const { input, output } = chat;
  const readline = createInterface({
    input,
    output,
    terminal: output.isTTY === true,
    prompt: output.isTTY ? '\n> ' : '',
    historySize: 100,
  });
  output.write(`${chat.greeting}\n`);
  let thread = NEW_THREAD;
  let open = true;
  const prompt = () => open && readline.prompt();
  let answering: AbortController | null = null;
  readline.on('SIGINT', () => (answering ? answering.abort() : readline.close()));
  readline.on('close', () => {
    open = false;
  });
  prompt();
  for await (const line of readline) {
    const text = line.trim();
    const command = text.toLowerCase();
    if (command === 'quit' || command === 'exit') break;
    const said = builtIn(command, chat);
    if (command === 'new') thread = NEW_THREAD;
    if (said !== null) output.write(`\n${said}\n`);
    else if (text !== '') {
      answering = new AbortController();
      const { signal } = answering;
      const shown = await guarded(chat, signal, () => reply(chat, text, thread, signal));
      answering = null;
      thread = {
        history: [...thread.history, ...subjectOf(text)].slice(-HISTORY_MAX),
        shown: [...thread.shown, ...shown].slice(-SHOWN_MAX),
      };
    }
    prompt();
  }
  readline.close();
  if (output.isTTY) output.write('\n');
}

/** What a follow-up may lean on; in memory only. */
type Thread = Required<Pick<Question, 'history' | 'shown'>>;
const NEW_THREAD: Thread = { history: [], shown: [] };

/** What a later line may lean on: the question, or the topic that was summarised. */
function subjectOf(text: string): string[] {
  const asked = readTask(text);
  return asked.task === 'check' || !asked.text ? [] : [asked.text];
}

function builtIn(command: string, chat: TerminalChat): string | null {
  if (command === 'help' || command === '?') return HELP;
  if (command === 'new') return 'Forgotten.';
  if (command === 'sources') return chat.sources();
  if (command === 'privacy') return privacyLines(chat);
  return null;
}

function privacyLines({ model, style }: TerminalChat): string {
  return privacyText(model?.host ?? null)
    .split('\n')
    .map((line) => style.wrap(line, ''))
    .join('\n');
}

/** Answers or summarises on the output; returns what was shown. */
async function reply(chat: TerminalChat, text: string, thread: Thread, signal: AbortSignal): Promise<readonly Quote[]> {
  const { version, style, output, model } = chat;
  const to = { version, style, output, writer: model?.name ?? null };
  const asked = readTask(text);
  if (asked.task === 'check') {
    output.write(`${renderParts(layOutCheck(await chat.check(asked.text ?? '', true, signal), version), style)}\n`);
    return [];
  }
  if (asked.task !== 'ask') {
    const request = { topic: asked.text, history: thread.history, timeline: asked.task === 'timeline' };
    return quotesOf(await writeSummary({ ...to, steps: chat.summarizeSteps(request, signal) }));
  }
  const { statements } = await writeAnswer({ ...to, steps: chat.steps({ text, ...thread }, signal) });
  return statements.flatMap(({ quotes }) => quotes);
}

/** What `replying` has shown. A fault is told on the output, and so is that ctrl-C has stopped it. */
async function guarded(
  { output }: TerminalChat,
  signal: AbortSignal,
  replying: () => Promise<readonly Quote[]>,
): Promise<readonly Quote[]> {
  output.write('\n');
  try {
    return await replying();
  } catch {
    output.write(
      signal.aborted
        ? 'Stopped.\n'
        : 'Something went wrong inside Publius. Nothing is lost: press the up arrow to ask it again, or put it another way.\n',
    );
    return [];
  }
}
