// The fixture of drafts in awkward forms: which of their quotations are found, with which limits and names. Pure but for reading it.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Checked } from '../check-subject.ts';

const FIXTURE = fileURLToPath(new URL('../../fixtures/check/drafts.json', import.meta.url));

/** Its fields are explained in the fixture itself, under "about". */
export interface AwkwardDraft {
  readonly id: string;
  readonly form: string;
  readonly draft: string;
  readonly quotations: readonly {
    readonly text: string;
    readonly attributedTo: string | null;
    readonly pronoun?: boolean;
    readonly joins?: boolean;
    readonly or?: readonly (string | null)[];
  }[];
  readonly mayBe: readonly string[];
  readonly never: readonly string[];
}

export interface DraftOutcome {
  readonly id: string;
  readonly form: string;
  readonly expected: number;
  /** Found with the limits of the fixture. */
  readonly found: number;
  /** What an editor finds and the check does not, or with other limits. */
  readonly missed: readonly string[];
  /** What the check finds and an editor does not. */
  readonly extra: readonly string[];
  /** Found, and given to somebody else: "Mercer, not Struck". Empty where the check says no names. */
  readonly misnamed: readonly string[];
}

export function readDrafts(): AwkwardDraft[] {
  return (JSON.parse(readFileSync(FIXTURE, 'utf8')) as { drafts: AwkwardDraft[] }).drafts;
}

/** Compares what the check found in the draft with what an editor finds. */
export function judgeDraft({ id, form, quotations, mayBe }: AwkwardDraft, found: readonly Checked[]): DraftOutcome {
  const given = new Map(found.map((checked) => [plainly(checked.text), checked]));
  const misnamed: string[] = [];
  const missed: string[] = [];
  const known = new Set(mayBe.map(plainly));
  for (const run of runsOf(quotations)) {
    const whole = plainly(run.map(({ text }) => text).join(' '));
    const joined = given.get(whole);
    known.add(whole);
    for (const quotation of run) {
      const text = plainly(quotation.text);
      const checked = given.get(text) ?? joined;
      known.add(text);
      if (!checked) missed.push(quotation.text);
      else if (checked.attributedTo !== undefined && !isName(quotation, checked.attributedTo))
        misnamed.push(
          `${checked.attributedTo ?? 'nobody'}, not ${quotation.attributedTo ?? 'nobody'}: ${quotation.text}`,
        );
    }
  }
  const extra = found.map(({ text }) => text).filter((text) => !known.has(plainly(text)));
  return { id, form, expected: quotations.length, found: quotations.length - missed.length, missed, extra, misnamed };
}

type Expected = AwkwardDraft['quotations'][number];

/** Quotations that go on after an interruption, together. */
function runsOf(quotations: readonly Expected[]): Expected[][] {
  const runs: Expected[][] = [];
  for (const quotation of quotations) {
    if (quotation.joins && runs.length > 0) runs.at(-1)!.push(quotation);
    else runs.push([quotation]);
  }
  return runs;
}

/** Without what line breaks bring along: indentation, marks of a block quote, an opening mark repeated at a paragraph. */
function plainly(text: string): string {
  return text
    .replace(/\s*\n[\s>]*(?:(?<=\n[\s>]*\n[\s>]*)["“])?/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

function isName({ attributedTo, pronoun, or }: Expected, given: string | null): boolean {
  const names = [attributedTo, ...(or ?? [])];
  if (given === null || (pronoun && /^(?:he|she|it|they)$/i.test(given)))
    return names.includes(null) || pronoun === true;
  const plain = (name: string) => name.toLowerCase().replace(/^(?:the|a) /, '');
  return names.some(
    (name) => name !== null && (plain(given).includes(plain(name)) || plain(name).includes(plain(given))),
  );
}
