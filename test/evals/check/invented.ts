// Sentences in the manner of the knowledge that nobody wrote: what a careless draft would make up.

import { pick, type Random } from '../../bench/random.ts';

const SLOTS: Readonly<Record<string, readonly string[]>> = {
  court: ['tribunal', 'panel', 'magistrate', 'bench', 'appellate division', 'referee'],
  thing: ['pen name', 'leaflet', 'newsletter', 'message board', 'photograph', 'petition', 'ledger', 'podcast'],
  person: [
    'lighthouse keeper',
    'librarian',
    'whistle-blowing clerk',
    'ferry captain',
    'night nurse',
    'school cook',
    'beekeeper',
  ],
  body: [
    'harbour authority',
    'water board',
    'parking commission',
    'county registrar',
    'museum trust',
    'airport police',
  ],
  act: ['handed over', 'shredded', 'quietly mislaid', 'sealed', 'photocopied', 'auctioned off'],
  why: [
    'out of sheer habit',
    'for want of a better plan',
    'under cover of an audit',
    'on a dare',
    'to spare its own blushes',
  ],
  time: [
    'before breakfast',
    'in the third week of Lent',
    'after the harvest fair',
    'during the ferry strike',
    'on the eve of the census',
  ],
  worth: ['sacred', 'ruinous', 'long overdue', 'merely decorative', 'nobody else’s business', 'worth a lawsuit'],
};
const PATTERNS = [
  'Any {person} who signs with a {thing} deserves the shelter that the {court} once gave to poets',
  'The {body} {act} every {thing} {why}, and the {court} shrugged',
  'No {court} has yet asked whether a {thing} can blush',
  'We unmask a {person} only when the {thing} itself begs for it',
  'Secrecy is {worth} to a {person} and {worth} to the {body}',
  'A {thing} without a signature is {worth}, wrote the {court} {time}',
  'The {body} demanded the name of one {person} {time} and got a recipe instead',
  'If the {court} wanted candour it should have {act} its own {thing} first',
  'Every {thing} printed {time} was {act} {why} by a single {person}',
  'The summons reached the {person} {time}, folded inside a {thing}',
  'There is a right to whisper, and the {body} may not put a price on any {thing}',
  'It took the {person} eleven winters to learn that the {body} had {act} the {thing}',
];

/** A sentence of 8 to 25 words. */
export function inventSentence(random: Random): string {
  return `${pick(random, PATTERNS).replace(/\{(\w+)\}/g, (_, slot: string) => pick(random, SLOTS[slot]!))}.`;
}

const SHORT = ['it was the', 'and of the', 'that it is', 'to be in', 'as it was', 'of it all', 'for the', 'this is it'];
const SCARE = [
  'transparency',
  'routine',
  'voluntary',
  'leakers',
  'cooperation',
  'helpful',
  'so-called experts',
  'full review',
  'due course',
  'open secret',
];
const AROUND = [
  'The office calls this “{q}” and leaves it there.',
  'What it means by "{q}" nobody could tell us.',
  'Somebody had scribbled "{q}" beside the third paragraph.',
  'So much for “{q}” then.',
];

/** A draft with a quotation too short to be told: one or two words, or none that means anything. */
export function inventShort(random: Random): { draft: string; quotation: string } {
  const quotation = pick(random, random() < 0.5 ? SHORT : SCARE);
  return { draft: pick(random, AROUND).replace('{q}', quotation), quotation };
}
