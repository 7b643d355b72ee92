// The command, end to end: the compiled program in a process of its own, with folders, homes and caches that belong to the test.

import { execFileSync, spawn } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

const root = fileURLToPath(new URL('..', import.meta.url));
const shipped = join(root, 'knowledge');
const base = mkdtempSync(join(tmpdir(), 'publius-cli-'));
/** The program is compiled to a folder of the test's own, so that no other build of `dist/` can change it meanwhile. */
const program = join(base, 'program');
const bin = join(program, 'bin', 'publius.js');
const home = join(base, 'home');
const cache = join(base, 'cache');
const temp = join(base, 'tmp');
const small = join(base, 'small');

const ENVIRONMENT = {
  PATH: process.env.PATH,
  HOME: home,
  XDG_CACHE_HOME: join(home, 'cache'),
  XDG_CONFIG_HOME: join(home, 'config'),
  XDG_DATA_HOME: join(home, 'data'),
  XDG_STATE_HOME: join(home, 'state'),
  TMPDIR: temp,
  PUBLIUS_CACHE_DIR: cache,
};

interface Result {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function runProgram(
  executable: string,
  args: readonly string[],
  input = '',
  environment: Record<string, string> = {},
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const child = spawn(executable, args, { cwd: temp, env: { ...ENVIRONMENT, ...environment }, timeout: 25_000 });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.stdin.on('error', () => {}); // a program that ends before reading all of its input
    child.on('error', reject);
    child.on('close', (code) => {
      const [stdout, stderr] = [out, err].map((chunks) => Buffer.concat(chunks).toString('utf8'));
      resolve({ code, stdout: stdout!, stderr: stderr! });
    });
    child.stdin.end(input);
  });
}

async function publius(args: readonly string[], input = '', environment: Record<string, string> = {}): Promise<Result> {
  const result = await runProgram(process.execPath, [bin, ...args], input, environment);
  expect(result.stderr, 'no stack trace').not.toMatch(/^ {4}at /m);
  expect(result.stdout, 'no stack trace').not.toMatch(/^ {4}at /m);
  return result;
}

const onShipped = ['--knowledge', shipped];
const onSmall = ['--knowledge', small];

beforeAll(async () => {
  for (const dir of [home, temp, small]) mkdirSync(dir, { recursive: true });
  writeFileSync(
    join(small, 'zebra.md'),
    '# The zebra\n\nThe zebra of the harbour weighs 900 kilograms.\n\nIt eats grass.',
  );
  writeFileSync(join(small, 'lion-notes.txt'), 'The lion of the harbour sleeps all day.');
  mkdirSync(join(program, 'bin'), { recursive: true });
  for (const name of ['bin/publius.js', 'package.json']) copyFileSync(join(root, name), join(program, name));
  for (const name of ['node_modules', 'knowledge']) symlinkSync(join(root, name), join(program, name));
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--outDir', join(program, 'dist')], {
    cwd: root,
    stdio: 'inherit',
  });
  await publius(['sources', ...onShipped]); // fills the cache for the others
}, 60_000);
afterAll(() => rmSync(base, { recursive: true, force: true, maxRetries: 3 }));

// ——— The contract of --json ———

const quoteShape = z.looseObject({
  exact: z.string().min(1),
  prefix: z.string().max(32),
  suffix: z.string().max(32),
  document: z.string().min(1),
  start: z.int().nonnegative(),
  end: z.int().positive(),
  kind: z.string().nullable(),
  status: z.string().nullable(),
  date: z.string().nullable(),
  speaker: z.string().nullable(),
  pinpoint: z.string().nullable(),
  url: z.string().nullable(),
  voice: z.enum(['source', 'digest']),
});
const answerShape = z.looseObject({
  id: z.unknown(),
  question: z.string(),
  status: z.enum(['answered', 'not-found']),
  reason: z.string().optional(),
  confidence: z.number().min(0).max(1),
  statements: z.array(z.looseObject({ text: z.string().min(1), quotes: z.array(quoteShape).min(1) })),
  nearest: z.array(quoteShape),
  notices: z.array(z.string()),
  knowledge: z.string().regex(/^[0-9a-f]{12}$/),
  text: z.string().min(1),
  elapsedMs: z.number().nonnegative(),
});
const searchShape = z.looseObject({
  id: z.unknown(),
  hits: z.array(
    z.looseObject({
      document: z.string(),
      passage: z.int().positive(),
      start: z.int().nonnegative(),
      end: z.int().positive(),
      score: z.number().positive(),
      text: z.string().min(1),
    }),
  ),
});

