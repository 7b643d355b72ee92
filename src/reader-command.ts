// What `publius read` does: serves the sources until it is told to stop. Loaded only by that command.

import { spawn } from 'node:child_process';
import { readConfig } from './config.ts';
import type { LiveSession } from './live.ts';
import { readerOptions, startReader } from './reader.ts';

export interface ReadOptions {
  readonly port?: number;
  readonly host?: string;
  readonly open?: boolean;
}

/** How long pages that are being sent may take when it is told to stop. */
const STOP_MS = 2000;

/** `print` gets the address, alone on its line; `say` all else. */
export async function runReader(
  live: LiveSession,
  options: ReadOptions,
  print: (line: string) => Promise<void>,
  say: (line: string) => void,
): Promise<void> {
  const told = new Promise<void>((resolve) => {
    process.once('SIGTERM', resolve);
    process.once('SIGINT', resolve);
  });
  const wanted = readerOptions(readConfig().reader, options);
  const reader = await startReader(live, wanted, say);
  if (wanted.orFreePort && !reader.url.endsWith(`:${wanted.port}`))
    say(`port ${wanted.port} is taken; another was chosen`);
  if (!/^(?:127\.|localhost$|::1$)/.test(wanted.host)) say('it can be read by everybody who reaches this machine');
  say('the sources can be read at the address below; ctrl-C ends it');
  await print(reader.url);
  if (options.open) openBrowser(reader.url, say);
  await told;
  await reader.stop(STOP_MS);
}

function openBrowser(url: string, say: (line: string) => void): void {
  const [command, ...words] =
    process.platform === 'darwin'
      ? ['open', url]
      : process.platform === 'win32'
        ? ['explorer', url]
        : ['xdg-open', url];
  spawn(command!, words, { stdio: 'ignore', detached: true })
    .on('error', () => say('no browser could be opened: open the address yourself'))
    .unref();
}
