/**
 * blobstore.filesystem: each container has a folder of its own, and in it a file an object, under `objects/`
 * (filesystem/file-name.ts), so that any tool can look at them. What is written goes to a file under `incoming/` and is
 * renamed into its place when it is whole: a reader has one version or the other, and a crash leaves no half of one.
 *
 * `durable`: an object has reached the disk when its writer has finished, and so has its name.
 */
import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { copyFile, open, opendir, rm, stat } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { objectNotFound } from '../../ports/blobstore.ts';
import type { BlobContainer, BlobRange, BlobReader } from '../../ports/blobstore.ts';
import { systemCode } from '../../system-error.ts';
import type { OpenContext, Provider } from '../provider.ts';
import { cut, fileOf, nameOf } from './filesystem/file-name.ts';
import { foldersIn, makeFolders, sweep } from './filesystem/folders.ts';
import { hasObjects } from './filesystem/has-objects.ts';
import { attempt, place, writerTo } from './filesystem/writing.ts';
import { requireName } from './names.ts';
import { OpenEnded } from './open-ended.ts';

/** What is read of a file at once, in bytes. */
const piece = 262_144;

/** Names that are read of a folder at once. */
const page = 1000;

export const provider: Provider<BlobContainer> = {
  open: (_name, _configs, context) => openContainer(context),
  holdsData: hasObjects,
};

async function openContainer({
  folder,
  durable,
}: Pick<OpenContext, 'folder' | 'durable'>): Promise<BlobContainer & AsyncDisposable> {
  const folders = foldersIn(folder);
  const { objects, incoming } = folders;
  await attempt(`The data folder ${folder} cannot be made`, async () => {
    await makeFolders(folders, durable);
    await sweep(folders, Date.now());
  });
  const underWay = new OpenEnded();
  const fileFor = (name: string) => {
    requireName(name);
    return path.join(objects, fileOf(name));
  };
  const unreadable = `An object cannot be read from ${folder}`;
  const look = async (name: string) => {
    const file = fileFor(name);
    const found = await attempt(unreadable, () => stat(file).catch(absent));
    return found && { size: found.size, createdAt: found.mtime };
  };
  const remove = async (names: readonly string[]) => {
    const files = names.map(fileFor);
    await attempt(`An object cannot be deleted from ${folder}`, async () => {
      for (const file of files) await rm(file, { force: true });
    });
  };

  return {
    createdAt: () => attempt(unreadable, async () => (await stat(folder)).birthtime),

    async read(name, range) {
      const file = fileFor(name);
      const handle = await attempt(unreadable, () => open(file, 'r').catch(absent));
      if (!handle) throw objectNotFound(name);
      return underWay.add(await readerOf(handle, range, unreadable));
    },

    async write(name) {
      return underWay.add(await writerTo({ folders, file: fileFor(name), durable }));
    },

    stat: look,

    list: (prefix = '') => namesIn(objects, prefix, unreadable),

    delete: remove,

    async copy(from, to) {
      const [source, target] = [fileFor(from), fileFor(to)];
      if (!(await look(from))) throw objectNotFound(from);
      const temporary = path.join(incoming, randomUUID());
      try {
        await attempt(`An object cannot be written to ${folder}`, async () => {
          await copy(source, temporary, durable);
          await place(temporary, target, folders, durable);
        });
      } finally {
        await rm(temporary, { force: true });
      }
    },

    // a listing may pass over what stands behind something that is deleted
    async clear() {
      for (let any = true; any;) {
        any = false;
        for await (const name of namesIn(objects, '', unreadable)) {
          await remove([name]);
          any = true;
        }
      }
    },

    [Symbol.asyncDispose]: () => underWay.close(),
  };
}

async function readerOf(handle: FileHandle, range: BlobRange | undefined, deed: string): Promise<BlobReader> {
  const { size: whole } = await handle.stat();
  const start = Math.min(range?.start ?? 0, whole);
  const size = Math.min(range?.length ?? whole, whole - start);
  let at = 0;
  let open: FileHandle | undefined = handle;
  const buffer = Buffer.allocUnsafeSlow(Math.min(piece, size));
  return {
    size,
    async read() {
      const from = open;
      if (at === size || !from) return undefined;
      const { bytesRead } = await attempt(deed, () =>
        from.read(buffer, 0, Math.min(piece, size - at), start + at),
      );
      at += bytesRead;
      return bytesRead === 0 ? undefined : buffer.subarray(0, bytesRead);
    },
    async [Symbol.asyncDispose]() {
      const closing = open;
      open = undefined;
      await closing?.close();
    },
  };
}

/** As it comes from the folders: nothing of it is kept but a page. */
async function* namesIn(objects: string, prefix: string, deed: string, below = ''): AsyncGenerator<string> {
  const folder = await attempt(deed, () =>
    opendir(path.join(objects, below), { bufferSize: page }).catch(absent),
  );
  if (!folder) return;
  for await (const entry of folder) {
    const file = path.join(below, entry.name);
    if (entry.isDirectory()) {
      if (entry.name.endsWith(cut)) yield* namesIn(objects, prefix, deed, file);
      continue;
    }
    const name = entry.isFile() ? nameOf(file) : undefined;
    if (name?.startsWith(prefix) === true) yield name;
  }
}

async function copy(from: string, to: string, durable: boolean): Promise<void> {
  await copyFile(from, to, constants.COPYFILE_FICLONE);
  if (!durable) return;
  await using handle = await open(to, 'r+');
  await handle.sync();
}

function absent(error: unknown): undefined {
  if (systemCode(error) !== 'ENOENT') throw error;
}
