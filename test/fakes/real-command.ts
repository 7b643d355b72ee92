// The real command in a process and folders of its own, all that it writes kept, so that a test can look for what must not be there.

import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

export function startCommand(words: readonly string[], environment: Readonly<Record<string, string>>) {
  const base = mkdtempSync(join(tmpdir(), 'publius-command-'));
  for (const folder of ['home', 'cache', 'work', 'tmp']) mkdirSync(join(base, folder));
  const child = spawn(process.execPath, [join(root, 'bin', 'publius.js'), ...words], {
    cwd: join(base, 'work'),
    env: {
      PATH: process.env.PATH,
      HOME: join(base, 'home'),
      TMPDIR: join(base, 'tmp'),
      PUBLIUS_CACHE_DIR: join(base, 'cache'),
      PUBLIUS_KNOWLEDGE: join(root, 'knowledge'),
      PUBLIUS_STATE: join(base, 'home', 'settings.json'),
      DEBUG: '*',
      ...environment,
    },
  });
  const written: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => written.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => written.push(chunk));
  const log = () => Buffer.concat(written).toString('utf8');
  const files = () =>
    readdirSync(base, { recursive: true, encoding: 'utf8' })
      .map((name) => join(base, name))
      .filter((path) => statSync(path).isFile());
  return {
    child,
    /** Both outputs. */
    log,
    /** Every file under its home, cache, working and temporary folders. */
    files,
    /** Where a marker stands: "log", or a file that has it in its name or content. */
    tracesOf: (marker: string) => [
      ...(log().includes(marker) ? ['log'] : []),
      ...files().filter((file) => file.includes(marker) || readFileSync(file).includes(marker)),
    ],
    end() {
      child.kill('SIGKILL');
      rmSync(base, { recursive: true, force: true });
    },
  };
}
