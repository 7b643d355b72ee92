// Passages and sentences of documents: Markdown in, an outline out. Then what must hold for any document: the shipped ones,
// generated ones and any text at all.

import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Document, Passage } from '../src/answer/model.ts';
import { parseDocument } from '../src/knowledge/document.ts';
import { plainText } from '../src/text/markdown.ts';

const encoder = new TextEncoder();

function load(text: string, path = 'x.md'): Document {
  const parsed = parseDocument(path, encoder.encode(text));
  if ('fault' in parsed) throw new Error(parsed.fault.message);
  return parsed.document;
}

const front = (kind: string, text: 'digest' | 'verbatim') =>
  `---\nid: x\ntitle: X\nkind: ${kind}\ntext: ${text}\n---\n\n`;

/** `voice [headings] {attribution}: sentence | sentence`, sentences as they are shown. */
function outline(document: Document): string[] {
  return document.passages.map((passage) => {
    const { voice, headings, speaker, pinpoint, via, kind } = passage;
    const where = headings.length > 0 ? ` [${headings.join(' > ')}]` : '';
    const whose = [speaker, pinpoint, via, kind && `(${kind})`].filter((part) => part !== undefined);
    return `${voice}${where}${whose.length > 0 ? ` {${whose.join('; ')}}` : ''}: ${shown(document, passage).join(' | ')}`;
  });
}

function shown({ text, meta }: Document, passage: Passage): string[] {
  return passage.sentences.map(({ start, end }) => plainText(text.slice(start, end), meta.format));
}

/** What holds for every document, however odd its text. */
function expectSound({ text, content, passages }: Document): void {
  expect(content).toHaveLength(text.length);
  for (const { span, sentences } of passages) {
    expect(0 <= span.start && span.end <= text.length).toBe(true);
    expect([sentences[0]!.start, sentences.at(-1)!.end]).toEqual([span.start, span.end]);
    let covered = span.start;
    for (const { start, end } of sentences) {
      expect(start >= covered && end > start && end <= span.end, `${start}–${end} after ${covered}`).toBe(true);
      expect(text.slice(start, end).trim()).toBe(text.slice(start, end));
      expect(content.slice(covered, start).trim(), 'content between two sentences').toBe('');
      covered = end;
    }
  }
}

