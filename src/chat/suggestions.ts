// Questions to begin with, drawn from the documents and kept only if the sources answer them.

import type { Answer, DocumentMeta, Kind } from '../answer/model.ts';

/** How a document of a kind is asked about. */
const FORMS: readonly (readonly [kind: Kind, form: (name: string) => string])[] = [
  ['filing', (name) => `What happened in ${withoutKind(name)}?`],
  ['opinion', (name) => `What did ${name} decide?`],
  ['statute', (name) => `What does ${name} say?`],
  ['guide', (name) => `What should I know about ${lowerFirst(name)}?`],
];
const SUGGESTIONS_MAX = 4;
const QUESTION_MAX_CHARS = 75;
/** Documents of a kind that are tried. */
const TRIED_MAX = 12;

/** Questions about each document, in the order of the documents. */
export function questionsAbout(documents: readonly DocumentMeta[]): string[] {
  return documents.flatMap(({ kind, short, title }) => {
    const form = FORMS.find(([of]) => of === kind)?.[1];
    return form === undefined ? [] : [form((short ?? title).replace(/ \([^)]*\)$/, ''))];
  });
}

/** At most four questions, one for each kind of document, each the one that the sources answer most surely. `ask` must be keyless. */
export async function suggestQuestions(
  documents: readonly DocumentMeta[],
  ask: (question: string) => Promise<Answer>,
): Promise<string[]> {
  const suggestions: string[] = [];
  for (const [kind, form] of FORMS) {
    const names = documents.filter((document) => document.kind === kind).map(({ short, title }) => short ?? title);
    const questions = names
      .map((name) => form(name.replace(/ \([^)]*\)$/, '')))
      .filter((q) => q.length <= QUESTION_MAX_CHARS);
    let best: { question: string; confidence: number } | null = null;
    for (const question of questions.slice(0, TRIED_MAX)) {
      const { status, confidence } = await ask(question);
      if (status === 'answered' && confidence > (best?.confidence ?? 0)) best = { question, confidence };
    }
    if (best) suggestions.push(best.question);
  }
  return suggestions.slice(0, SUGGESTIONS_MAX);
}

/** "Complaint, Twitter v. DHS" → "Twitter v. DHS". */
function withoutKind(name: string): string {
  return name.replace(/^\w+, (?=.* v\. )/, '');
}

function lowerFirst(name: string): string {
  return /^\p{Lu}\p{Ll}/u.test(name) ? name[0]!.toLowerCase() + name.slice(1) : name;
}
