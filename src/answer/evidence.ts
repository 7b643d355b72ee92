// The evidence gate: one score for how strongly the sources' words support that they answer the question. Computed before any
// prose, from what the retrieval found; no composer can raise it.

import type { Candidate, Concept, Retrieval } from './model.ts';
import { type AnswerType, holdsType } from './question.ts';

/** What the score is made of; each 0 to 1, more is better. */
export interface Features {
  /** Best passage's score over the highest a passage could reach, unknown words counted. */
  readonly attained: number;
  /** Share of the question's idf in the best passage, its title and headings. */
  readonly passage: number;
  /** Share in the best single sentence. */
  readonly sentence: number;
  /** Share of the question's names and numbers (by idf) in the best passage and its title; 1 when it has none. */
  readonly names: number;
  /** Share of the question's idf that the collection knows at all, as typed. */
  readonly known: number;
  /** Whether a good sentence holds what the answer type asks for. */
  readonly type: number;
  /** The rarest concept of the question is in the best sentence or its context. */
  readonly rarest: number;
}

export function readFeatures(retrieval: Retrieval, type: AnswerType): Features {
  const asked = retrieval.concepts
    .map((concept, i) => ({ concept, bit: 1 << i }))
    .filter(({ concept }) => !concept.fromHistory);
  const concepts = asked.length > 0 ? asked : retrieval.concepts.map((concept, i) => ({ concept, bit: 1 << i }));
  const share = (mask: number, of: typeof concepts) => {
    const total = sum(of, ~0);
    return total === 0 ? 1 : sum(of, mask) / total;
  };
  const [first] = retrieval.found;
  if (!first || concepts.length === 0)
    return { attained: 0, passage: 0, sentence: 0, names: 0, known: 0, type: 0, rarest: 0 };
  const near = retrieval.found.slice(0, 10);
  const bestPassage = near.reduce((a, b) => (share(b.matched, concepts) > share(a.matched, concepts) ? b : a), first);
  const sentences = near.flatMap((found) => found.sentences.map((sentence) => ({ sentence, found })));
  const ranked = sentences
    .map(({ sentence, found }) => ({
      sentence,
      found,
      own: share(sentence.matched, concepts),
      all: share(sentence.matched | found.matchedContext, concepts),
    }))
    .sort((a, b) => b.own + 0.5 * b.all - (a.own + 0.5 * a.all));
  const best = ranked[0]!;
  const particular = concepts.filter(({ concept }) => concept.type !== 'word');
  const rarest = concepts.reduce((a, b) => (b.concept.idf > a.concept.idf ? b : a));
  return {
    attained: Math.min(1, Math.max(...near.map(({ score }) => score)) / retrieval.attainable),
    passage: share(bestPassage.matched, concepts),
    sentence: best.own,
    names: Math.max(...near.slice(0, 5).map(({ matched }) => share(matched, particular))),
    known: share(knownMask(retrieval.concepts), concepts),
    type: ranked.slice(0, 5).some(({ sentence }) => holdsAsked(type, sentence)) ? 1 : 0,
    rarest: (best.sentence.matched | best.found.matchedContext) & rarest.bit ? 1 : 0,
  };
}

function holdsAsked(type: AnswerType, { shown }: Candidate): boolean {
  return holdsType(type, shown);
}

function knownMask(concepts: readonly Concept[]): number {
  return concepts.reduce(
    (mask, { known, corrected }, i) => (known && corrected === undefined ? mask | (1 << i) : mask),
    0,
  );
}

function sum(of: readonly { concept: Concept; bit: number }[], mask: number): number {
  return of.reduce((total, { concept, bit }) => (mask & bit ? total + concept.idf : total), 0);
}

/** Logistic weights. Fitted by test/evals/fit-gate.ts on questions whose articles are or are not in the index. */
const WEIGHTS: Readonly<Record<keyof Features, number>> & { readonly bias: number } = {
  bias: -6,
  attained: 3,
  passage: 3,
  sentence: 3,
  names: 1,
  known: 2,
  type: 0.5,
  rarest: 0.5,
};

/** At and above this confidence there is an answer. */
export const ANSWER_FROM = 0.5;

/** 0 to 1. */
export function confidenceOf(features: Features): number {
  const z = (Object.keys(features) as (keyof Features)[]).reduce(
    (total, name) => total + WEIGHTS[name] * features[name],
    WEIGHTS.bias,
  );
  return 1 / (1 + Math.exp(-z));
}
