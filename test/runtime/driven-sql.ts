/** A guest that is told what to do with a database: see test/guests/c/sql.c. */
import type { Guest } from '@slight/runtime/guest/guest.ts';
import { sqlErrors } from '@slight/runtime/ports/sql.ts';
import type { Result, Sql, SqlValue, Statement, Statements } from '@slight/runtime/ports/sql.ts';
import { driveWith } from './driven.ts';
import type { Driven } from './driven.ts';

/**
 * A database that the guest passes everything on to, so that the contract can be tried on it. One transaction at a time,
 * and every statement while it lasts is its own.
 */
export function drivenSql(guest: Guest, store: Sql): Sql & AsyncDisposable {
  const driven = driveWith(guest, { sql: { store } }, sqlErrors);
  const statements = statementsOf(driven);
  return {
    ...statements,
    async begin(isolation) {
      await driven.command('begin', isolation);
      let isOver = false;
      const end = async (how: string) => {
        if (isOver) return;
        isOver = true;
        await driven.command(how);
      };
      return {
        ...statements,
        commit: () => end('commit'),
        rollback: () => end('rollback'),
        [Symbol.asyncDispose]: () => end('drop'),
      };
    },
    [Symbol.asyncDispose]: () => driven[Symbol.asyncDispose](),
  };
}

function statementsOf(driven: Driven): Statements {
  return {
    query: async (statement) => resultOf(await driven.command('query', ...fieldsOf(statement))),
    exec: async (statement) => Number(String((await driven.command('exec', ...fieldsOf(statement)))[0] ?? 0)),
  };
}

function fieldsOf({ text, parameters }: Statement): (string | Uint8Array)[] {
  return [
    text,
    ...parameters.flatMap((value) => [value.tag, value.tag === 'null' ? '' : bytesOf(value.val)]),
  ];
}

function bytesOf(value: string | number | bigint | boolean | Uint8Array): string | Uint8Array {
  return value instanceof Uint8Array ? value : String(value);
}

function resultOf([count, ...fields]: Buffer[]): Result {
  const width = Number(String(count));
  const columns = fields.splice(0, width).map(String);
  const rows: SqlValue[][] = [];
  for (let at = 0; at < fields.length; at += 2) {
    const row = rows.at(-1);
    const value = valueOf(String(fields[at]), fields[at + 1] ?? Buffer.alloc(0));
    if (!row || row.length === width) rows.push([value]);
    else row.push(value);
  }
  return { columns, rows };
}

function valueOf(tag: string, bytes: Buffer): SqlValue {
  const word = String(bytes);
  switch (tag) {
    case 'null':
      return { tag };
    case 'boolean':
      return { tag, val: word === 'true' };
    case 'int32':
    case 'uint32':
    case 'float':
    case 'double':
      return { tag, val: Number(word) };
    case 'int64':
    case 'uint64':
      return { tag, val: BigInt(word) };
    case 'binary':
      return { tag, val: Uint8Array.from(bytes) };
    default:
      return { tag: tag as 'str', val: word };
  }
}