/** The texts of a folder's documents by id, read here and not by the program. */
function textsOf(folder: string): Map<string, string> {
  return new Map(
    readdirSync(folder).map((name) => {
      const text = readFileSync(join(folder, name), 'utf8').normalize('NFC');
      return [/^---\n[\s\S]*?^id: (\S+)$/m.exec(text)?.[1] ?? name.replace(/\.[^.]+$/, ''), text];
    }),
  );
}

function parseAnswer(line: string, folder: string) {
  const answer = answerShape.parse(JSON.parse(line));
  const texts = textsOf(folder);
  for (const quote of [...answer.statements.flatMap(({ quotes }) => quotes), ...answer.nearest]) {
    const text = texts.get(quote.document)!;
    expect(text.slice(quote.start, quote.end)).toBe(quote.exact);
    expect(text.slice(Math.max(0, quote.start - 32), quote.start)).toBe(quote.prefix);
    expect(text.slice(quote.end, quote.end + 32)).toBe(quote.suffix);
  }
  return answer;
}

function parseSearch(line: string, folder: string) {
  const result = searchShape.parse(JSON.parse(line));
  const texts = textsOf(folder);
  for (const { document, start, end, text } of result.hits) expect(texts.get(document)!.slice(start, end)).toBe(text);
  return result;
}

function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}

