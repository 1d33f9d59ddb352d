/** Guest → host calls: a function that a component imports, compiled to what its core module imports (`canon lower`). */
import { WitError } from '../../../hosts/values.ts';
import type { CoreValue } from '../../abi/bits.ts';
import {
  casesOf,
  flatten,
  layoutOf,
  maxFlatParams,
  maxFlatResults,
  payloadOffset,
  placed,
  recordLayout,
} from './layout.ts';
import { compileItems, compileLift, compileView } from './lift.ts';
import type { Lift } from './lift.ts';
import { compileLoad } from './load.ts';
import { compileLower } from './lower.ts';
import { lowerOwn } from './resources.ts';
import { compileStore } from './store.ts';
import type { Side } from './side.ts';
import type { AbiFunction, AbiType } from './types.ts';

/** What is called: with plain values (hosts/values.ts). It may give a promise. */
export type Callee = (...args: unknown[]) => unknown;

/** An import that is not bound to an instance yet, so that many instances share one. */
export type ImportCode = (side: Side, callee: Callee) => (...values: CoreValue[]) => unknown;

/**
 * Compiles a function that a component imports. What it makes gives a promise where the host does.
 * @param takesViews the callee is given lists of bytes as views of the memory, which are good until it returns
 */
export function compileImport({ params, result }: AbiFunction, takesViews = false): ImportCode {
  const lift = compileParams(params, takesViews);
  const give = compileResult(result);
  const at = lift.count;
  return (side, callee) => {
    const call = lift.calling(callee);
    return (...values) => {
      side.refresh();
      const address = give.pointer ? give.check(side, values[at]) : 0;
      let returned: unknown;
      try {
        returned = call(side, values);
      } catch (error) {
        return give.fail(side, error, address);
      }
      if (!(returned instanceof Promise)) return give.succeed(side, returned, address);
      return returned.then(
        (value: unknown) => give.succeed(side, value, address),
        (error: unknown) => give.fail(side, error, address),
      );
    };
  };
}

interface Params {
  /** How many core values they are. */
  readonly count: number;
  /** The same function, called with the core values that stand for what it is called with. */
  calling(callee: Callee): Lift;
}

/** All parameters: from core values, or, where there are too many, from a record in memory. */
function compileParams(types: readonly AbiType[], takesViews: boolean): Params {
  const flat = types.flatMap((type) => flatten(type));
  if (flat.length <= maxFlatParams) {
    const lifts = compileItems(
      types,
      flat.map((type, index) => ({ index, type })),
      takesViews ? compileView : compileLift,
    );
    return { count: flat.length, calling: (callee) => calling(lifts, callee) };
  }
  const fields = placed(types.map((type, key) => ({ key, type })));
  const { size, align } = recordLayout(fields);
  const loads = fields.map(({ offset, type }) => ({ offset, load: compileLoad(type) }));
  return {
    count: 1,
    calling: (callee) => (side, values) => {
      const address = Number(values[0]) >>> 0;
      side.check(address, size, align, 'passed parameters');
      return callee(...loads.map(({ offset, load }) => load(side, address + offset)));
    },
  };
}

/** Most functions have few parameters: those are called without that a list of them is made. */
function calling(lifts: readonly Lift[], callee: Callee): Lift {
  const [first = nothing, second = nothing, third = nothing] = lifts;
  switch (lifts.length) {
    case 0:
      return () => callee();
    case 1:
      return (side, values) => callee(first(side, values));
    case 2:
      return (side, values) => callee(first(side, values), second(side, values));
    case 3:
      return (side, values) => callee(first(side, values), second(side, values), third(side, values));
    default:
      return (side, values) => callee(...lifts.map((lift) => lift(side, values)));
  }
}

const nothing: Lift = () => undefined;

interface Given {
  /** True where the guest's last parameter says where the result goes. */
  readonly pointer: boolean;
  /** @returns that address; it is checked before the host has done anything */
  check(side: Side, value: CoreValue | undefined): number;
  succeed(side: Side, value: unknown, address: number): unknown;
  fail(side: Side, error: unknown, address: number): unknown;
}

/** Gives the guest what the host returned or threw. The error of a result at the top is thrown; others are values. */
function compileResult(type: AbiType | undefined): Given {
  const pointer = type !== undefined && flatten(type).length > maxFlatResults;
  const layout = type && layoutOf(type);
  const check: Given['check'] = (side, value) => {
    const address = Number(value) >>> 0;
    side.check(address, layout?.size ?? 0, layout?.align ?? 1, 'wants its answer');
    return address;
  };
  const back = (side: Side) => {
    side.handles.takeBack();
    side.refresh();
  };
  const rethrow = (side: Side, error: unknown): never => {
    side.handles.takeBack();
    throw error;
  };
  if (!type) return { pointer, check, succeed: back, fail: rethrow };
  if (type.kind !== 'result') {
    const give = compileGive(type, pointer);
    return {
      pointer,
      check,
      succeed(side, value, address) {
        back(side);
        return give(side, value, address);
      },
      fail: rethrow,
    };
  }
  const isOk = !pointer;
  const [ok, err] = [type.ok, type.err].map((each) => each && compileStore(each));
  const offset = payloadOffset(casesOf(type));
  return {
    pointer,
    check,
    succeed(side, value, address) {
      back(side);
      if (isOk) return 0;
      side.view.setUint8(address, 0);
      ok?.(side, value, address + offset);
      return undefined;
    },
    fail(side, error, address) {
      if (!(error instanceof WitError)) return rethrow(side, error);
      back(side);
      if (isOk) return 1;
      side.view.setUint8(address, 1);
      err?.(side, error.payload, address + offset);
      return undefined;
    },
  };
}

function compileGive(
  type: AbiType,
  pointer: boolean,
): (side: Side, value: unknown, address: number) => unknown {
  if (pointer) {
    const store = compileStore(type);
    return (side, value, address) => {
      store(side, value, address);
      return undefined;
    };
  }
  if (type.kind === 'own') return (side, value) => lowerOwn(side, type.of, value);
  const lower = compileLower(type);
  return (side, value) => {
    const out: CoreValue[] = [];
    lower(side, value, out);
    return out[0];
  };
}
