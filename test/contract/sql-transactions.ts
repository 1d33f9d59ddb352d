/** The part of the contract of SQL that is about transactions. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rejectsWith } from './keyvalue-asserts.ts';
import { plain, sql } from './sql-asserts.ts';
import type { Database } from './sql-asserts.ts';

export function transactionContract(
  open: () => Database,
  freshTable: (columns: string) => Promise<string>,
  told: (errorCase: string) => string,
): void {
  test('what a transaction did is there once it was committed', async () => {
    const table = await freshTable('id INTEGER PRIMARY KEY');
    const transaction = await open().begin('read-committed');
    await transaction.exec(sql(`INSERT INTO ${table} VALUES ($1)`, '1'));
    assert.deepEqual(await plain(transaction, `SELECT id FROM ${table}`), [[1n]]);
    await transaction.commit();
    assert.deepEqual(await plain(open(), `SELECT id FROM ${table}`), [[1n]]);
  });

  test('a transaction that is rolled back, or dropped, did nothing', async () => {
    const table = await freshTable('id INTEGER PRIMARY KEY');
    const transaction = await open().begin('serializable');
    await transaction.exec(sql(`INSERT INTO ${table} VALUES (1)`));
    await transaction.rollback();
    {
      await using dropped = await open().begin('serializable');
      await dropped.exec(sql(`INSERT INTO ${table} VALUES (2)`));
    }
    assert.deepEqual(await plain(open(), `SELECT id FROM ${table}`), []);
  });

  test('after a statement that failed, a transaction can only be rolled back', async () => {
    const table = await freshTable('id INTEGER PRIMARY KEY');
    {
      await using transaction = await open().begin('read-committed');
      await transaction.exec(sql(`INSERT INTO ${table} VALUES (1)`));
      await rejectsWith('constraint-violation', transaction.exec(sql(`INSERT INTO ${table} VALUES (1)`)));
      await rejectsWith('unexpected-error', transaction.exec(sql(`INSERT INTO ${table} VALUES (2)`)));
      await rejectsWith('unexpected-error', transaction.commit());
    }
    assert.deepEqual(await plain(open(), `SELECT id FROM ${table}`), []);
  });

  for (const isolation of [
    'read-uncommitted',
    'read-committed',
    'repeatable-read',
    'serializable',
  ] as const) {
    test(`a transaction of ${isolation} reads what it wrote`, async () => {
      const table = await freshTable('id INTEGER PRIMARY KEY');
      await using transaction = await open().begin(isolation);
      await transaction.exec(sql(`INSERT INTO ${table} VALUES (1)`));
      assert.deepEqual(await plain(transaction, `SELECT id FROM ${table}`), [[1n]]);
      await transaction.commit();
    });
  }

  test('a value that is none of its type is told as one', async () => {
    const table = await freshTable('id INTEGER PRIMARY KEY, n INTEGER CHECK (n > 0)');
    await using transaction = await open().begin('read-committed');
    const wrong = transaction.exec(sql(`INSERT INTO ${table} VALUES ($1, 1)`, 'no number'));
    await rejectsWith(told('invalid-value'), wrong);
  });
}
