/** What the flags of an app that serves say. */
import { isIPv6 } from 'node:net';
import type { Listen } from '../app/address.ts';
import { Mistake } from '../mistake.ts';

/**
 * What `--listen` says: `HOST:PORT`, `HOST`, `:PORT`, `PORT`, with `auto` for a port too, an IPv6 address in brackets.
 * @throws Mistake where it is none of them
 */
export function listenOf(text: string): Listen {
  const { v6, name, port } = form.exec(text)?.groups ?? {};
  const host = v6 ?? name;
  const number = port === undefined || port === 'auto' ? port : Number(port);
  const isWrong =
    (host === undefined && number === undefined) ||
    (v6 !== undefined && !isIPv6(v6)) ||
    (typeof number === 'number' && number > 65_535);
  if (isWrong) {
    throw new Mistake(
      'usage',
      `--listen ${text || "''"} is no address. Write it as HOST:PORT, :PORT or HOST, as [::1]:PORT for IPv6, with auto for a port that is free.`,
    );
  }
  return {
    ...(host !== undefined && { host }),
    ...(number !== undefined && { port: number }),
  };
}

/** A name alone is a host, a number alone a port. */
const form =
  /^(?:(?<port>\d{1,5}|auto)|(?:\[(?<v6>[^\]]*)\]|(?<name>(?!-)[\w.-]*[A-Za-z_][\w.-]*|\d+(?:\.\d+){3}))?(?::(?<port>\d{1,5}|auto))?)$/;

/**
 * A time in seconds, as a flag gives it.
 * @returns milliseconds
 * @throws Mistake where it is no number of seconds
 */
export function millisecondsOf(flag: string): (text: string) => number {
  return (text) => {
    const seconds = /^\d{1,6}(\.\d{1,3})?$/.test(text) ? Number(text) : undefined;
    if (seconds === undefined) {
      throw new Mistake('usage', `${flag} ${text || "''"} is no number of seconds. Write it as ${flag} 30.`);
    }
    return seconds * 1000;
  };
}

/**
 * How many, as a flag gives it.
 * @throws Mistake where it is no number from the least to the most
 */
export function countOf(flag: string, most: number, least = 1): (text: string) => number {
  return (text) => {
    const count = /^\d{1,9}$/.test(text) ? Number(text) : -1;
    if (count >= least && count <= most) return count;
    throw new Mistake('usage', `${flag} ${text || "''"} is no number from ${least} to ${most}.`);
  };
}

/**
 * A size, as a flag gives it: bytes, or with a unit as `64KiB`, `10MB`.
 * @returns bytes
 * @throws Mistake where it is no size
 */
export function bytesOf(flag: string, such = '64KiB'): (text: string) => number {
  return (text) => {
    const [, number, unit = ''] = /^(\d{1,12})([kmg]i?b?|b)?$/i.exec(text) ?? [];
    const size = Number(number) * (units[unit.toLowerCase().replace(/b$/, '')] ?? 1);
    if (Number.isSafeInteger(size)) return size;
    throw new Mistake(
      'usage',
      `${flag} ${text || "''"} is no size. Write it as ${flag} ${such}, or as bytes.`,
    );
  };
}

/**
 * The same where 0 says nothing.
 * @throws Mistake where it is 0, besides what is thrown anyway
 */
export function moreThanNone(flag: string, parsed: (text: string) => number): (text: string) => number {
  return (text) => {
    const value = parsed(text);
    if (value > 0) return value;
    throw new Mistake(
      'usage',
      `${flag} ${text} is no limit that a client could keep. Give more than 0, or leave ${flag} out.`,
    );
  };
}

/**
 * A size of a guest's memory, as a flag gives it.
 * @returns bytes
 * @throws Mistake where it is no size, or more than a guest can have
 */
export function memoryOf(flag: string): (text: string) => number {
  const size = bytesOf(flag, '512MiB');
  return (text) => {
    const bytes = size(text);
    if (bytes <= mostMemory) return bytes;
    throw new Mistake(
      'usage',
      `${flag} ${text} is more than a guest can have: 4GiB, by addresses of 32 bits.`,
    );
  };
}

const mostMemory = 2 ** 32;

const units: Readonly<Record<string, number>> = {
  ...{ k: 1e3, m: 1e6, g: 1e9 },
  ...{ ki: 2 ** 10, mi: 2 ** 20, gi: 2 ** 30 },
};
