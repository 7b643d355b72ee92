// Answers as Discord messages: nothing live in them, nothing over a limit, nothing lost, every quotation exact, and the same as on the other
// surfaces. Pure functions, and Discord's limits as the fake Discord holds them.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answer } from '../src/answer/model.ts';
import { escapeMarkdown, readDiscordText, unescapeMarkdown } from '../src/chat/discord-markdown.ts';
import { type DiscordMessage, pack, quotationsInDiscord, renderDiscord } from '../src/chat/discord-render.ts';
import { layOut, type Part } from '../src/chat/layout.ts';
import { renderText } from '../src/chat/render-text.ts';
import { quotationsIn, renderContent } from '../src/chat/slack-render.ts';
import { openLibrary } from '../src/library.ts';
import { openSession } from '../src/session.ts';
import { printable } from '../src/text/markdown.ts';
import { checkComponents } from './fakes/discord/component-rules.ts';
import { answerFromTrap, naughtyStrings } from './fakes/hostile.ts';

const session = openSession(
  openLibrary(fileURLToPath(new URL('../knowledge', import.meta.url)), { cacheFolder: null }),
);

/** The texts of a message, in order. */
function textsOf({ components }: DiscordMessage): string[] {
  return (components as readonly { components?: readonly { content?: string }[] }[])
    .flatMap((one) => one.components ?? [])
    .flatMap(({ content }) => content ?? []);
}

