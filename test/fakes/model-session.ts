// Sessions over the fake model server, through the real SDK: a small folder, a question that it answers so plainly that no rewriter is
// called, and replies that cite what the request shows. Keeps what is logged, printed or left unhandled, for tests to look at.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, vi } from 'vitest';
import type { Answer } from '../../src/answer/model.ts';
import type { ModelConfig } from '../../src/config.ts';
import { openLibrary } from '../../src/library.ts';
import { openModel } from '../../src/model.ts';
import { type Model, openSession, type Session } from '../../src/session.ts';
import { type Behaviour, type ModelRequest, type ModelServer, startModelServer } from './model-server.ts';
import { replyOf, seeRequest } from './scripted-model.ts';

export const QUESTION = 'Who wrote the opinion in the lamp oil case?';
/** The sentence that answers it, and a model's words for that. */
export const ANSWER = 'Judge Tern wrote the opinion in the lamp oil case.';
export const WORDS = 'The lamp oil opinion was written by Judge Tern.';
const FILES = {
  'lamp.md': `# The lamp oil case\n\n${ANSWER} The opinion kept the names of the keepers secret.\n`,
  'gulls.md': '# Gulls\n\nGulls nest on the cliffs in spring. Nobody counts the gulls in winter.\n',
};

/** Time-outs that no test waits for. */
export const CONFIG: Omit<ModelConfig, 'baseUrl'> = {
  apiKey: 'a-key',
  model: 'fake-model',
  maxOutputTokens: 777,
  maxConcurrent: 4,
  firstTokenTimeoutMs: 15_000,
  timeoutMs: 20_000,
};
/** Time-outs that a test waits for. */
export const SHORT = { firstTokenTimeoutMs: 500, timeoutMs: 1500 } as const;

/** A reply that holds, to the question of the request that showed the sentences. */
export function goodReply({ body }: Pick<ModelRequest, 'body'>): string {
  return replyOf('answered', [{ text: WORDS, cites: [{ sentence: ANSWER, phrase: null }] }], seen(body));
}

/** The same reply with each cite as `cite` has it. */
export function replyCiting(request: Pick<ModelRequest, 'body'>, cite: (id: string) => unknown): string {
  const reply = JSON.parse(goodReply(request)) as { statements: { cites: { id: string }[] }[] };
  const statements = reply.statements.map((statement) => ({
    ...statement,
    cites: statement.cites.map(({ id }) => cite(id)),
  }));
  return JSON.stringify({ ...reply, statements });
}

function seen(body: ModelRequest['body']) {
  return seeRequest(body as Parameters<typeof seeRequest>[0]);
}

/** What a request gets, made from what it shows. */
export function answering(make: (request: Pick<ModelRequest, 'body'>) => Behaviour): Behaviour {
  return { kind: 'handler', handle: (body) => make({ body }) };
}
export const GOOD = answering((request) => ({ kind: 'answer', content: goodReply(request) }));

/** "worded", or why it is not. */
export function wording({ notices }: Answer): string | undefined {
  for (const notice of notices) {
    if (notice.code === 'worded') return 'worded';
    if (notice.code === 'not-worded') return notice.why;
  }
  return undefined;
}

export interface Bench {
  /** Of this test. */
  readonly server: ModelServer;
  /** Lines logged in this test. */
  readonly logged: string[];
  /** All that was logged or printed in this file, and what was left unhandled. */
  readonly allLogged: readonly string[];
  readonly unhandled: readonly unknown[];
  readonly keyless: Session;
  open(config?: Partial<ModelConfig>): Session;
  /** A session with a model that a test puts together itself. */
  openWith(model: Model): Session;
  log(line: string): void;
}

/** Sets up a server for each test of the file, and takes all down again. */
export function useBench(): Bench {
  const folder = mkdtempSync(join(tmpdir(), 'publius-model-'));
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text);
  const library = openLibrary(folder, { cacheFolder: null });
  const unhandled: unknown[] = [];
  const allLogged: string[] = [];
  const logged: string[] = [];
  const note = (error: unknown) => void unhandled.push(error);
  process.on('unhandledRejection', note);
  const keep = (...words: unknown[]) => void allLogged.push(words.join(' '));
  for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const)
    vi.spyOn(console, method).mockImplementation(keep);
  let server: ModelServer;
  beforeEach(async () => {
    server = await startModelServer();
    logged.length = 0;
  });
  afterEach(() => server.stop());
  afterAll(() => {
    process.off('unhandledRejection', note);
    vi.restoreAllMocks();
    rmSync(folder, { recursive: true, force: true });
  });
  const log = (line: string) => {
    logged.push(line);
    allLogged.push(line);
  };
  const openWith = (model: Model) => openSession(library, model);
  return {
    get server() {
      return server;
    },
    logged,
    allLogged,
    unhandled,
    keyless: openSession(library),
    open: (config) => openWith(openModel({ ...CONFIG, baseUrl: server.url, ...config }, log)),
    openWith,
    log,
  };
}
