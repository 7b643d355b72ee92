// Word lists of the grounding gate: what counts as an act, as its opposite, as caution, as a general rule. Plain data of this field;
// nothing here names a document or a question.

import { SYNONYM_STEMS } from '../text/synonyms.ts';
import { stem } from '../text/terms.ts';

function stems(words: string): ReadonlySet<string> {
  return new Set(words.trim().split(/\s+/).map(stem));
}

/** What somebody did or decided: stem → its group. A sentence may say one only where the evidence says one of its group. */
export const ACTS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    decision: 'rule decide adjudicate',
    uphold: 'uphold affirm affirmance',
    strike: 'strike invalidate overturn reverse reversal vacate void annul',
    deny: 'deny denial reject rejection refuse refusal decline',
    quash: 'quash enjoin',
    withdraw: 'withdraw withdrawal rescind retract dismiss dismissal',
    win: 'win prevail',
    pay: 'pay payment fine award compensate compensation',
    punish: 'punish punishment discipline fire sanction suspend penalise penalize prosecute',
    convict: 'convict conviction indict arrest jail imprison',
    appeal: 'appeal',
    resign: 'resign',
    apologise: 'apologise apologize',
    repeal: 'overrule overturn abolish repeal',
    sign: 'sign signature',
    enact: 'enact adopt',
    admit: 'admit concede confess',
    remand: 'remand',
    sue: 'sue',
  }).flatMap(([group, words]) => [...stems(words)].map((one) => [one, group] as const)),
);

/** Words that turn a sentence round when one stands for the other. */
export const OPPOSITES: readonly (readonly [ReadonlySet<string>, ReadonlySet<string>])[] = (
  [
    ['uphold affirm', 'strike invalidate overturn reverse vacate void unconstitutional'],
    ['grant', 'deny reject refuse'],
    ['allow permit', 'bar ban forbid prohibit prevent block'],
    ['win', 'lose'],
    ['accept', 'reject refuse'],
    ['majority', 'dissent'],
    ['unanimous unanimously', 'dissent'],
    ['criminal', 'civil'],
    ['federal', 'state'],
    ['plaintiff', 'defendant'],
    ['public', 'private'],
    ['more', 'less fewer'],
    ['constitutional lawful legal', 'unconstitutional unlawful illegal'],
    ['increase rise', 'decrease fall'],
    ['admit include', 'exclude omit'],
  ] as const
).map(([a, b]) => [stems(a), stems(b)] as const);

/** Words by which a sentence says that somebody says so, or that it is not certain. */
export const CAUTION =
  /\b(?:may(?! not\b)|might|could|alleg\w*|argue[sd]?\b(?! on\b| before\b)|arguing|claim(?:s|ed|ing)|contend\w*|assert\w*|said|says|according|report(?:s|ed|edly)|appear(?:s|ed)? to|apparent\w*|seem(?:s|ed)? to|suggest\w*|possibly|likely|presum\w*|perhaps|unclear|uncertain|unverified|not verified|propos\w*|believ\w*|thought|reads?|estimat\w*)\b/i;
/** In a rule, "may" gives a power. */
export const POWER = /\bmay\b/gi;

