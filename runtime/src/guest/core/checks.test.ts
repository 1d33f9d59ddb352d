import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { parse } from '@bytecodealliance/jco-transpile/wasm-tools';
import { boundImports } from './bounded.ts';
import { checksModule, withChecks } from './checks.ts';

type Run = (...values: number[]) => unknown;

/** What a module with checks exports, beside the flag that they look at. */
async function checked(
  wat: string,
  imports: WebAssembly.Imports = {},
): Promise<{ run: Run; flag: Int32Array; exports: WebAssembly.Exports }> {
  const made = withChecks(await parse(wat));
  assert.ok(made, 'it has nothing to check');
  const flag = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
  const bounds = boundImports({ ...made, isChecked: true }, { watch: { flag } as never });
  const module = await WebAssembly.compile(Uint8Array.from(made.bytes));
  const { exports } = new WebAssembly.Instance(module, { ...imports, ...bounds });
  return { run: exports['run'] as Run, flag: new Int32Array(flag.buffer), exports };
}

const endless = {
  'a loop': '(func (export "run") (loop (br 0)))',
  'a loop in a loop that ends': `(func (export "run") (local i32)
    (loop (local.set 0 (i32.const 0))
      (loop (br_if 0 (i32.lt_u (local.tee 0 (i32.add (local.get 0) (i32.const 1))) (i32.const 900))))
      (br 0)))`,
  'a function that calls itself twice': `(func $f (export "run") (param i32)
    (if (i32.eqz (local.get 0)) (then (return)))
    (call $f (i32.sub (local.get 0) (i32.const 1))) (call $f (i32.sub (local.get 0) (i32.const 1))))`,
  'a call in the place of a return': '(func $f (export "run") (return_call $f))',
  'such a call through a table': `(table 1 funcref) (elem (i32.const 0) $f) (type $t (func))
    (func $f (export "run") (return_call_indirect (type $t) (i32.const 0)))`,
  'loops that end, one within the other by calls': `
    (func $a (local i32) (loop (call $b) (br_if 0 (i32.lt_u (local.tee 0 (i32.add (local.get 0) (i32.const 1))) (i32.const 900)))))
    (func $b (local i32) (loop (call $c) (br_if 0 (i32.lt_u (local.tee 0 (i32.add (local.get 0) (i32.const 1))) (i32.const 900)))))
    (func $c (local i32) (loop (call $d) (br_if 0 (i32.lt_u (local.tee 0 (i32.add (local.get 0) (i32.const 1))) (i32.const 900)))))
    (func $d (local i32) (loop (br_if 0 (i32.lt_u (local.tee 0 (i32.add (local.get 0) (i32.const 1))) (i32.const 900)))))
    (func (export "run") (loop (call $a) (br_if 0 (i32.const 1))))`,
  'memory that is filled again and again': `(memory 16000) (func (export "run") (local i32)
    (loop (memory.fill (i32.const 0) (i32.const 1) (i32.const 1048576000))
      (br_if 0 (i32.lt_u (local.tee 0 (i32.add (local.get 0) (i32.const 1))) (i32.const 900)))))`,
  'exceptions that are caught for ever': `(tag $e) (func (export "run")
    (loop (block (try_table (catch_all 0) (throw $e))) (br 0)))`,
};

describe('a guest that does not end is ended where the flag is set', () => {
  for (const [what, functions] of Object.entries(endless)) {
    test(what, async () => {
      const { run, flag } = await checked(`(module ${functions})`);
      flag[0] = 1;
      // deep enough to take years, and not too deep for the stack
      assert.throws(() => run(60), { name: 'RuntimeError', message: 'unreachable' });
    });
  }

  test('also while it runs, and not before', async () => {
    let ticks = 0;
    const tick = () => {
      ticks += 1;
      if (ticks === 5000) flag[0] = 1;
    };
    const { run, flag } = await checked(
      '(module (import "a" "tick" (func $tick)) (func (export "run") (loop (call $tick) (br 0))))',
      { a: { tick } },
    );
    assert.throws(() => run(), { message: 'unreachable' });
    assert.ok(ticks >= 5000 && ticks <= 6001, `${ticks}`);
  });

  test('before it fills or copies as much as it likes', async () => {
    const set = () => void (flag[0] = 1);
    const { run, flag, exports } = await checked(
      `(module (import "a" "set" (func $set)) (memory (export "memory") 1)
        (func (export "run") (call $set) (memory.fill (i32.const 0) (i32.const 1) (i32.const 8))))`,
      { a: { set } },
    );
    assert.throws(() => run(), { message: 'unreachable' });
    assert.equal(new Uint8Array((exports['memory'] as WebAssembly.Memory).buffer)[0], 0);
  });

  test('a catch does not hold it up', async () => {
    const { run, flag } = await checked(
      '(module (func (export "run") (loop (block (try_table (catch_all 0) (loop (br 0)))) (br 0))))',
    );
    flag[0] = 1;
    assert.throws(() => run(), { message: 'unreachable' });
  });
});

