// Which part of a summary a sentence belongs to: what happened, what is alleged, what the law says, where it stands. Read from the kind of
// its source, whose words it is, and its own verbs: who says it, in what tense. It decides where a sentence is shown, never whether it is true.

import { hasYear } from './events.ts';
import type { Kind, Quote, Statement } from './model.ts';
import type { SectionCode } from './summary-model.ts';

/** A sentence with what is known of it. */
export interface Spoken extends Pick<Quote, 'shown' | 'voice' | 'kind'> {}

/** The section of a checked statement. */
export function sectionOfStatement({ quotes, prose }: Statement): SectionCode {
  return sectionOfAll(quotes, prose);
}

/**
 * The section of sentences that are shown together: an allegation among them makes it one, else the last of them decides. A digest's
 * introduction of a source's own words does not count, unless all of them bear a composer's sentence (`prose`).
 */
export function sectionOfAll(sentences: readonly Spoken[], prose = false): SectionCode {
  const own = sentences.filter(({ voice }) => voice === 'source');
  const codes = (own.length > 0 && !prose ? own : sentences).map(sectionOf);
  return codes.includes('alleged') ? 'alleged' : codes.at(-1)!;
}

/** Kinds whose own words always belong to one section. */
const OWN_WORDS: Partial<Record<Kind, SectionCode>> = {
  filing: 'alleged',
  statement: 'alleged',
  opinion: 'law',
  statute: 'law',
  regulation: 'law',
  constitution: 'law',
};
const LAW_KINDS: ReadonlySet<Kind | null> = new Set(['opinion', 'statute', 'regulation', 'constitution', 'guide']);

/** Whether the first thing that a sentence tells was done is that something ended. */
function ends(shown: string): boolean {
  const ended = ENDED.exec(shown);
  return ended !== null && !isPast(shown.slice(0, ended.index).replace(/\b(?:was|were|had)\b/g, ' '));
}

