/**
 * Guest → host. A type is compiled once into a closure that reads its values, from memory (`compileLoad`) or from the
 * core values of a call (`compileLift`). Whatever the guest owns is copied, and never freed here.
 */
import type { WitType } from '@slight/wit/model.ts';
import { reinterpret } from '../../abi/bits.ts';
import type { CoreType, CoreValue } from '../../abi/bits.ts';
import { AbiFault } from '../../abi/fault.ts';
import type { GuestSide } from './guest-side.ts';
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

/** Reads a value at an address that has been checked to lie in memory with all of the type's size. */
export type Load = (guest: GuestSide, address: number) => unknown;

/** Reads a value from the core values of a call. */
export type Lift = (guest: GuestSide, values: readonly CoreValue[]) => unknown;

/** Where a core value is among those of a call, and its type there: in a variant, payloads share the wider type. */
export interface Slot {
  readonly index: number;
  readonly type: CoreType;
}

/** A reader of the type in memory. */
export function compileLoad(type: WitType): Load {
  switch (type.kind) {
    case 'unit':
      return () => undefined;
    case 'bool':
      return (guest, at) => bool(guest.memory.view.getUint8(at));
    case 'u8':
      return (guest, at) => guest.memory.view.getUint8(at);
    case 's8':
      return (guest, at) => guest.memory.view.getInt8(at);
    case 'u16':
      return (guest, at) => guest.memory.view.getUint16(at, true);
    case 's16':
      return (guest, at) => guest.memory.view.getInt16(at, true);
    case 'u32':
      return (guest, at) => guest.memory.view.getUint32(at, true);
    case 's32':
      return (guest, at) => guest.memory.view.getInt32(at, true);
    case 'u64':
      return (guest, at) => guest.memory.view.getBigUint64(at, true);
    case 's64':
      return (guest, at) => guest.memory.view.getBigInt64(at, true);
    case 'f32':
      return (guest, at) => guest.memory.view.getFloat32(at, true);
    case 'f64':
      return (guest, at) => guest.memory.view.getFloat64(at, true);
    case 'char':
      return (guest, at) => char(guest.memory.view.getUint32(at, true));
    case 'handle':
      return (guest, at) => guest.handles(type.resource).get(guest.memory.view.getUint32(at, true));
    case 'string':
    case 'list': {
      const read = reader(type);
      return (guest, at) =>
        read(guest, guest.memory.view.getUint32(at, true), guest.memory.view.getUint32(at + 4, true));
    }
    case 'tuple':
    case 'record': {
      const fields = fieldsOf(type).map(({ key, offset, type: of }) => ({
        key,
        offset,
        load: compileLoad(of),
      }));
      if (type.kind === 'tuple') {
        return (guest, at) => fields.map(({ offset, load }) => load(guest, at + offset));
      }
      return (guest, at) => {
        const record: Record<string, unknown> = {};
        for (const { key, offset, load } of fields) record[key] = load(guest, at + offset);
        return record;
      };
    }
    case 'option':
    case 'result':
    case 'variant':
    case 'enum': {
      const cases = casesOf(type);
      const offset = payloadOffset(cases);
      const size = tagSize(cases.length);
      const loads = cases.map((each) => compileLoad(each.type ?? { kind: 'unit' }));
      const make = maker(type);
      return (guest, at) => {
        const tag = readTag(guest, at, size);
        const load = loads[tag];
        if (!load) throw badCase(type, tag);
        return make(tag, load(guest, at + offset));
      };
    }
    default:
      return unsupported(type);
  }
}

