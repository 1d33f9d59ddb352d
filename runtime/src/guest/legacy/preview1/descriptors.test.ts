/** Descriptors of preview 1: reading and writing, rights, flags, numbers. */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { GuestMemory } from '../abi/memory.ts';
import { openCalls } from './preview1.ts';
import { allRights, errno, fdflag, fileRights, filetype, folderRights, oflag, right } from './numbers.ts';
import { openGuest, out, room } from './testing.ts';
import type { Guest } from './testing.ts';

const { creat, directory, trunc } = oflag;

function fdstat(guest: Guest, fd: number) {
  assert.equal(guest.call('fd_fdstat_get', fd, out), 'success');
  const { view } = guest;
  return {
    type: view.getUint8(out),
    flags: view.getUint16(out + 2, true),
    base: Number(view.getBigUint64(out + 8, true)),
    inheriting: Number(view.getBigUint64(out + 16, true)),
  };
}

function opened(result: number | string): number {
  assert.equal(typeof result, 'number', String(result));
  return result as number;
}

test('a number that is not open is a bad descriptor in every call, also from 2³¹ on', () => {
  using guest = openGuest();
  const file = opened(guest.open('file', { oflags: creat }));
  assert.equal(guest.call('fd_close', file), 'success');
  for (const fd of [file, 99, 2 ** 31 - 1, -(2 ** 31), -1]) {
    const calls: Record<string, (number | bigint)[]> = {
      fd_advise: [fd, 0n, 1n, 0],
      fd_allocate: [fd, 0n, 1n],
      fd_close: [fd],
      fd_datasync: [fd],
      fd_fdstat_get: [fd, out],
      fd_fdstat_set_flags: [fd, 0],
      fd_fdstat_set_rights: [fd, 0n, 0n],
      fd_filestat_get: [fd, out],
      fd_filestat_set_size: [fd, 0n],
      fd_filestat_set_times: [fd, 0n, 0n, 0],
      fd_pread: [fd, room, 0, 0n, out],
      fd_prestat_get: [fd, out],
      fd_prestat_dir_name: [fd, out, 10],
      fd_pwrite: [fd, room, 0, 0n, out],
      fd_read: [fd, room, 0, out],
      fd_readdir: [fd, room, 10, 0n, out],
      fd_renumber: [fd, 3],
      fd_seek: [fd, 0n, 0, out],
      fd_sync: [fd],
      fd_tell: [fd, out],
      fd_write: [fd, room, 0, out],
      path_create_directory: [fd, 1024, 1],
      path_filestat_get: [fd, 0, 1024, 1, out],
      path_filestat_set_times: [fd, 0, 1024, 1, 0n, 0n, 0],
      path_link: [fd, 0, 1024, 1, 3, 1024, 1],
      path_open: [fd, 0, 1024, 1, 0, 0n, 0n, 0, out],
      path_readlink: [fd, 1024, 1, room, 10, out],
      path_remove_directory: [fd, 1024, 1],
      path_rename: [fd, 1024, 1, 3, 1024, 1],
      path_symlink: [1024, 1, fd, 1024, 1],
      path_unlink_file: [fd, 1024, 1],
      sock_accept: [fd, 0, out],
      sock_recv: [fd, room, 0, 0, out, out],
      sock_send: [fd, room, 0, 0, out],
      sock_shutdown: [fd, 0],
    };
    for (const [name, parameters] of Object.entries(calls)) {
      assert.equal(guest.call(name, ...parameters), 'bad-descriptor', `${name}(${fd})`);
    }
    assert.equal(guest.call('fd_renumber', 3, fd), 'bad-descriptor');
    assert.equal(guest.call('path_link', 3, 0, 1024, 1, fd, 1024, 1), 'bad-descriptor');
  }
  assert.equal(guest.call('sock_shutdown', 1, 0), 'not-socket');
  assert.equal(guest.call('proc_raise', 9), 'unsupported');
});

