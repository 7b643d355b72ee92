// `publius add`: files, folders and URLs → documents of the knowledge folder. One after the other; a bad one never keeps the others out.

import { type Dirent, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, isAbsolute, join, relative } from 'node:path';
import { type Confidence, confidenceOf, type Doubt, type Told } from './knowledge/import/blocks.ts';
import { isReadableName } from './knowledge/import/format.ts';
import { idFrom, nameOfUrl, stemOf, titleFrom } from './knowledge/import/naming.ts';
import type { Reader } from './knowledge/import/reader.ts';
import { openStore, type Store, sha256Of } from './knowledge/import/store.ts';
import { ORIGINALS } from './knowledge/load.ts';

export interface AddOptions {
  readonly folder: string;
  readonly given: Told;
  readonly dryRun: boolean;
  readonly reader: Reader;
  /** Fetches a URL; a message says why it cannot be. */
  readonly fetch: (url: URL) => Promise<Fetched | { readonly refused: string }>;
  /** Called before each source is read. */
  readonly onStart?: (source: string, n: number, of: number) => void;
}

export interface Fetched {
  readonly bytes: Uint8Array;
  /** After redirects. */
  readonly url: URL;
  readonly type: string;
}

/** What became of one source. `--json` prints these: add keys, never rename. */
export interface Added {
  readonly source: string;
  /** partly: some of it could not be read. */
  readonly status: 'added' | 'already-there' | 'refused' | 'partly';
  readonly id?: string;
  readonly file?: string;
  readonly pages?: number;
  readonly words?: number;
  readonly warnings: readonly string[];
  readonly confidence: Confidence | null;
}

/** Larger files are collections, better added as their parts. */
export const SOURCE_MAX_BYTES = 50 * 1024 * 1024;
const DEPTH_MAX = 16;

export async function* addSources(sources: readonly string[], options: AddOptions): AsyncGenerator<Added> {
  const store = openStore(options.folder, options.dryRun);
  const files = sources.flatMap((source) => (asUrl(source) ? [source] : filesOf(source, options.folder)));
  for (const [n, source] of files.entries()) {
    options.onStart?.(source, n + 1, files.length);
    yield await addOne(source, store, options);
  }
}

/** A file as it is; of a folder the files that can be read, hidden ones and the knowledge folder's own originals left out. */
function filesOf(source: string, knowledge: string): string[] {
  if (!isFolder(source)) return [source];
  const own = [join(knowledge, ORIGINALS)].flatMap((path) => (isFolder(path) ? [realpathSync(path)] : []));
  const found: string[] = [];
  const visit = (folder: string, depth: number): void => {
    for (const entry of entriesOf(folder)) {
      const path = join(folder, entry.name);
      if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
      if (entry.isDirectory() && depth < DEPTH_MAX && !own.includes(realpathSync(path))) visit(path, depth + 1);
      else if (entry.isFile() && isReadableName(entry.name)) found.push(path);
    }
  };
  visit(source, 0);
  return found.length > 0 ? found : [source];
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** A source with "://" in it is a URL, even of a kind that is then refused. */
function asUrl(source: string): URL | null {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(source) && URL.canParse(source) ? new URL(source) : null;
}

type Got = { readonly bytes: Uint8Array; readonly name: string; readonly type?: string; readonly url?: string };

async function addOne(
  source: string,
  store: Store,
  { folder, given, dryRun, fetch, reader }: AddOptions,
): Promise<Added> {
  const url = asUrl(source);
  const inside = url ? null : pathInside(folder, source);
  if (inside !== null) return { source, status: 'already-there', file: inside, warnings: [], confidence: null };
  const got = url ? await fetched(url, fetch) : readWhole(source);
  if ('refused' in got) return refused(source, got.refused);
  const sha256 = sha256Of(got.bytes);
  const known = store.find(sha256);
  if (known) return { source, status: 'already-there', ...known, warnings: [], confidence: null };
  const { bytes, ...about } = got;
  const outcome = await reader.read(bytes, about);
  if ('refused' in outcome) return refused(source, outcome.refused);
  const title = given.title ?? outcome.told.title ?? titleFrom(got.name);
  const told: Told = got.url === undefined ? given : { url: got.url, ...given };
  try {
    const id = idFrom(given.title ?? stemOf(got.name));
    const kept = store.keep({ bytes, sha256, reading: outcome, id, given: told, title }, dryRun);
    if ('refused' in kept) return refused(source, kept.refused);
    const doubts: Doubt[] = [...outcome.doubts];
    if (kept.renamed)
      doubts.push({ message: `another document has the id "${id}": added as "${kept.id}"`, lowers: 'high' });
    if (kept.differs !== null)
      doubts.push({
        message: `not every character can be shown as it stands in the original: ${kept.differs}`,
        lowers: 'low',
      });
    const confidence = confidenceOf(doubts);
    return {
      source,
      status: confidence === 'low' ? 'partly' : 'added',
      id: kept.id,
      file: kept.file,
      ...(outcome.pages === undefined ? {} : { pages: outcome.pages }),
      words: kept.words,
      warnings: doubts.map(({ message }) => message),
      confidence,
    };
  } catch (error) {
    return refused(
      source,
      `could not be written to the knowledge folder (${codeOf(error)}): check its permissions and the space on the disk`,
    );
  }
}

/** Where a file stands in the knowledge folder; null where it is none of its documents. */
function pathInside(folder: string, source: string): string | null {
  try {
    const path = relative(realpathSync(folder), realpathSync(source));
    const isOutside = path === '' || path.startsWith('..') || isAbsolute(path);
    return isOutside || !/\.(?:md|markdown|txt|text)$/i.test(path) ? null : path;
  } catch {
    return null;
  }
}

async function fetched(url: URL, fetch: AddOptions['fetch']): Promise<Got | { readonly refused: string }> {
  const got = await fetch(url);
  if ('refused' in got) return got;
  return { bytes: got.bytes, name: nameOfUrl(got.url), type: got.type, url: got.url.href };
}

function readWhole(path: string): Got | { readonly refused: string } {
  try {
    const stat = statSync(path);
    if (stat.isDirectory())
      return { refused: 'holds no file that can be read: PDF, DOCX, HTML, EML, Markdown or plain text' };
    if (!stat.isFile()) return { refused: 'is no file' };
    if (stat.size > SOURCE_MAX_BYTES)
      return {
        refused: `is ${Math.ceil(stat.size / 1024 / 1024)} MB, more than the ${SOURCE_MAX_BYTES / 1024 / 1024} MB that are read: split it`,
      };
    return { bytes: readFileSync(path), name: basename(path) };
  } catch (error) {
    const code = codeOf(error);
    return { refused: code === 'ENOENT' ? 'does not exist' : `cannot be read (${code}): check its permissions` };
  }
}

function refused(source: string, message: string): Added {
  return { source, status: 'refused', warnings: [message], confidence: null };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
