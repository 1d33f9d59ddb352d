/**
 * blobstore.aws_s3: each container is a bucket of S3, or of a store that speaks its protocol (made where it is not there),
 * each object one of S3's that has its name. A large one is sent in parts, which nobody sees until they are complete, and
 * which are taken away where it is given up.
 */
import type { Readable } from 'node:stream';
import { copyThrough, objectNotFound } from '../../ports/blobstore.ts';
import type { BlobContainer } from '../../ports/blobstore.ts';
import { CapabilityError } from '../../ports/errors.ts';
import { escapedNames } from '../escaped-names.ts';
import type { ConfigValues, OpenContext, Provider } from '../provider.ts';
import { openBucket } from './aws_s3/bucket.ts';
import type { Bucket } from './aws_s3/bucket.ts';
import { isBehindEnd, isMissing } from './aws_s3/failure.ts';
import { abortLeft, uploadTo } from './aws_s3/upload.ts';
import { openUploads } from './aws_s3/uploads.ts';
import { requireName } from './names.ts';
import { OpenEnded } from './open-ended.ts';
import { partedWriter } from './parts.ts';
import { answered, emptyReader, streamReader } from './reading.ts';
import type * as Library from './aws_s3/library.ts';

/** Milliseconds for one call, its retries included. */
const usualDeadline = 30_000;

/** Objects that S3 deletes in one call, at the most. */
const mostDeleted = 1000;

/** What S3 copies in one call, in bytes: 5 GB ("CopyObject"). */
const mostCopied = 5e9;

/** In bytes of UTF-8. */
const longestKey = 1024;

/**
 * Of names, what a key cannot hold, or would not give back as it was, is escaped: control characters and non-characters
 * (listings are XML 1.0), and the segments `.` and `..`, which URLs resolve.
 */
const keys = escapedNames(/[\p{Cc}\ufffe\uffff]|(?<=^|\/)\.{1,2}(?=\/|$)/u);

export const provider: Provider<BlobContainer> = { open: openS3 };

/** @param deadline milliseconds for one call: of an object, for each part of it */
export async function openS3(
  name: string,
  configs: ConfigValues,
  context: Pick<OpenContext, 'signal' | 'folder'>,
  deadline = usualDeadline,
): Promise<BlobContainer & AsyncDisposable> {
  const bucket = await openBucket(name, configs, context, deadline);
  const library = await import('./aws_s3/library.ts');
  const { client, run, failure } = bucket;
  const uploads = openUploads(context);
  await abortLeft(bucket, library, uploads);
  const underWay = new OpenEnded();
  const stat = async (object: string) => {
    const command = new library.HeadObjectCommand({ Bucket: name, Key: keyOf(object) });
    const found = await run((abortSignal) => client.send(command, { abortSignal }).catch(absent));
    return found && { size: found.ContentLength ?? 0, createdAt: found.LastModified ?? new Date(0) };
  };

  const container: BlobContainer = {
    // of a bucket itself, S3 does not tell
    async createdAt() {
      const command = new library.ListBucketsCommand({});
      const { Buckets: all = [] } = await run((abortSignal) => client.send(command, { abortSignal }));
      return all.find((one) => one.Name === name)?.CreationDate;
    },

    async read(object, { start = 0, length } = { start: 0 }) {
      // there is no range without a byte
      if (length === 0) {
        if (!(await stat(object))) throw objectNotFound(object);
        return emptyReader();
      }
      const range = start === 0 && length === undefined ? {} : { Range: rangeOf(start, length) };
      const command = new library.GetObjectCommand({ Bucket: name, Key: keyOf(object), ...range });
      const answer = await run((signal) =>
        answered(signal, (abortSignal) => client.send(command, { abortSignal })).catch((error: unknown) => {
          if (isBehindEnd(error)) return undefined;
          if (isMissing(error)) throw objectNotFound(object);
          throw error;
        }),
      );
      // which it is in Node
      const body = answer?.Body as Readable | undefined;
      if (!body) return emptyReader();
      const { signal } = context;
      return underWay.add(streamReader(body, answer?.ContentLength ?? 0, { deadline, signal, failure }));
    },

    async write(object) {
      const upload = uploadTo(keyOf(object), bucket, library, uploads);
      return Promise.resolve(underWay.add(partedWriter(upload)));
    },

    stat,

    async *list(prefix = '') {
      for (const stored of keys.prefixes(prefix)) {
        for await (const page of pagesOf(bucket, stored, library)) {
          for (const key of page) {
            const object = keys.decode(key);
            if (object?.startsWith(prefix) === true) yield object;
          }
        }
      }
    },

    delete: async (objects) => remove(bucket, objects.map(keyOf), library),

    async copy(from, to) {
      const [source, target] = [keyOf(from), keyOf(to)];
      const found = await stat(from);
      if (!found) throw objectNotFound(from);
      if (found.size > mostCopied) return copyThrough({ container, name: from }, { container, name: to });
      const command = new library.CopyObjectCommand({
        Bucket: name,
        Key: target,
        CopySource: `${name}/${source.split('/').map(encodeURIComponent).join('/')}`,
        // S3 refuses to copy an object to itself where nothing of it changes
        ...(source === target && { MetadataDirective: 'REPLACE' as const }),
      });
      await run((abortSignal) => client.send(command, { abortSignal }));
    },

    async clear() {
      for await (const page of pagesOf(bucket, '', library)) await remove(bucket, page, library);
    },
  };
  return {
    ...container,
    async [Symbol.asyncDispose]() {
      await underWay.close();
      await uploads[Symbol.asyncDispose]();
      client.destroy();
    },
  };
}