/** A reader of the type among the core values of a call, which has it in these slots. */
export function compileLift(type: WitType, slots: readonly Slot[]): Lift {
  switch (type.kind) {
    case 'unit':
      return () => undefined;
    case 'bool':
      return i32(slots, bool);
    case 'u8':
      return i32(slots, (value) => value & 0xff);
    case 's8':
      return i32(slots, (value) => (value << 24) >> 24);
    case 'u16':
      return i32(slots, (value) => value & 0xffff);
    case 's16':
      return i32(slots, (value) => (value << 16) >> 16);
    case 'u32':
      return i32(slots, (value) => value >>> 0);
    case 's32':
      return i32(slots, (value) => value);
    case 'char':
      return i32(slots, (value) => char(value >>> 0));
    case 'handle':
      return i32(slots, (value, guest) => guest.handles(type.resource).get(value));
    case 'u64': {
      const read = core(slots[0], 'i64');
      return (_, values) => BigInt.asUintN(64, BigInt(read(values)));
    }
    case 's64':
    case 'f32':
    case 'f64': {
      const read = core(slots[0], type.kind === 's64' ? 'i64' : type.kind);
      return (_, values) => read(values);
    }
    case 'string':
    case 'list': {
      const read = reader(type);
      const address = core(slots[0], 'i32');
      const length = core(slots[1], 'i32');
      return (guest, values) => read(guest, Number(address(values)) >>> 0, Number(length(values)) >>> 0);
    }
    case 'tuple':
    case 'record': {
      let next = 0;
      const fields = fieldsOf(type).map(({ key, type: of }) => {
        const first = next;
        next += flatten(of).length;
        return { key, lift: compileLift(of, slots.slice(first, next)) };
      });
      if (type.kind === 'tuple') return (guest, values) => fields.map(({ lift }) => lift(guest, values));
      return (guest, values) => {
        const record: Record<string, unknown> = {};
        for (const { key, lift } of fields) record[key] = lift(guest, values);
        return record;
      };
    }
    case 'option':
    case 'result':
    case 'variant':
    case 'enum': {
      const tag = core(slots[0], 'i32');
      const lifts = casesOf(type).map((each) => compileLift(each.type ?? { kind: 'unit' }, slots.slice(1)));
      const make = maker(type);
      return (guest, values) => {
        const index = Number(tag(values)) >>> 0;
        const lift = lifts[index];
        if (!lift) throw badCase(type, index);
        return make(index, lift(guest, values));
      };
    }
    default:
      return unsupported(type);
  }
}

/** Reads what lies behind an address and a length. */
function reader(type: SequenceType): (guest: GuestSide, address: number, length: number) => unknown {
  if (type.kind === 'string') return (guest, address, length) => guest.memory.string(address, length);
  if (type.element.kind === 'u8') return (guest, address, length) => guest.memory.copy(address, length);
  const { size } = layoutOf(type.element);
  const load = compileLoad(type.element);
  return (guest, address, length) => {
    guest.memory.check(address, length * size, 'passed a list');
    // elements of no size count as a byte each, so that the memory bounds every list
    if (size === 0) guest.memory.check(0, length, 'passed a list');
    const list: unknown[] = [];
    for (let index = 0; index < length; index += 1) list.push(load(guest, address + index * size));
    return list;
  };
}

/** What JavaScript has for a case: see the table in hosts/host.ts. */
function maker(type: SumType): (tag: number, payload: unknown) => unknown {
  const names = casesOf(type).map((each) => each.name);
  switch (type.kind) {
    case 'enum':
      return (tag) => names[tag];
    case 'option':
      return (_, payload) => payload;
    default: {
      const bare = casesOf(type).map((each) => each.type === undefined);
      return (tag, payload) => (bare[tag] ? { tag: names[tag] } : { tag: names[tag], val: payload });
    }
  }
}

function readTag(guest: GuestSide, at: number, size: 1 | 2 | 4): number {
  const { view } = guest.memory;
  return size === 1 ? view.getUint8(at) : size === 2 ? view.getUint16(at, true) : view.getUint32(at, true);
}

function badCase(type: SumType, tag: number): AbiFault {
  const name = 'name' in type ? ` \`${type.name}\`` : '';
  return new AbiFault(`passed case ${tag} of the ${type.kind}${name}, which has ${casesOf(type).length}`);
}

function i32(slots: readonly Slot[], make: (value: number, guest: GuestSide) => unknown): Lift {
  const read = core(slots[0], 'i32');
  return (guest, values) => make(Number(read(values)), guest);
}

/** Reads a core value of the wanted type out of a slot that may be wider. */
function core(slot: Slot | undefined, want: CoreType): (values: readonly CoreValue[]) => CoreValue {
  if (!slot) throw new Error('A type has fewer core values than it flattens to.');
  const { index, type: have } = slot;
  const read = (values: readonly CoreValue[]): CoreValue => values[index] ?? 0;
  if (have === want) return read;
  return (values) => reinterpret(read(values), have, want);
}

function bool(value: number): boolean {
  if (value !== 0 && value !== 1) throw new AbiFault(`passed ${value} as a bool`);
  return value === 1;
}

function char(value: number): string {
  if (value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff)) {
    throw new AbiFault(`passed 0x${value.toString(16)} as a char, which is no Unicode scalar value`);
  }
  return String.fromCodePoint(value);
}
