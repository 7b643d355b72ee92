// What people typically get in Slack: the real Bolt app in front of the fake Slack, asked as people ask.

import { SHORTCUT } from '../../src/chat/slack.ts';
import { ACTIONS } from '../../src/chat/slack-render.ts';
import type { Session } from '../../src/session.ts';
import { type Publius, startPublius, until } from '../fakes/slack/publius.ts';
import { type SlackServer, startSlackServer } from '../fakes/slack/server.ts';
import {
  CONTEXT,
  DRAFTS,
  HOME,
  type Played,
  PRIVATE,
  READER,
  type Shown,
  type SlackMessage,
  TYPICAL,
  WORDED,
} from './scenes.ts';

type InSlack = Shown<SlackMessage>;

const PERSON = { user: 'U1', name: 'somebody', channel: 'C900' };

export function playSlack(session: Session): Promise<Played<InSlack>> {
  return withSlack(session, async (slack, publius) => [
    ...(await playTypical(slack, publius)),
    ...(await playPrivate(slack, publius)),
    ...(await playDrafts(slack, publius)),
    ...(await playViews(slack, publius)),
  ]);
}

export function playSlackWithReader(session: Session): Promise<Played<InSlack>> {
  const { title, asked, address } = READER;
  const play = async (slack: SlackServer, publius: Publius): Promise<[string, InSlack][]> => [
    [title, await inChannel(slack, publius, 'C1', [asked])],
  ];
  return withSlack(session, play, address);
}

export function playSlackWorded(session: Session): Promise<Played<InSlack>> {
  const [title, asked] = WORDED;
  return withSlack(session, async (slack, publius) => [[title, await inChannel(slack, publius, 'C1', [asked])]]);
}

async function withSlack(
  session: Session,
  play: (slack: SlackServer, publius: Publius) => Promise<[string, InSlack][]>,
  reader: string | null = null,
): Promise<Played<InSlack>> {
  const slack = await startSlackServer();
  const publius = await startPublius(slack, session, { limits: { askerPerMinute: 1000 }, reader });
  try {
    const scenes = new Map(await play(slack, publius));
    if (slack.breaches.length > 0) throw new Error(`Slack would have refused: ${slack.breaches.join('; ')}`);
    return scenes;
  } finally {
    await publius.running.stop(2000);
    await slack.close();
  }
}

async function playTypical(slack: SlackServer, publius: Publius): Promise<[string, InSlack][]> {
  const scenes: [string, InSlack][] = [];
  for (const [n, [title, ...asked]] of TYPICAL.entries())
    scenes.push([title, await inChannel(slack, publius, `C${n}`, asked)]);
  return scenes;
}

async function inChannel(
  slack: SlackServer,
  publius: Publius,
  channel: string,
  texts: readonly string[],
): Promise<InSlack> {
  const turns: InSlack['turns'][number][] = [];
  for (const [n, asked] of texts.entries())
    turns.push({ asked, messages: await mention(slack, publius, channel, n, asked) });
  return { where: 'channel', turns };
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

async function playPrivate(slack: SlackServer, publius: Publius): Promise<[string, InSlack][]> {
  const scenes: [string, InSlack][] = [];
  for (const { title, slack: text, told } of PRIVATE) {
    const messages = await respondedTo(slack, publius, told, () => publius.command(text, PERSON));
    scenes.push([title, { where: 'private', turns: [{ asked: `/publius ${text}`, messages }] }]);
  }
  return scenes;
}

async function playDrafts(slack: SlackServer, publius: Publius): Promise<[string, InSlack][]> {
  const scenes: [string, InSlack][] = [];
  for (const [title, text] of DRAFTS) {
    const messages = await respondedTo(slack, publius, true, () => publius.shortcut(SHORTCUT, text, PERSON));
    scenes.push([title, { where: 'private', turns: [{ asked: text, messages }] }]);
  }
  return scenes;
}

/** Everything that comes through the `response_url`; what is `told` is counted when all of it is there. */
async function respondedTo(slack: SlackServer, { running }: Publius, told: boolean, act: () => Promise<unknown>) {
  const given = () => running.chat.counts.answered + running.chat.counts.notFound;
  const before = given();
  slack.responses.length = 0;
  await act();
  await until(() => (told ? given() > before : slack.responses.length > 0));
  return slack.responses.map((response) => response as unknown as SlackMessage);
}

async function playViews(slack: SlackServer, publius: Publius): Promise<[string, InSlack][]> {
  const [answer] = await mention(slack, publius, 'C800', 0, TYPICAL[0]![1]!);
  const value = new RegExp(`"action_id":"${ACTIONS.context}".*?"value":"([^"]+)"`).exec(JSON.stringify(answer))![1]!;
  await publius.press({ type: 'button', action_id: ACTIONS.context, value }, PERSON);
  await publius.event({ type: 'app_home_opened', user: 'U1', channel: 'D1', tab: 'home' });
  await until(() => slack.views.length > 0 && slack.homes.has('U1'));
  const view = (where: InSlack['where'], blocks: unknown): InSlack => ({
    where,
    turns: [{ asked: null, messages: [{ text: '', blocks: blocks as SlackMessage['blocks'] }] }],
  });
  return [
    [CONTEXT, view('modal', slack.views[0]!.blocks)],
    [HOME, view('home', slack.homes.get('U1')!.blocks)],
  ];
}
