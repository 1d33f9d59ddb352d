/** An object that is sent to a server in parts, so that only a few of them are in memory, however large it is. */
import type { BlobWriter } from '../../ports/blobstore.ts';
import { CapabilityError } from '../../ports/errors.ts';

/** How a server takes an object. Bytes that it is given stay as they are until the call settles. */
export interface PartedUpload {
  /** All of an object at once, where it fits into one part. */
  put(bytes: Uint8Array): Promise<void>;
  /** One part of a larger one; the index counts from 0. Several may be under way at the same time. */
  part(index: number, bytes: Uint8Array): Promise<void>;
  /** Puts the object in its place, of that many parts. */
  complete(count: number): Promise<void>;
  /** Nothing more comes: what the server has of the parts may go. Called where at least one part was sent. */
  abort(): Promise<void>;
}

/** The smallest part that S3 takes, but for the last: 5 MiB. */
const smallest = 5 * 2 ** 20;

/** Parts of one size: then they double, so that 10,000 of them, all that S3 takes, make up the 5 TiB that it takes. */
const step = 1000;

/** Parts on their way at once, while the next one is filled. */
const parallel = 2;

export function partSize(index: number): number {
  return smallest * 2 ** Math.floor(index / step);
}

export function partedWriter(upload: PartedUpload): BlobWriter {
  let filling: Buffer | undefined;
  /** Where there is only one piece so far, it is not copied. */
  let single: Uint8Array | undefined;
  let filled = 0;
  let sent = 0;
  let state: 'open' | 'finished' | 'given up' = 'open';
  let failure: unknown;
  const spare: Buffer[] = [];
  const underWay = new Set<Promise<void>>();

  const roomy = async (most: number) => {
    while (underWay.size >= most && underWay.size > 0) await Promise.race(underWay);
    if (failure !== undefined) throw failure as Error;
  };
  const send = async (bytes: Buffer, of: Buffer) => {
    await roomy(parallel);
    const sending = upload
      .part(sent++, bytes)
      .then(
        () => {
          if (of.length === partSize(sent)) spare.push(of);
        },
        // what failed may still be read, and is not used again
        (error: unknown) => {
          failure ??= error;
        },
      )
      .finally(() => underWay.delete(sending));
    underWay.add(sending);
  };
  const append = async (bytes: Uint8Array) => {
    for (let at = 0; at < bytes.length;) {
      filling ??= spare.pop() ?? Buffer.allocUnsafeSlow(partSize(sent));
      const part = bytes.subarray(at, at + filling.length - filled);
      filling.set(part, filled);
      filled += part.length;
      at += part.length;
      if (filled === filling.length) {
        const full = filling;
        filling = undefined;
        filled = 0;
        await send(full, full);
      }
    }
  };
  const requireOpen = () => {
    if (state !== 'open') throw new CapabilityError('io-error', 'The object is not being written any more.');
  };

  return {
    async write(bytes) {
      requireOpen();
      if (failure !== undefined) throw failure as Error;
      if (!single && filled === 0 && sent === 0 && bytes.length < smallest) {
        single = bytes;
        return;
      }
      const first = single;
      single = undefined;
      if (first) await append(first);
      await append(bytes);
    },

    async finish() {
      requireOpen();
      if (sent === 0) await upload.put(single ?? filling?.subarray(0, filled) ?? new Uint8Array());
      else {
        if (filling && filled > 0) await send(filling.subarray(0, filled), filling);
        await roomy(1);
        await upload.complete(sent);
      }
      state = 'finished';
    },

    async [Symbol.asyncDispose]() {
      if (state !== 'open') return;
      state = 'given up';
      filling = undefined;
      // a part that arrives behind the abort would stay
      await Promise.allSettled(underWay);
      if (sent > 0) await upload.abort();
    },
  };
}
