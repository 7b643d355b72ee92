// Answers as Slack messages: nothing live in them, nothing over a limit, nothing lost, every quotation exact. Pure functions, and Slack's limits
// as the fake Slack holds them.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answer } from '../src/answer/model.ts';
import { layOut, type Part } from '../src/chat/layout.ts';
import { readSlackText } from '../src/chat/slack-incoming.ts';
import { pack, quotationsIn, renderContent, type SlackMessage } from '../src/chat/slack-render.ts';
import { openLibrary } from '../src/library.ts';
import { openSession } from '../src/session.ts';
import { printable } from '../src/text/markdown.ts';
import { answerFromTrap, naughtyStrings } from './fakes/hostile.ts';
import { faultOfBlocks } from './fakes/slack/blocks.ts';

const session = openSession(
  openLibrary(fileURLToPath(new URL('../knowledge', import.meta.url)), { cacheFolder: null }),
);

/** Everything in a message that Slack would make into a mention, a channel or a link; sources' links are allowed by their host. */
function liveTokens({ text, blocks }: SlackMessage, hosts: readonly string[] = []): string[] {
  const live: string[] = text.match(/<[^>\s][^>]*>/g) ?? [];
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const { type, text: inner } = value as { type?: string; text?: unknown };
    if (['user', 'usergroup', 'broadcast', 'channel', 'team', 'emoji', 'link'].includes(type ?? '')) live.push(type!);
    if (type === 'mrkdwn') live.push(...tokensOf(String(inner), hosts));
    if (type === 'plain_text' && (value as { emoji?: boolean }).emoji !== false && /:\w+:/.test(String(inner)))
      live.push(String(inner));
    Object.values(value).forEach(visit);
  };
  visit(blocks);
  return live;
}

/** What is live in mrkdwn, links to these hosts apart, which are labelled with their host. */
function tokensOf(text: string, hosts: readonly string[]): string[] {
  const link = /^<(https?:\/\/[^|<>\s]+)\|([^<>|]+)>$/.exec(text);
  if (
    link &&
    new URL(link[1]!.replaceAll('&amp;', '&')).hostname.replace(/^www\./, '') === link[2] &&
    hosts.includes(link[2])
  )
    return [];
  return [text];
}

/** All words of a message's blocks in order, quotation marks and bullets apart. */
function wordsIn(messages: readonly SlackMessage[]): string {
  const words: string[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const { type, text } = value as { type?: string; text?: unknown };
    if (typeof text === 'string' && type !== 'mrkdwn') words.push(text);
    else Object.values(value).forEach(visit);
  };
  visit(messages.map(({ blocks }) => blocks.filter(({ type }) => type !== 'actions' && type !== 'context_actions')));
  return words.join('').replace(/[“”]/g, '');
}

function wordsOf(parts: readonly Part[]): string {
  const words = parts.flatMap((part) => {
    if (part.part === 'group') return part.lines.map(({ text }) => text);
    return part.part === 'small' ? part.lines : [part.text];
  });
  return words
    .map((text) => printable(text))
    .join('')
    .replace(/[“”]/g, '');
}

