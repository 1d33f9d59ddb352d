/** keyvalue.postgres beyond the contract: its table, whose database it is in, its limits and its failures. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Client } from 'pg';
import { openPostgres } from '@slight/runtime/providers/keyvalue/postgres.ts';
import { contextOf } from './context.ts';
import { assertValue, bytes, keysOf, rejectsWith } from './keyvalue-asserts.ts';
import { keyvalueFaultContract } from './keyvalue-faults.ts';
import { postgresPassword, startPostgres } from './postgres-server.ts';
import type { TestServer } from './servers.ts';

const deadlines = { connect: 2_000, statement: 2_000, grace: 500 };
const urlOf = (port: number, database = '', user = 'tester', password = postgresPassword) =>
  `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;

let server: TestServer;
before(async () => {
  server = await startPostgres();
});
after(() => server[Symbol.asyncDispose]());

const openAt = (url: string, name = 'orders', development = true) =>
  openPostgres(name, { POSTGRES_CONNECTION_URL: url }, contextOf({ development }), deadlines);

/** A client of the tests' own. */
async function plain(database = 'keyvalue'): Promise<AsyncDisposable & { client: Client }> {
  const client = new Client(urlOf(server.port, database));
  await client.connect();
  return { client, [Symbol.asyncDispose]: () => client.end() };
}

keyvalueFaultContract('keyvalue.postgres', {
  start: startPostgres,
  configs: ({ port }, password) => ({ POSTGRES_CONNECTION_URL: urlOf(port, '', 'tester', password) }),
  open: (name, configs) => openPostgres(name, configs, contextOf(), deadlines),
});

