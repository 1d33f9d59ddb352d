/** One connection to a SQLite file: statements one at a time, each in no time or not at all. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { CapabilityError } from '../../../ports/errors.ts';
import { resultLimit } from '../../../ports/sql.ts';
import type { Result, SqlValue, Statement } from '../../../ports/sql.ts';
import type { OpenContext } from '../../provider.ts';
import { codes, resultCode } from '../../sqlite.ts';
import { refuseTooLarge } from '../limits.ts';
import { readText } from '../text.ts';
import type { SingleStatement } from '../text.ts';
import { busyFor, failure } from './failure.ts';
import { readerOf, sizeOf, toSqlite } from './values.ts';

export interface Connection extends Disposable {
  /** True within a transaction. */
  readonly isBusy: boolean;
  /** Runs a statement, or several; waits for locks of others as long as a statement may take. */
  run(statement: Statement, signal?: AbortSignal): Promise<Ran>;
  /** Of the runtime's own: no parameters, no rows. */
  command(text: string, signal?: AbortSignal): Promise<void>;
}

export interface Ran extends Result {
  /** Rows that were changed, or given. */
  readonly count: number;
}

export interface ConnectionOptions extends Pick<OpenContext, 'durable' | 'signal'> {
  readonly file: string;
  /** Milliseconds that a statement may take. */
  readonly deadline: number;
}

/** What changes how the file is kept, and so is the runtime's to say. */
const ownPragmas = new Set([
  'journal_mode',
  'synchronous',
  'locking_mode',
  'writable_schema',
  'temp_store_directory',
  'data_store_directory',
  'trusted_schema',
  'mmap_size',
]);

const transactionWords = new Set([
  'BEGIN',
  'COMMIT',
  'END',
  'ROLLBACK',
  'SAVEPOINT',
  'RELEASE',
  'VACUUM',
  'PRAGMA',
]);

export async function connect(options: ConnectionOptions): Promise<Connection> {
  const { file, durable, deadline, signal: end } = options;
  const { DatabaseSync, constants } = await import('node:sqlite');

  // The library is synchronous, so it must not wait for locks itself: the event loop would stand still.
  const whenFree = async <T>(step: () => T, signal?: AbortSignal): Promise<T> => {
    const until = performance.now() + deadline;
    for (;;) {
      if (end.aborted || signal?.aborted === true)
        throw new CapabilityError('timeout-error', 'Nobody waits for the statement any more.');
      try {
        return step();
      } catch (error) {
        const code = resultCode(error);
        if (code !== codes.busy && code !== codes.locked) throw failure(error, file);
        if (performance.now() > until) throw busyFor(file, deadline);
      }
      // at random, so that processes that wait for each other fall out of step
      await delay(1 + Math.random() * 4);
    }
  };

  const database = await whenFree(
    () => new DatabaseSync(file, { timeout: 0, enableForeignKeyConstraints: true }),
  );
  try {
    await whenFree(() => {
      // full: the log reaches the disk with every commit; normal: only when it is folded into the file
      database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${durable ? 'FULL' : 'NORMAL'}`);
      // macOS's fsync only hands over to the disk's own cache; elsewhere this changes nothing
      if (durable) database.exec('PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON');
      database.exec('PRAGMA journal_size_limit = 16777216');
    });
  } catch (error) {
    database.close();
    throw error;
  }
  // a guest's path is never a host's path: VACUUM alone attaches, a file of its own without a name
  database.setAuthorizer((action, first, second) => {
    if (action === constants.SQLITE_ATTACH && first !== '') return constants.SQLITE_DENY;
    if (action === constants.SQLITE_PRAGMA && second !== null && ownPragmas.has(String(first).toLowerCase()))
      return constants.SQLITE_DENY;
    return constants.SQLITE_OK;
  });

  return {
    get isBusy() {
      return database.isTransaction;
    },
    async run(statement, signal) {
      const { statements } = readText(statement, 'sqlite');
      const parameters = statement.parameters.map(toSqlite);
      if (statements.length > 1 && parameters.length > 0) {
        throw new CapabilityError(
          'syntax-error',
          'Several statements in one text take no parameters. Give them one after the other.',
        );
      }
      const until = performance.now() + deadline;
      const [first] = statements;
      if (!first) return { columns: [], rows: [], count: 0 };
      if (statements.length === 1) return whenFree(() => step(database, first, parameters, until), signal);
      return whenFree(() => several(database, statements, until), signal);
    },
    command: (text, signal) => whenFree(() => database.exec(text), signal),
    [Symbol.dispose]() {
      if (database.isOpen) database.close();
    },
  };
}

/** All or nothing, as Postgres has it, unless they say themselves what is one. */
function several(database: DatabaseSync, statements: readonly SingleStatement[], until: number): Ran {
  const isWithin = () => database.isTransaction;
  const isOne = !isWithin() && !statements.some(({ verb }) => transactionWords.has(verb));
  let last: Ran = { columns: [], rows: [], count: 0 };
  try {
    if (isOne) database.exec('BEGIN IMMEDIATE');
    for (const one of statements) {
      const ran = step(database, one, [], until);
      last = ran.columns.length > 0 ? ran : { ...last, count: ran.count };
    }
    if (isOne) database.exec('COMMIT');
    return last;
  } catch (error) {
    if (isOne && isWithin()) database.exec('ROLLBACK');
    throw error;
  }
}

function step(
  database: DatabaseSync,
  { text }: SingleStatement,
  parameters: readonly ReturnType<typeof toSqlite>[],
  until: number,
): Ran {
  const statement = database.prepare(text);
  const columns = statement.columns();
  if (columns.length === 0) return { columns: [], rows: [], count: change(database, statement, parameters) };
  statement.setReadBigInts(true);
  statement.setReturnArrays(true);
  const readers = columns.map(readerOf);
  const rows: SqlValue[][] = [];
  let size = 0;
  for (const found of statement.iterate(...parameters)) {
    const row = (found as unknown as Parameters<(typeof readers)[number]>[0][]).map((value, index) => {
      size += sizeOf(value);
      return readers[index]?.(value) ?? { tag: 'null' as const };
    });
    if (size > resultLimit) refuseTooLarge();
    if (performance.now() > until)
      throw new CapabilityError('timeout-error', 'The statement took longer than SQL_TIMEOUT allows.');
    rows.push(row);
  }
  return { columns: columns.map(({ name }) => name), rows, count: rows.length };
}

/** What a statement without rows changed: SQLite keeps the last number where one changes nothing, such as CREATE TABLE. */
function change(
  database: DatabaseSync,
  statement: StatementSync,
  parameters: readonly ReturnType<typeof toSqlite>[],
): number {
  const total = () => Number(database.prepare('SELECT total_changes() AS n').get()?.['n']);
  const before = total();
  const { changes } = statement.run(...parameters);
  return total() === before ? 0 : Number(changes);
}
