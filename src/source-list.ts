// The documents that answers come from, as text for a terminal.

import pc from 'picocolors';
import { readableDate } from './answer/attribution.ts';
import { plural } from './chat/layout.ts';
import { groupSources } from './chat/pages.ts';
import type { Library } from './library.ts';

/** Documents by kind, each with its date, id and status, and the files that were left out. */
export function listSources({ documents, version, faults }: Library, color: boolean): string {
  const colors = pc.createColors(color);
  const lines = [`${plural(documents().length, 'document')}, knowledge ${version}`];
  for (const { name, documents: group } of groupSources(documents())) {
    lines.push('', colors.bold(name));
    for (const { id, title, date, status } of group) {
      const when = date === undefined ? '' : colors.dim(` · ${readableDate(date)}`);
      lines.push(`  ${title}${when} ${colors.dim(`[${id}]`)}`);
      if (status !== undefined) lines.push(colors.dim(`    ${status}`));
    }
  }
  if (faults.length > 0) lines.push('', 'Left out:', ...faults.map(({ path, message }) => `  ${path}: ${message}`));
  return lines.join('\n');
}
