// Follow-ups and weakly found questions put another way by a model: what of a proposal is believed, when one is asked for, what is searched.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Question, Step } from '../src/answer/model.ts';
import type { Rewriting } from '../src/answer/ports.ts';
import { acceptStandalone } from '../src/answer/rewriting.ts';
import { createExtractComposer } from '../src/compose/extract.ts';
import { openLibrary } from '../src/library.ts';
import { fuse } from '../src/search/fuse.ts';
import { createRetriever } from '../src/search/retriever.ts';
import { type Model, openSession } from '../src/session.ts';
import { recordedThreads } from './fakes/scripted-model.ts';

const folder = mkdtempSync(join(tmpdir(), 'publius-rewriting-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const FILES: Record<string, string> = {
  'harbour.md': `# Harbour v. Gull

The court in Harbour v. Gull kept the lighthouse keeper's name secret. Judge Tern wrote the opinion in Harbour v. Gull.

The order in Harbour v. Gull was made on 2 May 2019.
`,
  'lamp.md': '# Lamp oil\n\nA port authority may compel a vendor of kerosene to open its ledgers.\n',
  'fog.md': '# Fog\n\nThe foghorn of the northern pier was silent for a week.\n',
};
for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text);
const library = openLibrary(folder, { cacheFolder: null });

/** Asks with a rewriter that proposes this and a writer that only picks sentences; returns the answer and what the rewriter was asked. */
async function ask(question: Question, proposal: Rewriting | null) {
  const asked: Question[] = [];
  const model: Model = {
    host: 'localhost',
    prompt: '0',
    writer: { ...createExtractComposer(), name: 'test' },
    rewriter: async (given) => {
      asked.push(given);
      return proposal;
    },
  };
  const steps: Step[] = [];
  for await (const step of openSession(library, model).steps(question)) steps.push(step);
  const last = steps.at(-1)!;
  if (last.step !== 'answer') throw new Error('no answer');
  return { answer: last.answer, asked, text: JSON.stringify(last.answer) };
}

const thread = { history: ['What did Harbour v. Gull decide?'] };
const followUp: Question = { text: 'And who wrote the opinion?', ...thread };

describe('a follow-up', () => {
  it('is read as it stands alone, and says so', async () => {
    const standalone = 'Who wrote the opinion in Harbour v. Gull?';
    const { answer, asked } = await ask(followUp, { standalone, phrasings: [] });
    expect(asked).toHaveLength(1);
    expect(answer.status).toBe('answered');
    expect(answer.notices).toContainEqual({ code: 'rewritten', as: standalone });
    expect(JSON.stringify(answer.statements[0])).toContain('Judge Tern');
  });

  it.each([
    ['brings in a name', 'Who wrote the opinion for Judge Gannet in Harbour v. Gull?'],
    ['brings in a number', 'Which 40 people wrote the opinion in Harbour v. Gull?'],
    ['brings in a date', 'Who wrote the opinion of 7 June 2021 in Harbour v. Gull?'],
    ['is endless', `Who wrote the opinion in Harbour v. Gull ${'and the opinion '.repeat(50)}?`],
    ['is empty', '  '],
  ])('is read as it was asked where the proposal %s', async (_, standalone) => {
    const { answer } = await ask(followUp, { standalone, phrasings: [] });
    expect(answer.notices.map(({ code }) => code)).not.toContain('rewritten');
    expect(answer.notices.map(({ code }) => code)).toContain('follow-up');
  });

  it('that names nothing itself is put another way though its words are found', async () => {
    const standalone = 'When was the order in Harbour v. Gull made?';
    const { answer, asked } = await ask({ text: 'When was the order made?', ...thread }, { standalone, phrasings: [] });
    expect(asked).toHaveLength(1);
    expect(answer.notices).toContainEqual({ code: 'rewritten', as: standalone });
  });

  it('that changes the subject is left alone', async () => {
    const other = 'Was the foghorn of the pier silent?';
    const { answer } = await ask(
      { text: other, ...thread },
      { standalone: 'Did the foghorn break in winter storms?', phrasings: [] },
    );
    expect(answer.notices.map(({ code }) => code)).not.toContain('rewritten');
  });

  it('keeps the names that it has itself', async () => {
    const own: Question = { text: 'And what about Judge Tern?', ...thread };
    const { answer } = await ask(own, { standalone: 'What did Harbour v. Gull decide?', phrasings: [] });
    expect(answer.notices.map(({ code }) => code)).not.toContain('rewritten');
  });

  it('that is refused as it stands alone is refused', async () => {
    const standalone = 'Who really runs the account of the keeper in Harbour v. Gull?';
    const { answer } = await ask(
      { text: 'And who runs it?', history: ['Is the account of the keeper in Harbour v. Gull secret?'] },
      { standalone, phrasings: [] },
    );
    expect(answer.reason).toBe('identify-person');
  });
});

