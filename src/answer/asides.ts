// Sentences that are true and of no use in a summary: what a digest says of itself and of its sources, what a court's register has, addresses,
// and sentences that point to words which are not there. Reads words only.

import { scanUnits } from '../text/terms.ts';

const ASIDE =
  /^\(.*\)$|\b(?:digest|guide)\b|\bour (?:own )?(?:reading|inference|arithmetic|summary)\b|\bin this document\b|\bPublius\b|\bnot (?:been )?verified\b|\bnot included here\b|\bsources? (?:reviewed|read|used|here)\b|\bin these sources\b|\bcheck (?:the|again)\b|\b(?:given|described) here\b|\bwhen citing\b|\bsafely write\b|\bwas not seen\b|\b(?:seen|read) (?:only )?(?:in|via|here)\b|\bcop(?:y|ies) of\b|\breports (?:agree|differ)\b|\bheadlines?\b|\bprinting\b|\bas printed\b|\b[Oo]ne (?:summary|online|source|page)\b|\bwrong (?:author|name|date)\b|\bnot an official (?:total|count)\b|\bis not (?:said|stated|shown)\b|\bmisspel|\blegal advice\b|\bshould be (?:attributed|cited)\b|\bdate (?:to use|and a source)\b|\b(?:page|entry)\b.{0,60}\blists\b|\bmay be reproduced\b|\ball rights reserved\b|\bcomments are closed\b|\bsubscribe\b|\bnewsletters?\b|\bterms of use\b|\b(?:declined|does not|did not|refused)(?: to)? comment\b|\bdid not (?:immediately )?(?:respond|answer)\b/i;

/** Whether a sentence tells of the digest, of its sources or of how they were read, rather than of the matter. */
export function isAside(shown: string): boolean {
  return ASIDE.test(shown);
}

const RECORD =
  /\bNo\. [A-Z]*\d|\bDocument \d|\b[Dd]ocket\b|\bapplication no\.|\bis dated\b|\b(?:is|was) an? [^,;]{0,50}\b(?:decision|judgment|ruling)(?: of [^,;]{0,40})?\.$|\b(?:wrote|delivered|gave) the (?:opinion|judgment)|\bwrote .{0,30}\bopinion\b|\b(?:opinion|judgment) (?:of|for) the [Cc]ourt\b|\bThe vote\b|\bwas argued\b|\bjoined\b|\bconcurr\w+|\bdissent\w*|\blawyers? (?:for|in|named|were|from)\b|\b[Ll]awyers in\b|\battorneys on\b|\bappears? on\b|\b\d+ pages\b|\b(?:plaintiffs?|defendants?) in\b|\b(?:is|are) (?:a )?decisions? of\b/;

/** Whether a sentence tells what a court's register has: numbers, who wrote, who voted, who appeared. */
export function isRecord(shown: string): boolean {
  return RECORD.test(shown);
}

const CONTACT = /\bwww\.|https?:|@[\w-]+\.\w|\b\d{3}-\d{3,4}(?:-\d{4})?\b|\.(?:org|com|net|gov|edu)\b/;

/** Whether a sentence gives an address or a number to call. */
export function holdsContact(shown: string): boolean {
  return CONTACT.test(shown);
}

const ABOVE =
  /\b(?:this|these|the following|the above) (?:sentence|words|passage|phrase|steps?|points?|terms)\b|\bsuch an? \w+/i;
const THAT =
  /\b(?:this|that|those|these) ((?:tweet|report|order|rule|letter|ruling|request|test|finding|decision|statute|demand|subpoena|reading|view|case|account|label|email|date|information|data)s?)\b/gi;
const CONNECTED =
  /\b(?:therefore|thus|however|moreover|hence|accordingly|nonetheless|nevertheless)\b|^[“"'‘]?(?:nonetheless|nevertheless|also|meanwhile|instead|similarly|likewise|as a result|in addition|for example|we|i|you|our|my)\b/i;

/** Whether a sentence points to words that stand elsewhere: "after that tweet", "such an order", "this sentence". */
export function pointsElsewhere(shown: string): boolean {
  if (ABOVE.test(shown)) return true;
  return [...shown.matchAll(THAT)].some(({ 1: noun, index }) => {
    const [wanted] = scanUnits(noun!)[0]?.stems ?? [];
    return !scanUnits(shown.slice(0, index)).some(({ stems }) =>
      stems.some((one) => one === wanted || one.startsWith(wanted!)),
    );
  });
}

/** Whether a sentence is joined to the one before by a word, or speaks as "we" without saying who that is. */
export function isConnected(shown: string): boolean {
  return CONNECTED.test(shown);
}

/** Whether the words are whole: a sentence with an end, no question, no row of a table, no part of another, no quotation begun or ended only. */
export function isWholeSentence(shown: string): boolean {
  if (!/[.!)”’"']$/.test(shown) || / · /.test(shown) || /^\p{Ll}/u.test(shown)) return false;
  const marks = (mark: string) => shown.split(mark).length - 1;
  return marks('"') % 2 === 0 && marks('“') === marks('”');
}
