// `publius doctor slack` on a Slack of our own: what it finds of an app that is whole, and of apps that lack something; the manifest against
// the code. The real command in a process of its own.

import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { COMMAND, SHORTCUT } from '../src/chat/slack.ts';
import type { Finding } from '../src/doctor.ts';
import { compareManifests } from '../src/slack-manifest.ts';
import { freePort } from './fakes/slack/publius.ts';
import { type SlackServer, startSlackServer } from './fakes/slack/server.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const manifest = JSON.parse(readFileSync(new URL('../manifest.json', import.meta.url), 'utf8'));
const SCOPES: readonly string[] = manifest.oauth_config.scopes.bot;
let slack: SlackServer;

beforeEach(async () => {
  slack = await startSlackServer();
  slack.state.scopes = SCOPES;
  slack.manifests.set('A012', manifest);
});
afterEach(() => slack.close());

async function doctor(environment: Record<string, string> = {}): Promise<{ code: number; findings: Finding[] }> {
  const child = spawn(process.execPath, ['bin/publius.js', 'doctor', 'slack', '--json'], {
    cwd: root,
    env: {
      PATH: process.env.PATH,
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_APP_TOKEN: 'xapp-1-A012-2-x',
      SLACK_CONFIG_TOKEN: 'xoxe.xoxp-1',
      SLACK_API_URL: slack.apiUrl,
      ...environment,
    },
  });
  const out: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  const code = await new Promise<number>((resolve) => child.on('close', resolve));
  return { code, findings: JSON.parse(Buffer.concat(out).toString('utf8')) };
}

describe('publius doctor slack', { timeout: 60_000 }, () => {
  it('finds nothing wrong with the app that manifest.json makes', async () => {
    const { code, findings } = await doctor();
    expect(code).toBe(0);
    expect(findings.map(({ subject, result }) => `${subject} ${result}`)).toEqual([
      'bot token ok',
      'scopes ok',
      'app-level token ok',
      'events and commands ok',
    ]);
    expect(slack.messages.size).toBe(0);
  });

  it('says which scopes are missing or too many, and where to click', async () => {
    slack.state.scopes = [...SCOPES.slice(1), 'files:read'];
    const { code, findings } = await doctor();
    expect(code).toBe(1);
    expect(findings.filter(({ subject }) => subject === 'scopes')).toMatchObject([
      {
        result: 'fail',
        message: `missing: ${SCOPES[0]}`,
        fix: expect.stringMatching(/apps\/A012: OAuth & Perm.*Reinstall/),
      },
      { result: 'warn', message: 'granted, and not needed: files:read' },
    ]);
  });

  it('says when Socket Mode is not to be had', async () => {
    slack.workspace.socketUrl = null;
    const { code, findings } = await doctor();
    expect(code).toBe(1);
    expect(findings.find(({ subject }) => subject === 'app-level token')).toMatchObject({
      result: 'fail',
      fix: expect.stringContaining('connections:write'),
    });
  });

  it('without a configuration token says what it could not look at', async () => {
    const { findings } = await doctor({ SLACK_CONFIG_TOKEN: '' });
    expect(findings.at(-1)).toMatchObject({ subject: 'events and commands', result: 'warn' });
    expect(findings.at(-1)!.fix).toContain('SLACK_CONFIG_TOKEN');
  });

  it('by HTTP looks at the secret and at the port', async () => {
    const port = String(await freePort());
    const http = { SLACK_APP_TOKEN: '', SLACK_PORT: port, SLACK_CONFIG_TOKEN: '' };
    const odd = await doctor({ ...http, SLACK_SIGNING_SECRET: 'xapp' });
    expect(odd.findings.find(({ subject }) => subject === 'HTTP')!.message).toContain('SLACK_SIGNING_SECRET');
    const silent = await doctor({ ...http, SLACK_SIGNING_SECRET: '8'.repeat(32) });
    expect(silent.findings.find(({ subject }) => subject === 'HTTP')!.message).toContain('nothing listens');
  });

  it('says that Slack cannot be reached, or that nothing is configured', async () => {
    const away = await doctor({ SLACK_API_URL: 'http://127.0.0.1:9/api' });
    expect(away.code).toBe(1);
    expect(away.findings[0]!.message).toContain('cannot be reached');
    const none = await doctor({ SLACK_BOT_TOKEN: '', SLACK_APP_TOKEN: '' });
    expect(none.findings).toMatchObject([{ subject: 'settings', result: 'fail' }]);
  });
});

