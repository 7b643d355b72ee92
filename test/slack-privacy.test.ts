// What `publius slack` leaves behind: nothing of who asked or what. The real command in a process of its own, everything that it writes kept,
// markers looked for in all of it.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { startCommand } from './fakes/real-command.ts';
import { actionBody, commandBody, eventBody, shortcutBody } from './fakes/slack/payloads.ts';
import { echoOf, freePort, until } from './fakes/slack/publius.ts';
import { deliver, interact, SIGNING_SECRET, type SlackServer, startSlackServer } from './fakes/slack/server.ts';

let slack: SlackServer;
let publius: ReturnType<typeof startCommand>;
let url: string;

/** Words, ids and names that are nowhere in the sources. */
const MARKERS = ['quetzalmarker', 'UMARKER77', 'zora.marker', 'CMARKER88', 'DMARKER99', 'TMARKER11', '1717171717'];
const QUESTION = 'May a court unmask quetzalmarker, the person behind an account?';
/** Quotations of a draft: altered, and nowhere; a topic. */
const DRAFT =
  'It is “unlawfully abusing a quetzalmarker investigatory tool,” the complaint says. “No quetzalmarker was ever so bold as to ask,” said Quetzalmarker.';
const TOPIC = 'Twitter v. DHS and quetzalmarker';
const PERSON = { user: 'UMARKER77', name: 'zora.marker', channel: 'CMARKER88' };

beforeAll(async () => {
  slack = await startSlackServer();
  const port = await freePort();
  url = `http://127.0.0.1:${port}/slack/events`;
  publius = startCommand(['slack'], {
    SLACK_BOT_TOKEN: 'xoxb-1',
    SLACK_SIGNING_SECRET: SIGNING_SECRET,
    SLACK_PORT: String(port),
    SLACK_API_URL: slack.apiUrl,
  });
  slack.hooks.posted = (message) => void deliver(url, echoOf(message)).catch(() => {});
  await until(() => publius.log().includes('answering in The Desk'), 60_000);
}, 90_000);
afterAll(async () => {
  publius.end();
  await slack.close();
});

it('writes nothing of who asked or what, to disk or to its log, whatever happens', { timeout: 60_000 }, async () => {
  const team = { team_id: 'TMARKER11' };
  const said = { user: PERSON.user, channel: PERSON.channel, text: `<@UBOT> ${QUESTION}` };
  const event = (inner: Record<string, unknown>) => deliver(url, { ...eventBody(inner), ...team });
  const mention = (ts: string) => event({ type: 'app_mention', ...said, ts });
  const urls = () => ({ response_url: slack.responseUrl(), trigger_id: slack.trigger() });

  await mention('1717171717.1');
  await until(() => slack.messages.size === 1);
  const changed = {
    user: PERSON.user,
    ts: '1717171717.1',
    text: `${said.text} please`,
    edited: { ts: '1717171718.1' },
  };
  await event({
    type: 'message',
    subtype: 'message_changed',
    channel: PERSON.channel,
    channel_type: 'channel',
    ts: '1717171719.1',
    message: changed,
    previous_message: said,
  });
  await until(() => [...slack.messages.values()].some(({ edits }) => edits > 0));
  await event({ type: 'message', channel_type: 'im', ...said, channel: 'DMARKER99', ts: '1717171717.2' });
  await deliver(url, commandBody('/publius', QUESTION, PERSON, { ...urls(), ...team }), true);
  for (const text of [`check ${DRAFT}`, `check: ${QUESTION}`, `summary ${TOPIC}`, 'timeline quetzalmarker'])
    await deliver(url, commandBody('/publius', text, PERSON, { ...urls(), ...team }), true);
  await interact(url, shortcutBody('publius_check_quotations', DRAFT, PERSON, urls()));
  const button = { type: 'button', action_id: 'publius_context', value: 'quetzalmarker UMARKER77:1-2' };
  await interact(url, actionBody(button, PERSON, urls()));
  await event({ type: 'app_home_opened', user: PERSON.user, channel: 'DMARKER99', tab: 'home' });
  await until(() => slack.responses.length === 6 && slack.views.length === 1 && slack.homes.size === 1);
  const told = JSON.stringify(slack.responses); // so that what is looked for has been at work
  expect(told.match(/✗ Altered/g)!.length).toBeGreaterThan(1);
  expect(told).toContain('quetzalmarker');
  const unsigned = {
    method: 'POST',
    body: JSON.stringify({ ...eventBody({ type: 'app_mention', ...said, ts: '1717171717.3' }), ...team }),
  };
  expect((await fetch(url, { ...unsigned, headers: { 'Content-Type': 'application/json' } })).status).toBe(401);
  await deliver(url, { type: 'quetzalmarker', event: { type: 'UMARKER77', user: PERSON } });
  slack.workspace.refuseBlocks = true; // and what is logged when a post goes wrong
  await mention('1717171717.4');
  await until(() => publius.log().includes("Slack refused an answer's blocks"));
  slack.workspace.refuseBlocks = false;
  slack.faults.hang = 1;
  await mention('1717171717.5');
  slack.faults.hang = 0;

  publius.child.kill('SIGTERM');
  await until(() => publius.child.exitCode !== null, 30_000);
  expect(publius.child.exitCode).toBe(0);
  expect(publius.log()).toMatch(/stopped \(answered \d/);
  expect(publius.files().length).toBeGreaterThan(0); // the saved index, so that there is something to look through
  expect(MARKERS.flatMap((marker) => publius.tracesOf(marker))).toEqual([]);
});
