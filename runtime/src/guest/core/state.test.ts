import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { parse } from '@bytecodealliance/jco-transpile/wasm-tools';
import { StartState } from './start-state.ts';
import type { Images } from './start-state.ts';
import { withState } from './state.ts';
import type { StateModule } from './state.ts';

type Values = Record<string, unknown>;

/** All that an instance of the module can change. */
function stateOf({ memories, globals }: StateModule, exports: WebAssembly.Exports): Values {
  return {
    ...Object.fromEntries(
      memories.map((name) => [name, Buffer.from((exports[name] as WebAssembly.Memory).buffer)]),
    ),
    ...Object.fromEntries(globals.map((name) => [name, (exports[name] as WebAssembly.Global).value])),
  };
}

/** Functions that say yes to everything, until they were asked too often. */
function answering(module: WebAssembly.Module): WebAssembly.Imports {
  let left = 1000;
  const imports: Record<string, Record<string, () => unknown>> = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    (imports[from] ??= {})[name] = () => {
      left -= 1;
      if (left < 0) throw new Error('asked too often');
      return 0;
    };
  }
  return imports;
}

/** Nobody ends it here. */
function isEndless(name: string): boolean {
  return name === 'handle-spin';
}

test('each legacy guest of the tests is after its run what it was before', () => {
  const folder = path.join(import.meta.dirname, '../../../../.cache/guests');
  const modules = readdirSync(folder)
    .filter((name) => name.endsWith('.wasm'))
    .map((name) => ({ name, bytes: readFileSync(path.join(folder, name)) }))
    .filter(({ bytes }) => bytes[4] === 1);
  let changed = 0;
  let restored = 0;
  for (const { name, bytes } of modules) {
    const made = withState(bytes) ?? assert.fail(name);
    const module = new WebAssembly.Module(made.bytes);
    const own = WebAssembly.Module.exports(new WebAssembly.Module(bytes));
    assert.deepEqual(WebAssembly.Module.exports(module).slice(0, own.length), own, name);
    const { exports } = new WebAssembly.Instance(module, answering(module));
    const fresh = stateOf(made, new WebAssembly.Instance(module, answering(module)).exports);
    const start = StartState.of(exports, made, new Map()) ?? assert.fail(name);
    for (const one of own.filter(({ kind, name }) => kind === 'function' && !isEndless(name))) {
      try {
        (exports[one.name] as (...values: number[]) => void)(0, 0, 1, 100, 0, 0, 0, 0, 0, 0);
      } catch {
        // what it gives does not matter
      }
    }
    if (name === 'c-http-0.5.wasm') assert.notDeepEqual(stateOf(made, exports), fresh);
    changed += 1;
    if (!start.restore()) continue;
    restored += 1;
    assert.deepEqual(stateOf(made, exports), fresh, name);
  }
  assert.ok(changed > 10 && restored > 10, `${restored} of ${changed}`);
});

const unseen = {
  'a table that is written': '(table 1 funcref) (func (table.set (i32.const 0) (ref.null func)))',
  'a table that grows': '(table 1 funcref) (func (drop (table.grow (ref.null func) (i32.const 1))))',
  'a table that is filled':
    '(table 1 funcref) (func (table.fill (i32.const 0) (ref.null func) (i32.const 1)))',
  'a table that is copied': '(table 2 funcref) (func (table.copy (i32.const 0) (i32.const 1) (i32.const 1)))',
  'a table that is initialized':
    '(table 1 funcref) (elem $e funcref (ref.null func)) (func (table.init $e (i32.const 0) (i32.const 0) (i32.const 1)))',
  'elements that are dropped': '(elem $e funcref (ref.null func)) (func (elem.drop $e))',
  'data that are dropped': '(memory 1) (data $d "x") (func (data.drop $d))',
  'what lies on the heap of the collector':
    '(type $t (array (mut i8))) (global (ref $t) (array.new $t (i32.const 0) (i32.const 1))) (func (array.set $t (global.get 0) (i32.const 0) (i32.const 1)))',
  'a global of a type whose bits change': '(global (mut f64) (f64.const nan:0x4))',
  'a global that holds a vector': '(global (mut v128) (v128.const i32x4 1 2 3 4))',
  'a global that holds a reference': '(global (mut funcref) (ref.null func))',
  'a memory of several threads': '(memory 1 1 shared)',
  'a memory of another': '(import "env" "memory" (memory 1))',
  'a global of another': '(import "env" "g" (global (mut i32)))',
  'a table of another': '(import "env" "t" (table 1 funcref))',
  'an export of such a name': '(memory (export "slight:state:memory0") 1)',
  'more globals than are few': '(global (mut i32) (i32.const 0))'.repeat(65),
};

