/** Configuration: what a provider implements and hosts adapt. The contract suite (test/contract) says the rest. */

/** Configuration that the guest reads. */
export interface Configs {
  /** The value; `undefined` where the key is not set. */
  get(key: string): Promise<Uint8Array | undefined>;
  set(key: string, value: Uint8Array): Promise<void>;
  /**
   * All that are set, each key once.
   * @throws CapabilityError `permission-denied` where only those are given that are asked for by their keys
   */
  all(): Promise<readonly (readonly [key: string, value: Uint8Array])[]>;
}

/** The cases of its failures: those of the WIT, generation 0.3 to 0.5. */
export const configsErrors = [
  'not-found',
  'invalid-value',
  'permission-denied',
  'io-error',
  'unexpected-error',
] as const;

export type ConfigsErrorCase = (typeof configsErrors)[number];
