/** What is read of a component's binary form: the types of what it imports and exports, however it is put together. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from '@bytecodealliance/jco-transpile/wasm-tools';
import { readInterfaces, readTypes } from '@slight/slightfile/wasm/component.ts';
import { guestBytes } from './guests.ts';

const lifted = (name: string) =>
  `(core module $m (func (export "f") (param i32) (result i32) (local.get 0)))
   (core instance $c (instantiate $m))
   (func $${name} (param "v" u32) (result u32) (canon lift (core func $c "f")))`;

test('what a component exports of the components in it has their types', async () => {
  const bytes = await parse(`(component
    (component $inner
      (import "other" (func $other (param "w" string)))
      ${lifted('f')}
      (instance $i (export "f" (func $f)) (export "other" (func $other)))
      (export "acme:a/b@1.0.0" (instance $i))
      (export "alone" (func $f)))
    (import "log" (func $log (param "w" string)))
    (instance $made (instantiate $inner (with "other" (func $log))))
    (alias export $made "acme:a/b@1.0.0" (instance $b))
    (export "acme:a/b@1.0.0" (instance $b))
    (alias export $made "alone" (func $alone))
    (export "alone" (func $alone)))`);
  assert.deepEqual(readInterfaces(bytes), {
    imports: [{ name: 'log', functions: [] }],
    exports: [
      { name: 'acme:a/b@1.0.0', functions: ['f', 'other'] },
      { name: 'alone', functions: [] },
    ],
  });
  const { exports } = readTypes(bytes);
  const number = { params: [{ name: 'v', type: { kind: 'u32' } }], result: { kind: 'u32' } };
  assert.deepEqual(exports.get('acme:a/b@1.0.0')?.get('f'), number);
  assert.deepEqual(exports.get('acme:a/b@1.0.0')?.get('other'), {
    params: [{ name: 'w', type: { kind: 'string' } }],
  });
  assert.deepEqual(exports.get('')?.get('alone'), number);
});

test('a resource of a host is that of the interface that it is imported from, however it came to an export', async () => {
  const { exports } = readTypes(await guestBytes('js-exports'));
  assert.deepEqual(exports.get('slight:exports/things@1.2.0')?.get('take')?.params, [
    {
      name: 'v',
      type: { kind: 'handle', resource: 'token', owner: 'slight:exports/tokens@1.2.0', borrowed: false },
    },
  ]);
});

test('behind a definition that is not known here, functions have no types, and all else is read', async () => {
  const bytes = await parse(`(component
    ${lifted('before')}
    (export "before" (func $before))
    (core func $set (canon waitable-set.new))
    (func $after (param "v" u32) (result u32) (canon lift (core func $c "f")))
    (instance $i (export "after" (func $after)))
    (export "acme:a/b@1.0.0" (instance $i)))`);
  assert.deepEqual(readInterfaces(bytes).exports, [
    { name: 'before', functions: [] },
    { name: 'acme:a/b@1.0.0', functions: ['after'] },
  ]);
  assert.equal(readTypes(bytes).exports.get('acme:a/b@1.0.0')?.size, 0);
});

test('components that instantiate one another without end are read in the time of others', async () => {
  let text = '(component $c0)';
  for (let depth = 1; depth < 40; depth += 1) {
    text = `(component $c${depth} ${text}
      (instance $a (instantiate $c${depth - 1})) (instance $b (instantiate $c${depth - 1})))`;
  }
  const bytes = await parse(text);
  const start = performance.now();
  assert.deepEqual(readInterfaces(bytes), { imports: [], exports: [] });
  assert.ok(performance.now() - start < 1000);
});

test('whatever the bytes, what is wrong with them is told, and nothing else happens', async () => {
  const whole = await guestBytes('c-keyvalue-component');
  let state = 1;
  const next = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  let read = 0;
  for (let round = 0; round < 2000; round += 1) {
    const bytes = Uint8Array.from(whole);
    // what says types and instances is at the start and the end, around the core modules
    for (let change = 1 + next(4); change > 0; change -= 1) {
      bytes[next(2) === 0 ? 8 + next(3000) : bytes.length - 1 - next(3000)] = next(256);
    }
    try {
      readTypes(bytes);
      read += 1;
    } catch (error) {
      assert.ok(error instanceof RangeError || error instanceof SyntaxError, String(error));
    }
  }
  assert.ok(read > 0);
});
