// The texts of a segment's documents in one byte buffer, sliced by UTF-16 offsets without decoding the whole of any.

/**
 * Windows-1252's typography, kept in the byte values that Latin-1 leaves to control characters: one curly quote must not double
 * the size of a document.
 */
const TYPOGRAPHY =
  '\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u017d\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u017e\u0178';
const FIRST_CONTROL = 0x80;
const TO_BYTE = new Map([...TYPOGRAPHY].map((char, i) => [char, String.fromCharCode(FIRST_CONTROL + i)]));
const ONE_BYTE = new RegExp(`^[\\x00-\\x7f\\xa0-\\xff${TYPOGRAPHY}]*$`);
const TYPOGRAPHIC = new RegExp(`[${TYPOGRAPHY}]`, 'g');
const CONTROL = /[\x80-\x9f]/g;

/** One byte a character where a document allows it (Latin-1 and typography), else two (UTF-16, little endian). */
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
    if (width === 2) return this.bytes.toString('utf16le', from, to);
    return this.bytes
      .toString('latin1', from, to)
      .replace(CONTROL, (char) => TYPOGRAPHY[char.charCodeAt(0) - FIRST_CONTROL] ?? char);
  }
}

/** Collects texts into a TextStore without holding them twice. */
export class TextStoreBuilder {
  private bytes = Buffer.allocUnsafe(1 << 16);
  private readonly offsets: number[] = [0];
  private readonly widths: number[] = [];

  add(text: string): void {
    const width = ONE_BYTE.test(text) ? 1 : 2;
    const at = this.offsets.at(-1)!;
    const end = at + text.length * width;
    if (end > this.bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(end, Math.ceil(this.bytes.length * 1.5)));
      this.bytes.copy(larger, 0, 0, at);
      this.bytes = larger;
    }
    if (width === 2) this.bytes.write(text, at, 'utf16le');
    else
      this.bytes.write(
        text.replace(TYPOGRAPHIC, (char) => TO_BYTE.get(char)!),
        at,
        'latin1',
      );
    this.offsets.push(end);
    this.widths.push(width);
  }

  finish(): TextStore {
    const end = this.offsets.at(-1)!;
    return new TextStore(Float64Array.from(this.offsets), Uint8Array.from(this.widths), this.bytes.subarray(0, end));
  }
}
