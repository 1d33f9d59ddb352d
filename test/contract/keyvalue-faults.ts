/** The contract of a keyvalue provider whose server fails: typed errors, and calls that work again when it is back. */
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, test } from 'node:test';
import type { FaultContract, FaultyServer } from './faulty-server.ts';
import { assertValue, bytes, rejectsWith } from './keyvalue-asserts.ts';
import type { Bucket } from './keyvalue-asserts.ts';

export function keyvalueFaultContract<Server extends FaultyServer>(
  label: string,
  { start, open, anyLogin = false }: FaultContract<Server, Bucket>,
): void {
  describe(`${label} tells how its server fails`, () => {
    test(
      'a wrong password is an authentication-error, and is not repeated in it',
      { skip: anyLogin },
      async () => {
        await using server = await start();
        const password = Buffer.from('not the password').toString('base64');
        const error = await rejectsWith('authentication-error', open(server, 'store', password));
        assert.ok(!error.message.includes(password), error.message);
      },
    );

    test('a server that is away is a connection-error when the store is opened', async () => {
      await using server = await start();
      await server.stop();
      await rejectsWith('connection-error', open(server, 'store'));
      await server.start();
      await using bucket = await open(server, 'store');
      await bucket.set('key', bytes('value'));
    });

    test('a server that goes away between two calls is a connection-error until it is back', async () => {
      await using server = await start();
      await using bucket = await open(server, 'store');
      await bucket.set('key', bytes('value'));
      await server.stop();
      await rejectsWith('connection-error', bucket.get('key'));
      await rejectsWith('connection-error', bucket.set('key', bytes('again')));
      await server.start();
      await bucket.set('key', bytes('back'));
      assertValue(await bucket.get('key'), bytes('back'));
    });

    test('a server that stops in mid-call is a connection-error, and the next call works when it is back', async () => {
      await using server = await start();
      await using bucket = await open(server, 'store');
      await bucket.set('key', bytes('value'));
      server.pause();
      const calls = [bucket.get('key'), bucket.set('key', bytes('lost')), bucket.get('key')];
      const failures = Promise.all(calls.map((call) => rejectsWith('connection-error', call)));
      // so that the calls are on their way
      await delay(50);
      await server.stop();
      await failures;
      await server.start();
      await bucket.set('key', bytes('back'));
      assertValue(await bucket.get('key'), bytes('back'));
    });

    test('a server that does not answer is a timeout-error, and the next call works when it answers again', async () => {
      await using server = await start();
      await using bucket = await open(server, 'store');
      await bucket.set('key', bytes('value'));
      server.pause();
      await rejectsWith('timeout-error', bucket.get('key'));
      await rejectsWith('timeout-error', bucket.get('key'));
      server.resume();
      assertValue(await bucket.get('key'), bytes('value'));
    });
  });
}
