// Publius itself in front of the fake Discord: the real client, settings in a folder of its own.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DiscordOptions, startDiscord } from '../../../src/discord.ts';
import { standing } from '../../../src/live.ts';
import type { Session } from '../../../src/session.ts';
import type { DiscordServer } from './server.ts';

/** A new session is identified at once, not after five seconds. */
const AT_ONCE = { ws: { buildIdentifyThrottler: async () => ({ waitForIdentify: async () => {} }) } };

export async function startPublius(discord: DiscordServer, session: Session, options: DiscordOptions = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'publius-discord-'));
  const log: string[] = [];
  const config = {
    token: discord.token,
    guild: null,
    apiUrl: discord.apiUrl,
    stateFile: join(folder, 'state', 'settings.json'),
  };
  const client = { ...AT_ONCE, ...options.client } as NonNullable<DiscordOptions['client']>;
  const running = await startDiscord(config, standing(session), (line) => log.push(line), { ...options, client });
  return {
    running,
    log,
    stateFile: config.stateFile,
    async stop() {
      await running.stop(2000);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
