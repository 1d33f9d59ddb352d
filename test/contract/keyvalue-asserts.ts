/** What the contracts of keyvalue compare and ask for. */
import assert from 'node:assert/strict';
import { CapabilityError } from '@slight/runtime/ports/errors.ts';
import type { KeyValue } from '@slight/runtime/ports/keyvalue.ts';

/** One that is open. */
export type Bucket = KeyValue & AsyncDisposable;

/** Asserts that the call fails with this case, and gives the error. */
export async function rejectsWith(errorCase: string, call: Promise<unknown>): Promise<CapabilityError> {
  try {
    await call;
  } catch (error) {
    assert.ok(error instanceof CapabilityError, String(error));
    assert.equal(error.case, errorCase, error.message);
    return error;
  }
  assert.fail(`no ${errorCase}: the call succeeded`);
}

export function bytes(text: string): Uint8Array {
  return Buffer.from(text);
}

/** Compares as bytes: on 10 MB, assert's own difference would take minutes. */
export function assertValue(actual: Uint8Array | undefined, expected: Uint8Array, message = ''): void {
  assert.ok(actual, `${message} is absent`);
  assert.equal(actual.length, expected.length, `${message} has another length`);
  if (Buffer.compare(actual, expected) !== 0) assert.fail(`${message} has other bytes`);
}

/** All keys, sorted. */
export async function keysOf(bucket: KeyValue): Promise<string[]> {
  return (await Array.fromAsync(bucket.keys())).sort();
}

/** Does the work on every item, `width` at a time. */
export async function inParallel<T>(
  width: number,
  items: readonly T[],
  work: (item: T) => Promise<unknown>,
): Promise<void> {
  const remaining = items.values();
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (const item of remaining) await work(item);
    }),
  );
}