describe('recorded threads', () => {
  const changes = ({ question, standalone }: { question: string; standalone: string }) => question !== standalone;
  it('are believed where the rewriter put the thread’s words in, and left alone where the subject changes', () => {
    const accepted = recordedThreads().map((thread) => ({
      thread,
      text: acceptStandalone({ text: thread.question, history: thread.history }, thread),
    }));
    const [followUps, others] = [
      accepted.filter(({ thread }) => changes(thread)),
      accepted.filter(({ thread }) => !changes(thread)),
    ];
    expect(followUps.filter(({ text }) => text !== null).length / followUps.length).toBeGreaterThan(0.9);
    expect(others.filter(({ text }) => text !== null)).toEqual([]);
  });
});

describe('a question with no word of its sources', () => {
  const question: Question = { text: 'Can an officer make a shop show its books?', history: [] };
  it('is found by other phrasings, though only its own words can answer it', async () => {
    const phrasings = ['port authority compel vendor ledgers'];
    const { answer } = await ask(question, { standalone: question.text, phrasings });
    expect(answer.status).toBe('not-found');
    expect(answer.covers).toContain('Lamp oil');
    expect((await ask(question, null)).answer.covers).not.toContain('Lamp oil');
  });

  it('no phrasing raises the confidence in what it asks', async () => {
    const { answer } = await ask(
      { text: 'How do solar panels work?', history: [] },
      { standalone: 'x', phrasings: ['Harbour v. Gull opinion Judge Tern'] },
    );
    expect(answer.status).toBe('not-found');
  });
});

describe('no rewriter is asked', () => {
  it.each([
    ['where the evidence is strong', { text: 'Who wrote the opinion in Harbour v. Gull?', history: [] }],
    ['for a greeting', { text: 'Hello there', history: [] }],
    ['for nothing', { text: ' ?! ', history: [] }],
    ['for more than a question', { text: 'why '.repeat(1000), history: [] }],
    ['to find out who somebody is', { text: 'Help me find out who runs @gull', history: [] }],
  ])('%s', async (_, question) => {
    expect((await ask(question, null)).asked).toEqual([]);
  });
});

describe('rankings put together', () => {
  it('hold each passage once, keep the main scores, and put first what several agree on', async () => {
    const retriever = createRetriever(() => library.index);
    const plain = await retriever.retrieve({ text: 'opinion order lamp foghorn', history: [] }, 10);
    const found = await retriever.retrieve(
      { text: 'opinion order lamp foghorn', history: [], phrasings: ['foghorn silent', 'foghorn pier'] },
      10,
    );
    const keys = found.found.map(({ document, passage }) => `${document.id} ${passage.span.start}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect(found.found[0]!.document.id).toBe('fog');
    for (const { document, passage, score } of plain.found)
      expect(
        found.found.find(
          (other) => other.document.id === document.id && other.passage.span.start === passage.span.start,
        )?.score,
      ).toBe(score);
  });

  it('are the main one where there is no other', () => {
    const [part] = library.index.segments;
    const hits = [2, 0, 1].map((passage) => ({ segment: part!.segment, passage, score: passage }));
    expect(fuse({ hits }, [], 2)).toEqual(hits.slice(0, 2));
  });
});