/** The keys of a bucket that begin with a prefix, page by page. */
async function* pagesOf(
  { client, name, run }: Bucket,
  prefix: string,
  { ListObjectsV2Command }: typeof Library,
): AsyncGenerator<readonly string[]> {
  let next: string | undefined;
  do {
    const command = new ListObjectsV2Command({
      Bucket: name,
      ...(prefix !== '' && { Prefix: prefix }),
      ...(next !== undefined && { ContinuationToken: next }),
    });
    const page = await run((abortSignal) => client.send(command, { abortSignal }));
    yield (page.Contents ?? []).flatMap(({ Key: key }) => key ?? []);
    next = page.IsTruncated === true ? page.NextContinuationToken : undefined;
  } while (next !== undefined);
}

async function remove(
  { client, name, run }: Bucket,
  all: readonly string[],
  { DeleteObjectCommand, DeleteObjectsCommand }: typeof Library,
): Promise<void> {
  const [only] = all;
  if (all.length === 1 && only !== undefined) {
    const command = new DeleteObjectCommand({ Bucket: name, Key: only });
    await run((abortSignal) => client.send(command, { abortSignal }));
    return;
  }
  for (let at = 0; at < all.length; at += mostDeleted) {
    const objects = all.slice(at, at + mostDeleted).map((key) => ({ Key: key }));
    const command = new DeleteObjectsCommand({ Bucket: name, Delete: { Objects: objects, Quiet: true } });
    const { Errors: errors = [] } = await run((abortSignal) => client.send(command, { abortSignal }));
    const [first] = errors;
    if (first) {
      const why = `S3 did not delete ${errors.length} of ${objects.length} objects (${first.Code ?? 'no reason'}).`;
      throw new CapabilityError('io-error', why);
    }
  }
}

/** @throws CapabilityError `invalid-name` */
function keyOf(object: string): string {
  requireName(object);
  const key = keys.encode(object);
  if (Buffer.byteLength(key) <= longestKey) return key;
  throw new CapabilityError(
    'invalid-name',
    `The object's name is too long for S3, which does not take all of its characters as they are.`,
  );
}

/** RFC 9110, 14.1.2: the last byte counts. */
function rangeOf(start: number, length: number | undefined): string {
  const last = length === undefined ? '' : Math.min(start + length - 1, Number.MAX_SAFE_INTEGER);
  return `bytes=${start}-${last}`;
}

function absent(error: unknown): undefined {
  if (!isMissing(error)) throw error;
}
