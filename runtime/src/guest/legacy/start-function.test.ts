/** Start functions of legacy modules: they exit, trap and read as any other function does. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { parse } from '@bytecodealliance/jco-transpile/wasm-tools';
import { GuestTrap, type Guest, type GuestIo } from '../guest.ts';
import { loadGuest } from '../load.ts';
import { exportStart } from './start-function.ts';

const wasi = (name: string, parameters: string) =>
  `(import "wasi_snapshot_preview1" "${name}" (func $${name} (param ${parameters}) (result i32)))`;
const exit = '(import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))';

const load = async (wat: string): Promise<Guest> =>
  loadGuest(await parse(wat), { name: 'app.wasm', cacheDir: 'unused' });

async function run(guest: Guest, io: Partial<GuestIo> = {}): Promise<{ code: number; output: string }> {
  const output: Uint8Array[] = [];
  await using instance = await guest.instantiate([], {
    args: ['app'],
    environment: {},
    folders: {},
    stdin: 'empty',
    stdout: (bytes) => output.push(bytes.slice()),
    stderr: 'inherit',
    ...io,
  });
  return { code: await instance.run(), output: Buffer.concat(output).toString() };
}

test('a start function that exits ends the run with its code', async () => {
  const guest = await load(`(module ${exit}
    (memory (export "memory") 1)
    (func $s (call $proc_exit (i32.const 3)))
    (func (export "_start") (call $proc_exit (i32.const 4)))
    (start $s))`);
  assert.equal((await run(guest)).code, 3);
  assert.deepEqual(guest.exports, [{ name: '', functions: ['_start'] }]);
});

test('a start function that traps is a trap of the guest', async () => {
  const guest = await load('(module (func $s unreachable) (start $s) (func (export "_start")))');
  await assert.rejects(
    run(guest),
    (error) => error instanceof GuestTrap && /unreachable/.test(error.message),
  );
});

test('data outside the memory is a trap of the guest', async () => {
  const guest = await load(
    '(module (memory (export "memory") 1) (data (i32.const 70000) "x") (func (export "_start")))',
  );
  await assert.rejects(run(guest), {
    name: 'GuestTrap',
    message: 'The guest brings data that lie outside its memory.',
  });
});

/** Waits 1 ms and then writes what it reads. */
const reader = `(module ${wasi('fd_read', 'i32 i32 i32 i32')} ${wasi('fd_write', 'i32 i32 i32 i32')}
  ${wasi('poll_oneoff', 'i32 i32 i32 i32')}
  (memory (export "memory") 1)
  (data (i32.const 0) "\\20\\00\\00\\00\\10\\00\\00\\00")
  ;; a span of 1,000,000 ns of the monotonic clock
  (data (i32.const 116) "\\01")
  (data (i32.const 124) "\\40\\42\\0f")
  (func $s
    (if (call $poll_oneoff (i32.const 100) (i32.const 200) (i32.const 1) (i32.const 300)) (then unreachable))
    (if (call $fd_read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 8)) (then unreachable))
    (i32.store (i32.const 4) (i32.load (i32.const 8)))
    (if (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)) (then unreachable)))
  (func (export "_start"))
  (start $s))`;

test('a start function waits and reads its input', async () => {
  const script = `
    import { loadGuest } from ${JSON.stringify(new URL('../load.ts', import.meta.url).href)};
    const guest = await loadGuest(Buffer.from(process.argv[1], 'base64'), { name: 'app.wasm', cacheDir: 'unused' });
    await using instance = await guest.instantiate([], {
      args: [], environment: {}, folders: {}, stdin: 'inherit', stdout: 'inherit', stderr: 'inherit',
    });
    process.exitCode = await instance.run();`;
  const bytes = Buffer.from(await parse(reader)).toString('base64');
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--input-type=module', '--no-warnings', '-e', script, bytes],
    { input: 'hello', encoding: 'utf8' },
  );
  assert.deepEqual({ stdout, stderr, status }, { stdout: 'hello', stderr: '', status: 0 });
});

test('a start function is an export afterwards, in a module without exports too', async () => {
  const bare = await parse(
    '(module (global $g (export "g") (mut i32) (i32.const 0)) (func $s (global.set $g (i32.const 7))) (start $s))',
  );
  const { bytes, start } = exportStart(bare) ?? assert.fail();
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
  assert.equal((exports['g'] as WebAssembly.Global).value, 0);
  (exports[start] as () => void)();
  assert.equal((exports['g'] as WebAssembly.Global).value, 7);

  const none = exportStart(await parse('(module (func $s) (start $s))')) ?? assert.fail();
  assert.deepEqual(
    WebAssembly.Module.exports(new WebAssembly.Module(none.bytes)).map(({ name }) => name),
    [start],
  );
  assert.equal(exportStart(await parse('(module (func (export "_start")))')), undefined);
});
