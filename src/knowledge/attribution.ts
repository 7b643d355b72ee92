// The last line of a block quote, "— Speaker, pinpoint, quoted by Outlet (kind)": whose words they are and where they stand.

import { KINDS, type Kind } from '../answer/model.ts';
import { plainText } from '../text/markdown.ts';
import type { Span } from '../text/span.ts';

export interface Attribution {
  readonly speaker?: string;
  /** Page, paragraph or section: "¶ 43", "514 U.S. at 341". */
  readonly pinpoint?: string;
  /** "quoted by The Intercept": who printed the words. */
  readonly via?: string;
  /** In parentheses, where the words are of another kind than the document. */
  readonly kind?: Kind;
}

const ATTRIBUTION =
  /(?:^|\n)[ \t]*(?:>[ \t]*)*(?:—|–|--)[ \t]*([^\s](?:[^\n]*[^\s])?)[ \t\r]*(?:\n[ \t]*(?:>[ \t]*)*)*$/;

/** Finds the attribution line at the end of the block quote in `range`; `end` is where the quoted words end. */
export function readAttribution(text: string, range: Span): { end: number; attribution: Attribution | null } {
  const block = text.slice(range.start, range.end);
  const match = ATTRIBUTION.exec(block);
  if (!match) return { end: range.end, attribution: null };
  return { end: range.start + match.index, attribution: parseAttribution(match[1]!) };
}

function parseAttribution(line: string): Attribution {
  let rest = plainText(line, 'markdown');
  const kind = /\(([a-z]+)\)$/.exec(rest);
  const known = KINDS.find((k) => k === kind?.[1]);
  if (known) rest = rest.slice(0, kind!.index).trim();
  const quoted = /,?\s+((?:as )?(?:quoted|reported|described|reproduced|printed|cited) (?:by|in|at)\s.+)$/.exec(rest);
  if (quoted) rest = rest.slice(0, quoted.index);
  const cut = /,\s+(?!(?:Inc|Corp|Co|Ltd|LLC|LLP|Jr|Sr)\b)|\s+(?=¶|§)/.exec(rest);
  const speaker = (cut ? rest.slice(0, cut.index) : rest).trim();
  const pinpoint = cut ? rest.slice(cut.index + cut[0].length).trim() : '';
  return {
    ...(speaker === '' ? {} : { speaker }),
    ...(pinpoint === '' ? {} : { pinpoint }),
    ...(quoted ? { via: quoted[1]! } : {}),
    ...(known ? { kind: known } : {}),
  };
}
