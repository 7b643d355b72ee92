// What Slack takes inside a `rich_text` block (docs.slack.dev, "Rich text block"; fields as in @slack/types). Pure schemas; other blocks
// are in blocks.ts. Where Slack's pages are silent on empty lists of elements, none is taken.

import { z } from 'zod';

const style = z.strictObject({
  bold: z.boolean().optional(),
  code: z.boolean().optional(),
  italic: z.boolean().optional(),
  strike: z.boolean().optional(),
  underline: z.boolean().optional(),
});
const styled = { style: style.optional() };
const words = z.string().min(1);

const text = z.strictObject({ type: z.literal('text'), text: words, ...styled });
const link = z.strictObject({
  type: z.literal('link'),
  url: words.max(3000),
  text: words.optional(),
  unsafe: z.boolean().optional(),
  ...styled,
});
const element = z.discriminatedUnion('type', [
  text,
  link,
  z.strictObject({
    type: z.literal('emoji'),
    name: words,
    unicode: words.optional(),
    url: words.optional(),
    ...styled,
  }),
  z.strictObject({ type: z.literal('user'), user_id: words, ...styled }),
  z.strictObject({ type: z.literal('usergroup'), usergroup_id: words, ...styled }),
  z.strictObject({ type: z.literal('team'), team_id: words, ...styled }),
  z.strictObject({ type: z.literal('channel'), channel_id: words, ...styled }),
  z.strictObject({ type: z.literal('broadcast'), range: z.enum(['here', 'channel', 'everyone']), ...styled }),
  z.strictObject({ type: z.literal('color'), value: words, ...styled }),
  z.strictObject({
    type: z.literal('date'),
    timestamp: z.number().int(),
    format: words,
    url: words.optional(),
    fallback: words.optional(),
    ...styled,
  }),
]);

const border = { border: z.union([z.literal(0), z.literal(1)]).optional() };
const elements = z.array(element).min(1);
const section = z.strictObject({ type: z.literal('rich_text_section'), elements });

export const richTextPart = z.discriminatedUnion('type', [
  section,
  z.strictObject({ type: z.literal('rich_text_quote'), elements, ...border }),
  z.strictObject({
    type: z.literal('rich_text_preformatted'),
    elements: z.array(z.discriminatedUnion('type', [text, link])).min(1),
    ...border,
  }),
  z.strictObject({
    type: z.literal('rich_text_list'),
    style: z.enum(['bullet', 'ordered']),
    elements: z.array(section).min(1),
    indent: z.number().int().min(0).max(8).optional(),
    offset: z.number().int().min(0).optional(),
    ...border,
  }),
]);
