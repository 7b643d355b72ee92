// Wiring that the chat platforms share: a session → the ports that each of them is handed.

import type { Core } from './chat/chat.ts';
import type { PlatformPorts } from './chat/platform.ts';
import { suggestQuestions } from './chat/suggestions.ts';
import type { LiveSession } from './live.ts';
import { openSession, type Session, sourcesOf } from './session.ts';
import { openSettings } from './settings-store.ts';
import { surroundingsIn } from './surroundings.ts';

/** Throws SettingsError where the state file cannot be read. */
export function platformPorts(
  live: LiveSession,
  { stateFile, reader = null }: { readonly stateFile: string; readonly reader?: string | null },
  { log, limits = {} }: Pick<PlatformPorts, 'log' | 'limits'>,
): PlatformPorts {
  const library = () => live.current().library;
  let suggested: { readonly version: string; readonly questions: Promise<readonly string[]> } | null = null;
  return {
    core: () => coreOf(live.current()),
    log,
    limits,
    knowledge: {
      documents: () => library().documents(),
      version: () => library().version,
      host: live.current().model?.host ?? null,
    },
    suggestions: () => {
      const { version } = library();
      if (suggested?.version !== version) {
        const session = live.current();
        const keyless = session.model === null ? session : openSession(session.library);
        const questions = suggestQuestions(library().documents(), (text) => keyless.ask({ text, history: [] }));
        suggested = { version, questions };
      }
      return suggested.questions;
    },
    surroundings: (places) => surroundingsIn(library(), places),
    reread: ({ document, start, end }, version) => {
      const session = live.at(version);
      return session === null ? '' : sourcesOf(session.library).slice(document, { start, end });
    },
    settings: openSettings(stateFile),
    reader,
  };
}

function coreOf({ library, steps, summarizeSteps, checkKindly }: Session): Core {
  return { version: library.version, steps, summarizeSteps, check: checkKindly };
}
