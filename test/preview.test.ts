// The preview shows what the payloads hold: each block known, each quotation a quotation, nothing live in the page but the sources' links.

import { expect, it } from 'vitest';
import { quotationsIn } from '../src/chat/slack-render.ts';
import { pageOf } from './preview/page.ts';
import { escapeHtml } from './preview/slack-html.ts';
import { playScenes, TYPICAL } from './preview/typical.ts';

it('shows ten typical answers, the private ones, the views, and one worded by a model', {
  timeout: 60_000,
}, async () => {
  const scenes = await playScenes();
  const titles = scenes.map(({ title }) => title);
  expect(TYPICAL.length).toBe(10);
  for (const title of [...TYPICAL.map(([name]) => name), 'More context', 'App Home', 'Worded by a model'])
    expect(titles).toContain(title);
  const page = pageOf(scenes);
  const quotations = scenes.flatMap(({ messages }) => quotationsIn(messages as never));
  expect(quotations.length).toBeGreaterThan(2);
  for (const quotation of quotations) expect(page).toContain(`<blockquote>“${escapeHtml(quotation)}”</blockquote>`);
  expect(scenes.at(-1)!.messages[0]!.text).toContain('Worded by honest');
  expect(page.match(/<script|<img|<link|@import|url\(/g)).toBeNull();
});
