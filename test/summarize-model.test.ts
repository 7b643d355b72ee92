// Summaries in a model's words, through the real SDK and a server on loopback: what holds stands in its section above what it rests on, what
// does not hold is dropped, and a model that fails leaves the keyless summary, which says so.

import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import type { Summary, SummaryStep } from '../src/answer/summary-model.ts';
import { layOutSummary } from '../src/chat/layout-summary.ts';
import { PLAIN, renderParts } from '../src/chat/render-text.ts';
import { openLibrary } from '../src/library.ts';
import { openModel } from '../src/model.ts';
import { openSession } from '../src/session.ts';
import { type Persona, replyAs, replyOf, type Seen, startScriptedModel } from './fakes/scripted-model.ts';

const library = openLibrary(fileURLToPath(new URL('../knowledge', import.meta.url)), { cacheFolder: null });
const asked: Seen[] = [];
let reply: (seen: Seen) => string = () => '';
const server = await startScriptedModel((seen) => {
  asked.push(seen);
  return reply(seen);
});
afterAll(() => server.stop());
const limits = { maxOutputTokens: 4000, maxConcurrent: 4, firstTokenTimeoutMs: 20_000, timeoutMs: 30_000 };
const config = { baseUrl: server.url, apiKey: 'k', model: 'm', ...limits };
const keyless = openSession(library);
/** A model of its own for each, since failures in a row let one rest. */
const withModel = () =>
  openSession(
    library,
    openModel(config, () => {}),
  );
const TOPIC = { topic: 'Twitter v. DHS', history: [] };

async function stepsOf(steps: AsyncIterable<SummaryStep>): Promise<{ steps: string[]; summary: Summary }> {
  const names: string[] = [];
  for await (const step of steps) {
    names.push(step.step);
    if (step.step === 'summary') return { steps: names, summary: step.summary };
  }
  throw new Error('expected a summary');
}

/** Statements by what their sentences hold. */
function saying(...said: readonly (readonly [text: string, about: RegExp])[]): (seen: Seen) => string {
  return (seen) => {
    const sentenceOf = (about: RegExp) => [...seen.sentences.values()].find((sentence) => about.test(sentence)) ?? '';
    const statements = said.map(([text, about]) => ({ text, cites: [{ sentence: sentenceOf(about), phrase: null }] }));
    return replyOf('answered', statements, seen);
  };
}

describe('a summary in a model’s words', () => {
  it('is asked for with the prompt for summaries, with what the keyless one chose among its sentences', async () => {
    reply = (seen) => replyAs('honest', seen);
    asked.length = 0;
    const chosen = (await keyless.summarize(TOPIC)).sections.flatMap(({ statements }) =>
      statements.flatMap(({ quotes }) => quotes),
    );
    await withModel().summarize(TOPIC);
    expect(asked[0]?.question).toBe('Summary of Complaint, Twitter v. DHS');
    const seen = new Set(asked[0]?.sentences.values());
    expect(chosen.filter(({ shown }) => !seen.has(shown))).toEqual([]);
  });

  it('stands in its sections, above what it rests on; an allegation stays one, and what is not borne out is dropped', async () => {
    reply = saying(
      ['The government has to show an offense before it learns who the users are.', /may not compel Twitter/],
      ['Lawyers of the firm Wilmer Cutler Pickering Hale and Dorr worked for Twitter.', /Wilmer Cutler/],
      ['Twitter won the case in the Supreme Court.', /dismissed its own case/],
    );
    const { steps, summary } = await stepsOf(withModel().summarizeSteps(TOPIC));
    const alleged = summary.sections.find(({ code }) => code === 'alleged')?.statements[0];
    expect(alleged?.prose).toBe(true);
    expect(alleged?.text).toMatch(/^Alleged in Complaint, Twitter v\. DHS: The government has to show/);
    expect(alleged?.quotes[0]?.shown).toContain('may not compel Twitter');
    expect(summary.dropped.map(({ text }) => text)).toContain('Twitter won the case in the Supreme Court.');
    const text = renderParts(layOutSummary(summary, 'V'), PLAIN);
    expect(text).not.toContain('won the case');
    expect(text).toMatch(/Status of Complaint, Twitter v\. DHS: Dismissed/);
    expect(text).toContain('Worded by m at 127.0.0.1');
    expect(steps[0]).toBe('composing');
    expect(steps).toContain('statement');
  });

  it.each<[Persona, string]>([
    ['lazy', 'empty'],
    ['broken', 'unreadable'],
  ])('of a %s model is the keyless one, and says so', async (persona, why) => {
    reply = (seen) => replyAs(persona, seen);
    const [summary, plain] = [await withModel().summarize(TOPIC), await keyless.summarize(TOPIC)];
    expect(summary.sections).toEqual(plain.sections);
    expect(summary.notices).toContainEqual(expect.objectContaining({ code: 'not-worded', why }));
  });

  it('of a model that lies throughout is the keyless one', async () => {
    reply = saying(['Judge Smith ruled for Twitter on 9 May 2019.', /Twitter sued/]);
    const summary = await withModel().summarize(TOPIC);
    expect(summary.sections).toEqual((await keyless.summarize(TOPIC)).sections);
    expect(summary.notices).toContainEqual(expect.objectContaining({ code: 'not-worded', why: 'nothing-held' }));
  });

  it('of a model that sees nothing is the keyless one, with what the model said', async () => {
    reply = (seen) => replyOf('not_answered', [], seen);
    const summary = await withModel().summarize(TOPIC);
    expect(summary.sections).toEqual((await keyless.summarize(TOPIC)).sections);
    expect(summary.notices).toContainEqual(expect.objectContaining({ code: 'abstained' }));
  });

  it('is not asked for where there is nothing to summarise', async () => {
    asked.length = 0;
    const summary = await withModel().summarize({ topic: 'who really runs ALT_USCIS', history: [] });
    expect([summary.reason, asked.length]).toEqual(['identify-person', 0]);
  });
});
