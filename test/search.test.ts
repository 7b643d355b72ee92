// The index and the retriever: what is found and in which order, on collections small enough to judge by eye; and the two
// properties that everything else rests on: updating equals building anew, and no question can make it throw.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Document } from '../src/answer/model.ts';
import { parseDocument } from '../src/knowledge/document.ts';
import { readConcepts } from '../src/search/concepts.ts';
import { documentOf, Index } from '../src/search/index.ts';
import { createRetriever } from '../src/search/retriever.ts';

/** A document from text, as the loader makes it; front matter allowed. */
function parse(id: string, text: string): Document {
  const parsed = parseDocument(`${id}.md`, Buffer.from(text));
  if ('fault' in parsed) throw new Error(parsed.fault.message);
  return { ...parsed.document, meta: { ...parsed.document.meta, id } };
}

/** Documents by id, in the order that the index wants them. */
function documentsFrom(texts: Readonly<Record<string, string>>): Document[] {
  const ids = Object.keys(texts).sort((a, b) => (a < b ? -1 : 1));
  return ids.map((id) => parse(id, texts[id]!));
}

function indexOf(texts: Readonly<Record<string, string>>): Index {
  return Index.build(documentsFrom(texts));
}

/** A ranking as plain data: ids, spans and scores. */
function rank(index: Index, text: string, history: string[] = [], limit = 50) {
  const { hits, attainable, concepts } = index.rank(readConcepts({ text, history }), limit);
  return {
    hits: hits.map((hit) => ({
      id: documentOf(hit).id,
      start: hit.segment.passageStart[hit.passage]!,
      end: hit.segment.passageEnd[hit.passage]!,
      score: hit.score,
    })),
    attainable,
    concepts,
  };
}

function ids(index: Index, text: string, history: string[] = []): string[] {
  return rank(index, text, history).hits.map(({ id }) => id);
}

