import { distributedLockingContract } from './distributed-locking.ts';
import { driver } from './driver.ts';

const fast = { durable: false };

distributedLockingContract('distributed_locking.filesystem', driver('distributed_locking.filesystem'));
distributedLockingContract('the same, fast', driver('distributed_locking.filesystem', fast));
