// What a page is before it is text: runs of characters with their places, lines made of them. Data only.

/** A piece of text as a PDF sets it. Points; `y` is the base line, from the page's top. */
export interface Run {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly size: number;
}

/** A stretch of a line without a wide gap in it. */
export interface Segment {
  readonly x0: number;
  readonly x1: number;
  readonly text: string;
}

export interface Line extends Segment {
  readonly y: number;
  readonly size: number;
  readonly segments: readonly Segment[];
}

export interface RunPage {
  /** From 1, in the order of the file. */
  readonly number: number;
  readonly width: number;
  readonly height: number;
  readonly runs: readonly Run[];
}

export interface Page {
  readonly number: number;
  /** The number that the page itself shows, else its stamp's, else its place in the file: "11", "iv". */
  readonly label: string;
  readonly lines: readonly Line[];
}

/** Private characters round the number of a footnote mark inside a text; `cleanText` takes them out of what comes from a file. */
export const MARK_OPEN = '\ue000';
export const MARK_CLOSE = '\ue001';
export const MARK = /\ue000([^\ue001]{1,6})\ue001/g;

const UNSEEN = /[\ue000\ue001\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]/g;

/** What stands at 0x80 to 0x9f in Windows-1252, which a file that says Latin-1 means (https://encoding.spec.whatwg.org/#windows-1252), and which Node 20 decodes to controls. */
const WINDOWS = '€\ufffd‚ƒ„…†‡ˆ‰Š‹Œ\ufffdŽ\ufffd\ufffd‘’“”•–—˜™š›œ\ufffdžŸ';

/** Every byte a character of Windows-1252; `\ufffd` where it has none. */
export function decodeWindows(bytes: Uint8Array): string {
  return withWindowsMarks(Buffer.from(bytes).toString('latin1'));
}

function withWindowsMarks(text: string): string {
  return text.replace(/[\u0080-\u009f]/g, (control) => WINDOWS[control.charCodeAt(0) - 0x80]!);
}

/** `text` without what cannot be seen or would act on a terminal. */
export function cleanText(text: string): string {
  return withWindowsMarks(text.replace(/\p{Cs}/gu, '\ufffd'))
    .replace(/[\t\n\v\f\r\u2028\u2029]/g, ' ')
    .replace(/\p{Cc}/gu, '')
    .replace(UNSEEN, '');
}
