/** What JavaScript has for what a guest passes: see the table in hosts/values.ts. */
import { camelCase } from '../../../hosts/values.ts';
import { AbiFault } from '../../abi/fault.ts';
import { casesOf, mayBeUndefined } from './layout.ts';
import type { SumType } from './layout.ts';

/** By the tag of a case and what it holds. */
export function maker(type: SumType): (tag: number, payload: unknown) => unknown {
  const names = casesOf(type).map((each) => each.name);
  if (type.kind === 'enum') return (tag) => names[tag];
  if (type.kind === 'option' && !mayBeUndefined(type.some)) return (_, payload) => payload;
  const bare = casesOf(type).map((each) => type.kind !== 'result' && each.type === undefined);
  return (tag, payload) => (bare[tag] === true ? { tag: names[tag] } : { tag: names[tag], val: payload });
}

export function flagsOf(flags: readonly string[]): (bits: number) => Readonly<Record<string, boolean>> {
  const keys = flags.map((name) => camelCase(name));
  const all = 2 ** flags.length - 1;
  return (bits) => {
    if (bits > all) throw new AbiFault('passed flags that their type does not have');
    const set: Record<string, boolean> = {};
    for (const [index, key] of keys.entries()) set[key] = ((bits >>> index) & 1) === 1;
    return set;
  };
}

export function readTag(view: DataView, at: number, size: 1 | 2 | 4): number {
  return size === 1 ? view.getUint8(at) : size === 2 ? view.getUint16(at, true) : view.getUint32(at, true);
}

export function badCase(): AbiFault {
  return new AbiFault('passed a case that its type does not have');
}

/** @throws AbiFault where it is no Unicode scalar value */
export function char(value: number): string {
  if (value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff)) {
    throw new AbiFault('passed a char that is no Unicode scalar value');
  }
  return String.fromCodePoint(value);
}
