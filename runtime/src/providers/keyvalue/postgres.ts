/**
 * keyvalue.postgres: all stores are rows of one table (made where it is not there) of a database of PostgreSQL, over the
 * connections of sql.postgres. Names, keys and values are bytes: Postgres's text has no NUL, and is not everywhere UTF-8.
 * What must happen in one step is one statement.
 */
import { isUtf8 } from 'node:buffer';
import { CapabilityError } from '../../ports/errors.ts';
import type { KeyValue, KeyValueErrorCase } from '../../ports/keyvalue.ts';
import { resultLimit } from '../../ports/sql.ts';
import type { Result, Sql, SqlErrorCase, SqlValue } from '../../ports/sql.ts';
import type { ConfigValues, OpenContext, Provider } from '../provider.ts';
import { openPostgres as openSql } from '../sql/postgres.ts';
import { parseAddress } from '../sql/postgres/address.ts';
import type { PostgresAddress } from '../sql/postgres/address.ts';
import { serverAt, silence, sqlState } from '../sql/postgres/failure.ts';
import type { Deadlines } from '../sql/postgres/pool.ts';
import { requireKey } from './keys.ts';

export const provider: Provider<KeyValue> = { open: openPostgres };

/** Of a server for development, the database of all stores, where the URL names none. */
const database = 'keyvalue';
const table = 'slight_keyvalue';

const statements = {
  find: `SELECT to_regclass('${table}') IS NOT NULL`,
  // the key to the rows is read in the order of its bytes: a page of keys reads no values
  make: `CREATE TABLE IF NOT EXISTS ${table} (bucket bytea, key bytea, value bytea NOT NULL, PRIMARY KEY (bucket, key))`,
  get: `SELECT value FROM ${table} WHERE bucket = $1 AND key = $2`,
  exists: `SELECT 1 FROM ${table} WHERE bucket = $1 AND key = $2`,
  set: `INSERT INTO ${table} (bucket, key, value) VALUES ($1, $2, $3)
    ON CONFLICT (bucket, key) DO UPDATE SET value = excluded.value`,
  keys: `SELECT key FROM ${table} WHERE bucket = $1 AND key > $2 ORDER BY key LIMIT $3`,
  delete: `DELETE FROM ${table} WHERE bucket = $1 AND key = $2`,
  // a number as counter.ts reads it; where the value is none, no row comes back
  increment: `INSERT INTO ${table} AS entry (bucket, key, value) VALUES ($1, $2, convert_to($3::bigint::text, 'UTF8'))
    ON CONFLICT (bucket, key) DO UPDATE
    SET value = convert_to((convert_from(entry.value, 'UTF8')::bigint + $3::bigint)::text, 'UTF8')
    WHERE length(entry.value) <= 20 AND encode(entry.value, 'escape') ~ '^(0|-?[1-9][0-9]{0,18})$'
    RETURNING value`,
  add: `INSERT INTO ${table} (bucket, key, value) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING 1`,
  replace: `UPDATE ${table} SET value = $4 WHERE bucket = $1 AND key = $2 AND value = $3 RETURNING 1`,
} as const;

/** Keys read in one go. */
const page = 1000;

/** In bytes. They come back as text of twice the length, and JavaScript has no text of 512 MiB. */
const largest = resultLimit / 2;

