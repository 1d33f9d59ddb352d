/** What the contracts of distributed_locking compare and ask for. */
import assert from 'node:assert/strict';
import { CapabilityError } from '@slight/runtime/ports/errors.ts';
import type { Locks, LockingErrorCase } from '@slight/runtime/ports/distributed-locking.ts';

/** Those that are open. */
export type OpenLocks = Locks & AsyncDisposable;

/** Asserts that the call fails with one of these cases, and gives the error. */
export async function failsWith(
  cases: readonly LockingErrorCase[],
  call: Promise<unknown>,
): Promise<CapabilityError> {
  try {
    await call;
  } catch (error) {
    assert.ok(error instanceof CapabilityError, String(error));
    assert.ok(cases.includes(error.case as LockingErrorCase), `${error.case}: ${error.message}`);
    return error;
  }
  assert.fail(`no ${cases.join(' or ')}: the call succeeded`);
}

/** The fencing number of a lock's id: its first 20 bytes, in decimal digits. */
export function numberOf(id: Uint8Array): bigint {
  const digits = Buffer.from(id.subarray(0, 20)).toString('latin1');
  assert.match(digits, /^\d{20}$/);
  return BigInt(digits);
}
