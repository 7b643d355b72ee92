// Whether Slack would take these blocks, in a message or in a view: shapes and lengths (docs.slack.dev, "Block Kit reference"), ids, and sums
// over a whole message. Pure. Blocks that Publius has no use for (video, table …) are left out, and so refused like unknown ones.

import { z } from 'zod';
import {
  button,
  feedbackButtons,
  iconButton,
  id,
  image,
  multiConversations,
  overflow,
  picture,
  plain,
  staticSelect,
  textInput,
  textObject,
} from './elements.ts';
import { richTextPart } from './rich-text.ts';

export type Block = { readonly type: string; readonly [name: string]: unknown };

/** What Slack would refuse: its error code, and where the fault is. */
export interface BlockFault {
  readonly code: string;
  readonly what: string;
}

const block = { block_id: id.optional() };
const blocksOfAll = [
  z
    .strictObject({
      type: z.literal('section'),
      text: textObject(3000).optional(),
      fields: z.array(textObject(2000)).min(1).max(10).optional(),
      accessory: z.discriminatedUnion('type', [button, image, multiConversations, overflow, staticSelect]).optional(),
      expand: z.boolean().optional(),
      ...block,
    })
    .refine(({ text, fields }) => text !== undefined || fields !== undefined, 'text or fields must be there'),
  z.strictObject({ type: z.literal('divider'), ...block }),
  z.strictObject({ type: z.literal('header'), text: plain(150), ...block }),
  z.strictObject({
    type: z.literal('context'),
    elements: z
      .array(z.union([image, textObject(3000)]))
      .min(1)
      .max(10),
    ...block,
  }),
  z.strictObject({
    type: z.literal('actions'),
    elements: z
      .array(z.discriminatedUnion('type', [button, overflow, staticSelect]))
      .min(1)
      .max(25),
    ...block,
  }),
  z.strictObject({ type: z.literal('image'), title: plain(2000).optional(), ...picture, ...block }),
  z.strictObject({ type: z.literal('rich_text'), elements: z.array(richTextPart).min(1), ...block }),
] as const;

const messageBlock = z.discriminatedUnion('type', [
  ...blocksOfAll,
  z.strictObject({ type: z.literal('markdown'), text: z.string().min(1).max(12_000), ...block }),
  z.strictObject({
    type: z.literal('context_actions'),
    elements: z
      .array(z.discriminatedUnion('type', [feedbackButtons, iconButton]))
      .min(1)
      .max(5),
    ...block,
  }),
]);

const viewBlock = z.discriminatedUnion('type', [
  ...blocksOfAll,
  z.strictObject({
    type: z.literal('input'),
    label: plain(2000),
    element: z.discriminatedUnion('type', [textInput, staticSelect]),
    hint: plain(2000).optional(),
    optional: z.boolean().optional(),
    dispatch_action: z.boolean().optional(),
    ...block,
  }),
]);

const viewFields = {
  blocks: z.array(viewBlock).max(100),
  private_metadata: z.string().max(3000).optional(),
  callback_id: z.string().max(255).optional(),
  external_id: z.string().max(255).optional(),
};
const viewSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('home'), ...viewFields }),
  z.strictObject({
    type: z.literal('modal'),
    title: plain(24),
    close: plain(24).optional(),
    submit: plain(24).optional(),
    clear_on_close: z.boolean().optional(),
    notify_on_close: z.boolean().optional(),
    ...viewFields,
  }),
]);

/** Blocks of a message, or of one chunk or one ending of a stream, each of which may have so many (docs.slack.dev, chat.stopStream). */
const MESSAGE_BLOCKS_MAX = 50;
/** "The cumulative limit for all markdown blocks in a single payload is 12,000 characters" (docs.slack.dev, "Markdown block"). */
export const MARKDOWN_MAX = 12_000;
/** Ours: Slack does not say from which size on it answers msg_blocks_too_long. */
const MESSAGE_TEXT_MAX = 12_000;

/** The first thing that Slack would refuse in a message's blocks; null where there is none. */
export function faultOfBlocks(blocks: unknown): BlockFault | null {
  const parsed = z.array(messageBlock).max(MESSAGE_BLOCKS_MAX).safeParse(blocks);
  if (!parsed.success) return { code: 'invalid_blocks', what: describe(parsed.error) };
  const twice = repeatedId(parsed.data);
  if (twice !== null) return { code: 'invalid_blocks', what: twice };
  const markdown = parsed.data.reduce((sum, one) => sum + (one.type === 'markdown' ? one.text.length : 0), 0);
  if (markdown > MARKDOWN_MAX) return { code: 'invalid_blocks', what: `${markdown} characters of markdown` };
  const size = textsIn(parsed.data).join('').length;
  if (size > MESSAGE_TEXT_MAX) return { code: 'msg_blocks_too_long', what: `${size} characters in all` };
  return null;
}

/** The first thing that Slack would refuse in a view of this type; null where there is none. */
export function faultOfView(view: unknown, type: 'home' | 'modal'): BlockFault | null {
  const code = 'invalid_arguments';
  const parsed = viewSchema.safeParse(view);
  if (!parsed.success) return { code, what: describe(parsed.error) };
  if (parsed.data.type !== type) return { code, what: `a view of type ${parsed.data.type}` };
  const twice = repeatedId(parsed.data.blocks);
  if (twice !== null) return { code, what: twice };
  const input = parsed.data.blocks.some((one) => one.type === 'input');
  if (parsed.data.type === 'modal' && input && !parsed.data.submit) return { code, what: 'an input without submit' };
  return null;
}

/** block_ids are unique in a message or view, action_ids in a block. */
function repeatedId(blocks: readonly Block[]): string | null {
  const twice = repeated(blocks.flatMap(({ block_id }) => block_id ?? []));
  if (twice !== undefined) return `block_id ${twice} twice`;
  for (const { elements } of blocks) {
    const actions = Array.isArray(elements) ? elements.flatMap(({ action_id }: Block) => action_id ?? []) : [];
    const action = repeated(actions);
    if (action !== undefined) return `action_id ${action} twice in a block`;
  }
  return null;
}

function repeated(ids: readonly unknown[]): unknown {
  return ids.find((one, n) => ids.indexOf(one) < n);
}

/** All words that stand under `text`, at any depth. */
function textsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === 'text' && typeof inner === 'string' ? [inner] : textsIn(inner),
  );
}

/** The first issue, and where it is; in a union, the issue of the member that went furthest. */
function describe(error: z.ZodError): string {
  const [issue] = error.issues;
  return issue ? `${issue.message} at /${issue.path.join('/')}` : 'invalid';
}
