/**
 * keyvalue.azblob: each bucket is a container of an Azure storage account (made where it is not there), each value
 * a block blob that has the key's name. What must happen in one step is done by the blob's ETag: a write goes
 * through only where the blob is still as it was read.
 */
import { buffer } from 'node:stream/consumers';
import type { BlobRequestConditions, ContainerClient } from '@azure/storage-blob';
import type { KeyValue } from '../../ports/keyvalue.ts';
import type { ConfigValues, OpenContext, Provider } from '../provider.ts';
import { blobNames, encodeBlobName } from '../azure/blob-name.ts';
import { blobsOf, openContainer, usualDeadline } from '../azure/container.ts';
import { isChanged, isMissing } from '../azure/failure.ts';
import type { AzureWords } from '../azure/failure.ts';
import { add, format } from './counter.ts';
import { requireKey } from './keys.ts';
import { isSame, untilUnchanged } from './unchanged.ts';

const words: AzureWords = { named: 'key', nameCase: 'invalid-key', sizeCase: 'invalid-value' };

export const provider: Provider<KeyValue> = { open: openAzureBlob };

export async function openAzureBlob(
  name: string,
  configs: ConfigValues,
  context: Pick<OpenContext, 'signal'>,
  deadline = usualDeadline,
): Promise<KeyValue & AsyncDisposable> {
  const opened = await openContainer(name, configs, context, { words, deadline });
  const { client: container, run } = opened;

  return {
    async get(key) {
      const blob = blobName(key);
      return (await run((abortSignal) => download(container, blob, abortSignal)))?.value;
    },

    async set(key, value) {
      const blob = blobName(key);
      await run((abortSignal) => upload(container, blob, value, abortSignal));
    },

    async exists(key) {
      const blob = blobName(key);
      return run((abortSignal) => container.getBlobClient(blob).exists({ abortSignal }));
    },

    async *keys() {
      for await (const blob of blobsOf(opened)) {
        const key = blobNames.decode(blob);
        if (key !== undefined) yield key;
      }
    },

    async delete(key) {
      const blob = blobName(key);
      await run((abortSignal) => container.getBlobClient(blob).deleteIfExists({ abortSignal }));
    },

    async increment(key, delta) {
      const blob = blobName(key);
      return run((abortSignal) =>
        untilUnchanged(abortSignal, isChanged, async () => {
          const current = await download(container, blob, abortSignal);
          const sum = add(current?.value, delta);
          await upload(container, blob, format(sum), abortSignal, only(current));
          return sum;
        }),
      );
    },

    async swap(key, expected, value) {
      const blob = blobName(key);
      return run((abortSignal) =>
        untilUnchanged(abortSignal, isChanged, async () => {
          const current = await download(container, blob, abortSignal);
          if (!isSame(current?.value, expected)) return false;
          await upload(container, blob, value, abortSignal, only(current));
          return true;
        }),
      );
    },

    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

interface Version {
  readonly value: Uint8Array;
  readonly etag: string;
}

function blobName(key: string): string {
  requireKey(key);
  return encodeBlobName(key, words);
}

async function download(
  container: ContainerClient,
  blob: string,
  abortSignal: AbortSignal,
): Promise<Version | undefined> {
  try {
    const response = await container.getBlobClient(blob).download(0, undefined, { abortSignal });
    const { readableStreamBody, etag = '' } = response;
    return { value: readableStreamBody ? await buffer(readableStreamBody) : new Uint8Array(), etag };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function upload(
  container: ContainerClient,
  blob: string,
  value: Uint8Array,
  abortSignal: AbortSignal,
  conditions: BlobRequestConditions = {},
): Promise<void> {
  const body = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  await container.getBlockBlobClient(blob).upload(body, body.length, { abortSignal, conditions });
}

/** The condition that a blob is still this version; that it is not there, where there is none. */
function only(version: Version | undefined): BlobRequestConditions {
  return version ? { ifMatch: version.etag } : { ifNoneMatch: '*' };
}
