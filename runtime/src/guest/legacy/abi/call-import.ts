/** Guest → host calls: a function of the WIT, compiled to what the module imports. */
import type { FunctionType, WitType } from '@slight/wit/model.ts';
import { WitError, type HostFunction } from '../../../hosts/values.ts';
import type { CoreType, CoreValue } from '../../abi/bits.ts';
import { AbiFault } from '../../abi/fault.ts';
import type { GuestSide } from './guest-side.ts';
import { alignTo, flatten, layoutOf, maxFlatParams } from './layout.ts';
import { compileLift, compileLoad, type Lift } from './lift.ts';
import { compileLower, compileStore } from './lower.ts';

/** An import that is not bound to an instance yet, so that many instances share one. */
export interface ImportCode {
  /** The core values that the guest passes, the return pointer included. */
  readonly params: readonly CoreType[];
  /**
   * The function to import. It returns a promise where the host does, and else the result at once.
   * @param refuse gets whatever keeps the call from an answer, and throws: an AbiFault where the guest broke the ABI,
   *   an error of the guest's code from its allocator, or else a fault of the host
   */
  bind(guest: GuestSide, host: HostFunction, refuse: (error: unknown) => never): ImportFunction;
}

export type ImportFunction = (values: readonly CoreValue[]) => unknown;

/** Compiles a function that the guest imports. */
export function compileImport(type: FunctionType): ImportCode {
  const lift = compileParams(type.params.map((param) => param.type));
  const result = compileResult(type.result ?? { kind: 'unit' }, lift.flat.length);
  return {
    params: [...lift.flat, ...(result.pointer ? ['i32' as const] : [])],
    bind(guest, host, refuse) {
      const call = host as (...args: unknown[]) => unknown;
      const succeed = (value: unknown, address: number): unknown => {
        try {
          return result.succeed(guest, value, address);
        } catch (error) {
          return refuse(error);
        }
      };
      const fail = (thrown: unknown, address: number): unknown => {
        try {
          return result.fail(guest, thrown, address);
        } catch (error) {
          return refuse(error);
        }
      };
      return (values) => {
        let args: unknown[];
        let address: number;
        try {
          guest.memory.refresh();
          args = lift.lift(guest, values);
          // before the call, so that a bad pointer is found before the host has done anything
          address = result.address(guest, values);
        } catch (error) {
          return refuse(error);
        }
        let returned: unknown;
        try {
          returned = call(...args);
        } catch (error) {
          return fail(error, address);
        }
        if (!(returned instanceof Promise)) return succeed(returned, address);
        return returned.then(
          (value: unknown) => succeed(value, address),
          (error: unknown) => fail(error, address),
        );
      };
    },
  };
}

/** Reads all parameters: from core values, or, where there are too many, from a record in memory. */
function compileParams(types: readonly WitType[]): {
  readonly flat: readonly CoreType[];
  lift(guest: GuestSide, values: readonly CoreValue[]): unknown[];
} {
  const flat = types.flatMap((type) => flatten(type));
  if (flat.length > maxFlatParams) return compileRecord(types);
  let next = 0;
  const lifts: Lift[] = types.map((type) => {
    const slots = flatten(type).map((core, index) => ({ index: next + index, type: core }));
    next += slots.length;
    return compileLift(type, slots);
  });
  return { flat, lift: (guest, values) => lifts.map((lift) => lift(guest, values)) };
}

function compileRecord(types: readonly WitType[]): ReturnType<typeof compileParams> {
  let size = 0;
  const loads = types.map((type) => {
    const layout = layoutOf(type);
    const offset = alignTo(size, layout.align);
    size = offset + layout.size;
    return { offset, load: compileLoad(type) };
  });
  return {
    flat: ['i32'],
    lift(guest, values) {
      const address = Number(values[0]) >>> 0;
      guest.memory.check(address, size, 'passed parameters');
      return loads.map(({ offset, load }) => load(guest, address + offset));
    },
  };
}

interface ResultCode {
  /** True where the guest's last parameter says where the result goes. */
  readonly pointer: boolean;
  address(guest: GuestSide, values: readonly CoreValue[]): number;
  succeed(guest: GuestSide, value: unknown, address: number): unknown;
  fail(guest: GuestSide, error: unknown, address: number): unknown;
}

/** Gives the guest what the host returned or threw. `index` is where the return pointer is among the core values. */
function compileResult(type: WitType, index: number): ResultCode {
  const pointer = flatten(type).length > 1;
  const { size } = layoutOf(type);
  const give = pointer ? giveInMemory(type) : giveDirectly(type);
  // the error of the result at the top is thrown; deeper ones are values like any other
  const fallible = type.kind === 'result';
  return {
    pointer,
    address(guest, values) {
      if (!pointer) return 0;
      const address = Number(values[index]) >>> 0;
      guest.memory.check(address, size, 'wants the result');
      return address;
    },
    succeed(guest, value, address) {
      guest.memory.refresh();
      return give(guest, fallible ? { tag: 'ok', val: value } : value, address);
    },
    fail(guest, error, address) {
      if (!fallible || !(error instanceof WitError)) throw error;
      guest.memory.refresh();
      return give(guest, { tag: 'err', val: error.payload }, address);
    },
  };
}

type Give = (guest: GuestSide, value: unknown, address: number) => unknown;

function giveInMemory(type: WitType): Give {
  const store = compileStore(type);
  return (guest, value, address) => {
    store(guest, value, address);
    return undefined;
  };
}

function giveDirectly(type: WitType): Give {
  const lower = compileLower(type);
  return (guest, value) => {
    const out: CoreValue[] = [];
    lower(guest, value, out);
    return out[0];
  };
}

/** Makes sure that a module declares an import as the WIT has it; `values` are those of a call. */
export function checkSignature(params: readonly CoreType[], values: readonly CoreValue[]): void {
  const fits =
    values.length === params.length &&
    params.every((type, index) => (type === 'i64') === (typeof values[index] === 'bigint'));
  if (fits) return;
  throw new AbiFault(
    `passed ${values.length} values, where the interface has ${params.length} (${params.join(', ')}): it was built for another version of the interface`,
  );
}
