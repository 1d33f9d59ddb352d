/** A guest that does with locks what it is told (driven.js). */
import { DistributedLocking } from 'spiderlightning:distributed-locking/distributed-locking@0.6.0';
import { decoder, obedient, unknown } from './driven.js';

export const run = obedient((name) => DistributedLocking.open(name), { 'lock-for': 2 }, perform);

function perform(locks, command, [first, seconds]) {
  switch (command) {
    case 'lock':
      return [locks.lock(first)];
    case 'lock-for':
      // componentize-qjs takes numbers of 64 bits as it takes all others
      return [locks.lockWithTimeToLive(first, Number(decoder.decode(seconds)))];
    case 'unlock':
      locks.unlock(first);
      return [];
    default:
      return unknown(command);
  }
}
