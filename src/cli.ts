// The `publius` command: arguments, exit codes, one JSON line in and one out. What it calls is in `session.ts` and `main.ts`.

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Argument, Command, CommanderError, InvalidArgumentError } from 'commander';
import { linesOf, runBatch } from './batch.ts';
import { privacyText } from './chat/privacy.ts';
import { writeAnswer } from './chat/terminal-answer.ts';
import { terminalStyle } from './chat/terminal-style.ts';
import { PromptError } from './compose/prompt.ts';
import { ConfigError, readConfig } from './config.ts';
import type { Finding } from './doctor.ts';
import { answerToJson, searchToJson } from './json.ts';
import { lintFolder } from './knowledge/lint.ts';
import { KnowledgeError } from './knowledge/load.ts';
import { type Library, openLibrary } from './library.ts';
import { startTerminalChat } from './main.ts';
import { serve } from './serve.ts';
import { openSession, type Session } from './session.ts';
import { listSources } from './source-list.ts';

/** Exit statuses, as the help says. */
const EXIT = { answered: 0, fault: 1, usage: 2, notFound: 3 } as const;

interface Options {
  readonly knowledge?: string;
  readonly json?: boolean;
  readonly batch?: boolean;
  readonly limit?: number;
  readonly cache: boolean;
  readonly model: boolean;
}

const EXIT_HELP = '\nExit status: 0 answered (or found), 3 not found in the sources, 2 wrong usage, 1 a fault.';

/** Runs the command; resolves to the exit status. Never rejects. */
export async function run(argv: readonly string[]): Promise<number> {
  let status: number = EXIT.answered;
  const program = new Command('publius')
    .description(
      'Answers questions on anonymous-speech protections with quotations you can check. With no command: a chat in this terminal.',
    )
    .version(packageVersion(), '-v, --version')
    .helpCommand(true)
    .showHelpAfterError('(publius --help lists the commands)')
    .addHelpText('after', EXIT_HELP)
    .exitOverride();
  const add = (command: Command, action: (options: Options, words: string[]) => Promise<number>) =>
    common(command).action(async (...args: unknown[]) => {
      const words = [args[0]].flat().filter((word) => typeof word === 'string');
      status = await action((args.at(-1) as Command).optsWithGlobals() as Options, words);
    });
  add(program, chat);
  add(batchable(program.command('ask [question...]').description('Answer one question, with quotations')), askCommand);
  add(
    batchable(program.command('search [text...]').description('Find passages')).option(
      '-n, --limit <n>',
      'at most this many hits',
      count,
      10,
    ),
    searchCommand,
  );
  add(
    program
      .command('sources')
      .description('List the documents that answers come from')
      .option('--json', 'one JSON array'),
    sourcesCommand,
  );
  add(
    program
      .command('slack')
      .description('Answer in Slack (SLACK_BOT_TOKEN and SLACK_APP_TOKEN or SLACK_SIGNING_SECRET)'),
    slackCommand,
  );
  add(
    program
      .command('discord')
      .addArgument(new Argument('[action]', 'register the commands, and end').choices(['register']))
      .description('Answer in Discord (DISCORD_TOKEN)'),
    discordCommand,
  );
  add(program.command('privacy').description('Say where a question goes'), privacyCommand);
  add(
    program
      .command('doctor')
      .addArgument(new Argument('[platform]', 'look at the app there instead').choices(['slack', 'discord']))
      .description('Check settings, knowledge and model server, and say what to mend')
      .option('--json', 'one JSON array'),
    doctorCommand,
  );
  add(
    program
      .command('lint')
      .description('Check the documents: front matter, footnotes, attributions, quotations')
      .option('--json', 'one JSON array'),
    lintCommand,
  );
  add(
    program
      .command('add')
      .argument('<source...>', 'files, folders and http(s) URLs')
      .description('Bring your own documents: PDF, DOCX, HTML, e-mail, text')
      .option('--kind <kind>', 'what it is: filing, opinion, statute, reporting …')
      .option('--title <title>', 'its title')
      .option('--date <date>', 'its date, such as 2017-04-06')
      .option('--dry-run', 'read it and say what would be added, write nothing')
      .option('--allow-private', 'let a URL lead to this machine or its network')
      .option('--json', 'one JSON array')
      .addHelpText('after', '\nExit status: 0 all added (or there already), 1 some refused, 2 wrong usage.'),
    addCommand,
  );
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return status;
  } catch (error) {
    return exitStatusOf(error);
  }
}

function common(command: Command): Command {
  return command
    .option('-k, --knowledge <dir>', 'folder of .md and .txt files to answer from (default: the shipped one)')
    .option('--no-cache', 'neither read nor write the saved index')
    .option('--no-model', 'keep everything on this machine, even where a model server is configured')
    .exitOverride();
}

