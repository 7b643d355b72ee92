// Registers Publius's commands with Discord, if what is registered there differs.

import { DiscordAPIError, DiscordjsError, DiscordjsErrorCodes, REST, Routes } from 'discord.js';
import { describeFault } from './chat/chat.ts';
import { COMMANDS } from './chat/discord-commands.ts';
import type { DiscordConfig } from './config.ts';

/** `guild`: only for this server, at once; null: everywhere. Resolves with whether anything had to be changed. */
export async function registerCommands(rest: REST, application: string, guild: string | null): Promise<boolean> {
  const route =
    guild === null ? Routes.applicationCommands(application) : Routes.applicationGuildCommands(application, guild);
  const registered = await rest.get(route);
  if (!Array.isArray(registered)) throw new TypeError('expected a list of commands');
  if (isRegistered(registered)) return false;
  await rest.put(route, { body: COMMANDS });
  return true;
}

/** Whether these are our commands and no others. */
export function isRegistered(registered: readonly unknown[]): boolean {
  return (
    registered.length === COMMANDS.length && COMMANDS.every((wanted) => registered.some((is) => holds(is, wanted)))
  );
}

/** Whether `is` has all that `wanted` has; Discord adds fields of its own, and leaves out what is false or empty. */
function holds(is: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted)) {
    if (wanted.length === 0) return is === undefined || (Array.isArray(is) && is.length === 0);
    return Array.isArray(is) && is.length === wanted.length && wanted.every((one, n) => holds(is[n], one));
  }
  if (typeof wanted !== 'object' || wanted === null) return is === wanted;
  if (typeof is !== 'object' || is === null) return false;
  return Object.entries(wanted).every(([name, value]) => holds((is as Record<string, unknown>)[name], value));
}

/** Discord did not take the token. */
export class DiscordTokenError extends Error {
  override readonly name = 'DiscordTokenError';
}

/** Discord is out of reach, or something else answers in its place. */
export class DiscordUnreachable extends Error {
  override readonly name = 'DiscordUnreachable';
}

export const TOKEN_REFUSED = 'Discord does not take DISCORD_TOKEN: publius doctor discord says what to do';

export function isTokenRefused(error: unknown): boolean {
  return (
    (error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid) ||
    (error instanceof DiscordAPIError && error.status === 401)
  );
}

/** Registers by itself, without a connection. Throws DiscordTokenError or DiscordUnreachable. */
export async function registerNow({ token, guild, apiUrl }: DiscordConfig): Promise<boolean> {
  const rest = new REST({ api: apiUrl, version: '10' }).setToken(token);
  try {
    const { id } = (await rest.get(Routes.currentApplication())) as { id?: unknown };
    if (typeof id !== 'string') throw new TypeError('expected an application');
    return await registerCommands(rest, id, guild);
  } catch (error) {
    if (isTokenRefused(error)) throw new DiscordTokenError(TOKEN_REFUSED, { cause: error });
    const why = `Discord cannot be reached or did not take the commands (${describeFault(error)})`;
    throw new DiscordUnreachable(`${why}: publius doctor discord says what to do`, { cause: error });
  }
}
