// Discord's rules for what a message may hold, as it would stand after the request, and which mentions in it would ring. Stores nothing.

import { checkComponents, flatten, TYPES } from './component-rules.ts';
import { refuse, refuseForm, refuseLonger } from './refusal.ts';
import { type Component, type Fields, FLAGS, type Message, type UploadedFile } from './world.ts';

export const CONTENT_MAX = 2000;
const EMBEDS_MAX = 10;
/** Over all embeds of a message (docs.discord.com, "Message", embed limits). */
const EMBED_TEXTS_MAX = 6000;

export interface AllowedMentions {
  readonly parse?: readonly string[] | null;
  readonly users?: readonly string[] | null;
  readonly roles?: readonly string[] | null;
  readonly replied_user?: boolean | null;
}

export interface MessageBody {
  readonly content?: string | null;
  readonly embeds?: readonly Embed[] | null;
  readonly components?: readonly Component[] | null;
  readonly flags?: number | null;
  readonly allowed_mentions?: AllowedMentions | null;
  readonly attachments?: readonly Fields[] | null;
  readonly message_reference?: { message_id?: string; channel_id?: string; fail_if_not_exists?: boolean } | null;
  readonly nonce?: string | number | null;
  readonly enforce_nonce?: boolean | null;
  readonly poll?: Fields | null;
  readonly sticker_ids?: readonly string[] | null;
}

interface Embed extends Fields {
  readonly title?: string;
  readonly description?: string;
  readonly fields?: readonly { name?: string; value?: string }[];
  readonly footer?: { text?: string };
  readonly author?: { name?: string };
}

/** What a message holds. */
export type Substance = Pick<Message, 'content' | 'embeds' | 'components' | 'attachments' | 'flags'>;

/**
 * The substance after a request: what it leaves out stays as it was in `before`. Refuses what Discord refuses.
 * `settable`: the flags that the request may set; others are dropped.
 */
export function substanceAfter(
  body: MessageBody,
  files: readonly UploadedFile[],
  before: Substance | null,
  settable: number,
): Substance {
  const kept = (before?.flags ?? 0) & ~FLAGS.loading;
  const asked = typeof body.flags === 'number' ? body.flags & settable : 0;
  if (
    before &&
    (kept & FLAGS.componentsV2) !== 0 &&
    typeof body.flags === 'number' &&
    (body.flags & FLAGS.componentsV2) === 0
  ) {
    refuseForm('flags', 'MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG', 'The IS_COMPONENTS_V2 flag cannot be removed');
  }
  const flags = kept | asked;
  const after: Substance = {
    content: (body.content === undefined ? before?.content : body.content)?.trim() ?? '',
    embeds: body.embeds === undefined ? (before?.embeds ?? []) : (body.embeds ?? []).map(asStored),
    components: numbered((body.components === undefined ? before?.components : body.components) ?? []),
    attachments: attachmentsAfter(body, files, before),
    flags,
  };
  const isV2 = (flags & FLAGS.componentsV2) !== 0;
  if (isV2) refuseLegacyFields(body, after);
  refuseLonger('content', body.content, CONTENT_MAX);
  checkEmbeds(after.embeds);
  checkComponents(after.components, isV2);
  const holds = [after.embeds, after.components, after.attachments, body.sticker_ids ?? []].some(
    (list) => list.length > 0,
  );
  if (after.content === '' && !holds && !body.poll) refuse(50006);
  return after;
}

function refuseLegacyFields(body: MessageBody, after: Substance): void {
  const fault = 'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2';
  const legacy = { content: after.content, embeds: after.embeds, poll: body.poll, sticker_ids: body.sticker_ids };
  for (const [field, value] of Object.entries(legacy)) {
    const isEmpty = value === undefined || value === null || (value as string | readonly unknown[]).length === 0;
    if (!isEmpty) refuseForm(field, fault, `The '${field}' field cannot be used with MessageFlags.IS_COMPONENTS_V2`);
  }
}