test('every pointer is looked at before anything is done, up to the end of 32 bits', async () => {
  using guest = openGuest();
  const file = opened(guest.open('file', { oflags: creat, base: fileRights }));
  const { length: end } = guest.bytes;
  for (const bad of [end, end - 3, -1, -(2 ** 31), 2 ** 31 - 1]) {
    const calls: [string, ...(number | bigint)[]][] = [
      ['args_sizes_get', bad, out],
      ['args_sizes_get', out, bad],
      ['args_get', bad, out],
      ['environ_sizes_get', out, bad],
      ['clock_time_get', 0, 0n, bad],
      ['clock_res_get', 0, bad],
      ['random_get', bad, 8],
      ['random_get', 0, -1],
      ['fd_fdstat_get', file, bad],
      ['fd_filestat_get', 3, bad],
      ['fd_prestat_get', 3, bad],
      ['fd_prestat_dir_name', 3, bad, 100],
      ['fd_readdir', 3, bad, 100, 0n, out],
      ['fd_readdir', 3, out, 100, 0n, bad],
      ['fd_seek', file, 0n, 0, bad],
      ['fd_tell', file, bad],
      ['fd_write', file, bad, 1, out],
      ['fd_write', file, ...guest.vector(room, 4), bad],
      ['fd_pwrite', file, ...guest.vector(room, 4), 0n, bad],
      ['fd_read', file, bad, 1, out],
      ['fd_read', 0, bad, 1, out],
      ['fd_pread', file, ...guest.vector(room, 4), 0n, bad],
      ['path_open', 3, 0, bad, 10, creat, 0n, 0n, 0, out],
      ['path_open', 3, 0, ...guest.text('new'), creat, 0n, 0n, 0, bad],
      ['path_filestat_get', 3, 0, ...guest.text('file'), bad],
      ['path_unlink_file', 3, bad, 10],
      ['poll_oneoff', bad, out, 1, out],
      ['poll_oneoff', room, bad, 1, out],
      ['poll_oneoff', room, out, -1, out],
    ];
    for (const [name, ...parameters] of calls) {
      assert.equal(await guest.call(name, ...parameters), 'fault', `${name}(${parameters.join(', ')})`);
    }
    guest.vector(bad, 8);
    assert.equal(guest.call('fd_write', file, out + 64, 1, out), 'fault');
    assert.equal(await guest.call('fd_read', file, out + 64, 1, out), 'fault');
  }
  // nothing was made or written on the way
  assert.equal(guest.open('new'), 'no-entry');
  assert.equal(statSync(guest.at('file')).size, 0);
});

test('what was not opened for reading or writing is a bad descriptor for it', async () => {
  using guest = openGuest();
  writeFileSync(guest.at('file'), 'text');
  const reader = opened(guest.open('file', { base: right.fdRead | right.fdSeek }));
  const writer = opened(guest.open('file', { base: right.fdWrite | right.fdSeek }));
  assert.equal(await guest.read(reader), 'text');
  assert.equal(await guest.read(writer), 'bad-descriptor');
  assert.equal(guest.call('fd_pread', writer, ...guest.vector(room, 4), 0n, out), 'bad-descriptor');
  assert.equal(guest.write(reader, 'x'), 'bad-descriptor');
  assert.equal(guest.call('fd_pwrite', reader, ...guest.vector(room, 4), 0n, out), 'bad-descriptor');
  assert.equal(guest.write(writer, 'TE'), 'success');
  assert.equal(readFileSync(guest.at('file'), 'utf8'), 'TExt');
  assert.equal(await guest.read(1), 'bad-descriptor');
  assert.equal(guest.write(0, 'x'), 'bad-descriptor');
  assert.equal(await guest.read(3), 'bad-descriptor');
});

