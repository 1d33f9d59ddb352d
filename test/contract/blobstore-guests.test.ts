/** The contract of blobstore, seen from inside each kind of guest, in front of a folder. */
import { before } from 'node:test';
import type { Guest } from '@slight/runtime/guest/guest.ts';
import { drivenContainer } from '../runtime/driven-blobs.ts';
import { guest } from '../runtime/guests.ts';
import { blobstoreContract } from './blobstore.ts';
import type { BlobStoreContract } from './blobstore.ts';
import { driver } from './driver.ts';

// what a guest is told to do, it does to the end
const streams = ['streams'] as const;

const guests: Readonly<Record<string, NonNullable<BlobStoreContract['without']>>> = {
  'c-blob-store': [...streams, 'ranges', 'copy', 'prefix'],
  'c-blob-store-component': streams,
  'js-blob-store': streams,
  'c-wasi-blobstore': [...streams, 'prefix'],
};

for (const [name, without] of Object.entries(guests)) {
  const { open } = driver('blobstore.filesystem', { durable: false });
  let loaded: Guest;
  before(async () => {
    loaded = await guest(name);
  });
  blobstoreContract(name, {
    without,
    open: async (store) => {
      const container = await open(store);
      const driven = drivenContainer(loaded, container);
      return {
        ...driven,
        async [Symbol.asyncDispose]() {
          await driven[Symbol.asyncDispose]();
          await container[Symbol.asyncDispose]();
        },
      };
    },
  });
}
