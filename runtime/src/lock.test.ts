import assert from 'node:assert/strict';
import { fork, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { isLocked, lock } from './lock.ts';

const never = new AbortController().signal;

test('one holder at a time, among processes', async () => {
  await using folder = await temporary();
  const counter = path.join(folder.path, 'counter');
  await writeFile(counter, '0');
  const rounds = 25;
  const processes = Array.from({ length: 4 }, () => other(folder.path, 'count', counter, String(rounds)));
  for (const end of await Promise.all(processes.map((one) => once(one, 'exit'))))
    assert.deepEqual(end, [0, null]);
  assert.equal(await readFile(counter, 'utf8'), String(processes.length * rounds));
  assert.deepEqual((await readdir(folder.path)).sort(), ['counter', 'lock']);
});

test('a holder that is killed holds nothing', async () => {
  await using folder = await temporary();
  const holder = other(folder.path, 'hold');
  await once(holder, 'message');
  let waited = 0;
  const taken = lock(path.join(folder.path, 'lock'), never, () => waited++);
  while (waited === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  holder.kill('SIGKILL');
  using _held = await taken;
  assert.equal(waited, 1);
});

test('in one process, too, and in turn', async () => {
  await using folder = await temporary();
  let holders = 0;
  const hold = async () => {
    using _held = await lock(path.join(folder.path, 'lock'), never);
    assert.equal(++holders, 1);
    await new Promise((resolve) => setTimeout(resolve, 2));
    holders--;
  };
  await Promise.all(Array.from({ length: 10 }, hold));
});

test('waiting ends with the reason of the signal', async () => {
  await using folder = await temporary();
  const file = path.join(folder.path, 'lock');
  using _held = await lock(file, never);
  const reason = new Error('enough');
  await assert.rejects(lock(file, AbortSignal.abort(reason)), reason);
  const stop = new AbortController();
  await assert.rejects(
    lock(file, stop.signal, () => stop.abort(reason)),
    reason,
  );
});

test(
  'a folder that is removed meanwhile is no error',
  { skip: process.platform === 'win32' && 'Windows removes nothing that is open' },
  async () => {
    await using folder = await temporary();
    const held = await lock(path.join(folder.path, 'lock'), never);
    await rm(folder.path, { recursive: true });
    held[Symbol.dispose]();
  },
);

test('who only asks sees a holder, also one in another process namespace, and a killed one no more', async (t) => {
  await using folder = await temporary();
  const file = path.join(folder.path, 'lock');
  assert.ok(!isLocked(file));
  const holder = other(folder.path, 'hold');
  await once(holder, 'message');
  assert.ok(isLocked(file));
  const apart = spawnSync('unshare', [
    ...['--pid', '--fork', '--mount-proc', process.execPath],
    ...[path.join(import.meta.dirname, 'lock.test.other.ts'), file, 'ask'],
  ]);
  if (apart.status === null || apart.stderr.includes('unshare')) t.diagnostic('no namespaces here');
  else assert.equal(String(apart.stdout), 'locked\n');
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  assert.ok(!isLocked(file));
});

test('what is no database is not locked by anybody', async () => {
  await using folder = await temporary();
  const file = path.join(folder.path, 'lock');
  await writeFile(
    file,
    '{"pid":1,"began":"an older slight wrote this, and it is longer than a header"}'.repeat(9),
  );
  assert.ok(!isLocked(file));
});

async function temporary(): Promise<AsyncDisposable & { path: string }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'slight-lock-'));
  return { path: folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}

/** Another process, which counts or holds. */
function other(folder: string, ...args: string[]): ChildProcess {
  return fork(path.join(import.meta.dirname, 'lock.test.other.ts'), [path.join(folder, 'lock'), ...args]);
}
