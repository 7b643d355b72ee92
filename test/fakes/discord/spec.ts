// Discord's own description of its API, where it is to be had: the bodies of requests, and of the fake's own answers. Checks no behaviour.

import { existsSync, readFileSync } from 'node:fs';
import { type ErrorObject, Ajv2020 as Validator } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

const file = new URL('../../../../shared/specs/discord-openapi.json', import.meta.url);

/** Whether requests can be checked. */
export const hasSpec = existsSync(file);

interface Content {
  readonly content?: Readonly<Record<string, unknown>>;
}
interface Operation {
  readonly requestBody?: Content;
  readonly responses: Readonly<Record<string, Content>>;
}
interface Spec {
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, { properties?: Record<string, { type?: unknown }> }> };
}

const spec: Spec | null = hasSpec ? JSON.parse(readFileSync(file, 'utf8')) : null;
const ajv = spec === null ? null : createValidator(spec);

function createValidator(described: Spec) {
  // Discord takes the bits as a string too, and discord.js sends one (docs.discord.com, "Application Commands").
  for (const name of [
    'ApplicationCommandCreateRequest',
    'ApplicationCommandUpdateRequest',
    'ApplicationCommandPatchRequestPartial',
  ]) {
    const bits = described.components.schemas[name]?.properties?.default_member_permissions;
    if (bits) bits.type = ['integer', 'string', 'null'];
  }
  const validator = new Validator({ strict: false, validateSchema: false, logger: false });
  formats.default(validator);
  validator.addFormat('snowflake', /^\d{1,20}$/);
  validator.addFormat('nonce', true);
  return validator.addSchema(described, 'discord');
}

const escapeKey = (key: string) => encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'));
const templates = new Map(Object.keys(spec?.paths ?? {}).map((path) => [shapeOf(path), path]));

/** Templates may name their parameters differently. */
function shapeOf(path: string): string {
  return path.replace(/\{[^}]+\}/g, '{}');
}

function faultAt(pointer: readonly string[], value: unknown): string | null {
  const check = ajv!.getSchema(`discord#/${pointer.map(escapeKey).join('/')}`);
  if (!check || check(value)) return null;
  return describe(check.errors!, value);
}

/** The deepest error says most where a union failed. */
function describe(errors: readonly ErrorObject[], value: unknown): string {
  const depth = (error: ErrorObject) => error.instancePath.split('/').length - (/Of$/.test(error.keyword) ? 0.5 : 0);
  const deepest = errors.reduce((best, error) => (depth(error) > depth(best) ? error : best));
  return `${deepest.instancePath || '(body)'} ${deepest.message} in ${JSON.stringify(value)?.slice(0, 200)}`;
}

/** What the description says against a request's body; null where nothing, or where it is not to be had. */
export function faultOfRequest(method: string, route: string, body: unknown): string | null {
  const path = templates.get(shapeOf(route));
  if (path === undefined) return null;
  const operation = spec!.paths[path]![method.toLowerCase()];
  if (!operation?.requestBody || body === undefined) return null;
  return faultAt(['paths', path, method.toLowerCase(), 'requestBody', 'content', 'application/json', 'schema'], body);
}

/** What the description says against an answer of the fake. */
export function faultOfResponse(method: string, route: string, status: number, body: unknown): string | null {
  const path = templates.get(shapeOf(route));
  if (path === undefined || body === undefined) return null;
  const responses = spec!.paths[path]![method.toLowerCase()]?.responses ?? {};
  if (!responses[status]) return status < 400 ? `no answer ${status} is described` : null;
  return faultAt(
    ['paths', path, method.toLowerCase(), 'responses', String(status), 'content', 'application/json', 'schema'],
    body,
  );
}
