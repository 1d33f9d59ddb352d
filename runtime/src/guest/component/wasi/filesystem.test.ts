/** wasi:filesystem as a component calls it. That no path leads out: files/sandbox.test.ts. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { WitError } from '../../../hosts/values.ts';
import { GuestTrap } from '../../guest.ts';
import { descriptors } from '../../files/testing.ts';
import type { Descriptor, DescriptorFlags } from './descriptor.ts';
import { filesystem } from './filesystem.ts';
import { streams } from './streams.ts';
import type { InputStream, OutputStream } from '../../../hosts/streams.ts';

interface OpenFlags {
  create?: boolean;
  directory?: boolean;
  exclusive?: boolean;
  truncate?: boolean;
}

function openWorld() {
  const folder = mkdtempSync(path.join(tmpdir(), 'slight-wasi-'));
  const system = filesystem({ '/data': folder });
  const call = (name: string, ...args: unknown[]): unknown =>
    (system.types[name] as (...args: unknown[]) => unknown)(...args);
  const method = (name: string, one: Descriptor, ...args: unknown[]) =>
    call(`[method]descriptor.${name}`, one, ...args);
  const again = system.preopens['get-directories'] as () => [Descriptor, string][];
  const [[root, name] = []] = again();
  assert.equal(name, '/data');
  assert.ok(root);
  return {
    root,
    again,
    method,
    call,
    at: (entry: string) => path.join(folder, entry),
    open: (entry: string, how: OpenFlags, flags: DescriptorFlags, from = root, symlinkFollow = true) =>
      method('open-at', from, { symlinkFollow }, entry, how, flags) as Descriptor,
    drop: (one: Descriptor) => call('[resource-drop]descriptor', one),
    [Symbol.dispose]() {
      system[Symbol.dispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function codeOf(work: () => unknown): unknown {
  try {
    work();
    return undefined;
  } catch (error) {
    assert.ok(error instanceof WitError, String(error));
    return error.payload;
  }
}

const streamFunctions = streams(new AbortController().signal);
const stream = (name: string, ...args: unknown[]): unknown =>
  (streamFunctions[name] as (...args: unknown[]) => unknown)(...args);

test('below a folder that was opened for nothing in particular, everything can be changed', () => {
  using world = openWorld();
  mkdirSync(world.at('sub/deep'), { recursive: true });
  writeFileSync(world.at('sub/deep/file'), 'text');
  const sub = world.open('sub', { directory: true }, { read: true });
  const deep = world.open('deep', {}, {}, sub);
  assert.deepEqual(world.method('get-flags', deep), { read: true, write: false, mutateDirectory: false });
  world.method('unlink-file-at', deep, 'file');
  world.method('create-directory-at', deep, 'made');
  world.method('remove-directory-at', deep, 'made');
  world.method('symlink-at', deep, 'x', 'link');
  world.method('rename-at', deep, 'link', sub, 'moved');
  world.method('unlink-file-at', sub, 'moved');
  world.open('new', { create: true }, { write: true }, deep);
  world.method('unlink-file-at', deep, 'new');
  world.method('remove-directory-at', sub, 'deep');
  world.method('remove-directory-at', world.root, 'sub');
});

test('open-at: what its flags mean, and what they do not go with', () => {
  using world = openWorld();
  mkdirSync(world.at('folder'));
  writeFileSync(world.at('file'), 'text');
  symlinkSync('file', world.at('link'));
  const failures: [string, () => unknown][] = [
    ['is-directory', () => world.open('folder', {}, { write: true })],
    ['is-directory', () => world.open('folder', { truncate: true }, {})],
    ['is-directory', () => world.open('.', {}, { write: true })],
    ['invalid', () => world.open('new', { create: true, directory: true }, { write: true })],
    ['exist', () => world.open('file', { create: true, exclusive: true }, { write: true })],
    ['not-directory', () => world.open('file', { directory: true }, {})],
    ['not-directory', () => world.open('x', {}, {}, world.open('file', {}, {}))],
    ['loop', () => world.open('link', {}, {}, world.root, false)],
    ['no-entry', () => world.open('', {}, {})],
    ['not-permitted', () => world.open('/', {}, {})],
    ['not-permitted', () => world.open('..', {}, {})],
  ];
  for (const [code, work] of failures) assert.equal(codeOf(work), code, String(work));
  const file = world.open('file', { exclusive: true }, {});
  assert.deepEqual(world.method('get-flags', file), { read: true, write: false, mutateDirectory: false });
  assert.equal(world.method('get-type', file), 'regular-file');
  const writer = world.open('file', {}, { write: true });
  assert.deepEqual(world.method('get-flags', writer), { read: false, write: true, mutateDirectory: false });
  assert.equal(readFileSync(world.at('file'), 'utf8'), 'text');
  world.open('file', { truncate: true }, {});
  assert.equal(readFileSync(world.at('file'), 'utf8'), '');
});

test('reading and writing what was not opened for it is a bad descriptor', () => {
  using world = openWorld();
  writeFileSync(world.at('file'), 'text');
  const reader = world.open('file', {}, { read: true });
  const writer = world.open('file', {}, { write: true });
  const bytes = new Uint8Array(2);
  const failures = [
    codeOf(() => world.method('read', writer, 4n, 0n)),
    codeOf(() => world.method('read-via-stream', writer, 0n)),
    codeOf(() => world.method('write', reader, bytes, 0n)),
    codeOf(() => world.method('write-via-stream', reader, 0n)),
    codeOf(() => world.method('append-via-stream', reader)),
    codeOf(() => world.method('set-size', reader, 0n)),
    codeOf(() => world.method('read', world.root, 4n, 0n)),
    codeOf(() => world.method('advise', world.root, 0n, 0n, 'normal')),
    codeOf(() => world.method('set-size', world.root, 0n)),
  ];
  assert.deepEqual(new Set(failures), new Set(['bad-descriptor']));
  const [part, isEnd] = world.method('read', reader, 3n, 1n) as [Uint8Array, boolean];
  assert.deepEqual([Buffer.from(part).toString(), isEnd], ['ext', false]);
  assert.deepEqual(world.method('read', reader, 3n, 4n), [new Uint8Array(), true]);
  assert.equal(world.method('write', writer, Buffer.from('TE'), 0n), 2n);
  assert.equal(readFileSync(world.at('file'), 'utf8'), 'TExt');
  assert.equal(
    codeOf(() => world.method('advise', reader, 0n, 0n, 'normal')),
    undefined,
  );
  for (const one of [reader, world.root]) world.method('sync', one);
  world.method('sync-data', writer);
});

test('a stream reads and writes on when its descriptor is gone, and never another file', () => {
  using world = openWorld();
  writeFileSync(world.at('file'), '0123456789');
  writeFileSync(world.at('other'), 'other');
  const before = descriptors();
  const file = world.open('file', {}, { read: true, write: true });
  const input = world.method('read-via-stream', file, 2n) as InputStream;
  const output = world.method('write-via-stream', file, 8n) as OutputStream;
  const appending = world.method('append-via-stream', file) as OutputStream;
  world.drop(file);
  // takes the number of a descriptor that was closed too early
  const other = world.open('other', {}, { read: true, write: true });
  const text = (length: bigint) =>
    Buffer.from(stream('[method]input-stream.read', input, length) as Uint8Array).toString();
  assert.equal(text(3n), '234');
  assert.equal(text(2n), '56');
  stream('[method]output-stream.write', output, Buffer.from('AB'));
  stream('[method]output-stream.write', output, Buffer.from('CD'));
  stream('[method]output-stream.write', appending, Buffer.from('!'));
  assert.equal(readFileSync(world.at('file'), 'utf8'), '01234567ABCD!');
  assert.equal(readFileSync(world.at('other'), 'utf8'), 'other');
  assert.equal(text(99n), '7ABCD!');
  assert.deepEqual(
    codeOf(() => text(1n)),
    { tag: 'closed' },
  );
  stream('[resource-drop]input-stream', input);
  stream('[resource-drop]output-stream', output);
  stream('[resource-drop]output-stream', appending);
  world.drop(other);
  assert.equal(descriptors(), before);
});

test('a hash tells files from each other, and a file from what it was', () => {
  using world = openWorld();
  // of one size and time
  for (const name of ['one', 'two']) writeFileSync(world.at(name), 'same');
  const now = { tag: 'timestamp', val: { seconds: 1_700_000_000n, nanoseconds: 123_456_789 } };
  const hash = (name: string) =>
    world.method('metadata-hash-at', world.root, {}, name) as { lower: bigint; upper: bigint };
  for (const name of ['one', 'two']) world.method('set-times-at', world.root, {}, name, now, now);
  assert.notEqual(hash('one').lower, hash('two').lower);
  const first = hash('one');
  const one = world.open('one', {}, { read: true, write: true });
  assert.deepEqual(world.method('metadata-hash', one), first);
  world.method('write', one, Buffer.from('x'), 10n);
  assert.equal(hash('one').lower, first.lower);
  assert.notEqual(hash('one').upper, first.upper);
  assert.equal(world.method('is-same-object', one, world.open('one', {}, {})), true);
  assert.equal(world.method('is-same-object', one, world.open('two', {}, {})), false);
});

test('times are set, kept and told to the nanosecond', () => {
  using world = openWorld();
  writeFileSync(world.at('file'), '');
  symlinkSync('file', world.at('link'));
  const at = (nanoseconds: number) => ({ tag: 'timestamp', val: { seconds: 1_700_000_000n, nanoseconds } });
  const stat = (name: string, symlinkFollow = false) => {
    const found = world.method('stat-at', world.root, { symlinkFollow }, name) as Record<string, unknown>;
    return [found['dataAccessTimestamp'], found['dataModificationTimestamp']];
  };
  world.method('set-times-at', world.root, { symlinkFollow: true }, 'link', at(1), at(2));
  world.method('set-times-at', world.root, {}, 'link', at(3), { tag: 'no-change' });
  // before it is followed: that is an access
  assert.deepEqual(stat('link')[0], at(3).val);
  assert.deepEqual(stat('file'), [at(1).val, at(2).val]);
  assert.deepEqual(stat('link', true), [at(1).val, at(2).val]);
  world.method('set-times', world.root, at(4), at(5));
  assert.deepEqual(stat('.'), [at(4).val, at(5).val]);
  const far = { tag: 'timestamp', val: { seconds: 2n ** 63n, nanoseconds: 0 } };
  assert.equal(
    codeOf(() => world.method('set-times-at', world.root, {}, 'file', far, far)),
    'overflow',
  );
});

test('a component that opens without end is told, and nothing stays open behind it', () => {
  const before = descriptors();
  {
    using world = openWorld();
    writeFileSync(world.at('file'), '');
    const code = codeOf(() => {
      for (let count = 0; count < 100_000; count += 1) world.open('file', {}, {});
    });
    assert.equal(code, 'insufficient-memory');
    assert.throws(() => world.again(), { name: 'GuestTrap' });
  }
  assert.equal(descriptors(), before);
});

test('a guest that begins lists and does not end them is told that there is no room for more', () => {
  using world = openWorld();
  for (let index = 0; index < 5000; index += 1) writeFileSync(world.at(`file-${index}`), '');
  const begun: unknown[] = [];
  const failure = codeOf(() => {
    for (let index = 0; index < 200; index += 1) begun.push(world.method('read-directory', world.root));
  });
  assert.equal(failure, 'insufficient-memory');
  assert.equal(begun.length, 100);
  assert.ok(world.call('[method]directory-entry-stream.read-directory-entry', begun[0]));
  world.call('[resource-drop]directory-entry-stream', begun[0]);
  world.method('read-directory', world.root);
});

test('a write of more than check-write allows is a trap', () => {
  using world = openWorld();
  const file = world.open('file', { create: true }, { write: true });
  const output = world.method('write-via-stream', file, 0n) as OutputStream;
  const allowed = Number(stream('[method]output-stream.check-write', output));
  stream('[method]output-stream.write', output, new Uint8Array(allowed));
  assert.throws(() => stream('[method]output-stream.write', output, new Uint8Array(allowed + 1)), GuestTrap);
  assert.equal(readFileSync(world.at('file')).length, allowed);
});
