import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Instance } from '../guest/guest.ts';
import { GuestStalled, InstanceEnded } from '../guest/guest.ts';
import { HttpFault } from '../ports/http.ts';
import { freshInstances, keptInstances } from './pool.ts';
import type { Pool, PoolOptions } from './pool.ts';

/** An instance whose calls wait until they are answered. */
interface Fake extends Instance {
  readonly number: number;
  answer(): void;
}

interface Made {
  readonly pool: Pool;
  readonly made: Fake[];
  readonly left: Set<Fake>;
}

function poolOf(of: typeof keptInstances, options?: PoolOptions): Made {
  const made: Fake[] = [];
  const left = new Set<Fake>();
  const make = () => {
    const calls: PromiseWithResolvers<unknown>[] = [];
    let reason: Error | undefined;
    const instance: Fake = {
      number: made.length + 1,
      run: () => Promise.resolve(0),
      call: () => {
        if (reason) return Promise.reject(reason);
        const call = Promise.withResolvers<unknown>();
        calls.push(call);
        return call.promise;
      },
      end(why) {
        reason = why;
        for (const one of calls.splice(0)) one.reject(why);
      },
      answer: () => calls.splice(0).forEach((one) => one.resolve(instance.number)),
      [Symbol.asyncDispose]() {
        instance.end(new InstanceEnded());
        left.delete(instance);
        return Promise.resolve();
      },
    };
    made.push(instance);
    left.add(instance);
    return Promise.resolve(instance);
  };
  return { pool: of(make, options), made, left };
}

const call = (instance: Instance) => instance.call('', 'handle', []);
const quiet = () => new Promise(setImmediate);

/** @returns what a fault has of it that a client sees */
async function faultOf(work: Promise<unknown>): Promise<unknown> {
  const fault: unknown = await work.then(
    () => assert.fail('it was done'),
    (error: unknown) => error,
  );
  assert.ok(fault instanceof HttpFault, String(fault));
  return [fault.status, fault.message, ...fault.headers];
}

const full = [503, 'The app has too many requests at once.', ['Retry-After', '1']];

describe('instances that are kept', () => {
  test('are as many as are needed at once, and serve again', async () => {
    const { pool, made, left } = poolOf(keptInstances);
    const first = [pool.use(call), pool.use(call)];
    await quiet();
    assert.deepEqual(pool.counts(), { busy: 2, idle: 0, waiting: 0 });
    // what one waits for does not hold the other up
    made[1]?.answer();
    assert.equal(await first[1], 2);
    const again = pool.use(call);
    await quiet();
    made.forEach((one) => one.answer());
    assert.deepEqual(await Promise.all([first[0], again]), [1, 2]);
    assert.deepEqual(pool.counts(), { busy: 0, idle: 2, waiting: 0 });
    await pool[Symbol.asyncDispose]();
    assert.equal(left.size, 0);
  });

  test('are thrown away where their work fails', async () => {
    const { pool, made, left } = poolOf(keptInstances);
    await assert.rejects(
      pool.use(() => Promise.reject(new Error('trapped'))),
      { message: 'trapped' },
    );
    assert.deepEqual([pool.counts(), left.size], [{ busy: 0, idle: 0, waiting: 0 }, 0]);
    await pool.use(() => Promise.resolve());
    assert.equal(made.length, 2);
  });

  test('are put away after many works', async () => {
    const { pool, made, left } = poolOf(keptInstances, { works: 3 });
    for (let work = 0; work < 7; work += 1) await pool.use(() => Promise.resolve());
    assert.deepEqual([made.length, left.size], [3, 1]);
  });

  test('are put away when they are not needed for a time, but for one', async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const { pool, made, left } = poolOf(keptInstances, { idle: 1000 });
    const works = [pool.use(call), pool.use(call), pool.use(call)];
    await quiet();
    made.forEach((one) => one.answer());
    await Promise.all(works);
    t.mock.timers.tick(1000);
    assert.equal(pool.counts().idle, 3, 'all were needed');
    const needed = [pool.use(call), pool.use(call)];
    await quiet();
    made.forEach((one) => one.answer());
    await Promise.all(needed);
    t.mock.timers.tick(1000);
    assert.deepEqual([pool.counts(), left.size], [{ busy: 0, idle: 2, waiting: 0 }, 2]);
    t.mock.timers.tick(1000);
    assert.equal(pool.counts().idle, 1);
    t.mock.timers.tick(1000);
    assert.equal(pool.counts().idle, 1);
  });

  test('are thrown away where they were ended in the last step of their work', async () => {
    const { pool, left } = poolOf(keptInstances);
    const gone = new AbortController();
    await pool.use(
      () => {
        gone.abort();
        return Promise.resolve();
      },
      { signal: gone.signal },
    );
    assert.deepEqual([pool.counts().idle, left.size], [0, 0]);
  });
});

