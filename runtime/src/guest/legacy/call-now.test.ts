import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parse } from '@bytecodealliance/jco-transpile/wasm-tools';
import { HostResource, WitError } from '../../hosts/values.ts';
import type { HostInterface } from '../../hosts/values.ts';
import { GuestFull, GuestTrap } from '../guest.ts';
import type { Instance } from '../guest.ts';
import { loadGuest } from '../load.ts';

class Store extends HostResource {}

const wasi = (name: string, parameters: string) =>
  `(import "wasi_snapshot_preview1" "${name}" (func $${name} (param ${parameters}) (result i32)))`;

const imports = [
  wasi('fd_close', 'i32'),
  wasi('fd_read', 'i32 i32 i32 i32'),
  wasi('fd_write', 'i32 i32 i32 i32'),
  wasi('random_get', 'i32 i32'),
  wasi('clock_time_get', 'i32 i64 i32'),
  '(import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))',
  '(import "keyvalue" "keyvalue::open" (func $open (param i32 i32 i32)))',
].join(' ');

interface Made {
  readonly instance: Instance;
  /** Another one of the same guest. */
  readonly other: () => Promise<Instance>;
  /** What was asked of the host, and what was printed. */
  readonly done: string[];
}

/** A guest whose handler answers with the status 200 and what the body leaves, and counts its calls at 4096. */
async function made(body: string, { realloc = '(i32.const 2048)', resets = true } = {}): Promise<Made> {
  const done: string[] = [];
  const keyvalue: HostInterface = {
    name: 'keyvalue',
    functions: {
      '[static]keyvalue.open': (name: string) => {
        done.push(`open ${name}`);
        return Promise.resolve(new Store('keyvalue'));
      },
      '[resource-drop]keyvalue': () => undefined,
    },
  };
  const wat = `(module ${imports} (memory (export "memory") 4) (data (i32.const 512) "name")
    (data (i32.const 520) "\\00\\02\\00\\00\\04\\00\\00\\00")
    (func (export "canonical_abi_realloc") (param i32 i32 i32 i32) (result i32) ${realloc})
    (func (export "canonical_abi_free") (param i32 i32 i32))
    (func $body (result i32) ${body})
    (func (export "handle") (param i32 i32 i32 i32 i32 i32 i32 i32 i32 i32) (result i32)
      (i32.store (i32.const 4096) (i32.add (i32.load (i32.const 4096)) (i32.const 1)))
      (i32.store16 (i32.const 1028) (i32.add (i32.const 200) (call $body))) (i32.const 1024)))`;
  const guest = await loadGuest(await parse(wat), { name: 'app.wasm', cacheDir: 'unused' });
  const other = () =>
    guest.instantiate([keyvalue], {
      args: ['app'],
      environment: {},
      folders: {},
      stdin: 'empty',
      stdout: (bytes) => done.push(`print ${Buffer.from(bytes).toString()}`),
      stderr: () => undefined,
      resets,
    });
  return { instance: await other(), other, done };
}

const request = { method: 'get', uri: '/', headers: [], params: [], body: undefined };

const now = (instance: Instance) => instance.callNow?.('', 'handle', [request]);
const later = (instance: Instance) => instance.call('', 'handle', [request]);
const statusOf = (answer: unknown) => (answer as { readonly status: number }).status - 200;

const calls = '(i32.load (i32.const 4096))';
const open = '(call $open (i32.const 512) (i32.const 4) (i32.const 4100))';
const print = '(drop (call $fd_write (i32.const 1) (i32.const 520) (i32.const 1) (i32.const 4100)))';

test('a call that asks for nothing is answered at once, each time by an instance as at its start', async () => {
  const { instance } = await made(calls);
  await using _ = instance;
  for (let round = 0; round < 3; round += 1) {
    assert.equal(statusOf(now(instance)?.value), 1);
    assert.equal(instance.reset?.(), true);
  }
  assert.equal(statusOf(await later(instance)), 1);
});

test('so is one that asks for the time and a random number', async () => {
  const { instance } = await made(
    `(drop (call $clock_time_get (i32.const 0) (i64.const 0) (i32.const 4104)))
     (drop (call $random_get (i32.const 4112) (i32.const 8))) ${calls}`,
  );
  await using _ = instance;
  assert.equal(statusOf(now(instance)?.value), 1);
  assert.equal(instance.reset?.(), true);
});

