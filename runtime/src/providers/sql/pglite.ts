/**
 * sql.pglite: each name has a folder of its own, and in it a database of PGlite, which is Postgres in WebAssembly. It runs in a
 * thread and speaks Postgres's own protocol, so that all else is as with a server. Processes that open it at the same time
 * share the one that was first, and another goes on when that ends.
 */
import { CapabilityError } from '../../ports/errors.ts';
import type { Sql } from '../../ports/sql.ts';
import { makeOwnFolder } from '../filesystem/own-folder.ts';
import type { ConfigValues, OpenContext, Provider } from '../provider.ts';
import { runFiles } from './files.ts';
import { deadlineOf } from './limits.ts';
import { sqlOf } from './postgres.ts';
import { connectTo, noHooks } from './postgres/pool.ts';
import type { Connections, Deadlines } from './postgres/pool.ts';
import { failure } from './postgres/failure.ts';
import type { PostgresAddress } from './postgres/address.ts';
import { hasDatabase } from './pglite/has-database.ts';
import { findPlace } from './pglite/place.ts';
import type { Place } from './pglite/place.ts';

export const provider: Provider<Sql> = {
  open: (name, configs, context) => openPglite(name, configs, context),
  holdsData: hasDatabase,
};

export async function openPglite(
  _name: string,
  configs: ConfigValues,
  context: OpenContext,
  statement = deadlineOf(configs),
): Promise<Sql & AsyncDisposable> {
  await makeOwnFolder(context, 'io-error');
  const opened = sqlOf(await shared(context, { connect: 10_000, statement, grace: 1_000 }));
  try {
    await runFiles(opened, configs, context, 'postgres');
    return opened;
  } catch (error) {
    await opened[Symbol.asyncDispose]();
    throw error;
  }
}

interface Joined {
  readonly place: Place;
  readonly connections: Connections;
}

/** Connections to whoever serves it; where that one ends, to the next, which may be this process. */
async function shared(context: OpenContext, deadlines: Deadlines): Promise<Connections> {
  const { signal } = context;
  const join = async (failed?: Place): Promise<Joined> => {
    for (let place = await findPlace(context, failed); ; place = await findPlace(context, place)) {
      const address = addressOf(place);
      try {
        return { place, connections: await connectTo(address, place.token, deadlines, signal, noHooks) };
      } catch (error) {
        const told = failure(error, address);
        // what was written down is of one that has ended
        if (told.case !== 'connection-error' && told.case !== 'access-violation') throw told;
        await place[Symbol.asyncDispose]();
        if (signal.aborted) throw told;
      }
    }
  };
  let joined = join();
  await joined;
  const again = async (failed: Joined): Promise<Joined> => {
    if ((await joined) !== failed) return joined;
    joined = join(failed.place);
    await failed.connections[Symbol.asyncDispose]();
    return joined;
  };
  return {
    async take(given) {
      const one = await joined;
      try {
        return await one.connections.take(given);
      } catch (error) {
        if (!(error instanceof CapabilityError) || error.case !== 'connection-error' || signal.aborted)
          throw error;
        return (await again(one)).connections.take(given);
      }
    },
    async [Symbol.asyncDispose]() {
      const { connections, place } = await joined;
      await connections[Symbol.asyncDispose]();
      await place[Symbol.asyncDispose]();
    },
  };
}

function addressOf({ port }: Place): PostgresAddress {
  return {
    host: '127.0.0.1',
    port,
    user: 'postgres',
    password: undefined,
    database: undefined,
    tls: 'disable',
    rootCertificate: undefined,
    options: undefined,
    applicationName: undefined,
  };
}