describe('ranking', () => {
  // texts by id | question | ids in order (the rest may follow)
  const cases: readonly (readonly [why: string, texts: Record<string, string>, question: string, first: string[]])[] = [
    ['only what holds a word of it', { a: 'Cats sleep.', b: 'Dogs bark.' }, 'dogs', ['b']],
    [
      'a rare word counts for more than a common one',
      { a: 'The summons summons summons.', b: 'The raccoon came.', c: 'A summons.', d: 'One summons more.' },
      'summons raccoon',
      ['b'],
    ],
    [
      'both words before one of them twice',
      { a: 'A zebra and a giraffe.', b: 'A zebra, a zebra.', c: 'A giraffe here.', d: 'Nothing of it.' },
      'zebra giraffe',
      ['a'],
    ],
    [
      'the shorter passage of two',
      { a: `Zebra ${'and other animals of the plain '.repeat(9)}.`, b: 'Zebra here.' },
      'zebra',
      ['b', 'a'],
    ],
    [
      'a title helps its passages',
      { a: '# Zebra\n\nIt runs in herds.', b: '# Lion\n\nIt runs in prides.' },
      'zebra runs',
      ['a', 'b'],
    ],
    [
      'a heading helps the passages below it and no others',
      { a: '# Animals\n\n## Zebra\n\nIt runs in herds.\n\n## Lion\n\nIt runs alone.' },
      'zebra runs',
      ['a', 'a'],
    ],
    ['another form of the word', { a: 'Twitter sued the agency.', b: 'Twitter grew.' }, 'suing agencies', ['a']],
    ['an irregular form', { a: 'The court held it void.', b: 'The clerk left early.' }, 'what did they hold', ['a']],
    ['case and accents do not matter', { a: 'Über Müller.', b: 'Of Miller.' }, 'uber MULLER', ['a']],
    ['the asker’s word before its synonym', { a: 'Her attorney came.', b: 'Her lawyer came.' }, 'lawyer', ['b', 'a']],
    [
      'a number in words and in figures',
      { a: 'The Ninth Circuit ruled.', b: 'The Tenth Circuit ruled.' },
      '9th Circuit',
      ['a'],
    ],
  ];
  it.each(cases)('%s', (_why, texts, question, first) => {
    expect(ids(indexOf(texts), question).slice(0, first.length)).toEqual(first);
  });

  it('a heading’s passage comes before the one of another heading', () => {
    const text = '# Animals\n\n## Lion\n\nIt runs alone.\n\n## Zebra\n\nIt runs in herds.';
    const [best] = rank(indexOf({ a: text }), 'zebra runs').hits;
    expect(text.slice(best!.start, best!.end)).toBe('It runs in herds.');
  });

  it('words of the front matter’s title, other names, citation and docket find the document', () => {
    const front =
      '---\nid: k\ntitle: Krinsky v. Doe 6\nalso: [the hyperbole case]\nkind: opinion\ncitation: 159 Cal. App. 4th 1154\ndocket: H030767\n---\n\n';
    const index = indexOf({ k: `${front}The motion was granted.`, other: 'The motion was denied.' });
    for (const question of ['Krinsky', 'hyperbole', 'H030767', '159 Cal. App. 4th 1154', 'Krinsky v. Doe']) {
      expect([question, ids(index, question)[0]]).toEqual([question, 'k']);
    }
  });

  it('front matter and footnote definitions are no passages', () => {
    const text =
      '---\nid: a\ntitle: Title\nkind: guide\nrights: raccoon\n---\n\nText.[^1]\n\n[^1]: A walrus. <https://example.org>';
    expect(ids(indexOf({ a: text }), 'raccoon walrus')).toEqual([]);
  });

  it('ties go by id, then by place, whatever the order of building', () => {
    const texts = { b: 'Zebra runs.\n\nZebra runs.', a: 'Zebra runs.\n\nZebra runs.', c: 'Zebra runs.\n\nZebra runs.' };
    const { hits } = rank(indexOf(texts), 'zebra');
    expect(hits.map(({ id, start }) => `${id}${start}`)).toEqual(['a0', 'a13', 'b0', 'b13', 'c0', 'c13']);
    expect(new Set(hits.map(({ score }) => score)).size).toBe(1);
    const late = indexOf({ b: texts.b, c: texts.c });
    late.update(new Set(), documentsFrom({ a: texts.a }));
    expect(rank(late, 'zebra')).toEqual(rank(indexOf(texts), 'zebra'));
  });

  it('ties are not cut in another order by a small limit', () => {
    const texts = Object.fromEntries(
      Array.from({ length: 60 }, (_, n) => [`d${String(n).padStart(2, '0')}`, 'Zebra here.']),
    );
    const index = indexOf(texts);
    expect(rank(index, 'zebra', [], 5).hits.map(({ id }) => id)).toEqual(['d00', 'd01', 'd02', 'd03', 'd04']);
    expect(rank(index, 'zebra', [], 40).hits).toHaveLength(40);
  });

  it('an empty index and a question of stop words find nothing', () => {
    expect(rank(Index.build([]), 'zebra').hits).toEqual([]);
    expect(rank(indexOf({ a: 'The cat.' }), 'what is the').hits).toEqual([]);
  });

  it('no score is above the attainable one', () => {
    const texts = { a: '# Zebra\n\n## Zebra\n\nZebra, a zebra and zebras.', b: 'A lion.', c: 'Two lions and a zebra.' };
    for (const question of ['zebra', 'zebra lion', 'zebra lion walrus']) {
      const { hits, attainable } = rank(indexOf(texts), question);
      expect(hits[0]!.score).toBeLessThanOrEqual(attainable);
    }
  });
});

describe('citations, dockets, handles and case names', () => {
  const index = indexOf({
    statute: 'A summons under 19 U.S.C. § 1509(a) asks for records.',
    other: 'A summons under 18 U.S.C. § 2703(d) asks for records.',
    docket: 'The case is 3:17-cv-01916 in San Francisco.',
    wrong: 'The case is 3:18-cv-01917 in San Francisco.',
    handle: 'The account @ALT_USCIS posts.',
    agency: 'The account @USCIS posts.',
    case: 'In Twitter, Inc. v. U.S. Department of Homeland Security nobody ruled.',
    garland: 'In Twitter v. Garland a court ruled.',
  });
  it.each([
    ['19 U.S.C. 1509', 'statute'],
    ['19 USC 1509', 'statute'],
    ['19 U.S.C. § 1509(a)', 'statute'],
    ['section 1509', 'statute'],
    ['§1509', 'statute'],
    ['§ 2703(d)', 'other'],
    ['18 usc 2703', 'other'],
    ['3:17-cv-01916', 'docket'],
    ['what is 3:17-cv-01916 about?', 'docket'],
    ['case 17-cv-01916', 'docket'],
    ['@ALT_USCIS', 'handle'],
    ['ALT_USCIS', 'handle'],
    ['alt uscis', 'handle'],
    ['@alt_uscis', 'handle'],
    ['@USCIS', 'agency'],
    ['Twitter v. DHS', 'case'],
    ['twitter vs dhs', 'case'],
    ['Twitter, Inc. v. Department of Homeland Security', 'case'],
    ['Twitter v Garland', 'garland'],
  ])('%s', (question, first) => {
    expect(ids(index, question)[0]).toBe(first);
  });
});

