import { distributedLockingContract } from './distributed-locking.ts';
import { driver } from './driver.ts';

distributedLockingContract('distributed_locking.etcd', driver('distributed_locking.etcd'));
