// What a question asks for that no source can give: advice on the asker's own case, the name of an anonymous person, ways to
// hide. Read from the form of the question, before and beside the evidence; the wording of the reply is at the edge.

/** `firm`: no evidence overrules it. `soft`: only a guide that answers this very question does. */
export interface Scope {
  readonly reason: 'legal-advice' | 'identify-person' | 'evade';
  readonly strength: 'firm' | 'soft';
}

type Rule = readonly [RegExp, Scope['reason'], Scope['strength']];

const ACCOUNT =
  '(?:account|handle|user|profile|page|poster|blogger|troll|critic|author|reviewer|commenter|person|people|leaker|whistleblower|source|@\\w+)';

const RULES: readonly Rule[] = [
  // Unmasking: who somebody really is.
  [
    new RegExp(
      `\\bwho\\s+(?:is|are|was|were)?\\s*(?:really\\s+)?(?:runs?|ran|running|operat\\w+|owns?|controls?|behind|writes|posts)\\b.{0,60}\\b${ACCOUNT}`,
      'i',
    ),
    'identify-person',
    'soft',
  ],
  [/\b(?:real|actual|true|legal)\s+(?:name|identit(?:y|ies))\s+of\b/i, 'identify-person', 'soft'],
  [
    /\b(?:help|assist|want|need|trying|how (?:do|can|could|would) (?:i|we|you|one))\b.{0,40}\b(?:find out who|figure out who|identify|unmask|dox|deanonymi[sz]e|trace|track down|expose|locate|out)\b(?!.{0,12}\b(?:sources?|passage|quote)\b)/i,
    'identify-person',
    'firm',
  ],
  [/^\s*(?:please\s+)?(?:unmask|dox|identify|deanonymi[sz]e|find out who)\b/i, 'identify-person', 'firm'],
  [
    /\b(?:ip|home|email|e-mail|street) address (?:of|for|behind)\b.{0,40}\b(?:account|user|poster|agent|officer|critic|him|her|them)\b/i,
    'identify-person',
    'firm',
  ],
  // Hiding: technical advice.
  [/\b(?:untraceable|undetectable)\b/i, 'evade', 'firm'],
  [
    /\bhow (?:do|can|could|should|would|to) ?(?:i|we|you|one)?\b.{0,30}\b(?:hide|mask|spoof|conceal|cover|wipe|delete|destroy|avoid being|evade|stay anonymous|remain anonymous)\b/i,
    'evade',
    'soft',
  ],
  [
    /\b(?:which|what|best|a good) (?:vpn|burner|proxy|tor|encrypted app)\b|\b(?:use|set up) (?:a |the )?(?:vpn|tor|burner)\b/i,
    'evade',
    'firm',
  ],
  // Advice: drafting, outcomes, the asker's own matter.
  [
    /^\s*(?:please\s+)?(?:can you |could you |help me )?(?:write|draft|prepare|compose|fill (?:in|out)|file)\b.{0,40}\b(?:motion|letter|objection|brief|complaint|affidavit|response|petition|appeal|subpoena|declaration|pleading)\b/i,
    'legal-advice',
    'firm',
  ],
  [
    /\b(?:is it|would it be|am i|are we) (?:il)?(?:legal|lawful|allowed|liable|protected|in trouble|safe|guilty)\b.{0,30}\b(?:i|me|my|us|we|our)\b|\bam i (?:liable|allowed|protected|guilty|in trouble|safe)\b|\bis it (?:il)?(?:legal|lawful) (?:for me|to)\b/i,
    'legal-advice',
    'firm',
  ],
  [
    /\b(?:can|could|will|would|might) (?:i|we|they|my \w+)\s+(?:be\s+|get\s+|go\s+to\s+)?(?:sued?|arrested|fired|prosecuted|charged|jailed?|jail|prison|win|lose|fined)\b.{0,60}/i,
    'legal-advice',
    'soft',
  ],
  [
    /\b(?:my|our) (?:case|chances|lawsuit|claim|situation|defen[cs]e|odds)\b|\bdo i have a case\b|\bwill i (?:win|lose)\b|\brepresent me\b|\bmy lawyer (?:says|said|told)\b/i,
    'legal-advice',
    'firm',
  ],
  [
    /\b(?:what|how) (?:should|do|can|must) (?:i|we) (?:do|respond|reply|answer|fight|proceed|say|plead|argue)\b/i,
    'legal-advice',
    'soft',
  ],
  [/\b(?:should|must|may|can|do|shall) (?:i|we)\b/i, 'legal-advice', 'soft'],
  [
    /\b(?:sent|served|got|received|subpoenaed|sued|threatened|named)\b.{0,40}\b(?:me|my|us|our)\b|\b(?:i|we) (?:got|received|was|were|have been|am being|are being)\b.{0,30}\b(?:subpoena\w*|served|summons\w*|sued|notice|letter|unmasked|named)\b/i,
    'legal-advice',
    'soft',
  ],
];

/** What the question's form says it asks for; null for an ordinary question. */
export function readScope(question: string): Scope | null {
  for (const [pattern, reason, strength] of RULES) if (pattern.test(question)) return { reason, strength };
  return null;
}
