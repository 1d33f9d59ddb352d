/**
 * The slightfile's `[[secret_settings]]`: values sealed with AES-256-GCM under a key in the user's config folder, so
 * that the file can be shared and the secrets cannot. A sealed value is `v1:` and, in base64url, 12 bytes of nonce,
 * the ciphertext and 16 bytes of tag; the secret's name is authenticated with it, so that a value cannot be moved
 * to another name.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Secret } from '@slight/slightfile/slightfile.ts';
import { keyFolder, loadKey } from './key.ts';
import type { SecretKey } from './key.ts';
import { SecretUnreadable } from './unreadable.ts';

const format = 'v1:';
const cipher = 'aes-256-gcm';
const nonceSize = 12;
const tagSize = 16;

/** The text for the slightfile. */
export function sealSecret(key: SecretKey, name: string, value: string): string {
  const nonce = randomBytes(nonceSize);
  const sealing = createCipheriv(cipher, key, nonce, { authTagLength: tagSize }).setAAD(Buffer.from(name));
  const sealed = [nonce, sealing.update(value, 'utf8'), sealing.final(), sealing.getAuthTag()];
  return format + Buffer.concat(sealed).toString('base64url');
}

/**
 * The value that `sealSecret` sealed under this name.
 * @throws SecretUnreadable, which says what to do
 */
export function openSecret(key: SecretKey, name: string, sealed: string): string {
  const bytes = readFormat(name, sealed);
  const opening = createDecipheriv(cipher, key, bytes.subarray(0, nonceSize), { authTagLength: tagSize })
    .setAAD(Buffer.from(name))
    .setAuthTag(bytes.subarray(-tagSize));
  try {
    return Buffer.concat([opening.update(bytes.subarray(nonceSize, -tagSize)), opening.final()]).toString(
      'utf8',
    );
  } catch {
    throw unreadable(name, 'was sealed with another key, or has been changed since');
  }
}

/** Gives the secret of a name, or undefined where the slightfile has none; opened only when it is asked for. */
export type Secrets = (name: string) => Promise<string | undefined>;

/**
 * The secrets of a slightfile; of a name that is there twice the first counts, as with slight. A call rejects with
 * SecretUnreadable where that secret cannot be opened; the others still can.
 */
export function slightfileSecrets(secrets: readonly Secret[], folder: string = keyFolder()): Secrets {
  const sealed = new Map<string, string>();
  for (const { name, value } of secrets) {
    if (name && value && !sealed.has(name.value)) sealed.set(name.value, value.value);
  }
  let key: Promise<SecretKey | undefined> | undefined;
  return async (name) => {
    const value = sealed.get(name);
    if (value === undefined) return undefined;
    // before the key is looked for: a value of slight's own cipher is told as that, not as a missing key
    readFormat(name, value);
    const opener = await (key ??= loadKey(folder, { create: false }));
    if (!opener) throw unreadable(name, `was sealed with a key that is not in ${folder}`);
    return openSecret(opener, name, value);
  };
}

/** The bytes behind `v1:`. */
function readFormat(name: string, sealed: string): Buffer {
  const newer = /^v[0-9]+:/.test(sealed) && !sealed.startsWith(format);
  if (newer) throw new SecretUnreadable(`The secret "${name}" was sealed by a newer slight. Update slight.`);
  // slight up to 0.5.1 wrote the output of its own cipher, whose key went with the temporary folder
  if (!sealed.startsWith(format)) throw unreadable(name, 'was not sealed by this slight');
  const bytes = Buffer.from(sealed.slice(format.length), 'base64url');
  if (bytes.length < nonceSize + tagSize) throw unreadable(name, 'is cut short');
  return bytes;
}

function unreadable(name: string, what: string): SecretUnreadable {
  return new SecretUnreadable(
    `The secret "${name}" ${what}. Set it again with: slight secret -k ${name} -c slightfile.toml`,
  );
}
