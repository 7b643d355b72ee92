// What a question asks for that no source can give: advice on the asker's own case, the name of an anonymous person, ways to
// hide. Read from the form of the question, before and beside the evidence; the wording of the reply is at the edge.

/** `firm`: no evidence overrules it. `soft`: for advice, sources that answer this very question do. */
export interface Scope {
  readonly reason: 'legal-advice' | 'identify-person' | 'evade';
  readonly strength: 'firm' | 'soft';
}

interface Rule extends Scope {
  readonly pattern: RegExp;
}

/** Joins fragments into one case-insensitive pattern: at most `gap` characters between them. */
function near(gap: number, ...fragments: readonly string[]): RegExp {
  return new RegExp(
    fragments.map((fragment) => `(?<![\\p{L}\\p{N}])(?:${fragment})(?![\\p{L}\\p{N}])`).join(`.{0,${gap}}?`),
    'iu',
  );
}

/** `near`, where the first fragment opens the question ("So, who runs …", but not "an employee who runs …"). */
function opening(gap: number, first: string, ...rest: readonly string[]): RegExp {
  const leadIn = '^\\W*(?:(?:so|and|but|ok|okay|hey|hi|please|just)\\W+)*';
  const following = rest.map((fragment) => `.{0,${gap}}?(?<![\\p{L}\\p{N}])(?:${fragment})(?![\\p{L}\\p{N}])`).join('');
  return new RegExp(`${leadIn}(?:${first})(?![\\p{L}\\p{N}])${following}`, 'iu');
}

const ME = 'i|me|my|mine|myself|we|us|our|ours';
const ACCOUNT =
  '@\\w+|accounts?|handles?|users?|profiles?|pages?|posters?|bloggers?|trolls?|critics?|authors?|reviewers?|commenters?|leakers?|whistleblowers?|sources?|tweets?|posts?|reviews?';
const RUNS = 'runs?|ran|running|operat\\w+|owns?|owned|controls?|behind|writes?|wrote|posts?|posted';
const REALLY = 'really|actually|probably|secretly';
const FIND =
  '(?:find out|figure out|work out|know|learn) (?:who|which \\w+)|find (?:the )?(?:owner|author|operator|person)|tell (?:me|us) who|identify|unmask|dox+|de-?anonymi[sz]e|trace|track down|expose|locate|find out where';
const WANTING = `help (?:me|us)|(?:can|could|will|would) you|i (?:want|need|would like|am trying)|i['’]m trying|we (?:want|need|are trying)|how (?:do|can|could|would|might|should) (?:i|we|you|one)|how to`;
const ASKS_FOR = `what(?:['’]s| is| was| are)|who(?:['’]s| is)|where|give|tell|show|send|reveal|name|find|(?:can|could|do) you`;
const PAPERS =
  'motions?|letters?|objections?|briefs?|complaints?|affidavits?|responses?|petitions?|appeals?|subpoenas?|declarations?|pleadings?';
const PUNISHED =
  'sued?|sue me|arrested|fired?|fire me|prosecuted|charged|jailed|jail|prison|fined|in trouble|unmasked|identified|disciplined';
const HAPPENED = 'sent|served|got|received|subpoenaed|sued|threatened|named|wants?|demand(?:s|ed)?|summoned';

