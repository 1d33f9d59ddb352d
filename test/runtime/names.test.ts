/** Guests choose the names of what they import. Those that every object of JavaScript has are names like any other. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parse } from '@bytecodealliance/jco-transpile/wasm-tools';
import { GuestTrap } from '@slight/runtime/guest/guest.ts';
import { loadGuest } from '@slight/runtime/guest/load.ts';
import { loadLegacy } from '@slight/runtime/guest/legacy/load.ts';
import { runGuest, sharedCache } from './guests.ts';
import { memoryKeyValue } from '../contract/memory/keyvalue.ts';
import { opener } from './opener.ts';

async function trapOf(wat: string): Promise<string> {
  const guest = await loadGuest(await parse(wat), { name: 'app.wasm', cacheDir: sharedCache });
  try {
    await runGuest(guest, [], { opener: opener({ keyvalue: { store: memoryKeyValue() } }) });
  } catch (error) {
    assert.ok(error instanceof GuestTrap, String(error));
    return error.message;
  }
  return assert.fail('the guest did not trap');
}

const ofObjects = Object.getOwnPropertyNames(Object.prototype);

describe('a module that imports what only objects of JavaScript have', () => {
  const modules = [
    'wasi_snapshot_preview1',
    'canonical_abi',
    'keyvalue',
    'configs',
    'kv',
    'env',
    ...ofObjects,
  ];
  for (const from of modules) {
    test(`gets nothing of that from ${from}`, async () => {
      for (const name of [...ofObjects, 'call']) {
        const told = await trapOf(`(module
          (import "${from}" "${name}" (func $f (param externref) (result externref)))
          (memory (export "memory") 1)
          (func (export "_start") (drop (call $f (ref.null extern)))))`);
        assert.ok(told.startsWith(`The guest called ${name} of ${from}. `), told);
      }
    });
  }

  test('changes no object of JavaScript', async () => {
    const before = [Object.prototype, Object, Function.prototype].map((one) =>
      Object.getOwnPropertyNames(one),
    );
    await trapOf(`(module
      (import "__proto__" "polluted" (func $f)) (import "constructor" "polluted" (func))
      (import "env" "__proto__" (func)) (import "__proto__" "__proto__" (func))
      (memory (export "memory") 1) (func (export "_start") (call $f)))`);
    const after = [Object.prototype, Object, Function.prototype].map((one) =>
      Object.getOwnPropertyNames(one),
    );
    assert.deepEqual(after, before);
  });
});

test('an HTTP guest may call its handlers as it likes', async () => {
  const bytes = await parse(`(module (memory (export "memory") 1)
    (func (export "canonical_abi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 1024))
    (func (export "constructor") (param i32 i32 i32 i32 i32 i32 i32 i32 i32 i32) (result i32) unreachable))`);
  const guest = loadLegacy(new WebAssembly.Module(Uint8Array.from(bytes)));
  await using instance = await guest.instantiate([], {
    args: [],
    environment: {},
    folders: {},
    stdin: 'empty',
    stdout: 'inherit',
    stderr: 'inherit',
  });
  const request = { method: 'get', uri: '/', headers: [], params: [], body: undefined };
  await assert.rejects(instance.call('', 'constructor', [request]), /ran into `unreachable`/);
});

/** A component that imports a function of an interface, and calls it without parameters. */
const component = (imported: string, name: string) => `(component
  (import "${imported}" (instance $i (export "${name}" (func))))
  (core func $f (canon lower (func $i "${name}")))
  (core module $m (import "h" "f" (func $f)) (func (export "run") (result i32) (call $f) (i32.const 0)))
  (core instance $c (instantiate $m (with "h" (instance (export "f" (func $f))))))
  (func $run (result (result)) (canon lift (core func $c "run")))
  (instance $command (export "run" (func $run)))
  (export "wasi:cli/run@0.2.0" (instance $command)))`;

describe('a component that imports what only objects of JavaScript have', () => {
  for (const from of [
    'wasi:io/poll@0.2.0',
    'wasi:keyvalue/store@0.2.0-draft2',
    'acme:log/log@1.0.0',
    'constructor',
  ]) {
    test(`gets nothing of that from ${from}`, async () => {
      for (const name of ['constructor', 'to-string', 'value-of', 'has-own-property']) {
        const told = await trapOf(component(from, name));
        assert.ok(told.startsWith(`The guest called ${name} of ${from}. `), told);
      }
    });
  }

  /** Takes a pollable and calls that method of it. */
  const method = (name: string) => `(component
    (import "wasi:io/poll@0.2.0" (instance $poll
      (export "pollable" (type $pollable (sub resource)))
      (export "[method]pollable.${name}" (func (param "self" (borrow $pollable))))))
    (alias export $poll "pollable" (type $pollable))
    (import "wasi:clocks/monotonic-clock@0.2.0" (instance $clock
      (alias outer 1 $pollable (type $outer))
      (export "pollable" (type $own (eq $outer)))
      (export "subscribe-duration" (func (param "when" u64) (result (own $own))))))
    (core func $f (canon lower (func $poll "[method]pollable.${name}")))
    (core func $after (canon lower (func $clock "subscribe-duration")))
    (core module $m
      (import "h" "f" (func $f (param i32))) (import "h" "after" (func $after (param i64) (result i32)))
      (func (export "run") (result i32) (call $f (call $after (i64.const 0))) (i32.const 0)))
    (core instance $c (instantiate $m
      (with "h" (instance (export "f" (func $f)) (export "after" (func $after))))))
    (func $run (result (result)) (canon lift (core func $c "run")))
    (instance $command (export "run" (func $run)))
    (export "wasi:cli/run@0.2.0" (instance $command)))`;

  for (const name of ['constructor', 'resource', 'to-string']) {
    test(`may have a method ${name}, which nobody serves`, async () => {
      const told = await trapOf(method(name));
      assert.ok(told.startsWith(`The guest called [method]pollable.${name} of wasi:io/poll@0.2.0. `), told);
    });
  }
});
