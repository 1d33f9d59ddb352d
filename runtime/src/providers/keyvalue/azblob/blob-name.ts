import { CapabilityError } from '../../../ports/errors.ts';

/** https://learn.microsoft.com/rest/api/storageservices/naming-and-referencing-containers--blobs--and-metadata#blob-names */
const longest = 1024;
const mostSegments = 254;

/** In front of a name that is not the key itself. */
const mark = '=';

/**
 * What a blob's name cannot hold, or would not give back as it was: control characters and non-characters (listings
 * are XML 1.0), `\` (becomes `/`), spaces at the ends, empty path segments, and segments that end in a dot, `.` and
 * `..` among them (URLs resolve those).
 */
const unsafe = /[\p{Cc}\\\ufffe\uffff]|^ | $|^\/|(?<=\/)\/|\/$|\.(?=\/|$)/u;

/**
 * The name of a key's blob: the key, or where it cannot be one, `=` and the key with each offending byte as `=` and
 * two hexadecimal digits.
 * @throws CapabilityError `invalid-key` where the name would be longer than Azure's limits
 */
export function encodeBlobName(key: string): string {
  const plain = !key.startsWith(mark) && !unsafe.test(key);
  const name = plain ? key : mark + key.replace(new RegExp(`${unsafe.source}|${mark}`, 'gu'), escape);
  if (name.length > longest || name.split('/').length > mostSegments) {
    throw new CapabilityError(
      'invalid-key',
      `The key is too long for an Azure blob: at most ${longest} characters, and ${mostSegments} parts between slashes.`,
    );
  }
  return name;
}

/** The key of a blob; `undefined` for one that no key names, because somebody else put it there. */
export function decodeBlobName(name: string): string | undefined {
  if (!name.startsWith(mark)) return unsafe.test(name) ? undefined : name;
  const bytes: Buffer[] = [];
  for (const [piece, hex] of name.slice(mark.length).matchAll(/=([0-9a-f]{2})|[^=]+/g)) {
    bytes.push(hex === undefined ? Buffer.from(piece) : Buffer.from(hex, 'hex'));
  }
  const key = Buffer.concat(bytes).toString();
  return key !== '' && encodeBlobName(key) === name ? key : undefined;
}

function escape(text: string): string {
  return Array.from(Buffer.from(text), (byte) => `=${byte.toString(16).padStart(2, '0')}`).join('');
}
