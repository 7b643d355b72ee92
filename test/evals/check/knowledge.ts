// The folder that quotations are drawn from: the shipped knowledge and paragraphs of another kind as plain documents, some of
// them with speakers that we invented; and sentences of articles that are left out of it.

import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { splitSentences } from '../../../src/text/sentences.ts';
import { listCorpus, passagesOf, writeCorpus } from '../../bench/corpus.ts';
import { createRandom, shuffle } from '../../bench/random.ts';
import { readSeeds } from '../../bench/seeds.ts';
import { inventSpeakers, type Speaker } from './names.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const KNOWLEDGE = here('../../../knowledge');
const SQUAD = here('../../../../shared/eval/squad2/corpus.jsonl');
/** Of every article in so many the paragraphs become short documents by somebody. */
const SPOKEN_EVERY = 3;
const PARAGRAPHS_PER_SPEAKER = 4;
const ARTICLES_LEFT_OUT = 3;
const SPEAKERS_SEED = 1787;
/** Without SQuAD: paragraphs of the benchmark's corpus. */
const INVENTED_PARAGRAPHS = 650;

interface Article {
  readonly title: string;
  readonly paragraphs: readonly string[];
}

export interface Written {
  readonly folder: string;
  /** By document id; of the documents to which we gave one. */
  readonly speakers: ReadonlyMap<string, Speaker>;
  /** Sentences that stand in none of the documents. */
  readonly heldOut: readonly string[];
}

/** Writes the folder below `temporary`: with SQuAD's paragraphs where that is, else, or if so wanted, with the benchmark's corpus. */
export async function writeKnowledge(temporary: string, squad: string | null = SQUAD): Promise<Written> {
  const folder = join(temporary, 'knowledge');
  cpSync(KNOWLEDGE, folder, { recursive: true });
  const articles =
    squad !== null && existsSync(squad) ? readSquad(squad) : await readInvented(join(temporary, 'corpus'));
  const kept = articles.slice(0, -ARTICLES_LEFT_OUT);
  const speakers = new Map<string, Speaker>();
  const spare = shuffle(createRandom(SPEAKERS_SEED), inventSpeakers());
  mkdirSync(join(folder, 'more'));
  for (const [n, article] of kept.entries()) {
    const slug = article.title
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .slice(0, 40);
    if (n % SPOKEN_EVERY !== 0) {
      writeFileSync(join(folder, 'more', `${slug}.txt`), `${[article.title, ...article.paragraphs].join('\n\n')}\n`);
      continue;
    }
    for (let at = 0; at < article.paragraphs.length && spare.length > 0; at += PARAGRAPHS_PER_SPEAKER) {
      const id = `${slug}-${at / PARAGRAPHS_PER_SPEAKER + 1}`;
      const speaker = spare.pop()!;
      const paragraphs = article.paragraphs.slice(at, at + PARAGRAPHS_PER_SPEAKER);
      writeFileSync(join(folder, 'more', `${id}.txt`), spokenFile(id, speaker, paragraphs));
      speakers.set(id, speaker);
    }
  }
  const heldOut = articles.slice(-ARTICLES_LEFT_OUT).flatMap(({ paragraphs }) => paragraphs.flatMap(sentencesOf));
  return { folder, speakers, heldOut };
}

function spokenFile(id: string, speaker: Speaker, paragraphs: readonly string[]): string {
  const front = [
    `id: ${id}`,
    `title: ${speaker.work}`,
    `short: ${speaker.work}`,
    'kind: statement',
    `speaker: ${speaker.full}`,
  ];
  return `---\n${front.join('\n')}\n---\n\n${paragraphs.join('\n\n')}\n`;
}

function readSquad(path: string): Article[] {
  const rows = readFileSync(path, 'utf8').trim().split('\n');
  const articles = new Map<string, string[]>();
  for (const row of rows) {
    const { title, text } = JSON.parse(row) as { title: string; text: string };
    const paragraphs = articles.get(title) ?? [];
    paragraphs.push(text.replace(/\s+/g, ' ').trim());
    articles.set(title, paragraphs);
  }
  return [...articles].map(([title, paragraphs]) => ({ title, paragraphs }));
}

async function readInvented(folder: string): Promise<Article[]> {
  await writeCorpus(folder, INVENTED_PARAGRAPHS, readSeeds(KNOWLEDGE), async () => {});
  return listCorpus(folder).map((path) => {
    const passages = passagesOf(readFileSync(path, 'utf8'));
    return { title: passages[0]!.title, paragraphs: passages.map(({ text }) => text) };
  });
}

function sentencesOf(paragraph: string): string[] {
  return splitSentences(paragraph).map(({ start, end }) => paragraph.slice(start, end).trim());
}