const text = fc
  .oneof(
    fc.string({ minLength: 1, maxLength: 300 }),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 9000 }),
    fc.stringMatching(/^(?:[&<>*_~`] ?){1,2000}$/),
    fc.constantFrom('<!channel>', '<@U1>', '<https://evil.example|bank>', '&amp;', ':smile:', '“”'),
  )
  .map((words) => `x${words}`);
const part: fc.Arbitrary<Part> = fc.oneof(
  text.map((words): Part => ({ part: 'lead', tone: 'warning', text: words })),
  text.map((words): Part => ({ part: 'covers', text: words })),
  text.map((words): Part => ({ part: 'heading', text: words.slice(0, 200) })),
  fc.array(text, { minLength: 1, maxLength: 3 }).map((lines): Part => ({ part: 'small', lines })),
  fc.array(fc.tuple(fc.constantFrom('statement', 'item', 'quotation'), text), { minLength: 1, maxLength: 5 }).map(
    (lines): Part => ({
      part: 'group',
      lines: lines.map(([line, words]) => ({ line, text: words }) as never),
      contexts: [],
    }),
  ),
);

describe('any parts at all', () => {
  it('are within every limit, whole and in order, with nothing live', () => {
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 12 }), (parts) => {
        const messages = pack(parts);
        for (const message of messages) {
          expect(faultOfBlocks(message.blocks)).toBeNull();
          expect(message.text.length).toBeGreaterThan(0);
          expect(message.text.length).toBeLessThanOrEqual(4000);
          expect(liveTokens(message)).toEqual([]);
        }
        expect(wordsIn(messages)).toBe(wordsOf(parts));
      }),
      { numRuns: 200 },
    );
  });
});

describe('our own questions', async () => {
  const questions = readFileSync(new URL('evals/questions.jsonl', import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { question: string }).question);
  const answers = await Promise.all(questions.map((question) => session.ask({ text: question, history: [] })));
  const hosts = session.library
    .documents()
    .flatMap(({ id, url }) => [url, ...hostsIn(session.library.document(id)!.text)])
    .flatMap((url) => (url && URL.canParse(url) ? [new URL(url).hostname.replace(/^www\./, '')] : []));

  it('are answered with every quotation, character for character, and no other', () => {
    for (const answer of answers) {
      const quoted = [...answer.statements.flatMap(({ quotes }) => quotes), ...answer.nearest].filter(
        ({ voice }) => voice === 'source',
      );
      expect(quotationsIn(render(answer)).sort()).toEqual(quoted.map(({ shown }) => shown).sort());
    }
  });

  it('give messages that Slack takes, whole, with links to the sources only', () => {
    for (const answer of answers) {
      const messages = render(answer);
      for (const message of messages) {
        expect(faultOfBlocks(message.blocks)).toBeNull();
        expect(liveTokens(message, hosts)).toEqual([]);
      }
      const shown = messages.map((message) => JSON.stringify(message.blocks)).join('');
      for (const words of layOut(answer, 'v').flatMap((one) => (one.part === 'group' ? one.lines : [])))
        expect(shown).toContain(JSON.stringify(printable(words.text)).slice(1, -1));
    }
  });
});

function render(answer: Answer): SlackMessage[] {
  return renderContent({ content: 'answer', answer, version: 'v' }, { share: null, page: () => [], reader: null });
}

function hostsIn(words: string): string[] {
  return words.match(/https?:\/\/[^\s)>\]]+/g) ?? [];
}

describe('hostile words', () => {
  it('of a document, wherever they stand in it, are shown as they are and never live', async () => {
    const mention = '<!channel> <@U1> <#C1|x> <https://evil.example|the court> *b* _i_ `c` :boom: @here';
    const answer = await answerFromTrap(mention, 'https://court.example/a|b?x=<!here>');
    expect(answer.status).toBe('answered');
    for (const message of render(answer)) {
      expect(faultOfBlocks(message.blocks)).toBeNull();
      expect(liveTokens(message, ['court.example'])).toEqual([]);
      expect(JSON.stringify(message.blocks)).toContain('<!channel>');
    }
  });

  it.skipIf(naughtyStrings === null)('of a list of naughty ones are never live, nor read as mentions', () => {
    expect(naughtyStrings!.length).toBeGreaterThan(100);
    for (const words of naughtyStrings!.map((one) => `${one} <!channel> <@U1> <https://evil.example|x>`)) {
      const lines = [
        { line: 'statement', text: words },
        { line: 'item', text: words },
      ] as const;
      for (const message of pack([
        { part: 'group', lines, contexts: [] },
        { part: 'covers', text: words },
      ])) {
        expect(liveTokens(message)).toEqual([]);
        expect(faultOfBlocks(message.blocks)).toBeNull();
      }
      expect(readSlackText(words)).not.toMatch(/<@U1|<!channel/);
    }
  });

  it('are told from live ones by this test', () => {
    const live = (blocks: unknown) => liveTokens({ text: 'x', blocks: blocks as never });
    expect(live([{ type: 'context', elements: [{ type: 'mrkdwn', text: '<!channel>' }] }])).not.toEqual([]);
    expect(live([{ type: 'rich_text', elements: [{ type: 'broadcast', range: 'here' }] }])).not.toEqual([]);
    expect(liveTokens({ text: '<@U1>', blocks: [] })).not.toEqual([]);
  });
});

describe('what a person typed', () => {
  it('is read without mentions and markup', () => {
    expect(
      readSlackText('<@UBOT> may <https://a.example/x|they> ask &lt;this&gt; in <#C1|general> &amp; now <!here>?'),
    ).toBe('may they ask <this> in #general & now  ?');
  });
});
