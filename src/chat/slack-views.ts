// Slack's views: the App Home and the modal that shows quotations in their passages. Pure.

import type { types } from '@slack/bolt';
import { contextOf } from './layout.ts';
import { groupSources, type Knowledge, sourceDetails } from './pages.ts';
import { safeUrl, shorten } from './pieces.ts';
import { privacyText } from './privacy.ts';
import { contextIn } from './reader-links.ts';
import { CHANNELS_MAX, describeSettings, type ServerSettings } from './settings.ts';
import {
  type Block,
  button,
  context,
  header,
  LIMITS,
  list,
  literal,
  plainList,
  type RichTextPart,
  richText,
  section,
} from './slack-blocks.ts';
import { contextBlock } from './slack-render.ts';
import type { Surroundings } from './surroundings.ts';

const PASSAGES_MAX = 12;

export function contextModal(passages: readonly Surroundings[], reader: string | null): types.ModalView {
  const blocks = passages.slice(0, PASSAGES_MAX).flatMap((passage) => passageBlocks(passage, reader));
  if (passages.length > PASSAGES_MAX)
    blocks.push(context(`${passages.length - PASSAGES_MAX} more passages are not shown here.`));
  return modal('In context', blocks);
}

/** What a click came too late for. */
export function noticeModal(text: string): types.ModalView {
  return modal('Publius', [richText(section(...literal(text)))]);
}

function modal(title: string, blocks: readonly Block[]): types.ModalView {
  return {
    type: 'modal',
    callback_id: 'publius_context',
    title: { type: 'plain_text', text: shorten(title, LIMITS.modalTitle) },
    close: { type: 'plain_text', text: 'Close' },
    blocks: blocks.slice(0, LIMITS.viewBlocks),
  };
}

function passageBlocks(
  { title, headings, before, passage, after, quotes }: Surroundings,
  reader: string | null,
): Block[] {
  const neighbour = (text: string | null) => (text === null ? [] : [richText(section(...literal(text)))]);
  const quoted = passage.flatMap(({ text, quoted }) => literal(text, quoted ? { bold: true } : undefined));
  return [
    header([title, ...headings].join(' · ')),
    ...neighbour(before),
    richText(section(...quoted)),
    ...neighbour(after),
    contextBlock(contextIn(contextOf(quotes), reader)),
  ];
}

/** Sources in one list: more would be a wall. */
const LIST_MAX = 25;

/** What it covers, how to ask, where a question goes, and every source with its date and status. `settings`: for admins. */
export function homeView(
  knowledge: Knowledge,
  suggestions: readonly string[],
  help: readonly string[],
  settings: ServerSettings | null,
): types.HomeView {
  const groups = groupSources(knowledge.documents());
  const blocks: Block[] = [
    header('Publius: who may unmask an anonymous speaker?'),
    richText(
      section(
        ...literal(
          'Answers from court records, law digests and reporting, in quotations that you can check: who says it, what kind of statement it is, and what became of it. When the sources do not answer, it says so.',
        ),
      ),
    ),
    header('How to ask'),
    richText(plainList(help)),
    ...(suggestions.length > 0
      ? [richText(section(...literal('For example:'))), richText(plainList(suggestions))]
      : []),
    header('Where your question goes'),
    ...privacyText(knowledge.host)
      .split('\n')
      .map((line) => richText(section(...literal(line)))),
    ...(settings === null ? [] : settingsBlocks(settings)),
    header(`Sources (${knowledge.documents().length})`),
    context(`Knowledge ${knowledge.version()} · not legal advice`),
  ];
  for (const { name, documents } of groups) {
    blocks.push(richText(section(...literal(`${name} (${documents.length})`, { bold: true }))));
    for (let n = 0; n < documents.length; n += LIST_MAX)
      blocks.push(richText(sourceList(documents.slice(n, n + LIST_MAX))));
  }
  const most = LIMITS.viewBlocks;
  if (blocks.length <= most) return { type: 'home', blocks };
  const rest = context('Not all sources fit here: "publius sources" in a terminal lists them.');
  return { type: 'home', blocks: [...blocks.slice(0, most - 1), rest] };
}

/** Ids of what admins can change. */
export const SETTINGS_ACTIONS = {
  mentions: 'publius_settings_mentions',
  private: 'publius_settings_private',
  channels: 'publius_settings_channels',
} as const;

function settingsBlocks(settings: ServerSettings): Block[] {
  const { mentions, channels, private: isPrivate } = settings;
  return [
    header('Settings (only admins see this)'),
    richText(section(...literal(describeSettings(settings)))),
    {
      type: 'section',
      text: {
        type: 'plain_text',
        text: 'Channels where it may answer for all to read; none chosen: all that it is in',
        emoji: false,
      },
      accessory: {
        type: 'multi_conversations_select',
        action_id: SETTINGS_ACTIONS.channels,
        placeholder: { type: 'plain_text', text: 'All channels' },
        max_selected_items: CHANNELS_MAX,
        filter: { include: ['public', 'private'], exclude_bot_users: true },
        ...(channels && channels.length > 0 ? { initial_conversations: [...channels] } : {}),
      },
    },
    {
      type: 'actions',
      elements: [
        button(SETTINGS_ACTIONS.mentions, mentions ? 'Do not answer mentions' : 'Answer mentions', String(!mentions)),
        button(
          SETTINGS_ACTIONS.private,
          isPrivate ? 'Answer commands for all to read' : 'Answer commands privately',
          String(!isPrivate),
        ),
      ],
    },
  ];
}

/** What an admin has chosen; null for anything else. */
export function readSettingsAction(action: {
  readonly action_id: string;
  readonly value?: string | undefined;
  readonly selected_conversations?: readonly string[] | undefined;
}): Partial<ServerSettings> | null {
  const { action_id, value, selected_conversations: chosen } = action;
  if (action_id === SETTINGS_ACTIONS.channels && chosen) return { channels: chosen.length > 0 ? [...chosen] : null };
  if (value !== 'true' && value !== 'false') return null;
  if (action_id === SETTINGS_ACTIONS.mentions) return { mentions: value === 'true' };
  return action_id === SETTINGS_ACTIONS.private ? { private: value === 'true' } : null;
}

function sourceList(documents: ReturnType<Knowledge['documents']>): RichTextPart {
  const items = documents.map((document) => {
    const url = document.url === undefined ? null : safeUrl(document.url);
    const title = shorten(document.title, LIMITS.header);
    const details = sourceDetails(document);
    const name = url === null ? literal(title) : [{ type: 'link' as const, url, text: title }];
    return section(...name, ...(details === '' ? [] : literal(` · ${details}`)));
  });
  return list(items);
}
