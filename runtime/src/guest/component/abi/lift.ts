/**
 * Guest → host, from the core values of a call. A type is compiled once into a closure that reads its values.
 * https://github.com/WebAssembly/component-model/blob/main/design/mvp/CanonicalABI.md, "Flat Lifting"
 */
import { camelCase } from '../../../hosts/values.ts';
import { reinterpret } from '../../abi/bits.ts';
import type { CoreType, CoreValue } from '../../abi/bits.ts';
import { casesOf, flatten } from './layout.ts';
import { compileElements } from './load.ts';
import { badCase, char, flagsOf, maker } from './made.ts';
import { liftBorrow, liftOwn } from './resources.ts';
import type { Side } from './side.ts';
import type { AbiType } from './types.ts';

/** Reads a value from the core values of a call. */
export type Lift = (side: Side, values: readonly CoreValue[]) => unknown;

/** Where a core value is among those of a call, and its type there: in a variant, payloads share the wider type. */
export interface Slot {
  readonly index: number;
  readonly type: CoreType;
}

/** A reader of the type among the core values of a call, which has it in these slots. */
export function compileLift(type: AbiType, slots: readonly Slot[]): Lift {
  switch (type.kind) {
    case 'bool':
      return i32(slots, (value) => value !== 0);
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
    case 'own':
      return i32(slots, (value, side) => liftOwn(side, type.of, value >>> 0));
    case 'borrow': {
      const { of } = type;
      const at = plainSlot(slots[0], 'i32');
      // the most frequent by far
      if (at !== undefined) return (side, values) => liftBorrow(side, of, (values[at] as number) >>> 0);
      return i32(slots, (value, side) => liftBorrow(side, of, value >>> 0));
    }
    case 'flags': {
      const make = flagsOf(type.flags);
      return i32(slots, (value) => make(value >>> 0));
    }
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
    case 'string': {
      const [address, units] = [core(slots[0], 'i32'), core(slots[1], 'i32')];
      return (side, values) => side.string(Number(address(values)) >>> 0, Number(units(values)) >>> 0);
    }
    case 'list': {
      if (type.length !== undefined) {
        const items = compileItems(
          Array.from({ length: type.length }, () => type.element),
          slots,
        );
        return (side, values) => items.map((lift) => lift(side, values));
      }
      const read = compileElements(type.element);
      const [address, length] = [core(slots[0], 'i32'), core(slots[1], 'i32')];
      return (side, values) => read(side, Number(address(values)) >>> 0, Number(length(values)) >>> 0);
    }
    case 'tuple': {
      const items = compileItems(type.items, slots);
      return (side, values) => items.map((lift) => lift(side, values));
    }
    case 'record': {
      const lifts = compileItems(
        type.fields.map((field) => field.type),
        slots,
      );
      const keys = type.fields.map(({ name }) => camelCase(name));
      return (side, values) => {
        const record: Record<string, unknown> = {};
        for (const [index, lift] of lifts.entries()) record[keys[index] ?? ''] = lift(side, values);
        return record;
      };
    }
    case 'option':
    case 'result':
    case 'variant':
    case 'enum': {
      const tag = core(slots[0], 'i32');
      const lifts = casesOf(type).map((each) =>
        each.type ? compileLift(each.type, slots.slice(1)) : nothing,
      );
      const make = maker(type);
      return (side, values) => {
        const index = Number(tag(values)) >>> 0;
        const lift = lifts[index];
        if (!lift) throw badCase();
        return make(index, lift(side, values));
      };
    }
  }
}

/** Values that follow one another among the core values. */
export function compileItems(
  types: readonly AbiType[],
  slots: readonly Slot[],
  compile: typeof compileLift = compileLift,
): readonly Lift[] {
  let next = 0;
  return types.map((type) => {
    const first = next;
    next += flatten(type).length;
    return compile(type, slots.slice(first, next));
  });
}

/** As `compileLift`; of a list of bytes, what it reads is a view of the memory and changes with it. */
export function compileView(type: AbiType, slots: readonly Slot[]): Lift {
  if (type.kind !== 'list' || type.element.kind !== 'u8' || type.length !== undefined)
    return compileLift(type, slots);
  const [address, length] = [core(slots[0], 'i32'), core(slots[1], 'i32')];
  return (side, values) => {
    const [at, count] = [Number(address(values)) >>> 0, Number(length(values)) >>> 0];
    side.check(at, count, 1, 'passed a list');
    return side.bytes.subarray(at, at + count);
  };
}

const nothing = () => undefined;

function i32(slots: readonly Slot[], make: (value: number, side: Side) => unknown): Lift {
  const at = plainSlot(slots[0], 'i32');
  if (at !== undefined) return (side, values) => make(values[at] as number, side);
  const read = core(slots[0], 'i32');
  return (side, values) => make(read(values) as number, side);
}

/** Where the slot is, if what it holds needs no change to be of the wanted type. */
function plainSlot(slot: Slot | undefined, want: CoreType): number | undefined {
  return slot?.type === want ? slot.index : undefined;
}

/** Reads a core value of the wanted type out of a slot that may be wider. */
function core(slot: Slot | undefined, want: CoreType): (values: readonly CoreValue[]) => CoreValue {
  if (!slot) throw new Error('A type has fewer core values than it flattens to.');
  const { index, type: have } = slot;
  const read = (values: readonly CoreValue[]): CoreValue => values[index] ?? 0;
  if (have === want) return read;
  return (values) => reinterpret(read(values), have, want);
}
