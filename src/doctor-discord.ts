// `publius doctor discord`: the application as Discord knows it, one thing after the other, each with what mends it. Asks Discord only; posts
// and registers nothing.

import { resolve } from 'node:path';
import { type APIApplication, ApplicationFlags, DiscordAPIError, PermissionFlagsBits, REST, Routes } from 'discord.js';
import { describeFault } from './chat/chat.ts';
import type { DiscordConfig } from './config.ts';
import { isRegistered } from './discord-register.ts';
import { examineConfigured, type Finding } from './doctor.ts';
import { openSettings } from './settings-store.ts';

const TRY_MS = 8000;

/** Examines the Discord application that is configured. Never throws: a fault is a finding. */
export function examineDiscord(): AsyncGenerator<Finding> {
  const missing = {
    message: `Discord is not configured: DISCORD_TOKEN is set neither in the environment nor in ${resolve('.env')}`,
    fix: 'Follow README, "In Discord": it takes three steps, the first at https://discord.com/developers/applications, New Application.',
  };
  return examineConfigured((config) => config.discord, missing, examineApplication);
}

async function* examineApplication(config: DiscordConfig): AsyncGenerator<Finding> {
  const rest = new REST({ api: config.apiUrl, version: '10', timeout: TRY_MS, retries: 1 }).setToken(config.token);
  const subject = 'bot token';
  let application: APIApplication;
  try {
    application = (await rest.get(Routes.currentApplication())) as APIApplication;
    if (typeof application.id !== 'string' || typeof application.name !== 'string') {
      yield { subject, result: 'fail', message: 'what answers there is not Discord: a proxy?', fix: UNREACHABLE };
      return;
    }
    yield { subject, result: 'ok', message: `Discord knows it: ${application.name}` };
  } catch (error) {
    yield { subject, result: 'fail', ...tokenFault(error) };
    return;
  }
  yield examineIntents(application);
  yield await examineCommands(rest, application.id, config.guild);
  yield examineState(config.stateFile);
  yield { subject: 'invite link', result: 'ok', message: inviteLink(application.id) };
}

function tokenFault(error: unknown): { message: string; fix: string } {
  if (error instanceof DiscordAPIError)
    return {
      message: `Discord refuses this token (${error.status})`,
      fix: 'At https://discord.com/developers/applications, your application: Bot, Reset Token; that is DISCORD_TOKEN.',
    };
  return {
    message: `Discord cannot be reached (${describeFault(error)})`,
    fix: UNREACHABLE,
  };
}

const UNREACHABLE =
  'Check that this machine reaches Discord (a proxy? a firewall?), and DISCORD_API_URL where it is set; then run this again.';

const MESSAGE_CONTENT = ApplicationFlags.GatewayMessageContent | ApplicationFlags.GatewayMessageContentLimited;

function examineIntents({ id, flags }: APIApplication): Finding {
  const subject = 'intents';
  if (((flags ?? 0) & MESSAGE_CONTENT) === 0)
    return { subject, result: 'ok', message: 'no privileged one, and none is needed' };
  return {
    subject,
    result: 'warn',
    message: 'Message Content is on, and Publius does not need it',
    fix: `At https://discord.com/developers/applications/${id}/bot: Privileged Gateway Intents, Message Content Intent off.`,
  };
}

async function examineCommands(rest: REST, application: string, guild: string | null): Promise<Finding> {
  const subject = 'commands';
  try {
    const route =
      guild === null ? Routes.applicationCommands(application) : Routes.applicationGuildCommands(application, guild);
    if (isRegistered((await rest.get(route)) as unknown[]))
      return { subject, result: 'ok', message: 'all are registered' };
    return {
      subject,
      result: 'warn',
      message: 'not registered, or not as they are now',
      fix: 'Run publius discord register; publius discord does it too when it starts.',
    };
  } catch (error) {
    const fix =
      'Check DISCORD_GUILD: the application must be in that server, added with the scope applications.commands.';
    return { subject, result: 'fail', message: `Discord does not show them (${describeFault(error)})`, fix };
  }
}

function examineState(file: string): Finding {
  const subject = 'settings file';
  try {
    openSettings(file);
    return { subject, result: 'ok', message: 'can be read' };
  } catch (error) {
    return {
      subject,
      result: 'fail',
      message: (error as Error).message,
      fix: 'Set PUBLIUS_STATE to another file, or mend it.',
    };
  }
}

/** The least that answering under a mention needs. */
const PERMISSIONS =
  PermissionFlagsBits.ViewChannel |
  PermissionFlagsBits.SendMessages |
  PermissionFlagsBits.SendMessagesInThreads |
  PermissionFlagsBits.ReadMessageHistory;

export function inviteLink(application: string): string {
  return `https://discord.com/oauth2/authorize?client_id=${application}&scope=bot+applications.commands&permissions=${PERMISSIONS}`;
}
