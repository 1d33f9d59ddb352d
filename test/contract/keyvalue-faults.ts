/** The contract of a keyvalue provider whose server fails: typed errors, and calls that work again when it is back. */
import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, test } from 'node:test';
import type { ConfigValues } from '@slight/runtime/providers/provider.ts';
import type { FaultyServer } from './faulty-server.ts';
import { assertValue, bytes, keysOf, rejectsWith } from './keyvalue-asserts.ts';
import type { Bucket } from './keyvalue-asserts.ts';
import { counted } from './keyvalue-contender.ts';
import { serverFaults } from './server-faults.ts';
import { startWay } from './way.ts';

export interface KeyValueFaultContract {
  /** A running server that asks for a password, unless it is of a kind that looks at none. */
  readonly start: () => Promise<FaultyServer & { readonly port: number }>;
  /** What names a server at this port of 127.0.0.1; `password` in place of the right one. */
  readonly configs: (server: { readonly port: number }, password?: string) => ConfigValues;
  /** Opens a name with deadlines of about two seconds. */
  readonly open: (name: string, configs: ConfigValues) => Promise<Bucket>;
  /** An emulator that takes any login: how a refusal is told is tested apart. */
  readonly anyLogin?: boolean;
}

/** @param resource whose provider it is, as a slightfile names it */
export function keyvalueFaultContract(
  resource: string,
  { start, configs, open, anyLogin = false }: KeyValueFaultContract,
): void {
  const openAt = (server: { readonly port: number }, password?: string) =>
    open('store', configs(server, password));

  describe(`${resource} tells how its server fails`, () => {
    serverFaults({
      start,
      open: openAt,
      anyLogin,
      async use(bucket) {
        await bucket.set('key', bytes('value'));
        assertValue(await bucket.get('key'), bytes('value'));
      },
      calls: [
        (bucket) => bucket.get('key'),
        (bucket) => bucket.exists('key'),
        (bucket) => bucket.delete('key'),
        (bucket) => bucket.increment('count', 1n),
        (bucket) => bucket.swap('key', bytes('value'), bytes('other')),
        (bucket) => bucket.swap('new', undefined, bytes('value')),
        keysOf,
      ],
    });

    test('a server that stops in mid-call is a connection-error, and the next call works when it is back', async () => {
      await using server = await start();
      await using bucket = await openAt(server);
      await bucket.set('key', bytes('value'));
      server.pause();
      const calls = [bucket.get('key'), bucket.set('key', bytes('lost')), bucket.get('key'), keysOf(bucket)];
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
      await using bucket = await openAt(server);
      await bucket.set('key', bytes('value'));
      server.pause();
      await rejectsWith('timeout-error', bucket.get('key'));
      await rejectsWith('timeout-error', keysOf(bucket));
      server.resume();
      assertValue(await bucket.get('key'), bytes('value'));
    });

    test('a connection that is half open is a timeout-error, and the next call goes over another', async () => {
      await using server = await start();
      await using way = await startWay(server.port);
      await using bucket = await openAt(way);
      await bucket.set('key', bytes('value'));
      way.cut();
      await rejectsWith('timeout-error', bucket.get('key'));
      assertValue(await bucket.get('key'), bytes('value'));
    });
  });

  test(`${resource} serves runs that make the store at the same time, and loses nothing of what they write`, async () => {
    await using server = await start();
    const [runs, rounds] = [3, 40];
    const given = [resource, 'shared', JSON.stringify(configs(server)), String(rounds)];
    const children = Array.from({ length: runs }, () =>
      fork(path.join(import.meta.dirname, 'keyvalue-contender.ts'), given),
    );
    const ended = children.map((child) => once(child, 'exit') as Promise<[number | null, string | null]>);
    await Promise.all(children.map((child) => Promise.race([once(child, 'message'), once(child, 'exit')])));
    for (const child of children) child.send('go');
    assert.deepEqual(
      (await Promise.all(ended)).map(([code]) => code),
      children.map(() => 0),
    );
    await using bucket = await open('shared', configs(server));
    assertValue(await bucket.get(counted), bytes(String(runs * rounds)));
    const keys = children.flatMap(({ pid }) => Array.from({ length: rounds }, (_, at) => `${pid} ${at}`));
    assert.deepEqual(await keysOf(bucket), [counted, ...keys].sort());
  });
}
