// The reader's style, script and icon: read once, named by what is in them, so that browsers may keep them for good.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

export interface Asset {
  /** Its path: "reader.4f2a91c0.css". */
  readonly name: string;
  readonly type: string;
  readonly text: string;
}

const FILES = {
  style: { file: 'reader.css', type: 'text/css; charset=utf-8' },
  script: { file: 'reader.js', type: 'text/javascript; charset=utf-8' },
  icon: { file: 'icon.svg', type: 'image/svg+xml' },
} as const;

export function readAssets(): Readonly<Record<keyof typeof FILES, Asset>> {
  return { style: read(FILES.style), script: read(FILES.script), icon: read(FILES.icon) };
}

function read({ file, type }: { readonly file: string; readonly type: string }): Asset {
  const text = readFileSync(new URL(`../../assets/${file}`, import.meta.url), 'utf8');
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 8);
  return { name: file.replace('.', `.${hash}.`), type, text };
}
