import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TraceEntry } from '@slight/runtime/trace/events.ts';
import { createWitness, type Reason } from './reason.ts';

/** The reason of a run with these events that printed this. */
function reasonOf(entries: readonly TraceEntry[], ...printed: readonly string[]): Reason | undefined {
  const witness = createWitness();
  for (const [index, entry] of entries.entries()) witness.accept({ seq: index + 1, time: 0, ...entry });
  for (const text of printed) witness.print(text);
  return witness.reason();
}

const open = (call: number, name: string): TraceEntry => ({
  type: 'call',
  call,
  interface: 'keyvalue',
  function: '[static]keyvalue.open',
  arguments: [name],
});
const error = (call: number, message: string): TraceEntry => ({
  type: 'error',
  call,
  duration: 1,
  case: 'unexpected-error',
  message,
});
const exit: TraceEntry = { type: 'exit', code: 1, duration: 1 };

test('a name that nothing declares: what was opened, and what it was told', () => {
  assert.deepEqual(reasonOf([open(1, 'ordres'), error(1, 'no keyvalue "ordres" is declared'), exit]), {
    message: 'The last error that a capability gave it: no keyvalue "ordres" is declared.',
    call: { interface: 'keyvalue', name: 'ordres' },
  });
});

test('a method that fails: the name that its resource was opened by', () => {
  const get: TraceEntry = {
    type: 'call',
    call: 2,
    interface: 'wasi:keyvalue/store@0.2.0-draft',
    function: '[method]bucket.get',
    name: 'orders',
    arguments: ['a'],
  };
  const opened: TraceEntry = { type: 'return', call: 1, duration: 1 };
  assert.deepEqual(reasonOf([open(1, 'orders'), opened, get, error(2, 'Redis is gone.'), exit])?.call, {
    interface: 'wasi:keyvalue/store@0.2.0-draft',
    name: 'orders',
  });
});

test('the last error counts, also of calls that are under way at once', () => {
  const reason = reasonOf([open(1, 'a'), open(2, 'b'), error(2, 'first'), error(1, 'second'), exit]);
  assert.match(reason?.message ?? '', /second\.$/);
  assert.equal(reason?.call?.name, 'a');
});

test('an error that belongs to no name has a message alone', () => {
  const call: TraceEntry = {
    type: 'call',
    call: 1,
    interface: 'http-client',
    function: 'request',
    arguments: ['request'],
  };
  assert.deepEqual(reasonOf([call, error(1, 'refused'), exit]), {
    message: 'The last error that a capability gave it: refused.',
  });
});

test('a trap says what it was, and a guest that ends by itself gives no reason', () => {
  assert.deepEqual(reasonOf([{ ...exit, code: 134, reason: 'The guest ran into `unreachable`' }]), {
    message: 'The guest ran into `unreachable`.',
  });
  assert.equal(reasonOf([exit], 'slight: so says the guest\n'), undefined);
});

test('where the runtime itself gives up, its last words are the reason', () => {
  const printed = ['slight run a.w', 'asm\nslight: a.wasm is ', 'no module. Build it.\r\nslight  more\n'];
  assert.deepEqual(reasonOf([], ...printed), { message: 'a.wasm is no module. Build it.' });
});
