// Reads what a request carries: JSON, or a form with `payload_json` and files. Judges nothing.

import type { IncomingMessage } from 'node:http';
import type { UploadedFile } from './world.ts';

export interface RequestBody {
  /** Undefined where there was none; null where it was no JSON. */
  readonly value: unknown;
  readonly files: readonly UploadedFile[];
}

export async function readBody(request: IncomingMessage): Promise<RequestBody> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  const type = request.headers['content-type'] ?? '';
  if (bytes.length === 0) return { value: undefined, files: [] };
  return type.startsWith('multipart/form-data')
    ? readForm(bytes, type)
    : { value: parse(bytes.toString('utf8')), files: [] };
}

async function readForm(bytes: Buffer, type: string): Promise<RequestBody> {
  const form = await new Response(new Uint8Array(bytes), { headers: { 'Content-Type': type } }).formData();
  const files: UploadedFile[] = [];
  let value: unknown;
  const fields: Record<string, unknown> = {};
  for (const [name, part] of form) {
    if (typeof part !== 'string') files.push({ name: part.name, size: part.size, text: await part.text() });
    else if (name === 'payload_json') value = parse(part);
    else fields[name] = part;
  }
  return { value: value ?? fields, files };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
