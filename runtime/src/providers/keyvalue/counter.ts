import { CapabilityError } from '../../ports/errors.ts';

// as Redis reads a number: no sign +, no leading zeros, no spaces
const integer = /^(?:0|-?[1-9][0-9]{0,18})$/;

/**
 * The sum that `KeyValue.increment` stores and gives: the value, a decimal number in ASCII (absent: 0), plus delta.
 * @throws CapabilityError `invalid-value` where the value is no 64-bit integer or the sum is none
 */
export function add(value: Uint8Array | undefined, delta: bigint): bigint {
  const sum = (value === undefined ? 0n : parse(value)) + delta;
  if (!is64Bit(sum)) throw new CapabilityError('invalid-value', 'The sum does not fit in a 64-bit integer.');
  return sum;
}

/** The bytes that `increment` stores for a sum. */
export function format(sum: bigint): Uint8Array {
  return Buffer.from(sum.toString());
}

function parse(value: Uint8Array): bigint {
  // 20 characters: the longest 64-bit integer, with its sign
  const text = value.length <= 20 ? Buffer.from(value).toString('latin1') : '';
  const number = integer.test(text) ? BigInt(text) : undefined;
  if (number !== undefined && is64Bit(number)) return number;
  throw new CapabilityError(
    'invalid-value',
    'The value is not a 64-bit integer in decimal, so nothing can be added to it.',
  );
}

function is64Bit(number: bigint): boolean {
  return BigInt.asIntN(64, number) === number;
}
