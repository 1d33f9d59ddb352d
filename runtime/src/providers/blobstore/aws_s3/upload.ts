/** An object on its way to S3, in parts where it is large (a multipart upload). */
import { isWithoutUpload } from './failure.ts';
import type { Bucket } from './bucket.ts';
import type { PartedUpload } from '../parts.ts';
import type * as Library from './library.ts';

export function uploadTo(
  key: string,
  { client, name, run, runInAnyCase }: Bucket,
  library: typeof Library,
): PartedUpload {
  const place = { Bucket: name, Key: key };
  const etags: (string | undefined)[] = [];
  let begun: Promise<string> | undefined;
  const begin = async () => {
    const command = new library.CreateMultipartUploadCommand(place);
    const { UploadId: id = '' } = await run((abortSignal) => client.send(command, { abortSignal }));
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
      const parts = Array.from({ length: count }, (_, at) => ({ PartNumber: at + 1, ETag: etags[at] }));
      const command = new library.CompleteMultipartUploadCommand({
        ...place,
        UploadId: await begun,
        MultipartUpload: { Parts: parts },
      });
      await run((abortSignal) => client.send(command, { abortSignal }));
    },

    // what is left would be paid for until somebody finds it
    async abort() {
      const id = await begun?.catch(() => undefined);
      if (id === undefined) return;
      const command = new library.AbortMultipartUploadCommand({ ...place, UploadId: id });
      await runInAnyCase((abortSignal) =>
        client.send(command, { abortSignal }).catch((error: unknown) => {
          if (!isWithoutUpload(error)) throw error;
        }),
      );
    },
  };
}
