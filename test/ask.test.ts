// The flow as a whole on a small folder of documents: gaps, premises, lists, first-hand words, follow-ups, scope.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Answer } from '../src/answer/model.ts';
import { openLibrary } from '../src/library.ts';
import { openSession } from '../src/session.ts';

const FILES: Record<string, string> = {
  'harbor-v-gull.md': `---
id: harbor-v-gull
title: "Harbor v. Gull (2019): the anonymous lighthouse critic"
short: Harbor v. Gull
kind: opinion
date: 2019-05-02
court: Sup. Ct.
status: "Affirmed; binding"
text: digest
---

# Harbor v. Gull

In Harbor v. Gull the court affirmed the order that kept the lighthouse critic's name secret.[^a] Judge Tern wrote the opinion in Harbor v. Gull.[^a]

## The factors

The court in Harbor v. Gull weighed these factors:

- The first Harbor v. Gull factor is whether the harbour master told the critic of the demand.[^a]
- The second Harbor v. Gull factor is whether the harbour master has evidence of a wrong.[^a]
- The third Harbor v. Gull factor is whether the name can be had from somebody else.[^a]

## After the ruling

The harbour master dropped the demand on 9 May 2019, a week after Harbor v. Gull.[^a]

## What these sources do not show

- Whether the harbour master was fined over Harbor v. Gull is not verified.[^a]

[^a]: Court of the Coast, opinion of 2 May 2019. <https://example.org/harbor>
`,
  'gull-complaint.md': `---
id: gull-complaint
title: Complaint, Gull v. Harbor
short: Gull's complaint
kind: filing
date: 2018-11-30
status: Withdrawn by Gull
text: digest
---

# Gull's complaint

Gull's complaint says why keepers stay nameless:

> Keepers who speak about the lamp oil do so under borrowed names, because the harbour master has dismissed every keeper who signed a letter.
> — Complaint, ¶ 7[^c]

[^c]: Gull's complaint. <https://example.org/complaint>
`,
  'coast-news.md': `---
id: coast-news
title: "Coast News, 1 December 2018: keepers speak about lamp oil"
short: Coast News
kind: reporting
date: 2018-12-01
text: digest
---

# Coast News on keepers and lamp oil

Coast News printed why keepers who speak about lamp oil stay nameless, in the words of Gull's complaint on borrowed names:

> Keepers who speak about the lamp oil do so under borrowed names, because the harbour master has dismissed every keeper who signed a letter.
> — Complaint, quoted by Coast News (filing)[^n]

[^n]: Coast News, 1 December 2018. <https://example.org/news>
`,
  'guide.md': `---
id: guide
title: After a demand for your name
short: Guide
kind: guide
date: "2020"
text: digest
help: Who can help
---

# After a demand for your name

Read the date in the notice and speak to a lawyer quickly.[^g]

## Steps

Do not telephone the lawyer who sent the demand if you want to stay anonymous.[^g]

## Who can help

- Lamp Law Clinic: advises keepers free of charge.[^g]

[^g]: Keepers' handbook. <https://example.org/guide>
`,
};

const folder = mkdtempSync(join(tmpdir(), 'publius-ask-'));
for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text);
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const session = openSession(openLibrary(folder, { cacheFolder: null }));

const ask = (text: string, ...history: string[]): Promise<Answer> => session.ask({ text, history });
const shown = ({ statements, nearest }: Answer) =>
  [...statements.flatMap(({ quotes }) => quotes), ...nearest].map((quote) => quote.shown);

describe('gaps', () => {
  it('are no answer to how much', async () => {
    const answer = await ask('How much was the harbour master fined over Harbor v. Gull?');
    expect([answer.status, answer.reason]).toEqual(['not-found', 'not-in-sources']);
    expect(shown(answer)[0]).toContain('fined over Harbor v. Gull is not verified');
  });

  it('are an answer to whether, and come first', async () => {
    const answer = await ask('Was the harbour master fined over Harbor v. Gull?');
    expect(answer.status).toBe('answered');
    expect(answer.statements[0]?.text).toContain('not verified');
  });
});

