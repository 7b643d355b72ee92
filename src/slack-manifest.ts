// Two app manifests beside each other: what one lacks that the other has, and where in Slack's settings it is switched on. Pure; reads the
// fields that Publius needs (docs.slack.dev, "App manifest reference") and passes over all others.

import { z } from 'zod';

const MANIFEST = z.looseObject({
  features: z
    .looseObject({
      app_home: z
        .looseObject({
          home_tab_enabled: z.boolean().default(false),
          messages_tab_enabled: z.boolean().default(false),
          messages_tab_read_only_enabled: z.boolean().default(false),
        })
        .optional(),
      assistant_view: z.looseObject({}).optional(),
      agent_view: z.looseObject({}).optional(),
      shortcuts: z.array(z.looseObject({ callback_id: z.string(), name: z.string(), type: z.string() })).default([]),
      slash_commands: z
        .array(z.looseObject({ command: z.string(), should_escape: z.boolean().default(false) }))
        .default([]),
    })
    .prefault({}),
  oauth_config: z
    .looseObject({ scopes: z.looseObject({ bot: z.array(z.string()).default([]) }).prefault({}) })
    .prefault({}),
  settings: z
    .looseObject({
      event_subscriptions: z
        .looseObject({ request_url: z.string().optional(), bot_events: z.array(z.string()).default([]) })
        .prefault({}),
      interactivity: z
        .looseObject({ is_enabled: z.boolean().default(false), request_url: z.string().optional() })
        .prefault({}),
      socket_mode_enabled: z.boolean().default(false),
    })
    .prefault({}),
});

type Manifest = z.output<typeof MANIFEST>;

/** Pages of an app's settings, as their menu names them. */
export type Place =
  | 'Install App'
  | 'Basic Information'
  | 'OAuth & Permissions'
  | 'Event Subscriptions'
  | 'Slash Commands'
  | 'Interactivity & Shortcuts'
  | 'App Home'
  | 'Agents & AI Apps'
  | 'Socket Mode';

export interface Lack {
  readonly what: string;
  readonly page: Place;
  /** What to press on that page. */
  readonly clicks: string;
}

/** How events are to reach Publius. */
export interface Transport {
  readonly socketMode: boolean;
  /** By HTTP: path of the addresses. */
  readonly path: string;
}

export function readManifest(manifest: unknown): { readonly scopes: readonly string[] } {
  return { scopes: MANIFEST.parse(manifest).oauth_config.scopes.bot };
}

/** What `actual` lacks of `wanted`. Scopes are left out: a token says itself which it has. Throws where `actual` is no manifest. */
export function compareManifests(actual: unknown, wanted: unknown, transport: Transport): Lack[] {
  const [has, wants] = [MANIFEST.parse(actual), MANIFEST.parse(wanted)];
  return [
    ...lackingEvents(has, wants),
    ...lackingCommands(has, wants),
    ...lackingViews(has, wants),
    ...lackingTransport(has, transport),
  ];
}

function lackingEvents(has: Manifest, wants: Manifest): Lack[] {
  const { bot_events } = has.settings.event_subscriptions;
  const missing = wants.settings.event_subscriptions.bot_events.filter((name) => !bot_events.includes(name));
  if (missing.length === 0) return [];
  const what = `events that are not sent: ${missing.join(', ')}`;
  return [
    {
      what,
      page: 'Event Subscriptions',
      clicks: `Enable Events on; Subscribe to bot events, Add Bot User Event (${missing.join(', ')}); Save Changes.`,
    },
  ];
}

function lackingCommands(has: Manifest, wants: Manifest): Lack[] {
  const lacks: Lack[] = [];
  for (const { command } of wants.features.slash_commands) {
    const there = has.features.slash_commands.find((one) => one.command === command);
    if (!there)
      lacks.push({
        what: `no command ${command}`,
        page: 'Slash Commands',
        clicks: `Create New Command, ${command}, with "Escape channels, users, and links sent to your app" ticked; Save.`,
      });
    else if (!there.should_escape)
      lacks.push({
        what: `${command} hands over names of people as they are typed`,
        page: 'Slash Commands',
        clicks: `the pencil beside ${command}, tick "Escape channels, users, and links sent to your app"; Save.`,
      });
  }
  for (const { callback_id, name, type } of wants.features.shortcuts)
    if (!has.features.shortcuts.some((one) => one.callback_id === callback_id && one.type === type))
      lacks.push({
        what: `no ${type} shortcut "${name}"`,
        page: 'Interactivity & Shortcuts',
        clicks: `Create New Shortcut, On messages, name "${name}", Callback ID ${callback_id}; Create; Save Changes.`,
      });
  return lacks;
}

function lackingViews(has: Manifest, wants: Manifest): Lack[] {
  const lacks: Lack[] = [];
  const home = has.features.app_home;
  if (!home?.home_tab_enabled)
    lacks.push({ what: 'no home page', page: 'App Home', clicks: 'Show Tabs, Home Tab on.' });
  if (!home?.messages_tab_enabled || home.messages_tab_read_only_enabled)
    lacks.push({
      what: 'nobody can write to it directly',
      page: 'App Home',
      clicks:
        'Show Tabs, Messages Tab on, and tick "Allow users to send Slash commands and messages from the messages tab".',
    });
  if (wants.features.assistant_view && !has.features.assistant_view && !has.features.agent_view)
    lacks.push({
      what: 'it cannot be opened as an assistant',
      page: 'Agents & AI Apps',
      clicks: '"Agent or Assistant" on; Save.',
    });
  return lacks;
}

function lackingTransport({ settings, features }: Manifest, { socketMode, path }: Transport): Lack[] {
  const lacks: Lack[] = [];
  if (!settings.interactivity.is_enabled)
    lacks.push({
      what: 'its buttons do nothing',
      page: 'Interactivity & Shortcuts',
      clicks: 'Interactivity on; Save Changes.',
    });
  if (socketMode !== settings.socket_mode_enabled)
    lacks.push({
      what: socketMode
        ? 'Socket Mode is off, and SLACK_APP_TOKEN is set'
        : 'Socket Mode is on, and SLACK_APP_TOKEN is not set: nothing is sent by HTTP',
      page: 'Socket Mode',
      clicks: `Enable Socket Mode ${socketMode ? 'on' : 'off'}.`,
    });
  if (socketMode) return lacks;
  const addresses: readonly (readonly [page: Place, address: unknown])[] = [
    ['Event Subscriptions', settings.event_subscriptions.request_url],
    ['Interactivity & Shortcuts', settings.interactivity.request_url],
    ...features.slash_commands.map(({ url }) => ['Slash Commands', url] as const),
  ];
  for (const [page, address] of addresses)
    if (typeof address !== 'string' || !URL.canParse(address) || new URL(address).pathname !== path)
      lacks.push({
        what: `${page}: the request URL is ${typeof address === 'string' ? address : 'not set'}`,
        page,
        clicks: `Request URL: your TLS address with ${path}; Save Changes.`,
      });
  return lacks;
}
