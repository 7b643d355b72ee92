// Any content as the parts of a layout, in order. Pure; what they look like is the renderers'.

import type { Quote } from '../answer/model.ts';
import type { Content, Page } from './content.ts';
import { layOut, type Part } from './layout.ts';
import { layOutCheckBriefly } from './layout-check.ts';
import { layOutSummary } from './layout-summary.ts';
import { noteText } from './notes.ts';

/** The parts of any content; `page` has the words of pages. */
export function partsOf(content: Content, page: (page: Page) => readonly Part[]): readonly Part[] {
  switch (content.content) {
    case 'page':
      return page(content.page);
    case 'note':
      return [{ part: 'lead', tone: 'warning', text: noteText(content) }];
    case 'answer':
      return layOut(content.answer, content.version);
    case 'summary':
      return layOutSummary(content.summary, content.version);
    case 'check':
      return layOutCheckBriefly(content.checked, content.version);
  }
}

/** The source's own words as parts show them, in order. */
export function quotedIn(parts: readonly Part[]): Quote[] {
  return parts
    .flatMap((part) => (part.part === 'group' ? part.lines : []))
    .flatMap((line) => (line.line === 'quotation' ? [line.quote] : []));
}