describe('keyvalue.postgres', () => {
  test('a value is a row, which its store and its key find as text', async () => {
    await using bucket = await openAt(urlOf(server.port));
    await bucket.set('42', bytes('paid'));
    await using other = await plain();
    const { rows } = await other.client.query(
      "SELECT convert_from(value, 'UTF8') AS value FROM slight_keyvalue WHERE bucket = 'orders' AND key = '42'",
    );
    assert.deepEqual(rows, [{ value: 'paid' }]);
    await other.client.query("UPDATE slight_keyvalue SET value = 'open' WHERE bucket = 'orders'");
    assertValue(await bucket.get('42'), bytes('open'));
  });

  test('stores of any name are kept apart', async () => {
    const names = ['', 'a', 'a\0', 'a%', 'A', 'ä', "a'; DROP TABLE slight_keyvalue; --", 'x'.repeat(1000)];
    for (const name of names) {
      await using bucket = await openAt(urlOf(server.port), name);
      await bucket.set(`key of ${name}`, bytes(name));
    }
    for (const name of names) {
      await using bucket = await openAt(urlOf(server.port), name);
      assert.deepEqual(await keysOf(bucket), [`key of ${name}`]);
    }
  });

  test('the table is in the database that the URL names, which is made in development alone', async () => {
    await using made = await openAt(urlOf(server.port, 'shop'));
    await made.set('key', bytes('of the shop'));
    await using shop = await plain('shop');
    assert.equal((await shop.client.query('SELECT 1 FROM slight_keyvalue')).rowCount, 1);
    const error = await rejectsWith(
      'unexpected-error',
      openAt(urlOf(server.port, 'nowhere'), 'orders', false),
    );
    assert.match(error.message, /has no such database/);
  });

  test('a user who may use the table and make none opens it, and one who may do neither is told so', async () => {
    await using bucket = await openAt(urlOf(server.port, 'shared'));
    await bucket.set('key', bytes('value'));
    await using shared = await plain('shared');
    await shared.client.query(`
      REVOKE CREATE ON SCHEMA public FROM PUBLIC;
      CREATE USER reader PASSWORD 'reader'; GRANT SELECT ON slight_keyvalue TO reader;
      CREATE USER nobody PASSWORD 'nobody'`);
    await using reader = await openAt(urlOf(server.port, 'shared', 'reader', 'reader'));
    assertValue(await reader.get('key'), bytes('value'));
    await rejectsWith('authentication-error', reader.set('key', bytes('other')));
    await using nobody = await openAt(urlOf(server.port, 'shared', 'nobody', 'nobody'));
    await rejectsWith('authentication-error', nobody.get('key'));
    await shared.client.query('DROP TABLE slight_keyvalue');
    await rejectsWith(
      'authentication-error',
      openAt(urlOf(server.port, 'shared', 'nobody', 'nobody'), 'orders', false),
    );
  });

  test('stores that are opened at once make the table once', async () => {
    await (await openAt(urlOf(server.port, 'race')))[Symbol.asyncDispose]();
    await using other = await plain('race');
    for (let round = 0; round < 5; round++) {
      await other.client.query('DROP TABLE slight_keyvalue');
      const opened = await Promise.all(Array.from({ length: 6 }, () => openAt(urlOf(server.port, 'race'))));
      await Promise.all(opened.map((bucket, at) => bucket.set(`key ${at}`, bytes('value'))));
      for (const bucket of opened) assert.equal((await keysOf(bucket)).length, 6);
      for (const bucket of opened) await bucket[Symbol.asyncDispose]();
    }
  });

  test('a table that is dropped during the run is made again', async () => {
    await using bucket = await openAt(urlOf(server.port, 'dropped'));
    await using other = await plain('dropped');
    for (const again of [
      async () => assert.equal(await bucket.get('key'), undefined),
      async () => assert.deepEqual(await keysOf(bucket), []),
      async () => bucket.set('key', bytes('again')),
      async () => assert.equal(await bucket.increment('count', 2n), 2n),
    ]) {
      await bucket.set('key', bytes('value'));
      await other.client.query('DROP TABLE slight_keyvalue');
      await again();
    }
  });

  test('a table of somebody else is left alone', async () => {
    await (await openAt(urlOf(server.port, 'foreign')))[Symbol.asyncDispose]();
    await using other = await plain('foreign');
    await other.client.query('DROP TABLE slight_keyvalue; CREATE TABLE slight_keyvalue (id integer)');
    await using bucket = await openAt(urlOf(server.port, 'foreign'));
    await rejectsWith('unexpected-error', bucket.set('key', bytes('value')));
    assert.deepEqual((await other.client.query('SELECT * FROM slight_keyvalue')).rows, []);
  });

  test('a database of another encoding than UTF-8 keeps any key', async () => {
    await using other = await plain('postgres');
    await other.client.query("CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'");
    await using bucket = await openAt(urlOf(server.port, 'latin'));
    for (const key of ['日本', 'a\0b', '😀']) await bucket.set(key, bytes(key));
    assert.deepEqual(await keysOf(bucket), ['日本', 'a\0b', '😀'].sort());
    assert.equal(await bucket.increment('count', 7n), 7n);
  });

  test('a key that is too long, and a value that could not be read again, are refused', async () => {
    await using bucket = await openAt(urlOf(server.port));
    const long = Array.from({ length: 4000 }, (_, at) => String.fromCodePoint(0x4e00 + at)).join('');
    const key = await rejectsWith('invalid-key', bucket.set(long, bytes('value')));
    assert.match(key.message, /too long for the index/);
    assert.equal(await bucket.get(long), undefined);
    const value = Buffer.alloc(128 * 1024 * 1024 + 1);
    for (const call of [bucket.set('key', value), bucket.swap('key', undefined, value)])
      assert.match((await rejectsWith('invalid-value', call)).message, /at most 128 MiB/);
  });

  test('a row that somebody holds is a timeout-error, which says nothing of a config that is not there', async () => {
    await using bucket = await openAt(urlOf(server.port, 'held'));
    await bucket.set('key', bytes('value'));
    await using other = await plain('held');
    await other.client.query('BEGIN; UPDATE slight_keyvalue SET value = value');
    const error = await rejectsWith('timeout-error', bucket.set('key', bytes('waits')));
    assert.match(error.message, /did not answer in time/);
    await other.client.query('ROLLBACK');
    assertValue(await bucket.get('key'), bytes('value'));
  });

  test('a listing goes over its pages of 1,000 keys', async () => {
    await using bucket = await openAt(urlOf(server.port, 'pages'), 'many');
    await using other = await plain('pages');
    for (const count of [999, 1000, 1001, 2000]) {
      await other.client.query('TRUNCATE slight_keyvalue');
      await other.client.query(
        "INSERT INTO slight_keyvalue SELECT 'many', convert_to('key ' || n, 'UTF8'), '' FROM generate_series(1, $1::int) n",
        [count],
      );
      const keys = await keysOf(bucket);
      assert.equal(keys.length, count);
      assert.equal(new Set(keys).size, count);
    }
  });
});
