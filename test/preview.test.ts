// The preview shows what the payloads hold: each block, component and mark known, each quotation a quotation and the same on both platforms,
// nothing live in the page but the sources' links.

import { beforeAll, describe, expect, it } from 'vitest';
import { quotationsInDiscord } from '../src/chat/discord-render.ts';
import { quotationsIn } from '../src/chat/slack-render.ts';
import { componentsToHtml, markdownToHtml } from './preview/discord-html.ts';
import { discordToHtml, pageOf, slackToHtml } from './preview/page.ts';
import { CONTEXT, DRAFTS, HOME, PRIVATE, READER, type Scene, TYPICAL, WORDED } from './preview/scenes.ts';
import { escapeHtml } from './preview/slack-html.ts';
import { playScenes } from './preview/typical.ts';

let scenes: Scene[];
beforeAll(async () => {
  scenes = await playScenes();
}, 60_000);

/** The source's own words in the block quotes of a page. */
function quotationsShown(html: string): string[] {
  return [...html.matchAll(/<blockquote>(.*?)<\/blockquote>/gs)]
    .flatMap(([, quoted]) => quoted!.split('<br>'))
    .flatMap((line) => /^“(.*)”$/.exec(line)?.[1] ?? []);
}

const messagesOf = <M>(turns: readonly { readonly messages: readonly M[] }[]) =>
  turns.flatMap(({ messages }) => messages);
const apart = (html: string) => html.split('<details>') as [shown: string, standIn: string];
const bold = (html: string) => [...html.matchAll(/<strong>(.*?)<\/strong>/gs)].map(([, text]) => text!);

it('plays ten typical answers, the private ones, drafts, the views, one with a reader, and one worded by a model, on both platforms', () => {
  expect(TYPICAL.length).toBe(10);
  const titles = [...TYPICAL, ...PRIVATE.map(({ title }) => [title]), ...DRAFTS].map(([title]) => title);
  expect(scenes.map(({ title }) => title)).toEqual([...titles, CONTEXT, HOME, READER.title, WORDED[0]]);
  expect(scenes.filter(({ discord }) => discord === null).map(({ title }) => title)).toEqual([HOME]);
  const { slack, discord } = scenes.at(-1)!;
  expect(JSON.stringify(slack)).toContain('Worded by honest');
  expect(JSON.stringify(discord)).toContain('Worded by honest');
});

it('shows the same quotations in Slack and in Discord, each as a block quote and nothing else', () => {
  let count = 0;
  for (const { title, slack, discord } of scenes) {
    const sent = quotationsIn(messagesOf(slack.turns) as never).map(escapeHtml);
    count += sent.length;
    expect(quotationsShown(slackToHtml(slack)), title).toEqual(sent);
    if (!discord) continue;
    const [shown, standIn] = apart(discordToHtml(discord));
    expect(quotationsShown(shown), title).toEqual(sent);
    expect(quotationsShown(standIn), title).toEqual(sent);
    expect(quotationsInDiscord(messagesOf(discord.turns) as never).map(escapeHtml), title).toEqual(sent);
    for (const part of [shown, standIn]) expect(part.split('<blockquote>').length - 1, title).toBe(sent.length);
  }
  expect(count).toBeGreaterThan(2);
});

it('says of each quotation of a draft what became of it, on both platforms', () => {
  const { slack, discord } = scenes.find(({ title }) => title === DRAFTS[0]![0])!;
  const said = [slackToHtml(slack), ...apart(discordToHtml(discord!))];
  for (const html of said)
    expect([...html.matchAll(/<strong>([✓✗?–][^<]*)<\/strong>/gu)].map(([, mark]) => mark)).toEqual([
      '✗ Altered',
      '✗ Misattributed',
      '✗ Stitched',
      '? Not found',
      '✓ Exact',
      '– Too short to tell',
    ]);
});

it('leads to the reader where there is one', () => {
  const { slack, discord } = scenes.find(({ title }) => title === READER.title)!;
  for (const html of [slackToHtml(slack), discordToHtml(discord!)]) {
    const links = [...html.matchAll(/href="([^"]+)"/g)].map(([, url]) => url!);
    expect(links.length).toBeGreaterThan(0);
    expect(links.filter((url) => !url.startsWith(`${READER.address}/`))).toEqual([]);
  }
});

it('shows the same words in bold where passages are shown', () => {
  const { slack, discord } = scenes.find(({ title }) => title === CONTEXT)!;
  const [quoted, marked] = [bold(slackToHtml(slack)), bold(apart(discordToHtml(discord!))[0])];
  expect(quoted.length).toBeGreaterThan(0);
  for (const words of quoted) expect(marked).toContain(words.trim());
});

it('is one page that loads nothing', () => {
  const page = pageOf(scenes);
  for (const { title } of scenes) expect(page).toContain(`<h2>${escapeHtml(title)}</h2>`);
  expect(page.match(/<(?:script|img|link|iframe|object|embed|video|audio)|@import|url\(|\ssrc=|\son\w+=/g)).toBeNull();
});

describe('the view of Discord', () => {
  it('reads the marks that Publius writes, and escapes the rest', () => {
    const text = '**a \\*b\\***\n> “<\\@c>”'.replace('<', '\\<').replace('>”', '\\>”');
    expect(markdownToHtml(text)).toBe('<p><strong>a *b*</strong></p><blockquote>“&lt;@c&gt;”</blockquote>');
    expect(markdownToHtml('- a\n- b\n-# c [d.org](https://d.org/?a&b)')).toBe(
      '<ul><li>a</li><li>b</li></ul><div class="sub">c <a href="https://d.org/?a&amp;b">d.org</a></div>',
    );
  });

  it.each([
    '# a',
    '1. a',
    '  - a',
    '>>> a',
    '*a*',
    'a __b__',
    '`a`',
    '<@1>',
    '@everyone',
    '||a||',
    'https://a.b',
    ':fire:',
    '[a](b)',
    'a\\b',
  ])('does not know %s', (text) => expect(() => markdownToHtml(text)).toThrow('no view'));

  it('does not know other components', () => {
    for (const component of [{ type: 12 }, { type: 17 }, { type: 2, style: 5, label: 'a', url: 'https://a.b' }])
      expect(() => componentsToHtml([component])).toThrow('no view');
  });
});
