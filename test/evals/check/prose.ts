// Drafts: short running prose around a quotation, with or without saying whose it is, in several styles of quotation marks.

import { pick, type Random } from '../../bench/random.ts';

export interface Dressed {
  readonly draft: string;
  /** The words between the marks, as they stand in the draft. */
  readonly quotation: string;
  /** Whether the draft still means the same after another paragraph: it has no "he" and no "the text". */
  readonly alone: boolean;
}

/** Whom the draft names: nobody, somebody without a name ("the author"), or a name. */
export type Naming = 'nobody' | 'vaguely' | { readonly who: string };

/** In a template `{q}` is the quotation; before a comma or full stop, `{q,}` and `{q.}`, it takes that in or not. */
const NOBODY = [
  'One passage has been copied more often than any other: {q.}',
  'The words {q} have been on a slip of paper above the desk for weeks.',
  'There it was in black and white: {q.}',
  'Nobody who reads {q} can miss what is meant.',
  'It comes down to this: {q.}',
  'Underlined twice in our copy: {q.}',
  'We had a long discussion on Tuesday about {q.}',
  'For the record: {q.}',
  'In the margin somebody has marked {q,} and nothing else.',
  'What struck us most was {q.}',
  '{q.} That is all there is on the matter.',
  'Between the tables stands {q,} which few will have noticed.',
];
const VAGUELY = [
  '{q,} the text says.',
  'The author writes: {q.}',
  '{q,} he said.',
  'She put it plainly: {q.}',
  'As the text has it, {q.}',
  '{q,} she wrote.',
  'The same source goes on: {q.}',
  'It says that {q.}',
  'They write that {q,} and leave it at that.',
];
const NAMED = [
  '{q,} said {who}.',
  '{q,} {who} said.',
  '{who} said: {q.}',
  '{who} wrote: {q.}',
  'According to {who}, {q.}',
  '{q,} according to {who}.',
  'As {who} put it, {q.}',
  '{q.} — {who}',
  '{who} said that {q.}',
  '{q,} wrote {who} at the time.',
  'In the words of {who}, {q.}',
  '{who} has made the point before: {q.}',
  '{q,} {who} told reporters.',
  '{who} stated that {q,} and added nothing.',
];
const BEFORE = [
  '',
  '',
  '',
  'The matter has kept two desks busy since the spring. ',
  'It had been raining all morning. ',
  'Readers asked us for the wording. ',
  'Much has been made of one sentence. ',
  'Our notes from that week are short. ',
  'The question is an old one. ',
  'Opinions differ, as they do. ',
];
const AFTER = [
  '',
  '',
  '',
  ' Nothing else in the file bears on it.',
  ' We will come back to this next week.',
  ' The rest is routine.',
  ' More cannot be said at present.',
  ' Copies went round the building within the hour.',
  ' That was on page four.',
];
const STRAIGHT = ['"', '"'] as const;
const CURLY = ['“', '”'] as const;
const FOREIGN = [
  ['«', '»'],
  ['„', '“'],
] as const;

export type Marks = readonly [string, string];

/** A pair of marks that does not occur in `text`: mostly American, now and then continental. */
export function pickMarks(random: Random): Marks {
  const roll = random();
  return roll < 0.5 ? STRAIGHT : roll < 0.94 ? CURLY : pick(random, FOREIGN);
}

/** Puts `text` into running prose. */
export function dress(random: Random, text: string, naming: Naming, marks: Marks = pickMarks(random)): Dressed {
  const template = pick(
    random,
    naming === 'nobody' ? NOBODY : naming === 'vaguely' ? VAGUELY : templatesFor(naming.who),
  );
  const american = random() < 0.6;
  let quotation = text;
  const set = (_: string, stop: string): string => {
    const { inside, outside } = punctuate(text, stop, american);
    quotation = inside;
    return marks[0] + inside + marks[1] + outside;
  };
  const sentence = template
    .replace('{who}', () => (typeof naming === 'object' ? naming.who : ''))
    .replace(/\{q([,.]?)\}/, set);
  const before = pick(random, BEFORE);
  const after = template.endsWith('{who}') ? '' : pick(random, AFTER);
  const draft = before + sentence.replace(/^the /, 'The ') + after;
  return { draft, quotation, alone: naming !== 'vaguely' };
}

/** A report does not talk to reporters. */
function templatesFor(who: string): readonly string[] {
  return who.startsWith('the ') ? NAMED.filter((template) => !template.includes('told')) : NAMED;
}

/** The quotation with the sentence's stop: inside the marks in America, outside in Britain; one stop is enough. */
function punctuate(text: string, stop: string, american: boolean): { inside: string; outside: string } {
  if (/[!?]$/.test(text) || stop === '') return { inside: text, outside: '' };
  const ownStop = /[\p{L}\p{N})%]{2}\.$/u.test(text);
  if (stop === '.') {
    if (ownStop || text.endsWith('.')) return { inside: text, outside: '' };
    return american && !text.endsWith('…') ? { inside: `${text}.`, outside: '' } : { inside: text, outside: '.' };
  }
  const open = ownStop ? text.slice(0, -1) : text;
  return american && !/[.…]$/.test(open) ? { inside: `${open},`, outside: '' } : { inside: open, outside: ',' };
}

/** An indented or marked block under a line that announces it. */
export function dressAsBlock(random: Random, text: string): Dressed {
  const lead = pick(random, ['The passage in full:', 'Here is the wording:', 'It is worth quoting at length:']);
  const after = pick(random, ['', '\n\nWe have nothing to add to that.']);
  return { draft: `${lead}\n\n> ${text}${after}`, quotation: text, alone: true };
}

/** A quotation over two paragraphs: the opening mark is repeated, the closing one comes only at the end. */
export function dressOverParagraphs(random: Random, first: string, second: string): Dressed {
  const [open, close] = random() < 0.5 ? STRAIGHT : CURLY;
  const lead = pick(random, ['The text reads: ', 'This is how it goes: ', 'The author writes: ']);
  const quotation = `${first}\n\n${open}${second}`;
  return { draft: `${lead}${open}${quotation}${close}`, quotation, alone: false };
}

/** Two halves with "he said" between them; each is a quotation of its own. */
export function dressInterrupted(random: Random, first: string, second: string): [Dressed, Dressed] {
  const [open, close] = random() < 0.5 ? STRAIGHT : CURLY;
  const said = pick(random, ['he said', 'she wrote', 'the author writes', 'the text goes on']);
  const head = `${first.replace(/[.,;:]$/, '')},`;
  const tail = /[.!?]$/.test(second) ? second : `${second}.`;
  const draft = `${pick(random, BEFORE)}${open}${head}${close} ${said}, ${open}${tail}${close}${pick(random, AFTER)}`;
  return [head, tail].map((quotation) => ({ draft, quotation, alone: false })) as [Dressed, Dressed];
}
