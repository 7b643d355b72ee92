// One case against what the check said of its draft, and the sums over cases. Pure.

import type { Checked } from '../check-subject.ts';
import { foldPlain } from './places.ts';
import type { CheckCase, Verdict } from './tools.ts';

/** `unseen`: no quotation of the draft is the case's; `fault`: the check threw. */
export type Given = Verdict | 'unseen' | 'fault';

export interface Outcome {
  readonly checkCase: CheckCase;
  readonly given: Given;
  readonly right: boolean;
  /** Called exact though its words or its speaker are not: what must never happen. */
  readonly dangerous: boolean;
  /** Found with other limits than those in the draft. */
  readonly otherExtent: boolean;
  /** Called exact, and the place that was named does not read so. */
  readonly wrongPlace: boolean;
  readonly message?: string;
}

/** Judges what the check `found`, or how it failed. `slice` gives the words of a document, or null outside it. */
export function judgeCase(
  checkCase: CheckCase,
  found: readonly Checked[] | Error,
  slice: (document: string, start: number, end: number) => string | null,
): Outcome {
  if (found instanceof Error) return { ...outcome(checkCase, 'fault'), message: found.message };
  const match = findQuotation(found, checkCase.quotation);
  if (!match) return outcome(checkCase, 'unseen');
  const { verdict, document, start, end } = match.checked;
  const placed = verdict === 'exact' && document !== undefined && start !== undefined && end !== undefined;
  const wrongPlace = placed && !readsAs(slice(document!, start!, end!), match.checked.text);
  return { ...outcome(checkCase, verdict), otherExtent: !match.same, wrongPlace };
}

function outcome(checkCase: CheckCase, given: Given): Outcome {
  const right = (checkCase.accepts as readonly Given[]).includes(given);
  const dangerous = given === 'exact' && !right && !checkCase.accepts.includes('too-short');
  return { checkCase, given, right, dangerous, otherExtent: false, wrongPlace: false };
}

/** Fewer letters and digits stand in many a quotation. */
const SHARED_LEAST = 12;

/** The quotation with the same letters and digits; else the one that shares most with it, if one holds the other. */
function findQuotation(found: readonly Checked[], wanted: string): { checked: Checked; same: boolean } | null {
  const key = lettersOf(wanted);
  const keys = found
    .map((checked) => ({ checked, other: lettersOf(checked.text) }))
    .filter(({ other }) => other !== '');
  const same = keys.find(({ other }) => other === key);
  if (same) return { checked: same.checked, same: true };
  const [best] = keys
    .filter(({ other }) => Math.min(other.length, key.length) >= SHARED_LEAST)
    .filter(({ other }) => other.includes(key) || key.includes(other))
    .sort((a, b) => Math.min(b.other.length, key.length) - Math.min(a.other.length, key.length));
  return best ? { checked: best.checked, same: false } : null;
}

function lettersOf(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, '');
}

/** Whether the place begins and ends with the quotation's words; what an ellipsis or bracket stands for is left to the verdict. */
function readsAs(place: string | null, quotation: string): boolean {
  if (place === null) return false;
  if (/\.\.\.|…|\. \. \.|\[/.test(quotation)) return true;
  return lettersOf(foldPlain(place)) === lettersOf(foldPlain(quotation));
}

export interface KindSum {
  readonly kind: string;
  readonly accepts: string;
  readonly cases: number;
  readonly right: number;
  readonly dangerous: number;
  /** How often each wrong verdict was given, most frequent first. */
  readonly wrong: readonly (readonly [Given, number])[];
}

/** Sums by kind, in the order in which kinds first occur. */
export function sumByKind(outcomes: readonly Outcome[]): KindSum[] {
  const kinds = [...new Set(outcomes.map(({ checkCase }) => checkCase.kind))];
  return kinds.map((kind) => {
    const all = outcomes.filter(({ checkCase }) => checkCase.kind === kind);
    const wrong = new Map<Given, number>();
    for (const { given, right } of all) if (!right) wrong.set(given, (wrong.get(given) ?? 0) + 1);
    return {
      kind,
      accepts: all[0]!.checkCase.accepts.join(' or '),
      cases: all.length,
      right: all.filter(({ right }) => right).length,
      dangerous: all.filter(({ dangerous }) => dangerous).length,
      wrong: [...wrong].sort((a, b) => b[1] - a[1]),
    };
  });
}

/** Rows: what the case is (its first accepted verdict, or the one given if that is accepted); columns: what was given. */
export function confusion(outcomes: readonly Outcome[]): Map<Verdict, Map<Given, number>> {
  const rows = new Map<Verdict, Map<Given, number>>();
  for (const { checkCase, given, right } of outcomes) {
    const truth = right ? (given as Verdict) : checkCase.accepts[0]!;
    const row = rows.get(truth) ?? new Map<Given, number>();
    row.set(given, (row.get(given) ?? 0) + 1);
    rows.set(truth, row);
  }
  return rows;
}
