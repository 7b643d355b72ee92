// Delivery, the same on every platform: each question once, in order within its thread, within limits, edits and deletions honoured; the one
// catch. Knows no platform: an adapter hands in what was said (Message) and how to reply to it (Reply).

import { setTimeout as delay } from 'node:timers/promises';
import type { CheckedQuotation } from '../answer/checked.ts';
import type { Question, Step } from '../answer/model.ts';
import type { SummaryRequest, SummaryStep } from '../answer/summary-model.ts';
import { type Content, type Note, PAGES, quotesIn } from './content.ts';
import { type Admission, createLimiter, type RateLimits } from './limits.ts';
import { createPseudonym } from './pseudonym.ts';
import { createQueue } from './queue.ts';
import { createSeen, type Entry } from './seen.ts';
import { type Asked, readTask, type Task } from './tasks.ts';
import { createThreads } from './threads.ts';

/** Something that a person said to Publius. Ids are the platform's; they are kept as salted hashes only. */
export interface Message {
  /** The event that brought it: the same when the platform delivers it again. */
  readonly event: string;
  /** Names the message, whatever event speaks of it. */
  readonly id: string;
  readonly thread: string;
  readonly workspace: string;
  readonly asker: string;
  readonly text: string;
  /** What is to be done with the text; where it is not said, its first word tells. */
  readonly task?: Task;
  /** Where it stands in its thread: later messages are greater. */
  readonly at: number;
  /** 0 as first said; greater with each edit. */
  readonly version: number;
}

/** How to reply to one message. Made for one version of it; what earlier versions posted is handed in. */
export interface Reply {
  /** Says that work is going on, and shows what is checked so far. Returns at once; nothing is lost if it fails. */
  progress(progress: Progress): void;
  /** Ends progress. Resolves with the messages that it has made; they are handed to `show` or `clear` later. Never rejects. */
  settle(): Promise<readonly string[]>;
  /** Makes `posted`, the messages that stand there, into `content`. Resolves with the messages that stand there then. */
  show(content: Content, posted: readonly string[], signal: AbortSignal): Promise<readonly string[]>;
  /** Takes `posted` away. */
  clear(posted: readonly string[]): Promise<void>;
}

export type Progress =
  | { readonly step: 'waiting' }
  | Exclude<Step | SummaryStep, { readonly step: 'answer' | 'summary' }>;

export interface ChatLimits extends RateLimits {
  /** Questions that are worked on at one time, and that wait for it; with more, people are told that Publius is busy. */
  readonly concurrent: number;
  readonly waiting: number;
  /** Events and messages remembered, so that none is answered twice, and for how long: longer than any platform delivers again. */
  readonly remembered: number;
  readonly rememberedMs: number;
  /** How long a thread's questions are kept for follow-ups after its last one. */
  readonly threadMs: number;
  /** An asker is told that work is going on when there is no answer after so long. */
  readonly patienceMs: number;
}

const HOUR_MS = 3_600_000;
export const DEFAULT_LIMITS: ChatLimits = {
  askerPerMinute: 12,
  workspacePerMinute: 240,
  concurrent: 64,
  waiting: 1000,
  remembered: 50_000,
  rememberedMs: 25 * HOUR_MS, // Slack's delayed events come again hourly for a day (docs.slack.dev, "Events API", retries)
  threadMs: 2 * HOUR_MS,
  patienceMs: 700,
};

/** One version of the knowledge, with what can be asked of it. */
export interface Core {
  readonly version: string;
  readonly steps: (question: Question, signal: AbortSignal) => AsyncIterable<Step>;
  readonly summarizeSteps: (request: SummaryRequest, signal: AbortSignal) => AsyncIterable<SummaryStep>;
  readonly check: (draft: string, bare: boolean, signal: AbortSignal) => Promise<readonly CheckedQuotation[]>;
}

export interface ChatPorts {
  /** The knowledge as it is now; a message is answered from one version. */
  readonly core: () => Core;
  /** Takes a line about the program's own state; never a word of a question, never an id. */
  readonly log: (line: string) => void;
  readonly limits?: Partial<ChatLimits>;
}

const COUNTED = ['answered', 'notFound', 'repeated', 'limited', 'busy', 'withdrawn', 'faults', 'undelivered'] as const;
export type Counts = Record<(typeof COUNTED)[number], number>;

