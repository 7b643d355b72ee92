// The command with a model server: what it prints, what it sends, what it leaves behind. The real program in a process of its own, the
// scripted model on loopback.

import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ModelServer, startModelServer } from './fakes/model-server.ts';
import { replyAs, type ScriptedModel, type Seen, startScriptedModel } from './fakes/scripted-model.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const base = mkdtempSync(join(tmpdir(), 'publius-model-cli-'));
const seen: Seen[] = [];
let model: ScriptedModel;
let faulty: ModelServer;
beforeAll(async () => {
  for (const folder of ['home', 'cache']) mkdirSync(join(base, folder));
  model = await startScriptedModel((request) => {
    seen.push(request);
    return replyAs('honest', request);
  });
  faulty = await startModelServer();
});
afterAll(async () => {
  await Promise.all([model.stop(), faulty.stop()]);
  rmSync(base, { recursive: true, force: true });
});

interface Result {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function publius(args: readonly string[], environment: Record<string, string>, input = ''): Promise<Result> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['bin/publius.js', ...args], {
      cwd: root,
      env: {
        PATH: process.env.PATH,
        HOME: join(base, 'home'),
        TMPDIR: base,
        PUBLIUS_CACHE_DIR: join(base, 'cache'),
        ...environment,
      },
    });
    const [out, err]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      const [stdout, stderr] = [out, err].map((chunks) => Buffer.concat(chunks).toString('utf8'));
      resolve({ code, stdout: stdout!, stderr: stderr! });
    });
    child.stdin.end(input);
  });
}

const configured = () => ({ OPENAI_BASE_URL: model.url, OPENAI_MODEL: 'scripted' });
const QUESTION = 'Which part of CBP sent the summons, the border patrol or internal affairs?';

describe('publius ask with a model', () => {
  it('prints the model’s words above what they rest on, and says who worded them', async () => {
    const { code, stdout } = await publius(['ask', QUESTION], configured());
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Internal affairs: the summons came from CBP's Office of Professional Responsibility/);
    expect(stdout).toMatch(
      /\n {2}The part of CBP that sent the summons to Twitter was its Office of Professional Responsibility/,
    );
    expect(stdout).toContain('Worded by scripted at 127.0.0.1');
  });

  it('--json has the prompts’ hash, what was dropped, and which statements are the model’s', async () => {
    const { stdout } = await publius(['ask', '--json', QUESTION], configured());
    const answer = JSON.parse(stdout);
    expect(answer.prompt).toMatch(/^[0-9a-f]{12}$/);
    expect(answer.dropped).toEqual([]);
    expect(answer.statements[0].prose).toBe(true);
    const [quote] = answer.statements[0].quotes;
    const file = readFileSync(join(root, 'knowledge', `${quote.document}.md`), 'utf8').normalize('NFC');
    expect(file.slice(quote.start, quote.end)).toBe(quote.exact);
  });

  it('--no-model asks no server, and --json then has nothing of a model', async () => {
    const before = model.requests();
    const { stdout } = await publius(['ask', '--no-model', '--json', QUESTION], configured());
    expect(model.requests()).toBe(before);
    expect(JSON.parse(stdout)).not.toHaveProperty('prompt');
    expect(stdout).not.toContain('scripted');
  });

  it('answers a batch in order', async () => {
    const lines = [
      QUESTION,
      'hello',
      'Was the person running the account a party to the lawsuit, and who were their lawyers?',
    ];
    const input = lines.map((question, id) => `${JSON.stringify({ id, question })}\n`).join('');
    const { code, stdout } = await publius(['ask', '--batch'], configured(), input);
    const answers = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(code).toBe(0);
    expect(answers.map(({ id }) => id)).toEqual([0, 1, 2]);
    expect(answers[1].reason).toBe('small-talk');
    expect(answers[2].notices.join()).toMatch(/(?:Worded|Chosen) by scripted/);
  });

  it('answers without the model, and says so, when the server is gone', async () => {
    const { code, stdout } = await publius(['ask', QUESTION], {
      OPENAI_BASE_URL: 'http://127.0.0.1:9/v1',
      OPENAI_MODEL: 'gone',
    });
    expect(code).toBe(0);
    expect(stdout).toContain('Office of Professional Responsibility');
    expect(stdout).toContain('gone at 127.0.0.1:9 could not be reached');
  });

  it('leaves nothing of a question on the disk or on standard error', async () => {
    const marker = 'zebrafish-marker-4711';
    const { stderr } = await publius(['ask', `Which court ruled on the ${marker} in Twitter v. DHS?`], configured());
    expect(stderr).not.toContain(marker);
    for (const path of readdirSync(base, { recursive: true, encoding: 'utf8', withFileTypes: true }))
      if (path.isFile()) expect(readFileSync(join(path.parentPath, path.name)).includes(marker)).toBe(false);
  });
});

