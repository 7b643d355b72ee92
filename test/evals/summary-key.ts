// Topics and sources of the shipped knowledge, with what an editor would look for in their summaries: facts as patterns, written from the facts
// themselves and not from what Publius shows; and for some of them which section a sentence about something belongs in.

import type { SectionCode } from '../../src/answer/summary-model.ts';

export interface Key {
  readonly topic: string;
  /** Each is a fact that a good summary has; a handful, not all there are. */
  readonly facts?: readonly RegExp[];
  /** A shown sentence that matches belongs in one of these sections; the first that matches decides. */
  readonly sections?: readonly (readonly [RegExp, readonly SectionCode[]])[];
}

export const KEYS: readonly Key[] = [
  {
    topic: 'Twitter v. DHS',
    facts: [
      /6 April 2017/,
      /14 March 2017/,
      /customs summons|19 U\.S\.C\. 1509/,
      /least restrictive|four (?:things|showings)/,
      /dismissed/i,
      /no (?:court|judge)|no ruling/i,
    ],
    sections: [
      [/no (?:court|judge) (?:ruled|decided|adopted)|dismissed its own/i, ['stands']],
      [/Twitter sued/, ['happened']],
      [/faxed/, ['happened', 'alleged']],
      [/^(?!.*sued).*complaint (?:said|says|argued)|Defendants may not/, ['alleged']],
      [/Section 1509\(a\)/, ['law']],
    ],
  },
  {
    topic: 'McIntyre v. Ohio',
    facts: [/First Amendment/, /leaflet|literature/i, /1988|1995/, /not ordinarily a sufficient reason/, /Ohio/],
    sections: [
      [/held that|Supreme Court said|found the Ohio ban/, ['law']],
      [/handed out|was fined|issued in the name/, ['happened']],
      [/dissent.*(?:argued|would)/, ['alleged', 'law']],
      [/is not a ruling about|does not say/, ['law', 'stands']],
    ],
  },
  {
    topic: 'gag orders',
    facts: [/2705\(b\)/, /not to notify/, /18 July 2025/, /Utah|90 days/, /reversed/],
    sections: [
      [/lets (?:notice|the government)/, ['law']],
      [/D\.C\. Circuit.*(?:reversed|upheld)/, ['law', 'stands']],
      [/judge in Utah.*granted/, ['happened', 'law']],
      [/EFF['’]s .*letter/, ['happened', 'alleged']],
      [/is not (?:a gag|an) order/, ['law']],
    ],
  },
  {
    topic: 'customs summonses',
    facts: [
      /19 U\.S\.C\. 1509/,
      /imports?/i,
      /court.*(?:order|enforce)|not self-enforcing/i,
      /Twitter|MontCo|Reddit/,
      /(?:may have )?exceeded|withdr[ae]w/,
    ],
    sections: [
      [/lets customs officials|not self-enforcing|who may be summoned|163\.9/, ['law']],
      [/has argued/, ['alleged']],
      [/withdrew|was withdrawn/, ['stands']],
      [/Inspector General.*said/, ['alleged']],
      [/sent (?:Reddit|Meta)|cited 19 U\.S\.C\. 1509 to Twitter/, ['happened']],
    ],
  },
  {
    topic: 'Dendrite',
    facts: [/notify/, /prima facie/, /balanc/, /affirmed the refusal/, /New Jersey/],
    sections: [
      [/affirmed the refusal|under the Dendrite test|Courts describe|split between/, ['law']],
      [/accused of defamation/, ['alleged', 'happened']],
      [/amicus proposal/, ['happened', 'law']],
    ],
  },
  {
    topic: 'whistleblowers',
    facts: [/5 U\.S\.C\. 2302|Whistleblower Protection Act/, /retaliation|reprisal/, /MacLean/, /wrongdoing/],
    sections: [
      [/protects most federal employees|Supreme Court held|not one that the law/, ['law']],
      [/Wyden (?:said|wrote that)/, ['alleged']],
      [/signed on 27 November 2012/, ['happened', 'law']],
    ],
  },
  {
    topic: 'Watchtower v. Stratton',
    facts: [/reversed and remanded/, /permit/, /door[- ]to[- ]door/, /did not settle/],
    sections: [
      [/did not settle/, ['stands']],
      [/Supreme Court (?:reversed|found|accepted)/, ['law']],
      [/made it a misdemeanor/, ['law', 'happened']],
    ],
  },
  {
    topic: 'DHS subpoenas 2025-2026',
    facts: [/2025/, /administrative (?:demands|subpoenas)/, /withdrew/, /no (?:court|ruling)/i, /Google|Meta|Reddit/],
    sections: [
      [/withdrew/, ['stands']],
      [/(?:sent|demanded)/, ['happened']],
      [/ACLU.*(?:says|argued)/, ['alleged']],
    ],
  },
  {
    topic: 'twitter-v-dhs-complaint',
    facts: [
      /6 April 2017/,
      /least restrictive|four (?:things|showings)/,
      /First Amendment/,
      /dismissed/i,
      /1509|limited-purpose/,
    ],
    sections: [
      [/no court (?:ruled|adopted)|dismissed its own/i, ['stands']],
      [/Twitter sued/, ['happened']],
      [/complaint (?:said|says|argued|predicted|stressed)/, ['alleged']],
    ],
  },
  {
    topic: '19 U.S.C. 1509',
    facts: [
      /imports?/i,
      /duties|entry/,
      /reasonable specificity|records/,
      /no (?:court|source)/i,
      /may have exceeded|has argued|again relied/,
    ],
    sections: [
      [/lets customs officials|Under 19 U\.S\.C\. 1509\(a\)|third-party recordkeeper/, ['law']],
      [/No court decided|No source reviewed/, ['stands']],
      [/may have exceeded|has argued|again relied on/, ['alleged']],
      [/cited 19 U\.S\.C\. 1509 to Twitter/, ['happened']],
    ],
  },
  {
    topic: 'MontCo Community Watch',
    facts: [/September 2025/, /Meta/, /16 January 2026/, /motion to quash/, /1509|customs statute/],
    sections: [
      [/DHS withdrew/, ['stands']],
      [/DHS argued|lawsuit said/, ['alleged']],
      [/demanded from Meta|filed a motion|Meta refused/, ['happened']],
      [/magistrate judge barred/, ['law', 'happened']],
    ],
  },
  {
    topic: 'international-protections-compared',
    facts: [/Article 10/, /Spencer|Charter/, /Norwich Pharmacal/, /Standard|Delfi/],
    sections: [
      [/European Court said|UK Supreme Court|First Amendment supplies/, ['law']],
      [/No foreign ruling|binding in their own/, ['law', 'stands']],
    ],
  },
  { topic: 'DHS OIG-18-18', facts: [/16 November 2017/, /may have exceeded/, /43/, /not a court/] },
  { topic: 'Doe v. Cahill', facts: [/Delaware/, /summary[- ]judgment/, /2005|Proud Citizen|blog/i] },
  { topic: 'grand jury subpoenas', facts: [/good[- ]faith|bad faith/, /Ninth Circuit/, /quash/] },
  { topic: 'national security letters', facts: [/2709/, /judicial review/, /administrative subpoena/] },
  { topic: "reporters' privilege", facts: [/Branzburg/, /50\.10|news-media rules/, /state/i] },
  { topic: 'NAACP v. Alabama', facts: [/1958/, /member/, /association/] },
  { topic: 'Talley v. California', facts: [/1960/, /handbill/, /void/] },
  { topic: 'Citizens United', facts: [/disclosure/, /disclaimer/, /upheld/] },
  { topic: 'Hatch Act', facts: [/political/, /on duty|activity/i] },
  { topic: 'shield laws', facts: [/state/i, /2007|District of Columbia/] },
  { topic: 'ALT_USCIS', facts: [/January 2017/, /anonymous/, /Twitter/] },
  { topic: 'Reddit grand jury subpoena', facts: [/2026/, /withdrawn|rescinded/, /four days/] },
  { topic: 'Norwich Pharmacal', facts: [/England/, /wrongdo/, /disclos/] },
  { topic: 'R v Spencer', facts: [/2014/, /police/, /Supreme Court of Canada|Canada/] },
  { topic: 'Delfi v. Estonia', facts: [/2015/, /comments?/, /Article 10|European Court/] },
  { topic: 'section 230', facts: [/provider/, /immun|liab|publisher|treated/i] },
  { topic: 'motion to quash', facts: [/court/, /subpoena/, /Rule 45|deadline|before the date/] },
  { topic: 'anti-SLAPP laws', facts: [/California|425\.16/, /dismiss|strike/] },
  { topic: 'Garcetti v. Ceballos', facts: [/2006/, /official duties/] },
  { topic: 'First Choice', facts: [/donor/, /2026/] },
  { topic: 'age verification', facts: [/Paxton|H\.B\. 1181/, /upheld|intermediate/] },
  { topic: 'Glassdoor', facts: [/grand jury|Machine Zone/, /prima facie|good[- ]faith/] },
  { topic: 'wyden-letter-cbp-2017', facts: [/7 April 2017/, /inconsistent/, /review/] },
  { topic: 'transparency reports', facts: [/report/, /requests?/] },
  { topic: 'stopicenet', facts: [/September 2025/, /Instagram/, /withdr/] },
  { topic: 'Virginia unmasking statute', facts: [/8\.01-407\.1/, /Virginia/] },
  { topic: 'copyright subpoenas', facts: [/512\(h\)/, /copyright/, /fair use|First Amendment|quash/] },
  { topic: 'Yelp v. Hadeed', facts: [/Virginia/, /subpoena/, /2015|jurisdiction/] },
];
