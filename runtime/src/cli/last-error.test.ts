/** A guest that ends with an error may say nothing of it: slight repeats the last one that a capability gave it. */
import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { servingFolder, startServing } from '../../../test/serving.ts';
import { slight } from './testing.ts';

const root = path.join(import.meta.dirname, '../../..');
const guest = (name: string) => path.join(root, '.cache/guests', `${name}.wasm`);

function workspace(
  text = 'specversion = "0.2"\n[[capability]]\nresource = "keyvalue.filesystem"\nname = "orders"\n',
) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'slight-last-error-'));
  writeFileSync(path.join(folder, 'slightfile.toml'), text);
  return folder;
}

const told = (code: number, error: string) =>
  `slight: The guest ended with code ${code}. The last error that a capability gave it:\n  ${error}\n`;
const undeclared =
  'no keyvalue capability named "ordres" is declared in slightfile.toml: it declares "orders"';

const guests = {
  'c-keyvalue-0.2': `keyvalue.open("ordres")`.replace('keyvalue', 'kv'),
  'c-keyvalue-0.5': 'keyvalue.open("ordres")',
  'c-keyvalue-component': 'keyvalue.open("ordres")',
  'js-keyvalue': 'keyvalue.open("ordres")',
  'rust-keyvalue-component': 'keyvalue.open("ordres")',
  'c-wasi-keyvalue-draft': 'wasi:keyvalue/store open("ordres")',
};

for (const [name, called] of Object.entries(guests)) {
  test(`${name} that opens a misspelled name`, () => {
    const { code, stderr } = slight(['run', guest(name), '--', 'ordres', 'get', 'a'], { cwd: workspace() });
    assert.equal(code, 1);
    assert.ok(stderr.endsWith(told(1, `${called}: ${undeclared}`)), stderr);
    assert.equal(stderr.split('The last error').length, 2, 'once');
  });
}

test('the shipped example, with a misspelled name in its slightfile', () => {
  const text = readFileSync(path.join(root, 'examples/hello/slightfile.toml'), 'utf8');
  const cwd = workspace(text.replace('name = "greetings"', 'name = "greeting"'));
  copyFileSync(path.join(root, 'examples/hello/hello.wasm'), path.join(cwd, 'hello.wasm'));
  const { code, stderr } = slight(['run', '--backends', 'embedded', 'hello.wasm'], { cwd });
  assert.equal(code, 1);
  const error =
    'keyvalue.open("greetings"): no keyvalue capability named "greetings" is declared in slightfile.toml: it declares "greeting"';
  assert.ok(stderr.endsWith(told(1, error)), stderr);
});

test('a guest that ends well, and one that is to be quiet, have nothing repeated', () => {
  const cwd = workspace();
  const missing = slight(['run', guest('c-keyvalue-0.5'), '--', 'orders', 'get', 'a'], { cwd });
  assert.match(missing.stdout, /key-not-found/);
  assert.equal(missing.code, 0);
  assert.doesNotMatch(missing.stderr, /last error/);
  const quiet = slight(['run', '-q', guest('c-keyvalue-component'), '--', 'ordres', 'get', 'a'], { cwd });
  assert.deepEqual([quiet.code, quiet.stderr], [1, '']);
});

test('an error of its own has nothing to do with a capability', () => {
  const { code, stderr } = slight(['run', guest('c-probe'), '--', 'exit', '3'], { cwd: workspace() });
  assert.deepEqual([code, stderr], [3, '']);
});

test('a trap behind an error of a method: the name that it opened and the function that it called', () => {
  const cwd = workspace();
  writeFileSync(path.join(cwd, 'app.wasm'), getsAndTraps('orders', 'lost'));
  const { code, stderr } = slight(['run', 'app.wasm'], { cwd });
  assert.equal(code, 134);
  assert.match(stderr, /slight: The guest ran into `unreachable`/);
  assert.ok(stderr.endsWith(told(134, 'keyvalue.get of "orders": there is no key "lost"')), stderr);
});

