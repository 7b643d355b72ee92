// The chat in the terminal: a question, its answer, again. Questions stay in this process's memory and end with it.

import { createInterface } from 'node:readline';
import type { Answer, Question, Quote } from '../answer/model.ts';
import { renderText, type Style } from './render-text.ts';

export interface TerminalChat {
  readonly ask: (question: Question) => Promise<Answer>;
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

const PRIVACY =
  'Your question is read by this program on this machine and nowhere else: no key, no network, no log, and no question is written to disk. It is forgotten when you leave.';

/** Runs until the input ends or the person leaves. Never rejects: a fault is told and the chat goes on. */
export async function runTerminalChat(chat: TerminalChat): Promise<void> {
  const { input, output, style } = chat;
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
  readline.on('SIGINT', () => readline.close());
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
      const reply = await answer(chat, { text, ...thread }, style);
      output.write(`\n${reply.text}\n`);
      thread = {
        history: [...thread.history, text].slice(-HISTORY_MAX),
        shown: [...thread.shown, ...reply.shown].slice(-SHOWN_MAX),
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
  if (command === 'privacy') return chat.style.wrap(PRIVACY, '');
  return null;
}

async function answer(
  chat: TerminalChat,
  question: Question,
  style: Style,
): Promise<{ text: string; shown: readonly Quote[] }> {
  try {
    const given = await chat.ask(question);
    return { text: renderText(given, chat.version, style), shown: given.statements.flatMap(({ quotes }) => quotes) };
  } catch {
    const text =
      'Something went wrong inside Publius. Nothing is lost: press the up arrow to ask it again, or put it another way.';
    return { text, shown: [] };
  }
}
