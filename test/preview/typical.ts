// What people typically get, drawn from real runs: the real Bolt app in front of the fake Slack, asked as people ask. Payloads only; looks are
// `slack-html.ts`'s.

import { fileURLToPath } from 'node:url';
import { ACTIONS } from '../../src/chat/slack-render.ts';
import { openLibrary } from '../../src/library.ts';
import { openModel } from '../../src/model.ts';
import { openSession, type Session } from '../../src/session.ts';
import { replyAs, startScriptedModel } from '../fakes/scripted-model.ts';
import type { Block } from '../fakes/slack/blocks.ts';
import { type Publius, startPublius, until } from '../fakes/slack/publius.ts';
import { type SlackServer, startSlackServer } from '../fakes/slack/server.ts';

/** One thing that somebody sees in Slack. */
export interface Scene {
  readonly title: string;
  /** What a person wrote, oldest first; empty for what is opened. */
  readonly asked: readonly string[];
  readonly where: 'channel' | 'private' | 'modal' | 'home';
  /** What came of it: one payload a message, or a view's blocks. */
  readonly messages: readonly { readonly text: string; readonly blocks: readonly Block[] }[];
}

/** Ten questions that show each kind of answer; the last of a list is a follow-up. */
export const TYPICAL: readonly (readonly [title: string, ...asked: readonly string[]])[] = [
  ['Quoted from a filing', 'What must the government show before unmasking an account?'],
  ['Held by a court', 'What did Watchtower v. Stratton decide?'],
  ['Provided by a statute', 'Does 19 U.S.C. § 1509 allow the summons?'],
  ['Left open by the sources', 'Did CBP discipline the agents who sent the summons?'],
  ['A premise that is false', 'When did the judge rule for Twitter?'],
  ['In trouble', 'ICE sent my host a subpoena for my account, what do I do?'],
  ['Who is it?', 'Who is behind the @ALT_USCIS account?'],
  ['Not in the sources', 'What was the name of the Twitter lawyer who argued in the Supreme Court?'],
  ['Something else', 'Who won the 1966 world cup?'],
  ['A follow-up', 'What did Krinsky v. Doe 6 decide?', 'and when?'],
];
const WORDED = 'Which part of CBP sent the summons, the border patrol or internal affairs?';
const PERSON = { user: 'U1', name: 'somebody', channel: 'C900' };

/** Everything, asked anew. */
export async function playScenes(): Promise<Scene[]> {
  const folder = fileURLToPath(new URL('../../knowledge', import.meta.url));
  const library = openLibrary(folder, { cacheFolder: null });
  const scenes = await withSlack(openSession(library), async (slack, publius) => [
    ...(await playTypical(slack, publius)),
    ...(await playPrivate(slack, publius)),
    ...(await playViews(slack, publius)),
  ]);
  const model = await startScriptedModel((request) => replyAs('honest', request));
  try {
    const config = { apiKey: 'none', model: 'honest', maxOutputTokens: 1000, maxConcurrent: 4 };
    const times = { firstTokenTimeoutMs: 10_000, timeoutMs: 20_000 };
    const worded = openSession(
      library,
      openModel({ ...config, ...times, baseUrl: model.url }, () => {}),
    );
    return [...scenes, ...(await withSlack(worded, playWorded))];
  } finally {
    await model.stop();
  }
}

async function withSlack(
  session: Session,
  play: (slack: SlackServer, publius: Publius) => Promise<Scene[]>,
): Promise<Scene[]> {
  const slack = await startSlackServer();
  const publius = await startPublius(slack, session, { limits: { askerPerMinute: 1000 } });
  try {
    const scenes = await play(slack, publius);
    if (slack.breaches.length > 0) throw new Error(`Slack would have refused: ${slack.breaches.join('; ')}`);
    return scenes;
  } finally {
    await publius.running.stop(2000);
    await slack.close();
  }
}

async function playTypical(slack: SlackServer, publius: Publius): Promise<Scene[]> {
  const scenes: Scene[] = [];
  for (const [n, [title, ...asked]] of TYPICAL.entries()) {
    const messages: Scene['messages'][number][] = [];
    for (const [m, text] of asked.entries()) messages.push(...(await mention(slack, publius, `C${n}`, m, text)));
    scenes.push({ title, asked, where: 'channel', messages });
  }
  return scenes;
}

/** Asks in a thread of the channel; resolves with the messages that come of it. */
async function mention(slack: SlackServer, publius: Publius, channel: string, turn: number, text: string) {
  const standing = () => [...slack.messages.values()].filter((message) => message.channel === channel);
  const before = standing().length;
  await publius.event({
    type: 'app_mention',
    user: 'U1',
    channel,
    thread_ts: '1.1',
    ts: `${turn + 1}.1`,
    text: `<@UBOT> ${text}`,
  });
  await until(
    () => standing().length > before && standing().every(({ streaming, text: shown }) => !streaming && shown),
  );
  return standing().slice(before);
}

async function playPrivate(slack: SlackServer, publius: Publius): Promise<Scene[]> {
  const scenes: Scene[] = [];
  for (const text of ['What happened in Twitter v. DHS?', 'help', 'privacy', 'sources', 'check “They may not”']) {
    slack.responses.length = 0;
    await publius.command(text, PERSON);
    await until(() => slack.responses.length > 0);
    const messages = slack.responses.map((response) => response as unknown as Scene['messages'][number]);
    scenes.push({ title: `/publius ${text}`, asked: [`/publius ${text}`], where: 'private', messages });
  }
  return scenes;
}

async function playViews(slack: SlackServer, publius: Publius): Promise<Scene[]> {
  const [answer] = await mention(slack, publius, 'C800', 0, TYPICAL[0]![1]!);
  const value = new RegExp(`"action_id":"${ACTIONS.context}".*?"value":"([^"]+)"`).exec(JSON.stringify(answer))![1]!;
  await publius.press({ type: 'button', action_id: ACTIONS.context, value }, PERSON);
  await publius.event({ type: 'app_home_opened', user: 'U1', channel: 'D1', tab: 'home' });
  await until(() => slack.views.length > 0 && slack.homes.has('U1'));
  const scene = (title: string, where: Scene['where'], blocks: unknown): Scene => ({
    title,
    where,
    asked: [],
    messages: [{ text: '', blocks: blocks as Block[] }],
  });
  return [
    scene('More context', 'modal', slack.views[0]!.blocks),
    scene('App Home', 'home', slack.homes.get('U1')!.blocks),
  ];
}

async function playWorded(slack: SlackServer, publius: Publius): Promise<Scene[]> {
  const messages = await mention(slack, publius, 'C1', 0, WORDED);
  return [{ title: 'Worded by a model', asked: [WORDED], where: 'channel', messages }];
}
