/** The one connection to NATS of a name: made when a call needs it, and made again after it broke. */
import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { checkServerIdentity } from 'node:tls';
import type { ConnectionOptions } from 'node:tls';
import type { JetStreamClient, JetStreamManager } from '@nats-io/jetstream';
import type { Authenticator, NatsConnection, TlsOptions } from '@nats-io/transport-node';
import { CapabilityError } from '../../ports/errors.ts';
import type { Deadlines } from '../deadlines.ts';
import type { ConfigValues } from '../provider.ts';
import { natsAddress } from './address.ts';
import type { NatsAddress } from './address.ts';
import { failure, lost } from './failure.ts';
import type { NatsWords } from './failure.ts';

/** One connection, with what streams are asked by. */
export interface Link {
  readonly nats: NatsConnection;
  readonly streams: JetStreamClient;
  readonly admin: JetStreamManager;
  /** Resolves when it is closed, for whatever reason. */
  readonly closed: Promise<void>;
  /** What is under way, and fails where it is closed. A race with `closed` would keep something of each call. */
  readonly pending: Set<(reason: Error) => void>;
  isClosed: boolean;
}

export interface Connection extends AsyncDisposable {
  readonly address: NatsAddress;
  /** Uses it, and tells a failure as the capability's; what is under way when it breaks fails there and then. */
  run<T>(work: (link: Link) => Promise<T>): Promise<T>;
}

/** @throws CapabilityError where the server is away or refuses the login */
export async function connectNats(
  configs: ConfigValues,
  words: NatsWords<string>,
  deadlines: Deadlines,
  signal: AbortSignal,
): Promise<Connection> {
  const address = natsAddress(configs['NATS_URL']);
  const authenticator = await authenticatorOf(configs['NATS_CREDS']?.trim() ?? '', words);
  const library = await import('./library.ts');
  let link: Link | undefined;
  let connecting: Promise<Link> | undefined;
  let isEnded = false;

  const connect = async (): Promise<Link> => {
    const nats = await library.connect({
      servers: [...address.servers],
      name: 'slight',
      timeout: deadlines.connect,
      // no reconnecting behind our back: the next call does it, and so finds out whether the server is there again
      reconnect: false,
      ignoreClusterUpdates: true,
      // two that stay without an answer, and it is closed
      pingInterval: deadlines.command,
      maxPingOut: 1,
      ...(address.tls && { tls: tlsOptions(address) }),
      ...(address.user !== undefined && { user: address.user, pass: address.password ?? '' }),
      ...(address.token !== undefined && { token: address.token }),
      ...(authenticator && { authenticator }),
    });
    const options = { timeout: deadlines.command };
    const made: Link = {
      nats,
      streams: library.jetstream(nats, options),
      admin: await library.jetstreamManager(nats, { ...options, checkAPI: false }),
      closed: nats.closed().then(() => {
        made.isClosed = true;
        if (link === made) link = undefined;
        for (const fail of made.pending) fail(lost(address, words));
      }),
      pending: new Set(),
      isClosed: false,
    };
    link = made;
    if (isEnded) await nats.close();
    return made;
  };
  const ended = () => new CapabilityError(words.cases.lost, 'The run has ended.');
  const usable = async (): Promise<Link> => {
    if (isEnded || signal.aborted) throw ended();
    return link ?? (connecting ??= connect().finally(() => (connecting = undefined)));
  };
  const leave = async () => {
    const left = link;
    link = undefined;
    await left?.nats.close();
  };
  const abort = () => void leave().catch(() => undefined);
  signal.addEventListener('abort', abort, { once: true });

  const run = async <T>(work: (link: Link) => Promise<T>): Promise<T> => {
    let used: Link | undefined;
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    try {
      used = await usable();
      if (used.isClosed) throw lost(address, words);
      used.pending.add(reject);
      work(used).then(resolve, reject);
      return await promise;
    } catch (error) {
      if (signal.aborted) throw ended();
      // one that does not answer is given up: the next call shall not wait on it
      if (used && error instanceof Error && error.name === 'TimeoutError') void used.nats.close();
      throw failure(error, address, words);
    } finally {
      used?.pending.delete(reject);
    }
  };

  await run(() => Promise.resolve());
  return {
    address,
    run,
    async [Symbol.asyncDispose]() {
      isEnded = true;
      signal.removeEventListener('abort', abort);
      await connecting?.catch(() => undefined);
      // what was accepted last is to be on its way
      if (link) await Promise.race([link.nats.flush().catch(() => undefined), link.closed]);
      await leave();
    },
  };
}

/**
 * The client gives TLS no name where the address is an IP's, and Node would then look for `localhost` in the certificate. A
 * server is one of those that were named, by whichever of their addresses.
 */
function tlsOptions({ hosts }: NatsAddress): TlsOptions & Pick<ConnectionOptions, 'checkServerIdentity'> {
  const identify: typeof checkServerIdentity = (name, certificate) => {
    const isNamed = hosts.some(({ host }) => host === name);
    const names = isNamed ? [name] : hosts.map(({ host }) => host).filter((host) => isIP(host) !== 0);
    const faults = (names.length === 0 ? [name] : names).map((one) => checkServerIdentity(one, certificate));
    return faults.includes(undefined) ? undefined : faults[0];
  };
  return { checkServerIdentity: identify };
}

/**
 * By the text of a `.creds` file, or by its path.
 * @throws CapabilityError where they cannot be read or are not whole; it does not repeat them
 */
async function authenticatorOf(
  given: string,
  { cases }: NatsWords<string>,
): Promise<Authenticator | undefined> {
  if (given === '') return undefined;
  const text = await credentialsOf(given, cases.denied);
  const { credsAuthenticator } = await import('./library.ts');
  try {
    const authenticator = credsAuthenticator(text);
    // it reads the key when a server asks for a signature
    authenticator('any');
    return authenticator;
  } catch {
    throw new CapabilityError(
      cases.denied,
      'NATS_CREDS is damaged: a .creds file holds the JWT of a user and its key, both whole. Make it anew, with nsc generate creds.',
    );
  }
}

async function credentialsOf(given: string, denied: string): Promise<Uint8Array> {
  if (given.includes('-----BEGIN')) return Buffer.from(given);
  try {
    return await readFile(given);
  } catch (error) {
    throw new CapabilityError(
      denied,
      'NATS_CREDS is neither the text of a .creds file nor the path of one that can be read.',
      { cause: error },
    );
  }
}
