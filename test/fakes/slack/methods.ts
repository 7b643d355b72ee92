// The Web API methods that Publius calls, on messages kept in memory, with Slack's refusals. Speaks no HTTP; anything that real Slack would
// not take from a careful app is noted as a breach besides.

import type { Block } from './blocks.ts';
import { faultOfBlocks, faultOfView } from './blocks.ts';

export type Fields = Record<string, unknown>;

/** A message of the app's as it stands. */
export interface Posted {
  readonly channel: string;
  readonly ts: string;
  readonly thread: string | undefined;
  text: string;
  blocks: readonly Block[];
  edits: number;
  streaming: boolean;
}

/** What the app is, and what it has been granted. */
export interface Workspace {
  readonly messages: Map<string, Posted>;
  readonly breaches: string[];
  /** Views that were opened, and homes by user. */
  readonly views: Fields[];
  readonly homes: Map<string, Fields>;
  /** "channel thread" → status, titles and prompts. */
  readonly statuses: Map<string, string>;
  readonly titles: Map<string, string>;
  readonly prompts: Map<string, unknown>;
  /** Trigger ids that were handed out, and when, by performance.now(). */
  readonly triggers: Map<string, number>;
  /** Called with every message that is posted, as Slack hands it back to the app. */
  readonly hooks: { posted: (message: Posted) => void };
  /** Users who are admins. */
  readonly admins: Set<string>;
  /** What single persons were told in channels. */
  readonly whispers: Fields[];
  /** What apps.manifest.export gives, by app id. */
  readonly manifests: Map<string, unknown>;
  /** Where the Socket Mode server listens; null: Socket Mode is off. */
  socketUrl: string | null;
  refuseBlocks: boolean;
  /** Whether blocks are looked at. */
  readonly check: boolean;
  /** Milliseconds after which Slack ends a stream by itself. */
  streamMaxMs: number;
}

/** Longer `text` is refused by chat.update, and cut by chat.postMessage (docs.slack.dev, the methods' pages). */
const TEXT_MAX = 4000;
/** docs.slack.dev, "trigger_id". */
const TRIGGER_MS = 3000;

const OK = { ok: true };
const refuse = (error: string): Fields => ({ ok: false, error });

type Method = (args: Fields, workspace: Workspace) => Fields;

let clock = 1_700_000_000;
/** A `ts`: later ones are greater. */
export const mintTs = () => `${clock++}.000100`;

/** Performs a method. */
export function perform(method: string, args: Fields, workspace: Workspace): Fields {
  const run = METHODS[method];
  if (run) return run(args, workspace);
  workspace.breaches.push(`unknown method ${method}`);
  return refuse('unknown_method');
}

/** The message that is spoken of, streams ended that nobody has ended in time. */
function find({ channel, ts }: Fields, { messages, streamMaxMs }: Workspace): Posted | undefined {
  const message = messages.get(`${channel} ${ts}`);
  const since = message && streams.get(message);
  if (since !== undefined && performance.now() - since > streamMaxMs) message!.streaming = false;
  return message;
}

const streams = new WeakMap<Posted, number>();

/** Refusal of text and blocks; null where Slack takes them. */
function refusalOf(
  { text, blocks }: Fields,
  { breaches, refuseBlocks, check }: Workspace,
  method: string,
): Fields | null {
  const list = (blocks ?? []) as Block[];
  const breach = (code: string, what: string) => {
    breaches.push(`${method}: ${what}`);
    return refuse(code);
  };
  if (typeof text !== 'string' || text === '') return breach('no_text', 'no text for notifications and screen readers');
  if (text.length > TEXT_MAX) return breach('msg_too_long', `text of ${text.length} characters`);
  if (refuseBlocks && list.length > 0) return refuse('invalid_blocks');
  const fault = check ? faultOfBlocks(list) : null;
  return fault === null ? null : breach(fault.code, fault.what);
}

function add(args: Fields, workspace: Workspace, of: Partial<Posted>): Posted {
  const message: Posted = {
    channel: String(args.channel ?? ''),
    ts: mintTs(),
    thread: args.thread_ts as string | undefined,
    text: '',
    blocks: [],
    edits: 0,
    streaming: false,
    ...of,
  };
  workspace.messages.set(`${message.channel} ${message.ts}`, message);
  workspace.statuses.delete(`${message.channel} ${message.thread}`); // posting clears it (docs.slack.dev, assistant.threads.setStatus)
  return message;
}

/** The blocks of a stream's chunks, each chunk checked. */
function blocksOfChunks(args: Fields, { breaches }: Workspace): Block[] {
  return ((args.chunks ?? []) as { type?: string; blocks?: Block[] }[]).flatMap(({ type, blocks = [] }) => {
    const fault = type === 'blocks' ? faultOfBlocks(blocks) : { what: `a chunk of type ${type}` };
    if (fault !== null) breaches.push(`stream: ${fault.what}`);
    return blocks;
  });
}

