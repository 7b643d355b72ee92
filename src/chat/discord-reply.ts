// One reply in Discord: statements as they are checked, in a message that is changed now and then, and at the end the answer in its place. The
// end counts: whatever of the progress fails, the final messages are posted.

import { type APIMessageTopLevelComponent, MessageFlags } from 'discord.js';
import type { Statement } from '../answer/model.ts';
import type { Reply } from './chat.ts';
import type { Content } from './content.ts';
import { insist, isRefusal } from './discord-api.ts';
import { type DiscordMessage, renderProgress } from './discord-render.ts';

/** What a message is made of. */
export type Payload =
  | {
      readonly flags: typeof MessageFlags.IsComponentsV2;
      readonly components: readonly APIMessageTopLevelComponent[];
    }
  | { readonly flags: typeof MessageFlags.SuppressEmbeds; readonly content: string };

/** A place that messages are written to: a channel, or what an interaction opened. */
export interface Desk {
  /**
   * Returns the call that makes a message, which resolves with its id; calling it again after a fault does not make a second message, but for
   * the further messages of an interaction, which Discord cannot tell apart. A `draft` is not worth another place when this one is closed.
   */
  post(payload: Payload, draft?: boolean): () => Promise<string>;
  edit(id: string, payload: Payload, draft?: boolean): Promise<void>;
  remove(id: string): Promise<void>;
  /** Says that work is going on. */
  typing(): Promise<void>;
}

export interface DeliveryPorts {
  readonly log: (line: string) => void;
  /** For how long messages are tried. */
  readonly deliverMs: number;
}

export interface DiscordReplyPorts extends DeliveryPorts {
  /** The growing message is changed at most once in so many milliseconds: a channel takes five changes in five seconds. */
  readonly editMs: number;
  /** Address of the reader; null where there is none. */
  readonly reader: string | null;
}

/** `render`: content as checked messages. */
export function createDiscordReply(
  desk: Desk,
  render: (content: Content) => readonly DiscordMessage[],
  ports: DiscordReplyPorts,
): Reply {
  const growing = createGrowing(desk, ports);
  return {
    progress(step) {
      if (step.step === 'statement') growing.add(step.statement);
      else desk.typing().catch(() => {}); // an answer that comes without its progress is still the answer
    },
    settle: growing.end,
    show: (content, posted) => writeMessages(desk, render(content), posted, ports),
    async clear(posted) {
      for (const id of posted) await remove(desk, id, ports);
    },
  };
}

/** Makes `posted`, the messages that stand there, into `messages`; resolves with the ids of those that stand there then. */
export async function writeMessages(
  desk: Desk,
  messages: readonly DiscordMessage[],
  posted: readonly string[],
  ports: DeliveryPorts,
): Promise<readonly string[]> {
  const spare = [...posted];
  const standing: string[] = [];
  for (const message of messages) standing.push(...(await put(desk, message, spare.shift(), ports)));
  for (const id of spare) await remove(desk, id, ports);
  return standing;
}

/** Writes one message, in place of `id` where it can; as plain messages where Discord refuses the components. */
async function put(
  desk: Desk,
  message: DiscordMessage,
  id: string | undefined,
  ports: DeliveryPorts,
): Promise<readonly string[]> {
  try {
    return [await write(desk, withComponents(message), id, ports)];
  } catch (error) {
    if (!isRefusal(error, 'form')) throw error;
    ports.log("Discord refused an answer's components; it was sent as plain text");
    const ids: string[] = [];
    for (const content of message.plain)
      ids.push(await insist(desk.post({ flags: MessageFlags.SuppressEmbeds, content }), ports.deliverMs));
    if (id !== undefined) await remove(desk, id, ports);
    return ids;
  }
}

async function write(desk: Desk, payload: Payload, id: string | undefined, { deliverMs }: DeliveryPorts) {
  if (id === undefined) return insist(desk.post(payload), deliverMs);
  try {
    await insist(() => desk.edit(id, payload), deliverMs);
    return id;
  } catch (error) {
    if (!isRefusal(error, 'gone')) throw error;
    return insist(desk.post(payload), deliverMs);
  }
}

/** Takes a message away; one that is gone already is no fault. */
async function remove(desk: Desk, id: string, { deliverMs }: DeliveryPorts): Promise<void> {
  try {
    await insist(() => desk.remove(id), deliverMs);
  } catch (error) {
    if (!isRefusal(error, 'gone')) throw error;
  }
}

function withComponents({ components }: DiscordMessage): Payload {
  return { flags: MessageFlags.IsComponentsV2, components };
}

/** A message that holds what is checked so far. */
function createGrowing(desk: Desk, { editMs, reader }: DiscordReplyPorts) {
  const statements: Statement[] = [];
  let id: string | undefined;
  let timer: NodeJS.Timeout | null = null;
  let work: Promise<void> = Promise.resolve();

  async function draw() {
    try {
      const payload = withComponents(renderProgress(statements, reader));
      if (id === undefined) id = await desk.post(payload, true)();
      else await desk.edit(id, payload, true);
    } catch {
      // the final messages say it all
    }
  }

  return {
    add(statement: Statement) {
      statements.push(statement);
      timer ??= setTimeout(
        () => {
          timer = null;
          work = work.then(draw);
        },
        id === undefined ? 0 : editMs,
      );
    },
    async end(): Promise<readonly string[]> {
      if (timer) clearTimeout(timer);
      timer = null;
      await work;
      const made = id === undefined ? [] : [id];
      id = undefined;
      statements.length = 0;
      return made;
    },
  };
}
