// What a server's admins decide about Publius. Ids only; the defaults are the safe ones. Where they are kept is the wiring's.

import { plural } from './layout.ts';

/** Settings of one Discord server or Slack workspace. */
export interface ServerSettings {
  /** Channels where it may answer for all to read; null: wherever it can write. */
  readonly channels: readonly string[] | null;
  /** Whether a mention is answered, for all to read. */
  readonly mentions: boolean;
  /** Whether commands are answered to the asker alone unless they say otherwise. */
  readonly private: boolean;
}

export const DEFAULT_SETTINGS: ServerSettings = { channels: null, mentions: true, private: true };

/** What holds, in words. */
export function describeSettings({ channels, mentions, private: isPrivate }: ServerSettings): string {
  const some = channels?.length ?? 0;
  const where =
    channels === null
      ? 'wherever it can write'
      : some === 0
        ? 'nowhere'
        : `in ${plural(some, 'channel')} that ${some === 1 ? 'was' : 'were'} allowed`;
  return [
    `Publius answers for all to read ${where}.`,
    `Mentions are ${mentions ? 'answered' : 'not answered'}.`,
    `Commands are answered ${isPrivate ? 'to the asker alone, until they share the answer' : 'for all to read'}.`,
  ].join(' ');
}

export interface Settings {
  /** Of a server; the defaults where nobody has changed them. */
  of(server: string): ServerSettings;
  /** Resolves when the change is kept. */
  change(server: string, change: Partial<ServerSettings>): Promise<void>;
}

export const CHANNELS_MAX = 100;

/** Whether it may answer for all to read there. `channels`: the channel, and the one that it is a thread of. */
export function mayAnswerPublicly({ channels }: ServerSettings, here: readonly (string | null)[]): boolean {
  return channels === null || channels.some((id) => here.includes(id));
}
