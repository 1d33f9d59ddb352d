/**
 * A process that wants one lock again and again, until it is killed: `RESOURCE FOLDER ENDPOINT LOG`. In the log, a file that
 * all append to, it says when it has the lock, `+ PID NUMBER`, and when it is about to give it back, `-`. With `once SECONDS`
 * behind, it takes it once, for so long (`-`: without an end), tells its parent the id, and gives it back when told to.
 */
import { appendFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Locks } from '@slight/runtime/ports/distributed-locking.ts';
import { openEtcd } from '@slight/runtime/providers/distributed_locking/etcd.ts';
import { provider as filesystem } from '@slight/runtime/providers/distributed_locking/filesystem.ts';
import { contextOf } from './context.ts';
import { bytes } from './keyvalue-asserts.ts';
import { numberOf } from './locking-asserts.ts';

if (import.meta.main) {
  const [resource, folder = '', endpoint = '', log = '', mode, seconds = '-'] = process.argv.slice(2);
  const deadlines = { call: 5_000, lease: 2_000 };
  const locks: Locks =
    resource === 'distributed_locking.etcd'
      ? await openEtcd('locks', { ETCD_ENDPOINT: endpoint }, contextOf(), deadlines)
      : await filesystem.open('locks', {}, contextOf({ folder }));
  if (mode === 'once') {
    const timeToLive = seconds === '-' ? {} : { timeToLive: Number(seconds) * 1000 };
    const id = await locks.acquire(bytes('lock'), timeToLive);
    process.send?.(String(numberOf(id)));
    process.once('message', () => {
      locks.release(id).then(
        () => process.send?.('released'),
        (error: unknown) => process.send?.((error as { case?: string }).case ?? String(error)),
      );
    });
  }
  while (mode === undefined) {
    const id = await locks.acquire(bytes('lock'));
    const what = `${process.pid} ${numberOf(id)}\n`;
    appendFileSync(log, `+ ${what}`);
    await delay(Math.random() * 5);
    appendFileSync(log, `- ${what}`);
    await locks.release(id);
  }
}
