// One reply in Slack: a status while working, statements as they are checked, and at the end the answer in their place. The end counts: whatever
// of the progress fails, the final messages are posted.

import { randomUUID } from 'node:crypto';
import type { Statement } from '../answer/model.ts';
import type { Progress, Reply } from './chat.ts';
import type { Content } from './content.ts';
import { type SlackApi, SlackRefusal } from './slack-api.ts';
import type { Block } from './slack-blocks.ts';
import { renderStatementBlocks, type SlackMessage } from './slack-render.ts';

/** Where a reply goes. */
export interface Place {
  readonly channel: string;
  /** `ts` of the message that the thread hangs on. */
  readonly thread: string;
  /** Who asked, and their workspace: Slack wants them for a stream in a channel. */
  readonly user: string;
  readonly team: string;
}

export interface ReplyPorts {
  readonly api: SlackApi;
  /** Content as checked messages. */
  readonly render: (content: Content) => readonly SlackMessage[];
  readonly log: (line: string) => void;
  /** Address of the reader; null where there is none. */
  readonly reader: string | null;
  /** A stream is ended and another begun after so long: Slack ends one after some minutes, and the rest is lost. */
  readonly streamMs: number;
  /** For how long the final messages are tried. */
  readonly deliverMs: number;
}

/** Nothing in `text` becomes a link or a mention by itself, and nothing of a new message is unfurled; a changed one is not unfurled anew. */
const QUIET = { parse: 'none', link_names: false } as const;
const NOT_UNFURLED = { unfurl_links: false, unfurl_media: false } as const;
/** Progress is not worth waiting for. */
const PROGRESS = { deadlineMs: 4000 } as const;
const STREAM_BLOCKS_MAX = 45;

const STATUS: Readonly<Record<Progress['step'], string>> = {
  waiting: 'is looking through the sources …',
  rewriting: 'is looking for other words to search with …',
  composing: 'found passages and is wording an answer …',
  statement: 'is checking the answer against its sources …',
};

/** Key under which a post is recognised when it comes back as an event: the beginning of its first block's id. */
export const POST_KEY = /^publius-[0-9a-f-]{36}$/;

export function createReply(place: Place, ports: ReplyPorts): Reply {
  const { api, render, log } = ports;
  const { channel, thread } = place;
  const stream = createStream(place, ports);
  let work: Promise<void> = Promise.resolve();
  let status = '';
  let over = false;

  /** Progress one after the other; none of it may fail the reply. */
  const later = (job: () => Promise<unknown>) => {
    work = work.then(async () => {
      try {
        await job();
      } catch {
        // an answer that comes without its progress is still the answer
      }
    });
  };
  const setStatus = async (text: string) => {
    if (status === text) return;
    status = text;
    await api.call('assistant.threads.setStatus', { channel_id: channel, thread_ts: thread, status: text }, PROGRESS);
  };

  /** Posts or changes one message; in plain characters where Slack refuses the blocks. */
  async function put(message: SlackMessage, ts: string | undefined, signal: AbortSignal): Promise<string> {
    const options = { deadlineMs: ports.deliverMs, signal };
    const write = async (blocks: readonly Block[]) => {
      const args = { channel, text: message.text, ...QUIET, blocks };
      if (ts !== undefined) {
        await api.call('chat.update', { ...args, ts }, options);
        return ts;
      }
      const posted = await post(api, { ...args, ...NOT_UNFURLED, thread_ts: thread }, options);
      status = ''; // Slack clears it when the app posts in the thread
      return posted;
    };
    try {
      return await write(message.blocks);
    } catch (error) {
      if (!(error instanceof SlackRefusal) || !BLOCKS_REFUSED.test(error.code)) throw error;
      log(`Slack refused an answer's blocks (${error.code}); it was sent as plain text`);
      return write([]);
    }
  }

  /** Changes the message `ts`, or makes a new one where there is none, or none that can be changed. */
  async function replace(ts: string | undefined, message: SlackMessage, signal: AbortSignal): Promise<string> {
    try {
      return await put(message, ts, signal);
    } catch (error) {
      if (ts === undefined || !(error instanceof SlackRefusal) || !UNCHANGEABLE.test(error.code)) throw error;
      if (error.code === 'streaming_state_conflict') return replaceStream(ts, message, signal);
      return put(message, undefined, signal);
    }
  }

  /** Ends a stream whose end has been lost, then changes it; where that fails, another message takes its place. */
  async function replaceStream(ts: string, message: SlackMessage, signal: AbortSignal): Promise<string> {
    try {
      await api.call('chat.stopStream', { channel, ts }, { deadlineMs: ports.deliverMs, signal });
      return await put(message, ts, signal);
    } catch (error) {
      if (!(error instanceof SlackRefusal)) throw error;
      const posted = await put(message, undefined, signal);
      await remove(api, channel, ts, ports.deliverMs);
      return posted;
    }
  }

  return {
    progress(step) {
      if (over) return;
      if (step.step === 'statement') later(() => stream.append(step.statement));
      else later(() => (over ? Promise.resolve() : setStatus(STATUS[step.step])));
    },
    async settle() {
      over = true;
      await work;
      return stream.end();
    },
    async show(content, posted, signal) {
      const messages = render(content);
      const standing: string[] = [];
      const spare = [...posted];
      try {
        for (const message of messages) standing.push(await replace(spare.shift(), message, signal));
        for (const ts of spare) await remove(api, channel, ts, ports.deliverMs);
        return standing;
      } finally {
        later(() => setStatus(''));
        await work;
      }
    },
    async clear(posted) {
      for (const ts of posted) await remove(api, channel, ts, ports.deliverMs);
      later(() => setStatus(''));
      await work;
    },
  };
}

