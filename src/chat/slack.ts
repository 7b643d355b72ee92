// Slack: the Bolt app with its listeners. Each acknowledges at once, reads what happened, and hands it to `chat.ts` with a way to reply.

import { App, Assistant, type Receiver } from '@slack/bolt';
import type { Quote } from '../answer/model.ts';
import { type Chat, createChat, describeFault, type Message } from './chat.ts';
import { type Content, isTold } from './content.ts';
import { quotesExactly } from './exact.ts';
import { createFeedback, type Feedback } from './feedback.ts';
import { partsOf } from './layout-content.ts';
import { SHARE_EXPIRED, SHARED_ALREADY, SOURCES_MOVED } from './notes.ts';
import { pageParts } from './pages.ts';
import { shorten } from './pieces.ts';
import type { PlatformPorts } from './platform.ts';
import { mayAnswerPublicly } from './settings.ts';
import { createShares, type Shares } from './shares.ts';
import type { SlackApi } from './slack-api.ts';
import { type Bot, type Incoming, readEcho, readEvent, readSlackText, type Spot } from './slack-incoming.ts';
import type { Logger } from './slack-log.ts';
import { createPrivateReply, respondWith } from './slack-private.ts';
import { ACTIONS, pack, quotationsIn, readQuotesValue, renderContent, type SlackMessage } from './slack-render.ts';
import { createReply, remove } from './slack-reply.ts';
import { contextModal, homeView, noticeModal, readSettingsAction } from './slack-views.ts';

export interface SlackPorts extends PlatformPorts {
  readonly receiver: Receiver;
  readonly api: SlackApi;
  readonly logger: Logger;
  readonly token: string;
  readonly bot: Bot;
  readonly timing?: Partial<typeof TIMING>;
}

/** Slack ends a stream after about five minutes; final messages are tried for longer than any rate limit lasts. */
const TIMING = { streamMs: 200_000, deliverMs: 10 * 60_000 };

export const COMMAND = '/publius';
export const SHORTCUT = 'publius_check_quotations';

const HELP = [
  'Mention Publius in a channel, and the answer comes in the thread; ask again there, and it remembers what you asked before.',
  'Write to it directly, or open it as an assistant: only you see that.',
  `${COMMAND} and a question: only you see the answer, until you press Share, which posts it without your name or question.`,
  `${COMMAND} check and a quotation, or "Check quotations" in a message's menu: whether it stands in the sources as it is quoted, and what differs.`,
  `${COMMAND} summary and a case, a law or a topic: what happened, what is alleged, what the law says, where it stands; timeline for its dates.`,
  `${COMMAND} sources: what the answers come from. ${COMMAND} privacy: where a question goes.`,
  'Change a question, and its answer changes; delete it, and the answer goes.',
];

/** As long as Slack takes the click. */
const SHARE_MS = 30 * 60_000;

export interface SlackApp {
  readonly app: App;
  readonly chat: Chat;
  readonly feedback: Feedback;
}

export function createSlackApp(ports: SlackPorts): SlackApp {
  const { bot, receiver, logger, token, log } = ports;
  const chat = createChat(ports);
  const feedback = createFeedback();
  const app = new App({
    receiver,
    logger,
    ignoreSelf: false, // our own messages come back as events, which says that a post has landed
    convoStore: false,
    authorize: async () => ({ botToken: token, botId: bot.botId, botUserId: bot.userId }),
  });
  app.error(async (error) => log(`a fault inside Publius: ${describeFault(error.original ?? error)}`));

  const onEvent = (body: unknown) => handleEvent(body, chat, ports);
  app.use(async ({ body, next }) => {
    if (!takeEcho(body, ports)) await next();
  });
  app.event('app_mention', async ({ body }) => onEvent(body));
  app.event('message', async ({ body }) => onEvent(body));
  app.event('app_home_opened', async ({ event, body }) => {
    if (event.tab === 'home') await publishHome(event.user, body.team_id, ports);
  });
  addSettings(app, ports);
  app.assistant(assistantOf(ports, onEvent));
  addCommand(app, chat, ports);
  addActions(app, feedback, ports);
  return { app, chat, feedback };
}

/** Whether an event is one of our own messages coming back, which nothing else need look at. A double is taken away. */
function takeEcho(body: unknown, { api, bot, log }: SlackPorts): boolean {
  const echo = readEcho(body, bot);
  if (echo === null) return false;
  const { key, ts, channel } = echo;
  if (key !== null && api.echo(key, ts))
    remove(api, channel, ts, TIMING.deliverMs).catch((error) =>
      log(`a doubled message could not be taken away: ${describeFault(error)}`),
    );
  return true;
}

