// Answers as plain text: quotations stand in them character for character, our own words never look like a quotation, and whose
// words they are is always said. Wording is the renderer's; these tests hold what it must not lose.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import type { Answer, DraftStatement, NotFoundReason, Quote, Statement } from '../src/answer/model.ts';
import { PLAIN, renderText } from '../src/chat/render-text.ts';
import { terminalStyle } from '../src/chat/terminal-style.ts';
import { openLibrary } from '../src/library.ts';
import { openSession } from '../src/session.ts';

const VERSION = '0123456789ab';
const EMPTY: Answer = {
  status: 'answered',
  confidence: 0.9,
  statements: [],
  nearest: [],
  covers: [],
  help: [],
  notices: [],
  dropped: [],
};

function flat(text: string): string {
  return text.replace(/\s+/g, ' ');
}

/** The words between curly quotation marks, outermost pairs. */
function quotedIn(text: string): string[] {
  const found: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '“' && depth++ === 0) start = i + 1;
    if (text[i] === '”' && depth > 0 && --depth === 0) found.push(text.slice(start, i));
  }
  return found;
}

function quotesOf({ statements, nearest, help }: Answer): Quote[] {
  return [...statements.flatMap(({ quotes }) => quotes), ...nearest, ...help];
}

/** What holds of every rendered answer. */
function expectHonest(answer: Answer, text: string): void {
  const quotes = quotesOf(answer);
  const sources = quotes.filter(({ voice }) => voice === 'source');
  const digests = quotes.filter(({ voice }) => voice === 'digest');
  for (const { shown, exact } of sources) {
    expect(flat(text)).toContain(`“${flat(shown)}”`);
    if (!/[*_`[\]<>\\&~|]/.test(exact)) expect(flat(text)).toContain(`“${flat(exact)}”`);
  }
  for (const { shown } of digests) {
    expect(flat(text)).toContain(flat(shown));
    for (const [open, close] of ['“”', '""', '‘’', '«»'])
      expect(flat(text)).not.toContain(`${open}${flat(shown)}${close}`);
  }
  // Whatever stands between quotation marks is a source's, or stands so in one of our digests or in a document's own description.
  const ours = [
    ...digests.map(({ shown }) => shown),
    ...quotes.map((q) => `${q.status} ${q.title} ${q.short} ${q.speaker} ${q.via}`),
  ];
  for (const words of quotedIn(flat(text))) {
    const fromSource = sources.some(({ shown }) => flat(shown) === words);
    expect(fromSource || ours.some((own) => flat(own).includes(`“${words}”`)), `“${words}”`).toBe(true);
  }
}

const shipped = openSession(
  openLibrary(fileURLToPath(new URL('../knowledge', import.meta.url)), { cacheFolder: null }),
);

describe('answers from the shipped knowledge', () => {
  const questions = [
    'Who signed the summons to Twitter?',
    'What did Twitter say the summons would do to anonymity?',
    'What does 19 U.S.C. 1509 provide?',
    'What did the inspector general say about the scope of the summons?',
    'When was Talley v. California decided?',
    'What did McIntyre v. Ohio say about anonymity and the tyranny of the majority?',
    'What is the Dendrite test?',
    'Is there a federal shield law?',
    'What did AFP report about the lawsuit?',
    'Did a court rule for Twitter?',
    'What did NAACP v. Alabama hold?',
    'How long does a person have to object under Virginia law?',
    'What did the Meta letter say?',
    'compare the unmasking tests',
    'Krinksy',
    'How tall is the Eiffel Tower?',
    'Should I hire a lawyer?',
    'Unmask @ALT_USCIS',
    'Which VPN is best?',
    'Who runs the account @ALT_USCIS?',
    'What did Judge Hoffman hold about hats in the Treaty of Westphalia?',
  ];
  it.each(questions)('%s', async (question) => {
    const answer = await shipped.ask({ text: question, history: [] });
    const text = renderText(answer, shipped.library.version);
    expectHonest(answer, text);
    if (answer.status === 'answered') expect(text).toContain(shipped.library.version);
    expect(text).not.toMatch(/undefined|null|NaN|\[object/);
    expect(text).not.toContain('\u001b');
  });

  it('some of them quote a source, and some are ours', async () => {
    const answers = await Promise.all(questions.map((text) => shipped.ask({ text, history: [] })));
    const voices = answers.flatMap(quotesOf).map(({ voice }) => voice);
    expect(new Set(voices)).toEqual(new Set(['source', 'digest']));
  });

  it('wrapped and coloured for a terminal they hold the same words', async () => {
    for (const question of questions) {
      const answer = await shipped.ask({ text: question, history: [] });
      for (const columns of [30, 60, 200]) {
        const wrapped = stripVTControlCharacters(renderText(answer, VERSION, terminalStyle(columns, true)));
        const letters = (text: string) => text.replace(/\s+/g, '');
        expect(letters(wrapped)).toBe(letters(renderText(answer, VERSION)));
        for (const { shown, voice } of quotesOf(answer))
          if (voice === 'source') expect(letters(wrapped)).toContain(letters(`“${shown}”`));
      }
      expect(renderText(answer, VERSION, terminalStyle(undefined, true))).toBe(renderText(answer, VERSION));
    }
  });
});

// ——— Answers made by hand, from documents made by hand ———

const folder = mkdtempSync(join(tmpdir(), 'publius-render-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function front(id: string, kind: string, more = ''): string {
  return `---\nid: ${id}\ntitle: The title of ${id}\nshort: Short ${id}\nkind: ${kind}\ndate: 2017-04-06\nurl: https://example.org/${id}\n${more}---\n\n`;
}

const FILES: Readonly<Record<string, string>> = {
  'filing.md': `${front('filing', 'filing', 'court: N.D. Cal.\nstatus: Dismissed; nobody ruled\n')}The zebra filing says the agency erred.`,
  'opinion.md': `${front('opinion', 'opinion')}The zebra opinion says the agency may not.`,
  'statute.md': `${front('statute', 'statute')}The zebra statute says records may be asked for.`,
  'regulation.md': `${front('regulation', 'regulation')}The zebra regulation says notice is due.`,
  'constitution.md': `${front('constitution', 'constitution')}The zebra constitution says no law shall pass.`,
  'reporting.md': `${front('reporting', 'reporting')}The zebra reporting says the agency was silent.`,
  'statement.md': `${front('statement', 'statement', 'speaker: Ms Lion\n')}The zebra statement says we were glad.`,
  'guide.md': `${front('guide', 'guide', 'text: digest\n')}The zebra guide says where to ask.[^1] Its words are:\n\n> ask *me*, said the\n> “zebra” of it\n> — Mr Walrus, p. 7, quoted by The Zoo (statement)\n\n[^1]: The Zoo News, 2017. <https://example.org/zoo>\n`,
  'plain.txt': 'The zebra plain file says nothing of itself.',
  'odd.md': `${front('odd', 'filing')}The zebra odd file says “it is so” and "it is" & <b>bold</b> **words** \\*here\\*.`,
};
mkdirSync(folder, { recursive: true });
for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text);
const handmade = openLibrary(folder, { cacheFolder: null });

/** An answer whose statements quote the sentences that contain the given words: one list a statement. */
async function answerOf(...statements: (readonly string[])[]): Promise<Answer> {
  let drafts: DraftStatement[] = [];
  const session = openSession(handmade, null, {
    async *compose(_question, { found }) {
      const all = found.flatMap(({ sentences, intro, quoted }) => [
        ...sentences,
        ...(intro?.sentences ?? []),
        ...(quoted?.sentences ?? []),
      ]);
      drafts = statements.map((wanted) => ({
        text: '',
        quotes: wanted.map((words) => ({ id: all.find(({ text }) => text.includes(words))!.id })),
      }));
      yield* drafts;
      return { statements: drafts };
    },
  });
  const answer = await session.ask({ text: 'zebra', history: [] });
  expect(answer.statements).toHaveLength(statements.length);
  return { ...answer, status: 'answered' };
}

function only(statement: Statement): Answer {
  return { ...EMPTY, statements: [statement] };
}

describe('whose words they are', () => {
  it.each([
    ['filing', /alleg/i],
    ['opinion', /held|holds|opinion/i],
    ['statute', /provide/i],
    ['regulation', /provide/i],
    ['constitution', /provide/i],
    ['reporting', /report/i],
    ['statement', /\bsaid/i],
    ['plain', /source/i],
  ])('a %s says what kind of statement it is', async (id, word) => {
    const answer = await answerOf([`The zebra ${id}`]);
    const text = renderText(answer, VERSION);
    expectHonest(answer, text);
    expect(text.replace(`The zebra ${id}`, '')).toMatch(word);
    if (id !== 'plain') expect(text).toMatch(new RegExp(`Short ${id}[\\s\\S]*2017`));
    if (id !== 'plain') expect(text).toContain(`https://example.org/${id}`);
  });

  it('a digest is called one, with where it was checked', async () => {
    const answer = await answerOf(['The zebra guide']);
    const text = renderText(answer, VERSION);
    expectHonest(answer, text);
    expect(text).toMatch(/digest/i);
    expect(text).toContain('https://example.org/zoo');
  });

  it('a block quote names its speaker, place and printer', async () => {
    const answer = await answerOf(['ask *me*']);
    const text = renderText(answer, VERSION);
    expectHonest(answer, text);
    expect(text).toContain('“ask me, said the “zebra” of it”');
    for (const part of ['Mr Walrus', 'p. 7', 'The Zoo', 'Short guide']) expect(text).toContain(part);
    expect(text).toMatch(/\bsaid\b/i);
  });

  it('every statement has a line of its own that says the kind', async () => {
    const answer = await answerOf(['zebra filing'], ['zebra opinion'], ['zebra guide'], ['zebra plain'], ['ask *me*']);
    const marked = renderText(answer, VERSION, { ...PLAIN, kind: (word) => `⟦${word}⟧` });
    for (const { quotes } of answer.statements) {
      const from = marked.indexOf(quotes[0]!.shown);
      const line = marked.slice(from).split('\n')[1]!;
      expect(line, quotes[0]!.shown).toMatch(/⟦\p{L}+⟧/u);
      expect(line).toContain(quotes[0]!.short);
    }
  });

  it('two sources in one statement: each is named, with its kind', async () => {
    const answer = await answerOf(['zebra filing', 'zebra statement']);
    const text = renderText(answer, VERSION);
    expectHonest(answer, text);
    const words = text.replaceAll('The zebra statement says', '').replaceAll('The zebra filing says', '');
    expect(words).toMatch(/alleg/i);
    expect(words).toMatch(/\bsaid/i);
    for (const name of ['Short filing', 'Short statement', 'Ms Lion']) expect(text).toContain(name);
  });

  it('our sentence from one document and words of another: both are named', async () => {
    const answer = await answerOf(['The zebra guide', 'zebra filing']);
    const text = renderText(answer, VERSION);
    expectHonest(answer, text);
    for (const name of ['Short guide', 'Short filing']) expect(text).toContain(name);
  });

  it('three of our sentences and a quotation in one statement: none is lost', async () => {
    const answer = await answerOf(['The zebra guide', 'Its words are', 'ask *me*']);
    expectHonest(answer, renderText(answer, VERSION));
  });

  it('marks of the source’s own stay, Markdown’s go', async () => {
    const answer = await answerOf(['zebra odd']);
    const text = renderText(answer, VERSION);
    expect(text).toContain('“The zebra odd file says “it is so” and "it is" & bold words *here*.”');
  });

  it('the status of the matter is told', async () => {
    expect(renderText(await answerOf(['zebra filing']), VERSION)).toContain('Dismissed; nobody ruled');
  });
});

describe('when there is no answer', () => {
  const REASONS: readonly NotFoundReason[] = [
    'empty-question',
    'question-too-long',
    'not-in-sources',
    'off-topic',
    'legal-advice',
    'identify-person',
    'evade',
  ];
  const notFound = (reason: NotFoundReason, more: Partial<Answer> = {}): string =>
    renderText({ ...EMPTY, status: 'not-found', confidence: 0, reason, ...more }, VERSION);

  it.each<[NotFoundReason, RegExp]>([
    ['empty-question', /question/i],
    ['question-too-long', /2,000/],
    ['not-in-sources', /sources/i],
    ['off-topic', /anonym/i],
    ['legal-advice', /advi[sc]e/i],
    ['identify-person', /who an anonymous person is|identif/i],
    ['evade', /hid(?:e|ing)/i],
  ])('%s is said in words', (reason, pattern) => {
    expect(notFound(reason)).toMatch(pattern);
    expect(notFound(reason)).not.toContain('“');
  });

  it('every reason has its own text', () => {
    expect(new Set(REASONS.map((reason) => notFound(reason))).size).toBe(REASONS.length);
  });

  it('the nearest passages are shown as what they are', async () => {
    const { statements } = await answerOf(['zebra filing'], ['The zebra guide']);
    const nearest = statements.flatMap(({ quotes }) => quotes);
    for (const reason of ['not-in-sources', 'legal-advice', 'identify-person', 'evade'] as const) {
      const answer: Answer = { ...EMPTY, status: 'not-found', reason, nearest };
      const text = renderText(answer, VERSION);
      expectHonest(answer, text);
      expect(text).toMatch(/alleg/i);
      expect(text).toMatch(/digest/i);
      for (const name of ['Short filing', 'Short guide']) expect(text).toContain(name);
    }
  });

  it('who can help, and what the sources do cover', async () => {
    const help = (await answerOf(['The zebra guide'])).statements[0]!.quotes;
    const advice: Answer = { ...EMPTY, status: 'not-found', reason: 'legal-advice', help };
    expectHonest(advice, renderText(advice, VERSION));
    expect(notFound('legal-advice', { help })).toContain('The zebra guide says where to ask.');
    expect(notFound('not-in-sources', { covers: ['Zebra v. Lion', 'The Zoo'] })).toMatch(
      /Zebra v\. Lion[\s\S]*The Zoo/,
    );
  });

  it('statements of an answer that was not given are not shown', async () => {
    const { statements } = await answerOf(['zebra filing']);
    expect(notFound('off-topic', { statements })).not.toContain('zebra filing');
  });
});

describe('notices', () => {
  it('are all told', async () => {
    const { statements } = await answerOf(['zebra filing']);
    const text = renderText(
      {
        ...only(statements[0]!),
        notices: [
          { code: 'follow-up', earlier: 'What of the lion?' },
          { code: 'corrected', from: 'Krinksy', to: 'Krinsky' },
          { code: 'status', document: 'filing', short: 'Short filing', status: 'Withdrawn by all' },
          { code: 'missing', words: ['Hamilton', '1788'] },
        ],
      },
      VERSION,
    );
    for (const part of ['earlier question', 'Krinksy', 'Krinsky', 'Withdrawn by all', 'Hamilton', '1788'])
      expect(text).toContain(part);
  });

  it('a corrected word is a word, not a stem', async () => {
    const answer = await shipped.ask({ text: 'What is the Krinksy test?', history: [] });
    const text = renderText(answer, VERSION);
    expect(text).toContain('Krinksy');
    expect(text).not.toMatch(/krinski\b/i);
  });
});
