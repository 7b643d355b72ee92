// Lies made from honest statements: each mutator makes one kind of falsehood, or gives null where its result could still be true.
// Seeded, so that the same lies come each time. Reads prompts and fixtures only; knows nothing of the gates that it is to try.

import type { DraftQuote } from '../../src/answer/model.ts';
import { below, pick, type Random, shuffle } from '../bench/random.ts';
import type { Recorded, RecordedReply, Seen } from './scripted-model.ts';

/** What a lie cites: a sentence of the prompt by its words, or by an id as it is. */
export interface Cite {
  readonly sentence: string;
  readonly phrase: string | null;
  readonly id?: string;
}

export interface Said {
  readonly text: string;
  readonly cites: readonly Cite[];
}

export interface Lie extends Said {
  readonly question: string;
  readonly kind: string;
}

/** Up to `perKind` lies of each kind. `seenFor`: what a model is shown for a question. */
export function makeLies(
  replies: readonly RecordedReply[],
  seenFor: (question: string) => Seen,
  random: Random,
  perKind: number,
): Lie[] {
  const honest = replies.flatMap(({ question, statements }) =>
    statements.map((statement) => ({ ...statement, question })),
  );
  return Object.entries(MUTATORS).flatMap(([kind, mutate]) => {
    const lies: Lie[] = [];
    for (const { question, text, cites } of shuffle(random, honest)) {
      if (lies.length === perKind) break;
      const cited = cites.map(({ sentence }) => sentence).join('\n');
      const lie = mutate({ text, cites }, { random, others: othersOf(cites, seenFor(question)), cited });
      if (lie && JSON.stringify({ text, cites, ...lie }) !== JSON.stringify({ text, cites }))
        lies.push({ question, kind, text, cites, ...lie });
    }
    return lies;
  });
}

/** A reply's JSON, ids filled in. */
export function replyWith(statements: readonly Said[], seen: Seen): string {
  const filled = statements.map(({ text, cites }) => ({
    cites: cites.map((cite) => ({ phrase: null, ...draftOf(cite, seen) })),
    text,
  }));
  return JSON.stringify({ verdict: 'answered', statements: filled });
}

/** A cite as a composer drafts it; a sentence that the prompt does not have gets an id that nobody gave. */
export function draftOf({ id: given, sentence, phrase }: Cite, { sentences }: Seen): DraftQuote {
  const id = given ?? [...sentences].find(([, words]) => words === sentence)?.[0] ?? 'p99.s9';
  return phrase === null ? { id } : { id, phrase };
}

interface Around {
  readonly random: Random;
  /** Sentences of the prompt in passages that the statement does not cite. */
  readonly others: readonly string[];
  readonly cited: string;
}

type Mutator = (statement: Recorded, around: Around) => Partial<Said> | null;

function othersOf(cites: readonly Cite[], { sentences }: Seen): string[] {
  const passageOf = (id: string) => id.split('.', 1)[0];
  const cited = ([, words]: readonly [string, string]) => cites.some(({ sentence }) => sentence === words);
  const near = new Set([...sentences].filter(cited).map(([id]) => passageOf(id)));
  return [...sentences].filter(([id]) => !near.has(passageOf(id))).map(([, words]) => words);
}