describe('rights', () => {
  test('a folder has those of a folder, and gives what it inherits', () => {
    using guest = openGuest();
    assert.deepEqual(fdstat(guest, 3), {
      type: filetype.directory,
      flags: 0,
      base: folderRights,
      inheriting: allRights,
    });
    assert.equal(folderRights & (right.fdSeek | right.fdFilestatSetSize | right.fdWrite), 0);
    assert.equal(guest.open('.', { oflags: directory, base: right.fdRead | right.fdWrite }), 'is-directory');
    const again = opened(guest.open('.', { base: folderRights, inheriting: right.fdRead }));
    assert.equal(fdstat(guest, again).base, folderRights);
    const seek = opened(guest.open('.', { oflags: directory, base: right.fdSeek }));
    assert.equal(fdstat(guest, seek).base, 0);
    assert.equal(guest.open('x', { oflags: creat, from: again }), 'not-capable');
    const file = opened(guest.open('x', { oflags: creat, from: again, base: right.fdRead }));
    assert.deepEqual(fdstat(guest, file), {
      type: filetype.regularFile,
      flags: 0,
      base: right.fdRead,
      inheriting: 0,
    });
  });

  test('are given up and not gained', async () => {
    using guest = openGuest();
    const file = opened(guest.open('file', { oflags: creat }));
    const { base } = fdstat(guest, file);
    assert.equal(guest.call('fd_fdstat_set_rights', file, BigInt(base & ~right.fdRead), 0n), 'success');
    assert.equal(await guest.read(file), 'bad-descriptor');
    for (const more of [BigInt(base), 1n << 40n, -1n]) {
      assert.equal(guest.call('fd_fdstat_set_rights', file, more, 0n), 'not-capable');
    }
    assert.equal(guest.call('fd_fdstat_set_rights', file, 0n, 1n), 'not-capable');
    assert.equal(guest.call('fd_fdstat_set_rights', file, 0n, 0n), 'success');
    assert.equal(guest.call('fd_seek', file, 0n, 0, out), 'not-capable');
    assert.equal(guest.call('fd_filestat_get', file, out), 'not-capable');
  });

  test('truncating is a right of the folder', () => {
    using guest = openGuest();
    writeFileSync(guest.at('file'), 'text');
    const without = BigInt(folderRights & ~right.pathFilestatSetSize);
    opened(guest.open('file', { oflags: trunc, base: 0 }));
    assert.equal(statSync(guest.at('file')).size, 0);
    assert.equal(guest.call('fd_fdstat_set_rights', 3, without, BigInt(allRights)), 'success');
    assert.equal(guest.open('file', { oflags: trunc, base: 0 }), 'not-capable');
    assert.equal(guest.call('fd_fdstat_set_rights', 3, 0n, 0n), 'success');
    assert.equal(guest.open('file', { base: 0 }), 'not-capable');
    for (const name of ['path_create_directory', 'path_remove_directory', 'path_unlink_file']) {
      assert.equal(guest.path(name, 3, 'file'), 'not-capable');
    }
  });
});

test('reading and writing go on where they were, seek and tell say where', async () => {
  using guest = openGuest();
  const file = opened(guest.open('file', { oflags: creat }));
  const at = () => {
    assert.equal(guest.call('fd_tell', file, out), 'success');
    return guest.view.getBigUint64(out, true);
  };
  const seek = (offset: bigint, whence: number) => guest.call('fd_seek', file, offset, whence, out);
  assert.equal(guest.write(file, '0123456789'), 'success');
  assert.equal(at(), 10n);
  assert.equal(seek(-4n, 1), 'success');
  assert.equal(await guest.read(file), '6789');
  assert.equal(await guest.read(file), '');
  assert.equal(seek(-11n, 2), 'invalid');
  assert.equal(seek(0n, 3), 'invalid');
  assert.equal(seek(2n ** 63n - 1n, 1), 'overflow');
  assert.equal(at(), 10n);
  assert.equal(seek(100n, 0), 'success');
  assert.equal(await guest.read(file), '');
  assert.equal(seek(-5n, 2), 'success');
  assert.equal(at(), 5n);
  assert.equal(guest.call('fd_pwrite', file, ...guest.vector(...guest.text('AB')), 1n, out), 'success');
  assert.equal(guest.call('fd_pread', file, ...guest.vector(room, 4), 0n, out), 'success');
  assert.equal(Buffer.from(guest.bytes.subarray(room, room + 4)).toString(), '0AB3');
  assert.equal(at(), 5n);
  for (const fd of [0, 1, 2]) assert.equal(guest.call('fd_seek', fd, 0n, 1, out), 'invalid-seek');
  assert.equal(guest.call('fd_seek', 3, 0n, 1, out), 'bad-descriptor');
  assert.equal(guest.call('fd_pread', 0, ...guest.vector(room, 4), 0n, out), 'invalid-seek');
});

