import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { FunctionType, WitType } from '@slight/wit/model.ts';
import { camelCase, WitError } from '../../../hosts/values.ts';
import { compileExport } from './call-export.ts';
import { compileImport } from './call-import.ts';
import { GuestSide } from './guest-side.ts';
import type { CoreValue } from '../../abi/bits.ts';
import { alignTo, flatten, layoutOf } from './layout.ts';
import { compileLift, compileLoad } from './lift.ts';
import { compileLower, compileStore } from './lower.ts';

interface Typed {
  readonly type: WitType;
  readonly value: fc.Arbitrary<unknown>;
}

const typedAs = (type: WitType, value: fc.Arbitrary<unknown>): Typed => ({ type, value });
const integers = (kind: 'u8' | 's8' | 'u16' | 's16' | 'u32' | 's32', min: number, max: number): Typed =>
  typedAs({ kind }, fc.integer({ min, max }));

const things = Array.from({ length: 3 }, (_, id) => ({ id }));
const simple: readonly Typed[] = [
  typedAs({ kind: 'unit' }, fc.constant(undefined)),
  typedAs({ kind: 'bool' }, fc.boolean()),
  typedAs({ kind: 'char' }, fc.string({ unit: 'binary', minLength: 1, maxLength: 1 })),
  typedAs({ kind: 'string' }, fc.string({ unit: 'binary' })),
  integers('u8', 0, 0xff),
  integers('s8', -0x80, 0x7f),
  integers('u16', 0, 0xffff),
  integers('s16', -0x8000, 0x7fff),
  integers('u32', 0, 0xffffffff),
  integers('s32', -0x80000000, 0x7fffffff),
  typedAs({ kind: 'u64' }, fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })),
  typedAs({ kind: 's64' }, fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
  typedAs({ kind: 'f32' }, fc.float()),
  typedAs({ kind: 'f64' }, fc.double()),
  typedAs({ kind: 'list', element: { kind: 'u8' } }, fc.uint8Array()),
  typedAs({ kind: 'enum', name: 'e', cases: ['x', 'y', 'z'] }, fc.constantFrom('x', 'y', 'z')),
  typedAs({ kind: 'handle', resource: 'thing', borrowed: false }, fc.constantFrom(...things)),
];

const plainObject = { noNullPrototype: true } as const;
const nameOf = (index: number) => `a-${'bcdef'[index] ?? ''}`;

function record(items: readonly Typed[]): Typed {
  const fields = items.map(({ type }, index) => ({ name: nameOf(index), type }));
  const values = Object.fromEntries(items.map(({ value }, index) => [camelCase(nameOf(index)), value]));
  return typedAs({ kind: 'record', name: 'r', fields }, fc.record(values, plainObject));
}

function variant(items: readonly Typed[]): Typed {
  const cases = [{ name: 'bare' }, ...items.map(({ type }, index) => ({ name: nameOf(index), type }))];
  const values = items.map(({ value }, index) =>
    fc.record({ tag: fc.constant(nameOf(index)), val: value }, plainObject),
  );
  return typedAs({ kind: 'variant', name: 'v', cases }, fc.oneof(fc.constant({ tag: 'bare' }), ...values));
}

function result(ok: Typed, err: Typed): Typed {
  const values = [ok.value.map((val) => ({ tag: 'ok', val })), err.value.map((val) => ({ tag: 'err', val }))];
  return typedAs({ kind: 'result', ok: ok.type, err: err.type }, fc.oneof(...values));
}

/** Types and values of theirs: every shape of the ABI, nested. */
const { typed } = fc.letrec<{ typed: Typed }>((tie) => {
  const inner = tie('typed');
  const many = fc.array(inner, { minLength: 1, maxLength: 5 });
  return {
    typed: fc.oneof(
      { maxDepth: 4, depthSize: 'small', withCrossShrink: true },
      fc.constantFrom(...simple),
      // bytes are no array
      inner
        .filter(({ type }) => type.kind !== 'u8')
        .map(({ type, value }) =>
          typedAs({ kind: 'list', element: type }, fc.array(value, { maxLength: 4 })),
        ),
      // none and some(none) are one value in JavaScript
      inner
        .filter(({ type }) => type.kind !== 'option' && type.kind !== 'unit')
        .map(({ type, value }) =>
          typedAs({ kind: 'option', some: type }, fc.option(value, { nil: undefined })),
        ),
      many.map((items) =>
        typedAs(
          { kind: 'tuple', items: items.map(({ type }) => type) },
          fc.tuple(...items.map(({ value }) => value)),
        ),
      ),
      many.map(record),
      many.map(variant),
      fc.tuple(inner, inner).map(([ok, err]) => result(ok, err)),
    ),
  };
});

const pairs = typed.chain(({ type, value }) => value.map((made) => ({ type, value: made })));

