import type { CapabilityError } from '../../../ports/errors.ts';
import type { BlobStoreErrorCase } from '../../../ports/blobstore.ts';
import { awsErrorName, awsFailure } from '../../aws/failure.ts';
import type { Told } from '../../aws/failure.ts';
import type { AwsPlace } from '../../aws/client.ts';

/** The object is not there; its bucket is, or that is not told: an answer to HEAD has no body to say it in. */
export function isMissing(error: unknown): boolean {
  return /^(?:NoSuchKey|NotFound)$/.test(awsErrorName(error) ?? '');
}

/** There is no bucket to look for an object in. */
export function isWithoutBucket(error: unknown): boolean {
  return awsErrorName(error) === 'NoSuchBucket';
}

/** Somebody made the bucket at the same time, or before. */
export function isOurs(error: unknown): boolean {
  return awsErrorName(error) === 'BucketAlreadyOwnedByYou';
}

/** What was asked for of an object lies behind its end. */
export function isBehindEnd(error: unknown): boolean {
  return awsErrorName(error) === 'InvalidRange';
}

/** The parts of an upload are gone already. */
export function isWithoutUpload(error: unknown): boolean {
  return awsErrorName(error) === 'NoSuchUpload';
}

/** What S3's own errors mean to a store of blobs. */
function own(name: string): Told<BlobStoreErrorCase> | undefined {
  switch (name) {
    case 'BucketAlreadyExists':
      return [
        'authentication-error',
        "has a bucket of this name, and it is somebody else's: all of AWS shares their names. Choose another.",
      ];
    case 'InvalidBucketName':
      return ['invalid-name', 'takes no bucket of this name.'];
    case 'KeyTooLongError':
      return ['invalid-name', 'takes no name of this length.'];
    case 'PermanentRedirect':
    case 'AuthorizationHeaderMalformed':
      return ['unexpected-error', 'says that the bucket is in another region; check AWS_REGION.'];
  }
  return undefined;
}

/** What the client threw, as the capability's error. */
export function failure(
  error: unknown,
  place: AwsPlace,
  signal: AbortSignal,
): CapabilityError<BlobStoreErrorCase> {
  return awsFailure(error, place, signal, own);
}
