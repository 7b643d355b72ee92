// An answer on a terminal as it comes: what is being waited for, each statement once it is checked, the rest at the end. Where the output
// is a file or a pipe, the whole answer at the end.

import type { Answer, Statement, Step } from '../answer/model.ts';
import { renderRest, renderStatement, renderText, type Style } from './render-text.ts';

export interface TerminalAnswer {
  readonly steps: AsyncIterable<Step>;
  readonly version: string;
  readonly style: Style;
  readonly output: NodeJS.WritableStream & { readonly isTTY?: boolean };
  /** Who is waited for. */
  readonly writer: string | null;
}

const CLEAR_LINE = '\r\u001b[2K';

/** Writes the answer and returns it. Rejects with what the steps reject with; the line of progress is gone then too. */
export async function writeAnswer({ steps, version, style, output, writer }: TerminalAnswer): Promise<Answer> {
  const live = output.isTTY === true;
  const shown: Statement[] = [];
  let waiting = false;
  const progress = (text: string) => {
    if (live) output.write(`${clear()}${style.small(text)}`);
    waiting = live;
  };
  /** What takes the line of progress away, where there is one. */
  const clear = () => {
    const before = waiting ? CLEAR_LINE : '';
    waiting = false;
    return before;
  };
  try {
    for await (const step of steps) {
      if (step.step === 'rewriting') progress('looking for other words to search with …');
      else if (step.step === 'composing') progress(`found passages; waiting for ${writer ?? 'the model'} …`);
      else if (step.step === 'statement') {
        if (!live) continue;
        output.write(`${clear()}${renderStatement(step.statement, style)}\n\n`);
        shown.push(step.statement);
        progress('…');
      } else {
        output.write(`${clear()}${finish(step.answer, shown, version, style)}\n`);
        return step.answer;
      }
    }
  } catch (error) {
    output.write(clear());
    throw error;
  }
  throw new Error('expected the last step to be an answer');
}

/** What is written at the end: the rest, or the whole where what stands there has been taken back. */
function finish(answer: Answer, shown: readonly Statement[], version: string, style: Style): string {
  if (shown.length === 0) return renderText(answer, version, style);
  const stands = shown.every((statement, n) => isSame(statement, answer.statements[n]));
  if (stands && answer.status === 'answered') return renderRest(answer, version, style, shown.length);
  return `${style.warning('What stands above was not finished and does not count. The answer:')}\n\n${renderText(answer, version, style)}`;
}

function isSame(a: Statement, b: Statement | undefined): boolean {
  const places = ({ quotes }: Statement) =>
    quotes.map(({ document, start, end }) => `${document} ${start} ${end}`).join();
  return b !== undefined && a.text === b.text && places(a) === places(b);
}
