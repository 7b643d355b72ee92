// Slack's own description of its Web API (2021) and of its events, where they are to be had: the names and presence of a method's arguments,
// the envelope of an event. What is newer than they are is not checked.

import { existsSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';

const folder = new URL('../../../../shared/specs/', import.meta.url);
const webFile = new URL('slack-web-openapi-2021.json', folder);
const eventsFile = new URL('slack-events.json', folder);

/** Whether requests and events can be checked. */
export const hasSpecs = existsSync(webFile) && existsSync(eventsFile);

interface Parameter {
  readonly name: string;
  readonly required?: boolean;
  readonly in: string;
}
type Operation = { readonly parameters: readonly Parameter[] };

const web: { paths: Record<string, Record<string, Operation>> } | null = hasSpecs
  ? JSON.parse(readFileSync(webFile, 'utf8'))
  : null;

/** Arguments that came after the description (docs.slack.dev, the method's page). */
const NEWER: ReadonlySet<string> = new Set(['metadata', 'markdown_text']);

/** What Slack's description says against calling a method with these arguments. */
export function breachesOfCall(method: string, args: Readonly<Record<string, unknown>>): string[] {
  const operation = Object.values(web?.paths[`/${method}`] ?? {})[0];
  if (!operation) return [];
  const known = operation.parameters.map(({ name }) => name);
  const unknown = Object.keys(args).filter((name) => !known.includes(name) && !NEWER.has(name));
  const missing = operation.parameters
    .filter(
      ({ name, required, in: place }) => required && place !== 'header' && name !== 'token' && args[name] === undefined,
    )
    .map(({ name }) => name);
  return [
    ...unknown.map((name) => `${method}: no argument ${name}`),
    ...missing.map((name) => `${method}: argument ${name} is missing`),
  ];
}

const isEvent = hasSpecs
  ? new Ajv({ strict: false }).compile(
      JSON.parse(readFileSync(eventsFile, 'utf8')).components.schemas.GenericEventWrapper,
    )
  : null;

/** What Slack's description says against an Events API body; null where nothing, or where it is not to be had. */
export function faultOfEvent(body: unknown): string | null {
  if (isEvent === null || isEvent(body)) return null;
  const [error] = isEvent.errors!;
  return `${error!.instancePath} ${error!.message}`;
}
