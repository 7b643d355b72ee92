// A sorted list of terms in one byte buffer: a term's number is its place. Nothing to rebuild when it is read from disk.

/** Terms in UTF-8 byte order, without repetitions. */
export class Dictionary {
  /** `offsets[i]` to `offsets[i + 1]`: the bytes of term `i`. */
  readonly offsets: Uint32Array;
  readonly bytes: Buffer;
  private signatures: Uint32Array | null = null;

  constructor(offsets: Uint32Array, bytes: Buffer) {
    this.offsets = offsets;
    this.bytes = bytes;
  }

  /** `order[i]` is the number that the `i`-th of `terms` got. */
  static build(terms: Iterable<string>): { dictionary: Dictionary; order: Uint32Array } {
    const encoded = [...terms].map((term, index) => ({ bytes: Buffer.from(term, 'utf8'), index }));
    encoded.sort((a, b) => Buffer.compare(a.bytes, b.bytes));
    const offsets = new Uint32Array(encoded.length + 1);
    const order = new Uint32Array(encoded.length);
    encoded.forEach(({ bytes, index }, number) => {
      order[index] = number;
      offsets[number + 1] = offsets[number]! + bytes.length;
    });
    return { dictionary: new Dictionary(offsets, Buffer.concat(encoded.map(({ bytes }) => bytes))), order };
  }

  get size(): number {
    return this.offsets.length - 1;
  }

  /** The number of `term`, or -1. */
  find(term: string): number {
    const wanted = Buffer.from(term, 'utf8');
    let low = 0;
    let high = this.size - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const order = this.bytes.compare(wanted, 0, wanted.length, this.offsets[middle]!, this.offsets[middle + 1]!);
      if (order === 0) return middle;
      if (order < 0) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }

  term(number: number): string {
    return this.bytes.toString('utf8', this.offsets[number]!, this.offsets[number + 1]!);
  }

  /**
   * Numbers of the terms that may be within `distance` edits of `term`: about as long, and of nearly the same letters. A set of
   * letters is one 32-bit word a term; one edit changes at most two of its bits, so no ASCII term within the distance is missed.
   */
  near(term: string, distance: number): number[] {
    this.signatures ??= this.sign();
    const wanted = signature(Buffer.from(term, 'utf8'), 0, Buffer.byteLength(term));
    const length = Buffer.byteLength(term);
    const found: number[] = [];
    for (let i = 0; i < this.signatures.length; i++) {
      const size = this.offsets[i + 1]! - this.offsets[i]!;
      if (Math.abs(size - length) > distance) continue;
      if (bitCount(this.signatures[i]! ^ wanted) <= 2 * distance) found.push(i);
    }
    return found;
  }

  private sign(): Uint32Array {
    const signatures = new Uint32Array(this.size);
    for (let i = 0; i < signatures.length; i++)
      signatures[i] = signature(this.bytes, this.offsets[i]!, this.offsets[i + 1]!);
    return signatures;
  }
}

function signature(bytes: Uint8Array, start: number, end: number): number {
  let bits = 0;
  for (let i = start; i < end; i++) bits |= 1 << (bytes[i]! & 31);
  return bits >>> 0;
}

/** Number of set bits (Hacker's Delight, figure 5-2). */
function bitCount(value: number): number {
  let v = value - ((value >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return (((v + (v >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}