/** Reads an event and hands it on. Returns at once: Slack is acknowledged already. */
function handleEvent(body: unknown, chat: Chat, ports: SlackPorts): void {
  const incoming = readEvent(body, ports.bot);
  if (incoming === null) return;
  const reply = replyAt(incoming.spot, ports);
  if (incoming.incoming === 'withdrawn') void chat.withdraw(incoming.message, reply);
  else if (maySpeak(incoming, ports)) void chat.ask(incoming.message, reply);
  else void chat.withdraw(incoming.message, reply); // an answer to what it said before
}

/** The home page of one person; admins see the settings too. */
async function publishHome(user: string, team: string, ports: SlackPorts): Promise<void> {
  const settings = (await isAdmin(user, ports)) ? ports.settings.of(team) : null;
  const view = homeView(ports.knowledge, await ports.suggestions(), HELP, settings);
  await ports.api.call('views.publish', { user_id: user, view }, { deadlineMs: 20_000 });
}

async function isAdmin(user: string, { api, log }: SlackPorts): Promise<boolean> {
  try {
    const { user: person } = await api.call('users.info', { user }, { deadlineMs: 10_000 });
    const { is_admin, is_owner } = (person ?? {}) as { is_admin?: boolean; is_owner?: boolean };
    return is_admin === true || is_owner === true;
  } catch (error) {
    log(`Slack did not say who is an admin, so nobody is shown the settings: ${describeFault(error)}`);
    return false;
  }
}

/** What admins change on their home page; Slack is asked again whether they are. */
function addSettings(app: App, ports: SlackPorts): void {
  app.action(/^publius_settings_/, async ({ ack, body, action }) => {
    await ack();
    if (body.type !== 'block_actions' || !('action_id' in action)) return;
    const change = readSettingsAction(action);
    const team = body.team?.id;
    if (change === null || team === undefined || !(await isAdmin(body.user.id, ports))) return;
    await ports.settings.change(team, change);
    await publishHome(body.user.id, team, ports);
  });
}

const NOT_HERE = `The admins of this workspace do not let Publius answer for all to read here. Ask privately: ${COMMAND} and your question.`;

/** Whether a question may be answered where it stands; where not, its asker is told so, alone. */
function maySpeak({ message, spot, direct }: Extract<Incoming, { incoming: 'question' }>, ports: SlackPorts): boolean {
  const here = ports.settings.of(message.workspace);
  if (direct || (here.mentions && mayAnswerPublicly(here, [spot.channel]))) return true;
  const args = { channel: spot.channel, user: spot.user, thread_ts: spot.thread, text: NOT_HERE };
  ports.api.call('chat.postEphemeral', args, { deadlineMs: 0 }).catch(() => {}); // a hint, no more
  return false;
}

function replyAt(spot: Spot, ports: SlackPorts) {
  const render = (content: Content) => renderChecked(content, null, ports);
  return createReply(spot, {
    ...TIMING,
    ...ports.timing,
    api: ports.api,
    log: ports.log,
    reader: ports.reader,
    render,
  });
}

/** Content as messages, every quotation in them compared with its source once more; a fault told instead where one differs. */
function renderChecked(
  content: Content,
  share: string | null,
  { knowledge, reread, reader, log }: SlackPorts,
): SlackMessage[] {
  const page = (name: Parameters<typeof pageParts>[0]) => pageParts(name, knowledge, HELP);
  const messages = renderContent(content, { share, page, reader });
  if (!isTold(content)) return messages;
  const asStored = (quote: Quote) => reread(quote, content.version);
  if (quotesExactly(partsOf(content, page), quotationsIn(messages), asStored)) return messages;
  log('a rendered answer did not quote its sources exactly, and was not shown');
  return renderContent({ content: 'note', note: 'fault' }, { share: null, page, reader });
}

const GREETING =
  'Ask about anonymous speech: may a government, a company or a court unmask the person behind an account? Answers are quotations that you can check. Only you see this conversation.';
const TITLE_MAX_CHARS = 60;

function assistantOf({ api, suggestions }: SlackPorts, onEvent: (body: unknown) => void): Assistant {
  return new Assistant({
    threadContextStore: { get: async () => ({}), save: async () => {} }, // where it was opened is not needed, so it is not kept
    threadStarted: async ({ event }) => {
      const { channel_id, thread_ts } = event.assistant_thread;
      const options = { deadlineMs: 10_000 };
      await api.call('chat.postMessage', { channel: channel_id, thread_ts, text: GREETING }, options);
      const prompts = (await suggestions()).map((message) => ({ title: message, message }));
      if (prompts.length > 0)
        await api.call('assistant.threads.setSuggestedPrompts', { channel_id, thread_ts, prompts }, options);
    },
    threadContextChanged: async () => {},
    userMessage: async ({ event, body }) => {
      onEvent(body);
      if (event.subtype !== undefined || !('thread_ts' in event) || !event.thread_ts || 'bot_id' in event) return;
      const title = shorten(readSlackText(event.text ?? ''), TITLE_MAX_CHARS);
      const args = { channel_id: event.channel, thread_ts: event.thread_ts, title };
      if (title !== '') await api.call('assistant.threads.setTitle', args, { deadlineMs: 0 }).catch(() => {}); // a name for the thread, no more
    },
  });
}

