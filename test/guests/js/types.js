/**
 * A guest that passes values to a host and prints what came back: `types FUNCTION VALUE…`, a value as JSON, in which
 * `$…` marks what JSON has not. Two values to a function that takes several things.
 */
import * as other from 'slight:types/other';
import * as shapes from 'slight:types/shapes';
import { getArguments } from 'wasi:cli/environment@0.2.12';

export const run = {
  run() {
    const [, name, ...values] = getArguments();
    const args = values.map((text) => revived(JSON.parse(text)));
    if (!shapes[name]) throw new Error(`there is no ${name}`);
    console.log(JSON.stringify(plain(call(name, args))));
  },
};

function call(name, args) {
  try {
    const value = shapes[name](...args);
    return name.startsWith('result') ? { tag: 'ok', val: value } : value;
  } catch (error) {
    if (!('payload' in error)) throw error;
    return { tag: 'err', val: error.payload };
  }
}

function revived(value) {
  if (Array.isArray(value)) return value.map(revived);
  if (typeof value !== 'object' || value === null) return value;
  if ('$none' in value) return undefined;
  if ('$big' in value) return BigInt(value.$big);
  if ('$number' in value) return Number(value.$number);
  if ('$bytes' in value) return Uint8Array.from(value.$bytes);
  if ('$thing' in value) return new shapes.Thing(value.$thing);
  if ('$other' in value) return new other.Thing(value.$other);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, revived(each)]));
}

function plain(value) {
  if (value === undefined || value === null) return { $none: true };
  if (typeof value === 'bigint') return { $big: String(value) };
  if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))) {
    return { $number: Object.is(value, -0) ? '-0' : String(value) };
  }
  if (typeof value !== 'object') return value;
  if (value instanceof shapes.Thing) return { $thing: value.number() };
  if (value instanceof other.Thing) return { $other: value.name() };
  if (value instanceof Uint8Array) return { $bytes: [...value] };
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return Array.from(value, plain);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]));
}