export async function openPostgres(
  name: string,
  configs: ConfigValues,
  context: OpenContext,
  deadlines: Deadlines = { connect: 10_000, statement: 30_000, grace: 2_000 },
): Promise<KeyValue & AsyncDisposable> {
  const { POSTGRES_CONNECTION_URL: url = '' } = configs;
  const address = parseAddress(url);
  const fail = (error: unknown): never => {
    throw failure(error, address);
  };
  const sql = await openSql(database, { POSTGRES_CONNECTION_URL: url }, context, deadlines).catch(fail);
  const bucket = binary(Buffer.from(name));

  const ask = async (what: keyof typeof statements, ...parameters: readonly SqlValue[]): Promise<Result> => {
    const statement = { text: statements[what], parameters };
    try {
      return await sql.query(statement).catch(async (error: unknown) => {
        if (stateOf(error) !== '42P01') throw error;
        // somebody dropped it, or the database was made anew
        await needTable(sql);
        return sql.query(statement);
      });
    } catch (error) {
      return fail(error);
    }
  };
  const isDone = ({ rows }: Result) => rows.length > 0;

  try {
    await needTable(sql).catch(fail);
  } catch (error) {
    await sql[Symbol.asyncDispose]();
    throw error;
  }

  return {
    async get(key) {
      return bytesIn(await ask('get', bucket, keyOf(key)))[0];
    },

    async set(key, value) {
      await ask('set', bucket, keyOf(key), valueOf(value));
    },

    async exists(key) {
      return isDone(await ask('exists', bucket, keyOf(key)));
    },

    async *keys() {
      let after: Uint8Array = new Uint8Array();
      for (;;) {
        const found = bytesIn(await ask('keys', bucket, binary(after), { tag: 'int32', val: page }));
        for (const key of found) {
          after = key;
          // no guest could ask for a key that is no Unicode
          if (isUtf8(key)) yield Buffer.from(key).toString();
        }
        if (found.length < page) return;
      }
    },

    async delete(key) {
      await ask('delete', bucket, keyOf(key));
    },

    async increment(key, delta) {
      const [sum] = bytesIn(await ask('increment', bucket, keyOf(key), { tag: 'int64', val: delta }));
      if (!sum) throw uncountable();
      return BigInt(Buffer.from(sum).toString());
    },

    async swap(key, expected, value) {
      const [at, becomes] = [keyOf(key), valueOf(value)];
      if (expected === undefined) return isDone(await ask('add', bucket, at, becomes));
      return isDone(await ask('replace', bucket, at, binary(expected), becomes));
    },

    [Symbol.asyncDispose]: () => sql[Symbol.asyncDispose](),
  };
}

/** Makes the table where it is not there: a user who may not make any can use it all the same. */
async function needTable(sql: Sql): Promise<void> {
  const isThere = async () => {
    const { rows } = await sql.query({ text: statements.find, parameters: [] });
    return rows[0]?.[0]?.tag === 'boolean' && rows[0][0].val;
  };
  if (await isThere()) return;
  try {
    await sql.exec({ text: statements.make, parameters: [] });
  } catch (error) {
    // of two that make it at once, the second fails on what the first has made
    if (!(await isThere())) throw error;
  }
}

function keyOf(key: string): SqlValue {
  requireKey(key);
  return binary(Buffer.from(key));
}

function valueOf(value: Uint8Array): SqlValue {
  if (value.length <= largest) return binary(value);
  throw new CapabilityError(
    'invalid-value',
    `keyvalue.postgres does not take a value of this size: at most ${largest / 1024 / 1024} MiB.`,
  );
}

function binary(val: Uint8Array): SqlValue {
  return { tag: 'binary', val };
}

/** The first column. */
function bytesIn({ rows }: Result): readonly Uint8Array[] {
  return rows.flatMap(([value]) => (value?.tag === 'binary' ? [value.val] : []));
}

const cases: Readonly<Record<SqlErrorCase, KeyValueErrorCase>> = {
  'connection-error': 'connection-error',
  'access-violation': 'authentication-error',
  'timeout-error': 'timeout-error',
  'io-error': 'io-error',
  'invalid-value': 'invalid-value',
  'constraint-violation': 'unexpected-error',
  'transaction-conflict': 'unexpected-error',
  'syntax-error': 'unexpected-error',
  'unexpected-error': 'unexpected-error',
};

/** What sql.postgres threw, as this capability's error. */
function failure(error: unknown, address: PostgresAddress): unknown {
  if (!(error instanceof CapabilityError)) return error;
  switch (stateOf(error)) {
    case '54000':
      return new CapabilityError(
        'invalid-key',
        'The key is too long for the index of a table of Postgres, which takes 2,700 bytes.',
      );
    case '22003':
      return uncountable();
    case '53100':
      return new CapabilityError(
        'io-error',
        `${serverAt(address)} does not take writes: its disk is full. Make room on it.`,
      );
  }
  const { case: sqlCase, message, cause } = error as CapabilityError<SqlErrorCase>;
  // what it says of a statement's time is about a config of sql.postgres
  const told = sqlCase === 'timeout-error' ? silence(address).message : message;
  return new CapabilityError(cases[sqlCase], told, { cause });
}

/** The SQLSTATE of the server's answer that an error tells. */
function stateOf(error: unknown): string | undefined {
  return error instanceof CapabilityError ? sqlState(error.cause) : undefined;
}

function uncountable(): CapabilityError {
  return new CapabilityError(
    'invalid-value',
    'The value is no 64-bit integer in decimal, or the sum is none.',
  );
}
