// Where a quotation leads: to the reader at the passage, where there is a reader; else to the source's own address. Pure.

import { readerLink } from '../text/reader-link.ts';
import type { Context, Part } from './layout.ts';

/** The parts with their contexts' links leading to the reader at `publicUrl`, which says where each fact was checked. */
export function withReader(parts: readonly Part[], publicUrl: string | null): readonly Part[] {
  if (publicUrl === null) return parts;
  return parts.map((part) =>
    part.part === 'group' ? { ...part, contexts: part.contexts.map((context) => contextIn(context, publicUrl)) } : part,
  );
}

export function contextIn(context: Context, publicUrl: string | null): Context {
  if (publicUrl === null) return context;
  const { document, start, end } = context.quote;
  const opened = { url: readerLink(publicUrl, { document, start, end }), checked: false, quote: null };
  return { ...context, links: [opened] };
}
