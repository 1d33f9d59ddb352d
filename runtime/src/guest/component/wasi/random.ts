/** wasi:random: the host's random numbers; the insecure ones are as good. */
import { randomFillSync } from 'node:crypto';
import { GuestTrap } from '../../guest.ts';
import type { HostFunction } from '../../../hosts/values.ts';

/** 1 MB: a guest that asks for more at once is in error, or means harm. */
const most = 1_048_576n;

function bytes(length: bigint): Uint8Array {
  if (length > most)
    throw new GuestTrap(`The guest asked for ${length} random bytes at once; it may ask for ${most}.`);
  return randomFillSync(new Uint8Array(Number(length)));
}

function u64(): bigint {
  return randomFillSync(new BigUint64Array(1))[0] ?? 0n;
}

export const random: Record<string, HostFunction> = { 'get-random-bytes': bytes, 'get-random-u64': u64 };

export const insecure: Record<string, HostFunction> = {
  'get-insecure-random-bytes': bytes,
  'get-insecure-random-u64': u64,
};

export const insecureSeed: Record<string, HostFunction> = {
  'insecure-seed': () => [u64(), u64()],
  // its name until 0.2.2
  'get-insecure-seed': () => [u64(), u64()],
};
