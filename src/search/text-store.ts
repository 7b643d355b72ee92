// The texts of a segment's documents in one byte buffer, sliced by UTF-16 offsets without decoding the whole of any.

/** One byte a character where a document allows it (Latin-1), else two (UTF-16, little endian). */
export class TextStore {
  /** Per document: where its bytes begin; one more entry at the end. */
  readonly offsets: Float64Array;
  /** Per document: 1 or 2 bytes a UTF-16 unit. */
  readonly widths: Uint8Array;
  readonly bytes: Buffer;

  constructor(offsets: Float64Array, widths: Uint8Array, bytes: Buffer) {
    this.offsets = offsets;
    this.widths = widths;
    this.bytes = bytes;
  }

  /** Length of a document's text in UTF-16 units. */
  length(document: number): number {
    return (this.offsets[document + 1]! - this.offsets[document]!) / this.widths[document]!;
  }

  /** The characters of a document from `start` to `end`, both clamped to its text. */
  slice(document: number, start: number, end: number): string {
    const width = this.widths[document]!;
    const from = this.offsets[document]! + Math.max(0, start) * width;
    const to = this.offsets[document]! + Math.min(end, this.length(document)) * width;
    return this.bytes.toString(width === 1 ? 'latin1' : 'utf16le', from, to);
  }
}

/** Collects texts into a TextStore without holding them twice. */
export class TextStoreBuilder {
  private bytes = Buffer.allocUnsafe(1 << 16);
  private readonly offsets: number[] = [0];
  private readonly widths: number[] = [];

  add(text: string): void {
    const width = /^[\x00-\xff]*$/.test(text) ? 1 : 2;
    const at = this.offsets.at(-1)!;
    const end = at + text.length * width;
    if (end > this.bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(end, Math.ceil(this.bytes.length * 1.5)));
      this.bytes.copy(larger, 0, 0, at);
      this.bytes = larger;
    }
    this.bytes.write(text, at, width === 1 ? 'latin1' : 'utf16le');
    this.offsets.push(end);
    this.widths.push(width);
  }

  finish(): TextStore {
    const end = this.offsets.at(-1)!;
    return new TextStore(Float64Array.from(this.offsets), Uint8Array.from(this.widths), this.bytes.subarray(0, end));
  }
}
