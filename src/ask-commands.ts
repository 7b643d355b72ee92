// `publius ask`, `search` and `summary`: words, one JSON object, or JSON lines.

import { runBatch } from './batch.ts';
import { writeAnswer } from './chat/terminal-answer.ts';
import { batchStatus, EXIT, type Options, open, print, styleHere, textFrom, UsageError } from './command.ts';
import { readConfig } from './config.ts';
import { answerToJson, searchToJson } from './json.ts';
import type { Session } from './session.ts';
import { showSummary, summaryJson } from './summary-command.ts';

export async function askCommand(options: Options, words: string[]): Promise<number> {
  if (options.batch && words.length > 0)
    throw new UsageError('--batch reads questions from standard input, one JSON object a line: give it no words');
  if (options.batch) {
    const session = await open(options);
    return batchStatus(await runBatch(process.stdin, 'question', (id, text) => answerJson(session, id, text), print));
  }
  const question = await textFrom(words, 'publius ask "What must the government show before unmasking an account?"');
  const session = await open(options);
  if (options.json) {
    const json = await answerJson(session, null, question);
    await print(JSON.stringify(json));
    return json.status === 'answered' ? EXIT.answered : EXIT.notFound;
  }
  const answer = await writeAnswer({
    steps: session.steps({ text: question, history: [] }),
    version: session.library.version,
    style: styleHere(),
    output: process.stdout,
    writer: session.model?.writer.name ?? null,
  });
  return answer.status === 'answered' ? EXIT.answered : EXIT.notFound;
}

async function answerJson(session: Session, id: unknown, question: string) {
  const started = performance.now();
  const answer = await session.ask({ text: question, history: [] });
  const from = { knowledge: session.library.version, prompt: session.model?.prompt ?? null };
  return answerToJson(id, question, answer, from, performance.now() - started);
}

export async function summaryCommand({ timeline = false, ...options }: Options, words: string[]): Promise<number> {
  if (options.batch && words.length > 0)
    throw new UsageError('--batch reads topics from standard input, one JSON object a line: give it no words');
  if (options.batch) {
    const session = await open(options);
    const reply = (id: unknown, topic: string) => summaryJson(session, id, topic, timeline);
    return batchStatus(await runBatch(process.stdin, 'topic', reply, print));
  }
  const topic = await textFrom(words, 'publius summary "Twitter v. DHS"');
  const session = await open(options);
  const summary = options.json
    ? await summaryJson(session, null, topic, timeline)
    : await showSummary(session, topic, timeline, readConfig().color);
  if (options.json) await print(JSON.stringify(summary));
  return summary.status === 'summarised' ? EXIT.answered : EXIT.notFound;
}

export async function searchCommand(options: Options, words: string[]): Promise<number> {
  const limit = options.limit ?? 10;
  if (options.batch) {
    const session = await open(options);
    const reply = async (id: unknown, text: string) => searchToJson(id, session.search(text, limit));
    return batchStatus(await runBatch(process.stdin, 'text', reply, print));
  }
  const text = await textFrom(words, 'publius search "customs summons"');
  const session = await open(options);
  const hits = session.search(text, limit);
  if (options.json) await print(JSON.stringify(searchToJson(null, hits)));
  else
    await print(
      hits
        .map(
          (hit, n) =>
            `${n + 1}. ${hit.document}, passage ${hit.passage} (${hit.score})\n   ${hit.text.replace(/\s+/g, ' ').slice(0, 300)}`,
        )
        .join('\n') || 'Nothing found.',
    );
  return hits.length > 0 ? EXIT.answered : EXIT.notFound;
}
