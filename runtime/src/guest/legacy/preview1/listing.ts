/** fd_readdir: what is in a folder, a buffer at a time. */
import { lstatSync } from 'node:fs';
import type { Dirent } from 'node:fs';
import type { Folder } from '../../files/folder.ts';
import type { Call, Context } from './context.ts';
import { unsigned } from './context.ts';
import { dirent, filetypeOf } from './layout.ts';
import { filetype, right } from './numbers.ts';

export function listingFunctions({ pointers, table, files }: Context): Record<string, Call> {
  return {
    /** A cookie is the place in the list that was made at cookie 0, so that it means the same until the next list. */
    fd_readdir: (fd: number, into: number, room: number, cookie: bigint, used: number) => {
      const entry = table.folder(fd, right.fdReaddir);
      const buffer = pointers.bytes(into, room);
      pointers.check(used, 4);
      const from = unsigned(cookie);
      if (from === 0n || !entry.listing) {
        entry.listing?.[Symbol.dispose]();
        delete entry.listing;
        entry.listing = files.listings.open(entry.folder);
      }
      const { entries } = entry.listing;
      let at = 0;
      for (let index = Number(from); index < entries.length + dots.length && at < buffer.length; index += 1) {
        const { name, type, inode } = listed(entry.folder, entries, index);
        const bytes = dirent(index + 1, inode, name, type).subarray(0, buffer.length - at);
        buffer.set(bytes, at);
        at += bytes.length;
      }
      pointers.setUint32(used, at);
    },
  };
}

// what is above a folder is not the guest's to know: both are the folder itself
const dots = ['.', '..'];

function listed(folder: Folder, entries: readonly Dirent[], index: number) {
  const dot = dots[index];
  if (dot !== undefined) return { name: dot, type: filetype.directory, inode: folder.stat().ino };
  const entry = entries[index - dots.length] as Dirent;
  const found = lstatSync(folder.at(entry.name), { bigint: true, throwIfNoEntry: false });
  return { name: entry.name, type: filetypeOf(entry), inode: found?.ino ?? 0n };
}
