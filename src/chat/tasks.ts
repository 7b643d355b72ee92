// What somebody wants done with what they wrote: an answer, a check of quotations, a summary. Reads the first word; all else is a question.

import { asksForThread } from '../answer/topic.ts';

/** `check`: words to be checked, be they in quotation marks or not. `draft`: a text whose quotations are. */
export type Task = 'ask' | 'check' | 'draft' | 'summary' | 'timeline';

export interface Asked {
  readonly task: Task;
  /** What it is to be done with; null for a summary of the thread. */
  readonly text: string | null;
}

/** "summary judgment" is a term of the law; a line that ends in a question mark is a question. */
const SUMMARY =
  /^(?:please\s+)?(summary|timeline|summari[sz]e|sum\s+up)(?!\s+judge?ment)(?:\s+of)?(?:[\s:]+(?:the\s+)?(\S.*))?$/is;
/** "check whether …" is a question; quotation marks or a colon make it a check. */
const CHECK = /^check(?:\s*:\s*|\s+(?=["“„«»‘'>]))(\S.*)$/is;

/** Reads what is asked for. */
export function readTask(text: string): Asked {
  const line = text.trim();
  const [, quoted] = CHECK.exec(line) ?? [];
  if (quoted !== undefined) return { task: 'check', text: quoted };
  if (line.endsWith('?')) return { task: 'ask', text };
  const timeline = /^\W*timeline\b/i.test(line) ? 'timeline' : 'summary';
  if (asksForThread(line)) return { task: timeline, text: null };
  const [, word, topic = ''] = SUMMARY.exec(line) ?? [];
  return word === undefined ? { task: 'ask', text } : { task: timeline, text: topic };
}
