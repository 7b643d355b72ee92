// English word lists that the term scanner and the question reader share: stop words, number words, acronyms, synonyms.
// Plain data; nothing here names a document or a question.

function list(words: string): string[] {
  return words.trim().split(/\s+/);
}

/** Function words left out of the index and of questions. Question words are among them: answer types are read elsewhere. */
export const STOP_WORDS: ReadonlySet<string> = new Set(
  list(`a about above after again against all also am an and any are arent as at be because been before being below between
  both but by can cant cannot could couldnt did didnt do does doesnt doing dont down during each either ever few for from further get got
  had hadnt has hasnt have havent having he hed hell her here hers herself him himself his how hows i id ill im in into is isnt it its
  itself ive just lets like may me might more most much must my myself neither no nor not now of off on once one only or other
  others ought our ours ourselves out over own per please quite rather really same shall shant she shed should shouldnt so some
  such tell than that thats the their theirs them themselves then there theres these they theyd theyll theyre theyve this those
  through to too under until up upon us very was wasnt we wed were werent weve what whats when whens where wheres whether which
  while who whom whos whose why whys will with within without wont would wouldnt yes yet you youd youll your youre yours yourself
  yourselves youve`),
);

const CARDINALS = list(
  'three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen',
);
const ORDINALS = list(
  'third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth',
);
const TENS = list('twenty thirty forty fifty sixty seventy eighty ninety');
const MONTHS = list('january february march april may june july august september october november december');

/** Irregular verbs and plurals, to their base form: what the stemmer cannot know. */
const IRREGULAR =
  list(`sued:sue suing:sue sues:sue held:hold said:say wrote:write written:write struck:strike stricken:strike won:win lost:lose told:tell gave:give
  given:give sought:seek sent:send withdrew:withdraw withdrawn:withdraw began:begin begun:begin found:find made:make paid:pay brought:bring bought:buy
  led:lead kept:keep meant:mean met:meet spoke:speak spoken:speak stood:stand took:take taken:take thought:think understood:understand wore:wear
  worn:wear saw:see seen:see knew:know known:know came:come went:go gone:go got:get left:leave felt:feel grew:grow grown:grow drew:draw drawn:draw
  chose:choose chosen:choose forbade:forbid forbidden:forbid overthrew:overthrow rose:rise risen:rise ran:run fell:fall fallen:fall fought:fight
  became:become broke:break broken:break built:build caught:catch dealt:deal drove:drive driven:drive hid:hide hidden:hide laid:lay lain:lie
  lent:lend lit:light proven:prove sold:sell shown:show sank:sink spent:spend stole:steal stolen:steal swore:swear sworn:swear taught:teach
  threw:throw thrown:throw upheld:uphold overcame:overcome women:woman men:man children:child people:person died:die dying:die lying:lie`).map(
    (pair) => pair.split(':') as [string, string],
  );

/** Words that are written in several ways, to the one form the index knows ("ninth" and "9th" → "9", "apr" → "april"). */
export const SPELLINGS: ReadonlyMap<string, string> = new Map([
  ...CARDINALS.map((word, i) => [word, String(i + 3)] as const),
  ...ORDINALS.map((word, i) => [word, String(i + 3)] as const),
  ...TENS.map((word, i) => [word, String((i + 2) * 10)] as const),
  ...MONTHS.filter((m) => m !== 'may').map((m) => [m.slice(0, 3), m] as const),
  ...IRREGULAR,
  ['sept', 'september'],
  ['1st', 'first'],
  ['2nd', 'second'],
  ['email', 'mail'],
  ['emails', 'mail'],
  ['emailed', 'mail'],
  ['website', 'site'],
  ['websites', 'site'],
  ['online', 'internet'],
  ['cal', 'california'],
  ['calif', 'california'],
]);

/**
 * Long forms and their acronyms. A text that spells one out is also indexed under the acronym, and a question that spells
 * it out asks for the acronym, so that either finds the other. Ordinary names of agencies, laws and bodies of this field.
 */
