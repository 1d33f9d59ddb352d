/** Every type of WIT between a component and a host, in both directions, nested in one another. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { HostFunction, HostInterface } from '@slight/runtime/hosts/values.ts';
import { camelCase, HostResource, WitError } from '@slight/runtime/hosts/values.ts';
import { guest, runGuest } from './guests.ts';

class Thing extends HostResource {
  readonly n: number;

  constructor(n: number) {
    super('thing');
    this.n = n;
  }
}

class OtherThing extends HostResource {
  readonly text: string;

  constructor(text: string) {
    super('thing');
    this.text = text;
  }
}

type Values = readonly unknown[];

const some = (val: unknown) => ({ tag: 'some', val });
const none = { tag: 'none' };
const ok = (val?: unknown) => ({ tag: 'ok', val });
const err = (val?: unknown) => ({ tag: 'err', val });
const thing = new Thing(7);
const things = [new Thing(1), new Thing(2), new Thing(3)] as const;
const other = new OtherThing('other');
const point = { x: -1, y: 2, longName: 'näme' };
const many = Object.fromEntries(Array.from({ length: 32 }, (_, at) => [`f${at}`, at % 3 === 0 || at === 31]));

/** By function: values as hosts see them; each goes from the guest to the host, and back again. */
const echoed: Readonly<Record<string, Values>> = {
  bools: [true, false],
  u8s: [0, 255],
  s8s: [-128, 127],
  u16s: [0, 65_535],
  s16s: [-32_768, 32_767],
  u32s: [0, 2_147_483_647],
  s32s: [-2_147_483_648, 2_147_483_647],
  f32s: [1.5, -0, Infinity],
  f64s: [1e300, -0, -Infinity, NaN],
  chars: ['a', '\0', 'ß', '😀'],
  strings: ['', 'größe 😀\0', '\ufeffmarked', 'x'.repeat(100_000)],
  'list-bool': [[], [true, false, true]],
  'list-u8': [new Uint8Array(), Uint8Array.of(0, 255)],
  'list-s8': [[], Int8Array.of(-128, 127)],
  'list-u16': [[], Uint16Array.of(0, 65_535)],
  'list-s16': [[], Int16Array.of(-32_768, 32_767)],
  'list-u32': [[], Uint32Array.of(0, 2_147_483_647, 3)],
  'list-s32': [[], Int32Array.of(-2_147_483_648, 2_147_483_647)],
  'list-f32': [[], Float32Array.of(1.5, -0, Infinity)],
  'list-f64': [[], Float64Array.of(1e300, -0, NaN)],
  'list-char': [[], ['a', '😀']],
  'list-string': [[], ['', 'a', '😀']],
  'list-list-u8': [[], [Uint8Array.of(1), new Uint8Array(), Uint8Array.of(2, 3)]],
  'list-list-u32': [[], [Uint32Array.of(1, 2), new Uint32Array()]],
  'list-point': [[], [point, { ...point, x: 5 }]],
  'list-few': [[], [{ a: true, bC: false, d: true }]],
  'list-color': [[], ['red', 'dark-green', 'blue']],
  'list-shape': [
    [{ tag: 'nothing' }, { tag: 'many', val: Uint16Array.of(1, 2) }, { tag: 'where', val: undefined }],
  ],
  'list-option': [[], [1, undefined, 0]],
  'list-tuple': [[], [['a', Uint8Array.of(1)]]],
  points: [point],
  tuples: [[255, 'text', Uint32Array.of(1, 2)]],
  fews: [
    { a: true, bC: true, d: false },
    { a: false, bC: false, d: false },
  ],
  manys: [many],
  colors: ['red', 'dark-green', 'blue'],
  'shape-case': [
    { tag: 'circle', val: 9 },
    { tag: 'named', val: 'n' },
    { tag: 'where', val: point },
  ],
  'mixed-case': [
    { tag: 'text', val: 'text' },
    { tag: 'numbers', val: Uint32Array.of(1, 2, 3) },
    { tag: 'real', val: -1.5 },
    { tag: 'small', val: 0.5 },
    { tag: 'none' },
  ],
  'option-u32': [0, undefined],
  'option-option': [none, some(undefined), some(5)],
  'option-list': [undefined, new Uint32Array(), Uint32Array.of(1)],
  'result-plain': [ok(1), err('why')],
  'result-empty': [ok(), err()],
  'result-list': [ok(Uint32Array.of(1, 2)), err(Uint32Array.of(3))],
  'result-tagged': [ok(ok(1)), ok(err(2)), err(ok(3)), err(err(4))],
  'result-has-tag': [ok({ tag: 'ok', val: 1 }), ok({ tag: 'err', val: 2 }), err({ tag: 'err', val: 3 })],
  'result-result': [ok(ok(1)), ok(err('inside')), err(undefined), err('outside')],
  'result-option': [ok(undefined), ok(ok(1)), ok(err(2)), err('blue')],
  'list-result': [[], [ok(Uint32Array.of(1)), err('red')]],
  'own-thing': [thing],
  'option-thing': [thing, undefined],
  'option-option-thing': [none, some(undefined), some(thing)],
  'list-thing': [[], things],
  hold: [
    { thing, more: things, perhaps: undefined, number: 1 },
    { thing, more: [], perhaps: things[0], number: 2 },
  ],
  'result-thing': [ok(thing), err(things), err([])],
  'list-result-thing': [[ok(thing), err(other), ok(things[0])]],
  carry: [
    { tag: 'empty' },
    { tag: 'one', val: thing },
    { tag: 'some', val: things },
    { tag: 'pair', val: [thing, other] },
  ],
};

