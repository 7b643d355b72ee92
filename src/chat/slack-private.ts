// A reply to a command or a shortcut, through its `response_url`: only the asker sees it, unless admins want commands answered for all. It cannot be changed or taken back afterwards.

import type { Reply } from './chat.ts';
import type { Content } from './content.ts';
import { type SlackApi, SlackRefusal } from './slack-api.ts';
import type { SlackMessage } from './slack-render.ts';

/** A `response_url` can be used five times within 30 minutes (docs.slack.dev, "Handling user interaction"). */
const USES_MAX = 5;
const DELIVER_MS = 25 * 60_000;

export function createPrivateReply(
  api: SlackApi,
  url: string,
  render: (content: Content) => readonly SlackMessage[],
  to: 'ephemeral' | 'in_channel' = 'ephemeral',
): Reply {
  return {
    progress: () => {},
    settle: async () => [],
    async show(content, _posted, signal) {
      const messages = render(content);
      for (const message of messages.slice(0, USES_MAX)) await respondWith(api, url, message, to, signal);
      return [];
    },
    clear: async () => {},
  };
}

/** One message through a `response_url`; in plain characters where Slack refuses the blocks. */
export async function respondWith(
  api: SlackApi,
  url: string,
  { text, blocks }: SlackMessage,
  to: 'ephemeral' | 'in_channel',
  signal?: AbortSignal,
): Promise<void> {
  const options = { deadlineMs: DELIVER_MS, ...(signal ? { signal } : {}) };
  const body = { response_type: to, replace_original: false, text, unfurl_links: false, unfurl_media: false };
  try {
    await api.respond(url, { ...body, blocks }, options);
  } catch (error) {
    if (!(error instanceof SlackRefusal) || !/block/.test(error.code)) throw error;
    await api.respond(url, { ...body, mrkdwn: false }, options);
  }
}