const ACRONYM_LIST: readonly (readonly [string, string])[] = [
  ['department of homeland security', 'dhs'],
  ['homeland security department', 'dhs'],
  ['homeland security', 'dhs'],
  ['customs and border protection', 'cbp'],
  ['immigration and customs enforcement', 'ice'],
  ['citizenship and immigration services', 'uscis'],
  ['office of inspector general', 'oig'],
  ['office of the inspector general', 'oig'],
  ['inspector general', 'oig'],
  ['federal bureau of investigation', 'fbi'],
  ['department of justice', 'doj'],
  ['justice department', 'doj'],
  ['federal trade commission', 'ftc'],
  ['office of special counsel', 'osc'],
  ['merit systems protection board', 'mspb'],
  ['american civil liberties union', 'aclu'],
  ['electronic frontier foundation', 'eff'],
  ['reporters committee for freedom of the press', 'rcfp'],
  ['reporters committee', 'rcfp'],
  ['national security letter', 'nsl'],
  ['national security letters', 'nsl'],
  ['nsls', 'nsl'],
  ['stored communications act', 'sca'],
  ['electronic communications privacy act', 'ecpa'],
  ['digital millennium copyright act', 'dmca'],
  ['freedom of information act', 'foia'],
  ['whistleblower protection act', 'wpa'],
  ['communications decency act', 'cda'],
  ['foreign intelligence surveillance act', 'fisa'],
  ['european court of human rights', 'ecthr'],
  ['european convention on human rights', 'echr'],
  ['european convention', 'echr'],
  ['general data protection regulation', 'gdpr'],
  ['digital services act', 'dsa'],
  ['internet service provider', 'isp'],
  ['internet service providers', 'isp'],
  ['united states code', 'usc'],
  ['code of federal regulations', 'cfr'],
  ['united nations', 'un'],
  ['european union', 'eu'],
  ['united kingdom', 'uk'],
  ['new york times', 'nyt'],
  ['supreme court of the united states', 'scotus'],
  ['united states supreme court', 'scotus'],
  ['supreme court', 'scotus'],
  ['ninth circuit', 'ca9'],
  ['9th circuit', 'ca9'],
  ['first amendment', '1a'],
  ['1st amendment', '1a'],
];

/** The acronyms themselves, which have no stem ("dhs" is not a plural). */
export const ACRONYM_WORDS: ReadonlySet<string> = new Set(ACRONYM_LIST.map(([, acronym]) => acronym));

/** First word of a long form → the long forms that begin with it, longest first, as lower-case words. */
export const ACRONYMS: ReadonlyMap<string, readonly { words: readonly string[]; acronym: string }[]> = (() => {
  const byFirst = new Map<string, { words: string[]; acronym: string }[]>();
  for (const [phrase, acronym] of ACRONYM_LIST) {
    const words = phrase.split(' ');
    byFirst.set(words[0]!, [...(byFirst.get(words[0]!) ?? []), { words, acronym }]);
  }
  for (const forms of byFirst.values()) forms.sort((a, b) => b.words.length - a.words.length);
  return byFirst;
})();

/**
 * Groups of words of this field that stand for each other in a question. A question's word finds the others of its group at
 * a lower weight (`search/concepts.ts`). Only near-synonyms: no word that would change who did what.
 */
export const SYNONYMS: readonly (readonly string[])[] = [
  'lawyer attorney counsel',
  'sue lawsuit suit litigation',
  'sue file',
  'unmask identify reveal expose disclose identity',
  'anonymous anonymity pseudonymous anonymously pseudonym alias',
  'government agency federal',
  'demand summons subpoena request',
  'ask request demand seek want',
  'sign issue authorise authorize',
  'information record data details',
  'kind type category',
  'show demonstrate prove establish',
  'crime offence offense',
  'libel defamation',
  'employee worker staff',
  'fired dismissed discipline sacked',
  'news press media reporter journalist newsroom',
  'tweet post',
  'invalid void unconstitutional strike invalidated overturn',
  'uphold affirm',
  'notify notice tell inform warn',
  'forbid prohibit bar ban prevent',
  'secret secrecy gag nondisclosure confidential',
  'withdraw drop rescind rescinded',
  'quash quashed set aside',
  'leaflet handbill pamphlet flyer',
  'money payment pay',
  'fee fees cost costs expenses',
  'deadline time limit days',
  'rule standard test scrutiny',
  'ruling ruled hold decide decided decision judgment',
  'company platform provider',
  'criticise criticize critic critical criticism',
  'author write',
  'phone telephone call contact',
  'punish penalty contempt',
  'user account subscriber customer',
  'send sent issue serve',
  'create created set started launched',
  'law statute act',
  'allow permit let',
  'require must need',
  'argue claim allege contend',
  'member membership',
  'donor contributor',
  'leak disclosure whistleblower',
  'vote votes voted joined',
  'outcome result end ended',
].map(list);

/** The lists that decide what terms a text has, for telling whether a saved index was made with the same ones. */
export function indexedLists(): string {
  return JSON.stringify([[...STOP_WORDS], [...SPELLINGS], ACRONYM_LIST]);
}