describe.concurrent('ask', () => {
  it('plain: an answer, its sources and status 0', async () => {
    const { code, stdout, stderr } = await publius(['ask', 'Who signed the summons to Twitter?', ...onShipped]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('Caruso');
    expect(stdout).toMatch(/knowledge [0-9a-f]{12}/);
  });

  it('the question may be several words', async () => {
    const { code, stdout } = await publius([
      'ask',
      'what',
      'does',
      'the',
      'zebra',
      'of the harbour',
      'weigh?',
      ...onSmall,
    ]);
    expect(stdout).toContain('900 kilograms');
    expect(code).toBe(0);
  });

  it('--json: one object that keeps the contract, its quotations exact', async () => {
    const { code, stdout, stderr } = await publius([
      'ask',
      '--json',
      'What did Twitter allege about the summons?',
      ...onShipped,
    ]);
    expect([code, stderr, linesOf(stdout).length]).toEqual([0, '', 1]);
    const answer = parseAnswer(stdout, shipped);
    expect(answer).toMatchObject({
      id: null,
      question: 'What did Twitter allege about the summons?',
      status: 'answered',
    });
    expect(answer.reason).toBeUndefined();
    expect(answer.statements.length).toBeGreaterThan(0);
    expect(answer.text).toContain(answer.statements[0]!.text);
  });

  it('what the sources do not say: status 3 and a reason', async () => {
    const { code, stdout, stderr } = await publius(['ask', '--json', 'How tall is the Eiffel Tower?', ...onShipped]);
    expect([code, stderr]).toEqual([3, '']);
    const answer = parseAnswer(stdout, shipped);
    expect(answer).toMatchObject({ status: 'not-found', statements: [] });
    expect(answer.reason).toMatch(/^[a-z-]+$/);
    expect((await publius(['ask', 'How tall is the Eiffel Tower?', ...onShipped])).code).toBe(3);
  });

  it('a document without front matter has its file name as id', async () => {
    const { code, stdout } = await publius(['ask', '--json', 'Where does the lion of the harbour sleep?', ...onSmall]);
    expect(code).toBe(0);
    const quote = parseAnswer(stdout, small).statements[0]!.quotes[0]!;
    expect(quote).toMatchObject({ document: 'lion-notes', kind: null, date: null, url: null, voice: 'source' });
  });

  it('the same question gets the same answer', async () => {
    const ask = async () => {
      const { stdout } = await publius(['ask', '--json', 'What is the Dendrite test?', ...onShipped]);
      return { ...answerShape.parse(JSON.parse(stdout)), elapsedMs: 0 };
    };
    const [first, second] = await Promise.all([ask(), ask()]);
    expect(first).toEqual(second);
  });

  it('options may stand before the command or after it', async () => {
    for (const args of [
      ['--knowledge', small, 'ask', 'zebra weighs'],
      ['ask', '-k', small, 'zebra weighs'],
      ['ask', 'zebra weighs', ...onSmall],
    ]) {
      const { code, stdout } = await publius(args);
      expect([args, code, stdout.includes('900 kilograms')]).toEqual([args, 0, true]);
    }
  });

  it('--no-cache answers the same and saves nothing', async () => {
    const folder = join(base, 'never-made');
    const { code, stdout } = await publius(['ask', 'zebra weighs', '--no-cache', ...onSmall], '', {
      PUBLIUS_CACHE_DIR: folder,
    });
    expect([code, stdout.includes('900 kilograms')]).toEqual([0, true]);
    expect(existsSync(folder)).toBe(false);
  });

  it('the knowledge folder may come from the environment', async () => {
    const { code, stdout } = await publius(['ask', 'zebra weighs'], '', { PUBLIUS_KNOWLEDGE: small });
    expect([code, stdout.includes('900 kilograms')]).toEqual([0, true]);
  });

  it.each([
    ['nothing', ''],
    ['100,000 characters', 'anonymous '.repeat(10_000)],
    ['an option-like word after --', '-- '],
  ])('a question of %s: status 3, and words that say what to do', async (_why, question) => {
    const { code, stdout, stderr } = await publius(['ask', ...onShipped, '--', question]);
    expect([code, stderr]).toEqual([3, '']);
    expect(stdout.trim().length).toBeGreaterThan(20);
    expect(stdout.length).toBeLessThan(5000);
  });
});

const summaryShape = z.looseObject({
  id: z.unknown(),
  topic: z.string(),
  status: z.enum(['summarised', 'not-found']),
  reason: z.string().optional(),
  document: z.string().nullable(),
  sections: z.array(
    z.object({
      code: z.enum(['happened', 'alleged', 'law', 'stands']),
      statements: z.array(z.looseObject({ text: z.string().min(1), quotes: z.array(quoteShape).min(1) })).min(1),
    }),
  ),
  timeline: z.array(z.looseObject({ date: z.string().regex(/^\d{4}(-\d\d){0,2}$/), quote: quoteShape })),
  notices: z.array(z.string()),
  knowledge: z.string().regex(/^[0-9a-f]{12}$/),
  text: z.string().min(1),
  elapsedMs: z.number().nonnegative(),
});

describe.concurrent('summary', () => {
  it('plain: the sections, the timeline, the status of the matter, and status 0', async () => {
    const { code, stdout, stderr } = await publius(['summary', 'Twitter v. DHS', '--timeline', ...onShipped]);
    expect([code, stderr]).toEqual([0, '']);
    const headings = [
      'What happened',
      'What is alleged',
      'Where it stands',
      'Status of',
      '\nTimeline\n',
      'checked against',
    ];
    const places = headings.map((heading) => stdout.indexOf(heading));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places[0]).toBeGreaterThan(0);
  });

  it('--json: one object that keeps the contract, its quotations exact', async () => {
    const { code, stdout } = await publius(['summary', '--json', '--timeline', 'gag orders', ...onShipped]);
    const { sections, timeline } = summaryShape.parse(JSON.parse(stdout));
    const texts = textsOf(shipped);
    const told = sections.flatMap(({ statements }) => statements.flatMap(({ quotes }) => quotes));
    for (const { document, start, end, exact } of [...told, ...timeline.map(({ quote }) => quote)])
      expect(texts.get(document)!.slice(start, end)).toBe(exact);
    expect([code, sections.length > 1, timeline.length > 1]).toEqual([0, true, true]);
  });

  it('--batch: one line a topic; a topic from a pipe; what is not there: status 3', async () => {
    const lines = ['{"id":1,"topic":"Dendrite"}', '{"id":2}', '{"id":3,"topic":"penguins of Antarctica"}'];
    const { code, stdout } = await publius(['summary', '--batch', ...onShipped], lines.join('\n'));
    const [first, second, third] = linesOf(stdout).map((line) => JSON.parse(line) as Record<string, unknown>);
    expect([code, first?.status, second?.error, third?.status]).toEqual([
      2,
      'summarised',
      expect.stringContaining('"topic"'),
      'not-found',
    ]);
    expect((await publius(['summary', ...onShipped], 'Dendrite\n')).code).toBe(0);
    expect((await publius(['summary', 'penguins', 'of', 'Antarctica', ...onShipped])).code).toBe(3);
  });
});

