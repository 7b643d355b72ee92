// What every command of `publius` works with: its options, exit statuses, an opened session, the terminal.

import { linesOf } from './batch.ts';
import type { Style } from './chat/render-text.ts';
import { terminalStyle } from './chat/terminal-style.ts';
import { readConfig } from './config.ts';
import { type Library, openLibrary } from './library.ts';
import { openSession, type Session } from './session.ts';

/** Exit statuses, as the help says. */
export const EXIT = { answered: 0, fault: 1, usage: 2, notFound: 3 } as const;

export interface Options {
  readonly knowledge?: string;
  readonly json?: boolean;
  readonly batch?: boolean;
  readonly limit?: number;
  readonly timeline?: boolean;
  readonly cache: boolean;
  readonly model: boolean;
}

/** A fault that is the caller's to mend. */
export class UsageError extends Error {}

export async function open(options: Options): Promise<Session> {
  const config = readConfig();
  const folder = options.knowledge ?? config.knowledge;
  const library = openLibrary(folder, {
    cacheFolder: options.cache ? config.cacheFolder : null,
    onProgress: (done, total) =>
      progress(`reading documents: ${done.toLocaleString('en')} of ${total.toLocaleString('en')}`),
  });
  progress('');
  report(library);
  if (!options.model || config.model === null) return openSession(library);
  const { openModel } = await import('./model.ts');
  return openSession(library, openModel(config.model, say));
}

export function useColor(): boolean {
  return process.stdout.isTTY === true && readConfig().color;
}

export function say(line: string): void {
  process.stderr.write(`publius: ${line}\n`);
}

/** One line on standard error that replaces itself; on a terminal only. */
export function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[2K${text}`);
}

function report({ remarks, faults }: Library): void {
  for (const remark of remarks) say(remark);
  const shown = faults.slice(0, 5);
  for (const { path, message } of shown) say(`left out ${path}: ${message}`);
  if (faults.length > shown.length)
    say(`left out ${faults.length - shown.length} more files: publius sources lists them`);
}

export function styleHere(): Style {
  return terminalStyle(process.stdout.isTTY ? process.stdout.columns : undefined, readConfig().color);
}

export function batchStatus(good: boolean): number {
  return good ? EXIT.answered : EXIT.usage;
}

/** The words of the command line, or what is piped in, which leaves no trace in a shell's history. */
export async function textFrom(words: readonly string[], example: string): Promise<string> {
  if (words.length > 0) return words.join(' ');
  if (!process.stdin.isTTY) {
    const piped: string[] = [];
    for await (const line of linesOf(process.stdin)) piped.push(line);
    if (piped.join('').trim() !== '') return piped.join('\n').trim();
  }
  throw new UsageError(`no text given; for example: ${example}`);
}

/** Writes a line and waits until the reader takes it, so that a slow reader bounds our memory. */
export async function print(text: string): Promise<void> {
  if (!process.stdout.write(`${text}\n`)) await new Promise((resolve) => process.stdout.once('drain', resolve));
}

/** Names of files and people as a terminal may show them: what would act on it, or turn the text round, as a sign that something was there. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '�');
}
