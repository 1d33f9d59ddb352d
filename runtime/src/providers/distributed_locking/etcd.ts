/**
 * distributed_locking.etcd: locks as etcd has them itself (`etcdctl lock`), a key `<name>:<lock>/<lease>` each, which lasts
 * as long as its lease. A lock without a time to live has a short lease that is renewed; of one with it, the lease is the
 * time. Who waits does so in etcd, in the order of the keys' revisions, which are the fencing numbers.
 */
import type { LockingErrorCase, Locks } from '../../ports/distributed-locking.ts';
import { CapabilityError } from '../../ports/errors.ts';
import type { ConfigValues, OpenContext, Provider } from '../provider.ts';
import { parseEndpoint } from './etcd/endpoint.ts';
import { silent, stranger } from './etcd/failure.ts';
import { Gateway, KnownRefusal } from './etcd/gateway.ts';
import type { Answer } from './etcd/gateway.ts';
import { grantLease } from './etcd/lease.ts';
import type { Lease } from './etcd/lease.ts';
import { lockKey } from './etcd/lock-key.ts';
import { Renewal } from './etcd/renewal.ts';
import { givenUp } from './given-up.ts';
import { formatLockId, noSuchLock, parseLockId } from './lock-id.ts';

export const provider: Provider<Locks> = { open: openEtcd };

/** In milliseconds. */
export interface Deadlines {
  /** For the answer to one call, but for the wait for a lock. */
  readonly call: number;
  /** Of the lease of a lock without a time to live: so long it stays where its process was killed. */
  readonly lease: number;
}

/** A lock that this opening holds. */
interface Held {
  readonly lease: Lease;
  readonly timer: NodeJS.Timeout | undefined;
  /** Aborted where it could not be renewed. */
  readonly losing: AbortSignal;
}