describe.concurrent('search', () => {
  it('plain: numbered hits and status 0; nothing: status 3', async () => {
    const { code, stdout } = await publius(['search', 'customs summons', ...onShipped]);
    expect([code, linesOf(stdout).length > 5]).toEqual([0, true]);
    const none = await publius(['search', 'qqqqxq', ...onShipped]);
    expect([none.code, none.stdout.trim().length > 0]).toEqual([3, true]);
  });

  it('--json: ten hits, best first, exact; --limit another number', async () => {
    const { code, stdout } = await publius(['search', '--json', 'summons', ...onShipped]);
    const { id, hits } = parseSearch(stdout, shipped);
    expect([code, id, hits.length]).toEqual([0, null, 10]);
    const limited = await publius(['search', '--json', '--limit', '3', 'summons', ...onShipped]);
    expect(parseSearch(limited.stdout, shipped).hits).toEqual(hits.slice(0, 3));
  });

  it.each(['0', '1001', 'many'])('--limit %j is wrong usage', async (limit) => {
    const { code, stdout, stderr } = await publius(['search', `--limit=${limit}`, 'summons', ...onSmall]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/1 to 1000|limit/);
  });
});

describe.concurrent('--batch', () => {
  const requests = [
    '{"id":"a","question":"What does the zebra of the harbour weigh?"}',
    'this is no JSON',
    '',
    '{"id":7,"question":"Where does the lion sleep?","extra":true}',
    '{"id":"no question"}',
    '[]',
    'null',
    '{"id":"c","question":42}',
    '{"question":"zebra"}',
    '{"id":{"deep":[1]},"question":"lion"}',
    '{"id":"cut","question":"zeb',
    '{"id":"last","question":"How tall is the Eiffel Tower?"}',
  ];

  it('ask: one line a request, in order, bad lines in between answered as such', async () => {
    const { code, stdout } = await publius(['ask', '--batch', ...onSmall], requests.join('\n'));
    const replies = linesOf(stdout).map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(replies.map(({ id }) => id)).toEqual([
      'a',
      null,
      7,
      'no question',
      null,
      null,
      'c',
      null,
      { deep: [1] },
      null,
      'last',
    ]);
    expect(replies.map((reply) => 'error' in reply)).toEqual([
      false,
      true,
      false,
      true,
      true,
      true,
      true,
      false,
      false,
      true,
      false,
    ]);
    for (const reply of replies) if (!('error' in reply)) parseAnswer(JSON.stringify(reply), small);
    expect(replies[0]).toMatchObject({ status: 'answered', question: 'What does the zebra of the harbour weigh?' });
    expect(replies.at(-1)).toMatchObject({ status: 'not-found' });
    expect(code).toBe(2);
  });

  it('search: the same, under "text"', async () => {
    const input =
      '{"id":"a","text":"zebra"}\nnonsense\n{"id":"b","question":"zebra"}\n{"id":"c","text":"lion"}\r\n{"id":"d","text":""}\n';
    const { code, stdout } = await publius(['search', '--batch', '--limit', '1', ...onSmall], input);
    const replies = linesOf(stdout).map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(replies.map(({ id }) => id)).toEqual(['a', null, 'b', 'c', 'd']);
    expect(replies.map((reply) => (reply.hits as unknown[] | undefined)?.length)).toEqual([
      1,
      undefined,
      undefined,
      1,
      0,
    ]);
    expect(replies[1]).toHaveProperty('error');
    expect(code).toBe(2);
  });

  it('good lines only: status 0, though some have no answer; no lines at all: status 0', async () => {
    const good = '{"id":1,"question":"zebra"}\n{"id":2,"question":"How tall is the Eiffel Tower?"}\n';
    const { code, stdout } = await publius(['ask', '--batch', ...onSmall], good);
    expect([code, linesOf(stdout).length]).toEqual([0, 2]);
    const none = await publius(['ask', '--batch', ...onSmall], '');
    expect([none.code, none.stdout]).toEqual([0, '']);
  });

  const odd: readonly (readonly [string, string])[] = [
    ['empty', ''],
    ['white space', ' \n\t '],
    ['100,000 characters', 'anonymous '.repeat(10_000)],
    ['2,000 characters', 'anonymous '.repeat(200)],
    ['emoji', '😀'.repeat(100)],
    ['right to left', 'من كتب هذا الحساب؟ \u202e abc'],
    ['NUL', 'zebra\u0000 \u0000'],
    ['control characters', '\u001b[31mzebra\u001b[0m \u0007\u0008'],
    ['a lone surrogate', 'zebra \ud83d weighs'],
    ['only lone surrogates', '\ude00\ud800'],
    ['U+2028', 'zebra\u2028weighs'],
    ['markup', '<script>zebra</script> & *it* `x` [a](b)'],
  ];
  it('questions of every kind get an answer, one line each', async () => {
    const input = odd.map(([id, question]) => JSON.stringify({ id, question })).join('\n');
    const { code, stdout, stderr } = await publius(['ask', '--batch', ...onSmall], input);
    expect([code, stderr]).toEqual([0, '']);
    const replies = linesOf(stdout).map((line) => parseAnswer(line, small));
    expect(replies.map(({ id, question }) => [id, question])).toEqual(odd.map(([id, question]) => [id, question]));
    const reasonOf = new Map(replies.map(({ id, reason }) => [id, reason]));
    for (const id of ['empty', 'white space', 'emoji', 'only lone surrogates'])
      expect([id, reasonOf.get(id)]).toEqual([id, 'empty-question']);
    expect(reasonOf.get('100,000 characters')).toBe('question-too-long');
    expect(reasonOf.get('2,000 characters')).not.toBe('question-too-long');
    for (const { text } of replies) expect(text).not.toContain('\u001b');
    const searches = odd.map(([id, text]) => JSON.stringify({ id, text })).join('\n');
    const found = await publius(['search', '--batch', ...onSmall], searches);
    expect([found.code, linesOf(found.stdout).length]).toEqual([0, odd.length]);
  });
});