describe('acronyms find their long forms and long forms their acronyms', () => {
  it.each([
    ['DHS', 'Department of Homeland Security'],
    ['CBP', 'Customs and Border Protection'],
    ['ACLU', 'American Civil Liberties Union'],
    ['FOIA', 'Freedom of Information Act'],
    ['NSL', 'national security letter'],
  ])('%s', (short, long) => {
    const index = indexOf({
      far: 'A quite different matter.',
      long: `It was the ${long} then.`,
      short: `It was the ${short} then.`,
    });
    const both = (question: string) => ids(index, question).slice(0, 2).sort();
    expect(both(`the ${short}`)).toEqual(['long', 'short']);
    expect(both(`the ${long}`)).toEqual(['long', 'short']);
    expect(both(`the ${long.toLowerCase()}`)).toEqual(['long', 'short']);
  });
});

describe('spelling', () => {
  const index = indexOf({
    summons: 'The summons went out by fax.',
    krinsky: 'Krinsky was an executive.',
    anonymous: 'Anonymous speakers are protected.',
    mask: 'A mask hides a bond in the band. The rust was fine.',
    subpoena: 'A grand jury subpoena is secret.',
  });
  it.each([
    ['sumons', 'summons'],
    ['summnos', 'summons'],
    ['Krinksy', 'krinsky'],
    ['Krinskey', 'krinsky'],
    ['anonimous', 'anonymous'],
    ['anoynmous', 'anonymous'],
    ['subpena', 'subpoena'],
    ['the sumons to Twitter', 'summons'],
  ])('"%s" finds', (question, first) => {
    expect(ids(index, question)[0]).toBe(first);
    expect(rank(index, question).concepts.some(({ corrected }) => corrected !== undefined)).toBe(true);
  });

  it.each(['Musk', 'Bono', 'Rust v.', 'Bo', 'Ng', 'xyz', 'Bnd', 'Mas'])('"%s" is a name, not a slip', (name) => {
    const corrected = rank(index, `Who is ${name}`).concepts.map((concept) => concept.corrected);
    expect(corrected.filter((one) => one !== undefined)).toEqual([]);
  });

  it.each(['2017', '1509', '3:17-cv-01916', 'R2D2X4'])('"%s" is never corrected to another number', (number) => {
    const other = indexOf({ a: 'In 2018, section 1508, case 3:17-cv-01917, R2D2X5.' });
    expect(rank(other, number).concepts.every(({ corrected }) => corrected === undefined)).toBe(true);
  });

  it('a word that the collection knows is not corrected', () => {
    const both = indexOf({ a: 'The summons.', b: 'The sermons.' });
    expect(ids(both, 'sermons')).toEqual(['b']);
    expect(rank(both, 'sermons').concepts.every(({ corrected }) => corrected === undefined)).toBe(true);
  });

  it('a far word is unknown, and counts against the attainable score', () => {
    const known = rank(index, 'summons');
    const more = rank(index, 'summons hippopotamus');
    expect(more.concepts.map((concept) => concept.known)).toEqual([true, false]);
    expect(more.attainable).toBeGreaterThan(known.attainable);
  });

  it('does not lean on words of documents that are gone', () => {
    const texts = { far: 'The zarbelquooz came.', near: 'The zarbelquat came.', z: 'Nothing.' };
    const changed = indexOf(texts);
    changed.update(new Set(['near']), []);
    const fresh = indexOf({ far: texts.far, z: texts.z });
    for (const question of ['zarbelquot', 'zarbelquaz']) expect(rank(changed, question)).toEqual(rank(fresh, question));
    expect(ids(fresh, 'zarbelquot')).toEqual(['far']); // the case is a case: the far word is within reach
  });
});

