// Retrieval, sentence choice and abstention on SQuAD 2 paragraphs, where they are: any folder of text, not ours.

import { readFileSync } from 'node:fs';
import { confidenceOf, readFeatures } from '../../src/answer/evidence.ts';
import type { Candidate, DocumentMeta } from '../../src/answer/model.ts';
import { readAnswerType } from '../../src/answer/question.ts';
import { createExtractComposer } from '../../src/compose/extract.ts';
import { splitPassages } from '../../src/knowledge/split.ts';
import { Index } from '../../src/search/index.ts';
import { createRetriever } from '../../src/search/retriever.ts';
import { auroc } from './risk-coverage.ts';

interface Paragraph {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}
interface Asked {
  readonly id: string;
  readonly text: string;
  readonly doc: string;
}
interface Gold {
  readonly qid: string;
  readonly answerable: boolean;
  readonly answers: readonly { text: string; docid: string; start: number }[];
}

/** Every second question, for time; the choice of half moves the sentence figures by up to .01. */
const STEP = 2;
const PASSAGES = 30;

export async function scoreSquad(folder: string, quiet: boolean) {
  const read = <T>(name: string) =>
    readFileSync(`${folder}/${name}`, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as T);
  const paragraphs = read<Paragraph>('corpus.jsonl');
  const gold = new Map(read<Gold>('answers.jsonl').map((row) => [row.qid, row]));
  const asked = read<Asked>('queries.jsonl').filter((_, i) => i % STEP === 0);
  const answerable = asked.filter(({ id }) => gold.get(id)?.answerable);
  const unanswerable = asked.filter(({ id }) => !gold.get(id)?.answerable);

  const all = indexOf(paragraphs);
  const choice = await scoreChoice(all, answerable, gold);
  const titles = [...new Set(paragraphs.map(({ title }) => title))];
  const titleOf = new Map(paragraphs.map(({ id, title }) => [id, title]));
  const inside: number[] = [];
  const outside: number[] = [];
  for (const parity of [0, 1]) {
    const kept = new Set(titles.filter((_, i) => i % 2 === parity));
    const half = indexOf(paragraphs.filter(({ title }) => kept.has(title)));
    for (const question of answerable)
      (kept.has(titleOf.get(question.doc)!) ? inside : outside).push(await confidence(half, question.text));
  }
  const adversarial: number[] = [];
  for (const question of unanswerable) adversarial.push(await confidence(all, question.text));
  const figures = {
    questions: answerable.length,
    ...choice,
    aurocLeftOut: auroc(inside, outside),
    aurocUnanswerable: auroc(inside, adversarial),
  };
  if (!quiet) {
    console.log(`\nSQuAD 2 (${paragraphs.length} paragraphs, ${answerable.length} answerable questions)`);
    console.log(`  nDCG@10 ${figures.ndcg10.toFixed(3)}    recall@1 ${figures.recall1.toFixed(3)}`);
    console.log(`  best sentence right ${figures.best1.toFixed(3)}    one of three ${figures.best3.toFixed(3)}`);
    console.log(
      `  AUROC of confidence: article left out ${figures.aurocLeftOut.toFixed(3)}, unanswerable about an indexed paragraph ${figures.aurocUnanswerable.toFixed(3)}`,
    );
  }
  return figures;
}

function indexOf(paragraphs: readonly Paragraph[]): Index {
  const documents = paragraphs.map(({ id, text }) => {
    const meta: DocumentMeta = { id, title: id, text: 'verbatim', format: 'plain' };
    return { meta, text, hash: id, ...splitPassages(text, 0, meta) };
  });
  return Index.build(documents.sort((a, b) => (a.meta.id < b.meta.id ? -1 : 1)));
}

async function confidence(index: Index, text: string): Promise<number> {
  const retrieval = await createRetriever(() => index).retrieve({ text, history: [] }, PASSAGES);
  return confidenceOf(readFeatures(retrieval, readAnswerType(text)));
}

async function scoreChoice(index: Index, questions: readonly Asked[], gold: ReadonlyMap<string, Gold>) {
  const retriever = createRetriever(() => index);
  const composer = createExtractComposer();
  const sums = { ndcg10: 0, recall1: 0, best1: 0, best3: 0 };
  for (const { id, text, doc } of questions) {
    const question = { text, history: [] };
    const retrieval = await retriever.retrieve(question, PASSAGES);
    const rank = [...new Set(retrieval.found.slice(0, 10).map(({ document }) => document.id))].indexOf(doc);
    if (rank >= 0) sums.ndcg10 += 1 / Math.log2(rank + 2);
    if (rank === 0) sums.recall1++;
    const sentences = new Map<string, { document: string; span: Candidate['span'] }>();
    for (const { document, sentences: found } of retrieval.found)
      for (const { id: name, span } of found) sentences.set(name, { document: document.id, span });
    const holds = (name: string) => {
      const sentence = sentences.get(name);
      return gold
        .get(id)!
        .answers.some(
          ({ docid, start, text: answer }) =>
            sentence?.document === docid && sentence.span.start <= start && sentence.span.end >= start + answer.length,
        );
    };
    const statements: boolean[] = [];
    for await (const { quotes } of composer.compose(question, retrieval))
      statements.push(quotes.some((quote) => holds(quote.id)));
    if (statements[0]) sums.best1++;
    if (statements.some(Boolean)) sums.best3++;
  }
  const mean = (sum: number) => sum / (questions.length || 1);
  return { ndcg10: mean(sums.ndcg10), recall1: mean(sums.recall1), best1: mean(sums.best1), best3: mean(sums.best3) };
}