const RULES: readonly Rule[] = [
  // Who somebody really is.
  { pattern: near(12, 'who', REALLY, RUNS), reason: 'identify-person', strength: 'firm' },
  {
    pattern: opening(60, `who (?:is |are |was |were )?(?:${RUNS})`, ACCOUNT),
    reason: 'identify-person',
    strength: 'soft',
  },
  {
    pattern: opening(30, `${ASKS_FOR}`, 'real|actual|true', 'names?|identit(?:y|ies)'),
    reason: 'identify-person',
    strength: 'soft',
  },
  { pattern: near(40, WANTING, FIND), reason: 'identify-person', strength: 'firm' },
  {
    pattern:
      /^\s*(?:please\s+)?(?:unmask|dox+|identify|deanonymi[sz]e|find out who|find the (?:owner|author|operator|person))\b/i,
    reason: 'identify-person',
    strength: 'firm',
  },
  {
    pattern: near(60, 'tell (?:me|us)|guess|infer', 'which|who', 'employee|person|staffer|worker|it (?:probably )?is'),
    reason: 'identify-person',
    strength: 'firm',
  },
  {
    pattern: opening(
      30,
      ASKS_FOR,
      'ip|home|e-?mail|street',
      'address(?:es)?',
      `${ACCOUNT}|agents?|officers?|him|her|them`,
    ),
    reason: 'identify-person',
    strength: 'firm',
  },
  {
    pattern: opening(40, "who(?:['’]s| is| are| was)(?: really)? behind", `${ACCOUNT}|blogs?|sites?|websites?`),
    reason: 'identify-person',
    strength: 'soft',
  },
  { pattern: near(20, ASKS_FOR, '\\w+ home address|home address of'), reason: 'identify-person', strength: 'firm' },
  // Technical advice on hiding.
  { pattern: near(0, 'untraceable|undetectable'), reason: 'evade', strength: 'firm' },
  {
    pattern: near(
      30,
      `how (?:do|can|could|should|would|to)`,
      'hide|mask|spoof|conceal|cover (?:my|our) tracks|wipe|evade|avoid (?:being|getting)|(?:stay|remain|be) anonymous',
    ),
    reason: 'evade',
    strength: 'soft',
  },
  {
    pattern: near(20, 'which|what|best|good|use|set up|recommend', 'vpns?|burner|tor|encrypted app'),
    reason: 'evade',
    strength: 'firm',
  },
  // Drafting.
  {
    pattern: new RegExp(
      `^\\s*(?:please\\s+|can you\\s+|could you\\s+|help me\\s+)*(?:write|draft|prepare|compose|fill (?:in|out))\\b.{0,40}\\b(?:${PAPERS})\\b`,
      'i',
    ),
    reason: 'legal-advice',
    strength: 'firm',
  },
  // The asker's own matter.
  {
    pattern: near(
      40,
      'is it|would it be|am i|are we',
      '(?:il)?legal|(?:un)?lawful|allowed|liable|protected|in trouble|safe|guilty|defamation|libel',
      ME,
    ),
    reason: 'legal-advice',
    strength: 'firm',
  },
  {
    pattern: near(10, 'am i|are we', '(?:il)?legal|allowed|liable|protected|guilty|in trouble|safe'),
    reason: 'legal-advice',
    strength: 'firm',
  },
  { pattern: near(12, '(?:is|are|was|were) (?:my|our)', '\\w+'), reason: 'legal-advice', strength: 'soft' },
  {
    pattern: near(
      0,
      '(?:my|our) (?:best )?(?:case|chances|lawsuit|claim|situation|defen[cs]e|odds|options|argument)|do i have a case|represent (?:me|us)|best argument',
    ),
    reason: 'legal-advice',
    strength: 'firm',
  },
  {
    pattern: near(
      25,
      '(?:can|could|will|would|might) (?:i|we|they|he|she|it|my \\w+)',
      PUNISHED,
      `$|${ME}|for|over|if|because`,
    ),
    reason: 'legal-advice',
    strength: 'soft',
  },
  {
    pattern: near(0, 'should (?:i|we) (?:sue|appeal|settle|plead|sign|comply|confess|fight|testify)'),
    reason: 'legal-advice',
    strength: 'firm',
  },
  {
    pattern: near(0, '(?:will|would|can|could|do|did|should|must|may|shall) (?:i|we)'),
    reason: 'legal-advice',
    strength: 'soft',
  },
  {
    pattern: near(50, 'sent|served|got|received|subpoenaed|sued?|threatened|named|emailed|told', 'me|my|us|our'),
    reason: 'legal-advice',
    strength: 'soft',
  },
  {
    pattern: near(
      80,
      `(?:${HAPPENED}).{0,40}(?<![\\p{L}\\p{N}])(?:me|my|us|our)|(?:my|our|i|we) .{0,40}(?:${HAPPENED})`,
      'what (?:do|should|can|could|must|shall) (?:i|we) do|what now|what next',
    ),
    reason: 'legal-advice',
    strength: 'firm',
  },
  {
    pattern: near(
      40,
      '(?:i|we) (?:got|received|was|were|have been|am being|are being|just got)',
      'subpoena\\w*|served|summons\\w*|sued|notice|letter|unmasked|named',
    ),
    reason: 'legal-advice',
    strength: 'soft',
  },
  {
    pattern: near(
      60,
      'my|our',
      'found|found out|discovered|says|said|got|was|were',
      'account|subpoena\\w*|job|boss|source',
    ),
    reason: 'legal-advice',
    strength: 'soft',
  },
];

/** What the question's form says it asks for, a firm rule before a soft one; null for an ordinary question. */
export function readScope(question: string): Scope | null {
  const line = question.replace(/\s+/g, ' ').trim();
  const matching = RULES.filter(({ pattern }) => pattern.test(line));
  const rule = matching.find(({ strength }) => strength === 'firm') ?? matching[0];
  return rule ? { reason: rule.reason, strength: rule.strength } : null;
}

const SMALL_TALK =
  /^\W*(?:(?:hello|hi|hey|hallo|howdy|thanks|thank you|thx|cheers|bye|goodbye|good (?:morning|afternoon|evening|night)|ok|okay|great|cool|nice|please|help)(?: (?:there|all|everyone|again|so much|very much|a lot|you|publius))?\W*)+$|^\W*are you (?:an? )?(?:lawyer|attorney|human|person|robot|bot|ai|real)\W*$|^\W*(?:who|what) (?:are you|is this|is publius|can (?:you|i|we) (?:do|answer|ask|help with)(?: you)?(?: here)?|do you (?:do|know|cover))\W*$|^\W*how (?:are you|do(?:es)? (?:you|this|publius) work)\W*$/i;

/** Greetings, thanks, and questions about Publius itself. */
export function isSmallTalk(text: string): boolean {
  return text.length <= 80 && SMALL_TALK.test(text);
}