describe('structure', () => {
  const CASES: readonly { name: string; text: string; path?: string; outline: readonly string[] }[] = [
    {
      name: 'headings nest, the title left out, and close one another',
      text: '# Title\n\nOne.\n\n## A\n\nTwo.\n\n### B\n\nThree.\n\n## C\n\nFour.\n\n# D\n\nFive.\n',
      outline: ['source: One.', 'source [A]: Two.', 'source [A > B]: Three.', 'source [C]: Four.', 'source [D]: Five.'],
    },
    {
      name: 'headings with markup, closing marks and underlines',
      text: 'Title\n=====\n\n## *Doe* v. [Reed](https://x.org) ##\n\nOne **two**.\n\nUnder\n-----\n\nThree.\n',
      outline: ['source [Doe v. Reed]: One two.', 'source [Under]: Three.'],
    },
    {
      name: 'headings without blank lines around them',
      text: '# Title\nOne.\n## A\nTwo.\nThree.\n## B\nFour.\n',
      outline: ['source: One.', 'source [A]: Two. | Three.', 'source [B]: Four.'],
    },
    {
      name: 'indented headings are headings',
      text: '  # Title\n\nOne.\n\n ## A\n\nTwo.\n',
      outline: ['source: One.', 'source [A]: Two.'],
    },
    {
      name: 'hard-wrapped paragraphs are one passage',
      text: '# Title\n\nThe account was\nhard-wrapped. It goes\non.\n\nNext.\n',
      outline: ['source: The account was hard-wrapped. | It goes on.', 'source: Next.'],
    },
    {
      name: 'list items, nested ones apart from their parents',
      text: '# Title\n\n- One. Two.\n  - Three.\n    - Four.\n- Five\n  wrapped.\n\n1. Six.\n2. Seven.\n',
      outline: [
        'source: One. | Two.',
        'source: Three.',
        'source: Four.',
        'source: Five wrapped.',
        'source: Six.',
        'source: Seven.',
      ],
    },
    {
      name: 'list items of several paragraphs',
      text: '# Title\n\n* One.\n\n  Two.\n\n* Three.\n',
      outline: ['source: One.', 'source: Two.', 'source: Three.'],
    },
    {
      name: 'numbered paragraphs of a filing',
      text: `${front('filing', 'verbatim')}# X\n\n1. Twitter is a company.\n2. It sues. It must.\n\n   More of it.\n\n14) The account is anonymous.\n\n¶ 15 It is popular.\n`,
      outline: [
        'source {¶ 1}: Twitter is a company.',
        'source {¶ 2}: It sues. | It must.',
        'source {¶ 2}: More of it.',
        'source {¶ 14}: The account is anonymous.',
        'source {¶ 15}: ¶ 15 It is popular.',
      ],
    },
    {
      name: 'numbered paragraphs of a plain filing',
      path: 'x.txt',
      text: `${front('filing', 'verbatim')}COMPLAINT\n\n1. Twitter is a company.\n\n2. It sues.\n`,
      outline: ['source: COMPLAINT', 'source {¶ 1}: 1. Twitter is a company.', 'source {¶ 2}: 2. It sues.'],
    },
    {
      name: 'numbers are no pinpoints in other kinds',
      text: `${front('guide', 'verbatim')}# X\n\n1. Write down the date.\n2. Call a lawyer.\n`,
      outline: ['source: Write down the date.', 'source: Call a lawyer.'],
    },
    {
      name: 'tables by row, the columns’ names as headings',
      text: '# Title\n\n## When\n\n| Case | Year |\n| --- | --- |\n| *Doe* v. Reed | 2010 |\n| McIntyre | 1995. Old. |  \n|  |  |\n',
      outline: [
        'source [When > Case > Year]: Doe v. Reed · 2010',
        'source [When > Case > Year]: McIntyre · 1995. Old.',
      ],
    },
    {
      name: 'code blocks without their fence',
      text: '# Title\n\n```\npublius add FILE\n```\n\nThen ask.\n',
      outline: ['source: publius add FILE', 'source: Then ask.'],
    },
    {
      name: 'no passage for rules, comments, link definitions and footnotes',
      text: '# Title\n\nOne.[^a]\n\n---\n\n<!-- draft -->\n\n[x]: https://x.org\n\n[^a]: AFP, 2017. <https://x.org>\n',
      outline: ['source: One.'],
    },
    {
      name: 'a Markdown file of bare paragraphs',
      text: 'One line. Two.\n\nThree.\n',
      outline: ['source: One line. | Two.', 'source: Three.'],
    },
    {
      name: 'plain text with blank lines, a title first',
      path: 'x.txt',
      text: 'The title\n\nOne *two* and\nthree.\n\n# Four.\n\n\n- Five.\n',
      outline: ['source: The title', 'source: One *two* and three.', 'source: # Four.', 'source: - Five.'],
    },
    {
      name: 'plain text with long lines and no blank lines: each line',
      path: 'x.txt',
      text: `${'A long line of words. '.repeat(9)}\n${'Another line of words. '.repeat(9)}\n`,
      outline: [
        `source: ${Array(9).fill('A long line of words.').join(' | ')}`,
        `source: ${Array(9).fill('Another line of words.').join(' | ')}`,
      ],
    },
    {
      name: 'plain text with short lines and no blank lines: one passage',
      path: 'x.txt',
      text: 'The account was\nhard-wrapped. It goes\non.\n',
      outline: ['source: The account was hard-wrapped. | It goes on.'],
    },
    {
      name: 'pages of plain text',
      path: 'x.txt',
      text: 'One page.\fTwo pages.\n',
      outline: ['source: One page.', 'source: Two pages.'],
    },
  ];

  it.each(CASES)('$name', ({ text, path, outline: expected }) => {
    const document = load(text, path);
    expect(outline(document)).toEqual(expected);
    expectSound(document);
  });

  it.each(CASES)('$name, with CRLF line ends', ({ text, path, outline: expected }) => {
    const document = load(text.replaceAll('\n', '\r\n'), path);
    expect(outline(document)).toEqual(expected);
    expectSound(document);
  });
});

