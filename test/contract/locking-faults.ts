/** The contract of a provider of distributed_locking whose server fails: typed errors, and calls that work again when it is back. */
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, test } from 'node:test';
import type { FaultContract, FaultyServer } from './faulty-server.ts';
import { bytes } from './keyvalue-asserts.ts';
import { failsWith } from './locking-asserts.ts';
import type { OpenLocks } from './locking-asserts.ts';

/** Longer than any deadline of the tests. */
const tooLong = 8_000;

export function lockingFaultContract<Server extends FaultyServer>(
  label: string,
  { start, open }: FaultContract<Server, OpenLocks>,
): void {
  describe(`${label} tells how its server fails`, () => {
    test('a wrong password is a connection-error, and is not repeated in it', async () => {
      await using server = await start();
      const password = Buffer.from('not the password').toString('hex');
      const error = await failsWith(['connection-error'], open(server, 'locks', password));
      assert.match(error.message, /does not take the user and the password/);
      assert.ok(!error.message.includes(password), error.message);
    });

    test('a server that is away is a connection-error when the locks are opened', async () => {
      await using server = await start();
      await server.stop();
      await failsWith(['connection-error'], open(server, 'locks'));
      await server.start();
      await using locks = await open(server, 'locks');
      await locks.release(await locks.acquire(bytes('lock')));
    });

    test('a server that goes away between two calls is a connection-error until it is back', async () => {
      await using server = await start();
      await using locks = await open(server, 'locks');
      const id = await locks.acquire(bytes('held'), { timeToLive: 600_000 });
      await server.stop();
      await failsWith(['connection-error'], locks.acquire(bytes('lock')));
      await failsWith(['connection-error'], locks.release(id));
      await server.start();
      await locks.release(await locks.acquire(bytes('lock')));
      // whether it was given back could not be known; it can still be
      await locks.release(id);
    });

    test('a server that stops while a lock is waited for is a connection-error', async () => {
      await using server = await start();
      await using locks = await open(server, 'locks');
      await using other = await open(server, 'locks');
      const id = await locks.acquire(bytes('lock'));
      const waiting = failsWith(['connection-error'], other.acquire(bytes('lock')));
      await delay(100);
      await server.stop();
      await waiting;
      await server.start();
      await locks.release(id);
      await other.release(await other.acquire(bytes('lock')));
    });

    test('a server that does not answer is a lock-timeout-error, and the next call works when it does', async () => {
      await using server = await start();
      await using locks = await open(server, 'locks');
      await locks.release(await locks.acquire(bytes('lock')));
      server.pause();
      const asked = performance.now();
      await failsWith(['lock-timeout-error'], locks.acquire(bytes('lock')));
      assert.ok(performance.now() - asked < tooLong);
      server.resume();
      await locks.release(await locks.acquire(bytes('lock')));
    });

    test('a server that falls silent while a lock is waited for is a lock-timeout-error', async () => {
      await using server = await start();
      await using locks = await open(server, 'locks');
      await using other = await open(server, 'locks');
      await locks.acquire(bytes('lock'), { timeToLive: 600_000 });
      const waiting = failsWith(['lock-timeout-error'], other.acquire(bytes('lock')));
      await delay(100);
      server.pause();
      const asked = performance.now();
      await waiting;
      assert.ok(performance.now() - asked < tooLong);
      server.resume();
      await other.release(await other.acquire(bytes('another')));
    });

    test('what is closed while its server is silent has an end', async () => {
      await using server = await start();
      const locks = await open(server, 'locks');
      await locks.acquire(bytes('lock'));
      server.pause();
      const asked = performance.now();
      await locks[Symbol.asyncDispose]();
      assert.ok(performance.now() - asked < tooLong);
      server.resume();
    });
  });
}
