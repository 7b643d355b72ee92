// The chat in the terminal: a question, its answer, again. Questions stay in this process's memory and end with it.

import { createInterface } from 'node:readline';
import type { Question, Quote, Step } from '../answer/model.ts';
import { privacyText } from './privacy.ts';
import type { Style } from './render-text.ts';
import { writeAnswer } from './terminal-answer.ts';

export interface TerminalChat {
  readonly steps: (question: Question, signal: AbortSignal) => AsyncIterable<Step>;
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
      const shown = await answer(chat, { text, ...thread }, answering.signal);
      answering = null;
      thread = {
        history: [...thread.history, text].slice(-HISTORY_MAX),
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

/** Answers on the output; returns what was shown. A fault is told there, and so is that ctrl-C has stopped it. */
async function answer(chat: TerminalChat, question: Question, signal: AbortSignal): Promise<readonly Quote[]> {
  const { version, style, output, model } = chat;
  output.write('\n');
  try {
    const steps = chat.steps(question, signal);
    const { statements } = await writeAnswer({ steps, version, style, output, writer: model?.name ?? null });
    return statements.flatMap(({ quotes }) => quotes);
  } catch {
    output.write(
      signal.aborted
        ? 'Stopped.\n'
        : 'Something went wrong inside Publius. Nothing is lost: press the up arrow to ask it again, or put it another way.\n',
    );
    return [];
  }
}
