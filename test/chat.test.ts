// Delivery without a platform: limits, overload, order, stopping.

import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Answer, Question, Step } from '../src/answer/model.ts';
import { type ChatLimits, type Core, createChat, type Message, type Reply } from '../src/chat/chat.ts';
import type { Content } from '../src/chat/content.ts';
import { createFeedback } from '../src/chat/feedback.ts';

const ANSWER: Answer = {
  status: 'not-found',
  reason: 'off-topic',
  confidence: 0,
  statements: [],
  nearest: [],
  covers: [],
  help: [],
  notices: [],
  dropped: [],
};

describe('delivery', () => {
  it('tells an asker once a minute that it is too much, and answers others', async () => {
    const { chat, ask, shown } = start({ askerPerMinute: 2 });
    for (let n = 0; n < 6; n++) await ask(`a${n}`, { asker: 'A' });
    await ask('b', { asker: 'B' });
    expect(shown.map(({ content }) => nameOf(content))).toEqual(['answer', 'answer', 'limited', 'answer']);
    expect(chat.counts).toMatchObject({ answered: 0, notFound: 3, limited: 4 });
  });

  it('says that it is busy when too many wait', async () => {
    const { ask, shown } = start({ concurrent: 1, waiting: 1 }, () => delay(40));
    await Promise.all([ask('1'), ask('2', { thread: 't2' }), ask('3', { thread: 't3' })]);
    expect(shown.map(({ content }) => nameOf(content)).sort()).toEqual(['answer', 'busy', 'busy']);
  });

  it('answers a thread in order, and hands later questions the earlier ones', async () => {
    const asked: Question[] = [];
    const { ask } = start({}, async (question) => {
      asked.push(question);
      await delay(question.text === 'first' ? 40 : 0);
    });
    await Promise.all([ask('first', { at: 1 }), ask('second', { at: 2 }), ask('other', { thread: 'o' })]);
    expect(asked.find(({ text }) => text === 'second')!.history).toEqual(['first']);
    expect(asked.find(({ text }) => text === 'other')!.history).toEqual([]);
  });

  it('does not answer a question that was deleted before it came', async () => {
    const { chat, ask, reply, shown } = start({});
    await chat.withdraw({ event: 'e0', id: 'm', thread: 't', version: Number.POSITIVE_INFINITY }, reply('m'));
    await ask('late', { id: 'm' });
    expect(shown).toEqual([]);
  });

  it('finishes what is in flight when it is stopped, tells the rest, and takes no more', async () => {
    const { chat, ask, shown } = start({}, (question, signal) =>
      delay(question.text === 'slow' ? 60_000 : 50, undefined, { signal }),
    );
    const asked = [ask('quick', { thread: 'q' }), ask('slow', { thread: 's' })];
    await chat.stop(300);
    await Promise.all(asked);
    await ask('after', { thread: 'a' });
    expect(shown.map(({ content }) => nameOf(content))).toEqual(['answer', 'stopped']);
  });

  it('survives a fault without telling what was asked', async () => {
    const { ask, shown, log } = start({}, async () => {
      throw new TypeError('cannot read the SECRET');
    });
    await ask('SECRET');
    expect(nameOf(shown[0]!.content)).toBe('fault');
    expect(log.join()).toContain('TypeError');
    expect(log.join()).not.toContain('SECRET');
  });
});

describe('feedback', () => {
  it('counts each person once for each answer', () => {
    const feedback = createFeedback();
    feedback.vote('A', 'x', true);
    feedback.vote('A', 'x', true);
    feedback.vote('A', 'x', false);
    feedback.vote('B', 'x', true);
    expect(feedback.counts).toEqual({ helpful: 1, unhelpful: 1 });
  });
});

function nameOf(content: Content): string {
  return content.content === 'note' ? content.note : content.content;
}

/** What this chat is not asked. */
const NOTHING: Omit<Core, 'steps'> = {
  version: 'v',
  // biome-ignore lint/correctness/useYield: asked of nothing here
  async *summarizeSteps() {
    throw new Error('no summary was expected');
  },
  check: async () => [],
};

/** A chat whose answers take `work`; what it shows is kept in order. */
function start(
  limits: Partial<ChatLimits>,
  work: (question: Question, signal: AbortSignal) => Promise<unknown> = async () => {},
) {
  const shown: { id: string; content: Content }[] = [];
  const log: string[] = [];
  let events = 0;
  async function* steps(question: Question, signal: AbortSignal): AsyncGenerator<Step> {
    await work(question, signal);
    yield { step: 'answer', answer: ANSWER };
  }
  const chat = createChat({ core: () => ({ ...NOTHING, steps }), log: (line) => log.push(line), limits });
  const reply = (id: string): Reply => ({
    progress: () => {},
    settle: async () => [],
    clear: async () => {},
    show: async (content) => {
      shown.push({ id, content });
      return [id];
    },
  });
  const ask = (text: string, more: Partial<Message> = {}) => {
    const message = {
      event: `e${++events}`,
      id: `m${events}`,
      thread: 't',
      workspace: 'w',
      asker: 'a',
      text,
      at: events,
      version: 0,
      ...more,
    };
    return chat.ask(message, reply(message.id));
  };
  return { chat, ask, reply, shown, log };
}