/** Instructions of every kind, in a function with a loop: what `run` gives with checks is what it gives without. */
const programs = {
  'memory, and a loop with parameters': `(memory (export "memory") 1 3) (data (i32.const 8) "\\07\\00\\00\\00")
    (func (export "run") (result i32) (local i64 f64)
      (f64.store offset=16 (i32.const 0) (f64.const 1.5))
      (i32.store8 (i32.const 100) (i32.load8_s offset=300 (i32.const 0)))
      (drop (memory.grow (i32.const 1)))
      (i32.const 5)
      (loop (param i32) (result i32)
        (i32.const 1) (i32.sub) (local.set 0 (i64.const -9000000000000000000))
        (i32.load (i32.const 8)) (i32.add) (i32.const 3000) (i32.rem_u)
        (br_if 0 (i32.eqz (i32.const 1)))))`,
  'branches over a table': `(func (export "run") (result i32) (local i32 i32)
    (loop (block (block (block (br_table 0 1 2 (i32.rem_u (local.get 0) (i32.const 3))))
      (local.set 1 (i32.add (local.get 1) (i32.const 1)))) (local.set 1 (i32.mul (local.get 1) (i32.const 3))))
      (br_if 0 (i32.lt_u (local.tee 0 (i32.add (local.get 0) (i32.const 1))) (i32.const 2500))))
    (select (result i32) (local.get 1) (i32.const 1) (i32.const 1)))`,
  'several memories, of both widths': `(memory $a 1) (memory $b i64 1 2) (data (memory $b) (i64.const 0) "\\09")
    (func (export "run") (result i32)
      (loop (i32.store $a (i32.const 4) (i32.load8_u $b (i64.const 0)))
        (memory.copy $a $b (i32.const 9) (i64.const 0) (i32.const 1))
        (memory.fill $b (i64.const 5) (i32.const 3) (i64.const 4)))
      (i32.add (i32.load $a (i32.const 4)) (i32.load $b offset=4 (i64.const 1))))`,
  'an imported memory and one of its own': `(import "env" "memory" (memory 1)) (memory $own 1)
    (func (export "run") (result i32) (loop (i32.store $own (i32.const 0) (i32.const 11)))
      (i32.add (i32.load (i32.const 0)) (i32.load $own (i32.const 0))))`,
  vectors: `(memory 1) (func (export "run") (result i32) (local v128)
    (loop (local.set 0 (i32x4.add (v128.const i32x4 1 2 3 4) (v128.load offset=1 (i32.const 0))))
      (local.set 0 (i8x16.shuffle 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 (local.get 0) (local.get 0)))
      (v128.store8_lane 3 (i32.const 0) (local.get 0))
      (local.set 0 (i32x4.relaxed_trunc_f32x4_s (f32x4.relaxed_madd (local.get 0) (local.get 0) (local.get 0)))))
    (i32.add (i8x16.extract_lane_s 3 (local.get 0)) (i32x4.extract_lane 1 (i32x4.splat (i32.const 7)))))`,
  threads: `(memory 1 1 shared) (func (export "run") (result i32)
    (loop (drop (i32.atomic.rmw8.add_u (i32.const 0) (i32.const 5))) (atomic.fence)
      (drop (memory.atomic.notify (i32.const 0) (i32.const 1))))
    (i32.atomic.rmw.cmpxchg (i32.const 0) (i32.const 5) (i32.const 6)))`,
  exceptions: `(tag $e (param i32)) (func (export "run") (result i32) (local i32)
    (loop (local.set 0 (block (result i32) (try_table (result i32) (catch $e 0) (throw $e (i32.const 4))))))
    (block $out (result i32 exnref) (try_table (catch_ref $e $out) (throw $e (local.get 0))) (unreachable))
    (drop))`,
  'references and structures': `(rec (type $list (struct (field i32) (field (mut (ref null $list))))) (type $more (sub (struct))))
    (type $bytes (array (mut i8))) (type $f (func (param i32) (result i32))) (table 2 funcref)
    (elem declare func $twice) (func $twice (type $f) (i32.mul (local.get 0) (i32.const 2)))
    (func (export "run") (result i32) (local (ref null $list)) (local $n i32)
      (loop (local.set 0 (struct.new $list (local.get $n) (local.get 0)))
        (br_if 0 (i32.lt_u (local.tee $n (i32.add (local.get $n) (i32.const 1))) (i32.const 3000))))
      (drop (block $not (result anyref) (br_on_cast_fail $not anyref (ref $list) (local.get 0))))
      (table.set (i32.const 0) (ref.func $twice))
      (drop (array.get_u $bytes (array.new_fixed $bytes 2 (i32.const 1) (i32.const 2)) (i32.const 1)))
      (array.fill $bytes (array.new_default $bytes (i32.const 4)) (i32.const 0) (i32.const 7) (i32.const 4))
      (call_ref $f (struct.get $list 0 (local.get 0)) (ref.func $twice)))`,
  tables: `(table $a 3 funcref) (table $b 3 externref) (elem $e funcref (ref.func $f)) (func $f)
    (func (export "run") (result i32) (local i32)
      (loop (table.init $a $e (i32.const 0) (i32.const 0) (i32.const 1)) (table.fill $a (i32.const 1) (ref.func $f) (i32.const 1))
        (table.copy $a $a (i32.const 2) (i32.const 1) (i32.const 1)))
      (elem.drop $e) (drop (table.grow $b (ref.null extern) (i32.const 2)))
      (i32.add (table.size $b) (ref.is_null (table.get $a (i32.const 2)))))`,
};