test('several vectors are filled and written in their order, and those without bytes too', async () => {
  using guest = openGuest();
  const file = opened(guest.open('file', { oflags: creat }));
  guest.text('abcdef');
  [0, 1024, 2, 0, 0, 1026, 4]
    .slice(1)
    .forEach((value, index) => guest.view.setUint32(room + index * 4, value, true));
  assert.equal(guest.call('fd_write', file, room, 3, out), 'success');
  assert.equal(guest.view.getUint32(out, true), 6);
  assert.equal(guest.call('fd_seek', file, 0n, 0, out), 'success');
  guest.bytes.fill(0, 1024, 1030);
  assert.equal(await guest.call('fd_read', file, room, 3, out), 'success');
  assert.equal(guest.view.getUint32(out, true), 6);
  assert.equal(Buffer.from(guest.bytes.subarray(1024, 1030)).toString(), 'abcdef');
  assert.equal(guest.call('fd_write', file, room, 0, out), 'success');
  assert.equal(guest.view.getUint32(out, true), 0);
});

test('appending is switched on and off', () => {
  using guest = openGuest();
  const all = right.fdRead | right.fdWrite | right.fdSeek | right.fdTell | right.fdFdstatSetFlags;
  const file = opened(guest.open('file', { oflags: creat, base: all, flags: fdflag.append | fdflag.sync }));
  assert.equal(fdstat(guest, file).flags, fdflag.append | fdflag.sync);
  const write = (text: string) => {
    assert.equal(guest.call('fd_seek', file, 0n, 0, out), 'success');
    assert.equal(guest.write(file, text), 'success');
    assert.equal(guest.call('fd_tell', file, out), 'success');
    return guest.view.getBigUint64(out, true);
  };
  assert.equal(write('one'), 3n);
  assert.equal(write('two'), 6n);
  assert.equal(guest.call('fd_pwrite', file, ...guest.vector(...guest.text('!')), 0n, out), 'success');
  assert.equal(guest.call('fd_fdstat_set_flags', file, 64), 'invalid');
  assert.equal(guest.call('fd_fdstat_set_flags', file, 0), 'success');
  assert.equal(write('TWO'), 3n);
  assert.equal(readFileSync(guest.at('file'), 'utf8'), 'TWOtwo!');
});

test('a number is moved over another, and the lowest that is free is the next', async () => {
  using guest = openGuest();
  writeFileSync(guest.at('one'), 'one');
  writeFileSync(guest.at('two'), 'two');
  const one = opened(guest.open('one'));
  const two = opened(guest.open('two'));
  assert.deepEqual([one, two], [4, 5]);
  assert.equal(guest.call('fd_renumber', one, one), 'success');
  assert.equal(guest.call('fd_renumber', one, two), 'success');
  assert.equal(await guest.read(two), 'one');
  assert.equal(guest.call('fd_close', one), 'bad-descriptor');
  assert.equal(guest.call('fd_renumber', two, one), 'bad-descriptor');
  assert.equal(guest.open('two'), one);
  // over the folder that was given, and over a standard stream
  const folder = opened(guest.open('.', { oflags: directory }));
  assert.equal(guest.call('fd_renumber', folder, 3), 'success');
  assert.equal(guest.call('fd_prestat_get', 3, out), 'bad-descriptor');
  assert.equal(guest.call('fd_renumber', two, 0), 'success');
  assert.equal(guest.call('fd_close', 1), 'success');
  assert.equal(guest.write(1, 'x'), 'bad-descriptor');
});

