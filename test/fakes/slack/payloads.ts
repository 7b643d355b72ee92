// What Slack sends, in the shape that Slack sends it: an event, a command, a press of a button, a shortcut (docs.slack.dev, "Events API",
// "Slash commands", "Interaction payloads"). Every value is made up.

import { faultOfEvent } from './spec.ts';

type Fields = Readonly<Record<string, unknown>>;

const APP = 'A0FAKE001';
const TEAM = 'T1';
let minted = 0;

/** An Events API body round `inner`. Throws where Slack's own description says that Slack would not send it. */
export function eventBody(inner: Fields, id = `Ev${++minted}`) {
  const ts = typeof inner.ts === 'string' ? inner.ts : `${1_700_000_000 + ++minted}.000200`;
  const event = { event_ts: ts, ...inner };
  const body = {
    token: 'verification-token',
    team_id: TEAM,
    api_app_id: APP,
    event,
    type: 'event_callback',
    event_id: id,
    event_time: Math.floor(Number(ts)),
    authed_users: ['UBOT'],
    authorizations: [
      { enterprise_id: null, team_id: TEAM, user_id: 'UBOT', is_bot: true, is_enterprise_install: false },
    ],
    is_ext_shared_channel: false,
    event_context: `4-${minted}`,
  };
  const fault = faultOfEvent(body);
  if (fault !== null) throw new Error(`expected an event as Slack sends it: ${fault}`);
  return body;
}

export interface Person {
  readonly user: string;
  readonly name?: string;
  readonly channel: string;
}

/** A slash command, as a form. */
export function commandBody(command: string, text: string, { user, name = 'somebody', channel }: Person, of: Fields) {
  return {
    token: 'verification-token',
    team_id: TEAM,
    team_domain: 'the-desk',
    channel_id: channel,
    channel_name: 'general',
    user_id: user,
    user_name: name,
    command,
    text,
    api_app_id: APP,
    is_enterprise_install: 'false',
    ...of,
  };
}

/** A press of a button under a message, as the value of the form's `payload`. */
export function actionBody(action: Fields, { user, name = 'somebody', channel }: Person, of: Fields) {
  const ts = String(of.message_ts ?? '1700000000.000100');
  return {
    type: 'block_actions',
    user: { id: user, username: name, name, team_id: TEAM },
    api_app_id: APP,
    token: 'verification-token',
    container: { type: 'message', message_ts: ts, channel_id: channel, is_ephemeral: false },
    team: { id: TEAM, domain: 'the-desk' },
    enterprise: null,
    is_enterprise_install: false,
    channel: { id: channel, name: 'general' },
    state: { values: {} },
    actions: [{ block_id: 'b1', action_ts: `${ts}9`, ...action }],
    ...of,
  };
}

/** A message shortcut, as the value of the form's `payload`. */
export function shortcutBody(
  callbackId: string,
  text: string,
  { user, name = 'somebody', channel }: Person,
  of: Fields,
) {
  return {
    type: 'message_action',
    token: 'verification-token',
    action_ts: '1700000000.000300',
    team: { id: TEAM, domain: 'the-desk' },
    user: { id: user, name },
    channel: { id: channel, name: 'general' },
    is_enterprise_install: false,
    enterprise: null,
    callback_id: callbackId,
    message_ts: '1700000000.000100',
    message: { type: 'message', user: 'U9', ts: '1700000000.000100', text, team: TEAM },
    ...of,
  };
}
