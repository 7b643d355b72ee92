// What is examined: "check a quotation" as a function of a draft. The only file of the examination that knows the implementation.

import type { Library } from '../../src/library.ts';
import { openSession } from '../../src/session.ts';
import type { Verdict } from './check/tools.ts';

/** One quotation of a draft, as the implementation found and judged it. */
export interface Checked {
  /** The words between the marks. */
  readonly text: string;
  readonly verdict: Verdict;
  /** Whom the draft gives it to, as far as the implementation says. */
  readonly attributedTo?: string | null;
  /** Where it is said to stand; only with verdicts that have a place. */
  readonly document?: string;
  readonly start?: number;
  readonly end?: number;
}

export type Subject = (draft: string) => Promise<readonly Checked[]>;

/** The check over the documents of `library`. */
export function openSubject(library: Library): Subject {
  const session = openSession(library);
  return async (draft) =>
    session.check(draft, false).map(({ text, verdict, attributedTo, places }) => ({
      text,
      verdict,
      attributedTo,
      ...(places[0] === undefined ? {} : { document: places[0].document, ...places[0].span }),
    }));
}