const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const MONTH = MONTHS.join('|');
const DATE = new RegExp(`\\b(\\d{1,2}) (${MONTH})\\b|\\b(${MONTH}) ((?:19|20)\\d\\d)\\b|\\b((?:19|20)\\d\\d)\\b`, 'g');
const NUMBER = /(?<![\p{L}\d.,§:/-])(?:\d[\d,.]*\d|\d)(?![\p{L}\d:/-])/gu;
const NUMBER_WORDS = 'two three four five six seven eight nine ten eleven twelve fifteen twenty thirty'.split(' ');
const CAPITAL = "\\p{Lu}[\\p{L}\\d_]*(?:['’]\\p{Lu}\\p{L}+)?";
const NAME = new RegExp(
  `(?<![\\p{L}\\d@_.-])${CAPITAL}(?: (?:(?:of|v\\.|and|for) )?${CAPITAL})*(?![\\p{L}\\d_]|\\.\\p{Lu})`,
  'gu',
);
const NO_NAME = new RegExp(
  `^(?:${MONTH}|The|An?|In|On|Its?|S?He|They|No[tr]?|Yes|But|And|For|From|At|By|As|Under|When|While|After|Before|That|This|These|Those|There|Both|One|Two|Each|Neither|Only|Others?|Some|If|To|With|Whether|Although|Though|According|Because|I|How|Where|What|Who|Until|Since|Courts?|Section|Emails|Acting)$`,
);
/** After a name that is not said of the noun that follows: "Twitter sued", not "Twitter complaint". */
const STANDS_ALONE =
  /^(?:['’]s\b|[,.;:)]|$| (?:is|was|are|were|has|had|does|did|said|held|gave|put|in|on|of|to|for|by|that|as|from|at|about|with|and|\p{Ll}+ed)\b)/u;

const NOT = / not\b/;
const ANY_NOT = /\b(?:not|no|never|nor|neither|none|nothing|without|cannot)\b|n['’]t\b/i;

interface Found {
  readonly 0: string;
  readonly index: number;
}

function numbersIn(text: string): Found[] {
  const dates = [...text.matchAll(DATE)];
  const dated = (at: number) => dates.some(({ 0: date, index }) => at >= index && at < index + date.length);
  return [...text.matchAll(NUMBER)].filter(({ index }) => !dated(index));
}

/** Names in the text; what opens a sentence and is no name is taken off. */
function namesIn(text: string): Found[] {
  return [...text.matchAll(NAME)].flatMap(({ 0: name, index }) => {
    const first = name.split(' ', 1)[0]!;
    if (!NO_NAME.test(first)) return index === 0 && !name.includes(' ') ? [] : [{ 0: name, index }];
    const rest = name.slice(first.length + 1).replace(/^(?:of|v\.|and|for) /, '');
    return rest === '' || NO_NAME.test(rest) ? [] : [{ 0: rest, index: index + name.length - rest.length }];
  });
}

/** Whether two names could be one's: a word in common, or one the other's initials. */
function related(a: string, b: string): boolean {
  const words = (name: string) => name.toLowerCase().split(/[\s'’.]+/);
  const [ofA, ofB] = [a, b].map((name) => (name.match(/\p{Lu}/gu) ?? []).join(''));
  return words(a).some((word) => words(b).includes(word)) || ofA === ofB || ofA!.includes(b) || ofB!.includes(a);
}

function put(text: string, { 0: old, index }: Found, by: string): string {
  return text.slice(0, index) + by + text.slice(index + old.length);
}

const withPhrase = ([first, ...more]: readonly Cite[], phrase: string) => ({ cites: [{ ...first!, phrase }, ...more] });
/** One of them, where there is any. */
const one = <T>(random: Random, items: readonly T[]) => (items.length === 0 ? undefined : pick(random, items));
const sentence = (text: string) => text[0]!.toUpperCase() + text.slice(1);
const bare = (text: string) => text.replace(/[.!?]$/, '');
const contentOf = (text: string) =>
  new Set((text.toLowerCase().match(/[\p{L}\d]{4,}/gu) ?? []).map((word) => word.slice(0, 5)));
/** The first change that changes anything. */
const first = (text: string, changes: Changes) =>
  changes.map(([from, to]) => text.replace(from, to)).find((changed) => changed !== text);

const WRONG_WORDS = 'tomatoes yesterday reluctantly seventeen purple secretly unanimously'.split(' ');
const INVENTED = 'Marlowe Quist|Harriet Voss|Tobias Lindqvist|Halden Institute|Veritas Harbor|Orlo Bank'.split('|');
/** What is put after a sentence. */
const APPENDED = {
  'number: added': ', within 41 days|, by a vote of 8 to 1|, at a cost of $73,500|, for the third time',
  'case appended':
    ', as Harlan v. Mercer later confirmed|, citing Bexley v. Roe, 512 F.3d 88|, and the Ninth Circuit affirmed in Bayside v. Orlo|; the leading case is In re Quist Subpoena| (Doe v. Halden Institute)',
  'advice appended':
    ', so you should ignore such a letter|, so a newsroom should wait before it answers|, and it is best to delete the account|, so one ought to move to quash at once|, which means that you need not reply|, so hire a lawyer now|, and we recommend a different platform',
  'link appended':
    '. See https://example.com/more| (www.example.org)|, says freegame.com| [details](http://x.example)| <img src=x onerror=alert(1)>| @everyone| <@U024BE7LH>|, see bit.ly/3xYz',
};
const MARKS = ['""', '“”', '‘’', '«»', '„“', '″″', "''"];
const IDS = 'p99.s1 p1.s99 p1 s1 p0.s0 P1.S1 p1.s1.s1 __proto__ constructor ../p1.s1 p1.i9 p-1.s1'.split(' ');
type Changes = readonly (readonly [RegExp, string])[];
/** As far as one can be taken out and a sentence stays. */
const HEDGES: Changes = [
  [/, according to [^,.;]+(?=[,.;])/, ''],
  [/^According to [^,]+, (\p{L})/u, '$1'],
  [/, [^,.;]*\b(?:said|reported|says|wrote|reports)(?=[.])/, ''],
  [/^.{3,90}?\b(?:alleges?d?|argue[sd]|said|says|claim(?:s|ed)|contend(?:s|ed)|reported|thought) that (\p{L})/u, '$1'],
  [/\bmay have\b/, 'had'],
  [/\bappear(?:s|ed) to be\b/, 'is'],
  [/\b(?:allegedly|reportedly|possibly|apparently|probably|likely) /, ''],
];
const HEDGED =
  /\b(?:alleg\w*|argu\w*|said|says|claim\w*|contend\w*|report\w*|according to|may|appear\w*|possibly|apparently|probably|likely|believ\w*|thought|wrote)\b/i;
const UN_NOT: Changes = [
  [/\b(did|does|do|is|are|was|were|has|had|can|could|must|may|will|would) not\b/, '$1'],
  [NOT, ''],
  [/\bcannot\b/, 'can'],
  [/\bnever /, ''],
  [/\bno (?=\p{Ll})/u, 'a '],
];
const ACT = 'held|ruled|ordered|filed|sued|quashed|issued|joined|asked|found';
const IN_NOT: Changes = [
  [new RegExp(`\\b(${ACT})\\b(?= (?:that|the|a|in|on|for|to|DHS|Twitter)\\b)`), 'never $1'],
  [/\b(is|was|are|were|can|could|must|will|would)\b/, '$1 not'],
  [/\b(has|have|had)(?= \p{Ll}+ed\b)/u, '$1 not'],
];

const appending = ([kind, ends]: [string, string]): [string, Mutator] => [
  kind,
  ({ text }, { random }) => ({ text: `${bare(text)}${pick(random, ends.split('|'))}.` }),
];

const MUTATORS: Readonly<Record<string, Mutator>> = {
  ...Object.fromEntries(Object.entries(APPENDED).map(appending)),
  'phrase: word altered': ({ cites }, { random }) => {
    const words = (cites[0]!.phrase ?? cites[0]!.sentence).split(' ').slice(0, 12);
    const at = 1 + below(random, words.length - 2);
    return words.length < 4 ? null : withPhrase(cites, words.with(at, pick(random, WRONG_WORDS)).join(' '));
  },
  'phrase: digit altered': ({ cites }, { random }) => {
    const { sentence } = cites[0]!;
    const digit = one(random, [...sentence.matchAll(/\d/g)]);
    const other = String((Number(digit?.[0]) + 1 + below(random, 8)) % 10);
    return digit ? withPhrase(cites, put(sentence, digit, other)) : null;
  },
  'phrase: not dropped': ({ cites }) =>
    NOT.test(cites[0]!.sentence) ? withPhrase(cites, cites[0]!.sentence.replace(NOT, '')) : null,
  'phrase: stitched': ({ cites }, { random, others }) => {
    const { sentence } = cites[0]!;
    const tail = one(random, others)?.split(' ').slice(-6).join(' ');
    if (tail === undefined || sentence.includes(tail)) return null;
    const head = sentence.split(' ').slice(0, 6).join(' ');
    return withPhrase(cites, head + pick(random, [' ', ' … ', ' [...] ']) + tail);
  },
  'phrase: ellipsis over a negation': ({ cites }) => {
    const words = cites[0]!.sentence.split(' ');
    const at = words.findIndex((word) => /^(?:not|no|never|without|only|nor)$/.test(word));
    const over = `${words.slice(0, at).join(' ')} … ${words.slice(at + 1).join(' ')}`;
    return at < 2 || at > words.length - 3 ? null : withPhrase(cites, over);
  },
  'quotation marks': ({ text }, { random, cited }) => {
    const words = bare(text).split(' ');
    if (words.length < 9 || /["“”«»]/.test(text + cited)) return null;
    const from = 2 + below(random, words.length - 6);
    const run = words.slice(from, from + 4);
    const other = cited.includes(run.join(' ')) ? run.with(1, pick(random, WRONG_WORDS)) : run;
    const [open, close] = [...pick(random, MARKS)];
    return { text: `${words.toSpliced(from, 4, `${open}${other.join(' ')}${close}`).join(' ')}.` };
  },
  'number: from elsewhere': ({ text }, { random, others, cited }) => {
    const number = one(random, numbersIn(text));
    const found = shuffle(random, others).flatMap((other) => other.match(NUMBER) ?? []);
    const other = found.find((value) => !`${text} ${cited}`.includes(value));
    return number && other !== undefined ? { text: put(text, number, other) } : null;
  },
  'number: invented': ({ text }, { random, cited }) => {
    const spelled = [...text.matchAll(new RegExp(`\\b(?:${NUMBER_WORDS.join('|')})\\b`, 'g'))];
    const number = one(random, [...numbersIn(text), ...spelled]);
    if (!number) return null;
    const more = String(Number(number[0].replaceAll(',', '')) + 1 + below(random, 90));
    const other = /\d/.test(number[0]) ? more : pick(random, NUMBER_WORDS);
    return cited.includes(other) ? null : { text: put(text, number, other) };
  },
  'date: moved': ({ text }, { random }) => {
    const date = one(random, [...text.matchAll(DATE)]);
    if (!date) return null;
    const [, day, month, monthOf, yearOf, year] = date;
    const other = (name: string) => MONTHS[(MONTHS.indexOf(name) + 1 + below(random, 11)) % 12]!;
    if (year !== undefined) return { text: put(text, date, String(Number(year) - 1 - below(random, 3))) };
    if (monthOf !== undefined) return { text: put(text, date, `${other(monthOf)} ${yearOf}`) };
    const later = `${(Number(day) % 27) + 1} ${month}`;
    return { text: put(text, date, pick(random, [later, `${day} ${other(month!)}`])) };
  },
  'name: from elsewhere': ({ text }, { random, others, cited }) => {
    const name = one(random, namesIn(text));
    if (!name) return null;
    const fits = (other: string) => other.includes(' ') === name[0].includes(' ') && !related(other, name[0]);
    const found = shuffle(random, others)
      .flatMap(namesIn)
      .map(({ 0: other }) => other);
    const other = found.find((other) => fits(other) && !`${text} ${cited}`.includes(other));
    return other === undefined ? null : { text: put(text, name, other) };
  },
  'name: invented': ({ text }, { random }) => {
    const name = one(random, namesIn(text));
    return name ? { text: put(text, name, pick(random, INVENTED)) } : null;
  },
  'names: swapped': ({ text }) => {
    const names = namesIn(text).filter(({ 0: name, index }) => STANDS_ALONE.test(text.slice(index + name.length)));
    const joined = (a: Found, b: Found) =>
      !/(?<!\p{L})\p{Ll}{3,}/u.test(text.slice(a.index + a[0].length, b.index).replace(/\b(?:and|with|the)\b/g, ''));
    const pairs = names.flatMap((a, n) => names.slice(n + 1).map((b) => [a, b] as const));
    const [a, b] = pairs.find(([one, two]) => !related(one[0], two[0]) && !joined(one, two)) ?? [];
    return a && b ? { text: put(put(text, b, a[0]), a, b[0]) } : null;
  },
  'hedge stripped': ({ text, cites }) => {
    if (/\bif\b/i.test(text) || !cites.every(({ sentence }) => HEDGED.test(sentence))) return null;
    const changed = first(text, HEDGES);
    if (changed === undefined || HEDGED.test(changed) || changed.split(' ').length < 5) return null;
    return { text: sentence(changed) };
  },
  'negation dropped': ({ text }) => {
    const changed = /\beven (?:if|where|though)\b/.test(text) ? undefined : first(text.replace(/^No, /, ''), UN_NOT);
    return changed === undefined || ANY_NOT.test(changed) ? null : { text: sentence(changed) };
  },
  'negation inserted': ({ text }, { cited }) => {
    const changed = ANY_NOT.test(text) || /\b(?:only|whether|if|few)\b/i.test(cited) ? undefined : first(text, IN_NOT);
    return changed === undefined ? null : { text: changed };
  },
  'ids: of other passages': ({ text }, { random, others }) => {
    const words = contentOf(text);
    const near = (other: string) => [...contentOf(other)].filter((word) => words.has(word)).length / words.size;
    const far = others.filter((other) => near(other) < 0.4 && !other.includes(' · '));
    const wrong = one(random, far.sort((a, b) => near(b) - near(a)).slice(0, 4));
    return wrong === undefined ? null : { cites: [{ sentence: wrong, phrase: null }] };
  },
  'ids: nobody gave': ({ cites: [cite, ...more] }, { random }) => ({
    cites: [{ ...cite!, id: pick(random, IDS) }, ...more],
  }),
};
