// `publius doctor`: looks at what an answer needs, one thing after the other, and says what to do about what is not right. Sends a
// question of its own to a model server, never one of yours. Slack and Discord are in `doctor-slack.ts`, `doctor-discord.ts`.

import { accessSync, constants, mkdirSync } from 'node:fs';
import pc from 'picocolors';
import { createGuard } from './compose/guard.ts';
import { createModelServer, type ModelServer } from './compose/openai.ts';
import { loadPrompts, type Prompts } from './compose/prompt.ts';
import { ANSWER_SCHEMA, readReply } from './compose/reply.ts';
import { type Config, type ModelConfig, readConfig } from './config.ts';
import { type Library, openLibrary } from './library.ts';

export interface Finding {
  readonly subject:
    | ('settings' | 'knowledge' | 'saved index' | 'prompts' | 'model server' | 'model')
    | ('bot token' | 'scopes' | 'app-level token' | 'HTTP' | 'events and commands')
    | ('intents' | 'commands' | 'settings file' | 'invite link');
  readonly result: 'ok' | 'warn' | 'fail';
  readonly message: string;
  /** What to do, where something is to be done. */
  readonly fix?: string;
}

export interface Examination {
  /** Folder of documents; null for the configured one. */
  readonly folder: string | null;
  readonly cache: boolean;
  /** false: leave the model server alone. */
  readonly model: boolean;
}

/** Examines one thing after the other. Never throws: a fault is a finding. */
export async function* examine({ folder, cache, model }: Examination): AsyncGenerator<Finding> {
  let config: Config;
  try {
    config = readConfig();
  } catch (error) {
    yield unreadableSettings(error);
    return;
  }
  yield {
    subject: 'settings',
    result: 'ok',
    message: config.model
      ? `a model is configured: ${config.model.model} at ${hostOf(config.model)}`
      : 'no model is configured: answers are keyless, and nothing leaves this machine',
  };
  yield examineKnowledge(folder ?? config.knowledge);
  if (cache) yield examineCache(config.cacheFolder);
  let prompts: Prompts;
  try {
    prompts = loadPrompts();
    yield { subject: 'prompts', result: 'ok', message: `complete, ${prompts.hash}` };
  } catch (error) {
    yield {
      subject: 'prompts',
      result: 'fail',
      message: messageOf(error),
      fix: 'Restore the files in prompts/ as they came with Publius.',
    };
    return;
  }
  if (config.model && model) yield* examineModel(config.model, prompts);
}

/** Examines what `of` finds in the settings; where that is null, tells what is `missing`. */
export async function* examineConfigured<Part>(
  of: (config: Config) => Part | null,
  missing: Pick<Finding, 'message' | 'fix'>,
  examinePart: (part: Part) => AsyncGenerator<Finding>,
): AsyncGenerator<Finding> {
  let part: Part | null;
  try {
    part = of(readConfig());
  } catch (error) {
    yield unreadableSettings(error);
    return;
  }
  if (part !== null) yield* examinePart(part);
  else yield { subject: 'settings', result: 'fail', ...missing };
}

function unreadableSettings(error: unknown): Finding {
  const fix = 'Mend the settings named; .env.example explains each.';
  return { subject: 'settings', result: 'fail', message: messageOf(error), fix };
}

function examineKnowledge(folder: string): Finding {
  const subject = 'knowledge';
  let library: Library;
  try {
    library = openLibrary(folder, { cacheFolder: null });
  } catch (error) {
    return {
      subject,
      result: 'fail',
      message: messageOf(error),
      fix: 'Set PUBLIUS_KNOWLEDGE, or give --knowledge DIR, with .md or .txt files in it.',
    };
  }
  const { faults, version } = library;
  const documents = `${library.documents().length} documents, ${library.index.size} passages, version ${version}`;
  if (faults.length === 0) return { subject, result: 'ok', message: documents };
  const named = faults.slice(0, 3).map(({ path, message }) => `${path}: ${message}`);
  return {
    subject,
    result: 'warn',
    message: `${documents}; ${faults.length} files left out: ${named.join('; ')}`,
    fix: 'publius sources lists them all; publius lint says more.',
  };
}

function examineCache(folder: string | null): Finding {
  const subject = 'saved index';
  if (folder === null) return { subject, result: 'ok', message: 'kept nowhere (PUBLIUS_CACHE_DIR=none)' };
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return { subject, result: 'ok', message: 'its folder can be written to' };
  } catch (error) {
    return {
      subject,
      result: 'warn',
      message: `its folder cannot be written to (${messageOf(error)}), so each start reads all documents`,
      fix: 'Set PUBLIUS_CACHE_DIR to a folder that can be written to, or to "none".',
    };
  }
}

/** What is asked of the server, with one sentence that answers it. */
const PROBE = {
  sentences: 'p1 · A test · a digest\n[p1.s1] (digest) The lighthouse on the north pier was lit on 3 May 1921.',
  history: '(none)',
  question: 'When was the lighthouse lit?',
};

