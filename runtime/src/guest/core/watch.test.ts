import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import { parse } from '@bytecodealliance/jco-transpile/wasm-tools';
import { GuestStalled } from '../guest.ts';
import type { Guest, Instance } from '../guest.ts';
import { loadGuest } from '../load.ts';
import { Watch } from './watch.ts';

/** Its command ends where a byte of its memory is not 0. */
const guests = {
  module: `(module (memory (export "memory") 1)
    (func (export "_start") (loop (br_if 0 (i32.eqz (i32.load8_u (i32.const 8)))))))`,
  component: `(component
    (core module $m (memory (export "memory") 1)
      (func (export "run") (result i32) (loop (br_if 0 (i32.eqz (i32.load8_u (i32.const 8))))) (i32.const 0)))
    (core instance $i (instantiate $m))
    (func $run (result (result)) (canon lift (core func $i "run")))
    (instance $command (export "run" (func $run)))
    (export "wasi:cli/run@0.2.0" (instance $command)))`,
};

async function load(wat: string, watch: Watch, cacheDir: string): Promise<Guest> {
  return loadGuest(await parse(wat), { name: 'app.wasm', cacheDir, bounds: { watch, memory: 2 ** 20 } });
}

function instantiate(guest: Guest): Promise<Instance> {
  return guest.instantiate([], {
    args: ['app'],
    environment: {},
    folders: {},
    stdin: 'empty',
    stdout: 'inherit',
    stderr: 'inherit',
  });
}

for (const kind of ['module', 'component'] as const) {
  describe(`a ${kind} that computes without end`, () => {
    test('is ended, and then others run', async (t) => {
      const cacheDir = mkdtempSync(path.join(tmpdir(), 'slight-watch-'));
      t.after(() => rmSync(cacheDir, { recursive: true }));
      using watch = new Watch(200);
      const guest = await load(guests[kind], watch, cacheDir);
      for (let round = 1; round <= 2; round += 1) {
        await using instance = await instantiate(guest);
        await assert.rejects(instance.run(), (error) => {
          assert.ok(error instanceof GuestStalled, String(error));
          assert.equal(
            error.message,
            'The guest computed for longer than 0.2 s at a stretch, and was stopped.',
          );
          return true;
        });
      }
      const ending = guests[kind].replace('(memory (export "memory") 1)', '$& (data (i32.const 8) "\\01")');
      const other = await load(ending, watch, cacheDir);
      await using instance = await instantiate(other);
      assert.equal(await instance.run(), 0);
    });

    test('ends alone: who is called before that is told of goes on', async (t) => {
      const cacheDir = mkdtempSync(path.join(tmpdir(), 'slight-watch-'));
      t.after(() => rmSync(cacheDir, { recursive: true }));
      using watch = new Watch(200);
      const ending = guests[kind].replace('(memory (export "memory") 1)', '$& (data (i32.const 8) "\\01")');
      await using endless = await instantiate(await load(guests[kind], watch, cacheDir));
      await using other = await instantiate(await load(ending, watch, cacheDir));
      const ended = assert.rejects(endless.run(), GuestStalled);
      assert.equal(await other.run(), 0);
      await ended;
    });
  });
}

test('a guest is not to blame for how long the thread stood still before it was called', async (t) => {
  const cacheDir = mkdtempSync(path.join(tmpdir(), 'slight-watch-'));
  t.after(() => rmSync(cacheDir, { recursive: true }));
  using watch = new Watch(100);
  const answering = await load(
    `(module (memory (export "memory") 1)
      (func (export "canonical_abi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 8))
      (func (export "canonical_abi_free") (param i32 i32 i32))
      (func (export "on-server-init") (result i32) (drop (call $f)) (call $f))
      (func $f (result i32) (i32.const 64)))`,
    watch,
    cacheDir,
  );
  await using instance = await instantiate(answering);
  const end = Date.now() + 500;
  while (Date.now() < end);
  assert.equal(await instance.call('', 'on-server-init', []), undefined);
});
