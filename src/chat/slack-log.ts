// What of the Slack SDK's own messages may be logged. They can hold payloads, so none is passed on: those that an operator can act upon are
// told in our words, the others are dropped. Faults of calls and of the connection are logged where they are handled.

import { LogLevel, type Logger as SlackLogger } from '@slack/bolt';

export type Logger = SlackLogger;

/** Beginnings of the SDK's warnings and errors (@slack/bolt 5.1, @slack/socket-mode 3.1, @slack/web-api 8.2), and what is said instead. */
const TOLD: readonly (readonly [beginning: string, line: string])[] = [
  [
    'Failed to parse and verify the request data',
    'a request to the Slack address was refused: its signature is not that of SLACK_SIGNING_SECRET, or it came too late',
  ],
  ['Request body exceeded the maximum', 'a request to the Slack address was refused: it is larger than Slack sends'],
  ['Malformed request body', 'a request to the Slack address was refused: it cannot be read'],
  [
    'An incoming event was not acknowledged within 3 seconds',
    'Slack was not answered within 3 seconds: an interactive part of Publius is not handled, or this machine is overloaded',
  ],
  ['A ping wasn', 'the connection to Slack is silent'],
  ['A pong wasn', 'the connection to Slack does not answer'],
];

/** A logger for the SDK that hands our own lines, and nothing of the SDK's, to `log`. */
export function createSlackLogger(log: (line: string) => void): Logger {
  const tell = (...messages: unknown[]) => {
    const [message] = messages;
    if (typeof message !== 'string') return;
    const line = TOLD.find(([beginning]) => message.startsWith(beginning))?.[1];
    if (line !== undefined) log(line);
  };
  const drop = () => {};
  return {
    debug: drop,
    info: drop,
    warn: tell,
    error: tell,
    setLevel: drop,
    setName: drop,
    getLevel: () => LogLevel.ERROR,
  };
}
