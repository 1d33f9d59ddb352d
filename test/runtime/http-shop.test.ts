/** examples/http-shop as it is in the repository, run by what ships with nothing but a folder to store in. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { serving } from './serving.ts';

const root = path.join(import.meta.dirname, '../..');
const example = path.join(root, 'examples/http-shop');

/** The guest, but at any port that is free. */
function anywhere(): string {
  execFileSync(process.execPath, ['scripts/build-example.ts', 'http-shop'], { cwd: root });
  const file = path.join(mkdtempSync(path.join(os.tmpdir(), 'slight-shop-')), 'http-shop.wasm');
  const wasm = readFileSync(path.join(example, 'http-shop.wasm'), 'latin1');
  writeFileSync(file, wasm.replace('127.0.0.1:3000', '127.0.0.1:0000'), 'latin1');
  return file;
}

test('the shop has items, and orders them of the warehouse', async () => {
  const slightfile = readFileSync(path.join(example, 'slightfile.toml'), 'utf8');
  await using server = await serving(anywhere(), { slightfile, flags: ['--backends', 'embedded'] });
  const told = async (method: string, at: string, body?: string) => {
    const response = await fetch(server.url + at, { method, ...(body !== undefined && { body }) });
    const text = await response.text();
    return [response.status, text === '' ? undefined : (JSON.parse(text) as unknown)];
  };
  const tea = { id: 'tea', price: 350 };
  assert.deepEqual(await told('GET', '/items'), [200, []]);
  assert.deepEqual(await told('PUT', '/items/tea', '350'), [201, tea]);
  assert.deepEqual(await told('PUT', '/items/tea', '350'), [200, tea]);
  assert.deepEqual(await told('PUT', '/items/unicorn', '1'), [201, { id: 'unicorn', price: 1 }]);
  assert.deepEqual(await told('PUT', '/items/caf%C3%A9%20%22x%22', '2'), [201, { id: 'café "x"', price: 2 }]);
  assert.equal((await told('PUT', '/items/tea', 'much'))[0], 400);
  assert.deepEqual(await told('GET', '/items/tea'), [200, tea]);
  assert.deepEqual(await told('GET', '/items'), [
    200,
    [{ id: 'café "x"', price: 2 }, tea, { id: 'unicorn', price: 1 }],
  ]);
  assert.deepEqual(await told('POST', '/orders', 'tea'), [201, { order: 1, item: tea }]);
  assert.deepEqual(await told('POST', '/orders', 'café "x"'), [
    201,
    { order: 2, item: { id: 'café "x"', price: 2 } },
  ]);
  assert.deepEqual(await told('GET', '/orders/1'), [200, { order: 1, item: tea }]);
  assert.deepEqual(await told('POST', '/orders', 'unicorn'), [
    409,
    { error: 'The warehouse has no unicorn left.' },
  ]);
  assert.deepEqual(await told('POST', '/orders', 'coffee'), [422, { error: 'There is no coffee.' }]);
  assert.deepEqual(await told('DELETE', '/items/tea'), [204, undefined]);
  assert.equal((await told('GET', '/items/tea'))[0], 404);
  assert.equal((await told('GET', '/orders/9'))[0], 404);
});
