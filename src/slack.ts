// Wiring of Slack: configuration and session → a running app. Loaded only by `publius slack`, since the SDK takes its time.

import { setTimeout as delay } from 'node:timers/promises';
import { type ChatLimits, describeFault } from './chat/chat.ts';
import { createSlackApp, type SlackApp, type SlackPorts } from './chat/slack.ts';
import { createSlackApi, SlackRefusal } from './chat/slack-api.ts';
import { createConnection } from './chat/slack-connection.ts';
import { createSlackLogger } from './chat/slack-log.ts';
import type { SlackConfig } from './config.ts';
import type { LiveSession } from './live.ts';
import { platformPorts } from './platform.ts';

export interface RunningSlack extends Pick<SlackApp, 'chat' | 'feedback'> {
  /** Takes nothing new, finishes what is in flight within the deadline. */
  stop(deadlineMs: number): Promise<void>;
}

export interface SlackOptions {
  readonly limits?: Partial<ChatLimits>;
  readonly timing?: NonNullable<SlackPorts['timing']>;
  /** Milliseconds that one call to Slack may take. */
  readonly tryMs?: number;
  /** Address of the reader, which links lead to. */
  readonly reader?: string | null;
}

const TRY_MS = 10_000;
const REACH_FIRST_MS = 1000;
const REACH_MAX_MS = 30_000;

/** Calls until Slack answers, however long it is out of reach. Throws what Slack refuses. */
async function reach<T>(call: () => Promise<T>, log: (line: string) => void): Promise<T> {
  for (let wait = REACH_FIRST_MS; ; wait = Math.min(wait * 2, REACH_MAX_MS)) {
    try {
      return await call();
    } catch (error) {
      if (error instanceof SlackRefusal) throw error;
      log(`Slack cannot be reached (${describeFault(error)}); trying again (publius doctor slack says more)`);
      await delay(wait);
    }
  }
}

/** Starts answering in Slack. Throws SlackRefusal where Slack does not take the token. */
export async function startSlack(
  config: SlackConfig,
  live: LiveSession,
  log: (line: string) => void,
  { limits = {}, timing = {}, tryMs = TRY_MS, reader = null }: SlackOptions = {},
): Promise<RunningSlack> {
  const ports = platformPorts(live, { ...config, reader }, { log, limits });
  const logger = createSlackLogger(log);
  const api = createSlackApi({ token: config.botToken, apiUrl: config.apiUrl, timeoutMs: tryMs, logger });
  log('connecting to Slack');
  const { user_id, bot_id, team } = await reach(() => api.call('auth.test', {}, { deadlineMs: 0 }), log);
  if (typeof user_id !== 'string' || typeof bot_id !== 'string') throw new SlackRefusal('auth.test', 'no_bot_token');
  let running: SlackApp | null = null;
  const connection = createConnection(config, {
    logger,
    log,
    health: () => ({ knowledge: ports.knowledge.version(), ...running?.chat.counts, ...running?.feedback.counts }),
  });
  running = createSlackApp({
    ...ports,
    timing,
    receiver: connection.receiver,
    api,
    logger,
    token: config.botToken,
    bot: { userId: user_id, botId: bot_id },
  });
  await connection.start(running.app);
  log(`answering in ${typeof team === 'string' ? team : 'Slack'}`);
  const { chat, feedback } = running;
  return {
    chat,
    feedback,
    async stop(deadlineMs) {
      await connection.stop().catch(() => {}); // a connection that is gone already is stopped
      await chat.stop(deadlineMs);
    },
  };
}
