// What a summary is asked of: which source a topic names, and whether words ask for the thread itself. Pure reading of words.

import { foldForSearch } from '../text/fold.ts';
import type { DocumentMeta } from './model.ts';

/**
 * The document that `topic` names by id, title, short title or other name: as it is written, else but for case, marks and spaces. Null
 * where it names none, or several alike.
 */
export function documentNamed(topic: string, documents: readonly DocumentMeta[]): DocumentMeta | null {
  const wanted = topic.trim().replace(/\s+/g, ' ');
  const exact = documents.filter((document) => namesOf(document).includes(wanted));
  if (exact.length > 0) return onlyOne(exact, wanted);
  const folded = foldName(wanted);
  if (folded === '') return null;
  return onlyOne(
    documents.filter((document) => foldedNamesOf(document).includes(folded)),
    wanted,
  );
}

/** A shorter name stands in many a sentence that is about something else. */
const MENTIONED_MIN_CHARS = 8;

/** The document that a question mentions by its longest name; null where it mentions none, or several alike. */
export function documentMentioned(text: string, documents: readonly DocumentMeta[]): DocumentMeta | null {
  const words = ` ${foldName(text)} `;
  const names = documents
    .flatMap(namesOf)
    .filter((name) => name.length >= MENTIONED_MIN_CHARS && words.includes(` ${foldName(name)} `))
    .sort((a, b) => b.length - a.length);
  return names[0] === undefined ? null : documentNamed(names[0], documents);
}

/** An id names one document whatever else has that name. */
function onlyOne(documents: readonly DocumentMeta[], wanted: string): DocumentMeta | null {
  return documents.find(({ id }) => id === wanted) ?? (documents.length === 1 ? documents[0]! : null);
}

function namesOf({ id, title, short, also }: DocumentMeta): string[] {
  return [id, title, ...(short === undefined ? [] : [short]), ...(also ?? [])];
}

/** Folding every name of a large collection takes long; it is done once. */
const foldedNames = new WeakMap<DocumentMeta, readonly string[]>();

function foldedNamesOf(document: DocumentMeta): readonly string[] {
  const known = foldedNames.get(document);
  if (known) return known;
  const folded = namesOf(document).map(foldName);
  foldedNames.set(document, folded);
  return folded;
}

function foldName(name: string): string {
  return foldForSearch(name)
    .replace(/[’'.]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .replace(/\bvs\b|\bversus\b/g, 'v')
    .replace(/^(?:the|a|an) /, '');
}

const THREAD =
  /^\W*(?:(?:please|can you|could you|would you|publius|now|so|ok(?:ay)?|hey|just)\W+)*(?:(?:give (?:me|us)|write|post|i need|we need|make)\W+)?(?:(?:a|an|the)\W+)?(?:(?:short|brief|quick)\W+)?(?:summar(?:y|i[sz]e|i[sz]ing)|recap(?:itulate)?|sum up|tl;?dr|overview|timeline|wrap up)\W+(?:(?:of|for|from|everything|all|in)\W+)*(?:(?:this|the|our|that|whole|entire)\W+)*(?:thread|conversation|discussion|chat|channel)(?:\W+(?:so far|above|until now|up to now|please|for (?:me|us)))*\W*$/i;
/** Longer words ask for more than that. */
const THREAD_MAX_CHARS = 120;

/** Whether words ask for a summary of the thread that they are written in. */
export function asksForThread(text: string): boolean {
  return text.length <= THREAD_MAX_CHARS && THREAD.test(text);
}