describe.concurrent('usage', () => {
  it.each(['ask', 'search', 'sources', 'lint'])('%s --help', async (command) => {
    const { code, stdout, stderr } = await publius([command, '--help']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(new RegExp(`Usage: publius ${command}`));
    expect(stdout).toContain('--knowledge');
  });

  it('--help lists the commands and the exit status; --version is the package’s', async () => {
    const help = await publius(['--help']);
    expect(help.code).toBe(0);
    for (const word of ['ask', 'summary', 'search', 'sources', 'lint', '--knowledge', 'Exit status'])
      expect(help.stdout).toContain(word);
    const version = await publius(['--version']);
    const { version: packaged } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    expect([version.code, version.stdout.trim()]).toEqual([0, packaged]);
  });

  it.each<[args: string[], message: RegExp]>([
    [['frobnicate'], /frobnicate|unknown|argument/i],
    [['ask', '--frobnicate', 'zebra'], /--frobnicate/],
    [['--frobnicate'], /--frobnicate/],
    [['ask'], /no text given|question/],
    [['search'], /no text given|text/],
    [['summary'], /no text given/],
    [['summary', '--batch', 'zebra'], /--batch/],
    [['sources', 'extra'], /argument/],
    [['ask', 'zebra', '--knowledge'], /--knowledge/],
  ])('%j is wrong usage', async (args, message) => {
    const { code, stdout, stderr } = await publius(args.includes('--knowledge') ? args : [...args, ...onSmall]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
  });

  it('sources lists the documents, plain and as JSON', async () => {
    const { code, stdout } = await publius(['sources', ...onShipped]);
    expect(code).toBe(0);
    for (const id of textsOf(shipped).keys()) expect(stdout).toContain(id);
    const json = await publius(['sources', '--json', ...onSmall]);
    const { documents } = JSON.parse(json.stdout) as { documents: { id: string; title: string }[] };
    expect(documents.map(({ id, title }) => [id, title])).toEqual([
      ['lion-notes', expect.any(String)],
      ['zebra', 'The zebra'],
    ]);
  });

  it('lint finds nothing to say of the shipped knowledge', async () => {
    const { code, stdout } = await publius(['lint', ...onShipped]);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/no problems/)]);
  });
});

