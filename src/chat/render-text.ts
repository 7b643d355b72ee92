// An answer as plain text: what the terminal shows and what `text` holds in --json. Pure; colour is a set of functions handed in.

import type { Answer, Statement } from '../answer/model.ts';
import {
  type Context,
  isLeading,
  type Line,
  layOut,
  layOutStatements,
  type Part,
  renderNotice,
  smallPrint,
} from './layout.ts';

/** How parts are marked; the plain style marks nothing. */
export interface Style {
  readonly statement: (text: string) => string;
  readonly quote: (text: string) => string;
  readonly small: (text: string) => string;
  readonly kind: (text: string) => string;
  readonly warning: (text: string) => string;
  readonly link: (text: string, url: string) => string;
  /** Fits a block into the width, every line after the first with `indent`. */
  readonly wrap: (text: string, indent: string) => string;
}

const same = (text: string) => text;
export const PLAIN: Style = {
  statement: same,
  quote: same,
  small: same,
  kind: same,
  warning: same,
  link: (text, url) => (text === '' ? url : `${text} ${url}`),
  wrap: same,
};

/** The whole answer. `version` is the knowledge version that it was made from. */
export function renderText(answer: Answer, version: string, style: Style = PLAIN): string {
  return renderParts(layOut(answer, version), style);
}

/** One statement by itself, as soon as it is checked. */
export function renderStatement(statement: Statement, style: Style): string {
  return renderParts(layOutStatements([statement]), style);
}

/** What a notice says when the passages stand under it. */
const NEAREST_FOLLOWS = /\. The nearest:$/;

/** What is left of an answer whose first `shown` statements stand there already: the others, and all notices. */
export function renderRest(answer: Answer, version: string, style: Style, shown: number): string {
  const leading = answer.notices
    .filter(isLeading)
    .map((notice) => style.warning(style.wrap(renderNotice(notice).replace(NEAREST_FOLLOWS, ' above.'), '')));
  const rest = renderParts(layOutStatements(answer.statements.slice(shown)), style);
  const small = renderParts(smallPrint(answer, version), style);
  return [rest, ...leading, small].filter((block) => block !== '').join('\n\n');
}

/** Parts with a blank line between them; none after a heading. */
export function renderParts(parts: readonly Part[], style: Style): string {
  return parts
    .map((part, n) => {
      const tight = parts[n - 1]?.part === 'heading' || (isNearest(part) && isNearest(parts[n - 1]));
      return `${n === 0 ? '' : tight ? '\n' : '\n\n'}${renderPart(part, style)}`;
    })
    .join('');
}

/** A passage by itself, as under "Closest:". */
function isNearest(part: Part | undefined): boolean {
  return part?.part === 'group' && (part.lines[0]?.line === 'quotation' || part.lines[0]?.line === 'words');
}

function renderPart(part: Part, style: Style): string {
  switch (part.part) {
    case 'lead':
      return part.tone === 'warning'
        ? style.warning(style.wrap(part.text, ''))
        : style.small(style.wrap(part.text, ''));
    case 'group':
      return [
        ...part.lines.map((line) => renderLine(line, style)),
        ...part.contexts.map((context) => renderContext(context, style)),
      ].join('\n');
    case 'heading':
      return style.kind(part.text);
    case 'covers':
      return style.small(style.wrap(part.text, ''));
    case 'small':
      return part.lines.map((line) => style.small(style.wrap(line, ''))).join('\n');
  }
}

function renderLine({ line, text }: Line, style: Style): string {
  switch (line) {
    case 'statement':
      return style.statement(style.wrap(text, ''));
    case 'item':
      return style.statement(style.wrap(`  • ${text}`, '    '));
    case 'contact':
      return style.wrap(`  · ${text}`, '    ');
    case 'quotation':
      return style.quote(style.wrap(`  “${text}”`, '   '));
    case 'words':
      return style.wrap(`  ${text}`, '  ');
  }
}

/** "Alleged · Complaint, ¶ 1 · Twitter v. DHS (N.D. Cal., 6 Apr 2017) · link". */
function renderContext({ kind, where, links }: Context, style: Style): string {
  const line = style.small(style.wrap(`  ${[style.kind(kind), ...where].join(' · ')}`, '  '));
  return [line, ...links.map(({ url, checked }, n) => style.link(checked && n === 0 ? 'checked at' : '', url))].join(
    style.small(' · '),
  );
}
