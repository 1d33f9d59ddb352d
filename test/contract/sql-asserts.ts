/** What the contracts of SQL ask for and compare. */
import type { Result, Sql, SqlValue, Statement, Statements } from '@slight/runtime/ports/sql.ts';

/** One that is open. */
export type Database = Sql & AsyncDisposable;

/** A statement; a parameter that is a string is a `str`. */
export function sql(text: string, ...parameters: (string | SqlValue)[]): Statement {
  return {
    text,
    parameters: parameters.map((one) => (typeof one === 'string' ? { tag: 'str', val: one } : one)),
  };
}

/** What a query gives, without the types: bigint for each integer. */
export async function plain(from: Statements, text: string, ...parameters: (string | SqlValue)[]) {
  const { rows } = await from.query(sql(text, ...parameters));
  return rows.map((row) => row.map(plainValue));
}

/** The rows of a query, each as an object of values with their types. */
export function objects({ columns, rows }: Result): Record<string, SqlValue>[] {
  return rows.map((row) => {
    const named: Record<string, SqlValue> = {};
    for (const [index, value] of row.entries())
      named[columns[index] ?? ''] = value.tag === 'binary' ? asArray(value) : value;
    return named;
  });
}

/** Buffers and arrays of bytes are not deeply equal. */
function asArray(value: SqlValue & { tag: 'binary' }): SqlValue {
  return { tag: 'binary', val: Uint8Array.from(value.val) };
}

function plainValue(value: SqlValue) {
  if (value.tag === 'null') return null;
  return value.tag === 'int32' || value.tag === 'uint32' ? BigInt(value.val) : value.val;
}
