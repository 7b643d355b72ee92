// Which part of a summary a sentence belongs to: what happened, what is alleged, what the law says, where it stands. Read from the kind of
// its source, whose words it is, and its own verbs: who says it, in what tense. It decides where a sentence is shown, never whether it is true.

import { readDates } from '../text/claims.ts';
import type { Kind, Quote, SectionCode, Statement } from './model.ts';

/** A sentence with what is known of it. */
export interface Spoken extends Pick<Quote, 'shown' | 'voice' | 'kind'> {}

/** The section of a checked statement: an allegation among its quotations makes it one, whatever else it rests on. */
export function sectionOfStatement({ quotes, prose }: Statement): SectionCode {
  const own = quotes.filter(({ voice }) => voice === 'source');
  const codes = (own.length > 0 && !prose ? own : prose ? quotes : quotes.slice(-1)).map(sectionOf);
  return codes.includes('alleged') ? 'alleged' : codes[0]!;
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
const RULES: ReadonlySet<Kind | null> = new Set(['statute', 'regulation', 'constitution']);

/** The section of one sentence. */
export function sectionOf({ shown, voice, kind }: Spoken): SectionCode {
  if (voice === 'source') {
    const code = kind === null ? undefined : OWN_WORDS[kind];
    if (code !== undefined) return code;
  }
  const claim = claimOf(shown);
  if (claim !== null) return claim;
  if (STANDING.test(shown)) return 'stands';
  const event = isEvent(shown);
  if (ENDED.test(shown) && (event || !LAW_KINDS.has(kind)) && !COURT.test(shown)) return 'stands';
  if (HELD.test(shown) && COURT.test(shown)) return 'law';
  if (!LAW_KINDS.has(kind)) return RULE.test(shown) && LAW_WORD.test(shown) && !event ? 'law' : 'happened';
  if (RULES.has(kind)) return hasDay(shown) || (event && !LAW_WORD.test(shown)) ? 'happened' : 'law';
  return event && !RULE.test(shown) ? 'happened' : 'law';
}

const CLAIMED =
  /\b(?:alleg(?:es?|ed|ing)|argu(?:es?|ed|ing)|contend(?:s|ed)?|claim(?:s|ed)|assert(?:s|ed)?|accus(?:es?|ed|ing)|complain(?:s|ed)|maintain(?:s|ed)|insist(?:s|ed)?|submitted that|took the position|seeks?|sought|asked (?:the|a) (?:court|judge)|asks (?:the|a) (?:court|judge)|proposed|urged|demanded of)\b/i;
const SAID =
  /\b(?:said|says?|saying|call(?:s|ed)|describ(?:es?|ed)|told|wrote|warn(?:s|ed)|believes?|predict(?:s|ed)|stress(?:es|ed)|stat(?:es|ed)|den(?:y|ies|ied)|criticis(?:es|ed)|praised|relied on)\b/i;
/** Words that a party's claim is in. */
const PLEADING =
  /\b(?:complaint|petition|motion|brief|pleading|plaintiffs?['’]? (?:argument|case)|lawsuit|suit|filings?|declaration|affidavit)s?\b/i;
const ACCORDING =
  /\baccording to (?:[^,.;]{0,60}\b)?(?:complaint|petition|motion|brief|filing|lawsuit|plaintiffs?|lawyers?|counsel)\b/i;
const GROUNDS =
  /\b(?:complaint|lawsuit|petition|motion)['’]?s? (?:demanded|makes?|rest(?:s|ed)|ask(?:s|ed)|want(?:s|ed)|says?|gives?|quotes?)\b|\b(?:grounds?|showing) (?:of|that) (?:\w+['’]s )?(?:complaint|petition|motion)\b/i;
const COURT =
  /\b(?:[Cc]ourts?|Circuit|Justices?|Judges?|judges?|opinions?|majority|panel|Grand Chamber|tribunal|House of Lords|Lords|chamber)\b/;
const DISSENT = /\bdissent/i;
const REPORTER =
  /\b(?:News|Times|Post|Reuters|AFP|Agence|Associated Press|Guardian|Intercept|Atlantic|Politico|Lawfare|Guardian|BBC|CNET|Ars|press|reports?|reported|reporters?|articles?|newspapers?|magazines?|outlets?|journalists?|digest|Clearinghouse|Service)\b/;
/** A statute or rule as what speaks. */
const TEXT_OF_LAW =
  /\b(?:U\.S\.C\.?|C\.F\.R\.?|CFR|USC|[Ss]ections?|subsections?|Rules?|Article|Amendment|statutes?|Act|Code|Constitution|Charter|ordinance|regulations?|guidelines?|policy|test)\b/;

/** Who claims or says it, if anybody does: a party or an advocate (alleged), a court or a statute (law); null where nobody does, or the press. */
function claimOf(shown: string): SectionCode | null {
  if (ACCORDING.test(shown) || GROUNDS.test(shown)) return 'alleged';
  const claimed = CLAIMED.exec(shown);
  const said = SAID.exec(shown);
  const verb = claimed && (!said || claimed.index <= said.index) ? claimed : said;
  if (!verb) return null;
  const subject = subjectBefore(shown.slice(0, verb.index));
  if (verb === claimed && DISSENT.test(subject)) return 'alleged';
  if (PLEADING.test(subject)) return 'alleged';
  if (COURT.test(subject)) return 'law';
  if (verb === claimed) return SUBJECTLESS.test(subject) ? null : 'alleged';
  if (TEXT_OF_LAW.test(subject)) return 'law';
  if (REPORTER.test(subject) || SUBJECTLESS.test(subject)) return null;
  return 'alleged';
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
const SUBJECTLESS = /(?:\b(?:to|whom|which|who|been|being|be|was|were|is|are|as|not|the|a|an|of)|^)\s*$/i;

/** What says that a matter is open, over or unchanged. */
const STANDING =
  /\b(?:no (?:court|judge|ruling|appeal|decision)\b.{0,60}\b(?:ruled?|decid\w+|adopt\w+|reach\w+|settle\w*|held|address\w*|found|says?|said|contains?|lets?)|never (?:ruled|decided|reached|adopted)|(?:shows?|contains?|found|finds?|is|was) no (?:court )?ruling|(?:is|are|was|were|remains?|still|left|leaves?) .{0,40}\b(?:pending|undecided|unresolved|unsettled)|remains? (?:a|an|in|good|binding|open|the)\b|still (?:in force|binding|pending|stands)|did not (?:decide|settle|rule|reach|say which)|has not (?:yet )?(?:been )?(?:decided|ruled)|not precedent|without (?:a )?ruling|outcome)\b/i;
const ENDED =
  /\b(?:withdr[ae]wn?|withdrew|dismissed|dropped|settled|vacated|repealed|expired|rescinded|replaced|ended|closed|(?:denied|refused) (?:review|certiorari))\b/i;
const HELD =
  /\b(?:held|holds|ruled|rules|found|finds|conclude[sd]|decided|struck down|upheld|affirm(?:s|ed)|revers(?:es|ed)|recogni[sz]e[sd]|accept(?:s|ed)|reject(?:s|ed)|appl(?:ies|ied)|adopt(?:s|ed)|requires?|required|weigh(?:s|ed)|treat(?:s|ed)|explain(?:s|ed)|protects?|balances?)\b/i;
const RULE =
  /\b(?:lets?|requires?|provides?|protects?|covers?|bars?|allows?|permits?|applies|apply|gives?|must|may|reaches|forbids?|limits?|authori[sz]es?|does not|do not|cannot|can|need|needs|is|are|means|belongs?|varies|vary)\b/;
const LAW_WORD =
  /\b(?:U\.S\.C\.?|C\.F\.R\.?|CFR|[Ss]ections?|Rule \d|Article \d|Amendment|statutes?|[Ll]aws?|Act|Code|Constitution|courts?|subpoenas?|summons(?:es)?|warrants?|orders?|tests?|standards?|privilege|ordinance)\b/;
/** Past tense of what somebody did. */
const PAST =
  /\b(?:was|were|had|sued|sent|wrote|gave|told|took|began|became|came|went|got|ran|saw|\p{L}{2,}(?<!need|indeed|exceed|speed|proceed|seed|succeed)ed)\b/u;

/** A date in the past and something that was done: an event, rather than a rule. */
function isEvent(shown: string): boolean {
  return PAST.test(shown) && (readDates(shown).some(({ year }) => year !== undefined) || !RULE.test(shown));
}

function hasDay(shown: string): boolean {
  return readDates(shown).some(({ day, year }) => day !== undefined && year !== undefined) && PAST.test(shown);
}
