// README and .env.example, held against the program so that they cannot rot.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { layOutSummary } from '../src/chat/layout-summary.ts';
import { PLAIN, renderParts, renderText } from '../src/chat/render-text.ts';
import { runCheck } from '../src/check-command.ts';
import { VARIABLES } from '../src/config.ts';
import { openLibrary } from '../src/library.ts';
import { openSession } from '../src/session.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const cache = mkdtempSync(join(tmpdir(), 'publius-docs-'));
afterAll(() => rmSync(cache, { recursive: true, force: true }));

describe('.env.example', () => {
  it('names every variable that Publius reads, and no other', () => {
    const named = [...readFileSync(join(root, '.env.example'), 'utf8').matchAll(/^#?([A-Z][A-Z0-9_]+)=/gm)].map(
      (match) => match[1]!,
    );
    expect(named.sort()).toEqual(Object.keys(VARIABLES.shape).sort());
  });
});

describe('README', () => {
  it('has the two commands, and CI calls its test command', () => {
    expect(readme).toContain('npm ci && npm start');
    expect(readme).toContain('npm ci && npm test');
    const ci = readFileSync(join(root, '.ci/run'), 'utf8').split('\n');
    expect(ci).toContain('npm ci');
    expect(ci).toContain('npm test');
  });

  it('shows transcripts that the program still prints', async () => {
    const session = openSession(openLibrary(join(root, 'knowledge'), { cacheFolder: cache }));
    const transcripts = [...readme.matchAll(/```text\n\$ publius (ask|summary) "([^"]+)"\n([\s\S]*?)\n```/g)];
    expect(new Set(transcripts.map(([, command]) => command))).toEqual(new Set(['ask', 'summary']));
    const print = async (text: string) => renderText(await session.ask({ text, history: [] }), 'VERSION');
    const printSummary = async (topic: string) =>
      renderParts(layOutSummary(await session.summarize({ topic, history: [] }), 'VERSION'), PLAIN);
    for (const [, command, words, shown] of transcripts) {
      const text = command === 'ask' ? await print(words!) : await printSummary(words!);
      const printed = text.replace(/\s+/g, ' ').trim();
      expect(
        shown!
          .replace(/knowledge [0-9a-f]{12}/g, 'knowledge VERSION')
          .replace(/\s+/g, ' ')
          .trim(),
      ).toBe(printed);
    }
  });

  it('shows a draft and what the program says of it', async () => {
    const session = openSession(openLibrary(join(root, 'knowledge'), { cacheFolder: cache }));
    const transcripts = [
      ...readme.matchAll(/```text\n\$ cat (\S+)\n([\s\S]*?)\n\n\$ publius check \1\n([\s\S]*?)\n```/g),
    ];
    expect(transcripts).toHaveLength(1);
    for (const [, name, draft, shown] of transcripts) {
      const file = join(cache, name!);
      writeFileSync(file, `${draft}\n`);
      const printed: string[] = [];
      const status = await runCheck({ cache: false, model: false }, [file], {
        input: (async function* () {})(),
        open: async () => session,
        print: async (text) => void printed.push(text),
        say: (line) => void printed.push(line),
        progress: () => undefined,
        style: () => PLAIN,
      });
      expect(shown).toBe(
        printed.join('\n').replaceAll(session.library.version, /knowledge ([0-9a-f]{12})/.exec(shown!)![1]!),
      );
      expect(status).toBe(3);
    }
  });

  it('names only commands that the program has', () => {
    const help = execFileSync(process.execPath, ['bin/publius.js', '--help'], {
      cwd: root,
      encoding: 'utf8',
    });
    const commands = [...readme.matchAll(/^(?:\$ )?publius ([a-z]+)/gm)].map((match) => match[1]!);
    expect(commands.length).toBeGreaterThan(0);
    for (const command of commands) expect(help).toContain(`  ${command}`);
  });
});
