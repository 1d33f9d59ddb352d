/**
 * How big values are in memory, and how they are spread over core values.
 * https://github.com/WebAssembly/component-model/blob/main/design/mvp/CanonicalABI.md, "Alignment", "Element Size", "Flattening"
 */
import { camelCase } from '../../../hosts/values.ts';
import type { AbiType, Case } from './types.ts';
import { join } from '../../abi/bits.ts';
import type { CoreType } from '../../abi/bits.ts';

export interface Layout {
  /** In bytes, both. */
  readonly size: number;
  readonly align: number;
}

/** More core values than this are passed as a record in memory. */
export const maxFlatParams = 16;
export const maxFlatResults = 1;

/** The next multiple of `align` (a power of two). */
export function alignTo(offset: number, align: number): number {
  return (offset + align - 1) & ~(align - 1);
}

const sizes = {
  bool: 1,
  u8: 1,
  s8: 1,
  u16: 2,
  s16: 2,
  u32: 4,
  s32: 4,
  f32: 4,
  char: 4,
  own: 4,
  borrow: 4,
  u64: 8,
  s64: 8,
  f64: 8,
} as const;

/** Size and alignment in memory. */
export function layoutOf(type: AbiType): Layout {
  switch (type.kind) {
    case 'string':
      return { size: 8, align: 4 };
    case 'list': {
      if (type.length === undefined) return { size: 8, align: 4 };
      const { size, align } = layoutOf(type.element);
      return { size: size * type.length, align };
    }
    case 'record':
    case 'tuple':
      return recordLayout(fieldsOf(type));
    case 'flags': {
      const size = flagsSize(type.flags.length);
      return { size, align: size };
    }
    case 'option':
    case 'result':
    case 'variant':
    case 'enum': {
      const cases = casesOf(type);
      const payloads = cases.flatMap((each) => (each.type ? [layoutOf(each.type)] : []));
      const align = Math.max(tagSize(cases.length), ...payloads.map((each) => each.align));
      const size = payloadOffset(cases) + Math.max(0, ...payloads.map((each) => each.size));
      return { size: alignTo(size, align), align };
    }
    default: {
      const size = sizes[type.kind];
      return { size, align: size };
    }
  }
}

/** Of values that lie one behind the other, as they have to be aligned. */
export function recordLayout(fields: readonly Field[]): Layout {
  const align = Math.max(1, ...fields.map((field) => field.layout.align));
  const last = fields.at(-1);
  return { size: last ? alignTo(last.offset + last.layout.size, align) : 0, align };
}

export interface Field {
  /** As JavaScript has it: a record's field in camelCase, a tuple's item by its index. */
  readonly key: string | number;
  readonly type: AbiType;
  readonly offset: number;
  readonly layout: Layout;
}

/** The fields of a record, or the items of a tuple, and where they are. */
export function fieldsOf(type: AbiType & { readonly kind: 'record' | 'tuple' }): readonly Field[] {
  return type.kind === 'tuple'
    ? placed(type.items.map((item, index) => ({ key: index, type: item })))
    : placed(type.fields.map((field) => ({ key: camelCase(field.name), type: field.type })));
}

/** Where values lie that follow one another. */
export function placed(entries: readonly Pick<Field, 'key' | 'type'>[]): readonly Field[] {
  let end = 0;
  return entries.map(({ key, type }) => {
    const layout = layoutOf(type);
    const offset = alignTo(end, layout.align);
    end = offset + layout.size;
    return { key, type, offset, layout };
  });
}

/** Types that are one of several cases. */
export type SumType = AbiType & { readonly kind: 'option' | 'result' | 'variant' | 'enum' };

/** The cases, in the order of their tags. */
export function casesOf(type: SumType): readonly Case[] {
  switch (type.kind) {
    case 'option':
      return [{ name: 'none' }, { name: 'some', type: type.some }];
    case 'result':
      return [
        { name: 'ok', ...(type.ok && { type: type.ok }) },
        { name: 'err', ...(type.err && { type: type.err }) },
      ];
    case 'variant':
      return type.cases;
    case 'enum':
      return type.cases.map((name) => ({ name }));
  }
}

/** Bytes of the tag: the first of these integers that can count the cases. */
export function tagSize(cases: number): 1 | 2 | 4 {
  return cases <= 0x100 ? 1 : cases <= 0x10000 ? 2 : 4;
}

/** Bytes of flags: a bit each, of which there are 32 at most. */
export function flagsSize(flags: number): 1 | 2 | 4 {
  return flags <= 8 ? 1 : flags <= 16 ? 2 : 4;
}

/** Where the payload of every case begins. */
export function payloadOffset(cases: readonly Case[]): number {
  const align = Math.max(1, ...cases.map((each) => (each.type ? layoutOf(each.type).align : 1)));
  return alignTo(tagSize(cases.length), align);
}

/** The core values that stand for a value of the type. */
export function flatten(type: AbiType): readonly CoreType[] {
  switch (type.kind) {
    case 'u64':
    case 's64':
      return ['i64'];
    case 'f32':
    case 'f64':
      return [type.kind];
    case 'string':
      return ['i32', 'i32'];
    case 'list':
      if (type.length === undefined) return ['i32', 'i32'];
      return Array.from({ length: type.length }, () => flatten(type.element)).flat();
    case 'record':
    case 'tuple':
      return fieldsOf(type).flatMap((field) => flatten(field.type));
    case 'option':
    case 'result':
    case 'variant': {
      const joined: CoreType[] = [];
      for (const { type: payload } of casesOf(type)) {
        if (!payload) continue;
        flatten(payload).forEach((core, index) => {
          joined[index] = join(joined[index] ?? core, core);
        });
      }
      return ['i32', ...joined];
    }
    default:
      return ['i32'];
  }
}

/** True for options that are `undefined` where they hold nothing. */
export function mayBeUndefined(type: AbiType): boolean {
  return type.kind === 'option' && !mayBeUndefined(type.some);
}
