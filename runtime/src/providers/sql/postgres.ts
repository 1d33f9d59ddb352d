/** sql.postgres: a database of a PostgreSQL server, by a pool of connections that all instances of an app share. */
import { CapabilityError } from '../../ports/errors.ts';
import type { Isolation, Sql, Statement, Transaction } from '../../ports/sql.ts';
import type { ConfigValues, OpenContext, Provider } from '../provider.ts';
import { runFiles } from './files.ts';
import { deadlineOf, leftOpen } from './limits.ts';
import { parseAddress } from './postgres/address.ts';
import type { PostgresAddress } from './postgres/address.ts';
import { failure, sqlState } from './postgres/failure.ts';
import { connectTo } from './postgres/pool.ts';
import type { Connections, Deadlines, Taken } from './postgres/pool.ts';

export const provider: Provider<Sql> = {
  open: (name, configs, context) => openPostgres(name, configs, context),
};

/** The database that every server has, and from which others are made. */
const maintenance = 'postgres';

export async function openPostgres(
  name: string,
  configs: ConfigValues,
  context: OpenContext,
  deadlines: Deadlines = { connect: 10_000, statement: deadlineOf(configs), grace: 2_000 },
): Promise<Sql & AsyncDisposable> {
  const address = parseAddress(configs['POSTGRES_CONNECTION_URL']);
  const { development, signal } = context;
  // as libpq has it; a server for development has a database a name
  const database = address.database ?? (development ? name : address.user);
  const connections = await connectTo(address, database, deadlines, signal)
    .catch(async (error: unknown) => {
      if (!development || sqlState(error) !== '3D000') throw failure(error, address);
      await makeDatabase(address, database, deadlines, signal);
      return connectTo(address, database, deadlines, signal);
    })
    .catch((error: unknown) => {
      throw failure(error, address);
    });
  const opened = sqlOf(connections);
  try {
    if (development) await runFiles(opened, configs, context, 'postgres');
    return opened;
  } catch (error) {
    await opened[Symbol.asyncDispose]();
    throw error;
  }
}

/** The port, by connections however they are had. */
export function sqlOf(connections: Connections): Sql & AsyncDisposable {
  const once = async (statement: Statement, signal?: AbortSignal) => {
    const taken = await connections.take(signal);
    try {
      const ran = await taken.run(statement, signal);
      if (taken.isBusy) throw leftOpen();
      return ran;
    } finally {
      await giveBack(taken);
    }
  };
  return {
    query: once,
    exec: async (...given) => (await once(...given)).count,
    async begin(isolation, signal) {
      const taken = await connections.take(signal);
      try {
        await taken.run(plain(`BEGIN ISOLATION LEVEL ${levels[isolation]}`), signal);
        return transaction(taken);
      } catch (error) {
        taken.leave(true);
        throw error;
      }
    },
    [Symbol.asyncDispose]: () => connections[Symbol.asyncDispose](),
  };
}

const levels: Readonly<Record<Isolation, string>> = {
  'read-uncommitted': 'READ UNCOMMITTED',
  'read-committed': 'READ COMMITTED',
  'repeatable-read': 'REPEATABLE READ',
  serializable: 'SERIALIZABLE',
};

function plain(text: string): Statement {
  return { text, parameters: [] };
}

/** The next statement, of whoever, would be in the transaction that one left open. */
async function giveBack(taken: Taken): Promise<void> {
  let isBroken = false;
  try {
    if (taken.isBusy) await taken.run(plain('ROLLBACK'));
  } catch {
    isBroken = true;
  } finally {
    taken.leave(isBroken);
  }
}

function transaction(taken: Taken): Transaction {
  let isOver = false;
  const rollback = async () => {
    if (isOver) return;
    isOver = true;
    await giveBack(taken);
  };
  return {
    query: (...given) => taken.run(...given),
    exec: async (...given) => (await taken.run(...given)).count,
    async commit() {
      isOver = true;
      try {
        const { command } = await taken.run(plain('COMMIT'));
        // after a statement that failed, the server takes it for the other, and says so in passing
        if (command !== 'ROLLBACK') return;
      } finally {
        await giveBack(taken);
      }
      throw new CapabilityError(
        'unexpected-error',
        'A statement of the transaction has failed, so it was rolled back and not committed.',
      );
    },
    rollback,
    [Symbol.asyncDispose]: rollback,
  };
}

async function makeDatabase(
  address: PostgresAddress,
  database: string,
  deadlines: Deadlines,
  signal: AbortSignal,
): Promise<void> {
  await using connections = await connectTo(address, maintenance, deadlines, signal);
  const taken = await connections.take();
  try {
    await taken.run({
      text: `CREATE DATABASE "${database.replaceAll('"', '""')}"`,
      parameters: [],
      verbatim: true,
    });
  } catch (error) {
    // another run was first
    const { cause } = error as Error;
    if (!['42P04', '23505'].includes(sqlState(cause) ?? '')) throw error;
  } finally {
    taken.leave();
  }
}
