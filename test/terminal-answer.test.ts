// An answer as it comes, on a terminal and into a pipe.

import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Answer, Statement, Step } from '../src/answer/model.ts';
import { privacyText } from '../src/chat/privacy.ts';
import { PLAIN, renderText } from '../src/chat/render-text.ts';
import { writeAnswer } from '../src/chat/terminal-answer.ts';

const says = (words: string): Statement => ({ text: words, quotes: [], prose: true });
const answered = (...statements: Statement[]): Answer => ({
  status: 'answered',
  confidence: 0.9,
  statements,
  nearest: [],
  covers: [],
  help: [],
  notices: [{ code: 'worded', by: 'm at localhost' }],
  dropped: [],
});

async function written(steps: readonly (Step | Error)[], isTTY: boolean): Promise<string> {
  const output = Object.assign(new PassThrough(), { isTTY });
  async function* come() {
    for (const step of steps) {
      if (step instanceof Error) throw step;
      yield step;
    }
  }
  const all = text(output);
  await writeAnswer({ steps: come(), version: 'v', style: PLAIN, output, writer: 'm' }).catch((error: Error) =>
    output.write(`rejected: ${error.message}`),
  );
  output.end();
  return all;
}

const STEPS: readonly Step[] = [{ step: 'composing' }, { step: 'statement', statement: says('One.') }];
const [one, two] = [says('One.'), says('Two.')];

describe('an answer that comes in steps', () => {
  it('is written whole into a pipe, with no line of progress', async () => {
    const answer = answered(one!, two!);
    expect(await written([...STEPS, { step: 'answer', answer }], false)).toBe(`${renderText(answer, 'v')}\n`);
  });

  it('shows on a terminal each statement once, and the rest at the end', async () => {
    const shown = await written([...STEPS, { step: 'answer', answer: answered(one!, two!) }], true);
    expect(shown).toContain('waiting for m');
    expect(shown.match(/One\./g)).toHaveLength(1);
    expect(shown.indexOf('One.')).toBeLessThan(shown.indexOf('Two.'));
    expect(shown).toContain('Worded by m at localhost');
  });

  it.each([
    ['another answer', answered(two!)],
    ['no answer', { ...answered(), status: 'not-found', reason: 'not-in-sources' } as Answer],
  ])('says that what stands there does not count when it comes to %s', async (_, answer) => {
    const shown = stripVTControlCharacters(await written([...STEPS, { step: 'answer', answer }], true));
    expect(shown).toContain('does not count');
    expect(shown.endsWith(`${renderText(answer, 'v')}\n`)).toBe(true);
  });

  it('takes the line of progress away when it fails', async () => {
    const shown = await written([{ step: 'composing' }, new Error('gone')], true);
    expect(shown.endsWith('\r\u001b[2Krejected: gone')).toBe(true);
  });

  it('writes no control character for an answer that comes at once', async () => {
    expect(await written([{ step: 'answer', answer: answered(one!) }], true)).not.toContain('\u001b');
  });
});

describe('where a question goes', () => {
  it('is this machine, or the host that is configured, with what is sent', () => {
    expect(privacyText(null)).toMatch(/goes nowhere else/);
    const told = privacyText('models.example.org');
    expect(told).toContain('models.example.org');
    expect(told).toMatch(/earlier questions of this thread/);
    expect(told).toMatch(/No user name, no id/);
  });
});
