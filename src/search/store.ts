// The saved index: one binary file. Written to a temporary name and renamed, so that a reader sees the old one or the new one.

import { closeSync, fstatSync, mkdirSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import { indexedLists } from '../text/words.ts';
import { Dictionary } from './dictionary.ts';
import type { Context, Segment, SegmentArrays, SegmentDocument } from './segment.ts';
import { TextStore } from './text-store.ts';

/** Raised whenever the layout, the scanner or the splitter change; with the word lists' checksum, so that an index made otherwise is rebuilt. */
export const FORMAT_VERSION = (4 ^ crc32(indexedLists())) >>> 0;
const MAGIC = 'PUBLIUS\n';
/** magic, version (u32), header length (u32), CRC-32 of the whole file with this field zero (u32), four unused bytes. */
const PREFIX_BYTES = MAGIC.length + 16;
const CHECKSUM_AT = MAGIC.length + 8;

type ArrayName = keyof SegmentArrays;
const NARROW: ReadonlySet<ArrayName> = new Set(['postingText', 'postingContext']);
const ARRAYS: readonly ArrayName[] = [
  'passageDocument', 'passageStart', 'passageEnd', 'passageSentences', 'passageContext', 'passageLength', 'sentenceStart', 'sentenceEnd',
  'sentenceTerms', 'terms', 'postings', 'postingPassage', 'postingText', 'postingContext', 'documentPassages',
]; // biome-ignore format: one list, in file order

/** A saved file that cannot be used; the index is then built anew. The message says why. */
export class StaleIndexError extends Error {
  override readonly name = 'StaleIndexError';
}

interface Header<Extra> {
  readonly extra: Extra;
  readonly segments: readonly {
    documents: readonly SegmentDocument[];
    contexts: readonly Context[];
    gone: readonly number[];
    bytes: readonly number[];
  }[];
}

/** Saves segments with `extra` (JSON: what they were made from). Throws what the file system throws. */
export function saveIndex<Extra>(
  path: string,
  segments: readonly { segment: Segment; gone: Uint8Array }[],
  extra: Extra,
): void {
  const chunks: Buffer[] = [];
  const header: Header<Extra> = {
    extra,
    segments: segments.map(({ segment, gone }) => {
      const parts = buffersOf(segment);
      chunks.push(...parts.map(padded));
      const { documents, contexts } = segment;
      const indexes = [...gone.entries()].filter(([, flag]) => flag === 1).map(([i]) => i);
      return { documents, contexts, gone: indexes, bytes: parts.map((part) => part.length) };
    }),
  };
  const json = padded(Buffer.from(JSON.stringify(header), 'utf8'));
  const prefix = Buffer.alloc(PREFIX_BYTES);
  prefix.write(MAGIC, 0, 'latin1');
  prefix.writeUInt32LE(FORMAT_VERSION, MAGIC.length);
  prefix.writeUInt32LE(json.length, MAGIC.length + 4);
  prefix.writeUInt32LE(checksumOf([prefix, json, ...chunks]), CHECKSUM_AT);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = `${path}.${process.pid}.tmp`;
  const file = openSync(temporary, 'w', 0o600);
  try {
    for (const chunk of [prefix, json, ...chunks]) writeAll(file, chunk);
    closeSync(file);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Reads a saved index, or null when there is none. Throws StaleIndexError when it is of another version or damaged. */
export function loadIndex<Extra>(
  path: string,
): { segments: { segment: Segment; gone: number[] }[]; extra: Extra } | null {
  const bytes = readWhole(path);
  if (!bytes) return null;
  if (bytes.length < PREFIX_BYTES || bytes.toString('latin1', 0, MAGIC.length) !== MAGIC)
    throw new StaleIndexError('is not an index');
  const version = bytes.readUInt32LE(MAGIC.length);
  if (version !== FORMAT_VERSION) throw new StaleIndexError(`was made by another version of Publius`);
  const headerLength = bytes.readUInt32LE(MAGIC.length + 4);
  const checksum = bytes.readUInt32LE(CHECKSUM_AT);
  bytes.writeUInt32LE(0, CHECKSUM_AT);
  if (checksumOf([bytes]) !== checksum) throw new StaleIndexError('is damaged');
  const header = JSON.parse(
    bytes.toString('utf8', PREFIX_BYTES, PREFIX_BYTES + headerLength).trimEnd(),
  ) as Header<Extra>;
  let at = PREFIX_BYTES + headerLength;
  const segments = header.segments.map(({ documents, contexts, gone, bytes: lengths }) => {
    const parts = lengths.map((length) => {
      const part = bytes.subarray(at, at + length);
      at += length + padding(length);
      return part;
    });
    return { segment: segmentFrom(parts, documents, contexts), gone: [...gone] };
  });
  return { segments, extra: header.extra };
}

/** CRC-32 of the chunks one after another; an empty chunk would start zlib's anew. */
function checksumOf(chunks: readonly Buffer[]): number {
  return chunks.filter(({ length }) => length > 0).reduce((sum, chunk) => crc32(chunk, sum), 0);
}

function writeAll(file: number, chunk: Buffer): void {
  for (let at = 0; at < chunk.length; ) at += writeSync(file, chunk, at, Math.min(chunk.length - at, 1 << 30));
}

function buffersOf(segment: Segment): Buffer[] {
  const { dictionary, text } = segment;
  const rest = [dictionary.offsets, dictionary.bytes, text.offsets, text.widths, text.bytes];
  return [...ARRAYS.map((name) => segment[name]), ...rest].map((array) =>
    Buffer.from(array.buffer, array.byteOffset, array.byteLength),
  );
}

function segmentFrom(
  parts: readonly Buffer[],
  documents: readonly SegmentDocument[],
  contexts: readonly Context[],
): Segment {
  const arrays = Object.fromEntries(
    ARRAYS.map((name, i) => [name, NARROW.has(name) ? narrow(parts[i]!) : wide(parts[i]!)]),
  );
  const [offsets, terms, textOffsets, widths, text] = parts.slice(ARRAYS.length);
  return {
    ...(arrays as unknown as SegmentArrays),
    documents,
    contexts,
    dictionary: new Dictionary(wide(offsets!), terms!),
    text: new TextStore(
      new Float64Array(textOffsets!.buffer, textOffsets!.byteOffset, textOffsets!.length / 8),
      narrow(widths!),
      text!,
    ),
  };
}

function wide(part: Buffer): Uint32Array {
  return new Uint32Array(part.buffer, part.byteOffset, part.length / 4);
}

function narrow(part: Buffer): Uint8Array {
  return new Uint8Array(part.buffer, part.byteOffset, part.length);
}

/** Chunks begin at multiples of 8 bytes, so that typed arrays can look straight into the file's bytes. */
function padding(length: number): number {
  return (8 - (length % 8)) % 8;
}

function padded(part: Buffer): Buffer {
  return padding(part.length) === 0 ? part : Buffer.concat([part, Buffer.alloc(padding(part.length), ' ')]);
}

function readWhole(path: string): Buffer | null {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return null;
  }
  try {
    const { size } = fstatSync(file);
    const bytes = Buffer.from(new ArrayBuffer(size)); // its own memory, aligned
    let at = 0;
    while (at < size) {
      const read = readSync(file, bytes, at, Math.min(size - at, 1 << 30), at);
      if (read === 0) break;
      at += read;
    }
    return bytes.subarray(0, at);
  } finally {
    closeSync(file);
  }
}