/** What Discord would make into a mention, a link, an emoji or a heading, links written by us to these hosts apart. */
function liveTokens(line: string, hosts: readonly string[] = []): string[] {
  const live: string[] = [];
  const rest = line
    .replace(/(?<!\\)\[((?:\\.|[^\]\\])+)\]\((https?:\/\/[^()\s]+)\)/g, (whole, label: string, url: string) => {
      const host = new URL(url).hostname.replace(/^www\./, '');
      if (unescapeMarkdown(label) !== host || !hosts.includes(host)) live.push(whole);
      return '';
    })
    .replace(/\\[^\p{L}\p{N}\s]/gu, ''); // escaped marks are not live
  live.push(...(rest.match(/<[@#:at/][^>]*>|@(?:everyone|here)|https?:\/\/|`|\|\||\]\(/g) ?? []));
  return live;
}

function expectTaken(message: DiscordMessage, hosts: readonly string[] = []) {
  checkComponents(message.components as never, true); // throws what Discord would refuse
  const texts = textsOf(message);
  expect(texts.join('').length).toBeLessThanOrEqual(4000);
  expect(message.plain.length).toBeGreaterThan(0);
  for (const content of message.plain) expect(content.length).toBeLessThanOrEqual(2000);
  for (const line of [...texts, ...message.plain].flatMap((one) => one.split('\n')))
    expect(liveTokens(line, hosts)).toEqual([]);
}

/** Words in order, our own marks taken away. */
function wordsIn(messages: readonly DiscordMessage[]): string {
  return messages
    .flatMap(textsOf)
    .flatMap((text) => text.split('\n'))
    .map((line) => line.replace(/^(?:> |-# |- )/, '').replace(/^\*\*(.*)\*\*$/, '$1'))
    .map(unescapeMarkdown)
    .join('')
    .replace(/[“”]/g, '');
}

function wordsOf(parts: readonly Part[]): string {
  return parts
    .flatMap((part) => {
      if (part.part === 'group') return part.lines.map(({ text }) => text);
      return part.part === 'small' ? part.lines : [part.text];
    })
    .map((text) => printable(text))
    .join('')
    .replace(/[“”]/g, '');
}

const text = fc
  .oneof(
    fc.string({ minLength: 1, maxLength: 300 }),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6000 }),
    fc.stringMatching(/^(?:[\\*_~`|<>#@[\]()] ?){1,1500}$/),
    fc.constantFrom('@everyone', '<@1>', '[bank](https://evil.example)', '# x', '1. x', '- x', '> x', '<:a:1>'),
  )
  .map((words) => `x${words.replace(/[\p{Z}\s]+/gu, ' ')}`);
const part: fc.Arbitrary<Part> = fc.oneof(
  text.map((words): Part => ({ part: 'lead', tone: 'warning', text: words })),
  text.map((words): Part => ({ part: 'covers', text: words })),
  fc.array(text, { minLength: 1, maxLength: 3 }).map((lines): Part => ({ part: 'small', lines })),
  fc.array(fc.tuple(fc.constantFrom('statement', 'item', 'quotation'), text), { minLength: 1, maxLength: 5 }).map(
    (lines): Part => ({
      part: 'group',
      lines: lines.map(([line, words]) => ({ line, text: words }) as never),
      contexts: [],
    }),
  ),
);

describe('markup', () => {
  it('is escaped so that what is shown is what was there', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (words) => {
        expect(unescapeMarkdown(escapeMarkdown(words))).toBe(printable(words));
        expect(liveTokens(escapeMarkdown(words))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['# no heading', '\\# no heading'],
    ['- no item', '\\- no item'],
    ['2. no item', '2\\. no item'],
    ['a <@1> @everyone [x](https://e.x)', 'a \\<\\@1\\> \\@everyone \\[x\\]\\(https\\://e.x\\)'],
    ['5-4 in § 1509.', '5-4 in § 1509.'],
  ])('%s', (words, escaped) => expect(escapeMarkdown(words)).toBe(escaped));

  it('of a person is left out', () => {
    expect(readDiscordText('<@1> who is <@&2> in <#3> <:wave:4>?')).toBe('who is   in   :wave:?');
  });
});

describe('any parts at all', () => {
  it('are within every limit, whole and in order, with nothing live', () => {
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 10 }), (parts) => {
        const messages = pack(parts, 0);
        for (const message of messages) expectTaken(message);
        expect(wordsIn(messages)).toBe(wordsOf(parts));
      }),
      { numRuns: 150 },
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
    .flatMap(({ id, url }) => [url, ...(session.library.document(id)!.text.match(/https?:\/\/[^\s)>\]]+/g) ?? [])])
    .flatMap((url) => (url && URL.canParse(url) ? [new URL(url).hostname.replace(/^www\./, '')] : []));

  it('give messages that Discord takes, with links to the sources only', () => {
    for (const answer of answers) for (const message of render(answer)) expectTaken(message, hosts);
  });

  it('give the same statements and quotations in Discord, Slack and the terminal', () => {
    expect(answers.length).toBeGreaterThan(50);
    for (const answer of answers) {
      const inSlack = renderContent(
        { content: 'answer', answer, version: 'v' },
        { share: null, page: () => [], reader: null },
      );
      expect(quotationsInDiscord(render(answer))).toEqual(quotationsIn(inSlack));
      const [discord, slack, terminal] = [
        wordsIn(render(answer)),
        JSON.stringify(inSlack),
        renderText(answer, 'v').replace(/\s+/g, ' '),
      ];
      for (const { text: words } of layOut(answer, 'v').flatMap((one) => (one.part === 'group' ? one.lines : []))) {
        expect(discord).toContain(printable(words).replace(/[“”]/g, ''));
        expect(slack).toContain(JSON.stringify(printable(words)).slice(1, -1));
        expect(terminal).toContain(printable(words));
      }
    }
  });
});

function render(answer: Answer): DiscordMessage[] {
  return renderDiscord(
    { content: 'answer', answer, version: 'v' },
    { id: 'a1', share: 's1', next: true, page: () => [], reader: null },
  );
}

describe('hostile words', () => {
  it('of a document, wherever they stand in it, are shown as they are and never live', async () => {
    const mention = '@everyone <@1> <#2> [the court](https://evil.example) *b* `c` <:boom:3> ||x||';
    const answer = await answerFromTrap(mention, 'https://court.example/a(b)?x=<@1>');
    expect(answer.status).toBe('answered');
    for (const message of render(answer)) expectTaken(message, ['court.example']);
    expect(wordsIn(render(answer))).toContain('@everyone <@1>');
  });

  it.skipIf(naughtyStrings === null)('of a list of naughty ones are never live', () => {
    for (const words of naughtyStrings!.map((one) => `${one} @everyone <@1>`)) {
      const parts: Part[] = [
        { part: 'group', lines: [{ line: 'statement', text: words }], contexts: [] },
        { part: 'covers', text: words },
      ];
      for (const message of pack(parts, 0)) expectTaken(message);
      expect(readDiscordText(words)).not.toContain('<@1>');
    }
  });

  it('are told from live ones by this test', () => {
    for (const live of ['<@1>', '@everyone', 'https://evil.example', '[x](https://evil.example)', '`x`'])
      expect(liveTokens(live)).not.toEqual([]);
  });
});
