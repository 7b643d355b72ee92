// Text objects and interactive elements of Slack's blocks, with their limits (docs.slack.dev, "Block Kit reference"). Pure schemas. Elements
// that Publius has no use for (date pickers, user selects …) are left out, and so refused like ones that Slack does not know.

import { z } from 'zod';

/** action_id, block_id, callback_id, external_id. */
export const id = z.string().min(1).max(255);
const url = z.url().max(3000);

export const plain = (max: number) =>
  z.strictObject({
    type: z.literal('plain_text'),
    text: z.string().min(1).max(max),
    emoji: z.boolean().optional(),
  });

export const textObject = (max: number) =>
  z.discriminatedUnion('type', [
    plain(max),
    z.strictObject({
      type: z.literal('mrkdwn'),
      text: z.string().min(1).max(max),
      verbatim: z.boolean().optional(),
    }),
  ]);

const confirm = z.strictObject({
  title: plain(100).optional(),
  text: textObject(300),
  confirm: plain(30).optional(),
  deny: plain(30).optional(),
  style: z.enum(['primary', 'danger']).optional(),
});
const option = z.strictObject({
  text: textObject(75),
  value: z.string().max(150).optional(),
  description: plain(75).optional(),
  url: url.optional(),
});
const actionable = { action_id: id.optional() };
const label = { accessibility_label: z.string().max(75).optional() };

/** A picture has an address or a file of Slack's. */
export const picture = {
  alt_text: z.string().min(1).max(2000),
  image_url: url.optional(),
  slack_file: z.strictObject({ id: z.string().optional(), url: url.optional() }).optional(),
};

export const button = z.strictObject({
  type: z.literal('button'),
  text: plain(75),
  value: z.string().max(2000).optional(),
  url: url.optional(),
  style: z.enum(['primary', 'danger']).optional(),
  confirm: confirm.optional(),
  ...actionable,
  ...label,
});
export const image = z.strictObject({ type: z.literal('image'), ...picture });
export const overflow = z.strictObject({
  type: z.literal('overflow'),
  options: z.array(option).min(1).max(5),
  confirm: confirm.optional(),
  ...actionable,
});
export const staticSelect = z.strictObject({
  type: z.literal('static_select'),
  placeholder: plain(150).optional(),
  options: z.array(option).min(1).max(100),
  initial_option: option.optional(),
  confirm: confirm.optional(),
  focus_on_load: z.boolean().optional(),
  ...actionable,
});
export const multiConversations = z.strictObject({
  type: z.literal('multi_conversations_select'),
  placeholder: plain(150).optional(),
  initial_conversations: z.array(z.string()).min(1).optional(),
  max_selected_items: z.number().int().min(1).optional(),
  filter: z
    .strictObject({
      include: z
        .array(z.enum(['im', 'mpim', 'private', 'public']))
        .min(1)
        .optional(),
      exclude_bot_users: z.boolean().optional(),
    })
    .optional(),
  confirm: confirm.optional(),
  focus_on_load: z.boolean().optional(),
  ...actionable,
});
export const textInput = z.strictObject({
  type: z.literal('plain_text_input'),
  initial_value: z.string().max(3000).optional(),
  multiline: z.boolean().optional(),
  min_length: z.number().int().min(0).max(3000).optional(),
  max_length: z.number().int().min(1).max(3000).optional(),
  placeholder: plain(150).optional(),
  focus_on_load: z.boolean().optional(),
  ...actionable,
});

const verdict = z.strictObject({ text: plain(75), value: z.string().max(2000), ...label });
export const feedbackButtons = z.strictObject({
  type: z.literal('feedback_buttons'),
  positive_button: verdict,
  negative_button: verdict,
  ...actionable,
});
export const iconButton = z.strictObject({
  type: z.literal('icon_button'),
  icon: z.string().min(1),
  text: plain(75),
  value: z.string().max(2000).optional(),
  visible_to_user_ids: z.array(z.string()).optional(),
  confirm: confirm.optional(),
  ...actionable,
  ...label,
});
