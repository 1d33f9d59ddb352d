/** The one connection of a Redis store: made when a call needs it, and made again after it broke. */
import { once } from 'node:events';
import type { Redis } from 'ioredis';
import { CapabilityError } from '../../../ports.ts';
import type { RedisAddress } from './address.ts';
import { failure, silence } from './failure.ts';
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

/** @throws CapabilityError where the server is away or refuses the password */
export async function connect(
  address: RedisAddress,
  deadlines: Deadlines,
  signal: AbortSignal,
): Promise<RedisConnection> {
  const { Redis } = await import('./client.ts');
  const { tls, ...rest } = address;
  const redis = new Redis({
    ...rest,
    ...(tls && { tls: { servername: address.host } }),
    lazyConnect: true,
    connectTimeout: deadlines.connect,
    // No reconnecting behind our back: the next call does it, and so finds out whether the server is there again.
    retryStrategy: () => null,
    enableOfflineQueue: false,
    // A connection is left only when nothing is wanted of it any more, so no goodbye is waited for.
    disconnectTimeout: 0,
    // A command may have been carried out before the connection broke, so it is not sent again.
    autoResendUnfulfilledCommands: false,
    // These two send INFO and CLIENT, which a restricted user may not be allowed.
    enableReadyCheck: false,
    disableClientInfo: true,
  });

  // connect() rejects with `Connection is closed.`; why it was closed comes as an event
  let lastError: unknown;
  redis.on('error', (error) => {
    lastError = error;
  });

  // one for each time that it is connected, so that a call knows what became of the connection that it was sent on
  let link: Link = { silent: false };
  const watchdog = createWatchdog(deadlines.command, () => {
    link.silent = true;
    // it may be gone without a goodbye: the next call shall not wait on this connection
    redis.disconnect();
  });

  const abort = () => redis.disconnect();
  signal.addEventListener('abort', abort, { once: true });

  let connecting: Promise<void> | undefined;

  const reconnect = async () => {
    if (redis.status !== 'wait' && redis.status !== 'end') {
      const ended = once(redis, 'end');
      redis.disconnect();
      await ended;
    }
    lastError = undefined;
    const made: Link = { silent: false };
    link = made;
    try {
      await redis.connect();
    } catch (error) {
      throw made.silent ? silence(address) : (lastError ?? error);
    }
  };

  const run = async <T>(command: (redis: Redis) => Promise<T>): Promise<T> => {
    watchdog.sent();
    try {
      if (redis.status !== 'ready' || !redis.stream.writable) {
        if (signal.aborted) throw new CapabilityError('connection-error', 'The run has ended.');
        connecting ??= reconnect().finally(() => (connecting = undefined));
        await connecting;
      }
      const used = link;
      try {
        return await command(redis);
      } catch (error) {
        throw used.silent ? silence(address) : error;
      }
    } catch (error) {
      throw failure(error, address);
    } finally {
      watchdog.answered();
    }
  };

  const close = () => {
    signal.removeEventListener('abort', abort);
    watchdog[Symbol.dispose]();
    redis.disconnect();
    return Promise.resolve();
  };

  try {
    await run((client) => client.ping());
  } catch (error) {
    await close();
    throw error;
  }
  return { run, [Symbol.asyncDispose]: close };
}

interface Link {
  /** It was given up, because no answer came. */
  silent: boolean;
}
