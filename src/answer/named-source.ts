// Whom a draft names for a quotation, and whether the source is that. Reads the words round the quotation and what the document says of itself;
// where neither can tell, it says so instead of guessing.

import { readNames } from '../text/claims.ts';
import { foldForSearch } from '../text/fold.ts';
import type { DraftQuotation } from '../text/quotations.ts';
import { splitSentences } from '../text/sentences.ts';
import { SPEECH_VERBS } from '../text/speech.ts';
import { scanUnits } from '../text/terms.ts';
import { STOP_WORDS } from '../text/words.ts';
import type { Naming } from './checked.ts';
import type { DocumentMeta, Kind, Passage } from './model.ts';

/** A full stop that ends no sentence. */
const ABBREVIATED = String.raw`(?<=\b(?:v|vs|Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Inc|Corp|Co|Jr|Sr|No|St|Prof|Rev|\p{Lu}))\.`;
/** A noun phrase: up to a mark, or a word that begins something else. */
const PHRASE = String.raw`(?<name>(?:(?!\s(?:in|on|at|during|to|told|while|that|when|after|before|as|with|from|who|which|and then)\s)[^,;:()"“”«»„\n.—–]|${ABBREVIATED}){2,80})`;
const VERB = `(?<verb>${SPEECH_VERBS})`;
const ADVERB = '(?:\\s+(?:also|later|then|has|have|had|once|again|\\p{L}+ly))*';

const AFTER = [
  new RegExp(
    `^[\\s,]*(?:the|a|an|its|his|her|their)\\s[^,.\\n]{2,60},\\s+(?<name>\\p{Lu}[^,\\n]{2,60}),\\s+${VERB}\\b`,
    'u',
  ),
  new RegExp(`^[\\s,.]*(?:—|–|--)\\s*${PHRASE}`, 'u'),
  /^\s*\((?<name>[^)\n]{3,160})\)/u,
  new RegExp(`^[\\s,]*(?:according to|in the words of) ${PHRASE}`, 'iu'),
  new RegExp(`^[\\s,]*(?:as|in) ${PHRASE}(?: (?:put|puts|has put) it|['’]s? (?:words|phrase|view|telling))`, 'iu'),
  new RegExp(`^[\\s,]*(?:has |had )?${VERB}\\s+${PHRASE}`, 'iu'),
  new RegExp(`^[\\s,]*${PHRASE}?${ADVERB}\\s+${VERB}\\b`, 'iu'),
];
const BEFORE = [
  new RegExp(
    `(?:^|[.!?;]\\s+)(?:The|A|An|Its|His|Her|Their)\\s[^,.\\n]{2,60},\\s+(?<name>\\p{Lu}[^,\\n]{2,60}),\\s+${VERB}\\b[^.!?;]*$`,
    'u',
  ),
  new RegExp(
    `\\b(?:as|in) ${PHRASE}(?: (?:put|puts|has put) it|['’]s? (?:words|phrase|view|telling))\\b[^.!?]*$`,
    'iu',
  ),
  new RegExp(`(?:according to|in the words of) ${PHRASE}(?:,|[^.!?]*$)`, 'iu'),
  new RegExp(`(?:^|[.!?;]\\s+)${PHRASE},\\s[^,]{3,80},${ADVERB}\\s+${VERB}\\b[^.!?;]*$`, 'iu'),
  new RegExp(
    `(?:^|[.!?;:,—–]\\s+|\\b(?:and|but|as|that|when|while|because|since|although|after)\\s+)${PHRASE}?${ADVERB}\\s+${VERB}\\b[^.!?;]*$`,
    'iu',
  ),
  /(?:^|[.!?;]\s+|(?:^|\n)\s*(?:[-*•]|\d+[.)])\s+)(?<name>(?:\p{Lu}[\p{L}.'’-]*)(?:\s+(?:\p{Lu}[\p{L}.'’-]*|of|the|for|and|v\.)){0,6}):\s*$/u,
  /(?:^|[.!?;]\s+)(?<name>(?:The\s+)?\p{Lu}[\p{L}.'’-]*(?:\s+(?:of|the|for|and|v\.))?(?:\s+(?:\p{Lu}[\p{L}.'’-]*|of|the|for|and|v\.))*\s+\p{Lu}[\p{L}.'’-]*)(?:\s+[\p{L}'’-]+){1,8}:\s*$/u,
];

