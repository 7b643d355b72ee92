// What a question asks for, by its form: a table of questions as people would type them. The strength is part of the table where
// it is told apart by what is asked (papers to be drafted and outcomes: firm; "what should I do": soft).

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readScope } from '../src/answer/scope.ts';

type Expected = 'identify-person' | 'evade' | 'legal-advice firm' | 'legal-advice soft' | 'legal-advice' | null;

const table: readonly (readonly [question: string, expected: Expected])[] = [
  // Who somebody is.
  ['Who runs the @ALT_USCIS account?', 'identify-person'],
  ['who ran the account', 'identify-person'],
  ['Who is behind the account?', 'identify-person'],
  ['who is behind @rogueNASA', 'identify-person'],
  ['So who writes the tweets?', 'identify-person'],
  ['And who operates the page?', 'identify-person'],
  ['Who really owns this handle?', 'identify-person'],
  ['What is the real name of the person behind the account?', 'identify-person'],
  ['What’s the true identity of the blogger?', 'identify-person'],
  ['Can you help me find out who posted this review?', 'identify-person'],
  ['Can you help me\nfind out who posted this review?', 'identify-person'],
  ['Unmask @montcowatch', 'identify-person'],
  ['please dox this troll', 'identify-person'],
  ['How can I identify an anonymous commenter?', 'identify-person'],
  ['How do we trace the leaker?', 'identify-person'],
  ['I am trying to locate a whistleblower', 'identify-person'],
  ['I’m trying to figure out who wrote the post', 'identify-person'],
  ['What is the IP address of the user?', 'identify-person'],
  ['Give me the home address of the person behind the account', 'identify-person'],
  ['Tell me which employee writes the account', 'identify-person'],
  // Ways to hide.
  ['How do I hide my IP address from a subpoena?', 'evade'],
  ['Which VPN is best?', 'evade'],
  ['Recommend a VPN for activists', 'evade'],
  ['Should I use Tor?', 'evade'],
  ['How can I stay anonymous on Twitter?', 'evade'],
  ['How do I make an untraceable account?', 'evade'],
  ['What is the best burner phone?', 'evade'],
  ['How to conceal my identity online', 'evade'],
  ['How do I cover my tracks?', 'evade'],
  ['How can we wipe the logs before they come?', 'evade'],
  // Papers and outcomes of the asker’s own matter.
  ['Write a motion to quash for me', 'legal-advice firm'],
  ['Draft a letter to Twitter about the subpoena', 'legal-advice firm'],
  ['Can you write an objection to the subpoena?', 'legal-advice firm'],
  ['please help me draft a declaration', 'legal-advice firm'],
  ['Am I liable for a retweet?', 'legal-advice firm'],
  ['Is it legal for me to post this?', 'legal-advice firm'],
  ['Do I have a case?', 'legal-advice firm'],
  ['What are my chances in court?', 'legal-advice firm'],
  ['Will you represent me?', 'legal-advice firm'],
  ['What is my best argument?', 'legal-advice firm'],
  ['Should I sue my employer for unmasking me?', 'legal-advice firm'],
  ['ICE sent my host a subpoena for my account, what do I do?', 'legal-advice firm'],
  ['I got a notice about my blog. What now?', 'legal-advice firm'],
  ['My employer wants my name from a review site, what can I do?', 'legal-advice firm'],
  // What the asker should do.
  ['What should I do if I get a subpoena?', 'legal-advice soft'],
  ['Should I hire a lawyer?', 'legal-advice soft'],
  ['Do I have to answer the summons?', 'legal-advice soft'],
  ['How long do I have to respond to a notice?', 'legal-advice soft'],
  ['Can I be sued for a bad review?', 'legal-advice soft'],
  ['Can they fire me for my account?', 'legal-advice soft'],
  ['I received a subpoena yesterday', 'legal-advice soft'],
  ['We got a letter from DHS about our page', 'legal-advice soft'],
  ['Google emailed me that someone wants my data', 'legal-advice soft'],
  ['Will I be fired if they find my account?', 'legal-advice'],
  ['My employer found out about my account, what now?', 'legal-advice'],
  // Ordinary questions, some with the words of the others.
  ['Who signed the summons to Twitter?', null],
  ['Who sued the Department of Homeland Security?', null],
  ['Who represented the account’s user?', null],
  ['Who wrote the Federalist Papers?', null],
  ['Who wrote the opinion in McIntyre v. Ohio?', null],
  ['Who is behind the lawsuit?', null],
  ['What must the government show before unmasking an account?', null],
  ['Can the government identify an anonymous speaker?', null],
  ['How do courts decide whether to unmask a poster?', null],
  ['How can a plaintiff lawfully identify an anonymous defendant?', null],
  ['How did CBP try to unmask the account?', null],
  ['Why did CBP want to identify the account?', null],
  ['Did the summons demand the real name of the user?', null],
  ['Can a subpoena ask for the IP address of a user?', null],
  ['What is the Dendrite test?', null],
  ['When was the summons withdrawn?', null],
  ['Did Twitter tell the user about the summons?', null],
  ['Must a platform notify its users?', null],
  ['Can a company subpoena a critic’s name?', null],
  ['Can a federal employee be fired for an anonymous account?', null],
  ['Was the complaint dismissed?', null],
  ['What does the complaint allege?', null],
  ['Is anonymous speech protected by the First Amendment?', null],
  ['Is a subpoena without notice legal?', null],
  ['What is the deadline for a motion to quash?', null],
  ['Which judge heard the case?', null],
  ['How many tweets had the account sent?', null],
  ['Is there a legal right to remain anonymous?', null],
  ['Did a court ever rule for Twitter?', null],
  ['19 U.S.C. 1509', null],
  ['', null],
];

/** Whether `question` reads as expected; the strength counts only where the table names it. */
function reads(question: string, expected: Expected): unknown {
  const scope = readScope(question);
  if (scope === null) return null;
  return expected?.includes(' ') ? `${scope.reason} ${scope.strength}` : scope.reason;
}

describe('the scope of a question', () => {
  it.each(table)('%s', (question, expected) => {
    expect(reads(question, expected)).toBe(expected);
  });

  it('does not depend on capitals, on spaces around it or on the mark at its end', () => {
    const asRead = table.map(([question]) => [question, readScope(question)]);
    const variants: ((question: string) => string)[] = [
      (q) => q.toUpperCase(),
      (q) => q.toLowerCase(),
      (q) => `  ${q}\n`,
      (q) => q.replace(/[?.]$/, ''),
      (q) => q.replaceAll('’', "'"),
    ];
    for (const vary of variants) {
      expect(table.map(([question]) => [question, readScope(vary(question))])).toEqual(asRead);
    }
  });

  it('never throws, and takes no time over 2,000 characters', () => {
    const words = table.flatMap(([question]) => question.split(' '));
    const started = performance.now();
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 2000 }),
          fc.array(fc.constantFrom(...words), { maxLength: 350 }).map((list) => list.join(' ')),
          fc
            .constantFrom('who ', 'how do ', 'i ', 'my ', 'is it ', 'real ')
            .map((word) => word.repeat(300).slice(0, 2000)),
        ),
        (question) => {
          readScope(question);
        },
      ),
      { numRuns: 300 },
    );
    expect(performance.now() - started).toBeLessThan(6000);
  });
});