export async function openEtcd(
  name: string,
  configs: ConfigValues,
  context: Pick<OpenContext, 'signal'>,
  deadlines: Deadlines = { call: 10_000, lease: 10_000 },
): Promise<Locks & AsyncDisposable> {
  const endpoint = parseEndpoint(configs['ETCD_ENDPOINT']);
  const gateway = new Gateway(endpoint, deadlines.call);
  const renewal = new Renewal(endpoint, deadlines.call);
  const held = new Map<string, Held>();
  const closing = new AbortController();
  const { signal: closed } = closing;
  const pending = new Set<Promise<unknown>>();

  const call = (path: string, body: object, errorCase: LockingErrorCase, signal?: AbortSignal) =>
    gateway.call(path, body, {
      ...{ deadline: deadlines.call, errorCase, known },
      ...(signal && { signal }),
    });
  /** The revision that made the key, where the key is there and of that lease. */
  const revisionOf = async (key: Uint8Array, lease: string, errorCase: LockingErrorCase) => {
    const answer = await call('kv/range', { key: base64(key) }, errorCase);
    const [found] = (answer['kvs'] ?? []) as readonly Answer[];
    return found && found['lease'] === lease ? BigInt(String(found['create_revision'])) : undefined;
  };
  const revoke = (lease: string) => call('lease/revoke', { ID: lease }, 'lock-release-error');
  /** What comes of it is waited for when this closes; where it fails, the lease runs out. */
  const revokeLater = (lease: string) => {
    const revoked = revoke(lease).then(
      () => undefined,
      () => undefined,
    );
    pending.add(revoked);
    void revoked.finally(() => pending.delete(revoked));
  };

  const take = async (
    lockName: Uint8Array,
    timeToLive: number | undefined,
    signal: AbortSignal,
  ): Promise<Uint8Array> => {
    const granted = await grantLease(call, timeToLive ?? deadlines.lease, signal);
    let lease = granted;
    const losing = new AbortController();
    renewal.keep(lease.id, lease.seconds, lease.asked, (isGone) => {
      losing.abort(isGone ? lostInLine() : silent(endpoint, granted.seconds * 1000));
    });
    try {
      // for as long as its place in the line can be kept
      await gateway.call(
        'lock/lock',
        { name: base64(lockKey(name, lockName)), lease: lease.id },
        { signal: AbortSignal.any([signal, losing.signal]), errorCase: 'lock-acquire-error', known },
      );
      if (timeToLive !== undefined) {
        renewal.leave(lease.id);
        lease = { ...lease, ends: timeToLive };
        // the time counts from now
        if (performance.now() - lease.asked > 50) {
          lease = { ...lease, asked: performance.now() };
          await call('lease/keepalive', { ID: lease.id }, 'lock-acquire-error', signal);
        }
      }
      const key = lockKey(name, lockName, lease.hex);
      const number = await revisionOf(key, lease.id, 'lock-acquire-error');
      if (number === undefined) throw lostInLine();
      const id = formatLockId({ number, holder: lease.hex.padStart(16, '0'), rest: lockName });
      held.set(keyOf(id), { lease, timer: endOf(lease), losing: losing.signal });
      return id;
    } catch (error) {
      renewal.leave(lease.id);
      revokeLater(lease.id);
      throw error;
    }
  };

  /** etcd's own shortest lease may be longer than the time that was asked for. */
  const endOf = ({ id, seconds, asked, ends }: Lease) =>
    seconds * 1000 > ends
      ? setTimeout(() => revokeLater(id), asked + ends - performance.now()).unref()
      : undefined;

  const acquire: Locks['acquire'] = async (lockName, { timeToLive, signal: given } = {}) => {
    const signal = AbortSignal.any([context.signal, closed, ...(given ? [given] : [])]);
    try {
      signal.throwIfAborted();
      return await take(Uint8Array.from(lockName), timeToLive, signal);
    } catch (error) {
      if (signal.aborted) throw givenUp(signal);
      throw error instanceof KnownRefusal ? lostInLine() : error;
    }
  };

  const release = async (id: Uint8Array): Promise<void> => {
    const { number, holder, rest } = parseLockId(id);
    const one = held.get(keyOf(id));
    const lease = one?.lease.id ?? String(BigInt(`0x${holder}`));
    held.delete(keyOf(id));
    clearTimeout(one?.timer);
    renewal.leave(lease);
    if (!one) {
      const key = lockKey(name, rest, BigInt(`0x${holder}`).toString(16));
      if ((await revisionOf(key, lease, 'lock-release-error')) !== number) throw noSuchLock();
    }
    try {
      await revoke(lease);
    } catch (error) {
      if (error instanceof KnownRefusal) throw noSuchLock();
      throw error;
    }
    if (!one) return;
    if (one.losing.aborted)
      throw new CapabilityError('lock-release-error', 'this lock was lost: it could not be renewed in time');
    if (performance.now() > one.lease.asked + one.lease.ends)
      throw new CapabilityError('lock-release-error', 'the time to live of this lock was over');
  };

  try {
    const answer = await call(
      'kv/range',
      { key: base64(lockKey(name, new Uint8Array())) },
      'connection-error',
    );
    if (!('header' in answer)) throw stranger(endpoint);
  } catch (error) {
    gateway[Symbol.dispose]();
    throw error;
  }

  return {
    acquire(lockName, options) {
      const taken = acquire(lockName, options);
      const over = () => pending.delete(taken);
      pending.add(taken);
      taken.then(over, over);
      return taken;
    },
    release,
    async [Symbol.asyncDispose]() {
      closing.abort();
      await Promise.allSettled(pending);
      for (const { lease, timer } of held.values()) {
        clearTimeout(timer);
        revokeLater(lease.id);
      }
      await Promise.allSettled(pending);
      await renewal[Symbol.asyncDispose]();
      gateway[Symbol.dispose]();
    },
  };
}

/** What is told of a lease that is over. */
const known = /lease not found/;

function lostInLine(): CapabilityError<LockingErrorCase> {
  return new CapabilityError(
    'lock-acquire-error',
    'the place in the line for the lock was lost: it could not be renewed in time',
  );
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

function keyOf(id: Uint8Array): string {
  return Buffer.from(id).toString('latin1');
}
