/** A guest's container, as one that the contract of blobstore can be tried on: see test/guests/c/blob-store.c. */
import type { Guest } from '@slight/runtime/guest/guest.ts';
import { blobStoreErrors } from '@slight/runtime/ports/blobstore.ts';
import type { BlobContainer, BlobRange } from '@slight/runtime/ports/blobstore.ts';
import { CapabilityError } from '@slight/runtime/ports/errors.ts';
import type { OpenContainer } from '../contract/blobstore-asserts.ts';
import { driveWith } from './driven.ts';

// where an interface has this case alone, the port's case stands before the text
const cases = blobStoreErrors.filter((known) => known !== 'unexpected-error');

/** What the guest does is one command after the other: an object is written and read as a whole. */
export function drivenContainer(guest: Guest, store: BlobContainer): OpenContainer {
  const driven = driveWith(guest, { blobstore: { store } }, cases);
  const { command } = driven;
  const fieldsOf = (name: string, range: BlobRange | undefined) =>
    range
      ? command('range', name, String(range.start), String(range.length ?? Number.MAX_SAFE_INTEGER))
      : command('read', name);
  return {
    async createdAt() {
      const [, , seconds] = await command('about');
      return new Date(Number(seconds) * 1000);
    },

    async read(name, range) {
      let [bytes] = await fieldsOf(name, range);
      return {
        size: bytes?.length ?? 0,
        read() {
          const all = bytes;
          bytes = undefined;
          return Promise.resolve(all?.length === 0 ? undefined : all);
        },
        [Symbol.asyncDispose]: () => Promise.resolve(),
      };
    },

    write(name) {
      const pieces: Uint8Array[] = [];
      return Promise.resolve({
        write: (bytes) => Promise.resolve(void pieces.push(bytes)),
        finish: async () => {
          await command('write', name, Buffer.concat(pieces));
        },
        [Symbol.asyncDispose]: () => Promise.resolve(),
      });
    },

    async stat(name) {
      try {
        const [size, seconds] = await command('stat', name);
        return { size: Number(size), createdAt: new Date(Number(seconds) * 1000) };
      } catch (error) {
        if (error instanceof CapabilityError && error.case === 'object-not-found') return undefined;
        throw error;
      }
    },

    async *list(prefix) {
      yield* (await (prefix === undefined ? command('list') : command('pages', prefix, '3'))).map(String);
    },
    delete: async (names) => {
      const [one] = names;
      await (names.length === 1 && one !== undefined
        ? command('delete', one)
        : command('delete-all', ...names));
    },
    copy: async (from, to) => {
      await command('copy', from, to);
    },
    clear: async () => {
      await command('clear');
    },
    [Symbol.asyncDispose]: () => driven[Symbol.asyncDispose](),
  };
}
