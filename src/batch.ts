// JSON lines in, JSON lines out: how tools drive Publius. Knows no command and no answer.

/** A longer line is cut, and so is no JSON any more. */
const LINE_MAX_CHARS = 1_000_000;

/** What a line asks: the caller's id and a text, or what is wrong with it. */
type Request = { readonly id: unknown; readonly text: string } | { readonly id: unknown; readonly error: string };

/**
 * Replies to each line in order by `print`; a line that is no request, or whose reply fails, gets `{"id":…,"error":…}` and the
 * others are still answered. Resolves to whether all lines were requests and got their reply.
 */
export async function runBatch(
  input: AsyncIterable<Uint8Array>,
  field: 'question' | 'text' | 'topic',
  reply: (id: unknown, text: string) => Promise<object>,
  print: (text: string) => Promise<void>,
): Promise<boolean> {
  let good = true;
  for await (const line of linesOf(input)) {
    if (line.trim() === '') continue;
    const request = readRequest(line, field);
    let said: object = request;
    if ('text' in request) {
      said = await reply(request.id, request.text).catch(() => ({ id: request.id, error: 'a fault inside Publius' }));
    }
    if ('error' in said) good = false;
    await print(JSON.stringify(said));
  }
  return good;
}

/** Lines between line feeds only: `readline` also breaks at U+2028, which JSON strings may hold. */
export async function* linesOf(input: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of input) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop()!.slice(0, LINE_MAX_CHARS);
    yield* lines;
  }
  yield rest + decoder.decode();
}

function readRequest(line: string, field: string): Request {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { id: null, error: `this line is not JSON; expected {"id":"…","${field}":"…"}` };
  }
  const record = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  const text = record[field];
  if (typeof text !== 'string') return { id: record.id ?? null, error: `expected a string in "${field}"` };
  return { id: record.id ?? null, text };
}
