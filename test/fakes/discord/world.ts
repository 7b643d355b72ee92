// What the fake Discord knows: users, guilds, channels, messages, commands, interactions, and what it holds against the bot. Data and its
// types only; objects carry Discord's own field names where they go over the wire as they are.

export type Fields = Record<string, unknown>;

export interface User {
  readonly id: string;
  readonly username: string;
  readonly global_name: string | null;
  readonly bot: boolean;
}

export interface Role {
  readonly id: string;
  readonly name: string;
  readonly permissions: bigint;
  readonly managed: boolean;
}

export interface Overwrite {
  readonly id: string;
  /** 0 role, 1 member. */
  readonly type: 0 | 1;
  readonly allow: bigint;
  readonly deny: bigint;
}

/** 0 guild text, 1 direct message, 3 group of direct messages, 5 announcement, 11 public thread, 12 private thread, 15 forum. */
export type ChannelType = 0 | 1 | 3 | 5 | 11 | 12 | 15;

export interface Channel {
  readonly id: string;
  readonly type: ChannelType;
  readonly guild: string | null;
  readonly name: string;
  /** Of a thread: the channel it is in. */
  readonly parent: string | null;
  readonly owner: string | null;
  readonly overwrites: readonly Overwrite[];
  /** Users besides the bot, in direct messages. */
  readonly recipients: readonly string[];
  archived: boolean;
}

export interface Guild {
  readonly id: string;
  readonly name: string;
  readonly owner: string;
  readonly roles: Role[];
  /** User id to role ids. */
  readonly members: Map<string, readonly string[]>;
}

export interface Component {
  readonly type: number;
  readonly id?: number;
  readonly custom_id?: string | null;
  readonly label?: string | null;
  readonly style?: number;
  readonly url?: string | null;
  readonly sku_id?: string | null;
  readonly emoji?: Fields | null;
  readonly disabled?: boolean | null;
  readonly content?: string;
  readonly placeholder?: string | null;
  readonly options?: readonly { label?: string; value?: string; description?: string | null }[];
  readonly components?: readonly Component[];
  /** Of a label in a modal. */
  readonly component?: Component;
  readonly accessory?: Component;
}

export interface Message {
  readonly id: string;
  readonly channel_id: string;
  readonly guild: string | null;
  /** 0 plain, 19 reply, 20 answer to a slash command, 23 answer to a context menu. */
  type: number;
  readonly author: User;
  content: string;
  embeds: readonly Fields[];
  components: readonly Component[];
  attachments: readonly Fields[];
  flags: number;
  readonly timestamp: string;
  edited_timestamp: string | null;
  mentions: readonly User[];
  mention_roles: readonly string[];
  mention_everyone: boolean;
  readonly reference: string | null;
  /** The interaction it came from. */
  readonly interaction: string | null;
  /** The only user who sees it. */
  readonly ephemeralFor: string | null;
  readonly nonce: string | number | null;
  thread: string | null;
}

export interface Command extends Fields {
  readonly id: string;
  /** 1 slash, 2 on a user, 3 on a message. */
  readonly type: 1 | 2 | 3;
  readonly guild_id?: string;
  readonly name: string;
  readonly options: readonly CommandOption[];
  /** 0 for servers, 1 for users. */
  readonly integration_types: readonly number[];
  /** 0 in servers, 1 with the bot, 2 among users. Null: not limited. */
  readonly contexts: readonly number[] | null;
}

export interface CommandOption {
  readonly type: number;
  readonly name: string;
  readonly description?: string;
  readonly required?: boolean;
  readonly autocomplete?: boolean;
  readonly choices?: readonly Choice[] | null;
  readonly min_length?: number | null;
  readonly max_length?: number | null;
  readonly options?: readonly CommandOption[] | null;
}

export interface Choice {
  readonly name: string;
  readonly value: string | number;
}

export interface Interaction {
  readonly id: string;
  readonly token: string;
  /** 2 command, 3 component, 4 autocomplete, 5 modal. */
  readonly type: 2 | 3 | 4 | 5;
  readonly user: User;
  readonly channel: Channel;
  readonly commandType: 1 | 2 | 3 | null;
  /** Installed for the user only: the bot is no member of the place. */
  readonly userInstall: boolean;
  /** The message that a component is on. */
  readonly source: string | null;
  /** Of a modal: the interaction that it answered. */
  readonly trigger: string | null;
  /** As of performance.now(). */
  deliveredMs: number;
  callback: { readonly type: number; readonly afterMs: number } | null;
  /** The message that @original means. */
  original: string | null;
  /** Messages that its token may change, deleted ones left out. */
  readonly messages: Set<string>;
  followUps: number;
  choices: readonly Choice[] | null;
  modal: Fields | null;
  /** The fake has let a callback of it fail after it had taken effect. */
  faulted: boolean;
}

export interface LiveMention {
  readonly channel: string;
  readonly text: string;
  readonly mention: string;
}

export interface Call {
  readonly method: string;
  /** The template, e.g. `/channels/{channel_id}/messages`. */
  readonly route: string;
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly files: readonly UploadedFile[];
  /** As of performance.now(). */
  readonly atMs: number;
}

export interface UploadedFile {
  readonly name: string;
  readonly size: number;
  readonly text: string;
}

/** A request that was refused, whether or not the bot is to blame. */
export interface Refused {
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly code: number;
  readonly message: string;
}

/** Delivers to every session that may see it. `data` may depend on the session's intents. */
export type Dispatch = (event: string, data: object | ((intents: number) => object), guild: string | null) => void;

export interface World {
  readonly bot: User;
  readonly token: string;
  readonly answerMs: number;
  readonly tokenMs: number;
  /** Intents of the last IDENTIFY. */
  intents: number;
  /** Each event of server.message and each interaction is delivered twice. */
  duplicate: boolean;
  /** false: connections are cut. */
  reachable: boolean;
  readonly users: Map<string, User>;
  readonly guilds: Map<string, Guild>;
  readonly channels: Map<string, Channel>;
  readonly messages: Map<string, Message>;
  /** Messages that one user sees. */
  readonly ephemerals: Map<string, Message>;
  readonly nonces: Map<string, string>;
  commands: Command[];
  readonly interactions: Map<string, Interaction>;
  readonly typing: string[];
  readonly breaches: string[];
  readonly refusals: Refused[];
  readonly liveMentions: LiveMention[];
  readonly attachments: UploadedFile[];
  dispatch: Dispatch;
}

const EPOCH_MS = 1_420_070_400_000n;
let last = 0n;

/** A snowflake of now, greater than all before it. */
export function mintId(): string {
  const now = (BigInt(Date.now()) - EPOCH_MS) << 22n;
  last = now > last ? now : last + 1n;
  return String(last);
}

export const FLAGS = { ephemeral: 1 << 6, loading: 1 << 7, hasThread: 1 << 5, componentsV2: 1 << 15 } as const;
