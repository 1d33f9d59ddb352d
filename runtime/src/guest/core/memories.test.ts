import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import { parse } from '@bytecodealliance/jco-transpile/wasm-tools';
import { Mistake } from '../../mistake.ts';
import { loadGuest } from '../load.ts';
import { memoriesOf, withCeiling } from './memories.ts';
import { contentOf, sectionId, sectionsOf } from './module.ts';

const page = 65_536;

/** Grows its memory by as many pages as the global says, and ends well where that works. */
const growing = (memory: string, by: number) => ({
  module: `(module (memory (export "memory") ${memory})
    (func (export "_start") (if (i32.eq (memory.grow (i32.const ${by})) (i32.const -1)) (then unreachable))))`,
  component: `(component
    (core module $m (memory (export "memory") ${memory})
      (func (export "run") (result i32) (i32.eq (memory.grow (i32.const ${by})) (i32.const -1))))
    (core instance $i (instantiate $m))
    (func $run (result (result)) (canon lift (core func $i "run")))
    (instance $command (export "run" (func $run)))
    (export "wasi:cli/run@0.2.0" (instance $command)))`,
});

/** True where it grew. */
async function grows(wat: string, memory?: number): Promise<boolean> {
  const cacheDir = await mkdtemp(path.join(tmpdir(), 'slight-memory-'));
  try {
    const guest = await loadGuest(await parse(wat), {
      name: 'app.wasm',
      cacheDir,
      bounds: { ...(memory !== undefined && { memory }) },
    });
    await using instance = await guest.instantiate([], {
      args: ['app'],
      environment: {},
      folders: {},
      stdin: 'empty',
      stdout: 'inherit',
      stderr: 'inherit',
    });
    return await instance.run().then(
      (code) => code === 0,
      () => false,
    );
  } finally {
    await rm(cacheDir, { recursive: true });
  }
}

for (const kind of ['module', 'component'] as const) {
  describe(`the memory of a ${kind}`, () => {
    test('grows up to the ceiling and no further', async () => {
      assert.equal(await grows(growing('2', 8)[kind], 10 * page), true);
      assert.equal(await grows(growing('2', 9)[kind], 10 * page), false);
      assert.equal(await grows(growing('2 200', 9)[kind], 10 * page), false);
      assert.equal(await grows(growing('2', 9)[kind]), true);
    });

    test('keeps a maximum of its own that is lower', async () => {
      assert.equal(await grows(growing('2 4', 2)[kind], 10 * page), true);
      assert.equal(await grows(growing('2 4', 3)[kind], 10 * page), false);
    });

    test('may not be larger than the ceiling from the start', async () => {
      await assert.rejects(grows(growing('40', 0)[kind], 2 ** 20), (error) => {
        assert.ok(error instanceof Mistake, String(error));
        assert.deepEqual(
          [error.code, error.message],
          [
            'too-much-memory',
            'app.wasm has 3 MiB of memory from its start, and may have 1 MiB. Allow it more with --memory.',
          ],
        );
        return true;
      });
    });
  });
}

/** The maximum of each memory of each module, in pages. */
async function maxima(modules: readonly string[], ceiling: number): Promise<unknown> {
  const bytes = new Map(
    await Promise.all(modules.map(async (wat, index) => [`${index}`, await parse(wat)] as const)),
  );
  return [...withCeiling(bytes, ceiling * page).values()].map((module) => {
    assert.ok(WebAssembly.validate(Uint8Array.from(module)));
    return memoriesOf(contentOf(sectionsOf(module), sectionId.memory)).map(({ maximum }) => maximum);
  });
}

test('several memories of a guest have the same share of what is left', async () => {
  const several = ['(module (memory 2) (memory 3 4))', '(module)', '(module (memory i64 1))'];
  assert.deepEqual(await maxima(several, 18), [[6, 4], [], [5]]);
  assert.deepEqual(await maxima(several, 6), [[2, 3], [], [1]]);
  await assert.rejects(maxima(several, 5), { name: 'TooMuchMemory' });
});

test('an imported memory is bounded by who has it, and a shared one as any other', async () => {
  assert.deepEqual(await maxima(['(module (import "a" "b" (memory 2)) (memory 1 9 shared))'], 5), [[5]]);
});
