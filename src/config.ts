// The only reader of the environment. Every fault at once, each saying what to do.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import envPaths from 'env-paths';
import { z } from 'zod';

/** The knowledge that ships with Publius. */
const SHIPPED_KNOWLEDGE = fileURLToPath(new URL('../knowledge', import.meta.url));

function wholeNumber(least: number, most: number) {
  const error = `expected a whole number from ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, error)
    .transform(Number)
    .refine((value) => value >= least && value <= most, error)
    .optional();
}

/** Every variable that Publius reads, with its meaning; `.env.example` is checked against this by a test. */
export const VARIABLES = z.object({
  PUBLIUS_KNOWLEDGE: z.string().min(1).optional().describe('Folder of documents to answer from.'),
  PUBLIUS_CACHE_DIR: z.string().min(1).optional().describe('Folder for the saved index; "none" keeps none.'),
  OPENAI_API_KEY: z
    .string()
    .min(1)
    .optional()
    .describe('Key of the model server; with it, answers are worded by a model.'),
  OPENAI_BASE_URL: z
    .url({ protocol: /^https?$/, error: 'expected a URL such as http://localhost:11434/v1' })
    .optional()
    .describe('Any server that speaks OpenAI Chat Completions.'),
  OPENAI_MODEL: z.string().min(1).optional().describe('Name of the model.'),
  OPENAI_MAX_OUTPUT_TOKENS: wholeNumber(64, 32_000).describe('Tokens that one answer may cost at most.'),
  OPENAI_MAX_CONCURRENT: wholeNumber(1, 1000).describe('Calls to the model server at one time.'),
  OPENAI_FIRST_TOKEN_TIMEOUT_MS: wholeNumber(100, 600_000).describe('Milliseconds until the first token.'),
  OPENAI_TIMEOUT_MS: wholeNumber(100, 3_600_000).describe('Milliseconds for the whole answer, retries included.'),
  SLACK_BOT_TOKEN: z
    .string()
    .regex(/^xoxb-/, 'expected the bot token of the Slack app, which begins with xoxb-')
    .optional()
    .describe('Bot token of the Slack app.'),
  SLACK_APP_TOKEN: z
    .string()
    .regex(/^xapp-/, 'expected an app-level token of the Slack app, which begins with xapp-')
    .optional()
    .describe('App-level token: Slack is reached by Socket Mode.'),
  SLACK_SIGNING_SECRET: z.string().min(1).optional().describe('Signing secret: Slack reaches Publius by HTTP.'),
  SLACK_HOST: z.string().min(1).optional().describe('Address to listen on for HTTP.'),
  SLACK_PORT: wholeNumber(1, 65_535).describe('Port to listen on for HTTP.'),
  SLACK_PATH: z
    .string()
    .regex(/^\//, 'expected a path such as /slack/events')
    .optional()
    .describe('Path of the HTTP requests.'),
  SLACK_APP_ID: z
    .string()
    .regex(/^A[A-Z0-9]+$/, 'expected the App ID of the Slack app, which begins with A')
    .optional()
    .describe('App ID, for publius doctor slack; with an app-level token it is known.'),
  SLACK_CONFIG_TOKEN: z
    .string()
    .regex(/^xoxe/, 'expected an app configuration access token, which begins with xoxe.xoxp-')
    .optional()
    .describe('App configuration token, for publius doctor slack only.'),
  SLACK_API_URL: z
    .url({ protocol: /^https?$/, error: 'expected a URL such as https://slack.com/api/' })
    .optional()
    .describe('Base of the Web API.'),
  DISCORD_TOKEN: z.string().min(1).optional().describe('Token of the Discord application’s bot.'),
  DISCORD_GUILD: z
    .string()
    .regex(/^\d{5,20}$/, 'expected the id of a server: a number of 17 to 20 digits')
    .optional()
    .describe('Register the commands for this server only.'),
  DISCORD_API_URL: z
    .url({ protocol: /^https?$/, error: 'expected a URL such as https://discord.com/api' })
    .optional()
    .describe('Base of Discord’s API.'),
  PUBLIUS_STATE: z.string().min(1).optional().describe('File for what servers’ admins decide.'),
  PUBLIC_URL: z
    .url({
      protocol: /^https?$/,
      error: 'expected the address that people reach the reader by, such as https://read.example.org',
    })
    .refine((url) => !/[?#]/.test(url), 'expected an address without ? and #, such as https://read.example.org')
    .optional()
    .describe('Where people reach the reader; with it, the bots serve the sources too.'),
  PUBLIUS_READER_HOST: z.string().min(1).optional().describe('Address that the reader listens on.'),
  PUBLIUS_READER_PORT: wholeNumber(1, 65_535).describe('Port that the reader listens on.'),
  NO_COLOR: z.string().optional().describe('Any value: no colour, even on a terminal (https://no-color.org).'),
});

export interface Config {
  readonly knowledge: string;
  /** null: keep no saved index. */
  readonly cacheFolder: string | null;
  readonly color: boolean;
  /** null: no model; everything stays on this machine. */
  readonly model: ModelConfig | null;
  /** null: Slack is not configured. */
  readonly slack: SlackAppConfig | null;
  /** null: Discord is not configured. */
  readonly discord: DiscordConfig | null;
  readonly reader: ReaderConfig;
}

export interface ReaderConfig {
  /** Where people reach it, without a slash at its end; null: nobody but this machine does. */
  readonly publicUrl: string | null;
  readonly host: string;
  /** null: the usual one, or a free one where that is taken. */
  readonly port: number | null;
}

export interface DiscordConfig {
  readonly token: string;
  /** The server that commands are registered for; null: everywhere. */
  readonly guild: string | null;
  readonly apiUrl: string;
  readonly stateFile: string;
}

/** A Slack app: by Socket Mode where there is an app-level token, else by HTTP. */
export interface SlackConfig {
  readonly botToken: string;
  readonly appToken: string | null;
  readonly signingSecret: string | null;
  readonly host: string;
  readonly port: number;
  readonly path: string;
  /** With a slash at its end. */
  readonly apiUrl: string;
  /** Where admins' settings are kept. */
  readonly stateFile: string;
}

/** What `publius doctor slack` knows besides. */
export interface SlackAppConfig extends SlackConfig {
  readonly appId: string | null;
  readonly configToken: string | null;
}

/** A model server that speaks OpenAI's Chat Completions. */
export interface ModelConfig {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly model: string;
  readonly maxOutputTokens: number;
  readonly maxConcurrent: number;
  readonly firstTokenTimeoutMs: number;
  readonly timeoutMs: number;
}

const OPENAI_URL = 'https://api.openai.com/v1';
/** Small, quick, keeps to a JSON schema; https://platform.openai.com/docs/models. */
const OPENAI_DEFAULT_MODEL = 'gpt-4.1-mini';
/** Local servers want no key, but the protocol has a place for one. */
const NO_KEY = 'none';

export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** Reads configuration from `environment`; by default the process's, with a `.env` file in the working folder under it. */
export function readConfig(environment: Readonly<Record<string, string | undefined>> = processEnvironment()): Config {
  const set = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const result = VARIABLES.safeParse(set);
  const faults = (result.error?.issues ?? []).map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  if (set.OPENAI_BASE_URL !== undefined && set.OPENAI_MODEL === undefined)
    faults.push('  OPENAI_MODEL: OPENAI_BASE_URL is set, so name the model that this server is to use');
  if (set.SLACK_BOT_TOKEN !== undefined && set.SLACK_APP_TOKEN === undefined && set.SLACK_SIGNING_SECRET === undefined)
    faults.push('  SLACK_APP_TOKEN: set it for Socket Mode, or SLACK_SIGNING_SECRET for HTTP');
  if (!result.success || faults.length > 0)
    throw new ConfigError(`these settings need mending (in the environment or in .env):\n${faults.join('\n')}`);
  const { PUBLIUS_KNOWLEDGE, PUBLIUS_CACHE_DIR, NO_COLOR } = result.data;
  return {
    knowledge: PUBLIUS_KNOWLEDGE ?? SHIPPED_KNOWLEDGE,
    cacheFolder: PUBLIUS_CACHE_DIR === 'none' ? null : (PUBLIUS_CACHE_DIR ?? envPaths('publius', { suffix: '' }).cache),
    color: NO_COLOR === undefined,
    model: modelConfig(result.data),
    slack: slackConfig(result.data),
    discord: discordConfig(result.data),
    reader: {
      publicUrl: result.data.PUBLIC_URL?.replace(/\/+$/, '') ?? null,
      host: result.data.PUBLIUS_READER_HOST ?? '127.0.0.1',
      port: result.data.PUBLIUS_READER_PORT ?? null,
    },
  };
}

function discordConfig(set: z.output<typeof VARIABLES>): DiscordConfig | null {
  if (set.DISCORD_TOKEN === undefined) return null;
  return {
    token: set.DISCORD_TOKEN,
    guild: set.DISCORD_GUILD ?? null,
    apiUrl: (set.DISCORD_API_URL ?? 'https://discord.com/api').replace(/\/$/, ''),
    stateFile: stateFile(set),
  };
}

function stateFile({ PUBLIUS_STATE }: z.output<typeof VARIABLES>): string {
  return PUBLIUS_STATE ?? join(envPaths('publius', { suffix: '' }).data, 'settings.json');
}

function slackConfig(set: z.output<typeof VARIABLES>): SlackAppConfig | null {
  if (set.SLACK_BOT_TOKEN === undefined) return null;
  return {
    botToken: set.SLACK_BOT_TOKEN,
    appToken: set.SLACK_APP_TOKEN ?? null,
    signingSecret: set.SLACK_SIGNING_SECRET ?? null,
    host: set.SLACK_HOST ?? '127.0.0.1',
    port: set.SLACK_PORT ?? 3000,
    path: set.SLACK_PATH ?? '/slack/events',
    apiUrl: (set.SLACK_API_URL ?? 'https://slack.com/api').replace(/\/?$/, '/'),
    stateFile: stateFile(set),
    appId: set.SLACK_APP_ID ?? /^xapp-\d+-(A[A-Z0-9]+)-/.exec(set.SLACK_APP_TOKEN ?? '')?.[1] ?? null,
    configToken: set.SLACK_CONFIG_TOKEN ?? null,
  };
}

function modelConfig(set: z.output<typeof VARIABLES>): ModelConfig | null {
  const { OPENAI_API_KEY, OPENAI_BASE_URL } = set;
  if (OPENAI_API_KEY === undefined && OPENAI_BASE_URL === undefined) return null;
  return {
    baseUrl: OPENAI_BASE_URL ?? OPENAI_URL,
    apiKey: OPENAI_API_KEY ?? NO_KEY,
    model: set.OPENAI_MODEL ?? OPENAI_DEFAULT_MODEL,
    maxOutputTokens: set.OPENAI_MAX_OUTPUT_TOKENS ?? 1000,
    maxConcurrent: set.OPENAI_MAX_CONCURRENT ?? 4,
    firstTokenTimeoutMs: set.OPENAI_FIRST_TOKEN_TIMEOUT_MS ?? 20_000,
    timeoutMs: set.OPENAI_TIMEOUT_MS ?? 60_000,
  };
}

function processEnvironment(): NodeJS.ProcessEnv {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return process.env;
}