/** Codes that speak of the blocks, not of the message or the channel. */
const BLOCKS_REFUSED = /block|^msg_too_long$|^invalid_arguments$|^invalid_arg_name$/;
/** Codes that say that a message of ours cannot be changed any more: another takes its place. */
const UNCHANGEABLE = /^(?:message_not_found|cant_update_message|edit_window_closed|streaming_state_conflict)$/;

/** Takes a message of ours away; one that is gone already is no fault. */
export async function remove(api: SlackApi, channel: string, ts: string, deadlineMs: number): Promise<void> {
  try {
    await api.call('chat.delete', { channel, ts }, { deadlineMs });
  } catch (error) {
    if (!(error instanceof SlackRefusal) || error.code !== 'message_not_found') throw error;
  }
}

/** Posts a message under a key of its own, so that it stands there once whatever happens to the call. */
export async function post(
  api: SlackApi,
  args: { readonly blocks: readonly Block[]; readonly [name: string]: unknown },
  options: Parameters<SlackApi['post']>[2],
): Promise<string> {
  const key = newKey();
  if (args.blocks.length === 0) return api.post(key, { ...args, mrkdwn: false }, options);
  return api.post(key, { ...args, blocks: withKey(args.blocks, key) }, options);
}

function newKey(): string {
  return `publius-${randomUUID()}`;
}

function withKey([first, ...rest]: readonly Block[], key: string): Block[] {
  return [{ ...first!, block_id: key }, ...rest];
}

/** Statements in a message that grows; a new one where Slack would end it. */
function createStream(place: Place, { api, streamMs, reader }: ReplyPorts) {
  const { channel, thread, user, team } = place;
  const made: string[] = [];
  let open: { readonly ts: string; readonly since: number; blocks: number } | null = null;

  async function stop() {
    const { ts } = open!;
    open = null;
    await api.call('chat.stopStream', { channel, ts }, PROGRESS);
  }

  async function start(blocks: readonly Block[]) {
    const key = newKey();
    const chunks = [{ type: 'blocks', blocks: withKey(blocks, key) }];
    const args = { channel, thread_ts: thread, recipient_user_id: user, recipient_team_id: team, chunks };
    try {
      const { ts } = await api.call('chat.startStream', args, { deadlineMs: 0 });
      if (ts === undefined) return;
      made.push(ts);
      open = { ts, since: performance.now(), blocks: blocks.length };
    } catch (error) {
      const stray = api.abandon(key); // it may have begun all the same
      if (stray !== null) made.push(stray);
      throw error;
    }
  }

  return {
    async append(statement: Statement) {
      const blocks = renderStatementBlocks(statement, reader);
      const full =
        open && (performance.now() - open.since > streamMs || open.blocks + blocks.length > STREAM_BLOCKS_MAX);
      if (full) await stop();
      if (!open) return start(blocks);
      await api.call('chat.appendStream', { channel, ts: open.ts, chunks: [{ type: 'blocks', blocks }] }, PROGRESS);
      open.blocks += blocks.length;
    },
    /** Ends the stream; resolves with the messages that it has made, oldest first. */
    async end(): Promise<readonly string[]> {
      try {
        if (open) await stop();
      } catch {
        // the final messages are posted beside it where it cannot be changed
      }
      return made.splice(0);
    },
  };
}
