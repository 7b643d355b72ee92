// Our own engine, through the same functions as the command and the chats.

import { basename, extname } from 'node:path';
import { readDocument } from '../../../src/knowledge/load.ts';
import { openLibrary } from '../../../src/library.ts';
import { openSession } from '../../../src/session.ts';
import { type Engine, LIMIT } from './engine.ts';

export const publius: Engine = {
  build(folder, saved) {
    openLibrary(folder, { cacheFolder: saved });
  },
  open(folder, saved) {
    const library = openLibrary(folder, { cacheFolder: saved });
    const session = openSession(library);
    const { read } = library.opened;
    return {
      remarks: [...library.remarks, ...(read > 0 ? [`${read} files were read again`] : [])],
      search: (question) => session.search(question, LIMIT).length,
      ask: (question) => session.ask({ text: question, history: [] }),
      update: (path) => {
        const id = basename(path, extname(path));
        const result = readDocument(folder, path, id);
        if ('fault' in result) throw new Error(`${result.fault.path} ${result.fault.message}`);
        library.index.update(new Set([id]), [result.document]);
      },
    };
  },
};
