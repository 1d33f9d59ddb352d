import { CapabilityError } from '../../ports/errors.ts';
import { escapedNames } from '../escaped-names.ts';
import type { AzureWords } from './failure.ts';

/** https://learn.microsoft.com/rest/api/storageservices/naming-and-referencing-containers--blobs--and-metadata#blob-names */
const longest = 1024;
const mostSegments = 254;

/**
 * Of names, what a blob's cannot hold, or would not give back as it was, is escaped: control characters and
 * non-characters (listings are XML 1.0), `\` (becomes `/`), spaces at the ends, empty path segments, and segments that end
 * in a dot, `.` and `..` among them (URLs resolve those).
 */
export const blobNames = escapedNames(/[\p{Cc}\\\ufffe\uffff]|^ | $|^\/|(?<=\/)\/|\/$|\.(?=\/|$)/u);

/**
 * The name of the blob that has this name.
 * @throws CapabilityError where it would be longer than Azure's limits
 */
export function encodeBlobName(name: string, { nameCase, named }: AzureWords): string {
  const blob = blobNames.encode(name);
  if (blob.length <= longest && blob.split('/').length <= mostSegments) return blob;
  throw new CapabilityError(
    nameCase,
    `The ${named} is too long for an Azure blob: at most ${longest} characters, and ${mostSegments} parts between slashes.`,
  );
}
