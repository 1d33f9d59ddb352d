/** Host → guest calls: a function that a component exports, called with plain values (`canon lift`). */
import { WitError } from '../../../hosts/values.ts';
import type { CoreValue } from '../../abi/bits.ts';
import { AbiFault } from '../../abi/fault.ts';
import { GuestFull } from '../../guest.ts';
import { flatten, layoutOf, maxFlatParams, maxFlatResults, placed, recordLayout } from './layout.ts';
import { compileLift } from './lift.ts';
import { compileLoad } from './load.ts';
import { compileLower } from './lower.ts';
import { compileStore } from './store.ts';
import type { Side } from './side.ts';
import type { AbiFunction, AbiType } from './types.ts';

/** The function of an instance, as it is called in it. */
export interface CoreFunction {
  /** Runs the guest's code, which may wait for hosts. */
  readonly enter: (...values: CoreValue[]) => Promise<unknown>;
  /** To be called when what `enter` gave has settled. */
  readonly leave: () => void;
  /** Called with what `enter` gave, once that has been read. */
  readonly cleanUp: ((...values: CoreValue[]) => unknown) | undefined;
}

/** An export that is not bound to an instance. An `ok` is returned, an `err` thrown as WitError. */
export type ExportCode = (side: Side, core: CoreFunction, args: readonly unknown[]) => Promise<unknown>;

export function compileExport({ params, result }: AbiFunction): ExportCode {
  const lower = compileArguments(params);
  const read = compileAnswer(result);
  return async (side, { enter, leave, cleanUp }, args) => {
    side.refresh();
    const values = given(() => lower(side, args));
    let returned: unknown;
    try {
      returned = await enter(...values);
    } finally {
      leave();
    }
    side.refresh();
    const value = read(side, returned as CoreValue);
    side.handles.requireReturned();
    cleanUp?.(...(returned === undefined ? [] : [returned as CoreValue]));
    return unwrap(result, value);
  };
}

/** The guest's allocator has no other way to say that there is no room than a trap, or an address that cannot be. */
function given(lowered: () => CoreValue[]): CoreValue[] {
  try {
    return lowered();
  } catch (error) {
    if (error instanceof AbiFault || error instanceof WebAssembly.RuntimeError)
      throw new GuestFull({ cause: error });
    throw error;
  }
}

function unwrap(type: AbiType | undefined, value: unknown): unknown {
  if (type?.kind !== 'result') return value;
  const { tag, val } = value as { readonly tag: 'ok' | 'err'; readonly val?: unknown };
  if (tag === 'ok') return val;
  throw new WitError(val, typeof val === 'string' ? val : 'The guest returned an error.');
}

function compileAnswer(type: AbiType | undefined): (side: Side, returned: CoreValue) => unknown {
  if (!type) return () => undefined;
  const flat = flatten(type);
  if (flat.length <= maxFlatResults) {
    const lift = compileLift(
      type,
      flat.map((core, index) => ({ index, type: core })),
    );
    return (side, returned) => lift(side, [returned]);
  }
  const { size, align } = layoutOf(type);
  const load = compileLoad(type);
  return (side, returned) => {
    const address = Number(returned) >>> 0;
    side.check(address, size, align, 'returned something');
    return load(side, address);
  };
}

function compileArguments(types: readonly AbiType[]): (side: Side, args: readonly unknown[]) => CoreValue[] {
  if (types.flatMap((type) => flatten(type)).length <= maxFlatParams) {
    const lowers = types.map((type) => compileLower(type));
    return (side, args) => {
      const out: CoreValue[] = [];
      for (let index = 0; index < lowers.length; index += 1) lowers[index]?.(side, args[index], out);
      return out;
    };
  }
  const fields = placed(types.map((type, key) => ({ key, type })));
  const { size, align } = recordLayout(fields);
  const stores = fields.map(({ offset, type }) => ({ offset, store: compileStore(type) }));
  return (side, args) => {
    const address = side.allocate(size, align);
    for (const [index, { offset, store }] of stores.entries()) store(side, args[index], address + offset);
    return [address];
  };
}