describe.concurrent('knowledge that is not as it should be', () => {
  let serial = 0;
  function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
    const folder = join(base, `knowledge-${++serial}`);
    mkdirSync(folder, { recursive: true });
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    return folder;
  }
  const GOOD = '---\nid: zebra\ntitle: Zebra\nkind: guide\n---\n\nThe zebra weighs 900 kilograms.';

  it('missing, empty or a file: status 2 and what to do', async () => {
    const cases: readonly (readonly [string, RegExp])[] = [
      [join(base, 'nowhere'), /nowhere.*does not exist.*--knowledge/],
      [folderWith({}), /no \.md or \.txt files.*--knowledge/],
      [folderWith({ 'picture.png': 'x' }), /no \.md or \.txt files/],
      [join(small, 'zebra.md'), /is a file.*--knowledge/],
    ];
    for (const [n, [folder, message]] of cases.entries()) {
      for (const args of n === 0
        ? [['ask', 'zebra'], ['search', 'zebra'], ['sources'], ['lint'], []]
        : [['ask', 'zebra']]) {
        const { code, stdout, stderr } = await publius([...args, '--knowledge', folder]);
        expect([code, stdout, args]).toEqual([2, '', args]);
        expect(stderr).toMatch(message);
        expect(linesOf(stderr)).toHaveLength(1);
      }
    }
  });

  const bad: readonly (readonly [name: string, content: string | Uint8Array, message: RegExp])[] = [
    ['yaml.md', '---\nid: bad1\ntitle: [B\nkind: guide\n---\n\nText.', /yaml\.md.*YAML/],
    ['kind.md', '---\nid: bad2\ntitle: B\nkind: gossip\n---\n\nText.', /kind\.md.*kind/],
    ['open.md', '---\nid: bad3\ntitle: B\n\nText.', /open\.md.*not closed/],
    ['latin.md', Buffer.from('Caf\xe9', 'latin1'), /latin\.md.*UTF-8/],
    ['binary.txt', Buffer.from([0, 1, 2, 3]), /binary\.txt.*NUL/],
    ['empty.md', '', /empty\.md.*no text/],
    ['zz.md', GOOD, /zz\.md.*"zebra"/],
  ];

  it('files that cannot be read: told on standard error and under sources, the rest answers', async () => {
    const folder = folderWith({
      'good.md': GOOD,
      ...Object.fromEntries(bad.map(([name, content]) => [name, content])),
    });
    const { code, stdout, stderr } = await publius(['ask', '--json', 'zebra weighs', '--knowledge', folder]);
    expect(code).toBe(0);
    expect(answerShape.parse(JSON.parse(stdout)).statements[0]!.quotes[0]!.exact).toContain('900 kilograms');
    expect(bad.filter(([, , message]) => message.test(stderr)).length).toBeGreaterThanOrEqual(5);
    const sources = await publius(['sources', '--knowledge', folder]);
    for (const [, , message] of bad) expect(sources.stdout).toMatch(message);
  });

  it.each([bad[0]!, bad[3]!, bad[5]!])('%s alone: status 2 and why', async (name, content, message) => {
    const { code, stdout, stderr } = await publius(['ask', 'zebra', '--knowledge', folderWith({ [name]: content })]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
  });

  it('a cache that cannot be written to: told, and answered all the same', async () => {
    const file = join(base, 'cache-file');
    writeFileSync(file, 'x');
    const { code, stdout, stderr } = await publius(['ask', 'zebra weighs', ...onSmall], '', {
      PUBLIUS_CACHE_DIR: file,
    });
    expect([code, stdout.includes('900 kilograms')]).toEqual([0, true]);
    expect(stderr).toMatch(/could not be saved/);
  });

  it('a damaged saved index: told once, and answered all the same', async () => {
    const own = join(base, 'own-cache');
    const ask = () => publius(['ask', 'zebra weighs', ...onSmall], '', { PUBLIUS_CACHE_DIR: own });
    await ask();
    for (const name of readdirSync(own)) writeFileSync(join(own, name), 'rubbish');
    const second = await ask();
    expect([second.code, second.stdout.includes('900 kilograms')]).toEqual([0, true]);
    expect(second.stderr).toMatch(/rebuilt/);
    expect((await ask()).stderr).toBe('');
  });
});

