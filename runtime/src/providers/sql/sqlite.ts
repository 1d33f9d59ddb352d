/**
 * sql.sqlite: each name has a folder of its own, and in it one SQLite database (`database.sqlite`, which any SQLite
 * viewer opens) by Node's own node:sqlite. A transaction has a connection of its own; SQLite lets one write at a time,
 * so each is serializable.
 */
import path from 'node:path';
import { CapabilityError } from '../../ports/errors.ts';
import type { Sql, Statements, Transaction } from '../../ports/sql.ts';
import type { ConfigValues, OpenContext, Provider } from '../provider.ts';
import { makeOwnFolder } from '../filesystem/own-folder.ts';
import { makePrivate } from '../sqlite.ts';
import { runFiles } from './files.ts';
import { deadlineOf } from './limits.ts';
import { connect } from './sqlite/connection.ts';
import type { Connection, ConnectionOptions } from './sqlite/connection.ts';

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
  const { durable, signal } = context;
  const options: ConnectionOptions = { file, deadline, durable, signal };
  const connection = await connect(options);
  const begun = new Set<Connection>();
  const begin = async (given?: AbortSignal): Promise<Transaction> => {
    const own = await connect(options);
    begun.add(own);
    const close = () => {
      begun.delete(own);
      own[Symbol.dispose]();
    };
    try {
      await own.command('BEGIN IMMEDIATE', given);
      return transaction(own, close);
    } catch (error) {
      close();
      throw error;
    }
  };
  const database: Sql & AsyncDisposable = {
    ...statements(connection),
    begin: (_isolation, given) => begin(given),
    [Symbol.asyncDispose]() {
      for (const one of [connection, ...begun]) one[Symbol.dispose]();
      return Promise.resolve();
    },
  };
  try {
    await runFiles(database, configs, context);
  } catch (error) {
    await database[Symbol.asyncDispose]();
    throw error;
  }
  return database;
}

function statements(connection: Connection): Statements {
  const run = async (...given: Parameters<Connection['run']>) => {
    try {
      return await connection.run(...given);
    } finally {
      // the next statement, of whoever, would be in it
      if (connection.isBusy) {
        await connection.command('ROLLBACK');
        // eslint-disable-next-line no-unsafe-finally
        throw leftOpen();
      }
    }
  };
  return { query: run, exec: async (...given) => (await run(...given)).count };
}

function leftOpen(): CapabilityError {
  return new CapabilityError(
    'unexpected-error',
    'The statement began a transaction and did not end it, so it was rolled back. Begin one with begin, or give all its statements in one text.',
  );
}

/** As Postgres has it: after a statement that failed, it can only be rolled back. */
function transaction(connection: Connection, close: () => void): Transaction {
  let hasFailed = false;
  let isOver = false;
  const run = async (...given: Parameters<Connection['run']>) => {
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
    try {
      if (connection.isBusy) await connection.command('ROLLBACK');
    } finally {
      close();
    }
  };
  return {
    query: run,
    exec: async (...given) => (await run(...given)).count,
    async commit() {
      if (hasFailed) {
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
        close();
      }
    },
    rollback,
    [Symbol.asyncDispose]: rollback,
  };
}
