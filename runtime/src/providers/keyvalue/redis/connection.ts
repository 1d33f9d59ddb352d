/** The one connection of a Redis store: made when a call needs it, and made again after it broke. */
import { isIP } from 'node:net';
import type { Writable } from 'node:stream';
import type { Redis } from 'ioredis';
import { CapabilityError } from '../../../ports/errors.ts';
import type { RedisAddress } from './address.ts';
import { failure, isReply, refusal, silence } from './failure.ts';
import { createWatchdog } from './watchdog.ts';

/** In milliseconds. */
export interface Deadlines {
  /** For the server to accept a connection. */
  readonly connect: number;
  /** For the answer to one command. */
  readonly command: number;
}

export interface RedisConnection extends AsyncDisposable {
  /** Sends a command, over a new connection where there is none, and tells its failure as the capability's. */
  run<T>(command: (redis: Redis) => Promise<T>): Promise<T>;
}

/** One connection. Each has a client of its own, so that nothing of one that broke is in the next. */
interface Link {
  readonly redis: Redis;
  /** Logged in, and at the database that the address names. */
  ready: boolean;
  /** It was given up, because no answer came. */
  silent: boolean;
  /** Why it was closed: connect() itself rejects with `Connection is closed.` */
  error?: unknown;
}

/** @throws CapabilityError where the server is away, refuses the password or has no such database */
export async function connect(
  address: RedisAddress,
  deadlines: Deadlines,
  signal: AbortSignal,
): Promise<RedisConnection> {
  const { Redis: Client } = await import('./library.ts');
  const makeLink = (): Link => {
    const redis = new Client(clientOptions(address, deadlines));
    const made: Link = { redis, ready: false, silent: false };
    redis.on('error', (error) => {
      made.error = error;
    });
    return made;
  };

  let link: Link | undefined;
  const watchdog = createWatchdog(deadlines.command, () => {
    if (!link) return;
    link.silent = true;
    // it may be gone without a goodbye: the next call shall not wait on this connection
    link.redis.disconnect();
  });

  const abort = () => link?.redis.disconnect();
  signal.addEventListener('abort', abort, { once: true });

  let connecting: Promise<Link> | undefined;

  const reconnect = async (): Promise<Link> => {
    link?.redis.disconnect();
    const made = makeLink();
    link = made;
    try {
      await made.redis.connect();
      await greet(made.redis, address);
      made.ready = true;
      return made;
    } catch (error) {
      made.redis.disconnect();
      if (made.silent) throw silence(address);
      throw error instanceof CapabilityError ? error : (made.error ?? error);
    }
  };

  const ready = (): Link | undefined =>
    link?.ready === true && link.redis.status === 'ready' && link.redis.stream.writable ? link : undefined;

  const usable = (): Promise<Link> => {
    if (signal.aborted) return Promise.reject(ended());
    return (connecting ??= reconnect().finally(() => (connecting = undefined)));
  };

  const run = async <T>(command: (redis: Redis) => Promise<T>): Promise<T> => {
    watchdog.sent();
    let used = ready();
    try {
      used ??= await usable();
      gather(used.redis.stream);
      return await command(used.redis);
    } catch (error) {
      if (signal.aborted) throw ended();
      throw used?.silent === true ? silence(address) : failure(error, address);
    } finally {
      watchdog.answered();
    }
  };

  const close = () => {
    signal.removeEventListener('abort', abort);
    watchdog[Symbol.dispose]();
    link?.redis.disconnect();
    return Promise.resolve();
  };

  try {
    await run(() => Promise.resolve());
  } catch (error) {
    await close();
    throw error;
  }
  return { run, [Symbol.asyncDispose]: close };
}

/** What is written until the end of this turn of the event loop goes out as one: a write each costs as much as all else. */
function gather(stream: Writable): void {
  if (stream.writableCorked > 0) return;
  stream.cork();
  setImmediate(() => stream.uncork());
}

function clientOptions({ host, port, path, tls }: RedisAddress, { connect }: Deadlines) {
  return {
    host,
    port,
    ...(path !== undefined && { path }),
    // a server's name is never an IP address, RFC 6066 3: the certificate is held against the address all the same
    ...(tls && { tls: isIP(host) === 0 ? { servername: host } : {} }),
    lazyConnect: true,
    connectTimeout: connect,
    // No reconnecting behind our back: the next call does it, and so finds out whether the server is there again.
    retryStrategy: () => null,
    enableOfflineQueue: false,
    // A connection is left only when nothing is wanted of it any more, so no goodbye is waited for.
    disconnectTimeout: 0,
    // A command may have been carried out before the connection broke, so it is not sent again.
    autoResendUnfulfilledCommands: false,
    // 3 begins with HELLO, which wants the password at once, and which servers before Redis 6 do not know.
    protocol: 2 as const,
    // These two send INFO and CLIENT, which a restricted user may not be allowed.
    enableReadyCheck: false,
    disableClientInfo: true,
  };
}

/**
 * Logs in and chooses the database, by ourselves: the client goes on where the server refuses either, and then what is
 * written goes to database 0. Both are on their way before the first is answered.
 * @throws CapabilityError the first refusal; else what the client threw
 */
async function greet(redis: Redis, address: RedisAddress): Promise<void> {
  const { username, password = '', db } = address;
  const steps: { readonly name: 'AUTH' | 'SELECT'; readonly answer: Promise<unknown> }[] = [];
  if (username !== undefined) steps.push({ name: 'AUTH', answer: redis.call('AUTH', username, password) });
  else if (password !== '') steps.push({ name: 'AUTH', answer: redis.call('AUTH', password) });
  if (db !== 0) steps.push({ name: 'SELECT', answer: redis.call('SELECT', db) });
  const answers = await Promise.allSettled(steps.map(({ answer }) => answer));
  for (const [index, answer] of answers.entries()) {
    if (answer.status === 'fulfilled') continue;
    const reason: unknown = answer.reason;
    throw isReply(reason) ? refusal(reason, steps[index]?.name ?? 'AUTH', address) : reason;
  }
}

function ended(): CapabilityError {
  return new CapabilityError('connection-error', 'The run has ended.');
}
