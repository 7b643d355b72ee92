// Keeps a chat platform answered until the process is told to stop.

/** A chat platform that is answered on. */
export interface Running {
  readonly chat: { readonly counts: Readonly<Record<string, number>> };
  readonly feedback: { readonly counts: Readonly<Record<string, number>> };
  stop(deadlineMs: number): Promise<void>;
}

/** How long what is in flight may take when Publius is told to stop. */
const STOP_MS = 20_000;

/** What is served beside it, such as the reader. */
export interface Beside {
  stop(deadlineMs: number): Promise<void>;
}

/** Waits until it is told to stop, lets it finish what is in flight, and ends the process: timers of the platform's library must not keep it. */
export async function serve(
  starting: Promise<Running>,
  say: (line: string) => void,
  beside: Beside | null = null,
): Promise<never> {
  const running = await starting.catch(async (error) => {
    await beside?.stop(0); // it would keep the process
    throw error;
  });
  await new Promise<void>((resolve) => {
    process.once('SIGTERM', resolve);
    process.once('SIGINT', resolve);
  });
  say('stopping: finishing what is in flight');
  await Promise.all([running.stop(STOP_MS), beside?.stop(STOP_MS)]);
  const counts = Object.entries({ ...running.chat.counts, ...running.feedback.counts });
  say(`stopped (${counts.map(([name, count]) => `${name} ${count}`).join(', ')})`);
  process.exit(0);
}
