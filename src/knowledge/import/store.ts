// A read file → a document in the knowledge folder, its original beside it. Overwrites nothing; a running bot never sees half a file.

import { createHash } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { declaredHashOf } from '../document.ts';
import { listFiles, ORIGINALS, readDeclaredId } from '../load.ts';
import type { Reading, Refusal, Told } from './blocks.ts';
import { differenceOf } from './check.ts';
import { EXTENSIONS, type Format } from './format.ts';
import { writeBody } from './markdown.ts';

export interface Entry {
  readonly id: string;
  /** Relative to the knowledge folder. */
  readonly file: string;
}

export interface ToKeep {
  readonly bytes: Uint8Array;
  readonly sha256: string;
  readonly reading: Reading & { readonly format: Format };
  /** Wanted id; a suffix is added where another document has it. */
  readonly id: string;
  /** What the person says about it, which goes before what the file says. */
  readonly given: Told;
  readonly title: string;
}

export type Kept = Entry & { readonly renamed: boolean; readonly words: number; readonly differs: string | null };

export interface Store {
  /** The document that was read from the same bytes before. */
  find(sha256: string): Entry | undefined;
  /** Throws the file system's error when nothing can be written. `dryRun`: says what would be done. */
  keep(document: ToKeep, dryRun: boolean): Kept | Refusal;
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Opens `folder`, which is made if it is not there. Throws KnowledgeError when it cannot be read. */
export function openStore(folder: string, dryRun: boolean): Store {
  if (!dryRun) mkdirSync(folder, { recursive: true });
  const byHash = new Map<string, Entry>();
  const ids = new Set<string>();
  for (const { path } of existsSync(folder) ? listFiles(folder).files : []) {
    const id = readDeclaredId(folder, path) ?? path.replace(/^.*\//, '').replace(/\.[^.]+$/, '');
    ids.add(id);
    const hash = declaredHashOf(readFileSync(join(folder, path)));
    if (hash !== null) byHash.set(hash, { id, file: path });
  }
  return {
    find: (sha256) => byHash.get(sha256),
    keep(document, isDryRun) {
      for (let n = 1; ; n++) {
        const id = n === 1 ? document.id : `${document.id}-${n}`;
        const original = `${ORIGINALS}/${id}.${EXTENSIONS[document.reading.format]}`;
        if (ids.has(id) || existsSync(join(folder, `${id}.md`)) || isOther(join(folder, original), document.sha256))
          continue;
        const file = Buffer.from(documentText(document, id, original));
        const { blocks, notes, body } = document.reading;
        const difference = differenceOf(`${id}.md`, file, blocks, notes);
        if (difference && 'refused' in difference) return difference;
        const differs = body === undefined ? (difference?.differs ?? null) : null;
        if (!isDryRun) {
          mkdirSync(join(folder, ORIGINALS), { recursive: true });
          place(join(folder, original), document.bytes);
          if (!place(join(folder, `${id}.md`), file)) continue;
        }
        ids.add(id);
        byHash.set(document.sha256, { id, file: `${id}.md` });
        return { id, file: `${id}.md`, renamed: n > 1, words: wordsIn(document.reading), differs };
      }
    },
  };
}

function isOther(path: string, sha256: string): boolean {
  return existsSync(path) && sha256Of(readFileSync(path)) !== sha256;
}

/** Written to a name that nobody reads, then given its own, if that is free; false where it is not. */
function place(path: string, bytes: Uint8Array): boolean {
  if (existsSync(path)) return false;
  const temporary = path.replace(/([^/\\]+)$/, `.$1.${process.pid}.tmp`);
  try {
    writeFileSync(temporary, bytes, { flush: true });
    try {
      linkSync(temporary, path); // fails where the name has been taken meanwhile, as a renaming does not
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
      renameSync(temporary, path); // a file system without links
    }
    return true;
  } finally {
    rmSync(temporary, { force: true });
  }
}

function documentText({ reading, given, title, sha256 }: ToKeep, id: string, original: string): string {
  const { title: _title, text, ...told } = { ...reading.told, ...given };
  const front = { id, title, ...told, text: text ?? 'verbatim', original, sha256 };
  const yaml = stringify(front, { lineWidth: 0 });
  const body = reading.body ?? writeBody(title, reading.blocks, reading.notes);
  return `---\n${yaml}---\n\n${body.replace(/^\s*\n/, '')}`.normalize('NFC');
}

function wordsIn({ blocks, notes, body }: Reading): number {
  const texts =
    body !== undefined
      ? [body]
      : [
          ...blocks.map((block) => ('text' in block ? block.text : block.rows.flat().join(' '))),
          ...notes.map(({ text }) => text),
        ];
  return texts.reduce((sum, text) => sum + (text.match(/\S+/g)?.length ?? 0), 0);
}
