/** An object on its way to S3, in parts where it is large (a multipart upload). */
import { isWithoutUpload } from './failure.ts';
import type { Bucket } from './bucket.ts';
import type { PartedUpload } from '../parts.ts';
import type * as Library from './library.ts';
import type { Upload, Uploads } from './uploads.ts';

export function uploadTo(
  key: string,
  bucket: Bucket,
  library: typeof Library,
  uploads: Uploads,
): PartedUpload {
  const { client, name, run } = bucket;
  const place = { Bucket: name, Key: key };
  const etags: (string | undefined)[] = [];
  let begun: Promise<string> | undefined;
  const begin = async () => {
    const command = new library.CreateMultipartUploadCommand(place);
    const { UploadId: id = '' } = await run((abortSignal) => client.send(command, { abortSignal }));
    await uploads.begun({ bucket: name, key, id });
    return id;
  };

  return {
    async put(bytes) {
      const command = () =>
        new library.PutObjectCommand({ ...place, Body: bytes, ContentLength: bytes.length });
      await run((abortSignal) => client.send(command(), { abortSignal }));
    },

    async part(index, bytes) {
      const id = await (begun ??= begin());
      const part = { ...place, UploadId: id, PartNumber: index + 1, ContentLength: bytes.length };
      const { ETag: etag } = await run((abortSignal) =>
        client.send(new library.UploadPartCommand({ ...part, Body: bytes }), { abortSignal }),
      );
      etags[index] = etag;
    },

    async complete(count) {
      const id = await begun;
      const parts = Array.from({ length: count }, (_, at) => ({ PartNumber: at + 1, ETag: etags[at] }));
      const command = new library.CompleteMultipartUploadCommand({
        ...place,
        UploadId: id,
        MultipartUpload: { Parts: parts },
      });
      await run((abortSignal) => client.send(command, { abortSignal }));
      if (id !== undefined) await uploads.over({ id });
    },

    // what is left would be paid for until somebody finds it
    async abort() {
      const id = await begun?.catch(() => undefined);
      if (id === undefined) return;
      await abortUpload({ bucket: name, key, id }, bucket, library, uploads);
    },
  };
}

/** Takes away what runs have left that were killed; what cannot be now, a later run does. */
export async function abortLeft(bucket: Bucket, library: typeof Library, uploads: Uploads): Promise<void> {
  const left = (await uploads.left()).filter((one) => one.bucket === bucket.name);
  await Promise.allSettled(left.map((one) => abortUpload(one, bucket, library, uploads)));
}

async function abortUpload(
  { bucket: name, key, id }: Upload,
  { client, runInAnyCase }: Bucket,
  library: typeof Library,
  uploads: Uploads,
): Promise<void> {
  const command = new library.AbortMultipartUploadCommand({ Bucket: name, Key: key, UploadId: id });
  await runInAnyCase((abortSignal) =>
    client.send(command, { abortSignal }).catch((error: unknown) => {
      if (!isWithoutUpload(error)) throw error;
    }),
  );
  await uploads.over({ id });
}