function batchable(command: Command): Command {
  return command
    .option('--json', 'print one JSON object')
    .option('--batch', 'read one JSON object per line on standard input, write one per line in the same order')
    .addHelpText('after', EXIT_HELP);
}

function count(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1 || number > 1000)
    throw new InvalidArgumentError('Expected a whole number from 1 to 1000.');
  return number;
}

/** A fault that is the caller's to mend. */
class UsageError extends Error {}

/** Faults of chat platforms that somebody can mend, by name since their files are loaded only where they are needed, and what is added. */
const REFUSALS: Readonly<Record<string, string>> = {
  SlackRefusal: ' (what Slack answered): publius doctor slack says what to do',
  DiscordTokenError: '',
  DiscordUnreachable: '',
  SettingsError: '',
};

function exitStatusOf(error: unknown): number {
  if (error instanceof CommanderError) {
    if (error.code === 'commander.excessArguments')
      process.stderr.write(
        'publius: the commands are ask, search, sources, add, slack, discord, privacy, doctor and lint; to ask: publius ask "…"\n',
      );
    return error.exitCode === 0 ? EXIT.answered : EXIT.usage;
  }
  if ([UsageError, KnowledgeError, ConfigError, PromptError].some((kind) => error instanceof kind)) {
    say((error as Error).message);
    return EXIT.usage;
  }
  const told = error instanceof Error ? REFUSALS[error.name] : undefined;
  if (told !== undefined) {
    say(`${(error as Error).message}${told}`);
    return EXIT.fault;
  }
  process.stderr.write(`publius: a fault inside Publius: ${error instanceof Error ? error.message : String(error)}\n`);
  return EXIT.fault;
}

async function open(options: Options): Promise<Session> {
  const config = readConfig();
  const folder = options.knowledge ?? config.knowledge;
  const library = openLibrary(folder, {
    cacheFolder: options.cache ? config.cacheFolder : null,
    onProgress: (done, total) =>
      progress(`reading documents: ${done.toLocaleString('en')} of ${total.toLocaleString('en')}`),
  });
  progress('');
  report(library);
  if (!options.model || config.model === null) return openSession(library);
  const { openModel } = await import('./model.ts');
  return openSession(library, openModel(config.model, say));
}

function useColor(): boolean {
  return process.stdout.isTTY === true && readConfig().color;
}

function say(line: string): void {
  process.stderr.write(`publius: ${line}\n`);
}