describe('a follow-up leans on the question before it', () => {
  const index = indexOf({
    krinsky: '# Krinsky v. Doe 6\n\nThe appeal was won.',
    talley: '# Talley v. California\n\nThe ordinance was void.',
    other: '# Another\n\nThe appeal was lost and the ordinance kept.',
  });
  it.each([
    ['And what happened next?', 'What did Krinsky decide?', 'krinsky'],
    ['what about the appeal?', 'Tell me of Krinsky', 'krinsky'],
    ['Was it void?', 'Tell me of Talley', 'talley'],
    ['why?', 'What was Talley about?', 'talley'],
  ])('%s after "%s"', (question, before, first) => {
    const { hits, concepts } = rank(index, question, [before]);
    expect(hits[0]!.id).toBe(first);
    expect(concepts.some(({ fromHistory }) => fromHistory)).toBe(true);
  });

  it('a question that stands by itself does not', () => {
    const { hits, concepts } = rank(index, 'What did Talley v. California hold?', ['What did Krinsky decide?']);
    expect(hits[0]!.id).toBe('talley');
    expect(concepts.some(({ fromHistory }) => fromHistory)).toBe(false);
  });

  it('only the last question of the thread counts', () => {
    const { hits } = rank(index, 'and then?', ['Tell me of Krinsky', 'Tell me of Talley']);
    expect(hits[0]!.id).toBe('talley');
  });

  it('a word said again counts as this question’s', () => {
    const { concepts } = rank(index, 'and Krinsky?', ['What did Krinsky decide?']);
    expect(concepts.find(({ surface }) => surface === 'Krinsky')?.fromHistory).toBeUndefined();
  });
});

describe('the retriever', () => {
  const texts = {
    a: '---\nid: a\ntitle: A matter\nkind: filing\ntext: digest\n---\n\nThe complaint says of the zebra:\n\n> a zebra is a **horse**\n> — Complaint, ¶ 1\n\nAnother zebra. It runs.',
    b: 'Zebras live here.\n\n| animal | legs |\n| --- | --- |\n| zebra | 4 |\n',
  };
  const index = indexOf(texts);
  it('hands over exact slices with unique ids, and neighbours of a block quote', async () => {
    const { found } = await createRetriever(() => index).retrieve({ text: 'zebra horse', history: [] }, 10);
    const names = found.flatMap(({ sentences, intro, quoted }) =>
      [sentences, intro?.sentences ?? [], quoted?.sentences ?? []].flat(),
    );
    expect(new Set(names.map(({ id }) => id)).size).toBe(names.length);
    for (const { document, sentences, text, passage } of found) {
      const whole = texts[document.id as keyof typeof texts];
      expect(text).toBe(whole.slice(passage.span.start, passage.span.end));
      for (const sentence of sentences) expect(sentence.text).toBe(whole.slice(sentence.span.start, sentence.span.end));
    }
    const quote = found.find(({ passage }) => passage.voice === 'source' && passage.speaker === 'Complaint')!;
    expect(quote.sentences.map(({ shown }) => shown)).toEqual(['a zebra is a horse']);
    expect(quote.passage.pinpoint).toBe('¶ 1');
    expect(quote.intro?.sentences[0]?.shown).toBe('The complaint says of the zebra:');
    const intro = found.find(({ text }) => text.startsWith('The complaint says'))!;
    expect(intro.quoted?.sentences[0]?.shown).toBe('a zebra is a horse');
  });

  it('answers from the index of the moment', async () => {
    let current = indexOf({ a: 'One zebra.' });
    const retriever = createRetriever(() => current);
    const first = await retriever.retrieve({ text: 'zebra', history: [] }, 5);
    current = indexOf({ b: 'Two zebras.' });
    const second = await retriever.retrieve({ text: 'zebra', history: [] }, 5);
    expect([first, second].map(({ found }) => found.map(({ document }) => document.id))).toEqual([['a'], ['b']]);
  });

  it('keeps to the limit, best first', async () => {
    const many = indexOf(
      Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`d${n}`, `Zebra ${n}. ${'word '.repeat(n)}`])),
    );
    const { found } = await createRetriever(() => many).retrieve({ text: 'zebra', history: [] }, 7);
    expect(found.map(({ id }) => id)).toEqual(['p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7']);
  });
});

