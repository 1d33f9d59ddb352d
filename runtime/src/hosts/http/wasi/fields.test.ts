import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BrokenRule, WitError } from '../../values.ts';
import { FieldsResource, fieldsFunctions } from './fields.ts';

const bytes = (text: string) => Buffer.from(text, 'latin1');

function errorOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    assert.ok(error instanceof WitError, String(error));
    return (error.payload as { readonly tag: string }).tag;
  }
  return undefined;
}

test('fields keep their order and their letters, and are found by any', () => {
  const fields = new FieldsResource([['X-A', '1']]);
  fields.append('x-b', bytes('2'));
  fields.append('x-a', bytes('3'));
  assert.deepEqual(fields.values('X-a'), ['1', '3']);
  assert.deepEqual(fields.list, [
    ['X-A', '1'],
    ['x-b', '2'],
    ['x-a', '3'],
  ]);
  fields.set('X-A', [bytes('4'), bytes('5')]);
  assert.deepEqual(fields.list, [
    ['x-b', '2'],
    ['X-A', '4'],
    ['X-A', '5'],
  ]);
  fields.set('x-b', []);
  fields.delete('none');
  fields.delete('x-a');
  assert.deepEqual(fields.list, []);
});

test('each byte of a value is kept', () => {
  const all = Uint8Array.from([9, ...Array.from({ length: 224 }, (_, index) => index + 32)]).filter(
    (byte) => byte !== 127,
  );
  const fields = new FieldsResource();
  fields.append('a', all);
  const get = fieldsFunctions['[method]fields.get'] as (of: FieldsResource, name: string) => Uint8Array[];
  assert.deepEqual(
    get(fields, 'A').map((value) => [...value]),
    [[...all]],
  );
});

test('what is wrong with a field is told in the order of wasmtime', () => {
  const frozen = new FieldsResource().freeze();
  const made = new FieldsResource();
  for (const name of ['', 'a b', 'a:', 'é', 'a\n']) {
    assert.equal(
      errorOf(() => frozen.append(name, bytes(''))),
      'invalid-syntax',
      name,
    );
    assert.equal(
      errorOf(() => made.delete(name)),
      'invalid-syntax',
      name,
    );
    assert.deepEqual(made.values(name), []);
  }
  for (const name of [
    'Host',
    'connection',
    'Transfer-Encoding',
    'upgrade',
    'keep-alive',
    'proxy-connection',
  ]) {
    assert.equal(
      errorOf(() => frozen.set(name, [bytes('\n')])),
      'forbidden',
      name,
    );
    assert.equal(
      errorOf(() => made.delete(name)),
      'forbidden',
      name,
    );
  }
  for (const value of ['a\r', '\n', '\0', '\x7f', '\x1f']) {
    assert.equal(
      errorOf(() => frozen.append('a', bytes(value))),
      'invalid-syntax',
    );
    assert.equal(
      errorOf(() => made.set('a', [bytes('b'), bytes(value)])),
      'invalid-syntax',
    );
  }
  assert.equal(
    errorOf(() => frozen.append('a', bytes('b'))),
    'immutable',
  );
  assert.equal(
    errorOf(() => frozen.set('a', [])),
    'immutable',
  );
  assert.equal(
    errorOf(() => frozen.delete('a')),
    'immutable',
  );
  assert.deepEqual([...frozen.list, ...made.list], []);
});

test('what came in has nothing of the connection, and stays as it is; a clone may be changed', () => {
  const fields = FieldsResource.received([
    ['Host', 'a'],
    ['X', '1'],
    ['CONNECTION', 'close'],
  ]);
  assert.deepEqual(fields.list, [['X', '1']]);
  const clone = fieldsFunctions['[method]fields.clone'] as (of: FieldsResource) => FieldsResource;
  const copy = clone(fields);
  copy.append('Y', bytes('2'));
  assert.equal(copy.list.length, 2);
  assert.equal(
    errorOf(() => fields.append('Y', bytes('2'))),
    'immutable',
  );
  assert.equal(fields.list.length, 1);
});

test('a guest cannot fill the memory with fields', () => {
  const fields = new FieldsResource();
  fields.append('a', Buffer.alloc(131_072 - 33, 'x'));
  assert.throws(() => fields.append('b', bytes('')), BrokenRule);
  fields.delete('a');
  assert.throws(() => {
    for (let count = 0; count < 5000; count++) fields.append('b', bytes(''));
  }, /more than 131072 bytes into the fields/);
});
