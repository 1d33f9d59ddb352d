/** Values of SQLite as the port has them, and back. A column's declared type says what its integers and texts are. */
import type { SQLInputValue, SQLOutputValue, StatementColumnMetadata } from 'node:sqlite';
import type { SqlValue } from '../../../ports/sql.ts';
import { isoTimestamp } from '../iso.ts';

/** Integers as bigint: node:sqlite binds every number as a REAL. */
export function toSqlite(value: SqlValue): SQLInputValue {
  switch (value.tag) {
    case 'null':
      return null;
    case 'boolean':
      return value.val ? 1n : 0n;
    case 'int32':
    case 'uint32':
      return BigInt(value.val);
    default:
      return value.val;
  }
}

type Read = (value: SQLOutputValue) => SqlValue;

/** What reads a column: as Postgres would give one that is declared like it, so that a guest finds the same with both. */
export function readerOf({ type }: Pick<StatementColumnMetadata, 'type'>): Read {
  const declared = (type ?? '').toUpperCase().replace(/\s*\(.*$/, '');
  const own = byType[declared];
  return (value) => {
    if (value === null) return { tag: 'null' };
    if (value instanceof Uint8Array) return { tag: 'binary', val: value };
    return own?.(value) ?? plain(value);
  };
}

/** How many bytes a value takes, about. */
export function sizeOf(value: SQLOutputValue): number {
  return typeof value === 'string' || value instanceof Uint8Array ? value.length : 8;
}

type Scalar = Exclude<SQLOutputValue, null | NodeJS.NonSharedUint8Array>;

function plain(value: Scalar): SqlValue {
  if (typeof value === 'bigint') return { tag: 'int64', val: value };
  return typeof value === 'number' ? { tag: 'double', val: value } : { tag: 'str', val: value };
}

const int32 = (value: Scalar): SqlValue | undefined =>
  typeof value === 'bigint' && BigInt.asIntN(32, value) === value
    ? { tag: 'int32', val: Number(value) }
    : undefined;
const text =
  (tag: 'str' | 'date' | 'time') =>
  (value: Scalar): SqlValue => ({ tag, val: String(value) });
const timestamp = (value: Scalar): SqlValue => ({ tag: 'timestamp', val: isoTimestamp(String(value)) });
const boolean = (value: Scalar): SqlValue | undefined => {
  const word = String(value).toLowerCase();
  if (['1', 't', 'true'].includes(word)) return { tag: 'boolean', val: true };
  return ['0', 'f', 'false'].includes(word) ? { tag: 'boolean', val: false } : undefined;
};
const real = (value: Scalar): SqlValue | undefined =>
  typeof value === 'string' ? undefined : { tag: 'float', val: Number(value) };

const byType: Readonly<Record<string, (value: Scalar) => SqlValue | undefined>> = {
  INT: int32,
  INTEGER: int32,
  INT4: int32,
  SERIAL: int32,
  SMALLINT: int32,
  INT2: int32,
  BOOL: boolean,
  BOOLEAN: boolean,
  REAL: real,
  FLOAT4: real,
  NUMERIC: text('str'),
  DECIMAL: text('str'),
  DATE: text('date'),
  TIME: text('time'),
  TIMESTAMP: timestamp,
  TIMESTAMPTZ: timestamp,
  'TIMESTAMP WITH TIME ZONE': timestamp,
  DATETIME: timestamp,
};