describe('what a model server is sent', () => {
  it('is the question, with mentions of people taken out, and the sources; nothing of the asker', async () => {
    seen.length = 0;
    await publius(['ask', `${QUESTION} (from <@U012ABCDEF>, for <@!99887766>)`], configured());
    expect(seen.length).toBeGreaterThan(0);
    for (const { question } of seen) {
      expect(question).toMatch(/^Which part of CBP/);
      expect(question).not.toMatch(/U012ABCDEF|99887766/);
    }
  });
});

describe('publius privacy', () => {
  it('names the host that a question goes to, or none', async () => {
    expect((await publius(['privacy'], configured())).stdout).toContain(new URL(model.url).host);
    for (const { stdout } of [await publius(['privacy'], {}), await publius(['privacy', '--no-model'], configured())])
      expect(stdout).toContain('goes nowhere else');
  });
});

describe('publius doctor', () => {
  it('finds all well, with a real call', async () => {
    const { code, stdout } = await publius(['doctor', '--json'], configured());
    expect(code).toBe(0);
    const findings = JSON.parse(stdout) as { subject: string; result: string; message: string }[];
    expect(findings.map(({ subject }) => subject)).toEqual(
      expect.arrayContaining(['settings', 'knowledge', 'prompts', 'model server', 'model']),
    );
    expect(findings.find(({ subject }) => subject === 'model')).toMatchObject({ result: 'ok' });
  });

  it.each([
    [
      'a key that is not taken',
      { kind: 'status', status: 401 } as const,
      /FAIL {2}model: .*HTTP 401\n {6}Check OPENAI_API_KEY/,
    ],
    [
      'a page that is no model server',
      { kind: 'html' } as const,
      /FAIL {2}model: .*text\/html[^\n]*\n {6}OPENAI_BASE_URL leads to a page/,
    ],
    ['rubbish', { kind: 'answer', content: 'I would rather not say.' } as const, /FAIL {2}model: .*no JSON object/],
    ['silence', { kind: 'hang' } as const, /FAIL {2}model: .*no token within 300 ms\n {6}A model that is being loaded/],
  ])('says what to do about %s', async (_, behaviour, said) => {
    faulty.respondWith(behaviour);
    const { code, stdout } = await publius(['doctor'], {
      OPENAI_BASE_URL: faulty.url,
      OPENAI_MODEL: 'm',
      OPENAI_FIRST_TOKEN_TIMEOUT_MS: '300',
    });
    expect(code).toBe(1);
    expect(stdout).toMatch(said);
  });

  it.each([
    [
      { OPENAI_BASE_URL: 'localhost:11434' },
      /OPENAI_BASE_URL: expected a URL[\s\S]*OPENAI_MODEL: OPENAI_BASE_URL is set/,
    ],
    [
      { OPENAI_API_KEY: 'k', OPENAI_MAX_OUTPUT_TOKENS: 'many' },
      /OPENAI_MAX_OUTPUT_TOKENS: expected a whole number from 64/,
    ],
    [
      { OPENAI_API_KEY: 'k', OPENAI_MAX_CONCURRENT: '0', OPENAI_TIMEOUT_MS: '-1' },
      /OPENAI_MAX_CONCURRENT[\s\S]*OPENAI_TIMEOUT_MS/,
    ],
  ])('names every fault of the settings at once: %j', async (environment, said) => {
    const { code, stdout } = await publius(['doctor'], environment);
    expect(code).toBe(1);
    expect(stdout).toMatch(said);
  });
});
