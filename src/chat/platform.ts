// What every chat platform is handed besides delivery's ports.

import type { Quote } from '../answer/model.ts';
import type { ChatPorts } from './chat.ts';
import type { Knowledge } from './pages.ts';
import type { Settings } from './settings.ts';
import type { FindSurroundings } from './surroundings.ts';

export interface PlatformPorts extends ChatPorts {
  readonly knowledge: Knowledge;
  /** Questions to begin with. */
  readonly suggestions: () => Promise<readonly string[]>;
  readonly surroundings: FindSurroundings;
  /** The characters of the source where a quotation is said to stand, read again in that version of the knowledge. */
  readonly reread: (quote: Quote, version: string) => string;
  readonly settings: Settings;
  /** Address of the reader, which links lead to; null where there is none. */
  readonly reader: string | null;
}
