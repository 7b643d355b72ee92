// `publius doctor slack`: the app as Slack knows it beside `manifest.json`, one thing after the other, each with the clicks that mend it.
// Asks Slack only; posts nothing.

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createSlackApi, type SlackApi, SlackRefusal } from './chat/slack-api.ts';
import { createSlackLogger } from './chat/slack-log.ts';
import type { SlackAppConfig } from './config.ts';
import { examineConfigured, type Finding } from './doctor.ts';
import { compareManifests, type Place, readManifest } from './slack-manifest.ts';

const TRY_MS = 8000;
const CALL = { deadlineMs: 5000 } as const;

/** Examines the Slack app that is configured. Never throws: a fault is a finding. */
export function examineSlack(): AsyncGenerator<Finding> {
  const missing = {
    message: `Slack is not configured: SLACK_BOT_TOKEN is set neither in the environment nor in ${resolve('.env')}`,
    fix: 'Follow README, "In Slack": it takes five steps, the first at https://api.slack.com/apps, Create New App, From a manifest.',
  };
  return examineConfigured((config) => config.slack, missing, examineApp);
}

async function* examineApp(config: SlackAppConfig): AsyncGenerator<Finding> {
  const clientFor = (token: string) =>
    createSlackApi({ token, apiUrl: config.apiUrl, timeoutMs: TRY_MS, logger: createSlackLogger(() => {}) });
  const settings = settingsOf(config.appId);
  if (!(yield* examineBotToken(clientFor(config.botToken), settings))) return;
  if (config.appToken !== null) yield await examineConnection(clientFor(config.appToken), settings);
  else yield await examineHttp(config);
  yield* examineFeatures(config, clientFor, settings);
}

/** Names a page of the app's settings. */
type Settings = (page: Place, clicks: string) => string;

function settingsOf(appId: string | null): Settings {
  const app = appId === null ? 'https://api.slack.com/apps, your app' : `https://api.slack.com/apps/${appId}`;
  return (page, clicks) => `At ${app}: ${page}, ${clicks}`;
}

/** Returns false where Slack cannot be reached, so that all that follows would say the same. */
async function* examineBotToken(api: SlackApi, settings: Settings): AsyncGenerator<Finding, boolean> {
  const subject = 'bot token';
  const install = settings('Install App', 'Install to Workspace; the Bot User OAuth Token there is SLACK_BOT_TOKEN.');
  try {
    const { user, team, bot_id, response_metadata } = await api.call('auth.test', {}, CALL);
    if (typeof bot_id !== 'string') {
      yield { subject, result: 'fail', message: 'is not the token of a bot', fix: install };
      return true;
    }
    yield { subject, result: 'ok', message: `Slack knows it: @${user} in ${team}` };
    yield* examineScopes(response_metadata?.scopes ?? null, settings);
    return true;
  } catch (error) {
    yield { subject, result: 'fail', message: said(error), fix: isRefusal(error) ? install : UNREACHABLE };
    return isRefusal(error);
  }
}

function* examineScopes(granted: readonly string[] | null, settings: Settings): Generator<Finding> {
  const subject = 'scopes';
  const needed = readManifest(shippedManifest()).scopes;
  if (granted === null) {
    yield { subject, result: 'warn', message: 'Slack did not say which are granted' };
    return;
  }
  const missing = needed.filter((scope) => !granted.includes(scope));
  const spare = granted.filter((scope) => !needed.includes(scope));
  if (missing.length > 0)
    yield {
      subject,
      result: 'fail',
      message: `missing: ${missing.join(', ')}`,
      fix: settings(
        'OAuth & Permissions',
        `Bot Token Scopes, Add an OAuth Scope (${missing.join(', ')}); then Reinstall to Workspace.`,
      ),
    };
  else yield { subject, result: 'ok', message: `all ${needed.length} that Publius needs are granted` };
  if (spare.length > 0)
    yield {
      subject,
      result: 'warn',
      message: `granted, and not needed: ${spare.join(', ')}`,
      fix: settings('OAuth & Permissions', 'Bot Token Scopes, the bin beside each; then Reinstall to Workspace.'),
    };
}

