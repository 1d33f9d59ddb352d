/** What is made of bytes, and what people are told of those that are no guest. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { loadGuest } from '@slight/runtime/guest/load.ts';
import type { Guest } from '@slight/runtime/guest/guest.ts';
import { servedOf } from '@slight/runtime/hosts/index.ts';
import { readModule } from '@slight/slightfile/wasm/read.ts';
import { Mistake } from '@slight/runtime/mistake.ts';
import type { MistakeCode } from '@slight/runtime/mistake.ts';
import { guest, guestBytes, runGuest, sharedCache } from './guests.ts';
import { memoryKeyValue } from '../contract/memory/keyvalue.ts';
import { opener } from './opener.ts';

const load = (bytes: Uint8Array): Promise<Guest> =>
  loadGuest(bytes, { name: 'app.wasm', cacheDir: sharedCache });

async function mistakeOf(work: () => unknown): Promise<{ code: MistakeCode; message: string }> {
  try {
    await work();
  } catch (error) {
    assert.ok(error instanceof Mistake, String(error));
    return { code: error.code, message: error.message };
  }
  assert.fail('no mistake was found');
}

const header = [0x00, 0x61, 0x73, 0x6d];
const modern = [...header, 0x01, 0x00, 0x00, 0x00];

/** A core module with one import of a function without parameters and results. */
function importing(module: string): Uint8Array {
  const name = [module.length, ...Buffer.from(module)];
  const imports = [0x01, ...name, 0x01, 0x66, 0x00, 0x00];
  return Uint8Array.from([...modern, 0x01, 0x04, 0x01, 0x60, 0x00, 0x00, 0x02, imports.length, ...imports]);
}

describe('what is no guest is refused in a sentence', () => {
  const refused: readonly (readonly [string, Uint8Array | string, string])[] = [
    ['nothing', '', 'app.wasm is empty. Build the guest again.'],
    [
      'a script',
      '#!/bin/sh\n',
      'app.wasm is a script, not WebAssembly. Build the guest for wasm32, and name the .wasm file that this makes.',
    ],
    [
      'a text',
      'specversion = "0.2"\n',
      'app.wasm is a text, not WebAssembly. Name the .wasm file that building the guest made.',
    ],
    [
      'what gzip made',
      gzipSync('hello'),
      'app.wasm is compressed with gzip, not WebAssembly. Unpack it, and name the .wasm file in it.',
    ],
    [
      'a program of this machine',
      Uint8Array.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0]),
      'app.wasm is a program for Linux (ELF), not WebAssembly. Build the guest for wasm32, and name the .wasm file that this makes.',
    ],
    [
      'bytes of any kind',
      Uint8Array.from([1, 2, 3, 255]),
      'app.wasm is not WebAssembly. Name the .wasm file that building the guest made.',
    ],
    [
      'WAT behind comments',
      ';; hello\n(; block ;)\n  (module (func))',
      'app.wasm is WebAssembly text. Make it binary first, with wat2wasm or wasm-tools parse.',
    ],
    [
      'another version',
      Uint8Array.from([...header, 9, 0, 0, 0]),
      'app.wasm is WebAssembly of an unknown version (9 0 0 0). Build the guest with tools of today.',
    ],
    [
      'half a header',
      Uint8Array.from(header),
      'app.wasm ends in the middle of a section: it was not written to its end. Build the guest again.',
    ],
    [
      'imports whose types are not said',
      importing('wasi:cli/environment@0.2.0'),
      'app.wasm imports interfaces of the component model, but does not say their types, so it cannot be made a component. Make it one with wasm-tools component embed and component new.',
    ],
  ];
  for (const [what, bytes, message] of refused) {
    test(what, async () => {
      const input = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
      assert.deepEqual(await mistakeOf(() => load(input)), { code: 'not-wasm', message });
    });
  }

  test('a module and a component that are cut off', async () => {
    for (const name of ['c-hello', 'c-hello-component']) {
      const whole = await guestBytes(name);
      for (const length of [9, 100, Math.floor(whole.length / 2), whole.length - 1]) {
        const { code, message } = await mistakeOf(() => load(whole.subarray(0, length)));
        assert.equal(code, 'not-wasm');
        assert.match(message, /^app\.wasm ends in the middle of a section/);
      }
    }
  });

  test('a module and a component with nonsense inside', async () => {
    const section = [0x0a, 0x02, 0x01, 0x7f];
    assert.match(
      (await mistakeOf(() => load(Uint8Array.from([...modern, ...section])))).message,
      /^app\.wasm is not valid WebAssembly, or needs a feature that Node [\d.]+ does not have: .+\. Build it again\.$/,
    );
    const component = Uint8Array.from([...header, 0x0d, 0x00, 0x01, 0x00, 0x07, 0x02, 0x01, 0x00]);
    assert.deepEqual(await mistakeOf(() => load(component)), {
      code: 'not-wasm',
      message:
        'app.wasm is a component in an encoding that this version of slight does not know (unknown type 0x0). Build it for WASI 0.2 with tools of today.',
    });
  });
});

