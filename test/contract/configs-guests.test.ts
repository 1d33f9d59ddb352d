/** The contract of configs, seen from inside each kind of guest, in front of configs in memory. */
import { before } from 'node:test';
import type { Guest } from '@slight/runtime/guest/guest.ts';
import { configsErrors } from '@slight/runtime/ports/configs.ts';
import type { Configs } from '@slight/runtime/ports/configs.ts';
import { CapabilityError } from '@slight/runtime/ports/errors.ts';
import { guestsOf } from '../../scripts/guests/contracts.ts';
import { driveWith } from '../runtime/driven.ts';
import { guest } from '../runtime/guests.ts';
import { configsContract } from './configs.ts';
import { memoryConfigs, writableConfigs } from './memory/configs.ts';

for (const { name, generation } of guestsOf('configs')) {
  const isStandard = generation === 'standard';
  let loaded: Guest;
  before(async () => {
    loaded = await guest(name);
  });
  const driven = isStandard ? readBy : openedBy;
  for (const isReadOnly of isStandard ? [true] : [false, true]) {
    const inMemory = isReadOnly ? memoryConfigs : writableConfigs;
    configsContract(isReadOnly ? `${name}, of what it cannot set,` : name, {
      isReadOnly,
      without: [isStandard ? 'set' : 'all'],
      open: (values) => Promise.resolve(driven(loaded, inMemory(values))),
    });
  }
}

/** SpiderLightning's, which a guest opens by a name, and which tells what is not set by an error. */
function openedBy(loaded: Guest, store: Configs): Configs & AsyncDisposable {
  const driven = driveWith(loaded, { configs: { store } }, configsErrors);
  return {
    async get(key) {
      try {
        return (await driven.command('get', key))[0];
      } catch (error) {
        if (error instanceof CapabilityError && error.case === 'not-found') return undefined;
        throw error;
      }
    },
    set: async (key, value) => {
      await driven.command('set', key, value);
    },
    all: () => Promise.reject(new Error('this interface lists nothing')),
    [Symbol.asyncDispose]: () => driven[Symbol.asyncDispose](),
  };
}

/** wasi:config, which has no name, and sets nothing. */
function readBy(loaded: Guest, store: Configs): Configs & AsyncDisposable {
  const driven = driveWith(loaded, { configs: { '': store } }, configsErrors);
  return {
    get: async (key) => (await driven.command('get', key))[0],
    set: () => Promise.reject(new Error('this interface sets nothing')),
    async all() {
      const words = await driven.command('all');
      return Array.from({ length: words.length / 2 }, (_, index) => [
        String(words[2 * index]),
        words[2 * index + 1] ?? Buffer.alloc(0),
      ]);
    },
    [Symbol.asyncDispose]: () => driven[Symbol.asyncDispose](),
  };
}