/** One line on standard error that replaces itself; on a terminal only. */
function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[2K${text}`);
}

function report({ remarks, faults }: Library): void {
  for (const remark of remarks) say(remark);
  const shown = faults.slice(0, 5);
  for (const { path, message } of shown) say(`left out ${path}: ${message}`);
  if (faults.length > shown.length)
    say(`left out ${faults.length - shown.length} more files: publius sources lists them`);
}

async function chat(options: Options): Promise<number> {
  const session = await open(options);
  await startTerminalChat(session, () => listSources(session.library, useColor()), readConfig().color);
  return EXIT.answered;
}

async function askCommand(options: Options, words: string[]): Promise<number> {
  if (options.batch && words.length > 0)
    throw new UsageError('--batch reads questions from standard input, one JSON object a line: give it no words');
  if (options.batch) {
    const session = await open(options);
    return batchStatus(await runBatch(process.stdin, 'question', (id, text) => answerJson(session, id, text), print));
  }
  const question = await questionFrom(
    words,
    'publius ask "What must the government show before unmasking an account?"',
  );
  const session = await open(options);
  if (options.json) {
    const json = await answerJson(session, null, question);
    await print(JSON.stringify(json));
    return json.status === 'answered' ? EXIT.answered : EXIT.notFound;
  }
  const answer = await writeAnswer({
    steps: session.steps({ text: question, history: [] }),
    version: session.library.version,
    style: terminalStyle(process.stdout.isTTY ? process.stdout.columns : undefined, readConfig().color),
    output: process.stdout,
    writer: session.model?.writer.name ?? null,
  });
  return answer.status === 'answered' ? EXIT.answered : EXIT.notFound;
}

async function answerJson(session: Session, id: unknown, question: string) {
  const started = performance.now();
  const answer = await session.ask({ text: question, history: [] });
  const from = { knowledge: session.library.version, prompt: session.model?.prompt ?? null };
  return answerToJson(id, question, answer, from, performance.now() - started);
}

async function searchCommand(options: Options, words: string[]): Promise<number> {
  const limit = options.limit ?? 10;
  if (options.batch) {
    const session = await open(options);
    const reply = async (id: unknown, text: string) => searchToJson(id, session.search(text, limit));
    return batchStatus(await runBatch(process.stdin, 'text', reply, print));
  }
  const text = await questionFrom(words, 'publius search "customs summons"');
  const session = await open(options);
  const hits = session.search(text, limit);
  if (options.json) await print(JSON.stringify(searchToJson(null, hits)));
  else
    await print(
      hits
        .map(
          (hit, n) =>
            `${n + 1}. ${hit.document}, passage ${hit.passage} (${hit.score})\n   ${hit.text.replace(/\s+/g, ' ').slice(0, 300)}`,
        )
        .join('\n') || 'Nothing found.',
    );
  return hits.length > 0 ? EXIT.answered : EXIT.notFound;
}

function batchStatus(good: boolean): number {
  return good ? EXIT.answered : EXIT.usage;
}

/** The words of the command line, or what is piped in, which leaves no trace in a shell's history. */
async function questionFrom(words: readonly string[], example: string): Promise<string> {
  if (words.length > 0) return words.join(' ');
  if (!process.stdin.isTTY) {
    const piped: string[] = [];
    for await (const line of linesOf(process.stdin)) piped.push(line);
    if (piped.join('').trim() !== '') return piped.join('\n').trim();
  }
  throw new UsageError(`no text given; for example: ${example}`);
}

async function sourcesCommand(options: Options): Promise<number> {
  const { library } = await open(options);
  if (options.json)
    await print(JSON.stringify({ knowledge: library.version, documents: library.documents(), faults: library.faults }));
  else await print(listSources(library, useColor()));
  return EXIT.answered;
}

async function slackCommand(options: Options): Promise<number> {
  const { slack } = readConfig();
  if (slack === null)
    throw new UsageError(
      `Slack is not configured: set SLACK_BOT_TOKEN, and SLACK_APP_TOKEN or SLACK_SIGNING_SECRET, in the environment or in ${resolve('.env')} (README, "In Slack")`,
    );
  const session = await open(options);
  const { startSlack } = await import('./slack.ts');
  return serve(await startSlack(slack, session, say), say);
}

async function discordCommand(options: Options, [action]: string[]): Promise<number> {
  const { discord } = readConfig();
  if (discord === null)
    throw new UsageError(
      `Discord is not configured: set DISCORD_TOKEN, in the environment or in ${resolve('.env')} (README, "In Discord")`,
    );
  if (action === 'register') {
    const { registerNow } = await import('./discord-register.ts');
    say((await registerNow(discord)) ? 'the commands were registered' : 'the commands are registered already');
    return EXIT.answered;
  }
  const session = await open(options);
  const { startDiscord } = await import('./discord.ts');
  const { describeFault } = await import('./chat/chat.ts');
  for (const fault of ['unhandledRejection', 'uncaughtException'])
    process.on(fault, (error) => say(`a fault inside the connection to Discord: ${describeFault(error)}`)); // the library throws where nobody can catch
  return serve(await startDiscord(discord, session, say), say);
}

async function privacyCommand(options: Options): Promise<number> {
  const { model } = readConfig();
  await print(privacyText(options.model && model !== null ? new URL(model.baseUrl).host : null));
  return EXIT.answered;
}

async function doctorCommand(options: Options, [platform]: string[]): Promise<number> {
  const { examine, renderFinding } = await import('./doctor.ts');
  let examination = examine({ ...options, folder: options.knowledge ?? null });
  if (platform === 'slack') examination = (await import('./doctor-slack.ts')).examineSlack();
  if (platform === 'discord') examination = (await import('./doctor-discord.ts')).examineDiscord();
  const findings: Finding[] = [];
  for await (const finding of examination) {
    findings.push(finding);
    if (!options.json) await print(renderFinding(finding, process.stdout.isTTY === true));
  }
  if (options.json) await print(JSON.stringify(findings));
  return findings.some(({ result }) => result === 'fail') ? EXIT.fault : EXIT.answered;
}

async function addCommand(options: Options, sources: string[]): Promise<number> {
  const { faultOf, runAdd } = await import('./add-command.ts');
  const fault = faultOf(sources, options);
  if (fault !== null) throw new UsageError(fault);
  return (await runAdd(sources, options, { print, progress, say })) ? EXIT.answered : EXIT.fault;
}

async function lintCommand(options: Options): Promise<number> {
  const folder = options.knowledge ?? readConfig().knowledge;
  const { problems, documents } = lintFolder(folder);
  if (options.json) await print(JSON.stringify(problems));
  else {
    for (const { path, line, code, message } of problems) process.stdout.write(`${path}:${line} ${code}: ${message}\n`);
    await print(
      problems.length === 0
        ? `${documents} documents, no problems`
        : `${problems.length} problems in ${documents} documents`,
    );
  }
  return problems.length === 0 ? EXIT.answered : EXIT.fault;
}

/** Writes a line and waits until the reader takes it, so that a slow reader bounds our memory. */
async function print(text: string): Promise<void> {
  if (!process.stdout.write(`${text}\n`)) await new Promise((resolve) => process.stdout.once('drain', resolve));
}

function packageVersion(): string {
  return (JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }).version;
}
