/** A guest that does with locks what it is told (driven.js). */
import { DistributedLocking } from 'spiderlightning:distributed-locking/distributed-locking@0.6.0';
import { number, obedient } from './driven.js';

let last;

export const run = obedient(
  (name) => DistributedLocking.open(name),
  {
    lock: (locks, name) => [(last = locks.lock(name))],
    'lock-for': (locks, name, seconds) => [(last = locks.lockWithTimeToLive(name, number(seconds)))],
    unlock: (locks, id) => locks.unlock(id),
    'unlock-last': (locks) => locks.unlock(last),
  },
  { arities: { 'lock-for': 2, 'unlock-last': 0 } },
);
