// MiniSearch with its defaults (words joined by OR, no stemming), titles worth double. Hands back ids, not texts.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import MiniSearch from 'minisearch';
import { readPassages } from '../corpus.ts';
import { type Engine, LIMIT } from './engine.ts';

const OPTIONS = { fields: ['title', 'text'], searchOptions: { boost: { title: 2 } } };
const FILE = 'minisearch.json';

export const minisearch: Engine = {
  build(folder, saved) {
    const index = new MiniSearch(OPTIONS);
    let id = 0;
    for (const passage of readPassages(folder)) index.add({ id: id++, ...passage });
    writeFileSync(join(saved, FILE), JSON.stringify(index));
  },
  open(_folder, saved) {
    const index = MiniSearch.loadJSON(readFileSync(join(saved, FILE), 'utf8'), OPTIONS);
    return { search: (question) => index.search(question).slice(0, LIMIT).length };
  },
};