/** Whether what follows a quotation still belongs to its sentence. */
function sameSentence(text: string, after: string): boolean {
  return (
    /^[\s.]*(?:—|–|--)|^\s*(?:\(|\p{Ll}|,)/u.test(after) ||
    (!/[.!?…]['’”"»]*\s*$/.test(text) && !/^\s*[.;:!?]/.test(after))
  );
}

/**
 * For each quotation of a draft the words with which it names whose they are; null where it names nobody. One that names nobody, or says "he added",
 * goes with the one before it in its paragraph, if no sentence of its own stands between them.
 */
export function namesOf(draft: string, quotations: readonly DraftQuotation[]): (string | null)[] {
  const names: (string | null)[] = [];
  for (const [n, quotation] of quotations.entries()) {
    const own = ownName(quotation);
    const before = quotations[n - 1];
    const gap = before ? draft.slice(before.segments.at(-1)!.end, quotation.segments[0]!.start) : '';
    const leans = before !== undefined && gap.length <= GAP_MAX_CHARS && !/\n\s*\n|[.!?]["'’”»]*\s.*[.!?]\s/s.test(gap);
    names.push((own === null || isPronoun(own)) && leans ? (names[n - 1] ?? own) : own);
  }
  return names;
}

/** Between two quotations that go together there is no more. */
const GAP_MAX_CHARS = 160;

/** A name stands no farther from its quotation; the patterns take time with the square of what they read. */
const AROUND_MAX_CHARS = 500;

/** The words with which a draft names whose a quotation is; null where it names nobody. */
function ownName({ text, before: allBefore, between, after: allAfter }: DraftQuotation): string | null {
  const [before, after] = [allBefore.slice(-AROUND_MAX_CHARS), allAfter.slice(0, AROUND_MAX_CHARS)];
  const inside = between.map((words) => firstOf(AFTER, words)).find((name) => name !== null);
  const behind = sameSentence(text, after) ? firstOf(AFTER, after) : null;
  const held = behind === null ? null : IN_CASE.exec(after)?.[1];
  if (behind !== null && held != null) return `${behind} in ${held.trim()}`;
  return inside ?? behind ?? inCase(before) ?? firstOf(BEFORE, clauseOf(before));
}

/** "the court held in McIntyre v. Ohio" */
const IN_CASE = /^[^.!?;:]{3,80}\bin\s+(\p{Lu}[\p{L}.'’-]*(?:\s+[\p{L}.'’-]+){0,4}\s+v\.?\s+\p{Lu}[^,.;:!?(]{1,60})/u;

function firstOf(patterns: readonly RegExp[], words: string): string | null {
  for (const pattern of patterns) {
    const match = pattern.exec(words);
    const name = match?.groups?.name?.trim();
    if (/^\p{Lu}/u.test(match?.groups?.verb ?? '')) continue; // "the Pentagon Report"
    if (name !== undefined && /\p{L}/u.test(name) && !NO_NAME.test(name)) return name;
  }
  return null;
}

/** What stands before a verb of saying and names nobody: a conjunction, a passive ("cannot be said"). */
const NO_NAME =
  /^(?:and|but|or|nor|so|then|which|that|because|while|as|if|when|there|not)\b|\b(?:be|been|being|is|are|was|were|not)$/i;

/** The sentence that leads to a quotation. */
function clauseOf(before: string): string {
  const last = splitSentences(before).at(-1);
  return last ? before.slice(last.start) : '';
}

/** "In McIntyre v. Ohio, the court wrote": the case, not the court, is what it names. */
function inCase(before: string): string | null {
  const match = /(?:^|[.!?;]\s+)(?:As )?(?:in|In) ((?:\p{Lu}|the |its )[^,;:"“]{2,100}?),[^.!?;]*$/u.exec(before);
  return match &&
    /\bv\.?\s|\b(?:case|opinion|ruling|decision|complaint|order|report|letter|brief|article|statement)\b/u.test(
      match[1]!,
    )
    ? match[1]!
    : null;
}

const TITLES = new Set(
  `mr mrs ms miss dr prof professor judge justice chief associate senator sen representative rep congressman congresswoman president secretary attorney general
  inspector governor gov mayor director commissioner chairman chairwoman chair agent officer captain major colonel lieutenant sergeant admiral deputy minister prime chancellor archbishop bishop father sister reverend rev sheriff detective
  ambassador special reporter spokesman spokeswoman spokesperson lawyer counsel the
  a an of for and at in us u.s united states american federal its his her their then former late sir lord baroness rapporteur magistrate`.split(
    /\s+/,
  ),
);
const PRONOUN = /^(?:he|she|they|it|we|i|you|who|this|that|one|some|others?|many|both|critics|people|someone)$/i;

/** Whether a draft names nobody but by a pronoun. */
export function isPronoun(named: string): boolean {
  return PRONOUN.test(named.trim());
}

const LAW: ReadonlySet<Kind> = new Set(['statute', 'constitution', 'regulation']);

/** Nouns for a kind of source, and the kinds that they fit. */
const NOUNS: readonly (readonly [RegExp, readonly Kind[]])[] = [
  [/^(?:complaint|lawsuit|suit|petition|brief|filing|motion|pleading|plaintiffs?|petitioners?)$/, ['filing']],
  [/^(?:court|opinion|majority|dissent|concurrence|plurality|judges?|justices?|ruling|panel|judgment)$/, ['opinion']],
  [/^(?:statute|act|code|congress|legislature|lawmakers|law)$/, ['statute', 'constitution', 'regulation']],
  [/^(?:amendment|constitution)$/, ['constitution']],
  [/^(?:regulations?)$/, ['regulation', 'statute']],
];

/** Whether a draft's name and a text's own name for a speaker are of the same: their last names. */
export function isSameSpeaker(named: string, inText: string): boolean {
  const last = namesIn(headOf(named)).at(-1)?.at(-1);
  return last === undefined
    ? foldForSearch(named).includes(foldForSearch(inText)) || foldForSearch(inText).includes(foldForSearch(named))
    : wordsOf(inText).has(last);
}

/** Whether the source of these words is what `named` names. `mentions` says whether the document has a word, in lower case, anywhere. */
export function isNamed(
  named: string,
  document: DocumentMeta,
  passage: Pick<Passage, 'speaker' | 'via' | 'kind' | 'pinpoint'>,
  mentions: (word: string) => boolean,
): Naming {
  if (isPronoun(named)) return 'unclear';
  const kind = passage.kind ?? document.kind ?? null;
  const said = wordsOf([passage.speaker ?? document.speaker ?? '', passage.via ?? ''].join(' '));
  const about = wordsOf(
    [
      document.title,
      document.short ?? '',
      ...(document.also ?? []),
      document.citation ?? '',
      document.docket ?? '',
      document.court ?? '',
      hostOf(document.url),
    ].join(' '),
  );
  const nouns = scanUnits(named).map(({ word }) => word);
  const all = namesIn(named);
  const head = headOf(named);
  const names = head === named ? all : namesIn(head);
  if (names.length === 0 && all.length > 0) return 'unclear'; // "the ACLU's critics"
  if (names.length === 0) return byNoun(nouns, kind, new Set([...said, ...about]));
  const hasNoun = NOUNS.some(([noun]) => nouns.some((word) => noun.test(word)));
  if (/\bv\.?\s/.test(named) && !names.flat().every((word) => about.has(word) || said.has(word))) return 'other';
  const speaker = passage.speaker ?? document.speaker;
  const initials = initialsOf(capitalised(head));
  const own = wordsOf(speaker ?? '');
  if (own.has(initials) || names.some((name) => initialsOf(capitalised(speaker)) === name.join('')))
    return capitalised(speaker).length > 1 && own.has(initials) ? 'unclear' : 'same';
  const last = names.at(-1)!;
  if (names.length === 1 || own.has(last.at(-1)!)) {
    if (own.has(last.at(-1)!) && !otherFirstName(last, speaker ?? '')) return 'same';
  } else if (names.some((name) => own.has(name.at(-1)!))) return 'unclear'; // "ACLU lawyer Jane Roe"
  if (said.has(last.at(-1)!) && !own.has(last.at(-1)!)) return 'unclear'; // who printed the words
  for (const name of names) {
    if (!name.every((word) => about.has(word))) continue;
    if (!partyOf(document) && speaker !== undefined && (kind === 'filing' || kind === 'opinion') && !hasNoun)
      return 'unclear';
    if (asDocument(name, named, hasNoun, kind, document, passage)) return 'same';
  }
  const judge = /\b(?:justice|judge)\b/i;
  const isJudge = kind === 'opinion' && judge.test(named) && !judge.test(passage.speaker ?? '');
  if (isJudge && names.some((name) => mentions(name.at(-1)!))) return 'unclear';
  if (kind === null && passage.speaker === undefined && document.speaker === undefined && !mentionsTitle(named))
    return 'unclear';
  return 'other';
}

/** Nouns that stand for whom they belong to: "the ACLU's lawyers" say what the ACLU says. */
const ON_BEHALF =
  /^(?:complaint|lawsuit|suit|petition|brief|filing|motion|lawyers?|attorneys?|counsel|statement|letter|report|opinion|ruling|decision|tweet|post|article|order|memo|spokes\p{L}+|office|newsroom)\b/iu;

/** Of "Twitter's lawyers", "a writer of the Times" the words that say who it is: what is owned where that speaks for its owner, else the person. */
function headOf(named: string): string {
  const [, owner, owned] = /^(.+?)['’]s\s+(.+)$/u.exec(named) ?? [];
  if (owner !== undefined) return ON_BEHALF.test(owned!) || LAW_NOUN.test(owned!) ? named : owned!;
  const [, person] = /^((?:\p{Lu}[\p{L}.'’-]*\s+){1,3}\p{Lu}[\p{L}.'’-]*)\s+of\s+(?:the\s+)?\p{Lu}/u.exec(named) ?? [];
  return person !== undefined && !OFFICE.test(person) ? person : named;
}

const LAW_NOUN = /^(?:majority|dissent|concurrence|justices?|judges?)\b/i;
const OFFICE =
  /\b(?:Department|Office|Court|Bureau|Agency|University|State|Board|Committee|Council|Ministry|Secretary|Society|Union|Association|Institute|Center|Centre|College|House|Bank|City|Commission|Inspector|Attorney|Director|Chief|Code|Act)\b/;

/** Who brought the case that a document's title names: "Twitter, Inc." */
function partyOf({ title }: DocumentMeta): string | undefined {
  return /^(?:.*?complaint[^,]*,\s*)?(.*?)\s+v\.?\s/i.exec(title)?.[1];
}

/** Whether a name that the document's title has names the document or its author, not somebody whom it is about. */
function asDocument(
  name: readonly string[],
  named: string,
  hasNoun: boolean,
  kind: Kind | null,
  document: DocumentMeta,
  passage: Pick<Passage, 'speaker'>,
): boolean {
  if (hasNoun || /\bv\.?\s/.test(named) || kind === null || LAW.has(kind)) return true;
  const party = partyOf(document);
  if (kind === 'filing' || kind === 'opinion')
    return (
      party === undefined ||
      name.every((word) => wordsOf(party).has(word)) ||
      wordsOf(document.court ?? '').has(name.at(-1)!)
    );
  return (
    (passage.speaker ?? document.speaker) === undefined || name.length >= Math.min(2, wordsOf(document.title).size)
  );
}

/** Whether the words look like the name of a document: none of ours can tell a person from one otherwise. */
function mentionsTitle(named: string): boolean {
  return /\bv\.?\s|\b(?:article|essay|report|book|entry|document|papers?|study|opinion|complaint|memo|memorandum|letters?|journal|times|post|tribune|gazette|review|encyclopa?edia|transcript|register|chronicle|herald|bulletin|manual|dossier|minutes|diary|declaration|treaty|act|code|lectures?|speech|sermons?|writings|works|notes|files|archives?|history|dictionary|yearbook|almanac|handbook|guide|magazine|blog|thesis)\b/i.test(
    named,
  );
}

function byNoun(nouns: readonly string[], kind: Kind | null, known: ReadonlySet<string>): Naming {
  for (const [noun, kinds] of NOUNS) {
    const word = nouns.find((w) => noun.test(w));
    if (word === undefined) continue;
    if (kind === null) return 'unclear';
    if (kinds.includes(kind)) return 'same';
    return known.has(word) || kind === 'guide' || kind === 'statement' ? 'unclear' : 'other';
  }
  return 'unclear';
}

/** Names of the phrase as their telling words, titles left out. */
function namesIn(named: string): string[][] {
  return readNames(named)
    .map(({ units }) =>
      units
        .map(({ word }) => word)
        .filter((word) => !TITLES.has(word) && word.length > 1 && word !== 'v' && word !== 'vs'),
    )
    .filter(
      (words) =>
        words.length > 0 &&
        !NOUNS.some(([noun]) => words.length === 1 && noun.test(words[0]!)) &&
        !PRONOUN.test(words.join(' ')) &&
        !words.every((word) => STOP_WORDS.has(word)),
    );
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(
    scanUnits(text)
      .flatMap(({ word, surface }) => [word, ...surface.toLowerCase().split(/[^\p{L}\p{N}]+/u)])
      .filter((word) => word !== ''),
  );
}

/** "aclu" of the American Civil Liberties Union. */
function initialsOf(words: readonly string[]): string {
  return words.length < 2 ? '' : words.map((word) => word[0]).join('');
}

function capitalised(text: string | undefined): string[] {
  return scanUnits(text ?? '').flatMap(({ surface, word }) =>
    /^\p{Lu}/u.test(surface) && !STOP_WORDS.has(word) ? [word] : [],
  );
}

/** Whether the source's speaker of that surname has another first name. */
function otherFirstName(name: readonly string[], speaker: string): boolean {
  if (name.length < 2) return false;
  const words = scanUnits(speaker)
    .filter(({ surface }) => /^\p{Lu}/u.test(surface))
    .map(({ word }) => word)
    .filter((word) => !TITLES.has(word));
  const at = words.indexOf(name.at(-1)!);
  return at > 0 && words[at - 1] !== name.at(-2) && words[at - 1]!.length > 1;
}

function hostOf(url: string | undefined): string {
  return /^https?:\/\/(?:www\.)?([^/:]+)\.[a-z]+(?:[/:]|$)/i.exec(url ?? '')?.[1] ?? '';
}