describe('digest and source', () => {
  const CASES: readonly { name: string; text: string; outline: readonly string[] }[] = [
    {
      name: 'block quotes are the source’s words, all else is ours',
      text: '# X\n\nAFP reported it.[^a]\n\n> unlawfully abusing a tool\n> — Complaint, ¶ 1, quoted by AFP (filing)[^a]\n\nIt ended.\n\n[^a]: AFP.\n',
      outline: [
        'digest: AFP reported it.',
        'source {Complaint; ¶ 1; quoted by AFP; (filing)}: unlawfully abusing a tool',
        'digest: It ended.',
      ],
    },
    {
      name: 'paragraphs, lists, tables and code outside them are ours',
      text: '# X\n\n- One.\n\n1. Two.\n\n| A |\n| - |\n| Three |\n\n```\nfour\n```\n',
      outline: ['digest: One.', 'digest: Two.', 'digest [A]: Three', 'digest: four'],
    },
    {
      name: 'bare paragraphs, without any markup, are ours too',
      text: '# X\n\nTwitter sued. It ended.\n',
      outline: ['digest: Twitter sued. | It ended.'],
    },
    {
      name: 'numbered lists are ours, and no paragraphs of the filing',
      text: '# X\n\n12. It alleges a thing.\n\n> the thing\n> — Complaint ¶ 12\n',
      outline: ['digest: It alleges a thing.', 'source {Complaint; ¶ 12}: the thing'],
    },
    {
      name: 'hard-wrapped block quotes, with bold, of several paragraphs',
      text: '# X\n\n> The **rights** of\n> free speech. They\n> hold.\n>\n> More of\n> it.\n> — Judge Doe\n',
      outline: ['source {Judge Doe}: The rights of free speech. | They hold.', 'source {Judge Doe}: More of it.'],
    },
    {
      name: 'a block quote without the space, an attribution in its own paragraph',
      text: '# X\n\n>It fell.\n>It rose.\n>\n>— The Court\n\nOurs.\n',
      outline: ['source {The Court}: It fell. | It rose.', 'digest: Ours.'],
    },
    {
      name: 'two block quotes in a row',
      text: '# X\n\n> One.\n> — A\n\n> Two.\n> — B\n',
      outline: ['source {A}: One.', 'source {B}: Two.'],
    },
    {
      name: 'a block quote in a list, between our own words',
      text: '# X\n\n- Ours:\n\n  > Theirs.\n  > — A, ¶ 3\n\n  Ours again.\n',
      outline: ['digest: Ours:', 'source {A; ¶ 3}: Theirs.', 'digest: Ours again.'],
    },
    {
      name: 'a list and a nested quotation inside a block quote',
      text: '# X\n\n> - One.\n> - Two.\n>\n> > Three.\n>\n> — A\n',
      outline: ['source {A}: One. | Two.', 'source {A}: Three.'],
    },
    {
      name: 'no attribution: the words, and nobody’s name',
      text: '# X\n\n> Nobody said this.\n',
      outline: ['source: Nobody said this.'],
    },
    {
      name: 'an attribution alone quotes nothing',
      text: '# X\n\nOurs.\n\n> — A\n',
      outline: ['digest: Ours.'],
    },
    {
      name: 'a dash inside the quoted words is no attribution',
      text: '# X\n\n> It fell\n> — as all knew — at once.\n> It rose.\n',
      outline: ['source: It fell — as all knew — at once. | It rose.'],
    },
  ];

  it.each(CASES)('$name', ({ text, outline: expected }) => {
    const document = load(front('filing', 'digest') + text);
    expect(outline(document)).toEqual(expected);
    expectSound(document);
  });

  it.each(CASES)('$name, with CRLF line ends', ({ text, outline: expected }) => {
    expect(outline(load((front('filing', 'digest') + text).replaceAll('\n', '\r\n')))).toEqual(expected);
  });

  it('a digest in a plain text file is ours', () => {
    const document = load(`${front('guide', 'digest')}Twitter sued.\n\nIt ended.\n`, 'x.txt');
    expect(outline(document)).toEqual(['digest: Twitter sued.', 'digest: It ended.']);
  });

  it('a verbatim document is the source’s throughout, its block quotes with their speakers', () => {
    const document = load(`${front('opinion', 'verbatim')}It held:\n\n> a shield\n> — McIntyre, 514 U.S. at 357\n`);
    expect(outline(document)).toEqual(['source: It held:', 'source {McIntyre; 514 U.S. at 357}: a shield']);
  });
});

