/** What the contract of keyvalue does not say: how each interface shows it to its guests. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { GuestTrap } from '@slight/runtime/guest/guest.ts';
import type { HostFunction, HostInterface } from '@slight/runtime/hosts/values.ts';
import type { HostContext } from '@slight/runtime/hosts/host.ts';
import { hostsFor } from '@slight/runtime/hosts/index.ts';
import type { KeyValue } from '@slight/runtime/ports/keyvalue.ts';
import { CapabilityError } from '@slight/runtime/ports/errors.ts';
import { keyValueErrors } from '@slight/runtime/ports/keyvalue.ts';
import { drive } from './driven.ts';
import { guest, runGuest } from './guests.ts';
import { memoryConfigs } from '../contract/memory/configs.ts';
import { memoryKeyValue } from '../contract/memory/keyvalue.ts';
import { opener } from './opener.ts';

const ofSpiderlightning = [
  'c-keyvalue-0.5',
  'c-keyvalue-component',
  'rust-keyvalue',
  'rust-keyvalue-component',
  'js-keyvalue',
];
const ofWasi = ['c-wasi-keyvalue-draft', 'c-wasi-keyvalue-draft2'];

/** Runs commands on a store of their own, and gives what the guest printed. */
async function run(name: string, store: KeyValue, ...commands: string[]): Promise<string> {
  const loaded = await guest(name);
  return (await runGuest(loaded, ['store', ...commands], { opener: opener({ keyvalue: { store } }) })).stdout;
}

/** A store whose `get` fails with its key as the case. */
const failing: KeyValue = {
  ...memoryKeyValue(),
  get: (key) => Promise.reject(new CapabilityError(key, 'the reason')),
};

describe('a failure reaches the guest as the case of its interface', () => {
  const commands = keyValueErrors.flatMap((one) => ['get', one]);
  const lines = (line: (errorCase: string) => string) =>
    keyValueErrors.map((one) => `get failed: ${line(one)}\n`).join('');

  for (const name of ofSpiderlightning) {
    test(name, async () => {
      assert.equal(
        await run(name, failing, ...commands),
        lines((one) => `${one}: the reason`),
      );
      // a case of another port: the interface has none for it
      assert.equal(
        await run(name, failing, 'get', 'not-found'),
        'get failed: unexpected-error: the reason\n',
      );
    });
  }

  test('c-keyvalue-0.2', async () => {
    assert.equal(
      await run('c-keyvalue-0.2', failing, ...commands),
      lines((one) => `error-with-description: ${one}: the reason`),
    );
  });

  for (const name of ofWasi) {
    test(name, async () => {
      assert.equal(
        await run(name, failing, ...commands),
        lines((one) => (one === 'authentication-error' ? 'access-denied: ' : `other: ${one}: the reason`)),
      );
    });
  }

  test('a store that is not declared', async () => {
    const nothing = opener({});
    const opened = async (name: string) =>
      runGuest(await guest(name), ['elsewhere', 'keys'], { opener: nothing }).then(({ stdout }) => stdout);
    const why = 'no keyvalue capability named "elsewhere" is declared';
    for (const name of ofSpiderlightning.filter((one) => one !== 'js-keyvalue')) {
      assert.equal(await opened(name), `open failed: unexpected-error: ${why}\n`);
    }
    for (const name of ofWasi) assert.equal(await opened(name), 'open failed: no-such-store: \n');
  });

  test('a bug of a provider ends the run, and is not shown as an error of the store', async () => {
    const broken: KeyValue = { ...memoryKeyValue(), get: () => Promise.reject(new TypeError('a bug')) };
    for (const name of ['c-keyvalue-0.5', 'c-keyvalue-component']) {
      await assert.rejects(run(name, broken, 'get', 'key'), { name: 'TypeError', message: 'a bug' });
    }
  });
});

test('a text that is not UTF-8 stops the guest', async () => {
  for (const name of ['c-keyvalue-0.5', 'c-keyvalue-component']) {
    const { command } = drive(await guest(name), memoryKeyValue());
    await assert.rejects(command('get', Uint8Array.of(0x61, 0xff)), (error) => {
      return error instanceof GuestTrap && error.message.includes('UTF-8');
    });
  }
});

