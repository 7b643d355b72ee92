// The gate for quotations. First as a table of what it takes and refuses, then against thousands of lies made from the shipped
// knowledge, then through `ask` with composers that lie.

import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type {
  Answer,
  DocumentMeta,
  Draft,
  DraftStatement,
  Passage,
  Quote,
  Rejection,
  Retrieval,
} from '../src/answer/model.ts';
import type { Sources } from '../src/answer/ports.ts';
import { type Claim, type Verified, verify } from '../src/answer/verify.ts';
import { renderText } from '../src/chat/render-text.ts';
import { openLibrary } from '../src/library.ts';
import { openSession, sourcesOf } from '../src/session.ts';
import type { Span } from '../src/text/span.ts';

const library = openLibrary(fileURLToPath(new URL('../knowledge', import.meta.url)), { cacheFolder: null });
const sources = sourcesOf(library);

/** Sources over texts given by hand. */
function sourcesFrom(texts: Readonly<Record<string, string>>): Sources {
  const textOf = (id: string) => texts[id] ?? '';
  return {
    meta: (id): DocumentMeta | undefined =>
      Object.hasOwn(texts, id) ? { id, title: id, text: 'verbatim', format: 'plain' } : undefined,
    length: (id) => textOf(id).length,
    slice: (id, { start, end }) => textOf(id).slice(start, end),
  };
}

/** `«…»` in `marked` is the span that the claim names. */
function unmark(marked: string): { text: string; span: Span } {
  const start = marked.indexOf('«');
  const end = marked.indexOf('»') - 1;
  return start < 0
    ? { text: marked, span: { start: 0, end: marked.length } }
    : { text: marked.replace('«', '').replace('»', ''), span: { start, end } };
}

/** A passage of a source's own words. */
function passageOver(span: Span): Passage {
  return { span, headings: [], voice: 'source', sentences: [span] };
}

function check(marked: string, phrase: string | undefined): Verified {
  const { text, span } = unmark(marked);
  const passage = passageOver({ start: 0, end: text.length });
  const claim: Claim = { document: 'd', span, passage, ...(phrase === undefined ? {} : { phrase }) };
  const result = verify(claim, sourcesFrom({ d: text }));
  if ('quotes' in result)
    for (const quote of result.quotes) expect(quote.exact).toBe(text.slice(quote.start, quote.end));
  return result;
}

describe('a claim is accepted and shown as it stands in the source', () => {
  // source («…» marks the named span, else all of it) | phrase | what is shown
  const accepted: readonly (readonly [why: string, source: string, phrase: string | undefined, shown: string[]])[] = [
    ['the whole span', 'One. «Twitter sued.» Two.', undefined, ['Twitter sued.']],
    ['an exact phrase', 'One. «Twitter sued the agency.» Two.', 'sued the agency', ['sued the agency']],
    ['the whole text', 'Twitter sued.', 'Twitter sued.', ['Twitter sued.']],
    ['straight quotes for curly', 'It is “the user’s” name.', `"the user's" name`, ['“the user’s” name']],
    ['curly quotes for straight', `It is "the user's" name.`, '“the user’s” name', [`"the user's" name`]],
    ['a hyphen for an en dash', 'in 2017–2018 only', '2017-2018', ['2017–2018']],
    ['an em dash for a hyphen', 'the user - a critic - posts', 'user — a critic', ['user - a critic']],
    ['a line break for a space', 'the user\n  posts daily', 'user posts', ['user posts']],
    ['a no-break space for a space', 'see § 1509 there', 'see §\u00a01509', ['see § 1509']],
    ['spaces around the phrase', 'the user posts', '  user posts \n', ['user posts']],
    ['a ligature in the source', 'the \ufb01nal o\ufb03ce', 'final office', ['\ufb01nal o\ufb03ce']],
    ['a ligature in the phrase', 'the final office', '\ufb01nal o\ufb03ce', ['final office']],
    ['the ellipsis character of the source', 'we find… that it may', 'find... that', []],
    [
      'parts in order',
      'The agent, by fax, sent the summons.',
      'The agent ... sent the summons',
      ['The agent', 'sent the summons'],
    ],
    ['three parts', 'a b c d e f g', 'a … c … g', ['a', 'c', 'g']],
    ['a spaced ellipsis', 'The agent, by fax, sent it.', 'The agent . . . sent it', ['The agent', 'sent it']],
    ['an ellipsis in brackets', 'The agent, by fax, sent it.', 'The agent [...] sent it', ['The agent', 'sent it']],
    ['an ellipsis at the start', 'The agent sent it.', '... sent it.', ['sent it.']],
    ['an ellipsis at the end', 'The agent sent it.', 'The agent ...', ['The agent']],
    ['two words in brackets for one', 'He asked them for it.', '[The agent] asked them', ['He asked them']],
    ['a bracketed word', 'He asked them for it.', '[Hoffman] asked them', ['He asked them']],
    ['a bracketed word in the middle', 'He asked them for it.', 'He [asks] them', ['He asked them']],
    ['a bracketed capital', 'It said the court agreed.', '[T]he court agreed', ['the court agreed']],
    ['brackets that the source has', 'He said “[t]he account” is.', '"[t]he account" is', ['“[t]he account” is']],
    ['an omission that the source has', 'He said “it . . . is” so.', '"it . . . is" so', []],
    ['letters outside English', 'Müller schrieb über Ærø.', 'über Ærø', ['über Ærø']],
    ['an emoji, whole', 'Good 😀 day.', 'Good 😀 day', ['Good 😀 day']],
    ['marks that a pattern would read', 'cost $5 (a+b)* [x] ^|\\ /?', '(a+b)*', ['(a+b)*']],
  ];
  it.each(accepted)('%s', (_why, source, phrase, shown) => {
    const result = check(source, phrase);
    expect(result).toHaveProperty('quotes');
    if ('quotes' in result && shown.length > 0) expect(result.quotes.map((quote) => quote.shown)).toEqual(shown);
  });
});

