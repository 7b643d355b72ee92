// What admins decide, in one small JSON file: ids of servers and channels and three switches, nothing else. Written whole, then moved into
// place, so that it is never half there.

import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { CHANNELS_MAX, DEFAULT_SETTINGS, type ServerSettings, type Settings } from './chat/settings.ts';

const ID = z.string().regex(/^\w{1,40}$/);
const STATE = z.strictObject({
  version: z.literal(1),
  servers: z.record(
    ID,
    z.strictObject({
      channels: z.array(ID).max(CHANNELS_MAX).nullable(),
      mentions: z.boolean(),
      private: z.boolean(),
    }),
  ),
});

export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/** Opens the file, which need not exist yet. Throws SettingsError where it is there and cannot be read: nothing in it is thrown away. */
export function openSettings(file: string): Settings {
  const servers = new Map<string, ServerSettings>(Object.entries(read(file)));
  return {
    of: (server) => servers.get(server) ?? DEFAULT_SETTINGS,
    async change(server, change) {
      const next = new Map(servers).set(server, { ...(servers.get(server) ?? DEFAULT_SETTINGS), ...change });
      write(file, Object.fromEntries(next));
      servers.set(server, next.get(server)!);
    },
  };
}

function read(file: string): Record<string, ServerSettings> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new SettingsError(`the servers' settings cannot be read (PUBLIUS_STATE, ${file})`, { cause: error });
  }
  try {
    return STATE.parse(JSON.parse(text)).servers;
  } catch (error) {
    const advice = 'mend it, or move it away to begin with the defaults';
    throw new SettingsError(`the servers' settings are not what Publius wrote (PUBLIUS_STATE, ${file}): ${advice}`, {
      cause: error,
    });
  }
}

function write(file: string, servers: Record<string, ServerSettings>): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, `${JSON.stringify({ version: 1, servers }, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
