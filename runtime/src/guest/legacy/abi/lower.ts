/**
 * Host → guest. A type is compiled once into a closure that writes its values, to memory (`compileStore`) or as the
 * core values of a call (`compileLower`). Lists and strings go where the guest's allocator says, and are the guest's.
 *
 * A value that does not fit its type is a fault of the host, and throws a TypeError.
 */
import type { WitType } from '@slight/wit/model.ts';
import { reinterpret } from '../../abi/bits.ts';
import type { GuestSide } from './guest-side.ts';
import type { CoreValue } from '../../abi/bits.ts';
import {
  casesOf,
  fieldsOf,
  flatten,
  layoutOf,
  payloadOffset,
  tagSize,
  unsupported,
  type SequenceType,
  type SumType,
} from './layout.ts';

/** Writes a value to an address that has been checked to lie in memory with all of the type's size. */
export type Store = (guest: GuestSide, value: unknown, address: number) => void;

/** Appends the core values that stand for a value. */
export type Lower = (guest: GuestSide, value: unknown, out: CoreValue[]) => void;

/** A writer of the type to memory. */
export function compileStore(type: WitType): Store {
  switch (type.kind) {
    case 'unit':
      return () => undefined;
    case 'bool':
      return (guest, value, at) => guest.memory.view.setUint8(at, value === true ? 1 : 0);
    case 'u8':
    case 's8':
      return (guest, value, at) => guest.memory.view.setUint8(at, number(value));
    case 'u16':
    case 's16':
      return (guest, value, at) => guest.memory.view.setUint16(at, number(value), true);
    case 'u32':
    case 's32':
      return (guest, value, at) => guest.memory.view.setUint32(at, number(value), true);
    case 'u64':
    case 's64':
      return (guest, value, at) => guest.memory.view.setBigUint64(at, bigint(value), true);
    case 'f32':
      return (guest, value, at) => guest.memory.view.setFloat32(at, number(value), true);
    case 'f64':
      return (guest, value, at) => guest.memory.view.setFloat64(at, number(value), true);
    case 'char':
      return (guest, value, at) => guest.memory.view.setUint32(at, codePoint(value), true);
    case 'handle':
      return (guest, value, at) =>
        guest.memory.view.setUint32(at, guest.handles(type.resource).insert(value), true);
    case 'string':
    case 'list': {
      const write = writer(type);
      return (guest, value, at) => {
        const { address, length } = write(guest, value);
        guest.memory.view.setUint32(at, address, true);
        guest.memory.view.setUint32(at + 4, length, true);
      };
    }
    case 'tuple':
    case 'record': {
      const fields = fieldsOf(type).map(({ key, offset, type: of }) => ({
        key,
        offset,
        store: compileStore(of),
      }));
      return (guest, value, at) => {
        const record = object(value);
        for (const { key, offset, store } of fields) store(guest, record[key], at + offset);
      };
    }
    case 'option':
    case 'result':
    case 'variant':
    case 'enum': {
      const cases = casesOf(type);
      const offset = payloadOffset(cases);
      const size = tagSize(cases.length);
      const stores = cases.map((each) => compileStore(each.type ?? { kind: 'unit' }));
      const take = taker(type);
      return (guest, value, at) => {
        const { tag, payload } = take(value);
        const { view } = guest.memory;
        if (size === 1) view.setUint8(at, tag);
        else if (size === 2) view.setUint16(at, tag, true);
        else view.setUint32(at, tag, true);
        stores[tag]?.(guest, payload, at + offset);
      };
    }
    default:
      return unsupported(type);
  }
}

