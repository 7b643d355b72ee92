// The dependency rules of ARCHITECTURE.md, held by reading the sources.

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../src', import.meta.url));

interface Source {
  /** Relative to src. */
  readonly path: string;
  readonly text: string;
  /** Module specifiers as written. */
  readonly imports: readonly string[];
}

const sources: Source[] = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => {
    const text = readFileSync(join(root, path), 'utf8');
    const imports = [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*['"]([^'"]+)['"]/g)].map((match) => match[1]!);
    return { path, text, imports };
  });

/** The layer that a path is in: its folder, or "top" for files that stand beside the folders. */
function layerOf(path: string): string {
  return path.includes('/') ? path.split('/', 1)[0]! : 'top';
}

/** What each layer may import of the project. Top-level files do the wiring and may import everything. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  text: ['text'],
  answer: ['answer', 'text'],
  knowledge: ['knowledge', 'answer', 'text'],
  search: ['search', 'answer', 'text'],
  compose: ['compose', 'answer', 'text'],
  chat: ['chat', 'answer', 'text'],
  web: ['web', 'answer', 'text'],
};

/** Modules that only these files may import. */
const ONLY_IN: readonly (readonly [RegExp, RegExp])[] = [
  [/^@slack\//, /^chat\/slack/],
  [/^discord\.js$/, /^(?:chat\/)?(?:doctor-)?discord/],
  [/^openai($|\/)/, /^compose\/openai\.ts$/],
  [/^(?:hono|srvx)($|\/)/, /^web\//],
  [/^commander$/, /^cli\.ts$/],
  [/^env-paths$/, /^config\.ts$/],
  [/^(?:mammoth|fflate|file-type|word-list|ipaddr\.js)$/, /^knowledge\/import\//],
  [/^undici$/, /^(?:chat\/slack|knowledge\/import\/download\.ts)/],
];

function projectImports(source: Source): string[] {
  return source.imports
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => relative(root, join(root, dirname(source.path), specifier)));
}

describe('dependency rules', () => {
  it('finds the sources', () => {
    expect(sources.length).toBeGreaterThan(20);
    expect(sources.flatMap((source) => projectImports(source)).length).toBeGreaterThan(50);
  });

  it.each(sources.map((source) => [source.path, source] as const))(
    '%s imports only what its layer may',
    (path, source) => {
      const allowed = MAY_IMPORT[layerOf(path)];
      if (allowed === undefined) {
        expect(layerOf(path)).toBe('top');
        return;
      }
      const breaches = projectImports(source).filter((target) => !allowed.includes(layerOf(target)));
      expect(breaches).toEqual([]);
    },
  );

  it.each(sources.map((source) => [source.path, source] as const))(
    '%s imports no package that is another file’s',
    (path, source) => {
      const breaches = source.imports.filter((name) =>
        ONLY_IN.some(([module, owner]) => module.test(name) && !owner.test(path)),
      );
      expect(breaches).toEqual([]);
    },
  );

  it('only `publius add` and `publius check FILE` load what reads other people’s files', () => {
    const importers = sources.filter((source) =>
      projectImports(source).some((path) => path.startsWith('knowledge/import/')),
    );
    const outside = importers.map(({ path }) => path).filter((path) => !path.startsWith('knowledge/import/'));
    expect(outside.sort()).toEqual(['add-command.ts', 'add.ts', 'draft.ts']);
    expect(sources.filter(({ text }) => /^import .*'\.\/draft\.ts'/m.test(text)).map(({ path }) => path)).toEqual([]);
    expect(sources.find(({ path }) => path === 'cli.ts')!.text).not.toMatch(/^import .*\.\/add/m);
  });

  it('every package that is imported is installed without the ones for development', () => {
    const { dependencies } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
    const statements = sources.flatMap(({ text }) => [...text.matchAll(/^import (?!type )[^;]*? from '([^']+)';$/gm)]);
    const names = statements
      .map((match) => match[1]!)
      .filter((name) => !name.startsWith('.') && !name.startsWith('node:'))
      .map((name) => name.split('/', name.startsWith('@') ? 2 : 1).join('/'));
    expect(names.length).toBeGreaterThan(20);
    expect([...new Set(names)].filter((name) => !(name in dependencies))).toEqual([]);
  });

  it('answer/ is pure: no file system, network, clock, environment or randomness', () => {
    for (const { path, text, imports } of sources.filter(
      ({ path }) => layerOf(path) === 'answer' || layerOf(path) === 'text',
    )) {
      expect(
        imports.filter((name) => name.startsWith('node:')),
        path,
      ).toEqual([]);
      expect(
        /\bprocess\.|\bDate\.now|\bnew Date\(\)|\bperformance\.|\bMath\.random|\bfetch\(|\bsetTimeout\(/.test(text),
        path,
      ).toBe(false);
    }
  });

  it('process.env is read in config.ts only', () => {
    expect(sources.filter(({ text }) => /process\.env\b/.test(text)).map(({ path }) => path)).toEqual(['config.ts']);
  });

  it('only verify.ts makes a Quote', () => {
    const makers = sources.filter(({ text }) => /\bas (?:unknown as )?Quote\b/.test(text)).map(({ path }) => path);
    expect(makers).toEqual(['answer/verify.ts']);
  });

  it('imports form no cycle', () => {
    const edges = new Map(sources.map((source) => [source.path, projectImports(source)]));
    const state = new Map<string, 'open' | 'done'>();
    const visit = (path: string, trail: readonly string[]): void => {
      if (state.get(path) === 'done') return;
      expect(state.get(path), [...trail, path].join(' → ')).not.toBe('open');
      state.set(path, 'open');
      for (const target of edges.get(path) ?? []) visit(target, [...trail, path]);
      state.set(path, 'done');
    };
    for (const { path } of sources) visit(path, []);
  });
});
