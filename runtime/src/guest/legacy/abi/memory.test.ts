/** Texts that are longer than JavaScript's can be: 512 MiB, which fits into a guest's memory several times. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Failure } from '../preview1/failure.ts';
import { errno } from '../preview1/numbers.ts';
import { Pointers } from '../preview1/pointers.ts';
import { AbiFault } from '../../abi/fault.ts';
import { GuestMemory } from './memory.ts';

const length = 2 ** 29;

/** Pages that nobody writes to take no room. */
function large(): GuestMemory {
  const memory = new GuestMemory();
  memory.bind({ memory: new WebAssembly.Memory({ initial: length / 65_536 }) });
  return memory;
}

test('a string of the ABI that is too long is a fault of the guest', () => {
  assert.throws(
    () => large().string(0, length),
    (error) => error instanceof AbiFault && /longer than a host can take/.test(error.message),
  );
});

test('a path of preview 1 that is too long is a name that is too long', () => {
  const pointers = new Pointers(large());
  pointers.refresh();
  assert.throws(
    () => pointers.text(0, length),
    (error) => error instanceof Failure && error.errno === errno['name-too-long'],
  );
});
