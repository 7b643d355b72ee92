// Wiring that the chat platforms share: a session → the ports that each of them is handed.

import type { PlatformPorts } from './chat/platform.ts';
import { suggestQuestions } from './chat/suggestions.ts';
import { openSession, type Session, sourcesOf } from './session.ts';
import { openSettings } from './settings-store.ts';
import { surroundingsIn } from './surroundings.ts';

/** Throws SettingsError where the state file cannot be read. */
export function platformPorts(
  session: Session,
  { stateFile }: { readonly stateFile: string },
  { log, limits = {} }: Pick<PlatformPorts, 'log' | 'limits'>,
): PlatformPorts {
  const { library } = session;
  const sources = sourcesOf(library);
  let suggested: Promise<readonly string[]> | null = null;
  return {
    steps: session.steps,
    version: () => library.version,
    log,
    limits,
    knowledge: {
      documents: () => library.documents(),
      version: () => library.version,
      host: session.model?.host ?? null,
    },
    suggestions: () => {
      const keyless = session.model === null ? session : openSession(library);
      suggested ??= suggestQuestions(library.documents(), (text) => keyless.ask({ text, history: [] }));
      return suggested;
    },
    surroundings: (places) => surroundingsIn(library, places),
    reread: ({ document, start, end }) => sources.slice(document, { start, end }),
    settings: openSettings(stateFile),
  };
}