async function* examineModel(config: ModelConfig, prompts: Prompts): AsyncGenerator<Finding> {
  const host = hostOf(config);
  if (isExposed(config.baseUrl))
    yield {
      subject: 'model server',
      result: 'warn',
      message: `${host} is reached without encryption: whoever sits between can read the questions`,
      fix: 'Use an https:// address in OPENAI_BASE_URL.',
    };
  const server = createModelServer(config);
  const guard = createGuard({ host, maxConcurrent: 1, log: () => {} });
  const call: Call = (run) => guard(run, undefined, config.timeoutMs);
  yield await listModels(server, config.model, call);
  yield* probe(server, prompts, call);
}

/** A call within the guard and the configured time. */
type Call = <T>(run: (signal: AbortSignal) => Promise<T>) => Promise<T>;

async function listModels(server: ModelServer, model: string, call: Call): Promise<Finding> {
  const subject = 'model server';
  try {
    const names = await call((signal) => server.models(signal));
    if (names.length === 0 || names.includes(model))
      return { subject, result: 'ok', message: `${server.host} answers` };
    const near = names.slice(0, 8).join(', ');
    return {
      subject,
      result: 'warn',
      message: `${server.host} answers, but does not list "${model}"`,
      fix: `Set OPENAI_MODEL to one of: ${near}${names.length > 8 ? ', …' : ''}`,
    };
  } catch (error) {
    return {
      subject,
      result: 'warn',
      message: `${server.host} does not list its models: ${messageOf(error)}`,
      fix: fixFor(error),
    };
  }
}

/** A real, tiny call: whether it is answered, how fast, and in the form that was asked for. */
async function* probe(server: ModelServer, prompts: Prompts, call: Call): AsyncGenerator<Finding> {
  const subject = 'model';
  const started = performance.now();
  let first = 0;
  let pieces = 0;
  async function* timed(stream: AsyncIterable<string>) {
    for await (const piece of stream) {
      first ||= performance.now() - started;
      pieces++;
      yield piece;
    }
  }
  try {
    const reply = await call((signal) =>
      readReply(timed(server.reply(prompts.fill('answer', PROBE), ANSWER_SCHEMA, signal)), () => {}),
    );
    const took = `first token after ${Math.round(first)} ms, whole reply after ${Math.round(performance.now() - started)} ms${pieces < 2 ? ', not streamed' : ''}`;
    if ('fault' in reply)
      yield {
        subject,
        result: 'fail',
        message: `${server.name} replied, but ${reply.fault} (${took})`,
        fix: 'Choose a model that can write JSON; until then answers are keyless.',
      };
    else if (reply.draft.statements[0]?.quotes[0]?.id !== 'p1.s1')
      yield {
        subject,
        result: 'warn',
        message: `${server.name} did not find the answer in a single sentence (${took})`,
        fix: 'A larger model reads better.',
      };
    else yield { subject, result: 'ok', message: `${server.name} answers as asked (${took})` };
    if (server.refused.has('response_format'))
      yield {
        subject,
        result: 'warn',
        message: `${server.host} does not take a JSON schema; replies are checked and repaired instead`,
      };
  } catch (error) {
    yield { subject, result: 'fail', message: `${server.name}: ${messageOf(error)}`, fix: fixFor(error) };
  }
}

const FIXES: readonly (readonly [pattern: RegExp, fix: string])[] = [
  [/HTTP 401|HTTP 403/, 'Check OPENAI_API_KEY: the server does not accept it.'],
  [/HTTP 404/, 'Check OPENAI_BASE_URL (it usually ends in /v1) and OPENAI_MODEL.'],
  [/HTTP 429/, 'The server limits this key: wait, or raise its limit or credit.'],
  [
    /no token within|no whole answer|in time/,
    'A model that is being loaded may be slow once; else raise OPENAI_FIRST_TOKEN_TIMEOUT_MS and OPENAI_TIMEOUT_MS.',
  ],
  [/cannot be reached/, 'Check that the server runs and that OPENAI_BASE_URL names its address and port.'],
  [/answered with/, 'OPENAI_BASE_URL leads to a page that is no model server; it usually ends in /v1.'],
  [/MAX_OUTPUT_TOKENS/, 'Raise OPENAI_MAX_OUTPUT_TOKENS: the model writes more than that before it is done.'],
];

function fixFor(error: unknown): string {
  return (
    FIXES.find(([pattern]) => pattern.test(messageOf(error)))?.[1] ??
    'Until it answers, Publius answers without a model.'
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function hostOf({ baseUrl }: ModelConfig): string {
  return new URL(baseUrl).host;
}

/** Plain http to another machine. */
function isExposed(baseUrl: string): boolean {
  const { protocol, hostname } = new URL(baseUrl);
  return protocol === 'http:' && !/^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);
}

/** One line, and what to do on the next. */
export function renderFinding({ subject, result, message, fix }: Finding, color: boolean): string {
  const colors = pc.createColors(color);
  const mark = { ok: colors.green('ok  '), warn: colors.yellow('warn'), fail: colors.red('FAIL') }[result];
  return `${mark}  ${subject}: ${message}${fix === undefined ? '' : `\n      ${fix}`}`;
}
