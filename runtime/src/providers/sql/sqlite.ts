/**
 * sql.sqlite: each name has a folder of its own, and in it one SQLite database (`database.sqlite`, which any SQLite
 * viewer opens) by Node's own node:sqlite, in processes beside this one: one for single statements, one for transactions,
 * of which SQLite lets one write at a time, so that each is serializable.
 */
import path from 'node:path';
import { CapabilityError } from '../../ports/errors.ts';
import type { Sql, Transaction } from '../../ports/sql.ts';
import type { ConfigValues, OpenContext, Provider } from '../provider.ts';
import { makeOwnFolder } from '../filesystem/own-folder.ts';
import { makePrivate } from '../sqlite.ts';
import { runFiles } from './files.ts';
import { deadlineOf } from './limits.ts';
import { connect } from './sqlite/connection.ts';
import type { Connection } from './sqlite/connection.ts';
import { busyFor } from './sqlite/failure.ts';
import { makeTurns } from './sqlite/turns.ts';
import { within } from './sqlite/within.ts';

export const provider: Provider<Sql> = { open: openSqlite };

export async function openSqlite(
  _name: string,
  configs: ConfigValues,
  context: OpenContext,
  deadline = deadlineOf(configs),
): Promise<Sql & AsyncDisposable> {
  await makeOwnFolder(context, 'io-error');
  const file = path.join(context.folder, 'database.sqlite');
  await makePrivate(file);
  const { durable, signal: end } = context;
  const connectTo = (alone: boolean) => connect({ file, deadline, durable, signal: end, alone });
  const connection = await connectTo(true);
  const turns = makeTurns();
  let writer: Connection | undefined;
  const begin = async (given?: AbortSignal): Promise<Transaction> => {
    const late = () => busyFor(file, deadline);
    const over = await within({ signals: given ? [end, given] : [end], deadline, late }, (signal) =>
      turns.take(signal),
    );
    try {
      writer ??= await connectTo(false);
      await writer.command('BEGIN IMMEDIATE', given);
      return transaction(writer, over);
    } catch (error) {
      over();
      throw error;
    }
  };
  const database: Sql & AsyncDisposable = {
    query: (...given) => connection.run(...given),
    exec: async (...given) => (await connection.run(...given)).count,
    begin: (_isolation, given) => begin(given),
    async [Symbol.asyncDispose]() {
      await Promise.all([connection[Symbol.asyncDispose](), writer?.[Symbol.asyncDispose]()]);
    },
  };
  try {
    await runFiles(database, configs, context, 'sqlite');
  } catch (error) {
    await database[Symbol.asyncDispose]();
    throw error;
  }
  return database;
}

/** As Postgres has it: after a statement that failed, it can only be rolled back. */
function transaction(connection: Connection, over: () => void): Transaction {
  let hasFailed = false;
  let isOver = false;
  const run = async (...given: Parameters<Connection['run']>) => {
    // the next one has the connection
    if (isOver) throw isOverNow();
    // also where a statement of its own has ended it, or its process has ended: what comes would be by itself
    hasFailed ||= !connection.isBusy;
    if (hasFailed)
      throw new CapabilityError(
        'unexpected-error',
        'A statement of the transaction has failed: it can only be rolled back.',
      );
    try {
      return await connection.run(...given);
    } catch (error) {
      hasFailed = true;
      throw error;
    }
  };
  const rollback = async () => {
    if (isOver) return;
    isOver = true;
    await rollBack(connection).finally(over);
  };
  return {
    query: run,
    exec: async (...given) => (await run(...given)).count,
    async commit() {
      if (isOver) throw isOverNow();
      if (hasFailed || !connection.isBusy) {
        await rollback();
        throw new CapabilityError(
          'unexpected-error',
          'A statement of the transaction has failed, so it was rolled back and not committed.',
        );
      }
      isOver = true;
      try {
        await connection.command('COMMIT');
      } finally {
        await rollBack(connection).finally(over);
      }
    },
    rollback,
    [Symbol.asyncDispose]: rollback,
  };
}

/** The next transaction would be in one that is left open. */
async function rollBack(connection: Connection): Promise<void> {
  if (connection.isBusy) await connection.command('ROLLBACK');
}

function isOverNow(): CapabilityError {
  return new CapabilityError('unexpected-error', 'The transaction is over. Begin another one.');
}
