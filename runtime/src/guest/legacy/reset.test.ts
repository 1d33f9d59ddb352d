import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { parse } from '@bytecodealliance/jco-transpile/wasm-tools';
import { HostResource, WitError } from '../../hosts/values.ts';
import type { HostInterface } from '../../hosts/values.ts';
import { Watch } from '../core/watch.ts';
import type { Bounds } from '../core/bounded.ts';
import type { Instance } from '../guest.ts';
import { loadGuest } from '../load.ts';

class Store extends HostResource {}

const wasi = (name: string, parameters: string) =>
  `(import "wasi_snapshot_preview1" "${name}" (func $${name} (param ${parameters}) (result i32)))`;

const imports = [
  wasi('fd_close', 'i32'),
  wasi('fd_renumber', 'i32 i32'),
  wasi('fd_fdstat_set_flags', 'i32 i32'),
  wasi('fd_fdstat_get', 'i32 i32'),
  wasi('path_open', 'i32 i32 i32 i32 i32 i64 i64 i32 i32'),
  wasi('random_get', 'i32 i32'),
  wasi('clock_time_get', 'i32 i64 i32'),
  wasi('environ_sizes_get', 'i32 i32'),
  wasi('fd_write', 'i32 i32 i32 i32'),
  '(import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))',
  '(import "keyvalue" "keyvalue::open" (func $open (param i32 i32 i32)))',
].join(' ');

interface Options {
  readonly parts?: string;
  readonly initialize?: string;
  readonly bounds?: Bounds;
}

const data = mkdtempSync(path.join(tmpdir(), 'slight-reset-'));
after(() => rmSync(data, { recursive: true }));

/**
 * An instance of a guest whose handler answers with the status 200 and what the body leaves, a number. Its memory from 4096
 * on is the body's, and 512 holds the name of a file.
 */
async function instanceOf(
  body: string,
  options: Options = {},
): Promise<{ instance: Instance; dropped: number[] }> {
  const dropped: number[] = [];
  let opened = 0;
  const keyvalue: HostInterface = {
    name: 'keyvalue',
    functions: {
      '[static]keyvalue.open': () => Promise.resolve(new Store('keyvalue')),
      '[resource-drop]keyvalue': () => dropped.push((opened += 1)),
    },
  };
  const wat = `(module ${imports} (memory (export "memory") 4) (data (i32.const 512) "name") ${options.parts ?? ''}
    (func (export "canonical_abi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 2048))
    (func (export "canonical_abi_free") (param i32 i32 i32))
    ${options.initialize === undefined ? '' : `(func (export "_initialize") ${options.initialize})`}
    (func $body (result i32) (local $i i32) ${body})
    (func (export "handle") (param i32 i32 i32 i32 i32 i32 i32 i32 i32 i32) (result i32)
      (i32.store16 (i32.const 1028) (i32.add (i32.const 200) (call $body))) (i32.const 1024)))`;
  const guest = await loadGuest(await parse(wat), {
    name: 'app.wasm',
    cacheDir: 'unused',
    ...(options.bounds && { bounds: options.bounds }),
  });
  const instance = await guest.instantiate([keyvalue], {
    args: ['app'],
    environment: { NAME: 'value' },
    folders: { '/data': data },
    stdin: 'empty',
    stdout: () => undefined,
    stderr: () => undefined,
    resets: true,
  });
  return { instance, dropped };
}

const request = { method: 'get', uri: '/', headers: [], params: [], body: undefined };

async function answer(instance: Instance): Promise<number> {
  return ((await instance.call('', 'handle', [request])) as { readonly status: number }).status - 200;
}

const next = (global: string, type = 'i32') =>
  `(global.set ${global} (${type}.add (global.get ${global}) (${type}.const 1)))`;
const count = (at: number) =>
  `(i32.store (i32.const ${at}) (i32.add (i32.load (i32.const ${at})) (i32.const 1))) (i32.load (i32.const ${at}))`;
// creates the file where it is not there
const openFile = `(drop (call $path_open (i32.const 3) (i32.const 0) (i32.const 512) (i32.const 4) (i32.const 1)
  (i64.const 66) (i64.const 0) (i32.const 0) (i32.const 4096)))`;

/** A body that answers otherwise where the one before it left something, and what it answers each time. */
const bodies: Record<string, readonly [body: string, answer: number, parts?: string]> = {
  'globals, exported or not': [
    `${next('$a')} ${next('$b', 'i64')} ${next('$c')}
     (i32.add (i32.add (global.get $a) (i32.wrap_i64 (global.get $b))) (global.get $c))`,
    9,
    '(global $a (mut i32) (i32.const 0)) (global $b (mut i64) (i64.const -3)) (global $c (export "c") (mut i32) (i32.const 9))',
  ],
  'all of its memory': [
    `(local.set $i (i32.const 4096)) (loop (i32.store8 (local.get $i) (i32.add (i32.load8_u (local.get $i)) (i32.const 1)))
       (br_if 0 (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 262144))))
     (i32.load8_u (i32.const 262143))`,
    1,
  ],
  'a second memory': [
    '(i32.store $more (i32.const 9) (i32.add (i32.load $more (i32.const 9)) (i32.const 1))) (i32.load $more (i32.const 9))',
    8,
    '(memory $more 1) (data (memory $more) (i32.const 9) "\\07")',
  ],
  'memory behind one that grew by nothing': [`(drop (memory.grow (i32.const 0))) ${count(5000)}`, 1],
  'handles that it keeps': [
    '(call $open (i32.const 512) (i32.const 4) (i32.const 4096)) (i32.load (i32.const 4100))',
    0,
  ],
  'a file that it leaves open': [`${openFile} (i32.load (i32.const 4096))`, 4],
  'a folder that it closes': ['(call $fd_close (i32.const 3))', 0],
  'a stream that it closes': ['(call $fd_close (i32.const 1))', 0],
  'descriptors that it renumbers': ['(call $fd_renumber (i32.const 3) (i32.const 1))', 0],
  'flags of a stream': [
    `(drop (call $fd_fdstat_get (i32.const 1) (i32.const 4096)))
     (drop (call $fd_fdstat_set_flags (i32.const 1) (i32.const 4))) (i32.load16_u (i32.const 4098))`,
    0,
  ],
};

