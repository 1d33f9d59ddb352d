/** distributed_locking.filesystem where the disk is full. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { Locks } from '@slight/runtime/ports/distributed-locking.ts';
import { provider } from '@slight/runtime/providers/distributed_locking/filesystem.ts';
import { noDisk, smallDisk } from '../disk.ts';
import { contextOf } from './context.ts';
import { bytes, rejectsWith } from './keyvalue-asserts.ts';

const openIn = (folder: string) => provider.open('locks', {}, contextOf({ folder }));

/** Takes locks until the disk has room for no more; gives the last failure's case and message. */
async function fillUp(locks: Locks) {
  for (let number = 0; ; number++) {
    try {
      await locks.acquire(bytes(`${number} ${'x'.repeat(2_000)}`));
    } catch (error) {
      return error as Error & { readonly case: string };
    }
  }
}

describe('distributed_locking.filesystem on a full disk', { skip: noDisk }, () => {
  test('cannot be opened, and can be when there is room', async () => {
    using disk = smallDisk(1024);
    const folder = path.join(disk.folder, 'locks');
    disk.fill();
    const error = await rejectsWith('lock-acquire-error', openIn(folder));
    assert.match(error.message, /^The disk that holds .*locks\.sqlite is full\. Make room on it, or choose/);
    disk.makeRoom();
    await using locks = await openIn(folder);
    await locks.release(await locks.acquire(bytes('a')));
  });

  test('a lock is not had by half: what is not given is nobody’s, and what is held stays so', async () => {
    using disk = smallDisk(1024);
    const folder = path.join(disk.folder, 'locks');
    await using locks = await openIn(folder);
    const held = await locks.acquire(bytes('held'));
    disk.fill();
    const error = await fillUp(locks);
    assert.equal(error.case, 'lock-acquire-error', error.message);
    assert.match(error.message, /is full\. Make room on it/);
    await rejectsWith('lock-acquire-error', locks.acquire(bytes('wanted')));
    await rejectsWith('lock-release-error', locks.release(held));
    disk.makeRoom();
    await using others = await openIn(folder);
    let isGiven = false;
    const waiting = others.acquire(bytes('held')).then((id) => {
      isGiven = true;
      return id;
    });
    await others.release(await others.acquire(bytes('wanted')));
    // as long as those look who is in front
    await delay(300);
    assert.ok(!isGiven, 'who could not give it back has it still');
    await locks.release(held);
    await others.release(await waiting);
  });
});
