/** What a guest exports, called: by the runtime, and by hosts. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from '@bytecodealliance/jco-transpile/wasm-tools';
import type { Instance } from '@slight/runtime/guest/guest.ts';
import { loadGuest } from '@slight/runtime/guest/load.ts';
import { lateCall } from '@slight/runtime/hosts/late-call.ts';
import type { HostFunction, HostInterface } from '@slight/runtime/hosts/values.ts';
import { HostResource } from '@slight/runtime/hosts/values.ts';
import { guest, sharedCache } from './guests.ts';

const things = 'slight:exports/things@1.2.0';
const io = {
  args: ['guest'],
  environment: {},
  folders: {},
  stdin: 'empty',
  stdout: 'inherit',
  stderr: 'inherit',
} as const;

class Token extends HostResource {
  readonly n: number;

  constructor(n: number) {
    super('token');
    this.n = n;
  }
}

const loaded = guest('js-exports');

/** An instance whose host waits as it is told to, and keeps what is dropped. */
async function exporting(wait: () => unknown = () => 1): Promise<Instance & { readonly dropped: Token[] }> {
  const dropped: Token[] = [];
  const functions: Record<string, HostFunction> = {
    wait,
    '[method]token.number': ({ n }: Token) => n,
    '[resource-drop]token': (token: Token) => void dropped.push(token),
  };
  const hosts: readonly HostInterface[] = [{ name: 'slight:exports/tokens@1.2.0', functions }];
  return Object.assign(await (await loaded).instantiate(hosts, io), { dropped });
}