/** The same of what QuickJS has no values for, or makes wrong: from test/guests/c/types.c, call by call. */
const spilled = [
  ['abcd', 'bcd', 'cd', 'd', ''],
  [2n ** 64n - 1n, -0.5, -1, 'x', Uint32Array.of(9, 8)],
  'end',
] as const;
const inC: Readonly<Record<string, readonly Values[]>> = {
  u32s: [[2 ** 31], [2 ** 32 - 1]],
  u64s: [[0n], [2n ** 64n - 1n]],
  s64s: [[-(2n ** 63n)], [2n ** 63n - 1n]],
  'list-u8': [[Uint8Array.of(0, 255, 7)]],
  'list-u32': [[Uint32Array.of(0, 2 ** 32 - 1, 3)]],
  'list-u64': [[BigUint64Array.of(0n, 2n ** 64n - 1n)]],
  'list-s64': [[BigInt64Array.of(-(2n ** 63n), 2n ** 63n - 1n)]],
  'list-string': [[['a', '', 'größe']]],
  'mixed-case': [
    [{ tag: 'number', val: 2n ** 64n - 1n }],
    [{ tag: 'text', val: 'text' }],
    [{ tag: 'numbers', val: Uint32Array.of(1, 2 ** 32 - 1) }],
    [{ tag: 'real', val: -1.5 }],
  ],
  // as jco has it: every second option is tagged
  'option-option-option': [[undefined], [none], [some(undefined)], [some('deep')]],
  spilled: [spilled],
};

/** As JSON, the way test/guests/js/types.js does it. */
function plain(value: unknown): unknown {
  if (value === undefined) return { $none: true };
  if (typeof value === 'bigint') return { $big: String(value) };
  if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))) {
    return { $number: Object.is(value, -0) ? '-0' : String(value) };
  }
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Thing) return { $thing: value.n };
  if (value instanceof OtherThing) return { $other: value.text };
  if (value instanceof Uint8Array) return { $bytes: [...value] };
  if (Array.isArray(value) || ArrayBuffer.isView(value)) {
    return Array.from(value as unknown as ArrayLike<unknown>, plain);
  }
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]));
}

/** The same value with arrays in place of typed arrays; those of bytes stay, and resources are new ones. */
function asArrays(value: unknown): unknown {
  if (value instanceof Thing) return new Thing(value.n);
  if (value instanceof OtherThing) return new OtherThing(value.text);
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  if (Array.isArray(value) || ArrayBuffer.isView(value)) {
    return Array.from(value as unknown as ArrayLike<unknown>, asArrays);
  }
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, asArrays(each)]));
}

/** The same value with new resources: each that a host gives is one of its own. */
function renewed(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  if (value instanceof HostResource) return asArrays(value);
  if (Array.isArray(value)) return value.map(renewed);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, renewed(each)]));
}

interface Called {
  /** What the guest printed. */
  readonly came: unknown;
  /** What the host took. */
  readonly took: Values;
  /** Each resource that was dropped, as often as it was. */
  readonly dropped: readonly HostResource[];
  /** Each resource that a host made for the guest. */
  readonly made: readonly HostResource[];
}

const loaded = guest('js-types');