describe('a claim is refused', () => {
  const refused: readonly (readonly [why: string, source: string, phrase: string | undefined, code: Rejection])[] = [
    ['another word', 'Twitter sued the agency.', 'Twitter sued the court', 'not-in-span'],
    ['another digit', 'on 6 April 2017', 'on 7 April 2017', 'not-in-span'],
    ['a dropped "not"', 'It was not served.', 'It was served', 'not-in-span'],
    ['an inserted "not"', 'It was served.', 'It was not served', 'not-in-span'],
    ['another case', 'the court agreed', 'The Court agreed', 'not-in-span'],
    ['another mark at the end', 'Was it served?', 'Was it served.', 'not-in-span'],
    ['a Cyrillic letter', 'the court agreed', 'the cоurt agreed', 'not-in-span'],
    ['a zero-width space', 'the court agreed', 'the co\u200burt agreed', 'not-in-span'],
    ['a zero-width space between words', 'the court agreed', 'the \u200bcourt agreed', 'not-in-span'],
    ['a zero-width no-break space beside a space', 'the court agreed', 'the \ufeffcourt agreed', 'not-in-span'],
    ['a soft hyphen', 'the court agreed', 'the co\u00adurt agreed', 'not-in-span'],
    ['a direction mark', 'the court agreed', 'the \u202ecourt agreed', 'not-in-span'],
    ['words run together', 'the court agreed', 'the courtagreed', 'not-in-span'],
    ['a hyphen taken out', 'a non-public record', 'a nonpublic record', 'not-in-span'],
    ['the sentence before', 'The court agreed. «The agency left.» End.', 'The court agreed', 'not-in-span'],
    ['the sentence after', 'The court agreed. «The agency left.» End.', 'The agency left. End', 'not-in-span'],
    ['the end of a word', 'It is unlawful here.', 'lawful here', 'not-in-span'],
    ['the start of a word', 'It is lawfully done.', 'It is lawful', 'not-in-span'],
    ['the start of "doesn\'t"', "The law doesn't apply.", 'The law does', 'not-in-span'],
    ['the start of "can\'t"', "The agency can't ask.", 'The agency can', 'not-in-span'],
    ['the start of "can’t"', 'The agency can’t ask.', 'The agency can', 'not-in-span'],
    ['a word without its "non-"', 'It sought non-content records.', 'content records', 'not-in-span'],
    ['a number without its last digits', 'a fine of $1,000,000 a day', 'a fine of $1,000', 'not-in-span'],
    ['a number without its first digits', 'a fine of 12,500 dollars', '500 dollars', 'not-in-span'],
    ['a number without its decimals', 'a fine of 1.75 million', 'a fine of 1', 'not-in-span'],
    ['a year without its last digits', 'in April 2017 only', 'in April 201', 'not-in-span'],
    ['half of an emoji', 'Good 😀 day.', 'Good \ud83d', 'not-in-span'],
    ['a lone surrogate', 'Good 😀 day.', '\ude00 day', 'not-in-span'],
    ['a letter without its accent', 'The x\u0302 axis.', 'The x', 'not-in-span'],
    ['half of a ligature', 'the o\ufb03ce left', 'of', 'not-in-span'],
    ['nothing', 'the court agreed', '', 'empty'],
    ['white space', 'the court agreed', ' \n\t', 'empty'],
    ['an ellipsis alone', 'the court agreed', '...', 'empty'],
    ['a span of white space', 'one«   »two', undefined, 'empty'],
    ['parts in the other order', 'The agent, by fax, sent it.', 'sent it ... The agent', 'parts-not-in-order'],
    ['a part that is nowhere', 'The agent, by fax, sent it.', 'The agent ... signed it', 'not-in-span'],
    ['an ellipsis over nothing', 'The agent sent it.', 'The agent ... sent it', 'ellipsis-omits-nothing'],
    ['a first part outside the span', '«The agent», by fax, sent it today.', 'by fax ... today', 'not-in-span'],
    ['brackets alone', 'He asked.', '[He]', 'bracket-without-word'],
    ['brackets alone, twice', 'He asked.', '[He] [asked]', 'bracket-without-word'],
    ['brackets over no word', 'He asked them.', 'He [never] asked', 'not-in-span'],
    ['two words in the source for one in brackets', 'The old agent asked.', 'The [agent] asked', 'not-in-span'],
  ];
  it.each(refused)('%s', (_why, source, phrase, code) => {
    expect(check(source, phrase)).toEqual({ rejected: code });
  });

  it('an ellipsis that leads out of the passage', () => {
    const text = 'The agent spoke.\n\nThen he sent it.';
    const first = { start: 0, end: 16 };
    const claim: Claim = { document: 'd', span: first, passage: passageOver(first), phrase: 'The agent ... sent it' };
    expect(verify(claim, sourcesFrom({ d: text }))).toEqual({ rejected: 'not-in-span' });
  });

  const spans: readonly (readonly [number, number])[] = [
    [-1, 3],
    [0, 0],
    [3, 2],
    [0, 12],
    [11, 12],
    [0.5, 3],
    [Number.NaN, 3],
    [0, Number.POSITIVE_INFINITY],
    [-(2 ** 53), 2 ** 53],
  ];
  it.each(spans)('the span %d to %d', (start, end) => {
    const claim: Claim = { document: 'd', span: { start, end }, passage: passageOver({ start: 0, end: 11 }) };
    expect(verify(claim, sourcesFrom({ d: 'Hello there' }))).toEqual({ rejected: 'span-outside-document' });
  });

  it.each(['nowhere', '', '__proto__', 'constructor', 'D', 'd '])('the document "%s"', (document) => {
    const claim: Claim = {
      document,
      span: { start: 0, end: 5 },
      passage: passageOver({ start: 0, end: 11 }),
      phrase: 'Hello',
    };
    expect(verify(claim, sourcesFrom({ d: 'Hello there' }))).toEqual({ rejected: 'unknown-document' });
  });

  // Every word that the program itself reads as a denial, and the ways English denies without one.
  const DENIALS =
    `not|never|no|none|nothing|nobody|neither|nor|cannot|can't|won’t|without|unless|except|only|but|hardly|barely
    |refused|declined|rejected|denied|unverified|nowhere`.split(/\s*\|/);
  it.each(DENIALS)('an ellipsis over "%s"', (word) => {
    const source = `The court said that it ${word} held that the summons was valid.`;
    expect(check(source, 'The court said that it ... held that the summons was valid')).toEqual({
      rejected: 'ellipsis-hides-negation',
    });
  });

  it('a phrase of many brackets in reasonable time', () => {
    const started = performance.now();
    expect(check(`${'a'.repeat(28)} end`, `${'[x]'.repeat(12)} zz`)).toHaveProperty('rejected');
    expect(performance.now() - started).toBeLessThan(400);
  });

  it('a phrase of a million characters in reasonable time', () => {
    const started = performance.now();
    expect(check('The court agreed.', 'The court '.repeat(100_000))).toHaveProperty('rejected');
    expect(check('The court agreed.', 'a ... '.repeat(150_000))).toHaveProperty('rejected');
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

// ——— Lies made from the shipped knowledge ———

interface Sentence {
  readonly document: string;
  readonly passage: Passage;
  readonly span: Span;
  readonly text: string;
  /** The sentence after it in the document, if any. */
  readonly next: string | null;
}

const sentences: readonly Sentence[] = library.documents().flatMap(({ id }) => {
  const { text, passages } = library.document(id)!;
  const all = passages.flatMap((passage) => passage.sentences.map((span) => ({ passage, span })));
  return all.map(({ passage, span }, i) => {
    const after = all[i + 1]?.span;
    const next = after ? text.slice(after.start, after.end) : null;
    return { document: id, passage, span, text: text.slice(span.start, span.end), next };
  });
});
const corpusWords = [...new Set(sentences.flatMap(({ text }) => text.match(/\p{L}{3,}/gu) ?? []))].sort();

/** What a person would call the same words: quote marks, dashes and spaces alike. Written apart from `fold.ts`, to judge it. */
function alike(text: string): string {
  return text
    .replace(/[‘’‛′`´]/g, "'")
    .replace(/[“”„″«»]/g, '"')
    .replace(/[‐‑‒–—―−]/g, '-')
    .replace(/…/g, '...')
    .replace(/[\s\ufeff]+/g, ' ')
    .trim();
}

function standsIn(text: string, phrase: string): boolean {
  const [whole, part] = [alike(text), alike(phrase)];
  for (let at = whole.indexOf(part); at >= 0; at = whole.indexOf(part, at + 1)) {
    const edges = [whole.slice(Math.max(0, at - 1), at + 1), whole.slice(at + part.length - 1, at + part.length + 1)];
    if (!edges.some((edge) => /^[\p{L}\p{N}]{2}$/u.test(edge))) return true;
  }
  return false;
}

/** The document from the sentence on, as far as a later part of a quotation could be looked for. */
function following({ document, span }: Sentence): string {
  const end = Math.min(sources.length(document), span.end + 4000);
  return sources.slice(document, { start: span.start, end });
}

interface Lie {
  readonly phrase: string;
  /** Instead of the sentence's own. */
  readonly span?: Span;
}

/** Three numbers from 0 to 1 choose the details of a lie. */
type Dice = readonly [number, number, number];
/** A lie about a sentence; null when chance made it true. */
type Liar = (sentence: Sentence, dice: Dice) => Lie | null;

function pick<T>(list: readonly T[], die: number): T {
  return list[Math.min(list.length - 1, Math.floor(die * list.length))]!;
}

function matches(text: string, pattern: RegExp): { index: number; length: number; word: string }[] {
  return [...text.matchAll(pattern)].map((match) => ({ index: match.index, length: match[0].length, word: match[0] }));
}

function splice(text: string, at: number, length: number, put: string): string {
  return text.slice(0, at) + put + text.slice(at + length);
}

/** The lie, unless the sentence says it after all. */
function unlessTrue(sentence: Sentence, phrase: string): Lie | null {
  return standsIn(sentence.text, phrase) ? null : { phrase };
}

/** Both halves of a sentence, cut at a space that leaves at least three words on either side. */
function halves(text: string, die: number): [string, string] | null {
  const gaps = matches(text, /\s+/g).slice(2, -2);
  if (gaps.length === 0) return null;
  const gap = pick(gaps, die);
  return [text.slice(0, gap.index), text.slice(gap.index + gap.length)];
}

const NEGATIONS = /\b(?:not|never|no|without|unless|except|only|cannot|neither|none|nor)\b|n[’']t\b/gi;
const LOOKALIKES: Readonly<Record<string, string>> = {
  a: 'а',
  e: 'е',
  o: 'о',
  c: 'с',
  p: 'р',
  x: 'х',
  A: 'А',
  E: 'Е',
  O: 'О',
};

const LIARS: Readonly<Record<string, Liar>> = {
  'the span of another sentence of the document': (sentence, [a]) => {
    const others = sentences.filter((other) => other.document === sentence.document && other !== sentence);
    if (others.length === 0) return null;
    const other = pick(others, a);
    return standsIn(other.text, sentence.text) ? null : { phrase: sentence.text, span: other.span };
  },
  'a span that cuts the sentence off': ({ document, span, text }, [a, b]) => {
    const shift = 1 + Math.floor(a * (text.length - 1));
    const moved =
      b < 0.5 ? { start: span.start + shift, end: span.end + shift } : { start: span.start, end: span.end - shift };
    return moved.end > sources.length(document) ? null : { phrase: text, span: moved };
  },
  'an altered word': (sentence, [a, b]) => {
    const words = matches(sentence.text, /\p{L}{3,}/gu);
    if (words.length === 0) return null;
    const { index, length, word } = pick(words, a);
    const other = pick(corpusWords, b);
    return word === other ? null : unlessTrue(sentence, splice(sentence.text, index, length, other));
  },
  'an altered word in a short phrase': (sentence, [a, b, c]) => {
    const words = matches(sentence.text, /\p{L}{3,}/gu);
    if (words.length < 3) return null;
    const at = Math.floor(a * (words.length - 2));
    const [first, middle, last] = words.slice(at, at + 3);
    const other = pick(corpusWords, b);
    const phrase = sentence.text.slice(first!.index, last!.index + last!.length);
    const changed = pick([first!, middle!, last!], c);
    return unlessTrue(sentence, splice(phrase, changed.index - first!.index, changed.length, other));
  },
  'a swapped digit': (sentence, [a, b]) => {
    const digits = matches(sentence.text, /\d/g);
    if (digits.length === 0) return null;
    const { index, word } = pick(digits, a);
    const other = String((Number(word) + 1 + Math.floor(b * 9)) % 10);
    return other === word ? null : unlessTrue(sentence, splice(sentence.text, index, 1, other));
  },
  'a dropped negation': (sentence, [a]) => {
    const found = matches(sentence.text, NEGATIONS);
    if (found.length === 0) return null;
    const { index, length } = pick(found, a);
    const dropped = splice(sentence.text, index, length, '').replace(/ {2,}/g, ' ').trim();
    return dropped === '' ? null : unlessTrue(sentence, dropped);
  },
  'an inserted "not"': (sentence, [a, b]) => {
    const gaps = matches(sentence.text, /\s+/g);
    if (gaps.length === 0) return null;
    return unlessTrue(sentence, splice(sentence.text, pick(gaps, a).index, 0, pick([' not', ' never', ' no'], b)));
  },
  'a word left out in silence': (sentence, [a]) => {
    const words = matches(sentence.text, /\p{L}+\s+/gu).slice(1);
    if (words.length === 0) return null;
    const { index, length } = pick(words, a);
    return unlessTrue(sentence, splice(sentence.text, index, length, ''));
  },
  'two words exchanged': (sentence, [a]) => {
    const pairs = matches(sentence.text, /\b(\p{L}+) (?=\p{L}+\b)/gu);
    if (pairs.length === 0) return null;
    const { index } = pick(pairs, a);
    const swapped = sentence.text.slice(index).replace(/^(\p{L}+) (\p{L}+)/u, '$2 $1');
    return unlessTrue(sentence, sentence.text.slice(0, index) + swapped);
  },
  'part of a word at the start': (sentence, [a, b]) => {
    const words = matches(sentence.text, /[\p{L}\p{N}]{3,}/gu);
    if (words.length === 0) return null;
    const { index, length } = pick(words, a);
    return unlessTrue(sentence, sentence.text.slice(index + 1 + Math.floor(b * (length - 1))).trim());
  },
  'part of a word at the end': (sentence, [a, b]) => {
    const words = matches(sentence.text, /[\p{L}\p{N}]{3,}/gu);
    if (words.length === 0) return null;
    const { index, length } = pick(words, a);
    return unlessTrue(sentence, sentence.text.slice(0, index + 1 + Math.floor(b * (length - 1))).trim());
  },
  'an ellipsis between reordered parts': (sentence, [a]) => {
    const cut = halves(sentence.text, a);
    if (!cut) return null;
    const [first, second] = cut;
    const rest = alike(following(sentence));
    const after = rest.slice(rest.indexOf(alike(second)) + alike(second).length);
    return standsIn(after, first) ? null : { phrase: `${second} ... ${first}` };
  },
  'an ellipsis over nothing': (sentence, [a]) => {
    const cut = halves(sentence.text, a);
    return cut && { phrase: `${cut[0]} [...] ${cut[1]}` };
  },
  'an ellipsis over a negation': ({ text }, [a, b]) => {
    const gaps = matches(text, NEGATIONS).filter(
      ({ index, length }) =>
        /(?:\S+\s+){2}$/.test(text.slice(0, index)) && /^(?:\s+\S+){2}/.test(text.slice(index + length)),
    );
    if (gaps.length === 0) return null;
    const { index, length } = pick(gaps, a);
    const [before, after] = [text.slice(0, index).trim(), text.slice(index + length).trim()];
    if (standsIn(before, after)) return null;
    return { phrase: `${before} ${pick(['...', '…', '[...]', '. . .'], b)} ${after}` };
  },
  'an ellipsis to words of another document': (sentence, [a, b]) => {
    const cut = halves(sentence.text, a);
    const other = pick(sentences, b);
    const far = other.document === sentence.document ? null : halves(other.text, a);
    if (!cut || !far || standsIn(following(sentence), far[1])) return null;
    return { phrase: `${cut[0]} … ${far[1]}` };
  },
  'a letter of another alphabet': ({ text }, [a]) => {
    const letters = matches(text, /[aeocpxAEO]/g);
    if (letters.length === 0) return null;
    const { index, word } = pick(letters, a);
    return { phrase: splice(text, index, 1, LOOKALIKES[word]!) };
  },
  'a hidden character in a word': ({ text }, [a, b]) => {
    const places = matches(text, /(?<=\p{L})(?=\p{L})/gu);
    if (places.length === 0) return null;
    const hidden = ['\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\u00ad', '\u202e', '\u2066', '\u0000'];
    return { phrase: splice(text, pick(places, a).index, 0, pick(hidden, b)) };
  },
  'another case': (sentence, [a]) => {
    const letters = matches(sentence.text, /[a-z]/gi);
    if (letters.length === 0) return null;
    const { index, word } = pick(letters, a);
    const other = word === word.toLowerCase() ? word.toUpperCase() : word.toLowerCase();
    return unlessTrue(sentence, splice(sentence.text, index, 1, other));
  },
  'two sentences of two documents in one': (sentence, [a]) => {
    const other = pick(sentences, a);
    return unlessTrue(sentence, `${sentence.text} ${other.text}`);
  },
  'the neighbouring sentence': (sentence) => (sentence.next === null ? null : unlessTrue(sentence, sentence.next)),
  'a sentence of another document': (sentence, [a]) => unlessTrue(sentence, pick(sentences, a).text),
  'a lone surrogate': ({ text }, [a, b]) => ({
    phrase: splice(text, Math.floor(a * (text.length + 1)), 0, pick(['\ud83d', '\ude00', '\udfff', '\ud800'], b)),
  }),
  'another mark': (sentence, [a, b]) => {
    const marks = matches(sentence.text, /[.,;:?!%$()]/g);
    if (marks.length === 0) return null;
    const { index, word } = pick(marks, a);
    const put = pick(['?', '!', ';', '%', '. '], b);
    return put.trim() === word ? null : unlessTrue(sentence, splice(sentence.text, index, 1, put));
  },
};

const die = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
const RUNS = 300; // of each kind; 23 kinds

function claimOf({ document, passage, span }: Sentence, lie: Lie): Claim {
  return { document, passage, span: lie.span ?? span, phrase: lie.phrase };
}

describe('no lie about the shipped knowledge becomes a quotation', () => {
  let told = 0;
  afterAll(() => {
    expect(told).toBeGreaterThanOrEqual(5000);
  });

  it.each(Object.entries(LIARS))('%s', (_name, liar) => {
    fc.assert(
      fc.property(fc.nat(sentences.length - 1), fc.tuple(die, die, die), (from, dice) => {
        // The first sentence from there on that can be lied about in this way.
        let made: { sentence: Sentence; lie: Lie } | null = null;
        for (let i = 0; i < sentences.length && !made; i++) {
          const sentence = sentences[(from + i) % sentences.length]!;
          const lie = liar(sentence, dice);
          if (lie) made = { sentence, lie };
        }
        fc.pre(made !== null);
        told++;
        const claim = claimOf(made!.sentence, made!.lie);
        expect({ claim, result: verify(claim, sources) }).toEqual({ claim, result: { rejected: expect.any(String) } });
      }),
      { numRuns: RUNS },
    );
  });
});

describe('what the shipped knowledge does say is accepted', () => {
  type Teller = (sentence: Sentence, dice: Dice) => string | undefined | null;
  const tellers: Readonly<Record<string, Teller>> = {
    'the whole sentence': () => undefined,
    'its words': ({ text }) => text,
    'some of its words': ({ text }, [a, b]) => {
      // Words between spaces, so that no hyphen, apostrophe or decimal is cut.
      const words = matches(text, /(?<=^|\s)[\p{L}\p{N}]+(?=\s|$)/gu);
      if (words.length < 2) return null;
      const first = Math.floor(a * (words.length - 1));
      const last = pick(words.slice(first), b);
      return text.slice(words[first]!.index, last.index + last.length);
    },
    'other quote marks, dashes and spaces': ({ text }) =>
      /[[\]]|\.\.\.|…|\. \. \./.test(text)
        ? null
        : text
            .replace(/['’]/g, (c) => (c === "'" ? '’' : "'"))
            .replace(/["“”]/g, (c) => (c === '"' ? '”' : '"'))
            .replace(/[–—-]/g, (c) => (c === '-' ? '\u2011' : '-'))
            .replace(/\s+/g, ' \n\t'),
    ligatures: ({ text }) =>
      /f[fil]/.test(text) && !/[[\]]|\.\.\.|…|\. \. \./.test(text)
        ? text
            .replaceAll('ffi', '\ufb03')
            .replaceAll('fi', '\ufb01')
            .replaceAll('fl', '\ufb02')
            .replaceAll('ff', '\ufb00')
        : null,
    'an ellipsis over words that deny nothing': ({ text }, [a]) => {
      if (/[[\]]|\.\.\.|…|\. \. \./.test(text)) return null;
      const words = matches(text, /\S+/g);
      if (words.length < 8) return null;
      const at = 3 + Math.floor(a * (words.length - 7));
      const gone = words[at]!;
      if (!/^(?:the|an?|of|in|to|and|by|for|on|at|with|was|is|it|its|their)$/.test(gone.word)) return null;
      const [before, after] = [text.slice(0, gone.index).trim(), text.slice(gone.index + gone.length).trim()];
      return /[\p{L}\p{N}]$/u.test(before) && /^[\p{L}\p{N}]/u.test(after) ? `${before} ... ${after}` : null;
    },
  };
  it.each(Object.entries(tellers))('%s', (_name, teller) => {
    let accepted = 0;
    fc.assert(
      fc.property(fc.nat(sentences.length - 1), fc.tuple(die, die, die), (n, dice) => {
        const sentence = sentences[n]!;
        const phrase = teller(sentence, dice);
        if (phrase === null) return;
        const { document, passage, span } = sentence;
        const result = verify({ document, passage, span, ...(phrase === undefined ? {} : { phrase }) }, sources);
        expect({ sentence, phrase, result }).toHaveProperty('result.quotes');
        if (!('quotes' in result)) return;
        const { text } = library.document(document)!;
        for (const quote of result.quotes) {
          expect(quote.exact).toBe(text.slice(quote.start, quote.end));
          expect(quote.start).toBeGreaterThanOrEqual(span.start);
          expect(text.slice(0, quote.start).endsWith(quote.prefix)).toBe(true);
          expect(text.slice(quote.end).startsWith(quote.suffix)).toBe(true);
        }
        accepted++;
      }),
      { numRuns: RUNS },
    );
    expect(accepted).toBeGreaterThan(20);
  });

  it('any sentence with any phrase at all: a quotation or a refusal, and every quotation is the slice of the source', () => {
    const chunk = fc.oneof(
      fc.constantFrom('...', '…', '[', ']', '[x]', ' ', '\n', "'", '"', '\ud83d', '\u200b', '\\', '(', '.*', '$'),
      fc.constantFrom(...corpusWords.slice(0, 400)),
      fc.string({ unit: 'binary', maxLength: 4 }),
    );
    fc.assert(
      fc.property(fc.nat(sentences.length - 1), fc.array(fc.oneof(chunk, die), { maxLength: 8 }), (n, parts) => {
        const { document, passage, span, text } = sentences[n]!;
        const phrase = parts
          .map((part) => (typeof part === 'string' ? part : text.slice(Math.floor(part * text.length)).slice(0, 20)))
          .join('');
        const result = verify({ document, passage, span, phrase }, sources);
        if ('rejected' in result) return;
        const whole = library.document(document)!.text;
        for (const quote of result.quotes) expect(quote.exact).toBe(whole.slice(quote.start, quote.end));
        const said = alike(result.quotes.map(({ exact }) => exact).join(' '));
        if (!/\.\.\.|…|\. \. \.|\[/.test(phrase)) expect(said).toBe(alike(phrase));
      }),
      { numRuns: 1500 },
    );
  });
});

// ——— Composers that lie ———

const QUESTIONS = [
  'Who signed the summons to Twitter?',
  'What did Twitter allege about the summons?',
  'What does 19 U.S.C. 1509 provide?',
  'What did the inspector general say about the summons?',
];

/** Every quotation that an answer can show. */
function quotesOf({ statements, nearest, help }: Answer): Quote[] {
  return [...statements.flatMap(({ quotes }) => quotes), ...nearest, ...help];
}

/** A quotation is a slice of its document, inside one passage, and says of itself what that passage says. */
function expectVerified(quote: Quote): void {
  const document = library.document(quote.document);
  expect(document, quote.document).toBeDefined();
  const { text, passages } = document!;
  expect(text.slice(quote.start, quote.end)).toBe(quote.exact);
  const home = passages.filter(({ span }) => span.start <= quote.start && quote.end <= span.end);
  expect(
    home.map(({ voice }) => voice),
    `“${quote.exact}” stands in a passage of its voice`,
  ).toContain(quote.voice);
  expect(
    home.map(
      ({ speaker, pinpoint }) =>
        `${speaker ?? library.locate(quote.document)!.meta.speaker ?? null}, ${pinpoint ?? null}`,
    ),
  ).toContain(`${quote.speaker}, ${quote.pinpoint}`);
}

async function askWith(
  question: string,
  draft: (retrieval: Retrieval) => Draft | readonly DraftStatement[],
): Promise<Answer> {
  const session = openSession(library, null, {
    async *compose(_question, retrieval) {
      const made = draft(retrieval);
      const drafted = 'statements' in made ? made : { statements: made };
      yield* drafted.statements;
      return drafted;
    },
  });
  const answer = await session.ask({ text: question, history: [] });
  for (const quote of quotesOf(answer)) expectVerified(quote);
  return answer;
}

/** Ids, spans and texts of all sentences that a draft may name. */
function namesIn({ found }: Retrieval) {
  return found.flatMap(({ sentences: own, intro, quoted, document, passage }) =>
    [
      { passage, list: own },
      { passage: intro?.passage ?? passage, list: intro?.sentences ?? [] },
      { passage: quoted?.passage ?? passage, list: quoted?.sentences ?? [] },
    ].flatMap(({ passage: home, list }) =>
      list.map(({ id, text, span }) => ({ id, text, span, document: document.id, passage: home })),
    ),
  );
}

describe('a composer that lies', () => {
  const one = (id: string, phrase?: string): DraftStatement => ({
    quotes: [phrase === undefined ? { id } : { id, phrase }],
  });
  // Drafts of which nothing may be shown.
  const forged: Readonly<Record<string, (retrieval: Retrieval) => readonly DraftStatement[]>> = {
    nothing: () => [],
    'statements without quotations': () => [{ quotes: [] }],
    'ids that nobody gave': () =>
      [
        '',
        'p0.s1',
        'p1',
        'p1.s0',
        'p1.s999',
        'p999.s1',
        'P1.S1',
        ' p1.s1',
        'p1.s1 ',
        'p1.s01',
        '__proto__',
        'constructor',
      ]
        .concat(['twitter-v-dhs-complaint', '../../etc/passwd', 'p1.s1\u0000', '\ud800'])
        .map((id) => one(id)),
    'words of another passage': (retrieval) => {
      const names = namesIn(retrieval);
      return names.flatMap(({ id, text }, i) => {
        const other = names[(i + 7) % names.length]!;
        return standsIn(text, other.text) ? [] : [one(id, other.text)];
      });
    },
    'altered words': (retrieval) =>
      namesIn(retrieval).flatMap(({ id, text }) => [
        one(id, text.replace(/\p{L}+/u, 'Everybody')),
        one(id, `${text} Indeed.`),
        one(id, text.replace(/\w(?=\W*$)/, 'ж')),
      ]),
    'empty words': (retrieval) =>
      namesIn(retrieval).flatMap(({ id }) => ['', ' ', '...', '[x]', '\u200b'].map((p) => one(id, p))),
    'a true quotation with a false one': (retrieval) =>
      namesIn(retrieval).map(({ id }) => ({
        text: '',
        quotes: [{ id }, { id, phrase: 'The court ruled for Twitter' }],
      })),
    'a thousand false statements': (retrieval) => {
      const names = namesIn(retrieval);
      return Array.from({ length: 1000 }, (_, n) => one(names[n % 5]!.id, `The court ruled for Twitter ${n}`));
    },
  };
  const cases = Object.entries(forged).flatMap(([name, draft]) =>
    QUESTIONS.map((question) => ({ name, question, draft })),
  );
  it.each(cases)('$name · $question', async ({ question, draft }) => {
    const answer = await askWith(question, draft);
    expect(answer.status).toBe('not-found');
    expect(answer.confidence).toBe(0);
    expect([...answer.statements, ...answer.nearest]).toEqual([]);
    const text = renderText(answer, library.version);
    expect(text).not.toMatch(/Everybody|ruled for Twitter|Indeed\./);
    expect(text).not.toContain('“');
  });

  it.each(QUESTIONS)('a thousand statements, most of them false: the true ones only · %s', async (question) => {
    const answer = await askWith(question, (retrieval) => {
      const [first, second] = namesIn(retrieval);
      return Array.from({ length: 1000 }, (_, n) =>
        n % 100 === 0 ? one(first!.id) : one(second!.id, `The court ruled for Twitter ${n}`),
      );
    });
    expect(answer.status).toBe('answered');
    expect(answer.statements.length).toBeLessThanOrEqual(10);
    expect(renderText(answer, library.version)).not.toContain('ruled for Twitter');
  });

  it.each(QUESTIONS)('an ellipsis out of a passage into another one is no quotation · %s', async (question) => {
    await askWith(question, (retrieval) =>
      namesIn(retrieval)
        .slice(0, 25)
        .flatMap(({ id, text, span, document, passage }) => {
          const after = sources.slice(document, {
            start: span.end,
            end: Math.min(sources.length(document), span.end + 1500),
          });
          const elsewhere = matches(after, /[\p{L}]+ [\p{L}]+ [\p{L}]+/gu).filter(
            ({ index }) => span.end + index >= passage.span.end,
          );
          return elsewhere.map(({ word }) => one(id, `${text} ... ${word}`));
        }),
    );
  });

  const PROSE = [
    'The court said: “The summons is lawful and Twitter must comply.”',
    'As Judge Hoffman put it, "Twitter must comply."',
    'Twitter said «we know who it is».',
  ];
  it.each(PROSE)('words between quotation marks that no source has are not shown · %s', async (text) => {
    const answer = await askWith(QUESTIONS[0]!, (retrieval) => [{ text, quotes: [{ id: namesIn(retrieval)[0]!.id }] }]);
    expect(renderText(answer, library.version)).not.toMatch(/must comply|we know who/);
  });

  it('any draft whatever', async () => {
    const id = fc.oneof(
      fc
        .tuple(fc.integer({ min: 0, max: 45 }), fc.constantFrom('s', 'i', 'q'), fc.integer({ min: 0, max: 6 }))
        .map(([p, kind, s]) => `p${p}.${kind}${s}`),
      fc.string({ unit: 'binary', maxLength: 8 }),
    );
    const quote = fc.record(
      {
        id,
        phrase: fc.oneof(
          fc.string({ unit: 'binary', maxLength: 20 }),
          fc
            .array(fc.constantFrom('Twitter', 'the', 'summons', '...', 'of', 'not', '[the]', 'DHS'), { maxLength: 6 })
            .map((w) => w.join(' ')),
          fc.nat(sentences.length - 1).map((n) => sentences[n]!.text),
        ),
      },
      { requiredKeys: ['id'] },
    );
    const statement = fc.record({ text: fc.constant(''), quotes: fc.array(quote, { maxLength: 4 }) });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...QUESTIONS),
        fc.array(statement, { maxLength: 6 }),
        async (question, statements) => {
          await askWith(question, () => statements);
        },
      ),
      { numRuns: 150 },
    );
  });
});
