// Registers Publius's commands with Discord, if what is registered there differs.

import { REST, Routes } from 'discord.js';
import { COMMANDS } from './chat/discord-commands.ts';
import type { DiscordConfig } from './config.ts';

/** `guild`: only for this server, at once; null: everywhere. Resolves with whether anything had to be changed. */
export async function registerCommands(rest: REST, application: string, guild: string | null): Promise<boolean> {
  const route =
    guild === null ? Routes.applicationCommands(application) : Routes.applicationGuildCommands(application, guild);
  const registered = (await rest.get(route)) as unknown[];
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

/** Registers by itself, without a connection. */
export async function registerNow({ token, guild, apiUrl }: DiscordConfig): Promise<boolean> {
  const rest = new REST({ api: apiUrl, version: '10' }).setToken(token);
  const { id } = (await rest.get(Routes.currentApplication())) as { id: string };
  return registerCommands(rest, id, guild);
}
