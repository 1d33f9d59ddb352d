/** What sql.pglite does besides its contract: it is shared, taken over, and goes on after a statement that was cancelled. */
import assert from 'node:assert/strict';
import { mkdir, mkdtempDisposable, readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { openPglite } from '@slight/runtime/providers/sql/pglite.ts';
import { openPostgres } from '@slight/runtime/providers/sql/postgres.ts';
import { contextOf } from './context.ts';
import { rejectsWith } from './keyvalue-asserts.ts';
import { plain, sql } from './sql-asserts.ts';

describe('sql.pglite', () => {
  const stack = new AsyncDisposableStack();
  let folder: string;
  before(async () => {
    folder = path.join(
      stack.use(await mkdtempDisposable(path.join(os.tmpdir(), 'slight-pglite-'))).path,
      'name',
    );
  });
  after(() => stack.disposeAsync());
  const open = (seconds = 30) => openPglite('name', {}, contextOf({ folder }), seconds * 1000);

  test('who opens it second shares it, and goes on where the first ends', async () => {
    const first = await open();
    await using second = await open();
    await first.exec(sql('CREATE TABLE t (id INTEGER PRIMARY KEY)'));
    await second.exec(sql('INSERT INTO t VALUES (1)'));
    assert.deepEqual(await plain(first, 'SELECT id FROM t'), [[1n]]);
    await first[Symbol.asyncDispose]();
    await second.exec(sql('INSERT INTO t VALUES (2)'));
    assert.deepEqual(await plain(second, 'SELECT id FROM t ORDER BY id'), [[1n], [2n]]);
  });

  test('what was committed is there when it is opened again', async () => {
    await using database = await open();
    assert.deepEqual(await plain(database, 'SELECT count(*) FROM t'), [[2n]]);
  });

  test('a statement that takes too long is cancelled, and the next one runs', async () => {
    await using database = await open(2);
    await rejectsWith(
      'timeout-error',
      database.query(sql('SELECT count(*) FROM generate_series(1, 1000000000)')),
    );
    assert.deepEqual(await plain(database, 'SELECT count(*) FROM t'), [[2n]]);
  });

  test('a statement outside of an open transaction waits for it, and not for ever', async () => {
    await using database = await open(1);
    await using transaction = await database.begin('read-committed');
    await transaction.exec(sql('INSERT INTO t VALUES (3)'));
    await rejectsWith('timeout-error', database.query(sql('SELECT 1')));
    await transaction.commit();
    assert.deepEqual(await plain(database, 'SELECT count(*) FROM t'), [[3n]]);
  });

  test('nobody connects to it without its token', async () => {
    await using _database = await open();
    const { port } = JSON.parse(await readFile(path.join(folder, 'server.json'), 'utf8')) as { port: number };
    const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
    await rejectsWith(
      'access-violation',
      openPostgres('name', { POSTGRES_CONNECTION_URL: url }, contextOf({ development: false })),
    );
  });

  test('a database whose making was interrupted is made anew', async () => {
    const half = `${folder}-half`;
    await mkdir(path.join(half, 'data'), { recursive: true });
    await writeFile(path.join(half, 'data', 'PG_VERSION'), '18');
    await using database = await openPglite('name', {}, contextOf({ folder: half }));
    assert.deepEqual(await plain(database, 'SELECT 1'), [[1n]]);
  });
});
