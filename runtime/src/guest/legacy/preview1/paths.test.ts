/** Paths of preview 1: what each call does, and what it fails with. That none leads out: files/sandbox.test.ts. */
import assert from 'node:assert/strict';
import { lstatSync, mkdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { allRights, filetype, oflag, right } from './numbers.ts';
import { openGuest, out, room } from './testing.ts';

const { creat, directory, excl, trunc } = oflag;

test('path_open: what is there, what is not, and what its flags say', () => {
  using guest = openGuest();
  mkdirSync(guest.at('folder'));
  writeFileSync(guest.at('file'), 'text');
  symlinkSync('file', guest.at('link'));
  symlinkSync('none', guest.at('dangling'));
  const cases: [string, string | undefined, Parameters<typeof guest.open>[1]?][] = [
    ['none', 'no-entry'],
    ['', 'no-entry'],
    ['file\0', 'invalid'],
    ['/file', 'not-permitted'],
    ['../file', 'not-permitted'],
    ['file/', 'not-directory'],
    ['file/x', 'not-directory'],
    ['file', 'not-directory', { oflags: directory }],
    ['link', 'not-directory', { oflags: directory }],
    ['file', 'exist', { oflags: creat | excl }],
    ['folder', 'exist', { oflags: creat | excl }],
    ['dangling', 'exist', { oflags: creat | excl }],
    ['new', 'invalid', { oflags: creat | directory }],
    ['new', 'invalid', { oflags: 16 }],
    ['file', 'invalid', { flags: 32 }],
    ['file', 'invalid', { lookup: 2 }],
    ['folder', 'is-directory'],
    ['folder', 'is-directory', { oflags: trunc, base: 0 }],
    ['link', 'loop', { lookup: 0 }],
    ['dangling', 'loop', { lookup: 0 }],
    ['dangling', 'no-entry'],
    ['none/x', 'no-entry', { oflags: creat }],
    ['x'.repeat(256), 'name-too-long', { oflags: creat }],
    ['file', undefined],
    ['file', undefined, { oflags: creat }],
    ['file', undefined, { base: 0 }],
    ['link', undefined],
    ['folder/', undefined, { base: 0 }],
    ['folder', undefined, { base: 0, flags: 4 }],
    ['new', undefined, { oflags: creat | excl }],
  ];
  for (const [name, failure, how] of cases) {
    const result = guest.open(name, how);
    const found = typeof result === 'number' ? undefined : result;
    assert.equal(found, failure, `${name} ${JSON.stringify(how)}`);
  }
  const bad = guest.text(Uint8Array.of(0x66, 0xff));
  assert.equal(guest.call('path_open', 3, 0, ...bad, 0, 0n, 0n, 0, out), 'illegal-byte-sequence');
  const file = guest.open('file');
  assert.equal(guest.open('x', { from: file as number }), 'not-directory');
  assert.equal(guest.open('x', { from: 0 }), 'bad-descriptor');
  assert.equal(readFileSync(guest.at('file'), 'utf8'), 'text');
});

test('path_filestat_get and path_filestat_set_times, of a link and of what it leads to', () => {
  using guest = openGuest();
  writeFileSync(guest.at('file'), 'text');
  symlinkSync('file', guest.at('link'));
  symlinkSync('none', guest.at('dangling'));
  const stat = (name: string, follow: number) => {
    const result = guest.call('path_filestat_get', 3, follow, ...guest.text(name), out);
    if (result !== 'success') return result;
    const { view } = guest;
    return {
      type: view.getUint8(out + 16),
      links: view.getBigUint64(out + 24, true),
      size: view.getBigUint64(out + 32, true),
      modified: view.getBigUint64(out + 48, true),
    };
  };
  const type = (name: string, follow: number) => (stat(name, follow) as { type: number }).type;
  assert.equal(type('link', 0), filetype.symbolicLink);
  assert.equal(type('link', 1), filetype.regularFile);
  assert.equal(type('dangling', 0), filetype.symbolicLink);
  assert.equal(stat('dangling', 1), 'no-entry');
  const set = (name: string, follow: number, time: bigint, flags = 4) =>
    guest.call('path_filestat_set_times', 3, follow, ...guest.text(name), 0n, time, flags);
  const { mtimeNs } = lstatSync(guest.at('file'), { bigint: true });
  assert.equal(set('file', 0, mtimeNs - 100n), 'success');
  assert.deepEqual(stat('file', 0), {
    type: filetype.regularFile,
    links: 1n,
    size: 4n,
    modified: mtimeNs - 100n,
  });
  assert.equal(set('link', 0, 1_000_000_001n), 'success');
  assert.equal(set('link', 1, 2_000_000_001n), 'success');
  assert.equal((stat('link', 0) as { modified: bigint }).modified, 1_000_000_001n);
  assert.equal((stat('file', 0) as { modified: bigint }).modified, 2_000_000_001n);
  assert.equal(lstatSync(guest.at('link'), { bigint: true }).mtimeNs / 1000n, 1_000_000n);
  assert.equal(set('dangling', 1, 1n), 'no-entry');
  assert.equal(set('file', 0, 1n, 4 | 8), 'invalid');
  assert.equal(set('.', 0, 5_000_000_000n), 'success');
  assert.equal((stat('.', 0) as { modified: bigint }).modified, 5_000_000_000n);
});

test('path_readlink gives as much as there is room for', () => {
  using guest = openGuest();
  symlinkSync('target', guest.at('link'));
  writeFileSync(guest.at('file'), '');
  const read = (name: string, size: number) => {
    guest.bytes.fill(0x2e, room, room + 10);
    const result = guest.call('path_readlink', 3, ...guest.text(name), room, size, out);
    if (result !== 'success') return result;
    return [guest.view.getUint32(out, true), Buffer.from(guest.bytes.subarray(room, room + 10)).toString()];
  };
  assert.deepEqual(read('link', 10), [6, 'target....']);
  assert.deepEqual(read('link', 4), [4, 'targ......']);
  assert.deepEqual(read('link', 0), [0, '..........']);
  assert.equal(read('file', 10), 'invalid');
  assert.equal(read('none', 10), 'no-entry');
});

test('folders and files are made, moved, linked and removed', () => {
  using guest = openGuest();
  const second = 4096;
  const two = (name: string, ...rest: [string, string]) => {
    const [from, to] = [guest.text(rest[0]), guest.text(rest[1], second)];
    if (name === 'path_link') return guest.call(name, 3, 0, ...from, 3, ...to);
    return name === 'path_symlink'
      ? guest.call(name, ...from, 3, ...to)
      : guest.call(name, 3, ...from, 3, ...to);
  };
  assert.equal(guest.path('path_create_directory', 3, 'folder/'), 'success');
  assert.equal(guest.path('path_create_directory', 3, 'folder'), 'exist');
  assert.equal(guest.path('path_create_directory', 3, 'none/x'), 'no-entry');
  writeFileSync(guest.at('file'), 'text');
  assert.equal(two('path_link', 'file', 'folder/hard'), 'success');
  assert.equal(two('path_link', 'file', 'folder/hard'), 'exist');
  assert.equal(two('path_link', 'folder', 'x'), 'not-permitted');
  assert.equal(two('path_link', 'file/', 'x'), 'not-directory');
  assert.equal(two('path_link', 'file', 'x/'), 'no-entry');
  assert.equal(two('path_symlink', 'anything at all', 'folder/soft'), 'success');
  assert.equal(readlinkSync(guest.at('folder/soft')), 'anything at all');
  assert.equal(two('path_symlink', 'x', 'file/'), 'not-directory');
  assert.equal(two('path_symlink', 'x', 'file'), 'exist');
  assert.equal(two('path_symlink', '/x', 'absolute'), 'not-permitted');
  assert.equal(two('path_rename', 'folder/hard', 'moved'), 'success');
  assert.equal(two('path_rename', 'folder/hard', 'moved'), 'no-entry');
  assert.equal(two('path_rename', 'moved', 'folder'), 'is-directory');
  assert.equal(two('path_rename', 'folder', 'moved'), 'not-directory');
  assert.equal(guest.path('path_remove_directory', 3, 'folder'), 'not-empty');
  assert.equal(guest.path('path_remove_directory', 3, 'file'), 'not-directory');
  assert.equal(guest.path('path_unlink_file', 3, 'folder'), 'is-directory');
  assert.equal(guest.path('path_unlink_file', 3, 'file/'), 'not-directory');
  assert.equal(guest.path('path_unlink_file', 3, 'none'), 'no-entry');
  assert.equal(guest.path('path_unlink_file', 3, 'folder/soft'), 'success');
  assert.equal(guest.path('path_remove_directory', 3, 'folder/'), 'success');
  assert.equal(guest.path('path_unlink_file', 3, 'moved'), 'success');
  assert.equal(readFileSync(guest.at('file'), 'utf8'), 'text');
});

test('the guest is told where its folders are, and is not let run out of descriptors', () => {
  using guest = openGuest();
  assert.equal(guest.call('fd_prestat_get', 3, out), 'success');
  assert.equal(guest.view.getUint32(out + 4, true), 5);
  assert.equal(guest.call('fd_prestat_dir_name', 3, room, 4), 'name-too-long');
  assert.equal(guest.call('fd_prestat_dir_name', 3, room, 10), 'success');
  assert.equal(Buffer.from(guest.bytes.subarray(room, room + 6)).toString(), '/data\0');
  for (const fd of [0, 4]) assert.equal(guest.call('fd_prestat_get', fd, out), 'bad-descriptor');
  let result: number | string = 0;
  for (let count = 0; typeof result === 'number' && count < 100_000; count += 1) {
    result = guest.open('.', { oflags: directory, base: right.pathOpen, inheriting: allRights });
  }
  assert.equal(result, 'too-many-files');
});
