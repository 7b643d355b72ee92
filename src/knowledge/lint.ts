// Checks a knowledge folder as an editor would: front matter, footnotes, attributions, quotation marks, length.

import type { Document } from '../answer/model.ts';
import { fold } from '../text/fold.ts';
import { readAttribution } from './attribution.ts';
import { frontMatterOf } from './document.ts';
import { assignIds, listFiles, readDeclaredId, readDocument } from './load.ts';

export interface Problem {
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly code:
    | 'unreadable'
    | 'no-front-matter'
    | 'missing-field'
    | 'unknown-footnote'
    | 'unused-footnote'
    | 'no-attribution'
    | 'unbacked-quotation'
    | 'too-long'
    | 'long-sentence';
  readonly message: string;
}

/** A digest longer than this is more than one matter, or says too much for a reader to check. */
const DIGEST_WORDS_MAX = 1800;
/** A digest sentence longer than this cannot be shown alone in a chat. */
const SENTENCE_WORDS_MAX = 60;
/** What a document needs beyond what the loader insists on, by its kind of text. */
const WANTED = ['kind', 'date', 'status', 'rights'] as const;

/** Every problem in the folder, in path and line order. Throws KnowledgeError when the folder cannot be read. */
export function lintFolder(folder: string): { problems: Problem[]; documents: number } {
  const { files, faults } = listFiles(folder);
  const { ids, faults: idFaults } = assignIds(files.map(({ path }) => ({ path, id: readDeclaredId(folder, path) })));
  const problems: Problem[] = [...faults, ...idFaults].map(({ path, message }) => ({
    path,
    line: 1,
    code: 'unreadable',
    message,
  }));
  for (const { path } of files) {
    const id = ids.get(path);
    if (id === undefined) continue;
    const result = readDocument(folder, path, id);
    if ('fault' in result) problems.push({ path, line: 1, code: 'unreadable', message: result.fault.message });
    else problems.push(...lintDocument(path, result.document, result.document.text.startsWith('---')));
  }
  problems.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line));
  return { problems, documents: files.length };
}

/** The problems of one parsed document. */
export function lintDocument(path: string, document: Document, hasFrontMatter: boolean): Problem[] {
  const { meta, text } = document;
  const problems: Problem[] = [];
  const report = (offset: number, code: Problem['code'], message: string) =>
    problems.push({ path, line: lineOf(text, offset), code, message });
  if (!hasFrontMatter) {
    if (meta.format === 'markdown')
      report(0, 'no-front-matter', 'add front matter with id, title, kind, date, status, url and rights');
    return problems;
  }
  // What a file of others says is not an editor's to mend.
  for (const field of isImported(text) ? [] : WANTED)
    if (meta[field] === undefined) report(0, 'missing-field', `front matter has no "${field}"`);
  checkFootnotes(document, report);
  if (meta.text === 'digest') checkDigest(document, report);
  return problems;
}

function isImported(text: string): boolean {
  return /^sha256:/m.test(frontMatterOf(text)?.yaml ?? '');
}

type Report = (offset: number, code: Problem['code'], message: string) => void;

function checkFootnotes({ meta, text }: Document, report: Report): void {
  const defined = new Set(Object.keys(meta.footnotes ?? {}));
  const used = new Set<string>();
  for (const match of text.matchAll(/(?:(?<!^)\[\^|^\[\^(?![^\]\s]+\]:))([^\]\s]+)\]/gm)) {
    const label = match[1]!.toLowerCase();
    used.add(label);
    if (!defined.has(label))
      report(
        match.index,
        'unknown-footnote',
        `footnote [^${match[1]}] is not defined: add "[^${match[1]}]: author, outlet, date. <URL>"`,
      );
  }
  for (const match of text.matchAll(/^\[\^([^\]\s]+)\]:/gm)) {
    if (!used.has(match[1]!.toLowerCase()))
      report(match.index, 'unused-footnote', `footnote [^${match[1]}] is never used: cite it or delete it`);
  }
}

function checkDigest(document: Document, report: Report): void {
  const { text, content, passages } = document;
  const words = content.trim().split(/\s+/).length;
  if (words > DIGEST_WORDS_MAX)
    report(0, 'too-long', `has ${words} words, more than ${DIGEST_WORDS_MAX}: split it by matter`);
  const quoted = passages
    .filter(({ voice }) => voice === 'source')
    .map(({ span }) => fold(content.slice(span.start, span.end)));
  for (const match of text.matchAll(/^[ \t]*>[^\n]*(?:\n[ \t]*>[^\n]*)*/gm)) {
    const { attribution } = readAttribution(text, { start: match.index, end: match.index + match[0].length });
    if (!attribution?.speaker)
      report(
        match.index,
        'no-attribution',
        'block quote without an attribution: end it with "> — Speaker, pinpoint[^note]"',
      );
  }
  for (const { voice, sentences, headings } of passages) {
    if (voice !== 'digest') continue;
    for (const { start, end } of sentences) {
      const sentence = content.slice(start, end);
      const length = sentence.split(/\s+/).length;
      if (length > SENTENCE_WORDS_MAX && headings.length > 0 && !text.slice(start, end).startsWith('|')) {
        report(
          start,
          'long-sentence',
          `sentence of ${length} words: split it, at most ${SENTENCE_WORDS_MAX} can be shown alone`,
        );
      }
      for (const marks of sentence.matchAll(/["“]([^"“”]+)["”]/g)) {
        const inside = fold(marks[1]!).replace(/[.,;:]$/, '');
        if (!quoted.some((quote) => quote.includes(inside))) {
          report(
            start + marks.index,
            'unbacked-quotation',
            `“${marks[1]}” stands in no block quote of this document: set it as one, with its speaker`,
          );
        }
      }
    }
  }
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
