// Publius in Discord, as it is built, in a process of its own for `discord.ts`. Says how much memory it holds and what it has counted.

import { fileURLToPath } from 'node:url';
import type * as DiscordModule from '../../src/discord.ts';
import type * as LibraryModule from '../../src/library.ts';
import { standing } from '../../src/live.ts';
import type * as SessionModule from '../../src/session.ts';

const [apiUrl = '', token = '', stateFile = ''] = process.argv.slice(2);

/** A module as `npm run build` made it, as people run it. */
async function built<T>(name: string): Promise<T> {
  return (await import(new URL(`../../dist/${name}.js`, import.meta.url).href)) as T;
}

const { openLibrary } = await built<typeof LibraryModule>('library');
const { openSession } = await built<typeof SessionModule>('session');
const { startDiscord } = await built<typeof DiscordModule>('discord');
const folder = fileURLToPath(new URL('../../knowledge', import.meta.url));
const session = openSession(openLibrary(folder, { cacheFolder: null }));
const { chat } = await startDiscord({ token, guild: null, apiUrl, stateFile }, standing(session), () => {}, {
  limits: { askerPerMinute: 1e6, workspacePerMinute: 1e6, waiting: 1e6 },
  client: {
    rest: { globalRequestsPerSecond: 1000, timeout: 5000 },
    ws: { buildIdentifyThrottler: async () => ({ waitForIdentify: async () => {} }) } as never,
  },
});
process.on('message', () => {
  globalThis.gc?.();
  process.send!({ heapMb: process.memoryUsage().heapUsed / 1e6, counts: { ...chat.counts } });
});
process.on('disconnect', () => process.exit(0));
process.send!('ready');