/** A writer of the type as core values. */
export function compileLower(type: WitType): Lower {
  switch (type.kind) {
    case 'unit':
      return () => undefined;
    case 'bool':
      return (_, value, out) => out.push(value === true ? 1 : 0);
    case 'u8':
    case 's8':
    case 'u16':
    case 's16':
    case 'u32':
    case 's32':
    case 'f32':
    case 'f64':
      return (_, value, out) => out.push(number(value));
    case 'u64':
    case 's64':
      return (_, value, out) => out.push(bigint(value));
    case 'char':
      return (_, value, out) => out.push(codePoint(value));
    case 'handle':
      return (guest, value, out) => out.push(guest.handles(type.resource).insert(value));
    case 'string':
    case 'list': {
      const write = writer(type);
      return (guest, value, out) => {
        const { address, length } = write(guest, value);
        out.push(address, length);
      };
    }
    case 'tuple':
    case 'record': {
      const fields = fieldsOf(type).map(({ key, type: of }) => ({ key, lower: compileLower(of) }));
      return (guest, value, out) => {
        const record = object(value);
        for (const { key, lower } of fields) lower(guest, record[key], out);
      };
    }
    case 'option':
    case 'result':
    case 'variant':
    case 'enum': {
      const joined = flatten(type).slice(1);
      const lowers = casesOf(type).map(({ type: of = { kind: 'unit' as const } }) => ({
        lower: compileLower(of),
        types: flatten(of),
      }));
      const take = taker(type);
      return (guest, value, out) => {
        const { tag, payload } = take(value);
        out.push(tag);
        const values: CoreValue[] = [];
        const { lower, types } = lowers[tag] ?? { types: [] };
        lower?.(guest, payload, values);
        joined.forEach((want, index) =>
          out.push(reinterpret(values[index] ?? 0, types[index] ?? 'i32', want)),
        );
      };
    }
    default:
      return unsupported(type);
  }
}

/** Puts what the type has behind an address and a length. */
function writer(
  type: SequenceType,
): (guest: GuestSide, value: unknown) => { address: number; length: number } {
  if (type.kind === 'string') {
    return (guest, value) => {
      if (typeof value !== 'string') throw mismatch('a string', value);
      return guest.memory.putString(value);
    };
  }
  if (type.element.kind === 'u8') {
    return (guest, value) => {
      if (!(value instanceof Uint8Array)) throw mismatch('a Uint8Array', value);
      return guest.memory.putBytes(value);
    };
  }
  const { size, align } = layoutOf(type.element);
  const store = compileStore(type.element);
  return (guest, value) => {
    if (!Array.isArray(value)) throw mismatch('an array', value);
    const address = guest.memory.allocate(size * value.length, align);
    for (let index = 0; index < value.length; index += 1) store(guest, value[index], address + index * size);
    return { address, length: value.length };
  };
}

/** The tag and the payload of what JavaScript has for a case: see the table in hosts/host.ts. */
function taker(type: SumType): (value: unknown) => { tag: number; payload: unknown } {
  if (type.kind === 'option') {
    return (value) => ({ tag: value === undefined ? 0 : 1, payload: value });
  }
  const tags = new Map(casesOf(type).map((each, index) => [each.name, index]));
  const tagOf = (name: unknown): number => {
    const tag = tags.get(name as string);
    if (tag === undefined) throw mismatch(`one of ${[...tags.keys()].join(', ')}`, name);
    return tag;
  };
  if (type.kind === 'enum') return (value) => ({ tag: tagOf(value), payload: undefined });
  return (value) => {
    const { tag, val } = object(value);
    return { tag: tagOf(tag), payload: val };
  };
}

function number(value: unknown): number {
  if (typeof value !== 'number') throw mismatch('a number', value);
  return value;
}

function bigint(value: unknown): bigint {
  if (typeof value !== 'bigint') throw mismatch('a bigint', value);
  return value;
}

function codePoint(value: unknown): number {
  const code = typeof value === 'string' ? value.codePointAt(0) : undefined;
  if (code === undefined) throw mismatch('a character', value);
  return code;
}

function object(value: unknown): Readonly<Record<string | number, unknown>> {
  if (typeof value !== 'object' || value === null) throw mismatch('an object', value);
  return value as Readonly<Record<string | number, unknown>>;
}

function mismatch(wanted: string, value: unknown): TypeError {
  return new TypeError(`A host gave ${typeof value} to a guest where the WIT wants ${wanted}.`);
}