describe('instances that are as new ones', () => {
  const answered = async ({ pool, made }: Made): Promise<unknown> => {
    const work = pool.use(call);
    await quiet();
    made.forEach((one) => one.answer());
    return work;
  };

  test('are those that were put back to their start', async () => {
    const all = poolOf(freshInstances);
    assert.equal(await answered(all), 1);
    assert.equal(all.left.size, 0, 'it cannot be put back');
    await answered(all);
    const third = all.pool.use(call);
    await quiet();
    let resets = 0;
    Object.assign(all.made[2] ?? {}, { reset: () => (resets += 1) > 0 });
    all.made[2]?.answer();
    assert.equal(await third, 3);
    assert.equal(await answered(all), 3);
    assert.deepEqual([resets, all.pool.counts().idle, all.left.size], [2, 1, 1]);
    await all.pool[Symbol.asyncDispose]();
    assert.equal(all.left.size, 0);
  });

  test('are thrown away where they were ended', async () => {
    const { pool, left } = poolOf(freshInstances);
    const gone = new AbortController();
    await pool.use(
      (instance) => {
        instance.reset = () => assert.fail('it was ended');
        gone.abort();
        return Promise.resolve();
      },
      { signal: gone.signal },
    );
    assert.deepEqual([pool.counts().idle, left.size], [0, 0]);
  });
});

