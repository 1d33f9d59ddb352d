import { CapabilityError } from '../../ports/errors.ts';

/** S3's limit, in bytes of UTF-8: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
const longest = 1024;

/**
 * What every blobstore provider asks of an object's name: not empty, not longer than S3 takes it, and Unicode (half a
 * surrogate pair has no UTF-8). Whatever else a name holds, the provider must store.
 * @throws CapabilityError `invalid-name`
 */
export function requireName(name: string): void {
  if (name === '') throw invalid("The object's name is empty; give it at least one character.");
  if (!name.isWellFormed())
    throw invalid("The object's name is no valid Unicode: half of a surrogate pair is missing.");
  const length = Buffer.byteLength(name);
  if (length > longest)
    throw invalid(`The object's name has ${length} bytes in UTF-8; it may have ${longest}.`);
}

function invalid(message: string): CapabilityError {
  return new CapabilityError('invalid-name', message);
}
