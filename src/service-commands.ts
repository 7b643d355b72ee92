// The commands that go on until they are told to stop: the chat in the terminal, Slack, Discord, the reader. Platforms are loaded only by theirs.

import { resolve } from 'node:path';
import { EXIT, type Options, open, print, say, UsageError, useColor } from './command.ts';
import { readConfig } from './config.ts';
import type { LiveSession } from './live.ts';
import { startTerminalChat } from './main.ts';
import type { ReadOptions } from './reader-command.ts';
import { type Beside, serve } from './serve.ts';
import { openSession } from './session.ts';
import { listSources } from './source-list.ts';

export async function chatCommand(options: Options): Promise<number> {
  const session = await open(options);
  await startTerminalChat(session, () => listSources(session.library, useColor()), readConfig().color);
  return EXIT.answered;
}

export async function slackCommand(options: Options): Promise<number> {
  const { slack, reader } = readConfig();
  if (slack === null)
    throw new UsageError(
      `Slack is not configured: set SLACK_BOT_TOKEN, and SLACK_APP_TOKEN or SLACK_SIGNING_SECRET, in the environment or in ${resolve('.env')} (README, "In Slack")`,
    );
  const live = await openLive(options);
  const { startSlack } = await import('./slack.ts');
  const beside = await besideBot(live);
  return serve(startSlack(slack, live, say, { reader: reader.publicUrl }), say, beside);
}

export async function discordCommand(options: Options, [action]: string[]): Promise<number> {
  const { discord, reader } = readConfig();
  if (discord === null)
    throw new UsageError(
      `Discord is not configured: set DISCORD_TOKEN, in the environment or in ${resolve('.env')} (README, "In Discord")`,
    );
  if (action === 'register') {
    const { registerNow } = await import('./discord-register.ts');
    say((await registerNow(discord)) ? 'the commands were registered' : 'the commands are registered already');
    return EXIT.answered;
  }
  const live = await openLive(options);
  const { startDiscord } = await import('./discord.ts');
  const { describeFault } = await import('./chat/chat.ts');
  for (const fault of ['unhandledRejection', 'uncaughtException'])
    process.on(fault, (error) => say(`a fault inside the connection to Discord: ${describeFault(error)}`)); // the library throws where nobody can catch
  const beside = await besideBot(live);
  return serve(startDiscord(discord, live, say, { reader: reader.publicUrl }), say, beside);
}

export async function readCommand(options: Options): Promise<number> {
  const live = await openLive({ ...options, model: false });
  const { runReader } = await import('./reader-command.ts');
  await runReader(live, options as ReadOptions, print, say);
  await live.close();
  return EXIT.answered;
}

/** The session, its folder watched; each newer version with the same model. */
async function openLive(options: Options): Promise<LiveSession> {
  const session = await open(options);
  const { watchKnowledge } = await import('./live.ts');
  return watchKnowledge(session, { open: (library) => openSession(library, session.model), log: say });
}

/** What runs beside a bot and ends with it: the watching of the folder, and the reader where PUBLIC_URL says that people reach it. */
async function besideBot(live: LiveSession): Promise<Beside> {
  const { reader } = readConfig();
  if (reader.publicUrl === null) return { stop: live.close };
  const { readerOptions, startReader } = await import('./reader.ts');
  const running = await startReader(live, { ...readerOptions(reader), orFreePort: false }, say).catch(async (error) => {
    await live.close(); // it would keep the process
    throw error;
  });
  say(`the sources can be read at ${reader.publicUrl} (listening on ${running.url})`);
  return { stop: async (deadlineMs) => void (await Promise.all([running.stop(deadlineMs), live.close()])) };
}