test('a request whose guest traps behind an error: it is told with that request', async (t) => {
  const app = await startServing(t, ['--trace', 'trace.jsonl', guest('c-serving')], { cwd: servingFolder() });
  const statuses = ['/get/a', '/trap/-', '/print/a'].map(async (at) => (await fetch(app.url + at)).status);
  assert.deepEqual(await Promise.all(statuses), [500, 500, 200]);
  app.process.kill('SIGTERM');
  await app.ended;
  const error =
    'wasi:keyvalue/store open("orders"): no keyvalue capability named "orders" is declared in slightfile.toml';
  const lines = app.told.split('\n');
  const at = lines.findIndex((line) => line.includes('GET /get/a 500'));
  assert.match(lines[at + 1] ?? '', /^ {2}The guest ran into `unreachable`/);
  assert.ok(lines[at + 2]?.startsWith(`  The last error that a capability gave it: ${error}`), app.told);
  assert.equal(app.told.split('The last error').length, 2, 'of that request alone');
  const answers = readFileSync(path.join(app.cwd, 'trace.jsonl'), 'utf8').match(/.*"type":"answer".*/g);
  assert.equal(
    answers?.filter((line) => line.includes('"last":{"interface":"wasi:keyvalue/store')).length,
    1,
  );
});

test('a module that traps in its start function ends as one that traps later', () => {
  const cwd = workspace();
  // (module (func $f unreachable) (start $f) (export "_start" (func $f)))
  const module =
    '0061736d01000000' +
    '010401600000' +
    '03020100' +
    '070a01065f73746172740000' +
    '080100' +
    '0a05010300000b';
  writeFileSync(path.join(cwd, 'start.wasm'), Buffer.from(module, 'hex'));
  const { code, stderr } = slight(['run', 'start.wasm'], { cwd });
  assert.match(stderr, /^slight: The guest ran into `unreachable`.*\n$/);
  assert.equal(code, 134);
});

/** A legacy module that opens a store, gets a key from it and traps, as wit-bindgen 0.2 lays the calls out. */
function getsAndTraps(store: string, key: string): Uint8Array {
  const number = (value: number) => [(value & 0x7f) | 0x80, value >> 7];
  const text = (value: string) => [value.length, ...Buffer.from(value)];
  const section = (id: number, ...items: readonly (readonly number[])[]) => {
    const content = [items.length, ...items.flat()];
    return [id, ...number(content.length), ...content];
  };
  const i32 = 0x7f;
  const constant = (value: number) => [0x41, ...number(value)];
  const body = (...instructions: readonly number[]) => [instructions.length + 2, 0, ...instructions, 0x0b];
  const [result, storeAt, keyAt, heap] = [64, 128, 160, 1024];
  const data = (at: number, value: string) => [0, ...constant(at), 0x0b, ...text(value)];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(
      1,
      [0x60, 3, i32, i32, i32, 0],
      [0x60, 4, i32, i32, i32, i32, 0],
      [0x60, 4, i32, i32, i32, i32, 1, i32],
      [0x60, 0, 0],
    ),
    ...section(
      2,
      [...text('keyvalue'), ...text('keyvalue::open'), 0, 0],
      [...text('keyvalue'), ...text('keyvalue::get'), 0, 1],
    ),
    ...section(3, [2], [3]),
    ...section(5, [0, 1]),
    ...section(
      7,
      [...text('memory'), 2, 0],
      [...text('canonical_abi_realloc'), 0, 2],
      [...text('_start'), 0, 3],
    ),
    ...section(
      10,
      body(...constant(heap)),
      body(
        ...[...constant(storeAt), ...constant(store.length), ...constant(result), 0x10, 0],
        // the handle is four bytes behind the result's tag
        ...[...constant(result), 0x28, 2, 4],
        ...[...constant(keyAt), ...constant(key.length), ...constant(result), 0x10, 1, 0x00],
      ),
    ),
    ...section(11, data(storeAt, store), data(keyAt, key)),
  ]);
}