describe('a call is not made at once, and leaves nothing, where the guest', () => {
  const goesFurther: Record<string, readonly [body: string, done: readonly string[]]> = {
    'asks a host': [`${open} ${calls}`, ['open name']],
    prints: [`${print} ${calls}`, ['print name']],
    'reads its input': [
      `(drop (call $fd_read (i32.const 0) (i32.const 520) (i32.const 1) (i32.const 4100))) ${calls}`,
      [],
    ],
    'closes a stream': [`(drop (call $fd_close (i32.const 0))) ${calls}`, []],
    'asks a host, and catches whatever is thrown': [
      `(block $caught (try_table (catch_all $caught) ${open})) ${calls}`,
      ['open name'],
    ],
    'asks a host, catches whatever is thrown, and traps then': [
      `(block $caught (try_table (catch_all $caught) ${open} (return ${calls}))) unreachable`,
      ['open name'],
    ],
  };
  for (const [what, [body, wanted]] of Object.entries(goesFurther)) {
    test(what, async () => {
      const { instance, other, done } = await made(body);
      await using _ = instance;
      assert.equal(now(instance), undefined);
      assert.deepEqual(done, []);
      assert.equal(instance.reset?.(), true);
      assert.equal(statusOf(await later(instance)), 1);
      assert.deepEqual(done, wanted);
      // nor is it tried again
      await using another = await other();
      assert.equal(now(another), undefined);
      assert.equal(statusOf(await later(another)), 1);
    });
  }

  test('exits', async () => {
    const { instance } = await made('(call $proc_exit (i32.const 3)) (i32.const 0)');
    await using _ = instance;
    assert.equal(now(instance), undefined);
    assert.equal(instance.reset?.(), true);
    await assert.rejects(later(instance), { message: 'The guest exited with code 3.' });
  });
});

test('what grew before the guest went further is not put back', async () => {
  const { instance, other, done } = await made(`(drop (memory.grow (i32.const 1))) ${open} ${calls}`);
  await using _ = instance;
  assert.equal(now(instance), undefined);
  assert.equal(instance.reset?.(), false);
  await using another = await other();
  assert.equal(statusOf(await later(another)), 1);
  assert.deepEqual(done, ['open name']);
});

describe('a call is not tried', () => {
  test('where the instance is not at its start', async () => {
    const { instance } = await made(calls);
    await using _ = instance;
    assert.equal(statusOf(await later(instance)), 1);
    assert.equal(now(instance), undefined);
    assert.equal(statusOf(await later(instance)), 2);
  });
  test('while another one is under way', async () => {
    const { instance } = await made(`${open} ${calls}`);
    await using _ = instance;
    const first = later(instance);
    assert.equal(now(instance), undefined);
    assert.equal(statusOf(await first), 1);
  });
  test('of an instance that was ended', async () => {
    const { instance } = await made(calls);
    await using _ = instance;
    instance.end(new Error('given up'));
    assert.equal(now(instance), undefined);
    await assert.rejects(later(instance), { message: 'given up' });
  });
  test('of one that is not put back', async () => {
    const { instance } = await made(calls, { resets: false });
    await using _ = instance;
    assert.equal(now(instance), undefined);
  });
  test('of what is not there', async () => {
    const { instance } = await made(calls);
    await using _ = instance;
    for (const name of ['nothing', 'canonical_abi_free']) {
      assert.equal(instance.callNow?.('', name, []), undefined);
    }
    assert.equal(instance.callNow?.('other', 'handle', [request]), undefined);
  });
});

describe('a call at once fails as any other', () => {
  test('with a trap', async () => {
    const { instance } = await made('unreachable');
    await using _ = instance;
    assert.throws(() => now(instance), GuestTrap);
    assert.equal(instance.reset?.(), false);
  });
  test('where there is no room for the request', async () => {
    const { instance } = await made(calls, { realloc: '(i32.const 0)' });
    await using _ = instance;
    assert.throws(() => now(instance), GuestFull);
    assert.equal(instance.reset?.(), false);
  });
  test('with an answer that lies outside its memory', async () => {
    const headers = '(i32.store (i32.const 1032) (i32.const 1)) (i32.store (i32.const 1040) (i32.const 99))';
    const { instance } = await made(`${headers} (i32.store (i32.const 1036) (i32.const -9)) (i32.const 0)`);
    await using _ = instance;
    assert.throws(
      () => now(instance),
      /^GuestTrap: In its answer to a call of handle, the guest passed a list outside its memory/,
    );
    assert.equal(instance.reset?.(), false);
  });
  test('with an error of its own, after which it is put back', async () => {
    // the case 3 of its variant
    const { instance } = await made('(i32.store8 (i32.const 1024) (i32.const 1)) (i32.const 59)');
    await using _ = instance;
    assert.throws(() => now(instance), WitError);
    assert.equal(instance.reset?.(), true);
    assert.throws(() => now(instance), WitError);
  });
});