function addCommand(app: App, chat: Chat, ports: SlackPorts): void {
  const { api } = ports;
  const shares = createShares(SHARE_MS);
  app.command(COMMAND, async ({ ack, command }) => {
    await ack();
    const { user_id, channel_id, team_id, response_url, trigger_id } = command;
    const here = ports.settings.of(team_id);
    const asked = readCommand(readSlackText(command.text ?? ''));
    // a check repeats the draft, which is its asker's
    const open = asked.task !== 'check' && !here.private && mayAnswerPublicly(here, [channel_id]);
    const message: Message = {
      event: trigger_id,
      id: trigger_id,
      // what all can read does not lean on what somebody asked in private
      thread: open ? `public ${trigger_id}` : `private ${team_id} ${channel_id} ${user_id}`,
      workspace: team_id,
      asker: user_id,
      ...asked,
      at: Date.now(),
      version: 0,
    };
    const render = (content: Content) => renderChecked(content, open ? null : shares.offer(content), ports);
    void chat.ask(message, createPrivateReply(api, response_url, render, open ? 'in_channel' : 'ephemeral'));
  });
  app.shortcut(SHORTCUT, async ({ ack, shortcut }) => {
    await ack();
    if (shortcut.type !== 'message_action') return;
    const { message, user, team, trigger_id, response_url, channel } = shortcut;
    const thread = `private ${team?.id ?? ''} ${channel.id} ${user.id}`;
    const of = { event: trigger_id, id: trigger_id, thread, workspace: team?.id ?? '', asker: user.id };
    const text = readSlackText(message.text ?? '');
    const render = (content: Content) => renderChecked(content, null, ports);
    void chat.ask(
      { ...of, task: 'draft', text, at: Date.now(), version: 0 },
      createPrivateReply(api, response_url, render),
    );
  });
  app.action(ACTIONS.share, async ({ ack, body, action }) => {
    await ack();
    if (body.type !== 'block_actions' || action.type !== 'button' || !body.response_url) return;
    const here = ports.settings.of(body.team?.id ?? '');
    if (!mayAnswerPublicly(here, [body.channel?.id ?? null])) return say(NOT_HERE, body.response_url, ports);
    await shareTo(body.response_url, action.value ?? '', shares, ports);
  });
}

/** What follows `/publius`: `check` and any words are a check, even without quotation marks. */
function readCommand(text: string): Pick<Message, 'text' | 'task'> {
  const [, words] = /^check\b[\s:]*([\s\S]*)$/i.exec(text) ?? [];
  if (words !== undefined) return { text: words, task: 'check' };
  return { text: text === '' ? 'help' : text };
}

/** One line of ours, for one person. */
async function say(text: string, url: string, { api }: SlackPorts): Promise<void> {
  const [message] = pack([{ part: 'group', lines: [{ line: 'statement', text }], contexts: [] }]);
  await respondWith(api, url, message!, 'ephemeral');
}

/** Posts a private answer where it was asked, and says so where that cannot be. */
async function shareTo(url: string, id: string, shares: Shares, ports: SlackPorts): Promise<void> {
  const outcome = await shares.share(id, async (content) => {
    for (const message of renderChecked(content, null, ports).slice(0, SHARED_MESSAGES_MAX))
      await respondWith(ports.api, url, message, 'in_channel');
  });
  if (outcome === 'already') await say(SHARED_ALREADY, url, ports);
  if (outcome === 'gone') await say(SHARE_EXPIRED, url, ports);
}

/** One use of the `response_url` is left for telling the person something. */
const SHARED_MESSAGES_MAX = 4;
/** A modal can be opened within three seconds of the click. */
const MODAL_MS = 2500;

function addActions(app: App, feedback: Feedback, ports: SlackPorts): void {
  const { api, knowledge, surroundings, reader } = ports;
  app.action(ACTIONS.context, async ({ ack, body, action }) => {
    await ack();
    if (body.type !== 'block_actions' || action.type !== 'button') return;
    const asked = readQuotesValue(action.value ?? '');
    const passages = asked?.version === knowledge.version() ? surroundings(asked.places) : [];
    const view = passages.length > 0 ? contextModal(passages, reader) : noticeModal(SOURCES_MOVED);
    await api.call('views.open', { trigger_id: body.trigger_id, view }, { deadlineMs: MODAL_MS });
  });
  app.action(ACTIONS.feedback, async ({ ack, body, action }) => {
    await ack();
    if (body.type !== 'block_actions') return;
    const value = 'value' in action ? action.value : undefined;
    const answer = `${body.container.channel_id ?? ''} ${body.container.message_ts ?? ''}`;
    if (value === 'helpful' || value === 'unhelpful') feedback.vote(body.user.id, answer, value === 'helpful');
  });
}
