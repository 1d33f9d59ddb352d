/** The contract of blobstore, seen from inside each kind of guest, in front of a folder. */
import { before } from 'node:test';
import type { Guest } from '@slight/runtime/guest/guest.ts';
import { guestsOf } from '../../scripts/guests/contracts.ts';
import { drivenContainer } from '../runtime/driven-blobs.ts';
import { guest } from '../runtime/guests.ts';
import { blobstoreContract } from './blobstore.ts';
import type { BlobStoreContract } from './blobstore.ts';
import { driver } from './driver.ts';

// what a guest is told to do, it does to the end
const streams = ['streams'] as const;

/** What each interface does not offer. */
const lacks: Readonly<Record<string, NonNullable<BlobStoreContract['without']>>> = {
  'blob-store': [...streams, 'ranges', 'copy', 'prefix'],
  'spiderlightning:blob-store/blob-store@0.6.0': streams,
  'wasi:blobstore/blobstore@0.2.0-draft': [...streams, 'prefix'],
};

for (const { name, interface: store } of guestsOf('blobstore')) {
  const without = lacks[store] ?? [];
  const { open } = driver('blobstore.filesystem', { durable: false });
  let loaded: Guest;
  before(async () => {
    loaded = await guest(name);
  });
  blobstoreContract(name, {
    without,
    open: async (opened) => {
      const container = await open(opened);
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
