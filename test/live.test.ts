// A bot whose documents change while it runs: each answer from one version, the newer one without a restart, nothing lost on the way.

import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { openLibrary } from '../src/library.ts';
import { type LiveSession, watchKnowledge } from '../src/live.ts';
import { platformPorts } from '../src/platform.ts';
import { openSession } from '../src/session.ts';
import { until } from './fakes/slack/publius.ts';

const folders: string[] = [];
const open: LiveSession[] = [];
afterEach(async () => {
  for (const live of open.splice(0)) await live.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const LAMPS = '# Lamps\n\nThe harbour master ordered the lamps of Ebbing to be lit at dusk.\n';
const BOATS = '# Boats\n\nThe ferryman of Ebbing refused to name his passengers.\n';

function watched() {
  const folder = mkdtempSync(join(tmpdir(), 'publius-live-'));
  folders.push(folder);
  writeFileSync(join(folder, 'lamps.md'), LAMPS);
  const log: string[] = [];
  const session = openSession(openLibrary(folder, { cacheFolder: null }));
  const live = watchKnowledge(session, {
    open: (library) => openSession(library),
    log: (line) => log.push(line),
    settledMs: 50,
  });
  open.push(live);
  return { folder, live, log, first: session };
}

async function says(live: LiveSession, question: string): Promise<string> {
  const { statements } = await live.current().ask({ text: question, history: [] });
  return statements.map(({ text, quotes }) => [text, ...quotes.map(({ exact }) => exact)].join(' ')).join(' ');
}

it('a document that is added, changed and removed is answered from, as it then is', async () => {
  const { folder, live, log, first } = watched();
  writeFileSync(join(folder, '.boats.tmp'), BOATS);
  renameSync(join(folder, '.boats.tmp'), join(folder, 'boats.md'));
  await until(() => live.current() !== first);
  expect(await says(live, 'Who refused to name his passengers?')).toContain('ferryman of Ebbing');
  const second = live.current();
  writeFileSync(join(folder, 'lamps.md'), LAMPS.replace('dusk', 'midnight'));
  await until(() => live.current() !== second);
  expect(await says(live, 'When were the lamps of Ebbing to be lit?')).toContain('midnight');
  expect(live.current().library.index.size).toBe(2);
  const third = live.current();
  rmSync(join(folder, 'boats.md'));
  await until(() => live.current() !== third);
  expect(
    live
      .current()
      .library.documents()
      .map(({ id }) => id),
  ).toEqual(['lamps']);
  expect(log.every((line) => /answering from knowledge [0-9a-f]{12}, \d documents?/.test(line))).toBe(true);
});

it('what is begun with one version is finished, and read again, in it', async () => {
  const { folder, live, first } = watched();
  const ports = platformPorts(live, { stateFile: join(folder, 'state.json') }, { log: () => {} });
  const core = ports.core();
  const [quote] = (await first.ask({ text: 'When were the lamps of Ebbing to be lit?', history: [] })).statements[0]!
    .quotes;
  writeFileSync(join(folder, 'lamps.md'), `# Preface\n\nA long preface stands here now.\n\n${LAMPS}`);
  await until(() => live.current() !== first);
  expect(ports.core().version).not.toBe(core.version);
  expect(ports.reread(quote!, core.version)).toBe(quote!.exact);
  expect(ports.reread(quote!, ports.core().version)).not.toBe(quote!.exact);
  const steps = core.steps(
    { text: 'When were the lamps of Ebbing to be lit?', history: [] },
    new AbortController().signal,
  );
  for await (const step of steps)
    if (step.step === 'answer') expect(step.answer.statements[0]!.quotes[0]!.start).toBe(quote!.start);
});

it('a folder that cannot be read any more leaves the last version standing, and says so', async () => {
  const { folder, live, log, first } = watched();
  rmSync(join(folder, 'lamps.md'));
  await until(() => log.some((line) => line.includes('cannot be read')));
  expect(live.current()).toBe(first);
  expect(await says(live, 'When were the lamps of Ebbing to be lit?')).toContain('dusk');
});
