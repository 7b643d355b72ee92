// The `publius` command: its arguments, help and exit statuses. What the commands do is in `*-command(s).ts`.

import { readFileSync } from 'node:fs';
import { Argument, Command, CommanderError, InvalidArgumentError } from 'commander';
import { askCommand, searchCommand, summaryCommand } from './ask-commands.ts';
import { checkCommand } from './check-command.ts';
import { EXIT, type Options, say, UsageError } from './command.ts';
import { PromptError } from './compose/prompt.ts';
import { ConfigError } from './config.ts';
import { KnowledgeError } from './knowledge/load.ts';
import { chatCommand, discordCommand, readCommand, slackCommand } from './service-commands.ts';
import { addCommand, doctorCommand, lintCommand, privacyCommand, sourcesCommand } from './upkeep-commands.ts';

const EXIT_HELP = '\nExit status: 0 answered (or found), 3 not found in the sources, 2 wrong usage, 1 a fault.';
const CHECK_HELP = `
For check: 0 every quotation is exact, 3 one is not or there is none, 1 a file cannot be read, 2 wrong usage.

Files: DOCX, PDF, HTML, saved e-mail (EML), Markdown, plain text; - is standard input.
  publius check draft.docx
  publius check --json story.md sidebar.html
  publius check '"…," the complaint says.'`;

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
  add(program, chatCommand);
  add(batchable(program.command('ask [question...]').description('Answer one question, with quotations')), askCommand);
  add(
    batchable(
      program
        .command('summary [topic...]')
        .description(
          'Summarise a topic or a source: what happened, what is alleged, what the law says, where it stands',
        ),
    ).option('--timeline', 'the dated events too, in order'),
    summaryCommand,
  );
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
    batchable(
      program
        .command('check [file-or-text...]')
        .description('Compare the quotations of drafts (files, or a text) with the sources, letter by letter'),
    ).addHelpText('after', CHECK_HELP),
    checkCommand,
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
  add(
    program
      .command('read')
      .description('Serve the sources as web pages on this machine, with quotations marked in them')
      .option('--port <n>', 'port to listen on (default: 8117, or a free one where that is taken)', port)
      .option('--host <address>', 'address to listen on (default: 127.0.0.1, which only this machine reaches)')
      .option('--open', 'open them in the browser'),
    readCommand,
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

function port(value: string): number {
  const number = Number(value);
  if (!/^\d{1,5}$/.test(value) || number > 65_535)
    throw new InvalidArgumentError('Expected a port from 0 (any) to 65535.');
  return number;
}

/** Faults of chat platforms that somebody can mend, by name since their files are loaded only where they are needed, and what is added. */
const REFUSALS: Readonly<Record<string, string>> = {
  SlackRefusal: ' (what Slack answered): publius doctor slack says what to do',
  DiscordTokenError: '',
  DiscordUnreachable: '',
  SettingsError: '',
  ReaderError: '',
};

function exitStatusOf(error: unknown): number {
  if (error instanceof CommanderError) {
    if (error.code === 'commander.excessArguments')
      process.stderr.write(
        'publius: the commands are ask, check, summary, search, sources, read, add, slack, discord, privacy, doctor and lint; to ask: publius ask "…"\n',
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

function packageVersion(): string {
  return (JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }).version;
}
