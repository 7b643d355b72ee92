// Before all tests: the compiled command, which tests start, is of the sources as they are.

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export default function build(): void {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const newest = readdirSync(`${root}src`, { recursive: true, encoding: 'utf8' })
    .map((path) => statSync(`${root}src/${path}`).mtimeMs)
    .reduce((a, b) => Math.max(a, b), 0);
  const built = `${root}dist/cli.js`;
  if (existsSync(built) && statSync(built).mtimeMs > newest) return;
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: 'inherit' });
}
