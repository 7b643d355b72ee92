// Platform ids as they are kept: salted hashes, in memory only. The salt is made at start and never leaves the process, so nothing that
// is kept can be led back to a person, a channel or a message.

import { hash, randomBytes } from 'node:crypto';

/** The same parts give the same hash within one run of the process; 96 bits, base64url. */
export type Pseudonym = (...parts: readonly string[]) => string;

export function createPseudonym(): Pseudonym {
  const salt = randomBytes(32).toString('base64');
  return (...parts) => hash('sha256', `${salt}${JSON.stringify(parts)}`, 'base64url').slice(0, 16);
}