/** Ids as Discord gives them to components that have none. */
function numbered(components: readonly Component[]): Component[] {
  const taken = new Set(flatten(components).map(({ id }) => id));
  let next = 0;
  const mint = () => {
    do next++;
    while (taken.has(next));
    return next;
  };
  const give = (component: Component): Component => ({
    ...component,
    id: component.id || mint(),
    ...(component.components ? { components: component.components.map(give) } : {}),
    ...(component.accessory ? { accessory: give(component.accessory) } : {}),
  });
  return components.map(give);
}

function asStored(embed: Embed): Fields {
  const fields = embed.fields?.map((field) => ({ inline: false, ...field }));
  return { ...embed, type: 'rich', ...(fields ? { fields } : {}) };
}

function attachmentsAfter(body: MessageBody, files: readonly UploadedFile[], before: Substance | null): Fields[] {
  const listed = body.attachments?.map(({ id }) => String(id));
  const kept = (before?.attachments ?? []).filter(({ id }) => !listed || listed.includes(String(id)));
  const added = files.map(({ name, size }, index) => {
    const url = `https://cdn.discordapp.com/attachments/0/${index}/${name}`;
    return { id: String(index), filename: name, size, url, proxy_url: url };
  });
  return [...kept, ...added];
}

function checkEmbeds(embeds: readonly Embed[]): void {
  if (embeds.length > EMBEDS_MAX)
    refuseForm('embeds', 'BASE_TYPE_MAX_LENGTH', `Must be ${EMBEDS_MAX} or fewer in length.`);
  let length = 0;
  embeds.forEach((embed, index) => {
    const limits: readonly (readonly [string, string | undefined, number])[] = [
      ['title', embed.title, 256],
      ['description', embed.description, 4096],
      ['footer.text', embed.footer?.text, 2048],
      ['author.name', embed.author?.name, 256],
      ...(embed.fields ?? []).flatMap(
        ({ name, value }, at) =>
          [
            [`fields.${at}.name`, name, 256],
            [`fields.${at}.value`, value, 1024],
          ] as const,
      ),
    ];
    for (const [field, text, max] of limits) {
      refuseLonger(`embeds.${index}.${field}`, text, max);
      length += text?.length ?? 0;
    }
    if ((embed.fields?.length ?? 0) > 25)
      refuseForm(`embeds.${index}.fields`, 'BASE_TYPE_MAX_LENGTH', 'Must be 25 or fewer.');
  });
  if (length > EMBED_TEXTS_MAX) {
    refuseForm('embeds', 'MAX_EMBED_SIZE_EXCEEDED', `Embed size exceeds maximum size of ${EMBED_TEXTS_MAX}`);
  }
}

/** What a reader sees as text: content and text displays. */
export function textOf({ content, components }: Pick<Message, 'content' | 'components'>): string {
  const texts = flatten(components).filter(({ type }) => type === TYPES.text);
  return [content, ...texts.map((component) => component.content ?? '')].filter(Boolean).join('\n');
}

/** Mentions in the text of a request that would ring or light up. Without `allowed_mentions` all do (docs.discord.com, "Message"). */
export function liveMentions(body: MessageBody): string[] {
  const text = textOf({ content: body.content ?? '', components: body.components ?? [] });
  const allowed = body.allowed_mentions;
  const parse = allowed ? (allowed.parse ?? []) : ['everyone', 'users', 'roles'];
  const kinds = [
    [/@(?:everyone|here)/g, 'everyone', []],
    [/<@!?(\d+)>/g, 'users', allowed?.users ?? []],
    [/<@&(\d+)>/g, 'roles', allowed?.roles ?? []],
  ] as const;
  return kinds.flatMap(([pattern, kind, ids]) =>
    [...text.matchAll(pattern)]
      .filter(([, id]) => parse.includes(kind) || (id !== undefined && (ids as readonly string[]).includes(id)))
      .map(([mention]) => mention),
  );
}
