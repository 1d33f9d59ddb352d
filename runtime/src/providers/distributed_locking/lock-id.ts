/**
 * The id of a lock that is held, in ASCII but for its end: the fencing number in 20 decimal digits, `-`, what tells this
 * holder from others, and what a provider adds. The number grows with each lock that is taken, and so do the ids, byte by
 * byte: what a lock guards remembers the greatest that it has seen, and refuses a smaller one.
 */
import { CapabilityError } from '../../ports/errors.ts';

export interface LockId {
  /** Unsigned, of 64 bits. */
  readonly number: bigint;
  /** 16 hexadecimal digits. */
  readonly holder: string;
  /** Empty where there is nothing to add. */
  readonly rest: Uint8Array;
}

const digits = 20;
/** The number, `-`, the holder. */
const headLength = digits + 1 + 16;

export function formatLockId({ number, holder, rest }: LockId): Uint8Array {
  return Buffer.concat([Buffer.from(`${String(number).padStart(digits, '0')}-${holder}`), rest]);
}

/** @throws CapabilityError `invalid-lock-id` where it is none */
export function parseLockId(id: Uint8Array): LockId {
  const head = Buffer.from(id.subarray(0, headLength)).toString('latin1');
  const [, number, holder] = /^(\d{20})-([\da-f]{16})$/.exec(head) ?? [];
  if (number === undefined || holder === undefined)
    throw new CapabilityError('invalid-lock-id', 'this is no id that a lock gave');
  return { number: BigInt(number), holder, rest: id.subarray(headLength) };
}

/** What a holder is told whose lock is not there any more. */
export function noSuchLock(): CapabilityError {
  return new CapabilityError(
    'invalid-lock-id',
    'nobody holds a lock of this id: it was released, or its time was over',
  );
}