/** Has the guest call a function with values; the host answers with what `answer` gives or throws. */
async function call(name: string, values: Values, answer: (...args: unknown[]) => unknown): Promise<Called> {
  let took: Values = [];
  const dropped: HostResource[] = [];
  const made: HostResource[] = [];
  const making = <R extends HostResource>(resource: R): R => {
    made.push(resource);
    return resource;
  };
  const drop = (resource: HostResource) => void dropped.push(resource);
  const functions: Record<string, HostFunction> = {
    '[constructor]thing': (n: number) => making(new Thing(n)),
    '[method]thing.number': ({ n }: Thing) => n,
    '[resource-drop]thing': drop,
    [name]: (...args: unknown[]) => {
      took = args;
      return answer(...args);
    },
  };
  const others: Record<string, HostFunction> = {
    '[constructor]thing': (text: string) => making(new OtherThing(text)),
    '[method]thing.name': ({ text }: OtherThing) => text,
    '[resource-drop]thing': drop,
  };
  const hosts: readonly HostInterface[] = [
    { name: 'slight:types/shapes', functions },
    { name: 'slight:types/other', functions: others },
  ];
  let printed = '';
  const io = {
    args: ['types', camelCase(name), ...values.map((value) => JSON.stringify(plain(value)))],
    environment: {},
    folders: {},
    stdin: 'empty',
    stdout: (bytes: Uint8Array) => void (printed += Buffer.from(bytes).toString()),
    stderr: (bytes: Uint8Array) => void (printed += Buffer.from(bytes).toString()),
  } as const;
  {
    await using instance = await (await loaded).instantiate(hosts, io);
    assert.equal(await instance.run(), 0, printed);
  }
  return { came: JSON.parse(printed), took, dropped, made };
}

/** As the host of a function answers: what is not an error is returned, also later. */
function answering(name: string, value: unknown): () => unknown {
  if (!name.startsWith('result')) return () => Promise.resolve(value);
  const { tag, val } = value as { tag: string; val: unknown };
  return () => {
    if (tag === 'err') throw new WitError(val, 'the error case');
    return val;
  };
}

describe('a value goes from the guest to the host and back', () => {
  for (const [name, values] of Object.entries(echoed)) {
    test(name, async () => {
      for (const value of values) {
        for (const given of [renewed(value), asArrays(value)]) {
          const { came, took } = await call(name, [value], answering(name, given));
          assert.deepEqual(took.map(asArrays), [asArrays(value)], 'what the host took');
          assert.deepEqual(came, plain(value), 'what the guest got');
        }
      }
    });
  }

  test('borrowed resources stay the guest’s', async () => {
    const borrowed = await call('borrow-thing', [thing], (one) => (one as Thing).n);
    assert.deepEqual([borrowed.took, borrowed.came], [[thing], 7]);
    const listed = await call('list-borrow', [things], (all) => (all as Thing[]).map(({ n }) => n));
    assert.deepEqual([listed.took, listed.came], [[things], [1, 2, 3]]);
    const mixed = await call('tuple-thing', [[thing, things[0], other]], () => [
      new OtherThing('new'),
      5,
      new Thing(8),
    ]);
    assert.deepEqual(mixed.took, [[thing, things[0], other]]);
    assert.deepEqual(mixed.came, [{ $other: 'new' }, 5, { $thing: 8 }]);
    // all but what passed to the host
    assert.deepEqual(
      mixed.dropped.map(plain).sort(byText),
      [things[0], new OtherThing('new'), new Thing(8)].map(plain).sort(byText),
    );
  });
});

// the heap of the second begins above 2 GiB: its pointers are negative for who reads them as signed numbers
for (const name of ['c-types-component', 'c-types-high-component']) {
  test(`${name} passes values, and gets them back`, async () => {
    for (const [each, calls] of Object.entries(inC)) {
      const took: Values[] = [];
      // as typed arrays where it has them, then as arrays
      for (const answer of [renewed, asArrays]) {
        const back = (...args: unknown[]) => {
          took.push(args.map(asArrays));
          const values = calls[(took.length - 1) % calls.length]?.map(answer) ?? [];
          return Promise.resolve(each === 'spilled' ? values : values[0]);
        };
        const functions: Record<string, HostFunction> = { [each]: back };
        const ran = await runGuest(await guest(name), [each], {
          hosts: [{ name: 'slight:types/shapes', functions }],
        });
        assert.deepEqual(ran, { code: 0, stdout: `${each} same\n`, stderr: '' });
      }
      assert.deepEqual(
        took,
        [...calls, ...calls].map((values) => values.map(asArrays)),
        each,
      );
    }
  });
}

function byText(one: unknown, other: unknown): number {
  return JSON.stringify(one) < JSON.stringify(other) ? -1 : 1;
}

test('what the guest holds at its end is dropped, each once, and what passed to the host is not', async () => {
  const { made, dropped } = await call('list-borrow', [things], () => [1]);
  assert.equal(made.length, 3);
  assert.deepEqual(new Set(dropped), new Set(made));
  assert.equal(dropped.length, 3);
  const passed = await call('list-thing', [things], () => []);
  assert.deepEqual([passed.made.length, passed.dropped], [3, []]);
});
