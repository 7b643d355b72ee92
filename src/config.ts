// The only reader of the environment. Every fault at once, each saying what to do.

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import envPaths from 'env-paths';
import { z } from 'zod';

/** The knowledge that ships with Publius. */
const SHIPPED_KNOWLEDGE = fileURLToPath(new URL('../knowledge', import.meta.url));

/** Every variable that Publius reads, with its meaning; `.env.example` is checked against this by a test. */
export const VARIABLES = z.object({
  PUBLIUS_KNOWLEDGE: z.string().min(1).optional().describe('Folder of documents to answer from.'),
  PUBLIUS_CACHE_DIR: z.string().min(1).optional().describe('Folder for the saved index; "none" keeps none.'),
  NO_COLOR: z.string().optional().describe('Any value: no colour, even on a terminal (https://no-color.org).'),
});

export interface Config {
  readonly knowledge: string;
  /** null: keep no saved index. */
  readonly cacheFolder: string | null;
  readonly color: boolean;
}

export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** Reads configuration from `environment`; by default the process's, with a `.env` file in the working folder under it. */
export function readConfig(environment: Readonly<Record<string, string | undefined>> = processEnvironment()): Config {
  const set = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const result = VARIABLES.safeParse(set);
  if (!result.success) {
    const faults = result.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new ConfigError(`these settings need mending (in the environment or in .env):\n${faults.join('\n')}`);
  }
  const { PUBLIUS_KNOWLEDGE, PUBLIUS_CACHE_DIR, NO_COLOR } = result.data;
  return {
    knowledge: PUBLIUS_KNOWLEDGE ?? SHIPPED_KNOWLEDGE,
    cacheFolder: PUBLIUS_CACHE_DIR === 'none' ? null : (PUBLIUS_CACHE_DIR ?? envPaths('publius', { suffix: '' }).cache),
    color: NO_COLOR === undefined,
  };
}

function processEnvironment(): NodeJS.ProcessEnv {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return process.env;
}
