// Prompts: files in prompts/, read and checked once. The whole wording that a model is sent is there; here are only its variables.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The prompts that ship with Publius. */
export const SHIPPED_PROMPTS = fileURLToPath(new URL('../../prompts', import.meta.url));

/** Each prompt with the variables that it is filled with. */
const VARIABLES = {
  answer: ['sentences', 'history', 'question'],
  summary: ['sentences', 'history', 'question'],
  rewrite: ['history', 'question'],
  repair: ['fault'],
} as const;
export type PromptName = keyof typeof VARIABLES;
/** Sections of a prompt; a repair goes on a conversation that has its system message. */
const SECTIONS: Readonly<Record<PromptName, string>> = {
  answer: 'system,user',
  summary: 'system,user',
  rewrite: 'system,user',
  repair: 'user',
};

export interface Message {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

export interface Prompts {
  /** SHA-256 of all the prompts' text, first 12 hexadecimal digits: it changes whenever any wording does. */
  readonly hash: string;
  /** The messages of a prompt with its variables filled in. A value is never read as a template. */
  fill<Name extends PromptName>(
    name: Name,
    values: Readonly<Record<(typeof VARIABLES)[Name][number], string>>,
  ): readonly Message[];
}

export class PromptError extends Error {
  override readonly name = 'PromptError';
}

/** Reads the prompts in `folder`; throws PromptError, naming every fault at once, when a file or a variable is not as expected. */
export function loadPrompts(folder: string = SHIPPED_PROMPTS): Prompts {
  const faults: string[] = [];
  const texts = new Map<PromptName, string>();
  for (const name of Object.keys(VARIABLES) as PromptName[]) {
    const path = join(folder, `${name}.md`);
    let text: string;
    try {
      text = readFileSync(path, 'utf8');
    } catch (error) {
      faults.push(`${path}: cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`);
      continue;
    }
    faults.push(...faultsOf(name, text).map((fault) => `${path}: ${fault}`));
    texts.set(name, text);
  }
  if (faults.length > 0) throw new PromptError(`these prompts need mending:\n  ${faults.join('\n  ')}`);
  const hash = createHash('sha256');
  for (const [name, text] of texts) hash.update(`${name}\0${text}\0`);
  return {
    hash: hash.digest('hex').slice(0, 12),
    fill: (name, values) =>
      sectionsOf(texts.get(name)!).map(({ role, content }) => ({
        role,
        content: content.replace(VARIABLE, (_, variable: string) => (values as Record<string, string>)[variable] ?? ''),
      })),
  };
}

const VARIABLE = /\{\{\s*([\w-]*)\s*\}\}/g;

function faultsOf(name: PromptName, text: string): string[] {
  const expected: readonly string[] = VARIABLES[name];
  const got = [...new Set([...text.matchAll(VARIABLE)].map((match) => match[1]!))];
  const named = (variables: readonly string[]) => variables.map((variable) => `{{${variable}}}`).join(', ');
  const missing = expected.filter((variable) => !got.includes(variable));
  const unknown = got.filter((variable) => !expected.includes(variable));
  const roles = sectionsOf(text).map(({ role }) => role);
  return [
    ...(missing.length > 0 ? [`lacks ${named(missing)}`] : []),
    ...(unknown.length > 0 ? [`has ${named(unknown)}; expected only ${named(expected)}`] : []),
    ...(roles.join() === SECTIONS[name] ? [] : [`expected the headings ${headingsOf(name)}, in this order`]),
  ];
}

function headingsOf(name: PromptName): string {
  return SECTIONS[name] === 'user' ? '"# User"' : '"# System" and "# User"';
}

function sectionsOf(text: string): Message[] {
  return [...text.matchAll(/^# (System|User)\n([\s\S]*?)(?=^# (?:System|User)\n|$(?![\s\S]))/gm)].map(
    ([, heading, body]) => ({ role: heading === 'System' ? 'system' : 'user', content: body!.trim() }),
  );
}
