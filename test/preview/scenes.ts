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

/** What is asked in private: after /publius in Slack, with a command of its own in Discord. */
export const PRIVATE = [
  { title: 'Asked in private', slack: 'What happened in Twitter v. DHS?', command: 'ask', option: 'question' },
  { title: 'Help', slack: 'help', command: 'help', option: null },
  { title: 'Privacy', slack: 'privacy', command: 'privacy', option: null },
  { title: 'Sources', slack: 'sources', command: 'sources', option: null },
  { title: 'A quotation to check', slack: 'check “They may not”', command: 'check', option: 'quotation' },
] as const;
export const CONTEXT = 'More context';
export const HOME = 'App Home';
export const WORDED = [
  'Worded by a model',
  'Which part of CBP sent the summons, the border patrol or internal affairs?',
] as const;
