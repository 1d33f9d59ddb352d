/** The one connection to Service Bus of a name: made when a call needs it, and made again after it broke. */
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ServiceBusAdministrationClient, ServiceBusClient, ServiceBusSender } from '@azure/service-bus';
import { CapabilityError } from '../../../ports/errors.ts';
import type { Deadlines } from '../../deadlines.ts';
import type { Account } from './account.ts';
import { administrate } from './administration.ts';
import { failure, isBroken, late, lost } from './failure.ts';

/** One connection. */
export interface Link {
  readonly client: ServiceBusClient;
  /** One for each topic and queue, so that what is published to it keeps its order. */
  readonly senders: Map<string, ServiceBusSender>;
  /** What is under way, and fails where it is given up. */
  readonly pending: Set<(reason: Error) => void>;
  /** Each call of the client that takes one is given it: of a call that it gives up, the client keeps a timer otherwise. */
  readonly abortSignal: AbortSignal;
  readonly giveUp: () => void;
}

export interface Connection extends AsyncDisposable {
  readonly administration: ServiceBusAdministrationClient;
  /** What each call of that is given, so that it ends. */
  inTime(): { readonly abortSignal: AbortSignal };
  /**
   * Uses it, and tells a failure as the capability's. One that breaks, or does not answer in time, is given up.
   * @param more for what waits at the server on purpose, in milliseconds
   */
  run<T>(work: (link: Link) => Promise<T>, more?: number): Promise<T>;
  /** The one in use, if any. */
  readonly current: Link | undefined;
}

/**
 * Nothing is asked of the server before the first `run`.
 * @throws CapabilityError where a proxy is wanted that cannot be used
 */
export async function connectServiceBus(
  account: Account,
  deadlines: Deadlines,
  signal: AbortSignal,
): Promise<Connection> {
  const { ServiceBusClient } = await import('./library.ts');
  const administration = await administrate(account);
  let link: Link | undefined;
  let isEnded = false;

  const connect = (): Link => {
    const given = new AbortController();
    return {
      client: new ServiceBusClient(account.connection, {
        retryOptions: { maxRetries: 0, timeoutInMs: deadlines.command },
      }),
      senders: new Map(),
      pending: new Set(),
      abortSignal: given.signal,
      giveUp: () => given.abort(),
    };
  };
  const leave = (left: Link | undefined) => {
    if (!left || left !== link) return;
    link = undefined;
    for (const fail of left.pending) fail(lost(account));
    breakOff(left);
  };
  const watched = new WeakSet<Socket>();
  /** Of some calls, the client does not tell that their connection is gone. */
  const watch = (used: Link) => {
    const socket = socketOf(used.client);
    if (!socket || watched.has(socket)) return;
    watched.add(socket);
    socket.once('close', () => leave(used));
  };
  const abort = () => leave(link);
  signal.addEventListener('abort', abort, { once: true });

  return {
    administration,
    inTime: () => ({ abortSignal: AbortSignal.any([signal, AbortSignal.timeout(deadlines.command)]) }),
    get current() {
      return link;
    },

    async run<T>(work: (link: Link) => Promise<T>, more = 0) {
      if (isEnded || signal.aborted) throw new CapabilityError('connection-lost', 'The run has ended.');
      const used = (link ??= connect());
      const { promise, resolve, reject } = Promise.withResolvers<T>();
      const timer = setTimeout(() => reject(late(account)), deadlines.command + more);
      used.pending.add(reject);
      try {
        work(used).then(resolve, reject);
        const done = await promise;
        watch(used);
        return done;
      } catch (error) {
        used.pending.delete(reject);
        if (isBroken(error, account)) leave(used);
        throw failure(error, account);
      } finally {
        clearTimeout(timer);
        used.pending.delete(reject);
      }
    },

    async [Symbol.asyncDispose]() {
      isEnded = true;
      signal.removeEventListener('abort', abort);
      const left = link;
      link = undefined;
      if (!left) return;
      // closing waits for the peer, and for one that is stopped it would for a minute
      const socket = socketOf(left.client);
      const late = new AbortController();
      const waits = sleep(deadlines.command, undefined, { signal: late.signal });
      await Promise.race([left.client.close(), waits]).catch(() => undefined);
      late.abort();
      waits.catch(() => undefined);
      breakOff(left, socket);
    },
  };
}

/**
 * As if the network had failed: the client then lets go of its links and its socket, and rhea, which speaks AMQP for it, of
 * the timers of its heartbeat, which it keeps for two minutes of a socket that is gone without an error.
 */
function breakOff({ client, giveUp }: Link, socket = socketOf(client)): void {
  giveUp();
  // of a link that is not closed, the client keeps the timer that renews its token
  const close = () => void client.close().catch(() => undefined);
  if (!socket || socket.closed) {
    close();
    return;
  }
  socket.once('close', close);
  socket.destroy(new Error('given up'));
}

/** The client itself does not end without its peer. It has another connection, without a socket, once one has ended. */
function socketOf(client: ServiceBusClient): Socket | undefined {
  const { _connectionContext: context } = client as unknown as { readonly _connectionContext?: Internals };
  return context?.connection?._connection?.socket;
}

/** The connection of rhea, in that of rhea-promise, in the client's. */
interface Internals {
  readonly connection?: { readonly _connection?: { readonly socket?: Socket } };
}