/** A sentence that is, or begins with, somebody's words in a report. */
const QUOTED = /^[“"]/;

/** Whether a sentence is in a past tense: what somebody did. */
export function isPast(shown: string): boolean {
  return PAST.test(shown.replace(STATE, ' '));
}

/** "is protected", "delayed-notice", "laws administered by": no past. */
const STATE = /\b(?:is|are|be|being)\s+(?:\w+ly\s+)?\p{L}+ed\b|\p{L}+ed-\p{L}+|\p{L}+ed(?= (?:by|as)\b)/gu;

/** The section of one sentence. */
export function sectionOf({ shown, voice, kind }: Spoken): SectionCode {
  if (voice === 'source') {
    const code = kind === null ? undefined : OWN_WORDS[kind];
    if (code !== undefined) return code;
  }
  if (voice === 'source' && QUOTED.test(shown)) return 'alleged';
  const claim = claimOf(shown);
  const standing = STANDING.exec(shown);
  if (claim !== null && !(standing && standing.index < claim.at)) return claim.code;
  if (standing) return 'stands';
  const past = isPast(shown);
  const dated = past && hasYear(shown);
  if (ends(shown) && (dated || !LAW_KINDS.has(kind)) && !COURT.test(shown)) return 'stands';
  if (HELD.test(shown) && (COURT.test(shown) || RULING.test(shown) || CASE_NAME.test(shown))) return 'law';
  if (!LAW_KINDS.has(kind)) return LAW_WORD.test(shown) && !dated && (BINDS.test(shown) || !past) ? 'law' : 'happened';
  const event = dated || (past && !LAW_WORD.test(shown) && !IS.test(shown));
  return event && !BINDS.test(shown) ? 'happened' : 'law';
}

const CLAIMED =
  /\b(?:alleg(?:es|ed|ing)|argu(?:es?|ed|ing)|contend(?:s|ed)?|claimed|claims (?=(?:that|to|it|he|she|they|the)\b)|assert(?:s|ed)|accus(?:es|ing)|(?<=\b(?:it|he|she|they) )accused|complain(?:s|ed)|maintain(?:s|ed)|insist(?:s|ed)|submitted that|took the position|asked (?:the|a) (?:court|judge)|asks (?:the|a) (?:court|judge)|urged|demanded of)\b/i;
const SAID =
  /\b(?:said|says|saying|(?<!, )call(?:s|ed)|describe[sd](?! (?:here|in|by|above|as))|wrote that|warn(?:s|ed)|believes|predict(?:s|ed)|stress(?:es|ed)|stated|den(?:ies|ied)|criticis(?:es|ed)|praised|relied on|words about|noted that|added that|adds that)\b/i;
/** Words that a party's claim is in. */
const PLEADING =
  /\b(?:complaint|petition|motion|brief|pleading|plaintiffs?['’]? (?:argument|case)|lawsuit|suit|filings?|declaration|affidavit)s?\b/i;
const ACCORDING =
  /\baccording to (?:[^,.;]{0,60}\b)?(?:complaint|petition|motion|brief|filing|lawsuit|plaintiffs?|lawyers?|counsel)\b/i;
const GROUNDS =
  /\b(?:complaint|lawsuit|petition|motion)['’]?s? (?:demanded|seeks|sought|noted|makes?|rest(?:s|ed)|ask(?:s|ed)|want(?:s|ed)|says?|gives?|quotes?)\b|\b(?:grounds?|showing) (?:of|that) (?:\w+['’]s )?(?:complaint|petition|motion)\b/i;
const COURT =
  /\b(?:[Cc]ourts?|Circuit|Systems Protection Board|Justices?|Judges?|judges?|opinions?|majority|panel|Grand Chamber|tribunal|House of Lords|Lords|chamber)\b/;
const RULING = /\b(?:rulings?|decisions?)\b/;
/** A case as what speaks. */
const CASE_NAME = /\bv\.? \p{Lu}/u;
const DISSENT = /\bdissent/i;
const REPORTER =
  /\b(?:News|Times|Post|Reuters|AFP|Agence|Associated Press|Guardian|Intercept|Atlantic|Politico|Lawfare|Guardian|BBC|CNET|Ars|press|reports?|reported|reporters?|articles?|newspapers?|magazines?|outlets?|journalists?|digest|Clearinghouse|Service|notices?|forms?|guides?|handbooks?)\b/;
/** A statute or rule as what speaks. */
const TEXT_OF_LAW =
  /\b(?:U\.S\.C\.?|C\.F\.R\.?|CFR|USC|[Ss]ections?|subsections?|Rules?|Article|Amendment|statutes?|Act|Code|Constitution|Charter|ordinance|regulations?|guidelines?|guidance|policy|test)\b/;

/** Who claims or says it, if anybody does: a party or an advocate (alleged), a court or a statute (law); null where nobody does, or the press. */
function claimOf(shown: string): { readonly code: SectionCode; readonly at: number } | null {
  const pleaded = ACCORDING.exec(shown) ?? GROUNDS.exec(shown);
  if (pleaded) return { code: 'alleged', at: pleaded.index };
  const claimed = verbIn(shown, CLAIMED);
  const said = verbIn(shown, SAID);
  const at = claimed !== null && (said === null || claimed <= said) ? claimed : said;
  if (at === null) return null;
  const subject = subjectBefore(shown.slice(0, at));
  const code = codeOfClaim(subject, at === claimed);
  return code === null ? null : { code, at };
}

function codeOfClaim(subject: string, claims: boolean): SectionCode | null {
  if (claims && DISSENT.test(subject)) return 'alleged';
  if (PLEADING.test(subject)) return 'alleged';
  if (COURT.test(subject)) return 'law';
  if (claims) return 'alleged';
  if (TEXT_OF_LAW.test(subject) || CASE_NAME.test(subject)) return 'law';
  return REPORTER.test(subject) ? null : 'alleged';
}

/** Where the first verb of a list stands that somebody is named for; null where there is none. */
function verbIn(shown: string, verbs: RegExp): number | null {
  for (const { index } of shown.matchAll(new RegExp(verbs, 'gi')))
    if (!SUBJECTLESS.test(subjectBefore(shown.slice(0, index)))) return index;
  return null;
}

/** The last words before a verb, back to where another clause ends: who it is said of. */
function subjectBefore(text: string): string {
  return text
    .split(/[;:]\s|,\s(?:and|but|so|while|though|although|because|whom|where|when)\s|\bthat\s/)
    .at(-1)!
    .slice(-SUBJECT_CHARS);
}

const SUBJECT_CHARS = 90;
/** A relative clause, an infinitive or a noun ("the person whom it accused", "to say"): it names nobody who says the sentence. */
const SUBJECTLESS =
  /(?:\b(?:to|who(?:m|se)?(?: (?:had|has|have|later|also))?|which|been|being|be|was|were|is|are|as|the|an?|of|any|its|their|these|those|all|no|on|over|with|against|first|proposed)|not|neither|nor|never|['’]s?|^)\s*$/i;

/** What says that a matter is open, over or unchanged. */
const STANDING =
  /\b(?:no (?:court|judge|ruling|appeal|decision)\b.{0,60}\b(?:ruled?|decid\w+|adopt\w+|reach\w+|settle\w*|held|address\w*|says?|said|contains?|lets?)|never (?:ruled|decided|reached|adopted)|(?:shows?|contains?|found|finds?|is|was) no (?:court )?ruling|(?:is|are|remains?|still) (?:[\w’']+ ){0,4}pending|(?:is|are|was|were|remains?|still|left|leaves?) (?:[\w’']+ ){0,4}(?:undecided|unresolved|unsettled)|remains? (?:a|an|in|good|binding|open|the)\b|still (?:in force|binding|pending|stands)|did not (?:decide|settle|rule|reach|say which)|has not (?:yet )?(?:been )?(?:decided|ruled)|not precedent|without (?:a )?ruling)\b/i;
const ENDED =
  /\b(?:withdr[ae]wn?|withdrew|dismissed|dropped|settled|vacated|repealed|expired|rescinded|replaced|ended|closed|(?:denied|refused) (?:review|certiorari))\b/i;
const HELD =
  /\b(?:held(?! in contempt)|holds|ruled|rules|found|finds|conclude[sd]|decided|struck down|upheld|affirm(?:s|ed)|revers(?:es|ed)|recogni[sz]e[sd]|accept(?:s|ed)|reject(?:s|ed)|appl(?:ies|ied)|adopt(?:s|ed)|requires?|required|weigh(?:s|ed)|treat(?:s|ed)|explain(?:s|ed)|shows?|means|protects?|balances?)\b/i;
/** What a rule does, in the present. */
const BINDS =
  /\b(?:lets?|requires?|provides?|protects?|covers?|bars?|allows?|permits?|applies|apply|must|may|reaches|forbids?|limits?|authori[sz]es?|binds?|governs?|controls?|defines?|excludes?)\b/;
const IS =
  /\b(?:gives?|does not|do not|cannot|can|needs?|is|are|means|belongs?|var(?:ies|y)|depends?|supplies|reads?|asks?|sets?)\b/;
const LAW_WORD =
  /\b(?:U\.S\.C\.?|C\.F\.R\.?|CFR|[Ss]ections?|Rule \d|Article \d|Amendment|statutes?|[Ll]aws?|Act|Code|Constitution|courts?|subpoenas?|summons(?:es)?|warrants?|orders?|motions?|rights?|anonymity|speech|demands?|notices?|tests?|standards?|privilege|ordinances?|bans?|rules?)\b/;
/** Past tense of what somebody did. */
const PAST =
  /\b(?:was|were|had|sued|sent|wrote|gave|told|took|began|became|came|went|got|ran|saw|brought|made|kept|left|met|paid|put|drew|spoke|won|lost|withdrew|built|sold|chose|rang|lit|fell|rose|broke|threw|grew|knew|drove|swore|stole|hid|led|slept|felt|spent|caught|bought|fought|taught|thought|stood|struck|hung|shot|heard|forbade|\p{L}{2,}(?<!need|indeed|exceed|speed|proceed|seed|succeed)ed)\b/u;
