/** The user's key, with which the secrets of all slightfiles are sealed: 32 bytes in a file that only the user reads. */
import { createSecretKey, randomBytes, randomUUID } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { chmod, link, open, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import envPaths from 'env-paths';
import { makeFolder } from './files/make-folder.ts';
import { SecretUnreadable } from './unreadable.ts';

/** A KeyObject, which prints as such: the bytes cannot slip into a log. */
export type SecretKey = KeyObject;

const size = 32;

/**
 * The folder of the key: slight's folder among the user's configurations (XDG_CONFIG_HOME, AppData, Library).
 * @throws SecretUnreadable where the environment does not say where that is
 */
export function keyFolder(): string {
  const folder = envPaths('slight', { suffix: '' }).config;
  // a relative one would be a folder of the workspace, and the key would go with it
  if (path.isAbsolute(folder)) return folder;
  throw new SecretUnreadable(
    'Where the key of your secrets is cannot be known, since HOME or XDG_CONFIG_HOME is no absolute path. Set it to one.',
  );
}

/**
 * The key in this folder. Where there is none, it is made, or with `create: false` undefined is given.
 * Two processes that make it at the same time end up with the same one.
 * @throws SecretUnreadable where the file is there and cannot be used
 */
export async function loadKey(folder: string, options: { readonly create: true }): Promise<SecretKey>;
export async function loadKey(
  folder: string,
  options: { readonly create: boolean },
): Promise<SecretKey | undefined>;
export async function loadKey(
  folder: string,
  { create }: { readonly create: boolean },
): Promise<SecretKey | undefined> {
  const file = path.join(folder, 'secret.key');
  try {
    const existing = await readKey(file);
    if (existing || !create) return existing;
    await makeKey(folder, file);
    return await readKey(file);
  } catch (error) {
    if (error instanceof SecretUnreadable) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new SecretUnreadable(`The key file ${file} cannot be used (${code}). Check its permissions.`, {
      cause: error,
    });
  }
}

async function readKey(file: string): Promise<SecretKey | undefined> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  if (bytes.length !== size) {
    throw new SecretUnreadable(
      `The key file ${file} is damaged. Restore it, or delete it and set every secret again with slight secret.`,
    );
  }
  // copied from elsewhere, it may have become readable to others
  await chmod(file, 0o600);
  return createSecretKey(bytes);
}

async function makeKey(folder: string, file: string): Promise<void> {
  await makeFolder(folder, 0o700);
  await chmod(folder, 0o700);
  const draft = path.join(folder, `.secret.key.${randomUUID()}`);
  try {
    await writeWhole(draft, randomBytes(size));
    // link, unlike rename, fails where another process was first: its key stays, whole from the start
    await link(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

async function writeWhole(file: string, bytes: Uint8Array): Promise<void> {
  await using handle = await open(file, 'wx', 0o600);
  await handle.writeFile(bytes);
  await handle.sync();
}
