/**
 * The contract of the capability sql, which every provider passes, and every guest in front of one. A caller says how to
 * open a database; each test has tables of its own.
 */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { rejectsWith } from './keyvalue-asserts.ts';
import { objects, plain, sql } from './sql-asserts.ts';
import type { Database } from './sql-asserts.ts';
import { transactionContract } from './sql-transactions.ts';

export interface SqlContract {
  /** Opens the database. */
  readonly open: (name: string) => Promise<Database>;
  /**
   * What this way to the database does not offer: a legacy guest has no transactions, is told no numbers of rows, gives
   * parameters as text, and knows four errors; wasi:sql has no names of columns where there are no rows; and a guest in
   * JavaScript has integers of 53 bits.
   */
  readonly without?: readonly ('transactions' | 'counts' | 'types' | 'cases' | 'names' | 'wide')[];
  /** How many rows, and how many words in a text, are many: 100,000 where no guest is interpreted. */
  readonly many?: number;
}

export function sqlContract(label: string, { open, without = [], many = 100_000 }: SqlContract): void {
  const run = randomBytes(4).toString('hex');
  let tables = 0;
  const has = (what: NonNullable<SqlContract['without']>[number]) => !without.includes(what);
  const largest = has('wide') ? 2n ** 63n - 1n : BigInt(Number.MAX_SAFE_INTEGER);
  const least = has('wide') ? -(2n ** 63n) : BigInt(Number.MIN_SAFE_INTEGER);
  /** The case, or the one that stands for it where there are four. */
  const told = (errorCase: string) => (has('cases') ? errorCase : 'unexpected-error');

  describe(`${label} keeps the contract of sql`, () => {
    let database: Database;
    before(async () => {
      database = await open(`contract_${run}`);
    });
    after(() => database[Symbol.asyncDispose]());
    const freshTable = async (columns: string) => {
      const table = `t_${run}_${++tables}`;
      await database.exec(sql(`CREATE TABLE ${table} (${columns})`));
      return table;
    };
    const assertCount = (count: number, expected: number) => {
      if (has('counts')) assert.equal(count, expected);
    };

    test('what is inserted is found, in the order that is asked for', async () => {
      const table = await freshTable('id INTEGER PRIMARY KEY, name TEXT');
      assertCount(await database.exec(sql(`INSERT INTO ${table} VALUES (2, 'two'), (1, 'one')`)), 2);
      const { columns, rows } = await database.query(sql(`SELECT id, name FROM ${table} ORDER BY id`));
      assert.deepEqual(columns, ['id', 'name']);
      assert.equal(rows.length, 2);
      assert.deepEqual(await plain(database, `SELECT name FROM ${table} ORDER BY id DESC`), [
        ['two'],
        ['one'],
      ]);
    });

    test('a statement tells how many rows it changed', { skip: !has('counts') }, async () => {
      const table = await freshTable('id INTEGER PRIMARY KEY, n BIGINT');
      assert.equal(await database.exec(sql(`INSERT INTO ${table} VALUES (1, 1), (2, 2), (3, 3)`)), 3);
      assert.equal(await database.exec(sql(`UPDATE ${table} SET n = 0 WHERE id > $1`, '1')), 2);
      assert.equal(await database.exec(sql(`DELETE FROM ${table} WHERE id > $1`, '100')), 0);
      assert.equal(await database.exec(sql(`CREATE TABLE ${table}_more (id INTEGER)`)), 0);
    });

    test('rows that no query finds are none', async () => {
      const table = await freshTable('id INTEGER PRIMARY KEY, name TEXT');
      const { columns, rows } = await database.query(sql(`SELECT id, name FROM ${table}`));
      if (has('names')) assert.deepEqual(columns, ['id', 'name']);
      assert.deepEqual(rows, []);
    });

    test('a parameter is never a part of the statement', async () => {
      const table = await freshTable('id INTEGER PRIMARY KEY, name TEXT');
      const hostile = `'); DROP TABLE ${table}; --`;
      await database.exec(sql(`INSERT INTO ${table} VALUES ($1, $2)`, '1', hostile));
      assert.deepEqual(await plain(database, `SELECT name FROM ${table} WHERE name = $1`, hostile), [
        [hostile],
      ]);
      assert.deepEqual(await plain(database, `SELECT name FROM ${table} WHERE name = $1`, "' OR 1=1 --"), []);
    });

    test('parameters are numbered, used twice and in any order', async () => {
      const table = await freshTable('a TEXT, b TEXT, c TEXT');
      await database.exec(sql(`INSERT INTO ${table} (c, b, a) VALUES ($2, $1, $2)`, 'one', 'two'));
      assert.deepEqual(await plain(database, `SELECT a, b, c FROM ${table}`), [['two', 'one', 'two']]);
    });

    test('a question mark is a parameter, but for one in a string, a name or a comment', async () => {
      const table = await freshTable('id INTEGER, "what?" TEXT');
      await database.exec(sql(`INSERT INTO ${table} /* ? */ VALUES (?, ?) -- and no ?`, '7', 'x'));
      assert.deepEqual(
        await plain(database, `SELECT id, "what?", 'it''s ?' FROM ${table} WHERE id = ?`, '7'),
        [[7n, 'x', "it's ?"]],
      );
    });

    test('a statement with other parameters than are given is a syntax-error', async () => {
      await rejectsWith('syntax-error', database.query(sql('SELECT 1 WHERE 1 = $1')));
      await rejectsWith('syntax-error', database.query(sql('SELECT 1 WHERE 1 = ?')));
      await rejectsWith('syntax-error', database.query(sql('SELECT 1', '1')));
    });

    test('every type has its case', async () => {
      const table = await freshTable(
        'i INTEGER, s SMALLINT, l BIGINT, r REAL, d DOUBLE PRECISION, t TEXT, b BOOLEAN, day DATE, at TIME, ts TIMESTAMP, num NUMERIC(10,2), missing TEXT',
      );
      await database.exec(
        sql(
          `INSERT INTO ${table} VALUES (-2147483648, 7, ${largest}, 0.5, -1.25, 'grün 🎉', true, '2026-11-28', '18:53:34.5', '2026-11-28 18:53:34.5', '12.50', NULL)`,
        ),
      );
      const [row = {}] = objects(await database.query(sql(`SELECT * FROM ${table}`)));
      assert.deepEqual(
        { ...row, num: row['num']?.tag },
        {
          i: { tag: 'int32', val: -2147483648 },
          s: { tag: 'int32', val: 7 },
          l: { tag: 'int64', val: largest },
          r: { tag: 'float', val: 0.5 },
          d: { tag: 'double', val: -1.25 },
          t: { tag: 'str', val: 'grün 🎉' },
          b: { tag: 'boolean', val: true },
          day: { tag: 'date', val: '2026-11-28' },
          at: { tag: 'time', val: '18:53:34.5' },
          ts: { tag: 'timestamp', val: '2026-11-28T18:53:34.5' },
          num: 'str',
          missing: { tag: 'null' },
        },
      );
    });

    test('parameters have types', { skip: !has('types') }, async () => {
      const table = await freshTable(
        'i INTEGER, l BIGINT, d DOUBLE PRECISION, b BOOLEAN, t TEXT, day DATE, ts TIMESTAMP',
      );
      const values = {
        i: { tag: 'int32', val: -7 },
        l: { tag: 'int64', val: least },
        d: { tag: 'double', val: 0.1 },
        b: { tag: 'boolean', val: false },
        t: { tag: 'null' },
        day: { tag: 'date', val: '2026-11-28' },
        ts: { tag: 'timestamp', val: '2026-11-28T18:53:34' },
      } as const;
      await database.exec(
        sql(`INSERT INTO ${table} VALUES ($1, $2, $3, $4, $5, $6, $7)`, ...Object.values(values)),
      );
      assert.deepEqual(objects(await database.query(sql(`SELECT * FROM ${table}`))), [values]);
      assert.deepEqual(
        await plain(database, `SELECT l FROM ${table} WHERE i = $1 AND d = $2`, values.i, values.d),
        [[values.l.val]],
      );
    });

    test('bytes of any kind and size come back', { skip: !has('types') }, async () => {
      const table = await freshTable(
        `id INTEGER PRIMARY KEY, data ${label.includes('sqlite') ? 'BLOB' : 'BYTEA'}`,
      );
      const every = Uint8Array.from({ length: 256 }, (_, index) => index);
      const large = randomBytes(5 * 1024 * 1024);
      for (const [id, val] of [new Uint8Array(), every, Uint8Array.from(large)].entries()) {
        await database.exec(
          sql(`INSERT INTO ${table} VALUES ($1, $2)`, { tag: 'int32', val: id }, { tag: 'binary', val }),
        );
        const [[found] = []] = (
          await database.query(sql(`SELECT data FROM ${table} WHERE id = $1`, String(id)))
        ).rows;
        assert.ok(found?.tag === 'binary', found?.tag);
        assert.equal(Buffer.compare(found.val, val), 0, `bytes ${id}`);
      }
    });

    test('an empty text is not NULL', async () => {
      const table = await freshTable('id INTEGER, name TEXT');
      await database.exec(sql(`INSERT INTO ${table} VALUES (1, $1), (2, NULL)`, ''));
      assert.deepEqual(await plain(database, `SELECT name FROM ${table} ORDER BY id`), [[''], [null]]);
    });

    test(`a text of ${60 * many} bytes comes back whole`, async () => {
      const table = await freshTable('name TEXT');
      const long = 'lång '.repeat(10 * many);
      await database.exec(sql(`INSERT INTO ${table} VALUES ($1)`, long));
      const [[found] = []] = await plain(database, `SELECT name FROM ${table}`);
      assert.ok(found === long, 'another text');
    });

    test('an empty statement does nothing', async () => {
      for (const text of ['', '  ', ';', ' -- nothing\n', '/* nothing */ ; ;']) {
        assertCount(await database.exec(sql(text)), 0);
        assert.deepEqual((await database.query(sql(text))).rows, []);
      }
    });

    test('several statements run one after the other, all or none', async () => {
      const table = await freshTable('id INTEGER PRIMARY KEY');
      await database.exec(sql(`INSERT INTO ${table} VALUES (1); INSERT INTO ${table} VALUES (2);`));
      await rejectsWith(
        'constraint-violation',
        database.exec(sql(`INSERT INTO ${table} VALUES (3); INSERT INTO ${table} VALUES (1)`)),
      );
      assert.deepEqual(
        await plain(database, `INSERT INTO ${table} VALUES (4); SELECT id FROM ${table} ORDER BY id`),
        [[1n], [2n], [4n]],
      );
      await rejectsWith('syntax-error', database.exec(sql(`SELECT $1; SELECT 2`, '1')));
    });

    test(`${many} rows come whole`, async () => {
      const numbers = `WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${many}) SELECT n, n * 2 AS twice FROM numbers ORDER BY n`;
      const { rows } = await database.query(sql(numbers));
      assert.equal(rows.length, many);
      assert.deepEqual(await plain(database, `${numbers} LIMIT 1 OFFSET 776`), [[777n, 1554n]]);
    });

    test('a result that is too large is an error, and the next statement runs', async () => {
      const all =
        "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 400) SELECT REPLACE('0123456789', '0', $1) FROM numbers";
      const error = await rejectsWith('unexpected-error', database.query(sql(all, 'x'.repeat(1024 * 1024))));
      assert.match(error.message, /more than 256 MiB/);
      assert.deepEqual(await plain(database, 'SELECT CAST(1 AS INTEGER)'), [[1n]]);
    });

    test('a statement that the database does not understand is a syntax-error', async () => {
      await rejectsWith('syntax-error', database.query(sql('SELEC 1')));
      await rejectsWith('syntax-error', database.query(sql('SELECT * FROM there_is_no_such_table')));
      await rejectsWith('syntax-error', database.exec(sql('INSERT INTO there_is_no_such_table VALUES (1)')));
    });

    test('what a constraint forbids is a constraint-violation', async () => {
      const table = await freshTable('id INTEGER PRIMARY KEY, name TEXT NOT NULL, CHECK (id < 10)');
      const other = await freshTable(`id INTEGER REFERENCES ${table} (id)`);
      await database.exec(sql(`INSERT INTO ${table} VALUES (1, 'one')`));
      await rejectsWith(
        'constraint-violation',
        database.exec(sql(`INSERT INTO ${table} VALUES (1, 'again')`)),
      );
      await rejectsWith('constraint-violation', database.exec(sql(`INSERT INTO ${table} VALUES (2, NULL)`)));
      await rejectsWith('constraint-violation', database.exec(sql(`INSERT INTO ${table} VALUES (11, 'x')`)));
      await rejectsWith('constraint-violation', database.exec(sql(`INSERT INTO ${other} VALUES (5)`)));
    });

    test('a transaction that a statement leaves open is rolled back', async () => {
      const table = await freshTable('id INTEGER PRIMARY KEY');
      await rejectsWith('unexpected-error', database.exec(sql(`BEGIN; INSERT INTO ${table} VALUES (1)`)));
      assert.deepEqual(await plain(database, `SELECT id FROM ${table}`), []);
      await database.exec(sql(`BEGIN; INSERT INTO ${table} VALUES (2); COMMIT`));
      assert.deepEqual(await plain(database, `SELECT id FROM ${table}`), [[2n]]);
    });

    test('statements overlap', async () => {
      const table = await freshTable('id INTEGER PRIMARY KEY, n INTEGER');
      await database.exec(sql(`INSERT INTO ${table} VALUES (1, 0)`));
      await Promise.all(
        Array.from({ length: 50 }, () =>
          database.exec(sql(`UPDATE ${table} SET n = n + 1 WHERE id = $1`, '1')),
        ),
      );
      assert.deepEqual(await plain(database, `SELECT n FROM ${table}`), [[50n]]);
    });

    if (has('transactions')) transactionContract(() => database, freshTable, told);
  });
}