// ——— Properties ———

const WORDS = `zebra lion walrus summons twitter dhs homeland security department of the krinsky v doe 1509 § 19 u.s.c.
  anonymous speech sued court held 2017 april @alt_uscis 3:17-cv-01916 not zarbelquat zarbelquot zarbelquooz ünlike attorney lawyer`.split(
  /\s+/,
);
const QUESTIONS = [
  'zebra',
  'Did the lion sue Twitter?',
  'zebra lion walrus court',
  'Department of Homeland Security',
  'DHS § 1509',
  '19 U.S.C. § 1509',
  'zarbelquot',
  'zarbelqooz',
  'zarbelquit sumons krinksy',
  '@alt_uscis 3:17-cv-01916',
  'Krinsky v. Doe',
  'lawyer',
  'April 2017 anonymous speech',
];

const sentence = fc
  .array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 9 })
  .map((words) => `${words.join(' ')}.`);
const paragraph = fc.array(sentence, { minLength: 1, maxLength: 3 }).map((list) => list.join(' '));
const text = fc
  .tuple(fc.option(sentence), fc.array(paragraph, { minLength: 1, maxLength: 4 }))
  .map(([title, paragraphs]) => [...(title === null ? [] : [`# ${title}`]), ...paragraphs].join('\n\n'));
const id = fc.integer({ min: 0, max: 11 }).map((n) => `d${n}`);
/** One call of `update`: ids with their new text; null takes the document out. */
const change = fc.dictionary(id, fc.option(text, { freq: 2 }), { minKeys: 1, maxKeys: 5 });

function apply(index: Index, live: Map<string, string>, changed: Readonly<Record<string, string | null>>): void {
  const removed = new Set(Object.keys(changed).filter((key) => live.has(key)));
  const added: Record<string, string> = {};
  for (const [key, value] of Object.entries(changed)) {
    if (value === null) live.delete(key);
    else {
      live.set(key, value);
      added[key] = value;
    }
  }
  index.update(removed, documentsFrom(added));
}

describe('updating equals building anew', () => {
  it('after any changes, for every question: the same ids, spans and scores', () => {
    fc.assert(
      fc.property(
        fc.dictionary(id, text, { minKeys: 1 }),
        fc.array(change, { minLength: 1, maxLength: 7 }),
        (start, changes) => {
          const live = new Map(Object.entries(start));
          const index = indexOf(start);
          for (const [n, changed] of changes.entries()) {
            apply(index, live, changed);
            if (n < changes.length - 1 && n % 2 === 0) continue;
            const fresh = indexOf(Object.fromEntries(live));
            expect(index.size).toBe(fresh.size);
            for (const question of QUESTIONS) {
              for (const limit of [3, 50]) {
                expect({ question, ...rank(index, question, [], limit) }).toEqual({
                  question,
                  ...rank(fresh, question, [], limit),
                });
              }
            }
            const documentsOf = (one: Index) =>
              [...one.documents()].map(({ meta, hash }) => `${meta.id} ${hash}`).sort();
            expect(documentsOf(index)).toEqual(documentsOf(fresh));
          }
        },
      ),
      { numRuns: 120 },
    );
  });

  it('searching does not change what is found', () => {
    const index = indexOf({ a: 'A zebra and a lion.', b: 'A zebra.', c: 'Zebra v. Lion, 19 U.S.C. § 1509.' });
    const before = QUESTIONS.map((question) => rank(index, question));
    for (const question of QUESTIONS.toReversed()) rank(index, question, ['zebra'], 1);
    expect(QUESTIONS.map((question) => rank(index, question))).toEqual(before);
  });

  it('segments whose documents are all gone are dropped', () => {
    const index = indexOf({ a: 'A zebra.' });
    for (let n = 0; n < 5; n++) index.update(new Set(['b']), documentsFrom({ b: `A lion, ${n}.` }));
    expect(index.segments).toHaveLength(2);
    index.update(new Set(['a', 'b']), []);
    expect(index.segments).toHaveLength(0);
    expect(rank(index, 'zebra').hits).toEqual([]);
    index.update(new Set(), documentsFrom({ c: 'A zebra again.' }));
    expect(ids(index, 'zebra')).toEqual(['c']);
  });

  it('says when it should be built into one again', () => {
    const texts = Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`a${n}`, `Zebra number ${n}.`]));
    const index = indexOf(texts);
    expect(index.fragmented).toBe(false);
    index.update(new Set(), documentsFrom({ b: 'One lion.' }));
    expect(index.fragmented).toBe(false);
    for (let n = 0; n < 9; n++) index.update(new Set(), documentsFrom({ [`c${n}`]: `A lion, ${n}.` }));
    expect(index.fragmented).toBe(true);

    const emptied = indexOf(texts);
    emptied.update(new Set(Object.keys(texts).slice(0, 60)), []);
    expect(emptied.fragmented).toBe(true);
    expect(indexOf(texts).fragmented).toBe(false);
  });
});