describe('attribution lines', () => {
  const LINES: readonly (readonly [line: string, expected: string])[] = [
    ['— Complaint ¶ 1', 'Complaint; ¶ 1'],
    ['— Complaint, ¶ 43', 'Complaint; ¶ 43'],
    ['— Complaint', 'Complaint'],
    ['– Complaint', 'Complaint'],
    ['-- Complaint', 'Complaint'],
    ['—Complaint', 'Complaint'],
    ['— **Complaint**', 'Complaint'],
    ['— Complaint[^afp]', 'Complaint'],
    ['— Complaint (filing)', 'Complaint; (filing)'],
    ['— Complaint ¶ 1 (filing)[^afp][^b]', 'Complaint; ¶ 1; (filing)'],
    ['— Complaint, quoted by AFP (filing)[^afp]', 'Complaint; quoted by AFP; (filing)'],
    ['— Complaint, ¶ 1, quoted in part by AFP (filing)', 'Complaint; ¶ 1; quoted in part by AFP; (filing)'],
    ['— Complaint, ¶ 1, quoted by CNET and The Guardian', 'Complaint; ¶ 1; quoted by CNET and The Guardian'],
    ['— DHS, label, as reported by The Intercept', 'DHS; label; as reported by The Intercept'],
    [
      '— Talley, 362 U.S. at 64, quoted in McIntyre, 514 U.S. at 341',
      'Talley; 362 U.S. at 64; quoted in McIntyre, 514 U.S. at 341',
    ],
    ['— AFP, 6 April 2017', 'AFP; 6 April 2017'],
    ['— Justice Stevens, McIntyre, 514 U.S. at 341', 'Justice Stevens; McIntyre, 514 U.S. at 341'],
    ['— 19 U.S.C. § 1509(d)', '19 U.S.C.; § 1509(d)'],
    ['— 19 U.S.C. 1509, subsection (a)', '19 U.S.C. 1509; subsection (a)'],
    ['— Twitter, Inc., complaint, ¶ 3', 'Twitter, Inc.; complaint, ¶ 3'],
    ['— Ron Wyden (D-Ore.)', 'Ron Wyden (D-Ore.)'],
    ['— Ron Wyden (senator)', 'Ron Wyden (senator)'],
  ];
  it.each(LINES)('%s', (line, expected) => {
    const document = load(`${front('reporting', 'digest')}# X\n\n> its words\n> ${line}\n`);
    expect(outline(document)).toEqual([`source {${expected}}: its words`]);
  });
});

describe('markup at the edges of sentences', () => {
  const CASES: readonly (readonly [markdown: string, shown: readonly string[]])[] = [
    ['**Held:** the ban is void. It fell.', ['Held: the ban is void.', 'It fell.']],
    ['**The ban is void.** It fell.', ['The ban is void.', 'It fell.']],
    ['It fell. **The ban is void.**', ['It fell.', 'The ban is void.']],
    ['**It fell. It rose.** It fell.', ['It fell.', 'It rose.', 'It fell.']],
    ['It fell.*The ban* is void.', ['It fell.', 'The ban is void.']],
    ['他走了。**规则**有效。', ['他走了。', '规则有效。']],
    ['_See_ Doe. It fell.', ['See Doe.', 'It fell.']],
    ['*"The ban"* fell. It rose.', ['"The ban" fell.', 'It rose.']],
    ['`publius` answers. Ask `publius`.', ['publius answers.', 'Ask publius.']],
    ['[The opinion](https://x.org) holds. It fell.', ['The opinion holds.', 'It fell.']],
    ['It fell. See [the opinion](https://x.org/a.b?c)', ['It fell.', 'See the opinion']],
    ['It fell. [The opinion](https://x.org) holds.', ['It fell.', 'The opinion holds.']],
    ['It fell. See <https://x.org>', ['It fell.', 'See https://x.org']],
    ['It fell.[^a] The ban[^a] is void.[^a]', ['It fell.', 'The ban is void.']],
    ['It fell <b>here</b>. *It* rose.', ['It fell here.', 'It rose.']],
    ['It fell \\[here\\]. \\*It rose.', ['It fell [here].', '*It rose.']],
    ['AT&amp;T fell. It rose &mdash; once.', ['AT&T fell.', 'It rose — once.']],
  ];
  it.each(CASES)('%s', (markdown, expected) => {
    const document = load(`# X\n\n${markdown}\n\n[^a]: AFP.\n`);
    expectSound(document);
    expect(document.passages.map((passage) => shown(document, passage))).toEqual([expected]);
  });
});

