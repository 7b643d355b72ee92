// Words that mean harm: a document that is full of them, and the list of naughty strings where it is to be had.

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Answer } from '../../src/answer/model.ts';
import { openLibrary } from '../../src/library.ts';
import { openSession } from '../../src/session.ts';

/** The answer to a question about a document that has `mention` wherever a document can have words, and this `url`. */
export async function answerFromTrap(mention: string, url: string): Promise<Answer> {
  const folder = mkdtempSync(join(tmpdir(), 'publius-hostile-'));
  writeFileSync(
    join(folder, 'trap.md'),
    [
      '---',
      'id: trap',
      `title: ${JSON.stringify(`Trap ${mention}`)}`,
      'kind: filing',
      `status: ${JSON.stringify(`Dismissed ${mention}`)}`,
      `speaker: ${JSON.stringify(`The clerk ${mention}`)}`,
      `url: ${JSON.stringify(url)}`,
      '---',
      `# Zanzibar ${mention}`,
      '',
      `The zanzibar subpoena was quashed on 4 May 2019 ${mention} by the clerk.`,
    ].join('\n'),
  );
  try {
    const trap = openSession(openLibrary(folder, { cacheFolder: null }));
    return await trap.ask({ text: 'When was the zanzibar subpoena quashed?', history: [] });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const file = new URL('../../../shared/eval/blns/payloads.jsonl', import.meta.url);

/** The list of naughty strings; null where it is not to be had, so that what needs it is skipped. */
export const naughtyStrings: readonly string[] | null = existsSync(file)
  ? readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { text: string }).text)
  : null;
