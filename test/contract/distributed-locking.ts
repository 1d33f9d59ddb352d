/** The contract of the capability distributed_locking, which every provider passes. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { bytes } from './keyvalue-asserts.ts';
import { failsWith, numberOf } from './locking-asserts.ts';
import type { OpenLocks } from './locking-asserts.ts';

export interface LockingContract {
  /** Opens the locks of a name; those of one name are the same ones, however often they are opened. */
  readonly open: (name: string) => Promise<OpenLocks>;
  /** True where one opening does one thing at a time, as a guest does: it cannot wait for a lock of its own. */
  readonly isOneAtATime?: boolean;
}

/** A lock whose holder has lost it. */
const lost = ['invalid-lock-id', 'lock-release-error'] as const;

/** So long that whoever asks has been heard. */
const heard = () => delay(60);

let names = 0;

export function distributedLockingContract(
  label: string,
  { open, isOneAtATime = false }: LockingContract,
): void {
  const fresh = () => `contract-${process.pid}-${names++}`;

  describe(`${label} keeps the contract of distributed_locking`, () => {
    test('a lock that was given back can be taken again, with a greater id', async () => {
      await using locks = await open(fresh());
      let before: Uint8Array | undefined;
      for (let round = 0; round < 12; round++) {
        const id = await locks.acquire(bytes('lock'));
        if (before) {
          assert.equal(Buffer.compare(before, id), -1);
          assert.ok(numberOf(before) < numberOf(id));
        }
        await locks.release(id);
        before = id;
      }
    });

    test('a lock that is held is waited for, by another opening too', async () => {
      const name = fresh();
      await using one = await open(name);
      await using other = await open(name);
      const id = await one.acquire(bytes('lock'));
      let isTaken = false;
      const waiting = other.acquire(bytes('lock')).finally(() => (isTaken = true));
      await heard();
      assert.equal(isTaken, false);
      await one.release(id);
      const second = await waiting;
      assert.ok(numberOf(id) < numberOf(second));
      await other.release(second);
    });

    test('locks of different names do not wait for each other, whatever bytes they are', async () => {
      await using locks = await open(fresh());
      await using others = await open(fresh());
      const all = ['', 'a', 'a/b', 'a/', '/', 'a%2fb', 'ä', '\0', '\0\0'].map(bytes);
      all.push(Uint8Array.of(255), Buffer.alloc(100_000, 'x'));
      const ids: Uint8Array[] = [];
      for (const name of all) ids.push(await locks.acquire(name));
      assert.equal(new Set(ids.map(numberOf)).size, all.length);
      // another name of the slightfile has locks of its own
      await others.release(await others.acquire(bytes('a')));
      for (const id of ids) await locks.release(id);
    });

    test('whoever asked first has it first', async () => {
      const name = fresh();
      await using locks = await open(name);
      await using stack = new AsyncDisposableStack();
      const held = await locks.acquire(bytes('lock'));
      const order: number[] = [];
      const waiting: Promise<void>[] = [];
      for (let index = 0; index < 5; index++) {
        const own = isOneAtATime ? stack.use(await open(name)) : locks;
        waiting.push(
          own.acquire(bytes('lock')).then((id) => {
            order.push(index);
            return own.release(id);
          }),
        );
        await heard();
      }
      await locks.release(held);
      await Promise.all(waiting);
      assert.deepEqual(order, [0, 1, 2, 3, 4]);
    });

    test('an id that nobody holds a lock of is an invalid-lock-id', async () => {
      await using locks = await open(fresh());
      const id = await locks.acquire(bytes('lock'));
      await locks.release(id);
      await failsWith(['invalid-lock-id'], locks.release(id));
      const strange = ['', 'lock', '0'.repeat(37), `${'9'.repeat(20)}-${'f'.repeat(16)}`].map(bytes);
      for (const one of [...strange, Buffer.concat([id, bytes('x')]), id.subarray(0, -1)])
        await failsWith(['invalid-lock-id'], locks.release(one));
    });

    test('a lock is given back by its id, by another opening too', async () => {
      const name = fresh();
      await using one = await open(name);
      await using other = await open(name);
      const id = await one.acquire(bytes('lock'));
      await other.release(id);
      await failsWith(lost, one.release(id));
      await one.release(await one.acquire(bytes('lock')));
    });

    test('a lock whose time to live is over is free, and its holder learns of it', async () => {
      const name = fresh();
      await using one = await open(name);
      await using other = await open(name);
      const start = performance.now();
      const id = await one.acquire(bytes('lock'), { timeToLive: 1000 });
      const next = await other.acquire(bytes('lock'));
      const waited = performance.now() - start;
      assert.ok(waited > 950 && waited < 4000, `${waited} ms`);
      assert.ok(numberOf(id) < numberOf(next));
      await failsWith(lost, one.release(id));
      // which did not take it from the one that has it
      await other.release(next);
    });

    test('a lock whose time to live is over cannot be given back, though nobody has taken it', async () => {
      await using locks = await open(fresh());
      const id = await locks.acquire(bytes('lock'), { timeToLive: 1000 });
      await delay(1100);
      await failsWith(lost, locks.release(id));
      await locks.release(await locks.acquire(bytes('lock')));
    });

    test('a lock is given back before its time to live is over, and the next has all of its own', async () => {
      await using locks = await open(fresh());
      for (let round = 0; round < 2; round++) {
        const id = await locks.acquire(bytes('lock'), { timeToLive: 1000 });
        await delay(700);
        await locks.release(id);
      }
      const forEver = await locks.acquire(bytes('lock'), { timeToLive: 2 ** 63 });
      await locks.release(forEver);
    });

    test('what is closed has given its locks back', async () => {
      const name = fresh();
      await using locks = await open(name);
      {
        await using closed = await open(name);
        await closed.acquire(bytes('lock'));
        await closed.acquire(bytes('other'), { timeToLive: 600_000 });
      }
      if (isOneAtATime) return;
      for (const one of ['lock', 'other']) await locks.release(await locks.acquire(bytes(one)));
    });

    if (isOneAtATime) return;

    test('a wait can be given up, and those behind it go on', async () => {
      const name = fresh();
      await using locks = await open(name);
      await using other = await open(name);
      const held = await locks.acquire(bytes('lock'));
      const giving = new AbortController();
      const waiting = other.acquire(bytes('lock'), { signal: giving.signal });
      await heard();
      const behind = other.acquire(bytes('lock'));
      await heard();
      giving.abort();
      await failsWith(['lock-acquire-error'], waiting);
      await locks.release(held);
      await other.release(await behind);
      await failsWith(['lock-acquire-error'], other.acquire(bytes('lock'), { signal: giving.signal }));
    });

    test('what is closed while it waits gives up, and those behind it go on', async () => {
      const name = fresh();
      await using locks = await open(name);
      const closed = await open(name);
      const held = await locks.acquire(bytes('lock'));
      const waiting = failsWith(['lock-acquire-error'], closed.acquire(bytes('lock')));
      await heard();
      const behind = locks.acquire(bytes('lock'));
      await heard();
      await closed[Symbol.asyncDispose]();
      await waiting;
      await locks.release(held);
      await locks.release(await behind);
    });

    test('of many that want it at once, one has it at a time, and each comes to it', async () => {
      const name = fresh();
      await using one = await open(name);
      await using other = await open(name);
      let inside = 0;
      let most = 0;
      let last = 0n;
      const work = async (locks: OpenLocks) => {
        const id = await locks.acquire(bytes('lock'));
        most = Math.max(most, ++inside);
        assert.ok(numberOf(id) > last, 'ids grow as locks are taken');
        last = numberOf(id);
        await delay(1);
        inside--;
        await locks.release(id);
      };
      await Promise.all(Array.from({ length: 30 }, (_, index) => work(index % 2 === 0 ? one : other)));
      assert.equal(most, 1);
    });
  });
}
