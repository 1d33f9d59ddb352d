/** What sql.postgres does besides its contract: servers that fail, statements that are given up, files, and types. */
import assert from 'node:assert/strict';
import { mkdir, mkdtempDisposable, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { openPostgres } from '@slight/runtime/providers/sql/postgres.ts';
import type { OpenContext } from '@slight/runtime/providers/provider.ts';
import { contextOf } from './context.ts';
import { rejectsWith } from './keyvalue-asserts.ts';
import { postgresPassword, startPostgres } from './postgres-server.ts';
import type { TestServer } from './servers.ts';
import { objects, plain, sql } from './sql-asserts.ts';

const deadlines = { connect: 2_000, statement: 2_000, grace: 500 };

function open(
  { port }: TestServer,
  {
    password = postgresPassword,
    database = 'shop',
    configs = {},
    given = {},
  }: {
    password?: string;
    database?: string;
    configs?: Record<string, string>;
    given?: Partial<OpenContext>;
  } = {},
) {
  const url = `postgres://tester:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
  return openPostgres('name', { POSTGRES_CONNECTION_URL: url, ...configs }, contextOf(given), deadlines);
}

describe('sql.postgres tells how its server fails', () => {
  let server: TestServer;
  before(async () => {
    server = await startPostgres();
  });
  after(() => server[Symbol.asyncDispose]());

  test('a wrong password is an access-violation, and is not repeated in it', async () => {
    const password = 'not the password';
    const error = await rejectsWith('access-violation', open(server, { password }));
    assert.ok(!error.message.includes(password), error.message);
  });

  test('a server that is away is a connection-error when the database is opened', async () => {
    await server.stop();
    await rejectsWith('connection-error', open(server));
    await server.start();
    await using database = await open(server);
    assert.deepEqual(await plain(database, 'SELECT 1'), [[1n]]);
  });

  test('a server that goes away between two calls is a connection-error until it is back', async () => {
    await using database = await open(server);
    await database.query(sql('SELECT 1'));
    await server.stop();
    await rejectsWith('connection-error', database.query(sql('SELECT 1')));
    await rejectsWith('connection-error', database.begin('serializable'));
    await server.start();
    assert.deepEqual(await plain(database, 'SELECT 1'), [[1n]]);
  });

  test('a server that stops in mid-call is a connection-error, within a transaction too', async () => {
    await using database = await open(server);
    await using transaction = await database.begin('read-committed');
    const calls = [database.query(sql('SELECT pg_sleep(60)')), transaction.query(sql('SELECT pg_sleep(60)'))];
    const failures = Promise.all(calls.map((call) => rejectsWith('connection-error', call)));
    await untilSleeping(server, 2);
    await server.stop();
    await failures;
    await server.start();
    assert.deepEqual(await plain(database, 'SELECT 1'), [[1n]]);
    await rejectsWith('connection-error', transaction.commit());
  });

  test('a connection that the server ends is left, and the next statement has another one', async () => {
    await using database = await open(server);
    const suicide = sql('SELECT pg_terminate_backend(pg_backend_pid())');
    for (let turn = 0; turn < 3; turn++) {
      await rejectsWith('connection-error', database.query(suicide));
      assert.deepEqual(await plain(database, 'SELECT 1'), [[1n]]);
      await using transaction = await database.begin('read-committed');
      await rejectsWith('connection-error', transaction.query(suicide));
      await transaction.rollback();
      assert.deepEqual(await plain(database, 'SELECT 1'), [[1n]]);
    }
  });

  test('a server that does not answer is a timeout-error, and the next call works when it answers again', async () => {
    await using database = await open(server);
    await database.query(sql('SELECT 1'));
    server.pause();
    const start = performance.now();
    await rejectsWith('timeout-error', database.query(sql('SELECT 1')));
    await rejectsWith('timeout-error', database.query(sql('SELECT 1')));
    assert.ok(performance.now() - start < 10_000);
    server.resume();
    assert.deepEqual(await plain(database, 'SELECT 1'), [[1n]]);
  });

  test('a statement that takes too long is cancelled in the server, and a timeout-error', async () => {
    await using database = await open(server);
    const error = await rejectsWith('timeout-error', database.query(sql('SELECT pg_sleep(60)')));
    assert.match(error.message, /longer than 2 s/);
    await untilSleeping(server, 0);
  });

  test('a statement is cancelled in the server when nobody waits for it, and when the run ends', async () => {
    const run = new AbortController();
    await using database = await open(server, { given: { signal: run.signal } });
    for (const controller of [new AbortController(), run]) {
      const call = database.query(sql('SELECT pg_sleep(60)'), controller.signal);
      const failed = rejectsWith(controller === run ? 'connection-error' : 'timeout-error', call);
      await untilSleeping(server, 1);
      controller.abort();
      await failed;
      await untilSleeping(server, 0);
    }
  });

  test('a transaction that is dropped leaves no lock', async () => {
    await using database = await open(server);
    await database.exec(sql('CREATE TABLE locked (id INTEGER PRIMARY KEY)'));
    {
      await using transaction = await database.begin('serializable');
      await transaction.exec(sql('LOCK TABLE locked'));
    }
    assert.equal(await database.exec(sql('INSERT INTO locked VALUES (1)')), 1);
  });

  test('of two transactions that contradict each other, one is told to try again', async () => {
    await using database = await open(server);
    await database.exec(sql('CREATE TABLE counted (n INTEGER); INSERT INTO counted VALUES (0)'));
    await using one = await database.begin('repeatable-read');
    await using other = await database.begin('repeatable-read');
    for (const each of [one, other]) await each.query(sql('SELECT n FROM counted'));
    await one.exec(sql('UPDATE counted SET n = n + 1'));
    await one.commit();
    await rejectsWith('transaction-conflict', other.exec(sql('UPDATE counted SET n = n + 1')));
  });

  test('two runs at once see the same, and make a database once', async () => {
    const both = await Promise.all([open(server, { database: 'both' }), open(server, { database: 'both' })]);
    await using one = both[0];
    await using other = both[1];
    await one.exec(sql('CREATE TABLE t (id INTEGER)'));
    assert.equal(await other.exec(sql('INSERT INTO t VALUES (1)')), 1);
  });

  test('COPY to or from the guest is refused, and the next statement runs', async () => {
    await using database = await open(server);
    await rejectsWith('syntax-error', database.exec(sql('COPY (SELECT 1) TO STDOUT')));
    await rejectsWith('syntax-error', database.exec(sql('COPY locked FROM STDIN')));
    assert.deepEqual(await plain(database, 'SELECT 1'), [[1n]]);
  });

  test('types without a case are text', async () => {
    await using database = await open(server);
    const text =
      "SELECT 'a-b'::varchar AS v, 1.50::numeric AS n, '1'::money AS m, gen_random_uuid() AS u, interval '1 day 2 hours' AS i, '10.0.0.1'::inet AS net, '{\"a\": 1}'::jsonb AS j, ARRAY[1,2] AS a, int4range(1, 5) AS r, '2026-11-28 18:00+02'::timestamptz AT TIME ZONE 'UTC' AS t, timestamptz '2026-11-28 18:00+00' AS z, 7::oid AS o, 'x'::\"char\" AS c";
    const [row = {}] = objects(await database.query(sql(text)));
    assert.deepEqual(
      Object.entries(row).map(([name, { tag }]) => `${name} ${tag}`),
      [
        'v str',
        'n str',
        'm str',
        'u str',
        'i str',
        'net str',
        'j str',
        'a str',
        'r str',
        't timestamp',
        'z timestamp',
        'o uint32',
        'c str',
      ],
    );
    assert.deepEqual(row['n'], { tag: 'str', val: '1.50' });
    assert.deepEqual(row['i'], { tag: 'str', val: '1 day 02:00:00' });
    assert.deepEqual(row['t'], { tag: 'timestamp', val: '2026-11-28T16:00:00' });
  });

  test('?? is the operator where ? is a parameter, and $1 leaves it alone', async () => {
    await using database = await open(server);
    const found = [[true]];
    assert.deepEqual(await plain(database, `SELECT '{"a": 1}'::jsonb ?? ?`, 'a'), found);
    assert.deepEqual(await plain(database, `SELECT '{"a": 1}'::jsonb ? $1`, 'a'), found);
  });

  test('files run once, in order, for development alone, and a fault in one is told with its name', async () => {
    await using folder = await mkdtempDisposable(path.join(os.tmpdir(), 'slight-files-'));
    const files = path.join(folder.path, 'sql');
    await mkdir(files);
    await writeFile(path.join(files, '1-table.sql'), 'CREATE TABLE names (name TEXT); -- what?\n');
    await writeFile(path.join(files, '2-rows.sql'), "INSERT INTO names VALUES ('one?'), ('two');");
    const options = { database: 'filed', configs: { SQL_FILES: 'sql' }, given: { beside: folder.path } };
    // so many that some meet while the table of what was run is made
    const all = await Promise.all(Array.from({ length: 8 }, () => open(server, options)));
    for (const one of all) await one[Symbol.asyncDispose]();
    {
      await using database = await open(server, options);
      assert.deepEqual(await plain(database, 'SELECT name FROM names ORDER BY name'), [['one?'], ['two']]);
    }
    await writeFile(path.join(files, '3-wrong.sql'), 'INSERT INTO nothing VALUES (1)');
    const elsewhere = { ...options, given: { ...options.given, development: false } };
    await (await open(server, elsewhere))[Symbol.asyncDispose]();
    assert.match((await rejectsWith('syntax-error', open(server, options))).message, /^3-wrong\.sql: /);
  });

  test('a file that ends its transaction is refused before any of it is run; a body of a function may have an END', async () => {
    await using folder = await mkdtempDisposable(path.join(os.tmpdir(), 'slight-files-'));
    const file = path.join(folder.path, '1.sql');
    const options = { database: 'whole', configs: { SQL_FILES: '.' }, given: { beside: folder.path } };
    for (const control of ['COMMIT', 'END', 'BEGIN', 'START TRANSACTION', 'ABORT', 'ROLLBACK']) {
      await writeFile(file, `CREATE TABLE halved (x INT); ${control}; SELECT 1/0;`);
      const { message } = await rejectsWith('syntax-error', open(server, options));
      assert.match(message, new RegExp(`^1\\.sql: .* so ${control.split(' ')[0]} cannot stand in it\\.`));
    }
    const body = 'CREATE FUNCTION one() RETURNS INT BEGIN ATOMIC SELECT 0; SELECT 1; END;';
    await writeFile(file, `${body} SAVEPOINT s; ROLLBACK TO s; CREATE TABLE halved (x INT); -- COMMIT\n`);
    await using database = await open(server, options);
    assert.deepEqual(await plain(database, 'SELECT one() FROM slight_files'), [[1n]]);
    assert.deepEqual(await plain(database, 'SELECT x FROM halved'), []);
  });

  test('on another machine no database is made', async () => {
    await rejectsWith(
      'unexpected-error',
      open(server, { database: 'nowhere', given: { development: false } }),
    );
  });
});

/** Waits until so many statements sleep in the server. */
async function untilSleeping(server: TestServer, count: number): Promise<void> {
  await using watcher = await open(server, { database: 'postgres' });
  for (;;) {
    const asleep = await plain(watcher, "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'");
    if (asleep[0]?.[0] === BigInt(count)) return;
  }
}