for (const [kind, of] of Object.entries({ kept: keptInstances, fresh: freshInstances })) {
  describe(`a pool of ${kind} instances`, () => {
    test('has no more at once than it may; the others wait in order, and one too many is refused', async () => {
      const { pool, made } = poolOf(of, { instances: 1, waiting: 2 });
      const order: number[] = [];
      const works = [1, 2, 3].map((number) => pool.use(call).then(() => order.push(number)));
      await quiet();
      assert.deepEqual(pool.counts(), { busy: 1, idle: 0, waiting: 2 });
      assert.deepEqual(await faultOf(pool.use(call)), full);
      for (const _ of works) {
        made.forEach((one) => one.answer());
        await quiet();
        await quiet();
      }
      await Promise.all(works);
      assert.deepEqual(order, [1, 2, 3]);
      assert.equal(made.length, kind === 'kept' ? 1 : 3);
    });

    test('ends the instance of who waits no more, and frees its place', async () => {
      const { pool, left } = poolOf(of, { instances: 1 });
      const gone = new AbortController();
      const work = pool.use(call, { signal: gone.signal });
      await quiet();
      const reason = new Error('the client has gone');
      gone.abort(reason);
      await assert.rejects(work, reason);
      assert.deepEqual([pool.counts(), left.size], [{ busy: 0, idle: 0, waiting: 0 }, 0]);
    });

    test('lets those out of the queue who wait no more', async () => {
      const { pool, made } = poolOf(of, { instances: 1 });
      const first = pool.use(call);
      const gone = new AbortController();
      const second = pool.use(call, { signal: gone.signal });
      const third = pool.use(call);
      await quiet();
      gone.abort(new Error('the client has gone'));
      await assert.rejects(second, { message: 'the client has gone' });
      assert.deepEqual(pool.counts(), { busy: 1, idle: 0, waiting: 1 });
      made[0]?.answer();
      await first;
      await quiet();
      made.forEach((one) => one.answer());
      await third;
      await assert.rejects(pool.use(call, { signal: gone.signal }), { message: 'the client has gone' });
      assert.equal(pool.counts().busy, 0);
    });

    test('ends a work that takes too long, and one that waits too long for its turn', async (t) => {
      t.mock.timers.enable({ apis: ['setTimeout'] });
      const { pool, left } = poolOf(of, { instances: 1 });
      const slow = faultOf(pool.use(call, { timeout: 2500 }));
      const waiting = faultOf(pool.use(call, { timeout: 2000 }));
      await quiet();
      t.mock.timers.tick(2000);
      assert.deepEqual(await waiting, full);
      t.mock.timers.tick(500);
      assert.deepEqual(await slow, [504, 'The app took longer than 2.5 s to answer.']);
      assert.deepEqual([pool.counts(), left.size], [{ busy: 0, idle: 0, waiting: 0 }, 0]);
    });

    test('gives a work the time back that its thread stood still for', async (t) => {
      t.mock.timers.enable({ apis: ['setTimeout'] });
      let now = 0;
      t.mock.method(performance, 'now', () => now);
      const { pool, made } = poolOf(of);
      const answered = pool.use(call, { timeout: 2000 });
      const late = faultOf(pool.use(call, { timeout: 2000 }));
      await quiet();
      now = 2900;
      t.mock.timers.tick(2000);
      made[0]?.answer();
      assert.equal(await answered, 1);
      now = 3800;
      t.mock.timers.tick(900);
      assert.deepEqual(await late, [504, 'The app took longer than 2 s to answer.']);
    });

    test('gives a work the time that is not the time of its guest', async (t) => {
      t.mock.timers.enable({ apis: ['setTimeout'] });
      let now = 0;
      t.mock.method(performance, 'now', () => now);
      let clientTime = 0;
      const { pool, left } = poolOf(of);
      const late = faultOf(pool.use(call, { timeout: 2000, clientTime: () => clientTime }));
      await quiet();
      const after = (time: number, ofClient: number) => {
        clientTime += ofClient;
        t.mock.timers.tick(time);
        return left.size;
      };
      now = 2000;
      assert.equal(after(2000, 1500), 1);
      now = 3500;
      assert.equal(after(1500, 1000), 1);
      now = 4500;
      assert.equal(after(1000, 0), 1, 'it is ended, and not yet put away');
      assert.deepEqual(await late, [504, 'The app took longer than 2 s to answer.']);
    });

    test('tells of a guest that computed for too long as of one that waited', async () => {
      const { pool, left } = poolOf(of);
      const work = pool.use(() => Promise.reject(new GuestStalled(1000)));
      assert.deepEqual(await faultOf(work), [504, 'The app took too long to answer.']);
      assert.equal(left.size, 0);
    });

    test('lets the process hear of what came meanwhile before the next guest is called', async () => {
      const { pool } = poolOf(of);
      const told: string[] = [];
      const stalled = faultOf(pool.use(() => Promise.reject(new GuestStalled(1000))));
      const next = stalled.then(() => pool.use(() => Promise.resolve(told.push('guest'))));
      setTimeout(() => told.push('timer'));
      await next;
      assert.deepEqual(told, ['timer', 'guest']);
    });

    test('refuses those who wait when it is disposed, and who comes after', async () => {
      const { pool, made, left } = poolOf(of, { instances: 1 });
      const first = pool.use(call);
      const second = faultOf(pool.use(call));
      await quiet();
      await pool[Symbol.asyncDispose]();
      const over = [503, 'The app is about to end.', ['Retry-After', '1']];
      assert.deepEqual([await second, await faultOf(pool.use(call))], [over, over]);
      // who is at work ends it
      made[0]?.answer();
      assert.equal(await first, 1);
      assert.deepEqual([pool.counts(), left.size], [{ busy: 0, idle: 0, waiting: 0 }, 0]);
    });
  });
}