function view(args: Fields, type: 'home' | 'modal', workspace: Workspace): Fields | null {
  const fault = faultOfView(args.view, type);
  if (fault === null) return null;
  workspace.breaches.push(`views: ${fault.what}`);
  return refuse(fault.code);
}

function stream(args: Fields, workspace: Workspace, going: boolean): Fields {
  const message = find(args, workspace);
  if (!message) return refuse('message_not_found');
  if (!message.streaming) return refuse('message_not_in_streaming_state');
  message.blocks = [...message.blocks, ...blocksOfChunks(args, workspace)];
  message.streaming = going;
  return OK;
}

const METHODS: Readonly<Record<string, Method>> = {
  'auth.test': () => ({ ok: true, user: 'publius', user_id: 'UBOT', bot_id: 'BBOT', team: 'The Desk', team_id: 'T1' }),
  'users.info': ({ user }, { admins }) => ({
    ok: true,
    user: { id: user, is_admin: admins.has(String(user)), is_owner: false },
  }),
  'chat.postEphemeral': (args, { whispers }) => {
    whispers.push(args);
    return OK;
  },
  'apps.connections.open': (_, { socketUrl }) =>
    socketUrl === null ? refuse('not_allowed_token_type') : { ok: true, url: socketUrl },
  'apps.manifest.export': ({ app_id }, { manifests }) =>
    manifests.has(String(app_id)) ? { ok: true, manifest: manifests.get(String(app_id)) } : refuse('app_not_found'),
  'chat.postMessage': (args, workspace) => {
    const refusal = refusalOf(args, workspace, 'chat.postMessage');
    if (refusal) return refusal;
    const blocks = (args.blocks ?? []) as Block[];
    const message = add(args, workspace, { text: String(args.text), blocks });
    setImmediate(() => workspace.hooks.posted(message));
    return { ok: true, ts: message.ts, channel: message.channel };
  },
  'chat.update': (args, workspace) => {
    const refusal = refusalOf(args, workspace, 'chat.update');
    if (refusal) return refusal;
    const message = find(args, workspace);
    if (!message) return refuse('message_not_found');
    if (message.streaming) return refuse('streaming_state_conflict');
    const blocks = (args.blocks ?? []) as Block[];
    Object.assign(message, { text: String(args.text), blocks, edits: message.edits + 1 });
    return { ok: true, ts: args.ts };
  },
  'chat.delete': ({ channel, ts }, { messages }) =>
    messages.delete(`${channel} ${ts}`) ? OK : refuse('message_not_found'),
  'chat.startStream': (args, workspace) => {
    if (!args.thread_ts || !args.recipient_user_id || !args.recipient_team_id)
      workspace.breaches.push('a stream without thread or recipient');
    const message = add(args, workspace, { blocks: blocksOfChunks(args, workspace), streaming: true });
    streams.set(message, performance.now());
    setImmediate(() => workspace.hooks.posted(message));
    return { ok: true, ts: message.ts };
  },
  'chat.appendStream': (args, workspace) => stream(args, workspace, true),
  'chat.stopStream': (args, workspace) => stream(args, workspace, false),
  'views.open': (args, workspace) => {
    const { triggers, views } = workspace;
    const since = triggers.get(String(args.trigger_id));
    if (since === undefined) return refuse('invalid_trigger_id');
    if (performance.now() - since > TRIGGER_MS) return refuse('expired_trigger_id');
    triggers.delete(String(args.trigger_id));
    const refusal = view(args, 'modal', workspace);
    if (refusal) return refusal;
    views.push(args.view as Fields);
    return OK;
  },
  'views.publish': (args, workspace) => {
    const refusal = view(args, 'home', workspace);
    if (refusal) return refusal;
    workspace.homes.set(String(args.user_id), args.view as Fields);
    return OK;
  },
  'assistant.threads.setStatus': ({ channel_id, thread_ts, status }, { statuses }) => {
    const key = `${channel_id} ${thread_ts}`;
    if (status === '') statuses.delete(key);
    else statuses.set(key, String(status));
    return OK;
  },
  'assistant.threads.setTitle': ({ channel_id, thread_ts, title }, { titles }) => {
    titles.set(`${channel_id} ${thread_ts}`, String(title));
    return OK;
  },
  'assistant.threads.setSuggestedPrompts': (args, workspace) => {
    const prompts = args.prompts as { title?: string; message?: string }[];
    if (!Array.isArray(prompts) || prompts.length === 0 || prompts.length > 4)
      workspace.breaches.push('suggested prompts: one to four');
    workspace.prompts.set(`${args.channel_id} ${args.thread_ts}`, prompts);
    return OK;
  },
};
