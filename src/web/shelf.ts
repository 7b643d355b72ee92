// What has been made of one version of the knowledge: documents cut into parts, pages ready to be sent. Another version empties it.

import { gzipSync } from 'node:zlib';
import { LRUCache } from 'lru-cache';
import type { SourceDocument } from './blocks.ts';
import { type Parted, partsOf } from './parts.ts';

/** A page as it is sent. */
export interface Made {
  readonly plain: Buffer;
  readonly gzip: Buffer;
}

/** In UTF-16 units of text, some ten bytes of memory each: as much as the largest file that is read, so that no document is made ready anew for each page. */
const DOCUMENTS_CHARS = 34_000_000;
const PAGES_BYTES = 16_000_000;

export interface Shelf {
  parted(version: string, id: string, open: () => SourceDocument | undefined): Parted | undefined;
  page(version: string, key: string, render: () => string): Made;
}

export function createShelf(): Shelf {
  const documents = new LRUCache<string, Parted>({
    max: 1000,
    maxSize: DOCUMENTS_CHARS,
    sizeCalculation: ({ document }) => document.text.length,
  });
  const pages = new LRUCache<string, Made>({
    max: 2000,
    maxSize: PAGES_BYTES,
    sizeCalculation: ({ plain, gzip }) => plain.length + gzip.length,
  });
  let kept = '';
  const keepOnly = (version: string) => {
    if (version === kept) return;
    documents.clear();
    pages.clear();
    kept = version;
  };
  return {
    parted(version, id, open) {
      keepOnly(version);
      const known = documents.get(id);
      if (known !== undefined) return known;
      const document = open();
      if (document === undefined) return undefined;
      const parted = partsOf(document);
      documents.set(id, parted);
      return parted;
    },
    page(version, key, render) {
      keepOnly(version);
      const known = pages.get(key);
      if (known !== undefined) return known;
      const made = makePage(render());
      pages.set(key, made);
      return made;
    },
  };
}

export function makePage(text: string): Made {
  const plain = Buffer.from(text);
  return { plain, gzip: gzipSync(plain) };
}
