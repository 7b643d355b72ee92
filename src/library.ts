// The knowledge folder, indexed and kept current: reads only what changed since the saved index, and says what it could not read.

import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import type { Document, DocumentMeta } from './answer/model.ts';
import type { Fault } from './knowledge/document.ts';
import {
  assignIds,
  type FileState,
  KnowledgeError,
  listFiles,
  readDeclaredId,
  readDocument,
} from './knowledge/load.ts';
import { Index } from './search/index.ts';
import { documentIn } from './search/retriever.ts';
import type { Segment } from './search/segment.ts';
import { loadIndex, StaleIndexError, saveIndex } from './search/store.ts';

/** A document as a whole, on demand. */
export type StoredDocument = ReturnType<typeof documentIn>;

export interface Library {
  readonly folder: string;
  readonly index: Index;
  /** 12 hexadecimal digits that change whenever any document does. */
  readonly version: string;
  readonly faults: readonly Fault[];
  /** Things the person should know about opening it ("the saved index was damaged and has been rebuilt"). */
  readonly remarks: readonly string[];
  /** Milliseconds spent reading and indexing, and how many documents were read for it. */
  readonly opened: { readonly elapsedMs: number; readonly read: number };
  documents(): DocumentMeta[];
  document(id: string): StoredDocument | undefined;
  /** Where a document's text is kept. */
  /** The folder as it is now, another library; what has not changed is shared. Throws KnowledgeError as `openLibrary` does. */
  reopen(): Library;
  locate(id: string): { readonly meta: DocumentMeta; readonly segment: Segment; readonly document: number } | undefined;
}

