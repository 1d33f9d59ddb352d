/** The contract of sql, seen from inside each kind of guest, in front of a SQLite database. */
import { mkdtempDisposable } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before } from 'node:test';
import type { Guest } from '@slight/runtime/guest/guest.ts';
import { openSqlite } from '@slight/runtime/providers/sql/sqlite.ts';
import { drivenSql } from '../runtime/driven-sql.ts';
import { guest } from '../runtime/guests.ts';
import { contextOf } from './context.ts';
import { sqlContract } from './sql.ts';
import type { SqlContract } from './sql.ts';

const texts = ['transactions', 'types', 'names'] as const;

const guests: Readonly<Record<string, SqlContract['without']>> = {
  'c-sql-0.5': [...texts, 'counts', 'cases'],
  'c-sql-component': [],
  'c-wasi-sql': texts,
};

for (const [name, without = []] of Object.entries(guests)) {
  const stack = new AsyncDisposableStack();
  let loaded: Guest;
  let data: string;
  before(async () => {
    loaded = await guest(name);
    data = stack.use(await mkdtempDisposable(path.join(os.tmpdir(), 'slight-sql-'))).path;
  });
  after(() => stack.disposeAsync());
  sqlContract(`${name} before sqlite`, {
    without,
    async open(database) {
      const context = contextOf({ folder: path.join(data, database), durable: false });
      const port = stack.use(await openSqlite(database, {}, context));
      return drivenSql(loaded, port);
    },
  });
}
