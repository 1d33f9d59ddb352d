/** The contract of distributed_locking, tried on locks in memory, and seen from inside each kind of guest in front of them. */
import { before } from 'node:test';
import type { Guest } from '@slight/runtime/guest/guest.ts';
import { lockingErrors } from '@slight/runtime/ports/distributed-locking.ts';
import { guestsOf } from '../../scripts/guests/contracts.ts';
import { driveWith } from '../runtime/driven.ts';
import { guest } from '../runtime/guests.ts';
import { distributedLockingContract } from './distributed-locking.ts';
import type { OpenLocks } from './locking-asserts.ts';
import { LockState, memoryLocks } from './memory/locks.ts';

/** One state a name. */
function states(): (name: string) => LockState {
  const all = new Map<string, LockState>();
  return (name) => {
    const state = all.get(name) ?? new LockState();
    all.set(name, state);
    return state;
  };
}

const inMemory = states();
distributedLockingContract('a port in memory', {
  open: (name) => Promise.resolve(memoryLocks(inMemory(name))),
});

for (const { name } of guestsOf('distributed_locking')) {
  const stateOf = states();
  let loaded: Guest;
  before(async () => {
    loaded = await guest(name);
  });
  distributedLockingContract(name, {
    isOneAtATime: true,
    open: (store) => Promise.resolve(drivenLocks(loaded, memoryLocks(stateOf(store)))),
  });
}

function drivenLocks(loaded: Guest, store: OpenLocks): OpenLocks {
  const driven = driveWith(loaded, { distributed_locking: { store } }, lockingErrors);
  const { command } = driven;
  return {
    async acquire(name, { timeToLive } = {}) {
      const [id] =
        timeToLive === undefined
          ? await command('lock', name)
          : await command('lock-for', name, String(BigInt(timeToLive) / 1000n));
      return id ?? Buffer.alloc(0);
    },
    release: async (id) => {
      await command('unlock', id);
    },
    [Symbol.asyncDispose]: () => driven[Symbol.asyncDispose](),
  };
}
