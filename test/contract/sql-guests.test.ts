/** The contract of sql, seen from inside each kind of guest, in front of a SQLite database. */
import { mkdtempDisposable } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before } from 'node:test';
import type { Guest } from '@slight/runtime/guest/guest.ts';
import { openSqlite } from '@slight/runtime/providers/sql/sqlite.ts';
import { guestsOf } from '../../scripts/guests/contracts.ts';
import { drivenSql } from '../runtime/driven-sql.ts';
import { guest } from '../runtime/guests.ts';
import { contextOf } from './context.ts';
import { sqlContract } from './sql.ts';
import type { SqlContract } from './sql.ts';

type Lack = NonNullable<SqlContract['without']>[number];

const texts = ['transactions', 'types', 'names'] as const;

/** What each interface does not offer. */
const lacks: Readonly<Record<string, readonly Lack[]>> = {
  sql: [...texts, 'counts', 'cases'],
  'spiderlightning:sql/sql@0.6.0': [],
  'wasi:sql/types@0.2.0-draft': texts,
};

for (const { name, language, interface: store } of guestsOf('sql')) {
  // componentize-qjs gives and takes numbers of 64 bits as it does all others, and QuickJS interprets
  const isInterpreted = language === 'javascript';
  const without = [...(lacks[store] ?? []), ...(isInterpreted ? (['wide'] as const) : [])];
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
    ...(isInterpreted && { many: 2000 }),
    async open(database) {
      const context = contextOf({ folder: path.join(data, database), durable: false });
      const port = stack.use(await openSqlite(database, {}, context));
      return drivenSql(loaded, port);
    },
  });
}
