// What `publius summary` does with an opened session: words, one JSON object, or JSON lines. The command itself is in `cli.ts`.

import type { Summary } from './answer/summary-model.ts';
import { terminalStyle } from './chat/terminal-style.ts';
import { writeSummary } from './chat/terminal-summary.ts';
import { summaryToJson } from './json.ts';
import type { Session } from './session.ts';

/** Writes the summary on this process's output; returns it. */
export function showSummary(session: Session, topic: string, timeline: boolean, color: boolean): Promise<Summary> {
  return writeSummary({
    steps: session.summarizeSteps({ topic, history: [], timeline }),
    version: session.library.version,
    style: terminalStyle(process.stdout.isTTY ? process.stdout.columns : undefined, color),
    output: process.stdout,
    writer: session.model?.writer.name ?? null,
  });
}

/** The summary as --json has it. */
export async function summaryJson(session: Session, id: unknown, topic: string, timeline: boolean) {
  const started = performance.now();
  const summary = await session.summarize({ topic, history: [], timeline });
  const from = { knowledge: session.library.version, prompt: session.model?.prompt ?? null };
  return summaryToJson(id, topic, summary, from, performance.now() - started);
}