/** Words by which a paraphrase may keep that caution. */
export const CAUTIOUS =
  /\b(?:may|might|could|can|alleg\w*|argu\w*|claim\w*|contend\w*|assert\w*|accus\w*|said|says?|saying|stat(?:es?|ed|ing|ement)|report\w*|wrote|writes?|describ\w*|quot\w*|cit(?:es?|ed|ing)|according|(?:own|[\w]['’]s) account|by its own|wording|view\w*|opinion|position|belie\w*|thought|thinks?|saw|sees?|call(?:s|ed)?|character\w*|appear\w*|appar\w*|seem\w*|suggest\w*|indicat\w*|possib\w*|potential\w*|likely|probabl\w*|presum\w*|perhaps|unclear|uncertain|unverified|verified|known|propos\w*|announc\w*|sought|seek\w*|request\w*|predict\w*|expect\w*|fear\w*|warn\w*|complain\w*|put|puts|estimat\w*|roughly|approximately|permit\w*|allow\w*|able|option\w*|entitl\w*|free to|authori[sz]\w*|maintain\w*|insist\w*|criticis\w*|not(?:es?|ed)|mention\w*|concluded?|treat\w*|consider\w*|regard\w*|summar\w*|advocates?|critics?|opponents?|whether|generally|usually|often|sometimes|typically|understood|read|reads|reading|guidance|stressed|emphasi[sz]\w*|explain\w*|recount\w*|acknowledg\w*|declar\w*|counted|figures?|noted)\b/i;

/** A rule for all cases, and what may bear it. */
export const EVERY = {
  claim:
    /\b(?:always|every(?:one|body|where|thing)?|all (?:\w+ )?(?:courts?|cases?|states?|users?|platforms?|companies|speakers?|demands?|subpoenas?|people|speech|employees|agencies|websites?|anonymous)|any (?:court|case|state|time|reason|user|platform|speech)|in (?:all|any|every)|never|automatically|absolute(?:ly)?|guarante\w*|complete(?:ly)?|entire(?:ly)?|total(?:ly)?|under no circumstances|nationwide|universal(?:ly)?|invariably)\b/i,
  basis:
    /\b(?:always|every\w*|all|any|each|never|no|none|not|automatic\w*|absolut\w*|guarante\w*|complet\w*|entire\w*|total\w*|whole|whatever|whenever|whoever|nationwide|universal\w*|general\w*|across)\b/i,
} as const;

/** A duty, and what may bear it. */
export const CONSTRAINT = {
  claim: /\b(?:must|ha(?:s|ve|d) to|is required|are required|obliged|only (?:if|when|after|where)|mandatory|shall)\b/i,
  basis:
    /\b(?:must|ha(?:s|ve|d) to|requir\w*|need\w*|shall|should|oblig\w*|only|may not|cannot|can not|unless|until|without|before|first|tests?|standard|rules?|ask(?:s|ed)?|demand\w*|steps?|factors?|elements?|showings?|conditions?|compel\w*|forc\w*|order\w*|duty|bound|mandat\w*|makes?|made|call(?:s|ed)? for|expect\w*|necessary|no\b|not|deadline|set)\b/i,
} as const;

/** Words that say nothing a source could lack: reporting, joining, and the plainest words of this field. */
export const GENERIC: ReadonlySet<string> = new Set(
  `say says said state states stated report reports reported according hold holds held argue argues argued allege alleges alleged claim claims claimed provide
  provides provided write writes wrote describe describes described call calls called explain explains explained note notes noted show shows showed mean means
  meant include includes included concern concerns concerned involve involves involved apply applies applied cover covers covered deal deals dealt treat treats
  treated court courts law laws case cases question questions source sources digest passage person people someone somebody anyone party parties thing things matter
  matters way ways part parts time point view fact facts example instance time times day days year years later earlier next previous last first second third
  one two both other another same different similar such also instead rather however meanwhile still already yet even just only mainly merely simply
  because since although though while whether under over per amid within without during despite regarding concerning about against toward towards
  make makes made take takes took give gives gave put puts come comes came go goes went get gets got keep keeps kept leave leaves left let lets find finds
  found want wants wanted use uses used need needs needed become becomes became begin begins began remain remains remained turn turns turned bring brings brought
  able enough every each any all some many most much more less several few various certain own new old whole full main specific particular general
  there here this that these those they their its his her the a an in on at by for from to with as of if when where who what which how why but and or nor so
  then than thus therefore hence additionally moreover furthermore finally overall nothing nobody none neither either no not never
  anonymous anonymity identity identities name names speaker speakers speech user users account accounts government federal state legal unmask unmasking
  reporters reporting news press officials official agency agencies company companies platform platforms judge judges plaintiff plaintiffs defendant defendants
  statute statutes statement statements rule rules ruling rulings decision decisions order orders test tests standard lawyers lawyer critics advocates
  other others yes given based asked compared unlike like among around once today now here whoever whatever such having being`
    .trim()
    .split(/\s+/),
);

/**
 * Plain words that a paraphrase puts for each other. Wider than the synonyms of a question: here a wrong pair only lets a sentence pass whose names,
 * numbers and acts have been found, and which stands above its source.
 */
export const PARAPHRASES: readonly (readonly string[])[] = `choose pick select settle adopt choice
chance opportunity
contest challenge fight oppose object dispute
beforehand advance ahead prior before first
undecided unresolved unsettled open pending
badly huge big large great major heavily
lose loss lost defeat
begin start open launch
end stop close finish over conclude
get obtain receive learn acquire
give hand provide supply turn deliver disclose
reveal disclose expose release leak
hide conceal mask secret
big large
small minor
quick fast rapid soon speed
seek ask request demand want sought
help assist aid
try attempt
check verify examine inspect review look
keep retain maintain preserve stay remain
ban bar forbid prohibit block prevent stop prohibition
allow permit let authorise authorize can may
must require need obligation duty
scare frighten deter chill fear intimidate
harm damage injury hurt loss
weigh balance balancing
proof evidence prove show demonstrate
narrow limited specific small
wide broad
rule standard test requirement factor step
wrong unlawful illegal violate violation breach break
view opinion belief think believe see regard
worker employee staff official
firm company business employer
paper newspaper outlet press
piece article story report
message post tweet comment
vote majority
write author draft pen
back support endorse side favour favor
wide broad general
refuse decline reject deny
void invalid unconstitutional struck
force compel order require
tie link connect connection relate relationship
copy reproduce repeat
different separate distinct
same identical equal
enough sufficient adequate
lack without missing absence no
money fee payment sum amount cost
count number total figure
list name identify mention
people individual person
law statute act rule legislation
boss superior supervisor manager head
follow obey comply
ignore disobey defy
explain describe say
happen occur take
fall fell drop
reach cover extend apply
exceed beyond
hold decide find conclude
appear surface
move shift change
early initial first
late final last
watch oversee supervise
warn threaten threat
speak talk speech
own have possess
site website page forum
online internet web
mail letter
draw derive come
outside beyond
mere just only
call describe name term
share portion part percentage per
owner holder operator run
house congress
lawmaker senator representative member
defend defence defense shield protection protect
quash dismiss
return remand send
dissent disagree
join agree
`
  .trim()
  .split('\n')
  .map((group) => group.split(' '));

/** Stems of words that these lists and the synonyms have: ordinary words, which at the head of a sentence are not taken for names. */
export const ORDINARY: ReadonlySet<string> = new Set([
  ...[...GENERIC].map(stem),
  ...ACTS.keys(),
  ...PARAPHRASES.flat().map(stem),
  ...SYNONYM_STEMS.keys(),
]);
