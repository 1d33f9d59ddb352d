/**
 * blobstore.azblob: each container is one of an Azure storage account (made where it is not there), each object a block
 * blob that has its name. A large one is staged in blocks, which nobody sees until they are committed; what was staged and
 * not committed, Azure throws away within a week.
 */
import { randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { BlockBlobClient } from '@azure/storage-blob';
import { copyThrough, objectNotFound } from '../../ports/blobstore.ts';
import type { BlobContainer } from '../../ports/blobstore.ts';
import { CapabilityError } from '../../ports/errors.ts';
import { blobNames, encodeBlobName } from '../azure/blob-name.ts';
import { blobsOf, openContainer, usualDeadline } from '../azure/container.ts';
import type { AzureContainer } from '../azure/container.ts';
import { isBehindEnd, isMissing, isReplaced } from '../azure/failure.ts';
import type { AzureWords } from '../azure/failure.ts';
import type { ConfigValues, OpenContext, Provider } from '../provider.ts';
import { inParallel } from './in-parallel.ts';
import { requireName } from './names.ts';
import { OpenEnded } from './open-ended.ts';
import { partedWriter } from './parts.ts';
import type { PartedUpload } from './parts.ts';
import { answered, emptyReader, streamReader } from './reading.ts';

const words: AzureWords = {
  named: "object's name",
  nameCase: 'invalid-name',
  sizeCase: 'unexpected-error',
};

/** The most that Azure copies in one call that waits for it: 256 MiB ("Copy Blob From URL"). */
const mostCopied = 2 ** 28;

export const provider: Provider<BlobContainer> = { open: openAzureContainer };

/** @param deadline milliseconds for one call: of an object, for each part of it */
export async function openAzureContainer(
  name: string,
  configs: ConfigValues,
  context: Pick<OpenContext, 'signal'>,
  deadline = usualDeadline,
): Promise<BlobContainer & AsyncDisposable> {
  const opened = await openContainer(name, configs, context, { words, deadline });
  const { client, run, failure } = opened;
  const underWay = new OpenEnded();
  const blobOf = (object: string) => {
    requireName(object);
    return client.getBlockBlobClient(encodeBlobName(object, words));
  };
  const stat = async (object: string) => {
    const blob = blobOf(object);
    const found = await run((abortSignal) => blob.getProperties({ abortSignal }).catch(absent));
    return found && { size: found.contentLength ?? 0, createdAt: found.lastModified ?? new Date(0) };
  };
  const remove = (blob: BlockBlobClient) =>
    run((abortSignal) => blob.deleteIfExists({ abortSignal, deleteSnapshots: 'include' }));

  const container: BlobContainer = {
    createdAt: async () => (await run((abortSignal) => client.getProperties({ abortSignal }))).lastModified,

    async read(object, { start = 0, length } = { start: 0 }) {
      const blob = blobOf(object);
      // a count of 0 is all of it to Azure
      if (length === 0) {
        if (!(await stat(object))) throw objectNotFound(object);
        return emptyReader();
      }
      const answer = await run((signal) =>
        answered(signal, (abortSignal) =>
          blob.download(start, length, { abortSignal, maxRetryRequests: 1 }),
        ).catch((error: unknown) => {
          if (isBehindEnd(error)) return undefined;
          if (isMissing(error)) throw objectNotFound(object);
          throw error;
        }),
      );
      // which it is in Node
      const body = answer?.readableStreamBody as Readable | undefined;
      if (!body) return emptyReader();
      const { signal } = context;
      return underWay.add(streamReader(body, answer?.contentLength ?? 0, { deadline, signal, failure }));
    },

    async write(object) {
      const upload = uploadTo(blobOf(object), opened);
      return Promise.resolve(underWay.add(partedWriter(upload)));
    },
    stat,

    async *list(prefix = '') {
      for (const stored of blobNames.prefixes(prefix)) {
        for await (const blob of blobsOf(opened, stored)) {
          const object = blobNames.decode(blob);
          if (object?.startsWith(prefix) === true) yield object;
        }
      }
    },

    delete: async (objects) => inParallel(objects.map(blobOf), remove),

    async copy(from, to) {
      const [source, target] = [blobOf(from), blobOf(to)];
      const found = await stat(from);
      if (!found) throw objectNotFound(from);
      if (found.size > mostCopied) return copyThrough({ container, name: from }, { container, name: to });
      const { BlobSASPermissions } = await import('../azure/library.ts');
      const expiresOn = new Date(Date.now() + 3_600_000);
      await run(async (abortSignal) => {
        // a key of the account alone does not open the source to the server itself
        const url = await source.generateSasUrl({ expiresOn, permissions: BlobSASPermissions.parse('r') });
        await target.syncCopyFromURL(url, { abortSignal });
      });
    },

    clear: () => inParallel(blobsOf(opened), (blob) => remove(client.getBlockBlobClient(blob))),
  };
  return { ...container, [Symbol.asyncDispose]: () => underWay.close() };
}

function uploadTo(blob: BlockBlobClient, { run }: AzureContainer): PartedUpload {
  // of one blob, the ids of all blocks must be of one length, those of others too who write it
  const writer = randomBytes(9).toString('hex');
  const id = (index: number) => Buffer.from(`${writer}-${String(index).padStart(5, '0')}`).toString('base64');
  const bodyOf = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    put: async (bytes) => {
      await run((abortSignal) => blob.upload(bodyOf(bytes), bytes.length, { abortSignal }));
    },
    part: async (index, bytes) => {
      await run((abortSignal) => blob.stageBlock(id(index), bodyOf(bytes), bytes.length, { abortSignal }));
    },
    complete: async (count) => {
      const ids = Array.from({ length: count }, (_, index) => id(index));
      await run((abortSignal) =>
        blob.commitBlockList(ids, { abortSignal }).catch((error: unknown) => {
          if (isReplaced(error)) throw replaced();
          throw error;
        }),
      );
    },
    // nobody but Azure can take blocks away without touching the blob that is there
    abort: () => Promise.resolve(),
  };
}

function absent(error: unknown): undefined {
  if (!isMissing(error)) throw error;
}

function replaced(): CapabilityError {
  return new CapabilityError(
    'io-error',
    'Somebody else wrote an object of this name meanwhile, and Azure throws away what others had begun. Write it again.',
  );
}
