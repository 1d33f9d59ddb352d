/** A bucket of S3: made where it is not there, and called with a deadline. */
import type { S3Client } from '@aws-sdk/client-s3';
import { CapabilityError } from '../../../ports/errors.ts';
import { accessOf } from '../../aws/access.ts';
import { clientOptions } from '../../aws/client.ts';
import type { ConfigValues, OpenContext } from '../../provider.ts';
import { failure, isMissing, isOurs, isWithoutBucket } from './failure.ts';

export interface Bucket {
  readonly client: S3Client;
  readonly name: string;
  /**
   * Makes a call, which ends by the signal that it is given; it is made again where the bucket was deleted meanwhile.
   * @throws CapabilityError where it fails
   */
  readonly run: <T>(call: (abortSignal: AbortSignal) => Promise<T>) => Promise<T>;
  /** The same for what is to be done although the run has ended. */
  readonly runInAnyCase: <T>(call: (abortSignal: AbortSignal) => Promise<T>) => Promise<T>;
  /** What a call threw, as the capability's error. */
  readonly failure: (error: unknown) => Error;
}

/** Opens the bucket of that name, with the access that the configs name. */
export async function openBucket(
  name: string,
  configs: ConfigValues,
  { signal }: Pick<OpenContext, 'signal'>,
  deadline: number,
): Promise<Bucket> {
  requireBucketName(name);
  const access = accessOf('blobstore.aws_s3', configs);
  const { options, place } = clientOptions(access, 'S3', `s3.${access.region}.amazonaws.com`);
  const { S3Client, CreateBucketCommand, HeadBucketCommand } = await import('./library.ts');
  const client = new S3Client({
    ...options,
    // other stores have one host for all buckets, and know no checksums but S3's oldest
    forcePathStyle: access.endpoint !== undefined,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  const make = async (abortSignal: AbortSignal) => {
    const isFirst = access.region === 'us-east-1';
    const { region } = access;
    const where = isFirst ? {} : { CreateBucketConfiguration: { LocationConstraint: region as 'eu-west-1' } };
    await client
      .send(new CreateBucketCommand({ Bucket: name, ...where }), { abortSignal })
      .catch((error: unknown) => {
        if (!isOurs(error)) throw error;
      });
  };
  const toFailure = (error: unknown) => failure(error, place, signal);
  const runBy =
    (ended: readonly AbortSignal[]) =>
    async <T>(call: (abortSignal: AbortSignal) => Promise<T>): Promise<T> => {
      const abortSignal = AbortSignal.any([...ended, AbortSignal.timeout(deadline)]);
      try {
        return await call(abortSignal).catch(async (error: unknown) => {
          if (!isWithoutBucket(error)) throw error;
          // somebody deleted it, or the emulator was started anew
          await make(abortSignal);
          return call(abortSignal);
        });
      } catch (error) {
        throw toFailure(error);
      }
    };
  const run = runBy([signal]);

  await run((abortSignal) =>
    client.send(new HeadBucketCommand({ Bucket: name }), { abortSignal }).catch((error: unknown) => {
      if (!isMissing(error) && !isWithoutBucket(error)) throw error;
      return make(abortSignal);
    }),
  );
  return { client, name, run, runInAnyCase: runBy([]), failure: toFailure };
}

/**
 * The rules of https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html, without dots, which TLS has
 * no certificates for.
 * @throws CapabilityError `invalid-name`
 */
function requireBucketName(name: string): void {
  if (/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(name)) return;
  throw new CapabilityError(
    'invalid-name',
    `"${name}" cannot name a bucket of S3. Choose 3 to 63 small letters, digits and hyphens between them.`,
  );
}
