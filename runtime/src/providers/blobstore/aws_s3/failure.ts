import { CapabilityError } from '../../../ports/errors.ts';
import type { BlobStoreErrorCase } from '../../../ports/blobstore.ts';
import { awsErrorName, awsFailure } from '../../aws/failure.ts';
import type { AwsFailure } from '../../aws/failure.ts';
import type { AwsPlace } from '../../aws/client.ts';

const cases: Readonly<Record<AwsFailure['kind'], BlobStoreErrorCase>> = {
  connection: 'connection-error',
  timeout: 'timeout-error',
  authentication: 'authentication-error',
  busy: 'connection-error',
  failed: 'io-error',
  refused: 'unexpected-error',
};

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

/** What the client threw, as the capability's error; without its cause, which holds the signed request. */
export function failure(
  error: unknown,
  place: AwsPlace,
  signal: AbortSignal,
): CapabilityError<BlobStoreErrorCase> {
  if (error instanceof CapabilityError) return error as CapabilityError<BlobStoreErrorCase>;
  if (signal.aborted) return new CapabilityError('connection-error', 'The run has ended.');
  switch (awsErrorName(error)) {
    case 'BucketAlreadyExists':
      return new CapabilityError(
        'authentication-error',
        `${place.server} has a bucket of this name, and it is somebody else's: all of AWS shares their names. Choose another.`,
      );
    case 'InvalidBucketName':
      return new CapabilityError('invalid-name', `${place.server} takes no bucket of this name.`);
    case 'KeyTooLongError':
      return new CapabilityError('invalid-name', `${place.server} takes no name of this length.`);
    case 'PermanentRedirect':
    case 'AuthorizationHeaderMalformed':
      return new CapabilityError(
        'unexpected-error',
        `${place.server} says that the bucket is in another region; check AWS_REGION.`,
      );
  }
  const { kind, message } = awsFailure(error, place);
  return new CapabilityError(cases[kind], message);
}
