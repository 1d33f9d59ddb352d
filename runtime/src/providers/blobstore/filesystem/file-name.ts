/**
 * Where an object's file is below its container's folder, by its name. File systems differ in what they take for one name
 * (capitals, accents), in what they refuse, and take 255 bytes; so a file's name has small letters, digits and `_-.` as
 * they are, every other byte as `%` and two hexadecimal digits, and one that grows too long is cut: all parts but the last
 * are folders, which end in `+`, and all but the first begin with it. No object's name has a `+` that stays one.
 */
import path from 'node:path';

/** In characters, without the `+` of a part. */
const longestPart = 200;

const plain = /^[a-z0-9_.-]$/;

/** Windows opens a device under these names, whatever follows the first dot. */
const devices = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)/;

/** The end of a folder's name. */
export const cut = '+';

/** The path of an object's file, relative to the container's objects. */
export function fileOf(name: string): string {
  const encoded = Array.from(Buffer.from(name), (byte) => {
    const character = String.fromCharCode(byte);
    return plain.test(character) ? character : escape(byte);
  })
    .join('')
    // hidden files, `..`, and a dot that Windows drops
    .replace(/^\.|\.$/g, escape(0x2e));
  const safe = devices.test(encoded) ? escape(encoded.charCodeAt(0)) + encoded.slice(1) : encoded;
  const parts = safe.match(new RegExp(`.{1,${longestPart}}`, 'g')) ?? [];
  return path.join(
    ...parts.map((part, at) => `${at > 0 ? cut : ''}${part}${at < parts.length - 1 ? cut : ''}`),
  );
}

/** The name of the object whose file it is; `undefined` for a file that somebody else put there. */
export function nameOf(file: string): string | undefined {
  const encoded = file
    .split(path.sep)
    .map((part) => part.replaceAll(cut, ''))
    .join('');
  const bytes = encoded.replace(/%([0-9a-f]{2})|[^%]/g, (found, hex: string | undefined) =>
    hex === undefined ? found : String.fromCharCode(Number.parseInt(hex, 16)),
  );
  const name = Buffer.from(bytes, 'latin1').toString();
  return name !== '' && fileOf(name) === file ? name : undefined;
}

function escape(byte: number): string {
  return `%${byte.toString(16).padStart(2, '0')}`;
}
