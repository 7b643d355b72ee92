// Discord's error answers: codes, statuses and wording, and which of them are held against the bot. Decides nothing.

/** Status, message, and whether a well-behaved bot never sees it (docs.discord.com, "Opcodes and Status Codes"). */
const KNOWN: Readonly<Record<number, readonly [status: number, message: string, breach: boolean]>> = {
  0: [401, '401: Unauthorized', true],
  10003: [404, 'Unknown Channel', false],
  10004: [404, 'Unknown Guild', false],
  10007: [404, 'Unknown Member', false],
  10008: [404, 'Unknown Message', false],
  10013: [404, 'Unknown User', false],
  10015: [404, 'Unknown Webhook', true],
  10062: [404, 'Unknown interaction', true],
  10063: [404, 'Unknown application command', false],
  30032: [400, 'Maximum number of application commands reached', true],
  30034: [400, 'Max number of daily application command creates has been reached (200)', true],
  40060: [400, 'Interaction has already been acknowledged.', true],
  40094: [400, 'This interaction has hit the maximum number of follow up messages', true],
  50001: [403, 'Missing Access', false],
  50005: [403, 'Cannot edit a message authored by another user', true],
  50006: [400, 'Cannot send an empty message', true],
  50007: [403, 'Cannot send messages to this user', false],
  50008: [400, 'Cannot send messages in a non-text channel', true],
  50013: [403, 'Missing Permissions', false],
  50024: [400, 'Cannot execute action on this channel type', true],
  50027: [401, 'Invalid Webhook Token', false],
  50035: [400, 'Invalid Form Body', true],
  50083: [400, 'Thread is archived', false],
  160002: [400, 'Cannot reply without permission to read message history', false],
  160004: [400, 'A thread has already been created for this message', false],
};

export class Refusal extends Error {
  override name = 'Refusal';
  readonly code: number;
  readonly status: number;
  readonly breach: boolean;
  readonly detail: string | null;
  readonly body: object;

  constructor(code: number, body: object, detail: string | null, breach: boolean | undefined) {
    const [status, message, usual] = KNOWN[code]!;
    super(message);
    this.code = code;
    this.status = status;
    this.breach = breach ?? usual;
    this.detail = detail;
    this.body = { message, code, ...body };
  }
}

export function refuse(code: number, { breach }: { breach?: boolean } = {}): never {
  throw new Refusal(code, {}, null, breach);
}

/**
 * 50035: what a form holds is refused. `field` is a path such as `components.0.label`; `fault` is Discord's own code of the fault.
 */
export function refuseForm(
  field: string,
  fault: string,
  message: string,
  { breach }: { breach?: boolean } = {},
): never {
  const nested = field
    .split('.')
    .reduceRight<object>((inner, key) => ({ [key]: inner }), { _errors: [{ code: fault, message }] });
  throw new Refusal(50035, { errors: nested }, `${field}: ${fault}: ${message}`, breach);
}

/** Refuses text of more UTF-16 units than `max`; Discord counts code points, which are never more. */
export function refuseLonger(field: string, text: string | null | undefined, max: number): void {
  if (text && text.length > max)
    refuseForm(field, 'BASE_TYPE_MAX_LENGTH', `Must be ${max} or fewer in length. (${text.length})`);
}