async function examineConnection(api: SlackApi, settings: Settings): Promise<Finding> {
  const subject = 'app-level token';
  try {
    await api.call('apps.connections.open', {}, CALL);
    return { subject, result: 'ok', message: 'Slack opens a connection for it (Socket Mode)' };
  } catch (error) {
    const fix = settings(
      'Basic Information',
      'App-Level Tokens, Generate Token and Scopes with connections:write: that is SLACK_APP_TOKEN. And under Socket Mode: Enable Socket Mode.',
    );
    return { subject, result: 'fail', message: said(error), fix: isRefusal(error) ? fix : UNREACHABLE };
  }
}

/** As Slack makes them (Basic Information, App Credentials). */
const SIGNING_SECRET = /^[0-9a-f]{32}$/;

async function examineHttp({ signingSecret, host, port, path }: SlackAppConfig): Promise<Finding> {
  const subject = 'HTTP';
  if (!SIGNING_SECRET.test(signingSecret ?? ''))
    return {
      subject,
      result: 'warn',
      message: 'SLACK_SIGNING_SECRET does not look like one: 32 digits from 0 to f are expected',
      fix: 'At https://api.slack.com/apps, your app: Basic Information, App Credentials, Signing Secret, Show.',
    };
  try {
    const response = await fetch(`http://${host}:${port}/health`, { signal: AbortSignal.timeout(3000) });
    if (response.ok) return { subject, result: 'ok', message: `Publius listens at http://${host}:${port}${path}` };
    return {
      subject,
      result: 'fail',
      message: `something else answers at http://${host}:${port}`,
      fix: 'Set SLACK_PORT to a free port.',
    };
  } catch {
    return {
      subject,
      result: 'warn',
      message: `nothing listens at http://${host}:${port}${path}`,
      fix: 'Start it with publius slack; Slack must reach it through your TLS address.',
    };
  }
}

async function* examineFeatures(
  { appId, configToken, appToken, path }: SlackAppConfig,
  clientFor: (token: string) => SlackApi,
  settings: Settings,
): AsyncGenerator<Finding> {
  const subject = 'events and commands';
  if (configToken === null || appId === null) {
    yield {
      subject,
      result: 'warn',
      message: 'not looked at: Slack shows an app’s events and commands to a configuration token only',
      fix: `At https://api.slack.com/apps: Your App Configuration Tokens, Generate Token. Set SLACK_CONFIG_TOKEN to its access token${appId === null ? ', SLACK_APP_ID to the App ID under Basic Information,' : ''} and run this again. It lasts 12 hours; answering does not need it.`,
    };
    return;
  }
  try {
    const exported = await clientFor(configToken).call('apps.manifest.export', { app_id: appId }, CALL);
    const lacks = compareManifests(exported.manifest, shippedManifest(), {
      socketMode: appToken !== null,
      path,
    });
    for (const { what, page, clicks } of lacks)
      yield { subject, result: 'fail', message: what, fix: settings(page, clicks) };
    if (lacks.length === 0) yield { subject, result: 'ok', message: 'all are as in manifest.json' };
  } catch (error) {
    const fix =
      'Make a new one (https://api.slack.com/apps, Your App Configuration Tokens, Generate Token) in the workspace that owns the app; SLACK_APP_ID must be its App ID.';
    yield {
      subject,
      result: 'warn',
      message: `SLACK_CONFIG_TOKEN: ${said(error)}`,
      fix: isRefusal(error) ? fix : UNREACHABLE,
    };
  }
}

/** The app as Publius ships it. */
function shippedManifest(): unknown {
  return JSON.parse(readFileSync(new URL('../manifest.json', import.meta.url), 'utf8'));
}

const UNREACHABLE =
  'Check that this machine reaches Slack (a proxy? a firewall?), and SLACK_API_URL where it is set; then run this again.';

function isRefusal(error: unknown): error is SlackRefusal {
  return error instanceof SlackRefusal;
}

function said(error: unknown): string {
  if (isRefusal(error) && /^\w+$/.test(error.code)) return `Slack does not take it (${error.code})`;
  if (isRefusal(error)) return 'what answers there is not Slack: a proxy, or another program?';
  return `Slack cannot be reached (${error instanceof Error ? error.message : String(error)})`;
}
