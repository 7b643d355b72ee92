// What the chat in the terminal leaves behind on disk: nothing of what was asked, checked or summarised. The real command in a process of its own.

import { afterAll, expect, it } from 'vitest';
import { startCommand } from './fakes/real-command.ts';
import { until } from './fakes/slack/publius.ts';

const publius = startCommand([], {});
afterAll(() => publius.end());

it('writes nothing of a conversation to disk', { timeout: 60_000 }, async () => {
  const lines = [
    'May a court unmask quetzalmarker?',
    'check “unlawfully abusing a quetzalmarker investigatory tool,” said Quetzalmarker',
    'summary Twitter v. DHS and quetzalmarker',
    'timeline quetzalmarker',
    'summarise this thread',
    'quit',
  ];
  publius.child.stdin.end(`${lines.join('\n')}\n`);
  await until(() => publius.child.exitCode !== null, 50_000);
  expect(publius.child.exitCode).toBe(0);
  expect(publius.log()).toMatch(/✗ Altered[\s\S]*quetzalmarker/); // what is looked for has been at work
  expect(publius.files().length).toBeGreaterThan(0); // the saved index, so that there is something to look through
  expect(publius.tracesOf('quetzalmarker').filter((place) => place !== 'log')).toEqual([]);
});
