// PDF → runs of text with their places, by pdf.js. Runs no script of the file's, draws nothing, loads nothing. Meant for the reader's own thread.

import type { Doubt, Reading, Refusal } from './blocks.ts';
import { loadPdfJs, type PdfDocument } from './browser-libraries.ts';
import { isEnglish } from './english.ts';
import { withoutLineNumbers } from './line-numbers.ts';
import { linesOf } from './lines.ts';
import type { Run, RunPage } from './page.ts';
import { readPages } from './pleading.ts';

/** More pages are a collection; each costs some milliseconds. */
const PAGES_MAX = 3000;
/** No page of text has more pieces. */
const RUNS_MAX = 20_000;
const OCR = 'give it one with an OCR program (ocrmypdf IN.pdf OUT.pdf), and add the result';

export async function readPdf(bytes: Uint8Array): Promise<Reading | Refusal> {
  const { getDocument } = await loadPdfJs();
  const task = getDocument({
    data: new Uint8Array(bytes),
    isEvalSupported: false,
    enableXfa: false,
    disableFontFace: true,
    useSystemFonts: false,
    useWorkerFetch: false,
    stopAtErrors: false,
    verbosity: 0,
  });
  try {
    return await readDocument(await task.promise);
  } catch (error) {
    return { refused: refusalOf(error) };
  } finally {
    await task.destroy();
  }
}

function refusalOf(error: unknown): string {
  const name = error instanceof Error ? error.name : '';
  if (name === 'PasswordException') return 'is encrypted with a password: open it, save it without one, and add that';
  return 'is broken, or no PDF: open it in a PDF viewer and save it anew (or: qpdf IN.pdf OUT.pdf)';
}

async function readDocument(document: PdfDocument): Promise<Reading | Refusal> {
  if (document.numPages > PAGES_MAX)
    return { refused: `has ${document.numPages} pages, more than ${PAGES_MAX}: split it` };
  const pages: RunPage[] = [];
  const doubts: Doubt[] = [];
  for (let number = 1; number <= document.numPages; number++) {
    const { page, doubt } = await readPage(document, number);
    pages.push(page);
    if (doubt !== null) doubts.push({ message: doubt, lowers: 'low' });
  }
  const text = pages.flatMap(({ runs }) => runs.map((run) => run.text)).join(' ');
  if (text.trim() === '') return { refused: `has no text layer (scanned pictures of pages?): ${OCR}` };
  const legible = legibility(text);
  if (legible < 0.7)
    return {
      refused: `its fonts do not say which letters they show, so its text comes out as nonsense: ${OCR} (--force-ocr)`,
    };
  if (legible < 0.98)
    doubts.push({
      message: 'some fonts do not say which letters they show: parts of the text may be nonsense',
      lowers: 'low',
    });
  const { pages: bare } = withoutLineNumbers(pages);
  const reading = readPages(
    bare.map(({ number, height, runs }) => ({ number, height, lines: linesOf(runs) })),
    isEnglish,
  );
  const title = await titleOf(document);
  return {
    ...reading,
    doubts: [...reading.doubts, ...doubts],
    told: { ...(title === null ? {} : { title }), ...reading.told },
  };
}

async function readPage(document: PdfDocument, number: number): Promise<{ page: RunPage; doubt: string | null }> {
  const empty: RunPage = { number, width: 612, height: 792, runs: [] };
  try {
    const page = await document.getPage(number);
    const [left = 0, bottom = 0, right = 612, top = 792] = page.view;
    const { items } = await page.getTextContent();
    const runs: Run[] = [];
    let turned = 0;
    for (const item of items) {
      if (!('str' in item) || item.str.trim() === '') continue;
      const [a = 0, b = 0, c = 0, d = 0, x = 0, y = 0] = item.transform;
      if (Math.abs(b) > Math.abs(a) || Math.abs(c) > Math.abs(d)) turned++;
      else if (runs.length < RUNS_MAX)
        runs.push({
          text: item.str,
          x: x - left,
          y: top - y,
          width: item.width,
          size: Math.hypot(c, d) || item.height,
        });
    }
    page.cleanup();
    const doubt =
      turned > 0 && turned >= runs.length
        ? `page ${number} is set sideways: its text was left out; turn the page and add it again`
        : runs.length === RUNS_MAX
          ? `page ${number} has more than ${RUNS_MAX} pieces of text: the rest was left out`
          : null;
    return { page: { number, width: right - left, height: top - bottom, runs }, doubt };
  } catch {
    return { page: empty, doubt: `page ${number} could not be read: compare it with the original` };
  }
}

/** Share of the characters that can be what was meant: no unmapped glyphs; and of Latin words, that they have vowels. */
function legibility(text: string): number {
  const characters = text.replace(/\s+/g, '');
  const unmapped = characters.match(/[\ufffd\p{Co}\p{Cc}\p{Cn}]/gu)?.length ?? 0;
  const words = text.match(/(?<!p{L})[A-Za-z]{4,}(?!p{L})/g) ?? [];
  const spoken = words.filter((word) => /[aeiouy]/i.test(word) && !/[bcdfghjklmnpqrstvwxz]{6}/i.test(word)).length;
  const share = words.length < 50 ? 1 : Math.min(1, spoken / words.length + 0.1);
  return Math.min(1 - unmapped / Math.max(1, characters.length), share);
}

const PROGRAM_TITLE = /^(?:microsoft word|untitled|document\d*|print|pdf)\b|\.(?:docx?|pdf|wpd|dvi|tex|indd|rtf)$/i;

/** The title that the file's author gave it; not the one that a program made up. */
async function titleOf(document: PdfDocument): Promise<string | null> {
  try {
    const { info } = await document.getMetadata();
    const title = (info as { Title?: unknown }).Title;
    if (typeof title !== 'string') return null;
    const tidy = title
      .replace(/\p{Cc}/gu, ' ')
      .replace(/\s+/g, ' ')
      .trim();
    return tidy.length >= 4 && tidy.length <= 300 && !PROGRAM_TITLE.test(tidy) ? tidy : null;
  } catch {
    return null;
  }
}