describe.concurrent('where the output goes', () => {
  const quoted = (words: readonly string[]) => words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
  const many = Array.from({ length: 400 }, (_, n) => JSON.stringify({ id: n, question: `What is summons ${n}?` })).join(
    '\n',
  );

  it.each([
    ['ask --batch', ['ask', '--batch', ...onShipped], many],
    ['sources --json', ['sources', '--json', ...onShipped], ''],
    ['search', ['search', '--limit', '1000', 'summons', ...onShipped], ''],
    ['the chat', [...onShipped], 'sources\n'.repeat(300)],
  ])('a reader that goes away ends %s quietly', async (_why, args, input) => {
    const command = `${quoted([process.execPath, bin, ...args])} | head -c 20 >/dev/null; exit "\${PIPESTATUS[0]}"`;
    const { code, stderr } = await runProgram('bash', ['-c', command], input);
    expect([code, stderr]).toEqual([0, '']);
  });

  it('no escape codes in a pipe, whatever the environment says', async () => {
    const forced = { FORCE_COLOR: '1', CLICOLOR_FORCE: '1', TERM: 'xterm-256color' };
    for (const args of [['ask', 'zebra weighs'], ['ask', 'Should I sue?'], ['sources'], []]) {
      const { stdout, stderr } = await publius([...args, ...onSmall], 'zebra weighs\n', forced);
      expect([args, stdout.includes('\u001b'), stderr.includes('\u001b')]).toEqual([args, false, false]);
    }
    const { stdout } = await publius(['ask', 'zebra weighs', ...onSmall], '', { NO_COLOR: '1' });
    expect(stdout).not.toContain('\u001b');
  });

  // `script` (util-linux) lends the program a terminal.
  const hasScript = (() => {
    try {
      return execFileSync('script', ['--version'], { encoding: 'utf8' }).includes('util-linux');
    } catch {
      return false;
    }
  })();
  it.skipIf(!hasScript)('on a terminal there is colour, and none with NO_COLOR', async () => {
    const command = `${quoted([process.execPath, bin, 'ask', 'zebra weighs', ...onSmall])} 2>/dev/null`;
    const onTerminal = (environment: Record<string, string>) =>
      runProgram('script', ['-qec', command, '/dev/null'], '', { TERM: 'xterm', ...environment });
    const [colored, plain] = await Promise.all([onTerminal({}), onTerminal({ NO_COLOR: '1' })]);
    expect(stripVTControlCharacters(colored.stdout)).toMatch(/900\s+kilograms/);
    expect(colored.stdout).toContain('\u001b[');
    expect(plain.stdout).toMatch(/900\s+kilograms/);
    expect(plain.stdout).not.toContain('\u001b[');
  });
});

