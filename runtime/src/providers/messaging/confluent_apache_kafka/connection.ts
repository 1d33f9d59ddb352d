/** One connection to one broker. It is not made again where it breaks: who uses it finds out, and makes another. */
import { isIP } from 'node:net';
import type { API } from '@platformatic/kafka';
import { CapabilityError } from '../../../ports/errors.ts';
import type { Deadlines } from '../../deadlines.ts';
import { kafkaAt } from './address.ts';
import type { Broker, KafkaAddress } from './address.ts';
import { hungUp, isNamed, namesOf, silence, unreachable } from './failure.ts';
import type { Request } from './library.ts';

export interface Link extends AsyncDisposable {
  readonly isClosed: boolean;
  /**
   * Sends a request in the newest version that both sides know, and waits for the answer. What is asked on one connection
   * is answered in turn.
   * @param deadline in milliseconds; the connection of a broker that does not answer by then is given up
   * @throws what the client throws, which namesOf() reads; CapabilityError
   */
  ask<A extends unknown[], R>(request: Request<A, R>, args: A, deadline: number): Promise<R>;
  /** Whether the broker knows the request at all. */
  knows(request: Request<never, unknown>): boolean;
}

export interface LinkOptions {
  /** What it calls itself to the broker. */
  readonly client: string;
  readonly address: KafkaAddress;
  readonly deadlines: Deadlines;
  /** Called when it is closed, for whatever reason. */
  readonly onClose: () => void;
  /** Called when the broker did not answer in time, and before it is closed. */
  readonly onSilence: () => void;
}

/** The longest that a timer of Node's waits, in milliseconds. */
const longest = 2 ** 31 - 1;

/** @throws CapabilityError where the broker is away or refuses the login */
export async function connectBroker(
  { host, port }: Broker,
  { client, address, deadlines, onClose, onSilence }: LinkOptions,
): Promise<Link> {
  const { apiVersionsV0, apiVersionsV3, Connection } = await import('./library.ts');
  const connection = new Connection(client, {
    connectTimeout: deadlines.connect,
    // each request has a deadline of its own
    requestTimeout: longest,
    // a server that has certificates for several names is told which is meant
    ...(address.tls && { tls: {}, tlsServerName: isIP(host) === 0 }),
    ...(address.login && { sasl: address.login }),
  });
  /** By their numbers, the oldest and the newest version of each request that the broker knows. */
  const known = new Map<number, { readonly minVersion: number; readonly maxVersion: number }>();
  let isClosed = false;
  let hasAnswered = false;
  const close = () => {
    if (isClosed) return;
    isClosed = true;
    // it ends the client's timers too; a socket that waits for a broker to hang up would keep the process
    void connection.close().catch(() => undefined);
    (connection.socket as typeof connection.socket | undefined)?.destroy();
    onClose();
  };
  // what is under way is told of it
  connection.on('error', () => undefined);
  connection.on('close', close);

  const send = <A extends unknown[], R>(api: API<A, R>, args: A, deadline: number): Promise<R> => {
    const { promise, resolve, reject } = Promise.withResolvers<R>();
    const timer = setTimeout(() => {
      reject(silence(address));
      onSilence();
      close();
    }, deadline);
    const answered = (error: Error | null, answer?: R) => {
      clearTimeout(timer);
      if (error) reject(error);
      else resolve(answer as R);
    };
    // its type has the arguments and the callback in one tuple, which TypeScript cannot join
    (api as unknown as (...all: readonly unknown[]) => void)(connection, ...args, answered);
    return promise;
  };
  const versionFor = <A extends unknown[], R>({ versions }: Request<A, R>) =>
    versions.find(({ key, version }) => {
      const { minVersion = 0, maxVersion = -1 } = known.get(key) ?? {};
      return version >= minVersion && version <= maxVersion;
    });

  try {
    await connection.connect(host, port);
    const asked = ['slight', '1'] as const;
    const { apiKeys } = await send(apiVersionsV3.api, [...asked], deadlines.command).catch(
      (error: unknown) => {
        if (!isNamed(error, 'UNSUPPORTED_VERSION')) throw error;
        return send(apiVersionsV0.api, [...asked], deadlines.command);
      },
    );
    for (const one of apiKeys) known.set(one.apiKey, one);
  } catch (error) {
    close();
    throw unreachable(error, address);
  }
  return {
    get isClosed() {
      return isClosed;
    },
    knows: (request) => versionFor(request) !== undefined,
    async ask(request, args, deadline) {
      const api = versionFor(request);
      if (!api) {
        const message = `${kafkaAt(address)} does not know ${request.name} in a version that slight speaks. Is it older than Kafka 1.0?`;
        throw new CapabilityError('unexpected-error', message);
      }
      try {
        return await send(api, args, deadline);
      } catch (error) {
        if (
          !hasAnswered &&
          !address.login &&
          namesOf(error).length === 0 &&
          isClosed &&
          !(error instanceof CapabilityError)
        )
          throw hungUp(address);
        throw error;
      } finally {
        hasAnswered ||= !isClosed;
      }
    },
    [Symbol.asyncDispose]() {
      close();
      return Promise.resolve();
    },
  };
}
