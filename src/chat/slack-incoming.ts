// What Slack says has happened → what it means for Publius: a question, a question taken back, a message of its own, or nothing.
// Pure; trusts nothing of the payload's shape.

import { z } from 'zod';
import type { Message } from './chat.ts';
import { POST_KEY } from './slack-reply.ts';

export interface Bot {
  readonly userId: string;
  readonly botId: string;
}

/** Where a question stands in Slack. */
export interface Spot {
  readonly channel: string;
  /** `ts` of the message that its thread hangs on. */
  readonly thread: string;
  readonly user: string;
  readonly team: string;
}

export type Incoming =
  | { readonly incoming: 'question'; readonly message: Message; readonly spot: Spot; readonly direct: boolean }
  | {
      readonly incoming: 'withdrawn';
      readonly message: Pick<Message, 'event' | 'id' | 'thread' | 'version'>;
      readonly spot: Spot;
    };

/** One of our own messages that comes back as an event. */
export interface Echo {
  /** What it was posted under; null where that is not to be seen. */
  readonly key: string | null;
  readonly ts: string;
  readonly channel: string;
}

const SAID = z.looseObject({
  user: z.string().optional(),
  bot_id: z.string().optional(),
  subtype: z.string().optional(),
  text: z.string().default(''),
  ts: z.string(),
  thread_ts: z.string().optional(),
  edited: z.looseObject({ ts: z.string() }).optional(),
});
const EVENT = z.looseObject({
  type: z.string(),
  channel: z.string(),
  channel_type: z.string().optional(),
  subtype: z.string().optional(),
  deleted_ts: z.string().optional(),
  message: SAID.optional(),
  previous_message: SAID.partial({ ts: true }).optional(),
});
const BODY = z.looseObject({ event_id: z.string(), team_id: z.string().default(''), event: EVENT });

/** What is read of a message before it is known to be somebody else's. */
const OWN = z.object({
  event: z.object({
    type: z.literal('message'),
    subtype: z.literal('bot_message').optional(),
    user: z.string().optional(),
    bot_id: z.string().optional(),
    ts: z.string(),
    channel: z.string(),
    blocks: z
      .tuple([z.object({ block_id: z.string().optional() })], z.unknown())
      .optional()
      .catch(undefined),
  }),
});

type Said = z.output<typeof SAID>;

/** Subtypes of messages that people write (docs.slack.dev, "message" event); all others are the platform's. */
const WRITTEN: ReadonlySet<string | undefined> = new Set([undefined, 'file_share', 'thread_broadcast', 'me_message']);
/** Later than any edit. */
const DELETED_VERSION = Number.POSITIVE_INFINITY;

/** Reads an Events API body of type `app_mention` or `message`; null where there is nothing to do. */
export function readEvent(body: unknown, bot: Bot): Incoming | null {
  const parsed = BODY.safeParse(body);
  if (!parsed.success) return null;
  const { event, event_id, team_id } = parsed.data;
  const { channel } = event;
  const direct = event.channel_type === 'im' || (event.channel_type === undefined && channel.startsWith('D'));
  const frame: Frame = { event: event_id, team: team_id, channel, direct };
  if (event.subtype === 'message_deleted') {
    const ts = event.deleted_ts ?? event.previous_message?.ts;
    return ts === undefined ? null : withdrawn(frame, { ...event.previous_message, text: '', ts }, DELETED_VERSION);
  }
  if (event.subtype === 'message_changed')
    return event.message ? readChange(frame, event.message, event.previous_message?.text, bot) : null;
  const said = SAID.safeParse(event);
  if (!said.success) return null;
  if (isOurs(said.data, bot) || !isWritten(said.data)) return null;
  return event.type === 'app_mention' || direct ? question(frame, said.data) : null;
}

interface Frame {
  readonly event: string;
  readonly team: string;
  readonly channel: string;
  readonly direct: boolean;
}

/** An edit; a message with replies that is deleted comes as a change to a tombstone, and an unfurled link as one without an edit. */
function readChange(frame: Frame, said: Said, before: string | undefined, bot: Bot): Incoming | null {
  if (said.subtype === 'tombstone') return withdrawn(frame, said, DELETED_VERSION);
  if (isOurs(said, bot) || !isWritten(said) || said.edited === undefined || said.text === before) return null;
  const asks = frame.direct || said.text.includes(`<@${bot.userId}`);
  return asks ? question(frame, said) : withdrawn(frame, said, versionOf(said));
}

function isOurs({ user, bot_id }: { user?: string | undefined; bot_id?: string | undefined }, bot: Bot): boolean {
  return bot_id === bot.botId || user === bot.userId;
}

function isWritten({ user, bot_id, subtype }: Said): boolean {
  return user !== undefined && bot_id === undefined && WRITTEN.has(subtype);
}

function question(frame: Frame, said: Said): Incoming {
  const spot = spotOf(frame, said);
  const message = {
    ...referenceOf(frame, said, versionOf(said)),
    workspace: spot.team,
    asker: spot.user,
    at: Number(said.ts),
  };
  return {
    incoming: 'question',
    message: { ...message, text: readSlackText(said.text) },
    spot,
    direct: frame.direct,
  };
}

function withdrawn(frame: Frame, said: Said, version: number): Incoming {
  return { incoming: 'withdrawn', message: referenceOf(frame, said, version), spot: spotOf(frame, said) };
}

/** One of our own messages, as it was posted; null for all else. */
export function readEcho(body: unknown, bot: Bot): Echo | null {
  const { success, data } = OWN.safeParse(body);
  if (!success || !isOurs(data.event, bot)) return null;
  const { ts, channel, blocks } = data.event;
  const key = blocks?.[0]?.block_id;
  return { key: key !== undefined && POST_KEY.test(key) ? key : null, ts, channel };
}

function versionOf({ edited }: Said): number {
  return edited === undefined ? 0 : Number(edited.ts) || 0;
}

/** In a direct message without threads the whole conversation is one thread. */
function referenceOf({ event, team, channel, direct }: Frame, { ts, thread_ts }: Said, version: number) {
  const thread = thread_ts ?? (direct ? '' : ts);
  return { event, id: `${team} ${channel} ${ts}`, thread: `${team} ${channel} ${thread}`, version };
}

function spotOf({ channel, team }: Frame, { ts, thread_ts, user }: Said): Spot {
  return { channel, thread: thread_ts ?? ts, user: user ?? '', team };
}

/**
 * Slack's mrkdwn as the person typed it (docs.slack.dev, "Formatting message text", "Retrieving messages"): mentions of people and groups are left
 * out, a link is its label or address, the three escaped characters are themselves.
 */
export function readSlackText(text: string): string {
  return text
    .replace(
      /<(@|!|#)?([^<>|]*)(?:\|([^<>]*))?>/g,
      (_, mark: string | undefined, target: string, label: string | undefined) => {
        if (mark === '#') return label ? `#${label}` : ' ';
        if (mark === '!' && target.startsWith('date^')) return label ?? ' ';
        if (mark !== undefined) return ' ';
        return label ?? target;
      },
    )
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
    .trim();
}
