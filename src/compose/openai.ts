// A model server that speaks OpenAI's Chat Completions (OpenAI, Ollama, vLLM, llama.cpp, LM Studio), through the real SDK. Knows
// time-outs, limits and what goes wrong on the way; knows no question, no passage and no retry.

import OpenAI, { APIConnectionTimeoutError, APIError, APIUserAbortError } from 'openai';
import { zodResponseFormat } from 'openai/helpers/zod';
import { Stream } from 'openai/streaming';
import type { z } from 'zod';
import type { ComposerFault } from '../answer/model.ts';
import { ComposerError } from '../answer/ports.ts';
import type { Message } from './prompt.ts';

export interface ModelServerOptions {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly model: string;
  readonly maxOutputTokens: number;
  /** Milliseconds until the first token. */
  readonly firstTokenTimeoutMs: number;
}

export interface ModelServer {
  /** "gpt-4.1-mini at api.openai.com". */
  readonly name: string;
  readonly host: string;
  /** A reply, piece by piece as it is written. Throws ComposerError, or the signal's reason once that is aborted. */
  reply(messages: readonly Message[], schema: z.ZodType, signal: AbortSignal): AsyncGenerator<string>;
  /** Names of the models that the server offers. Throws as `reply` does. */
  models(signal: AbortSignal): Promise<string[]>;
  /** Parameters that the server has been found not to take ("response_format"); they are left out from then on. */
  readonly refused: ReadonlySet<string>;
}

/** An answer of a thousand tokens takes about 6,000 characters; more than this many a token is no text. */
const CHARS_PER_TOKEN_MAX = 16;
/** A stream frames each token in some 300 bytes, and reasoning is streamed too; more than this is no answer. */
const BODY_MAX_BYTES = 8_000_000;
/** The SDK tells a server what machine it runs on; ours need not know. */
const NO_TELEMETRY = Object.fromEntries(
  ['Lang', 'Package-Version', 'OS', 'Arch', 'Runtime', 'Runtime-Version', 'Retry-Count', 'Timeout'].map((name) => [
    `X-Stainless-${name}`,
    null,
  ]),
);

export class ModelServerError extends ComposerError {
  /** Milliseconds after which the server wants to be asked again; undefined where it does not say. */
  readonly retryAfterMs: number | undefined;

  constructor(fault: ComposerFault, message: string, cause?: unknown, retryAfterMs?: number) {
    super(fault, message, { cause });
    this.retryAfterMs = retryAfterMs;
  }
}

export function createModelServer(options: ModelServerOptions): ModelServer {
  const { model, maxOutputTokens, firstTokenTimeoutMs } = options;
  const client = new OpenAI({
    apiKey: options.apiKey,
    baseURL: options.baseUrl,
    organization: null,
    project: null,
    logLevel: 'off', // the SDK's log has the messages in it
    maxRetries: 0,
    timeout: firstTokenTimeoutMs,
    defaultHeaders: NO_TELEMETRY,
    fetchOptions: { redirect: 'error' }, // a question goes to the host that is configured, and to no other
  });
  const { host } = new URL(options.baseUrl);
  const refused = new Set<string>();

  const parameters = (messages: readonly Message[], schema: z.ZodType) => ({
    model,
    messages: [...messages],
    stream: true as const,
    ...(refused.has('response_format') ? {} : { response_format: zodResponseFormat(schema, 'reply') }),
    ...(refused.has('temperature') ? {} : { temperature: 0 }),
    ...(host === 'api.openai.com' || refused.has('max_tokens')
      ? { max_completion_tokens: maxOutputTokens }
      : { max_tokens: maxOutputTokens }),
  });

  /** Sends the request; where the server does not take a parameter, again without it, and never with it again. */
  async function send(messages: readonly Message[], schema: z.ZodType, signal: AbortSignal): Promise<Response> {
    for (;;) {
      try {
        return await client.chat.completions.create(parameters(messages, schema), { signal }).asResponse();
      } catch (error) {
        const parameter = refusedParameter(error);
        if (parameter === null || refused.has(parameter)) throw error;
        refused.add(parameter);
      }
    }
  }

  return {
    name: `${model} at ${host}`,
    host,
    refused,
    async *reply(messages, schema, signal) {
      const call = startCall(signal, firstTokenTimeoutMs);
      try {
        const response = await send(messages, schema, call.signal);
        let length = 0;
        for await (const piece of piecesOf(bounded(response), client)) {
          if (piece === '') continue;
          call.begun();
          length += piece.length;
          if (length > CHARS_PER_TOKEN_MAX * maxOutputTokens)
            throw new ModelServerError('too-long', `the reply grew past ${length} characters`);
          yield piece;
        }
        call.signal.throwIfAborted(); // the SDK ends an aborted stream as if it were whole
        if (length === 0) throw new ModelServerError('empty', 'the reply is empty');
      } catch (error) {
        throw call.reason() ?? faultOf(error);
      } finally {
        call.end();
      }
    },
    async models(signal) {
      try {
        const page = await client.models.list({ signal });
        return page.data.map(({ id }) => id);
      } catch (error) {
        throw signal.aborted ? signal.reason : faultOf(error);
      }
    },
  };
}