for (const [what, wat] of Object.entries(unseen)) {
  test(`a module is left alone that has ${what}`, async () => {
    assert.equal(withState(await parse(`(module ${wat})`)), undefined);
  });
}

test('constants, tables that stay and data that are only read are no state', async () => {
  const made = withState(
    await parse(`(module (import "a" "f" (func)) (table (export "t") 1 funcref) (elem (i32.const 0) 0)
      (global f64 (f64.const 1)) (global (mut i64) (i64.const 5)) (global v128 (v128.const i32x4 1 2 3 4))
      (memory 1) (memory (export "memory") 1) (data $d "x")
      (func (export "f") (memory.init $d (i32.const 0) (i32.const 0) (i32.const 1)) (call_indirect (i32.const 0))))`),
  );
  assert.deepEqual(made?.memories, ['slight:state:memory0', 'slight:state:memory1']);
  assert.deepEqual(made.globals, ['slight:state:global1']);
});

test('memory that has grown is not put back, and a memory that is too large is not remembered', async () => {
  const made = withState(
    await parse(
      '(module (memory (export "memory") 64 80) (func (export "grow") (param i32) (drop (memory.grow (local.get 0)))))',
    ),
  );
  assert.ok(made);
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(made.bytes));
  const start = StartState.of(exports, made, new Map());
  const bytes = () => new Uint8Array((exports['memory'] as WebAssembly.Memory).buffer);
  const grow = exports['grow'] as (pages: number) => void;
  for (const at of [0, 16_383, 16_384, 4 * 2 ** 20 - 1]) bytes()[at] = 1;
  assert.equal(start?.restore(), true);
  grow(0);
  bytes()[20_000] = 1;
  assert.equal(start.restore(), true, 'it is another buffer of the same size');
  assert.ok(bytes().every((byte) => byte === 0));
  grow(1);
  assert.equal(start.restore(), false);
  assert.equal(StartState.of(exports, made, new Map()), undefined);
});

test('whatever changes, once or each time, is put back', async () => {
  const made = withState(
    await parse(
      '(module (memory (export "memory") 8) (data (i32.const 70000) "text") (data (i32.const 400000) "more"))',
    ),
  );
  assert.ok(made);
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(made.bytes));
  const bytes = Buffer.from((exports['memory'] as WebAssembly.Memory).buffer);
  const fresh = Buffer.from(bytes);
  const start = StartState.of(exports, made, new Map());
  const places = (first: number, step: number, count: number) =>
    Array.from({ length: count }, (_, index) => first + index * step);
  // a few pieces, others, one on each side of a boundary, all of them, and the few again
  const rounds = [
    [0, 70_001, 524_287],
    [0, 70_001, 524_287],
    [4095, 4096, 32_767, 32_768, 400_002],
    places(7, 4096, 128),
    places(9, 8192, 17),
    places(0, 1, 524_288),
    [0, 70_001, 524_287],
  ];
  for (const round of rounds) {
    for (const at of round) bytes[at] = (bytes[at] ?? 0) + 1;
    assert.ok(!bytes.equals(fresh));
    assert.equal(start?.restore(), true);
    assert.ok(bytes.equals(fresh));
  }
});

test('instances that begin with the same bytes remember them once', async () => {
  const made = withState(await parse('(module (memory 2) (data (i32.const 9) "text"))')) ?? assert.fail();
  const module = new WebAssembly.Module(made.bytes);
  const images: Images = new Map();
  const begin = () => StartState.of(new WebAssembly.Instance(module).exports, made, images);
  begin();
  const image = images.get('slight:state:memory0');
  begin();
  assert.equal(images.get('slight:state:memory0'), image);
});
