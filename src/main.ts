// Wiring for the terminal chat: configuration → knowledge → session → chat. `cli.ts` is the command around it.

import { runTerminalChat } from './chat/terminal.ts';
import { terminalStyle } from './chat/terminal-style.ts';
import type { Session } from './session.ts';

/** Starts the chat on this process's terminal; resolves when the person leaves. */
export async function startTerminalChat(session: Session, sources: () => string, color: boolean): Promise<void> {
  const { stdin, stdout } = process;
  const { library, model } = session;
  const documents = library.documents();
  const style = terminalStyle(stdout.isTTY ? stdout.columns : undefined, color);
  const greeting = [
    style.statement(
      style.wrap('Publius: questions on anonymous-speech protections, answered with quotations you can check.', ''),
    ),
    style.small(
      style.wrap(
        `${documents.length} documents, knowledge ${library.version}. ${model === null ? 'Nothing leaves this machine.' : `Questions go to ${model.host} ("privacy" says what is sent).`} Type a question, "help" or "quit".`,
        '',
      ),
    ),
  ].join('\n');
  await runTerminalChat({
    steps: session.steps,
    check: session.checkKindly,
    summarizeSteps: session.summarizeSteps,
    model: model && { name: model.writer.name ?? model.host, host: model.host },
    sources,
    version: library.version,
    style,
    input: stdin,
    output: stdout,
    greeting,
  });
}
