// The evidence gate: one score for how strongly the sources' words support that they answer the question. Computed before any
// prose, from what the retrieval found; no composer can raise it.

import type { Concept, Retrieval } from './model.ts';
import { type AnswerType, holdsType } from './question.ts';

/** What the score is made of; each 0 to 1, more is better. */
export interface Features {
  /** Best passage's score over the highest a passage could reach, unknown words counted. */
  readonly attained: number;
  /** Share of the question's idf in the best passage, its title and headings. */
  readonly passage: number;
  /** Share in the best single sentence. */
  readonly sentence: number;
  /** Share of the question's plain words (by idf) in the best sentence; names and numbers left out. */
  readonly words: number;
  /** Share of the question's names and numbers in that sentence, its title and headings; 1 when it has none. */
  readonly names: number;
  /** Share of the question's idf that the collection knows at all, as typed. */
  readonly known: number;
  /** Share of the question's concepts, each counted once, in that sentence, its title and headings. */
  readonly count: number;
  /** Whether a good sentence holds what the answer type asks for. */
  readonly type: number;
}

export function readFeatures(retrieval: Retrieval, type: AnswerType): Features {
  const all = retrieval.concepts.map((concept, i) => ({ concept, bit: 1 << i }));
  const asked = all.filter(({ concept }) => !concept.fromHistory);
  const concepts = asked.length > 0 ? asked : all;
  const share = (mask: number, of: readonly Asked[]) => {
    const total = sum(of, ~0);
    return total === 0 ? 1 : sum(of, mask) / total;
  };
  const [first] = retrieval.found;
  if (!first || concepts.length === 0) return NOTHING;
  const near = retrieval.found.slice(0, NEAR);
  const sentences = near.flatMap((found) =>
    found.sentences.map((sentence) => ({ sentence, around: sentence.matched | found.matchedContext })),
  );
  const worth = (s: (typeof sentences)[number]) =>
    share(s.sentence.matched, concepts) + 0.5 * share(s.around, concepts);
  const ranked = sentences.map((s) => ({ ...s, worth: worth(s) })).sort((a, b) => b.worth - a.worth);
  const best = ranked[0]!;
  return {
    attained: Math.min(1, Math.max(...near.map(({ score }) => score)) / retrieval.attainable),
    passage: Math.max(...near.map(({ matched }) => share(matched, concepts))),
    sentence: share(best.sentence.matched, concepts),
    words: share(
      best.sentence.matched,
      concepts.filter(({ concept }) => concept.type === 'word'),
    ),
    names: share(
      best.around,
      concepts.filter(({ concept }) => concept.type !== 'word'),
    ),
    count: concepts.filter(({ bit }) => best.around & bit).length / concepts.length,
    known: knownShare(concepts),
    type: ranked.slice(0, 5).some(({ sentence }) => holdsType(type, sentence.shown)) ? 1 : 0,
  };
}

/** Passages that evidence is looked for in. */
const NEAR = 10;
const NOTHING: Features = { attained: 0, passage: 0, sentence: 0, words: 0, names: 0, count: 0, known: 0, type: 0 };

interface Asked {
  readonly concept: Concept;
  readonly bit: number;
}

/** Share of the idf that is known; a corrected spelling is known by guess. */
function knownShare(asked: readonly Asked[]): number {
  const worth = ({ known, corrected }: Concept) => (corrected !== undefined ? CORRECTED_KNOWN : known ? 1 : 0);
  const total = sum(asked, ~0);
  return total === 0 ? 1 : asked.reduce((share, { concept }) => share + worth(concept) * concept.idf, 0) / total;
}

const CORRECTED_KNOWN = 0.6;

function sum(of: readonly Asked[], mask: number): number {
  return of.reduce((total, { concept, bit }) => (mask & bit ? total + concept.idf : total), 0);
}

/** Logistic weights. Fitted on SQuAD 2 questions whose articles are or are not in the index and on our own, rounded, and checked with `npm run eval`. */
const WEIGHTS: Readonly<Record<keyof Features, number>> & { readonly bias: number } = {
  bias: -6,
  attained: 1.5,
  passage: 3.6,
  sentence: 2.7,
  words: 0.5,
  names: 0.5,
  count: 1.8,
  known: 1,
  type: 0.3,
};

/** A question of which the collection knows less than this share, as typed, is about something else, whatever its corrected words find. */
const KNOWN_NEEDED = 0.3;

/** At and above this confidence there is an answer. */
export const ANSWER_FROM = 0.5;

/** 0 to 1. */
export function confidenceOf(features: Features): number {
  const names = Object.keys(features) as (keyof Features)[];
  const z = names.reduce((total, name) => total + WEIGHTS[name] * features[name], WEIGHTS.bias);
  return Math.min(1, features.known / KNOWN_NEEDED) / (1 + Math.exp(-z));
}
