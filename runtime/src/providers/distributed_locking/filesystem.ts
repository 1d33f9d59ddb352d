/**
 * distributed_locking.filesystem: locks among the processes of one machine, in one SQLite file a name (`locks.sqlite`). Who
 * asks draws a ticket, and the lowest has the lock. A lock without a time to live needs no renewal: it is held for as long
 * as its process is there, and free as soon as that has ended, however it ended.
 */
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Locks } from '../../ports/distributed-locking.ts';
import { CapabilityError } from '../../ports/errors.ts';
import { openDatabase } from '../filesystem/database.ts';
import type { Layout } from '../filesystem/database.ts';
import { makeOwnFolder } from '../filesystem/own-folder.ts';
import type { OpenContext, Provider } from '../provider.ts';
import { givenUp } from './given-up.ts';
import { Presences } from './filesystem/presence.ts';
import { queueOf, tickets } from './filesystem/queue.ts';
import type { Front, Ticket } from './filesystem/queue.ts';
import { formatLockId, noSuchLock, parseLockId } from './lock-id.ts';

const layout: Layout = {
  version: 1,
  tables: tickets,
  cases: {
    locked: 'lock-timeout-error',
    unusable: 'lock-acquire-error',
    tooLarge: 'lock-acquire-error',
    other: 'unexpected-error',
  },
};

/** Milliseconds between two looks at who is in front: short at first, since most locks are held for a moment. */
const [firstPause, lastPause] = [1, 10];

/** Milliseconds between two looks at whether the process in front is there, which costs ten times as much. */
const presencePause = 100;

/** After how long one that may take the lock and does not loses its place, in milliseconds: its process was halted. */
const patience = 2000;

export const provider: Provider<Locks> = {
  async open(_name, _configs, context) {
    await makeOwnFolder(context, 'unexpected-error');
    return openLocks(context);
  },
};

async function openLocks(context: OpenContext): Promise<Locks & AsyncDisposable> {
  const database = await openDatabase(path.join(context.folder, 'locks.sqlite'), layout, context);
  const presences = new Presences(path.join(context.folder, 'present'));
  const queue = queueOf(database, presences);
  // in a transaction, so that nobody takes it for one that is left before it is locked
  const presence = await database.write(() => presences.enter());
  const closing = new AbortController();
  const waits = new Set<Promise<unknown>>();

  const wait = async (drawn: Ticket, holder: string, signal: AbortSignal): Promise<bigint> => {
    let ticket = drawn;
    let seen: { readonly front: Front; readonly at: number; asked: number } | undefined;
    try {
      for (let pause = firstPause; ; pause = Math.min(2 * pause, lastPause)) {
        await delay(pause, undefined, { signal });
        const front = await database.read(() => queue.front(ticket));
        const time = performance.now();
        if (front?.number !== seen?.front.number || front?.held !== seen?.front.held) {
          seen = front && { front, at: time, asked: time };
        }
        const idle = front && !front.held && seen && time - seen.at > patience;
        const isMine = front?.number === ticket.number;
        if (front && seen && !isMine && !front.expired && !idle && time - seen.asked < presencePause)
          continue;
        if (seen) seen.asked = time;
        const state = await database.write(() => queue.tryTake(ticket, idle ? front.number : undefined));
        if (state === 'taken') return ticket.number;
        // this process was halted, and lost its place
        if (state === 'gone') {
          const again = await database.write(() =>
            queue.draw(ticket.name, presence.id, holder, ticket.timeToLive),
          );
          ({ ticket } = again);
          if (again.state === 'taken') return ticket.number;
        }
      }
    } catch (error) {
      await database.write(() => queue.leave(ticket.number)).catch(() => undefined);
      throw signal.aborted ? givenUp(signal) : error;
    }
  };

  const acquire: Locks['acquire'] = async (name, { timeToLive, signal: given } = {}) => {
    const signals = [context.signal, closing.signal, ...(given ? [given] : [])];
    const aborted = signals.find((one) => one.aborted);
    if (aborted) throw givenUp(aborted);
    const holder = randomHolder();
    const { ticket, state } = await database.write(() =>
      queue.draw(Uint8Array.from(name), presence.id, holder, timeToLive),
    );
    // most locks are free: a signal of several is made for who waits
    const number = state === 'taken' ? ticket.number : await wait(ticket, holder, AbortSignal.any(signals));
    return formatLockId({ number, holder, rest: new Uint8Array() });
  };

  return {
    acquire(name, options) {
      const taken = acquire(name, options);
      waits.add(taken);
      const over = () => waits.delete(taken);
      taken.then(over, over);
      return taken;
    },

    async release(id) {
      const { number, holder, rest } = parseLockId(id);
      if (rest.length > 0 || number > 2n ** 63n - 1n) throw noSuchLock();
      const state = await database.write(() => queue.release(number, holder)).catch(notReleased);
      if (state === 'gone') throw noSuchLock();
      if (state === 'expired')
        throw new CapabilityError('lock-release-error', 'the time to live of this lock was over');
    },

    async [Symbol.asyncDispose]() {
      closing.abort();
      await Promise.allSettled(waits);
      // what cannot be written down, the others find out: nobody is there any more
      await database.write(() => queue.leaveAll(presence.id)).catch(() => undefined);
      presence[Symbol.dispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}

/** 64 bits of those of a UUID that are random (RFC 9562, 5.4), of which Node draws many at once: 16 hexadecimal digits. */
function randomHolder(): string {
  const uuid = randomUUID();
  return uuid.slice(0, 8) + uuid.slice(28);
}

/** What befalls the file is told as the failure of what was done with it. */
function notReleased(error: unknown): never {
  if (error instanceof CapabilityError && error.case === 'lock-acquire-error')
    throw new CapabilityError('lock-release-error', error.message, { cause: error });
  throw error;
}
