/** Host → guest calls: an export of the module, called as the WIT has it. */
import type { FunctionType, WitType } from '@slight/wit/model.ts';
import { WitError } from '../../../hosts/values.ts';
import { GuestFull } from '../../guest.ts';
import { AbiFault } from '../../abi/fault.ts';
import type { GuestSide } from './guest-side.ts';
import type { CoreValue } from '../../abi/bits.ts';
import {
  alignTo,
  casesOf,
  fieldsOf,
  flatten,
  layoutOf,
  maxFlatParams,
  payloadOffset,
  tagSize,
} from './layout.ts';
import { compileLift, compileLoad } from './lift.ts';
import { compileLower, compileStore } from './lower.ts';

/** What is done before an export is called, and after it. */
export interface ExportHalves {
  /** The core values of the arguments; what does not fit in them is in the guest's memory. */
  readonly lower: (guest: GuestSide, args: readonly unknown[]) => CoreValue[];
  /**
   * The value of what the export returned, one core value or none. An `ok` is returned, an `err` thrown as WitError.
   * What the guest gives is copied, and then freed by the guest's `canonical_abi_free`.
   */
  readonly lift: (guest: GuestSide, returned: unknown) => unknown;
}

/** Calls an export with plain values. The guest runs in `call`, which gets core values and resolves to one or none. */
export type ExportCode = (
  guest: GuestSide,
  call: (...values: CoreValue[]) => Promise<unknown>,
  args: readonly unknown[],
) => Promise<unknown>;

/** Compiles a function that the guest exports, and that may wait. */
export function compileExport(type: FunctionType, halves = compileHalves(type)): ExportCode {
  const { lower, lift } = halves;
  return async (guest, call, args) => lift(guest, await call(...lower(guest, args)));
}

export function compileHalves(type: FunctionType): ExportHalves {
  const lower = compileArguments(type.params.map((param) => param.type));
  const result = type.result ?? { kind: 'unit' };
  const flat = flatten(result);
  const load = compileLoad(result);
  const lift = compileLift(
    result,
    flat.map((core, index) => ({ index, type: core })),
  );
  const free = compileFree(result);
  const { size } = layoutOf(result);
  return {
    lower(guest, args) {
      guest.memory.refresh();
      try {
        return lower(guest, args);
      } catch (error) {
        // the guest's allocator has no other way to say that there is no room than a trap, or an address that cannot be
        if (error instanceof AbiFault || error instanceof WebAssembly.RuntimeError)
          throw new GuestFull({ cause: error });
        throw error;
      }
    },
    lift(guest, returned) {
      guest.memory.refresh();
      if (flat.length <= 1) return unwrap(result, lift(guest, [returned as CoreValue]));
      if (typeof returned !== 'number') throw new AbiFault('returned no address of a result');
      const address = returned >>> 0;
      guest.memory.check(address, size, 'returned a result');
      const value = load(guest, address);
      free(guest, address);
      return unwrap(result, value);
    },
  };
}

function unwrap(type: WitType, value: unknown): unknown {
  if (type.kind !== 'result') return value;
  const { tag, val } = value as { readonly tag: 'ok' | 'err'; readonly val?: unknown };
  if (tag === 'ok') return val;
  throw new WitError(val, typeof val === 'string' ? val : 'The guest returned an error.');
}

function compileArguments(
  types: readonly WitType[],
): (guest: GuestSide, args: readonly unknown[]) => CoreValue[] {
  if (types.flatMap((type) => flatten(type)).length <= maxFlatParams) {
    const lowers = types.map((type) => compileLower(type));
    return (guest, args) => {
      const out: CoreValue[] = [];
      for (let index = 0; index < lowers.length; index += 1) lowers[index]?.(guest, args[index], out);
      return out;
    };
  }
  let size = 0;
  let align = 1;
  const stores = types.map((type) => {
    const layout = layoutOf(type);
    const offset = alignTo(size, layout.align);
    size = offset + layout.size;
    align = Math.max(align, layout.align);
    return { offset, store: compileStore(type) };
  });
  return (guest, args) => {
    const address = guest.memory.allocate(size, align);
    stores.forEach(({ offset, store }, index) => {
      store(guest, args[index], address + offset);
    });
    return [address];
  };
}

type FreeValue = (guest: GuestSide, address: number) => void;

const nothing: FreeValue = () => undefined;

/** Frees the lists and strings of a value in memory that has been loaded, and so checked, before. */
function compileFree(type: WitType): FreeValue {
  switch (type.kind) {
    case 'string':
      return freeSequence(1, 1, nothing);
    case 'list': {
      const { size, align } = layoutOf(type.element);
      return freeSequence(size, align, compileFree(type.element));
    }
    case 'record':
    case 'tuple': {
      const fields = fieldsOf(type).map(({ offset, type: of }) => ({ offset, free: compileFree(of) }));
      return (guest, at) => {
        for (const { offset, free } of fields) free(guest, at + offset);
      };
    }
    case 'option':
    case 'result':
    case 'variant': {
      const cases = casesOf(type);
      const frees = cases.map((each) => (each.type ? compileFree(each.type) : nothing));
      const offset = payloadOffset(cases);
      const size = tagSize(cases.length);
      return (guest, at) => {
        const { view } = guest.memory;
        const tag =
          size === 1 ? view.getUint8(at) : size === 2 ? view.getUint16(at, true) : view.getUint32(at, true);
        frees[tag]?.(guest, at + offset);
      };
    }
    default:
      return nothing;
  }
}

function freeSequence(size: number, align: number, freeElement: FreeValue): FreeValue {
  return (guest, at) => {
    const address = guest.memory.view.getUint32(at, true);
    const length = guest.memory.view.getUint32(at + 4, true);
    if (freeElement !== nothing) {
      for (let index = 0; index < length; index += 1) freeElement(guest, address + index * size);
    }
    guest.memory.free(address, length * size, align);
  };
}