describe('a component', () => {
  test('says what it exports', async () => {
    const { exports } = await loaded;
    assert.deepEqual(exports.find(({ name }) => name === things)?.functions.toSorted(), [
      '[constructor]counter',
      '[method]counter.next',
      '[static]counter.make',
      'divide',
      'echo',
      'fail',
      'pass',
      'take',
      'trap',
      'waits',
    ]);
  });

  test('takes and gives plain values, in an interface and in none', async () => {
    await using instance = await exporting();
    const args = [
      { x: -1, longName: 'ü' },
      ['a', '', '𝄞'],
      2n ** 63n,
      Uint8Array.from([0, 255]),
      { tag: 'where', val: { x: 7, longName: '' } },
      { a: true, bC: false },
      'dark-green',
    ];
    assert.deepEqual(await instance.call(things, 'echo', args), args);
    const without = [args[0], [], undefined, new Uint8Array(), { tag: 'circle', val: 3 }, args[5], 'red'];
    assert.deepEqual(await instance.call(things, 'echo', without), without);
    assert.equal(await instance.call('', 'add', [2, 3]), 5);
  });

  test('gives the ok of a result, and the err is thrown', async () => {
    await using instance = await exporting();
    assert.equal(await instance.call(things, 'divide', [7, 2]), 3);
    await assert.rejects(instance.call(things, 'divide', [7, 0]), {
      name: 'WitError',
      message: 'by zero',
      payload: 'by zero',
    });
    for (const payload of [
      { tag: 'circle', val: 4 },
      { tag: 'where', val: { x: 1, longName: 'here' } },
    ]) {
      await assert.rejects(instance.call(things, 'fail', [payload]), { name: 'WitError', payload });
    }
    // and is as good as before
    assert.equal(await instance.call(things, 'divide', [8, 2]), 4);
  });

  test('waits for hosts in whatever it exports', async () => {
    await using instance = await exporting(async () => {
      await sleep(2);
      return 42;
    });
    assert.equal(await instance.call(things, 'waits', []), 42);
  });

  test('takes resources of hosts, which it drops, and gives them back', async () => {
    const [given, passed, more] = [1, 3, 4].map((n) => new Token(n));
    const instance = await exporting();
    assert.equal(await instance.call(things, 'take', [given]), 1);
    assert.equal(await instance.call(things, 'pass', [[passed, more]]), passed);
    assert.equal(await instance.call(things, 'pass', [[]]), undefined);
    await instance[Symbol.asyncDispose]();
    assert.deepEqual(instance.dropped.map(({ n }) => n).sort(), [1, 4]);
  });

  test('does not drop a resource that it is only lent', async () => {
    const text = `(component
      (import "acme:t/tokens@1.0.0" (instance $i
        (export "token" (type $t (sub resource)))
        (export "[method]token.number" (func (param "self" (borrow $t)) (result u32)))))
      (alias export $i "token" (type $token))
      (core func $number (canon lower (func $i "[method]token.number")))
      (core func $drop (canon resource.drop $token))
      (core module $m
        (import "h" "number" (func $number (param i32) (result i32)))
        (import "h" "drop" (func $drop (param i32)))
        (func (export "lend") (param i32) (result i32) (call $number (local.get 0)) (call $drop (local.get 0))))
      (core instance $c (instantiate $m
        (with "h" (instance (export "number" (func $number)) (export "drop" (func $drop))))))
      (func $lend (param "v" (borrow $token)) (result u32) (canon lift (core func $c "lend")))
      (export "lend" (func $lend)))`;
    const lent = await loadGuest(await parse(text), { name: 'app.wasm', cacheDir: sharedCache });
    const dropped: Token[] = [];
    const functions: Record<string, HostFunction> = {
      '[method]token.number': ({ n }: Token) => n,
      '[resource-drop]token': (token: Token) => void dropped.push(token),
    };
    const token = new Token(2);
    const instance = await lent.instantiate([{ name: 'acme:t/tokens@1.0.0', functions }], io);
    assert.equal(await instance.call('', 'lend', [token]), 2);
    assert.equal(await instance.call('', 'lend', [token]), 2);
    await instance[Symbol.asyncDispose]();
    assert.deepEqual(dropped, []);
  });

  test('gives resources of its own', async () => {
    await using instance = await exporting();
    const next = (counter: unknown) => instance.call(things, '[method]counter.next', [counter]);
    const counter = await instance.call(things, '[constructor]counter', [5]);
    const other = await instance.call(things, '[static]counter.make', [1]);
    assert.deepEqual([await next(counter), await next(counter), await next(other)], [5, 6, 1]);
    await assert.rejects(instance.call(things, '[static]counter.make', [0]), {
      name: 'WitError',
      payload: 'from 1',
    });
  });

  test('gives what lies above 2 GiB', async () => {
    const text = String.raw`(component
      (core module $m (memory (export "memory") 32769)
        (data (i32.const 0x80000000) "hello")
        (data (i32.const 0x80000010) "\00\00\00\80\05\00\00\00")
        (func (export "f") (result i32) (i32.const 0x80000010)))
      (core instance $c (instantiate $m))
      (func $f (result string) (canon lift (core func $c "f") (memory (core memory $c "memory"))))
      (export "f" (func $f)))`;
    const high = await loadGuest(await parse(text), { name: 'app.wasm', cacheDir: sharedCache });
    await using instance = await high.instantiate([], io);
    assert.equal(await instance.call('', 'f', []), 'hello');
  });

  test('that traps says so', async () => {
    await using instance = await exporting();
    await assert.rejects(instance.call(things, 'trap', []), { name: 'GuestTrap' });
  });

  test('has nothing else, whatever JavaScript’s objects have', async () => {
    await using instance = await exporting();
    for (const [interfaceName, name, message] of [
      [things, 'none', `The guest exports no function none in ${things}.`],
      [things, 'constructor', `The guest exports no function constructor in ${things}.`],
      [things, '[method]counter.constructor', undefined],
      [things, '[static]counter.name', undefined],
      [things, '[resource-drop]counter', undefined],
      [things, '[method]counter.none', undefined],
      ['slight:exports/things', 'divide', undefined],
      ['__proto__', 'constructor', undefined],
      ['', 'to-string', 'The guest exports no function to-string.'],
      ['', 'slight:exports/things@1.2.0', undefined],
    ] as const) {
      await assert.rejects(
        instance.call(interfaceName, name, []),
        { name: 'NoSuchExport', ...(message !== undefined && { message }) },
        `${interfaceName} ${name}`,
      );
    }
  });

  test('does one thing at a time', async () => {
    const host = Promise.withResolvers<number>();
    await using instance = await exporting(() => host.promise);
    const first = instance.call(things, 'waits', []);
    await assert.rejects(instance.call('', 'add', [1, 2]), {
      name: 'GuestBusy',
      message:
        'The guest is at work, and does one thing at a time. Call it when it has returned, or another instance.',
    });
    await assert.rejects(instance.run(), { name: 'GuestBusy' });
    host.resolve(3);
    assert.equal(await first, 3);
    assert.equal(await instance.call('', 'add', [1, 2]), 3);
  });

  test('whose command is at work is not called', async () => {
    const text = `(component
      (import "wasi:clocks/monotonic-clock@0.2.0" (instance $clock (export "now" (func (result u64)))))
      (import "acme:log/log@1.0.0" (instance $log (export "wait" (func))))
      (core func $wait (canon lower (func $log "wait")))
      (core module $m (import "h" "wait" (func $wait))
        (func (export "run") (result i32) (call $wait) (i32.const 0))
        (func (export "seven") (result i32) (i32.const 7)))
      (core instance $c (instantiate $m (with "h" (instance (export "wait" (func $wait))))))
      (func $run (result (result)) (canon lift (core func $c "run")))
      (instance $command (export "run" (func $run)))
      (export "wasi:cli/run@0.2.0" (instance $command))
      (func $seven (result u32) (canon lift (core func $c "seven")))
      (export "seven" (func $seven)))`;
    const both = await loadGuest(await parse(text), { name: 'app.wasm', cacheDir: sharedCache });
    const host = Promise.withResolvers<undefined>();
    const wait: HostFunction = () => host.promise;
    await using instance = await both.instantiate([{ name: 'acme:log/log@1.0.0', functions: { wait } }], io);
    assert.equal(await instance.call('', 'seven', []), 7);
    const ran = instance.run();
    await assert.rejects(instance.call('', 'seven', []), { name: 'GuestBusy' });
    host.resolve(undefined);
    assert.equal(await ran, 0);
    assert.equal(await instance.call('wasi:cli/run@0.2.0', 'run', []), undefined);
  });

  test('that ended while it was instantiated is not called', async () => {
    const text = `(component (core module $m (func $s unreachable) (start $s) (func (export "f")))
      (core instance $c (instantiate $m))
      (func $f (canon lift (core func $c "f"))) (export "f" (func $f)))`;
    const ended = await loadGuest(await parse(text), { name: 'app.wasm', cacheDir: sharedCache });
    await using instance = await ended.instantiate([], io);
    await assert.rejects(instance.call('', 'f', []), { name: 'GuestTrap' });
  });
});

describe('a host', () => {
  test('calls its guest when that has returned, and not while it waits for the host', async () => {
    const late = lateCall();
    await assert.rejects(late.call('', 'add', [1, 1]), /before that was instantiated/);
    const outcomes: unknown[] = [];
    let served: Promise<unknown> = Promise.resolve();
    await using instance = await exporting(async () => {
      // the guest is at work: it waits for this very function
      outcomes.push(await late.call('', 'add', [1, 2]).catch((error: unknown) => (error as Error).name));
      const later = sleep(2);
      served = later.then(() => late.call('', 'add', [3, 4]));
      return 9;
    });
    late.bind(instance);
    assert.equal(await instance.call(things, 'waits', []), 9);
    assert.deepEqual(outcomes, ['GuestBusy']);
    assert.equal(await served, 7);
  });
});