describe('a guest says what it imports', () => {
  test('a legacy module', async () => {
    const { kind, imports } = await guest('c-keyvalue-0.5');
    assert.equal(kind, 'legacy');
    const keyvalue = imports.find(({ name }) => name === 'keyvalue');
    assert.deepEqual(keyvalue?.functions.toSorted(), [
      ...['keyvalue::delete', 'keyvalue::get', 'keyvalue::keys', 'keyvalue::open', 'keyvalue::set'],
    ]);
  });

  for (const name of ['c-keyvalue-component', 'c-keyvalue-core', 'rust-keyvalue-component', 'js-keyvalue']) {
    test(name, async () => {
      const { kind, imports, exports } = await guest(name);
      assert.equal(kind, 'component');
      const keyvalue = imports.find((one) => one.name === 'spiderlightning:keyvalue/keyvalue@0.6.0');
      assert.deepEqual(keyvalue?.functions.toSorted(), [
        ...['delete', 'get', 'keys', 'set'].map((method) => `[method]keyvalue.${method}`),
        '[resource-drop]keyvalue',
        '[static]keyvalue.open',
      ]);
      assert.ok(exports.some((one) => /^wasi:cli\/run@0\.2\.\d+$/.test(one.name)));
    });
  }
});

test('a core module with the types of its imports is made a component', async () => {
  const { stdout } = await runGuest(await guest('c-keyvalue-core'), ['store', 'set', 'a', 'b', 'get', 'a'], {
    opener: opener({ keyvalue: { store: memoryKeyValue() } }),
  });
  assert.equal(stdout, 'set:\nget: b\n');
});

test('the imports that nobody serves are told, and WASI is not among them', async () => {
  const unserved = async (name: string) => servedOf((await load(importing(name))).imports).unserved;
  assert.deepEqual(await unserved('env'), ['env']);
  assert.deepEqual(await unserved('wasi_snapshot_preview1'), []);
  assert.deepEqual(await unserved('kv'), []);
  const versions = ['0.6.0', '0.6.9', '0.7.0'].map((version) => ({
    name: `spiderlightning:keyvalue/keyvalue@${version}`,
    functions: [],
  }));
  assert.deepEqual(servedOf(versions).unserved, ['spiderlightning:keyvalue/keyvalue@0.7.0']);
});

test('what is read of the bytes alone is what loading finds', async () => {
  for (const name of ['c-keyvalue-0.2', 'rust-keyvalue', 'c-keyvalue-component', 'js-keyvalue']) {
    const { kind, imports, exports } = await guest(name);
    const read = readModule(await guestBytes(name));
    assert.equal(read?.kind, kind === 'component' ? 'component' : 'module');
    // loading keeps the ABI's own imports back
    const importedNames = read.imports.filter((one) => one !== 'canonical_abi');
    assert.deepEqual(
      importedNames,
      imports.map((one) => one.name),
    );
    const named = exports.flatMap((one) => (one.name === '' ? one.functions : [one.name]));
    assert.deepEqual(
      named.filter((one) => !read.exports.includes(one)),
      [],
    );
  }
});

test('the ports that a guest needs are told before it starts', async () => {
  const portsOf = async (name: string) => [...servedOf((await guest(name)).imports).capabilities].sort();
  assert.deepEqual(await portsOf('c-hello'), []);
  assert.deepEqual(await portsOf('c-hello-component'), []);
  assert.deepEqual(await portsOf('c-keyvalue-0.2'), ['configs', 'keyvalue']);
  assert.deepEqual(await portsOf('c-wasi-keyvalue-draft'), ['configs', 'keyvalue']);
});
