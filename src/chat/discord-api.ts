// Calls to Discord that get through. discord.js keeps the rate limits and tries a fault a few times; here what lasts longer is waited out,
// and what Discord refuses for good is told apart. Knows no answer.

import { setTimeout as delay } from 'node:timers/promises';
import { DiscordAPIError, RESTJSONErrorCodes } from 'discord.js';

const BACKOFF_FIRST_MS = 500;
const BACKOFF_MAX_MS = 15_000;

/** Calls until it succeeds, Discord refuses it, or `deadlineMs` have passed. `attempt` must be harmless when it is done twice. */
export async function insist<T>(attempt: () => Promise<T>, deadlineMs: number): Promise<T> {
  const started = performance.now();
  for (let tries = 0; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      const wait = Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** tries);
      if (error instanceof DiscordAPIError || performance.now() - started + wait > deadlineMs) throw error;
      await delay(wait);
    }
  }
}

/** Codes of discord.com/developers, "Opcodes and Status Codes", by what they mean for an answer. */
const CODES = {
  /** The components, not the message or the channel. */
  form: [RESTJSONErrorCodes.InvalidFormBodyOrContentType],
  /** The message is not there any more. */
  gone: [RESTJSONErrorCodes.UnknownMessage],
  /** The interaction's token has run out, or its message is gone. */
  expired: [
    RESTJSONErrorCodes.InvalidWebhookToken,
    RESTJSONErrorCodes.UnknownWebhook,
    RESTJSONErrorCodes.UnknownInteraction,
  ],
  acknowledged: [RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged],
} as const;

/** Whether Discord refused a call for this reason. */
export function isRefusal(error: unknown, reason: keyof typeof CODES): boolean {
  return error instanceof DiscordAPIError && (CODES[reason] as readonly unknown[]).includes(error.code);
}
