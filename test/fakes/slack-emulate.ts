// A Slack that others wrote (npm: emulate, its Slack plugin) on loopback: a workspace with one person and our app, that delivers each event once,
// signed, within the call that caused it. It emits no app_mention or app_home_opened, knows no Socket Mode, commands, buttons, streams or
// assistant threads, takes any objects for blocks, and leaves channel_type and event_ts out of messages; none of these is made up for it here,
// but for what `deliver` is handed and the answer to methods that it lacks.

import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { Store } from '@emulators/core';
import { webApi } from '@slack/bolt';
import { createEmulator, defineEmulator, type EmulatorContext } from 'emulate';
import { SIGNING_SECRET } from './slack/deliver.ts';

type Webhooks = EmulatorContext<object>['webhooks'];

/** What is used of the plugin, which the package keeps in a file of its own and does not export. */
interface Plugin {
  readonly slackPlugin: {
    register(app: unknown, store: Store, webhooks: Webhooks, baseUrl: string, tokens: Map<string, unknown>): void;
    seed(store: Store, baseUrl: string): void;
  };
  readonly seedFromConfig: (store: Store, baseUrl: string, seed: object) => void;
  readonly getSlackStore: (store: Store) => {
    readonly views: { all(): { type: string; user_id: string; blocks: unknown[] }[] };
  };
}

export const BOT = { userId: 'U00PUBLIUS', botId: 'B00PUBLIUS', token: 'xoxb-emulate-publius', appId: 'A00PUBLIUS' };
/** The person that the plugin seeds. */
export const PERSON = { userId: 'U000000001', token: 'xoxp-emulate-person' };
/** The public channel that the plugin seeds, with the person in it. */
export const GENERAL = 'C000000001';
const TEAM = 'Letters of Publius';
const PERSON_SCOPES = ['chat:write', 'channels:history', 'im:write', 'im:history'];

export type SlackEmulate = Awaited<ReturnType<typeof startSlackEmulate>>;

/** `eventsUrl`: where the app listens. The bot has the scopes of our manifest and no others. */
export async function startSlackEmulate(eventsUrl: string) {
  const plugin = await loadPlugin();
  const store = new Store();
  let webhooks: Webhooks | undefined;
  const service = defineEmulator({
    name: 'slack',
    state: () => ({}),
    setup(context) {
      webhooks = context.webhooks;
      plugin.slackPlugin.register(context.app, store, webhooks, context.baseUrl, new Map());
      plugin.slackPlugin.seed(store, context.baseUrl);
      plugin.seedFromConfig(store, context.baseUrl, seedOf());
      webhooks.register({ url: eventsUrl, events: ['*'], active: true, owner: 'slack' });
      // Slack says this of a method that it does not know (docs.slack.dev, errors common to all methods), where emulate says HTTP 404.
      context.app.post('/api/:method', (call) => call.json({ ok: false, error: 'unknown_method' }));
    },
  });
  const emulator = await createEmulator({ service, hostname: '127.0.0.1', port: 0 });
  const apiUrl = `${emulator.url}/api/`;
  return {
    team: TEAM,
    apiUrl,
    /** Slack's own client with the person's token. */
    person: new webApi.WebClient(PERSON.token, { slackApiUrl: apiUrl, retryConfig: { retries: 0 }, timeout: 10_000 }),
    /** What came of each delivery, oldest first. */
    deliveries: () => webhooks!.getDeliveries(),
    /** Has emulate sign and deliver an event that it does not emit by itself; resolves when it is acknowledged. */
    deliver: (event: { readonly type: string; readonly [field: string]: unknown }) =>
      webhooks!.dispatch(
        event.type,
        undefined,
        {
          type: 'event_callback',
          team_id: 'T000000001',
          event_id: `Ev${randomUUID()}`,
          event_time: Math.floor(Date.now() / 1000),
          event,
        },
        'slack',
      ),
    /** Deliveries are signed with this from now on. */
    signWith: (secret: string) => plugin.seedFromConfig(store, apiUrl, { signing_secret: secret }),
    /** Blocks of the App Home that stands for the person; emulate has no method that says. */
    homeBlocks: () =>
      plugin
        .getSlackStore(store)
        .views.all()
        .find((view) => view.type === 'home' && view.user_id === PERSON.userId)?.blocks ?? [],
    close: () => emulator.close(),
  };
}

function seedOf() {
  const manifest = JSON.parse(readFileSync(new URL('../../manifest.json', import.meta.url), 'utf8'));
  const { userId, botId, appId, token } = BOT;
  const bot = { app_id: appId, client_id: 'publius', bot_id: botId, bot_user_id: userId };
  const scopes: string[] = manifest.oauth_config.scopes.bot;
  const app = { ...bot, client_secret: 'publius', name: 'Publius', redirect_uris: [], scopes };
  return {
    team: { name: TEAM, domain: 'publius' },
    oauth_apps: [app],
    tokens: [
      { ...bot, token, type: 'bot', user_id: userId, scopes },
      { token: PERSON.token, type: 'user', user_id: PERSON.userId, scopes: PERSON_SCOPES },
    ],
    signing_secret: SIGNING_SECRET,
    strict_scopes: true,
  };
}

async function loadPlugin(): Promise<Plugin> {
  const folder = new URL('../../node_modules/emulate/dist/', import.meta.url);
  const name = readdirSync(folder).find(
    (file) =>
      /^dist-.*\.js$/.test(file) && readFileSync(new URL(file, folder), 'utf8').includes('"/api/chat.postMessage"'),
  );
  if (name === undefined) throw new Error('emulate has no Slack plugin where it was: see its dist folder');
  return import(new URL(name, folder).href);
}
