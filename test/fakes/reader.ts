// The reader over a folder of documents, on a port of its own.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openLibrary } from '../../src/library.ts';
import { standing } from '../../src/live.ts';
import { type ReaderOptions, startReader } from '../../src/reader.ts';
import { openSession } from '../../src/session.ts';

export async function openReader(folder: string, more: Partial<ReaderOptions> = {}) {
  const session = openSession(openLibrary(folder, { cacheFolder: null }));
  const logged: string[] = [];
  const options = { host: '127.0.0.1', port: 0, orFreePort: true, publicUrl: null, ...more };
  const server = await startReader(standing(session), options, (line) => logged.push(line));
  return { session, server, url: server.url, logged };
}

/** A folder with these files, and how to be rid of it. */
export function folderOf(files: Readonly<Record<string, string>>): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'publius-reader-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Documents that try to be more than text, and such as no page could hold. */
export const HOSTILE: Readonly<Record<string, string>> = {
  'markup.md': [
    '# <script>alert(1)</script> & "quotes"',
    '',
    '<script>alert(1)</script> The agency said <b onclick="x()">bold</b> & "plain" words &lt;i&gt;not&lt;/i&gt;.',
    '',
    'A [link](javascript:alert(1)), [another](JaVaScRiPt:alert(1)), [data](data:text/html,x), [good](https://example.org/a?b=1&c="x"), [user](https://good.example@evil.example/), <https://auto.example/>.',
    '',
    '![image](https://evil.example/x.png) An image is not loaded. <img src=x onerror=alert(1)> Nor is this one.',
    '',
    '*Emphasis **strong** and `code <b>`*, \\*escaped\\* and &copy; &#x1F600; and 1 < 2 > 0.',
    '',
    '</span></p></main><style>body{display:none}</style> closes nothing.',
    '',
    '| Case "a" | <b>Court</b> |',
    '| --- | --- |',
    '| *Doe* v. \\| Roe | [x](javascript:1) |',
    '|  | only the second |',
    '',
    '- one <iframe src="//evil.example">',
    '  - two " onmouseover="x()',
    '  1. three',
    '- four',
    '',
    '> quoted <svg onload=x>',
    '>',
    '> second paragraph "q"',
    '> — Speaker <b>, ¶ 3',
    '',
    '<details><summary>x</summary>Inside.</details>',
  ].join('\n'),
  'characters.md': [
    '# Characters',
    '',
    'Left \u202eright to left\u202c and \u2066isolated\u2069 words. Zero\u200bwidth\u200d and\ufeff a mark. Control \u0001 and \u0085 and \u001b[31m red.',
    '',
    'שלום עולם. مرحبا بالعالم. 你好。再见。 e\u0301 and 👩‍👩‍👧‍👦 and \ufffe and \u2028 and \u2029 and \u00a0 spaces.',
    '',
    'Ends with a backslash \\',
    'and goes on.\tTabs\tand  two spaces  \nand a break.',
  ].join('\n'),
  'windows.txt': `Title\r\n\r\n${'A sentence of a long paragraph goes on and on here.\r\n'.repeat(300)}\r\n\r\n- an item\r\n- another`,
  'line.txt': 'x'.repeat(100_000),
  'marks.md': `# Marks\n\n${'"<&>\' '.repeat(2500)}`,
  'short.md': `# Short\n\n${'A b. '.repeat(1500)}`,
  'sub folder/ünï cödé (1) %41.md': '# Odd name\n\nIt has a name that has to be encoded.',
  'guide.md':
    '---\nid: guide\ntitle: A guide\nkind: guide\ntext: digest\n---\n\nOur own words on notice come first:\n\n> Notice is due at once.\n> — A court, at 5\n\nAnd our own words come after it.',
  'headings.md':
    '#### Deep\n\nText one.\n\n# Shallow\n\n## Same\n\nText two.\n\n## Same\n\nText three.\n\nSetext\n---\n\nText four.',
  'filing.md': `---\nid: filing\ntitle: A long filing\nkind: filing\ndate: 2020-01-02\ncourt: N.D. Cal.\ndocket: 1:20-cv-1\n---\n\n# Complaint\n\n${Array.from(
    { length: 400 },
    (_, n) =>
      `${n + 1}. Paragraph number ${n + 1} alleges something about the summons. It says so in two sentences, the second of which is longer.`,
  ).join('\n\n')}`,
};
