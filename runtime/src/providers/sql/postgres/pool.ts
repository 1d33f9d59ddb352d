/** The connections to a database of Postgres: made when statements need them, shared by all, and left when they broke. */
import type { ClientBase, ClientConfig, Pool, PoolClient } from 'pg';
import { CapabilityError } from '../../../ports/errors.ts';
import type { Statement } from '../../../ports/sql.ts';
import { tlsOptions } from './address.ts';
import type { PostgresAddress } from './address.ts';
import { failure, givenUp, lacksTls, silence } from './failure.ts';
import { sendCancel } from './cancel.ts';
import { run } from './run.ts';
import type { Limits, Ran } from './run.ts';

export interface Deadlines {
  /** Milliseconds for a connection, a free one or a new one. */
  readonly connect: number;
  /** Milliseconds that a statement may take. */
  readonly statement: number;
  /** Milliseconds for the server to answer that it was cancelled. */
  readonly grace: number;
}

export interface Connections extends AsyncDisposable {
  /** One for its caller alone, until it is given back. */
  take(signal?: AbortSignal): Promise<Taken>;
}

/** A connection that somebody has. */
export interface Taken {
  run(statement: Statement, signal?: AbortSignal): Promise<Ran>;
  /** Whether a transaction is open on it. */
  readonly isBusy: boolean;
  /** Gives it back; `broken`: so that nobody has it any more. */
  leave(broken?: boolean): void;
}

/** How many at once: an app's instances share them. */
const most = 10;

/** What a guest's values are read by. */
const settings =
  'SET datestyle TO ISO; SET intervalstyle TO postgres; SET bytea_output TO hex; SET extra_float_digits TO 1';
/** So that a statement ends when the run was killed, which says nothing. Postgres has it since 14, and not on every system. */
const watched = 'SET client_connection_check_interval TO 1000';

/** @throws CapabilityError where the server is away, refuses the login or has no such database */
export async function connectTo(
  address: PostgresAddress,
  database: string,
  deadlines: Deadlines,
  end: AbortSignal,
  hooks: typeof usualHooks | undefined = usualHooks,
): Promise<Connections> {
  const { Pool: MakePool, Query } = await import('./library.ts');
  const config = configOf(address, database);
  const makePool = (one: ClientConfig): Pool => {
    const pool = new MakePool({
      ...one,
      max: most,
      connectionTimeoutMillis: deadlines.connect,
      // what is idle keeps no process
      allowExitOnIdle: true,
      ...hooks,
    });
    // of one that breaks while nobody uses it, the next statement need not know
    pool.on('error', () => undefined);
    return pool;
  };
  let pool = makePool(config);
  const taken = new Set<(broken: boolean) => void>();

  const cancel: Limits['cancel'] = (client) => sendCancel(address, client, deadlines.grace);

  const client = async (signal?: AbortSignal): Promise<PoolClient> => {
    const hasEnded = () => end.aborted;
    if (hasEnded()) throw ended();
    if (signal?.aborted === true) throw givenUp();
    try {
      return await within(pool.connect());
    } catch (error) {
      throw hasEnded() ? ended() : error;
    }
  };

  /** The pool counts the time to a connection, and not what is asked on it before it is anybody's. */
  const within = async (connecting: Promise<PoolClient>): Promise<PoolClient> => {
    const { promise, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => {
      reject(silence(address));
      connecting.then(
        (late) => late.release(true),
        () => undefined,
      );
    }, deadlines.connect + deadlines.grace);
    try {
      return await Promise.race([connecting, promise]);
    } finally {
      clearTimeout(timer);
    }
  };

  const connections: Connections = {
    async take(signal) {
      const own = await client(signal).catch((error: unknown) => {
        throw failure(error, address);
      });
      let isBroken = false;
      const onError = () => {
        isBroken = true;
      };
      own.on('error', onError);
      const leave = (broken: boolean) => {
        if (!taken.delete(leave)) return;
        own.off('error', onError);
        own.release(broken || isBroken);
      };
      taken.add(leave);
      return {
        get isBusy() {
          return own.getTransactionStatus() !== 'I';
        },
        async run(statement, given) {
          const signals = given ? [end, given] : [end];
          try {
            const { grace, statement: deadline } = deadlines;
            return await run(own, statement, { deadline, signals, cancel, grace, broken: onError }, Query);
          } catch (error) {
            throw end.aborted ? ended() : failure(error, address);
          }
        },
        leave: (broken = false) => leave(broken),
      };
    },
    async [Symbol.asyncDispose]() {
      for (const leave of [...taken]) leave(true);
      await pool.end();
    },
  };

  try {
    const first = await client().catch(async (error: unknown) => {
      if (address.tls !== 'prefer' || !lacksTls(error)) throw error;
      await pool.end();
      pool = makePool({ ...config, ssl: false });
      return client();
    });
    first.release();
    return connections;
  } catch (error) {
    await pool.end();
    throw error;
  }
}

/** What the pool does, and waits for, before a new connection is anybody's. */
const usualHooks = { onConnect: prepare };
/** For a server that is one session, which another may keep: it has those settings from the start. */
export const noHooks = {} as typeof usualHooks;

async function prepare(client: ClientBase): Promise<void> {
  await client.query(settings);
  await client.query(watched).catch(() => undefined);
}

function configOf(address: PostgresAddress, database: string): ClientConfig {
  const { host, port, user, password, options, applicationName } = address;
  return {
    host,
    port,
    user,
    database,
    password: password ?? '',
    ssl: address.tls === 'disable' ? false : tlsOptions(address),
    application_name: applicationName ?? 'slight',
    ...(options !== undefined && { options }),
    keepAlive: true,
  };
}

function ended(): CapabilityError {
  return new CapabilityError('connection-error', 'The run has ended.');
}