describe('premises', () => {
  it('that no passage bears out are named', async () => {
    const answer = await ask('Why did the court in Harbor v. Gull reverse the order on the lighthouse critic?');
    expect(answer.notices).toContainEqual({ code: 'missing', words: ['reverse'] });
    expect(shown(answer).join(' ')).toContain('affirmed the order');
  });

  it('that passages bear out are not', async () => {
    const answer = await ask('What did the court in Harbor v. Gull affirm?');
    expect(answer.notices.filter(({ code }) => code === 'missing')).toEqual([]);
  });
});

describe('lists', () => {
  it('are shown whole when several things are asked for', async () => {
    const answer = await ask('Which factors did the court weigh in Harbor v. Gull?');
    const list = answer.statements.find(({ quotes }) => quotes.length > 2)?.quotes.map((quote) => quote.shown) ?? [];
    expect(list).toHaveLength(4);
    expect(list.slice(1).map((item) => /first|second|third/.exec(item)?.[0])).toEqual(['first', 'second', 'third']);
  });

  it('give one item when one thing is asked for', async () => {
    const answer = await ask('When did the harbour master drop the demand?');
    expect(answer.statements[0]?.text).toContain('9 May 2019');
  });
});

describe('quotations', () => {
  it('come from the matter’s own document, once, with its status', async () => {
    const answer = await ask('Why do keepers who speak about lamp oil use borrowed names?');
    const quotes = answer.statements.flatMap((statement) => statement.quotes).filter(({ voice }) => voice === 'source');
    expect(quotes.map(({ document, kind, speaker, pinpoint }) => ({ document, kind, speaker, pinpoint }))).toEqual([
      { document: 'gull-complaint', kind: 'filing', speaker: 'Complaint', pinpoint: '¶ 7' },
    ]);
    expect(answer.notices).toContainEqual(expect.objectContaining({ code: 'status', status: 'Withdrawn by Gull' }));
  });
});

describe('follow-ups', () => {
  it('are about what the thread named', async () => {
    const answer = await ask('and who wrote the opinion?', 'What happened in Harbor v. Gull?');
    expect(answer.statements[0]?.text).toContain('Judge Tern');
    expect(answer.notices).toContainEqual({ code: 'follow-up', earlier: 'What happened in Harbor v. Gull?' });
  });

  it('without a word of their own do not repeat the answer before', async () => {
    const question = 'What did the court decide in Harbor v. Gull?';
    const first = await ask(question);
    const before = new Set(shown(first));
    const quotes = first.statements.flatMap((statement) => statement.quotes);
    const after = shown(await session.ask({ text: 'and what happened next?', history: [question], shown: quotes }));
    expect(after.length).toBeGreaterThan(0);
    expect(after.filter((sentence) => before.has(sentence))).toEqual([]);
  });

  it('lean on no thread when they stand on their own', async () => {
    const answer = await ask('Who wrote the opinion in Harbor v. Gull?', 'Why do keepers use borrowed names?');
    expect(answer.notices.filter(({ code }) => code === 'follow-up')).toEqual([]);
  });
});

describe('what no source can give', () => {
  it('own trouble: no advice, the guide’s first words and who can help', async () => {
    const answer = await ask('The harbour master sent my host a demand, what are my chances?');
    expect([answer.status, answer.reason]).toEqual(['not-found', 'legal-advice']);
    expect(answer.nearest[0]?.shown).toContain('speak to a lawyer quickly');
    expect(answer.help.map((quote) => quote.shown)).toEqual(['Lamp Law Clinic: advises keepers free of charge.']);
  });

  it('own trouble that the guide answers in so many words is answered from the guide', async () => {
    const answer = await ask('Should I telephone the lawyer who sent the demand?');
    expect(answer.status).toBe('answered');
    expect(answer.statements[0]?.text).toContain('Do not telephone the lawyer');
  });

  it('names of anonymous people', async () => {
    expect((await ask('Who is really behind the account of the lighthouse critic?')).reason).toBe('identify-person');
  });

  it('greetings are no questions', async () => {
    for (const text of ['hello', 'Thanks!', 'good morning', 'who are you?', 'What is Publius?'])
      expect([text, (await ask(text)).reason]).toEqual([text, 'small-talk']);
  });

  it('other subjects', async () => {
    const answer = await ask('Which sourdough recipe is good for a beginner?');
    expect([answer.status, answer.reason, answer.nearest]).toEqual(['not-found', 'off-topic', []]);
  });
});