test('sizes and times are set, to the nanosecond, and told back', () => {
  using guest = openGuest();
  const file = opened(
    guest.open('file', {
      oflags: creat,
      base: fileRights,
    }),
  );
  const times = () => {
    assert.equal(guest.call('fd_filestat_get', file, out), 'success');
    return [40, 48].map((at) => guest.view.getBigUint64(out + at, true));
  };
  const set = (access: bigint, modification: bigint, flags: number) =>
    guest.call('fd_filestat_set_times', file, access, modification, flags);
  assert.equal(set(1_700_000_000_123_456_789n, 1_600_000_000_987_654_321n, 1 | 4), 'success');
  assert.deepEqual(times(), [1_700_000_000_123_456_789n, 1_600_000_000_987_654_321n]);
  // the host has them to a quarter of a microsecond
  const { atimeNs, mtimeNs } = statSync(guest.at('file'), { bigint: true });
  const far = (one: bigint, other: bigint) => (one > other ? one - other : other - one);
  assert.ok(
    far(atimeNs, 1_700_000_000_123_456_789n) < 250n && far(mtimeNs, 1_600_000_000_987_654_321n) < 250n,
  );
  assert.equal(set(0n, 1_650_000_000_000_000_001n, 4), 'success');
  assert.deepEqual(times(), [1_700_000_000_123_456_789n, 1_650_000_000_000_000_001n]);
  for (const flags of [1 | 2, 4 | 8, 16]) assert.equal(set(0n, 0n, flags), 'invalid');
  const before = BigInt(Date.now()) * 1_000_000n - 1_000_000_000n;
  assert.equal(set(0n, 0n, 2 | 8), 'success');
  assert.ok(times().every((time) => time >= before));
  // what another sets afterwards is what is told
  utimesSync(guest.at('file'), 1, 2);
  assert.deepEqual(times(), [1_000_000_000n, 2_000_000_000n]);

  const size = () => statSync(guest.at('file')).size;
  assert.equal(guest.call('fd_filestat_set_size', file, 100n), 'success');
  assert.equal(guest.call('fd_allocate', file, 90n, 20n), 'success');
  assert.equal(size(), 110);
  assert.equal(guest.call('fd_allocate', file, 10n, 20n), 'success');
  assert.equal(size(), 110);
  assert.equal(guest.call('fd_allocate', file, 0n, 0n), 'invalid');
  assert.equal(guest.call('fd_allocate', file, -1n, 2n), 'file-too-large');
  assert.equal(guest.call('fd_filestat_set_size', file, -1n), 'file-too-large');
  assert.equal(guest.call('fd_advise', file, 0n, 0n, 5), 'success');
  assert.equal(guest.call('fd_advise', file, 0n, 0n, 6), 'invalid');
  assert.equal(guest.call('fd_datasync', file), 'success');
  assert.equal(guest.call('fd_sync', file), 'success');
  assert.equal(guest.call('fd_sync', 3), 'success');
  assert.equal(guest.call('fd_sync', 1), 'invalid');
});

