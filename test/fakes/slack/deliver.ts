// Deliveries to the app over HTTP as Slack makes them: signed, and again where no answer comes. Knows no payload.

import { createHmac } from 'node:crypto';

export const SIGNING_SECRET = '8f742231b10e8888abcd99yyyzzz85a5';
/** Slack delivers again, three times at most (docs.slack.dev, "Events API", retries); here at once, not after minutes. */
const RETRIES = 3;
/** A delivery that is not acknowledged by then has failed for Slack. */
const ACK_MS = 3000;

/** `v0=…` over a body (docs.slack.dev, "Verifying requests from Slack"). `time`: seconds. */
export function sign(body: string, time: string, secret = SIGNING_SECRET): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${time}:${body}`).digest('hex')}`;
}

export interface Delivery {
  readonly status: number;
  readonly ms: number;
  readonly body: string;
  /** How often it was delivered. */
  readonly tries: number;
}

/** Delivers until the app has acknowledged within three seconds. */
export async function deliver(
  url: string,
  payload: Readonly<Record<string, unknown>>,
  form = false,
): Promise<Delivery> {
  const body = form ? new URLSearchParams(payload as Record<string, string>).toString() : JSON.stringify(payload);
  for (let retry = 0; ; retry++) {
    try {
      return { ...(await deliverOnce(url, body, form, retry)), tries: retry + 1 };
    } catch (error) {
      if (retry >= RETRIES) throw error;
    }
  }
}

/** Delivers an interaction, which is a form with one field of JSON. */
export function interact(url: string, payload: Readonly<Record<string, unknown>>): Promise<Delivery> {
  return deliver(url, { payload: JSON.stringify(payload) }, true);
}

async function deliverOnce(url: string, body: string, form: boolean, retry: number) {
  const time = String(Math.floor(Date.now() / 1000));
  const started = performance.now();
  const response = await fetch(url, {
    method: 'POST',
    body,
    signal: AbortSignal.timeout(ACK_MS),
    headers: {
      'Content-Type': form ? 'application/x-www-form-urlencoded' : 'application/json',
      'User-Agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      'X-Slack-Request-Timestamp': time,
      'X-Slack-Signature': sign(body, time),
      ...(retry > 0 ? { 'X-Slack-Retry-Num': String(retry), 'X-Slack-Retry-Reason': 'http_timeout' } : {}),
    },
  });
  return { body: await response.text(), status: response.status, ms: performance.now() - started };
}