/** One call: aborted by the caller's signal, or when no token has come in time. */
function startCall(caller: AbortSignal, firstTokenTimeoutMs: number) {
  const controller = new AbortController();
  const forward = () => controller.abort(caller.reason);
  if (caller.aborted) forward();
  else caller.addEventListener('abort', forward, { once: true });
  const timer = setTimeout(
    () => controller.abort(new ModelServerError('time-out', `no token within ${firstTokenTimeoutMs} ms`)),
    firstTokenTimeoutMs,
  );
  return {
    signal: controller.signal,
    begun: () => clearTimeout(timer),
    /** Why it was aborted; null when it was not. */
    reason: (): unknown => (controller.signal.aborted ? controller.signal.reason : null),
    end: () => {
      clearTimeout(timer);
      caller.removeEventListener('abort', forward);
      controller.abort(); // ends a response that nobody reads on
    },
  };
}

/** The response with a body that fails past the limit. */
function bounded(response: Response): Response {
  let bytes = 0;
  const count = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, out) {
      bytes += chunk.byteLength;
      if (bytes > BODY_MAX_BYTES) out.error(new ModelServerError('too-long', `the response grew past ${bytes} bytes`));
      else out.enqueue(chunk);
    },
  });
  return new Response(response.body?.pipeThrough(count) ?? null, { headers: response.headers });
}

/** The text of a reply as it comes; some servers do not stream though they were asked to. */
async function* piecesOf(response: Response, client: OpenAI): AsyncGenerator<string> {
  const type = response.headers.get('content-type') ?? '';
  if (/\bjson\b/.test(type)) {
    const [choice] = ((await response.json()) as Partial<OpenAI.ChatCompletion>).choices ?? [];
    refuseOn(choice?.message?.refusal, choice?.finish_reason);
    yield choice?.message?.content ?? '';
    return;
  }
  if (!/event-stream/.test(type))
    throw new ModelServerError('unreadable', `the server answered with ${type || 'no content type'}`);
  let refusal = '';
  let finished = false;
  // Its own controller, because the SDK aborts it on any fault; the client, because without one the SDK prints bad chunks.
  const chunks = Stream.fromSSEResponse<OpenAI.ChatCompletionChunk>(response, new AbortController(), client);
  for await (const chunk of chunks) {
    const choice = chunk.choices?.[0];
    refusal += choice?.delta?.refusal ?? '';
    yield choice?.delta?.content ?? '';
    finished ||= Boolean(choice?.finish_reason);
    refuseOn(refusal !== '' && choice?.finish_reason ? refusal : '', choice?.finish_reason);
  }
  if (!finished) throw new ModelServerError('broken-off', 'the stream ended before the reply did');
}

function refuseOn(refusal: string | null | undefined, finish: string | null | undefined): void {
  if (refusal) throw new ModelServerError('refused', 'the model refused');
  if (finish === 'content_filter')
    throw new ModelServerError('filtered', "the server's content filter stopped the reply");
  if (finish === 'length') throw new ModelServerError('too-long', 'the reply ran into OPENAI_MAX_OUTPUT_TOKENS');
}

const PARAMETERS = ['response_format', 'temperature', 'max_tokens'];

/** The parameter of ours that a "400 Bad Request" is about; null for every other error. */
function refusedParameter(error: unknown): string | null {
  if (!(error instanceof APIError) || (error.status !== 400 && error.status !== 422)) return null;
  const said = `${error.param ?? ''} ${error.message}`;
  if (/\bmax_completion_tokens\b/.test(said) && !/\bmax_tokens\b/.test(said)) return null;
  return PARAMETERS.find((name) => said.includes(name)) ?? (/json_schema|schema/.test(said) ? 'response_format' : null);
}

function faultOf(error: unknown): ComposerError {
  if (error instanceof ComposerError) return error;
  if (error instanceof APIConnectionTimeoutError)
    return new ModelServerError('time-out', 'the server did not answer in time', error);
  if (error instanceof APIUserAbortError) return new ModelServerError('broken-off', 'the call was aborted', error);
  if (error instanceof APIError && error.status !== undefined) {
    const said = `HTTP ${error.status}`;
    if (error.status === 429) return new ModelServerError('rate-limited', said, error, retryAfterMs(error.headers));
    if (error.status >= 500 || error.status === 408 || error.status === 409)
      return new ModelServerError('unavailable', said, error, retryAfterMs(error.headers));
    return new ModelServerError('rejected', said, error);
  }
  if (error instanceof APIError)
    return new ModelServerError('unavailable', 'the server cannot be reached or reported a fault', error);
  if (error instanceof SyntaxError)
    return new ModelServerError('unreadable', 'the response is not what the protocol says', error);
  return new ModelServerError('broken-off', 'the stream broke off', error); // a raw "TypeError: terminated", among others
}

/** `Retry-After` in milliseconds: a number of seconds or a date (RFC 9110, section 10.2.3), or `retry-after-ms`. */
function retryAfterMs(headers: Headers | undefined): number | undefined {
  const exact = Number(headers?.get('retry-after-ms') ?? Number.NaN);
  if (exact >= 0) return exact;
  const value = headers?.get('retry-after');
  if (value === null || value === undefined || value.trim() === '') return undefined;
  const ms = /^\d+(?:\.\d+)?$/.test(value.trim()) ? 1000 * Number(value) : Date.parse(value) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
