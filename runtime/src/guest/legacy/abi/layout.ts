/**
 * How big the types of the legacy ABI (wit-bindgen 0.2) are in memory, and how they are spread over core values.
 * Its rules differ from today's canonical ABI: a variant's size is not rounded up to its alignment.
 */
import type { Case, WitType } from '@slight/wit/model.ts';
import { join } from '../../abi/bits.ts';
import type { CoreType } from '../../abi/bits.ts';
import { camelCase } from '../../../hosts/values.ts';

export interface Layout {
  /** In bytes, both. */
  readonly size: number;
  readonly align: number;
}

/** Parameters that flatten to more core values than this are passed as a record in memory. */
export const maxFlatParams = 16;

/** The next multiple of `align` (a power of two). */
export function alignTo(offset: number, align: number): number {
  return (offset + align - 1) & ~(align - 1);
}

/** Size and alignment in memory. */
export function layoutOf(type: WitType): Layout {
  switch (type.kind) {
    case 'unit':
      return { size: 0, align: 1 };
    case 'bool':
    case 'u8':
    case 's8':
      return { size: 1, align: 1 };
    case 'u16':
    case 's16':
      return { size: 2, align: 2 };
    case 'u32':
    case 's32':
    case 'f32':
    case 'char':
    case 'handle':
      return { size: 4, align: 4 };
    case 'u64':
    case 's64':
    case 'f64':
      return { size: 8, align: 8 };
    case 'string':
    case 'list':
      return { size: 8, align: 4 };
    case 'record':
    case 'tuple': {
      const fields = fieldsOf(type);
      const align = Math.max(1, ...fields.map((field) => field.layout.align));
      const last = fields.at(-1);
      return { size: last ? alignTo(last.offset + last.layout.size, align) : 0, align };
    }
    case 'option':
    case 'result':
    case 'variant':
    case 'enum': {
      const cases = casesOf(type);
      const tag = tagSize(cases.length);
      const offset = payloadOffset(cases);
      const payloads = cases.flatMap((each) => (each.type ? [layoutOf(each.type)] : []));
      return {
        // wit-bindgen counted some sizes too small for where it put the payload; of slight's types only
        // expected<u64, error>, which is a result by itself, so that nothing lies behind it
        size: Math.max(tag, ...payloads.map((payload) => offset + payload.size)),
        align: Math.max(tag, ...payloads.map((payload) => payload.align)),
      };
    }
    default:
      return unsupported(type);
  }
}

export interface Field {
  /** As JavaScript has it: a record's field in camelCase, a tuple's item by its index. */
  readonly key: string | number;
  readonly type: WitType;
  readonly offset: number;
  readonly layout: Layout;
}

/** The fields of a record, or the items of a tuple, and where they are. */
export function fieldsOf(type: WitType & { readonly kind: 'record' | 'tuple' }): readonly Field[] {
  const entries =
    type.kind === 'tuple'
      ? type.items.map((item, index) => ({ key: index, type: item }))
      : type.fields.map((field) => ({ key: camelCase(field.name), type: field.type }));
  let end = 0;
  return entries.map(({ key, type: fieldType }) => {
    const layout = layoutOf(fieldType);
    const offset = alignTo(end, layout.align);
    end = offset + layout.size;
    return { key, type: fieldType, offset, layout };
  });
}

/** Types that are an address and a length. */
export type SequenceType = { readonly kind: 'string' } | { readonly kind: 'list'; readonly element: WitType };

/** Types that are one of several cases. */
export type SumType = WitType & { readonly kind: 'option' | 'result' | 'variant' | 'enum' };

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
  return cases <= 0xff ? 1 : cases <= 0xffff ? 2 : 4;
}

/** Where the payload of every case begins. */
export function payloadOffset(cases: readonly Case[]): number {
  const align = Math.max(1, ...cases.map((each) => (each.type ? layoutOf(each.type).align : 1)));
  return alignTo(tagSize(cases.length), align);
}

/** The core values that stand for a value of the type. */
export function flatten(type: WitType): readonly CoreType[] {
  switch (type.kind) {
    case 'unit':
      return [];
    case 'bool':
    case 'u8':
    case 's8':
    case 'u16':
    case 's16':
    case 'u32':
    case 's32':
    case 'char':
    case 'handle':
    case 'enum':
      return ['i32'];
    case 'u64':
    case 's64':
      return ['i64'];
    case 'f32':
      return ['f32'];
    case 'f64':
      return ['f64'];
    case 'string':
    case 'list':
      return ['i32', 'i32'];
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
      return unsupported(type);
  }
}

/** Types that came after the legacy ABI. wit/legacy has none: scripts/generate-wit.ts lays out every type. */
export function unsupported(type: WitType): never {
  throw new Error(`The legacy ABI has no ${type.kind}.`);
}