export interface OpenOptions {
  /** Folder for the saved index; null keeps none. */
  readonly cacheFolder: string | null;
  /** Called now and then while many documents are read. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** What the saved index was made from. */
interface Made {
  readonly savedAt: number;
  readonly files: readonly (FileState & { readonly id: string; readonly declared: string | null })[];
}

/** A file changed this shortly before the index was saved may have changed again within the clock's step: it is read again. */
const CLOCK_STEP_MS = 2000;
/** An index of fewer passages is written in some milliseconds. */
const SAVE_ALWAYS_BELOW_PASSAGES = 20_000;
const SAVE_ABOVE_SHARE = 0.01;

/**
 * Opens the knowledge in `folder`. Throws KnowledgeError when there is nothing readable; a single unreadable file is a fault in
 * the result. A missing, stale or damaged saved index is built anew.
 */
export function openLibrary(folder: string, options: OpenOptions): Library {
  return open(folder, options, null);
}

/** An index with the list of what it was made from. */
interface Indexed {
  readonly index: Index;
  readonly made: Made;
}

function open(folder: string, options: OpenOptions, known: Indexed | null): Library {
  const started = performance.now();
  const listedAt = Date.now();
  const { files, faults } = listFiles(folder);
  const root = realpathSync(folder);
  const saved = options.cacheFolder === null ? null : join(options.cacheFolder, `${digest([root]).slice(0, 16)}.index`);
  const remarks: string[] = [];
  const before = known ?? (saved === null ? null : loadSaved(saved, remarks));
  const state = bringUpToDate(root, files, before, listedAt, options.onProgress);
  const allFaults = [...faults, ...state.faults].sort((a, b) => (a.path < b.path ? -1 : 1));
  if (state.index.size === 0) throw new KnowledgeError(nothingReadable(folder, files.length, allFaults));
  if (saved !== null && state.changed && worthSaving(state)) trySave(saved, state, remarks);
  const { index } = state;
  const metas = [...index.documents()].sort((a, b) => (a.meta.id < b.meta.id ? -1 : 1));
  const byId = new Map(metas.map((entry) => [entry.meta.id, entry]));
  return {
    folder,
    index,
    version: digest(metas.map(({ meta, hash }) => `${meta.id} ${hash}`)).slice(0, 12),
    faults: allFaults,
    remarks,
    opened: { elapsedMs: performance.now() - started, read: state.read },
    documents: () => metas.map(({ meta }) => meta),
    document: (id) => {
      const found = byId.get(id);
      return found && documentIn(found.segment, found.document);
    },
    reopen: () => open(folder, options, { index: copyOf(index), made: { files: state.files, savedAt: state.savedAt } }),
    locate: (id) => byId.get(id),
  };
}

/** An index of its own over the same segments, which never change. */
function copyOf({ segments }: Index): Index {
  return new Index(
    segments.map(({ segment, gone }) => ({
      segment,
      gone: [...gone.keys()].filter((document) => gone[document] === 1),
    })),
  );
}

function loadSaved(path: string, remarks: string[]): Indexed | null {
  try {
    const loaded = loadIndex<Made>(path);
    if (!loaded) return null;
    return { index: new Index(loaded.segments), made: loaded.extra };
  } catch (error) {
    const why = error instanceof StaleIndexError ? error.message : 'could not be read';
    remarks.push(`the saved index ${why}; it has been rebuilt from the documents`);
    return null;
  }
}

interface UpToDate extends Made {
  readonly index: Index;
  readonly faults: readonly Fault[];
  readonly changed: boolean;
  readonly read: number;
  /** Whether there was a saved index to start from. */
  readonly before: boolean;
}

function bringUpToDate(
  root: string,
  files: readonly FileState[],
  before: Indexed | null,
  listedAt: number,
  onProgress: OpenOptions['onProgress'],
): UpToDate {
  const known = new Map((before?.made.files ?? []).map((file) => [file.path, file]));
  const savedAt = before?.made.savedAt ?? 0;
  const same = (file: FileState) => {
    const old = known.get(file.path);
    return (
      old?.size === file.size &&
      old.mtimeMs === file.mtimeMs &&
      old.ctimeMs === file.ctimeMs &&
      file.mtimeMs < savedAt - CLOCK_STEP_MS
    );
  };
  const declared = files.map((file) => ({
    path: file.path,
    id: same(file) ? known.get(file.path)!.declared : readDeclaredId(root, file.path),
  }));
  const { ids, faults } = assignIds(declared);
  const kept = files.filter((file) => same(file) && known.get(file.path)!.id === ids.get(file.path));
  const keptIds = new Set(kept.map(({ path }) => ids.get(path)!));
  const toRead = files.filter(({ path }) => ids.has(path) && !keptIds.has(ids.get(path)!));
  toRead.sort((a, b) => (ids.get(a.path)! < ids.get(b.path)! ? -1 : 1));

  const usable = new Set(keptIds);
  const readFaults: Fault[] = [];
  function* read(): Generator<Document> {
    for (const [n, { path }] of toRead.entries()) {
      if (n % 500 === 499) onProgress?.(n + 1, toRead.length);
      const result = readDocument(root, path, ids.get(path)!);
      if ('fault' in result) readFaults.push(result.fault);
      else {
        usable.add(result.document.meta.id);
        yield result.document;
      }
    }
  }
  let index = before?.index;
  if (!index || keptIds.size === 0) index = Index.build(read());
  else {
    const removed = new Set([...known.values()].map(({ id }) => id).filter((id) => !keptIds.has(id)));
    if (removed.size > 0 || toRead.length > 0) index.update(removed, [...read()]);
    if (index.fragmented) return bringUpToDate(root, files, null, listedAt, onProgress);
  }
  const byPath = new Map(files.map((file) => [file.path, file]));
  const declaredBy = new Map(declared.map(({ path, id }) => [path, id]));
  const made = files
    .filter(({ path }) => ids.has(path) && usable.has(ids.get(path)!))
    .map((file) => ({ ...file, id: ids.get(file.path)!, declared: declaredBy.get(file.path) ?? null }));
  const added = made.some(({ path }) => !same(byPath.get(path)!));
  const changed = !before || added || made.length !== known.size;
  return {
    index,
    files: made,
    savedAt: listedAt,
    faults: [...faults, ...readFaults],
    changed,
    read: toRead.length,
    before: before !== null,
  };
}

/** A large index is written again only when reading what changed would be slower than that: small changes are read at each start. */
function worthSaving({ index, files, read, before }: UpToDate): boolean {
  return !before || index.size < SAVE_ALWAYS_BELOW_PASSAGES || read > Math.max(8, files.length * SAVE_ABOVE_SHARE);
}

function trySave(path: string, { index, files, savedAt }: UpToDate, remarks: string[]): void {
  try {
    saveIndex<Made>(path, index.segments, { files, savedAt });
  } catch {
    remarks.push(
      'the index could not be saved, so the next start will be slower: check that the cache folder can be written to',
    );
  }
}

function nothingReadable(folder: string, count: number, faults: readonly Fault[]): string {
  if (count === 0 && faults.length === 0)
    return `the knowledge folder "${folder}" holds no .md or .txt files: put some there, or give another with --knowledge DIR`;
  const [first] = faults;
  return `no document in "${folder}" can be read${first ? `; first: ${first.path} ${first.message}` : ''}`;
}

function digest(lines: readonly string[]): string {
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}
