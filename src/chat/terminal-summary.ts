// A summary on a terminal.

import type { Quote } from '../answer/model.ts';
import type { Summary, SummaryStep } from '../answer/summary-model.ts';
import { layOutSummary } from './layout-summary.ts';
import { renderParts, type Style } from './render-text.ts';

export interface TerminalSummary {
  readonly steps: AsyncIterable<SummaryStep>;
  readonly version: string;
  readonly style: Style;
  readonly output: NodeJS.WritableStream & { readonly isTTY?: boolean };
  /** Who is waited for. */
  readonly writer: string | null;
}

const CLEAR_LINE = '\r\u001b[2K';

/** Writes the summary once it is whole, since its sections are known only then, and returns it. Rejects with what the steps reject with. */
export async function writeSummary({ steps, version, style, output, writer }: TerminalSummary): Promise<Summary> {
  let waiting = false;
  const clear = () => (waiting ? CLEAR_LINE : '');
  try {
    for await (const step of steps) {
      if (step.step === 'composing' && output.isTTY === true) {
        output.write(style.small(`found passages; waiting for ${writer ?? 'the model'} …`));
        waiting = true;
      } else if (step.step === 'summary') {
        output.write(`${clear()}${renderParts(layOutSummary(step.summary, version), style)}\n`);
        return step.summary;
      }
    }
  } catch (error) {
    output.write(clear());
    throw error;
  }
  throw new Error('expected the last step to be a summary');
}

/** The quotations of a summary: what "and then?" does not show again. */
export function quotesOf({ sections, timeline }: Summary): Quote[] {
  const told = sections.flatMap(({ statements }) => statements.flatMap(({ quotes }) => quotes));
  return [...told, ...timeline.map(({ quote }) => quote)];
}