describe('configs', () => {
  for (const [name, first] of [
    ['c-keyvalue-0.5', 'not-found'],
    ['c-keyvalue-0.2', 'error-with-description: not-found'],
    ['c-keyvalue-component', 'not-found'],
    ['rust-keyvalue', 'not-found'],
  ] as const) {
    test(`${name} is told what is not set`, async () => {
      const capabilities = opener({
        keyvalue: { store: memoryKeyValue() },
        configs: { driver: memoryConfigs({}) },
      });
      const { code, stderr } = await runGuest(await guest(name), ['drive', 'store'], {
        opener: capabilities,
      });
      assert.equal(code, 1);
      assert.equal(stderr, `${first}: "command" is not set\n`);
    });
  }
});

describe('wasi:keyvalue', () => {
  const filled = (count: number) =>
    memoryKeyValue(
      new Map(Array.from({ length: count }, (_, index) => [`key ${index}`, Buffer.from('value')])),
    );

  for (const name of ofWasi) {
    test(`${name} lists keys by pages of a thousand`, async () => {
      assert.equal(await run(name, filled(2500), 'pages'), 'pages: 1000 1000 500\n');
      assert.equal(await run(name, filled(1000), 'pages'), 'pages: 1000\n');
      assert.equal(await run(name, filled(1001), 'pages'), 'pages: 1000 1\n');
      assert.equal(await run(name, filled(0), 'pages'), 'pages: 0\n');
    });

    test(`${name} sets, gets and deletes many`, async () => {
      const store = memoryKeyValue();
      // of a key that is there twice the last value counts
      assert.equal(await run(name, store, 'set-many', 'a', '1', 'b', '2', 'a', '3'), 'set-many:\n');
      assert.equal(
        await run(name, store, 'get-many', 'b', 'none', 'a'),
        name === 'c-wasi-keyvalue-draft2'
          ? 'get-many: b some 2 none none a some 3\n'
          : 'get-many: some b 2 none some a 3\n',
      );
      assert.equal(await run(name, store, 'delete-many', 'a', 'none', 'a'), 'delete-many:\n');
      assert.equal(await run(name, store, 'keys'), 'keys: b\n');
    });

    test(`${name} fails as a whole where one of many fails`, async () => {
      assert.equal(
        await run(name, failing, 'get-many', 'io-error'),
        'get-many failed: other: io-error: the reason\n',
      );
    });
  }

  test('the first draft counts without a sign', async () => {
    const store = memoryKeyValue(new Map([['debt', Buffer.from('-5')]]));
    assert.equal(
      await run(
        'c-wasi-keyvalue-draft',
        store,
        'increment',
        'count',
        '5',
        'increment',
        'count',
        '2',
        'increment',
        'debt',
        '1',
      ),
      'increment: 5\nincrement: 7\nincrement failed: other: invalid-value: the number under "debt" is negative\n',
    );
  });

  test('a swap that another one overtook is told so, and gets a fresh handle', async () => {
    const store = memoryKeyValue(new Map([['key', Buffer.from('old')]]));
    const overtaken: KeyValue = {
      ...store,
      swap: async (key, expected, value) => {
        await store.set('key', Buffer.from('of another'));
        return store.swap(key, expected, value);
      },
    };
    assert.equal(
      await run('c-wasi-keyvalue-draft2', overtaken, 'swap', 'key', 'some', 'old', 'new'),
      'swap: lost\n',
    );
    assert.equal(await run('c-wasi-keyvalue-draft2', store, 'get', 'key'), 'get: of another\n');
    const broken: KeyValue = {
      ...store,
      swap: () => Promise.reject(new CapabilityError('io-error', 'no disk')),
    };
    assert.equal(
      await run('c-wasi-keyvalue-draft2', broken, 'swap', 'key', 'some', 'of another', 'new'),
      'swap failed: other: io-error: no disk\n',
    );
  });

  for (const draft of ['draft', 'draft2']) {
    test(`a cursor of ${draft} is a value: good twice, on another handle, and when the first is dropped`, async () => {
      const hosts = (await hostsFor([{ name: `wasi:keyvalue/store@0.2.0-${draft}`, functions: [] }]))(
        opener({ keyvalue: { store: filled(1500) } }),
      );
      const {
        open,
        '[method]bucket.list-keys': listKeys,
        '[resource-drop]bucket': drop,
      } = functionsOf(hosts[0]);
      const list = async (bucket: unknown, at?: unknown) =>
        (await listKeys?.(bucket, at)) as { keys: readonly string[]; cursor?: string | bigint };
      const bucket = await open?.('store');
      const { keys, cursor } = await list(bucket);
      assert.equal(typeof cursor, draft === 'draft' ? 'bigint' : 'string');
      const rest = await list(bucket, cursor);
      assert.deepEqual([rest.keys.length, rest.cursor], [500, undefined]);
      assert.equal(new Set([...keys, ...rest.keys]).size, 1500);
      assert.deepEqual(await list(bucket, cursor), rest);
      const other = await open?.('store');
      await drop?.(bucket);
      assert.deepEqual(await list(other, cursor), rest);
      await drop?.(other);
      const later = await open?.('store');
      assert.deepEqual(await list(later, cursor), rest);
      for (const wrong of draft === 'draft' ? [0n, 2n ** 64n - 1n] : ['', '0', 'key 1', '-1', '\u0000']) {
        await assert.rejects(list(later, wrong), {
          payload: {
            tag: 'other',
            val: `invalid-value: no listing of this bucket goes on at cursor ${JSON.stringify(String(wrong))}: the key that it names is not there, or never was; list the keys from the start`,
          },
        });
      }
    });
  }

  test('a listing that the guest leaves is ended with its bucket', async () => {
    let ended = false;
    const store: KeyValue = {
      ...memoryKeyValue(),
      async *keys() {
        try {
          for (let index = 0; ; index += 1) yield Promise.resolve(`key ${index}`);
        } finally {
          ended = true;
        }
      },
    };
    const hosts = (await hostsFor([{ name: 'wasi:keyvalue/store@0.2.0-draft', functions: [] }]))(
      opener({ keyvalue: { store } }),
    );
    const {
      open,
      '[method]bucket.list-keys': listKeys,
      '[resource-drop]bucket': drop,
    } = functionsOf(hosts[0]);
    const bucket = await open?.('store');
    await listKeys?.(bucket, undefined);
    await drop?.(bucket);
    assert.ok(ended);
  });
});

