// The knowledge folder on disk: which files there are, what changed since a listing, reading them. Knows no index.

import { type Dirent, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Document } from '../answer/model.ts';
import { declaredIdOf, type Fault, parseDocument } from './document.ts';

/** What the file system says of one file; cheap to compare. */
export interface FileState {
  /** Relative to the knowledge folder, with `/`. */
  readonly path: string;
  readonly size: number;
  readonly mtimeMs: number;
  /** When the file system last changed the file's entry; a copy that keeps the time of writing does not keep this. */
  readonly ctimeMs: number;
}

/** A knowledge folder that cannot be used at all. The message says what to do. */
export class KnowledgeError extends Error {
  override readonly name = 'KnowledgeError';
}

/** Larger files are refused: one that big is a data dump or needs splitting, and every offset into it stays in memory. */
const FILE_MAX_BYTES = 32 * 1024 * 1024;
const EXTENSIONS = /\.(?:md|markdown|txt|text)$/i;
/** Beside the documents: the files that `publius add` has read, as they were. Never knowledge, whatever is in it. */
export const ORIGINALS = 'originals';
const DEPTH_MAX = 16; // folders inside folders

/** Lists the readable documents below `folder`, sorted by path; hidden files and folders are left out. */
export function listFiles(folder: string): { files: FileState[]; faults: Fault[] } {
  const root = openFolder(folder);
  const files: FileState[] = [];
  const faults: Fault[] = [];
  const visit = (dir: string, depth: number): void => {
    for (const entry of readEntries(dir, root, faults)) {
      const path = join(dir, entry.name);
      if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
      if (dir === root && entry.name === ORIGINALS && entry.isDirectory()) continue;
      if (entry.isDirectory()) {
        if (depth < DEPTH_MAX) visit(path, depth + 1);
        else faults.push({ path: relative(root, path), message: `is more than ${DEPTH_MAX} folders deep: move it up` });
      } else if (entry.isSymbolicLink() && isFolder(path)) {
        faults.push({
          path: relative(root, path),
          message: 'is a link to a folder, which is not followed: name that folder with --knowledge',
        });
      } else if (EXTENSIONS.test(entry.name)) {
        addFile(path, relative(root, path).split(sep).join('/'), files, faults);
      }
    }
  };
  visit(root, 0);
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { files, faults };
}

function addFile(path: string, name: string, files: FileState[], faults: Fault[]): void {
  try {
    const { size, mtimeMs, ctimeMs, isFile } = statOf(path);
    if (!isFile) return;
    if (size > FILE_MAX_BYTES) {
      const [has, most] = [size, FILE_MAX_BYTES].map((bytes) => Math.ceil(bytes / 1024 / 1024));
      faults.push({
        path: name,
        message: `is ${has} MB, more than the ${most} MB a document may have: split it into parts`,
      });
    } else files.push({ path: name, size, mtimeMs, ctimeMs });
  } catch (error) {
    faults.push({ path: name, message: `cannot be read (${codeOf(error)}): check that it exists and its permissions` });
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

function statOf(path: string) {
  const stat = statSync(path);
  return { size: stat.size, mtimeMs: stat.mtimeMs, ctimeMs: stat.ctimeMs, isFile: stat.isFile() };
}

function openFolder(folder: string): string {
  try {
    if (statSync(folder).isDirectory()) return realpathSync(folder);
  } catch (error) {
    const why = codeOf(error) === 'ENOENT' ? 'does not exist' : `cannot be opened (${codeOf(error)})`;
    throw new KnowledgeError(
      `the knowledge folder "${folder}" ${why}: give a folder of .md or .txt files with --knowledge DIR`,
    );
  }
  throw new KnowledgeError(`"${folder}" is a file: give the folder that holds it with --knowledge DIR`);
}

function readEntries(dir: string, root: string, faults: Fault[]): Dirent[] {
  try {
    return readdirSync(dir, { withFileTypes: true });
  } catch (error) {
    if (dir === root)
      throw new KnowledgeError(
        `the knowledge folder "${dir}" cannot be read (${codeOf(error)}): check its permissions`,
      );
    faults.push({
      path: relative(root, dir),
      message: `cannot be read (${codeOf(error)}): check the folder's permissions`,
    });
    return [];
  }
}

/** The id that a listed file declares; null when it declares none or cannot be read (`readDocument` says why). */
export function readDeclaredId(folder: string, path: string): string | null {
  try {
    return declaredIdOf(readFileSync(join(folder, path)));
  } catch {
    return null;
  }
}

/** Reads and parses one listed file, under the id it was given. Never throws: what cannot be read or parsed is a fault. */
export function readDocument(folder: string, path: string, id: string): { document: Document } | { fault: Fault } {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(join(folder, path));
  } catch (error) {
    return { fault: { path, message: `cannot be read (${codeOf(error)}): check that it exists and its permissions` } };
  }
  const parsed = parseDocument(path, bytes);
  if ('fault' in parsed) return parsed;
  return { document: { ...parsed.document, meta: { ...parsed.document.meta, id } } };
}

/**
 * Ids for plain files whose name is taken: the path without its ending, then the whole path. A declared id that is taken is a
 * fault, since two documents cannot both be quoted under one name. `declared` is in path order.
 */
export function assignIds(declared: readonly { path: string; id: string | null }[]): {
  ids: Map<string, string>;
  faults: Fault[];
} {
  const taken = new Map<string, string>(); // id → path
  const ids = new Map<string, string>();
  const faults: Fault[] = [];
  for (const { path, id } of declared) {
    if (id === null) continue;
    const owner = taken.get(id);
    if (owner !== undefined)
      faults.push({ path, message: `has the id "${id}", which ${owner} has: give one of them another id` });
    else ids.set(path, id);
    if (owner === undefined) taken.set(id, path);
  }
  for (const { path, id } of declared) {
    if (id !== null) continue;
    const stem = path.replace(/\.[^.]+$/, '');
    const free = [stem.replace(/^.*\//, ''), stem, path].find((name) => !taken.has(name));
    if (free === undefined) {
      faults.push({ path, message: 'has the same name as the id of another document: rename it' });
      continue;
    }
    ids.set(path, free);
    taken.set(free, path);
  }
  return { ids, faults };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
