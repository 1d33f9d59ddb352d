/** What a guest gets of what JavaScript has: see the table in hosts/values.ts. What does not fit its type is a fault of the host, a TypeError. */
import { camelCase } from '../../../hosts/values.ts';
import { casesOf, mayBeUndefined } from './layout.ts';
import type { SumType } from './layout.ts';

/** The tag and the payload of what JavaScript has for a case: see the table in hosts/values.ts. */
export function taker(
  type: SumType,
): (value: unknown) => { readonly tag: number; readonly payload: unknown } {
  if (type.kind === 'option' && !mayBeUndefined(type.some)) {
    return (value) => ({ tag: value === undefined || value === null ? 0 : 1, payload: value });
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

export function bitsOf(flags: readonly string[]): (value: unknown) => number {
  const keys = flags.map((name) => camelCase(name));
  return (value) => {
    const set = object(value);
    return keys.reduce((bits, key, index) => (set[key] === true ? bits | (1 << index) : bits), 0);
  };
}

export function writeTag(view: DataView, at: number, size: 1 | 2 | 4, tag: number): void {
  if (size === 1) view.setUint8(at, tag);
  else if (size === 2) view.setUint16(at, tag, true);
  else view.setUint32(at, tag, true);
}

export function number(value: unknown): number {
  if (typeof value !== 'number') throw mismatch('a number', value);
  return value;
}

export function bigint(value: unknown): bigint {
  if (typeof value !== 'bigint') throw mismatch('a bigint', value);
  return value;
}

export function text(value: unknown): string {
  if (typeof value !== 'string') throw mismatch('a string', value);
  return value;
}

export function codePoint(value: unknown): number {
  const code = typeof value === 'string' ? value.codePointAt(0) : undefined;
  if (code === undefined) throw mismatch('a character', value);
  return code;
}

export function arrayLike(value: unknown): ArrayLike<unknown> {
  if (Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView))) {
    return value as ArrayLike<unknown>;
  }
  throw mismatch('an array', value);
}

export function ofLength(value: unknown, length: number): readonly unknown[] {
  const list = Array.from(arrayLike(value));
  if (list.length !== length) throw mismatch(`a list of ${length}`, value);
  return list;
}

export function object(value: unknown): Readonly<Record<string | number, unknown>> {
  if (typeof value !== 'object' || value === null) throw mismatch('an object', value);
  return value as Readonly<Record<string | number, unknown>>;
}

function mismatch(wanted: string, value: unknown): TypeError {
  return new TypeError(`A host gave ${typeof value} to a guest where the WIT wants ${wanted}.`);
}
