// The preview's scenes: what people typically ask, and the shape of what comes of it on each platform. Data and types only.

import type { Component } from '../fakes/discord/server.ts';
import type { Block } from '../fakes/slack/blocks.ts';

export interface SlackMessage {
  readonly text: string;
  readonly blocks: readonly Block[];
}

export interface DiscordMessage {
  readonly components: readonly Component[];
}

/** What somebody sees on one platform. */
export interface Shown<Message> {
  readonly where: 'channel' | 'private' | 'modal' | 'home';
  readonly turns: readonly {
    /** What a person wrote; null for what is opened by a click. */
    readonly asked: string | null;
    readonly messages: readonly Message[];
  }[];
}

/** On Discord, with what came on a day on which it refused all components: contents. */
export interface ShownInDiscord extends Shown<DiscordMessage> {
  readonly plain: readonly string[];
}

/** By title. */
export type Played<S> = ReadonlyMap<string, S>;

export interface Scene {
  readonly title: string;
  readonly slack: Shown<SlackMessage>;
  /** Null: Discord has no such place. */
  readonly discord: ShownInDiscord | null;
}

/** Ten questions that show each kind of answer; the last of a list is a follow-up. */
export const TYPICAL: readonly (readonly [title: string, ...asked: readonly string[]])[] = [
  ['Quoted from a filing', 'What must the government show before unmasking an account?'],
  ['Held by a court', 'What did Watchtower v. Stratton decide?'],
  ['Provided by a statute', 'Does 19 U.S.C. § 1509 allow the summons?'],
  ['Left open by the sources', 'Did CBP discipline the agents who sent the summons?'],
  ['A premise that is false', 'When did the judge rule for Twitter?'],
  ['In trouble', 'ICE sent my host a subpoena for my account, what do I do?'],
  ['Who is it?', 'Who is behind the @ALT_USCIS account?'],
  ['Not in the sources', 'What was the name of the Twitter lawyer who argued in the Supreme Court?'],
  ['Something else', 'Who won the 1966 world cup?'],
  ['A follow-up', 'What did Krinsky v. Doe 6 decide?', 'and when?'],
];

/** What is asked in private: after /publius in Slack, with a command and its options in Discord. `told`: it is counted as an answer. */
export interface Private {
  readonly title: string;
  readonly slack: string;
  readonly command: string;
  readonly options: Readonly<Record<string, string | boolean>>;
  readonly told: boolean;
}

const pageOf = (title: string, name: string): Private => ({
  title,
  slack: name,
  command: name,
  options: {},
  told: false,
});
const checkOf = (title: string, quotation: string): Private => ({
  title,
  slack: `check ${quotation}`,
  command: 'check',
  options: { quotation },
  told: true,
});
const summaryOf = (title: string, topic: string): Private => ({
  title,
  slack: `summary ${topic}`,
  command: 'summary',
  options: { topic },
  told: true,
});

export const PRIVATE: readonly Private[] = [
  {
    title: 'Asked in private',
    slack: 'What happened in Twitter v. DHS?',
    command: 'ask',
    options: { question: 'What happened in Twitter v. DHS?' },
    told: true,
  },
  pageOf('Help', 'help'),
  pageOf('Privacy', 'privacy'),
  pageOf('Sources', 'sources'),
  checkOf('A quotation that is exact', '“pierce the anonymity,” paragraph 43 of the complaint says'),
  checkOf(
    'A quotation that is altered',
    '“Defendants may compel Twitter to disclose information about the real identities of these users without first demonstrating that some criminal offense has been committed”',
  ),
  checkOf('A quotation that is somebody else’s', '“grave chilling effect,” the judge wrote'),
  summaryOf('A summary', 'Twitter v. DHS'),
  {
    title: 'A timeline',
    slack: 'timeline Twitter v. DHS',
    command: 'summary',
    options: { topic: 'Twitter v. DHS', timeline: true },
    told: true,
  },
  summaryOf('A summary of what is not there', 'the patent dispute between Apple and Samsung'),
];

/** Whole messages whose quotations are checked from their menu. The first has every verdict; the second is long, and mostly right. */
export const DRAFTS: readonly (readonly [title: string, text: string])[] = [
  [
    'A draft with every verdict',
    [
      'Twitter sued on Thursday. The summons, its complaint says, is “unlawfully abusing a limited-purpose investigative tool”.',
      'Defendants “may not compel Twitter to disclose information regarding the real identities of these users without first demonstrating that some criminal or civil offense has been committed,” the complaint says.',
      'The judge warned of a “grave chilling effect”.',
      'The complaint says users have “a desire to speak freely and without the fear of negative consequences in light of the retaliation, harassment, or even loss of livelihood that might occur”.',
      '“No agency has ever been so bold as to ask for the names of its own critics,” a lawyer told us. “They may not,” she said.',
    ].join(' '),
  ],
  [
    'A draft that is mostly right',
    [
      'The summons would “pierce the anonymity” of an account. It would have a “grave chilling effect”.',
      'The complaint speaks of “a right to disseminate such anonymous or pseudonymous political speech”.',
      'It says the government must show “that unmasking the users’ identity is the least restrictive means for investigating that offense”, and “that the demand for this information is not motivated by any desire to suppress free speech”.',
      'Users are “often going to considerable lengths to avoid disclosing their real identities”. They fear “retaliation, harassment, or even loss of livelihood”.',
      'They have “a desire to speak freely … and commentary concerning the Administration”, says the complaint.',
    ].join(' '),
  ],
];
export const CONTEXT = 'More context';
export const HOME = 'App Home';
/** With a reader, which links lead to. */
export const READER = {
  title: 'With the reader',
  asked: TYPICAL[0]![1]!,
  address: 'https://read.example.org',
} as const;
export const WORDED = [
  'Worded by a model',
  'Which part of CBP sent the summons, the border patrol or internal affairs?',
] as const;