describe('a guest does with checks what it does without', () => {
  for (const [what, body] of Object.entries(programs)) {
    test(what, async () => {
      const wat = `(module ${body})`;
      const imports = () => ({ env: { memory: new WebAssembly.Memory({ initial: 1 }) } });
      const module = await WebAssembly.compile(Uint8Array.from(await parse(wat)));
      const plain = new WebAssembly.Instance(module, imports()).exports['run'] as Run;
      assert.equal((await checked(wat, imports())).run(), plain());
    });
  }

  test('what it exports and calls is in its old place', async () => {
    const { exports } = await checked(
      `(module (import "a" "f" (func $f (result i32))) (global $g (export "g") (mut i32) (i32.const 3))
      (memory (export "memory") 2 5) (func (export "run") (result i32) (loop) (i32.add (global.get $g) (call $f))))`,
      {
        a: { f: () => 4 },
      },
    );
    assert.equal((exports['run'] as Run)(), 7);
    const memory = exports['memory'] as WebAssembly.Memory;
    assert.deepEqual([memory.buffer.byteLength, memory.grow(3)], [2 * 65_536, 2]);
    assert.throws(() => memory.grow(1), RangeError);
  });
});

test('what cannot take long is left as it is', async () => {
  const short = `(module (import "a" "f" (func $f)) (memory 1) (func (export "run") (call $f) (i32.store (i32.const 0) (i32.const 1))))`;
  assert.equal(withChecks(await parse(short)), undefined);
  assert.equal(withChecks(await parse('(module)')), undefined);
});

test('each guest of the tests is valid with checks, and names its functions as before', () => {
  const folder = path.join(import.meta.dirname, '../../../../.cache/guests');
  const modules = readdirSync(folder)
    .filter((name) => name.endsWith('.wasm'))
    .map((name) => readFileSync(path.join(folder, name)))
    .filter((bytes) => bytes[4] === 1);
  assert.ok(modules.length > 10);
  for (const bytes of modules) {
    const module = new WebAssembly.Module(bytes);
    const made = withChecks(bytes);
    assert.ok(made);
    const changed = new WebAssembly.Module(Uint8Array.from(made.bytes));
    assert.deepEqual(WebAssembly.Module.exports(changed), WebAssembly.Module.exports(module));
    assert.deepEqual(
      WebAssembly.Module.imports(changed).filter((one) => one.module !== checksModule),
      WebAssembly.Module.imports(module),
    );
    assert.deepEqual(
      WebAssembly.Module.customSections(changed, 'name'),
      WebAssembly.Module.customSections(module, 'name'),
    );
  }
});
