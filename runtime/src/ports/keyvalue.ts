/** Key-value: what a provider implements and hosts adapt. The contract suite (test/contract) says the rest. */

/** A bucket of keys and values. Keys are any non-empty string; values any bytes, the empty value too. */
export interface KeyValue {
  /** The value; `undefined` where the key is absent. */
  get(key: string): Promise<Uint8Array | undefined>;
  set(key: string, value: Uint8Array): Promise<void>;
  exists(key: string): Promise<boolean>;
  /**
   * Every key that is there from the listing's start to its end, each once; in any order, but in the same each time,
   * so that a listing can be found again where it was left.
   */
  keys(): AsyncIterable<string>;
  /** Deletes the key; one that is absent is no error. */
  delete(key: string): Promise<void>;
  /**
   * Adds to the value, a decimal number in ASCII (an absent key counts as 0), in one step, and gives the sum.
   * Fails with `invalid-value` where the value is no 64-bit integer or the sum is none.
   */
  increment(key: string, delta: bigint): Promise<bigint>;
  /** Sets the value only where it is still `expected` (`undefined`: absent), in one step; tells whether it did. */
  swap(key: string, expected: Uint8Array | undefined, value: Uint8Array): Promise<boolean>;
}

/** The cases of its failures: those of the WIT, generation 0.3 to 0.5. */
export const keyValueErrors = [
  'key-not-found',
  'invalid-key',
  'invalid-value',
  'connection-error',
  'authentication-error',
  'timeout-error',
  'io-error',
  'unexpected-error',
] as const;

export type KeyValueErrorCase = (typeof keyValueErrors)[number];
