// Libraries whose own types are a browser's, which are not to be had here: loaded when needed, with as much of their types as is used.

import type { DomNode } from './html-blocks.ts';

async function load<T>(module: string): Promise<T> {
  return (await import(module)) as T;
}

export interface DomDocument {
  readonly title: string;
  readonly body: DomNode & {
    querySelectorAll(selector: string): Iterable<{ setAttribute(name: string, value: string): void }>;
  };
  querySelector(selector: string): { getAttribute(name: string): string | null } | null;
}

/** HTML → a document. No script runs, nothing is loaded. */
export async function domParser(): Promise<(html: string) => DomDocument> {
  const { parseHTML } = await load<{ parseHTML(html: string): { readonly document: DomDocument } }>('linkedom');
  return (html) => parseHTML(withBody(html)).document;
}

/** HTML may leave out what is understood; linkedom does not understand it. */
function withBody(html: string): string {
  if (/<body[\s>]/i.test(html)) return html;
  const bare = html.replace(/<!doctype[^>]*>|<\/?html[^>]*>/gi, '');
  const head = /<head[\s>][\s\S]*?<\/head>/i.exec(bare)?.[0] ?? '';
  const parts = head === '' ? bare.match(/<title[\s>][\s\S]*?<\/title>|<(?:meta|link)\b[^>]*>/gi) : null;
  return `<html>${head || `<head>${(parts ?? []).join('')}</head>`}<body>${bare.replace(head, '')}</body></html>`;
}

export interface Article {
  readonly title?: string | null;
  readonly content?: DomNode | null;
}

interface ReadabilityModule {
  readonly Readability: new (
    document: DomDocument,
    options: { readonly serializer: (node: DomNode) => DomNode; readonly maxElemsToParse: number },
  ) => { parse(): Article | null };
}

/** The readable part of a document, which it takes apart. */
export async function readablePart(document: DomDocument, elementsMax: number): Promise<Article | null> {
  const { Readability } = await load<ReadabilityModule>('@mozilla/readability');
  return new Readability(document, { serializer: (node) => node, maxElemsToParse: elementsMax }).parse();
}

export interface MailAddress {
  readonly name?: string;
  readonly address?: string;
}

export interface Mail {
  readonly headers: readonly { readonly key: string; readonly value: string }[];
  readonly from?: MailAddress;
  readonly to?: readonly MailAddress[];
  readonly cc?: readonly MailAddress[];
  readonly subject?: string;
  readonly date?: string;
  readonly text?: string;
  readonly html?: string;
  readonly attachments: readonly { readonly filename?: string | null }[];
}

export async function parseMail(bytes: Uint8Array): Promise<Mail> {
  interface PostalMime {
    parse(bytes: Uint8Array, options: { readonly maxNestingDepth: number }): Promise<Mail>;
  }
  const { default: mime } = await load<{ readonly default: PostalMime }>('postal-mime');
  return mime.parse(bytes, { maxNestingDepth: 32 });
}

/** As much of pdf.js as is used. */
export interface PdfJs {
  getDocument(options: Readonly<Record<string, unknown>>): {
    readonly promise: Promise<PdfDocument>;
    destroy(): Promise<void>;
  };
}

export interface PdfDocument {
  readonly numPages: number;
  getPage(number: number): Promise<PdfPage>;
  getMetadata(): Promise<{ readonly info: object }>;
}

export interface PdfPage {
  /** Left, bottom, right, top. */
  readonly view: readonly number[];
  getTextContent(): Promise<{ readonly items: readonly (PdfItem | { readonly type: string })[] }>;
  cleanup(): void;
}

export interface PdfItem {
  readonly str: string;
  readonly transform: readonly number[];
  readonly width: number;
  readonly height: number;
}

/** pdf.js looks for a canvas when it is loaded, which reading text never uses. */
export async function loadPdfJs(): Promise<PdfJs> {
  const scope = globalThis as Record<string, unknown>;
  for (const name of ['DOMMatrix', 'ImageData', 'Path2D']) scope[name] ??= class {};
  return load<PdfJs>('pdfjs-dist/legacy/build/pdf.mjs');
}
