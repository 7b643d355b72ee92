// The commands that look after an installation: which sources there are, where a question goes, what to mend, which documents are faulty; bringing documents in.

import { privacyText } from './chat/privacy.ts';
import { EXIT, type Options, open, print, progress, say, UsageError, useColor } from './command.ts';
import { readConfig } from './config.ts';
import type { Finding } from './doctor.ts';
import { lintFolder } from './knowledge/lint.ts';
import { listSources } from './source-list.ts';

export async function sourcesCommand(options: Options): Promise<number> {
  const { library } = await open(options);
  if (options.json)
    await print(JSON.stringify({ knowledge: library.version, documents: library.documents(), faults: library.faults }));
  else await print(listSources(library, useColor()));
  return EXIT.answered;
}

export async function privacyCommand(options: Options): Promise<number> {
  const { model } = readConfig();
  await print(privacyText(options.model && model !== null ? new URL(model.baseUrl).host : null));
  return EXIT.answered;
}

export async function doctorCommand(options: Options, [platform]: string[]): Promise<number> {
  const { examine, renderFinding } = await import('./doctor.ts');
  let examination = examine({ ...options, folder: options.knowledge ?? null });
  if (platform === 'slack') examination = (await import('./doctor-slack.ts')).examineSlack();
  if (platform === 'discord') examination = (await import('./doctor-discord.ts')).examineDiscord();
  const findings: Finding[] = [];
  for await (const finding of examination) {
    findings.push(finding);
    if (!options.json) await print(renderFinding(finding, process.stdout.isTTY === true));
  }
  if (options.json) await print(JSON.stringify(findings));
  return findings.some(({ result }) => result === 'fail') ? EXIT.fault : EXIT.answered;
}

export async function lintCommand(options: Options): Promise<number> {
  const folder = options.knowledge ?? readConfig().knowledge;
  const { problems, documents } = lintFolder(folder);
  if (options.json) await print(JSON.stringify(problems));
  else {
    for (const { path, line, code, message } of problems) process.stdout.write(`${path}:${line} ${code}: ${message}\n`);
    await print(
      problems.length === 0
        ? `${documents} documents, no problems`
        : `${problems.length} problems in ${documents} documents`,
    );
  }
  return problems.length === 0 ? EXIT.answered : EXIT.fault;
}

export async function addCommand(options: Options, sources: string[]): Promise<number> {
  const { faultOf, runAdd } = await import('./add-command.ts');
  const fault = faultOf(sources, options);
  if (fault !== null) throw new UsageError(fault);
  return (await runAdd(sources, options, { print, progress, say })) ? EXIT.answered : EXIT.fault;
}