describe('footnotes', () => {
  it('are kept by label with their link, and are no passage', () => {
    const document = load(
      '# X\n\nOne.[^a] Two.[^B]\n\n[^a]: Julia Fioretti, *Reuters*, 6 April 2017. <https://x.org/a>\n[^B]: No link.\n    Wrapped.\n',
    );
    expect(document.meta.footnotes).toEqual({
      a: { text: 'Julia Fioretti, Reuters, 6 April 2017.', url: 'https://x.org/a' },
      b: { text: 'No link. Wrapped.', url: null },
    });
    expect(outline(document)).toEqual(['source: One. | Two.']);
  });

  it('may have a bare link', () => {
    const document = load('One.[^a]\n\n[^a]: AFP, https://x.org/a_b(c\n');
    expect(document.meta.footnotes).toMatchObject({ a: { url: 'https://x.org/a_b(c' } });
  });
});

describe('long text', () => {
  const numbered = (count: number, words: string) => Array.from({ length: count }, (_, i) => `Sentence ${i} ${words}.`);

  it.each(['x.md', 'x.txt'])('a huge paragraph in %s becomes windows that overlap by half', (path) => {
    const sentences = numbered(
      30,
      'is one of very many in a paragraph that says far too many things at once,'.repeat(2),
    );
    const document = load(`Title\n\n${sentences.join(' ')}\n`, path);
    const windows = document.passages.slice(1).map((passage) => shown(document, passage));
    expect(windows.length).toBeGreaterThan(3);
    for (const [i, window] of windows.entries()) expect(window).toEqual(sentences.slice(i * 4, i * 4 + 8));
    expect(windows.at(-1)!.at(-1)).toBe(sentences.at(-1));
    expectSound(document);
  });

  it('a paragraph of few sentences stays whole', () => {
    const document = load(`${numbered(7, `is long${' and long'.repeat(80)}`).join(' ')}\n`);
    expect(document.passages).toHaveLength(1);
    expect(document.passages[0]!.sentences).toHaveLength(7);
  });

  it.each([
    ['clauses', 'a clause of this very long sentence; '.repeat(100), /;$/],
    ['words', 'word '.repeat(600), /word$/],
    ['one word', 'w'.repeat(3000), /^w{1200}$/],
    ['characters of two units', '😀'.repeat(1500), /^(?:😀)+$/u],
    ['CJK', '法'.repeat(3000), /^法{1200}$/],
  ])('a sentence of more than 1,200 characters is cut between %s', (_name, text, cut) => {
    const document = load(`${text.trim()}\n`);
    const parts = document.passages.flatMap(({ sentences }) =>
      sentences.map((s) => document.text.slice(s.start, s.end)),
    );
    expect(parts.length).toBeGreaterThan(2);
    expect(parts.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
    for (const part of parts) expect(part.length).toBeLessThanOrEqual(1200);
    for (const part of parts.slice(0, -1)) expect(part).toMatch(cut);
    expectSound(document);
  });

  it.each(['x.md', 'x.txt'])('a paragraph of 100,000 characters in %s is split in moderate time', (path) => {
    const text = 'It is one sentence of many. '.repeat(3600);
    const began = performance.now();
    const document = load(text, path);
    expect(performance.now() - began).toBeLessThan(5000); // 0.1 s when it grows with the length, 20 s with its square
    expect(document.passages.at(-1)!.span.end).toBe(text.trimEnd().length);
  });
});

describe('front matter', () => {
  const body = '# X\n\nOne.\n\n> Two.\n> — A\n';
  it.each([
    ['LF', front('filing', 'digest') + body],
    ['CRLF', (front('filing', 'digest') + body).replaceAll('\n', '\r\n')],
  ])('is in the text that offsets count, but in no passage and no content (%s)', (_name, text) => {
    const document = load(text);
    expect(document.text).toBe(text);
    expect(document.passages[0]!.span.start).toBe(text.indexOf('One.'));
    expect(document.content.slice(0, text.indexOf('# X')).trim()).toBe('');
  });

  it('is in no content of a plain file either', () => {
    const text = `${front('filing', 'verbatim')}One.\n\nTwo.\n`;
    const document = load(text, 'x.txt');
    expect(document.passages[0]!.span.start).toBe(text.indexOf('One.'));
    expect(document.content.slice(0, text.indexOf('One.')).trim()).toBe('');
  });
});

describe('the shipped documents', () => {
  const folder = new URL('../knowledge/', import.meta.url);
  const files = readdirSync(folder).filter((name) => name.endsWith('.md'));

  it('are there', () => expect(files.length).toBeGreaterThan(50));

  it.each(files)('%s', (name) => {
    const document = load(readFileSync(new URL(name, folder), 'utf8'), name);
    expectSound(document);
    const { text, content, passages, meta } = document;
    const inPassage = new Uint8Array(text.length);
    for (const { span, sentences, voice } of passages) {
      inPassage.fill(1, span.start, span.end);
      for (const { start, end } of sentences) {
        expect(plainText(text.slice(start, end), 'markdown')).not.toBe('');
        const lines = text.slice(text.lastIndexOf('\n', start) + 1, end).split('\n');
        const quoted = lines.map((line) => /^\s*>/.test(line));
        if (meta.text === 'digest') expect(quoted, lines.join('\n')).toEqual(lines.map(() => voice === 'source'));
      }
    }
    let at = 0;
    for (const line of text.split('\n')) {
      const lost = [...line].some((_, i) => /\S/.test(content[at + i] ?? '') && inPassage[at + i] === 0);
      if (lost) expect(line).toMatch(/^\s*(?:#{1,6} |>\s*—|\|)/); // a heading, an attribution, a table's head
      at += line.length + 1;
    }
  });
});

describe('generated Markdown', () => {
  /** Our own words are all "ours", the source's all "theirs", so that a sentence which mixes them shows it. */
  const sentence = (word: string) =>
    fc
      .record({
        length: fc.integer({ min: 1, max: 12 }),
        wrap: fc.boolean(),
        mark: fc.constantFrom('', '', '**', '*', '_', '`'),
        tail: fc.constantFrom('.', '.', '?', '.[^a]', ' v. Doe.', ', 19 U.S.C. § 1.', ' […].', ' <b>x</b>.'),
      })
      .map(({ length, wrap, mark, tail }) => {
        const words = Array.from({ length }, (_, i) => (i === 0 ? word[0]!.toUpperCase() + word.slice(1) : word));
        return words.map((w, i) => (i === length - 1 ? mark + w + mark : w)).join(wrap ? '\n' : ' ') + tail;
      });
  const paragraph = (word: string) => fc.array(sentence(word), { minLength: 1, maxLength: 4 }).map((s) => s.join(' '));
  const quote = (prefix: string) =>
    fc
      .tuple(
        paragraph('theirs'),
        fc.constantFrom('', '\n— A', '\n— A, ¶ 3 (filing)[^a]', '\n\nTheirs too.\n\n— A', '\n\n- Theirs.'),
      )
      .map(([text, end]) =>
        `${text}${end}`
          .split('\n')
          .map((line) => `${prefix}${line}`.trimEnd())
          .join('\n'),
      );
  const indent = (text: string, by: string) => text.replaceAll('\n', `\n${by}`);
  const block = fc.oneof(
    { arbitrary: paragraph('ours'), weight: 4 },
    { arbitrary: quote('> '), weight: 4 },
    quote('>'),
    fc.constantFrom('## Ours', '### Ours *too*', '---', '<!-- ours -->', '```\nours ours\n```', '    ours'),
    fc
      .array(paragraph('ours'), { minLength: 1, maxLength: 3 })
      .map((items) => items.map((i) => `- ${indent(i, '  ')}`).join('\n')),
    fc.tuple(paragraph('ours'), quote('> ')).map(([a, b]) => `1. ${indent(a, '   ')}\n\n   ${indent(b, '   ')}`),
    fc.tuple(sentence('ours'), sentence('ours')).map(([a, b]) => {
      const cells = [a, b].map((cell) => cell.replaceAll('\n', ' '));
      return `| Ours | Ours |\n| --- | --- |\n| ${cells.join(' | ')} |`;
    }),
  );
  const markdown = fc
    .tuple(fc.array(block, { minLength: 1, maxLength: 8 }), fc.constantFrom('\n', '\r\n'))
    .map(([blocks, lineEnd]) => `# X\n\nOurs.\n\n${blocks.join('\n\n')}\n\n[^a]: AFP.\n`.replaceAll('\n', lineEnd));

  it('keeps our words and the source’s in sentences apart, in its own order', () => {
    fc.assert(
      fc.property(markdown, (body) => {
        const document = load(front('guide', 'digest') + body);
        expectSound(document);
        for (const { voice, sentences } of document.passages) {
          for (const { start, end } of sentences) {
            const slice = document.text.slice(start, end);
            expect(slice).not.toMatch(voice === 'source' ? /\bours\b/i : /\btheirs\b/i);
          }
        }
        const starts = document.passages.map(({ span }) => span.start);
        expect(starts).toEqual(starts.toSorted((a, b) => a - b));
      }),
      { numRuns: 400 },
    );
  });

  it('loses no word: each stands in one sentence', () => {
    fc.assert(
      fc.property(markdown, (body) => {
        const document = load(front('guide', 'digest') + body);
        const found = document.passages.flatMap((passage) => shown(document, passage)).join(' ');
        const count = (text: string, word: string) => text.match(new RegExp(`\\b${word}\\b`, 'gi'))?.length ?? 0;
        const bare = document.text
          .slice(document.text.indexOf('# X'))
          .replace(/<!--.*?-->|^#+.*$|^\|.*\|(?=\r?\n\| ---)/gm, '');
        for (const word of ['ours', 'theirs']) expect(count(found, word)).toBe(count(bare.replaceAll('_', ' '), word));
      }),
      { numRuns: 400 },
    );
  });

  it('is split the same way twice', () => {
    fc.assert(
      fc.property(markdown, (body) => {
        expect(load(body)).toEqual(load(body));
      }),
      { numRuns: 50 },
    );
  });
});

describe('any text', () => {
  const fragment = fc.constantFrom(
    ...['# ', '## ', '> ', '>', '- ', '1. ', '    ', '\t', '| a | b |\n| - | - |\n', '|', '```\n', '---\n', '===\n'],
    ...[
      '**',
      '*',
      '_',
      '`',
      '[',
      '](x)',
      '[^a]',
      '[^a]: ',
      '<b>',
      '<!--',
      '&amp;',
      '\\',
      '— A',
      '¶ 3',
      '\u00a0',
      '\f',
      '\u2028',
    ],
    ...[
      '\n',
      '\n',
      '\n\n',
      '\r\n',
      '\r',
      ' ',
      ' ',
      'a.',
      'A b. C',
      'v. ',
      '他。',
      'é',
      '\u0301',
      '😀',
      'x'.repeat(1300),
    ],
  );
  const anyText = fc.oneof(
    fc.array(fragment, { maxLength: 25 }).map((parts) => parts.join('')),
    fc.string({ unit: 'binary', maxLength: 100 }).map((text) => text.replaceAll('\0', '')),
  );

  it.each(['x.md', 'x.txt'])('gives sound passages or a reason, as %s', (path) => {
    fc.assert(
      fc.property(
        anyText,
        fc.constantFrom('', front('filing', 'digest'), front('opinion', 'verbatim')),
        (text, head) => {
          const parsed = parseDocument(path, encoder.encode(head + text));
          if ('document' in parsed) expectSound(parsed.document);
          else expect(parsed.fault.message).not.toBe('');
        },
      ),
      { numRuns: 1500 },
    );
  });
});
