/** An object on its way into its place: a file of its own, until it is whole. */
import { randomUUID } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { BlobWriter } from '../../../ports/blobstore.ts';
import { CapabilityError } from '../../../ports/errors.ts';
import { systemCode } from '../../../system-error.ts';
import { failure, makeFolders, makeParent, syncFolder } from './folders.ts';
import type { Folders } from './folders.ts';

export interface Writing {
  readonly folders: Folders;
  /** Where the object is to be. */
  readonly file: string;
  readonly durable: boolean;
}

/** Small pieces are gathered to so many bytes: each write is a turn of a thread. */
const gathered = 262_144;

export async function writerTo({ folders, file, durable }: Writing): Promise<BlobWriter> {
  const deed = `An object cannot be written to ${path.dirname(folders.objects)}`;
  const temporary = path.join(folders.incoming, randomUUID());
  let handle: FileHandle | undefined = await attempt(deed, () => create(temporary, folders, durable));
  let gathering: Buffer | undefined;
  let kept = 0;

  const flush = async (to: FileHandle) => {
    const length = kept;
    kept = 0;
    if (gathering && length > 0) await writeAll(to, gathering.subarray(0, length));
  };
  const opened = () => {
    if (!handle) throw new CapabilityError('io-error', 'The object is not being written any more.');
    return handle;
  };

  return {
    async write(bytes) {
      const to = opened();
      await attempt(deed, async () => {
        if (kept + bytes.length > gathered) await flush(to);
        if (bytes.length >= gathered) return writeAll(to, bytes);
        gathering ??= Buffer.allocUnsafeSlow(gathered);
        gathering.set(bytes, kept);
        kept += bytes.length;
      });
    },

    async finish() {
      const to = opened();
      await attempt(deed, async () => {
        await flush(to);
        if (durable) await to.sync();
        await to.close();
        handle = undefined;
        await place(temporary, file, folders, durable);
      });
    },

    async [Symbol.asyncDispose]() {
      const open = handle;
      handle = undefined;
      await open?.close();
      await rm(temporary, { force: true });
    },
  };
}

/** Puts a file that is whole in an object's place, in one step. */
export async function place(from: string, to: string, folders: Folders, durable: boolean): Promise<void> {
  await makeParent(to, folders, durable);
  await rename(from, to);
  if (durable) await syncFolder(path.dirname(to));
}

/** Somebody may have deleted the container's folder since it was opened. */
async function create(file: string, folders: Folders, durable: boolean): Promise<FileHandle> {
  try {
    return await open(file, 'wx', 0o600);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
    await makeFolders(folders, durable);
    return open(file, 'wx', 0o600);
  }
}

async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += (await handle.write(bytes, at)).bytesWritten;
}

export async function attempt<T>(deed: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw failure(error, deed);
  }
}
