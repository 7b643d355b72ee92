// What `publius add` prints: a line a source, or one JSON array. The work is in `add.ts`.

import { type Added, addSources } from './add.ts';
import { KINDS } from './answer/model.ts';
import { printable } from './command.ts';
import { readConfig } from './config.ts';
import { isCalendarDate } from './knowledge/calendar.ts';
import type { Told } from './knowledge/import/blocks.ts';

export interface AddCommandOptions {
  readonly knowledge?: string;
  readonly kind?: string;
  readonly title?: string;
  readonly date?: string;
  readonly dryRun?: boolean;
  readonly allowPrivate?: boolean;
  readonly json?: boolean;
}

interface Output {
  readonly print: (text: string) => Promise<void>;
  /** A line that replaces itself, on a terminal. */
  readonly progress: (text: string) => void;
  readonly say: (text: string) => void;
}

/** What is wrong with the options; null when nothing is. */
export function faultOf(sources: readonly string[], { kind, title, date }: AddCommandOptions): string | null {
  if (sources.length === 0) return 'nothing to add; for example: publius add complaint.pdf';
  if (kind !== undefined && !KINDS.some((known) => known === kind))
    return `--kind "${kind}" is not known: use one of ${KINDS.join(', ')}`;
  if (date !== undefined && !(/^\d{4}(?:-\d{2}(?:-\d{2})?)?$/.test(date) && isCalendarDate(date)))
    return `--date "${date}" is no date: write 2017-04-06, 2017-04 or 2017`;
  if (title !== undefined && (title.trim() === '' || title.length > 300)) return '--title takes 1 to 300 characters';
  if (title !== undefined && sources.length > 1) return '--title names one document: add one at a time';
  return null;
}

/** Whether all was added or there already. */
export async function runAdd(sources: readonly string[], options: AddCommandOptions, output: Output): Promise<boolean> {
  const { kind, title, date } = options;
  const known = KINDS.find((one) => one === kind);
  const given: Told = {
    ...(title === undefined ? {} : { title: title.trim() }),
    ...(known === undefined ? {} : { kind: known }),
    ...(date === undefined ? {} : { date }),
  };
  const dryRun = options.dryRun === true;
  const results: Added[] = [];
  const { openReader } = await import('./knowledge/import/reader.ts');
  const reader = openReader();
  const added = addSources(sources, {
    folder: options.knowledge ?? readConfig().knowledge,
    given,
    dryRun,
    reader,
    fetch: async (url) => {
      const { download } = await import('./knowledge/import/download.ts');
      output.say(`fetching from ${url.host}`);
      return download(url, { allowPrivate: options.allowPrivate === true });
    },
    onStart: (source, n, of) =>
      output.progress(of > 1 ? `${n} of ${of}: ${printable(source)}` : `reading ${printable(source)}`),
  });
  let wrote = false;
  try {
    for await (const result of added) {
      output.progress('');
      results.push(result);
      if (!options.json) await output.print(renderAdded(result, dryRun));
      wrote ||= !dryRun && (result.status === 'added' || result.status === 'partly');
    }
  } finally {
    await reader.close();
  }
  if (options.json)
    await output.print(JSON.stringify(results.map((result) => (dryRun ? { ...result, dryRun } : result))));
  else if (results.length > 1) await output.print(summary(results));
  if (wrote && !options.json) output.say(`the documents are in ${options.knowledge ?? readConfig().knowledge}`);
  return results.every(({ status }) => status !== 'refused');
}

function renderAdded({ source, status, id, file, pages, words, warnings, confidence }: Added, dryRun: boolean): string {
  const name = printable(source);
  if (status === 'refused') return `refused ${name}: ${warnings.map(printable).join('; ')}`;
  if (status === 'already-there') return `already there: ${name} is ${id === undefined ? '' : `${id}, `}${file}`;
  const size = [
    pages === undefined ? '' : `${pages} ${pages === 1 ? 'page' : 'pages'}`,
    `${words!.toLocaleString('en')} words`,
  ];
  const verb = dryRun ? 'would add' : status === 'partly' ? 'added in part' : 'added';
  return [
    `${verb} ${name} as ${id} (${size.filter((part) => part !== '').join(', ')}; confidence ${confidence})`,
    ...warnings.map((warning) => `  ${printable(warning)}`),
  ].join('\n');
}

function summary(results: readonly Added[]): string {
  const count = (status: Added['status']) => results.filter((result) => result.status === status).length;
  const parts = [
    [count('added'), 'added'],
    [count('partly'), 'added in part'],
    [count('already-there'), 'already there'],
    [count('refused'), 'refused'],
  ] as const;
  return parts.flatMap(([n, what]) => (n > 0 ? [`${n} ${what}`] : [])).join(', ');
}
