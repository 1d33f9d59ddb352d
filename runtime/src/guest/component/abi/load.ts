/**
 * Guest → host, from memory. A type is compiled once into a closure that reads its values.
 * https://github.com/WebAssembly/component-model/blob/main/design/mvp/CanonicalABI.md, "Loading"
 */
import { casesOf, fieldsOf, flagsSize, layoutOf, payloadOffset, tagSize } from './layout.ts';
import { badCase, char, flagsOf, maker, readTag } from './made.ts';
import { liftBorrow, liftOwn } from './resources.ts';
import type { Side } from './side.ts';
import type { AbiType } from './types.ts';

/** Reads a value at an address that has been checked to lie in memory, aligned, with all of the type's size. */
export type Load = (side: Side, address: number) => unknown;

/** A reader of the type in memory. */
export function compileLoad(type: AbiType): Load {
  switch (type.kind) {
    case 'bool':
      return ({ view }, at) => view.getUint8(at) !== 0;
    case 'u8':
      return ({ view }, at) => view.getUint8(at);
    case 's8':
      return ({ view }, at) => view.getInt8(at);
    case 'u16':
      return ({ view }, at) => view.getUint16(at, true);
    case 's16':
      return ({ view }, at) => view.getInt16(at, true);
    case 'u32':
      return ({ view }, at) => view.getUint32(at, true);
    case 's32':
      return ({ view }, at) => view.getInt32(at, true);
    case 'u64':
      return ({ view }, at) => view.getBigUint64(at, true);
    case 's64':
      return ({ view }, at) => view.getBigInt64(at, true);
    case 'f32':
      return ({ view }, at) => view.getFloat32(at, true);
    case 'f64':
      return ({ view }, at) => view.getFloat64(at, true);
    case 'char':
      return ({ view }, at) => char(view.getUint32(at, true));
    case 'own':
      return (side, at) => liftOwn(side, type.of, side.view.getUint32(at, true));
    case 'borrow':
      return (side, at) => liftBorrow(side, type.of, side.view.getUint32(at, true));
    case 'string':
      return (side, at) => side.string(side.view.getUint32(at, true), side.view.getUint32(at + 4, true));
    case 'list': {
      const read = compileElements(type.element);
      const { length } = type;
      if (length !== undefined) return (side, at) => read(side, at, length);
      return (side, at) => read(side, side.view.getUint32(at, true), side.view.getUint32(at + 4, true));
    }
    case 'tuple':
    case 'record': {
      const fields = fieldsOf(type).map(({ key, offset, type: of }) => ({
        key,
        offset,
        load: compileLoad(of),
      }));
      if (type.kind === 'tuple') {
        return (side, at) => fields.map(({ offset, load }) => load(side, at + offset));
      }
      return (side, at) => {
        const record: Record<string, unknown> = {};
        for (const { key, offset, load } of fields) record[key] = load(side, at + offset);
        return record;
      };
    }
    case 'flags': {
      const size = flagsSize(type.flags.length);
      const make = flagsOf(type.flags);
      return ({ view }, at) => make(readTag(view, at, size));
    }
    case 'option':
    case 'result':
    case 'variant':
    case 'enum': {
      const cases = casesOf(type);
      const offset = payloadOffset(cases);
      const size = tagSize(cases.length);
      const loads = cases.map((each) => (each.type ? compileLoad(each.type) : nothing));
      const make = maker(type);
      return (side, at) => {
        const tag = readTag(side.view, at, size);
        const load = loads[tag];
        if (!load) throw badCase();
        return make(tag, load(side, at + offset));
      };
    }
  }
}

const nothing = () => undefined;

const typedArrays = {
  s8: Int8Array,
  u16: Uint16Array,
  s16: Int16Array,
  u32: Uint32Array,
  s32: Int32Array,
  u64: BigUint64Array,
  s64: BigInt64Array,
  f32: Float32Array,
  f64: Float64Array,
} as const;

/** Reads so many elements from an address on. */
export function compileElements(element: AbiType): (side: Side, address: number, length: number) => unknown {
  const { size, align } = layoutOf(element);
  if (element.kind === 'u8') {
    return (side, address, length) => {
      side.check(address, length, 1, 'passed a list');
      // the engine keeps a short one with its objects, where a buffer of its own would be an allocation of the system's
      return side.bytes.slice(address, address + length);
    };
  }
  if (Object.hasOwn(typedArrays, element.kind)) {
    const TypedArray = typedArrays[element.kind as keyof typeof typedArrays];
    return (side, address, length) => {
      side.check(address, length * size, align, 'passed a list');
      return new TypedArray(side.bytes.buffer.slice(address, address + length * size));
    };
  }
  const load = compileLoad(element);
  return (side, address, length) => {
    // elements of no size count as a byte each, so that the memory bounds every list
    side.check(address, length * Math.max(size, 1), align, 'passed a list');
    const list: unknown[] = [];
    for (let index = 0; index < length; index += 1) list.push(load(side, address + index * size));
    return list;
  };
}