describe('instances', () => {
  test('of one guest run side by side, each with its own store', async () => {
    for (const name of ['c-keyvalue-0.5', 'c-keyvalue-component', 'js-keyvalue']) {
      const loaded = await guest(name);
      const gate = Promise.withResolvers<undefined>();
      const slow: KeyValue = { ...memoryKeyValue(), get: () => gate.promise.then(() => Buffer.from('slow')) };
      await using one = drive(loaded, slow);
      await using other = drive(loaded, memoryKeyValue());
      const waiting = one.command('get', 'key');
      // while the one waits for its store, the other works
      await other.command('set', 'key', 'quick');
      assert.deepEqual((await other.command('get', 'key')).map(String), ['quick']);
      gate.resolve(undefined);
      assert.deepEqual((await waiting).map(String), ['slow'], name);
    }
  });

  test('drop what they opened', async () => {
    for (const [name, drop] of [
      ['c-keyvalue-0.5', '[resource-drop]keyvalue'],
      ['c-keyvalue-0.2', '[resource-drop]kv'],
      ['c-keyvalue-component', '[resource-drop]keyvalue'],
      ['rust-keyvalue-component', '[resource-drop]keyvalue'],
      ['c-wasi-keyvalue-draft2', '[resource-drop]bucket'],
    ] as const) {
      const loaded = await guest(name);
      const capabilities: HostContext = opener({ keyvalue: { store: memoryKeyValue() } });
      const dropped: object[] = [];
      const hosts = (await hostsFor(loaded.imports))(capabilities).map((host) =>
        host.functions[drop]
          ? { ...host, functions: { ...host.functions, [drop]: (one: object) => dropped.push(one) } }
          : host,
      );
      await using instance = await loaded.instantiate(hosts, {
        args: ['guest', 'store', 'keys'],
        environment: {},
        folders: {},
        stdin: 'empty',
        stdout: () => undefined,
        stderr: () => undefined,
      });
      assert.equal(await instance.run(), 0);
      assert.equal(dropped.length, 1, name);
      assert.equal((dropped[0] as { resource?: string }).resource, drop.replace('[resource-drop]', ''));
    }
  });
});

function functionsOf(host: HostInterface | undefined): Record<string, (...args: unknown[]) => unknown> {
  return { ...host?.functions } as Record<string, HostFunction> as Record<
    string,
    (...args: unknown[]) => unknown
  >;
}
