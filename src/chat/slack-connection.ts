// How Slack's events get here: over a socket that is opened again whenever it is lost, or by signed HTTP requests, with a health page.

import { setTimeout as delay } from 'node:timers/promises';
import { type App, HTTPReceiver, type Receiver, SocketModeReceiver } from '@slack/bolt';
import { describeFault } from './chat.ts';
import { SlackRefusal } from './slack-api.ts';
import type { Logger } from './slack-log.ts';

export interface ConnectionConfig {
  readonly appToken: string | null;
  readonly signingSecret: string | null;
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly apiUrl: string;
}

export interface Connection {
  readonly receiver: Receiver;
  /** Resolves when events can come in. Rejects where they never will. */
  start(app: App): Promise<void>;
  /** No more events come in. */
  stop(): Promise<void>;
}

export interface ConnectionPorts {
  readonly logger: Logger;
  readonly log: (line: string) => void;
  /** What the health page says besides "ok". */
  readonly health: () => object;
}

export function createConnection(config: ConnectionConfig, ports: ConnectionPorts): Connection {
  return config.appToken === null ? overHttp(config, ports) : overSocket(config.appToken, config, ports);
}

const HEALTH_PATH = '/health';

function overHttp(
  { signingSecret, host, port, path }: ConnectionConfig,
  { logger, log, health }: ConnectionPorts,
): Connection {
  const receiver = new HTTPReceiver({
    signingSecret: signingSecret!,
    endpoints: [path],
    logger,
    customRoutes: [
      {
        path: HEALTH_PATH,
        method: 'GET',
        handler: (_, response) => {
          response
            .writeHead(200, { 'Content-Type': 'application/json' })
            .end(JSON.stringify({ ok: true, ...health() }));
        },
      },
    ],
  });
  return {
    receiver,
    async start() {
      await receiver.start({ host, port } as never); // listen options, which the types leave out
      log(`listening for Slack at http://${host}:${port}${path} (health: ${HEALTH_PATH})`);
    },
    stop: async () => {
      await receiver.stop();
    },
  };
}

/** First and longest wait before the socket is opened again. */
const RECONNECT_FIRST_MS = 250;
const RECONNECT_MAX_MS = 30_000;
/** A token that Slack does not take will not be taken later either (docs.slack.dev, apps.connections.open). */
const HOPELESS =
  /invalid_auth|not_authed|account_inactive|token_revoked|token_expired|no_permission|missing_scope|not_allowed_token_type/;

function overSocket(appToken: string, { apiUrl }: ConnectionConfig, { logger, log }: ConnectionPorts): Connection {
  const receiver = new SocketModeReceiver({
    appToken,
    logger,
    // The SDK ends the process where a reconnection fails for want of a network, so this is done here.
    autoReconnectEnabled: false,
    installerOptions: { clientOptions: { slackApiUrl: apiUrl, retryConfig: { retries: 0 }, timeout: 10_000 } },
  });
  const { client } = receiver;
  const [read] = client.listeners('ws_message') as ((data: unknown, binary: boolean) => Promise<void>)[];
  client.removeAllListeners('ws_message').on('ws_message', (data: unknown, binary: boolean) => {
    read!(data, binary).catch((error) => log(`Slack sent what cannot be read (${describeFault(error)})`)); // the SDK leaves it unhandled, which ends the process
  });
  let stopped = false;

  async function connect(): Promise<void> {
    for (let wait = RECONNECT_FIRST_MS; !stopped; wait = Math.min(wait * 2, RECONNECT_MAX_MS)) {
      try {
        await client.start();
        return;
      } catch (error) {
        const code = HOPELESS.exec(String(error))?.[0];
        if (code !== undefined) throw new SlackRefusal('apps.connections.open', code);
        log(`Slack cannot be reached (${describeFault(error)}); trying again`);
        await delay(wait);
      }
    }
  }

  return {
    receiver,
    async start() {
      await connect();
      log('connected to Slack');
      client.on('disconnected', () => {
        if (stopped) return;
        connect().then(
          () => log('connected to Slack again'),
          (error) =>
            log(
              `Slack does not take SLACK_APP_TOKEN any more (${describeFault(error)}): make a new one and start again`,
            ),
        );
      });
    },
    async stop() {
      stopped = true;
      await client.disconnect();
    },
  };
}