test('a folder is listed a buffer at a time, with `.` and `..`', () => {
  using guest = openGuest();
  mkdirSync(guest.at('folder'));
  for (let index = 0; index < 50; index += 1) writeFileSync(guest.at(`file-${index}`), '');
  symlinkSync('folder', guest.at('link'));
  assert.equal(guest.call('fd_filestat_get', 3, out), 'success');
  const own = guest.view.getBigUint64(out + 8, true);
  const read = (size: number, cookie: bigint) => {
    assert.equal(guest.call('fd_readdir', 3, room, size, cookie, out), 'success');
    const used = guest.view.getUint32(out, true);
    const entries: { next: bigint; ino: bigint; type: number; name: string }[] = [];
    for (let at = room; at + 24 <= room + used;) {
      const length = guest.view.getUint32(at + 16, true);
      if (at + 24 + length > room + used) break;
      entries.push({
        next: guest.view.getBigUint64(at, true),
        ino: guest.view.getBigUint64(at + 8, true),
        type: guest.view.getUint8(at + 20),
        name: Buffer.from(guest.bytes.subarray(at + 24, at + 24 + length)).toString(),
      });
      at += 24 + length;
    }
    return { entries, isOver: used < size };
  };
  const all: ReturnType<typeof read>['entries'] = [];
  for (let cookie = 0n, isOver = false; !isOver; cookie = all.at(-1)?.next ?? 0n) {
    const part = read(100, cookie);
    all.push(...part.entries);
    ({ isOver } = part);
    // what is made meanwhile changes no cookie
    writeFileSync(guest.at(`new-${all.length}`), '');
  }
  assert.equal(all.length, 54);
  assert.deepEqual(
    all.slice(0, 2).map(({ name, type, ino }) => ({ name, type, ino })),
    ['.', '..'].map((name) => ({ name, type: filetype.directory, ino: own })),
  );
  const named = (name: string) => all.find((one) => one.name === name);
  assert.equal(named('link')?.type, filetype.symbolicLink);
  assert.equal(named('folder')?.type, filetype.directory);
  assert.equal(named('file-7')?.type, filetype.regularFile);
  assert.equal(named('file-7')?.ino, statSync(guest.at('file-7'), { bigint: true }).ino);
  assert.deepEqual(read(10, 0n).entries, []);
  assert.deepEqual(read(1000, 2n ** 64n - 1n), { entries: [], isOver: true });
  // from the beginning, it is looked at again
  assert.ok(read(8000, 0n).entries.some(({ name }) => name.startsWith('new-')));
  const file = opened(guest.open('file-1'));
  assert.equal(guest.call('fd_readdir', file, room, 10, 0n, out), 'not-directory');
});

test('fd_readdir: lists that are begun and not ended are not too many', () => {
  using guest = openGuest();
  for (let index = 0; index < 5000; index += 1) writeFileSync(guest.at(`file-${index}`), '');
  const folders = Array.from({ length: 101 }, () => guest.open('.', { oflags: oflag.directory }) as number);
  const results = folders.map((folder) => guest.call('fd_readdir', folder, room, 100, 0n, out));
  assert.deepEqual(results, [...Array<string>(100).fill('success'), 'insufficient-memory']);
  const [first = 0, last = 0] = [folders[0], folders.at(-1)];
  // the list of a descriptor that begins again takes the place of its last one
  assert.equal(guest.call('fd_close', first), 'success');
  assert.equal(guest.call('fd_readdir', last, room, 100, 0n, out), 'success');
  assert.equal(guest.call('fd_readdir', last, room, 100, 0n, out), 'success');
  assert.equal(guest.call('fd_readdir', last, room, 100, 1n, out), 'success');
});

test('fd_write: of more than 2 GiB for a standard stream, the first part is written', () => {
  const memory = new GuestMemory();
  const page = 65_536;
  memory.bind({ memory: new WebAssembly.Memory({ initial: 64 }) });
  memory.refresh();
  const vectors = page;
  const length = 63 * page;
  for (let index = 0; index < 1024; index += 1) {
    memory.view.setUint32(vectors + index * 8, page, true);
    memory.view.setUint32(vectors + index * 8 + 4, length, true);
  }
  let written = 0;
  using opened = openCalls(
    {
      args: [],
      environment: {},
      folders: {},
      stdin: 'empty',
      stdout: (bytes) => (written += bytes.length),
      stderr: 'inherit',
    },
    memory,
  );
  const write = opened.calls['fd_write'] as (...parameters: number[]) => number;
  assert.equal(write(1, vectors, 1024, 0), errno.success);
  assert.equal(memory.view.getUint32(0, true), 0x7ffff000);
  assert.equal(written, 0x7ffff000);
});
