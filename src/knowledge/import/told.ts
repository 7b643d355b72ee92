// What a court document says of itself on its first page and in its stamp: docket, date of filing, court, kind. Only what is certain. Pure.

import { isCalendarDate } from '../calendar.ts';
import type { Told } from './blocks.ts';
import type { Cleared } from './margins.ts';
import type { Line } from './page.ts';

const DOCKET = /\b(\d:\d{2}-[a-z]{2,4}-\d{3,6}(?:-[A-Z]{2,4})*)\b/;
const FILED = /\bFiled:?\s+(\d{1,2})\/(\d{1,2})\/(\d{2}|\d{4})\b/i;
/** Whole titles that leave no doubt of the kind. An order may be a proposed one, a brief may quote a title. */
const FILING =
  /^(?:(?:first|second|third) amended |verified )*(?:complaint|petition|answer|motion|brief|memorandum of (?:points|law))\b/i;
const OPINION = /^(?:memorandum )?opinion(?: of the court)?$/i;
/** As far down the first page as a caption reaches. */
const CAPTION_LINES = 45;

export function toldByPages({ stamp }: Cleared, firstPage: readonly Line[]): Told {
  const caption = firstPage.slice(0, CAPTION_LINES).flatMap(({ segments }) => segments.map(({ text }) => text));
  const docket = DOCKET.exec(stamp ?? '')?.[1] ?? DOCKET.exec(caption.join('\n'))?.[1];
  const date = dateOf(stamp);
  const court = courtOf(caption);
  const capitals = caption.filter((text) => !/\p{Ll}/u.test(text));
  const kind = capitals.some((text) => FILING.test(text))
    ? 'filing'
    : caption.some((text) => OPINION.test(text))
      ? 'opinion'
      : undefined;
  const title = capitals.find((text) => FILING.test(text) && text.length < 120);
  return {
    ...(docket === undefined ? {} : { docket }),
    ...(date === undefined ? {} : { date }),
    ...(court === undefined ? {} : { court }),
    ...(kind === undefined ? {} : { kind }),
    ...(title === undefined || docket === undefined ? {} : { title: `${sentenceCase(title)}, ${docket}` }),
  };
}

function dateOf(stamp: string | null): string | undefined {
  const match = FILED.exec(stamp ?? '');
  if (!match) return undefined;
  const [, month, day, year] = match;
  const date = `${year!.length === 2 ? `20${year}` : year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`;
  return isCalendarDate(date) ? date : undefined;
}

function courtOf(caption: readonly string[]): string | undefined {
  const text = caption.join(' ').replace(/\s+/g, ' ');
  const district =
    /UNITED STATES DISTRICT COURT,?(?: FOR THE)? ((?:(?:NORTHERN|SOUTHERN|EASTERN|WESTERN|CENTRAL|MIDDLE) )?DISTRICT OF [A-Z]+(?: (?:YORK|JERSEY|HAMPSHIRE|MEXICO|CAROLINA|DAKOTA|VIRGINIA|ISLAND|COLUMBIA|RICO))?)/i.exec(
      text,
    );
  return district ? `U.S. District Court, ${titleCase(district[1]!)}` : undefined;
}

/** "COMPLAINT FOR DAMAGES" → "Complaint for damages". */
function sentenceCase(text: string): string {
  return text[0]! + text.slice(1).toLowerCase();
}

function titleCase(text: string): string {
  return text.toLowerCase().replace(/\b(?!of\b)[a-z]/g, (letter) => letter.toUpperCase());
}