describe.concurrent('the chat over a pipe', () => {
  it('a question, a follow-up, help, sources, quit; and nothing after quit', async () => {
    const lines = [
      'What happened in Krinsky v. Doe 6?',
      'and what happened next?',
      '',
      'help',
      'privacy',
      'sources',
      'new',
      'How tall is the Eiffel Tower?',
      'quit',
      'When was Talley v. California decided?',
    ];
    const { code, stdout, stderr } = await publius(onShipped, `${lines.join('\n')}\n`);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('Krinsky');
    expect(stdout).toMatch(/earlier question/);
    expect(stdout).toMatch(/quit/);
    expect(stdout).toMatch(/nothing written to disk|nowhere else/);
    expect(stdout).toContain('twitter-v-dhs-complaint');
    const [before, after] = [stdout.indexOf('Krinsky'), stdout.search(/earlier question/)];
    expect(before).toBeLessThan(after);
    expect(stdout).not.toContain('13–14 January 1960');
  });

  it('summary, timeline and a summary of the thread', async () => {
    const lines = [
      'summary',
      'summarise this thread',
      'summary Dendrite',
      'timeline of MontCo Community Watch',
      'summarise this thread',
    ];
    const { code, stdout, stderr } = await publius(onShipped, `${lines.join('\n')}\n`);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(
      /Name what to summarise[\s\S]*nothing in this thread to summarise yet[\s\S]*What the law says/,
    );
    expect(stdout).toMatch(/Timeline\nSept 2025\nIn [\s\S]*\n16 Jan 2026\n/);
    expect(stdout).toContain('Made from 2 questions of this thread');
  });

  it('ends with its input, with a last line that has no line break', async () => {
    const { code, stdout } = await publius(onSmall, 'What does the zebra of the harbour weigh?');
    expect([code, stdout.includes('900 kilograms')]).toEqual([0, true]);
    const empty = await publius(onSmall, '');
    expect([empty.code, empty.stderr]).toEqual([0, '']);
  });

  it('survives any line', async () => {
    const lines = [
      '😀',
      '\u0000',
      '?!',
      'a'.repeat(100_000),
      '\u001b[31m',
      '__proto__',
      'QUIT now',
      'Zebra weighs?',
      'EXIT',
    ];
    const { code, stdout, stderr } = await publius(onSmall, lines.join('\n'));
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('900 kilograms');
    expect(stdout).not.toContain('\u001b');
  });

  it('leaves nothing of a question on the disk', async () => {
    const marker = 'zyxwvmarkerword';
    const own = {
      HOME: join(base, 'own-home'),
      TMPDIR: join(base, 'own-tmp'),
      PUBLIUS_CACHE_DIR: join(base, 'private-cache'),
    };
    const xdg = Object.fromEntries(
      ['CACHE', 'CONFIG', 'DATA', 'STATE'].map((name) => [`XDG_${name}_HOME`, join(own.HOME, name)]),
    );
    for (const dir of [own.HOME, own.TMPDIR]) mkdirSync(dir, { recursive: true });
    const input = `Who sued ${marker}?\nand what did ${marker} say?\nhelp\nquit\n`;
    const chat = await publius(onSmall, input, { ...own, ...xdg });
    expect(chat.code).toBe(0);
    await publius(['ask', `zebra ${marker}`, ...onSmall], '', { ...own, ...xdg });
    await publius(['ask', '--batch', ...onSmall], `{"id":1,"question":"${marker}"}`, { ...own, ...xdg });
    expect(holding(marker, [...Object.values(own), small, temp])).toEqual([]);
    expect(holding('harbour', Object.values(own)).length).toBeGreaterThan(0); // the search finds what there is
  });
});

/** Files below the folders whose name or bytes hold `word`. */
function holding(word: string, folders: readonly string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => {
      const path = join(entry.parentPath, entry.name);
      return entry.name.includes(word) || (entry.isFile() && readFileSync(path).includes(word)) ? [path] : [];
    }),
  );
}
