import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtempDisposable, readdir, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { provider } from '@slight/runtime/providers/keyvalue/filesystem.ts';
import { contextIn, writerKeys, writtenNumber } from './filesystem-writer.ts';
import { assertValue, bytes, keysOf, rejectsWith } from './keyvalue-asserts.ts';

const temporary = () => mkdtempDisposable(path.join(os.tmpdir(), 'slight-filesystem-'));
const openIn = (dataDir: string, name = 'store', durable = true) =>
  provider.open(name, {}, contextIn(dataDir, durable, name));

describe('keyvalue.filesystem survives a kill -9 of its writer', () => {
  for (const durability of ['durable', 'fast']) {
    test(`${durability}: what was acknowledged is there, and no value is torn`, async () => {
      await using data = await temporary();
      for (let round = 0; round < 12; round++) {
        // a random moment of a busy writer, opening and recovery included
        const acknowledged = await killAfter(Math.random() * 60, [
          data.path,
          durability,
          'sets',
          `${round}-`,
        ]);
        await using bucket = await openIn(data.path);
        const numbers = new Map<string, number>();
        for await (const key of bucket.keys()) {
          const value = await bucket.get(key);
          assert.ok(value);
          numbers.set(key, writtenNumber(value));
        }
        for (let back = 0; back < Math.min(writerKeys, acknowledged); back++) {
          const number = acknowledged - back;
          const found = numbers.get(`${round}-${number % writerKeys}`) ?? 0;
          // the write after the last acknowledged one may have come through too
          assert.ok(
            found === number || found === acknowledged + 1,
            `write ${number} of ${acknowledged}: ${found} found`,
          );
        }
      }
    });
  }
});

test(
  'what keyvalue.filesystem keeps is for its owner alone, and what is there keeps its permissions',
  { skip: process.platform === 'win32' && 'Windows has other permissions' },
  async () => {
    await using data = await temporary();
    const kept = path.join(data.path, 'keyvalue');
    const modes = async () =>
      Object.fromEntries(
        await Promise.all(
          ['', ...(await readdir(kept, { recursive: true }))].map(
            async (name) => [path.basename(name), (await stat(path.join(kept, name))).mode & 0o777] as const,
          ),
        ),
      );
    {
      await using bucket = await openIn(kept);
      await bucket.set('a', bytes('one'));
      const [files, folders] = [0o600, 0o700];
      assert.deepEqual(await modes(), {
        '': folders,
        store: folders,
        'values.sqlite': files,
        'values.sqlite-shm': files,
        'values.sqlite-wal': files,
      });
    }
    await chmod(path.join(kept, 'store', 'values.sqlite'), 0o640);
    await using bucket = await openIn(kept);
    assertValue(await bucket.get('a'), bytes('one'));
    assert.equal((await modes())['values.sqlite'], 0o640);
  },
);

test('keyvalue.filesystem counts the increments of several processes, and keeps all of their keys', async () => {
  await using data = await temporary();
  await using bucket = await openIn(data.path);
  const counting = [0, 1].map(() => killAfter(500, [data.path, 'durable', 'increments']));
  const setting = ['a', 'b'].map((prefix) => killAfter(500, [data.path, 'fast', 'sets', prefix]));
  let own = 0;
  const until = performance.now() + 900;
  for (; performance.now() < until; own++) await bucket.increment('count', 1n);
  const [one = 0, other = 0] = await Promise.all(counting);
  await Promise.all(setting);
  const count = await bucket.increment('count', 0n);
  assert.ok(one > 0 && other > 0 && own > 0, `every process came to write: ${one}, ${other}, ${own}`);
  // a killed writer may have counted once more than it could say
  assert.ok(
    count >= one + other + own && count <= one + other + own + 2,
    `${count} of ${one} + ${other} + ${own}`,
  );
});

test('keyvalue.filesystem keeps its memory when large values pass through', async () => {
  await using data = await temporary();
  const script = `
    import { provider } from ${JSON.stringify(import.meta.resolve('@slight/runtime/providers/keyvalue/filesystem.ts'))};
    import { contextIn } from ${JSON.stringify(import.meta.resolve('./filesystem-writer.ts'))};
    await using bucket = await provider.open('store', {}, contextIn(${JSON.stringify(data.path)}, false));
    let most = 0;
    for (let round = 0; round < 30; round++) {
      await bucket.set('big' + round % 3, Buffer.alloc(10_000_000, round + 1));
      if ((await bucket.get('big' + round % 3)).length !== 10_000_000) throw new Error('cut short');
      most = Math.max(most, process.memoryUsage.rss());
    }
    process.stdout.write(String(most));`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const output = (await Array.fromAsync(child.stdout)).join('');
  // 600 MB went through
  assert.ok(Number(output) > 0 && Number(output) < 350_000_000, `${output} bytes`);
});

test('keyvalue.filesystem writes in its data folder only, whatever the name', async () => {
  await using outer = await temporary();
  const names = [
    '..',
    '.',
    '',
    '/',
    '../up',
    'a/b',
    'A',
    'a',
    'a\0',
    'nul',
    'CON.txt',
    'ä',
    '%',
    'x'.repeat(300),
    'x'.repeat(301),
    'a.',
    '😀',
  ];
  for (const name of names) {
    await using bucket = await openIn(path.join(outer.path, 'data'), name);
    assert.deepEqual(await keysOf(bucket), [], `${name} is a store of its own`);
    await bucket.set('key', bytes(name));
  }
  assert.deepEqual(await readdir(outer.path), ['data']);
  const folders = await readdir(path.join(outer.path, 'data'));
  assert.equal(folders.length, names.length);
  assert.equal(new Set(folders.map((name) => name.toLowerCase())).size, names.length);
  for (const name of names) {
    await using bucket = await openIn(path.join(outer.path, 'data'), name);
    assertValue(await bucket.get('key'), bytes(name));
  }
});

test('keyvalue.filesystem says what is wrong with its file', async () => {
  await using data = await temporary();
  await (await openIn(data.path))[Symbol.asyncDispose]();
  await writeFile(
    path.join(data.path, 'store', 'values.sqlite'),
    'no database, but long enough to be looked at'.repeat(100),
  );
  assert.match(
    (await rejectsWith('io-error', openIn(data.path))).message,
    /damaged or no store of slight\. Move it away/,
  );
  await writeFile(path.join(data.path, 'file'), '');
  assert.match(
    (await rejectsWith('io-error', openIn(path.join(data.path, 'file')))).message,
    /cannot be made/,
  );
});

/** Starts the writer, kills it this many milliseconds after its first write returned, and gives the last one's number. */
async function killAfter(milliseconds: number, args: readonly string[]): Promise<number> {
  const writer = spawn(process.execPath, [path.join(import.meta.dirname, 'filesystem-writer.ts'), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(writer, 'exit');
  let output = '';
  writer.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await Promise.race([once(writer.stdout, 'data'), exited]);
  await delay(milliseconds);
  writer.kill('SIGKILL');
  const [, signal] = (await exited) as [number | null, string | null];
  assert.equal(signal, 'SIGKILL', 'the writer wrote until it was killed');
  if (!writer.stdout.readableEnded) await once(writer.stdout, 'end');
  const complete = output.slice(0, output.lastIndexOf('\n'));
  return Number(complete.slice(complete.lastIndexOf('\n') + 1));
}
