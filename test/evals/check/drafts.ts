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
    readonly or?: readonly (string | null)[];
  }[];
  readonly mayBe: readonly string[];
  readonly never: readonly string[];
}

export interface DraftOutcome {
  readonly id: string;
  readonly form: string;
  readonly expected: number;
  /** Found with exactly the limits of the fixture. */
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
export function judgeDraft(
  { id, form, draft: _, quotations, mayBe }: AwkwardDraft,
  found: readonly Checked[],
): DraftOutcome {
  const texts = found.map(({ text }) => text);
  const expected = quotations.map(({ text }) => text);
  const misnamed = quotations.flatMap((quotation) => {
    const checked = found.find(({ text }) => text === quotation.text);
    const given = checked?.attributedTo;
    if (given === undefined || isName(quotation, given)) return [];
    return [`${given ?? 'nobody'}, not ${quotation.attributedTo ?? 'nobody'}: ${quotation.text}`];
  });
  return {
    id,
    form,
    expected: expected.length,
    found: expected.filter((text) => texts.includes(text)).length,
    missed: expected.filter((text) => !texts.includes(text)),
    extra: texts.filter((text) => !expected.includes(text) && !mayBe.includes(text)),
    misnamed,
  };
}

function isName({ attributedTo, pronoun, or }: AwkwardDraft['quotations'][number], given: string | null): boolean {
  const names = [attributedTo, ...(or ?? [])];
  if (given === null || (pronoun && /^(?:he|she|it|they)$/i.test(given)))
    return names.includes(null) || pronoun === true;
  const plain = (name: string) => name.toLowerCase().replace(/^(?:the|a) /, '');
  return names.some(
    (name) => name !== null && (plain(given).includes(plain(name)) || plain(name).includes(plain(given))),
  );
}
