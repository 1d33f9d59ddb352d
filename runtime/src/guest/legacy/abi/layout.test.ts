import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WitType } from '@slight/wit/model.ts';
import { flatten, layoutOf, payloadOffset, tagSize, casesOf, type SumType } from './layout.ts';

const of = (kind: 'u8' | 'u16' | 'u32' | 'u64' | 'f32' | 'f64' | 'string' | 'unit' | 'bool'): WitType => ({
  kind,
});
const list = (element: WitType): WitType => ({ kind: 'list', element });
const option = (some: WitType): WitType => ({ kind: 'option', some });
const tuple = (...items: WitType[]): WitType => ({ kind: 'tuple', items });
const variant = (...types: (WitType | undefined)[]): SumType => ({
  kind: 'variant',
  name: 'v',
  cases: types.map((type, index) => ({ name: `c${index}`, ...(type && { type }) })),
});
const keyvalueError = variant(...Array<WitType>(8).fill(of('string')));

/** Type, size, alignment, flat: as real modules of wit-bindgen 0.2 have them. */
const layouts: readonly (readonly [
  title: string,
  type: WitType,
  size: number,
  align: number,
  flat: string,
])[] = [
  ['unit', of('unit'), 0, 1, ''],
  ['string', of('string'), 8, 4, 'i32 i32'],
  ['list<u64>', list(of('u64')), 8, 4, 'i32 i32'],
  ['tuple<u8, u32, u8>', tuple(of('u8'), of('u32'), of('u8')), 12, 4, 'i32 i32 i32'],
  ['tuple<>', tuple(), 0, 1, ''],
  ['option<u8>', option(of('u8')), 2, 1, 'i32 i32'],
  ['option<u64>', option(of('u64')), 16, 8, 'i32 i64'],
  [
    'expected<list<u8>, keyvalue-error>',
    { kind: 'result', ok: list(of('u8')), err: keyvalueError },
    16,
    4,
    'i32 i32 i32 i32',
  ],
  ['expected<unit, keyvalue-error>', { kind: 'result', err: keyvalueError }, 16, 4, 'i32 i32 i32 i32'],
  ['a variant is not rounded up', variant(of('u32'), tuple(of('u16'), of('u8'))), 8, 4, 'i32 i32 i32'],
  ['but where a record holds it', tuple(variant(of('u32'), of('u8')), of('u8')), 12, 4, 'i32 i32 i32'],
  [
    'its size may be odd',
    variant(of('u16'), of('unit'), tuple(of('u8'), of('u8'), of('u8'))),
    5,
    2,
    'i32 i32 i32 i32',
  ],
  [
    'a payload of less alignment',
    variant(of('u64'), tuple(of('string'), of('string'), of('u8'))),
    28,
    8,
    'i32 i64 i32 i32 i32 i32',
  ],
  ['payloads of i32 and f32', variant(of('u32'), of('f32')), 8, 4, 'i32 i32'],
  ['payloads of i32 and f64', variant(of('u32'), of('f64')), 16, 8, 'i32 i64'],
  ['payloads of f32 and f32', variant(of('f32'), undefined, of('f32')), 8, 4, 'i32 f32'],
];

for (const [title, type, size, align, flat] of layouts) {
  test(`layout: ${title}`, () => {
    assert.deepEqual(layoutOf(type), { size, align });
    assert.equal(flatten(type).join(' '), flat);
  });
}

test('tags of 1, 2 and 4 bytes', () => {
  assert.deepEqual([1, 255, 256, 65535, 65536].map(tagSize), [1, 1, 2, 2, 4]);
  const wide = variant(...Array<WitType>(300).fill(of('u8')));
  assert.equal(payloadOffset(casesOf(wide)), 2);
  assert.deepEqual(layoutOf(wide), { size: 3, align: 2 });
});

test('types that came later are refused', () => {
  assert.throws(() => layoutOf({ kind: 'flags', name: 'f', flags: ['a'] }), /legacy ABI has no flags/);
  assert.throws(() => flatten({ kind: 'stream' }), /legacy ABI has no stream/);
});
