/** What sql.pglite does besides its contract: it is shared, taken over, and goes on after a statement that was cancelled. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtempDisposable, readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { openPglite } from '@slight/runtime/providers/sql/pglite.ts';
import { openPostgres } from '@slight/runtime/providers/sql/postgres.ts';
import { noDisk, smallDisk } from '../disk.ts';
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

  test('who has it is killed: who shares it goes on, and so does who comes later', async () => {
    const killed = `${folder}-killed`;
    const owner = spawn(process.execPath, [path.join(import.meta.dirname, 'pglite-owner.ts'), killed], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    await once(owner.stdout, 'data');
    await using sharing = await openPglite('name', {}, contextOf({ folder: killed }));
    assert.deepEqual(await plain(sharing, 'SELECT id FROM t'), [[1n]]);
    owner.stdin.write('begin');
    await once(owner.stdout, 'data');
    const waiting = rejectsWith('connection-error', sharing.exec(sql('INSERT INTO t VALUES (3)')));
    owner.kill('SIGKILL');
    await waiting;
    await sharing.exec(sql('INSERT INTO t VALUES (3)'));
    await using later = await openPglite('name', {}, contextOf({ folder: killed }));
    assert.deepEqual(await plain(later, 'SELECT id FROM t ORDER BY id'), [[1n], [3n]]);
  });

  test('the first start tells that it takes its time, and no other does', async () => {
    const told: string[] = [];
    const context = contextOf({ folder: `${folder}-told`, progress: (message) => told.push(message) });
    for (let start = 0; start < 2; start++)
      await (await openPglite('name', {}, context))[Symbol.asyncDispose]();
    assert.deepEqual(told, ['making the database of sql.pglite, which takes some seconds the first time']);
  });
});

describe('sql.pglite on a full disk', { skip: noDisk }, () => {
  test('is not made, says why, and is made when there is room', async () => {
    using disk = smallDisk(120_000);
    const folder = path.join(disk.folder, 'name');
    disk.fill();
    const error = await rejectsWith('io-error', openPglite('name', {}, contextOf({ folder })));
    assert.match(error.message, /cannot be opened: the disk is full \(ENOSPC\)\. Check the disk|is full/);
    disk.makeRoom();
    await using database = await openPglite('name', {}, contextOf({ folder }));
    assert.deepEqual(await plain(database, 'SELECT 1'), [[1n]]);
  });

  test('fails with an io-error, keeps nothing by half, and works again when there is room', async () => {
    using disk = smallDisk(120_000);
    const folder = path.join(disk.folder, 'name');
    {
      await using database = await openPglite('name', {}, contextOf({ folder }));
      await database.exec(
        sql("CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT); INSERT INTO t VALUES (1, 'one')"),
      );
      disk.fill();
      const many = 'INSERT INTO t SELECT n, repeat(md5(n::text), 300) FROM generate_series(2, 2000) AS n';
      assert.match(
        (await rejectsWith('io-error', database.exec(sql(many)))).message,
        /No space left on device/,
      );
      await using transaction = await database.begin('read-committed');
      await transaction.exec(sql("INSERT INTO t VALUES (-1, 'small')"));
      await rejectsWith('io-error', transaction.exec(sql(many)));
      await rejectsWith('unexpected-error', transaction.commit());
      assert.deepEqual(await plain(database, 'SELECT id FROM t'), [[1n]]);
      disk.makeRoom();
      assert.equal(await database.exec(sql(many)), 1999);
    }
    await using database = await openPglite('name', {}, contextOf({ folder }));
    assert.deepEqual(await plain(database, 'SELECT count(*) FROM t'), [[2000n]]);
  });
});
