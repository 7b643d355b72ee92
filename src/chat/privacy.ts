// Where a question goes, in words. Says what the program does with the configuration it has, and nothing about other people's rules.

/** `host`: of the model server that words answers; null when all stays on this machine. */
export function privacyText(host: string | null): string {
  const kept =
    'No question is written to disk, to a log or to a statistic, and it is forgotten when the program ends or the thread with it.';
  const checked =
    'A quotation or draft that you have checked is compared on this machine and sent nowhere. `publius add` with a URL fetches that one document.';
  if (host === null)
    return `Your question is read by this program on this machine and goes nowhere else: no key, no network. ${kept}\n${checked}`;
  return [
    `Your question goes to ${host}, the model server that is configured here. What is sent: the text of your question, the text of the earlier questions of this thread, and passages from the sources.`,
    'What is not sent: who you are. No user name, no id and no address of yours is put into it, mentions of people are taken out, and nothing is sent for greetings, for empty or overlong questions, or for requests to identify somebody. A name or detail that you type into a question is sent with it.',
    `What ${host} keeps is for its operator to say. ${kept}`,
    checked,
    'To keep everything on this machine: publius --no-model, or unset OPENAI_API_KEY and OPENAI_BASE_URL.',
  ].join('\n');
}