describe('no question makes it throw', () => {
  const index = indexOf({
    a: 'A zebra and a lion. 19 U.S.C. § 1509. Twitter v. DHS. 日本語 の文章。 النص العربي 😀',
    b: '# Zebra\n\n## §§§\n\n@alt_uscis 3:17-cv-01916 '.repeat(3),
  });
  const surrogate = fc.integer({ min: 0xd800, max: 0xdfff }).map((code) => String.fromCharCode(code));
  const unit = fc.oneof(
    fc.constantFrom(
      '§',
      '.',
      'v',
      '@',
      '_',
      '-',
      '’',
      ':',
      '/',
      '&',
      ',',
      '\0',
      '\u202e',
      '\u200f',
      '\ufeff',
      '\u0301',
      '٣',
      '½',
    ),
    fc.constantFrom('😀', '👨‍👩‍👧', 'שלום', 'العربية', '日本', 'ไทย', 'ﬁ', 'ß', 'İ', 'ŉ', 'Ⅳ'),
    fc.constantFrom(...WORDS, ' '),
    surrogate,
  );
  const question = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 2000 }),
    fc.string({ unit: 'grapheme', maxLength: 400 }),
    fc.array(unit, { maxLength: 300 }).map((parts) => parts.join('')),
    fc.array(unit, { maxLength: 300 }).map((parts) => parts.join(' ')),
    fc.array(surrogate, { maxLength: 50 }).map((parts) => parts.join('')),
  );

  it('of any characters', async () => {
    const retriever = createRetriever(() => index);
    await fc.assert(
      fc.asyncProperty(question, fc.array(question, { maxLength: 2 }), async (asked, history) => {
        const { found, concepts, attainable } = await retriever.retrieve({ text: asked, history }, 10);
        expect(concepts.length).toBeLessThanOrEqual(31);
        expect(Number.isFinite(attainable)).toBe(true);
        for (const { score } of found) expect(score > 0 && Number.isFinite(score)).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  it.each([
    ['2,000 different words', Array.from({ length: 400 }, (_, n) => `w${n}x`).join(' ')],
    ['one word of 2,000 letters', 'a'.repeat(2000)],
    ['one number of 2,000 digits', '9'.repeat(2000)],
    ['2,000 section signs', '§'.repeat(2000)],
    ['2,000 full stops', '.'.repeat(2000)],
    ['an endless docket', '1:'.repeat(1000)],
    ['an endless case name', 'v '.repeat(1000)],
    ['a dotted word', 'a.'.repeat(1000)],
    ['white space', ' \n\t\u00a0'.repeat(500)],
    ['NUL', '\0'.repeat(2000)],
    ['emoji', '😀'.repeat(1000)],
    ['marks without letters', '\u0301'.repeat(2000)],
    ['right to left', 'من كتب هذا الحساب؟ '.repeat(100)],
  ])('%s, and in no time', (_why, asked) => {
    const started = performance.now();
    expect(() => rank(index, asked)).not.toThrow();
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it('nor any document', () => {
    fc.assert(
      fc.property(question, (body) => {
        const parsed = parseDocument('x.md', Buffer.from(`Zebra. ${body}`));
        if ('fault' in parsed) return;
        const built = Index.build([parsed.document]);
        expect(rank(built, 'zebra').hits.length).toBeGreaterThan(0);
      }),
      { numRuns: 200 },
    );
  });
});
