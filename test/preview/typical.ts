// What people typically ask, and what came of it in Slack and in Discord, side by side: real runs over the same knowledge. Payloads only; looks
// are the views'.

import { fileURLToPath } from 'node:url';
import { openLibrary } from '../../src/library.ts';
import { openModel } from '../../src/model.ts';
import { openSession, type Session } from '../../src/session.ts';
import { replyAs, startScriptedModel } from '../fakes/scripted-model.ts';
import type { Played, Scene, Shown, ShownInDiscord, SlackMessage } from './scenes.ts';
import { playDiscord, playDiscordWithReader, playDiscordWorded } from './typical-discord.ts';
import { playSlack, playSlackWithReader, playSlackWorded } from './typical-slack.ts';

/** Everything, asked anew. */
export async function playScenes(): Promise<Scene[]> {
  const folder = fileURLToPath(new URL('../../knowledge', import.meta.url));
  const library = openLibrary(folder, { cacheFolder: null });
  const keyless = openSession(library);
  const scenes = [
    ...paired(await playSlack(keyless), await playDiscord(keyless)),
    ...paired(await playSlackWithReader(keyless), await playDiscordWithReader(keyless)),
  ];
  return withModel(async (model) => {
    const session = () => openSession(library, model());
    return [...scenes, ...paired(await playSlackWorded(session()), await playDiscordWorded(session()))];
  });
}

function paired(slack: Played<Shown<SlackMessage>>, discord: Played<ShownInDiscord>): Scene[] {
  for (const title of discord.keys()) if (!slack.has(title)) throw new Error(`${title} is played in Discord alone`);
  return [...slack].map(([title, shown]) => ({ title, slack: shown, discord: discord.get(title) ?? null }));
}

/** `play` gets what opens a model that answers as it has been recorded. */
async function withModel<T>(play: (open: () => NonNullable<Session['model']>) => Promise<T>): Promise<T> {
  const scripted = await startScriptedModel((request) => replyAs('honest', request));
  const config = { apiKey: 'none', model: 'honest', maxOutputTokens: 1000, maxConcurrent: 4, baseUrl: scripted.url };
  try {
    return await play(() => openModel({ ...config, firstTokenTimeoutMs: 10_000, timeoutMs: 20_000 }, () => {}));
  } finally {
    await scripted.stop();
  }
}