const watch = new Watch(60_000);
after(() => watch[Symbol.dispose]());

for (const [name, bounds] of Object.entries({
  'a guest': {},
  'a guest that is watched': { watch, memory: 2 ** 24 },
})) {
  describe(`${name} that is put back to its start leaves nothing of`, () => {
    for (const [what, [body, wanted, parts]] of Object.entries(bodies)) {
      test(what, async () => {
        const { instance } = await instanceOf(body, { bounds, ...(parts !== undefined && { parts }) });
        await using _ = instance;
        for (let round = 0; round < 3; round += 1) {
          assert.equal(await answer(instance), wanted);
          assert.equal(instance.reset?.(), true);
        }
      });
      test(`${what}, which is there where it is not put back`, async () => {
        const { instance } = await instanceOf(body, { bounds, ...(parts !== undefined && { parts }) });
        await using _ = instance;
        assert.equal(await answer(instance), wanted);
        assert.notEqual(await answer(instance), wanted);
      });
    }
  });
}

test('what it held is given up when it is put back', async () => {
  const [body] = bodies['handles that it keeps'] ?? assert.fail();
  const { instance, dropped } = await instanceOf(body);
  await answer(instance);
  assert.equal(instance.reset?.(), true);
  assert.deepEqual(dropped, [1]);
  await instance[Symbol.asyncDispose]();
  assert.deepEqual(dropped, [1]);
});

describe('a guest is not put back', () => {
  const notAgain = async (body: string, options?: Options) => {
    const { instance } = await instanceOf(body, options);
    await using _ = instance;
    await answer(instance).catch(() => undefined);
    assert.equal(instance.reset?.(), false);
  };
  test('where its memory has grown', () => notAgain('(memory.grow (i32.const 1))'));
  test('where it trapped', () => notAgain('unreachable'));
  test('where it exited', () => notAgain('(call $proc_exit (i32.const 0)) (i32.const 0)'));
  test('where it changes a table', () =>
    notAgain('(table.set (i32.const 0) (ref.null func)) (i32.const 0)', { parts: '(table 1 funcref)' }));
  test('where it was told a random number at its start, which would not be one any more', () =>
    notAgain('(i32.const 0)', { initialize: '(drop (call $random_get (i32.const 4096) (i32.const 8)))' }));
  test('where it was told the time at its start', () =>
    notAgain('(i32.const 0)', {
      initialize: '(drop (call $clock_time_get (i32.const 0) (i64.const 0) (i32.const 4096)))',
    }));
  test('where it prints something at its start, which all the others print too', () =>
    notAgain('(i32.const 0)', {
      initialize: '(drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 0) (i32.const 8)))',
    }));
  test('where it asked a host for something at its start', () =>
    notAgain('(i32.const 0)', {
      initialize: '(call $open (i32.const 512) (i32.const 4) (i32.const 4096))',
    }));
  test('where its file is open from its start', () => notAgain('(i32.const 0)', { initialize: openFile }));
  test('where it was ended', async () => {
    const { instance } = await instanceOf('(i32.const 0)');
    await using _ = instance;
    instance.end(new Error('given up'));
    assert.equal(instance.reset?.(), false);
  });
  test('where nobody said that it would be', async () => {
    const guest = await loadGuest(await parse('(module (memory (export "memory") 1))'), {
      name: 'app.wasm',
      cacheDir: 'unused',
    });
    await using instance = await guest.instantiate([], {
      args: [],
      environment: {},
      folders: {},
      stdin: 'empty',
      stdout: () => undefined,
      stderr: () => undefined,
    });
    assert.equal(instance.reset?.(), false);
  });
});

test('a guest that prepares itself by what all instances are told is put back to where it was then', async () => {
  const { instance } = await instanceOf(count(4096), {
    initialize: '(drop (call $environ_sizes_get (i32.const 4096) (i32.const 4100)))',
  });
  await using _ = instance;
  for (let round = 0; round < 2; round += 1) {
    assert.equal(await answer(instance), 2);
    assert.equal(instance.reset?.(), true);
  }
});

test('an error that a handler answers with is an answer', async () => {
  const { instance } = await instanceOf(count(4096), {
    parts: `(func (export "fail") (param i32 i32 i32 i32 i32 i32 i32 i32 i32 i32) (result i32)
      (i32.store (i32.const 4096) (i32.const 7))
      (i32.store8 (i32.const 1024) (i32.const 1)) (i32.store8 (i32.const 1028) (i32.const 3)) (i32.const 1024))`,
  });
  await using _ = instance;
  await assert.rejects(instance.call('', 'fail', [request]), WitError);
  assert.equal(instance.reset?.(), true);
  assert.equal(await answer(instance), 1);
});
