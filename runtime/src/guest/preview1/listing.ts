/** fd_readdir: what is in a folder, a buffer at a time. */
import { lstatSync } from 'node:fs';
import { list } from '../files/operations.ts';
import type { Call, Context } from './context.ts';
import { unsigned } from './context.ts';
import { dirent, filetypeOf } from './layout.ts';
import { filetype, right } from './numbers.ts';
import type { FolderEntry, Listed } from './table.ts';

export function listingFunctions({ pointers, table }: Context): Record<string, Call> {
  return {
    /** A cookie is the place in the list that was made at cookie 0, so that it means the same until the next list. */
    fd_readdir: (fd: number, into: number, room: number, cookie: bigint, used: number) => {
      const entry = table.folder(fd, right.fdReaddir);
      const buffer = pointers.bytes(into, room);
      pointers.check(used, 4);
      const from = unsigned(cookie);
      if (from === 0n || !entry.listing) entry.listing = listed(entry);
      let at = 0;
      for (let index = Number(from); index < entry.listing.length && at < buffer.length; index += 1) {
        const { name, type, inode } = entry.listing[index] as Listed;
        const bytes = dirent(index + 1, inode(), name, type).subarray(0, buffer.length - at);
        buffer.set(bytes, at);
        at += bytes.length;
      }
      pointers.setUint32(used, at);
    },
  };
}

function listed({ folder }: FolderEntry): Listed[] {
  const { ino } = folder.stat();
  // what is above a folder is not the guest's to know
  const dots = ['.', '..'].map((name) => ({ name, type: filetype.directory, inode: () => ino }));
  const entries = list(folder).map((one) => ({
    name: one.name,
    type: filetypeOf(one),
    inode: () => lstatSync(folder.at(one.name), { bigint: true, throwIfNoEntry: false })?.ino ?? 0n,
  }));
  return [...dots, ...entries];
}