describe('an app beside manifest.json', () => {
  const socket = { socketMode: true, path: '/slack/events' };
  const changed = (change: (copy: typeof manifest) => void) => {
    const copy = structuredClone(manifest);
    change(copy);
    return compareManifests(copy, manifest, socket).map(({ what, page }) => `${page}: ${what}`);
  };

  it.each<[string, (copy: typeof manifest) => void, string]>([
    [
      'an event',
      (m) => m.settings.event_subscriptions.bot_events.shift(),
      'Event Subscriptions: events that are not sent: app_home_opened',
    ],
    ['all events', (m) => delete m.settings.event_subscriptions, 'message.mpim'],
    ['the command', (m) => delete m.features.slash_commands, 'Slash Commands: no command /publius'],
    ['escaping', (m) => delete m.features.slash_commands[0].should_escape, 'names of people'],
    [
      'the shortcut',
      (m) => m.features.shortcuts.pop(),
      'Interactivity & Shortcuts: no message shortcut "Check quotations"',
    ],
    ['its home', (m) => delete m.features.app_home, 'App Home: no home page'],
    [
      'the messages tab',
      (m) => Object.assign(m.features.app_home, { messages_tab_read_only_enabled: true }),
      'nobody can write to it',
    ],
    ['the assistant', (m) => delete m.features.assistant_view, 'Agents & AI Apps'],
    ['interactivity', (m) => Object.assign(m.settings.interactivity, { is_enabled: false }), 'buttons do nothing'],
    ['Socket Mode', (m) => Object.assign(m.settings, { socket_mode_enabled: false }), 'Socket Mode is off'],
    [
      'everything',
      (m) => {
        for (const key of Object.keys(m)) delete m[key];
      },
      'no home page',
    ],
  ])('that lacks %s', (_, change, says) => {
    expect(changed(change).join('\n')).toContain(says);
  });

  it('that lacks nothing', () => expect(changed(() => {})).toEqual([]));

  it('that is to be reached by HTTP needs its addresses', () => {
    const lacks = compareManifests(manifest, manifest, { socketMode: false, path: '/slack/events' });
    expect(lacks.map(({ page }) => page)).toEqual([
      'Socket Mode',
      'Event Subscriptions',
      'Interactivity & Shortcuts',
      'Slash Commands',
    ]);
  });
});

describe('manifest.json', () => {
  const folder = new URL('../src/chat/', import.meta.url);
  const source = readdirSync(folder)
    .filter((name) => name.startsWith('slack'))
    .map((name) => readFileSync(new URL(name, folder), 'utf8'))
    .join('\n');
  /** What each method or event that the code names needs (docs.slack.dev, the method's or event's page). */
  const NEEDS: Readonly<Record<string, string | null>> = {
    'auth.test': null,
    'users.info': 'users:read',
    'chat.postEphemeral': 'chat:write',
    'chat.postMessage': 'chat:write',
    'chat.update': 'chat:write',
    'chat.delete': 'chat:write',
    'chat.startStream': 'chat:write',
    'chat.appendStream': 'chat:write',
    'chat.stopStream': 'chat:write',
    'views.open': null,
    'views.publish': null,
    'apps.connections.open': null,
    'assistant.threads.setStatus': 'assistant:write',
    'assistant.threads.setTitle': 'assistant:write',
    'assistant.threads.setSuggestedPrompts': 'assistant:write',
  };
  const LISTENERS: readonly (readonly [used: string, scope: string])[] = [
    ["app.event('app_mention'", 'app_mentions:read'],
    ['app.command(', 'commands'],
    ...['channels', 'groups', 'im', 'mpim'].map((kind) => ["app.event('message'", `${kind}:history`] as const),
  ];

  it('asks for the scopes that the code uses, and no other', () => {
    const methods = [
      ...source.matchAll(/'((?:chat|users|views|assistant\.threads|apps\.connections|auth)\.\w+)'/g),
    ].map((match) => match[1]!);
    expect(methods.filter((method) => !(method in NEEDS))).toEqual([]);
    for (const [used] of LISTENERS) expect(source).toContain(used);
    const needed = [...methods.map((method) => NEEDS[method]), ...LISTENERS.map(([, scope]) => scope)];
    expect(SCOPES.toSorted()).toEqual([...new Set(needed.filter((scope) => scope))].sort());
  });

  it('subscribes to the events that the code listens to, and no other', () => {
    const heard = [...source.matchAll(/app\.event\('(\w+)'/g)].map((match) => match[1]!);
    const assistant = ['assistant_thread_started', 'assistant_thread_context_changed'];
    const subscribed: string[] = manifest.settings.event_subscriptions.bot_events;
    expect([...new Set(subscribed.map((name) => name.split('.')[0]))].sort()).toEqual([...heard, ...assistant].sort());
  });

  it('has the command and the shortcut that the code listens to', () => {
    expect(manifest.features.slash_commands.map(({ command }: { command: string }) => command)).toEqual([COMMAND]);
    expect(manifest.features.shortcuts.map(({ callback_id }: { callback_id: string }) => callback_id)).toEqual([
      SHORTCUT,
    ]);
  });
});
