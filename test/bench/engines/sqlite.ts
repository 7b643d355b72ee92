// SQLite FTS5 through node:sqlite (Node 22.5 and later): Porter stems, bm25 with titles worth double, words joined by OR.
// Hands back texts, which the database holds too.

import { join } from 'node:path';
import { readPassages } from '../corpus.ts';
import { type Engine, LIMIT, NotHereError } from './engine.ts';

/** The part of node:sqlite that is used; the oldest Node's types do not have it. */
interface Database {
  exec(sql: string): void;
  prepare(sql: string): { run(...values: unknown[]): unknown; all(...values: unknown[]): unknown[] };
  close(): void;
}
type Sqlite = { DatabaseSync: new (path: string) => Database };

const FILE = 'fts5.sqlite';
const CREATE = `CREATE VIRTUAL TABLE passages USING fts5(title, body, tokenize = 'porter unicode61');
  INSERT INTO passages(passages, rank) VALUES ('rank', 'bm25(2.0, 1.0)');`;
const SEARCH = `SELECT rowid, body FROM passages WHERE passages MATCH ? ORDER BY rank LIMIT ${LIMIT}`;

/** Throws NotHereError when this Node has no node:sqlite, or one without FTS5. */
export async function loadSqlite(): Promise<Engine> {
  const name: string = 'node:sqlite';
  const sqlite = (await import(name).catch((error: unknown) => {
    throw new NotHereError(`not in this Node (${process.version} has no node:sqlite)`, { cause: error });
  })) as Sqlite;
  checkFts5(sqlite);
  return {
    build(folder, saved) {
      const database = new sqlite.DatabaseSync(join(saved, FILE));
      database.exec(CREATE);
      database.exec('BEGIN');
      const insert = database.prepare('INSERT INTO passages(title, body) VALUES (?, ?)');
      for (const { title, text } of readPassages(folder)) insert.run(title, text);
      database.exec('COMMIT');
      database.close();
    },
    open(_folder, saved) {
      const search = new sqlite.DatabaseSync(join(saved, FILE)).prepare(SEARCH);
      return { search: (question) => search.all(matchAny(question)).length };
    },
  };
}

function checkFts5({ DatabaseSync }: Sqlite): void {
  const database = new DatabaseSync(':memory:');
  try {
    database.exec(CREATE);
  } catch (error) {
    throw new NotHereError(`not in this Node (${process.version} has SQLite without FTS5)`, { cause: error });
  } finally {
    database.close();
  }
}

/** The question's words as an FTS5 query: any of them. */
function matchAny(question: string): string {
  const words = question.match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.map((word) => `"${word}"`).join(' OR ');
}
