/**
 * Host → guest, to memory. A type is compiled once into a closure that writes its values. Lists and strings go where the
 * guest's allocator says, and are the guest's.
 * https://github.com/WebAssembly/component-model/blob/main/design/mvp/CanonicalABI.md, "Storing"
 */
import { casesOf, fieldsOf, flagsSize, layoutOf, payloadOffset, tagSize } from './layout.ts';
import { lowerBorrow, lowerOwn } from './resources.ts';
import type { Side } from './side.ts';
import {
  arrayLike,
  bigint,
  bitsOf,
  codePoint,
  number,
  object,
  ofLength,
  taker,
  text,
  writeTag,
} from './taken.ts';
import type { AbiType } from './types.ts';

/** Writes a value to an address that has been checked to lie in memory, aligned, with all of the type's size. */
export type Store = (side: Side, value: unknown, address: number) => void;

/** A writer of the type to memory. Making room moves the memory: `side.view` is to be read after it. */
export function compileStore(type: AbiType): Store {
  switch (type.kind) {
    case 'bool':
      return ({ view }, value, at) => view.setUint8(at, value ? 1 : 0);
    case 'u8':
    case 's8':
      return ({ view }, value, at) => view.setUint8(at, number(value));
    case 'u16':
    case 's16':
      return ({ view }, value, at) => view.setUint16(at, number(value), true);
    case 'u32':
    case 's32':
      return ({ view }, value, at) => view.setUint32(at, number(value), true);
    case 'u64':
    case 's64':
      return ({ view }, value, at) => view.setBigUint64(at, bigint(value), true);
    case 'f32':
      return ({ view }, value, at) => view.setFloat32(at, number(value), true);
    case 'f64':
      return ({ view }, value, at) => view.setFloat64(at, number(value), true);
    case 'char':
      return ({ view }, value, at) => view.setUint32(at, codePoint(value), true);
    case 'own':
      return (side, value, at) => side.view.setUint32(at, lowerOwn(side, type.of, value), true);
    case 'borrow':
      return (side, value, at) => side.view.setUint32(at, lowerBorrow(side, type.of, value), true);
    case 'string':
      return (side, value, at) => {
        storePair(side, side.putString(text(value)), at);
      };
    case 'list': {
      const write = compileElements(type.element);
      const { length } = type;
      if (length !== undefined) {
        return (side, value, at) => {
          write.store(side, ofLength(value, length), at);
        };
      }
      return (side, value, at) => {
        storePair(side, write.put(side, value), at);
      };
    }
    case 'tuple':
    case 'record': {
      const fields = fieldsOf(type).map(({ key, offset, type: of }) => ({
        key,
        offset,
        store: compileStore(of),
      }));
      return (side, value, at) => {
        const record = object(value);
        for (const { key, offset, store } of fields) store(side, record[key], at + offset);
      };
    }
    case 'flags': {
      const size = flagsSize(type.flags.length);
      const bits = bitsOf(type.flags);
      return ({ view }, value, at) => {
        writeTag(view, at, size, bits(value));
      };
    }
    case 'option':
    case 'result':
    case 'variant':
    case 'enum': {
      const cases = casesOf(type);
      const offset = payloadOffset(cases);
      const size = tagSize(cases.length);
      const stores = cases.map((each) => each.type && compileStore(each.type));
      const take = taker(type);
      return (side, value, at) => {
        const { tag, payload } = take(value);
        writeTag(side.view, at, size, tag);
        stores[tag]?.(side, payload, at + offset);
      };
    }
  }
}

function storePair({ view }: Side, [address, length]: readonly [number, number], at: number): void {
  view.setUint32(at, address, true);
  view.setUint32(at + 4, length, true);
}

interface Elements {
  /** Puts them where the guest owns them. @returns the address and the count */
  put(side: Side, value: unknown): readonly [number, number];
  /** Writes them from an address on. */
  store(side: Side, value: ArrayLike<unknown>, address: number): void;
}

/** A writer of lists. */
export function compileElements(element: AbiType): Elements {
  const { size, align } = layoutOf(element);
  const store = compileStore(element);
  const write: Elements['store'] = (side, list, address) => {
    if (element.kind === 'u8' && list instanceof Uint8Array) {
      side.bytes.set(list, address);
      return;
    }
    for (let index = 0; index < list.length; index += 1) store(side, list[index], address + index * size);
  };
  return {
    put(side, value) {
      const list = arrayLike(value);
      const address = side.allocate(size * list.length, align);
      write(side, list, address);
      return [address, list.length];
    },
    store: write,
  };
}