/** A guest of nothing but memory, whose allocator makes it grow whenever it must, and gives only what is aligned. */
function bareGuest(): {
  guest: GuestSide;
  allocate: (size: number, align: number) => number;
  live: () => number;
} {
  const guest = new GuestSide();
  const memory = new WebAssembly.Memory({ initial: 1 });
  // near the end of the first page
  let next = 65_500;
  let live = 0;
  const realloc = (_old: number, _size: number, align: number, size: number): number => {
    const address = alignTo(next, align);
    next = address + size;
    const missing = next - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / 65_536));
    if (size > 0) live += 1;
    return address;
  };
  guest.memory.bind({
    memory,
    canonical_abi_realloc: realloc,
    canonical_abi_free: () => (live -= 1),
  });
  return { guest, allocate: (size, align) => guest.memory.allocate(size, align), live: () => live };
}

test('every type comes back from memory as it went', () => {
  fc.assert(
    fc.property(pairs, ({ type, value }) => {
      const { guest, allocate } = bareGuest();
      const { size, align } = layoutOf(type);
      const address = allocate(size, align);
      compileStore(type)(guest, value, address);
      assert.deepEqual(compileLoad(type)(guest, address), value);
    }),
    { numRuns: 1500 },
  );
});

test('every type comes back from core values as it went', () => {
  fc.assert(
    fc.property(pairs, ({ type, value }) => {
      const { guest } = bareGuest();
      const out: CoreValue[] = [];
      compileLower(type)(guest, value, out);
      const flat = flatten(type);
      assert.equal(out.length, flat.length);
      flat.forEach((core, index) => assert.equal(typeof out[index], core === 'i64' ? 'bigint' : 'number'));
      // as wasm would pass them on
      const passed = out.map((core, index) =>
        flat[index] === 'i32' ? Number(core) | 0 : typeof core === 'bigint' ? BigInt.asIntN(64, core) : core,
      );
      const slots = flat.map((core, index) => ({ index, type: core }));
      assert.deepEqual(compileLift(type, slots)(guest, passed), value);
    }),
    { numRuns: 1500 },
  );
});

/** A function of the type `(params) -> result`, called through both halves: what the one lowers, the other lifts. */
test('any function is called by a guest, and of a guest, with what was passed', async () => {
  const few = fc.array(typed, { maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(
      few.chain((types) =>
        fc.record({
          types: fc.constant(types.map(({ type }) => type)),
          values: fc.tuple(...types.map(({ value }) => value)),
        }),
      ),
      pairs,
      async ({ types, values }, result) => {
        const { guest } = bareGuest();
        const type: FunctionType = {
          params: types.map((each, index) => ({ name: `p${index}`, type: each })),
          result: result.type,
        };
        const importCode = compileImport(type);
        let got: unknown[] = [];
        const host = (...args: never[]) => {
          got = args;
          if (result.type.kind !== 'result') return result.value;
          const { tag, val } = result.value as { tag: string; val: unknown };
          if (tag === 'err') throw new WitError(val, 'refused');
          return Promise.resolve(val);
        };
        const bound = importCode.bind(guest, host, (error) => {
          throw error;
        });
        // what a guest's stub does between its export and its import
        const stub = async (...core: CoreValue[]): Promise<unknown> => {
          const flat = flatten(result.type);
          if (flat.length <= 1) return bound(core.map(pass));
          const { size, align } = layoutOf(result.type);
          const address = guest.memory.allocate(size, align);
          await bound([...core.map(pass), address]);
          return address;
        };
        const answer = compileExport(type)(guest, stub, values);
        if (result.type.kind === 'result' && (result.value as { tag: string }).tag === 'err') {
          await assert.rejects(answer, { payload: (result.value as { val: unknown }).val });
        } else if (result.type.kind === 'result') {
          assert.deepEqual(await answer, (result.value as { val: unknown }).val);
        } else {
          assert.deepEqual(await answer, result.value);
        }
        assert.deepEqual(got, values);
      },
    ),
    { numRuns: 500 },
  );

  function pass(core: CoreValue): CoreValue {
    return typeof core === 'bigint' ? BigInt.asIntN(64, core) : core;
  }
});

test('more than 16 core values are passed as one pointer', () => {
  const u32: WitType = { kind: 'u32' };
  const params = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ name: `p${index}`, type: u32 }));
  assert.equal(compileImport({ params: params(16) }).params.length, 16);
  assert.deepEqual(compileImport({ params: params(17) }).params, ['i32']);
  assert.deepEqual(compileImport({ params: params(17), result: { kind: 'string' } }).params, ['i32', 'i32']);
});

test('everything that a result holds is freed, but nothing of no size', async () => {
  const text: WitType = {
    kind: 'list',
    element: { kind: 'tuple', items: [{ kind: 'string' }, { kind: 'u8' }] },
  };
  const { guest, live } = bareGuest();
  const { size, align } = layoutOf(text);
  const stub = (): Promise<unknown> => {
    const address = guest.memory.allocate(size, align);
    compileStore(text)(
      guest,
      [
        ['a', 1],
        ['', 2],
        ['bc', 3],
      ],
      address,
    );
    assert.equal(live(), 4);
    return Promise.resolve(address);
  };
  const value = await compileExport({ params: [], result: text })(guest, stub, []);
  assert.deepEqual(value, [
    ['a', 1],
    ['', 2],
    ['bc', 3],
  ]);
  // the place of the result itself stays the guest's
  assert.equal(live(), 1);
});
