/** keyvalue.redis in the shipped program: what a guest and its person are told, from a slightfile to the exit code. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { Redis } from 'ioredis';
import { freePort, startRedis } from './servers.ts';

const root = path.join(import.meta.dirname, '../..');
const guest = path.join(root, '.cache/guests/c-keyvalue-0.5.wasm');

/** Runs the guest on a store at this address: sets a key and gets it. */
async function run(address: string, options: readonly string[] = []) {
  await using folder = await mkdtempDisposable(path.join(os.tmpdir(), 'slight-shipped-'));
  await writeFile(
    path.join(folder.path, 'slightfile.toml'),
    `specversion = "0.2"
[[capability]]
resource = "keyvalue.redis"
name = "orders"
configs.REDIS_ADDRESS = ${JSON.stringify(address)}
`,
  );
  const command = ['run', ...options, guest, '--', 'orders', 'set', 'a', 'one', 'get', 'a'];
  const child = spawn(process.execPath, [path.join(root, 'dist/slight.mjs'), ...command], {
    cwd: folder.path,
    env: { ...process.env, NO_COLOR: '1' },
  });
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { out, err, all: out + err };
}

test('a database that is not there: the guest is told, and no other is written to', async () => {
  await using server = await startRedis();
  const { out, all } = await run(`redis://127.0.0.1:${server.port}/99`);
  assert.match(all, /has no database 99, which REDIS_ADDRESS names/);
  assert.doesNotMatch(out, /get: one/);
  const plain = new Redis({ host: '127.0.0.1', port: server.port });
  assert.equal(await plain.dbsize(), 0);
  plain.disconnect();
});

test('a user who may get and set and nothing else', async () => {
  await using server = await startRedis(undefined, ['--user', 'me', 'on', '>pass', '~*', '+get', '+set']);
  const { out, all } = await run(`redis://me:pass@127.0.0.1:${server.port}`);
  assert.match(out, /get: one\n$/, all);
});

test('a user without a password, whose server slight brings up', async () => {
  const { out, all } = await run(`redis://me@127.0.0.1:${await freePort()}`, ['--backends', 'local']);
  assert.match(out, /get: one\n$/, all);
  assert.doesNotMatch(all, /password|WRONGPASS/i);
});

test('an address that is written wrong: what is wrong is said, and no part of it is shown', async () => {
  await using server = await startRedis('hunter2');
  for (const [address, sentence] of [
    [
      `redis://:hunter2/#@127.0.0.1:${server.port}`,
      /a raw "\/" in its user name or password; write it as %2F/,
    ],
    [`'redis://:hunter2@127.0.0.1:${server.port}'`, /has quotes around it that are part of the value/],
    [`redis://:hunter3@127.0.0.1:${server.port}`, /refuses the password of REDIS_ADDRESS/],
  ] as const) {
    const { all } = await run(address);
    assert.match(all, sentence);
    assert.doesNotMatch(all, /hunter/);
  }
});