export interface Chat {
  /** Answers a message, or its edit. Resolves when that is done, however it ends; never rejects. */
  ask(message: Message, reply: Reply): Promise<void>;
  /** The message is gone, or is no question any more: stops working on it and takes its answer away. Never rejects. */
  withdraw(message: Pick<Message, 'event' | 'id' | 'thread' | 'version'>, reply: Reply): Promise<void>;
  /** Takes no more questions, finishes what is in flight within `deadlineMs`, then tells the rest that it has stopped. */
  stop(deadlineMs: number): Promise<void>;
  readonly counts: Readonly<Counts>;
}

/** Why work on a message is stopped. */
const STOPPED = Symbol('stopped');
const SUPERSEDED = Symbol('superseded');
/** People who are told at one time that they have to wait; more are not told, so that saying so is no flood itself. */
const NOTES_AT_ONCE = 50;
/** After the deadline, how long there is to say that Publius has stopped. */
const FAREWELL_MS = 3000;

export function createChat(ports: ChatPorts): Chat {
  const limits = { ...DEFAULT_LIMITS, ...ports.limits };
  const hash = createPseudonym();
  const threads = createThreads(limits.threadMs);
  const admit = createLimiter(limits);
  const seen = createSeen(limits.remembered, limits.rememberedMs);
  const counts = Object.fromEntries(COUNTED.map((name) => [name, 0])) as Counts;
  const queue = createQueue(limits.concurrent);
  let notes = 0;
  let stopping = false;

  /** The entry to work on, what has been going on there stopped; null where there is nothing to do. */
  function enter(event: string, id: string, version: number, text: string): Entry | null {
    const entry = stopping ? null : seen.enter(hash('event', event), id, version, text);
    if (!entry) counts.repeated++;
    entry?.running?.abort(SUPERSEDED);
    return entry;
  }

  async function ask(message: Message, reply: Reply): Promise<void> {
    const [id, thread] = [hash('message', message.id), hash('thread', message.thread)];
    const entry = enter(message.event, id, message.version, hash('text', message.text));
    if (!entry) return;
    if (queue.waiting >= limits.waiting) return note(entry, reply, { note: 'busy' });
    const running = new AbortController();
    entry.running = running;
    const working = setTimeout(() => reply.progress({ step: 'waiting' }), limits.patienceMs);
    await queue.add(thread, async () => {
      try {
        await work({ ...message, id, thread }, entry, reply, running.signal);
      } catch (error) {
        counts.undelivered++;
        ports.log(`an answer could not be delivered: ${describeFault(error)}`);
      } finally {
        clearTimeout(working);
        if (entry.running === running) entry.running = null;
      }
    });
    clearTimeout(working);
  }

  /** Answers one message whose turn has come. Rejects only where nothing could be shown. */
  async function work(message: Message, entry: Entry, reply: Reply, signal: AbortSignal): Promise<void> {
    if (!signal.aborted) {
      const admission = await admit(hash('asker', message.asker), hash('workspace', message.workspace));
      if (admission !== 'ok') return limited(admission, entry, reply);
    }
    let content: Content;
    try {
      signal.throwIfAborted();
      content = await contentFor(message, reply, signal);
      signal.throwIfAborted();
    } catch (error) {
      if (signal.reason === SUPERSEDED) {
        entry.posted = [...entry.posted, ...(await reply.settle())];
        return;
      }
      if (!signal.aborted) {
        counts.faults++;
        ports.log(`a fault inside Publius: ${describeFault(error)}`);
      }
      content = { content: 'note', note: signal.aborted ? 'stopped' : 'fault' };
    }
    entry.posted = [...entry.posted, ...(await reply.settle())];
    entry.posted = await reply.show(content, entry.posted, signal.aborted ? AbortSignal.timeout(FAREWELL_MS) : signal);
    count(content);
    const said = saidIn(content);
    if (said === null || signal.aborted) return;
    const { id, at, text } = message;
    threads.add(message.thread, { id, at, text: said.topic ?? text, shown: said.quotes });
  }

  function count(content: Content): void {
    if (content.content === 'page' || content.content === 'note') return;
    const found =
      content.content === 'check' || ('answer' in content ? content.answer : content.summary).status !== 'not-found';
    counts[found ? 'answered' : 'notFound']++;
  }

  async function contentFor(message: Message, reply: Reply, signal: AbortSignal): Promise<Content> {
    const page = PAGES.find((name) => name === message.text.trim().toLowerCase());
    if (page && message.task === undefined) return { content: 'page', page };
    const { task, text: topic } = message.task === undefined ? readTask(message.text) : (message as Asked);
    const text = topic ?? '';
    const core = ports.core();
    const { version } = core;
    if (task === 'check' || task === 'draft')
      return { content: 'check', checked: await core.check(text, task === 'check', signal), version };
    const before = threads.before(message.thread, message.at);
    const steps =
      task === 'ask'
        ? core.steps({ text, ...before }, signal)
        : core.summarizeSteps({ topic, history: before.history, timeline: task === 'timeline' }, signal);
    for await (const step of steps) {
      if (step.step === 'answer') return { content: 'answer', answer: step.answer, version };
      if (step.step === 'summary') return { content: 'summary', summary: step.summary, version };
      reply.progress(step);
    }
    throw new Error('expected the last step to be an answer or a summary');
  }

  async function limited(admission: Exclude<Admission, 'ok'>, entry: Entry, reply: Reply): Promise<void> {
    counts.limited++;
    if (admission.first) await note(entry, reply, { note: 'limited', seconds: admission.seconds });
    else entry.posted = [...entry.posted, ...(await reply.settle())];
  }

  /** Tells the asker why there is no answer. */
  async function note(entry: Entry, reply: Reply, said: Note): Promise<void> {
    if (said.note === 'busy') counts.busy++;
    if (notes >= NOTES_AT_ONCE) return;
    notes++;
    try {
      entry.posted = await reply.show({ content: 'note', ...said }, entry.posted, new AbortController().signal);
    } catch (error) {
      ports.log(`nobody could be told to wait: ${describeFault(error)}`);
    } finally {
      notes--;
    }
  }

  async function withdraw({ event, id, thread, version }: Parameters<Chat['withdraw']>[0], reply: Reply) {
    const [key, place] = [hash('message', id), hash('thread', thread)];
    const entry = enter(event, key, version, '');
    if (!entry) return;
    await queue.add(place, async () => {
      threads.remove(place, key);
      if (entry.posted.length === 0) return;
      counts.withdrawn++;
      try {
        await reply.clear(entry.posted);
        entry.posted = [];
      } catch (error) {
        ports.log(`an answer could not be taken away: ${describeFault(error)}`);
      }
    });
  }

  return {
    ask,
    withdraw,
    counts,
    async stop(deadlineMs) {
      stopping = true;
      if (await settled(queue.idle(), deadlineMs)) return;
      for (const { running } of seen.entries()) running?.abort(STOPPED);
      await settled(queue.idle(), FAREWELL_MS);
    },
  };
}

/** What a later question of the thread may lean on; null where nothing was told. A topic stands for the words that asked for it. */
function saidIn(content: Content) {
  if (content.content !== 'answer' && content.content !== 'summary') return null;
  const quotes = quotesIn(content).map(({ document, start }) => ({ document, start }));
  if (content.content === 'answer') return { topic: null, quotes: content.answer.status === 'answered' ? quotes : [] };
  const { status, topic } = content.summary;
  return status === 'summarised' ? { topic, quotes } : null;
}

/** Whether `promise` settles within `ms`. */
async function settled(promise: Promise<void>, ms: number): Promise<boolean> {
  const waiting = new AbortController();
  const late = delay(ms, false, { signal: waiting.signal }).catch(() => false);
  try {
    return await Promise.race([promise.then(() => true), late]);
  } finally {
    waiting.abort();
  }
}

/** An error without its message, which may hold what somebody asked: its name, its code and where it was thrown. */
export function describeFault(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const code = 'code' in error && typeof error.code === 'string' ? ` ${error.code}` : '';
  const place = /\bat .*?([\w.-]+\.[jt]s:\d+)/.exec(error.stack ?? '')?.[1];
  return `${error.name}${code}${place === undefined ? '' : ` at ${place}`}`;
}
