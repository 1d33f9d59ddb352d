/**
 * Host → guest, as the core values of a call. A type is compiled once into a closure that writes its values.
 * https://github.com/WebAssembly/component-model/blob/main/design/mvp/CanonicalABI.md, "Flat Lowering"
 */
import { reinterpret } from '../../abi/bits.ts';
import type { CoreValue } from '../../abi/bits.ts';
import { casesOf, fieldsOf, flatten } from './layout.ts';
import { lowerBorrow, lowerOwn } from './resources.ts';
import type { Side } from './side.ts';
import { compileElements } from './store.ts';
import { bigint, bitsOf, codePoint, number, object, ofLength, taker, text } from './taken.ts';
import type { AbiType } from './types.ts';

/** Appends the core values that stand for a value. */
export type Lower = (side: Side, value: unknown, out: CoreValue[]) => void;

/** A writer of the type as core values. */
export function compileLower(type: AbiType): Lower {
  switch (type.kind) {
    case 'bool':
      return (_, value, out) => out.push(value ? 1 : 0);
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
    case 'own':
      return (side, value, out) => out.push(lowerOwn(side, type.of, value));
    case 'borrow':
      return (side, value, out) => out.push(lowerBorrow(side, type.of, value));
    case 'string':
      return (side, value, out) => out.push(...side.putString(text(value)));
    case 'list': {
      const { element, length } = type;
      if (length !== undefined) {
        const lower = compileLower(element);
        return (side, value, out) => {
          for (const each of ofLength(value, length)) lower(side, each, out);
        };
      }
      const write = compileElements(element);
      return (side, value, out) => out.push(...write.put(side, value));
    }
    case 'tuple':
    case 'record': {
      const fields = fieldsOf(type).map(({ key, type: of }) => ({ key, lower: compileLower(of) }));
      return (side, value, out) => {
        const record = object(value);
        for (const { key, lower } of fields) lower(side, record[key], out);
      };
    }
    case 'flags': {
      const bits = bitsOf(type.flags);
      return (_, value, out) => out.push(bits(value));
    }
    case 'option':
    case 'result':
    case 'variant':
    case 'enum': {
      const joined = flatten(type).slice(1);
      const lowers = casesOf(type).map(({ type: of }) => ({
        lower: of && compileLower(of),
        types: of ? flatten(of) : [],
      }));
      const take = taker(type);
      return (side, value, out) => {
        const { tag, payload } = take(value);
        out.push(tag);
        const values: CoreValue[] = [];
        const { lower, types } = lowers[tag] ?? { types: [] };
        lower?.(side, payload, values);
        for (const [index, want] of joined.entries()) {
          const zero = want === 'i64' ? 0n : 0;
          const have = types[index];
          out.push(have ? reinterpret(values[index] ?? zero, have, want) : zero);
        }
      };
    }
  }
}
