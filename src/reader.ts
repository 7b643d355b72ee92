// Wiring of the reader: a session → a server of its sources. Loaded only where it is started.

import { groupSources } from './chat/pages.ts';
import type { ReaderConfig } from './config.ts';
import type { LiveSession } from './live.ts';
import { type Session, sourcesOf } from './session.ts';
import type { Knowledge } from './web/app.ts';
import { type ListenOptions, type ReaderServer, startReaderServer } from './web/server.ts';

/** Where nobody says another. */
const PORT = 8117;

/** As the settings and `given` on the command line say; with neither a port, any free one will do where the usual one is taken. */
export function readerOptions(
  config: ReaderConfig,
  given: { readonly host?: string; readonly port?: number } = {},
): ReaderOptions {
  const port = given.port ?? config.port;
  return {
    publicUrl: config.publicUrl,
    host: given.host ?? config.host,
    port: port ?? PORT,
    orFreePort: port === null,
  };
}

export interface ReaderOptions extends ListenOptions {
  /** Where the reader is reached from outside, such as "https://read.example.org"; null where it is not. */
  readonly publicUrl: string | null;
}

/** Serves the sources that `live` answers from, as they are at each request. Throws ReaderError where it cannot listen. */
export function startReader(
  live: Pick<LiveSession, 'current'>,
  { publicUrl, ...listen }: ReaderOptions,
  log: (line: string) => void,
): Promise<ReaderServer> {
  return startReaderServer({ knowledge: () => knowledgeOf(live.current()), publicUrl, log }, listen);
}

function knowledgeOf(session: Pick<Session, 'library' | 'search'>): Knowledge {
  const { library } = session;
  return {
    version: library.version,
    sources: sourcesOf(library),
    documents: () => library.documents(),
    groups: () => groupSources(library.documents()),
    document: (id) => library.document(id),
    search: (text, limit) => session.search(text, limit),
  };
}
